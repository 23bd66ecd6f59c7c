//! Drawings, which are jobs of the playground, and the pictures that come of them.

use crate::datasets::{from_json, optional_id, optional_json, parsed, to_json, unreadable};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    DrawRequest, Drawing, DrawingId, DrawingState, GalleryId, InvalidTransition, Picture,
    PictureId, ProviderId, Seed, Spend, Timestamp,
};
use rusqlite::{OptionalExtension, Row};
use std::collections::BTreeSet;

const SELECT: &str = "SELECT id, request, sent_prompt, state, created_at, held_back, cancel_asked, cell IS NOT NULL FROM drawings";
/// Those that go on by themselves. They are asked for each second, so they are named: no index helps to find what is not one of a few.
const OPEN: &str =
    "status IN ('queued', 'sending', 'submitting', 'waiting', 'running', 'fetching')";
/// Those that nothing will happen to any more.
const ENDED: &str = "status IN ('succeeded', 'failed', 'cancelled')";
const LOCAL: &str = "provider = '\"local\"'";
const PICTURES: &str = "SELECT id, drawing_id, position, file, hash, model_id, provider, base, prompt,
    negative_prompt, seed, sampler, steps, guidance, strength, width, height, created_at,
    EXISTS (SELECT 1 FROM gallery WHERE gallery.id = pictures.id AND removed_at IS NOT NULL) FROM pictures";

/// The hosted drawings that go on by themselves, oldest first.
pub(crate) fn open_hosted() -> String {
    format!("SELECT id FROM drawings WHERE {OPEN} AND NOT {LOCAL} ORDER BY id")
}

impl Reader<'_> {
    /// The drawing `id` with its pictures.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_drawing(&self, id: DrawingId) -> Result<Drawing, StoreError> {
        let drawing = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
            .query_row([id.to_string()], read_drawing)
            .optional()?
            .ok_or_else(|| StoreError::NotFound {
                what: "drawing",
                id: id.to_string(),
            })?;
        self.with_pictures(drawing)
    }

    /// At most `limit` drawings, newest first, without cells of grids: those that are older than `before`.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_drawings(
        &self,
        before: Option<DrawingId>,
        limit: u32,
    ) -> Result<Vec<Drawing>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE cell IS NULL AND (?1 IS NULL OR id < ?1) ORDER BY id DESC LIMIT ?2"
        ))?;
        let drawings: Vec<Drawing> = query
            .query_map((before.map(|id| id.to_string()), limit), read_drawing)?
            .collect::<Result<_, _>>()?;
        drawings
            .into_iter()
            .map(|drawing| self.with_pictures(drawing))
            .collect()
    }

    /// Whether a drawing waits or is drawn on this computer.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_drawing_open(&self) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            &format!("SELECT EXISTS (SELECT 1 FROM drawings WHERE {OPEN} AND {LOCAL})"),
            [],
            |row| row.get(0),
        )?)
    }

    /// The hosted drawings that go on by themselves, oldest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_hosted_drawings(&self) -> Result<Vec<DrawingId>, StoreError> {
        self.list_ids(&open_hosted())
    }

    /// The drawings whose submission got no reply, oldest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_unknown_drawings(&self) -> Result<Vec<DrawingId>, StoreError> {
        self.list_ids("SELECT id FROM drawings WHERE status = 'unknown' ORDER BY id")
    }

    /// The drawings of which these pictures came, with their pictures; ids of badges have none.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_drawings_of(&self, pictures: &[GalleryId]) -> Result<Vec<Drawing>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT drawing_id FROM pictures WHERE id = ?1")?;
        let mut ids = BTreeSet::new();
        for picture in pictures {
            let drawing: Option<DrawingId> = query
                .query_row([picture.to_string()], |row| parsed(row, 0))
                .optional()?;
            ids.extend(drawing);
        }
        ids.into_iter().map(|id| self.load_drawing(id)).collect()
    }

    fn list_ids(&self, query: &str) -> Result<Vec<DrawingId>, StoreError> {
        let mut query = self.db.prepare_cached(query)?;
        let ids = query.query_map([], |row| parsed(row, 0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// The picture `id`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_picture(&self, id: PictureId) -> Result<Picture, StoreError> {
        self.db
            .prepare_cached(&format!("{PICTURES} WHERE id = ?1"))?
            .query_row([id.to_string()], read_picture)
            .optional()?
            .ok_or_else(|| StoreError::NotFound {
                what: "picture",
                id: id.to_string(),
            })
    }

    /// Whether a person wants the drawing stopped.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_drawing_cancelled(&self, id: DrawingId) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            "SELECT cancel_asked FROM drawings WHERE id = ?1",
            [id.to_string()],
            |row| row.get(0),
        )?)
    }

    fn with_pictures(&self, mut drawing: Drawing) -> Result<Drawing, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{PICTURES} WHERE drawing_id = ?1 ORDER BY position"
        ))?;
        drawing.pictures = query
            .query_map([drawing.id.to_string()], read_picture)?
            .collect::<Result<_, _>>()?;
        if drawing.request.provider != ProviderId::Local {
            let entries = self.list_ledger_of(drawing.id)?;
            drawing.spend = Some(Spend::of_entries(&entries));
            drawing.request_id = entries.into_iter().rev().find_map(|entry| entry.request);
        }
        Ok(drawing)
    }
}

