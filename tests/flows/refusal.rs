//! What the system refuses: folders without permission, a full disk. As an ordinary user, since
//! root is refused nothing.

use crate::support::{SmallDisk, command, is_root, photos, text};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A user without any right (Debian's `nobody`).
const NOBODY: &str = "65534";

/// A folder that an ordinary user may enter, with the program copied into it.
struct Ground {
    folder: tempfile::TempDir,
}

impl Ground {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        open_to_all(folder.path());
        fs::copy(crate::support::program(), folder.path().join("blazon-cli")).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program as an ordinary user on the library `home`.
    fn run(&self, home: &Path, arguments: &[&str]) -> Output {
        let program = self.path("blazon-cli");
        let mut inner = command(home, arguments);
        let mut call = if is_root() {
            let mut call = Command::new("setpriv");
            call.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"])
                .arg(program);
            call
        } else {
            Command::new(program)
        };
        call.args(arguments).env("HOME", self.folder.path());
        for (name, value) in inner.get_envs() {
            call.env(name, value.unwrap_or_default());
        }
        inner.env_clear();
        call.output().unwrap()
    }
}

fn open_to_all(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
}

fn close_to_all(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
}

#[test]
fn each_kind_of_bad_file_gets_one_clear_line_and_the_others_are_imported() {
    let ground = Ground::new();
    let source = ground.path("photos");
    let good = photos(&source, 3);
    fs::write(source.join("notes.jpg"), b"not a picture").unwrap();
    fs::write(source.join("cut.jpg"), &fs::read(&good[0]).unwrap()[..9000]).unwrap();
    fs::write(source.join("bomb.png"), bomb()).unwrap();
    fs::write(source.join("empty.jpg"), b"").unwrap();
    let latin1 = source.join(std::ffi::OsStr::from_bytes(b"caf\xe9.jpg"));
    blazon_tests::sample::write_jpeg(&latin1, 320, 240, 77).unwrap();
    let secret = source.join("secret.jpg");
    fs::copy(&good[0], &secret).unwrap();
    close_to_all(&secret);
    let locked = source.join("locked");
    fs::create_dir(&locked).unwrap();
    close_to_all(&locked);

    let home = ground.path("library");
    let output = ground.run(&home, &["dataset", "new", "Fox", source.to_str().unwrap()]);
    let said = text(&output);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("4 photos added"), "{said}");
    for name in [
        "notes.jpg",
        "cut.jpg",
        "bomb.png",
        "empty.jpg",
        "caf\u{fffd}.jpg",
        "secret.jpg",
        "locked",
    ] {
        let lines: Vec<_> = said.lines().filter(|line| line.contains(name)).collect();
        assert_eq!(lines.len(), 1, "{name} in:\n{said}");
    }
    for word in ["os error", "Error", "panicked", "None"] {
        assert!(!said.contains(word), "{word} in:\n{said}");
    }
    let checked = ground.run(&home, &["library", "check"]);
    assert!(checked.status.success(), "{}", text(&checked));
}

#[test]
fn a_library_without_permission_is_said_in_one_sentence() {
    let ground = Ground::new();
    let home = ground.path("library");
    fs::create_dir(&home).unwrap();
    close_to_all(&home);
    let output = ground.run(&home, &["dataset", "list"]);
    fs::set_permissions(&home, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output);
    assert!(said.contains("library’s folder cannot be"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn on_a_full_disk_what_fits_is_kept_and_the_rest_is_said() {
    let ground = Ground::new();
    let Some(disk) = SmallDisk::mount(&ground.path("disk"), "2m") else {
        return;
    };

    let source = ground.path("photos");
    fs::create_dir(&source).unwrap();
    for seed in 1..=6 {
        // About 700 kB each: two fit beside the database, and the small one at the end.
        blazon_tests::sample::write_jpeg(&source.join(format!("{seed}.jpg")), 1800, 1300, seed)
            .unwrap();
    }
    blazon_tests::sample::write_jpeg(&source.join("9-small.jpg"), 64, 48, 9).unwrap();
    let home = disk.folder().join("library");
    let output = ground.run(&home, &["dataset", "new", "Fox", source.to_str().unwrap()]);
    let said = text(&output);
    assert!(said.contains("the disk is full"), "{said}");
    let added: usize = said
        .lines()
        .find_map(|line| line.strip_suffix(" photos added.")?.parse().ok())
        .unwrap_or_default();
    let named = (1..=6)
        .map(|number| format!("{number}.jpg"))
        .chain(["9-small.jpg".to_owned()])
        .filter(|name| {
            said.lines()
                .any(|line| line.trim().starts_with(name.as_str()))
        })
        .count();
    assert!(added > 0 && named > 0, "{said}");
    assert_eq!(added + named, 7, "each file is kept or named: {said}");
    assert!(
        !said.contains("panicked") && !said.contains("os error"),
        "{said}"
    );
    let checked = ground.run(&home, &["library", "check"]);
    assert!(
        checked.status.success(),
        "what was kept is whole: {}",
        text(&checked)
    );
    for path in fs::read_dir(&source).unwrap() {
        assert!(
            path.unwrap().metadata().unwrap().len() > 0,
            "the person's own files are untouched"
        );
    }
}

/// A PNG that says it is 40,000 x 40,000: signature and header chunk are all it takes.
fn bomb() -> Vec<u8> {
    let side = 40_000_u32.to_be_bytes();
    let header = [&b"IHDR"[..], &side, &side, &[8, 2, 0, 0, 0]].concat();
    [&b"\x89PNG\r\n\x1a\n\0\0\0\x0d"[..], &header, &[0; 4]].concat()
}
