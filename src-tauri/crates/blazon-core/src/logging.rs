//! Logs: a file for each day in `logs/`, fourteen kept, with secrets blacked out.

use crate::Library;
use regex::Regex;
use std::io::{self, Write};
use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// How many days are kept.
const DAYS: usize = 14;
/// What stands in for a secret.
const BLACKED_OUT: &str = "[redacted]";

/// Keeps the log open; the last lines are written when it is dropped.
#[must_use]
#[derive(Debug)]
pub struct LogGuard {
    _worker: Option<WorkerGuard>,
}

/// Sends the log of this program to the library's `logs/`. `BLAZON_LOG` chooses what is logged.
/// Where the folder cannot be written, nothing is logged: the trouble is said elsewhere.
pub fn start_logging(library: &Library) -> LogGuard {
    let Some(appender) = open_log(library) else {
        return LogGuard { _worker: None };
    };
    let (writer, worker) = tracing_appender::non_blocking(appender);
    let filter = EnvFilter::try_from_env("BLAZON_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(Redacting::new(writer))
        .finish();
    // A second call in one process, as in tests, keeps the first log.
    let _ = tracing::subscriber::set_global_default(subscriber);
    LogGuard {
        _worker: Some(worker),
    }
}

fn open_log(library: &Library) -> Option<RollingFileAppender> {
    std::fs::create_dir_all(library.logs()).ok()?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("blazon")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(library.logs())
        .ok()
}

/// What has the shape of a secret: Telegram tokens (`123456789:AA...`), Replicate tokens
/// (`r8_...`), fal keys (`uuid:hex`), and names with passwords in addresses.
const SECRETS: &str = r"(?x)
    \d{6,}:[A-Za-z0-9_-]{20,}
  | r8_[A-Za-z0-9]{20,}
  | [0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}:[A-Za-z0-9]{20,}
  | [^/\s:@]+:[^/\s@]+@";

/// A writer through which no key and no token passes.
#[derive(Clone, Debug)]
struct Redacting<W> {
    inner: W,
    secrets: Regex,
}

impl<W> Redacting<W> {
    fn new(inner: W) -> Self {
        let secrets = Regex::new(SECRETS).expect("the pattern is written above and tested below");
        Self { inner, secrets }
    }

    fn redact(&self, line: &str) -> String {
        self.secrets.replace_all(line, BLACKED_OUT).into_owned()
    }
}

impl<'w, W: Clone + Write + 'w> MakeWriter<'w> for Redacting<W> {
    type Writer = Self;
    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

impl<W: Write> Write for Redacting<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = self.redact(&String::from_utf8_lossy(line));
        self.inner.write_all(text.as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::sync::{Arc, Mutex};

    const TELEGRAM: &str = "123456789:AAF0123456789012345678901234567890a";
    const FAL: &str = "01234567-89ab-cdef-0123-456789abcdef:0123456789abcdef0123456789abcdef";
    const REPLICATE: &str = "r8_0123456789abcdefghijklmnopqrstuvwxyzABC";

    #[rstest]
    #[case::telegram(TELEGRAM)]
    #[case::fal(FAL)]
    #[case::replicate(REPLICATE)]
    #[case::password("http://user:hunter2@proxy.example:8080")]
    fn a_planted_secret_never_reaches_the_log(#[case] secret: &str) {
        for line in [
            format!("key={secret}"),
            format!("Authorization: \"Key {secret}\", next"),
            format!("GET https://api.telegram.org/bot{secret}/getMe failed"),
        ] {
            let logged = Redacting::new(Lines::default()).redact(&line);
            assert!(!logged.contains(secret), "{logged}");
            assert!(logged.contains(BLACKED_OUT), "{logged}");
        }
    }

    #[test]
    fn ordinary_lines_stay_as_they_are() {
        let line = "2026-11-20T10:00:00Z INFO import: 12 photos, job=0193-4, ratio 3:2 at /home/a/photos\n";
        assert_eq!(Redacting::new(Lines::default()).redact(line), line);
    }

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_subscriber_writes_through_the_redaction() {
        let lines = Lines::default();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(Redacting::new(lines.clone()))
            .finish();
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(token = TELEGRAM, "the bot starts");
        });
        let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(
            logged.contains("the bot starts") && logged.contains(BLACKED_OUT),
            "{logged}"
        );
        assert!(!logged.contains("AAF0123"), "{logged}");
    }
}
