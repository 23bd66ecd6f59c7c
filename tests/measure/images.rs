//! The photo pipeline beside those of other libraries: the same photos, the same job, in turn.
//!
//! Each program is a process of its own that times itself from its first photo to the end of its
//! last, so that no start is counted. Ours is `examples/images.rs` of `blazon-dataset`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::figures::{Figures, machine};
use crate::{folder, say};

const PHOTOS: usize = 24;
const ROUNDS: usize = 7;
const MANY_PHOTOS: usize = 1000;
/// By how many dB the pictures of two programs may differ and count as the same.
const SAME: f64 = 0.05;

/// One program, with what it took for each photo in milliseconds.
struct Contender {
    name: &'static str,
    script: &'static str,
    /// How much longer it has to take than ours at least; ours has none.
    floor: Option<f64>,
    alone: Figures,
    on_two: Figures,
}

/// Where what is measured lies.
pub(crate) struct Place<'p> {
    /// The release build of our example.
    pub(crate) ours: &'p Path,
    /// The Python that has Pillow, OpenCV and pyvips.
    pub(crate) python: &'p Path,
    /// The folder in whose `node_modules` sharp lies.
    pub(crate) node: &'p Path,
    /// The folder with the peers' scripts.
    pub(crate) scripts: &'p Path,
}

/// Measures the whole job, then an import of many photos.
pub(crate) fn measure(place: &Place<'_>) -> Result<()> {
    let photos = photos(place)?;
    say(&format!("\n{}\n", machine()));
    let contender = |name, script, floor| Contender {
        name,
        script,
        floor,
        alone: Figures::default(),
        on_two: Figures::default(),
    };
    let mut contenders = [
        contender("Blazon", "", None),
        contender("OpenCV, reduced decode", "opencv.py", Some(1.2)),
        contender("Pillow, draft mode", "pillow.py", Some(1.5)),
        contender("sharp", "sharp.mjs", Some(1.7)),
        contender("pyvips", "vips.py", Some(1.7)),
    ];
    for _ in 0..ROUNDS {
        for contender in &mut contenders {
            let took = run(place, contender.name, contender.script, &photos, 1)?;
            contender.alone.add(took.milliseconds);
            let took = run(place, contender.name, contender.script, &photos, 2)?;
            contender.on_two.add(took.milliseconds);
        }
    }
    let nearness = compare(place, &photos, &contenders)?;
    report(&contenders, &nearness);
    import(place, &photos)
}

fn report(contenders: &[Contender], nearness: &[f64]) {
    say("| whole job, 12 MP, ms per photo | one thread | two threads | dB from the reference |");
    say("|---|---|---|---|");
    for (contender, near) in contenders.iter().zip(&nearness[1..]) {
        say(&format!(
            "| {} | {} | {} | {near:.2} |",
            contender.name,
            contender.alone.spell(1),
            contender.on_two.spell(1)
        ));
    }
    say(&format!(
        "\nThe reference itself, through JPEG: {:.2} dB.\n",
        nearness[0]
    ));
    let ours = &contenders[0];
    say("| times faster than | medians | least | floor | |\n|---|---|---|---|---|");
    for peer in &contenders[1..] {
        let ratio = peer.alone.median() / ours.alone.median();
        let least = peer.alone.quantile(0.0) / ours.alone.quantile(0.0);
        line(peer.name, ratio, least, peer.floor.unwrap_or_default());
    }
    line(
        "itself on one thread, with two",
        ours.alone.median() / ours.on_two.median(),
        ours.alone.quantile(0.0) / ours.on_two.quantile(0.0),
        1.9,
    );
    let lost = nearness[0] - nearness[1];
    say(&format!(
        "\nOur pictures are {lost:+.3} dB farther from the reference than its own JPEG: {}.",
        held(lost <= SAME)
    ));
}

fn line(name: &str, ratio: f64, least: f64, floor: f64) {
    say(&format!(
        "| {name} | {ratio:.2} | {least:.2} | {floor} | {} |",
        held(ratio >= floor)
    ));
}

const fn held(holds: bool) -> &'static str {
    if holds { "held" } else { "NOT held" }
}

/// What a program said of its run.
struct Took {
    milliseconds: f64,
    seconds: f64,
    /// Only ours tells.
    megabytes: f64,
}

