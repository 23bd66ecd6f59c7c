//! Replicate: its API, and the host that delivers what jobs have made.
//!
//! Here is what a test holds and what a request is sent on to; the words of the provider are in the modules below.

mod errors;
mod input;
mod job;
mod models;
mod predictions;
mod route;
mod trainings;
mod uploads;

use std::collections::BTreeMap;
use std::sync::Mutex;

use bytes::Bytes;
use uuid::Uuid;

use crate::emulator::Emulator;
use crate::files::{Shelf, StoredFile, Upload, hand_out};
use crate::pace::Pace;
use crate::provider::{Provider, Surroundings, hold};
use crate::record::sha256;
use crate::reply::Reply;
use crate::request::{Host, Request};
use crate::trouble::{Refusal, Step, Twist};
use crate::weights::{evil_archive, lora_weights};
use job::ReplicateJob;
use models::Model;
use route::Route;
use uploads::StoredUpload;

/// The one token that is good.
const KEY: &str = "r8_BlazonEmulatedToken0123456789abcdefgh";

/// Whose token it is at first.
const ACCOUNT: &str = "blazon-tester";

/// Replicate as a provider; [`ReplicateEmulator`](crate::ReplicateEmulator) is it running.
#[derive(Debug)]
pub struct Replicate {
    surroundings: Surroundings,
    state: Mutex<State>,
}

/// What Replicate remembers.
#[derive(Debug)]
struct State {
    /// Whose token it is.
    account: String,
    shelf: Shelf,
    uploads: BTreeMap<String, StoredUpload>,
    /// By `owner/name`.
    models: BTreeMap<String, Model>,
    /// In the order in which they were created.
    jobs: Vec<ReplicateJob>,
    weights: Option<Bytes>,
}

impl Emulator<Replicate> {
    /// Starts it at the default pace.
    #[must_use]
    pub fn start() -> Self {
        Self::launch(|surroundings| Replicate {
            surroundings,
            state: Mutex::new(State {
                account: ACCOUNT.to_owned(),
                shelf: Shelf::default(),
                uploads: BTreeMap::new(),
                models: models::known(),
                jobs: Vec::new(),
                weights: None,
            }),
        })
    }

    /// Starts it at this pace.
    #[must_use]
    pub fn start_with(pace: Pace) -> Self {
        let emulator = Self::start();
        emulator.set_pace(pace);
        emulator
    }

    /// What stands for `https://api.replicate.com/v1`, without a slash at its end.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("{}/v1", self.addresses.api)
    }

    /// What stands for `https://replicate.delivery`, without a slash at its end; another port.
    #[must_use]
    pub fn delivery_url(&self) -> String {
        self.addresses.files.clone()
    }

    /// The one token that is good.
    #[must_use]
    pub fn key(&self) -> &'static str {
        KEY
    }

    /// Whose token it is.
    #[must_use]
    pub fn account(&self) -> String {
        hold(&self.provider.state).account.clone()
    }

    /// From here on the token is another account's, which sees none of the jobs so far.
    pub fn change_account(&self, name: &str) {
        let mut state = hold(&self.provider.state);
        name.clone_into(&mut state.account);
        state.jobs.clear();
    }

    /// Everything that was uploaded and not deleted.
    #[must_use]
    pub fn uploads(&self) -> Vec<Upload> {
        let state = hold(&self.provider.state);
        state
            .uploads
            .values()
            .map(|stored| stored.upload.clone())
            .collect()
    }

    /// The models of the account, as `owner/name`, with the ids of their versions, oldest first.
    #[must_use]
    pub fn own_models(&self) -> BTreeMap<String, Vec<String>> {
        let state = hold(&self.provider.state);
        let own = state.models.iter().filter(|(_, model)| model.is_own());
        own.map(|(name, model)| (name.clone(), model.version_ids()))
            .collect()
    }

    /// Trainings submitted from here on end with these weights, in place of [`lora_weights`].
    pub fn hand_out_weights(&self, weights: Vec<u8>) {
        hold(&self.provider.state).weights = Some(Bytes::from(weights));
    }
}

impl Provider for Replicate {
    fn step(&self, request: &Request) -> Step {
        Route::of(request).step()
    }

    async fn carry_out(&self, request: &Request, twist: Option<&Twist>) -> Reply {
        if request.host == Host::Api && !is_good(request) {
            return errors::unauthenticated();
        }
        match Route::of(request) {
            Route::Account => self.tell_account(),
            Route::Hardware => models::hardware(),
            Route::CreateFile => self.create_file(request),
            Route::ListFiles => self.list_files(),
            Route::GetFile { id } => self.get_file(id),
            Route::DeleteFile { id } => self.delete_file(id),
            Route::CreateModel => self.create_model(request),
            Route::GetModel { model } => self.get_model(&model),
            Route::GetVersion { model, version } => self.get_version(&model, version),
            Route::CreateTraining { model, version } => {
                self.create_training(request, &model, version, twist)
            }
            Route::ListJobs { kind } => self.list_jobs(kind),
            Route::GetJob { kind, id } => self.get_job(kind, id, twist),
            Route::CancelJob { kind, id } => self.cancel_job(kind, id),
            Route::CreateModelPrediction { model } => {
                self.create_prediction(request, Some(&model), twist).await
            }
            Route::CreatePrediction => self.create_prediction(request, None, twist).await,
            Route::Delivery => self.deliver(request, twist),
            Route::Unknown => errors::not_found(),
        }
    }

    fn refuse(&self, refusal: Refusal) -> Reply {
        errors::refusal(refusal)
    }

    fn key(&self) -> &'static str {
        KEY
    }

    fn is_file_token(&self, _authorization: &str) -> bool {
        false
    }
}

impl Replicate {
    fn api(&self) -> &str {
        &self.surroundings.addresses.api
    }

    fn delivery(&self) -> &str {
        &self.surroundings.addresses.files
    }

    /// Hands a file out to anybody who knows its address, and to nobody who shows a token.
    fn deliver(&self, request: &Request, twist: Option<&Twist>) -> Reply {
        if request.header("authorization").is_some() {
            return errors::plain(400, "Only one auth mechanism allowed");
        }
        let state = hold(&self.state);
        let Some(file) = state.shelf.find(&request.path) else {
            return errors::plain(404, "Not found");
        };
        if let Some(Twist::EvilTar(evil)) = twist {
            let weights = state.weights.clone();
            let weights = weights.unwrap_or_else(|| lora_weights(0).into());
            let evil = StoredFile {
                content_type: file.content_type.clone(),
                bytes: evil_archive(*evil, &weights),
            };
            return hand_out(&evil, request, None);
        }
        hand_out(file, request, twist)
    }
}

fn is_good(request: &Request) -> bool {
    let authorization = request.header("authorization").unwrap_or_default();
    let token = authorization
        .strip_prefix("Bearer ")
        .or_else(|| authorization.strip_prefix("Token "));
    token == Some(KEY)
}

/// An id of 26 small letters and digits, as jobs and files have.
fn fresh_id() -> String {
    fresh_version()[..26].to_owned()
}

/// An id of 64 hexadecimal digits, as versions have.
fn fresh_version() -> String {
    sha256(Uuid::now_v7().as_bytes())
}
