//! What is wrong with a badge, a list or a picture for one, in the words of people.

use crate::badge_drawing::UndrawableBadge;
use crate::{Argument, ErrorCode, Explained, Words, problem_sentence};
use blazon_badge::csv::{CsvError, RowError};
use blazon_badge::sheet::SheetError;
use blazon_dataset::PhotoError;
use blazon_model::{BadgeFinding, BadgeTemplate, ImportProblem};

/// A badge's picture that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the picture {file_name} cannot be used")]
pub struct UnusablePicture {
    /// The file, without its folders.
    pub file_name: String,
    /// Why.
    #[source]
    pub source: PhotoError,
}

/// Says an error of this room; `None` for others.
pub(crate) fn explain_badge(error: &anyhow::Error, words: &Words) -> Option<Explained> {
    let message = if let Some(unusable) = error.downcast_ref::<UnusablePicture>() {
        let problem = ImportProblem {
            file_name: unusable.file_name.clone(),
            reason: unusable.source.reason(),
        };
        problem_sentence(words, &problem)
    } else if let Some(undrawable) = error.downcast_ref::<UndrawableBadge>() {
        let (id, what) = match undrawable {
            UndrawableBadge::NoTemplate(id) => ("badge-no-template", id.clone()),
            UndrawableBadge::Badge(error) => ("badge-undrawable", error.to_string()),
            UndrawableBadge::Pdf(error) => ("badge-undrawable", error.to_string()),
        };
        words.say_with(id, &[("what", what.into())])
    } else if let Some(error) = error.downcast_ref::<CsvError>() {
        words.say(list_message(error))
    } else if let Some(error) = error.downcast_ref::<RowError>() {
        crate::badge_list::problem_of_error(words, error).sentence
    } else {
        error.downcast_ref::<SheetError>()?;
        words.say("badge-sheet-does-not-fit")
    };
    Some(Explained {
        code: ErrorCode::Refused,
        message,
        hint: None,
    })
}

const fn list_message(error: &CsvError) -> &'static str {
    match error {
        CsvError::Open { .. } | CsvError::Read(_) => "badge-list-open",
        CsvError::TooLarge { .. } => "badge-list-too-large",
        CsvError::Workbook => "badge-list-workbook",
        CsvError::NotText => "badge-list-no-text",
        CsvError::Empty => "badge-list-empty",
    }
}

/// What a person should know about a badge, in words; fields are called as `template` calls them.
#[must_use]
pub fn badge_finding_sentence(
    words: &Words,
    template: &BadgeTemplate,
    finding: &BadgeFinding,
) -> String {
    let called = |field: Option<&str>| {
        let found = template
            .fields
            .iter()
            .find(|each| Some(each.id.as_str()) == field);
        let found = found.map(|field| words.of(&field.label.en, &field.label.ru));
        Argument::from(found.or(field).unwrap_or_default())
    };
    let (id, arguments) = match finding {
        BadgeFinding::MissingCharacters { characters, .. } => (
            "badge-finding-missing",
            vec![("characters", characters.as_str().into())],
        ),
        BadgeFinding::TooSmall { field } => (
            "badge-finding-small",
            vec![("field", called(field.as_deref()))],
        ),
        BadgeFinding::TooLong { field, characters } => (
            "badge-finding-long",
            vec![
                ("field", called(Some(field))),
                ("characters", (*characters).into()),
            ],
        ),
        BadgeFinding::CodeTooLong { field } => (
            "badge-finding-code",
            vec![("field", called(field.as_deref()))],
        ),
        BadgeFinding::EmptyField { field } => {
            ("badge-finding-empty", vec![("field", called(Some(field)))])
        }
        BadgeFinding::PictureMissing => ("badge-finding-picture", Vec::new()),
    };
    words.say_with(id, &arguments)
}
