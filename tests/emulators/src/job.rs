//! A job at a provider: waits, works, ends; and what it writes while it works.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::Value;

use crate::pace::{Pace, Phase};

/// How many lines of progress a job writes on its whole way.
const LINES: u64 = 20;

/// A job that was taken, and would have cost money.
#[derive(Debug, Clone, PartialEq)]
pub struct PaidSubmit {
    /// fal's endpoint, or Replicate's `owner/name` of the trainer or model.
    pub endpoint: String,
    /// The id that the provider gave.
    pub id: String,
    /// The model's input.
    pub input: Value,
    /// The whole body; with fal it is the input.
    pub body: Value,
}

/// Where a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Queued,
    Running,
    Finished,
    Canceled,
}

/// A job's way through its stages.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) stage: Stage,
    /// What it counts while it works.
    steps: u64,
    /// Questions in this stage.
    polls: u32,
    since: Instant,
    share: f64,
    pub(crate) created: Timestamp,
    pub(crate) started: Option<Timestamp>,
    pub(crate) finished: Option<Timestamp>,
}

impl Job {
    pub(crate) fn new(id: String, steps: u64) -> Self {
        Self {
            id,
            stage: Stage::Queued,
            steps,
            polls: 0,
            since: Instant::now(),
            share: 0.0,
            created: Timestamp::now(),
            started: None,
            finished: None,
        }
    }

    /// Goes on as far as this pace lets it by this question.
    pub(crate) fn poll(&mut self, pace: Pace) {
        self.polls += 1;
        if self.stage == Stage::Queued && pace.queued.is_over(self.polls, self.since.elapsed()) {
            // Time that passed without a question has passed all the same.
            let began = match pace.queued {
                Phase::Time(time) => self.since + time,
                Phase::Polls(_) | Phase::Endless => Instant::now(),
            };
            self.enter(Stage::Running);
            self.since = began;
            self.started = Some(Timestamp::now());
        }
        if self.stage == Stage::Running {
            self.share = pace.running.share(self.polls, self.since.elapsed());
            if pace.running.is_over(self.polls, self.since.elapsed()) {
                self.enter(Stage::Finished);
                self.finished = Some(Timestamp::now());
            }
        }
    }

    fn enter(&mut self, stage: Stage) {
        self.stage = stage;
        self.polls = 1;
        self.since = Instant::now();
    }

    /// Stops it, unless it has ended; false if it has.
    pub(crate) fn cancel(&mut self) -> bool {
        match self.stage {
            Stage::Queued | Stage::Running => {
                self.enter(Stage::Canceled);
                self.finished = Some(Timestamp::now());
                true
            }
            Stage::Finished | Stage::Canceled => false,
        }
    }

    /// All that it has written so far, in the manner of tqdm; each question shows at least what the one before did.
    pub(crate) fn log(&self) -> Vec<String> {
        let share = match self.stage {
            Stage::Queued => return Vec::new(),
            Stage::Running | Stage::Canceled => self.share,
            Stage::Finished => 1.0,
        };
        if self.started.is_none() {
            return Vec::new();
        }
        let lines = LINES.min(self.steps);
        let steps = (0..=lines).map(|line| line * self.steps / lines.max(1));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share of a count of steps"
        )]
        let done = (share * self.steps as f64) as u64;
        let mut log = vec!["Loading the base model".to_owned()];
        log.extend(
            steps
                .take_while(|step| *step <= done)
                .map(|step| progress(step, self.steps)),
        );
        log
    }

    /// The seconds that it has worked.
    pub(crate) fn seconds(&self) -> f64 {
        let (Some(from), Some(to)) = (self.started, self.finished) else {
            return 0.0;
        };
        let worked = Duration::try_from(to.duration_since(from)).unwrap_or_default();
        worked.as_secs_f64()
    }
}

/// ` 12%|█▏        | 120/1000 [00:12<01:28,  9.98it/s, loss: 4.10e-01]`
fn progress(step: u64, of: u64) -> String {
    let percent = step * 100 / of.max(1);
    let cells = usize::try_from(percent / 10).unwrap_or_default();
    let bar = format!("{}{}", "█".repeat(cells), " ".repeat(10 - cells));
    let (spent, left) = (step / 10, (of - step) / 10);
    let loss = 40_000 / (100 + step);
    format!(
        "{percent:>3}%|{bar}| {step}/{of} [{:02}:{:02}<{:02}:{:02},  9.98it/s, loss: {}.{:02}e-01]",
        spent / 60,
        spent % 60,
        left / 60,
        left % 60,
        loss / 100,
        loss % 100
    )
}

/// A time as both providers write it.
pub(crate) fn written(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_seen_in_each_phase_as_often_as_its_pace_says_and_its_log_only_grows() {
        let pace = Pace {
            queued: Phase::Polls(2),
            running: Phase::Polls(3),
        };
        let mut job = Job::new("a".into(), 1000);
        let mut seen = Vec::new();
        let mut lines = 0;
        while job.stage != Stage::Finished {
            job.poll(pace);
            seen.push(job.stage);
            assert!(job.log().len() >= lines);
            lines = job.log().len();
        }
        let counted = |stage| seen.iter().filter(|seen| **seen == stage).count();
        assert_eq!((counted(Stage::Queued), counted(Stage::Running)), (2, 3));
        assert_eq!(
            job.log().last().unwrap(),
            "100%|██████████| 1000/1000 [01:40<00:00,  9.98it/s, loss: 0.36e-01]"
        );
    }

    #[test]
    fn a_job_that_nobody_asks_about_goes_on_all_the_same() {
        let moment = Phase::Time(Duration::from_millis(2));
        let pace = Pace {
            queued: moment,
            running: moment,
        };
        let mut job = Job::new("a".into(), 10);
        std::thread::sleep(Duration::from_millis(5));
        job.poll(pace);
        assert_eq!(job.stage, Stage::Finished);
    }

    #[test]
    fn an_endless_job_ends_only_when_it_is_cancelled() {
        let pace = Pace {
            queued: Phase::Polls(0),
            running: Phase::Endless,
        };
        let mut job = Job::new("a".into(), 10);
        (0..500).for_each(|_| job.poll(pace));
        assert_eq!(job.stage, Stage::Running);
        assert!(job.cancel() && !job.cancel());
        assert_eq!(job.stage, Stage::Canceled);
    }
}
