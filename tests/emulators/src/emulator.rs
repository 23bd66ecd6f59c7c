//! An emulator as a test holds it: orders troubles, reads what was asked, and stops it by dropping it.

use std::sync::Arc;

use crate::job::PaidSubmit;
use crate::pace::Pace;
use crate::provider::{Addresses, Provider, Shared, Surroundings, hold};
use crate::record::Recorded;
use crate::request::Host;
use crate::server::{self, Server};
use crate::trouble::{Step, Trouble};

/// A running provider `P`, on two ports of 127.0.0.1.
#[derive(Debug)]
pub struct Emulator<P> {
    pub(crate) provider: Arc<P>,
    shared: Arc<Shared>,
    pub(crate) addresses: Addresses,
    leaks: fn(&P, &Recorded) -> bool,
    _server: Server,
}

impl<P> Emulator<P> {
    /// Takes two free ports and serves them from a thread of its own.
    pub(crate) fn launch(make: impl FnOnce(Surroundings) -> P) -> Self
    where
        P: Provider,
    {
        let ((api, api_address), (files, files_address)) = (server::bind(), server::bind());
        let addresses = Addresses {
            api: format!("http://{api_address}"),
            files: format!("http://{files_address}"),
        };
        let shared = Arc::<Shared>::default();
        let provider = Arc::new(make(Surroundings {
            addresses: addresses.clone(),
            shared: Arc::clone(&shared),
        }));
        let ports = [(Host::Api, api), (Host::Files, files)];
        Self {
            _server: Server::start(ports, Arc::clone(&provider), Arc::clone(&shared)),
            provider,
            shared,
            addresses,
            leaks: leaks::<P>,
        }
    }

    /// Lets a trouble befall the next request of this step. Several for one step are met one after the other.
    pub fn order(&self, step: Step, trouble: impl Into<Trouble>) {
        hold(&self.shared.orders).add(step, trouble.into());
    }

    /// Orders the same trouble for the next `times` requests of this step.
    pub fn order_times(&self, times: usize, step: Step, trouble: impl Into<Trouble>) {
        let trouble = trouble.into();
        for _ in 0..times {
            self.order(step, trouble.clone());
        }
    }

    /// How many ordered troubles have met no request yet.
    #[must_use]
    pub fn orders_left(&self) -> usize {
        hold(&self.shared.orders).len()
    }

    /// Takes back the troubles that have met no request yet.
    pub fn cancel_orders(&self) {
        hold(&self.shared.orders).clear();
    }

    /// Sets how fast jobs go from here on, also those that run.
    pub fn set_pace(&self, pace: Pace) {
        *hold(&self.shared.pace) = pace;
    }

    /// All requests so far, on both ports, in the order in which they were read to the end.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        hold(&self.shared.log).clone()
    }

    /// The requests so far that were for this step.
    #[must_use]
    pub fn requests_for(&self, step: Step) -> Vec<Recorded> {
        let log = hold(&self.shared.log);
        log.iter()
            .filter(|recorded| recorded.step == step)
            .cloned()
            .collect()
    }

    /// The requests to the host of files that showed the key, or brought an `Authorization` that was not made for it.
    /// There should be none.
    #[must_use]
    pub fn leaked_keys(&self) -> Vec<Recorded> {
        let log = hold(&self.shared.log);
        log.iter()
            .filter(|recorded| (self.leaks)(&self.provider, recorded))
            .cloned()
            .collect()
    }

    /// All jobs that were taken, and would have cost money.
    #[must_use]
    pub fn paid_submits(&self) -> Vec<PaidSubmit> {
        hold(&self.shared.paid).clone()
    }
}

fn leaks<P: Provider>(provider: &P, recorded: &Recorded) -> bool {
    let shows_key = |text: &String| text.contains(provider.key());
    let authorization = recorded.headers.get("authorization");
    recorded.host == Host::Files
        && (recorded.headers.values().any(shows_key)
            || shows_key(&recorded.path)
            || authorization.is_some_and(|value| !provider.is_file_token(value)))
}
