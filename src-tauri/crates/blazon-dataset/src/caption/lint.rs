//! What may be wrong with the captions of a dataset.

use super::on_one_line;
use super::words::{is_trigger, joins};
use blazon_model::{CaptionLint, CaptionStyle, PhotoId, TriggerWord};
use std::collections::{BTreeMap, BTreeSet};
use unicode_segmentation::UnicodeSegmentation;

/// With fewer words a caption hardly describes a photo.
const FEWEST_WORDS: usize = 4;
/// How many tokens CLIP reads between its start and end marks (Radford et al. 2021, 2.4).
const CLIP_TOKENS: usize = 75;
/// The longest phrase that is looked for, in words.
const LONGEST_PHRASE: usize = 5;
/// From so many captions on it is asked which phrases stand in nearly all.
const CAPTIONS_TO_COMPARE: usize = 5;
/// How many lints of one kind are given.
const MOST_OF_A_KIND: usize = 5;

/// What may be wrong with `captions`, of the photos that are used. Nothing for no photos.
///
/// A phrase is two to five words without a mark between them, that begins and ends with a word
/// that says something; of phrases inside one another only the longest is given, and at most five
/// for each kind of fault, the most frequent first. The trigger word belongs to none.
#[must_use]
pub fn lint(
    captions: &[(PhotoId, &str)],
    style: CaptionStyle,
    trigger: &TriggerWord,
) -> Vec<CaptionLint> {
    let read: Vec<Caption> = captions
        .iter()
        .map(|(photo, text)| Caption::new(*photo, text, trigger))
        .collect();
    if read.is_empty() {
        return Vec::new();
    }
    let (empty, written): (Vec<Caption>, Vec<Caption>) = read
        .into_iter()
        .partition(|caption| caption.text.is_empty());
    if written.is_empty() {
        return vec![CaptionLint::None];
    }

    let mut lints = Vec::new();
    let mut say = |photos: Vec<PhotoId>, lint: fn(Vec<PhotoId>) -> CaptionLint| {
        if !photos.is_empty() {
            lints.push(lint(photos));
        }
    };
    say(photos_of(&empty, |_| true), |photos| CaptionLint::Missing {
        photos,
    });
    if style == CaptionStyle::AsWritten {
        say(
            photos_of(&written, |caption| !caption.has_trigger),
            |photos| CaptionLint::NoTrigger { photos },
        );
    }
    say(
        photos_of(&written, |caption| caption.word_count() < FEWEST_WORDS),
        |photos| CaptionLint::TooShort { photos },
    );
    say(
        photos_of(&written, |caption| {
            caption.clip_tokens(style, trigger) > CLIP_TOKENS
        }),
        |photos| CaptionLint::TooLong { photos },
    );
    lints.extend(repeated_phrases(&written));
    if written.len() > 1 && written.iter().all(|one| one.text == written[0].text) {
        lints.push(CaptionLint::AllTheSame);
    } else {
        lints.extend(phrases_in_nearly_all(&written));
    }
    lints
}

fn photos_of(captions: &[Caption], is_meant: impl Fn(&Caption) -> bool) -> Vec<PhotoId> {
    captions
        .iter()
        .filter(|caption| is_meant(caption))
        .map(|caption| caption.photo)
        .collect()
}

/// A caption taken apart.
struct Caption {
    photo: PhotoId,
    text: String,
    has_trigger: bool,
    /// Its words in lower case, in runs without a mark or the trigger word between them.
    runs: Vec<Vec<String>>,
}

impl Caption {
    fn new(photo: PhotoId, text: &str, trigger: &TriggerWord) -> Self {
        let text = on_one_line(text);
        let mut runs = vec![Vec::new()];
        let mut has_trigger = false;
        for part in text.split_word_bounds() {
            let is_word = part.chars().any(char::is_alphanumeric);
            let is_the_trigger = is_trigger(part, trigger);
            has_trigger |= is_the_trigger;
            if is_word && !is_the_trigger {
                if let Some(run) = runs.last_mut() {
                    run.push(part.to_lowercase());
                }
            } else if is_the_trigger || !(part.trim().is_empty() || part == "-") {
                runs.push(Vec::new());
            }
        }
        Self {
            photo,
            text,
            has_trigger,
            runs,
        }
    }

