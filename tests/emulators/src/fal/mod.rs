//! fal.ai: the queue and the storage of its API, and the CDN that takes and hands out files.
//!
//! Here is what a test holds and what a request is sent on to; the words of the provider are in the modules below.

mod endpoints;
mod errors;
mod input;
mod queue;
mod route;
mod storage;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use bytes::Bytes;
use uuid::Uuid;

use crate::emulator::Emulator;
use crate::files::{Shelf, Upload, hand_out};
use crate::pace::Pace;
use crate::provider::{Provider, Surroundings, hold};
use crate::reply::Reply;
use crate::request::{Host, Request};
use crate::trouble::{Refusal, Step, Twist};
use queue::FalJob;
use route::Route;
use storage::Pending;

/// The one key that is good.
const KEY: &str = "5e6f7a80-blazon:0f1e2d3c4b5a69788796a5b4c3d2e1f0";

/// What a captioner says as long as a test has not said otherwise.
const CAPTION: &str = "A drawing of a raccoon with a striped tail, sitting on a branch in front of a plain background.";

/// When a model looks at its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputCheck {
    /// Once it runs: the job is taken, ends `COMPLETED` with an error, and its result is the 422. So does the queue.
    #[default]
    OnceItRuns,
    /// At the door: the submission itself is answered with the 422.
    AtSubmit,
}

/// fal.ai as a provider; [`FalEmulator`](crate::FalEmulator) is it running.
#[derive(Debug)]
pub struct Fal {
    surroundings: Surroundings,
    state: Mutex<State>,
}

/// What fal remembers.
#[derive(Debug, Default)]
struct State {
    shelf: Shelf,
    uploads: Vec<Upload>,
    pending: BTreeMap<String, Pending>,
    tokens: BTreeSet<String>,
    jobs: BTreeMap<String, FalJob>,
    weights: Option<Bytes>,
    picture: Option<Bytes>,
    caption: Option<String>,
    check: InputCheck,
}

impl Emulator<Fal> {
    /// Starts it at the default pace.
    #[must_use]
    pub fn start() -> Self {
        Self::launch(|surroundings| Fal {
            surroundings,
            state: Mutex::default(),
        })
    }

    /// Starts it at this pace.
    #[must_use]
    pub fn start_with(pace: Pace) -> Self {
        let emulator = Self::start();
        emulator.set_pace(pace);
        emulator
    }

    /// What stands for `https://queue.fal.run`, without a slash at its end.
    #[must_use]
    pub fn queue_url(&self) -> String {
        self.addresses.api.clone()
    }

    /// What stands for `https://rest.fal.ai`, without a slash at its end.
    #[must_use]
    pub fn rest_url(&self) -> String {
        self.addresses.api.clone()
    }

    /// What stands for `https://v3.fal.media`, without a slash at its end; another port than the others.
    #[must_use]
    pub fn cdn_url(&self) -> String {
        self.addresses.files.clone()
    }

    /// The one key that is good.
    #[must_use]
    pub fn key(&self) -> &'static str {
        KEY
    }

    /// Everything that was uploaded to the end.
    #[must_use]
    pub fn uploads(&self) -> Vec<Upload> {
        hold(&self.provider.state).uploads.clone()
    }

    /// Trainings submitted from here on end with these weights, in place of [`lora_weights`](crate::lora_weights).
    pub fn hand_out_weights(&self, weights: Vec<u8>) {
        hold(&self.provider.state).weights = Some(Bytes::from(weights));
    }

    /// Generators answer with this PNG from here on, whatever was asked for: hundreds of pictures cost no time here then.
    pub fn hand_out_picture(&self, png: Vec<u8>) {
        hold(&self.provider.state).picture = Some(Bytes::from(png));
    }

    /// Captioners say this from here on.
    pub fn answer_captions_with(&self, caption: &str) {
        hold(&self.provider.state).caption = Some(caption.to_owned());
    }

    /// Says when input is looked at.
    pub fn check_inputs(&self, check: InputCheck) {
        hold(&self.provider.state).check = check;
    }
}

impl Provider for Fal {
    fn step(&self, request: &Request) -> Step {
        Route::of(request).step()
    }

    async fn carry_out(&self, request: &Request, twist: Option<&Twist>) -> Reply {
        let route = Route::of(request);
        if request.host == Host::Api && !is_good(request) {
            return errors::unauthorized();
        }
        match route {
            Route::Initiate { manner } => self.initiate(request, manner, twist),
            Route::Token => self.hand_out_token(),
            Route::SignedPut { upload } => self.take_signed(request, upload),
            Route::SignedPart { upload, number } => self.take_signed_part(request, upload, number),
            Route::SignedComplete { upload } => self.complete_signed(request, upload),
            Route::TokenPut => self.take_with_token(request),
            Route::TokenBegin => self.begin_with_token(request),
            Route::TokenPart { upload, number } => self.take_token_part(request, upload, number),
            Route::TokenComplete { upload } => self.complete_with_token(request, upload),
            Route::File => self.hand_out_file(request, twist),
            Route::Submit { endpoint } => self.submit(request, &endpoint, twist),
            Route::Status { app, id } => self.status(request, &app, id, twist),
            Route::Result { app, id } => self.result(&app, id, twist),
            Route::Cancel { app, id } => self.cancel(&app, id),
            Route::Unknown => errors::not_found(),
        }
    }

    fn refuse(&self, refusal: Refusal) -> Reply {
        errors::refusal(refusal)
    }

    fn key(&self) -> &'static str {
        KEY
    }

    fn is_file_token(&self, authorization: &str) -> bool {
        let token = authorization.strip_prefix("Bearer ");
        token.is_some_and(|token| hold(&self.state).tokens.contains(token))
    }
}

impl Fal {
    fn cdn(&self) -> &str {
        &self.surroundings.addresses.files
    }

    fn hand_out_file(&self, request: &Request, twist: Option<&Twist>) -> Reply {
        let state = hold(&self.state);
        match state.shelf.find(&request.path) {
            Some(file) => hand_out(file, request, twist),
            None => errors::not_found(),
        }
    }
}

fn is_good(request: &Request) -> bool {
    let authorization = request.header("authorization");
    authorization.and_then(|value| value.strip_prefix("Key ")) == Some(KEY)
}

/// An id that nothing else has.
fn fresh_id() -> String {
    Uuid::now_v7().to_string()
}
