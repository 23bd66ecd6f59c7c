//! Errors in the words of people: what happened, then what to do.

use crate::badge_refusal::explain_badge;
use crate::{
    BaseError, BotError, InvalidCaption, InvalidCrop, InvalidDrawing, InvalidEvaluationSet,
    InvalidModelChange, InvalidRecipe, InvalidRemark, ModelFileError, MoveRefusal, NoUpdatePlace,
    OpenError, PictureMissing, PicturesAway, RefusedCaptions, RefusedDrawing, RefusedTraining,
    Words, WorkUnderWay, caption_refusal_sentence, draw_refusal_sentence, refusal_sentence,
};
use blazon_dataset::archive::ArchiveError;
use blazon_model::{
    InvalidBotSettings, InvalidField, InvalidFraming, InvalidGrid, InvalidModelTrigger,
    InvalidName, InvalidSetting, InvalidTrigger,
};
use blazon_providers::Problem;
use blazon_providers::telegram::TelegramError;
use blazon_store::StoreError;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What the window does differently for an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// Only said.
    Unknown,
    /// What was asked for is not there any more.
    NotFound,
    /// Shown at the field of the trigger word.
    TriggerTaken,
    /// Shown at the field of the trigger word.
    TriggerInvalid,
    /// Shown at the field of the trigger word.
    TriggerLocked,
    /// Shown at the field of the name.
    NameInvalid,
    /// Shown at the field of the setting.
    SettingInvalid,
    /// Shown at the caption.
    CaptionInvalid,
    /// A training, a drawing, captions or a model's file that cannot be used as it is; shown where it was asked for.
    Refused,
    /// The disk is full.
    DiskFull,
    /// Another program holds the library.
    LibraryBusy,
}

/// An error in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What the window may branch on.
    pub code: ErrorCode,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// Says an error in the person's language.
#[must_use]
pub fn explain(error: &anyhow::Error, words: &Words) -> Explained {
    if let Some(RefusedTraining(refusal)) = error.downcast_ref() {
        return Explained {
            code: ErrorCode::Refused,
            message: refusal_sentence(words, refusal),
            hint: None,
        };
    }
    if let Some(RefusedDrawing(refusal)) = error.downcast_ref() {
        return Explained {
            code: ErrorCode::Refused,
            message: draw_refusal_sentence(words, refusal),
            hint: None,
        };
    }
    if let Some(RefusedCaptions(refusal)) = error.downcast_ref() {
        return Explained {
            code: ErrorCode::Refused,
            message: caption_refusal_sentence(words, refusal),
            hint: None,
        };
    }
    if let Some(error) = error.downcast_ref::<ModelFileError>() {
        return Explained {
            code: error.code(),
            message: error.sentence(words),
            hint: None,
        };
    }
    if let Some(explained) = explain_badge(error, words) {
        return explained;
    }
    let (code, id) = code_and_message(error);
    let argument = argument_of(error);
    let arguments = [("what", argument.into())];
    let hint_id = format!("{id}-hint");
    let hint = words.say_with(&hint_id, &arguments);
    Explained {
        code,
        message: words.say_with(id, &arguments),
        hint: (hint != hint_id).then_some(hint),
    }
}

