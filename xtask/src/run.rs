//! `cargo xtask run`: from a fresh clone to the open window, or to the demo in the terminal where there is no display.

use std::process::Command;

use anyhow::Result;

use crate::program::{self, WHOLE, cargo};
use crate::system::Need;
use crate::{machine, node, place, say, system};

/// About how long the first build takes on two cores without anything built before: the terminal's, and what the
/// window needs beside it.
const FIRST_BUILD_MINUTES: u32 = 14;
/// The same for the terminal program alone, measured while the machine had other work.
const FIRST_TERMINAL_BUILD_MINUTES: u32 = 11;

/// Installs what is missing, builds, and starts.
///
/// # Errors
/// When something has to be installed by hand, or a build fails.
pub(crate) fn run() -> Result<()> {
    if machine::has_display() {
        window()
    } else {
        terminal()
    }
}

fn window() -> Result<()> {
    system::ensure_installed(Need::Window)?;
    node::ensure_installed()?;
    say::title("Building the window's pages");
    node::build_pages()?;
    say::title("Building Blazon");
    announce("blazon", FIRST_BUILD_MINUTES);
    program::check(&mut cargo(["build", WHOLE]))?;
    say::title("Opening the window");
    program::check(&mut Command::new(place::built("blazon")))
}

fn terminal() -> Result<()> {
    say::line(
        "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open. \
         Blazon runs in the terminal instead: the same work, from sample photos.",
    );
    system::ensure_installed(Need::Terminal)?;
    say::title("Building Blazon for the terminal");
    announce("blazon-cli", FIRST_TERMINAL_BUILD_MINUTES);
    program::check(&mut cargo(["build", "--package", "blazon-cli"]))?;
    say::title("blazon-cli demo");
    program::check(Command::new(place::built("blazon-cli")).arg("demo"))
}

fn announce(program: &str, minutes: u32) {
    if !place::built(program).exists() {
        say::line(&format!(
            "The first build takes about {minutes} minutes on two cores; later ones take seconds."
        ));
    }
}
