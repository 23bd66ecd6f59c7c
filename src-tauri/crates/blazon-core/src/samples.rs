//! The sample pictures, which are part of the program.

macro_rules! samples {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../../../../assets/samples/", $name)).as_slice())),+]
    };
}

/// How many sample pictures there are.
pub const SAMPLE_COUNT: usize = 12;

/// Twelve pictures of one drawn mascot, each with another object: name and file.
pub(crate) const SAMPLES: [(&str, &[u8]); SAMPLE_COUNT] = samples![
    "01-telescope.jpg",
    "02-scroll.jpg",
    "03-lantern.jpg",
    "04-compass.jpg",
    "05-paintbrush.jpg",
    "06-book.jpg",
    "07-trumpet.jpg",
    "08-shield.jpg",
    "09-key.jpg",
    "10-flag.jpg",
    "11-tea.jpg",
    "12-camera.jpg",
];
