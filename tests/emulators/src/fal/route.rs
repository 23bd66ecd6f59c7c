//! The paths of fal's hosts, and what a request to each is for. The only place that knows them.

use super::storage::Manner;
use crate::request::{Host, Request};
use crate::trouble::Step;

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Initiate { manner: Manner },
    Token,
    SignedPut { upload: &'a str },
    SignedPart { upload: &'a str, number: u32 },
    SignedComplete { upload: &'a str },
    TokenPut,
    TokenBegin,
    TokenPart { upload: &'a str, number: u32 },
    TokenComplete { upload: &'a str },
    File,
    Submit { endpoint: String },
    Status { app: String, id: &'a str },
    Result { app: String, id: &'a str },
    Cancel { app: String, id: &'a str },
    Unknown,
}

impl<'a> Route<'a> {
    pub(super) fn of(request: &'a Request) -> Self {
        let segments = request.segments();
        match request.host {
            Host::Api => Self::of_api(&request.method, &segments),
            Host::Files => Self::of_files(&request.method, &segments),
        }
    }

    fn of_api(method: &str, segments: &[&'a str]) -> Self {
        match (method, segments) {
            ("POST", ["storage", "upload", "initiate"]) => Self::Initiate {
                manner: Manner::AtOnce,
            },
            ("POST", ["storage", "upload", "initiate-multipart"]) => Self::Initiate {
                manner: Manner::InParts,
            },
            ("POST", ["storage", "auth", "token"]) => Self::Token,
            (_, ["storage", ..]) => Self::Unknown,
            _ => Self::of_queue(method, segments),
        }
    }

    /// A job is submitted to the whole id of its endpoint; afterwards it is known by `owner/app` alone.
    fn of_queue(method: &str, segments: &[&'a str]) -> Self {
        let length = match segments.first() {
            Some(&("workflows" | "comfy")) => 3,
            _ => 2,
        };
        let Some((app, rest)) = segments.split_at_checked(length) else {
            return Self::Unknown;
        };
        let app = app.join("/");
        match (method, rest) {
            ("GET", ["requests", id, "status"]) => Self::Status { app, id },
            ("GET", ["requests", id]) => Self::Result { app, id },
            ("PUT", ["requests", id, "cancel"]) => Self::Cancel { app, id },
            ("POST", _) => Self::Submit {
                endpoint: segments.join("/"),
            },
            _ => Self::Unknown,
        }
    }

    fn of_files(method: &str, segments: &[&'a str]) -> Self {
        match (method, segments) {
            ("PUT", ["upload", upload]) => Self::SignedPut { upload },
            ("POST", ["upload", upload, "complete"]) => Self::SignedComplete { upload },
            ("PUT", ["upload", upload, number]) => {
                numbered(number, |number| Self::SignedPart { upload, number })
            }
            ("POST", ["files", "upload"]) => Self::TokenPut,
            ("POST", ["files", "upload", "multipart"]) => Self::TokenBegin,
            ("POST", ["files", _, _, "multipart", upload, "complete"]) => {
                Self::TokenComplete { upload }
            }
            ("PUT", ["files", _, _, "multipart", upload, number]) => {
                numbered(number, |number| Self::TokenPart { upload, number })
            }
            ("GET" | "HEAD", ["files", ..]) => Self::File,
            _ => Self::Unknown,
        }
    }

    pub(super) fn step(&self) -> Step {
        match self {
            Self::Initiate { .. } | Self::Token | Self::TokenBegin => Step::Initiate,
            Self::SignedPut { .. } | Self::TokenPut => Step::Upload,
            Self::SignedPart { .. } | Self::TokenPart { .. } => Step::UploadPart,
            Self::SignedComplete { .. } | Self::TokenComplete { .. } => Step::CompleteUpload,
            Self::File => Step::Download,
            Self::Submit { .. } => Step::Submit,
            Self::Status { .. } => Step::Status,
            Self::Result { .. } => Step::Result,
            Self::Cancel { .. } => Step::Cancel,
            Self::Unknown => Step::Other,
        }
    }
}

fn numbered<'a>(number: &str, route: impl FnOnce(u32) -> Route<'a>) -> Route<'a> {
    number.parse().map_or(Route::Unknown, route)
}