fn run(place: &Place<'_>, name: &str, script: &str, photos: &Path, threads: usize) -> Result<Took> {
    let mut command = match script.rsplit_once('.') {
        None => {
            let mut ours = Command::new(place.ours);
            ours.arg("job");
            ours
        }
        Some((_, "mjs")) => {
            let mut node = Command::new("node");
            node.current_dir(place.node).arg(place.scripts.join(script));
            node
        }
        Some(_) => {
            let mut python = Command::new(place.python);
            python.arg(place.scripts.join(script));
            python
        }
    };
    command.arg(photos).arg(out(name)?).arg(threads.to_string());
    took(&mut command)
}

fn out(name: &str) -> Result<PathBuf> {
    let word = name.split([' ', ',']).next().unwrap_or(name).to_lowercase();
    let out = folder()?.join("images").join(word);
    fs::create_dir_all(&out).with_context(|| format!("make {}", out.display()))?;
    Ok(out)
}

fn took(command: &mut Command) -> Result<Took> {
    let said = said(command)?;
    let mut words = said.split_whitespace().map(str::parse::<f64>);
    let mut next = || words.next().transpose().context("read what it took");
    let seconds = next()?.context("it said nothing")?;
    let photos = next()?.context("it named no number of photos")?;
    let megabytes = next()?.unwrap_or_default() / 1024.0;
    Ok(Took {
        milliseconds: seconds * 1000.0 / photos,
        seconds,
        megabytes,
    })
}

fn said(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("start {}", command.get_program().display()))?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} failed: {complaint}");
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// How near the reference and then each contender's pictures are to the reference, in dB.
fn compare(place: &Place<'_>, photos: &Path, contenders: &[Contender]) -> Result<Vec<f64>> {
    let mut command = Command::new(place.python);
    command.arg(place.scripts.join("compare.py")).arg(photos);
    for contender in contenders {
        command.arg(out(contender.name)?);
    }
    let nearness: Vec<f64> = said(&mut command)?
        .lines()
        .filter_map(|line| line.rsplit(' ').next()?.parse().ok())
        .collect();
    ensure!(
        nearness.len() == contenders.len() + 1,
        "the pictures were not all compared"
    );
    Ok(nearness)
}

/// The photos, made once: 4000 x 3000 pixels each, in all EXIF orientations.
fn photos(place: &Place<'_>) -> Result<PathBuf> {
    let photos = folder()?.join("textured");
    say("making photos of 12 MP where they are not there yet");
    let mut command = Command::new(place.python);
    command.arg(place.scripts.join("photos.py")).arg(&photos);
    said(command.args([&PHOTOS.to_string(), "4000", "3000"]))?;
    Ok(photos)
}

/// Many photos become part of a library, with the pictures for a trainer, on two threads.
fn import(place: &Place<'_>, photos: &Path) -> Result<()> {
    let many = many(photos)?;
    let home = tempfile::TempDir::with_prefix_in("library-", folder()?)?;
    let mut command = Command::new(place.ours);
    command.arg("keep").arg(&many).arg(home.path()).arg("2");
    let took = took(&mut command)?;
    let prepared = fs::read_dir(home.path().join("prepared"))?.count();
    ensure!(prepared == MANY_PHOTOS, "only {prepared} were prepared");
    say(&format!(
        "\n| {MANY_PHOTOS} photos kept, measured and prepared, two threads | |\n|---|---|"
    ));
    say(&format!(
        "| photos per second | {:.1} ({:.0} s) |\n| memory, peak of the whole process, MB | {:.0} ({}: under 250) |",
        MANY_PHOTOS as f64 / took.seconds,
        took.seconds,
        took.megabytes,
        held(took.megabytes < 250.0)
    ));
    Ok(())
}

/// The photos again and again, each time with another comment and so another content.
fn many(photos: &Path) -> Result<PathBuf> {
    let many = folder()?.join("textured-many");
    fs::create_dir_all(&many)?;
    let paths: Vec<PathBuf> = fs::read_dir(photos)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    for (number, path) in (0..MANY_PHOTOS).zip(paths.iter().cycle()) {
        let copy = many.join(format!("{number:04}.jpg"));
        if !copy.is_file() {
            let photo = fs::read(path)?;
            // A comment of four digits (ITU T.81, B.2.4.5).
            let comment = format!("\u{0}\u{6}{number:04}");
            let copied = [&photo[..2], b"\xff\xfe", comment.as_bytes(), &photo[2..]].concat();
            fs::write(&copy, copied)?;
        }
    }
    Ok(many)
}
