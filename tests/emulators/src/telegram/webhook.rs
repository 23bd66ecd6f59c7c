//! `setWebhook` and its like, and the task that brings updates to the address.
//!
//! As with Telegram's server in its local mode an address may be plain HTTP, and it is sent to if it is on this computer.
//! An address elsewhere is noted, so that `getUpdates` is refused, and nothing is ever sent to it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::failure::{Failure, Outcome};
use super::method::Method;
use super::parameters::Parameters;
use super::state::Moment;
use super::telegram::Telegram;
use crate::provider::hold;

/// The first pause after a failure; it doubles up to the last.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LAST_PAUSE: Duration = Duration::from_secs(60);
/// How long the bot's server is given for its answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where updates are brought.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Webhook {
    url: String,
    secret: String,
    most_connections: i64,
    place: Option<Place>,
    last_error: Option<(i64, String)>,
    failures: u32,
    /// Tells one setting from the next.
    number: u64,
}

/// An address on this computer.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    address: SocketAddr,
    host: String,
    path: String,
}

impl Place {
    /// Of an address in plain HTTP; none if it is elsewhere.
    fn of(rest: &str) -> Option<Self> {
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (name, port) = host.rsplit_once(':').unwrap_or((host, "80"));
        let ip = match name {
            "localhost" => IpAddr::V4(Ipv4Addr::LOCALHOST),
            name => name.parse().ok().filter(IpAddr::is_loopback)?,
        };
        Some(Self {
            address: SocketAddr::new(ip, port.parse().ok()?),
            host: host.to_owned(),
            path: format!("/{path}"),
        })
    }
}

impl Telegram {
    pub(super) fn set_webhook(&self, parameters: &Parameters) -> Outcome {
        let url = parameters.text("url");
        if url.is_empty() {
            return Ok(self.delete_webhook(parameters));
        }
        let secret = parameters.text("secret_token");
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if secret.len() > 256 {
            return Err(Failure::bad("secret token is too long"));
        }
        if !secret.bytes().all(allowed) {
            return Err(Failure::bad("secret token contains unallowed characters"));
        }
        let place = place_of(url)?;
        let connections = match parameters.number("max_connections") {
            0 => 40,
            wanted => wanted.clamp(1, 100),
        };
        let state = &mut *hold(&self.state);
        let mailbox = &mut state.mailbox;
        if parameters.flag("drop_pending_updates") {
            mailbox.clear();
        }
        mailbox.allow(parameters);
        mailbox.end_poll_for_webhook();
        let number = mailbox.webhook.as_ref().map_or(0, |webhook| webhook.number) + 1;
        mailbox.webhook = Some(Webhook {
            url: url.to_owned(),
            secret: secret.to_owned(),
            most_connections: connections,
            place,
            last_error: None,
            failures: 0,
            number,
        });
        self.stirred.notify_waiters();
        Ok(Value::Bool(true))
    }

    pub(super) fn delete_webhook(&self, parameters: &Parameters) -> Value {
        let mailbox = &mut hold(&self.state).mailbox;
        if parameters.flag("drop_pending_updates") {
            mailbox.clear();
        }
        mailbox.webhook = None;
        Value::Bool(true)
    }

    pub(super) fn webhook_info(&self) -> Value {
        let mailbox = &hold(&self.state).mailbox;
        let webhook = mailbox.webhook.as_ref();
        let mut object = json!({
            "url": webhook.map_or("", |webhook| webhook.url.as_str()),
            "has_custom_certificate": false,
            "pending_update_count": mailbox.pending(),
        });
        if let Some(webhook) = webhook {
            if let Some((date, message)) = &webhook.last_error {
                object["last_error_date"] = (*date).into();
                object["last_error_message"] = message.as_str().into();
            }
            object["max_connections"] = webhook.most_connections.into();
            let ip = webhook
                .place
                .as_ref()
                .map(|place| place.address.ip().to_string());
            object["ip_address"] = ip.unwrap_or_else(|| "<unknown>".to_owned()).into();
        }
        if let Some(allowed) = mailbox.allowed_json() {
            object["allowed_updates"] = allowed;
        }
        object
    }

