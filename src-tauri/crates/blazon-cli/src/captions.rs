//! `blazon-cli dataset caption`.

use crate::arguments::{CaptionOptions, FilesArgument, StyleArgument};
use crate::say;
use crate::session::Session;
use blazon_model::{CaptionFiles, CaptionRewrite, CaptionStyle, DatasetId, RewrittenCaption};
use serde::Serialize;
use std::process::ExitCode;

/// How many captions were changed, as a line of JSON.
#[derive(Serialize)]
struct CaptionLine {
    changed: u32,
}

/// Runs a command about captions.
pub(crate) fn run(session: &Session, options: &CaptionOptions) -> anyhow::Result<ExitCode> {
    let dataset = session.find_dataset(&options.dataset)?.id;
    if let Some(rewrite) = rewrite(options) {
        return change(session, dataset, &rewrite, options.preview);
    }
    if let Some(style) = options.style {
        let style = match style {
            StyleArgument::TriggerFirst => CaptionStyle::TriggerFirst,
            StyleArgument::AsWritten => CaptionStyle::AsWritten,
        };
        let dataset = session.studio.style_captions(dataset, style)?;
        session.result(&dataset, || session.say("cli-caption-style", &[]));
    } else if let Some(to) = &options.export {
        let files = match options.files {
            FilesArgument::Txt => CaptionFiles::Txt,
            FilesArgument::Caption => CaptionFiles::Caption,
            FilesArgument::Jsonl => CaptionFiles::Jsonl,
        };
        let report = session.studio.export_captions(dataset, files, to)?;
        session.result(&report, || {
            session.say(
                "cli-captions-written",
                &[
                    ("count", report.captions.into()),
                    ("path", report.path.as_str().into()),
                ],
            )
        });
    } else {
        let import = session.studio.import_captions(dataset, &options.import)?;
        said(session, import.changed);
        for name in import.unmatched.iter().filter(|_| !session.json) {
            say::aside(&session.say("cli-caption-unmatched", &[("name", name.as_str().into())]));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn rewrite(options: &CaptionOptions) -> Option<CaptionRewrite> {
    if let (Some(find), Some(with)) = (&options.find, &options.replace) {
        return Some(CaptionRewrite::Replace {
            find: find.clone(),
            with: with.clone(),
            match_case: options.match_case,
            whole_words: options.whole_words,
        });
    }
    if let Some(text) = &options.prefix {
        return Some(CaptionRewrite::Prefix { text: text.clone() });
    }
    if let Some(text) = &options.suffix {
        return Some(CaptionRewrite::Suffix { text: text.clone() });
    }
    if options.trigger_first {
        return Some(CaptionRewrite::TriggerFirst);
    }
    options.clear.then_some(CaptionRewrite::Clear)
}

fn change(
    session: &Session,
    dataset: DatasetId,
    rewrite: &CaptionRewrite,
    only_preview: bool,
) -> anyhow::Result<ExitCode> {
    let captions = session.studio.preview_rewrite(dataset, &[], rewrite)?;
    if only_preview {
        for caption in &captions {
            session.result(caption, || before_and_after(caption));
        }
        return Ok(ExitCode::SUCCESS);
    }
    session.studio.rewrite_captions(dataset, &[], rewrite)?;
    said(session, u32::try_from(captions.len()).unwrap_or(u32::MAX));
    Ok(ExitCode::SUCCESS)
}

fn before_and_after(caption: &RewrittenCaption) -> String {
    format!("{}\n- {}\n+ {}", caption.name, caption.from, caption.to)
}

fn said(session: &Session, changed: u32) {
    if session.json {
        say::json(&CaptionLine { changed });
    } else {
        say::line(&session.say("cli-captions-changed", &[("count", changed.into())]));
    }
}
