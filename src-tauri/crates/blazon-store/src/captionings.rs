//! Captions written by a provider: the press of the button, the order for each photo, and what came.

use crate::datasets::{from_json, optional_json, parsed, to_json};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    AcceptanceId, AcceptedQuote, CaptionCounts, CaptionOrderId, CaptionRequest, CaptionState,
    Captioning, CaptioningId, DatasetId, FailureReason, InvalidTransition, Money, PhotoId, Quote,
    Spend, Timestamp,
};
use rusqlite::{OptionalExtension, Row};

/// Orders that go on by themselves.
const OPEN: &str = "status IN ('queued', 'submitting', 'waiting')";
const SELECT: &str = "SELECT id, dataset_id, request, cancel_asked, trouble, said, applied_at IS NOT NULL, left_alone, created_at
    FROM captionings";

/// The order for one photo, as it is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCaptionOrder {
    /// Its id.
    pub id: CaptionOrderId,
    /// The photo.
    pub photo: PhotoId,
    /// The caption that stands there.
    pub before: String,
    /// The acceptance.
    pub acceptance: AcceptanceId,
    /// What was accepted.
    pub quote: Quote,
}

/// The order for one photo.
#[derive(Clone, Debug, PartialEq)]
pub struct CaptionOrderRow {
    /// Its id.
    pub id: CaptionOrderId,
    /// What it belongs to.
    pub captioning: CaptioningId,
    /// The dataset.
    pub dataset: DatasetId,
    /// The photo.
    pub photo: PhotoId,
    /// What was asked for.
    pub request: CaptionRequest,
    /// Where it stands.
    pub state: CaptionState,
    /// The request in the provider's own terms, as JSON; `None` until it was taken.
    pub ticket: Option<String>,
    /// Whether the person wants no more.
    pub is_stopping: bool,
}

/// What came for a photo and is not given to the dataset yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedPhoto {
    /// The photo.
    pub photo: PhotoId,
    /// The caption that stood there when it was asked for.
    pub before: String,
    /// What came.
    pub caption: String,
}

/// The orders that go on by themselves, oldest first, with the words of their index: they are asked for each second.
pub(crate) fn open_orders() -> String {
    format!(
        "SELECT id FROM caption_orders
         WHERE {OPEN} AND status IN ('queued', 'submitting', 'waiting', 'unknown') ORDER BY id"
    )
}

