//! What a method is given, from wherever it comes: the query, a form, JSON, or a form with files.
//!
//! As in Telegram's server everything is text in the end, so that a keyboard may come as JSON in a form or as a part of a
//! body that is JSON itself.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;

use super::failure::{Failure, Outcome};
use crate::multipart;
use crate::request::Request;

/// A file that came with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attached {
    pub(super) name: String,
    pub(super) content_type: Option<String>,
    pub(super) bytes: Bytes,
}

/// The parameters of one call.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    values: BTreeMap<String, String>,
    files: BTreeMap<String, Attached>,
}

impl Parameters {
    /// Reads them.
    ///
    /// # Errors
    /// When the body is not what it says it is.
    pub(super) fn of(request: &Request) -> Outcome<Self> {
        let mut parameters = Self::default();
        parameters.read_pairs(&request.query);
        let kind = request.header("content-type").unwrap_or_default();
        let small = kind.to_ascii_lowercase();
        if small.starts_with("application/json") {
            if !request.body.is_empty() {
                let body: Value = serde_json::from_slice(&request.body)
                    .map_err(|_| Failure::bad("can't parse JSON object"))?;
                parameters.read_object(&body);
            }
        } else if small.starts_with("application/x-www-form-urlencoded") {
            parameters.read_pairs(&String::from_utf8_lossy(&request.body));
        } else if small.starts_with("multipart/form-data") {
            parameters.read_form(kind, &request.body)?;
        }
        Ok(parameters)
    }

    /// Those of a call in a bot's reply to an update; none if there is none.
    pub(super) fn of_reply(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let mut parameters = Self::default();
        parameters.read_object(&body);
        parameters.has("method").then_some(parameters)
    }

    fn read_pairs(&mut self, pairs: &str) {
        for pair in pairs.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.values.insert(decoded(name), decoded(value));
        }
    }

    fn read_object(&mut self, body: &Value) {
        for (name, value) in body.as_object().into_iter().flatten() {
            if !value.is_null() {
                self.values.insert(name.clone(), plain(value));
            }
        }
    }

    fn read_form(&mut self, kind: &str, body: &Bytes) -> Outcome<()> {
        let parts = multipart::parts(kind, body)
            .ok_or_else(|| Failure::bad("can't parse multipart/form-data"))?;
        for part in parts {
            if let Some(name) = part.file_name {
                let attached = Attached {
                    name,
                    content_type: part.content_type,
                    bytes: part.bytes,
                };
                self.files.insert(part.name, attached);
            } else {
                let value = String::from_utf8_lossy(&part.bytes).into_owned();
                self.values.insert(part.name, value);
            }
        }
        Ok(())
    }

    /// The parameter, or nothing in its place.
    pub(super) fn text(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// A whole number, or zero: the server takes what it cannot read for zero as well.
    pub(super) fn number(&self, name: &str) -> i64 {
        self.text(name).trim().parse().unwrap_or_default()
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        let text = self.text(name).to_ascii_lowercase();
        matches!(text.as_str(), "true" | "yes" | "1")
    }

    /// A parameter that is JSON; none if it is not there.
    ///
    /// # Errors
    /// In these words, when it is not JSON.
    pub(super) fn json(&self, name: &str, amiss: &str) -> Outcome<Option<Value>> {
        match self.text(name) {
            "" => Ok(None),
            text => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| Failure::bad(amiss)),
        }
    }

    pub(super) fn file(&self, name: &str) -> Option<&Attached> {
        self.files.get(name)
    }

    pub(super) fn values(&self) -> &BTreeMap<String, String> {
        &self.values
    }
}

/// A value of JSON as the text that a form would have.
pub(super) fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Percent signs and pluses undone; a percent sign that begins no byte stays.
fn decoded(text: &str) -> String {
    decoded_path(&text.replace('+', " "))
}

/// Percent signs undone, as in a path.
pub(super) fn decoded_path(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        plain.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded() {
        let mut parameters = Parameters::default();
        parameters.read_pairs("text=%D0%BB%D0%B8%D1%81+100%25+%zz&chat_id=7&empty");
        assert_eq!(parameters.text("text"), "лис 100% %zz");
        assert_eq!(parameters.number("chat_id"), 7);
        assert!(parameters.has("empty") && !parameters.has("other"));
    }

    #[test]
    fn json_is_text_like_any_other() {
        let mut parameters = Parameters::default();
        parameters.read_object(
            &serde_json::json!({ "chat_id": 7, "reply_markup": { "force_reply": true }, "none": null }),
        );
        assert_eq!(parameters.number("chat_id"), 7);
        assert_eq!(parameters.text("reply_markup"), r#"{"force_reply":true}"#);
        assert!(!parameters.has("none"));
    }
}
