//! The rounds of both bots side by side, with the floors.

use super::round::Round;
use crate::figures::Figures;
use crate::say;

/// The most milliseconds until `/start` is answered while all wait, without limits, of 99 %.
const ANSWER: f64 = 200.0;
/// The same with the default limiter.
const LIMITED_ANSWER: f64 = 1000.0;
/// The most megabytes at the peak.
const MEMORY: f64 = 150.0;
/// The most processor time of a dialogue, as a share of the peer's; and what is aimed at.
const PROCESSOR: f64 = 0.4;
const AIM: f64 = 0.2;

/// All rounds of one bot.
#[derive(Default)]
pub(crate) struct Side {
    processor: Figures,
    peak: Figures,
    shared_peak: Figures,
    seconds: Figures,
    asked: Figures,
    answered: Figures,
    waited: Figures,
    /// Lost, mixed up, twice.
    amiss: [usize; 3],
    least_waiting: Option<usize>,
}

impl Side {
    pub(crate) fn add(&mut self, round: &Round) {
        self.processor.add(round.processor);
        self.peak.add(round.peak);
        self.shared_peak.add(round.shared_peak);
        self.seconds.add(round.seconds);
        self.asked.extend(&round.asked);
        self.answered.extend(&round.answered);
        self.waited.extend(&round.waited);
        for (sum, amiss) in self.amiss.iter_mut().zip(amiss(round)) {
            *sum += amiss;
        }
        if round.answered.count() > 0 {
            let least = self.least_waiting.unwrap_or(usize::MAX);
            self.least_waiting = Some(least.min(round.least_waiting));
        }
    }
}

/// Prints both with their ratio.
pub(crate) fn compare(guests: usize, ours: &Side, peer: &Side) {
    let rounds = ours.processor.count();
    say(&format!(
        "| {guests} guests at once, rounds in turn: {rounds}, no limits | Blazon | python-telegram-bot, Pillow | ratio | at most | |\n\
         |---|---|---|---|---|---|"
    ));
    costs(ours, peer);
    times(ours, peer);
    let [lost, mixed, twice] = ours.amiss;
    let [peers_lost, peers_mixed, peers_twice] = peer.amiss;
    say(&format!(
        "| lost, mixed up, twice | {lost}, {mixed}, {twice} | {peers_lost}, {peers_mixed}, {peers_twice} | | 0 | {} |",
        held(ours.amiss == [0; 3])
    ));
}

fn costs(ours: &Side, peer: &Side) {
    let processor = ratio(&ours.processor, &peer.processor);
    say(&format!(
        "| processor time of a dialogue, ms | {} | {} | {processor:.2} | {PROCESSOR} (aim {AIM}) | {} |",
        ours.processor.spell(1),
        peer.processor.spell(1),
        held(processor <= PROCESSOR)
    ));
    say(&format!(
        "| memory at its peak (RSS), MB | {} | {} | {:.2} | {MEMORY} | {} |",
        ours.peak.spell(0),
        peer.peak.spell(0),
        ratio(&ours.peak, &peer.peak),
        held(ours.peak.quantile(1.0) < MEMORY)
    ));
    say(&format!(
        "| memory at its peak (PSS), MB | {} | {} | {:.2} | | |",
        ours.shared_peak.spell(0),
        peer.shared_peak.spell(0),
        ratio(&ours.shared_peak, &peer.shared_peak)
    ));
}

fn times(ours: &Side, peer: &Side) {
    say(&format!(
        "| another's `/start` is answered while they wait, ms | {} | {} | | 99 %: {ANSWER} | {} |",
        spread(&ours.answered, 0),
        spread(&peer.answered, 0),
        within(&ours.answered, ANSWER)
    ));
    say(&format!(
        "| how many wait then, at least | {} | {} | | | |",
        least(ours),
        least(peer)
    ));
    say(&format!(
        "| a question of the dialogue comes, ms | {} | {} | | | |",
        spread(&ours.asked, 0),
        spread(&peer.asked, 0)
    ));
    say(&format!(
        "| from the last words to the badge, s | {} | {} | | | |",
        spread(&ours.waited, 1),
        spread(&peer.waited, 1)
    ));
    say(&format!(
        "| all badges are there after, s | {} | {} | {:.2} | | |",
        ours.seconds.spell(1),
        peer.seconds.spell(1),
        ratio(&ours.seconds, &peer.seconds)
    ));
}

/// Prints our bot's round with its limiter, against a Telegram that keeps its limits too.
pub(crate) fn with_limits(guests: usize, round: &Round) {
    say(&format!(
        "\n| {guests} guests at once, Telegram's limits on both sides | Blazon | at most | |\n|---|---|---|---|"
    ));
    say(&format!(
        "| another's `/start` is answered while they wait, ms | {} | 99 %: {LIMITED_ANSWER} | {} |",
        spread(&round.answered, 0),
        within(&round.answered, LIMITED_ANSWER)
    ));
    if round.answered.count() > 0 {
        say(&format!(
            "| how many wait then, at least | {} | | |",
            round.least_waiting
        ));
    }
    say(&format!(
        "| all badges are there after, s | {:.1} | | |",
        round.seconds
    ));
    say(&format!(
        "| memory at its peak (RSS), MB | {:.0} | {MEMORY} | {} |",
        round.peak,
        held(round.peak < MEMORY)
    ));
    say(&format!(
        "| calls that Telegram refused | {} | | |",
        round.refused
    ));
    let [lost, mixed, twice] = amiss(round);
    say(&format!(
        "| lost, mixed up, twice | {lost}, {mixed}, {twice} | 0 | {} |",
        held(amiss(round) == [0; 3])
    ));
}

const fn amiss(round: &Round) -> [usize; 3] {
    [round.lost, round.mixed_up, round.doubled]
}

fn ratio(ours: &Figures, peer: &Figures) -> f64 {
    ours.median() / peer.median()
}

/// "median 12, 99 % 80, most 91 (150)": how many samples there are stands behind.
fn spread(figures: &Figures, decimals: usize) -> String {
    if figures.count() == 0 {
        return "none".to_owned();
    }
    format!(
        "median {:.decimals$}, 99 % {:.decimals$}, most {:.decimals$} ({})",
        figures.median(),
        figures.quantile(0.99),
        figures.quantile(1.0),
        figures.count()
    )
}

fn least(side: &Side) -> String {
    let least = side.least_waiting.map(|least| least.to_string());
    least.unwrap_or_else(|| "none".to_owned())
}

/// What was never measured is not held.
fn within(figures: &Figures, most: f64) -> &'static str {
    held(figures.count() > 0 && figures.quantile(0.99) <= most)
}

const fn held(holds: bool) -> &'static str {
    if holds { "held" } else { "NOT held" }
}
