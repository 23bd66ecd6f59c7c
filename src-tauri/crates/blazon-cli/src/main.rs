//! `blazon-cli`: Blazon in the terminal and on servers. An adapter over the core, like the window.

mod about;
mod arguments;
mod autocaption;
mod badge;
mod bot;
mod bot_arguments;
mod bot_run;
mod bot_settings;
mod bot_texts;
mod captions;
mod dataset;
mod demo;
mod doctor;
mod generate;
mod grid;
mod keys;
mod library;
mod library_move;
mod model_arguments;
mod model_files;
mod models;
mod photos;
mod pictures;
mod progress;
mod requests;
mod say;
mod session;
mod settings;
mod settings_arguments;
mod training;
mod work;

use arguments::{Arguments, Command, LibraryCommand};
use blazon_core::ENGINE_ARGUMENT;
use clap::Parser;
use session::Session;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Started again by itself to read a HEIC or AVIF picture, it does that and no more.
    if let Some(code) = blazon_core::heif::help() {
        return code;
    }
    // Started again by itself as the engine, it trains or draws and no more.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|first| first == ENGINE_ARGUMENT)
    {
        return blazon_engine::worker::serve();
    }
    let arguments = Arguments::parse();
    // A copy takes the database's place while the library is closed.
    if let Command::Library(LibraryCommand::Restore { name }) = &arguments.command {
        let restored = library::restore(arguments.json, name);
        return restored.unwrap_or_else(|failure| failure.report(arguments.json));
    }
    if let Command::Library(LibraryCommand::Move { folder }) = &arguments.command {
        let moved = library_move::move_to(arguments.json, folder);
        return moved.unwrap_or_else(|failure| failure.report(arguments.json));
    }
    let session = match Session::open(arguments.json) {
        Ok(session) => session,
        Err(failure) => return failure.report(arguments.json),
    };
    let done = match arguments.command {
        Command::Dataset(command) => dataset::run(&session, command),
        Command::Train(options) => training::train(&session, &options),
        Command::Runs { watch, command } => training::runs(&session, command.as_ref(), watch),
        Command::Keys(command) => keys::run(&session, &command),
        Command::Settings { command } => settings::run(&session, command.as_ref()),
        Command::Models(command) => models::run(&session, &command),
        Command::Generate(options) => generate::generate(&session, &options),
        Command::Grid(options) => grid::grid(&session, &options),
        Command::Drawings(command) => generate::drawings(&session, &command),
        Command::Pictures(command) => pictures::run(&session, &command),
        Command::Badge(options) => badge::run(&session, &options),
        Command::Bot(command) => bot::run(&session, &command),
        Command::Requests(options) => requests::run(&session, &options),
        Command::Library(command) => library::run(&session, &command),
        Command::Work(options) => work::run(&session, &options),
        Command::Demo => demo::run(&session),
        Command::Updates => about::updates(&session),
        Command::Licences { name } => about::licences(&session, name.as_deref()),
        Command::Doctor => doctor::run(&session),
    };
    session.end();
    match done {
        Ok(code) => code,
        Err(error) => session.fail(&error),
    }
}
