//! fal.ai and Replicate as they answer over HTTP, on this computer, with troubles to order.
//!
//! Each emulator listens on two ports: one stands for the provider's API, the other for the host that hands out files, so
//! that a test can prove that a key never travels to the second. What it may know is the providers' wire format and nothing
//! of Blazon: the official clients are run against it as well (`clients/`), and they decide whether it is right.
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
pub use trouble::{EvilTar, Refusal, Rejection, Step, Trouble, Twist};
pub use weights::lora_weights;

/// fal.ai: the queue and the storage on one port, the CDN on the other.
pub type FalEmulator = Emulator<Fal>;

/// Replicate: `api.replicate.com` on one port, `replicate.delivery` on the other.
pub type ReplicateEmulator = Emulator<Replicate>;
