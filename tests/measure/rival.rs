//! The rival of the window: Chromium in `--app` mode with a fresh profile and a page from the disk that shows much the
//! same, without any script: a rail, a heading, one card with four pictures.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// Debian's own program; `/usr/bin/chromium` is a shell script that takes time of its own.
const PROGRAMS: [&str; 4] = [
    "/usr/lib/chromium/chromium",
    "/usr/lib/chromium-browser/chromium-browser",
    "/opt/google/chrome/chrome",
    "/usr/bin/chromium",
];

/// Its background traffic is off, and so is what cannot work for root and without a graphics card.
const FLAGS: [&str; 14] = [
    "--no-sandbox",
    "--test-type",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-features=Translate,MediaRouter",
    "--password-store=basic",
    "--window-size=1280,800",
    "--window-position=0,0",
];

/// Where Chromium lies: `BLAZON_CHROMIUM`, or where distributions put it.
pub(crate) fn find() -> Result<PathBuf> {
    let named = env::var_os("BLAZON_CHROMIUM").map(PathBuf::from);
    let usual = PROGRAMS.iter().map(PathBuf::from);
    named
        .into_iter()
        .chain(usual)
        .find(|path| path.is_file())
        .context("find Chromium (Debian: apt-get install chromium)")
}

/// The command that shows the page, with a profile that has never been used.
pub(crate) fn command(program: &Path, page: &Path, profile: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args(FLAGS)
        .arg(format!("--user-data-dir={}", profile.display()));
    command.arg(format!("--app=file://{}", page.display()));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// The small browser that comes with WebKitGTK, where Debian puts it.
pub(crate) fn find_webkit() -> Option<PathBuf> {
    let programs = std::fs::read_dir("/usr/lib").ok()?.flatten();
    programs
        .map(|folder| folder.path().join("webkit2gtk-4.1/MiniBrowser"))
        .find(|path| path.is_file())
}

/// The command that shows the page in it, painted as plainly as ours is.
pub(crate) fn webkit_command(program: &Path, page: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .arg("--private")
        .arg(format!("file://{}", page.display()));
    command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Writes the page, with up to four pictures.
pub(crate) fn write_page(folder: &Path, pictures: &[PathBuf]) -> Result<PathBuf> {
    let mut images = String::new();
    for picture in pictures.iter().take(4) {
        write!(
            images,
            "<img src=\"file://{}\" alt=\"\">",
            picture.display()
        )?;
    }
    let rooms = [
        "Datasets",
        "Training",
        "Playground",
        "Badges",
        "Bot",
        "Gallery",
        "Settings",
    ];
    let rail: String = rooms
        .iter()
        .map(|room| format!("<button>{room}</button>"))
        .collect();
    let page = folder.join("page.html");
    fs::write(
        &page,
        PAGE.replace("{rail}", &rail).replace("{images}", &images),
    )?;
    Ok(page)
}

const PAGE: &str = "<!doctype html><meta charset=\"utf-8\"><title>Page</title><style>
body { margin: 0; display: flex; height: 100vh; font: 13px sans-serif; background: #f3f3f3 }
nav { width: 80px; padding: 8px; box-sizing: border-box; border-right: 1px solid #ddd }
nav button { width: 100%; height: 60px; border: 0; background: none; font-size: 11px }
main { padding: 24px } .card { display: grid; grid-template-columns: 1fr 1fr; gap: 2px; width: 280px }
.card img { width: 100%; height: 139px; object-fit: cover }
</style><nav>{rail}</nav><main><h1>Datasets</h1><div class=\"card\">{images}</div><p>Samples</p></main>";
