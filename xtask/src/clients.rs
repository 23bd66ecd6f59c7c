//! The providers' official clients, and the libraries with which bots are written, for JavaScript and for Python: installed
//! once into `target/tools/clients`, at the versions that `tests/emulators/clients` fixes, and run against the emulators.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::fence::Fence;
use crate::program::{self, WHOLE, cargo, npm};
use crate::steps::{Counts, run_counted};
use crate::{peers, place};

const TITLE: &str = "Installing the clients of the emulators";

/// Tries the emulators with the official clients.
///
/// # Errors
/// When a client cannot be installed, or finds something amiss.
pub(crate) fn test(fence: &Fence, counts: &mut Counts) -> Result<()> {
    let clients = ensure_installed()?;
    let mut test = cargo(["test", WHOLE, "--test", "clients", "--", "--ignored"]);
    test.env("BLAZON_CLIENTS", clients);
    run_counted(fence.around(&mut test), counts)
}

/// The environments for Python and their lists; the two lists do not agree on pydantic.
const ENVIRONMENTS: [(&str, &str); 2] = [
    ("python", "requirements.txt"),
    ("python-telegram", "requirements-telegram.txt"),
];

/// The folder with `node/node_modules` and the virtual environments.
fn ensure_installed() -> Result<PathBuf> {
    let folder = place::target().join("tools/clients");
    let lock = read("package-lock.json")?;
    peers::install(folder.join("node"), TITLE, &lock, |folder| {
        for file in ["package.json", "package-lock.json"] {
            copy(file, folder)?;
        }
        program::check(npm(["ci", "--silent"]).current_dir(folder))
    })?;
    for (environment, list) in ENVIRONMENTS {
        let requirements = read(list)?;
        peers::install(folder.join(environment), TITLE, &requirements, |folder| {
            let list = place::clients().join(list);
            peers::make_environment(folder, &["--requirement".as_ref(), list.as_os_str()])
        })?;
    }
    Ok(folder)
}

fn read(file: &str) -> Result<String> {
    let path = place::clients().join(file);
    fs::read_to_string(&path).with_context(|| format!("Could not read {}.", path.display()))
}

fn copy(file: &str, folder: &Path) -> Result<()> {
    fs::copy(place::clients().join(file), folder.join(file))
        .map(drop)
        .with_context(|| format!("Could not copy {file} to target/tools."))
}
