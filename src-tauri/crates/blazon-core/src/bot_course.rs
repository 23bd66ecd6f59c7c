//! Guests' jobs on their way: what became of their drawings, what is painted, what was sent and said.
//!
//! What can go wrong: the program dies between a finished drawing and its guest (the job's row says what is still to be
//! done, and it is done at the next start); a picture is sent and the note of it is lost (it is sent again: a doubled
//! picture is better than none).

use crate::bot_orders::{Visitor, failure_of};
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::{
    BadgeDesign, BadgeFormat, BadgePicture, BadgeSource, BotId, BotJobFailure, BotJobId,
    BotJobKind, BotJobState, DrawingState, Timestamp,
};
use blazon_store::{BotJob, BotJobMessages, BotPlace, DialogueRow, StoreError};
use std::collections::BTreeMap;

/// How much is looked at in one go.
const MOST_AT_ONCE: u32 = 200;

/// After how many milliseconds a guest is told that a reply of the provider is lost. What may have been paid stays set
/// aside until the owner has looked.
const LOST: i64 = 30_000;

/// A picture on its way to a guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaintedJob {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its name.
    pub file_name: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// As what a picture is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentAs {
    /// A photo, which Telegram makes smaller.
    Photo,
    /// A file, which it leaves as it is.
    File,
}

impl Studio {
    /// Brings jobs whose drawings have ended in step with them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn settle_bot_jobs(&self, bot: BotId) -> anyhow::Result<()> {
        let lost_before = Timestamp(self.now().0.saturating_sub(LOST));
        let ended = self
            .store
            .read(|db| db.list_ended_bot_jobs(bot, MOST_AT_ONCE, lost_before))?;
        for job in ended {
            self.settle_bot_job(&job)?;
        }
        Ok(())
    }

    fn settle_bot_job(&self, job: &BotJob) -> anyhow::Result<()> {
        let Some(id) = job.drawing else {
            return Ok(());
        };
        let drawing = self.load_drawing(id)?;
        let picture = drawing.pictures.first().map(|picture| picture.id);
        // It follows from the drawing's row, and does so again after a power cut.
        let settled = self.store.write_unsynced::<_, StoreError>(|tx| {
            let state = match (&drawing.state, picture) {
                (DrawingState::Succeeded, Some(picture)) => {
                    tx.set_bot_job_picture(job.id, picture)?;
                    BotJobState::Drawn
                }
                (DrawingState::Cancelled, _) => BotJobState::Cancelled,
                _ => BotJobState::Failed {
                    reason: failure_of(drawing.held_back > 0),
                },
            };
            tx.set_bot_job_state(job.id, &state, self.now())
        });
        match settled {
            // The guest has cancelled it meanwhile.
            Ok(()) | Err(StoreError::Transition(_)) => {}
            Err(error) => return Err(error.into()),
        }
        tracing::info!(job = job.id.0, "a guest's drawing has ended");
        self.events.send(Event::BotChanged);
        Ok(())
    }

    /// The jobs of which something is still to be done or to be said, in their order: those that wait for their drawings
    /// are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_due_bot_jobs(&self, bot: BotId) -> anyhow::Result<Vec<BotJob>> {
        Ok(self
            .store
            .read(|db| db.list_due_bot_jobs(bot, MOST_AT_ONCE))?)
    }

    /// Where those stand that wait for their drawings, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_bot_places(&self, bot: BotId) -> anyhow::Result<Vec<BotPlace>> {
        Ok(self.store.read(|db| db.list_bot_places(bot))?)
    }

    /// A job's picture as it is sent: in its badge, or alone.
    ///
    /// # Errors
    /// When the picture or the template is not there any more, or cannot be read.
    pub fn paint_bot_job(&self, job: &BotJob, as_what: SentAs) -> anyhow::Result<PaintedJob> {
        let picture = job.picture.context("find the picture of a guest's job")?;
        let path = self.picture_path(picture)?;
        // A badge without its picture would be drawn all the same.
        anyhow::ensure!(path.is_file(), "the picture of a guest's job is gone");
        if job.kind == BotJobKind::Portrait {
            return Ok(PaintedJob {
                bytes: std::fs::read(&path).context("read the picture")?,
                file_name: format!("portrait-{}.png", job.id.0),
                media_type: "image/png",
            });
        }
        let template = self.load_bot_settings()?.template;
        let design = BadgeDesign {
            picture: Some(BadgePicture::new(BadgeSource::Drawn { picture })),
            texts: self.banner_texts(&template, &job.banner)?,
            template,
            ..BadgeDesign::default()
        };
        let (bytes, format, media_type) = match as_what {
            SentAs::Photo => (
                self.encode_badge_for_chat(&design)?,
                BadgeFormat::Jpeg,
                "image/jpeg",
            ),
            SentAs::File => (
                self.encode_badge(&design, "badge", BadgeFormat::Png)?,
                BadgeFormat::Png,
                "image/png",
            ),
        };
        Ok(PaintedJob {
            bytes,
            file_name: format!("badge-{}.{}", job.id.0, format.ending()),
            media_type,
        })
    }

    /// The banner's text in the field that the template's ribbon shows; others stay empty.
    fn banner_texts(
        &self,
        template: &str,
        banner: &str,
    ) -> anyhow::Result<BTreeMap<String, String>> {
        let template = self.template(template)?;
        let field = crate::badge_template::banner_field(&template);
        let mut texts: BTreeMap<_, _> = template
            .fields
            .iter()
            .map(|field| (field.id.clone(), String::new()))
            .collect();
        if let Some(field) = field {
            texts.insert(field, banner.to_owned());
        }
        Ok(texts)
    }

    /// Notes the message that says how far a job is.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_bot_progress(&self, id: BotJobId, message: i64) -> anyhow::Result<()> {
        let messages = BotJobMessages {
            progress: Some(message),
            ..BotJobMessages::default()
        };
        Ok(self
            .store
            .write_unsynced(|tx| tx.set_bot_job_messages(id, &messages))?)
    }

    /// Notes that the guest has the picture. After a power cut it may be sent once more.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_bot_sent(
        &self,
        id: BotJobId,
        message: i64,
        file_id: Option<&str>,
    ) -> anyhow::Result<()> {
        let messages = BotJobMessages {
            photo: Some(message),
            file_id,
            ..BotJobMessages::default()
        };
        let sent = self.store.write_unsynced::<_, StoreError>(|tx| {
            tx.set_bot_job_messages(id, &messages)?;
            tx.set_bot_job_state(id, &BotJobState::Sent, self.now())
        });
        match sent {
            Ok(()) | Err(StoreError::Transition(_)) => {}
            Err(error) => return Err(error.into()),
        }
        self.events.send(Event::BotChanged);
        Ok(())
    }

    /// Notes that nothing came of a job.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_bot_failure(&self, id: BotJobId, reason: BotJobFailure) -> anyhow::Result<()> {
        let state = BotJobState::Failed { reason };
        let failed = self
            .store
            .write(|tx| tx.set_bot_job_state(id, &state, self.now()));
        match failed {
            Ok(()) | Err(StoreError::Transition(_)) => {}
            Err(error) => return Err(error.into()),
        }
        self.events.send(Event::BotChanged);
        Ok(())
    }

    /// Notes that the guest knows how a job ended.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_bot_told(&self, id: BotJobId) -> anyhow::Result<()> {
        self.store.write_unsynced(|tx| tx.tell_bot_job(id))?;
        self.events.send(Event::BotChanged);
        Ok(())
    }
}

