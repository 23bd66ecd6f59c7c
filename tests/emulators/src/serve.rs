//! `serve [QUEUED_SECONDS RUNNING_SECONDS]`: all emulators, for as long as standard input is open.
//!
//! Prints one line of JSON with their addresses and keys. The official clients are run against it, and so can be a window
//! by hand.

use std::io::{self, Read, Write};
use std::time::Duration;

use blazon_emulators::{FalEmulator, Pace, Phase, ReplicateEmulator, TelegramEmulator};
use serde_json::json;

fn main() -> io::Result<()> {
    let pace = pace_of(std::env::args().skip(1));
    let (fal, replicate) = (
        FalEmulator::start_with(pace),
        ReplicateEmulator::start_with(pace),
    );
    let telegram = TelegramEmulator::start();
    let line = json!({
        "fal": {
            "queue": fal.queue_url(),
            "rest": fal.rest_url(),
            "cdn": fal.cdn_url(),
            "key": fal.key(),
        },
        "replicate": {
            "api": replicate.api_url(),
            "delivery": replicate.delivery_url(),
            "key": replicate.key(),
            "account": replicate.account(),
        },
        "telegram": {
            "api": telegram.url(),
            "token": telegram.token(),
            "username": telegram.username(),
        },
    });
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()?;
    io::stdin().read_to_end(&mut Vec::new()).map(drop)
}

/// Two numbers of seconds, or the default.
fn pace_of(words: impl Iterator<Item = String>) -> Pace {
    let seconds: Vec<Duration> = words
        .filter_map(|word| word.parse().ok())
        .map(Duration::from_secs_f64)
        .collect();
    match seconds[..] {
        [queued, running] => Pace {
            queued: Phase::Time(queued),
            running: Phase::Time(running),
        },
        _ => Pace::default(),
    }
}