impl Writer<'_> {
    /// Puts a drawing into the queue.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn queue_drawing(
        &self,
        id: DrawingId,
        request: &DrawRequest,
        sent_prompt: &str,
        now: Timestamp,
    ) -> Result<Drawing, StoreError> {
        let state = DrawingState::Queued;
        self.db.execute(
            "INSERT INTO drawings (id, request, sent_prompt, status, state, created_at, updated_at, provider)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)",
            (
                id.to_string(),
                to_json("request", request)?,
                sent_prompt,
                state.name(),
                to_json("state", &state)?,
                now.0,
                to_json("provider", &request.provider)?,
            ),
        )?;
        self.load_drawing(id)
    }

    /// Takes the oldest queued drawing of this computer and marks it as running, so that nobody else takes it. Cells of
    /// grids come after what somebody waits for.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn claim_drawing(&self, now: Timestamp) -> Result<Option<Drawing>, StoreError> {
        let oldest: Option<DrawingId> = self
            .db
            .query_row(
                &format!(
                    "SELECT id FROM drawings WHERE status = 'queued' AND {LOCAL}
                     ORDER BY cell IS NOT NULL, id LIMIT 1"
                ),
                [],
                |row| parsed(row, 0),
            )
            .optional()?;
        let Some(id) = oldest else { return Ok(None) };
        let mut drawing = self.load_drawing(id)?;
        drawing.state = DrawingState::Running {
            picture: u32::try_from(drawing.pictures.len()).unwrap_or(u32::MAX),
            step: 0,
            steps: drawing.request.steps,
        };
        self.save_drawing(id, &drawing.state, now)?;
        Ok(Some(drawing))
    }

    /// Puts back every drawing of this computer that a program which ended left running. Only the holder of the
    /// runner's lock may call it.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn requeue_interrupted_drawings(&self, now: Timestamp) -> Result<usize, StoreError> {
        let queued = DrawingState::Queued;
        Ok(self.db.execute(
            &format!(
                "UPDATE drawings SET status = ?1, state = ?2, updated_at = ?3 WHERE status = 'running' AND {LOCAL}"
            ),
            (queued.name(), to_json("state", &queued)?, now.0),
        )?)
    }

    /// Writes where a drawing stands. A terminal state is never overwritten.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_drawing(
        &self,
        id: DrawingId,
        state: &DrawingState,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.execute(
            &format!(
                "UPDATE drawings SET status = ?2, state = ?3, updated_at = ?4 WHERE id = ?1 AND NOT {ENDED}"
            ),
            (
                id.to_string(),
                state.name(),
                to_json("state", state)?,
                now.0,
            ),
        )?;
        Ok(())
    }

    /// Takes a failed drawing up again, to fetch what its provider has drawn.
    ///
    /// # Errors
    /// [`StoreError::Transition`] where it did not fail or no request of it was taken; or SQLite's.
    pub fn reopen_drawing(&self, id: DrawingId, now: Timestamp) -> Result<(), StoreError> {
        let state = DrawingState::Fetching;
        let changed = self.db.execute(
            "UPDATE drawings SET status = ?2, state = ?3, updated_at = ?4, cancel_asked = 0
             WHERE id = ?1 AND status = 'failed'
               AND EXISTS (SELECT 1 FROM drawing_orders WHERE drawing_id = ?1 AND ticket IS NOT NULL)",
            (
                id.to_string(),
                state.name(),
                to_json("state", &state)?,
                now.0,
            ),
        )?;
        if changed == 1 {
            return Ok(());
        }
        Err(StoreError::Transition(InvalidTransition {
            state: self.load_drawing(id)?.state.name(),
            event: "fetch again",
        }))
    }

    /// Notes how many pictures the provider's checker held back.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_held_back(&self, id: DrawingId, pictures: u32) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE drawings SET held_back = ?2 WHERE id = ?1",
            (id.to_string(), pictures),
        )?;
        Ok(())
    }

    /// Notes that a person wants the drawing stopped; one that nobody has begun is stopped at once.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn ask_cancel_drawing(&self, id: DrawingId, now: Timestamp) -> Result<Drawing, StoreError> {
        self.db.execute(
            "UPDATE drawings SET cancel_asked = 1 WHERE id = ?1",
            [id.to_string()],
        )?;
        if self.load_drawing(id)?.state == DrawingState::Queued {
            self.save_drawing(id, &DrawingState::Cancelled, now)?;
        }
        self.load_drawing(id)
    }

    /// Adds a picture, whose file is on the disk.
    ///
    /// # Errors
    /// When SQLite fails; in particular where the drawing has that picture already.
    pub fn insert_picture(&self, picture: &Picture) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT INTO pictures VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            rusqlite::params![
                picture.id.to_string(),
                picture.drawing.to_string(),
                picture.index,
                picture.file,
                picture.hash.as_str(),
                picture.model.map(|model| model.to_string()),
                to_json("provider", &picture.provider)?,
                to_json("base", &picture.base)?,
                picture.prompt,
                picture.negative_prompt,
                picture.seed.map(|seed| seed.to_string()),
                picture.sampler.map(|sampler| to_json("sampler", &sampler)).transpose()?,
                picture.steps,
                picture.guidance,
                picture.strength,
                picture.width,
                picture.height,
                picture.created_at.0,
            ],
        )?;
        Ok(())
    }
}

