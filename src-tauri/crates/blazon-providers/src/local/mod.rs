//! This computer: the engine, started as a process of its own and spoken to line by line.
//!
//! A crash, a lack of memory or a hang over there harms nothing here: what comes back is a result
//! or an [`EngineError`]. The engine is this program itself, started with [`ENGINE_ARGUMENT`], so
//! that there is no second file to install. What it computes is not known here.

mod card;
mod pocket;
mod process;

pub use pocket::find_pocket;

use blazon_model::{WorkerFailure, WorkerMessage, WorkerOutcome, WorkerTask};
use card::find_card_worker;
use process::Process;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The first argument of a program that is started as the engine.
pub const ENGINE_ARGUMENT: &str = "--engine";

/// How often the caller is asked whether to go on while the engine says nothing.
const TICK: Duration = Duration::from_millis(50);
/// How long an engine may take to stop by itself: to the end of its step, and for a checkpoint.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether the engine is to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Yes.
    GoOn,
    /// It is to stop within one step; what it has reached stays.
    Stop,
}

/// How an engine ended that did what it could.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// The task is done.
    Done(WorkerOutcome),
    /// It was stopped before its time.
    Stopped,
}

/// Why the engine did not do its task.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// It cannot be started.
    #[error("the engine cannot be started")]
    Start(#[source] io::Error),
    /// It says why.
    #[error("{detail}")]
    Failed {
        /// Why.
        reason: WorkerFailure,
        /// What exactly, as one sentence for people.
        detail: String,
    },
    /// The system ended it, as it does where memory runs out.
    #[error("the engine was ended by the system")]
    Killed,
    /// It ended without a word.
    #[error("the engine ended unexpectedly ({status}): {complaint}")]
    Ended {
        /// How, as the system says it.
        status: String,
        /// The last line of what it complained about.
        complaint: String,
    },
}

/// The engine of this computer.
#[derive(Clone, Debug)]
pub struct Engine {
    program: PathBuf,
    arguments: Vec<OsString>,
    pocket: Option<PathBuf>,
    /// The program that computes with a graphics card.
    card: Option<PathBuf>,
}

impl Engine {
    /// This program started again, with the base that ships beside it.
    ///
    /// # Errors
    /// When the system does not say which program runs.
    pub fn of_this_program() -> io::Result<Self> {
        let program = std::env::current_exe()?;
        let pocket = find_pocket(&program);
        Ok(Self {
            card: find_card_worker(&program),
            program,
            arguments: vec![ENGINE_ARGUMENT.into()],
            pocket,
        })
    }

    /// `program` with `arguments`, and the base that ships in `pocket`; no graphics card.
    #[must_use]
    pub const fn new(program: PathBuf, arguments: Vec<OsString>, pocket: Option<PathBuf>) -> Self {
        Self {
            program,
            arguments,
            pocket,
            card: None,
        }
    }

    /// The same with `card` as the program that computes with a graphics card.
    #[must_use]
    pub fn with_card(self, card: PathBuf) -> Self {
        Self {
            card: Some(card),
            ..self
        }
    }

    /// The engine that computes with a graphics card; `None` where its program is not installed.
    /// Whether there is a card that it can use, it says when it is given a task.
    #[must_use]
    pub fn on_card(&self) -> Option<Self> {
        let program = self.card.clone()?;
        Some(Self::new(program, Vec::new(), self.pocket.clone()))
    }

    /// The folder of the base that ships; `None` where it was not found.
    #[must_use]
    pub fn pocket(&self) -> Option<&std::path::Path> {
        self.pocket.as_deref()
    }

    /// Carries `task` out. `hear` gets each message, and nothing now and then while there is none;
    /// what it returns decides whether the engine goes on.
    ///
    /// # Errors
    /// [`EngineError`]; an engine that was told to stop and had to be killed counts as stopped.
    pub fn carry_out(
        &self,
        task: &WorkerTask,
        hear: &mut dyn FnMut(Option<&WorkerMessage>) -> Flow,
    ) -> Result<Ending, EngineError> {
        let mut process =
            Process::start(&self.program, &self.arguments, task).map_err(EngineError::Start)?;
        let mut told_to_stop: Option<Instant> = None;
        loop {
            let message = process.next_message(TICK);
            let ended = match message {
                process::Next::Message(message) => {
                    if let Some(result) = end_of(&message) {
                        return result;
                    }
                    if hear(Some(&message)) == Flow::Stop && told_to_stop.is_none() {
                        told_to_stop = Some(Instant::now());
                        process.tell_to_stop();
                    }
                    false
                }
                process::Next::Nothing => {
                    if hear(None) == Flow::Stop && told_to_stop.is_none() {
                        told_to_stop = Some(Instant::now());
                        process.tell_to_stop();
                    }
                    false
                }
                process::Next::Ended => true,
            };
            let is_overdue = told_to_stop.is_some_and(|at| at.elapsed() > PATIENCE);
            if is_overdue || (ended && told_to_stop.is_some()) {
                return Ok(Ending::Stopped);
            }
            if ended {
                return Err(process.how_it_ended());
            }
        }
    }
}

