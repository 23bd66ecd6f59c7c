//! The sample pictures, which are part of the program.

macro_rules! samples {
    ($($name:literal),+ $(,)?) => {
        [$(Sample {
            name: concat!($name, ".jpg"),
            bytes: include_bytes!(concat!("../../../../assets/samples/", $name, ".jpg")),
            caption: include_str!(concat!("../../../../assets/samples/", $name, ".txt")),
        }),+]
    };
}

/// How many sample pictures there are.
pub const SAMPLE_COUNT: usize = 12;

/// One of them.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) bytes: &'static [u8],
    pub(crate) caption: &'static str,
}

/// Twelve pictures of one drawn mascot, each with another object.
pub(crate) const SAMPLES: [Sample; SAMPLE_COUNT] = samples![
    "01-telescope",
    "02-scroll",
    "03-lantern",
    "04-compass",
    "05-paintbrush",
    "06-book",
    "07-trumpet",
    "08-shield",
    "09-key",
    "10-flag",
    "11-tea",
    "12-camera",
];
