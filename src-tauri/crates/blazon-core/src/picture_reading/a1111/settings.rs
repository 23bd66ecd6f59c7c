//! The line of settings: `Steps: 20, Sampler: Euler a, Lora hashes: "a: 1, b: 2", …`.
//!
//! A value with a comma, a colon or a new line in it is written as a JSON string; Civitai writes JSON as it is.

use serde::de::IgnoredAny;
use std::str::FromStr;

/// Longer lines are texts.
const LONGEST: usize = 256 << 10;
/// With fewer, a line is a prompt that has colons in it; A1111's rule.
const FEWEST: usize = 3;

#[derive(Default)]
pub(super) struct Settings {
    pairs: Vec<(String, String)>,
}

impl Settings {
    /// The settings of `line`, where it is a line of settings: it begins with one, has enough of them, and one of
    /// those that every program writes says what such a setting says.
    pub(super) fn of_line(line: &str) -> Option<Self> {
        if line.len() > LONGEST || Pair::at_start(line).is_none() {
            return None;
        }
        let settings = Self { pairs: pairs(line) };
        let is_sure = settings.parsed::<u32>("Steps").is_some()
            || settings.parsed::<u64>("Seed").is_some()
            || settings.size().is_some()
            || settings.number("CFG scale").is_some();
        (settings.pairs.len() >= FEWEST && is_sure).then_some(settings)
    }

    /// A setting's value; the first where it is there twice, capitals aside.
    pub(super) fn find(&self, key: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(key))
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn parsed<T: FromStr>(&self, key: &str) -> Option<T> {
        self.find(key)?.parse().ok()
    }

    pub(super) fn number(&self, key: &str) -> Option<f64> {
        self.parsed::<f64>(key).filter(|number| number.is_finite())
    }

    /// `Size: 512x768`.
    pub(super) fn size(&self) -> Option<[u32; 2]> {
        let (width, height) = self.find("Size")?.split_once('x')?;
        let size = [width.trim().parse().ok()?, height.trim().parse().ok()?];
        size.iter().all(|side| *side > 0).then_some(size)
    }
}

/// All settings of a line; what is none, up to the next comma, is passed over.
fn pairs(line: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        rest = match Pair::at_start(rest) {
            Some(pair) => {
                pairs.push((pair.key.to_owned(), pair.value));
                pair.rest
            }
            None => rest.split_once(',').map_or("", |(_, rest)| rest),
        };
    }
    pairs
}

struct Pair<'l> {
    key: &'l str,
    value: String,
    /// What stands behind the comma.
    rest: &'l str,
}

impl<'l> Pair<'l> {
    fn at_start(line: &'l str) -> Option<Self> {
        // The next comma or colon says whether a key can stand here, without looking through the whole line.
        let end = line.find([':', ','])?;
        let (key, behind) = line.split_at(end);
        let key = key.trim_start();
        let behind = behind.strip_prefix(':')?.trim_start();
        if !is_key(key) {
            return None;
        }
        let (value, rest) = quoted(behind)
            .or_else(|| structured(behind))
            .unwrap_or_else(|| plain(behind));
        Some(Self { key, value, rest })
    }
}

/// A1111's own rule for keys.
fn is_key(key: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    key.starts_with(is_word)
        && key.chars().count() > 1
        && key
            .chars()
            .all(|letter| is_word(letter) || " -/".contains(letter))
}

/// A JSON string at the start of `text`, its value; where it is no JSON, what stands between the quotes.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut escaped = false;
    let end = inside.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    let rest = behind_comma(&inside[end + 1..])?;
    let value = serde_json::from_str(&text[..end + 2]).unwrap_or_else(|_| inside[..end].to_owned());
    Some((value, rest))
}

/// A JSON array or object at the start of `text`, as it stands there.
fn structured(text: &str) -> Option<(String, &str)> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let (value, rest) = text.split_at(values.byte_offset());
    Some((value.to_owned(), behind_comma(rest)?))
}

fn plain(text: &str) -> (String, &str) {
    let (value, rest) = text.split_once(',').unwrap_or((text, ""));
    (value.trim().to_owned(), rest)
}

/// What stands behind the comma at the start of `rest`, or nothing where it ends.
fn behind_comma(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    if rest.is_empty() {
        Some(rest)
    } else {
        rest.strip_prefix(',')
    }
}
