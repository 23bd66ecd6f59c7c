//! The worker process: one task from standard input, messages to standard output.
//!
//! A crash, a cancel or too little memory in here ends this process and nothing else. What the
//! lines mean is said in `blazon_model::WorkerTask`.

mod draw;
mod failure;
mod probe;

use crate::base::Base;
use crate::{EngineError, memory, train};
use blazon_model::{
    Preparation, TrainTask, WorkerCommand, WorkerFailure, WorkerMessage, WorkerOutcome, WorkerTask,
};
use burn::tensor::Device;
use failure::Failure;
use std::any::Any;
use std::io::{self, BufRead, BufReader, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Carries out the task on standard input with the processor.
#[must_use]
pub fn serve() -> ExitCode {
    serve_on(&Device::flex())
}

/// The same with another device, which has been tried.
#[must_use]
pub fn serve_on(device: &Device) -> ExitCode {
    let answered = answer(device, BufReader::new(io::stdin()), io::stdout());
    match answered {
        Ok(WorkerMessage::Done { .. } | WorkerMessage::Cancelled) => ExitCode::SUCCESS,
        Ok(_) | Err(_) => ExitCode::FAILURE,
    }
}

/// Carries out the task in `input` and gives the last message that was written to `output`.
///
/// # Errors
/// When nobody reads the output any more.
pub fn answer(
    device: &Device,
    mut input: impl BufRead + Send + 'static,
    output: impl Write + Send,
) -> io::Result<WorkerMessage> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    let cancelled = Arc::new(AtomicBool::new(false));
    let mut speaker = Speaker {
        output,
        cancelled: Arc::clone(&cancelled),
    };
    let last = match serde_json::from_str(&line) {
        Ok(task) => {
            listen(input, Arc::clone(&cancelled));
            let work = Work {
                device,
                cancelled: &cancelled,
            };
            work.run(&task, &mut |message| speaker.say(&message))
        }
        Err(error) => WorkerMessage::Failed {
            reason: WorkerFailure::BadTask,
            message: format!("the task cannot be understood: {error}"),
        },
    };
    speaker.write(&last)?;
    Ok(last)
}

/// Waits for a cancel, or for the end of the input: then the program that asked is gone.
fn listen(input: impl BufRead + Send + 'static, cancelled: Arc<AtomicBool>) {
    thread::spawn(move || {
        let is_cancel = |line: io::Result<String>| {
            let command = serde_json::from_str::<WorkerCommand>(&line.unwrap_or_default());
            command.is_ok_and(|command| command.cancel)
        };
        let _ = input.lines().any(is_cancel);
        cancelled.store(true, Ordering::Relaxed);
    });
}

struct Speaker<W> {
    output: W,
    cancelled: Arc<AtomicBool>,
}

impl<W: Write> Speaker<W> {
    /// Says something; where nobody listens any more, the work is not wanted either.
    fn say(&mut self, message: &WorkerMessage) {
        if self.write(message).is_err() {
            self.cancelled.store(true, Ordering::Relaxed);
        }
    }

    fn write(&mut self, message: &WorkerMessage) -> io::Result<()> {
        let mut line = serde_json::to_string(message)?;
        line.push('\n');
        self.output.write_all(line.as_bytes())?;
        self.output.flush()
    }
}

/// Where messages go.
type Say<'a> = &'a mut (dyn FnMut(WorkerMessage) + Send);

/// What a task is carried out with.
#[derive(Clone, Copy)]
struct Work<'a> {
    device: &'a Device,
    cancelled: &'a AtomicBool,
}

impl Work<'_> {
    /// Carries out a task; gives the last message.
    fn run(self, task: &WorkerTask, say: Say<'_>) -> WorkerMessage {
        let done = catch_unwind(AssertUnwindSafe(|| match task {
            WorkerTask::Train(task) => self.train(task, say),
            WorkerTask::Draw(task) => self.draw(task, say),
            WorkerTask::Probe { base } => self.probe(base.as_deref(), say),
        }));
        match done {
            Ok(Ok(outcome)) => WorkerMessage::Done { outcome },
            Ok(Err(Failure::Cancelled)) => WorkerMessage::Cancelled,
            Ok(Err(Failure::Failed { reason, message })) => {
                WorkerMessage::Failed { reason, message }
            }
            Err(panic) => WorkerMessage::Failed {
                reason: WorkerFailure::Crashed,
                message: format!("the worker crashed: {}", words_of(panic.as_ref())),
            },
        }
    }

    fn is_cancelled(self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    fn train(self, task: &TrainTask, say: Say<'_>) -> Result<WorkerOutcome, Failure> {
        let base = self.open(&task.base, say)?;
        Ok(train::train(task, &base, say, &|| self.is_cancelled())?)
    }

    /// Opens a base where memory suffices for its weights.
    fn open(self, path: &Path, say: Say<'_>) -> Result<Base, Failure> {
        say(WorkerMessage::Preparing {
            what: Preparation::Base,
        });
        if !path.exists() {
            let path = path.to_owned();
            return Err(EngineError::MissingFile { path }.into());
        }
        memory::check(memory::of_base(path))?;
        Ok(Base::open(path, self.device)?)
    }
}

/// What a panic said.
fn words_of(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned
        .or_else(|| panic.downcast_ref().copied())
        .unwrap_or("without a word")
}