impl Reader<'_> {
    /// A captioning.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_captioning(&self, id: CaptioningId) -> Result<Captioning, StoreError> {
        let found = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
            .query_row([id.to_string()], read_captioning)
            .optional()?
            .ok_or_else(|| StoreError::NotFound {
                what: "captioning",
                id: id.to_string(),
            })?;
        self.with_counts(found)
    }

    /// The captionings of a dataset, newest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_captionings(&self, dataset: DatasetId) -> Result<Vec<Captioning>, StoreError> {
        let mut query = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE dataset_id = ?1 ORDER BY id DESC"))?;
        let found: Vec<_> = query
            .query_map([dataset.to_string()], read_captioning)?
            .collect::<Result<_, _>>()?;
        found
            .into_iter()
            .map(|captioning| self.with_counts(captioning))
            .collect()
    }

    /// Captionings of which nothing is under way and whose captions were not given to their dataset yet, oldest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_captionings_to_apply(&self) -> Result<Vec<CaptioningId>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT id FROM captionings WHERE applied_at IS NULL AND NOT EXISTS
               (SELECT 1 FROM caption_orders WHERE captioning_id = captionings.id AND {OPEN}) ORDER BY id"
        ))?;
        let ids = query.query_map([], |row| parsed(row, 0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// The orders that go on by themselves, oldest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_open_captions(&self) -> Result<Vec<CaptionOrderId>, StoreError> {
        let mut query = self.db.prepare_cached(&open_orders())?;
        let ids = query.query_map([], |row| parsed(row, 0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// The orders of a captioning that go on by themselves, oldest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_open_captions_of(
        &self,
        captioning: CaptioningId,
    ) -> Result<Vec<CaptionOrderId>, StoreError> {
        self.orders_in(captioning, OPEN)
    }

    /// The orders of a captioning whose submission got no reply, oldest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_unknown_captions(
        &self,
        captioning: CaptioningId,
    ) -> Result<Vec<CaptionOrderId>, StoreError> {
        self.orders_in(captioning, "status = 'unknown'")
    }

    fn orders_in(
        &self,
        captioning: CaptioningId,
        which: &str,
    ) -> Result<Vec<CaptionOrderId>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT id FROM caption_orders WHERE captioning_id = ?1 AND {which} ORDER BY id"
        ))?;
        let ids = query.query_map([captioning.to_string()], |row| parsed(row, 0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// The order for a photo.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_caption_order(&self, id: CaptionOrderId) -> Result<CaptionOrderRow, StoreError> {
        self.db
            .prepare_cached(
                "SELECT o.id, o.captioning_id, c.dataset_id, o.photo_id, c.request, o.state, o.ticket, c.cancel_asked
                 FROM caption_orders AS o JOIN captionings AS c ON c.id = o.captioning_id WHERE o.id = ?1",
            )?
            .query_row([id.to_string()], |row| {
                Ok(CaptionOrderRow {
                    id: parsed(row, 0)?,
                    captioning: parsed(row, 1)?,
                    dataset: parsed(row, 2)?,
                    photo: parsed(row, 3)?,
                    request: from_json(row, 4)?,
                    state: from_json(row, 5)?,
                    ticket: row.get(6)?,
                    is_stopping: row.get(7)?,
                })
            })
            .optional()?
            .ok_or_else(|| StoreError::NotFound {
                what: "order of a caption",
                id: id.to_string(),
            })
    }

    /// What came and was not given to the dataset yet.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_described(
        &self,
        captioning: CaptioningId,
    ) -> Result<Vec<DescribedPhoto>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT photo_id, caption_before, caption FROM caption_orders
             WHERE captioning_id = ?1 AND caption IS NOT NULL ORDER BY id",
        )?;
        let described = query.query_map([captioning.to_string()], |row| {
            Ok(DescribedPhoto {
                photo: parsed(row, 0)?,
                before: row.get(1)?,
                caption: row.get(2)?,
            })
        })?;
        Ok(described.collect::<Result<_, _>>()?)
    }

    /// The quote that was accepted with an order.
    pub(crate) fn find_quote_of_caption(
        &self,
        order: CaptionOrderId,
    ) -> Result<Option<Quote>, StoreError> {
        Ok(self
            .db
            .query_row(
                "SELECT quote FROM caption_orders WHERE id = ?1",
                [order.to_string()],
                |row| from_json(row, 0),
            )
            .optional()?)
    }

    fn with_counts(&self, mut captioning: Captioning) -> Result<Captioning, StoreError> {
        let id = captioning.id.to_string();
        let counts = &mut captioning.counts;
        let mut query = self.db.prepare_cached(
            "SELECT status, count(*) FROM caption_orders WHERE captioning_id = ?1 GROUP BY status",
        )?;
        let mut rows = query.query([&id])?;
        while let Some(row) = rows.next()? {
            let (status, count): (String, u32) = (row.get(0)?, row.get(1)?);
            counts.total += count;
            let of_status = match status.as_str() {
                "described" => &mut counts.described,
                "failed" => &mut counts.failed,
                "cancelled" => &mut counts.cancelled,
                "unknown" => &mut counts.unknown,
                _ => &mut counts.open,
            };
            *of_status += count;
        }
        let of_orders = "FROM caption_orders AS o JOIN ledger AS entry
              ON coalesce(entry.run_id, entry.drawing_id, entry.caption_order_id) = o.id
            WHERE o.captioning_id = ?1";
        let settled: i64 = self.db.query_row(
            &format!(
                "SELECT coalesce(sum(entry.amount), 0) {of_orders} AND entry.kind = '\"settled\"'"
            ),
            [&id],
            |row| row.get(0),
        )?;
        let reserved: i64 = self.db.query_row(
            &format!(
                "SELECT coalesce(sum(entry.amount), 0) {of_orders} AND entry.kind = '\"reserved\"' AND NOT EXISTS
                   (SELECT 1 FROM ledger AS later
                    WHERE coalesce(later.run_id, later.drawing_id, later.caption_order_id) = o.id
                      AND later.kind IN ('\"settled\"', '\"refunded\"'))"
            ),
            [&id],
            |row| row.get(0),
        )?;
        captioning.spend = Spend {
            reserved: Money::from_micros(reserved),
            settled: Money::from_micros(settled),
        };
        Ok(captioning)
    }
}

