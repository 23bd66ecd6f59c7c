//! Replicate: files, trainings, predictions.
//!
//! What Replicate calls things stays here. The token goes to the API's own address and to no other: files on its
//! network of servers are fetched without it. Addresses are built here from ids, since those in replies are not all
//! right (a training's points to predictions).

mod files;
mod wire;

use crate::fill::{self, Fill};
use crate::hosted::{
    Course, DrawingOrder, Generator, KeyTest, LoraAddress, Lost, MOST_WEIGHTS, PictureAt,
    PicturesAt, Report, SentDrawing, Ticket, Trainer, TrainingOrder, Uploaded, WeightsAt,
};
use crate::net::{Net, parsed};
use crate::problem::{Problem, SubmitError};
use crate::submit::{ask, read_json, refused, submit};
use crate::transfer::{
    Fetched, Lasting, Progress, as_it_is, blocking, disk, fetch, fetch_picture, measure,
};
use crate::weights::{check_safetensors, unpack};
use async_trait::async_trait;
use blazon_model::{AcceptedQuote, ProviderId, RequestId, Role};
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{RequestBuilder, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::path::Path;

/// The variable that sets another address, with `/v1`.
pub const VARIABLE: &str = "BLAZON_REPLICATE_URL";

/// Where Replicate is.
#[must_use]
pub fn address() -> Url {
    "https://api.replicate.com/v1"
        .parse()
        .expect("an address that is written here")
}

/// Replicate with a person's token.
#[derive(Debug)]
pub struct Replicate {
    net: Net,
    at: Url,
    token: HeaderValue,
}

impl Replicate {
    /// Replicate with this token, at an address that ends in `/v1`.
    ///
    /// # Errors
    /// [`Problem::BadKey`] for one that cannot stand in a header.
    pub fn new(net: Net, at: Url, token: &SecretString) -> Result<Self, Problem> {
        let text = format!("Bearer {}", token.expose_secret().trim());
        let mut token = HeaderValue::from_str(&text).map_err(|_| Problem::BadKey {
            said: "it has characters that no token has".to_owned(),
        })?;
        token.set_sensitive(true);
        Ok(Self { net, at, token })
    }

    fn url(&self, path: &str) -> Result<Url, Problem> {
        let base = self.at.as_str().trim_end_matches('/');
        parsed(&format!("{base}/{path}"))
    }

    fn with_token(&self, request: RequestBuilder) -> RequestBuilder {
        request
            .header(AUTHORIZATION, self.token.clone())
            .timeout(self.net.patience().reply)
    }

    async fn get(&self, path: &str) -> Result<Value, Problem> {
        let url = self.url(path)?;
        let request = || Ok(self.with_token(self.net.get(&url)?));
        read_json(ask(&self.net, request, wire::refusal).await?).await
    }

    async fn submit(&self, path: &str, body: &Value) -> Result<Value, SubmitError> {
        let url = self.url(path).map_err(SubmitError::Refused)?;
        let request = || Ok(self.with_token(self.net.post(&url)?).json(body));
        submit(&self.net, request, wire::refusal).await
    }

    fn ticket(&self, kind: &str, endpoint: &str, reply: &Value) -> Option<Ticket> {
        let id = reply["id"].as_str().filter(|id| wire::is_name(id))?;
        let status = format!("{kind}/{id}");
        Some(Ticket {
            request: RequestId(id.to_owned()),
            endpoint: endpoint.to_owned(),
            cancel: format!("{status}/cancel"),
            result: status.clone(),
            status,
        })
    }

    /// The account whose token this is.
    async fn username(&self) -> Result<String, Problem> {
        let account = self.get("account").await?;
        let name = account["username"]
            .as_str()
            .filter(|name| wire::is_name(name));
        name.map(str::to_owned)
            .ok_or_else(|| Problem::broken("it names no account"))
    }

    /// The newest version of a model.
    async fn version_of(&self, model: &str) -> Result<String, Problem> {
        let found = self.get(&format!("models/{model}")).await?;
        let version = found["latest_version"]["id"].as_str();
        version
            .filter(|version| wire::is_name(version))
            .map(str::to_owned)
            .ok_or_else(|| Problem::broken("the model has no version"))
    }

    /// Makes the model that a training fills, private, where there is none.
    async fn ensure_destination(&self, owner: &str, name: &str) -> Result<(), Problem> {
        let url = self.url("models")?;
        // Made twice is refused as a conflict, so this may be asked again.
        let request = || {
            Ok(self.with_token(self.net.post(&url)?).json(&json!({
                "owner": owner,
                "name": name,
                "visibility": "private",
                // Replicate chooses another for what was trained.
                "hardware": "gpu-t4",
                "description": "Trained with Blazon",
            })))
        };
        let reply = self.net.send_repeatable(request).await?;
        if reply.status().is_success() || reply.status() == StatusCode::CONFLICT {
            return Ok(());
        }
        Err(refused(reply, wire::refusal).await)
    }

    async fn begin_training(&self, order: &TrainingOrder) -> Result<(String, Value), Problem> {
        let filled = [
            (Role::Input, Fill::text(&order.archive.url)),
            (Role::Trigger, Fill::text(&order.trigger)),
        ];
        let input = fill::input(&order.endpoint, &order.chosen, filled)?;
        let owner = match &order.account {
            Some(account) => account.clone(),
            None => self.username().await?,
        };
        let version = self.version_of(&order.endpoint.id).await?;
        self.ensure_destination(&owner, &order.destination).await?;
        let path = format!("models/{}/versions/{version}/trainings", order.endpoint.id);
        let destination = format!("{owner}/{}", order.destination);
        Ok((path, json!({ "destination": destination, "input": input })))
    }

    async fn stop(&self, ticket: &Ticket) -> Result<(), Problem> {
        let url = self.url(&ticket.cancel)?;
        let request = || Ok(self.with_token(self.net.post(&url)?));
        match ask(&self.net, request, wire::refusal).await {
            // It has ended, or was never there: nothing is left to stop.
            Ok(_) | Err(Problem::Rejected { .. } | Problem::Gone) => Ok(()),
            Err(problem) => Err(problem),
        }
    }

    async fn poll<T>(
        &self,
        ticket: &Ticket,
        read: fn(&Value) -> Result<T, Problem>,
    ) -> Result<Report<T>, Problem> {
        let reply = self.get(&ticket.status).await?;
        let log = wire::lines(&reply["logs"]);
        let course = match wire::state(&reply)? {
            wire::State::Queued => Course::Queued { position: None },
            wire::State::Working => Course::Working {
                steps: crate::steps::read(log.iter().map(String::as_str)),
            },
            wire::State::Succeeded if wire::is_removed(&reply) => Course::Failed {
                problem: Problem::Gone,
                billed: wire::billed(&reply),
            },
            wire::State::Succeeded => Course::Done {
                result: read(&reply)?,
                billed: wire::billed(&reply),
            },
            wire::State::Failed => Course::Failed {
                problem: wire::failure(&reply),
                billed: wire::billed(&reply),
            },
            wire::State::Cancelled => Course::Cancelled {
                billed: wire::billed(&reply),
            },
        };
        Ok(Report { course, log })
    }
}

#[async_trait]
impl Trainer for Replicate {
    fn provider(&self) -> ProviderId {
        ProviderId::Replicate
    }

    fn host(&self) -> String {
        self.at.host_str().unwrap_or_default().to_owned()
    }

    async fn upload(&self, archive: &Path, progress: Progress<'_>) -> Result<Uploaded, Problem> {
        files::upload(self, archive, progress).await
    }

    async fn account(&self) -> Result<Option<String>, Problem> {
        self.username().await.map(Some)
    }

    async fn submit_training(
        &self,
        accepted: &AcceptedQuote,
        order: &TrainingOrder,
    ) -> Result<Ticket, SubmitError> {
        fill::check_accepted(accepted, &order.endpoint).map_err(SubmitError::Refused)?;
        let begun = self.begin_training(order).await;
        let (path, body) = begun.map_err(SubmitError::Refused)?;
        let reply = self.submit(&path, &body).await?;
        self.ticket("trainings", &order.endpoint.id, &reply)
            .ok_or_else(|| SubmitError::Unknown(Problem::broken("it names no training")))
    }

    async fn poll_training(&self, ticket: &Ticket) -> Result<Report<WeightsAt>, Problem> {
        self.poll(ticket, wire::weights).await
    }

    fn ticket_of(&self, endpoint: &str, request: &str) -> Option<Ticket> {
        self.ticket("trainings", endpoint, &json!({ "id": request }))
    }

    /// Looks through the newest trainings for one with this destination or this archive, which no other submission
    /// has.
    async fn find_lost_training(&self, order: &TrainingOrder) -> Result<Lost, Problem> {
        let account = self.username().await?;
        let destination = format!("{account}/{}", order.destination);
        let list = self.get("trainings").await?;
        let trainings = list["results"]
            .as_array()
            .ok_or_else(|| Problem::broken("it lists no trainings"))?;
        let ours = |training: &&Value| {
            wire::destination(training) == Some(destination.as_str())
                || wire::archive(training) == Some(order.archive.url.as_str())
        };
        if let Some(training) = trainings.iter().find(ours) {
            let ticket = self.ticket("trainings", &order.endpoint.id, training);
            let ticket = ticket.ok_or_else(|| Problem::broken("a training has no id"))?;
            return Ok(Lost::Found(ticket));
        }
        // A list that tells them apart and does not have ours is an answer; another is none.
        let tells = |it: &Value| wire::destination(it).is_some() || wire::archive(it).is_some();
        let says_all = trainings.iter().all(tells);
        let is_whole = list["next"].is_null();
        // The token may have been changed for another account's, which does not list it.
        let is_theirs = order.account.as_deref() == Some(account.as_str());
        Ok(if says_all && is_whole && is_theirs {
            Lost::NeverTaken
        } else {
            Lost::CannotTell
        })
    }

    async fn fetch_weights(
        &self,
        weights: &WeightsAt,
        to: &Path,
        progress: Progress<'_>,
    ) -> Result<Fetched, Problem> {
        let url = parsed(&weights.url)?;
        let folder = to.parent().unwrap_or_else(|| Path::new("."));
        let temporary = tempfile::tempdir_in(folder).map_err(disk(folder))?;
        let tar = temporary.path().join("weights.tar");
        fetch(
            &self.net,
            &url,
            &tar,
            MOST_WEIGHTS,
            progress,
            Lasting::Yes,
            as_it_is,
        )
        .await?;
        let file = temporary.path().join("lora.safetensors");
        let unpacked = file.clone();
        let checking = blocking(to, move || {
            unpack(&tar, &unpacked, MOST_WEIGHTS.0)?;
            check_safetensors(&unpacked)?;
            measure(&unpacked)
        });
        let fetched = checking.await?;
        std::fs::rename(&file, to).map_err(disk(to))?;
        Ok(fetched)
    }

    async fn cancel(&self, ticket: &Ticket) -> Result<(), Problem> {
        self.stop(ticket).await
    }
}

#[async_trait]
impl Generator for Replicate {
    async fn payer(&self) -> Result<Option<String>, Problem> {
        self.username().await.map(Some)
    }

    async fn send_weights(&self, _: &Path, _: Progress<'_>) -> Result<LoraAddress, Problem> {
        Err(Problem::Rejected {
            field: None,
            said: "only what was trained at Replicate is drawn with there".to_owned(),
        })
    }

    /// Looks through the newest predictions for one with the same input, whose seed no other has.
    async fn find_lost_drawing(
        &self,
        order: &DrawingOrder,
        sent: &SentDrawing,
    ) -> Result<Lost, Problem> {
        let account = self.username().await?;
        let wanted = wire::drawing_input(order)?;
        let list = self.get("predictions").await?;
        let predictions = list["results"]
            .as_array()
            .ok_or_else(|| Problem::broken("it lists no predictions"))?;
        let is_others = |prediction: &Value| {
            let id = prediction["id"].as_str();
            sent.others.iter().any(|other| id == Some(&other.0))
        };
        let ours =
            |prediction: &&Value| prediction["input"] == wanted["input"] && !is_others(prediction);
        if let Some(prediction) = predictions.iter().find(ours) {
            let ticket = self.ticket("predictions", &order.endpoint.id, prediction);
            let ticket = ticket.ok_or_else(|| Problem::broken("a prediction has no id"))?;
            return Ok(Lost::Found(ticket));
        }
        // The token may have been changed for another account's, which does not list it.
        let is_theirs = sent.account.as_deref() == Some(account.as_str());
        Ok(if is_theirs && wire::tells_all_since(&list, sent.at) {
            Lost::NeverTaken
        } else {
            Lost::CannotTell
        })
    }

    fn ticket_of_drawing(&self, endpoint: &str, request: &str) -> Option<Ticket> {
        self.ticket("predictions", endpoint, &json!({ "id": request }))
    }

    async fn submit_drawing(
        &self,
        accepted: &AcceptedQuote,
        order: &DrawingOrder,
    ) -> Result<Ticket, SubmitError> {
        fill::check_accepted(accepted, &order.endpoint).map_err(SubmitError::Refused)?;
        let mut body = wire::drawing_input(order).map_err(SubmitError::Refused)?;
        let id = &order.endpoint.id;
        let trained = order.lora.as_ref().filter(|_| order.endpoint.is_trained);
        let path = if let Some((address, _)) = trained {
            let version = wire::version_in(address).ok_or_else(|| {
                SubmitError::Refused(Problem::broken("a trained model has no version"))
            })?;
            body["version"] = Value::from(version);
            "predictions".to_owned()
        } else if wire::is_official(id) {
            format!("models/{id}/predictions")
        } else {
            let version = self.version_of(id).await.map_err(SubmitError::Refused)?;
            body["version"] = Value::from(version);
            "predictions".to_owned()
        };
        let reply = self.submit(&path, &body).await?;
        self.ticket("predictions", id, &reply)
            .ok_or_else(|| SubmitError::Unknown(Problem::broken("it names no prediction")))
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
impl KeyTest for Replicate {
    async fn test_key(&self) -> Result<Option<String>, Problem> {
        self.username().await.map(Some)
    }
}
