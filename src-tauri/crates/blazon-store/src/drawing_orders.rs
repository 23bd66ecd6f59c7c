//! What is known of a hosted drawing: the quote that was accepted with it, how it was submitted, and the request that
//! was taken.

use crate::datasets::{from_json, parsed, to_json};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    AcceptanceId, AcceptedQuote, DrawingId, DrawingState, InvalidTransition, Quote, Timestamp,
};
use rusqlite::OptionalExtension;

/// How a drawing is submitted, as it is noted before it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DrawingSubmission {
    /// The address of the model's weights there; `None` where the base draws alone.
    pub lora: Option<String>,
    /// The account that submits it, where the provider names one.
    pub account: Option<String>,
}

/// What is known at a provider of a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawingOrderRow {
    /// How it was submitted.
    pub submission: DrawingSubmission,
    /// When its quote was accepted.
    pub accepted_at: Timestamp,
    /// The request in the provider's own terms, as JSON; `None` until it was taken.
    pub ticket: Option<String>,
}

impl Reader<'_> {
    /// What is known of `drawing`; `None` for one that is drawn on this computer.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_drawing_order(
        &self,
        drawing: DrawingId,
    ) -> Result<Option<DrawingOrderRow>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT lora, account, accepted_at, ticket FROM drawing_orders WHERE drawing_id = ?1",
        )?;
        let found = query.query_row([drawing.to_string()], |row| {
            Ok(DrawingOrderRow {
                submission: DrawingSubmission {
                    lora: row.get(0)?,
                    account: row.get(1)?,
                },
                accepted_at: Timestamp(row.get(2)?),
                ticket: row.get(3)?,
            })
        });
        Ok(found.optional()?)
    }

    /// The requests of all drawings that were accepted at `since` or later, as JSON.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_tickets(&self, since: Timestamp) -> Result<Vec<String>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT ticket FROM drawing_orders WHERE ticket IS NOT NULL AND accepted_at >= ?1",
        )?;
        let tickets = query.query_map([since.0], |row| row.get(0))?;
        Ok(tickets.collect::<Result<_, _>>()?)
    }

    /// The quote that was accepted with a drawing.
    pub(crate) fn find_quote_of_drawing(
        &self,
        drawing: DrawingId,
    ) -> Result<Option<Quote>, StoreError> {
        Ok(self
            .db
            .query_row(
                "SELECT quote FROM drawing_orders WHERE drawing_id = ?1",
                [drawing.to_string()],
                |row| from_json(row, 0),
            )
            .optional()?)
    }
}

impl Writer<'_> {
    /// Notes the quote that was accepted with a drawing, in the transaction that queues it.
    ///
    /// # Errors
    /// When SQLite fails; in particular where the drawing has one already.
    pub fn accept_drawing(
        &self,
        acceptance: AcceptanceId,
        drawing: DrawingId,
        quote: &Quote,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT INTO drawing_orders (drawing_id, acceptance_id, quote, accepted_at) VALUES (?1, ?2, ?3, ?4)",
            (
                drawing.to_string(),
                acceptance.to_string(),
                to_json("quote", quote)?,
                now.0,
            ),
        )?;
        Ok(())
    }

    /// Uses the acceptance up, notes how the drawing is submitted and commits `Submitting`, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Transition`] where it is stopped or ended meanwhile, [`StoreError::NotFound`] where no unused
    /// acceptance is left, or SQLite's.
    pub fn begin_drawing(
        &self,
        drawing: DrawingId,
        submission: &DrawingSubmission,
        now: Timestamp,
    ) -> Result<AcceptedQuote, StoreError> {
        let found = self.load_drawing(drawing)?;
        let waits = matches!(
            found.state,
            DrawingState::Queued | DrawingState::Sending { .. }
        );
        if !waits || found.is_stopping {
            return Err(StoreError::Transition(InvalidTransition {
                state: found.state.name(),
                event: "submit",
            }));
        }
        let used: Option<(AcceptanceId, Quote)> = self
            .db
            .query_row(
                "UPDATE drawing_orders SET used_at = ?2, lora = ?3, account = ?4
                 WHERE drawing_id = ?1 AND used_at IS NULL RETURNING acceptance_id, quote",
                (
                    drawing.to_string(),
                    now.0,
                    &submission.lora,
                    &submission.account,
                ),
                |row| Ok((parsed(row, 0)?, from_json(row, 1)?)),
            )
            .optional()?;
        let (acceptance, quote) = used.ok_or_else(|| StoreError::NotFound {
            what: "accepted quote of drawing",
            id: drawing.to_string(),
        })?;
        self.save_drawing(drawing, &DrawingState::Submitting, now)?;
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the store, and the row was just used up"
        )]
        Ok(AcceptedQuote::from_used_row(
            acceptance,
            drawing.into(),
            quote,
        ))
    }

    /// Notes the request that was taken.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where nothing was accepted, or SQLite's.
    pub fn save_drawing_ticket(&self, drawing: DrawingId, ticket: &str) -> Result<(), StoreError> {
        let changed = self.db.execute(
            "UPDATE drawing_orders SET ticket = ?2 WHERE drawing_id = ?1",
            (drawing.to_string(), ticket),
        )?;
        if changed == 1 {
            return Ok(());
        }
        Err(StoreError::NotFound {
            what: "order of drawing",
            id: drawing.to_string(),
        })
    }
}