/// What the last message of an engine means; `None` for every other.
fn end_of(message: &WorkerMessage) -> Option<Result<Ending, EngineError>> {
    match message {
        WorkerMessage::Done { outcome } => Some(Ok(Ending::Done(outcome.clone()))),
        WorkerMessage::Cancelled => Some(Ok(Ending::Stopped)),
        WorkerMessage::Failed { reason, message } => Some(Err(EngineError::Failed {
            reason: *reason,
            detail: message.clone(),
        })),
        WorkerMessage::Estimate { .. }
        | WorkerMessage::Preparing { .. }
        | WorkerMessage::Step { .. }
        | WorkerMessage::Sample { .. }
        | WorkerMessage::Checkpoint { .. }
        | WorkerMessage::Progress { .. }
        | WorkerMessage::Preview { .. }
        | WorkerMessage::Picture { .. } => None,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use blazon_model::ProbeTask;
    use rstest::rstest;

    const DONE: Ending = Ending::Done(WorkerOutcome::Drawn { count: 1 });

    fn task() -> WorkerTask {
        WorkerTask::Probe(ProbeTask {
            base: Some("/base".into()),
            training: None,
            measure: false,
        })
    }

    /// An engine that is this shell script.
    ///
    /// It is no file: one that is open for writing while another test starts a process cannot be
    /// run ("text file busy").
    fn engine(script: &str) -> Engine {
        Engine::new("/bin/sh".into(), vec!["-c".into(), script.into()], None)
    }

    fn carry_out(script: &str) -> (Result<Ending, EngineError>, Vec<WorkerMessage>) {
        let engine = engine(script);
        let mut heard = Vec::new();
        let result = engine.carry_out(&task(), &mut |message| {
            heard.extend(message.cloned());
            Flow::GoOn
        });
        (result, heard)
    }

    #[test]
    fn messages_are_heard_in_order_until_the_last() {
        let (result, heard) = carry_out(
            r#"read task
            echo '{"kind":"checkpoint","step":1}'
            echo '{"kind":"checkpoint","step":2}'
            echo '{"kind":"done","outcome":{"kind":"drawn","count":1}}'"#,
        );
        assert_eq!(result.unwrap(), DONE);
        let steps = [1, 2].map(|step| WorkerMessage::Checkpoint { step });
        assert_eq!(heard, steps);
    }

    #[test]
    fn the_engine_gets_its_task_as_one_line() {
        let (result, _) = carry_out(
            r#"read task
            case "$task" in '{"task":"probe"'*'}') echo '{"kind":"done","outcome":{"kind":"drawn","count":1}}';; esac"#,
        );
        assert_eq!(result.unwrap(), DONE);
    }

    #[rstest]
    #[case::ends_at_once("exit 3", "exit status: 3")]
    #[case::ends_without_a_word("read task", "exit status: 0")]
    #[case::speaks_nonsense("read task; echo hello; echo '{\"kind\":\"dance\"}'", "exit status: 0")]
    fn an_engine_that_ends_without_a_last_message_is_an_error(
        #[case] script: &str,
        #[case] expected: &str,
    ) {
        match carry_out(script).0 {
            Err(EngineError::Ended { status, .. }) => assert_eq!(status, expected),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_it_complained_about_last_is_kept() {
        let script = "read task; echo first >&2; echo 'the last straw' >&2; exit 1";
        match carry_out(script).0 {
            Err(EngineError::Ended { complaint, .. }) => assert_eq!(complaint, "the last straw"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn one_that_the_system_kills_is_told_from_one_that_crashes() {
        let result = carry_out("read task; kill -KILL $$").0;
        assert!(matches!(result, Err(EngineError::Killed)), "{result:?}");
        let result = carry_out("read task; kill -SEGV $$").0;
        assert!(
            matches!(result, Err(EngineError::Ended { .. })),
            "{result:?}"
        );
    }

    #[test]
    fn a_failure_comes_with_its_sentence() {
        let script =
            r#"read task; echo '{"kind":"failed","reason":"badBase","message":"no base there"}'"#;
        match carry_out(script).0 {
            Err(EngineError::Failed { reason, detail }) => {
                assert_eq!(
                    (reason, detail.as_str()),
                    (WorkerFailure::BadBase, "no base there")
                );
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn one_that_is_told_to_stop_says_so() {
        let engine = engine(
            r#"read task; read command
            case "$command" in '{"cancel":true}') echo '{"kind":"cancelled"}';; esac"#,
        );
        let result = engine.carry_out(&task(), &mut |_| Flow::Stop);
        assert_eq!(result.unwrap(), Ending::Stopped);
    }

    #[test]
    fn an_engine_that_is_not_there_is_an_error() {
        let engine = Engine::new("/no/such/program".into(), Vec::new(), None);
        let result = engine.carry_out(&task(), &mut |_| Flow::GoOn);
        assert!(matches!(result, Err(EngineError::Start(_))), "{result:?}");
    }
}
