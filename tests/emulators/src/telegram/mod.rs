//! Telegram's Bot API: a bot on one side, people on the other.
//!
//! A bot finds it at one address: `/bot<token>/<method>`, and its files at `/file/bot<token>/<path>`. People are played by a
//! test, or over HTTP by whoever likes (`control.rs`). What is not like Telegram: photos are not made into JPEGs, edits
//! count like messages for the limits, nothing is fetched from addresses elsewhere, a second bot has an emulator of its own.
//!
//! ```ignore
//! let telegram = TelegramEmulator::start();
//! let anna = telegram.person("Anna", "ru");
//! anna.writes("/start");
//! let menu = anna.next_message(Duration::from_secs(5)).unwrap();
//! let tap = anna.taps(&menu, menu.data_of("Draw").unwrap());
//! assert!(tap.answer(Duration::from_secs(5)).is_some());
//! ```

mod automatic;
mod callbacks;
mod calls;
mod control;
mod editing;
mod emulator;
mod failure;
mod flood;
mod formatted;
mod html;
mod keyboard;
mod library;
mod markdown;
mod method;
mod parameters;
mod people;
mod person;
mod picture;
mod profile;
mod sending;
mod service;
mod shapes;
mod state;
#[expect(
    clippy::module_inception,
    reason = "the one that all the others are parts of"
)]
mod telegram;
mod trouble;
mod updates;
mod view;
mod webhook;

pub use callbacks::CallbackAnswer;
pub use calls::Call;
pub use emulator::TelegramEmulator;
pub use flood::Limits;
pub use formatted::Entity;
pub use keyboard::Button;
pub use method::Method;
pub use person::{Group, Person, Tap};
pub use profile::BotCommand;
pub use trouble::Trouble;
pub use view::{ChatFile, ChatMessage};