fn code_and_message(error: &anyhow::Error) -> (ErrorCode, &'static str) {
    if error.is::<InvalidTrigger>() {
        return (ErrorCode::TriggerInvalid, "error-trigger-invalid");
    }
    if error.is::<InvalidModelTrigger>() {
        return (ErrorCode::TriggerInvalid, "error-model-trigger-invalid");
    }
    if let Some(caption) = error.downcast_ref::<InvalidCaption>() {
        let id = match caption {
            InvalidCaption::TooLong => "error-caption-too-long",
            InvalidCaption::NothingToFind => "error-nothing-to-find",
        };
        return (ErrorCode::CaptionInvalid, id);
    }
    if error.is::<InvalidCrop>() {
        return (ErrorCode::Unknown, "error-crop-invalid");
    }
    if let Some(change) = error.downcast_ref::<InvalidModelChange>() {
        let id = match change {
            InvalidModelChange::Notes => "error-model-notes",
            InvalidModelChange::BadgePrompt => "error-model-badge-prompt",
            InvalidModelChange::Strength => "error-model-strength",
        };
        return (ErrorCode::Refused, id);
    }
    if error.is::<NoUpdatePlace>() {
        return (ErrorCode::Refused, "error-no-update-place");
    }
    if error.is::<WorkUnderWay>() {
        return (ErrorCode::Refused, "error-work-under-way");
    }
    if let Some(refusal) = error.downcast_ref::<MoveRefusal>() {
        return (ErrorCode::Refused, of_move(refusal));
    }
    if let Some(id) = of_bot(error) {
        return (ErrorCode::Refused, id);
    }
    if error.is::<PicturesAway>() {
        return (ErrorCode::Refused, "cli-pictures-folder-gone");
    }
    if error.is::<PictureMissing>() {
        return (ErrorCode::Refused, "gallery-missing");
    }
    if let Some(remark) = error.downcast_ref::<InvalidRemark>() {
        let id = match remark {
            InvalidRemark::Rating => "error-rating-invalid",
            InvalidRemark::Tag => "error-tag-invalid",
        };
        return (ErrorCode::Refused, id);
    }
    if error.is::<InvalidFraming>() {
        return (ErrorCode::Unknown, "error-framing-invalid");
    }
    if let Some(error) = error.downcast_ref::<ArchiveError>() {
        return of_archive(error);
    }
    if let Some(id) = of_engine_room(error) {
        return (ErrorCode::Unknown, id);
    }
    if error.is::<InvalidName>() {
        return (ErrorCode::NameInvalid, "error-name-invalid");
    }
    if let Some(setting) = error.downcast_ref::<InvalidSetting>() {
        let id = match setting {
            InvalidSetting::NegativeCeiling => "error-setting-ceiling",
            InvalidSetting::Proxy(_) => "error-setting-proxy",
            InvalidSetting::Host(_) => "error-setting-host",
        };
        return (ErrorCode::SettingInvalid, id);
    }
    let stored = match error.downcast_ref::<OpenError>() {
        Some(OpenError::NoHome) => return (ErrorCode::Unknown, "error-no-home"),
        Some(OpenError::Away { .. }) => return (ErrorCode::NotFound, "error-library-away"),
        Some(OpenError::Moved { .. }) => return (ErrorCode::NotFound, "error-library-moved"),
        Some(OpenError::Folder { source, .. }) if blazon_dataset::is_full(source) => {
            return (ErrorCode::DiskFull, "error-disk-full");
        }
        Some(OpenError::Folder { .. }) => return (ErrorCode::Unknown, "error-library-unwritable"),
        Some(OpenError::Store(stored)) => Some(stored),
        None => error.downcast_ref::<StoreError>(),
    };
    match stored {
        Some(stored) => of_store(stored),
        None if is_disk_full(error) => (ErrorCode::DiskFull, "error-disk-full"),
        None => (ErrorCode::Unknown, "error-unknown"),
    }
}

/// Whether a full disk is somewhere below an error.
pub(crate) fn is_disk_full(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let refused = cause.downcast_ref::<std::io::Error>();
        let stored = cause.downcast_ref::<StoreError>();
        refused.is_some_and(blazon_dataset::is_full) || matches!(stored, Some(StoreError::DiskFull))
    })
}

/// Problems with a provider.
const fn of_provider(problem: &Problem) -> &'static str {
    match problem {
        Problem::NoKey { .. } => "error-no-key",
        Problem::BadKey { .. } => "error-bad-key",
        Problem::NoCredit { .. } => "error-no-credit",
        Problem::Rejected { .. } => "error-rejected",
        Problem::Blocked { .. } => "error-blocked",
        Problem::Busy { .. } => "error-busy",
        Problem::WorkFailed { .. } => "error-work-failed",
        Problem::Offline { .. } | Problem::Silent => "error-offline",
        Problem::BrokenReply { .. } => "error-broken-reply",
        Problem::Gone => "error-gone",
        Problem::HostRefused { .. } => "error-host-refused",
        Problem::BadProxy => "error-bad-proxy",
        Problem::TooLarge { .. } => "error-too-large",
        Problem::BadWeights { .. } => "error-bad-weights",
        Problem::Disk { .. } => "error-disk",
    }
}

