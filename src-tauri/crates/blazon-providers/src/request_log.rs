//! The list of requests that were sent: who was asked for what, when, and what came of it.
//!
//! It stands where every request goes out, so nothing is missing in it, and takes only what can hold no secret: no
//! header, no query, no body, and of a path only parts that look like names. It must not know who shows it.

use blazon_model::{ByteCount, RequestAnswer, SentRequest, Timestamp};
use reqwest::{Request, Response, Url, header};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// How many requests are remembered.
const REMEMBERED: usize = 500;
/// The longest part of a path that is shown.
const LONGEST_PART: usize = 96;
/// What stands in for a part of a path that may hold a secret.
const HIDDEN: &str = "…";

/// Who hears of each request once it has ended.
type Listener = dyn Fn(&SentRequest) + Send + Sync;

/// The last requests, newest last.
#[derive(Default)]
pub struct RequestLog {
    last: Mutex<VecDeque<SentRequest>>,
    listener: Option<Box<Listener>>,
}

impl fmt::Debug for RequestLog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RequestLog")
            .field("count", &self.last().len())
            .finish_non_exhaustive()
    }
}

impl RequestLog {
    /// A log whose requests are also told to `listener`, which must return at once.
    pub fn telling(listener: impl Fn(&SentRequest) + Send + Sync + 'static) -> Self {
        Self {
            last: Mutex::default(),
            listener: Some(Box::new(listener)),
        }
    }

    /// The last requests of this program, newest first, `limit` at most.
    #[must_use]
    pub fn list(&self, limit: usize) -> Vec<SentRequest> {
        self.last().iter().rev().take(limit).cloned().collect()
    }

    fn last(&self) -> MutexGuard<'_, VecDeque<SentRequest>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, sent: &SentRequest) {
        self.remember(sent.clone());
        if let Some(listener) = &self.listener {
            listener(sent);
        }
    }

    fn remember(&self, sent: SentRequest) {
        let mut last = self.last();
        if last.len() == REMEMBERED {
            last.pop_front();
        }
        last.push_back(sent);
    }
}

/// A request that is under way. It is noted when it ends, also where nobody waits for it any more.
pub(crate) struct Watched {
    log: Arc<RequestLog>,
    began: Instant,
    sent: Option<SentRequest>,
}

impl Watched {
    pub(crate) fn begin(log: &Arc<RequestLog>, request: &Request) -> Self {
        Self {
            log: Arc::clone(log),
            began: Instant::now(),
            sent: Some(SentRequest {
                at: Timestamp(jiff::Timestamp::now().as_millisecond()),
                method: request.method().as_str().to_owned(),
                host: request.url().host_str().unwrap_or_default().to_owned(),
                path: shown_path(request.url()),
                answer: RequestAnswer::Stopped,
                milliseconds: 0,
                sent: body_length(request),
            }),
        }
    }

    pub(crate) fn end(mut self, answer: &Result<Response, reqwest::Error>) {
        self.note(match answer {
            Ok(reply) => RequestAnswer::Status {
                status: reply.status().as_u16(),
            },
            Err(error) if error.is_timeout() => RequestAnswer::TimedOut,
            Err(error) if error.is_connect() => RequestAnswer::Unreachable,
            Err(_) => RequestAnswer::BrokenOff,
        });
    }

    fn note(&mut self, answer: RequestAnswer) {
        let Some(mut sent) = self.sent.take() else {
            return;
        };
        sent.answer = answer;
        sent.milliseconds = u32::try_from(self.began.elapsed().as_millis()).unwrap_or(u32::MAX);
        self.log.note(&sent);
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.note(RequestAnswer::Stopped);
    }
}

fn body_length(request: &Request) -> Option<ByteCount> {
    let body = request.body().and_then(reqwest::Body::as_bytes);
    let told = || {
        let length = request.headers().get(header::CONTENT_LENGTH)?;
        length.to_str().ok()?.parse().ok()
    };
    body.map(|bytes| bytes.len() as u64)
        .or_else(told)
        .map(ByteCount)
}

/// The path with nothing in it that could be a secret: Telegram's token stands between colons, others in what is
/// escaped, has the form of a token, or is longer than any name.
fn shown_path(url: &Url) -> String {
    let parts = url.path().split('/').map(shown_part);
    parts.collect::<Vec<_>>().join("/")
}