/// What Telegram gave, and what was said in a chat.
impl Studio {
    /// Keeps updates until they are answered; it lasts through a power cut.
    ///
    /// # Errors
    /// When the database or the disk fails.
    pub fn keep_bot_updates(&self, bot: BotId, batch: &[(i64, String)]) -> anyhow::Result<()> {
        Ok(self
            .store
            .write(|tx| tx.keep_updates(bot, batch, self.now()))?)
    }

    /// The updates that were kept and not answered to the end, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_bot_updates(&self, bot: BotId) -> anyhow::Result<Vec<(i64, String)>> {
        Ok(self.store.read(|db| db.list_updates(bot))?)
    }

    /// Forgets updates that were answered; after a power cut they may be there again.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_bot_updates(&self, bot: BotId, updates: &[i64]) -> anyhow::Result<()> {
        Ok(self
            .store
            .write_unsynced(|tx| tx.forget_updates(bot, updates))?)
    }

    /// What was said last between the bot and a person in a chat.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find_dialogue(&self, visitor: Visitor) -> anyhow::Result<Option<DialogueRow>> {
        let Visitor { bot, chat, person } = visitor;
        Ok(self.store.read(|db| db.find_dialogue(bot, chat, person))?)
    }

    /// Notes where a dialogue stands. A power cut may take it back, with what Telegram gave since.
    ///
    /// # Errors
    /// When the database fails.
    pub fn save_dialogue(&self, visitor: Visitor, row: &DialogueRow) -> anyhow::Result<()> {
        let Visitor { bot, chat, person } = visitor;
        Ok(self
            .store
            .write_unsynced(|tx| tx.save_dialogue(bot, chat, person, row, self.now()))?)
    }

    /// How many are before a job in the queue.
    ///
    /// # Errors
    /// When the database fails.
    pub fn place_before(&self, job: BotJobId) -> anyhow::Result<u32> {
        Ok(self.store.read(|db| db.place_before(job))?)
    }

    /// The job that an update asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find_bot_job_of_update(
        &self,
        bot: BotId,
        update: i64,
    ) -> anyhow::Result<Option<BotJob>> {
        Ok(self
            .store
            .read(|db| db.find_bot_job_of_update(bot, update))?)
    }

    /// A job as it stands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn load_bot_job(&self, id: BotJobId) -> anyhow::Result<BotJob> {
        Ok(self.store.read(|db| db.load_bot_job(id))?)
    }
}
