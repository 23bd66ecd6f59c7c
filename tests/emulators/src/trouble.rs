//! Troubles that a test orders: which request they befall, and what they are.

use std::collections::VecDeque;
use std::time::Duration;

/// A request, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Whose key is this? (Replicate's `/account`; fal has no such question, a key is tried with [`Step::Status`].)
    Account,
    /// Looking up a model.
    Model,
    /// Making a model, the destination of trainings.
    CreateModel,
    /// Asking where to upload to, or for a token to do it with (fal).
    Initiate,
    /// The bytes of a file, in one request.
    Upload,
    /// One part of a file.
    UploadPart,
    /// The word that all parts are there.
    CompleteUpload,
    /// A training or pictures are asked for; what costs money.
    Submit,
    /// How a job is doing; with Replicate this brings the result too.
    Status,
    /// What came of a job (fal).
    Result,
    /// Calling a job off.
    Cancel,
    /// All jobs, newest first (Replicate).
    List,
    /// A file from the other host: weights or a picture.
    Download,
    /// Anything else.
    Other,
}

/// What befalls a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// The request is carried out, and its reply comes so much later.
    Slow(Duration),
    /// The request is carried out; its reply announces its full length and breaks off in the middle.
    CutMidBody,
    /// The request is carried out and counted; the connection is closed without a byte of reply.
    LostReply,
    /// A page in HTML where JSON is expected, as proxies write them; the request is not carried out.
    Html {
        /// The status that it comes with; 200 is possible too.
        status: u16,
    },
    /// 302 to another address; the request is not carried out.
    Redirect {
        /// The whole address.
        to: String,
    },
    /// The provider says no, in its own words; the request is not carried out.
    Refused(Refusal),
    /// The request is carried out; what it is about turns out otherwise.
    Twisted(Twist),
}

/// A refusal, which each provider words in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The key is not, or no longer, good.
    Status401,
    /// The money has run out: 403 at fal, 402 at Replicate.
    NoCredit,
    /// 409, as when a model of that name exists.
    Conflict409,
    /// The input is not accepted.
    Rejected422(Rejection),
    /// Too many requests.
    Throttled429 {
        /// When to come back, in `Retry-After` and with Replicate in the text as well.
        seconds: u64,
    },
    /// The provider's own failure.
    ServerError {
        /// 500, 502, 503 or 504.
        status: u16,
    },
}

/// The shape of a 422.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// Field by field: fal's list in `detail`, Replicate's `invalid_fields`.
    Fields,
    /// One sentence in `detail`.
    Text,
}

/// What a request that is carried out brings instead of what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Twist {
    /// The result is gone: this status on [`Step::Result`] and [`Step::Download`]; on Replicate's [`Step::Status`] a
    /// finished job with `data_removed` and no output.
    ExpiredResult {
        /// 404 or 410.
        status: u16,
    },
    /// The file itself is cut in half; the length announced is that of the half. For [`Step::Download`].
    TruncatedWeights,
    /// Another archive than the training's. For Replicate's [`Step::Download`].
    EvilTar(EvilTar),
    /// The job's first pictures are found indecent. For [`Step::Submit`].
    Nsfw {
        /// How many of them.
        flagged: usize,
    },
    /// A word for the status that no client knows. For [`Step::Status`].
    UnknownStatus(String),
    /// The addresses in the reply are on another host, at this address. For fal's [`Step::Submit`] and [`Step::Initiate`].
    LinksTo(String),
    /// The job is taken, works for a while, and fails with this error. For [`Step::Submit`].
    JobFails(String),
    /// The job is taken and ends before it has begun. For [`Step::Submit`].
    JobAborted,
}

/// An archive that must not be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvilTar {
    /// The weights are named `../../lora.safetensors`.
    ParentPath,
    /// The weights are named by an absolute path.
    AbsolutePath,
    /// The weights are a symbolic link to a file outside.
    Symlink,
    /// There are two files of weights.
    TwoWeights,
    /// There are none.
    NoWeights,
    /// The archive is whole, the weights in it are cut in half.
    TruncatedWeights,
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Twist> for Trouble {
    fn from(twist: Twist) -> Self {
        Self::Twisted(twist)
    }
}

/// Troubles that have been ordered and not yet met, in the order in which they were.
#[derive(Debug, Default)]
pub(crate) struct Orders(VecDeque<(Step, Trouble)>);

impl Orders {
    pub(crate) fn add(&mut self, step: Step, trouble: Trouble) {
        self.0.push_back((step, trouble));
    }

    /// The first one for this step, which is then met.
    pub(crate) fn take(&mut self, step: Step) -> Option<Trouble> {
        let place = self.0.iter().position(|(wanted, _)| *wanted == step)?;
        self.0.remove(place).map(|(_, trouble)| trouble)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
