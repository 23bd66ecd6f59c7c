//! What a provider is to the server in front of it. fal and Replicate are the two.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::job::PaidSubmit;
use crate::pace::Pace;
use crate::record::Recorded;
use crate::reply::Reply;
use crate::request::Request;
use crate::trouble::{Orders, Refusal, Step, Twist};

/// Somebody who answers requests. Troubles of the connection are not its business.
pub(crate) trait Provider: Send + Sync + 'static {
    /// What a request is for.
    fn step(&self, request: &Request) -> Step;

    /// Does what is asked. A twist, if there is one, was ordered for this very request.
    fn carry_out(
        &self,
        request: &Request,
        twist: Option<&Twist>,
    ) -> impl Future<Output = Reply> + Send;

    /// Says no, as this provider words it.
    fn refuse(&self, refusal: Refusal) -> Reply;

    /// The one key that is good.
    fn key(&self) -> &'static str;

    /// Whether this `Authorization` was handed out for the host of files, and so may go there.
    fn is_file_token(&self, authorization: &str) -> bool;
}

/// What the server, the provider and the test share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) log: Mutex<Vec<Recorded>>,
    pub(crate) orders: Mutex<Orders>,
    pub(crate) pace: Mutex<Pace>,
    pub(crate) paid: Mutex<Vec<PaidSubmit>>,
}

/// Where an emulator listens.
#[derive(Debug, Clone)]
pub(crate) struct Addresses {
    /// `http://127.0.0.1:PORT` of the API.
    pub(crate) api: String,
    /// The same of the host of files.
    pub(crate) files: String,
}

/// What a provider is made from.
#[derive(Debug, Clone)]
pub(crate) struct Surroundings {
    pub(crate) addresses: Addresses,
    pub(crate) shared: Arc<Shared>,
}

/// Locks; what a thread that panicked has left is as good as any for a test that is failing already.
pub(crate) fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
