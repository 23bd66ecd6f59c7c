//! Who carries the photos of a captioning from their acceptance to their captions, a few side by side.
//!
//! Each step is a committed row before the next begins, so that a crash anywhere goes on from the row:
//! - while a photo is prepared and sent: it is sent again, which costs nothing;
//! - between `Submitting` and the request's id: the reply counts as lost. fal cannot tell, so a person has to look, and
//!   nobody submits again;
//! - after that: by the request's id;
//! - what came stays in its row until it is given to the dataset, whoever carries the work then.

use crate::hosted_carrier::{MOST_BROKEN, Next, chain, makes_no_sense, unless};
use crate::hosted_cost::settled;
use crate::hosted_drawing_carrier::said_by;
use crate::runner::Key;
use crate::{Event, Studio};
use blazon_dataset::caption;
use blazon_model::{
    CaptionOrderId, CaptionState, CaptioningId, FailureReason, LONGEST_CAPTION, LedgerKind, Money,
    PhotoId,
};
use blazon_providers::Problem;
use blazon_providers::SubmitError;
use blazon_providers::fal::Fal;
use blazon_providers::hosted::{Billed, Course, Ticket};
use blazon_store::{CaptionOrderRow, StoreError, Writer};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Photos that are described side by side: more would only wait in the provider's queue.
const SIDE_BY_SIDE: usize = 4;
/// How often in a row a photo at the provider may not be asked about before the others are not begun: a pause of the
/// network is no reason.
const MOST_UNANSWERED: u32 = 10;
/// How a describer begins, which says nothing of the photo and would stand in every caption.
const OPENINGS: [&str; 6] = [
    "the image shows ",
    "the image features ",
    "the image depicts ",
    "the image is of ",
    "the image is ",
    "this is an image of ",
];

/// The places for photos that are described.
pub(crate) struct Describing(Semaphore);

impl Default for Describing {
    fn default() -> Self {
        Self(Semaphore::new(SIDE_BY_SIDE))
    }
}

impl Studio {
    pub(crate) async fn carry_caption(self: &Arc<Self>, id: CaptionOrderId) {
        let Ok(_place) = self.runner.describing.0.acquire().await else {
            return;
        };
        let mut unanswered = 0;
        let mut stop_sent = false;
        let mut captioning = None;
        while !self.is_ending() {
            let Ok(order) = self.store.read(|db| db.load_caption_order(id)) else {
                break;
            };
            captioning = Some(order.captioning);
            let next = match &order.state {
                CaptionState::Queued => self.submit_caption(&order).await,
                // Nobody else submits: what stands here when an order is taken up was cut off.
                CaptionState::Submitting => {
                    self.lose_caption(&order, "the program ended meanwhile")
                }
                CaptionState::Waiting => {
                    self.ask_caption(&order, &mut unanswered, &mut stop_sent)
                        .await
                }
                CaptionState::Unknown
                | CaptionState::Described
                | CaptionState::Failed { .. }
                | CaptionState::Cancelled => Next::Leave,
            };
            match next {
                Next::Again => {}
                Next::Later => tokio::time::sleep(self.pace_of_captions()).await,
                Next::Leave => break,
            }
        }
        if let Some(captioning) = captioning {
            self.finish_captioning(captioning);
        }
    }

    /// A description takes seconds where a training takes minutes.
    fn pace_of_captions(&self) -> Duration {
        self.places.poll / 3
    }

    /// Gives the captions to the datasets whose captionings a crash cut off there.
    pub(crate) fn finish_captionings(&self) -> anyhow::Result<()> {
        for captioning in self.store.read(|db| db.list_captionings_to_apply())? {
            self.apply_captions(captioning)?;
        }
        Ok(())
    }

    fn finish_captioning(&self, id: CaptioningId) {
        if let Err(error) = self.apply_captions(id) {
            // The next program that carries work tries again.
            tracing::warn!(
                error = format!("{error:#}"),
                "captions cannot be given to their dataset"
            );
        }
    }