impl Writer<'_> {
    /// Adds a captioning with its orders, all waiting.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn queue_captioning(
        &self,
        id: CaptioningId,
        request: &CaptionRequest,
        orders: &[NewCaptionOrder],
        now: Timestamp,
    ) -> Result<Captioning, StoreError> {
        self.db.execute(
            "INSERT INTO captionings (id, dataset_id, request, created_at) VALUES (?1, ?2, ?3, ?4)",
            (
                id.to_string(),
                request.dataset.to_string(),
                to_json("request", request)?,
                now.0,
            ),
        )?;
        let state = CaptionState::Queued;
        let mut insert = self.db.prepare_cached(
            "INSERT INTO caption_orders (id, captioning_id, photo_id, caption_before, acceptance_id, quote,
               accepted_at, status, state, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?7)",
        )?;
        for order in orders {
            insert.execute((
                order.id.to_string(),
                id.to_string(),
                order.photo.to_string(),
                &order.before,
                order.acceptance.to_string(),
                to_json("quote", &order.quote)?,
                now.0,
                state.name(),
                to_json("state", &state)?,
            ))?;
        }
        self.load_captioning(id)
    }

    /// Uses the acceptance up and commits `Submitting`, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Transition`] where it is stopped or ended meanwhile, [`StoreError::NotFound`] where no unused
    /// acceptance is left, or SQLite's.
    pub fn begin_caption(
        &self,
        id: CaptionOrderId,
        now: Timestamp,
    ) -> Result<AcceptedQuote, StoreError> {
        let order = self.load_caption_order(id)?;
        if order.state != CaptionState::Queued || order.is_stopping {
            return Err(StoreError::Transition(InvalidTransition {
                state: order.state.name(),
                event: "submit",
            }));
        }
        let used: Option<(AcceptanceId, Quote)> = self
            .db
            .query_row(
                "UPDATE caption_orders SET used_at = ?2 WHERE id = ?1 AND used_at IS NULL
                 RETURNING acceptance_id, quote",
                (id.to_string(), now.0),
                |row| Ok((parsed(row, 0)?, from_json(row, 1)?)),
            )
            .optional()?;
        let (acceptance, quote) = used.ok_or_else(|| StoreError::NotFound {
            what: "accepted quote of a caption",
            id: id.to_string(),
        })?;
        self.save_caption_state(id, &CaptionState::Submitting, now)?;
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the store, and the row was just used up"
        )]
        Ok(AcceptedQuote::from_used_row(acceptance, id.into(), quote))
    }

    /// Notes the request that was taken.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn save_caption_ticket(
        &self,
        id: CaptionOrderId,
        ticket: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let changed = self.db.execute(
            "UPDATE caption_orders SET ticket = ?2 WHERE id = ?1",
            (id.to_string(), ticket),
        )?;
        if changed == 0 {
            return Err(StoreError::NotFound {
                what: "order of a caption",
                id: id.to_string(),
            });
        }
        self.save_caption_state(id, &CaptionState::Waiting, now)
    }

    /// Writes where an order stands. A terminal state is never overwritten.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_caption_state(
        &self,
        id: CaptionOrderId,
        state: &CaptionState,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE caption_orders SET status = ?2, state = ?3, updated_at = ?4
             WHERE id = ?1 AND status NOT IN ('described', 'failed', 'cancelled')",
            (
                id.to_string(),
                state.name(),
                to_json("state", state)?,
                now.0,
            ),
        )?;
        Ok(())
    }

    /// Keeps what came for a photo. Nothing is kept of a photo that is gone.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_description(
        &self,
        id: CaptionOrderId,
        caption: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE caption_orders SET caption = ?2 WHERE id = ?1
               AND EXISTS (SELECT 1 FROM photos WHERE photos.id = caption_orders.photo_id)",
            (id.to_string(), caption),
        )?;
        self.save_caption_state(id, &CaptionState::Described, now)
    }

    /// Notes why a photo could not be described, where nothing was noted yet.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn note_caption_trouble(
        &self,
        id: CaptioningId,
        reason: FailureReason,
        said: &str,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE captionings SET trouble = ?2, said = ?3 WHERE id = ?1 AND trouble IS NULL",
            (id.to_string(), to_json("reason", &reason)?, said),
        )?;
        Ok(())
    }

    /// Forgets a trouble that has passed: nothing was left out for it.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forget_caption_trouble(&self, id: CaptioningId) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE captionings SET trouble = NULL, said = '' WHERE id = ?1",
            [id.to_string()],
        )?;
        Ok(())
    }

    /// Notes that no more is wanted, and gives the orders that nobody has begun; they are stopped.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn ask_cancel_captioning(
        &self,
        id: CaptioningId,
        now: Timestamp,
    ) -> Result<Vec<CaptionOrderId>, StoreError> {
        self.load_captioning(id)?;
        self.db.execute(
            "UPDATE captionings SET cancel_asked = 1 WHERE id = ?1",
            [id.to_string()],
        )?;
        self.stop_queued_captions(id, now)
    }

    /// Stops the orders that nobody has begun, and gives them.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn stop_queued_captions(
        &self,
        id: CaptioningId,
        now: Timestamp,
    ) -> Result<Vec<CaptionOrderId>, StoreError> {
        let queued = self.orders_in(id, "status = 'queued'")?;
        for order in &queued {
            self.save_caption_state(*order, &CaptionState::Cancelled, now)?;
        }
        Ok(queued)
    }

    /// Notes that what came was given to the dataset, and forgets it here.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn note_captions_applied(
        &self,
        id: CaptioningId,
        left_alone: u32,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE captionings SET applied_at = ?2, left_alone = ?3 WHERE id = ?1",
            (id.to_string(), now.0, left_alone),
        )?;
        self.db.execute(
            "UPDATE caption_orders SET caption = NULL, caption_before = '' WHERE captioning_id = ?1",
            [id.to_string()],
        )?;
        Ok(())
    }
}

/// Forgets what was written about a photo that is removed for good.
pub(crate) fn forget_photo(db: &rusqlite::Connection, photo: PhotoId) -> Result<(), StoreError> {
    // A copy from an earlier version has no such table yet.
    if db.table_exists(None, "caption_orders")? {
        db.execute(
            "UPDATE caption_orders SET caption = NULL, caption_before = '' WHERE photo_id = ?1",
            [photo.to_string()],
        )?;
    }
    Ok(())
}

fn read_captioning(row: &Row<'_>) -> rusqlite::Result<Captioning> {
    let request: CaptionRequest = from_json(row, 2)?;
    Ok(Captioning {
        id: parsed(row, 0)?,
        dataset: parsed(row, 1)?,
        provider: request.provider,
        counts: CaptionCounts::default(),
        left_alone: row.get(7)?,
        is_applied: row.get(6)?,
        is_stopping: row.get(3)?,
        trouble: optional_json(row, 4)?,
        said: row.get(5)?,
        spend: Spend::default(),
        created_at: Timestamp(row.get(8)?),
    })
}
