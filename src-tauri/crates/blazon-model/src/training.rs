//! Training runs: one training of a dataset, as a state machine.
//!
//! Each transition is one committed row; a state carries what is needed to go on from it after a
//! crash. The rules of money live here: `Submitting` is committed before a request is sent, a
//! lost reply becomes `Unknown`, and neither is ever submitted again by itself.

use crate::{ByteCount, DatasetId, ModelId, Quote, Recipe, RequestId, RunId, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Why a run failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FailureReason {
    /// No key of the provider is set.
    NoKey,
    /// The key was refused.
    BadKey,
    /// The account has no credit.
    NoCredit,
    /// The provider refused a value or the archive.
    RejectedInput,
    /// The archive is not what the trainer takes: too large, or with too few photos or captions.
    UnfitArchive,
    /// The provider refused the content.
    BlockedContent,
    /// The provider has no capacity.
    Busy,
    /// The network or the host could not be reached.
    Offline,
    /// The settings do not allow the host.
    HostRefused,
    /// The proxy of the settings is no address.
    BadProxy,
    /// The provider's answer could not be understood.
    BrokenReply,
    /// The training itself failed.
    TrainingFailed,
    /// It was stopped at the provider, and not from here.
    StoppedThere,
    /// The provider has no such training: nothing was submitted.
    NeverTaken,
    /// The weights are missing or not what they should be.
    BadWeights,
    /// This computer has too little memory.
    OutOfMemory,
    /// The library's disk is full.
    DiskFull,
    /// A file of the library cannot be read or written.
    DiskFailed,
}

/// The step to which a failed run may go back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "step",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RetryStep {
    /// Pack again, which leads to a new quote. Everything that would submit again goes this way.
    Pack,
    /// Ask again about a request that was taken.
    Poll {
        /// The request.
        request: RequestId,
    },
    /// Download again.
    Download {
        /// The request.
        request: RequestId,
    },
}

/// Where a training run stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RunState {
    /// The recipe can be changed.
    Draft,
    /// The archive is being made.
    Packing,
    /// The quote waits for the person. Never left by itself.
    Quoted {
        /// The quote.
        quote: Box<Quote>,
    },
    /// The archive is being sent.
    Uploading {
        /// Bytes sent.
        sent: ByteCount,
        /// Bytes in all.
        total: ByteCount,
    },
    /// Committed before the request is sent: from here on it may have been paid.
    Submitting,
    /// The provider has taken it.
    Queued {
        /// The provider's request.
        request: RequestId,
        /// Place in the queue, 0 for next, where the provider says it.
        position: Option<u32>,
    },
    /// It trains.
    Training {
        /// The provider's request.
        request: RequestId,
        /// Steps done.
        step: u32,
        /// Steps in all.
        total: u32,
        /// The last loss, where it is reported.
        loss: Option<f64>,
        /// Seconds left, where they can be estimated.
        eta: Option<u32>,
    },
    /// The weights are being fetched.
    Downloading {
        /// The provider's request.
        request: RequestId,
        /// Bytes received.
        received: ByteCount,
        /// Bytes in all, where the provider says it.
        total: Option<ByteCount>,
    },
    /// The weights are opened and checked.
    Checking {
        /// The provider's request.
        request: RequestId,
    },
    /// The model can be used. Terminal.
    Ready {
        /// The model.
        model: ModelId,
    },
    /// It went wrong.
    Failed {
        /// Why.
        reason: FailureReason,
        /// The step to which it may go back.
        retry: Option<RetryStep>,
    },
    /// A cancel was asked for and is not confirmed.
    Cancelling {
        /// The provider's request, where one is known.
        request: Option<RequestId>,
    },
    /// Stopped by the person. Terminal.
    Cancelled,
    /// The reply to the submission was lost: it may or may not have been taken.
    Unknown,
}

/// What happens to a run.
#[derive(Clone, Debug, PartialEq)]
pub enum RunEvent {
    /// The archive is to be made.
    Pack,
    /// The archive is made and the quote with it.
    QuoteMade(Box<Quote>),
    /// The person accepted the quote.
    Accepted {
        /// Bytes to send.
        total: ByteCount,
    },
    /// More of the archive was sent.
    Sent(ByteCount),
    /// The request is about to be sent.
    Submit,
    /// The provider has taken the request.
    Taken(RequestId),
    /// The reply to the submission was lost.
    ReplyLost,
    /// The place in the queue changed.
    Moved(Option<u32>),
    /// The training went on.
    Stepped {
        /// Steps done.
        step: u32,
        /// Steps in all.
        total: u32,
        /// The last loss.
        loss: Option<f64>,
        /// Seconds left.
        eta: Option<u32>,
    },
    /// The weights are there to be fetched.
    Trained,
    /// More of the weights was received.
    Received {
        /// Bytes received.
        received: ByteCount,
        /// Bytes in all.
        total: Option<ByteCount>,
    },
    /// The weights are on this disk.
    Downloaded,
    /// The weights are good and the model is in the library.
    Checked(ModelId),
    /// It went wrong.
    Fail {
        /// Why.
        reason: FailureReason,
        /// The step to which it may go back.
        retry: Option<RetryStep>,
    },
    /// The person wants to go back to the step that the failure names.
    Retry,
    /// The person wants to stop.
    Cancel,
    /// The provider has stopped, or there was nothing to stop.
    CancelConfirmed,
}

