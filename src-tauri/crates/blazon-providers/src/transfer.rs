//! Files on their way: streamed from the disk and to it, with progress, given up when nothing moves any more.
//!
//! A download is written beside its place, goes on where a broken connection left it, and gets its name when it is
//! whole and synced. Nothing here knows a provider; no header but those of the transfer is sent, above all no key.

use crate::hosted::{MOST_PICTURE, PictureAt};
use crate::net::{Net, is_worth_repeating, parsed, retry_after};
use crate::problem::Problem;
use blazon_model::{ByteCount, ContentHash};
use reqwest::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, IF_RANGE, RANGE};
use reqwest::{Body, Response, StatusCode, Url};
use std::future::Future;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncSeekExt, AsyncWriteExt, ReadBuf};

/// How much is read from the disk at once; a part of this size is what a transfer keeps in memory.
const CHUNK: usize = 1024 * 1024;
/// How often progress is told.
const TELL: Duration = Duration::from_millis(100);

/// How many bytes are received before they are written.
const PIECE: usize = 256 * 1024;

/// Told the bytes that have gone over the wire so far, ten times a second.
pub type Progress<'a> = &'a (dyn Fn(ByteCount) + Send + Sync);

/// A part of a file that is to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Range<u64>,
}

impl Part {
    /// A whole file.
    pub(crate) async fn whole(path: &Path) -> Result<Self, Problem> {
        let metadata = tokio::fs::metadata(path).await.map_err(disk(path))?;
        Ok(Self {
            path: path.to_owned(),
            bytes: 0..metadata.len(),
        })
    }

    pub(crate) const fn len(&self) -> u64 {
        self.bytes.end - self.bytes.start
    }

    /// The bytes as the body of a request, between `before` and `after`; `sent` counts those of the file.
    pub(crate) async fn body(
        &self,
        [before, after]: [Vec<u8>; 2],
        sent: &Arc<AtomicU64>,
    ) -> Result<Body, Problem> {
        let mut file = File::open(&self.path).await.map_err(disk(&self.path))?;
        file.seek(io::SeekFrom::Start(self.bytes.start))
            .await
            .map_err(disk(&self.path))?;
        Ok(Body::wrap(PartBody {
            before: Some(before),
            file,
            left: self.len(),
            after: Some(after),
            sent: Arc::clone(sent),
        }))
    }
}

/// Bytes before, bytes of a file, bytes behind; its length is known, so that no host has to take chunks.
struct PartBody {
    before: Option<Vec<u8>>,
    file: File,
    left: u64,
    after: Option<Vec<u8>>,
    sent: Arc<AtomicU64>,
}

impl PartBody {
    fn length(&self) -> u64 {
        let extra = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or(0, Vec::len) as u64;
        extra(&self.before) + self.left + extra(&self.after)
    }

    fn read(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Vec<u8>>>> {
        // A part of the file is at most a chunk, so it fits a length of memory.
        let wanted = self.left.min(CHUNK as u64) as usize;
        let mut chunk = vec![0; wanted];
        let mut buffer = ReadBuf::new(&mut chunk);
        if let Err(error) = ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer)) {
            return Poll::Ready(Some(Err(error)));
        }
        let read = buffer.filled().len();
        if read == 0 {
            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
        }
        chunk.truncate(read);
        self.left -= read as u64;
        self.sent.fetch_add(read as u64, Ordering::Relaxed);
        Poll::Ready(Some(Ok(chunk)))
    }
}

impl http_body::Body for PartBody {
    type Data = bytes::Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        let body = self.get_mut();
        let frame = |bytes: Vec<u8>| http_body::Frame::data(bytes::Bytes::from(bytes));
        if let Some(before) = body.before.take().filter(|bytes| !bytes.is_empty()) {
            return Poll::Ready(Some(Ok(frame(before))));
        }
        if body.left > 0 {
            let read = ready!(body.read(context));
            return Poll::Ready(read.map(|chunk| chunk.map(frame)));
        }
        let after = body.after.take().filter(|bytes| !bytes.is_empty());
        Poll::Ready(after.map(|after| Ok(frame(after))))
    }

    fn is_end_stream(&self) -> bool {
        self.length() == 0
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.length())
    }
}