fn read_drawing(row: &Row<'_>) -> rusqlite::Result<Drawing> {
    Ok(Drawing {
        id: parsed(row, 0)?,
        request: from_json(row, 1)?,
        sent_prompt: row.get(2)?,
        state: from_json(row, 3)?,
        pictures: Vec::new(),
        held_back: row.get(5)?,
        is_stopping: row.get(6)?,
        is_cell: row.get(7)?,
        spend: None,
        request_id: None,
        created_at: Timestamp(row.get(4)?),
    })
}

fn read_picture(row: &Row<'_>) -> rusqlite::Result<Picture> {
    let seed: Option<String> = row.get(10)?;
    Ok(Picture {
        id: parsed(row, 0)?,
        drawing: parsed(row, 1)?,
        index: row.get(2)?,
        file: row.get(3)?,
        hash: parsed(row, 4)?,
        model: optional_id(row, 5)?,
        provider: from_json(row, 6)?,
        base: from_json(row, 7)?,
        prompt: row.get(8)?,
        negative_prompt: row.get(9)?,
        seed: seed
            .map(|seed| seed.parse().map(Seed))
            .transpose()
            .map_err(|error| unreadable(10, error))?,
        sampler: optional_json(row, 11)?,
        steps: row.get(12)?,
        guidance: row.get(13)?,
        strength: row.get(14)?,
        width: row.get(15)?,
        height: row.get(16)?,
        created_at: Timestamp(row.get(17)?),
        is_removed: row.get(18)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::{ByteCount, DrawFailure};

    #[test]
    fn what_goes_on_by_itself_is_all_that_has_not_ended_and_is_known() {
        for state in [
            DrawingState::Queued,
            DrawingState::Sending {
                sent: ByteCount(0),
                total: ByteCount(1),
            },
            DrawingState::Submitting,
            DrawingState::Unknown,
            DrawingState::Waiting { position: None },
            DrawingState::Running {
                picture: 0,
                step: 0,
                steps: 20,
            },
            DrawingState::Fetching,
            DrawingState::Succeeded,
            DrawingState::Failed {
                reason: DrawFailure::EngineEnded,
                detail: String::new(),
            },
            DrawingState::Cancelled,
        ] {
            let word = format!("'{}'", state.name());
            let goes_on = !state.is_terminal() && state != DrawingState::Unknown;
            assert_eq!(OPEN.contains(&word), goes_on, "{word}");
            assert_eq!(ENDED.contains(&word), state.is_terminal(), "{word}");
        }
    }
}