    async fn submit_caption(self: &Arc<Self>, order: &CaptionOrderRow) -> Next {
        let id = order.id;
        let fal = match self.reach_describer(order).await {
            Ok(fal) => fal,
            Err(problem) => return self.give_caption_up(order, &problem),
        };
        let is_stopped = || self.is_caption_stopped(id);
        let address = match unless(is_stopped, self.send_photo(order, &fal)).await {
            None => return Next::Again,
            Some(Ok(Some(address))) => address,
            // The photo is gone.
            Some(Ok(None)) => return self.end_caption(order, &CaptionState::Cancelled),
            Some(Err(problem)) => return self.give_caption_up(order, &problem),
        };
        let describer = match self.describer_of(&order.request) {
            Ok(describer) => describer,
            Err(error) => {
                let said = format!("{error:#}");
                return self.give_caption_up(order, &Problem::Rejected { field: None, said });
            }
        };
        // From here on it may be paid: the acceptance is used up and `Submitting` committed before a byte is sent.
        let _submitting = self.runner.submit();
        let begun = self.store.write(|tx| {
            let accepted = tx.begin_caption(id, self.now())?;
            // In a library that was restored from a copy: the ledger remembers what the rows do not.
            let taken = self.entry(id, accepted.quote(), LedgerKind::Requested, Money::ZERO);
            Ok::<_, StoreError>((tx.has_entry(taken.id)?, accepted))
        });
        let accepted = match begun {
            Ok((false, accepted)) => accepted,
            Ok((true, _)) => {
                return self
                    .lose_caption(order, "it was submitted before the library was restored");
            }
            // It was stopped meanwhile.
            Err(StoreError::Transition(_)) => return Next::Again,
            Err(error) => return self.fail_caption(order, reason_of_store(&error), ""),
        };
        let chosen = &order.request.hosted.chosen;
        match fal
            .submit_description(&accepted, &describer, chosen, &address)
            .await
        {
            Ok(ticket) => {
                self.keep_ticket(&ticket, || self.write_caption_ticket(order, &ticket))
                    .await
            }
            Err(SubmitError::Refused(problem)) => self.give_caption_up(order, &problem),
            Err(SubmitError::Unknown(problem)) => self.lose_caption(order, &chain(&problem)),
        }
    }

    async fn reach_describer(self: &Arc<Self>, order: &CaptionOrderRow) -> Result<Fal, Problem> {
        let provider = order.request.provider;
        let reached = self.blocking(move |studio| Ok(studio.describer(provider)));
        reached.await.unwrap_or_else(|error| {
            tracing::error!(error = format!("{error:#}"), "the keys cannot be read");
            Err(Problem::NoKey { provider })
        })
    }

    /// Sends the picture that a trainer would get of the photo; gives its address, and `None` where the photo is gone.
    async fn send_photo(
        self: &Arc<Self>,
        order: &CaptionOrderRow,
        fal: &Fal,
    ) -> Result<Option<String>, Problem> {
        let (dataset, photo) = (order.dataset, order.photo);
        let prepared = self.blocking(move |studio| {
            let reviewed = studio.reviewed(dataset)?;
            let Some((found, row)) = reviewed.find(photo) else {
                return Ok(None);
            };
            let made = studio.shelf.prepare(&row.original, found.used, found.fit)?;
            Ok(Some(made.path))
        });
        let path: Result<Option<PathBuf>, _> = prepared.await.map_err(|error| Problem::Disk {
            path: self.library.home().join("photos"),
            source: std::io::Error::other(error),
        });
        let sent = match path {
            Ok(Some(path)) => fal.send_photo(&path).await.map(Some),
            Ok(None) => Ok(None),
            Err(problem) => Err(problem),
        };
        match sent {
            // It was deleted while it was read.
            Err(Problem::Disk { .. }) if self.is_photo_gone(photo) => Ok(None),
            sent => sent,
        }
    }

    fn is_photo_gone(&self, photo: PhotoId) -> bool {
        let found = self.store.read(|db| db.load_photo(photo));
        matches!(found, Err(StoreError::NotFound { .. }))
    }

    fn write_caption_ticket(&self, order: &CaptionOrderRow, ticket: &Ticket) -> anyhow::Result<()> {
        let text = serde_json::to_string(ticket)?;
        self.store.write::<_, StoreError>(|tx| {
            if let Some(quote) = tx.find_accepted_quote(order.id)? {
                let mut entry = self.entry(order.id, &quote, LedgerKind::Requested, Money::ZERO);
                entry.request = Some(ticket.request.clone());
                tx.append_ledger(&entry)?;
            }
            tx.save_caption_ticket(order.id, &text, self.now())
        })?;
        Ok(())
    }