    /// Brings updates to the webhook, one after the other, for as long as the emulator runs.
    pub(super) async fn carry_updates(&self) {
        loop {
            let mut stirred = Box::pin(self.stirred.notified());
            stirred.as_mut().enable();
            let Some((webhook, place, id, body)) = self.next_delivery() else {
                stirred.await;
                continue;
            };
            let sent = timeout(PATIENCE, deliver(&webhook, &place, body)).await;
            let sent = sent.unwrap_or_else(|_| Err("Read timeout expired".to_owned()));
            match sent {
                Ok(reply) => {
                    self.delivered(&webhook, id);
                    self.follow_reply(&reply).await;
                }
                Err(why) => sleep(self.not_delivered(&webhook, why)).await,
            }
        }
    }

    fn next_delivery(&self) -> Option<(Webhook, Place, i64, Value)> {
        let mailbox = &hold(&self.state).mailbox;
        let webhook = mailbox.webhook.clone()?;
        let place = webhook.place.clone()?;
        let update = mailbox.first()?;
        Some((webhook, place, update.id, update.json()))
    }

    fn delivered(&self, webhook: &Webhook, id: i64) {
        let mailbox = &mut hold(&self.state).mailbox;
        mailbox.confirm(id + 1);
        if let Some(current) = mailbox
            .webhook
            .as_mut()
            .filter(|current| current.number == webhook.number)
        {
            current.failures = 0;
        }
    }

    /// Notes the failure; returns how long to wait.
    fn not_delivered(&self, webhook: &Webhook, why: String) -> Duration {
        let date = Moment::now(self.started).date;
        let mailbox = &mut hold(&self.state).mailbox;
        let Some(current) = mailbox
            .webhook
            .as_mut()
            .filter(|current| current.number == webhook.number)
        else {
            return Duration::ZERO;
        };
        current.last_error = Some((date, why));
        current.failures += 1;
        let doubled = FIRST_PAUSE * 2_u32.saturating_pow(current.failures.saturating_sub(1));
        doubled.min(LAST_PAUSE)
    }

    /// A bot may answer an update with a call; nobody tells it what came of it.
    async fn follow_reply(&self, reply: &Bytes) {
        let Some(parameters) = Parameters::of_reply(reply) else {
            return;
        };
        let method = Method::named(parameters.text("method"));
        let is_answer = matches!(
            method,
            Method::SendMessage
                | Method::SendPhoto
                | Method::SendDocument
                | Method::SendMediaGroup
                | Method::SendChatAction
                | Method::EditMessageText
                | Method::EditMessageCaption
                | Method::EditMessageReplyMarkup
                | Method::DeleteMessage
                | Method::AnswerCallbackQuery
        );
        if is_answer {
            let _ = self.carry_out(method, &parameters).await;
        }
    }
}

fn place_of(url: &str) -> Outcome<Option<Place>> {
    let amiss = || Failure::bad("invalid webhook URL specified");
    let (scheme, rest) = url.split_once("://").ok_or_else(amiss)?;
    if rest.is_empty() || rest.contains(char::is_whitespace) {
        return Err(amiss());
    }
    match scheme {
        "https" => Ok(None),
        "http" => Place::of(rest)
            .map(Some)
            .ok_or_else(|| Failure::bad("bad webhook: An HTTPS URL must be provided for webhook")),
        _ => Err(amiss()),
    }
}

/// Posts one update; the error is what `getWebhookInfo` will tell.
async fn deliver(webhook: &Webhook, place: &Place, update: Value) -> Result<Bytes, String> {
    use http_body_util::BodyExt;

    let closed = |_| "Webhook connection closed".to_owned();
    let stream = TcpStream::connect(place.address)
        .await
        .map_err(|_| "Connection refused".to_owned())?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(closed)?;
    tokio::spawn(async move {
        // Its end is seen by the reply that does not come.
        let _ = connection.await;
    });
    let mut request = hyper::Request::post(&place.path)
        .header("host", &place.host)
        .header("content-type", "application/json");
    if !webhook.secret.is_empty() {
        request = request.header("x-telegram-bot-api-secret-token", &webhook.secret);
    }
    let request = request
        .body(Full::new(Bytes::from(update.to_string())))
        .map_err(|_| "URL is too long".to_owned())?;
    let response = sender.send_request(request).await.map_err(closed)?;
    let status = response.status();
    if !status.is_success() {
        let reason = status.canonical_reason().unwrap_or_default();
        return Err(format!(
            "Wrong response from the webhook: {} {reason}",
            status.as_u16()
        ));
    }
    let body = response.into_body().collect().await.map_err(closed)?;
    Ok(body.to_bytes())
}