/// Errors of training and drawing.
fn of_engine_room(error: &anyhow::Error) -> Option<&'static str> {
    if let Some(problem) = error.downcast_ref::<Problem>() {
        return Some(of_provider(problem));
    }
    if error.is::<InvalidRecipe>() || error.is::<InvalidField>() {
        return Some("error-recipe-invalid");
    }
    if let Some(grid) = error.downcast_ref::<InvalidGrid>() {
        return Some(match grid {
            InvalidGrid::Empty => "error-grid-empty",
            InvalidGrid::TooLarge => "error-grid-too-large",
        });
    }
    if error.is::<InvalidEvaluationSet>() {
        return Some("error-evaluation-set");
    }
    if let Some(error) = error.downcast_ref::<BaseError>() {
        return Some(match error {
            BaseError::PocketMissing => "error-pocket-missing",
            BaseError::Missing { .. } => "error-base-missing",
            BaseError::Unusable { .. } => "error-base-unusable",
        });
    }
    Some(match error.downcast_ref::<InvalidDrawing>()? {
        InvalidDrawing::Field(_) => "error-drawing-invalid",
        InvalidDrawing::TooLong => "error-prompt-too-long",
        InvalidDrawing::Nothing => "error-nothing-to-draw",
        InvalidDrawing::OtherBase => "error-other-base",
        InvalidDrawing::NoPlace => "error-drawing-place",
    })
}

/// Errors about the bot.
fn of_bot(error: &anyhow::Error) -> Option<&'static str> {
    if let Some(invalid) = error.downcast_ref::<InvalidBotSettings>() {
        return Some(match invalid {
            InvalidBotSettings::Quota => "error-bot-quota",
            InvalidBotSettings::Queue => "error-bot-queue",
            InvalidBotSettings::NegativeCeiling => "error-setting-ceiling",
            InvalidBotSettings::NoTemplate => "error-bot-template",
            InvalidBotSettings::EmptyText => "error-bot-text-empty",
            InvalidBotSettings::LongText | InvalidBotSettings::TextTwice => "error-bot-text-long",
        });
    }
    Some(match error.downcast_ref::<BotError>()? {
        BotError::NoToken => "error-bot-no-token",
        BotError::NoNumber => "error-bot-number",
        BotError::Quota => "error-bot-quota",
        BotError::NoConsent => "error-bot-consent",
        BotError::Telegram(error) => match error {
            TelegramError::BadToken => "error-bot-token",
            TelegramError::Way(Problem::HostRefused { .. }) => "error-bot-host",
            TelegramError::Way(Problem::BadProxy) => "error-bad-proxy",
            TelegramError::Way(_) => "error-bot-offline",
            TelegramError::Conflict { .. }
            | TelegramError::TooMany { .. }
            | TelegramError::Forbidden { .. }
            | TelegramError::Refused { .. }
            | TelegramError::Broken { .. } => "error-bot-telegram",
        },
    })
}

fn of_move(refusal: &MoveRefusal) -> &'static str {
    match refusal {
        MoveRefusal::Named => "error-move-named",
        MoveRefusal::Unnameable { .. } => "error-move-unnameable",
        MoveRefusal::Occupied { .. } => "error-move-occupied",
        MoveRefusal::Inside { .. } => "error-move-inside",
        MoveRefusal::TooSmall { .. } => "error-move-too-small",
        MoveRefusal::Unwritable { source, .. } | MoveRefusal::Disk { source, .. }
            if blazon_dataset::is_full(source) =>
        {
            "error-move-too-small"
        }
        MoveRefusal::Unwritable { .. } => "error-move-unwritable",
        MoveRefusal::Held => "error-move-held",
        MoveRefusal::Stopped => "error-move-stopped",
        MoveRefusal::Differs { .. } => "error-move-differs",
        MoveRefusal::Disk { .. } => "error-move-disk",
    }
}

