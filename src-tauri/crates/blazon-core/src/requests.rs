//! The log of requests: in memory for the window, and a line of JSON for each in `logs/`, fourteen days kept.
//!
//! What may stand in it is decided where requests go out (`blazon-providers`), so a key cannot reach this file. Each
//! program on the library writes into the same file; a line is written at once and whole.

use crate::{Event, EventSink, Library, Studio};
use blazon_model::{SentRequest, Timestamp};
use blazon_providers::RequestLog;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tracing_appender::rolling::{RollingFileAppender, Rotation};

/// How many days are kept.
const DAYS: usize = 14;
/// The beginning of the files' names, before the day.
const PREFIX: &str = "requests";
/// How much of the end of a day's file is read back; some thousands of requests.
const READ_BACK: u64 = 1 << 20;
/// How often the window is told at most.
const TOLD_EVERY: Duration = Duration::from_secs(1);

/// The log of an opened library, and what is told of it.
pub(crate) struct RequestRoom {
    pub(crate) log: Arc<RequestLog>,
    news: Arc<News>,
}

impl RequestRoom {
    pub(crate) fn new(library: &Library, events: Arc<dyn EventSink>) -> Self {
        let news = Arc::new(News {
            events,
            untold: AtomicBool::new(false),
            told: Mutex::default(),
        });
        let (file, hears) = (RequestFile::of(library), Arc::clone(&news));
        Self {
            log: Arc::new(RequestLog::telling(move |sent| {
                file.append(sent);
                hears.hear();
            })),
            news,
        }
    }

    /// Tells of requests that came too soon after the last word.
    pub(crate) fn tell_rest(&self) {
        self.news.tell_rest();
    }
}

/// Tells that there are further requests, now and then.
struct News {
    events: Arc<dyn EventSink>,
    untold: AtomicBool,
    told: Mutex<Option<Instant>>,
}

impl News {
    fn hear(&self) {
        self.untold.store(true, Ordering::SeqCst);
        self.tell_rest();
    }

    fn tell_rest(&self) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_some_and(|told| told.elapsed() < TOLD_EVERY)
            || !self.untold.swap(false, Ordering::SeqCst)
        {
            return;
        }
        *told = Some(Instant::now());
        drop(told);
        self.events.send(Event::RequestsChanged);
    }
}

/// The file of today, opened by the first request.
struct RequestFile {
    folder: PathBuf,
    appender: Mutex<Option<RollingFileAppender>>,
}

impl RequestFile {
    fn of(library: &Library) -> Self {
        Self {
            folder: library.logs(),
            appender: Mutex::default(),
        }
    }

    /// A request is not worth failing for its log.
    fn append(&self, sent: &SentRequest) {
        let Ok(mut line) = serde_json::to_vec(sent) else {
            return;
        };
        line.push(b'\n');
        let mut appender = self.appender.lock().unwrap_or_else(PoisonError::into_inner);
        if appender.is_none() {
            *appender = self.open();
        }
        let written = appender.as_mut().map(|file| file.write_all(&line));
        if let Some(Err(error)) = written {
            tracing::warn!(%error, "the log of requests cannot be written");
        }
    }

    fn open(&self) -> Option<RollingFileAppender> {
        fs::create_dir_all(&self.folder).ok()?;
        RollingFileAppender::builder()
            .rotation(Rotation::DAILY)
            .filename_prefix(PREFIX)
            .filename_suffix("log")
            .max_log_files(DAYS)
            .build(&self.folder)
            .ok()
    }
}

impl Studio {
    /// The last requests, newest first: those of this program, and before them what the files of the last days have.
    #[must_use]
    pub fn list_requests(&self, limit: usize) -> Vec<SentRequest> {
        let mut listed = self.requests.log.list(limit);
        let before = listed.last().map(|oldest| oldest.at);
        for file in files(&self.library.logs()) {
            if listed.len() >= limit {
                break;
            }
            let older = read_back(&file).into_iter().rev();
            let older = older.filter(|sent| before.is_none_or(|before| sent.at < before));
            listed.extend(older.take(limit - listed.len()));
        }
        // They are noted in the order in which they ended.
        listed.sort_by_key(|sent| std::cmp::Reverse(sent.at));
        listed
    }
}

/// A moment as a log has it, where the person is: `2026-11-20 10:05:12`.
#[must_use]
pub fn local_moment(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|time| time.to_zoned(jiff::tz::TimeZone::system()))
        .map(|time| time.strftime("%Y-%m-%d %H:%M:%S").to_string())
        .unwrap_or_default()
}

/// The files of requests, the newest day first.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(".log"))
        })
        .collect();
    files.sort();
    files.reverse();
    files
}

/// The last requests of a file, oldest first. A line that cannot be read, as the first that was cut, is passed over.
fn read_back(path: &Path) -> Vec<SentRequest> {
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(READ_BACK)))?;
        let mut bytes = Vec::new();
        file.take(READ_BACK).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().unwrap_or_default();
    bytes
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoEvents;
    use blazon_model::RequestAnswer;
    use std::sync::atomic::AtomicUsize;

    #[derive(Default)]
    struct Counter(AtomicUsize);

    impl EventSink for Counter {
        fn send(&self, _event: Event) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn sent(at: i64) -> SentRequest {
        SentRequest {
            at: Timestamp(at),
            method: "GET".into(),
            host: "api.example".into(),
            path: "/v1".into(),
            answer: RequestAnswer::Status { status: 200 },
            milliseconds: 12,
            sent: None,
        }
    }

    #[test]
    fn what_was_written_is_read_back_and_a_cut_line_is_passed_over() {
        let home = tempfile::tempdir().unwrap();
        let library = Library::at(home.path()).unwrap();
        let file = RequestFile::of(&library);
        file.append(&sent(1));
        file.append(&sent(2));
        let path = files(&library.logs()).pop().unwrap();
        fs::File::options()
            .append(true)
            .open(&path)
            .unwrap()
            .write_all(b"{\"at\":3,\"meth")
            .unwrap();
        assert_eq!(read_back(&path), [sent(1), sent(2)]);
    }

    #[test]
    fn many_requests_in_a_second_are_one_word() {
        let counter = Arc::new(Counter::default());
        let news = News {
            events: Arc::clone(&counter) as Arc<dyn EventSink>,
            untold: AtomicBool::new(false),
            told: Mutex::default(),
        };
        for _ in 0..50 {
            news.hear();
        }
        assert_eq!(counter.0.load(Ordering::SeqCst), 1);
        *news.told.lock().unwrap() = None;
        news.tell_rest();
        news.tell_rest();
        assert_eq!(
            counter.0.load(Ordering::SeqCst),
            2,
            "the last ones are told too"
        );
    }

    #[test]
    fn no_request_makes_no_file() {
        let home = tempfile::tempdir().unwrap();
        let library = Library::at(home.path()).unwrap();
        let _room = RequestRoom::new(&library, Arc::new(NoEvents));
        assert_eq!(files(&library.logs()), Vec::<PathBuf>::new());
    }
}
