//! A hosted training that the person wants stopped: asked for at its provider until that says what became of it.

use crate::hosted_carrier::{MOST_BROKEN, Next, chain};
use crate::hosted_cost::settled;
use crate::hosted_course::HostedCourse;
use crate::{Event, Studio};
use blazon_model::{LedgerKind, TrainingRun};
use blazon_providers::hosted::{Billed, Course, Lost};
use blazon_store::StoreError;
use std::sync::Arc;

impl Studio {
    /// Stops a run at its provider, and asks until that says what became of it.
    pub(crate) async fn stop_hosted(
        self: &Arc<Self>,
        run: &TrainingRun,
        course: &mut HostedCourse,
    ) -> Next {
        let request = self.store.read(|db| db.find_request(run.id)).ok().flatten();
        let Some(request) = request else {
            // Nothing was submitted.
            return self.stopped_there(run, Billed::default());
        };
        let ticket = match request.ticket.map(|text| serde_json::from_str(&text)) {
            Some(Ok(ticket)) => ticket,
            Some(Err(_)) | None => match self.find_lost(run).await {
                Some(Lost::Found(ticket)) => ticket,
                Some(Lost::NeverTaken) => return self.stopped_there(run, Billed::default()),
                Some(Lost::CannotTell) => return self.leave_it_there(run),
                None => return self.not_stopped_yet(run, "the provider cannot be asked", course),
            },
        };
        let trainer = match self.reach_trainer(run.recipe.provider).await {
            Ok(trainer) => trainer,
            Err(problem) => return self.not_stopped_yet(run, &chain(&problem), course),
        };
        if let Err(problem) = trainer.cancel(&ticket).await {
            return self.not_stopped_yet(run, &chain(&problem), course);
        }
        match trainer
            .poll_training(&ticket)
            .await
            .map(|report| report.course)
        {
            Ok(Course::Cancelled { billed } | Course::Failed { billed, .. }) => {
                self.stopped_there(run, billed)
            }
            Ok(Course::Done { billed, .. }) => self.stopped_too_late(run, billed),
            Ok(Course::Queued { .. } | Course::Working { .. }) => Next::Later,
            Err(problem) => self.not_stopped_yet(run, &chain(&problem), course),
        }
    }

    /// It is tried again, and after a while left to a person, who has wanted it gone.
    fn not_stopped_yet(&self, run: &TrainingRun, why: &str, course: &mut HostedCourse) -> Next {
        let times = course.unanswered();
        if times == 1 {
            let news = self.line(&format!("it is not stopped yet: {why}"));
            self.take_news(run.id, &news, None);
        }
        if times < MOST_BROKEN {
            return Next::Later;
        }
        self.leave_it_there(run)
    }

    /// It may go on at the provider; what it costs stays set aside.
    fn leave_it_there(&self, run: &TrainingRun) -> Next {
        let news = self.line("it may go on at the provider: look at its page");
        self.take_news(run.id, &news, None);
        self.confirm_cancel(run);
        Next::Leave
    }

    /// It had ended before it was stopped, and was paid.
    fn stopped_too_late(&self, run: &TrainingRun, billed: Billed) -> Next {
        let settled = self.store.write::<_, StoreError>(|tx| {
            self.close(tx, run.id, LedgerKind::Settled, |quote| {
                settled(quote, billed)
            })
        });
        if let Err(error) = settled {
            tracing::warn!(%error, "what a training cost cannot be noted");
            return Next::Later;
        }
        self.events.send(Event::SpendChanged);
        self.confirm_cancel(run);
        Next::Leave
    }
}
