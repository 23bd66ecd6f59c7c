//! 500 photos of 12 MP dropped on the window at once: is it still answering, what memory does it take, how fast is it?
//! And a library of 10,000 photos: how soon is its first screen there?

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use blazon_tests::desktop::{Desktop, Window};
use blazon_tests::display::Display;
use blazon_tests::process;
use blazon_tests::sample::write_jpeg;
use blazon_tests::wait::until;
use blazon_tests::webdriver::id;
use serde_json::json;

use crate::figures::{Figures, machine};
use crate::screen::Shown;
use crate::start::drop_file_caches;
use crate::{folder, say};

const PHOTOS: u64 = 500;
const ROOMS: [&str; 7] = [
    "datasets",
    "training",
    "playground",
    "badges",
    "bot",
    "gallery",
    "settings",
];

/// Cancels a job in the page, and gives the milliseconds until it is at rest.
const CANCEL: &str = "\
    const invoke = window.__TAURI_INTERNALS__.invoke; \
    const runs = (job) => job.id === args[0] && job.state.status === 'running'; \
    const began = performance.now(); \
    await invoke('cancel_job', { job: args[0] }); \
    while ((await invoke('list_jobs')).some(runs)) await new Promise((go) => setTimeout(go, 2)); \
    return performance.now() - began";

/// Measures the import, then the large library.
pub(crate) fn measure(application: &Path) -> Result<()> {
    let photos = photos()?;
    say(&format!("\n{}\n", machine()));
    import(application, &photos)?;
    cancel(application, &photos)?;
    open_large_library(application)
}

fn import(application: &Path, photos: &[PathBuf]) -> Result<()> {
    let desktop = Desktop::with(application.to_path_buf())?;
    let window = desktop.open()?;
    thread::sleep(Duration::from_secs(10));
    let idle = process::memory(&window.processes());
    let peak = Peak::watch(&window);
    window.drop_files(photos)?;
    let started = Instant::now();
    // The drop opens its dataset, and so Datasets, where a click would change nothing to see.
    window.wait_for(&id("dataset-name"))?;
    window.wait_for(&id("rail-pip-datasets"))?;
    let mut clicks = Figures::default();
    let mut rooms: BTreeMap<&str, Figures> = BTreeMap::new();
    // The import bar belongs to Datasets; the rail's pip is there in every room.
    for room in ROOMS.iter().cycle().skip(1) {
        if window.count(&id("rail-pip-datasets"))? == 0 {
            break;
        }
        let took = click_on(&window, room)?.as_secs_f64() * 1000.0;
        clicks.add(took);
        rooms.entry(room).or_default().add(took);
    }
    let took = started.elapsed();
    let above = peak.stop().saturating_sub(idle);
    let datasets = window.invoke("list_datasets", &json!({}))?;
    ensure!(
        datasets[0]["photoCount"] == PHOTOS,
        "not all photos arrived: {datasets}"
    );
    window.close()?;
    say("| 500 photos of 12 MP dropped at once | |\n|---|---|");
    say(&format!(
        "| photos per second | {:.1} ({:.0} s) |",
        PHOTOS as f64 / took.as_secs_f64(),
        took.as_secs_f64()
    ));
    say(&format!(
        "| from the click to the pixels, ms | median {:.0}, 95 % {:.0}, most {:.0} ({} clicks) |",
        clicks.median(),
        clicks.quantile(0.95),
        clicks.quantile(1.0),
        clicks.count()
    ));
    for (room, clicks) in rooms {
        say(&format!(
            "| of that, {room} | median {:.0}, most {:.0} |",
            clicks.median(),
            clicks.quantile(1.0)
        ));
    }
    say(&format!(
        "| memory above idle (peak, PSS of all processes), MB | {:.0} (idle {:.0}) |",
        above as f64 / 1e6,
        idle as f64 / 1e6
    ));
    Ok(())
}

/// An import in full swing is cancelled, again and again: how soon is it at rest?
fn cancel(application: &Path, photos: &[PathBuf]) -> Result<()> {
    let desktop = Desktop::with(application.to_path_buf())?;
    let window = desktop.open()?;
    let mut rests = Figures::default();
    for some in photos.chunks(50).take(8) {
        window.click(&id("rail-datasets"))?;
        window.drop_files(some)?;
        let job = until("the import", Duration::from_secs(10), || {
            running_job(&window)
        })?;
        thread::sleep(Duration::from_millis(400));
        let rest = window.execute_async(CANCEL, &json!([job]))?;
        rests.add(rest.as_f64().context("read how long the cancel took")?);
    }
    window.close()?;
    say(&format!(
        "| from a cancel to the import at rest, ms | median {:.0}, most {:.0} ({} times) |",
        rests.median(),
        rests.quantile(1.0),
        rests.count()
    ));
    Ok(())
}

/// The import that runs, where one does.
fn running_job(window: &Window<'_>) -> Result<Option<String>> {
    let jobs = window.invoke("list_jobs", &json!({}))?;
    let jobs = jobs.as_array().into_iter().flatten();
    let mut running =
        jobs.filter(|job| job["kind"] == "import" && job["state"]["status"] == "running");
    Ok(running.find_map(|job| job["id"].as_str().map(str::to_owned)))
}

