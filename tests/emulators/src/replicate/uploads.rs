//! Files that a client gives to Replicate: one form, at most 100 MB, kept for an hour.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Replicate, errors, fresh_id};
use crate::files::Upload;
use crate::job::written;
use crate::multipart::{Part, parts};
use crate::provider::hold;
use crate::record::sha256;
use crate::reply::Reply;
use crate::request::Request;

/// The documentation says 100 MB; of its two readings this is the smaller.
const MOST: usize = 100_000_000;

/// What the example in the OpenAPI shows between `created_at` and `expires_at`.
const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// An upload, and what is told of it.
#[derive(Debug)]
pub(super) struct StoredUpload {
    pub(super) upload: Upload,
    told: Value,
}

impl Replicate {
    pub(super) fn create_file(&self, request: &Request) -> Reply {
        let kind = request.header("content-type").unwrap_or_default();
        let Some(parts) = parts(kind, &request.body) else {
            return errors::invalid("required", "content", "content is required");
        };
        let Some(content) = parts.into_iter().find(|part| part.name == "content") else {
            return errors::invalid("required", "content", "content is required");
        };
        if content.bytes.len() >= MOST {
            let detail = "Files must be less than 100MB in size";
            return errors::problem(413, "Content too large", detail);
        }
        let (id, stored) = self.keep(content);
        let reply = Reply::json(201, &stored.told);
        hold(&self.state).uploads.insert(id, stored);
        reply
    }

    fn keep(&self, content: Part) -> (String, StoredUpload) {
        let id = fresh_id();
        let url = format!("{}/v1/files/{id}", self.api());
        let upload = Upload {
            url: url.clone(),
            name: content.file_name.unwrap_or_default(),
            content_type: content
                .content_type
                .unwrap_or_else(|| "application/octet-stream".to_owned()),
            lifecycle: None,
            bytes: content.bytes,
        };
        let (now, sum) = (Timestamp::now(), sha256(&upload.bytes));
        let told = json!({
            "id": id,
            "name": upload.name,
            "content_type": upload.content_type,
            "size": upload.bytes.len(),
            "etag": &sum[..32],
            "checksums": { "sha256": sum },
            "metadata": {},
            "created_at": written(now),
            "expires_at": written(now + KEPT),
            "urls": { "get": url },
        });
        (id, StoredUpload { upload, told })
    }

    pub(super) fn list_files(&self) -> Reply {
        let state = hold(&self.state);
        let told: Vec<_> = state.uploads.values().map(|stored| &stored.told).collect();
        Reply::json(
            200,
            &json!({ "next": null, "previous": null, "results": told }),
        )
    }

    pub(super) fn get_file(&self, id: &str) -> Reply {
        let state = hold(&self.state);
        match state.uploads.get(id) {
            Some(stored) => Reply::json(200, &stored.told),
            None => no_such_file(),
        }
    }

    pub(super) fn delete_file(&self, id: &str) -> Reply {
        match hold(&self.state).uploads.remove(id) {
            Some(_) => Reply::empty(204),
            None => no_such_file(),
        }
    }
}

fn no_such_file() -> Reply {
    Reply::json(404, &json!({ "detail": "File not found" }))
}