    fn word_count(&self) -> usize {
        self.runs.iter().map(Vec::len).sum()
    }

    /// The phrases of this caption, each with the places in which it begins: run and word.
    fn phrases(&self) -> BTreeMap<&[String], Vec<(usize, usize)>> {
        let mut phrases: BTreeMap<&[String], Vec<_>> = BTreeMap::new();
        for (run_at, run) in self.runs.iter().enumerate() {
            for length in 2..=LONGEST_PHRASE {
                for (at, words) in run.windows(length).enumerate() {
                    if !joins(&words[0]) && !joins(&words[length - 1]) {
                        phrases.entry(words).or_default().push((run_at, at));
                    }
                }
            }
        }
        phrases
    }

    /// An estimate of the tokens that CLIP's tokenizer makes of the line that is trained.
    fn clip_tokens(&self, style: CaptionStyle, trigger: &TriggerWord) -> usize {
        let own = clip_tokens(&self.text);
        match style {
            CaptionStyle::TriggerFirst if !self.has_trigger => {
                own + clip_tokens(trigger.as_str()) + 1
            }
            CaptionStyle::TriggerFirst | CaptionStyle::AsWritten => own,
        }
    }
}

/// An estimate of the tokens of CLIP's byte pair encoding, whose vocabulary is English: a word of
/// Latin letters is one up to eight letters and one more for every four beyond; other letters,
/// each of two bytes or more, are six for every five of a word; a digit is one, and so is a run
/// of marks. On English and Russian captions it is within a tenth of the tokenizer of OpenAI.
fn clip_tokens(text: &str) -> usize {
    let mut tokens = 0;
    let mut word = (0_usize, 0_usize);
    let mut in_marks = false;
    for letter in text.chars() {
        if letter.is_alphabetic() {
            if letter.is_ascii() {
                word.0 += 1;
            } else {
                word.1 += 1;
            }
            in_marks = false;
            continue;
        }
        tokens += tokens_of_word(word);
        word = (0, 0);
        if letter.is_whitespace() {
            in_marks = false;
        } else if letter.is_numeric() {
            tokens += 1;
            in_marks = false;
        } else if !in_marks {
            tokens += 1;
            in_marks = true;
        }
    }
    tokens + tokens_of_word(word)
}

fn tokens_of_word((latin, other): (usize, usize)) -> usize {
    let of_latin = match latin {
        0 => 0,
        letters => 1 + letters.saturating_sub(8).div_ceil(4),
    };
    of_latin + (other * 6).div_ceil(5)
}

fn repeated_phrases(captions: &[Caption]) -> Vec<CaptionLint> {
    let mut found: BTreeMap<Vec<String>, Vec<PhotoId>> = BTreeMap::new();
    for caption in captions {
        let repeated: Vec<&[String]> = caption
            .phrases()
            .into_iter()
            .filter(|(words, places)| stands_twice(places, words.len()))
            .map(|(words, _)| words)
            .collect();
        for words in longest_alone(&repeated) {
            found.entry(words.to_vec()).or_default().push(caption.photo);
        }
    }
    most_frequent(found, Vec::len)
        .into_iter()
        .map(|(words, photos)| CaptionLint::Repeats {
            phrase: words.join(" "),
            photos,
        })
        .collect()
}

/// Whether two of the places of a phrase of `length` words do not overlap.
fn stands_twice(places: &[(usize, usize)], length: usize) -> bool {
    match (places.first(), places.last()) {
        (Some(first), Some(last)) => last.0 > first.0 || last.1 >= first.1 + length,
        (Some(_) | None, _) => false,
    }
}

