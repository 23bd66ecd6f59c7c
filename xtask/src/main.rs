//! `cargo xtask`: the chores of this repository, in one program that needs nothing but Rust.
//!
//! It is built before everything else, so it stays small and knows none of the other crates: it installs what is
//! missing, calls cargo, npm and the test drivers in the right order, and says in plain sentences what it does.

mod audit;
mod bench;
mod bindings;
mod clients;
mod fence;
mod gpu;
mod licences;
mod machine;
mod node;
mod package;
mod peers;
mod place;
mod program;
mod run;
mod say;
mod soak;
mod steps;
mod system;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask run                  build Blazon and open it (without a display: the demo in the terminal)
cargo xtask test                 everything that must hold before a change lands
cargo xtask bench start [ROUNDS] cold start and idle memory, beside Chromium
cargo xtask bench import         500 photos of 12 MP dropped on the window; a library of 10,000 opened
cargo xtask bench gallery        searched and scrolled, with 50,000 pictures
cargo xtask bench images         the photo pipeline, beside OpenCV, Pillow, sharp and pyvips
cargo xtask bench engine         training and drawing, beside PyTorch, diffusers and PEFT
cargo xtask bench transfer       90 MB sent and fetched beside curl, on loopback
cargo xtask bench badge          the golden banner beside Pillow, and a list of 1,000 rows
cargo xtask bench bot [--guests N] [--rounds N]
                                 hundreds of guests at once, beside python-telegram-bot and Pillow
cargo xtask bench likeness       how near a LoRA brings pictures to those that it was trained on
cargo xtask gpu                  the experimental worker for graphics cards: built, and compared with the processor
cargo xtask soak [ROUNDS]        the kill and fault tests, as many rounds as wanted (default 200)
cargo xtask audit                licences, sources, unused dependencies, documentation
cargo xtask bindings [--check]   write (or compare) the TypeScript side of the window's commands
cargo xtask licences             write the list of what others made, with their licences
cargo xtask package              make the .deb";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::problem(&error);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Result<()> {
    match words {
        ["run"] => run::run(),
        ["test"] => test::test(),
        ["bench", "start"] => bench::start(None),
        ["bench", "start", rounds] => bench::start(Some(rounds)),
        ["bench", "import"] => bench::import(),
        ["bench", "gallery"] => bench::gallery(),
        ["bench", "images"] => bench::images(),
        ["bench", "engine"] => bench::engine(),
        ["gpu"] => gpu::gpu(),
        ["bench", "transfer"] => bench::transfer(),
        ["bench", "badge"] => bench::badge(),
        ["bench", "bot", words @ ..] => bench::bot(words),
        ["bench", "likeness"] => bench::likeness(),
        ["soak"] => soak::soak("200"),
        ["soak", rounds] => soak::soak(rounds),
        ["audit"] => audit::audit(),
        ["bindings"] => bindings::write(),
        ["bindings", "--check"] => bindings::check(),
        ["licences"] => licences::write(),
        ["package"] => package::package(),
        [] | ["help" | "--help" | "-h"] => {
            say::line(USAGE);
            Ok(())
        }
        other => bail!(
            "There is no `cargo xtask {}`. There is:\n\n{USAGE}",
            other.join(" ")
        ),
    }
}
