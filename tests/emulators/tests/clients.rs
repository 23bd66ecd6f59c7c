//! The providers' official clients, and the libraries with which bots are written, for JavaScript and for Python, against
//! the emulators: what they cannot talk to is wrong.
//!
//! Which versions, `clients/package.json`, `clients/requirements.txt` and `clients/requirements-telegram.txt` say; the two
//! lists for Python do not agree with each other, so each has an environment of its own. `cargo xtask test` installs them
//! and names their folder in `BLAZON_CLIENTS`.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// `serve`, until it is dropped.
struct Serving {
    child: Child,
    addresses: String,
}

impl Serving {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_serve"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut addresses = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut addresses)
            .unwrap();
        Self { child, addresses }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn installed() -> PathBuf {
    std::env::var_os("BLAZON_CLIENTS")
        .expect("BLAZON_CLIENTS names the folder with the clients")
        .into()
}

fn run(program: &Path, script: &str) {
    let serving = Serving::start();
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    let output = Command::new(program)
        .arg(scripts.join(script))
        .arg(serving.addresses.trim())
        .env("BLAZON_CLIENTS", installed())
        .env("NO_PROXY", "127.0.0.1")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{script}: {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    #[expect(
        clippy::print_stdout,
        reason = "the summary, for whoever asks with --nocapture"
    )]
    {
        println!("{}", said.trim());
    }
}

fn node(script: &str) {
    run(Path::new("node"), script);
}

fn python(environment: &str, script: &str) {
    let program = if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    };
    run(&installed().join(environment).join(program), script);
}

#[test]
#[ignore = "needs the official clients, which `cargo xtask test` installs"]
fn fals_client_for_javascript_finds_nothing_amiss() {
    node("fal.mjs");
}

#[test]
#[ignore = "needs the official clients, which `cargo xtask test` installs"]
fn fals_client_for_python_finds_nothing_amiss() {
    python("python", "fal_check.py");
}

#[test]
#[ignore = "needs the official clients, which `cargo xtask test` installs"]
fn replicates_client_for_javascript_finds_nothing_amiss() {
    node("replicate.mjs");
}

#[test]
#[ignore = "needs the official clients, which `cargo xtask test` installs"]
fn replicates_client_for_python_finds_nothing_amiss() {
    python("python", "replicate_check.py");
}

#[test]
#[ignore = "needs the official clients, which `cargo xtask test` installs"]
fn bots_in_javascript_find_nothing_amiss() {
    node("telegram.mjs");
}

#[test]
#[ignore = "needs the official clients, which `cargo xtask test` installs"]
fn bots_in_python_find_nothing_amiss() {
    python("python-telegram", "telegram_check.py");
}