fn phrases_in_nearly_all(captions: &[Caption]) -> Vec<CaptionLint> {
    if captions.len() < CAPTIONS_TO_COMPARE {
        return Vec::new();
    }
    let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for caption in captions {
        for words in caption.phrases().into_keys() {
            *counts.entry(words.to_vec()).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count * 5 >= captions.len() * 4);
    let frequent: Vec<&[String]> = counts.keys().map(Vec::as_slice).collect();
    let alone: BTreeSet<Vec<String>> = longest_alone(&frequent)
        .into_iter()
        .map(<[String]>::to_vec)
        .collect();
    counts.retain(|words, _| alone.contains(words));
    most_frequent(counts, |count| *count)
        .into_iter()
        .map(|(words, count)| CaptionLint::InNearlyAll {
            phrase: words.join(" "),
            count: u32::try_from(count).unwrap_or(u32::MAX),
        })
        .collect()
}

/// The phrases that neither stand in a longer one nor share its beginning or end with one that
/// was taken.
fn longest_alone<'a>(phrases: &[&'a [String]]) -> Vec<&'a [String]> {
    let mut sorted = phrases.to_vec();
    sorted.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    let mut alone: Vec<&[String]> = Vec::new();
    for phrase in sorted {
        if !alone.iter().any(|taken| overlap(taken, phrase)) {
            alone.push(phrase);
        }
    }
    alone
}

/// Whether the shorter phrase is in the longer one, or the end of one is the start of the other
/// by two words or more: both then come from one longer text.
fn overlap(longer: &[String], shorter: &[String]) -> bool {
    longer.windows(shorter.len()).any(|words| words == shorter)
        || (2..shorter.len()).any(|shared| {
            longer.ends_with(&shorter[..shared])
                || longer.starts_with(&shorter[shorter.len() - shared..])
        })
}

