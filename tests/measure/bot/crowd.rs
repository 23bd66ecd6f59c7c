//! Guests who play the dialogue side by side, each with words of their own. They are looked at in turn on one thread: when
//! something was written is what the emulator noted, so that how often it is looked at changes no figure.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use blazon_emulators::TelegramEmulator;
use blazon_emulators::telegram::{ChatMessage, Person};

use crate::figures::Figures;

/// Width and height of a badge.
const SIDE: u32 = 1024;
/// How a JPEG begins.
const JPEG: [u8; 3] = [0xff, 0xd8, 0xff];
/// Buttons under a badge.
const BUTTONS: usize = 3;

/// What a guest waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waits {
    ForHold,
    ForBanner,
    ForPicture,
    Done,
}

/// Somebody who wants a badge.
pub(crate) struct Guest {
    pub(crate) person: Person,
    /// What the character holds.
    pub(crate) words: String,
    /// What the banner says; no other guest has the same.
    pub(crate) banner: String,
    waits: Waits,
    /// When the guest wrote last.
    wrote: Duration,
    /// What the bot said last while a picture was waited for.
    pub(crate) heard: String,
    /// The badge.
    pub(crate) photo: Option<ChatMessage>,
    /// Badges beyond the first.
    doubled: usize,
}

/// All of them, and how long they waited.
pub(crate) struct Crowd {
    guests: Vec<Guest>,
    /// Milliseconds until a question of the dialogue came.
    pub(crate) asked: Figures,
    /// Seconds from the last words to the badge.
    pub(crate) waited: Figures,
}

impl Crowd {
    /// People with these numbers, none of whom has written yet. What each asks for follows from the number.
    pub(crate) fn gather(telegram: &TelegramEmulator, numbers: RangeInclusive<usize>) -> Self {
        let guests = numbers.map(|number| Guest {
            person: telegram.person(&format!("Guest {number}"), "en"),
            words: format!("a brass telescope number {number}"),
            banner: format!("SCOUT {number:03}"),
            waits: Waits::ForHold,
            wrote: Duration::ZERO,
            heard: String::new(),
            photo: None,
            doubled: 0,
        });
        Self {
            guests: guests.collect(),
            asked: Figures::default(),
            waited: Figures::default(),
        }
    }

    /// All write `/create`.
    pub(crate) fn begin(&mut self) {
        for guest in &mut self.guests {
            guest.writes("/create");
        }
    }

    /// Lets everybody answer what the bot has said since; how many messages that were.
    pub(crate) fn step(&mut self) -> usize {
        let mut heard = 0;
        for guest in &mut self.guests {
            while let Some(message) = guest.person.next_message(Duration::ZERO) {
                heard += 1;
                guest.hear(message, &mut self.asked, &mut self.waited);
            }
        }
        heard
    }

    pub(crate) fn guests(&self) -> &[Guest] {
        &self.guests
    }

    /// Whether all have said everything that the bot asks for.
    pub(crate) fn has_said_all(&self) -> bool {
        let mut guests = self.guests.iter();
        guests.all(|guest| matches!(guest.waits, Waits::ForPicture | Waits::Done))
    }

    /// How many have no badge yet.
    pub(crate) fn waiting(&self) -> usize {
        let waiting = self.guests.iter().filter(|guest| guest.photo.is_none());
        waiting.count()
    }

    /// Badges that came a second time.
    pub(crate) fn doubled(&self) -> usize {
        self.guests.iter().map(|guest| guest.doubled).sum()
    }

    /// Badges that somebody else has too, whose buttons somebody else has too, or that are no JPEG of a badge's size.
    pub(crate) fn mixed_up(&self) -> usize {
        let photos = || self.guests.iter().filter_map(|guest| guest.photo.as_ref());
        let mut pictures: HashMap<&str, usize> = HashMap::new();
        let mut buttons: HashMap<Vec<&str>, usize> = HashMap::new();
        for message in photos() {
            *buttons.entry(message.all_data()).or_default() += 1;
            if let Some(photo) = &message.photo {
                *pictures.entry(&photo.sha256).or_default() += 1;
            }
        }
        let is_own = |message: &&ChatMessage| {
            let Some(photo) = &message.photo else {
                return false;
            };
            let bytes = photo.bytes.as_deref().unwrap_or_default();
            bytes.starts_with(&JPEG)
                && photo.dimensions == Some((SIDE, SIDE))
                && pictures.get(photo.sha256.as_str()) == Some(&1)
                && message.all_data().len() == BUTTONS
                && buttons.get(&message.all_data()) == Some(&1)
        };
        photos().filter(|message| !is_own(message)).count()
    }
}

impl Guest {
    fn writes(&mut self, text: &str) {
        let written = self.person.writes(text);
        let message = self.person.message(written);
        self.wrote = message.map_or(self.wrote, |message| message.sent_at);
    }

    fn hear(&mut self, message: ChatMessage, asked: &mut Figures, waited: &mut Figures) {
        let since = message.sent_at.saturating_sub(self.wrote).as_secs_f64();
        match self.waits {
            Waits::ForHold => {
                asked.add(since * 1000.0);
                self.waits = Waits::ForBanner;
                self.writes(&self.words.clone());
            }
            Waits::ForBanner => {
                asked.add(since * 1000.0);
                self.waits = Waits::ForPicture;
                self.writes(&self.banner.clone());
            }
            Waits::ForPicture if message.photo.is_some() => {
                waited.add(since);
                self.waits = Waits::Done;
                self.photo = Some(message);
            }
            // How far it is, or why it does not go on.
            Waits::ForPicture => self.heard = message.text,
            Waits::Done => self.doubled += usize::from(message.photo.is_some()),
        }
    }
}

/// Others who write `/start`, one after the other, while the crowd waits for its badges.
pub(crate) struct Newcomers {
    people: Vec<Person>,
    /// When the one whose turn it is has written.
    wrote: Option<Duration>,
    /// Milliseconds until each had an answer.
    pub(crate) answered: Figures,
    /// How many were waiting for their badges, at least, when one of them wrote.
    pub(crate) least_waiting: usize,
}

impl Newcomers {
    pub(crate) fn gather(telegram: &TelegramEmulator, count: usize) -> Self {
        let people = (1..=count).map(|number| telegram.person(&format!("Newcomer {number}"), "en"));
        Self {
            people: people.collect(),
            wrote: None,
            answered: Figures::default(),
            least_waiting: usize::MAX,
        }
    }

    /// Hears the answer that is there, and lets the next one write where some of the crowd are `waiting`.
    pub(crate) fn step(&mut self, waiting: usize) {
        let Some(person) = self.people.last() else {
            return;
        };
        if let Some(wrote) = self.wrote {
            let Some(answer) = person.next_message(Duration::ZERO) else {
                return;
            };
            let took = answer.sent_at.saturating_sub(wrote);
            self.answered.add(took.as_secs_f64() * 1000.0);
            self.wrote = None;
            self.people.pop();
        }
        if let Some(person) = self.people.last()
            && waiting > 0
        {
            let written = person.writes("/start");
            self.wrote = person.message(written).map(|message| message.sent_at);
            self.least_waiting = self.least_waiting.min(waiting);
        }
    }

    /// Whether one of them has written and has no answer yet.
    pub(crate) fn is_waiting(&self) -> bool {
        self.wrote.is_some()
    }
}
