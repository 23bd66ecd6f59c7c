//! From an accepted quote to a request that is written down; and what becomes of one whose reply was lost.
//!
//! The acceptance is used up and `Submitting` committed before a byte of the submission is sent; the request is written
//! down before the first question about it, and held here while the disk refuses. Nothing is ever submitted again.

use crate::Studio;
use crate::hosted_carrier::{Next, chain};
use crate::run_folder::RunFolder;
use crate::runner::Key;
use anyhow::Context;
use blazon_model::{
    FailureReason, LedgerKind, Money, QuoteId, RetryStep, RunEvent, RunState, TrainingRun,
};
use blazon_providers::hosted::{Lost, Ticket, Trainer, TrainingOrder, Uploaded};
use blazon_providers::{Problem, SubmitError};
use blazon_store::{RunSubmission, StoreError};
use std::sync::Arc;

/// How often a provider that lists trainings is asked for one whose reply was lost.
const LOST_TRIES: u32 = 10;

impl Studio {
    pub(crate) async fn send_and_submit(self: &Arc<Self>, run: &TrainingRun) -> Next {
        let trainer = match self.reach_trainer(run.recipe.provider).await {
            Ok(trainer) => trainer,
            Err(problem) => return self.give_up(run, &problem, Some(RetryStep::Pack)),
        };
        let account = match self.unless_cancelled(run.id, trainer.account()).await {
            None => return Next::Again,
            Some(Ok(account)) => account,
            Some(Err(problem)) => return self.give_up(run, &problem, Some(RetryStep::Pack)),
        };
        // What cannot be ordered is not sent either.
        let mut submission = match self.submission_of(run, account) {
            Ok(submission) => submission,
            Err(error) => return self.give_up_order(run, &error),
        };
        if let Err(error) = self.order_of(run, &submission) {
            return self.give_up_order(run, &error);
        }
        let archive = RunFolder::of(self.library.home(), run.id).archive();
        let progress = self.progress_of(run, RunEvent::Sent);
        let sending = trainer.upload(&archive, &progress);
        let uploaded = match self.unless_cancelled(run.id, sending).await {
            None => return Next::Again,
            Some(Ok(uploaded)) => uploaded,
            Some(Err(problem)) => return self.give_up(run, &problem, Some(RetryStep::Pack)),
        };
        submission.archive_url = uploaded.url;
        match self.order_of(run, &submission) {
            Ok(order) => {
                self.submit(run, trainer.as_ref(), &submission, &order)
                    .await
            }
            Err(error) => self.give_up_order(run, &error),
        }
    }

    fn give_up_order(&self, run: &TrainingRun, error: &anyhow::Error) -> Next {
        let said = format!("{error:#}");
        let problem = Problem::Rejected { field: None, said };
        self.give_up(run, &problem, Some(RetryStep::Pack))
    }

    /// From here on it may have been paid: the acceptance is used up and `Submitting` committed before a byte is sent.
    async fn submit(
        &self,
        run: &TrainingRun,
        trainer: &dyn Trainer,
        submission: &RunSubmission,
        order: &TrainingOrder,
    ) -> Next {
        let _submitting = self.runner.submit();
        let now = self.now();
        let begun = self.store.write(|tx| {
            let accepted = tx.begin_submission(run.id, now)?;
            tx.save_submission(run.id, submission, now)?;
            // In a library that was restored from a copy: the ledger remembers what the rows do not.
            let taken = self.entry(run.id, accepted.quote(), LedgerKind::Requested, Money::ZERO);
            Ok::<_, StoreError>((tx.has_entry(taken.id)?, accepted))
        });
        let accepted = match begun {
            Ok((false, accepted)) => accepted,
            Ok((true, _)) => {
                return self.lose_reply(run, "it was submitted before the library was restored");
            }
            Err(StoreError::Transition(_)) => return Next::Again,
            Err(error) => {
                let problem = Problem::Disk {
                    path: self.library.home().join("blazon.db"),
                    source: if matches!(error, StoreError::DiskFull) {
                        std::io::ErrorKind::StorageFull.into()
                    } else {
                        std::io::Error::other(error)
                    },
                };
                return self.give_up(run, &problem, Some(RetryStep::Pack));
            }
        };
        self.tell_row(run.id);
        match trainer.submit_training(&accepted, order).await {
            Ok(ticket) => self.note_ticket(run, &ticket).await,
            Err(SubmitError::Refused(problem)) => {
                self.give_up(run, &problem, Some(RetryStep::Pack))
            }
            Err(SubmitError::Unknown(problem)) => self.lose_reply(run, &chain(&problem)),
        }
    }

    /// What is noted of a submission whose archive is not sent yet.
    fn submission_of(
        &self,
        run: &TrainingRun,
        account: Option<String>,
    ) -> anyhow::Result<RunSubmission> {
        let quote = self.store.read(|db| db.find_accepted_quote(run.id))?;
        let quote = quote.context("find the accepted quote")?;
        Ok(RunSubmission {
            archive_url: String::new(),
            destination: Some(destination_of(quote.id)),
            account,
        })
    }

