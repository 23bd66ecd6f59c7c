//! What can go wrong with a provider, in the terms of what a person can do about it.
//!
//! Each provider reads its own replies; what comes out is one of these. The texts of providers are kept for the log
//! and for the one case in which they help: which field was refused, and why.

use blazon_model::{ByteCount, FailureReason, ProviderId};
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Why something did not work.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// No key is set.
    #[error("no key for {provider:?} is set")]
    NoKey {
        /// Whose.
        provider: ProviderId,
    },
    /// The key was refused.
    #[error("the key was refused: {said}")]
    BadKey {
        /// The provider's words.
        said: String,
    },
    /// The account has no credit, or is locked.
    #[error("the account has no credit: {said}")]
    NoCredit {
        /// The provider's words.
        said: String,
    },
    /// A value or a file was refused.
    #[error("the input was refused: {said}")]
    Rejected {
        /// The field, where the provider names one.
        field: Option<String>,
        /// The provider's words.
        said: String,
    },
    /// The content was refused.
    #[error("the content was refused: {said}")]
    Blocked {
        /// The provider's words.
        said: String,
    },
    /// The provider has no capacity for this just now.
    #[error("the provider is busy")]
    Busy {
        /// How long it asks to wait.
        wait: Option<Duration>,
    },
    /// The provider's own work failed.
    #[error("the work failed at the provider: {said}")]
    WorkFailed {
        /// The provider's words.
        said: String,
    },
    /// The network or the host could not be reached, or went silent.
    #[error("the host could not be reached")]
    Offline {
        /// Whether the connection was never there, so that nothing can have been sent.
        unsent: bool,
        /// The way's own error.
        #[source]
        source: reqwest::Error,
    },
    /// Nothing came any more, or nothing was taken any more.
    #[error("the host went silent")]
    Silent,
    /// The reply makes no sense.
    #[error("the reply makes no sense: {what}")]
    BrokenReply {
        /// What was wrong with it.
        what: String,
    },
    /// The result is no longer there.
    #[error("the result is no longer at the provider")]
    Gone,
    /// A host that is not on the list of the settings.
    #[error("{host} is not among the allowed hosts")]
    HostRefused {
        /// The host.
        host: String,
    },
    /// The proxy of the settings is no address.
    #[error("the proxy is not an address")]
    BadProxy,
    /// More than the provider takes.
    #[error("{size:?} bytes are more than the {limit:?} that the provider takes")]
    TooLarge {
        /// What there is.
        size: ByteCount,
        /// What is taken.
        limit: ByteCount,
    },
    /// The weights are not what they should be.
    #[error("the weights are not usable: {what}")]
    BadWeights {
        /// What is wrong with them.
        what: String,
    },
    /// A file on this computer.
    #[error("{path} cannot be read or written")]
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Problem {
    /// What a request that got no reply died of.
    pub(crate) fn of_transport(source: reqwest::Error) -> Self {
        Self::Offline {
            unsent: source.is_connect() || source.is_builder(),
            source: source.without_url(),
        }
    }

    pub(crate) fn broken(what: impl Into<String>) -> Self {
        Self::BrokenReply { what: what.into() }
    }

    /// Whether waiting may help, so that the same call may be made again.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Busy { .. } | Self::Offline { .. } | Self::Silent
        )
    }

    /// How long the provider asks to wait before the next try.
    pub(crate) const fn asked_wait(&self) -> Option<Duration> {
        if let Self::Busy { wait } = self {
            *wait
        } else {
            None
        }
    }

    /// The reason that a run or a drawing keeps.
    #[must_use]
    pub fn reason(&self) -> FailureReason {
        match self {
            Self::NoKey { .. } => FailureReason::NoKey,
            Self::BadKey { .. } => FailureReason::BadKey,
            Self::NoCredit { .. } => FailureReason::NoCredit,
            Self::Rejected { .. } => FailureReason::RejectedInput,
            Self::TooLarge { .. } => FailureReason::UnfitArchive,
            Self::Blocked { .. } => FailureReason::BlockedContent,
            Self::Busy { .. } => FailureReason::Busy,
            Self::WorkFailed { .. } => FailureReason::TrainingFailed,
            Self::Offline { .. } | Self::Silent => FailureReason::Offline,
            Self::HostRefused { .. } => FailureReason::HostRefused,
            Self::BadProxy => FailureReason::BadProxy,
            Self::BrokenReply { .. } | Self::Gone => FailureReason::BrokenReply,
            Self::BadWeights { .. } => FailureReason::BadWeights,
            Self::Disk { source, .. } if is_full(source) => FailureReason::DiskFull,
            Self::Disk { .. } => FailureReason::DiskFailed,
        }
    }
}

/// Whether the disk has no room. The photos' crate has the same rule; neither may know the other.
fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

/// What became of a submission that gave no request id.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// It was surely not taken, so nothing was paid.
    #[error("nothing was submitted")]
    Refused(#[source] Problem),
    /// The reply was lost or makes no sense: it may have been taken, and must not be sent again.
    #[error("it is not known whether the request was taken")]
    Unknown(#[source] Problem),
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn disk(kind: io::ErrorKind) -> Problem {
        Problem::Disk {
            path: PathBuf::from("lora.safetensors"),
            source: kind.into(),
        }
    }

    #[rstest]
    #[case::full(disk(io::ErrorKind::StorageFull), FailureReason::DiskFull)]
    #[case::quota(disk(io::ErrorKind::QuotaExceeded), FailureReason::DiskFull)]
    #[case::not_there(disk(io::ErrorKind::NotFound), FailureReason::DiskFailed)]
    #[case::not_ours(disk(io::ErrorKind::PermissionDenied), FailureReason::DiskFailed)]
    #[case::host(Problem::HostRefused { host: "evil.example".into() }, FailureReason::HostRefused)]
    #[case::proxy(Problem::BadProxy, FailureReason::BadProxy)]
    #[case::no_key(Problem::NoKey { provider: ProviderId::Fal }, FailureReason::NoKey)]
    fn a_problem_is_told_as_what_it_is(#[case] problem: Problem, #[case] reason: FailureReason) {
        assert_eq!(problem.reason(), reason);
    }
}
