//! What trainers and generators at hosted providers have in common: the traits, and what goes in and out.
//!
//! A submission takes an [`AcceptedQuote`], which only the acceptance row can make. What it gives is a [`Ticket`]:
//! it is written down before the first question about it is asked, and is all that is needed to go on after a crash.
//! A provider's own words and shapes end in that provider's folder.

use crate::problem::{Problem, SubmitError};
use crate::transfer::{Fetched, Progress};
use async_trait::async_trait;
use blazon_model::{
    AcceptedQuote, ByteCount, Endpoint, FieldValue, ProviderId, RequestId, Seed, Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// An archive that lies at the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    /// Where; what the trainer is told.
    pub url: String,
}

/// A training as it is submitted.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingOrder {
    /// The trainer.
    pub endpoint: Endpoint,
    /// Fields over their defaults.
    pub chosen: BTreeMap<String, FieldValue>,
    /// The trigger word.
    pub trigger: String,
    /// The archive.
    pub archive: Uploaded,
    /// The name of the model that is made at Replicate, one for each acceptance; fal has none.
    pub destination: String,
    /// The account whose model it is, as [`Trainer::account`] names it.
    pub account: Option<String>,
}

/// A drawing as it is submitted.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawingOrder {
    /// The generator.
    pub endpoint: Endpoint,
    /// Fields over their defaults.
    pub chosen: BTreeMap<String, FieldValue>,
    /// The prompt, with its trigger word.
    pub prompt: String,
    /// The weights' address, as [`LoraAddress`], and strength; `None` where the base draws alone.
    pub lora: Option<(String, f64)>,
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// How many pictures.
    pub count: u32,
    /// The seed of the first.
    pub seed: Seed,
}

/// A request that a provider has taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its id there.
    pub request: RequestId,
    /// What was asked, `owner/name`.
    pub endpoint: String,
    /// Where its state is asked for.
    pub status: String,
    /// Where its result is.
    pub result: String,
    /// Where it is stopped.
    pub cancel: String,
}

/// How far the steps have come, as a log tells it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepsDone {
    /// Steps done.
    pub step: u32,
    /// Steps in all.
    pub total: u32,
    /// The last loss, where the log says it.
    pub loss: Option<f64>,
}

/// What a provider charges for, as it reports it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Billed {
    /// fal's billable units.
    pub units: Option<f64>,
    /// Replicate's seconds of computing.
    pub seconds: Option<f64>,
}

/// Where a request stands; `T` is what it gives in the end.
#[derive(Debug)]
pub enum Course<T> {
    /// It waits; the place counts from 0, where it is told.
    Queued {
        /// Requests before it.
        position: Option<u32>,
    },
    /// It is worked on.
    Working {
        /// The steps, where the log tells them.
        steps: Option<StepsDone>,
    },
    /// It is done.
    Done {
        /// What it gives.
        result: T,
        /// What is charged for.
        billed: Billed,
    },
    /// It failed there.
    Failed {
        /// Why.
        problem: Problem,
        /// What is charged for all the same, where the provider reports it.
        billed: Billed,
    },
    /// It was stopped.
    Cancelled {
        /// What is charged for all the same, where the provider reports it.
        billed: Billed,
    },
}

/// Where a request stands, and what was logged.
#[derive(Debug)]
pub struct Report<T> {
    /// Where it stands.
    pub course: Course<T>,
    /// The whole log so far, line by line.
    pub log: Vec<String>,
}

/// Weights that lie at a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightsAt {
    /// The file: safetensors at fal, a tar around them at Replicate.
    pub url: String,
    /// What generators there are told of them, where they can be drawn with.
    pub address: Option<LoraAddress>,
}

/// What a provider's generators are told of weights that lie there: the address of a file at fal, `owner/name:version`
/// at Replicate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoraAddress {
    /// The address.
    pub address: String,
    /// How long it surely holds from now on; `None`: it does not expire.
    pub lasts: Option<Duration>,
}

/// A picture that lies at a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureAt {
    /// Where.
    pub url: String,
    /// Whether the provider's checker flagged it.
    pub flagged: bool,
}

/// The pictures of a drawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PicturesAt {
    /// The pictures; fewer than were asked for where some were held back.
    pub pictures: Vec<PictureAt>,
    /// The seed, where the provider says it.
    pub seed: Option<Seed>,
}

/// How a drawing whose reply was lost was submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentDrawing {
    /// The account that submitted it, as [`Generator::payer`] names it.
    pub account: Option<String>,
    /// When, in milliseconds since 1970 (UTC).
    pub at: Timestamp,
    /// Requests that belong to other drawings.
    pub others: Vec<RequestId>,
}

/// What is known of a submission whose reply was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It was taken.
    Found(Ticket),
    /// It was not taken.
    NeverTaken,
    /// The provider cannot list requests: a person has to look.
    CannotTell,
}

/// Trains LoRAs at a provider.
#[async_trait]
pub trait Trainer: Send + Sync {
    /// Whose it is.
    fn provider(&self) -> ProviderId;

    /// The host that an archive is sent to, as the quote names it.
    fn host(&self) -> String;

