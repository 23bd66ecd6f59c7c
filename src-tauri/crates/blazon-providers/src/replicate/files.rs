//! Archives on their way to Replicate: one form with the file in it, 100 MB at most.

use super::{Replicate, wire};
use crate::hosted::Uploaded;
use crate::problem::Problem;
use crate::submit::{read_json, refused};
use crate::transfer::{Part, Progress, watch};
use blazon_model::ByteCount;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// The files API takes no more (api.replicate.com/openapi.json, 413 of `POST /files`).
pub(super) const MOST: ByteCount = ByteCount(100_000_000);
/// Stands between the parts of the form; a stored zip does not have it by chance.
const BOUNDARY: &str = "blazon-4c1f0d9e7a3b5826";

/// Sends an archive; one that is too large is refused before any byte is sent.
pub(super) async fn upload(
    replicate: &Replicate,
    archive: &Path,
    progress: Progress<'_>,
) -> Result<Uploaded, Problem> {
    let part = Part::whole(archive).await?;
    if part.len() > MOST.0 {
        return Err(Problem::TooLarge {
            size: ByteCount(part.len()),
            limit: MOST,
        });
    }
    let url = replicate.url("files")?;
    let patience = replicate.net.patience();
    let (mut wait, mut tries) = (patience.first_wait, 1);
    loop {
        let sent = Arc::new(AtomicU64::new(0));
        let body = part.body(form(), &sent).await?;
        let request = replicate
            .net
            .post(&url)?
            .header(AUTHORIZATION, replicate.token.clone())
            .header(
                CONTENT_TYPE,
                format!("multipart/form-data; boundary={BOUNDARY}"),
            )
            .body(body);
        // A second file costs nothing and expires, so a broken connection is tried again.
        let problem = match watch(&replicate.net, request, &sent, progress).await {
            Ok(reply) if reply.status().is_success() => {
                let reply = read_json(reply).await?;
                let url = reply["urls"]["get"].as_str();
                let url = url.ok_or_else(|| Problem::broken("it names no address"))?;
                return Ok(Uploaded {
                    url: url.to_owned(),
                });
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

/// What stands before and behind the file (RFC 7578).
fn form() -> [Vec<u8>; 2] {
    let before = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"content\"; filename=\"dataset.zip\"\r\n\
         Content-Type: application/zip\r\n\r\n"
    );
    [
        before.into_bytes(),
        format!("\r\n--{BOUNDARY}--\r\n").into_bytes(),
    ]
}
