//! Why a training, a drawing or captions cannot start, in the words of people. Window, terminal and log say the same.

use crate::{Argument, Words};
use blazon_model::{
    ByteCount, CaptionRefusal, DrawRefusal, FailureReason, ProviderId, TrainingRefusal,
};

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

/// The sentence that says why a hosted drawing cannot be asked for, and what to do.
#[must_use]
pub fn draw_refusal_sentence(words: &Words, refusal: &DrawRefusal) -> String {
    let (id, arguments): (&str, Vec<(&str, Argument)>) = match refusal {
        DrawRefusal::NoKey { provider } => (
            "draw-refusal-no-key",
            vec![("provider", provider_word(*provider).into())],
        ),
        DrawRefusal::NoPrice { page } => (
            "draw-refusal-no-price",
            vec![("page", page.as_str().into())],
        ),
        DrawRefusal::OverCeiling {
            reserved,
            month_to_date,
            ceiling,
        } => (
            "draw-refusal-ceiling",
            vec![
                ("reserved", reserved.to_string().into()),
                ("month", month_to_date.to_string().into()),
                ("ceiling", ceiling.to_string().into()),
            ],
        ),
        DrawRefusal::OverLimit { reserved, limit } => (
            "draw-refusal-limit",
            vec![
                ("reserved", reserved.to_string().into()),
                ("limit", limit.to_string().into()),
            ],
        ),
        DrawRefusal::GeneratorUnknown { endpoint } => (
            "draw-refusal-generator",
            vec![("endpoint", endpoint.as_str().into())],
        ),
        DrawRefusal::OtherBase { model, generator } => (
            "draw-refusal-other-base",
            vec![
                ("model", model.name().into()),
                ("generator", generator.as_str().into()),
            ],
        ),
        DrawRefusal::NoLora { generator } => (
            "draw-refusal-no-lora",
            vec![("generator", generator.as_str().into())],
        ),
        DrawRefusal::NotTrainedThere { provider } => (
            "draw-refusal-not-trained-there",
            vec![("provider", provider_word(*provider).into())],
        ),
        DrawRefusal::NoModel { generator } => (
            "draw-refusal-no-model",
            vec![("generator", generator.as_str().into())],
        ),
        DrawRefusal::Field { field } => {
            ("draw-refusal-field", vec![("field", field.as_str().into())])
        }
        DrawRefusal::NoRequest => ("training-refusal-request", Vec::new()),
    };
    words.say_with(id, &arguments)
}

/// The sentence that says why photos cannot be described, and what to do.
#[must_use]
pub fn caption_refusal_sentence(words: &Words, refusal: &CaptionRefusal) -> String {
    let (id, arguments): (&str, Vec<(&str, Argument)>) = match refusal {
        CaptionRefusal::NothingToDescribe => ("caption-refusal-nothing", Vec::new()),
        CaptionRefusal::UnderWay => ("caption-refusal-under-way", Vec::new()),
        CaptionRefusal::NoKey { .. } => ("caption-refusal-no-key", Vec::new()),
        CaptionRefusal::NoPrice { page } => (
            "caption-refusal-no-price",
            vec![("page", page.as_str().into())],
        ),
        CaptionRefusal::OverCeiling {
            reserved,
            month_to_date,
            ceiling,
        } => (
            "caption-refusal-ceiling",
            vec![
                ("reserved", reserved.to_string().into()),
                ("month", month_to_date.to_string().into()),
                ("ceiling", ceiling.to_string().into()),
            ],
        ),
        CaptionRefusal::OverLimit { reserved, limit } => (
            "draw-refusal-limit",
            vec![
                ("reserved", reserved.to_string().into()),
                ("limit", limit.to_string().into()),
            ],
        ),
        CaptionRefusal::DescriberUnknown { endpoint } => (
            "caption-refusal-describer",
            vec![("endpoint", endpoint.as_str().into())],
        ),
    };
    words.say_with(id, &arguments)
}

/// The message that says why a photo could not be described.
#[must_use]
pub const fn caption_trouble(reason: FailureReason) -> &'static str {
    match reason {
        FailureReason::NoKey => "caption-failed-no-key",
        FailureReason::BadKey => "caption-failed-bad-key",
        FailureReason::NoCredit => "caption-failed-no-credit",
        FailureReason::RejectedInput | FailureReason::UnfitArchive => "caption-failed-rejected",
        FailureReason::BlockedContent => "caption-failed-blocked",
        FailureReason::Busy => "caption-failed-busy",
        FailureReason::Offline => "caption-failed-offline",
        FailureReason::HostRefused => "caption-failed-host-refused",
        FailureReason::BadProxy => "caption-failed-bad-proxy",
        FailureReason::BrokenReply | FailureReason::BadWeights => "caption-failed-broken-reply",
        FailureReason::TrainingFailed | FailureReason::OutOfMemory => "caption-failed-there",
        FailureReason::StoppedThere => "caption-failed-stopped-there",
        FailureReason::NeverTaken => "caption-failed-never-taken",
        FailureReason::DiskFull => "caption-failed-disk-full",
        FailureReason::DiskFailed => "caption-failed-disk",
    }
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