    fn order_of(
        &self,
        run: &TrainingRun,
        submission: &RunSubmission,
    ) -> anyhow::Result<TrainingOrder> {
        let dataset = self.dataset_of(run)?;
        let hosted = run.recipe.hosted.as_ref().context("find the trainer")?;
        Ok(TrainingOrder {
            endpoint: self.trainer_of(&run.recipe)?,
            chosen: hosted.chosen.clone(),
            trigger: dataset.trigger.to_string(),
            archive: Uploaded {
                url: submission.archive_url.clone(),
            },
            // What was submitted before names were kept went by the run's.
            destination: match &submission.destination {
                Some(destination) => destination.clone(),
                None => format!("blazon-{}", run.id),
            },
            account: submission.account.clone(),
        })
    }

    async fn note_ticket(&self, run: &TrainingRun, ticket: &Ticket) -> Next {
        self.keep_ticket(ticket, || {
            self.write_ticket(run, ticket)?;
            self.tell_row(run.id);
            Ok(())
        })
        .await
    }

    pub(crate) fn write_ticket(&self, run: &TrainingRun, ticket: &Ticket) -> anyhow::Result<()> {
        let now = self.now();
        let request = ticket.request.clone();
        self.store.write::<_, anyhow::Error>(|tx| {
            tx.save_ticket(run.id, &serde_json::to_string(ticket)?, now)?;
            if let Some(quote) = tx.find_accepted_quote(run.id)? {
                let mut entry = self.entry(run.id, &quote, LedgerKind::Requested, Money::ZERO);
                entry.request = Some(request.clone());
                tx.append_ledger(&entry)?;
            }
            // Who has cancelled meanwhile has it stopped by its id.
            if matches!(tx.load_run(run.id)?.state, RunState::Cancelling { .. }) {
                return Ok(());
            }
            tx.advance_run(run.id, RunEvent::Taken(request), now)?;
            Ok(())
        })
    }

    pub(crate) fn lose_reply(&self, run: &TrainingRun, why: &str) -> Next {
        let now = self.now();
        let (news, _) = self.line(&format!("the reply to the submission was lost: {why}"));
        let lost = self.store.write::<_, StoreError>(|tx| {
            tx.add_news(run.id, &news)?;
            if matches!(tx.load_run(run.id)?.state, RunState::Cancelling { .. }) {
                return Ok(());
            }
            tx.advance_run(run.id, RunEvent::ReplyLost, now).map(drop)
        });
        self.tell_row(run.id);
        match lost {
            Ok(()) => Next::Again,
            Err(error) => {
                tracing::warn!(%error, "a lost reply cannot be noted");
                Next::Later
            }
        }
    }

    /// Looks at the provider whether a submission whose reply was lost was taken.
    pub(crate) async fn look_for(self: &Arc<Self>, run: &TrainingRun) -> Next {
        match self.find_lost(run).await {
            Some(Lost::Found(ticket)) => self.note_ticket(run, &ticket).await,
            Some(Lost::NeverTaken) => {
                let said = "the provider has no such training: nothing was submitted";
                let reason = FailureReason::NeverTaken;
                self.end_run(run, reason, said, Some(RetryStep::Pack))
            }
            Some(Lost::CannotTell) => {
                self.runner.leave_to_people(run.id);
                Next::Leave
            }
            None => Next::Later,
        }
    }

    /// `None` where the provider cannot be asked now.
    pub(crate) async fn find_lost(self: &Arc<Self>, run: &TrainingRun) -> Option<Lost> {
        let request = self.store.read(|db| db.find_request(run.id)).ok()??;
        let order = self.order_of(run, &request.submission).ok()?;
        let trainer = match self.reach_trainer(run.recipe.provider).await {
            Ok(trainer) => trainer,
            Err(problem) => {
                self.note_problem_of_key(run.id, &problem);
                return None;
            }
        };
        for _ in 0..LOST_TRIES {
            let found = trainer.find_lost_training(&order).await;
            if found.is_ok() {
                self.runner.note_key(run.id, Key::Good);
            }
            match found {
                // A list may lag behind: it is believed when it has said so each time.
                Ok(Lost::NeverTaken) => {}
                Ok(found) => return Some(found),
                Err(problem) => {
                    self.note_problem_of_key(run.id, &problem);
                    tracing::info!(%problem, "a lost reply cannot be looked for");
                    return None;
                }
            }
            tokio::time::sleep(self.places.poll).await;
        }
        Some(Lost::NeverTaken)
    }
}

/// The name of the model that a submission fills: one for each quote, so that what an earlier quote of the same run
/// paid is never taken for it. It is the last group of the id, 48 bits that were drawn at random (RFC 9562, 5.7).
fn destination_of(quote: QuoteId) -> String {
    let id = quote.to_string();
    format!("blazon-{}", id.rsplit('-').next().unwrap_or(&id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::Timestamp;

    #[test]
    fn each_quote_has_a_destination_of_its_own() {
        let quote = |last: u8| QuoteId::new(Timestamp(7), [1, 2, 3, 4, 5, 6, 7, 8, 9, last]);
        assert_eq!(destination_of(quote(10)), destination_of(quote(10)));
        assert_ne!(destination_of(quote(10)), destination_of(quote(11)));
        let name = destination_of(quote(10));
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(name.len() <= 20 && name.bytes().all(is_plain), "{name}");
    }
}
