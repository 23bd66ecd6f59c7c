//! How files come to fal: the signed address of one `PUT`, the same in parts, and the CDN's own token.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Fal, State, errors, fresh_id};
use crate::files::Upload;
use crate::job::written;
use crate::provider::hold;
use crate::record::sha256;
use crate::reply::Reply;
use crate::request::Request;
use crate::trouble::Twist;

/// How the bytes come to a signed address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    AtOnce,
    InParts,
}

/// An upload that has been announced.
#[derive(Debug)]
pub(super) struct Pending {
    /// Where the file will lie.
    path: String,
    name: String,
    content_type: String,
    lifecycle: Option<String>,
    signature: String,
    manner: Manner,
    parts: BTreeMap<u32, Bytes>,
}

impl Fal {
    /// Names the address to upload to, and the address at which the file will lie.
    pub(super) fn initiate(
        &self,
        request: &Request,
        manner: Manner,
        twist: Option<&Twist>,
    ) -> Reply {
        let body = request.json().unwrap_or_default();
        let Some((name, content_type)) = body["file_name"]
            .as_str()
            .zip(body["content_type"].as_str())
        else {
            return errors::detail(422, "file_name and content_type are required");
        };
        let mut pending = Pending::new(request, name, content_type);
        pending.manner = manner;
        let upload = fresh_id();
        let host = match twist {
            Some(Twist::LinksTo(host)) => host.as_str(),
            Some(_) | None => self.cdn(),
        };
        let reply = json!({
            "upload_url": format!("{host}/upload/{upload}?sig={}", pending.signature),
            "file_url": format!("{}{}", self.cdn(), pending.path),
        });
        hold(&self.state).pending.insert(upload, pending);
        Reply::json(200, &reply)
    }

    /// A token for the CDN alone.
    pub(super) fn hand_out_token(&self) -> Reply {
        let token = format!("cdn-{}", fresh_id());
        hold(&self.state).tokens.insert(token.clone());
        let expires = Timestamp::now() + SignedDuration::from_hours(1);
        Reply::json(
            200,
            &json!({
                "token": token,
                "token_type": "Bearer",
                "base_url": self.cdn(),
                "expires_at": written(expires),
            }),
        )
    }

    pub(super) fn take_signed(&self, request: &Request, upload: &str) -> Reply {
        let mut state = hold(&self.state);
        if let Err(refusal) = state.check_signed(request, upload, Manner::AtOnce) {
            return refusal;
        }
        let Some(pending) = state.pending.remove(upload) else {
            return errors::not_found();
        };
        let given = request.header("content-type");
        if given.is_some_and(|given| given != pending.content_type) {
            return errors::detail(
                403,
                "SignatureDoesNotMatch: another content type was signed",
            );
        }
        state.keep(self.cdn(), pending, request.body.clone());
        Reply::empty(200)
    }

    pub(super) fn take_signed_part(&self, request: &Request, upload: &str, number: u32) -> Reply {
        let mut state = hold(&self.state);
        if let Err(refusal) = state.check_signed(request, upload, Manner::InParts) {
            return refusal;
        }
        match state.take_part(upload, number, &request.body) {
            Some(etag) => Reply::json(200, &json!({ "partNumber": number, "etag": etag })),
            None => errors::not_found(),
        }
    }

    pub(super) fn complete_signed(&self, request: &Request, upload: &str) -> Reply {
        let mut state = hold(&self.state);
        if let Err(refusal) = state.check_signed(request, upload, Manner::InParts) {
            return refusal;
        }
        state.complete(self.cdn(), upload, request)
    }

    pub(super) fn take_with_token(&self, request: &Request) -> Reply {
        let mut state = hold(&self.state);
        let pending = match state.check_token(request) {
            Ok(()) => Pending::from_headers(request),
            Err(refusal) => return refusal,
        };
        let url = state.keep(self.cdn(), pending, request.body.clone());
        Reply::json(200, &json!({ "access_url": url }))
    }

    pub(super) fn begin_with_token(&self, request: &Request) -> Reply {
        let mut state = hold(&self.state);
        if let Err(refusal) = state.check_token(request) {
            return refusal;
        }
        let (upload, pending) = (fresh_id(), Pending::from_headers(request));
        let url = format!("{}{}", self.cdn(), pending.path);
        state.pending.insert(upload.clone(), pending);
        Reply::json(200, &json!({ "access_url": url, "uploadId": upload }))
    }

    pub(super) fn take_token_part(&self, request: &Request, upload: &str, number: u32) -> Reply {
        let mut state = hold(&self.state);
        if let Err(refusal) = state.check_token(request) {
            return refusal;
        }
        match state.take_part(upload, number, &request.body) {
            Some(etag) => Reply::empty(200).with("etag", etag),
            None => errors::not_found(),
        }
    }

