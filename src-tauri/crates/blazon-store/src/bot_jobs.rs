//! Jobs of the bot: what guests asked for, from the update that asked to the message that answered.

use crate::datasets::{optional_id, parsed, unreadable, word};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    BotDay, BotId, BotJobFailure, BotJobId, BotJobKind, BotJobLine, BotJobState, ChatId,
    DatasetName, DrawingId, InvalidTransition, LanguageTag, ModelId, PictureId, Seed, TelegramId,
    Timestamp,
};
use rusqlite::{OptionalExtension, Row, ToSql};
use serde::Deserialize;
use serde::de::value::{self, MapDeserializer};

const SELECT: &str = "SELECT id, bot_id, chat_id, person_id, update_id, kind, model_id, words, banner, language, seed,
    status, reason, is_told, drawing_id, picture_id, is_redraw, is_cached, progress_message, photo_message, file_id,
    made_at, ended_at, asked_message FROM bot_jobs";
/// Those of which something is still to be done or to be said; word for word as in the index of them.
const OPEN: &str = "(bot_jobs.is_told = 0 OR bot_jobs.status IN ('drawing', 'drawn'))";
/// Those for which nothing is drawn.
const FREE: &str = "(is_redraw OR is_cached)";
/// Those of which something came or may still come.
const GOOD: &str = "status NOT IN ('failed', 'cancelled')";

/// A job of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BotJob {
    /// Its number.
    pub id: BotJobId,
    /// The bot that was asked.
    pub bot: BotId,
    /// Where it was asked.
    pub chat: ChatId,
    /// The guest who asked.
    pub person: TelegramId,
    /// Telegram's number for the update that asked.
    pub update: i64,
    /// What was asked for.
    pub kind: BotJobKind,
    /// The model; `None` where only the base draws.
    pub model: Option<ModelId>,
    /// What is drawn, in the guest's words.
    pub words: String,
    /// What stands on the banner; empty for a portrait.
    pub banner: String,
    /// The language in which the guest is answered.
    pub language: LanguageTag,
    /// The picture's seed.
    pub seed: Seed,
    /// Where it stands.
    pub state: BotJobState,
    /// Whether the guest knows how it ended.
    pub is_told: bool,
    /// The drawing that was queued for it.
    pub drawing: Option<DrawingId>,
    /// The picture, once it is there.
    pub picture: Option<PictureId>,
    /// Whether only the banner is new.
    pub is_redraw: bool,
    /// Whether the picture was drawn for another job.
    pub is_cached: bool,
    /// The message that asked for it, which is answered in a group; `None` where a button did.
    pub asked_message: Option<i64>,
    /// The message that says how far it is.
    pub progress_message: Option<i64>,
    /// The message with the picture.
    pub photo_message: Option<i64>,
    /// By which Telegram sends the same file again.
    pub file_id: Option<String>,
    /// When it was asked for.
    pub made_at: Timestamp,
    /// When it came to its end.
    pub ended_at: Option<Timestamp>,
}

/// What a guest asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewBotJob<'a> {
    /// The bot that is asked.
    pub bot: BotId,
    /// Where.
    pub chat: ChatId,
    /// The guest who asks.
    pub person: TelegramId,
    /// Telegram's number for the update that asks.
    pub update: i64,
    /// The message that asked for it; `None` where a button did.
    pub asked_message: Option<i64>,
    /// What is asked for.
    pub kind: BotJobKind,
    /// The model; `None` where only the base draws.
    pub model: Option<ModelId>,
    /// What is drawn, in the guest's words.
    pub words: &'a str,
    /// What stands on the banner; empty for a portrait.
    pub banner: &'a str,
    /// The language in which the guest is answered.
    pub language: LanguageTag,
    /// The picture's seed.
    pub seed: Seed,
    /// The picture, where it is there already: the job is then drawn from its beginning.
    pub picture: Option<PictureId>,
    /// Whether only the banner is new.
    pub is_redraw: bool,
    /// Whether the picture was drawn for another job.
    pub is_cached: bool,
}