fn shown_part(part: &str) -> &str {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~@+,=".contains(&byte);
    let is_token = part.starts_with("r8_");
    if part.len() <= LONGEST_PART && part.bytes().all(is_plain) && !is_token {
        return part;
    }
    if part.starts_with("bot") {
        return "bot…";
    }
    HIDDEN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::{Net, Reach};
    use blazon_emulators::FalEmulator;
    use rstest::rstest;
    use std::net::TcpListener;
    use std::time::Duration;

    #[rstest]
    #[case::plain(
        "https://queue.fal.run/fal-ai/flux-lora/requests/0193-4a",
        "/fal-ai/flux-lora/requests/0193-4a"
    )]
    #[case::query("https://api.example/v1/files?key=planted", "/v1/files")]
    #[case::fragment("https://api.example/v1#planted", "/v1")]
    #[case::user("https://planted:planted@api.example/v1", "/v1")]
    #[case::telegram(
        "https://api.telegram.org/bot123456789:planted/sendPhoto",
        "/bot…/sendPhoto"
    )]
    #[case::telegram_escaped(
        "https://api.telegram.org/bot123456789%3Aplanted/getMe",
        "/bot…/getMe"
    )]
    #[case::telegram_file(
        "https://api.telegram.org/file/bot123456789:planted/photos/1.jpg",
        "/file/bot…/photos/1.jpg"
    )]
    #[case::fal("https://api.example/0193-4a:planted", "/…")]
    #[case::replicate("https://api.example/r8_planted", "/…")]
    #[case::root("https://api.example", "/")]
    fn a_path_is_shown_without_secrets(#[case] url: &str, #[case] shown: &str) {
        assert_eq!(shown_path(&url.parse().unwrap()), shown);
    }

    #[tokio::test]
    async fn a_planted_secret_is_nowhere_in_the_log() {
        let server = FalEmulator::start();
        let log = Arc::new(RequestLog::default());
        let net = Net::new(Reach {
            hosts: vec!["127.0.0.1".into()],
            log: Arc::clone(&log),
            ..Reach::default()
        })
        .unwrap();
        let address = format!(
            "{}/bot1234:planted/r8_planted?key=planted",
            server.queue_url()
        );
        let request = net.post(&address.parse().unwrap()).unwrap();
        let request = request.header("authorization", "Key planted");
        net.send(request.body("planted")).await.unwrap();

        let noted = log.list(usize::MAX);
        let heard = server.requests();
        assert!(heard[0].path.contains("planted"), "it was sent: {heard:?}");
        let text = serde_json::to_string(&noted).unwrap();
        assert!(!text.contains("planted"), "{text}");
        assert_eq!(noted.len(), 1);
        assert_eq!(noted[0].path, "/bot…/…");
        assert_eq!(noted[0].sent, Some(ByteCount(7)));
        assert!(
            matches!(noted[0].answer, RequestAnswer::Status { .. }),
            "{text}"
        );
    }

    #[tokio::test]
    async fn a_request_that_came_to_nothing_is_noted_with_why() {
        let log = Arc::new(RequestLog::default());
        let net = Net::new(Reach {
            hosts: vec!["127.0.0.1".into()],
            log: Arc::clone(&log),
            ..Reach::default()
        })
        .unwrap();
        // A port that was free a moment ago and one that takes connections and never answers.
        let closed = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let get = |port| net.get(&format!("http://127.0.0.1:{port}/").parse().unwrap());
        net.send(get(closed.port()).unwrap()).await.unwrap_err();
        let port = silent.local_addr().unwrap().port();
        let short = get(port).unwrap().timeout(Duration::from_millis(50));
        net.send(short).await.unwrap_err();
        let unheard = net.send(get(port).unwrap());
        tokio::time::timeout(Duration::from_millis(50), unheard)
            .await
            .unwrap_err();
        let answers: Vec<_> = log
            .list(usize::MAX)
            .into_iter()
            .map(|sent| sent.answer)
            .collect();
        let expected = [
            RequestAnswer::Stopped,
            RequestAnswer::TimedOut,
            RequestAnswer::Unreachable,
        ];
        assert_eq!(answers, expected);
    }

    #[test]
    fn the_oldest_request_makes_room() {
        let log = RequestLog::default();
        for number in 0..REMEMBERED + 2 {
            log.note(&SentRequest {
                at: Timestamp(number as i64),
                method: "GET".into(),
                host: "api.example".into(),
                path: "/".into(),
                answer: RequestAnswer::Stopped,
                milliseconds: 0,
                sent: None,
            });
        }
        let listed = log.list(usize::MAX);
        assert_eq!(listed.len(), REMEMBERED);
        assert_eq!(listed[0].at, Timestamp(REMEMBERED as i64 + 1));
        assert_eq!(log.list(3).len(), 3);
    }
}
