//! The bot with hundreds of guests at once, beside the same bot as it is written with python-telegram-bot and Pillow
//! (`bot/peer.py`): both against an emulator of Telegram, both with a generator that takes half a second for a picture.
//!
//! Guests and generators are played in this program; the two bots are programs of their own, watched through `/proc`.

mod crowd;
mod library;
mod program;
mod round;
mod table;

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use blazon_emulators::telegram::Limits;
use blazon_emulators::{FalEmulator, Pace, Phase, TelegramEmulator};
use image::{ImageFormat, RgbImage};
use turbojpeg::PixelFormat;

use crate::figures::machine;
use crate::{folder, say};
use library::BotLibrary;
use program::Program;
use round::{Round, play};
use table::Side;

/// How long a generator takes for a picture.
const DRAWING: Duration = Duration::from_millis(500);
/// The most guests: so many jobs may wait in our bot's queue, beside the one that warms it up.
const MOST_GUESTS: usize = 999;

pub(crate) struct Place<'p> {
    /// The terminal's program, as released.
    pub(crate) cli: &'p Path,
    /// The Python that has python-telegram-bot and Pillow.
    pub(crate) python: &'p Path,
    /// The project's folder.
    pub(crate) root: &'p Path,
}

/// Whether the bot and Telegram keep to Telegram's limits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limited {
    No,
    Yes,
}

/// Measures both in turn, then ours alone with its limiter, and prints the tables.
pub(crate) fn measure(place: &Place<'_>, guests: usize, rounds: usize) -> Result<()> {
    ensure!(
        (1..=MOST_GUESTS).contains(&guests) && rounds > 0,
        "1 to {MOST_GUESTS} guests, and a round at least"
    );
    let picture = picture(place.root)?;
    let (mut ours, mut peer) = (Side::default(), Side::default());
    for number in 1..=rounds {
        let round = round_of_ours(place, &picture, guests, Limited::No)?;
        say(&format!("round {number}, Blazon: {}", round.in_words()));
        ours.add(&round);
        let round = round_of_peer(place, &picture, guests)?;
        say(&format!("round {number}, peer: {}", round.in_words()));
        peer.add(&round);
    }
    let limited = round_of_ours(place, &picture, guests, Limited::Yes)?;
    say(&format!("with limits, Blazon: {}", limited.in_words()));
    say(&format!("\n{}\n", machine()));
    table::compare(guests, &ours, &peer);
    table::with_limits(guests, &limited);
    Ok(())
}

/// What both draw with.
fn generator(picture: &[u8]) -> FalEmulator {
    let fal = FalEmulator::start_with(Pace {
        queued: Phase::Time(Duration::ZERO),
        running: Phase::Time(DRAWING),
    });
    fal.hand_out_picture(picture.to_vec());
    fal
}

fn round_of_ours(
    place: &Place<'_>,
    picture: &[u8],
    guests: usize,
    limited: Limited,
) -> Result<Round> {
    let telegram = TelegramEmulator::start();
    let fal = generator(picture);
    let library = BotLibrary::make(&folder()?, place.cli)?;
    let mut command = Command::new(place.cli);
    command
        .args(["bot", "run", "--json"])
        .env("BLAZON_HOME", library.home())
        .env("LC_ALL", "C.UTF-8")
        .env("LANG", "C.UTF-8")
        // Far from the person's keychain.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .env("TELEGRAM_BOT_TOKEN", telegram.token())
        .env("FAL_KEY", fal.key())
        .env("BLAZON_TELEGRAM_URL", telegram.url())
        .env("BLAZON_FAL_QUEUE_URL", fal.queue_url())
        .env("BLAZON_FAL_REST_URL", fal.rest_url())
        .env_remove("BLAZON_POLL_MS");
    match limited {
        Limited::No => command.env("BLAZON_BOT_LIMITS", "off"),
        Limited::Yes => command.env_remove("BLAZON_BOT_LIMITS"),
    };
    let program = Program::start(command, "\"running\"", &folder()?.join("bot-blazon.log"))?;
    let limits = (limited == Limited::Yes).then(Limits::default);
    let (mut round, crowd) = play(&telegram, program, guests, limits)?;
    round.mixed_up += library.count_mixed_up(&telegram, crowd.guests())?;
    Ok(round)
}

fn round_of_peer(place: &Place<'_>, picture: &[u8], guests: usize) -> Result<Round> {
    let telegram = TelegramEmulator::start();
    let fal = generator(picture);
    let mut command = Command::new(place.python);
    command
        .arg(place.root.join("tests/measure/bot/peer.py"))
        .arg(place.root.join("tools/bench"))
        .arg(place.root.join("assets/fonts/Commissioner-ExtraBold.ttf"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("TG_API_URL", telegram.url())
        .env("TG_TOKEN", telegram.token())
        .env("FAL_QUEUE_URL", fal.queue_url())
        .env("FAL_KEY", fal.key());
    let program = Program::start(command, "serves", &folder()?.join("bot-peer.log"))?;
    let (round, _) = play(&telegram, program, guests, None)?;
    Ok(round)
}

/// What both generators answer with: one of the samples, as PNG.
fn picture(root: &Path) -> Result<Vec<u8>> {
    let path = root.join("assets/samples/01-telescope.jpg");
    let jpeg = fs::read(&path).with_context(|| format!("read {}", path.display()))?;
    let drawn = turbojpeg::decompress(&jpeg, PixelFormat::RGB).context("decode the sample")?;
    let (width, height) = (u32::try_from(drawn.width)?, u32::try_from(drawn.height)?);
    let drawn = RgbImage::from_raw(width, height, drawn.pixels).context("hold the sample")?;
    let mut png = Cursor::new(Vec::new());
    drawn
        .write_to(&mut png, ImageFormat::Png)
        .context("encode the picture")?;
    Ok(png.into_inner())
}
