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
    end_of(&answer(
        &Device::flex(),
        BufReader::new(io::stdin()),
        io::stdout(),
    ))
}

/// The same with a graphics card that `find` looks for and tries first, which may take a minute.
/// It gives the card and what its maker calls it, or why none can be used.
#[must_use]
pub fn serve_prepared(find: impl FnOnce() -> Result<(Device, String), String>) -> ExitCode {
    end_of(&converse(
        BufReader::new(io::stdin()),
        io::stdout(),
        |task, cancelled, say| {
            say(WorkerMessage::Preparing {
                what: Preparation::Gpu,
            });
            let no_device = |message| WorkerMessage::Failed {
                reason: WorkerFailure::NoDevice,
                message,
            };
            // Drivers panic through the tensor library rather than give errors.
            match catch_unwind(AssertUnwindSafe(find)) {
                Ok(Ok((device, name))) => {
                    let card = Some(name.as_str());
                    let work = Work {
                        device: &device,
                        card,
                        cancelled,
                    };
                    work.run(task, say)
                }
                Ok(Err(reason)) => no_device(reason),
                Err(panic) => no_device(format!(
                    "the graphics card failed its trial: {}",
                    words_of(panic.as_ref())
                )),
            }
        },
    ))
}

/// Carries out the task in `input` and gives the last message that was written to `output`.
///
/// # Errors
/// When nobody reads the output any more.
pub fn answer(
    device: &Device,
    input: impl BufRead + Send + 'static,
    output: impl Write + Send,
) -> io::Result<WorkerMessage> {
    converse(input, output, |task, cancelled, say| {
        let work = Work {
            device,
            card: None,
            cancelled,
        };
        work.run(task, say)
    })
}

/// Reads a task, has it carried out, and gives the last message that was written.
fn converse(
    mut input: impl BufRead + Send + 'static,
    output: impl Write + Send,
    carry_out: impl FnOnce(&WorkerTask, &AtomicBool, Say<'_>) -> WorkerMessage,
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
            carry_out(&task, &cancelled, &mut |message| speaker.say(&message))
        }
        Err(error) => WorkerMessage::Failed {
            reason: WorkerFailure::BadTask,
            message: format!("the task cannot be understood: {error}"),
        },
    };
    speaker.write(&last)?;
    Ok(last)
}

fn end_of(answered: &io::Result<WorkerMessage>) -> ExitCode {
    match answered {
        Ok(WorkerMessage::Done { .. } | WorkerMessage::Cancelled) => ExitCode::SUCCESS,
        Ok(_) | Err(_) => ExitCode::FAILURE,
    }
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
    /// What the graphics card is called; `None` for the processor.
    card: Option<&'a str>,
    cancelled: &'a AtomicBool,
}

impl Work<'_> {
    /// Carries out a task; gives the last message.
    fn run(self, task: &WorkerTask, say: Say<'_>) -> WorkerMessage {
        let done = catch_unwind(AssertUnwindSafe(|| match task {
            WorkerTask::Train(task) => self.train(task, say),
            WorkerTask::Draw(task) => self.draw(task, say),
            WorkerTask::Probe(task) => self.probe(task, say),
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
        let task = TrainTask {
            threads: self.threads(task.threads),
            ..task.clone()
        };
        Ok(train::train(&task, &base, say, &|| self.is_cancelled())?)
    }

    /// A graphics card is fed by one thread; a second graph would only wait for it.
    const fn threads(self, wanted: u32) -> u32 {
        match self.card {
            Some(_) => 1,
            None => wanted,
        }
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
