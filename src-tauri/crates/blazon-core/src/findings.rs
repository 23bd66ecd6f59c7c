//! The lines of a review in the words of people: a sentence, and what to do where there is more
//! to say.

use crate::{Argument, Words};
use blazon_model::{CaptionLint, Finding, Mark};

/// The sentence of a line, and the hint below it.
#[must_use]
pub fn finding_sentence(words: &Words, finding: &Finding) -> (String, Option<String>) {
    let (id, arguments) = message(finding);
    let hint_id = format!("{id}-hint");
    let hint = words.say_with(&hint_id, &arguments);
    (
        words.say_with(&id, &arguments),
        (hint != hint_id).then_some(hint),
    )
}

/// The words for a mark, as it stands under a photo.
#[must_use]
pub fn mark_words(words: &Words, mark: Mark) -> String {
    words.say(&format!("mark-{}", mark_name(mark)))
}

type Message = (String, Vec<(&'static str, Argument)>);

fn message(finding: &Finding) -> Message {
    match finding {
        Finding::TooFewPhotos { used, needed } => (
            "review-too-few-photos".to_owned(),
            vec![("used", (*used).into()), ("needed", (*needed).into())],
        ),
        Finding::FewerThanAdvised { used, advised } => (
            "review-fewer-than-advised".to_owned(),
            vec![("used", (*used).into()), ("advised", (*advised).into())],
        ),
        Finding::EnoughPhotos { used } => counted("review-enough-photos", "used", *used),
        Finding::Marked { mark, photos } => counted(
            &format!("review-marked-{}", mark_name(*mark)),
            "count",
            number(photos.len()),
        ),
        Finding::LeftOut { mark, photos } => counted(
            &format!("review-left-out-{}", mark_name(*mark)),
            "count",
            number(photos.len()),
        ),
        Finding::NearDuplicates {
            groups,
            photos,
            used,
        } => (
            "review-near-duplicates".to_owned(),
            vec![
                ("groups", (*groups).into()),
                ("photos", number(photos.len()).into()),
                ("used", (*used).into()),
            ],
        ),
        Finding::OneFaceEverywhere => ("review-one-face".to_owned(), Vec::new()),
        Finding::FacesToCome { done, total } => (
            "review-faces-to-come".to_owned(),
            vec![("done", (*done).into()), ("total", (*total).into())],
        ),
        Finding::MeasuresToCome { photos } => counted("review-measures-to-come", "photos", *photos),
        Finding::CaptionsComplete { count } => counted("review-captions-complete", "count", *count),
        Finding::Captions { lint } => about_captions(lint),
        Finding::MetadataRemoved => ("review-metadata-removed".to_owned(), Vec::new()),
    }
}

fn about_captions(lint: &CaptionLint) -> Message {
    match lint {
        CaptionLint::Missing { photos } => {
            counted("review-captions-missing", "count", number(photos.len()))
        }
        CaptionLint::None => ("review-captions-none".to_owned(), Vec::new()),
        CaptionLint::NoTrigger { photos } => {
            counted("review-captions-no-trigger", "count", number(photos.len()))
        }
        CaptionLint::TooShort { photos } => {
            counted("review-captions-too-short", "count", number(photos.len()))
        }
        CaptionLint::TooLong { photos } => {
            counted("review-captions-too-long", "count", number(photos.len()))
        }
        CaptionLint::Repeats { phrase, .. } => (
            "review-captions-repeats".to_owned(),
            vec![("phrase", phrase.as_str().into())],
        ),
        CaptionLint::AllTheSame => ("review-captions-all-the-same".to_owned(), Vec::new()),
        CaptionLint::InNearlyAll { phrase, count } => (
            "review-captions-in-nearly-all".to_owned(),
            vec![
                ("phrase", phrase.as_str().into()),
                ("count", (*count).into()),
            ],
        ),
    }
}

fn counted(id: &str, name: &'static str, count: u32) -> Message {
    (id.to_owned(), vec![(name, count.into())])
}

const fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::TooSmall => "too-small",
        Mark::Blurred => "blurred",
        Mark::TooDark => "too-dark",
        Mark::TooBright => "too-bright",
        Mark::ExtremeShape => "extreme-shape",
        Mark::NearDuplicate => "near-duplicate",
        Mark::OtherPeople => "other-people",
        Mark::NoFace => "no-face",
        Mark::BusyBackground => "busy-background",
        Mark::Transparent => "transparent",
        Mark::BelowSize => "below-size",
        Mark::TurnedUpright => "turned-upright",
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::LanguageTag;

    const MARKS: [Mark; 12] = [
        Mark::TooSmall,
        Mark::Blurred,
        Mark::TooDark,
        Mark::TooBright,
        Mark::ExtremeShape,
        Mark::NearDuplicate,
        Mark::OtherPeople,
        Mark::NoFace,
        Mark::BusyBackground,
        Mark::Transparent,
        Mark::BelowSize,
        Mark::TurnedUpright,
    ];

    fn findings() -> Vec<Finding> {
        let lints = [
            CaptionLint::Missing { photos: Vec::new() },
            CaptionLint::None,
            CaptionLint::NoTrigger { photos: Vec::new() },
            CaptionLint::TooShort { photos: Vec::new() },
            CaptionLint::TooLong { photos: Vec::new() },
            CaptionLint::Repeats {
                phrase: "a red hat".into(),
                photos: Vec::new(),
            },
            CaptionLint::AllTheSame,
            CaptionLint::InNearlyAll {
                phrase: "red hair".into(),
                count: 9,
            },
        ];
        let mut all: Vec<_> = lints
            .into_iter()
            .map(|lint| Finding::Captions { lint })
            .collect();
        // Near duplicates and turned photos have no line of their own.
        all.extend(
            MARKS
                .into_iter()
                .filter(|mark| !matches!(mark, Mark::NearDuplicate | Mark::TurnedUpright))
                .map(|mark| Finding::Marked {
                    mark,
                    photos: Vec::new(),
                }),
        );
        all.extend([
            Finding::TooFewPhotos { used: 1, needed: 5 },
            Finding::FewerThanAdvised {
                used: 6,
                advised: 10,
            },
            Finding::EnoughPhotos { used: 12 },
            Finding::LeftOut {
                mark: Mark::TooSmall,
                photos: Vec::new(),
            },
            Finding::NearDuplicates {
                groups: 1,
                photos: Vec::new(),
                used: 1,
            },
            Finding::OneFaceEverywhere,
            Finding::FacesToCome { done: 1, total: 2 },
            Finding::MeasuresToCome { photos: 3 },
            Finding::CaptionsComplete { count: 4 },
            Finding::MetadataRemoved,
        ]);
        all
    }

    #[test]
    fn every_line_and_every_mark_has_words_in_both_languages() {
        for tag in [LanguageTag::En, LanguageTag::Ru] {
            let words = Words::new(tag);
            for finding in findings() {
                let (sentence, hint) = finding_sentence(&words, &finding);
                for text in [Some(sentence), hint].into_iter().flatten() {
                    assert!(
                        !text.starts_with("review-") && !text.contains('{'),
                        "{tag:?} {finding:?}: {text}"
                    );
                }
            }
            for mark in MARKS {
                let text = mark_words(&words, mark);
                assert!(!text.starts_with("mark-"), "{tag:?} {mark:?}: {text}");
                assert!(text.chars().count() <= 14, "{text} is too long for a mark");
            }
        }
    }
}
