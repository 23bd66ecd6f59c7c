//! What Blazon does: the use cases that window, terminal and bot share.
//!
//! A [`Studio`] is one opened library. It knows datasets, jobs, settings and secrets, and must
//! not learn who asks: no window, no terminal, no Telegram. Its calls block; whoever is
//! asynchronous goes through [`Studio::blocking`].

mod archive;
mod background;
mod badge_batch;
mod badge_drawing;
mod badge_list;
mod badge_refusal;
mod badge_template;
mod badge_templates;
mod badges;
mod bases;
mod caption_carrier;
mod captioning;
mod captions;
mod card;
mod check;
mod datasets;
mod deletion;
mod drawing_carrier;
mod event;
mod explain;
mod findings;
mod foreign;
mod gallery;
mod gallery_files;
mod hosted;
mod hosted_carrier;
mod hosted_cost;
mod hosted_course;
mod hosted_drawing;
mod hosted_drawing_carrier;
mod hosted_drawing_lost;
mod hosted_stop;
mod hosted_submission;
mod hosted_view;
mod import;
mod inspection;
mod keys;
mod library;
mod logging;
mod memory;
mod model_export;
mod model_file_error;
mod model_import;
mod model_keeping;
mod models;
mod photos;
mod picture_keeping;
mod picture_reading;
mod picture_text;
mod places;
mod playground;
mod preparation;
mod refusal;
mod review;
mod run_carrier;
mod run_course;
mod run_folder;
mod run_packing;
mod runner;
mod samples;
mod secrets;
mod settings;
mod stop;
mod studio;
mod surroundings;
mod ticket_keeping;
mod training;
mod vocabulary;
mod words;
mod written_file;

pub use badge_batch::{BatchOutput, BatchWatch};
pub use badge_drawing::{BadgeFrame, UndrawableBadge};
pub use badge_refusal::{UnusablePicture, badge_finding_sentence};
pub use bases::{BaseError, Probed};
pub use blazon_dataset::heif;
pub use blazon_providers::local::{ENGINE_ARGUMENT, Engine};
pub use captioning::RefusedCaptions;
pub use captions::InvalidCaption;
pub use datasets::StartedImport;
pub use event::{Event, EventSink, NoEvents};
pub use explain::{ErrorCode, Explained, explain};
pub use findings::{finding_sentence, mark_words};
pub use gallery::InvalidRemark;
pub use hosted_drawing::RefusedDrawing;
pub use keys::KeyState;
pub use library::{Library, LibraryInfo, default_home};
pub use logging::{LogGuard, start_logging};
pub use model_export::Existing;
pub use model_file_error::ModelFileError;
pub use photos::InvalidCrop;
pub use places::Places;
pub use playground::InvalidDrawing;
pub use refusal::{
    caption_refusal_sentence, caption_trouble, draw_refusal_sentence, provider_word,
    refusal_sentence,
};
pub use samples::SAMPLE_COUNT;
pub use secrets::{Keychain, SecretFile, SecretName, SecretPlace, SecretStore, Secrets};
pub use studio::{OpenError, Studio};
pub use surroundings::{Surroundings, SystemSurroundings};
pub use training::{InvalidRecipe, RefusedTraining};
pub use words::{Argument, Words, problem_sentence};
