//! A reply, and how it may break off on its way.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE};
use hyper::http::response::Builder;
use serde_json::Value;
use tokio::time::{Sleep, sleep};

/// How long the first half of a body is given to leave before the connection breaks.
const BREAK_AFTER: Duration = Duration::from_millis(30);

/// A reply that has yet to be sent.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
}

impl Reply {
    /// JSON, which says of itself that it is.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::bytes(status, "application/json", Bytes::from(body.to_string()))
    }

    /// Anything, of this type.
    pub(crate) fn bytes(status: u16, kind: &str, body: Bytes) -> Self {
        Self {
            status,
            headers: vec![(CONTENT_TYPE.as_str(), kind.to_owned())],
            body,
        }
    }

    /// Nothing but a status.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// What a proxy in front of the provider writes.
    pub(crate) fn html(status: u16) -> Self {
        let page = format!(
            "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n\
             <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
        );
        Self::bytes(status, "text/html; charset=utf-8", Bytes::from(page))
    }

    /// An address to go to.
    pub(crate) fn redirect(to: &str) -> Self {
        Self::empty(302).with("location", to)
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sent to its end.
    pub(crate) fn send(self) -> hyper::Response<Sent> {
        let sent = Sent::whole(self.body.clone());
        self.head(sent)
    }

    /// Sent to its middle, its whole length announced.
    pub(crate) fn send_half(self) -> hyper::Response<Sent> {
        let half = self.body.slice(..self.body.len() / 2);
        self.head(Sent::broken(half))
    }

    fn head(self, sent: Sent) -> hyper::Response<Sent> {
        let start = Builder::new()
            .status(self.status)
            .header(CONTENT_LENGTH, self.body.len());
        let builder = self
            .headers
            .into_iter()
            .fold(start, |builder, (name, value)| builder.header(name, value));
        builder
            .body(sent)
            .expect("statuses and headers are written by this crate")
    }
}

/// The body of a reply under way.
#[derive(Debug)]
pub(crate) struct Sent {
    rest: Option<Bytes>,
    breaks: Option<Pin<Box<Sleep>>>,
}

impl Sent {
    fn whole(body: Bytes) -> Self {
        Self {
            rest: Some(body).filter(|body| !body.is_empty()),
            breaks: None,
        }
    }

    fn broken(half: Bytes) -> Self {
        Self {
            rest: Some(half),
            breaks: Some(Box::pin(sleep(BREAK_AFTER))),
        }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        if let Some(bytes) = self.rest.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match &mut self.breaks {
            None => Poll::Ready(None),
            Some(pause) => pause.as_mut().poll(context).map(|()| Some(Err(Broken))),
        }
    }
}

/// The connection is to be closed here, as ordered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the connection is closed, as ordered")
    }
}

impl Error for Broken {}
