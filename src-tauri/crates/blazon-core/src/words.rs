//! The messages, in English and Russian, from the Fluent files that the window uses too.

use blazon_model::{ImportProblem, LanguageTag, ProblemReason};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;

type Bundle = FluentBundle<FluentResource>;

// Read once: whoever answers many people asks for them with each sentence.
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| read(LanguageTag::En));
static RUSSIAN: LazyLock<Bundle> = LazyLock::new(|| read(LanguageTag::Ru));

fn read(language: LanguageTag) -> Bundle {
    let text = match language {
        LanguageTag::En => include_str!("../../../../locales/en.ftl"),
        LanguageTag::Ru => include_str!("../../../../locales/ru.ftl"),
    };
    // What is wrong in a file is found by the tests; here the readable messages are kept.
    let resource =
        FluentResource::try_new(text.to_owned()).unwrap_or_else(|(readable, _)| readable);
    let tag = language.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks around values protect mixed directions; both languages run left to right.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

/// The messages in one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    language: LanguageTag,
}

/// A value in a message.
#[derive(Clone, Debug)]
pub enum Argument {
    /// Text, shown as it is.
    Text(String),
    /// A number, by which plurals are chosen.
    Number(f64),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Argument {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl Words {
    /// The messages in `language`.
    #[must_use]
    pub const fn new(language: LanguageTag) -> Self {
        Self { language }
    }

    fn bundle(self) -> &'static Bundle {
        match self.language {
            LanguageTag::En => &ENGLISH,
            LanguageTag::Ru => &RUSSIAN,
        }
    }

    /// Words that stand in both languages, such as a template's.
    #[must_use]
    pub const fn of<'w>(&self, english: &'w str, russian: &'w str) -> &'w str {
        match self.language {
            LanguageTag::En => english,
            LanguageTag::Ru => russian,
        }
    }

    /// The messages in the language that the system speaks.
    #[must_use]
    pub fn of_system() -> Self {
        Self::new(system_language())
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> LanguageTag {
        self.language
    }

    /// The message `id`; the id itself where there is none.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// The message `id` with `arguments`; the id itself where there is none.
    #[must_use]
    pub fn say_with(&self, id: &str, arguments: &[(&str, Argument)]) -> String {
        let bundle = self.bundle();
        let message = bundle.get_message(id);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut values = FluentArgs::new();
        for (name, argument) in arguments {
            values.set(
                (*name).to_owned(),
                match argument {
                    Argument::Text(text) => FluentValue::from(text.clone()),
                    Argument::Number(number) => FluentValue::from(*number),
                },
            );
        }
        bundle
            .format_pattern(pattern, Some(&values), &mut Vec::new())
            .into_owned()
    }
}

/// The sentence that says why a file was left, with its name.
#[must_use]
pub fn problem_sentence(words: &Words, problem: &ImportProblem) -> String {
    let mut arguments = vec![("file", Argument::from(problem.file_name.as_str()))];
    match &problem.reason {
        ProblemReason::UnsupportedFormat { format } => {
            arguments.push(("format", format.as_str().into()));
        }
        ProblemReason::TooManyPixels {
            width,
            height,
            limit_megapixels,
        } => arguments.extend([
            ("width", (*width).into()),
            ("height", (*height).into()),
            ("limit", (*limit_megapixels).into()),
        ]),
        ProblemReason::TooManyBytes { limit } => {
            let megabytes = u32::try_from(limit.0 / 1_000_000).unwrap_or(u32::MAX);
            arguments.push(("limit", megabytes.into()));
        }
        ProblemReason::ReaderMissing { format, package } => arguments.extend([
            ("format", format.as_str().into()),
            ("package", package.as_str().into()),
        ]),
        ProblemReason::NotAnImage
        | ProblemReason::NestedArchive
        | ProblemReason::ArchiveTooLarge
        | ProblemReason::Empty
        | ProblemReason::Truncated
        | ProblemReason::Broken
        | ProblemReason::NoPermission
        | ProblemReason::Locked
        | ProblemReason::Vanished
        | ProblemReason::Unreadable
        | ProblemReason::FolderUnreadable
        | ProblemReason::NameNotText
        | ProblemReason::DiskFull => {}
    }
    words.say_with(problem.reason.message_id(), &arguments)
}

/// The language that the system speaks.
pub(crate) fn system_language() -> LanguageTag {
    sys_locale::get_locale()
        .map(|locale| LanguageTag::of_locale(&locale))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_are_read_without_an_error() {
        for text in [
            include_str!("../../../../locales/en.ftl"),
            include_str!("../../../../locales/ru.ftl"),
        ] {
            let errors = FluentResource::try_new(text.to_owned())
                .err()
                .map(|(_, errors)| errors);
            assert!(errors.is_none(), "{errors:?}");
        }
    }

    #[test]
    fn every_problem_has_a_sentence_with_the_name_in_both_languages() {
        let reasons = [
            ProblemReason::NotAnImage,
            ProblemReason::UnsupportedFormat {
                format: "HEIC".into(),
            },
            ProblemReason::ReaderMissing {
                format: "HEIC".into(),
                package: "libheif1".into(),
            },
            ProblemReason::NestedArchive,
            ProblemReason::ArchiveTooLarge,
            ProblemReason::Empty,
            ProblemReason::Truncated,
            ProblemReason::Broken,
            ProblemReason::TooManyPixels {
                width: 40_000,
                height: 40_000,
                limit_megapixels: 256,
            },
            ProblemReason::TooManyBytes {
                limit: blazon_model::ByteCount(512_000_000),
            },
            ProblemReason::NoPermission,
            ProblemReason::Locked,
            ProblemReason::Vanished,
            ProblemReason::Unreadable,
            ProblemReason::FolderUnreadable,
            ProblemReason::NameNotText,
            ProblemReason::DiskFull,
        ];
        for language in LanguageTag::ALL {
            let words = Words::new(language);
            for reason in &reasons {
                let problem = ImportProblem {
                    file_name: "photo.jpg".into(),
                    reason: reason.clone(),
                };
                let sentence = problem_sentence(&words, &problem);
                assert!(sentence.contains("photo.jpg"), "{language:?}: {sentence}");
                assert!(!sentence.contains('{'), "{language:?}: {sentence}");
            }
        }
    }
}
