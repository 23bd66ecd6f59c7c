//! Why a training cannot start, in the words of people. Window, terminal and log say the same.

use crate::{Argument, Words};
use blazon_model::{ByteCount, ProviderId, TrainingRefusal};

/// The sentence that says why a training cannot start, and what to do.
#[must_use]
pub fn refusal_sentence(words: &Words, refusal: &TrainingRefusal) -> String {
    let (id, arguments): (&str, Vec<(&str, Argument)>) = match refusal {
        TrainingRefusal::TooFewPhotos { have, needed } => (
            "training-refusal-photos",
            vec![("have", (*have).into()), ("needed", (*needed).into())],
        ),
        TrainingRefusal::BaseMissing { path } => (
            "training-refusal-base-missing",
            vec![("path", path.as_str().into())],
        ),
        TrainingRefusal::BaseUnusable { path, detail } => (
            "training-refusal-base-unusable",
            vec![
                ("path", path.as_str().into()),
                ("detail", detail.as_str().into()),
            ],
        ),
        TrainingRefusal::TooLittleMemory { needed, available } => (
            "training-refusal-memory",
            vec![
                ("needed", gigabytes(*needed).into()),
                ("available", gigabytes(*available).into()),
            ],
        ),
        TrainingRefusal::NothingToTrain => ("training-refusal-nothing", Vec::new()),
        TrainingRefusal::NoKey { provider } => (
            "training-refusal-no-key",
            vec![("provider", provider_word(*provider).into())],
        ),
        TrainingRefusal::NoPrice { page } => (
            "training-refusal-no-price",
            vec![("page", page.as_str().into())],
        ),
        TrainingRefusal::CaptionsMissing { have, needed } => (
            "training-refusal-captions",
            vec![("have", (*have).into()), ("needed", (*needed).into())],
        ),
        TrainingRefusal::OverCeiling {
            reserved,
            month_to_date,
            ceiling,
        } => (
            "training-refusal-ceiling",
            vec![
                ("reserved", reserved.to_string().into()),
                ("month", month_to_date.to_string().into()),
                ("ceiling", ceiling.to_string().into()),
            ],
        ),
        TrainingRefusal::NoRequest => ("training-refusal-request", Vec::new()),
        TrainingRefusal::TrainerUnknown { endpoint } => (
            "training-refusal-trainer",
            vec![("endpoint", endpoint.as_str().into())],
        ),
    };
    words.say_with(id, &arguments)
}

fn gigabytes(bytes: ByteCount) -> String {
    format!("{:.1}", bytes.0 as f64 / 1e9)
}

/// What messages call a provider.
#[must_use]
pub const fn provider_word(provider: ProviderId) -> &'static str {
    match provider {
        ProviderId::Local => "local",
        ProviderId::Fal => "fal",
        ProviderId::Replicate => "replicate",
    }
}
