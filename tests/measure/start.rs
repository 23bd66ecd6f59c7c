//! Cold start, memory and processor time when idle: ours and Chromium's in turn, on one screen, in one run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use blazon_tests::desktop::{Desktop, root};
use blazon_tests::process;
use tempfile::TempDir;

use crate::figures::{Figures, machine};
use crate::screen::Shown;
use crate::{rival, say};

/// Memory is taken so long after the first whole picture.
const SETTLE: Duration = Duration::from_secs(10);
/// Processor time is taken over so long.
const IDLE: Duration = Duration::from_secs(30);

/// What is measured of one program.
#[derive(Default)]
struct Program {
    start: Figures,
    memory: Figures,
    ticks: Figures,
}

impl Program {
    fn run(
        &mut self,
        name: &str,
        desktop: &Desktop,
        command: &mut Command,
        picture: &Path,
    ) -> Result<()> {
        drop_file_caches();
        let shown = Shown::start(desktop.display(), command)?;
        thread::sleep(SETTLE);
        let memory = process::memory(&shown.processes());
        let before = process::ticks(&shown.processes());
        thread::sleep(IDLE);
        // A process that ended meanwhile takes its ticks along.
        let ticks = process::ticks(&shown.processes()).saturating_sub(before);
        self.start.add(shown.took.as_secs_f64() * 1000.0);
        self.memory.add(memory as f64 / 1e6);
        self.ticks.add(ticks as f64);
        let mut import = desktop.display().program("import");
        let _ = import.args(["-window", "root"]).arg(picture).status();
        say(&format!(
            "{name:>9}: {:.0} ms, {:.0} MB in {} processes, {ticks} ticks in {} s",
            shown.took.as_secs_f64() * 1000.0,
            memory as f64 / 1e6,
            shown.processes().len(),
            IDLE.as_secs()
        ));
        Ok(())
    }
}

/// Measures so many rounds and prints the table for `docs/benchmarks.md`.
pub(crate) fn measure(application: &Path, rounds: u32) -> Result<()> {
    let folder = crate::folder()?;
    let desktop = Desktop::with(application.to_path_buf())?;
    let thumbnails = fill(&desktop, application)?;
    let page = rival::write_page(&folder, &thumbnails)?;
    let chromium = rival::find()?;
    let (mut ours, mut theirs) = (Program::default(), Program::default());
    let mut alone = rival::find_webkit().map(|program| (program, Program::default()));
    for round in 1..=rounds {
        say(&format!("round {round} of {rounds}"));
        let mut command = Command::new(application);
        desktop.seat(
            command
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        ours.run(
            "Blazon",
            &desktop,
            &mut command,
            &folder.join("start-blazon.png"),
        )?;
        let profile = TempDir::with_prefix("blazon-rival-")?;
        let mut command = rival::command(&chromium, &page, profile.path());
        theirs.run(
            "Chromium",
            &desktop,
            &mut command,
            &folder.join("start-chromium.png"),
        )?;
        if let Some((program, alone)) = &mut alone {
            let mut command = rival::webkit_command(program, &page);
            let picture = folder.join("start-webkit.png");
            alone.run("WebKitGTK", &desktop, &mut command, &picture)?;
        }
    }
    report(&chromium, &ours, &theirs);
    if let Some((_, alone)) = &alone {
        report_alone(&ours, alone);
    }
    Ok(())
}

fn report(chromium: &Path, ours: &Program, theirs: &Program) {
    let version = Command::new(chromium)
        .args(["--version", "--no-sandbox"])
        .output();
    let version = version
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default();
    let caches = if drop_file_caches() {
        "file caches dropped before each start"
    } else {
        "file caches warm (no right to drop them)"
    };
    say(&format!(
        "\n{}; {version}; {} rounds in turn; {caches}\n",
        machine(),
        ours.start.count()
    ));
    say("| | Blazon | chromium --app | ratio |\n|---|---|---|---|");
    let row = |name: &str, one: &Figures, two: &Figures, decimals| {
        let ratio = if two.median() > 0.0 {
            format!("{:.2}", one.median() / two.median())
        } else {
            String::from("-")
        };
        say(&format!(
            "| {name} | {} | {} | {ratio} |",
            one.spell(decimals),
            two.spell(decimals)
        ));
    };
    row(
        "cold start to the final picture, ms",
        &ours.start,
        &theirs.start,
        0,
    );
    row(
        "memory when idle (PSS of all processes), MB",
        &ours.memory,
        &theirs.memory,
        0,
    );
    row(
        "processor time in 30 s idle, 1/100 s",
        &ours.ticks,
        &theirs.ticks,
        0,
    );
}

/// What the system's web view takes without us: nothing that is built on it can take less.
fn report_alone(ours: &Program, alone: &Program) {
    say("\n| | Blazon | WebKitGTK's own browser, the same page | |\n|---|---|---|---|");
    for (name, one, two) in [
        (
            "cold start to the final picture, ms",
            &ours.start,
            &alone.start,
        ),
        (
            "memory when idle (PSS of all processes), MB",
            &ours.memory,
            &alone.memory,
        ),
    ] {
        let ratio = one.median() / two.median();
        say(&format!(
            "| {name} | {} | {} | {ratio:.2} |",
            one.spell(0),
            two.spell(0)
        ));
    }
}

/// One dataset of samples in the library, put there by the terminal program; gives the thumbnails.
fn fill(desktop: &Desktop, application: &Path) -> Result<Vec<PathBuf>> {
    let mut terminal = Command::new(application.with_file_name("blazon-cli"));
    desktop.seat(&mut terminal);
    let status = terminal
        .args(["dataset", "new", "Samples", "--subject", "character"])
        .arg(root().join("assets/samples"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .context("start blazon-cli")?;
    ensure!(status.success(), "blazon-cli could not fill the library");
    let entries = fs::read_dir(desktop.library().join("thumbs")).context("read the thumbnails")?;
    Ok(entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect())
}

/// Makes the next start read from the disk; needs the rights of root.
pub(crate) fn drop_file_caches() -> bool {
    let _ = Command::new("sync").status();
    fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}
