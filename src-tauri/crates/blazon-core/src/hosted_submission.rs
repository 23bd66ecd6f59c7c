//! From an accepted quote to a request that is written down; and what becomes of one whose reply was lost.
//!
//! The acceptance is used up and `Submitting` committed before a byte of the submission is sent; the request is written
//! down before the first question about it, and held here while the disk refuses. Nothing is ever submitted again.

use crate::Studio;
use crate::hosted_carrier::{Next, SAVE, chain};
use crate::run_folder::RunFolder;
use anyhow::Context;
use blazon_model::{LedgerKind, Money, RetryStep, RunEvent, RunState, TrainingRun};
use blazon_providers::hosted::{Lost, Ticket, Trainer, TrainingOrder, Uploaded};
use blazon_providers::{Problem, SubmitError};
use blazon_store::StoreError;

/// How often a provider that lists trainings is asked for one whose reply was lost.
const LOST_TRIES: u32 = 10;

impl Studio {
    pub(crate) async fn send_and_submit(&self, run: &TrainingRun) -> Next {
        let trainer = match self.trainer(run.recipe.provider) {
            Ok(trainer) => trainer,
            Err(problem) => return self.give_up(run, &problem, Some(RetryStep::Pack)),
        };
        // What cannot be ordered is not sent either.
        let nowhere = Uploaded { url: String::new() };
        if let Err(error) = self.order_of(run, nowhere) {
            let said = format!("{error:#}");
            let problem = Problem::Rejected { field: None, said };
            return self.give_up(run, &problem, Some(RetryStep::Pack));
        }
        let archive = RunFolder::of(self.library.home(), run.id).archive();
        let progress = self.progress_of(run, RunEvent::Sent);
        let sending = trainer.upload(&archive, &progress);
        let uploaded = match self.unless_cancelled(run.id, sending).await {
            None => return Next::Again,
            Some(Ok(uploaded)) => uploaded,
            Some(Err(problem)) => return self.give_up(run, &problem, Some(RetryStep::Pack)),
        };
        let order = match self.order_of(run, uploaded) {
            Ok(order) => order,
            Err(error) => {
                let said = format!("{error:#}");
                let problem = Problem::Rejected { field: None, said };
                return self.give_up(run, &problem, Some(RetryStep::Pack));
            }
        };
        self.submit(run, trainer.as_ref(), &order).await
    }

    /// From here on it may have been paid: the acceptance is used up and `Submitting` committed before a byte is sent.
    async fn submit(
        &self,
        run: &TrainingRun,
        trainer: &dyn Trainer,
        order: &TrainingOrder,
    ) -> Next {
        let _submitting = self.runner.submit();
        let now = self.now();
        let begun = self.store.write(|tx| {
            let accepted = tx.begin_submission(run.id, now)?;
            tx.save_archive_url(run.id, &order.archive.url, now)?;
            // In a library that was restored from a copy: the ledger remembers what the rows do not.
            let taken = self.entry(run, accepted.quote(), LedgerKind::Requested, Money::ZERO);
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
                    source: std::io::Error::other(error),
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

    fn order_of(&self, run: &TrainingRun, archive: Uploaded) -> anyhow::Result<TrainingOrder> {
        let dataset = self.dataset_of(run)?;
        let hosted = run.recipe.hosted.as_ref().context("find the trainer")?;
        Ok(TrainingOrder {
            endpoint: self.trainer_of(&run.recipe)?,
            chosen: hosted.chosen.clone(),
            trigger: dataset.trigger.to_string(),
            archive,
            destination: format!("blazon-{}", run.id),
        })
    }

    /// Writes the request down, before the first question about it. While the disk refuses, it is kept here and tried
    /// again: it is all that leads back to what was paid.
    async fn note_ticket(&self, run: &TrainingRun, ticket: &Ticket) -> Next {
        let mut told = false;
        loop {
            match self.write_ticket(run, ticket) {
                Ok(()) => {
                    self.tell_row(run.id);
                    return Next::Again;
                }
                Err(error) if !told => {
                    told = true;
                    // The id is in the log too, where a person can find it.
                    tracing::error!(
                        request = ticket.request.0,
                        error = format!("{error:#}"),
                        "a request cannot be written down"
                    );
                }
                Err(_) => {}
            }
            if self.is_ending() {
                return Next::Leave;
            }
            tokio::time::sleep(SAVE).await;
        }
    }

    pub(crate) fn write_ticket(&self, run: &TrainingRun, ticket: &Ticket) -> anyhow::Result<()> {
        let now = self.now();
        let request = ticket.request.clone();
        self.store.write::<_, anyhow::Error>(|tx| {
            tx.save_ticket(run.id, &serde_json::to_string(ticket)?, now)?;
            if let Some(quote) = tx.find_accepted_quote(run.id)? {
                let mut entry = self.entry(run, &quote, LedgerKind::Requested, Money::ZERO);
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
    pub(crate) async fn look_for(&self, run: &TrainingRun) -> Next {
        match self.find_lost(run).await {
            Some(Lost::Found(ticket)) => self.note_ticket(run, &ticket).await,
            Some(Lost::NeverTaken) => {
                let problem = Problem::WorkFailed {
                    said: "the provider has no such training: nothing was submitted".to_owned(),
                };
                self.give_up(run, &problem, Some(RetryStep::Pack))
            }
            Some(Lost::CannotTell) => {
                self.runner.leave_to_people(run.id);
                Next::Leave
            }
            None => Next::Later,
        }
    }

    /// `None` where the provider cannot be asked now.
    pub(crate) async fn find_lost(&self, run: &TrainingRun) -> Option<Lost> {
        let request = self.store.read(|db| db.find_request(run.id)).ok()??;
        let url = request.archive_url;
        let order = self.order_of(run, Uploaded { url }).ok()?;
        let trainer = self.trainer(run.recipe.provider).ok()?;
        for _ in 0..LOST_TRIES {
            match trainer.find_lost_training(&order).await {
                // A list may lag behind: it is believed when it has said so each time.
                Ok(Lost::NeverTaken) => {}
                Ok(found) => return Some(found),
                Err(problem) => {
                    tracing::info!(%problem, "a lost reply cannot be looked for");
                    return None;
                }
            }
            tokio::time::sleep(self.places.poll).await;
        }
        Some(Lost::NeverTaken)
    }
}