fn most_frequent<T>(
    found: BTreeMap<Vec<String>, T>,
    count: impl Fn(&T) -> usize,
) -> Vec<(Vec<String>, T)> {
    let mut sorted: Vec<_> = found.into_iter().collect();
    // Stable, so that equals stay in the order of their words.
    sorted.sort_by_key(|(words, what)| std::cmp::Reverse((count(what), words.len())));
    sorted.truncate(MOST_OF_A_KIND);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::Timestamp;
    use proptest::prelude::*;
    use rstest::rstest;

    fn fox() -> TriggerWord {
        "FOX_A3F2".parse().unwrap()
    }

    fn photo(number: usize) -> PhotoId {
        PhotoId::new(Timestamp(i64::try_from(number).unwrap()), [0; 10])
    }

    fn lints(captions: &[&str], style: CaptionStyle) -> Vec<CaptionLint> {
        let captions: Vec<_> = captions
            .iter()
            .enumerate()
            .map(|(number, text)| (photo(number), *text))
            .collect();
        lint(&captions, style, &fox())
    }

    fn first(captions: &[&str]) -> Vec<CaptionLint> {
        lints(captions, CaptionStyle::TriggerFirst)
    }

    #[test]
    fn captions_in_order_have_no_lint() {
        assert_eq!(first(&[]), []);
        assert_eq!(
            first(&[
                "a red scarf in the snow",
                "reading a book at the window",
                "стоит у старого дерева в парке",
                "close-up with soft light from left",
                "running along the beach at sunset",
            ]),
            []
        );
    }

    #[test]
    fn missing_captions_are_named_and_none_at_all_is_one_fact() {
        assert_eq!(first(&["", " \n"]), [CaptionLint::None]);
        assert_eq!(
            first(&["a red scarf in snow", ""]),
            [CaptionLint::Missing {
                photos: vec![photo(1)]
            }]
        );
    }

    #[test]
    fn the_trigger_word_is_missed_in_captions_used_as_written() {
        let captions = ["fox_a3f2 with a red scarf", "a fox with a blue scarf"];
        assert_eq!(first(&captions), []);
        assert_eq!(
            lints(&captions, CaptionStyle::AsWritten),
            [CaptionLint::NoTrigger {
                photos: vec![photo(1)]
            }]
        );
    }

    #[test]
    fn fewer_than_four_words_are_too_short() {
        assert_eq!(
            first(&["FOX_A3F2, a red scarf", "один два три четыре"]),
            [CaptionLint::TooShort {
                photos: vec![photo(0)]
            }]
        );
    }

    #[test]
    fn more_than_75_tokens_are_too_long() {
        let fits = "river ".repeat(75 - 7);
        let too_long = "river ".repeat(75 - 6);
        for (text, expected) in [(fits, false), (too_long, true)] {
            let found = first(&[&text])
                .iter()
                .any(|lint| matches!(lint, CaptionLint::TooLong { .. }));
            assert_eq!(
                found, expected,
                "the trigger word and its comma are 7 tokens"
            );
        }
    }

    /// Counts of the tokenizer of openai/CLIP (bpe_simple_vocab_16e6), without its marks.
    #[rstest]
    #[case(
        "a small fox herald mascot looking through a telescope, standing, three-quarter view, plain dusk blue background",
        24
    )]
    #[case(
        "a close-up portrait of a woman with curly auburn hair wearing a turquoise headscarf, standing in a cobblestone alleyway at dusk, bokeh lights, shallow depth of field, photographed with a vintage lens",
        42
    )]
    #[case(
        "портрет женщины с рыжими волосами в зелёном шарфе, стоит на улице вечером, размытый фон",
        92
    )]
    #[case(
        "лиса держит телескоп на фоне звёздного неба, мультяшная иллюстрация, яркие цвета",
        88
    )]
    #[case(
        "мужчина в чёрной куртке сидит за столом у окна и читает книгу, мягкий свет",
        77
    )]
    #[case("MY_PORTRAIT_2025_A3F2, x", 15)]
    fn tokens_are_estimated_within_a_tenth(#[case] text: &str, #[case] counted: usize) {
        let estimate = clip_tokens(text);
        assert!(
            estimate.abs_diff(counted) * 10 <= counted,
            "{estimate} for {counted}"
        );
    }

    #[test]
    fn a_phrase_said_twice_in_one_caption_is_named_once_and_whole() {
        assert_eq!(
            first(&[
                "a long red scarf, trees, with a long red scarf",
                "a tall tree in the garden and a house in the garden",
            ]),
            [CaptionLint::Repeats {
                phrase: "long red scarf".to_owned(),
                photos: vec![photo(0)]
            }]
        );
    }

    #[test]
    fn a_phrase_in_nearly_all_captions_is_named_with_its_count() {
        let captions = [
            "long red hair, at the beach in summer",
            "a smile and long red hair at home",
            "Long Red Hair under a hat, in town",
            "walking a dog, long red hair in wind",
            "sitting on a bench with a newspaper",
        ];
        assert_eq!(
            first(&captions),
            [CaptionLint::InNearlyAll {
                phrase: "long red hair".to_owned(),
                count: 4
            }]
        );
        assert_eq!(
            first(&captions[..4]),
            [],
            "four captions are too few to say"
        );
    }

    #[test]
    fn captions_that_are_all_the_same_are_one_fact() {
        assert_eq!(first(&["a photo of my dog"; 6]), [CaptionLint::AllTheSame]);
    }

    #[test]
    fn at_most_five_phrases_of_a_kind_are_named() {
        let caption =
            "red hat, blue scarf, green coat, white shirt, black boots, silver ring, gold chain";
        let captions: Vec<String> = (0..6)
            .map(|number| format!("{caption}, scene{number}"))
            .collect();
        let captions: Vec<&str> = captions.iter().map(String::as_str).collect();
        assert_eq!(first(&captions).len(), 5);
    }

    proptest! {
        #[test]
        fn any_captions_are_linted(captions in proptest::collection::vec(any::<String>(), 0..8)) {
            let captions: Vec<&str> = captions.iter().map(String::as_str).collect();
            let found = first(&captions);
            prop_assert!(found.len() <= 4 + 5 + 5);
        }
    }
}
