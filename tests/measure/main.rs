//! `measure`: how fast and how light the release build is, beside a rival that does the same. Called by
//! `cargo xtask bench`, which builds what is measured; `docs/benchmarks.md` says how each figure comes about.
//!
//! Nothing is asked of the measured programs: they are watched from outside, through the screen and `/proc`.

mod badge;
mod bot;
mod engine;
mod figures;
mod gallery;
mod images;
mod import;
mod plain_host;
mod rival;
mod screen;
mod scrolling;
mod start;
mod transfer;

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Result<()> {
    match words {
        ["start", app] => start::measure(&PathBuf::from(app), 7),
        ["start", app, rounds] => start::measure(
            &PathBuf::from(app),
            rounds.parse().context("read the rounds")?,
        ),
        ["import", app] => import::measure(&PathBuf::from(app)),
        ["images", ours, python, node, scripts] => images::measure(&images::Place {
            ours: Path::new(ours),
            python: Path::new(python),
            node: Path::new(node),
            scripts: Path::new(scripts),
        }),
        ["engine", ours, python, scripts, pocket] => engine::measure(&engine::Place {
            ours: Path::new(ours),
            python: Path::new(python),
            scripts: Path::new(scripts),
            pocket: Path::new(pocket),
        }),
        ["badge", banner, list, python, root] => badge::measure(&badge::Place {
            banner: Path::new(banner),
            list: Path::new(list),
            python: Path::new(python),
            root: Path::new(root),
        }),
        ["bot", cli, python, root, guests, rounds] => bot::measure(
            &bot::Place {
                cli: Path::new(cli),
                python: Path::new(python),
                root: Path::new(root),
            },
            guests.parse().context("read the guests")?,
            rounds.parse().context("read the rounds")?,
        ),
        ["gallery", app] => gallery::measure(&PathBuf::from(app)),
        ["transfer", ours] => transfer::measure(Path::new(ours)),
        _ => bail!(
            "usage: measure start APP [ROUNDS] | measure import APP | measure gallery APP | \
             measure images OURS PYTHON NODE_FOLDER SCRIPTS | \
             measure engine OURS PYTHON SCRIPTS POCKET | measure transfer OURS | \
             measure badge BANNER LIST PYTHON ROOT | measure bot CLI PYTHON ROOT GUESTS ROUNDS"
        ),
    }
}

/// Prints one line at once, so that the person sees how far it is.
fn say(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Where photos, libraries and pictures of the screen are kept between runs.
fn folder() -> Result<PathBuf> {
    let folder = match env::var_os("BLAZON_BENCH_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => blazon_tests::desktop::built_folder()?.with_file_name("bench"),
    };
    std::fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
    Ok(folder)
}
