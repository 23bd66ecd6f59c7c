//! A short text from a host that needs no key, whole or not at all.

use crate::net::Net;
use crate::problem::Problem;
use reqwest::Url;

/// Fetches what is at `url`, `limit` bytes at most.
///
/// # Errors
/// [`Problem::HostRefused`], [`Problem::Offline`], and [`Problem::BrokenReply`] for any answer but a success of that
/// length.
pub async fn fetch_small(net: &Net, url: &Url, limit: usize) -> Result<Vec<u8>, Problem> {
    let request = || Ok(net.get(url)?.timeout(net.patience().reply));
    let mut reply = net.send_repeatable(request).await?;
    if !reply.status().is_success() {
        return Err(Problem::broken(format!("status {}", reply.status())));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = reply.chunk().await.map_err(Problem::of_transport)? {
        if bytes.len() + chunk.len() > limit {
            return Err(Problem::broken(format!("more than {limit} bytes")));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
