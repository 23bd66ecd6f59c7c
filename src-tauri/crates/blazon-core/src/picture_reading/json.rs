//! JSON of other programs: read although it has numbers that JSON does not know, and numbers taken from it only
//! where they can be used.

use serde_json::{Map, Value};

/// The value of `text`. `NaN` and `Infinity`, which Python writes, and numbers beyond all range are read as `null`.
pub(super) fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&without_odd_numbers(text)))
        .ok()
}

/// The object of `text`.
pub(super) fn parse_object(text: &str) -> Option<Map<String, Value>> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    match parse(text)? {
        Value::Object(object) => Some(object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            None
        }
    }
}

/// A whole number from 0, also one that is written as text or as `20.0`.
pub(super) fn whole(value: &Value) -> Option<u64> {
    /// Beyond it, a number with a point no longer says which whole number it is.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok())
        .or_else(|| {
            let number = value.as_f64()?;
            let is_whole = (0.0..EXACT).contains(&number) && number.fract() == 0.0;
            is_whole.then(|| format!("{number:.0}").parse().ok())?
        })
}

/// [`whole`], where it is small enough for what is counted.
pub(super) fn count(value: &Value) -> Option<u32> {
    whole(value)?.try_into().ok()
}

/// A finite number, also one that is written as text.
pub(super) fn number(value: &Value) -> Option<f64> {
    value
        .as_f64()
        .or_else(|| value.as_str()?.trim().parse().ok())
        .filter(|number| number.is_finite())
}

/// The text of a field; empty where there is none.
pub(super) fn text(object: &Map<String, Value>, field: &str) -> String {
    object
        .get(field)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// Width and height, where both are there.
pub(super) fn size(width: Option<&Value>, height: Option<&Value>) -> Option<[u32; 2]> {
    let size = [count(width?)?, count(height?)?];
    size.iter().all(|side| *side > 0).then_some(size)
}

fn without_odd_numbers(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '-' | '0'..='9' | 'a'..='z' | 'A'..='Z' => word_length(rest),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        // Rust reads `NaN` and `Infinity` as numbers too.
        let is_odd = token.parse::<f64>().is_ok_and(|number| !number.is_finite());
        clean.push_str(if is_odd { "null" } else { token });
        rest = after;
    }
    clean
}

/// The length of the string at the start of `text`, its quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (place, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return place + 1,
            _ => {}
        }
    }
    text.len()
}

fn word_length(text: &str) -> usize {
    text.find(|letter: char| !letter.is_ascii_alphanumeric() && !"+-.".contains(letter))
        .unwrap_or(text.len())
}