    fn lose_caption(&self, order: &CaptionOrderRow, why: &str) -> Next {
        tracing::warn!(order = %order.id, why, "the reply to a submission was lost");
        self.write_caption_state(order, &CaptionState::Unknown, |_| Ok(()))
    }

    async fn ask_caption(
        self: &Arc<Self>,
        order: &CaptionOrderRow,
        unanswered: &mut u32,
        stop_sent: &mut bool,
    ) -> Next {
        let ticket = order.ticket.as_ref();
        let ticket = ticket.and_then(|text| serde_json::from_str::<Ticket>(text).ok());
        let Some(ticket) = ticket else {
            return self.fail_caption(order, FailureReason::BrokenReply, "");
        };
        let fal = match self.reach_describer(order).await {
            Ok(fal) => fal,
            Err(problem) => {
                *unanswered += 1;
                self.note_unasked(order, &problem, *unanswered);
                return Next::Later;
            }
        };
        if order.is_stopping && !*stop_sent {
            *stop_sent = fal.stop_description(&ticket).await.is_ok();
        }
        let report = match fal.poll_description(&ticket).await {
            Ok(report) => report,
            Err(problem) => {
                *unanswered += 1;
                self.note_unasked(order, &problem, *unanswered);
                if !makes_no_sense(&problem) || *unanswered < MOST_BROKEN {
                    return Next::Later;
                }
                // It was taken, and what it cost is not told.
                self.close_caption(order, Billed::default());
                return self.give_caption_up(order, &problem);
            }
        };
        *unanswered = 0;
        self.runner.note_key(order.id, Key::Good);
        match report.course {
            Course::Queued { .. } | Course::Working { .. } => Next::Later,
            Course::Done { result, billed } => self.keep_caption(order, &result, billed),
            Course::Failed { problem, .. } => self.give_caption_up(order, &problem),
            Course::Cancelled { .. } if order.is_stopping => {
                self.end_caption(order, &CaptionState::Cancelled)
            }
            Course::Cancelled { .. } => self.fail_caption(order, FailureReason::StoppedThere, ""),
        }
    }

    /// The provider cannot be asked about a photo that it has. What keeps all others from it too stops those that nobody
    /// has begun, as a refusal at their submission would: they would wait for the places of those that wait there.
    fn note_unasked(&self, order: &CaptionOrderRow, problem: &Problem, times: u32) {
        self.note_problem_of_key(order.id, problem);
        let reason = problem.reason();
        let is_about_key = matches!(reason, FailureReason::NoKey | FailureReason::BadKey);
        if !concerns_all(reason) || !(times == MOST_UNANSWERED || is_about_key && times == 1) {
            return;
        }
        tracing::warn!(order = %order.id, problem = chain(problem), "the describer cannot be asked");
        let stopped = self
            .store
            .write(|tx| self.stop_the_others(tx, order.captioning, reason, ""));
        if let Err(error) = stopped {
            tracing::warn!(%error, "photos that wait for a describer cannot be stopped");
        }
        self.tell_caption(order);
    }

    /// Stops the photos of a captioning that nobody has begun, and gives back what is set aside for them.
    fn stop_the_others(
        &self,
        tx: &Writer<'_>,
        captioning: CaptioningId,
        reason: FailureReason,
        said: &str,
    ) -> Result<(), StoreError> {
        tx.note_caption_trouble(captioning, reason, said)?;
        for other in tx.stop_queued_captions(captioning, self.now())? {
            self.refund(tx, other)?;
        }
        Ok(())
    }

    fn keep_caption(&self, order: &CaptionOrderRow, said: &str, billed: Billed) -> Next {
        let caption = as_caption(said);
        let kept = self.store.write::<_, StoreError>(|tx| {
            self.close(tx, order.id, LedgerKind::Settled, |quote| {
                settled(quote, billed)
            })?;
            tx.save_description(order.id, &caption, self.now())
        });
        self.tell_caption(order);
        match kept {
            Ok(()) => Next::Leave,
            Err(error) => {
                tracing::warn!(%error, "a caption cannot be written down");
                Next::Later
            }
        }
    }

    fn close_caption(&self, order: &CaptionOrderRow, billed: Billed) {
        let closed = self.store.write::<_, StoreError>(|tx| {
            self.close(tx, order.id, LedgerKind::Settled, |quote| {
                settled(quote, billed)
            })
        });
        if let Err(error) = closed {
            tracing::warn!(%error, "what a caption cost cannot be noted");
        }
    }