fn of_store(error: &StoreError) -> (ErrorCode, &'static str) {
    match error {
        StoreError::Newer { .. } => (ErrorCode::Unknown, "error-library-newer"),
        StoreError::NotFound { .. } => (ErrorCode::NotFound, "error-not-found"),
        StoreError::Unusable(_) => (ErrorCode::NotFound, "error-backup-unusable"),
        StoreError::TriggerTaken => (ErrorCode::TriggerTaken, "error-trigger-taken"),
        StoreError::TriggerLocked => (ErrorCode::TriggerLocked, "error-trigger-locked"),
        StoreError::DiskFull => (ErrorCode::DiskFull, "error-disk-full"),
        StoreError::Busy => (ErrorCode::LibraryBusy, "error-library-busy"),
        StoreError::File { .. } => (ErrorCode::Unknown, "error-library-unwritable"),
        StoreError::Transition(_) => (ErrorCode::Unknown, "error-run-moved-on"),
        error if error.is_refusal_of_disk() => (ErrorCode::Unknown, "error-library-disk"),
        StoreError::Json { .. } | StoreError::Migration(_) | StoreError::Sqlite(_) => {
            (ErrorCode::Unknown, "error-unknown")
        }
    }
}

fn of_archive(error: &ArchiveError) -> (ErrorCode, &'static str) {
    match error {
        ArchiveError::DiskFull => (ErrorCode::DiskFull, "error-disk-full"),
        ArchiveError::Taken { .. } => (ErrorCode::Unknown, "error-target-taken"),
        ArchiveError::Io { .. } | ArchiveError::NotText { .. } => {
            (ErrorCode::Unknown, "error-target-unwritable")
        }
        ArchiveError::Nothing
        | ArchiveError::TooMany(_)
        | ArchiveError::Picture { .. }
        | ArchiveError::Mismatch { .. }
        | ArchiveError::Cancelled => (ErrorCode::Unknown, "error-unknown"),
    }
}

/// The one value that a sentence may name.
fn argument_of(error: &anyhow::Error) -> String {
    if let Some(InvalidCrop { name }) = error.downcast_ref() {
        return name.clone();
    }
    if let Some(refusal) = error.downcast_ref::<MoveRefusal>() {
        return match refusal {
            MoveRefusal::Unnameable { path }
            | MoveRefusal::Occupied { path }
            | MoveRefusal::Inside { path }
            | MoveRefusal::Unwritable { path, .. } => path.clone(),
            MoveRefusal::Differs { file } | MoveRefusal::Disk { file, .. } => file.clone(),
            MoveRefusal::Named
            | MoveRefusal::TooSmall { .. }
            | MoveRefusal::Held
            | MoveRefusal::Stopped => String::new(),
        };
    }
    if let Some(InvalidRecipe { field }) = error.downcast_ref() {
        return (*field).to_owned();
    }
    if let Some(problem) = error.downcast_ref::<Problem>() {
        return match problem {
            Problem::HostRefused { host } => host.clone(),
            Problem::Disk { path, .. } => path.display().to_string(),
            Problem::Rejected {
                field: Some(field), ..
            } => field.clone(),
            Problem::Rejected { said, .. }
            | Problem::WorkFailed { said }
            | Problem::Blocked { said } => said.clone(),
            Problem::NoKey { .. }
            | Problem::BadKey { .. }
            | Problem::NoCredit { .. }
            | Problem::Busy { .. }
            | Problem::Offline { .. }
            | Problem::Silent
            | Problem::BrokenReply { .. }
            | Problem::Gone
            | Problem::BadProxy
            | Problem::TooLarge { .. }
            | Problem::BadWeights { .. } => String::new(),
        };
    }
    if let Some(InvalidField { field }) = error.downcast_ref() {
        return field.clone();
    }
    if let Some(InvalidDrawing::Field(field)) = error.downcast_ref() {
        return (*field).to_owned();
    }
    if let Some(BaseError::Missing { path } | BaseError::Unusable { path, .. }) =
        error.downcast_ref()
    {
        return path.display().to_string();
    }
    if let Some(
        ArchiveError::Taken { path }
        | ArchiveError::Io { path, .. }
        | ArchiveError::NotText { path },
    ) = error.downcast_ref()
    {
        return path.display().to_string();
    }
    match (
        error.downcast_ref::<InvalidSetting>(),
        error.downcast_ref::<OpenError>(),
    ) {
        (Some(InvalidSetting::Proxy(what) | InvalidSetting::Host(what)), _) => what.clone(),
        (_, Some(OpenError::Folder { path, .. } | OpenError::Away { path })) => path.clone(),
        (_, Some(OpenError::Moved { to })) => to.clone(),
        _ => String::new(),
    }
}
