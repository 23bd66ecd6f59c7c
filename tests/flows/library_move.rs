//! The library moved to another folder: whole, compared, and never in two places at once.

use crate::support::{Heard, engine, open, photos, program, rounds, run, text};
use blazon_core::{
    LibraryPlace, MoveRefusal, OpenError, Places, SecretFile, Secrets, Studio, SystemSurroundings,
    WorkUnderWay, move_library, wished_move,
};
use blazon_model::{ByteCount, Notice};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// A computer with a library in its usual place, and room elsewhere.
struct Computer {
    root: TempDir,
}

impl Computer {
    fn new() -> Self {
        let computer = Self {
            root: tempfile::tempdir().unwrap(),
        };
        fs::create_dir_all(computer.usual()).unwrap();
        computer
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The place that the program on this computer takes by itself.
    fn usual(&self) -> PathBuf {
        self.at("data/blazon")
    }

    fn place(&self) -> LibraryPlace {
        LibraryPlace {
            named: None,
            config: Some(self.at("config/blazon")),
            data: Some(self.usual()),
        }
    }

    /// The studio on the library wherever it is.
    fn open(&self) -> Arc<Studio> {
        open(&self.place().home().unwrap(), Arc::new(Heard::default()))
    }

    /// The terminal's program on this computer.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .args(arguments)
            .env_remove("BLAZON_HOME")
            .env("HOME", self.root.path())
            .env("XDG_CONFIG_HOME", self.at("config"))
            .env("XDG_DATA_HOME", self.at("data"))
            .env("LC_ALL", "C.UTF-8")
            .env("LANG", "C.UTF-8")
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        command
    }

    fn run(&self, arguments: &[&str]) -> (bool, String) {
        let output = self.command(arguments).output().unwrap();
        (output.status.success(), text(&output))
    }

    /// A library with a dataset of photos.
    fn filled(&self, count: u64) {
        let studio = self.open();
        let dataset = studio
            .create_dataset(Some("Fox"), blazon_model::Subject::Character)
            .unwrap();
        let sources = photos(&self.at("sources"), count);
        let started = studio.import_paths(&sources, Some(dataset.id)).unwrap();
        studio.start_runner().unwrap();
        studio.watch_job(started.job.id, |_| {}).unwrap();
        studio.wait_until_idle().unwrap();
        studio.end_runner();
    }

    fn move_to(&self, to: &Path) -> anyhow::Result<()> {
        let stop = AtomicBool::new(false);
        move_library(&self.place(), &self.place().home()?, to, &stop, &|_, _| {})
    }
}

/// The contents of a library, without what belongs to a program that runs or to moves.
fn contents(home: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(home).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(home).unwrap().to_owned();
        let name = path.to_string_lossy();
        let is_other = [
            "blazon.db",
            "tmp",
            "logs",
            "move-",
            "runner.lock",
            "window.lock",
            "open.lock",
        ];
        if entry.file_type().is_file() && !is_other.iter().any(|other| name.starts_with(other)) {
            found.insert(path.clone(), fs::read(entry.path()).unwrap());
        }
    }
    found
}

fn refusal(error: &anyhow::Error) -> &MoveRefusal {
    error.downcast_ref().unwrap_or_else(|| panic!("{error:?}"))
}

fn dataset_names(studio: &Studio) -> Vec<String> {
    let datasets = studio.list_datasets().unwrap().into_iter();
    datasets.map(|dataset| dataset.name.to_string()).collect()
}

#[test]
fn everything_comes_along_and_the_old_folder_stays_until_it_is_deleted() {
    let computer = Computer::new();
    computer.filled(3);
    let (old, new) = (computer.usual(), computer.at("disk/Blazon"));
    let before = contents(&old);
    let studio = computer.open();
    let plan = studio.plan_move(&computer.place(), &new).unwrap();
    let bytes: usize = before.values().map(Vec::len).sum();
    assert_eq!(plan.to, new.display().to_string());
    assert!(plan.bytes.0 >= u64::try_from(bytes).unwrap(), "{plan:?}");
    assert!(plan.free_bytes.unwrap().0 > 0);
    assert!(!new.exists(), "a plan leaves nothing behind");
    drop(studio);

    computer.move_to(&new).unwrap();
    assert_eq!(contents(&new), before);
    assert_eq!(computer.place().home().unwrap(), new);
    let studio = computer.open();
    assert_eq!(dataset_names(&studio), ["Fox"]);
    assert!(studio.check_library().unwrap().sound);
    let told = studio.library_info().unwrap().notices;
    let moved = Notice::LibraryMoved {
        from: old.display().to_string(),
        to: new.display().to_string(),
    };
    assert_eq!(told, [moved]);
    let left = studio.find_left_library().unwrap();
    assert_eq!(left.path, old.display().to_string());
    assert!(left.bytes >= ByteCount(u64::try_from(bytes).unwrap()));
    drop(studio);

    let studio = computer.open();
    assert_eq!(
        studio.library_info().unwrap().notices,
        [],
        "it is told once"
    );
    studio.delete_left_library().unwrap();
    assert!(!old.exists());
    assert_eq!(studio.find_left_library(), None);
    assert!(studio.check_library().unwrap().sound);
}