    /// Sends an archive.
    ///
    /// # Errors
    /// [`Problem::TooLarge`] before any byte is sent, and those of the way.
    async fn upload(&self, archive: &Path, progress: Progress<'_>) -> Result<Uploaded, Problem>;

    /// The account whose key this is, where the provider names it; it is noted before a submission.
    ///
    /// # Errors
    /// Those of the way.
    async fn account(&self) -> Result<Option<String>, Problem>;

    /// Submits a training. It is sent again only where it surely was not taken.
    ///
    /// # Errors
    /// [`SubmitError`] says whether it may have been taken.
    async fn submit_training(
        &self,
        accepted: &AcceptedQuote,
        order: &TrainingOrder,
    ) -> Result<Ticket, SubmitError>;

    /// Asks where a training stands.
    ///
    /// # Errors
    /// Those of the way, after some tries; the training itself is not concerned.
    async fn poll_training(&self, ticket: &Ticket) -> Result<Report<WeightsAt>, Problem>;

    /// Looks for a training whose submission got no reply. With a key of another account than the order's, nothing
    /// can be told.
    ///
    /// # Errors
    /// Those of the way.
    async fn find_lost_training(&self, order: &TrainingOrder) -> Result<Lost, Problem>;

    /// The ticket of a training that a person found on the provider's page; `None` where that is no id.
    fn ticket_of(&self, endpoint: &str, request: &str) -> Option<Ticket>;

    /// Fetches the weights to `to`, as one safetensors file that has been opened and checked.
    ///
    /// # Errors
    /// [`Problem::BadWeights`], [`Problem::Gone`], [`Problem::Disk`], and those of the way.
    async fn fetch_weights(
        &self,
        weights: &WeightsAt,
        to: &Path,
        progress: Progress<'_>,
    ) -> Result<Fetched, Problem>;

    /// Asks to stop a request. Whether it stopped, the next poll tells.
    ///
    /// # Errors
    /// Those of the way; a request that has ended is no error.
    async fn cancel(&self, ticket: &Ticket) -> Result<(), Problem>;
}

/// Draws pictures at a provider.
#[async_trait]
pub trait Generator: Send + Sync {
    /// The account whose key this is, where the provider names it; it is noted before a submission.
    ///
    /// # Errors
    /// Those of the way.
    async fn payer(&self) -> Result<Option<String>, Problem>;

    /// Sends a LoRA's weights, so that generators can be told of them. Replicate takes none: there, only what was
    /// trained there is drawn with.
    ///
    /// # Errors
    /// [`Problem::Rejected`] where weights are not taken, and those of the way.
    async fn send_weights(
        &self,
        weights: &Path,
        progress: Progress<'_>,
    ) -> Result<LoraAddress, Problem>;

    /// Looks for a drawing whose submission got no reply. With a key of another account than the one that submitted
    /// it, nothing can be told.
    ///
    /// # Errors
    /// Those of the way.
    async fn find_lost_drawing(
        &self,
        order: &DrawingOrder,
        sent: &SentDrawing,
    ) -> Result<Lost, Problem>;

    /// The ticket of a drawing that a person found on the provider's page; `None` where that is no id.
    fn ticket_of_drawing(&self, endpoint: &str, request: &str) -> Option<Ticket>;

    /// Submits a drawing. It is sent again only where it surely was not taken.
    ///
    /// # Errors
    /// [`SubmitError`] says whether it may have been taken.
    async fn submit_drawing(
        &self,
        accepted: &AcceptedQuote,
        order: &DrawingOrder,
    ) -> Result<Ticket, SubmitError>;

    /// Asks where a drawing stands.
    ///
    /// # Errors
    /// Those of the way, after some tries.
    async fn poll_drawing(&self, ticket: &Ticket) -> Result<Report<PicturesAt>, Problem>;

    /// Fetches a picture's file to `to`.
    ///
    /// # Errors
    /// [`Problem::Gone`], [`Problem::Disk`], and those of the way.
    async fn fetch_picture(&self, picture: &PictureAt, to: &Path) -> Result<Fetched, Problem>;

    /// Asks to stop a request.
    ///
    /// # Errors
    /// Those of the way; a request that has ended is no error.
    async fn cancel_drawing(&self, ticket: &Ticket) -> Result<(), Problem>;
}

/// Tests a key with a call that costs nothing; gives the account's name where the provider tells it.
#[async_trait]
pub trait KeyTest: Send + Sync {
    /// Asks the provider.
    ///
    /// # Errors
    /// [`Problem::BadKey`], and those of the way.
    async fn test_key(&self) -> Result<Option<String>, Problem>;
}

/// The most that a LoRA's weights may have.
pub(crate) const MOST_WEIGHTS: ByteCount = ByteCount(4_000_000_000);
/// The format that pictures are asked for in: it loses nothing, and takes what a picture was made of as a text.
pub(crate) const PICTURE_FORMAT: &str = "png";
/// The most that a picture's file may have.
pub(crate) const MOST_PICTURE: ByteCount = ByteCount(64_000_000);
