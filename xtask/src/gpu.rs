//! `cargo xtask gpu`: the worker for graphics cards, which no other command builds: its libraries are large.

use anyhow::Result;

use crate::program::{self, cargo};
use crate::system::Need;
use crate::{place, say, system};

/// Which crate, and what makes it more than empty.
const WORKER: [&str; 4] = ["--package", "blazon-gpu-worker", "--features", "gpu"];

/// Compares a graphics card (or Mesa's software Vulkan, where there is none) with the processor, then builds the
/// worker for use beside the program.
///
/// # Errors
/// When something is missing, does not build or computes something else.
pub(crate) fn gpu() -> Result<()> {
    system::ensure_installed(Need::Card)?;
    say::title(
        "Comparing the graphics card with the processor (the first build takes about 20 minutes on two cores)",
    );
    program::check(
        cargo(["test"])
            .args(WORKER)
            .args(["--", "--nocapture", "--test-threads", "1"])
            .env("BLAZON_GPU_SOFTWARE", "1"),
    )?;
    say::title("Building the worker");
    program::check(cargo(["build"]).args(WORKER))?;
    say::line(&format!(
        "\n{} is there. `cargo xtask run` finds it; `blazon-cli doctor` says which card it uses.",
        place::built("blazon-gpu-worker").display()
    ));
    Ok(())
}
