//! fal.ai, Replicate and Telegram as they answer over HTTP, on this computer, with troubles to order.
//!
//! The emulators of providers listen on two ports: one stands for the provider's API, the other for the host that hands out
//! files, so that a test can prove that a key never travels to the second. What they may know is the providers' wire format
//! and nothing of Blazon: the official clients are run against them as well (`clients/`), and they decide whether they are
//! right. Telegram's Bot API is one port, with people on the other side of it; the libraries that bots are written with
//! decide there.
//!
//! ```ignore
//! let fal = FalEmulator::start();
//! fal.order(Step::Submit, Trouble::LostReply);
//! // … the code under test submits a training …
//! assert_eq!(fal.paid_submits().len(), 1);
//! ```

mod emulator;
mod fal;
mod files;
mod job;
mod multipart;
mod pace;
mod picture;
mod provider;
mod record;
mod replicate;
mod reply;
mod request;
mod server;
pub mod telegram;
mod trouble;
mod weights;

pub use emulator::Emulator;
pub use fal::{Fal, InputCheck};
pub use files::Upload;
pub use job::PaidSubmit;
pub use pace::{Pace, Phase};
pub use record::Recorded;
pub use replicate::Replicate;
pub use request::Host;
pub use telegram::TelegramEmulator;
pub use trouble::{EvilTar, Refusal, Rejection, Step, Trouble, Twist};
pub use weights::lora_weights;

/// fal.ai: the queue and the storage on one port, the CDN on the other.
pub type FalEmulator = Emulator<Fal>;

/// Replicate: `api.replicate.com` on one port, `replicate.delivery` on the other.
pub type ReplicateEmulator = Emulator<Replicate>;
