//! Says over HTTP whether the bot runs, for whoever looks after a server: `GET /health` answers 200 or 503 with a line of
//! JSON. A webhook has the same on its own port.

use blazon_model::{BotLine, BotTrouble};
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use std::convert::Infallible;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::sleep;

/// For the head of a request.
const PATIENCE: Duration = Duration::from_secs(5);
/// After the system has no connection for us.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers for as long as it is polled.
pub async fn serve_health(listener: TcpListener, line: watch::Receiver<BotLine>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(PAUSE).await;
            continue;
        };
        let line = line.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let answer = answer(&request, *line.borrow());
                async move { Ok::<_, Infallible>(answer) }
            });
            let served = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .serve_connection(TokioIo::new(stream), service);
            // Who breaks off knows it.
            drop(served.await);
        });
    }
}

fn answer(request: &Request<Incoming>, line: BotLine) -> Response<Full<Bytes>> {
    if request.uri().path() != "/health" {
        return empty(StatusCode::NOT_FOUND);
    }
    if *request.method() != Method::GET {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let (status, told) = told(line);
    let mut response = Response::new(Full::from(format!("{told}\n")));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

fn told(line: BotLine) -> (StatusCode, serde_json::Value) {
    let sick = |told| (StatusCode::SERVICE_UNAVAILABLE, told);
    match line {
        BotLine::Running { .. } => (StatusCode::OK, json!({ "line": "running" })),
        BotLine::Off => sick(json!({ "line": "off" })),
        BotLine::Starting => sick(json!({ "line": "starting" })),
        BotLine::Elsewhere => sick(json!({ "line": "elsewhere" })),
        BotLine::Waiting { trouble, .. } => {
            sick(json!({ "line": "waiting", "trouble": name_of(trouble) }))
        }
        BotLine::Stopped { trouble } => {
            sick(json!({ "line": "stopped", "trouble": name_of(trouble) }))
        }
    }
}

const fn name_of(trouble: BotTrouble) -> &'static str {
    match trouble {
        BotTrouble::NoToken => "no-token",
        BotTrouble::BadToken => "bad-token",
        BotTrouble::Conflict => "conflict",
        BotTrouble::Offline => "offline",
        BotTrouble::TooMany => "too-many",
        BotTrouble::TelegramBroken => "telegram-broken",
        BotTrouble::HostRefused => "host-refused",
        BotTrouble::BadProxy => "bad-proxy",
        BotTrouble::Failed => "failed",
    }
}

fn empty(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}
