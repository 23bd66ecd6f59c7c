//! The engine's process: lines in, lines out, and how it ended.

use super::EngineError;
use blazon_model::{WorkerCommand, WorkerMessage, WorkerTask};
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

/// The longest line that is taken, above any preview.
const LONGEST_LINE: u64 = 4 * 1024 * 1024;
/// How much of what the engine complains about is kept.
const LONGEST_COMPLAINT: usize = 4096;

/// What came of waiting for a message.
pub(super) enum Next {
    /// A message.
    Message(WorkerMessage),
    /// None so far.
    Nothing,
    /// The engine says no more.
    Ended,
}

/// A running engine. It is killed where this is dropped.
pub(super) struct Process {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<WorkerMessage>,
    complaints: Option<JoinHandle<String>>,
}

impl Process {
    pub(super) fn start(
        program: &Path,
        arguments: &[OsString],
        task: &WorkerTask,
    ) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (Some(input), Some(output), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("no pipes"));
        };
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || read_messages(output, &sender));
        let complaints = std::thread::spawn(move || last_words(errors));
        let mut process = Self {
            child,
            input: Some(input),
            messages,
            complaints: Some(complaints),
        };
        // One that ended before it read its task says so by how it ended.
        process.say(task);
        Ok(process)
    }

    pub(super) fn next_message(&self, wait: Duration) -> Next {
        match self.messages.recv_timeout(wait) {
            Ok(message) => Next::Message(message),
            Err(RecvTimeoutError::Timeout) => Next::Nothing,
            Err(RecvTimeoutError::Disconnected) => Next::Ended,
        }
    }

    pub(super) fn tell_to_stop(&mut self) {
        self.say(&WorkerCommand { cancel: true });
    }

    /// How it ended, once it has closed its output.
    pub(super) fn how_it_ended(&mut self) -> EngineError {
        let status = match self.child.wait() {
            Ok(status) => status,
            Err(error) => return EngineError::Start(error),
        };
        if was_killed(status) {
            return EngineError::Killed;
        }
        let words = self.complaints.take().map(JoinHandle::join);
        let words = words.and_then(Result::ok).unwrap_or_default();
        EngineError::Ended {
            status: status.to_string(),
            complaint: words.lines().last().unwrap_or_default().to_owned(),
        }
    }

    fn say(&mut self, what: &impl serde::Serialize) {
        let Some(input) = &mut self.input else { return };
        let line = serde_json::to_string(what).map(|line| line + "\n");
        let said = line.map_err(io::Error::from).and_then(|line| {
            input
                .write_all(line.as_bytes())
                .and_then(|()| input.flush())
        });
        if let Err(error) = said {
            tracing::debug!(%error, "the engine does not listen");
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The end of its input alone would stop it too, but only after its step.
        self.input = None;
        let _ended_already = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads lines until the output closes. A line that is no message is noted and passed over.
fn read_messages(output: impl Read, sender: &mpsc::Sender<WorkerMessage>) {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    loop {
        line.clear();
        match output
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)
        {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        match serde_json::from_slice(&line) {
            Ok(message) => {
                if sender.send(message).is_err() {
                    return;
                }
            }
            Err(error) => tracing::warn!(%error, "the engine said something else"),
        }
    }
}

/// The end of what the engine wrote to its error output.
fn last_words(mut errors: impl Read) -> String {
    let (mut words, mut piece) = (Vec::new(), [0; 1024]);
    while let Ok(count @ 1..) = errors.read(&mut piece) {
        words.extend_from_slice(&piece[..count]);
        let excess = words.len().saturating_sub(LONGEST_COMPLAINT);
        words.drain(..excess);
    }
    String::from_utf8_lossy(&words).trim_end().to_owned()
}

/// Whether somebody else ended it, the system for lack of memory for instance.
#[cfg(unix)]
fn was_killed(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    const SIGKILL: i32 = 9;
    status.signal() == Some(SIGKILL)
}

#[cfg(not(unix))]
const fn was_killed(_status: ExitStatus) -> bool {
    false
}
