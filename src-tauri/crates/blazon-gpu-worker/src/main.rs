//! The program of the worker: one task from standard input, carried out by a graphics card.

use std::process::ExitCode;

fn main() -> ExitCode {
    blazon_engine::worker::serve_prepared(blazon_gpu_worker::find)
}