/// Waits for a request that sends a file: tells progress, and gives up when for a while no byte has moved.
pub(crate) async fn watch(
    net: &Net,
    request: reqwest::RequestBuilder,
    sent: &AtomicU64,
    progress: Progress<'_>,
) -> Result<Response, Problem> {
    let reply = net.send(request);
    tokio::pin!(reply);
    let mut still = Duration::ZERO;
    let mut last = 0;
    loop {
        match tokio::time::timeout(TELL, &mut reply).await {
            Ok(reply) => {
                progress(ByteCount(sent.load(Ordering::Relaxed)));
                return reply.map_err(Problem::of_transport);
            }
            Err(_) => {
                let now = sent.load(Ordering::Relaxed);
                still = if now == last {
                    still + TELL
                } else {
                    Duration::ZERO
                };
                last = now;
                progress(ByteCount(now));
                if still >= net.patience().stall {
                    return Err(Problem::Silent);
                }
            }
        }
    }
}

/// A file that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Its bytes.
    pub bytes: ByteCount,
    /// Its hash.
    pub hash: ContentHash,
}

/// Whether a file that was fetched must last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// Through a power cut.
    Yes,
    /// Until it is read and kept elsewhere.
    No,
}

/// Fetches a drawn picture to `to`, until it is kept elsewhere.
///
/// # Errors
/// As [`fetch`].
pub(crate) async fn fetch_picture(
    net: &Net,
    picture: &PictureAt,
    to: &Path,
) -> Result<Fetched, Problem> {
    let url = parsed(&picture.url)?;
    let limit = MOST_PICTURE;
    fetch(net, &url, to, limit, &|_| {}, Lasting::No, as_it_is).await
}

/// Fetches `url` to `to`, at most `limit` bytes, going on where a broken connection left off. The file gets its name
/// when `check` has found it good.
///
/// # Errors
/// [`Problem::Gone`] where it is no longer there, [`Problem::TooLarge`], [`Problem::Disk`], those of the way and those
/// of the check. What was received is then removed.
pub(crate) async fn fetch(
    net: &Net,
    url: &Url,
    to: &Path,
    limit: ByteCount,
    progress: Progress<'_>,
    lasting: Lasting,
    check: fn(&Path) -> Result<(), Problem>,
) -> Result<Fetched, Problem> {
    let folder = to.parent().unwrap_or_else(|| Path::new("."));
    let temporary = tempfile::Builder::new()
        .prefix(".receiving-")
        .tempfile_in(folder)
        .map_err(disk(to))?;
    let path = temporary.path().to_owned();
    let file = temporary.reopen().map_err(disk(&path))?;
    let mut receiving = Receiving {
        net,
        url,
        file: File::from_std(file),
        path: path.clone(),
        unwritten: Vec::new(),
        hash: blake3::Hasher::new(),
        received: 0,
        total: None,
        tag: None,
        limit: limit.0,
    };
    receiving.run(progress).await?;
    if lasting == Lasting::Yes {
        receiving.file.sync_all().await.map_err(disk(to))?;
    }
    blocking(to, move || check(&path)).await?;
    let fetched = Fetched {
        bytes: ByteCount(receiving.received),
        hash: ContentHash::from_bytes(*receiving.hash.finalize().as_bytes()),
    };
    temporary
        .persist(to)
        .map_err(|error| disk(to)(error.error))?;
    Ok(fetched)
}

struct Receiving<'a> {
    net: &'a Net,
    url: &'a Url,
    file: File,
    path: PathBuf,
    /// What was received and is not in the file yet.
    unwritten: Vec<u8>,
    hash: blake3::Hasher,
    received: u64,
    total: Option<u64>,
    /// The version of the file, so that what goes on is the same file.
    tag: Option<reqwest::header::HeaderValue>,
    limit: u64,
}

