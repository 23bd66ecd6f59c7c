//! fal.ai: queue, storage, trainers and generators.
//!
//! What fal calls things stays here. Its own addresses get the key; files on its network of servers do not need it
//! and never see it. The submit reply's own addresses are followed, as fal asks for, but with the key only where they
//! are fal's or the configured one.

mod describe;
mod storage;
mod wire;

use crate::fill::{self, Fill};
use crate::hosted::{
    Billed, Course, DrawingOrder, Generator, KeyTest, LoraAddress, Lost, MOST_WEIGHTS,
    PICTURE_FORMAT, PictureAt, PicturesAt, Report, SentDrawing, Ticket, Trainer, TrainingOrder,
    Uploaded, WeightsAt,
};
use crate::net::{Net, matches, parsed};
use crate::problem::{Problem, SubmitError};
use crate::submit::{ask, read_json, submit};
use crate::transfer::{Fetched, Lasting, Progress, fetch, fetch_picture};
use crate::weights::check_safetensors;
use async_trait::async_trait;
use blazon_model::{AcceptedQuote, ProviderId, RequestId, Role};
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{RequestBuilder, Response, Url};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// The variable that sets another address for the queue.
pub const QUEUE_VARIABLE: &str = "BLAZON_FAL_QUEUE_URL";
/// The variable that sets another address for storage and tokens.
pub const REST_VARIABLE: &str = "BLAZON_FAL_REST_URL";

/// Hosts that belong to fal and may see the key.
const OWN_HOSTS: [&str; 5] = ["fal.run", "*.fal.run", "fal.ai", "*.fal.ai", "*.falrun.com"];
/// How long a result's files stay at fal, in seconds: they are fetched at once.
const RESULT_LIFE: u64 = 7 * 24 * 3600;
/// A request that is never there: asked for, it tells a good key (404) from a bad one (401).
const NO_REQUEST: &str = "00000000-0000-4000-8000-000000000000";

/// Where fal is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FalAddresses {
    /// The queue, `https://queue.fal.run`.
    pub queue: Url,
    /// Storage and tokens, `https://rest.fal.ai`.
    pub rest: Url,
}

impl Default for FalAddresses {
    fn default() -> Self {
        let url = |text: &str| text.parse().expect("an address that is written here");
        Self {
            queue: url("https://queue.fal.run"),
            rest: url("https://rest.fal.ai"),
        }
    }
}

/// fal.ai with a person's key.
#[derive(Debug)]
pub struct Fal {
    net: Net,
    at: FalAddresses,
    key: HeaderValue,
}

impl Fal {
    /// fal with this key.
    ///
    /// # Errors
    /// [`Problem::BadKey`] for one that cannot stand in a header.
    pub fn new(net: Net, at: FalAddresses, key: &SecretString) -> Result<Self, Problem> {
        let text = format!("Key {}", key.expose_secret().trim());
        let mut key = HeaderValue::from_str(&text).map_err(|_| Problem::BadKey {
            said: "it has characters that no key has".to_owned(),
        })?;
        key.set_sensitive(true);
        Ok(Self { net, at, key })
    }

    /// The key, where `url` is fal's own.
    fn with_key(&self, url: &Url, request: RequestBuilder) -> RequestBuilder {
        if self.owns(url) {
            request.header(AUTHORIZATION, self.key.clone())
        } else {
            request
        }
    }

    fn owns(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let is_configured = [&self.at.queue, &self.at.rest]
            .iter()
            .any(|base| base.origin() == url.origin());
        let is_fal = url.scheme() == "https" && OWN_HOSTS.iter().any(|own| matches(own, host));
        is_configured || is_fal
    }

    async fn submit(&self, endpoint: &str, input: &Value) -> Result<Ticket, SubmitError> {
        let url = below(&self.at.queue, endpoint).map_err(SubmitError::Refused)?;
        let life = json!({ "expiration_duration_seconds": RESULT_LIFE }).to_string();
        let request = || {
            let request = self.with_key(&url, self.net.post(&url)?);
            Ok(request
                .timeout(self.net.patience().reply)
                .header("X-Fal-Object-Lifecycle-Preference", life.as_str())
                .json(input))
        };
        let reply = submit(&self.net, request, wire::refusal).await?;
        self.ticket(endpoint, &reply)
            .ok_or_else(|| SubmitError::Unknown(Problem::broken("it names no request")))
    }

