//! `blazon-cli dataset check|crop|export`.

use crate::arguments::{CropOptions, FormatArgument};
use crate::progress::follow_packing;
use crate::say;
use crate::session::Session;
use blazon_core::finding_sentence;
use blazon_model::{ExportFormat, Framing, Shape, Weight};
use std::path::Path;
use std::process::ExitCode;

/// What a refusal by a check ends with.
const REFUSED: u8 = 3;

/// Says what is to be said before training.
pub(crate) fn check(session: &Session, dataset: &str) -> anyhow::Result<ExitCode> {
    let dataset = session.find_dataset(dataset)?;
    let review = session.studio.review_dataset(dataset.id)?;
    if session.json {
        say::json(&review);
    } else {
        let counts = [
            ("name", dataset.name.as_str().into()),
            ("photos", review.photos.into()),
            ("used", review.used.into()),
            ("look", review.needs_a_look.into()),
        ];
        say::line(&session.say("cli-check-dataset", &counts));
        for line in &review.lines {
            let (sentence, hint) = finding_sentence(&session.words, &line.finding);
            let hint = hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
            say::line(&format!("  {} {sentence}{hint}", sign(line.weight)));
        }
    }
    let refused = review
        .lines
        .iter()
        .any(|line| line.weight == Weight::Refused);
    Ok(if refused {
        ExitCode::from(REFUSED)
    } else {
        ExitCode::SUCCESS
    })
}

const fn sign(weight: Weight) -> &'static str {
    match weight {
        Weight::Refused => "x",
        Weight::ToDecide => "!",
        Weight::Known => "-",
        Weight::Passed => "+",
    }
}

/// Chooses shape and size.
pub(crate) fn crop(session: &Session, options: &CropOptions) -> anyhow::Result<ExitCode> {
    let before = session.find_dataset(&options.dataset)?;
    let framing = Framing {
        shape: match (options.square, options.keep_shape) {
            (true, _) => Shape::Square,
            (_, true) => Shape::Keep,
            (false, false) => before.framing.shape,
        },
        size: options.size.unwrap_or(before.framing.size),
    };
    let dataset = session.studio.frame_dataset(before.id, framing)?;
    let statistics = session.studio.dataset_statistics(dataset.id)?;
    session.result(&statistics, || {
        let buckets: Vec<_> = statistics
            .buckets
            .iter()
            .map(|count| {
                format!(
                    "  {} x {}: {}",
                    count.bucket.width, count.bucket.height, count.photos
                )
            })
            .collect();
        buckets.join("\n")
    });
    Ok(ExitCode::SUCCESS)
}

/// Writes a dataset for a trainer.
pub(crate) fn export(
    session: &Session,
    dataset: &str,
    format: FormatArgument,
    to: &Path,
) -> anyhow::Result<ExitCode> {
    let format = match format {
        FormatArgument::Zip => ExportFormat::Zip,
        FormatArgument::Kohya => ExportFormat::Kohya,
        FormatArgument::AiToolkit => ExportFormat::AiToolkit,
        FormatArgument::OneTrainer => ExportFormat::OneTrainer,
        FormatArgument::HuggingFace => ExportFormat::HuggingFace,
    };
    let dataset = session.find_dataset(dataset)?;
    let job = session.studio.export_dataset(dataset.id, format, to)?;
    follow_packing(session, &job)
}