impl RunEvent {
    const fn name(&self) -> &'static str {
        match self {
            Self::Pack => "pack",
            Self::QuoteMade(_) => "quote made",
            Self::Accepted { .. } => "accepted",
            Self::Sent(_) => "sent",
            Self::Submit => "submit",
            Self::Taken(_) => "taken",
            Self::ReplyLost => "reply lost",
            Self::Moved(_) => "moved",
            Self::Stepped { .. } => "stepped",
            Self::Trained => "trained",
            Self::Received { .. } => "received",
            Self::Downloaded => "downloaded",
            Self::Checked(_) => "checked",
            Self::Fail { .. } => "fail",
            Self::Retry => "retry",
            Self::Cancel => "cancel",
            Self::CancelConfirmed => "cancel confirmed",
        }
    }
}

/// An event that does not fit the state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a run that is {state} cannot be \"{event}\"")]
pub struct InvalidTransition {
    /// The name of the state.
    pub state: &'static str,
    /// The name of the event.
    pub event: &'static str,
}

/// The three stages that people see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RunStage {
    /// Up to and with the submission.
    Uploading,
    /// With the provider.
    Training,
    /// The weights are here.
    Completed,
}

impl RunState {
    /// Whether nothing can happen to it any more.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        matches!(self, Self::Ready { .. } | Self::Cancelled)
    }

    /// The stage that people see; `None` before the quote is accepted and where the run stands
    /// still.
    #[must_use]
    pub const fn stage(&self) -> Option<RunStage> {
        match self {
            Self::Uploading { .. } | Self::Submitting => Some(RunStage::Uploading),
            Self::Queued { .. }
            | Self::Training { .. }
            | Self::Downloading { .. }
            | Self::Checking { .. } => Some(RunStage::Training),
            Self::Ready { .. } => Some(RunStage::Completed),
            Self::Draft
            | Self::Packing
            | Self::Quoted { .. }
            | Self::Failed { .. }
            | Self::Cancelling { .. }
            | Self::Cancelled
            | Self::Unknown => None,
        }
    }

    /// The name under which it is stored.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Packing => "packing",
            Self::Quoted { .. } => "quoted",
            Self::Uploading { .. } => "uploading",
            Self::Submitting => "submitting",
            Self::Queued { .. } => "queued",
            Self::Training { .. } => "training",
            Self::Downloading { .. } => "downloading",
            Self::Checking { .. } => "checking",
            Self::Ready { .. } => "ready",
            Self::Failed { .. } => "failed",
            Self::Cancelling { .. } => "cancelling",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
        }
    }

    /// The provider's request, where one is known.
    #[must_use]
    pub const fn request(&self) -> Option<&RequestId> {
        match self {
            Self::Queued { request, .. }
            | Self::Training { request, .. }
            | Self::Downloading { request, .. }
            | Self::Checking { request }
            | Self::Cancelling {
                request: Some(request),
            }
            | Self::Failed {
                retry: Some(RetryStep::Poll { request } | RetryStep::Download { request }),
                ..
            } => Some(request),
            Self::Draft
            | Self::Packing
            | Self::Quoted { .. }
            | Self::Uploading { .. }
            | Self::Submitting
            | Self::Ready { .. }
            | Self::Failed { .. }
            | Self::Cancelling { request: None }
            | Self::Cancelled
            | Self::Unknown => None,
        }
    }

    /// The state after `event`.
    ///
    /// # Errors
    /// [`InvalidTransition`] where the event does not fit; the state is then unchanged.
    pub fn after(&self, event: RunEvent) -> Result<Self, InvalidTransition> {
        let name = event.name();
        self.follow(event).ok_or(InvalidTransition {
            state: self.name(),
            event: name,
        })
    }

    /// `None` for every pair that design does not name.
    fn follow(&self, event: RunEvent) -> Option<Self> {
        if self.is_terminal() {
            return None;
        }
        match (self, event) {
            (_, RunEvent::Fail { reason, retry }) => Some(Self::Failed { reason, retry }),
            (Self::Cancelling { .. }, RunEvent::CancelConfirmed) => Some(Self::Cancelled),
            (Self::Cancelling { .. }, _) => None,
            (state, RunEvent::Cancel) => Some(Self::Cancelling {
                request: state.request().cloned(),
            }),
            (Self::Draft, RunEvent::Pack) => Some(Self::Packing),
            (Self::Packing, RunEvent::QuoteMade(quote)) => Some(Self::Quoted { quote }),
            (Self::Quoted { .. }, RunEvent::Accepted { total }) => Some(Self::Uploading {
                sent: ByteCount(0),
                total,
            }),
            (Self::Uploading { total, .. }, RunEvent::Sent(sent)) => Some(Self::Uploading {
                sent,
                total: *total,
            }),
            (Self::Uploading { .. }, RunEvent::Submit) => Some(Self::Submitting),
            (Self::Submitting | Self::Unknown, RunEvent::Taken(request)) => Some(Self::Queued {
                request,
                position: None,
            }),
            (Self::Submitting, RunEvent::ReplyLost) => Some(Self::Unknown),
            (Self::Queued { request, .. }, RunEvent::Moved(position)) => Some(Self::Queued {
                request: request.clone(),
                position,
            }),
            (
                Self::Queued { request, .. } | Self::Training { request, .. },
                RunEvent::Stepped {
                    step,
                    total,
                    loss,
                    eta,
                },
            ) => Some(Self::Training {
                request: request.clone(),
                step,
                total,
                loss,
                eta,
            }),
            (Self::Queued { request, .. } | Self::Training { request, .. }, RunEvent::Trained) => {
                Some(Self::Downloading {
                    request: request.clone(),
                    received: ByteCount(0),
                    total: None,
                })
            }
            (Self::Downloading { request, .. }, RunEvent::Received { received, total }) => {
                Some(Self::Downloading {
                    request: request.clone(),
                    received,
                    total,
                })
            }
            (Self::Downloading { request, .. }, RunEvent::Downloaded) => Some(Self::Checking {
                request: request.clone(),
            }),
            (Self::Checking { .. }, RunEvent::Checked(model)) => Some(Self::Ready { model }),
            (
                Self::Failed {
                    retry: Some(step), ..
                },
                RunEvent::Retry,
            ) => Some(Self::back_to(step)),
            (_, _) => None,
        }
    }

    fn back_to(step: &RetryStep) -> Self {
        match step {
            RetryStep::Pack => Self::Packing,
            RetryStep::Poll { request } => Self::Queued {
                request: request.clone(),
                position: None,
            },
            RetryStep::Download { request } => Self::Downloading {
                request: request.clone(),
                received: ByteCount(0),
                total: None,
            },
        }
    }
}