/// Telegram's numbers for a job's messages. What is `None` stays as it is in the row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BotJobMessages<'a> {
    /// The message that says how far it is.
    pub progress: Option<i64>,
    /// The message with the picture.
    pub photo: Option<i64>,
    /// By which Telegram sends the same file again.
    pub file_id: Option<&'a str>,
}

/// A job that waits for its drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BotPlace {
    /// The job.
    pub job: BotJobId,
    /// The chat in which its guest waits.
    pub chat: ChatId,
    /// What it is.
    pub kind: BotJobKind,
    /// The language in which the guest is answered.
    pub language: LanguageTag,
    /// The message that says how far it is.
    pub message: Option<i64>,
    /// Whether it is being drawn, and waits no more.
    pub is_drawn_now: bool,
}

impl Reader<'_> {
    /// The job that an update asked for.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_bot_job_of_update(
        &self,
        bot: BotId,
        update: i64,
    ) -> Result<Option<BotJob>, StoreError> {
        self.find_bot_job("bot_id = ?1 AND update_id = ?2", [bot.0, update])
    }

    /// At most `limit` jobs that wait for drawings which have ended, or whose reply was lost before `lost_before` and
    /// has not been found since, in their order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_ended_bot_jobs(
        &self,
        bot: BotId,
        limit: u32,
        lost_before: Timestamp,
    ) -> Result<Vec<BotJob>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE bot_id = ?1 AND {OPEN} AND status = 'drawing' AND EXISTS (
                 SELECT 1 FROM drawings WHERE drawings.id = bot_jobs.drawing_id
                   AND (drawings.status IN ('succeeded', 'failed', 'cancelled')
                        OR (drawings.status = 'unknown' AND drawings.updated_at < ?3)))
             ORDER BY id LIMIT ?2"
        ))?;
        let jobs = query.query_map((bot.0, limit, lost_before.0), read_job)?;
        Ok(jobs.collect::<Result<_, _>>()?)
    }

    /// At most `limit` jobs that are to be painted and sent, or whose end is to be said, in their order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_due_bot_jobs(&self, bot: BotId, limit: u32) -> Result<Vec<BotJob>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE bot_id = ?1 AND {OPEN} AND status <> 'drawing' ORDER BY id LIMIT ?2"
        ))?;
        let jobs = query.query_map((bot.0, limit), read_job)?;
        Ok(jobs.collect::<Result<_, _>>()?)
    }

    /// The jobs that wait for their drawings, in their order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_bot_places(&self, bot: BotId) -> Result<Vec<BotPlace>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT bot_jobs.id, chat_id, bot_jobs.kind, language, progress_message,
                    coalesce(drawings.status NOT IN ('queued', 'waiting'), 0)
             FROM bot_jobs LEFT JOIN drawings ON drawings.id = bot_jobs.drawing_id
             WHERE bot_id = ?1 AND {OPEN} AND bot_jobs.status = 'drawing' ORDER BY bot_jobs.id"
        ))?;
        let places = query.query_map([bot.0], |row| {
            Ok(BotPlace {
                job: BotJobId(row.get(0)?),
                chat: ChatId(row.get(1)?),
                kind: word(row, 2)?,
                language: word(row, 3)?,
                message: row.get(4)?,
                is_drawn_now: row.get(5)?,
            })
        })?;
        Ok(places.collect::<Result<_, _>>()?)
    }

    /// Whether a job waits for a drawing.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_waited_for(&self, drawing: DrawingId) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM bot_jobs WHERE drawing_id = ?1 AND status = 'drawing')",
            [drawing.to_string()],
            |row| row.get(0),
        )?)
    }

    /// The job `id`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_bot_job(&self, id: BotJobId) -> Result<BotJob, StoreError> {
        self.find_bot_job("id = ?1", [id.0])?
            .ok_or_else(|| missing(id))
    }

    /// At most `limit` jobs of which something is still to be done or to be said, in their order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_open_bot_jobs(&self, bot: BotId, limit: u32) -> Result<Vec<BotJob>, StoreError> {
        let mut query = self.db.prepare_cached(&open_jobs())?;
        let jobs = query.query_map((bot.0, limit), read_job)?;
        Ok(jobs.collect::<Result<_, _>>()?)
    }

    /// How many of those there are in all.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn count_open_bot_jobs(&self, bot: BotId) -> Result<u32, StoreError> {
        Ok(self
            .db
            .prepare_cached(&format!(
                "SELECT count(*) FROM bot_jobs WHERE bot_id = ?1 AND {OPEN}"
            ))?
            .query_row([bot.0], |row| row.get(0))?)
    }

    /// Those of one guest, in their order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn open_bot_jobs_of(
        &self,
        bot: BotId,
        person: TelegramId,
    ) -> Result<Vec<BotJob>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE bot_id = ?1 AND person_id = ?2 AND {OPEN} ORDER BY id"
        ))?;
        let jobs = query.query_map((bot.0, person.0), read_job)?;
        Ok(jobs.collect::<Result<_, _>>()?)
    }

    /// At most `limit` of the open jobs as the window lists them, in their order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_bot_job_lines(
        &self,
        bot: BotId,
        limit: u32,
    ) -> Result<Vec<BotJobLine>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT bot_jobs.id, coalesce(guests.name, ''), person_id, models.name, words, banner, bot_jobs.status,
                    reason, bot_jobs.status = 'drawing' AND coalesce(drawings.status <> 'queued', 0), made_at
             FROM bot_jobs
             LEFT JOIN guests ON guests.telegram_id = person_id
             LEFT JOIN models ON models.id = bot_jobs.model_id
             LEFT JOIN drawings ON drawings.id = drawing_id
             WHERE bot_id = ?1 AND {OPEN} ORDER BY bot_jobs.id LIMIT ?2"
        ))?;
        let lines = query.query_map((bot.0, limit), read_line)?;
        Ok(lines.collect::<Result<_, _>>()?)
    }

    /// How many jobs are drawn before this one.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn place_before(&self, id: BotJobId) -> Result<u32, StoreError> {
        Ok(self
            .db
            .prepare_cached(&format!(
                "SELECT count(*) FROM bot_jobs
                 WHERE bot_id = (SELECT bot_id FROM bot_jobs WHERE id = ?1) AND id < ?1
                   AND {OPEN} AND status = 'drawing'"
            ))?
            .query_row([id.0], |row| row.get(0))?)
    }

    /// How many pictures count against a guest's quota, asked for from `from` on, up to and without `until`: what was
    /// drawn or is still to be drawn for this guest.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn count_pictures_of(
        &self,
        person: TelegramId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<u32, StoreError> {
        Ok(self
            .db
            .prepare_cached(&format!(
                "SELECT count(*) FROM bot_jobs
                 WHERE person_id = ?1 AND made_at >= ?2 AND made_at < ?3 AND NOT {FREE} AND {GOOD}"
            ))?
            .query_row((person.0, from.0, until.0), |row| row.get(0))?)
    }

    /// What guests asked for from `from` on, up to and without `until`, and spent in that time.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn bot_day(
        &self,
        bot: BotId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<BotDay, StoreError> {
        let spent = self.guests_spent_between(from, until)?;
        Ok(self
            .db
            .prepare_cached(&format!(
                "SELECT count(*) FILTER (WHERE NOT {FREE}), count(*) FILTER (WHERE {FREE}), count(DISTINCT person_id)
                 FROM bot_jobs WHERE bot_id = ?1 AND made_at >= ?2 AND made_at < ?3 AND {GOOD}"
            ))?
            .query_row((bot.0, from.0, until.0), |row| {
                Ok(BotDay {
                    pictures: row.get(0)?,
                    redraws: row.get(1)?,
                    guests: row.get(2)?,
                    spent,
                })
            })?)
    }

    /// The job for which a drawing was queued.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_bot_job_of_drawing(
        &self,
        drawing: DrawingId,
    ) -> Result<Option<BotJob>, StoreError> {
        self.find_bot_job("drawing_id = ?1 ORDER BY id LIMIT 1", [drawing.to_string()])
    }

    /// What a guest asked for last in a chat, however it ended.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_last_bot_job(
        &self,
        bot: BotId,
        chat: ChatId,
        person: TelegramId,
    ) -> Result<Option<BotJob>, StoreError> {
        self.find_bot_job(
            "bot_id = ?1 AND chat_id = ?2 AND person_id = ?3 ORDER BY id DESC LIMIT 1",
            [bot.0, chat.0, person.0],
        )
    }

    /// `which` is one of this file's own words, never text from outside.
    fn find_bot_job<const N: usize>(
        &self,
        which: &'static str,
        values: [impl ToSql; N],
    ) -> Result<Option<BotJob>, StoreError> {
        let mut query = self.db.prepare_cached(&format!("{SELECT} WHERE {which}"))?;
        let values = rusqlite::params_from_iter(values);
        Ok(query.query_row(values, read_job).optional()?)
    }
}

