//! What becomes of a hosted drawing between its submission and the request that is written down: its reply may be lost.
//! Nothing is ever submitted again.

use crate::hosted_carrier::Next;
use crate::runner::Key;
use crate::{Event, Studio};
use blazon_model::{
    DrawFailure, Drawing, DrawingId, DrawingState, LedgerKind, Money, RequestId, Timestamp,
};
use blazon_providers::hosted::{Lost, SentDrawing, Ticket};
use blazon_store::StoreError;
use std::sync::Arc;

/// How often a provider that lists requests is asked for one whose reply was lost.
const LOST_TRIES: u32 = 10;
/// How long before a drawing's acceptance others were submitted that may still be listed, in milliseconds.
const OTHERS: i64 = 24 * 3_600_000;

impl Studio {
    pub(crate) async fn note_drawing_ticket(&self, id: DrawingId, ticket: &Ticket) -> Next {
        self.keep_ticket(ticket, || {
            self.write_drawing_ticket(id, ticket)?;
            self.tell_drawing_row(id);
            Ok(())
        })
        .await
    }

    pub(crate) fn write_drawing_ticket(
        &self,
        id: DrawingId,
        ticket: &Ticket,
    ) -> anyhow::Result<()> {
        let text = serde_json::to_string(ticket)?;
        self.store.write::<_, StoreError>(|tx| {
            tx.save_drawing_ticket(id, &text)?;
            if let Some(quote) = tx.find_accepted_quote(id)? {
                let mut entry = self.entry(id, &quote, LedgerKind::Requested, Money::ZERO);
                entry.request = Some(ticket.request.clone());
                tx.append_ledger(&entry)?;
            }
            tx.save_drawing(id, &DrawingState::Waiting { position: None }, self.now())
        })?;
        Ok(())
    }

    pub(crate) fn lose_drawing(&self, id: DrawingId, why: &str) -> Next {
        tracing::warn!(drawing = %id, why, "the reply to a submission was lost");
        let lost = self
            .store
            .write(|tx| tx.save_drawing(id, &DrawingState::Unknown, self.now()));
        self.tell_drawing_row(id);
        match lost {
            Ok(()) => Next::Again,
            Err(error) => {
                tracing::warn!(%error, "a lost reply cannot be noted");
                Next::Later
            }
        }
    }

    /// Looks at the provider whether a submission whose reply was lost was taken.
    pub(crate) async fn look_for_drawing(self: &Arc<Self>, drawing: &Drawing) -> Next {
        let id = drawing.id;
        match self.find_lost_drawing(drawing).await {
            Some(Lost::Found(ticket)) => self.note_drawing_ticket(id, &ticket).await,
            Some(Lost::NeverTaken) => {
                self.events.send(Event::SpendChanged);
                let said = "the provider has no such drawing: nothing was submitted";
                self.fail_drawing(id, DrawFailure::NeverTaken, said)
            }
            Some(Lost::CannotTell) => {
                self.runner.leave_to_people(id);
                Next::Leave
            }
            None => Next::Later,
        }
    }

    /// `None` where the provider cannot be asked now.
    async fn find_lost_drawing(self: &Arc<Self>, drawing: &Drawing) -> Option<Lost> {
        let id = drawing.id;
        let row = self.store.read(|db| db.find_drawing_order(id)).ok()??;
        let order = self.drawing_order(drawing, &row.submission).ok()?;
        let sent = SentDrawing {
            account: row.submission.account.clone(),
            at: row.accepted_at,
            others: self.other_requests(row.accepted_at)?,
        };
        let generator = match self.reach_generator(drawing.request.provider).await {
            Ok(generator) => generator,
            Err(problem) => {
                self.note_problem_of_key(id, &problem);
                return None;
            }
        };
        for _ in 0..LOST_TRIES {
            let found = generator.find_lost_drawing(&order, &sent).await;
            if found.is_ok() {
                self.runner.note_key(id, Key::Good);
            }
            match found {
                // A list may lag behind: it is believed when it has said so each time.
                Ok(Lost::NeverTaken) => {}
                Ok(found) => return Some(found),
                Err(problem) => {
                    self.note_problem_of_key(id, &problem);
                    tracing::info!(%problem, "a lost reply cannot be looked for");
                    return None;
                }
            }
            tokio::time::sleep(self.places.poll).await;
        }
        Some(Lost::NeverTaken)
    }

    fn other_requests(&self, accepted_at: Timestamp) -> Option<Vec<RequestId>> {
        let since = Timestamp(accepted_at.0.saturating_sub(OTHERS));
        let tickets = self.store.read(|db| db.list_tickets(since)).ok()?;
        let read = |text: &String| serde_json::from_str::<Ticket>(text).ok();
        Some(
            tickets
                .iter()
                .filter_map(read)
                .map(|ticket| ticket.request)
                .collect(),
        )
    }
}