    /// The ticket of a reply. An address in it that is not fal's is not followed: the key would go along.
    fn ticket(&self, endpoint: &str, reply: &Value) -> Option<Ticket> {
        let id = reply["request_id"].as_str().filter(|id| wire::is_id(id))?;
        let own = format!("{}/requests/{id}", wire::app_of(endpoint));
        let base = below(&self.at.queue, &own).ok()?;
        let link = |name: &str, otherwise: &str| {
            let given = reply[name].as_str().and_then(|url| url.parse::<Url>().ok());
            match given.filter(|url| self.owns(url)) {
                Some(url) => url.to_string(),
                None => format!("{base}{otherwise}"),
            }
        };
        Some(Ticket {
            request: RequestId(id.to_owned()),
            endpoint: endpoint.to_owned(),
            status: link("status_url", "/status"),
            result: link("response_url", ""),
            cancel: link("cancel_url", "/cancel"),
        })
    }

    async fn get(&self, url: &str, query: &[(&str, &str)]) -> Result<Response, Problem> {
        let mut url = parsed(url)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let request = || {
            let request = self.with_key(&url, self.net.get(&url)?);
            Ok(request.timeout(self.net.patience().reply))
        };
        ask(&self.net, request, wire::refusal).await
    }

    /// Asks where a request stands; `read` takes its result apart.
    async fn poll<T>(
        &self,
        ticket: &Ticket,
        read: fn(&Value) -> Result<T, Problem>,
    ) -> Result<Report<T>, Problem> {
        let reply = self.get(&ticket.status, &[("logs", "1")]).await?;
        let status = wire::Status::read(&read_json(reply).await?)?;
        let course = match status.state {
            wire::State::Queued { position } => Course::Queued { position },
            wire::State::Working => Course::Working {
                steps: crate::steps::read(status.log.iter().map(String::as_str)),
            },
            wire::State::Completed => self.result(ticket, status.error, read).await?,
        };
        Ok(Report {
            course,
            log: status.log,
        })
    }

    /// The result of a request that is completed: what it gave, or how it failed. The reply about the result has
    /// the field and the sentence; where it has not, what the status said counts.
    async fn result<T>(
        &self,
        ticket: &Ticket,
        error: Option<String>,
        read: fn(&Value) -> Result<T, Problem>,
    ) -> Result<Course<T>, Problem> {
        let nothing = Billed::default;
        let reply = match (self.get(&ticket.result, &[]).await, error) {
            (_, Some(said)) if said == wire::CANCELLED => {
                return Ok(Course::Cancelled { billed: nothing() });
            }
            (Ok(reply), None) => reply,
            // Where the status tells of no failure, a refusal is one of the question: what was paid is not given up.
            (Err(problem), None) => return Err(problem),
            (
                Err(
                    problem @ (Problem::Rejected { .. }
                    | Problem::Blocked { .. }
                    | Problem::WorkFailed { .. }),
                ),
                Some(_),
            ) => {
                return Ok(Course::Failed {
                    problem,
                    billed: nothing(),
                });
            }
            (Ok(_) | Err(_), Some(said)) => {
                return Ok(Course::Failed {
                    problem: Problem::WorkFailed { said },
                    billed: nothing(),
                });
            }
        };
        let billed = Billed {
            units: wire::billed_units(reply.headers()),
            seconds: None,
        };
        let result = read(&read_json(reply).await?)?;
        Ok(Course::Done { result, billed })
    }

    async fn stop(&self, ticket: &Ticket) -> Result<(), Problem> {
        let url = parsed(&ticket.cancel)?;
        let request = || {
            let request = self.with_key(&url, self.net.put(&url)?);
            Ok(request.timeout(self.net.patience().reply))
        };
        match ask(&self.net, request, wire::refusal).await {
            // It has ended, or was never there: nothing is left to stop.
            Ok(_) | Err(Problem::Rejected { .. } | Problem::Gone) => Ok(()),
            Err(problem) => Err(problem),
        }
    }
}

#[async_trait]
impl Trainer for Fal {
    fn provider(&self) -> ProviderId {
        ProviderId::Fal
    }

    fn host(&self) -> String {
        self.at.rest.host_str().unwrap_or_default().to_owned()
    }

    async fn upload(&self, archive: &Path, progress: Progress<'_>) -> Result<Uploaded, Problem> {
        let url = storage::upload(self, storage::ARCHIVE, archive, progress).await?;
        Ok(Uploaded { url })
    }

    async fn account(&self) -> Result<Option<String>, Problem> {
        Ok(None)
    }