    pub(super) fn complete_with_token(&self, request: &Request, upload: &str) -> Reply {
        let mut state = hold(&self.state);
        if let Err(refusal) = state.check_token(request) {
            return refusal;
        }
        state.complete(self.cdn(), upload, request)
    }
}

impl State {
    /// A signed address carries its own permission; a key that comes along has been sent to a stranger.
    fn check_signed(&self, request: &Request, upload: &str, manner: Manner) -> Result<(), Reply> {
        if request.header("authorization").is_some() {
            return Err(errors::detail(400, "Only one auth mechanism allowed"));
        }
        let pending = self.pending.get(upload).ok_or_else(errors::not_found)?;
        let signed = request.parameter("sig") == Some(&pending.signature);
        if signed && pending.manner == manner {
            Ok(())
        } else {
            Err(errors::detail(403, "SignatureDoesNotMatch"))
        }
    }

    fn check_token(&self, request: &Request) -> Result<(), Reply> {
        let authorization = request.header("authorization");
        let token = authorization.and_then(|value| value.strip_prefix("Bearer "));
        if token.is_some_and(|token| self.tokens.contains(token)) {
            Ok(())
        } else {
            Err(errors::unauthorized())
        }
    }

    /// The tag of the part, by which its arrival is proved in the end.
    fn take_part(&mut self, upload: &str, number: u32, bytes: &Bytes) -> Option<String> {
        let pending = self.pending.get_mut(upload)?;
        pending.parts.insert(number, bytes.clone());
        Some(tag(bytes))
    }

    /// Puts the parts together, if they are the ones that arrived, all of them.
    fn complete(&mut self, cdn: &str, upload: &str, request: &Request) -> Reply {
        let Some(pending) = self.pending.remove(upload) else {
            return errors::not_found();
        };
        let body = request.json().unwrap_or_default();
        let named = body["parts"].as_array().cloned().unwrap_or_default();
        if !pending.parts_are(&named) {
            self.pending.insert(upload.to_owned(), pending);
            return errors::detail(400, "InvalidPart");
        }
        let parts: Vec<_> = pending.parts.values().cloned().collect();
        let url = self.keep(cdn, pending, Bytes::from(parts.concat()));
        Reply::json(200, &json!({ "access_url": url }))
    }

    fn keep(&mut self, cdn: &str, pending: Pending, bytes: Bytes) -> String {
        let url = format!("{cdn}{}", pending.path);
        self.shelf
            .put(&pending.path, &pending.content_type, bytes.clone());
        self.uploads.push(Upload {
            url: url.clone(),
            name: pending.name,
            content_type: pending.content_type,
            lifecycle: pending.lifecycle,
            bytes,
        });
        url
    }
}

impl Pending {
    fn new(request: &Request, name: &str, content_type: &str) -> Self {
        let lifecycle = request
            .header("x-fal-object-lifecycle")
            .or_else(|| request.header("x-fal-object-lifecycle-preference"));
        Self {
            path: path(name),
            name: name.to_owned(),
            content_type: content_type.to_owned(),
            lifecycle: lifecycle.map(str::to_owned),
            signature: fresh_id(),
            manner: Manner::AtOnce,
            parts: BTreeMap::new(),
        }
    }

    fn from_headers(request: &Request) -> Self {
        let name = request.header("x-fal-file-name").unwrap_or("upload.bin");
        let kind = request.header("content-type");
        Self::new(request, name, kind.unwrap_or("application/octet-stream"))
    }

    /// Whether these are the parts that arrived: from 1 without a gap, each with its tag, in any order.
    fn parts_are(&self, named: &[Value]) -> bool {
        let wanted: BTreeMap<_, _> = named
            .iter()
            .filter_map(|part| {
                Some((
                    part["partNumber"].as_u64()?,
                    part["etag"].as_str()?.to_owned(),
                ))
            })
            .collect();
        let arrived = self
            .parts
            .iter()
            .map(|(number, bytes)| (u64::from(*number), tag(bytes)));
        wanted == arrived.collect()
            && wanted.keys().copied().eq(1..=named.len() as u64)
            && !wanted.is_empty()
    }
}

/// Where a file of this name will lie: nobody can guess it.
pub(super) fn path(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || "._-".contains(c) {
            c
        } else {
            '_'
        }
    };
    let name: String = name.chars().map(plain).collect();
    format!("/files/b/{}_{name}", fresh_id().replace('-', ""))
}

fn tag(bytes: &Bytes) -> String {
    format!("\"{}\"", &sha256(bytes)[..32])
}
