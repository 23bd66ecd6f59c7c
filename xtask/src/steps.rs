//! A row of steps with titles: runs them until one fails, streams their output, counts tests, and adds up the minutes.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::program::spell;
use crate::say;

/// How long the output of a finished child is waited for, should something it left behind hold the pipe open.
const DRAIN: Duration = Duration::from_secs(2);

/// Tests that ran.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    passed: u64,
    failed: u64,
}

impl Counts {
    /// Adds what a closing line of cargo's or Vitest's test runner reports; other lines say nothing.
    fn read(&mut self, line: &str) {
        let line = plain(line);
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            self.add(result.split([';', '.']));
        } else if let Some(result) = line.strip_prefix("Tests ") {
            self.add(result.split('|'));
        }
    }

    fn add<'a>(&mut self, parts: impl Iterator<Item = &'a str>) {
        for part in parts {
            let mut words = part.split_whitespace();
            match (
                words.next().and_then(|word| word.parse::<u64>().ok()),
                words.next(),
            ) {
                (Some(count), Some("passed")) => self.passed += count,
                (Some(count), Some("failed")) => self.failed += count,
                _ => {}
            }
        }
    }
}

/// The line without the escapes that colour it.
fn plain(line: &str) -> String {
    let mut pieces = line.split("\u{1b}[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        text + piece
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == ';')
            .get(1..)
            .unwrap_or_default()
    })
}

struct Done {
    title: &'static str,
    took: Duration,
    failed: bool,
}

/// The steps taken so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Done>,
    counts: Counts,
}

impl Steps {
    /// Takes one step, and notes how long it took.
    ///
    /// # Errors
    /// Those of the step.
    pub(crate) fn take(
        &mut self,
        title: &'static str,
        work: impl FnOnce(&mut Counts) -> Result<()>,
    ) -> Result<()> {
        say::title(title);
        self.account(title, work)
    }

    fn account(
        &mut self,
        title: &'static str,
        work: impl FnOnce(&mut Counts) -> Result<()>,
    ) -> Result<()> {
        let (started, failed_before) = (Instant::now(), self.counts.failed);
        let result = work(&mut self.counts);
        // A step that fails without a failed test (formatting, a lint) is itself what failed.
        if result.is_err() && self.counts.failed == failed_before {
            self.counts.failed += 1;
        }
        self.done.push(Done {
            title,
            took: started.elapsed(),
            failed: result.is_err(),
        });
        result
    }

    /// Prints the minutes per step; the last line is the count of tests.
    pub(crate) fn close(&self) {
        let whole = Duration::from_secs(self.done.iter().map(|step| step.took.as_secs()).sum());
        say::line(&format!("\n{:>7}  step", "minutes"));
        for step in &self.done {
            say::line(&format!(
                "{:>7}  {}{}",
                minutes(step.took),
                step.title,
                if step.failed { "  FAILED" } else { "" }
            ));
        }
        say::line(&format!("{:>7}  together\n", minutes(whole)));
        say::line(&format!(
            "{} passed, {} failed",
            self.counts.passed, self.counts.failed
        ));
    }
}

fn minutes(took: Duration) -> String {
    format!("{}:{:02}", took.as_secs() / 60, took.as_secs() % 60)
}

/// Runs a test runner to its end: what it prints appears at once, and its closing lines are counted.
///
/// # Errors
/// When it cannot be started or says that it failed.
pub(crate) fn run_counted(command: &mut Command, counts: &mut Counts) -> Result<()> {
    follow(command, |line| {
        let _ = io::stdout().lock().write_all(line);
        counts.read(&String::from_utf8_lossy(line));
    })
}

fn follow(command: &mut Command, mut each: impl FnMut(&[u8])) -> Result<()> {
    let name = spell(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("Could not start `{name}`."))?;
    let pipe = child.stdout.take().context("The child has no output.")?;
    let lines = read_lines(pipe);
    let mut ended: Option<Instant> = None;
    loop {
        match lines.recv_timeout(Duration::from_millis(200)) {
            Ok(line) => each(&line),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => match ended {
                Some(at) if at.elapsed() > DRAIN => break,
                Some(_) => {}
                None => ended = child.try_wait()?.map(|_| Instant::now()),
            },
        }
    }
    let status = child.wait()?;
    ensure!(status.success(), "`{name}` failed ({status}).");
    Ok(())
}

fn read_lines(pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while pipe
            .read_until(b'\n', &mut line)
            .is_ok_and(|count| count > 0)
        {
            if sender.send(std::mem::take(&mut line)).is_err() {
                return;
            }
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(text: &str) -> Counts {
        let mut counts = Counts::default();
        text.lines().for_each(|line| counts.read(line));
        counts
    }

    #[test]
    fn counts_of_cargo_and_vitest_are_added_up() {
        let text = "running 3 tests\n\
                    test result: ok. 3 passed; 0 failed; 8 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                    test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n\
                    \u{20}Test Files  1 failed | 2 passed (3)\n\
                    \u{20}     Tests  1 failed | 11 passed (12)\n";
        assert_eq!(
            counted(text),
            Counts {
                passed: 18,
                failed: 3
            }
        );
    }

    #[test]
    fn colours_do_not_hide_a_count() {
        let text = "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m11 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (11)\u{1b}[39m";
        assert_eq!(
            counted(text),
            Counts {
                passed: 11,
                failed: 0
            }
        );
    }

    #[test]
    fn a_test_that_prints_about_tests_counts_for_nothing() {
        assert_eq!(
            counted("3 passed; 1 failed\nall Tests passed\n"),
            Counts::default()
        );
    }

    #[test]
    fn a_step_without_tests_that_fails_is_one_failure() {
        let mut steps = Steps::default();
        assert!(steps.account("fails", |_| anyhow::bail!("no")).is_err());
        assert_eq!(
            steps.counts,
            Counts {
                passed: 0,
                failed: 1
            }
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_child_that_leaves_a_process_behind_does_not_hang_the_run() {
        let (started, mut said) = (Instant::now(), Vec::new());
        let mut shell = Command::new("sh");
        follow(shell.args(["-c", "sleep 30 & echo done"]), |line| {
            said.extend_from_slice(line);
        })
        .expect("the shell succeeds");
        assert_eq!(said, b"done\n");
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "waited for the process left behind"
        );
    }
}
