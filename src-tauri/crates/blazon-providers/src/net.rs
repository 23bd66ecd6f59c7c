//! The one constructor of HTTP clients, with the allowed hosts and the proxy of the settings.
//!
//! Every request of the program goes through a [`Net`] and is noted by it: a host that is not on the list is refused before anything
//! is sent, a redirect to another host is refused, and a key is given per request and only to the provider's own
//! addresses. It knows nothing of any provider.

use crate::problem::Problem;
use crate::request_log::{RequestLog, Watched};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Proxy, RequestBuilder, Response, StatusCode, Url};
use std::sync::Arc;
use std::time::Duration;

/// Redirects that are followed, all on the same host.
const REDIRECTS: usize = 5;

/// How long is waited, and how often something is tried again. Tests shorten it.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the whole of a short request: a status, a submission.
    pub reply: Duration,
    /// Without a byte moving, in either direction.
    pub stall: Duration,
    /// Before the second try; each further one waits twice as long.
    pub first_wait: Duration,
    /// The most that a provider may make one wait before a try.
    pub longest_wait: Duration,
    /// Tries in all.
    pub tries: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            reply: Duration::from_secs(60),
            stall: Duration::from_secs(60),
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(60),
            tries: 5,
        }
    }
}

/// Which hosts may be reached, and by which way.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Names of hosts; `*.` before a name allows all below it.
    pub hosts: Vec<String>,
    /// The proxy as a URL (`http://`, `https://`, `socks5://`, `socks5h://`); `None`: from the environment.
    pub proxy: Option<String>,
    /// Waiting and trying again.
    pub patience: Patience,
    /// Where each request is noted.
    pub log: Arc<RequestLog>,
}

impl Reach {
    /// Whether `host` is on the list.
    #[must_use]
    pub fn allows(&self, host: &str) -> bool {
        self.hosts.iter().any(|allowed| matches(allowed, host))
    }
}

/// Whether `host` is what `pattern` names: itself, or with `*.` in front anything below it.
pub(crate) fn matches(pattern: &str, host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let pattern = pattern.to_ascii_lowercase();
    match pattern.strip_prefix("*.") {
        Some(parent) => host
            .strip_suffix(parent)
            .is_some_and(|below| below.len() > 1 && below.ends_with('.')),
        None => host == pattern,
    }
}

/// An HTTP client that reaches no other hosts than it may.
#[derive(Clone, Debug)]
pub struct Net {
    client: Client,
    reach: Arc<Reach>,
}

