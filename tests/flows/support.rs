//! What the flows share: a library in a temporary folder, photos to put in, and the program.

use blazon_core::{
    ENGINE_ARGUMENT, Engine, Event, EventSink, Places, SecretFile, Secrets, Studio,
    SystemSurroundings,
};
use blazon_model::{Dataset, Job, Photo, PhotoFilter, PhotoOrder, Settings, Subject};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A studio on a library of its own.
pub(crate) struct Flow {
    pub home: Arc<TempDir>,
    pub studio: Arc<Studio>,
    pub events: Arc<Heard>,
}

/// Everything that was told.
#[derive(Default)]
pub(crate) struct Heard(Mutex<Vec<Event>>);

impl Heard {
    pub(crate) fn all(&self) -> Vec<Event> {
        self.0.lock().unwrap().clone()
    }
}

impl EventSink for Heard {
    fn send(&self, event: Event) {
        self.0.lock().unwrap().push(event);
    }
}

impl Flow {
    pub(crate) fn new() -> Self {
        Self::at(Arc::new(tempfile::tempdir().unwrap()))
    }

    pub(crate) fn at(home: Arc<TempDir>) -> Self {
        Self::with(home, Places::new(engine()))
    }

    /// A studio that knows hosted providers at other addresses.
    pub(crate) fn with(home: Arc<TempDir>, places: Places) -> Self {
        let events = Arc::new(Heard::default());
        let studio = open_at(
            home.path(),
            Arc::clone(&events) as Arc<dyn EventSink>,
            places,
        );
        let settings = studio.load_settings().unwrap();
        // It would draw beside what a test looks at.
        let settings = Settings {
            evaluate_after_training: false,
            ..settings
        };
        studio.change_settings(settings).unwrap();
        Self {
            home,
            studio,
            events,
        }
    }

    /// Ends the program and starts it again on the same library.
    pub(crate) fn restarted(self) -> Self {
        self.studio.end_runner();
        Self::at(Arc::clone(&self.home))
    }

    pub(crate) fn dataset(&self, name: &str) -> Dataset {
        self.studio
            .create_dataset(Some(name), Subject::Character)
            .unwrap()
    }

    /// Imports and waits for the end.
    pub(crate) fn import(&self, dataset: &Dataset, sources: &[PathBuf]) -> Job {
        let started = self.studio.import_paths(sources, Some(dataset.id)).unwrap();
        self.studio.start_runner().unwrap();
        self.studio.watch_job(started.job.id, |_| {}).unwrap()
    }

    pub(crate) fn names(&self, dataset: &Dataset) -> Vec<String> {
        let photos = self.photos(dataset);
        photos.into_iter().map(|photo| photo.name).collect()
    }

    pub(crate) fn photos(&self, dataset: &Dataset) -> Vec<Photo> {
        let (filter, order) = (PhotoFilter::All, PhotoOrder::Imported);
        let page = self.studio.list_photos(dataset.id, filter, order, 0, 1000);
        page.unwrap().photos
    }
}

impl Drop for Flow {
    fn drop(&mut self) {
        self.studio.end_runner();
    }
}

/// Opens a library as a program would, but never the person's keychain.
pub(crate) fn open(home: &Path, events: Arc<dyn EventSink>) -> Arc<Studio> {
    open_at(home, events, Places::new(engine()))
}

fn open_at(home: &Path, events: Arc<dyn EventSink>, places: Places) -> Arc<Studio> {
    let file = || Box::new(SecretFile::in_library(home));
    let secrets = Secrets::new(file(), |_| None, file());
    Studio::open(home, events, Arc::new(SystemSurroundings), secrets, places).unwrap()
}

/// The engine in the terminal's program.
pub(crate) fn engine() -> Engine {
    Engine::new(program(), vec![ENGINE_ARGUMENT.into()], None)
}

/// `count` different small photos, named `001.jpg` and so on.
pub(crate) fn photos(folder: &Path, count: u64) -> Vec<PathBuf> {
    std::fs::create_dir_all(folder).unwrap();
    (1..=count)
        .map(|seed| {
            let path = folder.join(format!("{seed:03}.jpg"));
            blazon_tests::sample::write_jpeg(&path, 480, 360, seed).unwrap();
            path
        })
        .collect()
}

/// The terminal's program, which the same build made beside the tests.
pub(crate) fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let path = tests.parent().unwrap().parent().unwrap().join("blazon-cli");
    assert!(
        path.exists(),
        "{} is missing: `cargo build --workspace` makes it",
        path.display()
    );
    path
}

/// A call of the program on the library `home`, in English, far from the person's keychain.
pub(crate) fn command(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command
        .args(arguments)
        .env("BLAZON_HOME", home)
        .env("LC_ALL", "C.UTF-8")
        .env("LANG", "C.UTF-8")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    command
}

/// Runs the program to its end.
pub(crate) fn run(home: &Path, arguments: &[&str]) -> Output {
    command(home, arguments).output().unwrap()
}

/// What a program printed.
pub(crate) fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

pub(crate) fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout.starts_with(b"0\n")
}

/// A small disk that is mounted as long as this lives.
pub(crate) struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    /// Mounts a disk of this size at `folder`, which is made. `None` where that is not allowed: only root can.
    pub(crate) fn mount(folder: &Path, size: &str) -> Option<Self> {
        if !is_root() {
            return None;
        }
        std::fs::create_dir(folder).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o"])
            .arg(format!("size={size},mode=777"))
            .arg("tmpfs")
            .arg(folder)
            .status();
        assert!(mounted.unwrap().success(), "a small disk is mounted");
        Some(Self {
            folder: folder.to_owned(),
        })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Leaves no room on it.
    pub(crate) fn fill(&self) {
        let mut filler = std::fs::File::create(self.filler()).unwrap();
        let page = [0; 4096];
        let full = loop {
            if let Err(error) = filler.write_all(&page) {
                break error;
            }
        };
        assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
    }

    /// Gives the room back that [`SmallDisk::fill`] took.
    pub(crate) fn clear(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.folder.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.folder).status();
    }
}

/// How many rounds of a fault test: 20, or as many as `cargo xtask soak` says.
pub(crate) fn rounds() -> u32 {
    std::env::var("BLAZON_ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(20)
}

/// Kills programs at random moments of their work.
pub(crate) struct Kills {
    /// How long the whole work takes.
    whole: Duration,
    random: u32,
}

impl Kills {
    /// Moments of a work that takes so long as a whole.
    pub(crate) fn within(whole: Duration) -> Self {
        let random = std::process::id() | 1;
        Self { whole, random }
    }

    /// Starts a program and kills it; whether that was in its middle, before it had succeeded.
    pub(crate) fn kill(&mut self, program: &mut Command) -> bool {
        let mut running = program.spawn().unwrap();
        self.random = self
            .random
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        let part = f64::from(self.random >> 8) / f64::from(1 << 24);
        let moment = self.whole.mul_f64(part);
        let started = Instant::now();
        while started.elapsed() < moment && running.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let lasted = started.elapsed();
        running.kill().unwrap();
        let has_succeeded = running.wait().unwrap().success();
        if has_succeeded {
            // The first one was slower, beside which other tests ran.
            self.whole = lasted;
        }
        !has_succeeded
    }
}