    fn give_caption_up(&self, order: &CaptionOrderRow, problem: &Problem) -> Next {
        tracing::warn!(order = %order.id, problem = chain(problem), "a photo is not described");
        self.fail_caption(order, problem.reason(), &said_by(problem))
    }

    /// Ends an order that cannot go on. What would stop every other photo too stops those that nobody has begun.
    fn fail_caption(&self, order: &CaptionOrderRow, reason: FailureReason, said: &str) -> Next {
        if order.is_stopping {
            return self.end_caption(order, &CaptionState::Cancelled);
        }
        self.write_caption_state(order, &CaptionState::Failed { reason }, |tx| {
            self.refund(tx, order.id)?;
            if concerns_all(reason) {
                self.stop_the_others(tx, order.captioning, reason, said)
            } else {
                tx.note_caption_trouble(order.captioning, reason, said)
            }
        })
    }

    fn end_caption(&self, order: &CaptionOrderRow, state: &CaptionState) -> Next {
        self.write_caption_state(order, state, |tx| self.refund(tx, order.id))
    }

    fn write_caption_state(
        &self,
        order: &CaptionOrderRow,
        state: &CaptionState,
        before: impl Fn(&Writer<'_>) -> Result<(), StoreError>,
    ) -> Next {
        let written = self.store.write::<_, StoreError>(|tx| {
            tx.save_caption_state(order.id, state, self.now())?;
            before(tx)
        });
        self.tell_caption(order);
        match written {
            Ok(()) => Next::Leave,
            Err(error) => {
                tracing::warn!(%error, "the row of a caption cannot be written");
                Next::Later
            }
        }
    }

    fn is_caption_stopped(&self, id: CaptionOrderId) -> bool {
        let found = self.store.read(|db| db.load_caption_order(id));
        found.is_ok_and(|order| order.is_stopping || order.state.is_terminal())
    }

    fn tell_caption(&self, order: &CaptionOrderRow) {
        if let Ok(captioning) = self.store.read(|db| db.load_captioning(order.captioning)) {
            self.tell_captioning(&captioning);
        }
        self.events.send(Event::SpendChanged);
    }
}

/// What a describer said as a caption: on one line, without an opening that says nothing, no longer than captions are.
fn as_caption(said: &str) -> String {
    let line = caption::on_one_line(said);
    let opening = OPENINGS.iter().find(|opening| {
        let start = line.get(..opening.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(opening))
    });
    let line = opening.map_or(line.as_str(), |opening| &line[opening.len()..]);
    line.trim().chars().take(LONGEST_CAPTION).collect()
}

/// Whether what stopped one photo would stop every other too.
const fn concerns_all(reason: FailureReason) -> bool {
    match reason {
        FailureReason::NoKey
        | FailureReason::BadKey
        | FailureReason::NoCredit
        | FailureReason::Offline
        | FailureReason::HostRefused
        | FailureReason::BadProxy
        | FailureReason::DiskFull => true,
        FailureReason::RejectedInput
        | FailureReason::UnfitArchive
        | FailureReason::BlockedContent
        | FailureReason::Busy
        | FailureReason::BrokenReply
        | FailureReason::TrainingFailed
        | FailureReason::StoppedThere
        | FailureReason::NeverTaken
        | FailureReason::BadWeights
        | FailureReason::OutOfMemory
        | FailureReason::DiskFailed => false,
    }
}

const fn reason_of_store(error: &StoreError) -> FailureReason {
    if matches!(error, StoreError::DiskFull) {
        FailureReason::DiskFull
    } else {
        FailureReason::DiskFailed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::opening("The image shows a fox with a lantern.", "a fox with a lantern.")]
    #[case::no_opening("A fox.\nIt holds a lantern.", "A fox. It holds a lantern.")]
    #[case::other_letters("Фото: лиса с фонарём", "Фото: лиса с фонарём")]
    fn what_a_describer_said_becomes_a_caption(#[case] said: &str, #[case] expected: &str) {
        assert_eq!(as_caption(said), expected);
    }

    #[test]
    fn a_description_without_end_is_cut() {
        let caption = as_caption(&"fox ".repeat(1000));
        assert!(caption.chars().count() <= LONGEST_CAPTION);
    }
}