impl Writer<'_> {
    /// Puts a job into the queue. The same update gives the job that is there, with `false`.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn queue_bot_job(
        &self,
        job: &NewBotJob<'_>,
        now: Timestamp,
    ) -> Result<(BotJob, bool), StoreError> {
        let state = match job.picture {
            Some(_) => BotJobState::Drawn,
            None => BotJobState::Drawing,
        };
        let inserted = self.db.execute(
            "INSERT INTO bot_jobs (bot_id, chat_id, person_id, update_id, kind, model_id, words, banner, language, seed,
                status, picture_id, is_redraw, is_cached, made_at, asked_message)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
             ON CONFLICT (bot_id, update_id) DO NOTHING",
            (
                job.bot.0,
                job.chat.0,
                job.person.0,
                job.update,
                job.kind.name(),
                job.model.map(|model| model.to_string()),
                job.words,
                job.banner,
                job.language.as_str(),
                job.seed.to_string(),
                state.name(),
                job.picture.map(|picture| picture.to_string()),
                job.is_redraw,
                job.is_cached,
                now.0,
                job.asked_message,
            ),
        )?;
        let there = self.find_bot_job("bot_id = ?1 AND update_id = ?2", [job.bot.0, job.update])?;
        let there = there.ok_or_else(|| StoreError::NotFound {
            what: "job of the bot for update",
            id: job.update.to_string(),
        })?;
        Ok((there, inserted == 1))
    }

    /// Notes the drawing that was queued for a job.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn set_bot_job_drawing(&self, id: BotJobId, drawing: DrawingId) -> Result<(), StoreError> {
        let changed = self.db.execute(
            "UPDATE bot_jobs SET drawing_id = ?2 WHERE id = ?1",
            (id.0, drawing.to_string()),
        )?;
        there_is(id, changed)
    }

    /// Notes the picture that was drawn for a job. Its state stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn set_bot_job_picture(&self, id: BotJobId, picture: PictureId) -> Result<(), StoreError> {
        let changed = self.db.execute(
            "UPDATE bot_jobs SET picture_id = ?2 WHERE id = ?1",
            (id.0, picture.to_string()),
        )?;
        there_is(id, changed)
    }

    /// Writes where a job stands. Whose picture was sent needs to be told nothing more.
    ///
    /// # Errors
    /// [`StoreError::Transition`] where it has come to its end, [`StoreError::NotFound`], or SQLite's.
    pub fn set_bot_job_state(
        &self,
        id: BotJobId,
        state: &BotJobState,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let before = self.load_bot_job(id)?.state;
        if before.is_terminal() {
            return Err(StoreError::Transition(InvalidTransition {
                state: before.name(),
                event: state.name(),
            }));
        }
        self.db.execute(
            "UPDATE bot_jobs SET status = ?2, reason = ?3, ended_at = ?4, is_told = is_told OR ?5 WHERE id = ?1",
            (
                id.0,
                state.name(),
                state.failure().map(BotJobFailure::name),
                state.is_terminal().then_some(now.0),
                *state == BotJobState::Sent,
            ),
        )?;
        Ok(())
    }

    /// Notes a job's messages.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn set_bot_job_messages(
        &self,
        id: BotJobId,
        messages: &BotJobMessages<'_>,
    ) -> Result<(), StoreError> {
        let changed = self.db.execute(
            "UPDATE bot_jobs SET progress_message = coalesce(?2, progress_message),
                photo_message = coalesce(?3, photo_message), file_id = coalesce(?4, file_id)
             WHERE id = ?1",
            (id.0, messages.progress, messages.photo, messages.file_id),
        )?;
        there_is(id, changed)
    }

    /// Notes that the guest knows how a job ended.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn tell_bot_job(&self, id: BotJobId) -> Result<(), StoreError> {
        let changed = self
            .db
            .execute("UPDATE bot_jobs SET is_told = 1 WHERE id = ?1", [id.0])?;
        there_is(id, changed)
    }
}