    async fn submit_training(
        &self,
        accepted: &AcceptedQuote,
        order: &TrainingOrder,
    ) -> Result<Ticket, SubmitError> {
        fill::check_accepted(accepted, &order.endpoint).map_err(SubmitError::Refused)?;
        let filled = [
            (Role::Input, Fill::text(&order.archive.url)),
            (Role::ArchiveFormat, Fill::text("zip")),
            (Role::Trigger, Fill::text(&order.trigger)),
        ];
        let input =
            fill::input(&order.endpoint, &order.chosen, filled).map_err(SubmitError::Refused)?;
        self.submit(&order.endpoint.id, &input).await
    }

    async fn poll_training(&self, ticket: &Ticket) -> Result<Report<WeightsAt>, Problem> {
        self.poll(ticket, wire::weights).await
    }

    fn ticket_of(&self, endpoint: &str, request: &str) -> Option<Ticket> {
        self.ticket(endpoint, &json!({ "request_id": request }))
    }

    async fn find_lost_training(&self, _: &TrainingOrder) -> Result<Lost, Problem> {
        Ok(Lost::CannotTell)
    }

    async fn fetch_weights(
        &self,
        weights: &WeightsAt,
        to: &Path,
        progress: Progress<'_>,
    ) -> Result<Fetched, Problem> {
        let url = parsed(&weights.url)?;
        fetch(
            &self.net,
            &url,
            to,
            MOST_WEIGHTS,
            progress,
            Lasting::Yes,
            check_safetensors,
        )
        .await
    }

    async fn cancel(&self, ticket: &Ticket) -> Result<(), Problem> {
        self.stop(ticket).await
    }
}

#[async_trait]
impl Generator for Fal {
    async fn payer(&self) -> Result<Option<String>, Problem> {
        Ok(None)
    }

    async fn send_weights(
        &self,
        weights: &Path,
        progress: Progress<'_>,
    ) -> Result<LoraAddress, Problem> {
        let address = storage::upload(self, storage::WEIGHTS, weights, progress).await?;
        // A day less than was asked for: a drawing may wait.
        let lasts = Duration::from_secs(storage::WEIGHTS.life) - Duration::from_secs(24 * 3600);
        Ok(LoraAddress {
            address,
            lasts: Some(lasts),
        })
    }

    async fn find_lost_drawing(&self, _: &DrawingOrder, _: &SentDrawing) -> Result<Lost, Problem> {
        Ok(Lost::CannotTell)
    }

    fn ticket_of_drawing(&self, endpoint: &str, request: &str) -> Option<Ticket> {
        self.ticket(endpoint, &json!({ "request_id": request }))
    }

    async fn submit_drawing(
        &self,
        accepted: &AcceptedQuote,
        order: &DrawingOrder,
    ) -> Result<Ticket, SubmitError> {
        fill::check_accepted(accepted, &order.endpoint).map_err(SubmitError::Refused)?;
        let [width, height] = order.size;
        let loras = match &order.lora {
            Some((path, scale)) => json!([{ "path": path, "scale": scale }]),
            None => json!([]),
        };
        let filled = [
            (Role::Prompt, Fill::text(&order.prompt)),
            (Role::Loras, Fill(loras)),
            (
                Role::Size,
                Fill(json!({ "width": width, "height": height })),
            ),
            (Role::Count, Fill(json!(order.count))),
            (Role::Seed, Fill(json!(order.seed.0))),
            (Role::Format, Fill::text(PICTURE_FORMAT)),
        ];
        let input =
            fill::input(&order.endpoint, &order.chosen, filled).map_err(SubmitError::Refused)?;
        self.submit(&order.endpoint.id, &input).await
    }

    async fn poll_drawing(&self, ticket: &Ticket) -> Result<Report<PicturesAt>, Problem> {
        self.poll(ticket, wire::pictures).await
    }

    async fn fetch_picture(&self, picture: &PictureAt, to: &Path) -> Result<Fetched, Problem> {
        fetch_picture(&self.net, picture, to).await
    }

    async fn cancel_drawing(&self, ticket: &Ticket) -> Result<(), Problem> {
        self.stop(ticket).await
    }
}

#[async_trait]
impl KeyTest for Fal {
    /// Asks for a request that is not there: a good key is told so, a bad one is refused.
    async fn test_key(&self) -> Result<Option<String>, Problem> {
        let path = format!("fal-ai/flux/requests/{NO_REQUEST}/status");
        let url = below(&self.at.queue, &path)?;
        match self.get(url.as_str(), &[]).await {
            Ok(_) | Err(Problem::Gone) => Ok(None),
            Err(problem) => Err(problem),
        }
    }
}

/// An address below a base.
fn below(base: &Url, path: &str) -> Result<Url, Problem> {
    let base = base.as_str().trim_end_matches('/');
    parsed(&format!("{base}/{path}"))
}
