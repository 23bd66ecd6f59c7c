//! What was asked of an emulator, in the order in which it was asked.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::request::{Host, Request};
use crate::trouble::Step;

/// One request as it arrived, and how it was answered.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The port it came to.
    pub host: Host,
    /// What it was for.
    pub step: Step,
    /// `GET`, `POST`, `PUT`, …
    pub method: String,
    /// With the query, as it was sent.
    pub path: String,
    /// Names in small letters.
    pub headers: BTreeMap<String, String>,
    /// In bytes.
    pub body_length: usize,
    /// Of the body, in hexadecimal.
    pub body_sha256: String,
    /// The body, if it said and was JSON.
    pub json: Option<Value>,
    /// The status of the reply; none while there is no reply, or when it was lost.
    pub answered: Option<u16>,
}

impl Recorded {
    pub(crate) fn of(step: Step, request: &Request) -> Self {
        let query = if request.query.is_empty() { "" } else { "?" };
        Self {
            host: request.host,
            step,
            method: request.method.clone(),
            path: format!("{}{query}{}", request.path, request.query),
            headers: request.headers.clone(),
            body_length: request.body.len(),
            body_sha256: sha256(&request.body),
            json: request.json(),
            answered: None,
        }
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