impl Net {
    /// A client for `reach`.
    ///
    /// # Errors
    /// [`Problem::BadProxy`] where the proxy is no address; [`Problem::Offline`] where the system has no
    /// certificates.
    pub fn new(reach: Reach) -> Result<Self, Problem> {
        // A second provider in the same process is refused, which is as well.
        drop(rustls::crypto::ring::default_provider().install_default());
        let mut builder = Client::builder()
            .user_agent(concat!("Blazon/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(reach.patience.connect)
            .redirect(Policy::custom(same_host));
        if let Some(proxy) = &reach.proxy {
            builder = builder.proxy(Proxy::all(proxy).map_err(|_| Problem::BadProxy)?);
        }
        let client = builder.build().map_err(Problem::of_transport)?;
        Ok(Self {
            client,
            reach: Arc::new(reach),
        })
    }

    /// Waiting and trying again.
    #[must_use]
    pub fn patience(&self) -> Patience {
        self.reach.patience
    }

    /// Whether a URL may be reached: its host is on the list, and it is HTTPS, or HTTP on this computer.
    ///
    /// # Errors
    /// [`Problem::HostRefused`].
    pub fn check(&self, url: &Url) -> Result<(), Problem> {
        let host = url.host_str().unwrap_or_default();
        let is_private = url.scheme() == "https" || is_loopback(host);
        if is_private && self.reach.allows(host) {
            return Ok(());
        }
        Err(Problem::HostRefused {
            host: host.to_owned(),
        })
    }

    /// A GET.
    ///
    /// # Errors
    /// [`Problem::HostRefused`].
    pub(crate) fn get(&self, url: &Url) -> Result<RequestBuilder, Problem> {
        self.check(url)?;
        Ok(self.client.get(url.clone()))
    }

    /// A POST.
    ///
    /// # Errors
    /// [`Problem::HostRefused`].
    pub(crate) fn post(&self, url: &Url) -> Result<RequestBuilder, Problem> {
        self.check(url)?;
        Ok(self.client.post(url.clone()))
    }

    /// A PUT.
    ///
    /// # Errors
    /// [`Problem::HostRefused`].
    pub(crate) fn put(&self, url: &Url) -> Result<RequestBuilder, Problem> {
        self.check(url)?;
        Ok(self.client.put(url.clone()))
    }

    /// Sends a request and notes it. The only place from which one goes out.
    ///
    /// # Errors
    /// Those of the way; replies with an error status are replies.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Result<Response, reqwest::Error> {
        let request = request.build()?;
        let watched = Watched::begin(&self.reach.log, &request);
        let answer = self.client.execute(request).await;
        watched.end(&answer);
        answer
    }

    /// Sends what may be repeated without harm, again and again where the host is busy, broken or away.
    ///
    /// # Errors
    /// The last [`Problem`] of the way; replies with an error status are replies.
    pub(crate) async fn send_repeatable(
        &self,
        request: impl Fn() -> Result<RequestBuilder, Problem>,
    ) -> Result<Response, Problem> {
        let mut wait = self.reach.patience.first_wait;
        let mut tries = 1;
        loop {
            let sent = self.send(request()?).await.map_err(Problem::of_transport);
            let last = tries >= self.reach.patience.tries;
            let asked = match &sent {
                Ok(reply) if is_worth_repeating(reply.status()) => retry_after(reply),
                Ok(_) => return sent,
                Err(Problem::Offline { .. } | Problem::Silent) => None,
                Err(_) => return sent,
            };
            if last {
                return sent;
            }
            tokio::time::sleep(asked.unwrap_or(wait).min(self.reach.patience.longest_wait)).await;
            wait *= 2;
            tries += 1;
        }
    }
}

/// Whether the same request may do better later.
pub(crate) fn is_worth_repeating(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

/// The seconds that a reply asks to wait (RFC 9110, 10.2.3; dates are not used by our providers).
pub(crate) fn retry_after(reply: &Response) -> Option<Duration> {
    let seconds = reply.headers().get(reqwest::header::RETRY_AFTER)?;
    let seconds: u64 = seconds.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

pub(crate) fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn same_host(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let from = attempt.previous().last();
    let stays = from.is_some_and(|from| from.origin() == attempt.url().origin());
    if stays && attempt.previous().len() <= REDIRECTS {
        attempt.follow()
    } else {
        // The reply is then the redirect itself, which no caller takes for an answer.
        attempt.stop()
    }
}

/// An address that a provider gave, or that was written down.
///
/// # Errors
/// [`Problem::BrokenReply`] where it is none.
pub(crate) fn parsed(url: &str) -> Result<Url, Problem> {
    url.parse()
        .map_err(|_| Problem::broken("it gives an address that is none"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::itself("fal.run", "fal.run", true)]
    #[case::capitals("fal.run", "FAL.run", true)]
    #[case::with_the_root("fal.run", "fal.run.", true)]
    #[case::below("*.fal.run", "queue.fal.run", true)]
    #[case::two_below("*.fal.run", "a.b.fal.run", true)]
    #[case::not_itself("*.fal.run", "fal.run", false)]
    #[case::another_name("*.fal.run", "evilfal.run", false)]
    #[case::behind("fal.run", "fal.run.evil.example", false)]
    #[case::empty("fal.run", "", false)]
    #[case::not_ascii("*.fal.run", "фal.run", false)]
    fn a_pattern_names_hosts(#[case] pattern: &str, #[case] host: &str, #[case] named: bool) {
        assert_eq!(matches(pattern, host), named);
    }

    #[rstest]
    #[case::https("https://queue.fal.run/x", true)]
    #[case::plain("http://queue.fal.run/x", false)]
    #[case::other("https://example.com/", false)]
    #[case::user_part("https://queue.fal.run@example.com/", false)]
    #[case::loopback("http://127.0.0.1:9/", true)]
    #[case::other_scheme("ftp://queue.fal.run/", false)]
    fn only_hosts_of_the_list_are_reached(#[case] url: &str, #[case] reached: bool) {
        let net = Net::new(Reach {
            hosts: vec!["*.fal.run".into(), "127.0.0.1".into()],
            ..Reach::default()
        })
        .unwrap();
        assert_eq!(net.check(&url.parse().unwrap()).is_ok(), reached);
    }

    #[test]
    fn a_proxy_that_is_no_address_is_refused() {
        let reach = Reach {
            proxy: Some("http://".into()),
            ..Reach::default()
        };
        assert!(matches!(Net::new(reach), Err(Problem::BadProxy)));
    }
}
