//! Files that lie with a provider, and how its host of files hands them out: whole, in ranges, with a tag.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::record::sha256;
use crate::reply::Reply;
use crate::request::Request;
use crate::trouble::Twist;

/// A file that a client has uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The address by which the provider knows it, and which goes into a model's input.
    pub url: String,
    /// The name that the client gave.
    pub name: String,
    /// The type that the client gave.
    pub content_type: String,
    /// The JSON by which the client limits how long it is kept and who may see it, if it sent one (fal).
    pub lifecycle: Option<String>,
    /// All of it.
    pub bytes: Bytes,
}

#[derive(Debug, Clone)]
pub(crate) struct StoredFile {
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
}

/// Files by the path of their address.
#[derive(Debug, Default)]
pub(crate) struct Shelf(BTreeMap<String, StoredFile>);

impl Shelf {
    pub(crate) fn put(&mut self, path: &str, content_type: &str, bytes: Bytes) {
        let file = StoredFile {
            content_type: content_type.to_owned(),
            bytes,
        };
        self.0.insert(path.to_owned(), file);
    }

    pub(crate) fn find(&self, path: &str) -> Option<&StoredFile> {
        self.0.get(path)
    }
}

/// Hands out a file, as the request and an ordered twist want it.
pub(crate) fn hand_out(file: &StoredFile, request: &Request, twist: Option<&Twist>) -> Reply {
    let half = match twist {
        Some(Twist::ExpiredResult { status }) => return gone(*status),
        Some(Twist::TruncatedWeights) => file.bytes.slice(..file.bytes.len() / 2),
        Some(
            Twist::EvilTar(_)
            | Twist::Nsfw { .. }
            | Twist::UnknownStatus(_)
            | Twist::LinksTo(_)
            | Twist::JobFails(_)
            | Twist::JobAborted,
        )
        | None => file.bytes.clone(),
    };
    let etag = format!("\"{}\"", &sha256(&file.bytes)[..32]);
    let reply = match wanted(request, &etag, half.len()) {
        Wanted::Whole => Reply::bytes(200, &file.content_type, half),
        Wanted::Part { from, to } => {
            let range = format!("bytes {from}-{}/{}", to - 1, half.len());
            Reply::bytes(206, &file.content_type, half.slice(from..to)).with("content-range", range)
        }
        Wanted::Impossible => {
            Reply::empty(416).with("content-range", format!("bytes */{}", half.len()))
        }
    };
    reply.with("accept-ranges", "bytes").with("etag", etag)
}

/// What stands where a file was.
fn gone(status: u16) -> Reply {
    Reply::bytes(status, "text/plain", Bytes::from_static(b"not found"))
}

enum Wanted {
    Whole,
    Part { from: usize, to: usize },
    Impossible,
}

/// RFC 9110: one range of bytes; several, and what cannot be read, are answered with the whole.
fn wanted(request: &Request, etag: &str, length: usize) -> Wanted {
    let fresh = request.header("if-range").is_none_or(|tag| tag == etag);
    let range = request.header("range").filter(|_| fresh);
    let Some((from, to)) = range
        .and_then(|range| range.strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'))
    else {
        return Wanted::Whole;
    };
    let (from, to) = match (from.parse::<usize>(), to.parse::<usize>()) {
        (Ok(from), Ok(last)) => (from, last.saturating_add(1).min(length)),
        (Ok(from), Err(_)) if to.is_empty() => (from, length),
        (Err(_), Ok(count)) if from.is_empty() => (length.saturating_sub(count), length),
        (Ok(_) | Err(_), Ok(_) | Err(_)) => return Wanted::Whole,
    };
    if from < to {
        Wanted::Part { from, to }
    } else {
        Wanted::Impossible
    }
}