/// Clicks on a room with the mouse, and gives the time until its bar in the rail is on the screen. The start of xdotool
/// is in it, so the true value is some milliseconds less.
fn click_on(window: &Window<'_>, room: &str) -> Result<Duration> {
    let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect();\
                  return [box.x, box.y, box.width, box.height].map(Math.round)";
    let place = window.execute(script, &json!([id(&format!("rail-{room}"))]))?;
    let [x, y, width, height]: [usize; 4] =
        serde_json::from_value(place).context("find the room")?;
    let (left, top) = window.corner()?;
    let display = window.desktop().display();
    mouse(
        display,
        &[
            "mousemove",
            &(left + x + width / 2).to_string(),
            &(top + y + height / 2).to_string(),
        ],
    )?;
    // The bar of the open room is drawn at the window's edge, beside the button that the mouse colours.
    let row = top + y + height / 2;
    let before = display.pixels_from(left, row, 4)?;
    let started = Instant::now();
    mouse(display, &["mousedown", "1", "mouseup", "1"])?;
    until("the room", Duration::from_secs(10), || {
        Ok((display.pixels_from(left, row, 4)? != before).then_some(()))
    })?;
    let took = started.elapsed();
    thread::sleep(Duration::from_millis(150));
    Ok(took)
}

fn mouse(display: &Display, words: &[&str]) -> Result<()> {
    ensure!(
        display.program("xdotool").args(words).status()?.success(),
        "xdotool failed"
    );
    Ok(())
}

/// The most memory that the window's processes take together, looked at five times a second.
struct Peak {
    most: Arc<AtomicU64>,
    stopped: Arc<AtomicBool>,
    watcher: JoinHandle<()>,
}

impl Peak {
    fn watch(window: &Window<'_>) -> Self {
        let (most, stopped) = (
            Arc::new(AtomicU64::new(0)),
            Arc::new(AtomicBool::new(false)),
        );
        let (found, end) = (Arc::clone(&most), Arc::clone(&stopped));
        let root = window.processes().into_iter().min().unwrap_or_default();
        let watcher = thread::spawn(move || {
            while !end.load(Ordering::Relaxed) {
                found.fetch_max(process::memory(&process::tree(root)), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(200));
            }
        });
        Self {
            most,
            stopped,
            watcher,
        }
    }

    fn stop(self) -> u64 {
        self.stopped.store(true, Ordering::Relaxed);
        let _ = self.watcher.join();
        self.most.load(Ordering::Relaxed)
    }
}

/// The photos, made once: 4000 x 3000 pixels each.
fn photos() -> Result<Vec<PathBuf>> {
    let place = folder()?.join("photos");
    fs::create_dir_all(&place)?;
    let paths: Vec<PathBuf> = (0..PHOTOS)
        .map(|number| place.join(format!("photo {number:03}.jpg")))
        .collect();
    if paths.iter().any(|path| !path.is_file()) {
        say("making 500 photos of 12 MP, once");
    }
    for (seed, path) in (1..).zip(&paths) {
        if !path.is_file() {
            write_jpeg(path, 4000, 3000, seed)?;
        }
    }
    Ok(paths)
}

/// From the start of the process to the first screen, with 10,000 photos in the library; caches dropped, then warm.
fn open_large_library(application: &Path) -> Result<()> {
    let desktop = Desktop::with(application.to_path_buf())?;
    let library = large_library(&desktop, application)?;
    let start = || -> Result<f64> {
        let mut command = Command::new(application);
        desktop.seat(&mut command);
        command.env("BLAZON_HOME", &library);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Ok(Shown::start(desktop.display(), &mut command)?
            .took
            .as_secs_f64()
            * 1000.0)
    };
    let (mut warm, mut cold) = (Figures::default(), Figures::default());
    for _ in 0..5 {
        let dropped = drop_file_caches();
        let first = start()?;
        if dropped {
            cold.add(first);
        }
        warm.add(start()?);
    }
    say("\n| a library of 10,000 photos | ms until the first screen rests |\n|---|---|");
    say(&format!(
        "| file caches warm | {} |\n| file caches dropped | {} |",
        warm.spell(0),
        cold.spell(0)
    ));
    Ok(())
}

/// The library is imported once, by the terminal program, from 10,000 small photos, and kept for the next time.
fn large_library(desktop: &Desktop, application: &Path) -> Result<PathBuf> {
    let library = folder()?.join("library-10000");
    let whole = library.join("whole");
    if whole.is_file() {
        return Ok(library);
    }
    say("\nfilling a library with 10,000 photos, once");
    let _ = fs::remove_dir_all(&library);
    fs::create_dir_all(&library)?;
    let photos = tempfile::TempDir::with_prefix("blazon-photos-")?;
    for seed in 0..10_000 {
        write_jpeg(
            &photos.path().join(format!("{seed:05}.jpg")),
            320,
            240,
            seed,
        )?;
    }
    let mut terminal = Command::new(application.with_file_name("blazon-cli"));
    desktop.seat(&mut terminal);
    terminal
        .env("BLAZON_HOME", &library)
        .args(["dataset", "new", "Ten thousand"]);
    let status = terminal
        .arg(photos.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status();
    ensure!(
        status.context("start blazon-cli")?.success(),
        "blazon-cli could not fill the library"
    );
    fs::write(whole, "")?;
    Ok(library)
}
