//! One round: a bot that serves is warmed up by one guest, then all come at once, and newcomers write while they wait.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use blazon_emulators::TelegramEmulator;
use blazon_emulators::telegram::{Limits, Method};
use blazon_tests::process;

use super::crowd::{Crowd, Newcomers};
use super::program::Program;
use crate::figures::Figures;
use crate::say;

/// People who write `/start` while the others wait.
const NEWCOMERS: usize = 50;
/// How often the guests are looked at.
const TICK: Duration = Duration::from_millis(20);
/// How often the memory is looked at.
const GLANCE: Duration = Duration::from_millis(500);
/// After how long without any message the rest are lost.
const STALLED: Duration = Duration::from_secs(120);
/// After how long without a call the bot has done all there was to do, and how long that is waited for.
const QUIET: Duration = Duration::from_secs(1);
const LONGEST_QUIET: Duration = Duration::from_secs(30);
/// The first status that is a refusal.
const REFUSED: u16 = 400;

/// What a round brought.
pub(crate) struct Round {
    /// Processor time of a dialogue, in milliseconds.
    pub(crate) processor: f64,
    /// The most memory in megabytes: of the process (RSS), and of all its processes with shared pages divided (PSS).
    pub(crate) peak: f64,
    pub(crate) shared_peak: f64,
    /// Seconds until the last badge.
    pub(crate) seconds: f64,
    /// Milliseconds until a question of the dialogue came.
    pub(crate) asked: Figures,
    /// Milliseconds until a newcomer had an answer.
    pub(crate) answered: Figures,
    /// How many waited for their badges, at least, when a newcomer wrote.
    pub(crate) least_waiting: usize,
    /// Seconds from the last words to the badge.
    pub(crate) waited: Figures,
    /// Guests without a badge, and a newcomer without an answer.
    pub(crate) lost: usize,
    /// Badges that are not their guest's.
    pub(crate) mixed_up: usize,
    /// Badges that came twice.
    pub(crate) doubled: usize,
    /// Calls that Telegram refused.
    pub(crate) refused: usize,
}

/// Plays a round, and ends the bot.
pub(crate) fn play(
    telegram: &TelegramEmulator,
    program: Program,
    guests: usize,
    limits: Option<Limits>,
) -> Result<(Round, Crowd)> {
    warm_up(telegram, &program)?;
    let calls_before = telegram.calls().len();
    telegram.limit(limits);
    let mut crowd = Crowd::gather(telegram, 1..=guests);
    let mut newcomers = Newcomers::gather(telegram, NEWCOMERS);
    let before = process::ticks_of_all(program.pid());
    let started = Instant::now();
    let mut memory = Memory::new(program.pid());
    crowd.begin();
    let ended = watch(&mut crowd, &mut newcomers, &mut memory);
    wait_for_quiet(telegram);
    let ticks = process::ticks_of_all(program.pid()).saturating_sub(before);
    let done = guests - crowd.waiting();
    ensure!(done > 0, "nobody got a badge: {}", program.complaints());
    tell_lost(&crowd, &program);
    let round = Round {
        processor: ticks as f64 * 10.0 / done as f64,
        peak: megabytes(process::peak(program.pid()).context("read the bot's memory")?),
        shared_peak: megabytes(memory.most),
        seconds: ended.duration_since(started).as_secs_f64(),
        asked: crowd.asked.clone(),
        answered: newcomers.answered.clone(),
        least_waiting: newcomers.least_waiting,
        waited: crowd.waited.clone(),
        lost: crowd.waiting() + usize::from(newcomers.is_waiting()),
        mixed_up: crowd.mixed_up(),
        doubled: crowd.doubled(),
        refused: count_refused(telegram, calls_before),
    };
    program.end()?;
    Ok((round, crowd))
}

impl Round {
    /// In one line, for whoever watches.
    pub(crate) fn in_words(&self) -> String {
        let least = if self.answered.count() == 0 {
            "nobody wrote in time".to_owned()
        } else {
            format!("while {} waited at least", self.least_waiting)
        };
        format!(
            "{:.1} s, {:.1} ms of processor time each, {:.0} MB, {} lost, {} mixed up, {} twice, {} calls refused; \
             {} newcomers ({least}) answered in {:.0} ms at most",
            self.seconds,
            self.processor,
            self.peak,
            self.lost,
            self.mixed_up,
            self.doubled,
            self.refused,
            self.answered.count(),
            self.answered.quantile(1.0),
        )
    }
}

/// One whole dialogue, so that weights are sent and fonts are open before anything counts.
fn warm_up(telegram: &TelegramEmulator, program: &Program) -> Result<()> {
    let mut first = Crowd::gather(telegram, 0..=0);
    first.begin();
    let started = Instant::now();
    while first.waiting() > 0 && started.elapsed() < STALLED {
        first.step();
        sleep(TICK);
    }
    let heard = first.guests().first().map(|guest| guest.heard.as_str());
    ensure!(
        first.waiting() == 0,
        "the first guest got no badge, but {heard:?}: {}",
        program.complaints()
    );
    wait_for_quiet(telegram);
    Ok(())
}

/// Plays until all have their badges, or nothing comes any more; when the last badge was there.
fn watch(crowd: &mut Crowd, newcomers: &mut Newcomers, memory: &mut Memory) -> Instant {
    let mut last = Instant::now();
    let mut are_all_done = None;
    loop {
        if crowd.step() > 0 {
            last = Instant::now();
        }
        let waiting = crowd.waiting();
        if crowd.has_said_all() {
            newcomers.step(waiting);
        }
        if waiting == 0 {
            are_all_done.get_or_insert_with(Instant::now);
        }
        if (waiting == 0 && !newcomers.is_waiting()) || last.elapsed() > STALLED {
            return are_all_done.unwrap_or(last);
        }
        memory.glance();
        sleep(TICK);
    }
}

/// Waits until the bot has tidied up and only asks for news.
fn wait_for_quiet(telegram: &TelegramEmulator) {
    let calls = || {
        let calls = telegram.calls().into_iter();
        calls
            .filter(|call| call.method != Method::GetUpdates)
            .count()
    };
    let (started, mut seen) = (Instant::now(), calls());
    loop {
        sleep(QUIET);
        let now = calls();
        if now == seen || started.elapsed() > LONGEST_QUIET {
            return;
        }
        seen = now;
    }
}

fn count_refused(telegram: &TelegramEmulator, before: usize) -> usize {
    let calls = telegram.calls();
    let later = calls.iter().skip(before);
    later.filter(|call| call.status >= Some(REFUSED)).count()
}

/// What the first guest heard who was lost, and what the bot complained of.
fn tell_lost(crowd: &Crowd, program: &Program) {
    let mut guests = crowd.guests().iter();
    if let Some(guest) = guests.find(|guest| guest.photo.is_none()) {
        say(&format!(
            "{} got no badge and heard last: {:?}\n{}",
            guest.banner,
            guest.heard,
            program.complaints()
        ));
    }
}

/// The most memory of a program and all that belongs to it.
struct Memory {
    pid: u32,
    most: u64,
    looked: Instant,
}

impl Memory {
    fn new(pid: u32) -> Self {
        Self {
            pid,
            most: process::memory(&process::tree(pid)),
            looked: Instant::now(),
        }
    }

    fn glance(&mut self) {
        if self.looked.elapsed() >= GLANCE {
            self.most = self.most.max(process::memory(&process::tree(self.pid)));
            self.looked = Instant::now();
        }
    }
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
