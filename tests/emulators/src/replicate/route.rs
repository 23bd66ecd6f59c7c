//! The paths of Replicate's hosts, and what a request to each is for. The only place that knows them.

use super::job::JobKind;
use crate::request::{Host, Request};
use crate::trouble::Step;

/// What a request asks for. A model is named `owner/name`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Account,
    Hardware,
    CreateFile,
    ListFiles,
    GetFile { id: &'a str },
    DeleteFile { id: &'a str },
    CreateModel,
    GetModel { model: String },
    GetVersion { model: String, version: &'a str },
    CreateTraining { model: String, version: &'a str },
    CreatePrediction,
    CreateModelPrediction { model: String },
    ListJobs { kind: JobKind },
    GetJob { kind: JobKind, id: &'a str },
    CancelJob { kind: JobKind, id: &'a str },
    Delivery,
    Unknown,
}

impl<'a> Route<'a> {
    pub(super) fn of(request: &'a Request) -> Self {
        let (method, segments) = (request.method.as_str(), request.segments());
        match (request.host, segments.split_first()) {
            (Host::Files, _) if matches!(method, "GET" | "HEAD") => Self::Delivery,
            (Host::Api, Some((&"v1", rest))) => Self::of_api(method, rest),
            (Host::Files | Host::Api, _) => Self::Unknown,
        }
    }

    fn of_api(method: &str, segments: &[&'a str]) -> Self {
        match (method, segments) {
            ("GET", ["account"]) => Self::Account,
            ("GET", ["hardware"]) => Self::Hardware,
            ("POST", ["files"]) => Self::CreateFile,
            ("GET", ["files"]) => Self::ListFiles,
            ("GET", ["files", id]) => Self::GetFile { id },
            ("DELETE", ["files", id]) => Self::DeleteFile { id },
            ("POST", ["predictions"]) => Self::CreatePrediction,
            (_, ["models", rest @ ..]) => Self::of_models(method, rest),
            (_, [word @ ("trainings" | "predictions"), rest @ ..]) => {
                let kind = match *word {
                    "trainings" => JobKind::Training,
                    _ => JobKind::Prediction,
                };
                Self::of_jobs(method, kind, rest)
            }
            _ => Self::Unknown,
        }
    }

    fn of_models(method: &str, segments: &[&'a str]) -> Self {
        let [owner, name, rest @ ..] = segments else {
            return match (method, segments) {
                ("POST", []) => Self::CreateModel,
                _ => Self::Unknown,
            };
        };
        let model = format!("{owner}/{name}");
        match (method, rest) {
            ("GET", []) => Self::GetModel { model },
            ("GET", ["versions", version]) => Self::GetVersion { model, version },
            ("POST", ["versions", version, "trainings"]) => Self::CreateTraining { model, version },
            ("POST", ["predictions"]) => Self::CreateModelPrediction { model },
            _ => Self::Unknown,
        }
    }

    fn of_jobs(method: &str, kind: JobKind, segments: &[&'a str]) -> Self {
        match (method, segments) {
            ("GET", []) => Self::ListJobs { kind },
            ("GET", [id]) => Self::GetJob { kind, id },
            ("POST", [id, "cancel"]) => Self::CancelJob { kind, id },
            _ => Self::Unknown,
        }
    }

    pub(super) fn step(&self) -> Step {
        match self {
            Self::Account => Step::Account,
            Self::CreateFile => Step::Upload,
            Self::CreateModel => Step::CreateModel,
            Self::GetModel { .. } | Self::GetVersion { .. } => Step::Model,
            Self::CreateTraining { .. }
            | Self::CreatePrediction
            | Self::CreateModelPrediction { .. } => Step::Submit,
            Self::ListJobs { .. } => Step::List,
            Self::GetJob { .. } => Step::Status,
            Self::CancelJob { .. } => Step::Cancel,
            Self::Delivery => Step::Download,
            Self::Hardware
            | Self::ListFiles
            | Self::GetFile { .. }
            | Self::DeleteFile { .. }
            | Self::Unknown => Step::Other,
        }
    }
}