#[test]
fn what_was_left_behind_does_not_open_any_more() {
    let computer = Computer::new();
    computer.filled(1);
    let (old, new) = (computer.usual(), computer.at("elsewhere"));
    computer.move_to(&new).unwrap();
    let opened = Studio::open(
        &old,
        Arc::new(Heard::default()),
        Arc::new(SystemSurroundings),
        Secrets::new(
            Box::new(SecretFile::in_library(&old)),
            |_| None,
            Box::new(SecretFile::in_library(&old)),
        ),
        Places::new(engine()),
    );
    let moved = opened.err().unwrap();
    assert!(matches!(moved, OpenError::Moved { to } if to == new.display().to_string()));
}

#[test]
fn files_that_came_into_the_old_folder_afterwards_stay() {
    let computer = Computer::new();
    computer.filled(1);
    let (old, new) = (computer.usual(), computer.at("elsewhere"));
    computer.move_to(&new).unwrap();
    let studio = computer.open();
    std::thread::sleep(Duration::from_millis(50));
    fs::write(old.join("photos/mine.txt"), "mine").unwrap();
    studio.delete_left_library().unwrap();
    let left: Vec<_> = walkdir::WalkDir::new(&old)
        .into_iter()
        .filter_map(|entry| {
            let entry = entry.unwrap();
            entry.file_type().is_file().then(|| entry.into_path())
        })
        .collect();
    assert_eq!(left, [old.join("photos/mine.txt")]);
    assert_eq!(studio.find_left_library(), None);
}

#[test]
fn a_folder_that_only_says_that_it_is_the_old_one_is_not_deleted() {
    let computer = Computer::new();
    computer.filled(1);
    let (other, new) = (computer.at("other"), computer.at("elsewhere"));
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("letters.txt"), "dear").unwrap();
    computer.move_to(&new).unwrap();
    fs::write(new.join("move-from"), other.display().to_string()).unwrap();
    let studio = computer.open();
    assert_eq!(studio.find_left_library(), None);
    assert!(studio.delete_left_library().is_err());
    assert!(other.join("letters.txt").exists());
}

#[test]
fn folders_that_cannot_be_are_refused_and_nothing_is_changed() {
    let computer = Computer::new();
    computer.filled(1);
    let before = contents(&computer.usual());
    let studio = computer.open();
    let place = computer.place();
    let plan = |folder: &Path| studio.plan_move(&place, folder).unwrap_err();
    let inside = plan(&computer.usual().join("photos/inner"));
    assert!(
        matches!(refusal(&inside), MoveRefusal::Inside { .. }),
        "{inside:?}"
    );
    let taken = computer.at("taken");
    fs::create_dir_all(taken.join("Blazon")).unwrap();
    fs::write(taken.join("Blazon/letters.txt"), "dear").unwrap();
    let taken = plan(&taken);
    assert!(
        matches!(refusal(&taken), MoveRefusal::Occupied { .. }),
        "{taken:?}"
    );
    fs::write(computer.at("file"), "no folder").unwrap();
    let file = plan(&computer.at("file"));
    assert!(
        matches!(refusal(&file), MoveRefusal::Unwritable { .. }),
        "{file:?}"
    );
    let named = LibraryPlace {
        named: Some(computer.usual()),
        ..computer.place()
    };
    let named = studio.plan_move(&named, &computer.at("new")).unwrap_err();
    assert!(matches!(refusal(&named), MoveRefusal::Named), "{named:?}");
    let full = computer.at("full");
    fs::create_dir_all(&full).unwrap();
    fs::write(full.join("something"), "else").unwrap();
    let plan = studio.plan_move(&place, &full).unwrap();
    assert_eq!(plan.to, full.join("Blazon").display().to_string());
    assert_eq!(contents(&computer.usual()), before);
    assert!(!computer.at("config/blazon/library-folder").exists());
}

