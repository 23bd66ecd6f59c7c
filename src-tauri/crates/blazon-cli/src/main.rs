//! `blazon-cli`: Blazon in the terminal and on servers. An adapter over the core, like the window.

mod arguments;
mod captions;
mod dataset;
mod demo;
mod doctor;
mod library;
mod photos;
mod progress;
mod say;
mod session;
mod work;

use arguments::{Arguments, Command};
use clap::Parser;
use session::Session;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let session = match Session::open(arguments.json) {
        Ok(session) => session,
        Err(failure) => return failure.report(arguments.json),
    };
    let done = match arguments.command {
        Command::Dataset(command) => dataset::run(&session, command),
        Command::Library(command) => library::run(&session, &command),
        Command::Work(options) => work::run(&session, &options),
        Command::Demo => demo::run(&session),
        Command::Doctor => doctor::run(&session),
    };
    session.end();
    match done {
        Ok(code) => code,
        Err(error) => session.fail(&error),
    }
}
