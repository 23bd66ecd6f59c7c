//! One request, read to its last byte before anybody looks at it.

use std::collections::BTreeMap;
use std::io;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde_json::Value;

/// Which of an emulator's two ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// The provider's API, which gets the key.
    Api,
    /// The host of files, which must not get it.
    Files,
}

/// A request. Paths are as they were sent, without the query; they are not decoded, since nothing here needs it.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) host: Host,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    /// Names in small letters; of several with one name the last.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Bytes,
}

impl Request {
    /// Reads the whole of it.
    ///
    /// # Errors
    /// When the client breaks off.
    pub(crate) async fn read(host: Host, request: hyper::Request<Incoming>) -> io::Result<Self> {
        let (parts, body) = request.into_parts();
        let headers = parts.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        });
        let headers = headers.collect();
        let body = body.collect().await.map_err(io::Error::other)?;
        Ok(Self {
            host,
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers,
            body: body.to_bytes(),
        })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The pieces of the path.
    pub(crate) fn segments(&self) -> Vec<&str> {
        self.path.trim_matches('/').split('/').collect()
    }

    /// The value of a parameter of the query, not decoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let pairs = self
            .query
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        pairs
            .into_iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// The body, where it says and is JSON.
    pub(crate) fn json(&self) -> Option<Value> {
        let kind = self.header("content-type")?;
        kind.starts_with("application/json")
            .then(|| serde_json::from_slice(&self.body).ok())?
    }
}
