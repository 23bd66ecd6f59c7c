//! What a hosted training has said of itself so far: which lines of its log are new, its losses, its pace.

use crate::Studio;
use blazon_model::{LossPoint, RunEvent, RunId, RunLine, RunNews, RunState, TrainingRun};
use blazon_providers::hosted::{Course, Report, StepsDone};
use std::time::Instant;

/// Lines that one answer adds at most: a log that was not looked at for hours is not poured into the rows at once.
const MOST_NEW: usize = 200;

#[derive(Default)]
pub(crate) struct HostedCourse {
    /// Questions in a row that got no sensible answer.
    unanswered: u32,
    /// When a step was first seen here, and which.
    first: Option<(Instant, u32)>,
    last_loss: Option<u32>,
}

impl HostedCourse {
    pub(crate) fn answered(&mut self) {
        self.unanswered = 0;
    }

    /// Counts a question without an answer, and gives how many it is in a row.
    pub(crate) fn unanswered(&mut self) -> u32 {
        self.unanswered += 1;
        self.unanswered
    }

    /// What a report adds: new lines, and a loss where it is one of a further step. With it the number of lines that
    /// are then taken over.
    pub(crate) fn news<T>(
        &mut self,
        studio: &Studio,
        run: RunId,
        report: &Report<T>,
    ) -> (RunNews, u32) {
        let request = studio.store.read(|db| db.find_request(run)).ok().flatten();
        let read = request.map_or(0, |request| request.lines_read) as usize;
        let fresh = report.log.get(read..).unwrap_or_default();
        let shown = &fresh[fresh.len().saturating_sub(MOST_NEW)..];
        let at = studio.now();
        let line = |text: &String| RunLine {
            at,
            text: text.trim_end().to_owned(),
        };
        let mut news = RunNews {
            log: shown.iter().map(line).collect(),
            ..RunNews::default()
        };
        if let Course::Working {
            steps:
                Some(StepsDone {
                    step,
                    loss: Some(loss),
                    ..
                }),
        } = &report.course
            && self.last_loss.is_none_or(|last| last < *step)
        {
            self.last_loss = Some(*step);
            news.losses.push(LossPoint {
                step: *step,
                loss: *loss,
            });
        }
        let lines = u32::try_from(report.log.len()).unwrap_or(u32::MAX);
        (news, lines)
    }

    /// The event of a report that tells steps, or of one that tells none.
    pub(crate) fn stepped(&mut self, run: &TrainingRun, steps: Option<StepsDone>) -> RunEvent {
        let Some(StepsDone { step, total, loss }) = steps else {
            let (step, total) = if let RunState::Training { step, total, .. } = &run.state {
                (*step, *total)
            } else {
                (0, run.recipe.steps)
            };
            return RunEvent::Stepped {
                step,
                total,
                loss: None,
                eta: None,
            };
        };
        let (since, first) = *self.first.get_or_insert((Instant::now(), step));
        let done = step.saturating_sub(first);
        let eta = (done > 0).then(|| {
            let each = since.elapsed().as_secs_f64() / f64::from(done);
            // A value out of range is cut: nobody waits for 136 years.
            (each * f64::from(total.saturating_sub(step))).ceil() as u32
        });
        RunEvent::Stepped {
            step,
            total,
            loss,
            eta,
        }
    }
}