/// The open jobs of a bot in their order; the values are the bot and how many.
pub(crate) fn open_jobs() -> String {
    format!("{SELECT} WHERE bot_id = ?1 AND {OPEN} ORDER BY id LIMIT ?2")
}

fn missing(id: BotJobId) -> StoreError {
    StoreError::NotFound {
        what: "job of the bot",
        id: id.0.to_string(),
    }
}

fn there_is(id: BotJobId, changed: usize) -> Result<(), StoreError> {
    if changed == 1 {
        Ok(())
    } else {
        Err(missing(id))
    }
}

fn read_job(row: &Row<'_>) -> rusqlite::Result<BotJob> {
    Ok(BotJob {
        id: BotJobId(row.get(0)?),
        bot: BotId(row.get(1)?),
        chat: ChatId(row.get(2)?),
        person: TelegramId(row.get(3)?),
        update: row.get(4)?,
        kind: word(row, 5)?,
        model: optional_id(row, 6)?,
        words: row.get(7)?,
        banner: row.get(8)?,
        language: word(row, 9)?,
        seed: Seed(parsed(row, 10)?),
        state: read_state(row, 11)?,
        is_told: row.get(13)?,
        drawing: optional_id(row, 14)?,
        picture: optional_id(row, 15)?,
        is_redraw: row.get(16)?,
        is_cached: row.get(17)?,
        progress_message: row.get(18)?,
        photo_message: row.get(19)?,
        file_id: row.get(20)?,
        made_at: Timestamp(row.get(21)?),
        ended_at: row.get::<_, Option<i64>>(22)?.map(Timestamp),
        asked_message: row.get(23)?,
    })
}

/// The state whose word is in `column` and whose reason, where it has one, is in the next.
fn read_state(row: &Row<'_>, column: usize) -> rusqlite::Result<BotJobState> {
    let status = ("status", row.get_ref(column)?.as_str()?);
    let reason = row.get_ref(column + 1)?.as_str_or_null()?;
    let fields = [status]
        .into_iter()
        .chain(reason.map(|reason| ("reason", reason)));
    BotJobState::deserialize(MapDeserializer::<_, value::Error>::new(fields))
        .map_err(|error| unreadable(column, error))
}

fn read_line(row: &Row<'_>) -> rusqlite::Result<BotJobLine> {
    let model: Option<String> = row.get(3)?;
    Ok(BotJobLine {
        id: BotJobId(row.get(0)?),
        guest: row.get(1)?,
        telegram: TelegramId(row.get(2)?),
        model: model
            .map(|name| DatasetName::new(&name))
            .transpose()
            .map_err(|error| unreadable(3, error))?,
        words: row.get(4)?,
        banner: row.get(5)?,
        state: read_state(row, 6)?,
        is_drawn_now: row.get(8)?,
        made_at: Timestamp(row.get(9)?),
    })
}