impl Receiving<'_> {
    async fn run(&mut self, progress: Progress<'_>) -> Result<(), Problem> {
        let patience = self.net.patience();
        let (mut wait, mut tries) = (patience.first_wait, 1);
        loop {
            let before = self.received;
            let problem = match self.attempt(progress).await {
                Ok(()) => return Ok(()),
                Err(problem) if problem.may_pass() => problem,
                Err(problem) => return Err(problem),
            };
            // A connection that brings something each time may break as often as it likes.
            if self.received > before {
                (wait, tries) = (patience.first_wait, 1);
            }
            if tries >= patience.tries {
                return Err(problem);
            }
            tokio::time::sleep(
                problem
                    .asked_wait()
                    .unwrap_or(wait)
                    .min(patience.longest_wait),
            )
            .await;
            wait *= 2;
            tries += 1;
        }
    }

    async fn attempt(&mut self, progress: Progress<'_>) -> Result<(), Problem> {
        let mut request = self.net.get(self.url)?;
        if let (1.., Some(tag)) = (self.received, &self.tag) {
            request = request
                .header(RANGE, format!("bytes={}-", self.received))
                .header(IF_RANGE, tag.clone());
        }
        let mut reply = self.unless_silent(self.net.send(request)).await?;
        self.begin(&reply).await?;
        let mut told = std::time::Instant::now();
        while let Some(chunk) = self.unless_silent(reply.chunk()).await? {
            self.received += chunk.len() as u64;
            if self.received > self.limit {
                return Err(self.too_large(self.received));
            }
            self.hash.update(&chunk);
            self.unwritten.extend_from_slice(&chunk);
            if self.unwritten.len() >= PIECE {
                self.write().await?;
            }
            if told.elapsed() >= TELL {
                told = std::time::Instant::now();
                progress(ByteCount(self.received));
            }
        }
        self.write().await?;
        self.file.flush().await.map_err(disk(&self.path))?;
        progress(ByteCount(self.received));
        match self.total {
            Some(total) if total != self.received => Err(Problem::broken(format!(
                "{} of {total} bytes came",
                self.received
            ))),
            Some(_) | None => Ok(()),
        }
    }

    async fn write(&mut self) -> Result<(), Problem> {
        let written = self.file.write_all(&self.unwritten).await;
        written.map_err(disk(&self.path))?;
        self.unwritten.clear();
        Ok(())
    }

    /// Waits for the next thing from the host, and gives up where for a while nothing comes.
    async fn unless_silent<T>(
        &self,
        next: impl Future<Output = Result<T, reqwest::Error>>,
    ) -> Result<T, Problem> {
        match tokio::time::timeout(self.net.patience().stall, next).await {
            Ok(next) => next.map_err(Problem::of_transport),
            Err(_) => Err(Problem::Silent),
        }
    }

    /// Reads what the head of a reply says, and makes the file fit it.
    async fn begin(&mut self, reply: &Response) -> Result<(), Problem> {
        let status = reply.status();
        let goes_on = status == StatusCode::PARTIAL_CONTENT
            && content_start(reply.headers()) == Some(self.received);
        if !goes_on {
            match status {
                StatusCode::OK => self.start_over().await?,
                StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::FORBIDDEN => {
                    return Err(Problem::Gone);
                }
                _ if is_worth_repeating(status) => {
                    return Err(Problem::Busy {
                        wait: retry_after(reply),
                    });
                }
                _ => return Err(Problem::broken(format!("status {status} for a file"))),
            }
        }
        self.total = length_of(reply.headers()).map(|rest| self.received + rest);
        self.tag = reply.headers().get(ETAG).cloned();
        match self.total {
            Some(total) if total > self.limit => Err(self.too_large(total)),
            Some(_) | None => Ok(()),
        }
    }

    async fn start_over(&mut self) -> Result<(), Problem> {
        self.received = 0;
        self.unwritten.clear();
        self.hash = blake3::Hasher::new();
        self.file.set_len(0).await.map_err(disk(&self.path))?;
        let start = self.file.rewind().await;
        start.map(drop).map_err(disk(&self.path))
    }

    fn too_large(&self, size: u64) -> Problem {
        Problem::TooLarge {
            size: ByteCount(size),
            limit: ByteCount(self.limit),
        }
    }
}

fn length_of(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The first byte of a partial reply (RFC 9110, 14.4): `bytes 100-199/200`.
fn content_start(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(CONTENT_RANGE)?.to_str().ok()?;
    let (start, _) = range.strip_prefix("bytes ")?.split_once('-')?;
    start.parse().ok()
}

pub(crate) fn disk(path: &Path) -> impl Fn(io::Error) -> Problem + '_ {
    |source| Problem::Disk {
        path: path.to_owned(),
        source,
    }
}

/// Does work on files, such as hashing those of gigabytes, away from the threads that carry connections. `path` is named
/// where the work itself dies.
pub(crate) async fn blocking<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|died| Err(disk(path)(io::Error::other(died))))
}

/// For files whose content is looked at by who asked for them.
pub(crate) fn as_it_is(_: &Path) -> Result<(), Problem> {
    Ok(())
}

/// The size and hash of a file that is there.
pub(crate) fn measure(path: &Path) -> Result<Fetched, Problem> {
    let mut hash = blake3::Hasher::new();
    let file = std::fs::File::open(path).map_err(disk(path))?;
    let bytes = io::copy(&mut io::BufReader::with_capacity(CHUNK, file), &mut hash);
    Ok(Fetched {
        bytes: ByteCount(bytes.map_err(disk(path))?),
        hash: ContentHash::from_bytes(*hash.finalize().as_bytes()),
    })
}
