//! No thread of the window takes the processor from the others.

use anyhow::Result;
use blazon_tests::desktop::Desktop;
use blazon_tests::process::real_time_threads;
use blazon_tests::wait::{PATIENCE, until};

/// Where a person may have real-time priority (root, or by RealtimeKit), WebKitGTK takes it for some threads; elsewhere there is
/// nothing to see here.
#[test]
#[ignore = "opens a window: cargo xtask test"]
fn the_web_view_has_no_real_time_threads_once_its_page_is_there() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    until("threads of ordinary priority", PATIENCE, || {
        Ok(real_time_threads(&window.processes())
            .is_empty()
            .then_some(()))
    })?;
    window.close()
}
