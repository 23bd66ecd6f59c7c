//! The port: lets in who knows the secret, reads what they bring, says whether it was kept.

use super::Webhook;
use crate::inbox::Inbox;
use crate::line::Line;
use crate::received::{Batch, Updates};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// The header in which Telegram shows the secret.
const SECRET: &str = "x-telegram-bot-api-secret-token";
/// The longest update in bytes.
const LONGEST: usize = 1 << 20;
/// Connections at once; Telegram makes a hundred at most.
const CONNECTIONS: usize = 256;
/// For the head of a request, and for its body.
const PATIENCE: Duration = Duration::from_secs(10);
/// After the system has no connection for us.
const PAUSE: Duration = Duration::from_millis(100);

/// What an answer is made of. One door for all connections.
pub(super) struct Door {
    path: String,
    secret: blake3::Hash,
    updates: Arc<dyn Updates>,
    inbox: Inbox,
    line: watch::Receiver<Line>,
    unknown: Arc<AtomicU64>,
}

impl Door {
    pub(super) fn new(webhook: &Webhook) -> Arc<Self> {
        Arc::new(Self {
            path: webhook.path.clone(),
            secret: blake3::hash(webhook.secret.expose_secret().as_bytes()),
            updates: Arc::clone(&webhook.updates),
            inbox: webhook.inbox.clone(),
            line: webhook.line.subscribe(),
            unknown: Arc::clone(&webhook.unknown),
        })
    }

    /// Serves for as long as it is polled; connections end with it.
    pub(super) async fn serve(self: Arc<Self>, listener: TcpListener) {
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        let mut connections = JoinSet::new();
        loop {
            while connections.try_join_next().is_some() {}
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                return;
            };
            let Ok((stream, _)) = listener.accept().await else {
                sleep(PAUSE).await;
                continue;
            };
            let door = Arc::clone(&self);
            connections.spawn(async move {
                door.attend(stream).await;
                drop(place);
            });
        }
    }

    async fn attend(self: Arc<Self>, stream: TcpStream) {
        let service = service_fn(|request| {
            let door = Arc::clone(&self);
            async move { Ok::<_, Infallible>(door.answer(request).await) }
        });
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .serve_connection(TokioIo::new(stream), service);
        // Who breaks off knows it.
        drop(served.await);
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path();
        if path == "/health" {
            return self.health(request.method());
        }
        if path != self.path {
            return empty(StatusCode::NOT_FOUND);
        }
        if *request.method() != Method::POST {
            return empty(StatusCode::METHOD_NOT_ALLOWED);
        }
        if !self.knows(&request) {
            return empty(StatusCode::UNAUTHORIZED);
        }
        let body = Limited::new(request.into_body(), LONGEST).collect();
        match timeout(PATIENCE, body).await {
            Ok(Ok(body)) => empty(self.take(&body.to_bytes()).await),
            Ok(Err(error)) if error.is::<LengthLimitError>() => {
                empty(StatusCode::PAYLOAD_TOO_LARGE)
            }
            Ok(Err(_)) => empty(StatusCode::BAD_REQUEST),
            Err(_) => empty(StatusCode::REQUEST_TIMEOUT),
        }
    }

    /// Whether the secret is shown. Hashes are compared, which takes the same time whatever is wrong.
    fn knows(&self, request: &Request<Incoming>) -> bool {
        let shown = request.headers().get(SECRET);
        shown.is_some_and(|shown| blake3::hash(shown.as_bytes()) == self.secret)
    }

    /// Keeps an update and hands it on.
    async fn take(&self, body: &[u8]) -> StatusCode {
        let Ok(value) = serde_json::from_slice::<Value>(body) else {
            return StatusCode::BAD_REQUEST;
        };
        let batch = Batch::read(vec![value]);
        if batch.last.is_none() {
            return StatusCode::BAD_REQUEST;
        }
        if !batch.texts.is_empty()
            && let Err(error) = self.updates.keep(batch.texts).await
        {
            tracing::warn!("an update could not be kept: {error:#}");
            return StatusCode::INTERNAL_SERVER_ERROR;
        }
        self.unknown.fetch_add(batch.unknown, Ordering::Relaxed);
        for update in batch.updates {
            self.inbox.put(update).await;
        }
        StatusCode::OK
    }

    fn health(&self, method: &Method) -> Response<Full<Bytes>> {
        if *method != Method::GET {
            return empty(StatusCode::METHOD_NOT_ALLOWED);
        }
        let (status, told) = match *self.line.borrow() {
            Line::Running { .. } => (StatusCode::OK, json!({ "line": "running" })),
            Line::Starting => (
                StatusCode::SERVICE_UNAVAILABLE,
                json!({ "line": "starting" }),
            ),
            Line::Waiting { trouble, .. } => (
                StatusCode::SERVICE_UNAVAILABLE,
                json!({ "line": "waiting", "trouble": trouble.name() }),
            ),
            Line::Stopped { trouble } => (
                StatusCode::SERVICE_UNAVAILABLE,
                json!({ "line": "stopped", "trouble": trouble.name() }),
            ),
        };
        let mut response = Response::new(Full::from(format!("{told}\n")));
        *response.status_mut() = status;
        let json = hyper::header::HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        response
    }
}

fn empty(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}
