//! Files on their way to fal: one signed PUT, or parts of 10 MiB above 90 MiB. A signed address carries its own
//! right, so the key goes with the first question alone.

use super::{Fal, below, parsed, wire};
use crate::problem::Problem;
use crate::submit::{ask, read_json, refused};
use crate::transfer::{Part, Progress, watch};
use reqwest::Url;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Files above this go in parts (`@fal-ai/client`, storage.js).
const IN_PARTS_ABOVE: u64 = 90 << 20;
/// The size of a part.
const PART: u64 = 10 << 20;
/// How long an archive or a photo stays at fal, in seconds: it is fetched when the work starts.
const ARCHIVE_LIFE: u64 = 24 * 3600;
/// How long weights stay there, in seconds: they are sent again where they are drawn with later.
const WEIGHTS_LIFE: u64 = 7 * 24 * 3600;

/// What kind of file is sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sort {
    name: &'static str,
    media: &'static str,
    /// How long it stays, in seconds.
    pub(super) life: u64,
}

/// The archive of a training.
pub(super) const ARCHIVE: Sort = Sort {
    name: "dataset.zip",
    media: "application/zip",
    life: ARCHIVE_LIFE,
};
/// A photo that is described.
pub(super) const PHOTO: Sort = Sort {
    name: "photo.jpg",
    media: "image/jpeg",
    life: ARCHIVE_LIFE,
};
/// The weights of a LoRA.
pub(super) const WEIGHTS: Sort = Sort {
    name: "lora.safetensors",
    media: "application/octet-stream",
    life: WEIGHTS_LIFE,
};

/// Sends a file and gives its address; where an address takes nothing any more, another is asked for.
pub(super) async fn upload(
    fal: &Fal,
    sort: Sort,
    file: &Path,
    progress: Progress<'_>,
) -> Result<String, Problem> {
    let whole = Part::whole(file).await?;
    let in_parts = whole.len() > IN_PARTS_ABOVE;
    let patience = fal.net.patience();
    let (mut wait, mut tries) = (patience.first_wait, 1);
    loop {
        let begun = initiate(fal, sort, in_parts).await?;
        let sent = if in_parts {
            send_parts(fal, sort, &begun.upload, &whole, progress).await
        } else {
            let sent = Arc::new(AtomicU64::new(0));
            let sent = send(fal, sort, &begun.upload, &whole, &sent, progress).await;
            sent.map(drop)
        };
        match sent {
            Ok(()) => return Ok(begun.file),
            Err(problem) if tries >= patience.tries => return Err(problem),
            Err(problem) if problem.may_pass() || matches!(problem, Problem::Gone) => {}
            Err(problem) => return Err(problem),
        }
        tokio::time::sleep(wait).await;
        wait *= 2;
        tries += 1;
    }
}

struct Begun {
    /// Where to, with its own right.
    upload: Url,
    /// What the file is then.
    file: String,
}

async fn initiate(fal: &Fal, sort: Sort, in_parts: bool) -> Result<Begun, Problem> {
    let name = if in_parts {
        "initiate-multipart"
    } else {
        "initiate"
    };
    let mut url = below(&fal.at.rest, &format!("storage/upload/{name}"))?;
    url.set_query(Some("storage_type=fal-cdn-v3"));
    let life = json!({ "expiration_duration_seconds": sort.life }).to_string();
    // A second address for the same file costs nothing, so this may be asked again.
    let request = || {
        let request = fal.with_key(&url, fal.net.post(&url)?);
        Ok(request
            .timeout(fal.net.patience().reply)
            .header("X-Fal-Object-Lifecycle", life.as_str())
            .json(&json!({ "content_type": sort.media, "file_name": sort.name })))
    };
    let reply = ask(&fal.net, request, wire::refusal).await?;
    let reply = read_json(reply).await?;
    let address = |name: &str| {
        reply[name]
            .as_str()
            .ok_or_else(|| Problem::broken("it names no address for the file"))
    };
    Ok(Begun {
        upload: parsed(address("upload_url")?)?,
        file: address("file_url")?.to_owned(),
    })
}

/// Sends a part; again from its start where the connection breaks, since a PUT may be repeated.
async fn send(
    fal: &Fal,
    sort: Sort,
    url: &Url,
    part: &Part,
    sent: &Arc<AtomicU64>,
    progress: Progress<'_>,
) -> Result<Option<Value>, Problem> {
    let patience = fal.net.patience();
    let before = sent.load(Ordering::Relaxed);
    let (mut wait, mut tries) = (patience.first_wait, 1);
    loop {
        sent.store(before, Ordering::Relaxed);
        let body = part.body([Vec::new(), Vec::new()], sent).await?;
        let request = fal.net.put(url)?;
        let request = request.header(CONTENT_TYPE, sort.media).body(body);
        let problem = match watch(&fal.net, request, sent, progress).await {
            Ok(reply) if reply.status().is_success() => {
                return Ok(read_json(reply).await.ok());
            }
            Ok(reply) => refused(reply, wire::refusal).await,
            Err(problem) => problem,
        };
        if !problem.may_pass() || tries >= patience.tries {
            return Err(problem);
        }
        tokio::time::sleep(wait).await;
        wait *= 2;
        tries += 1;
    }
}

async fn send_parts(
    fal: &Fal,
    sort: Sort,
    url: &Url,
    whole: &Part,
    progress: Progress<'_>,
) -> Result<(), Problem> {
    let sent = Arc::new(AtomicU64::new(0));
    let mut parts = Vec::new();
    let mut start = 0;
    while start < whole.len() {
        let number = parts.len() + 1;
        let part = Part {
            path: whole.path.clone(),
            bytes: start..(start + PART).min(whole.len()),
        };
        let reply = send(
            fal,
            sort,
            &step_of(url, &number.to_string()),
            &part,
            &sent,
            progress,
        )
        .await?;
        let tag = reply
            .as_ref()
            .and_then(|reply| reply["etag"].as_str())
            .ok_or_else(|| Problem::broken("a part of the file got no tag"))?;
        parts.push(json!({ "partNumber": number, "etag": tag }));
        start = part.bytes.end;
    }
    let url = step_of(url, "complete");
    let request = || {
        let request = fal.net.post(&url)?;
        Ok(request
            .timeout(fal.net.patience().reply)
            .json(&json!({ "parts": parts })))
    };
    ask(&fal.net, request, wire::refusal).await.map(drop)
}

/// The address of a step: behind the path, before the query that carries the right.
fn step_of(url: &Url, step: &str) -> Url {
    let mut url = url.clone();
    let path = format!("{}/{step}", url.path().trim_end_matches('/'));
    url.set_path(&path);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_stands_before_the_query() {
        let url = "https://v3.fal.media/mp/UP?sig=a%2Fb".parse().unwrap();
        assert_eq!(
            step_of(&url, "3").as_str(),
            "https://v3.fal.media/mp/UP/3?sig=a%2Fb"
        );
    }
}