#[test]
fn no_move_is_wished_while_work_is_left() {
    let computer = Computer::new();
    computer.filled(1);
    let studio = computer.open();
    let sources = photos(&computer.at("more"), 2);
    studio.import_paths(&sources, None).unwrap();
    let refused = studio
        .wish_move(&computer.place(), &computer.at("new"))
        .unwrap_err();
    assert!(refused.is::<WorkUnderWay>(), "{refused:?}");
    assert_eq!(wished_move(&computer.usual()), None);
}

#[test]
fn a_library_that_somebody_has_open_is_not_moved() {
    let computer = Computer::new();
    computer.filled(1);
    let studio = computer.open();
    let held = computer.move_to(&computer.at("new")).unwrap_err();
    assert!(matches!(refusal(&held), MoveRefusal::Held), "{held:?}");
    assert!(!computer.at("new").exists());
    drop(studio);
    computer.move_to(&computer.at("new")).unwrap();
}

#[test]
fn a_stopped_move_leaves_nothing_behind() {
    let computer = Computer::new();
    computer.filled(4);
    let stop = AtomicBool::new(false);
    let new = computer.at("new");
    let stopped = move_library(
        &computer.place(),
        &computer.usual(),
        &new,
        &stop,
        &|done, _| {
            stop.store(done.0 > 0, Ordering::Relaxed);
        },
    )
    .unwrap_err();
    assert!(
        matches!(refusal(&stopped), MoveRefusal::Stopped),
        "{stopped:?}"
    );
    assert!(!new.exists());
    assert_eq!(dataset_names(&computer.open()), ["Fox"]);
    assert_eq!(computer.place().home().unwrap(), computer.usual());
}

#[test]
fn the_terminal_moves_the_library_and_deletes_the_old_folder() {
    let computer = Computer::new();
    computer.filled(2);
    let new = computer.at("disk");
    let (moved, said) = computer.run(&["library", "move", &new.display().to_string()]);
    assert!(moved, "{said}");
    assert!(
        said.contains(&format!("in {} now", new.display())),
        "{said}"
    );
    let (listed, said) = computer.run(&["dataset", "list"]);
    assert!(listed && said.contains("Fox"), "{said}");
    let (again, said) =
        computer.run(&["library", "move", &new.join("photos").display().to_string()]);
    assert!(!again && said.contains("lie in each other"), "{said}");
    let (deleted, said) = computer.run(&["library", "delete-old"]);
    assert!(deleted, "{said}");
    assert!(!computer.usual().exists());
    let (none, said) = computer.run(&["library", "delete-old"]);
    assert!(!none && said.contains("no old folder"), "{said}");

    fs::rename(&new, computer.at("unplugged")).unwrap();
    let (away, said) = computer.run(&["dataset", "list"]);
    assert!(!away && said.contains("Connect the disk"), "{said}");
    assert!(!new.exists(), "nothing is begun where the disk is not");

    let named = run(
        &computer.at("unplugged"),
        &["library", "move", "/elsewhere"],
    );
    assert!(text(&named).contains("BLAZON_HOME"), "{}", text(&named));
}

/// Killed at any moment, the library is whole in one place, and the next call of the same moves it.
#[test]
fn a_killed_move_loses_nothing_and_can_be_made_again() {
    let computer = Computer::new();
    computer.filled(6);
    let before = contents(&computer.usual());
    let mut home = computer.usual();
    for round in 0..rounds() {
        let new = computer.at(&format!("place-{round}"));
        let mut child = computer
            .command(&["library", "move", &new.display().to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The whole of it takes about a tenth of a second.
        std::thread::sleep(Duration::from_millis(u64::from(round * 37 % 200)));
        child.kill().unwrap();
        child.wait().unwrap();

        let now = computer.place().home().unwrap();
        assert!(
            now == home || now == new,
            "round {round}: {}",
            now.display()
        );
        assert_eq!(contents(&now), before, "round {round}");
        if now == home {
            let (moved, said) = computer.run(&["library", "move", &new.display().to_string()]);
            assert!(moved, "round {round}: {said}");
        }
        let (sound, said) = computer.run(&["library", "check"]);
        assert!(sound, "round {round}: {said}");
        assert_eq!(computer.place().home().unwrap(), new);
        assert_eq!(contents(&new), before, "round {round}");
        home = new;
    }
}

#[test]
fn a_wish_that_another_program_left_is_found_at_the_next_start() {
    let computer = Computer::new();
    computer.filled(1);
    let new = computer.at("new");
    computer.open().wish_move(&computer.place(), &new).unwrap();
    assert_eq!(wished_move(&computer.usual()), Some(new.clone()));
    computer.move_to(&new).unwrap();
    assert_eq!(wished_move(&computer.usual()), None);
    assert_eq!(wished_move(&new), None);
}