/// One training of a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TrainingRun {
    /// Its id.
    pub id: RunId,
    /// The dataset.
    pub dataset: DatasetId,
    /// How it is trained.
    pub recipe: Recipe,
    /// Where it stands.
    pub state: RunState,
    /// When it was drafted.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::tests::two_dollars;
    use proptest::prelude::*;

    fn request() -> impl Strategy<Value = RequestId> {
        "[a-z0-9-]{1,12}".prop_map(RequestId)
    }

    fn retry() -> impl Strategy<Value = Option<RetryStep>> {
        proptest::option::of(prop_oneof![
            Just(RetryStep::Pack),
            request().prop_map(|request| RetryStep::Poll { request }),
            request().prop_map(|request| RetryStep::Download { request }),
        ])
    }

    fn model() -> ModelId {
        ModelId::new(Timestamp(5), [9; 10])
    }

    fn event() -> impl Strategy<Value = RunEvent> {
        prop_oneof![
            Just(RunEvent::Pack),
            Just(RunEvent::QuoteMade(Box::new(two_dollars(None)))),
            any::<u64>().prop_map(|total| RunEvent::Accepted {
                total: ByteCount(total)
            }),
            any::<u64>().prop_map(|sent| RunEvent::Sent(ByteCount(sent))),
            Just(RunEvent::Submit),
            request().prop_map(RunEvent::Taken),
            Just(RunEvent::ReplyLost),
            any::<Option<u32>>().prop_map(RunEvent::Moved),
            (
                any::<u32>(),
                any::<u32>(),
                proptest::option::of(-1e9..1e9_f64),
                any::<Option<u32>>()
            )
                .prop_map(|(step, total, loss, eta)| RunEvent::Stepped {
                    step,
                    total,
                    loss,
                    eta
                }),
            Just(RunEvent::Trained),
            (any::<u64>(), any::<Option<u64>>()).prop_map(|(received, total)| RunEvent::Received {
                received: ByteCount(received),
                total: total.map(ByteCount),
            }),
            Just(RunEvent::Downloaded),
            Just(RunEvent::Checked(model())),
            retry().prop_map(|retry| RunEvent::Fail {
                reason: FailureReason::Offline,
                retry
            }),
            Just(RunEvent::Retry),
            Just(RunEvent::Cancel),
            Just(RunEvent::CancelConfirmed),
        ]
    }

    /// The run as it goes when nothing happens to it.
    fn straight_way() -> Vec<RunEvent> {
        vec![
            RunEvent::Pack,
            RunEvent::QuoteMade(Box::new(two_dollars(None))),
            RunEvent::Accepted {
                total: ByteCount(9),
            },
            RunEvent::Submit,
            RunEvent::Taken(RequestId("r".into())),
            RunEvent::Stepped {
                step: 1,
                total: 2,
                loss: Some(0.5),
                eta: Some(3),
            },
            RunEvent::Trained,
            RunEvent::Downloaded,
            RunEvent::Checked(model()),
        ]
    }

    fn walk(events: Vec<RunEvent>) -> Vec<RunState> {
        let mut states = vec![RunState::Draft];
        for event in events {
            let last = states.last().unwrap();
            if let Ok(next) = last.after(event) {
                states.push(next);
            }
        }
        states
    }

    #[test]
    fn the_straight_way_leads_to_a_model() {
        let states = walk(straight_way());
        assert_eq!(states.len(), 10);
        assert_eq!(states.last(), Some(&RunState::Ready { model: model() }));
    }

    #[test]
    fn a_lost_reply_is_never_submitted_again_by_itself() {
        let unknown = RunState::Submitting.after(RunEvent::ReplyLost).unwrap();
        for event in [
            RunEvent::Submit,
            RunEvent::Pack,
            RunEvent::Accepted {
                total: ByteCount(1),
            },
        ] {
            assert!(unknown.after(event).is_err());
        }
        assert!(
            unknown
                .after(RunEvent::Taken(RequestId("found".into())))
                .is_ok()
        );
    }

    #[test]
    fn submitting_again_needs_a_new_quote() {
        let failed = RunState::Submitting
            .after(RunEvent::Fail {
                reason: FailureReason::Busy,
                retry: Some(RetryStep::Pack),
            })
            .unwrap();
        let again = failed.after(RunEvent::Retry).unwrap();
        assert_eq!(again, RunState::Packing);
        assert!(again.after(RunEvent::Submit).is_err());
    }

    #[test]
    fn a_refused_event_names_state_and_event() {
        let refused = RunState::Draft.after(RunEvent::Submit).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "a run that is draft cannot be \"submit\""
        );
    }

    proptest! {
        #[test]
        fn no_path_leaves_a_terminal_state(events in proptest::collection::vec(event(), 0..40), last in event()) {
            for state in walk(events) {
                if state.is_terminal() {
                    prop_assert!(state.after(last.clone()).is_err());
                }
            }
        }

        #[test]
        fn submitting_comes_only_after_an_accepted_quote(events in proptest::collection::vec(event(), 0..60)) {
            let mut accepted = false;
            let mut state = RunState::Draft;
            for event in events {
                if matches!((&state, &event), (RunState::Quoted { .. }, RunEvent::Accepted { .. })) {
                    accepted = true;
                }
                if let Ok(next) = state.after(event) {
                    if matches!(next, RunState::Submitting) {
                        prop_assert!(accepted);
                        accepted = false;
                    }
                    state = next;
                }
            }
        }

        #[test]
        fn a_known_request_is_kept_until_the_run_ends(events in proptest::collection::vec(event(), 0..60)) {
            for pair in walk(events).windows(2) {
                if let (Some(before), false) = (pair[0].request(), pair[1].is_terminal()) {
                    let failed = matches!(pair[1], RunState::Failed { .. });
                    let fresh_start = matches!(pair[1], RunState::Packing);
                    prop_assert!(failed || fresh_start || pair[1].request() == Some(before));
                }
            }
        }

        #[test]
        fn every_state_is_written_and_read_back(events in proptest::collection::vec(event(), 0..40)) {
            for state in walk(straight_way()).into_iter().chain(walk(events)) {
                let json = serde_json::to_string(&state).unwrap();
                let tag = format!("\"state\":\"{}\"", state.name());
                prop_assert!(json.contains(&tag));
                prop_assert_eq!(serde_json::from_str::<RunState>(&json).unwrap(), state);
            }
        }
    }
}
