//! What a guest of the bot may have: who is admitted, what is ordered, drawn again or stopped.
//!
//! What can go wrong: two taps pass one limit together (access, quota, queue, money and the order itself are one
//! transaction); the same update comes twice after a crash (its order is found again by the update's number); a guest
//! is charged for what another has drawn already (the same words, model and seed are one drawing); a guest names
//! another's job (a job answers to the person who ordered it alone); money is spent past the owner's ceilings (what is
//! left of day and month is the limit of each acceptance).

use crate::bot::{default_model, is_offered};
use crate::grid::{Ready, cell_of, is_drawn_or_under_way};
use crate::hosted::{day_of, month_of};
use crate::hosted_drawing::RefusedDrawing;
use crate::playground::InvalidDrawing;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::{
    BadgePrompt, BotAccess, BotId, BotJobFailure, BotJobId, BotJobKind, BotJobState, BotSettings,
    ChatId, ContentHash, DrawRefusal, DrawRequest, DrawingId, Endpoint, FieldValue, Guest,
    GuestAccess, HostedChoice, LanguageTag, LedgerKind, LoraModel, ModelId, Money, PictureId,
    Price, PriceUnit, Role, Seed, Spender, TelegramId, compose_badge_prompt,
};
use blazon_store::{BotJob, NewBotJob, StoreError, Writer};

/// The longest words for a picture, in characters.
const LONGEST_WORDS: usize = 300;
/// The longest text of a banner, in characters.
const LONGEST_BANNER: usize = 60;
/// The longest name of a guest, in characters.
const LONGEST_NAME: usize = 64;
/// Finished pictures of one guest that may wait to be sent.
const MOST_UNSENT: usize = 3;
/// How old the note about a guest's last visit may become, in milliseconds.
const VISIT: i64 = 60_000;

/// Who writes to the bot, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Visitor {
    /// The bot.
    pub bot: BotId,
    /// The chat.
    pub chat: ChatId,
    /// The person.
    pub person: TelegramId,
}

/// In what something was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The update.
    pub update: i64,
    /// Its message, which is answered in a group; `None` where a button was pressed.
    pub message: Option<i64>,
}

/// Whether a person may use the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Yes.
    Guest(Guest),
    /// No; `is_first` where that was not said yet.
    Stranger {
        /// Whether it is to be said now.
        is_first: bool,
    },
    /// No, and nothing is said.
    Banned,
}

/// What a guest asks for.
#[derive(Clone, Copy, Debug)]
pub struct BotOrder<'a> {
    /// Who asks.
    pub visitor: Visitor,
    /// In which update: the same one is ordered once.
    pub asked: Asked,
    /// What.
    pub kind: BotJobKind,
    /// The model that the guest chose; `None` for the bot's.
    pub model: Option<ModelId>,
    /// What the character holds, or what a portrait shows.
    pub words: &'a str,
    /// What stands on the banner; empty for a portrait.
    pub banner: &'a str,
    /// In which language the guest is answered.
    pub language: LanguageTag,
    /// The seed of the picture after which another one is wanted; `None` for the first.
    pub after: Option<Seed>,
}

/// Why a guest does not get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BotRefusal {
    /// The guest is not admitted any more.
    #[error("not admitted")]
    NotAdmitted,
    /// The guest's last picture is still being drawn, or several wait to be sent.
    #[error("another one is under way")]
    UnderWay,
    /// The guest has had as many pictures today as may be had.
    #[error("the day's {0} pictures are used up")]
    Quota(u32),
    /// Too many wait.
    #[error("the queue is full")]
    QueueFull,
    /// What guests may spend is used up.
    #[error("the budget is used up")]
    Budget,
    /// No model is shared.
    #[error("nothing is shared")]
    NothingShared,
    /// The model is not shared any more.
    #[error("the model is not shared any more")]
    ModelGone,
    /// The place cannot draw with the model: no key, no price, another base.
    #[error("it cannot be drawn")]
    Undrawable,
    /// There is nothing to read in the words.
    #[error("no words")]
    Empty,
    /// The words are too long.
    #[error("more than {0} characters")]
    TooLong(usize),
    /// The job is not there, or another person's.
    #[error("no such job")]
    NoJob,
}

impl Studio {
    /// Whether the person may use the bot; who is new is noted.
    ///
    /// # Errors
    /// When the database fails.
    pub fn admit(
        &self,
        person: TelegramId,
        name: &str,
        username: Option<&str>,
    ) -> anyhow::Result<Admission> {
        let now = self.now();
        let (known, access) = self.store.read::<_, StoreError>(|db| {
            Ok((db.find_guest(person)?, db.load_bot_settings()?.access))
        })?;
        let is_fresh = |guest: &Guest| {
            let seen = now.0.saturating_sub(guest.last_seen_at.0) < VISIT;
            seen && guest.name == name && guest.username.as_deref() == username
        };
        let guest = match known.filter(is_fresh) {
            Some(guest) => guest,
            None => {
                let waiting = GuestAccess::Waiting;
                let guest = self
                    .store
                    .write_unsynced(|tx| tx.meet_guest(person, name, username, now, waiting))?;
                self.events.send(Event::GuestsChanged);
                guest
            }
        };
        match guest.access {
            GuestAccess::Banned => Ok(Admission::Banned),
            GuestAccess::Owner | GuestAccess::Allowed => Ok(Admission::Guest(guest)),
            GuestAccess::Waiting if access == BotAccess::Open => Ok(Admission::Guest(guest)),
            GuestAccess::Waiting => {
                let is_first = self.store.write_unsynced(|tx| tx.told_guest(person, now))?;
                Ok(Admission::Stranger { is_first })
            }
        }
    }

    /// Makes the person the owner, where the code is the one that was made in the window and still holds. It holds no
    /// more afterwards.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pair(&self, person: TelegramId, code: &str) -> anyhow::Result<bool> {
        let now = self.now();
        let is_owner = self.store.write::<_, StoreError>(|tx| {
            let held = tx.load_bot_pairing()?;
            if !held.is_some_and(|(held, until)| held == code.trim() && until > now) {
                return Ok(false);
            }
            tx.save_bot_pairing(None, now)?;
            tx.set_guest_access(person, GuestAccess::Owner)?;
            Ok(true)
        })?;
        if is_owner {
            tracing::info!("a person has paired with the window and owns the bot");
            self.events.send(Event::GuestsChanged);
            self.events.send(Event::BotChanged);
        }
        Ok(is_owner)
    }

    /// The language that a guest chose.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn set_guest_language(
        &self,
        person: TelegramId,
        language: LanguageTag,
    ) -> anyhow::Result<()> {
        self.store
            .write(|tx| tx.set_guest_language(person, Some(language)))?;
        Ok(())
    }

    /// How many pictures the guest has had today, and may have.
    ///
    /// # Errors
    /// When the database fails.
    pub fn guest_limits(&self, person: TelegramId) -> anyhow::Result<(u32, u32)> {
        let (from, until) = day_of(self.now());
        Ok(self.store.read::<_, StoreError>(|db| {
            let settings = db.load_bot_settings()?;
            let own = db.find_guest(person)?.and_then(|guest| guest.daily_quota);
            let used = db.count_pictures_of(person, from, until)?;
            Ok((used, own.unwrap_or(settings.daily_quota)))
        })?)
    }

    /// Orders a picture. The outer error is the database's or the disk's.
    ///
    /// # Errors
    /// [`BotRefusal`]: nothing is queued and nothing is set aside then.
    pub fn order(&self, order: &BotOrder<'_>) -> anyhow::Result<Result<BotJob, BotRefusal>> {
        let prepared = match self.prepare(order)? {
            Ok(prepared) => prepared,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let written = self.store.write::<_, anyhow::Error>(|tx| {
            if let Some(job) = tx.find_bot_job_of_update(order.visitor.bot, order.asked.update)? {
                return Ok(job);
            }
            self.take_order(tx, order, &prepared)
        });
        match written {
            Ok(job) => {
                tracing::info!(job = job.id.0, "a guest's picture is ordered");
                self.events.send(Event::BotChanged);
                if job.drawing.is_some()
                    && prepared.settings.place != blazon_model::ProviderId::Local
                {
                    self.events.send(Event::SpendChanged);
                }
                self.runner.wake();
                Ok(Ok(job))
            }
            Err(error) => refused(error),
        }
    }

    fn prepare(&self, order: &BotOrder<'_>) -> anyhow::Result<Result<Prepared, BotRefusal>> {
        let words = match plain_words(order.words, LONGEST_WORDS) {
            Ok(words) => words,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let banner = match order.kind {
            BotJobKind::Portrait => String::new(),
            BotJobKind::Badge => match plain_words(order.banner, LONGEST_BANNER) {
                Ok(banner) => banner,
                Err(refusal) => return Ok(Err(refusal)),
            },
        };
        let settings = self.load_bot_settings()?;
        let shared = self.shared_models()?;
        let model = match order.model {
            Some(chosen) => shared.iter().find(|model| model.id == chosen),
            None => default_model(&settings, &shared),
        };
        let Some(model) = model else {
            let none = if order.model.is_some() && !shared.is_empty() {
                BotRefusal::ModelGone
            } else {
                BotRefusal::NothingShared
            };
            return Ok(Err(none));
        };
        let generator = self.bot_generator(&settings, model.id)?;
        if settings.place != blazon_model::ProviderId::Local && generator.is_none() {
            return Ok(Err(BotRefusal::Undrawable));
        }
        let prompt = match order.kind {
            BotJobKind::Portrait => words.clone(),
            BotJobKind::Badge => compose_badge_prompt::<String>(
                None,
                BadgePrompt {
                    base: &model.badge_base,
                    object: &words,
                    style: &model.badge_style,
                },
            ),
        };
        let mut request = self.bot_request(&settings, model, generator.as_ref(), &prompt)?;
        request.seed = Some(seed_of(model, &request.prompt, order.after));
        let cell = cell_of(&request)?;
        let seed = request.seed.context("find the seed")?;
        match self.ready(request) {
            Ok(ready) => Ok(Ok(Prepared {
                settings,
                model: model.id,
                words,
                banner,
                seed,
                cell,
                ready,
            })),
            Err(error) => refused(error).map(|refusal: Result<BotJob, _>| match refusal {
                Err(refusal) => Err(refusal),
                Ok(_) => Err(BotRefusal::Undrawable),
            }),
        }
    }

    /// What the bot asks for: one picture, with the provider's checker on.
    pub(crate) fn bot_request(
        &self,
        settings: &BotSettings,
        model: &LoraModel,
        generator: Option<&Endpoint>,
        prompt: &str,
    ) -> anyhow::Result<DrawRequest> {
        let here = self.local_request(Some(model.id), prompt)?;
        let Some(generator) = generator else {
            return Ok(here);
        };
        let number = |role| match generator.field_of(role)?.default {
            Some(FieldValue::Number(number)) => Some(number),
            Some(FieldValue::Flag(_) | FieldValue::Text(_)) | None => None,
        };
        let checker = generator.field_of(Role::SafetyChecker);
        let chosen = checker
            .map(|field| (field.name.clone(), FieldValue::Flag(true)))
            .into_iter()
            .collect();
        Ok(DrawRequest {
            provider: settings.place,
            base_path: None,
            // A field of steps has 32 bits.
            steps: number(Role::Steps).map_or(here.steps, |steps| steps as u32),
            guidance: number(Role::Guidance).unwrap_or(here.guidance),
            hosted: Some(HostedChoice {
                endpoint: generator.id.clone(),
                chosen,
                typed_price: settings.typed_price.map(|amount| Price {
                    amount,
                    per: 1,
                    unit: PriceUnit::Picture,
                    least: 0,
                    listed_on: self.today(),
                    source: String::new(),
                }),
            }),
            ..here
        })
    }

    fn take_order(
        &self,
        tx: &Writer<'_>,
        order: &BotOrder<'_>,
        prepared: &Prepared,
    ) -> anyhow::Result<BotJob> {
        let visitor = order.visitor;
        self.check_guest(tx, visitor)?;
        let known = tx.find_cell(&prepared.cell)?;
        let known = known.filter(is_drawn_or_under_way);
        let picture = known
            .as_ref()
            .and_then(|drawing| Some(drawing.pictures.first()?.id));
        let is_cached = known.is_some();
        if !is_cached {
            self.check_limits(tx, visitor, &prepared.settings)?;
        }
        let job = self.put_job(tx, order, prepared, picture, is_cached)?;
        let drawing = match known {
            Some(_) if picture.is_some() => return Ok(job),
            Some(drawing) => drawing.id,
            None => self.pay_and_queue(tx, visitor.person, prepared)?,
        };
        tx.set_bot_job_drawing(job.id, drawing)?;
        Ok(tx.load_bot_job(job.id)?)
    }

    fn put_job(
        &self,
        tx: &Writer<'_>,
        order: &BotOrder<'_>,
        prepared: &Prepared,
        picture: Option<PictureId>,
        is_cached: bool,
    ) -> anyhow::Result<BotJob> {
        let job = NewBotJob {
            bot: order.visitor.bot,
            chat: order.visitor.chat,
            person: order.visitor.person,
            update: order.asked.update,
            asked_message: order.asked.message,
            kind: order.kind,
            model: Some(prepared.model),
            words: &prepared.words,
            banner: &prepared.banner,
            language: order.language,
            seed: prepared.seed,
            picture,
            is_redraw: false,
            is_cached,
        };
        Ok(tx.queue_bot_job(&job, self.now())?.0)
    }

    /// Sets the sum aside and puts the drawing into the queue.
    fn pay_and_queue(
        &self,
        tx: &Writer<'_>,
        person: TelegramId,
        prepared: &Prepared,
    ) -> anyhow::Result<blazon_model::DrawingId> {
        let spender = Spender::Guest { telegram: person };
        let id = match &prepared.ready {
            Ready::Here(request, sent) => {
                let id = blazon_model::DrawingId::new(self.now(), self.random());
                tx.queue_drawing(id, request, sent, self.now())?.id
            }
            Ready::There(there) => {
                let left = self.left_for_guests(tx, &prepared.settings)?;
                self.accept_order(tx, there, left, spender)?.0
            }
        };
        tx.put_in_cell(id, &prepared.cell)?;
        Ok(id)
    }

    /// What guests may still spend today.
    fn left_for_guests(
        &self,
        tx: &Writer<'_>,
        settings: &BotSettings,
    ) -> Result<Money, StoreError> {
        let now = self.now();
        let left = |ceiling: Money, (from, until)| {
            let spent = tx.guests_spent_between(from, until)?;
            Ok::<_, StoreError>(ceiling.checked_sub(spent).unwrap_or(Money::ZERO))
        };
        let today = left(settings.daily_ceiling, day_of(now))?;
        let this_month = left(settings.monthly_ceiling, month_of(now))?;
        Ok(today.min(this_month).max(Money::ZERO))
    }

    fn check_guest(&self, tx: &Writer<'_>, visitor: Visitor) -> anyhow::Result<()> {
        let access = tx.find_guest(visitor.person)?.map(|guest| guest.access);
        let is_open = tx.load_bot_settings()?.access == BotAccess::Open;
        match access {
            Some(GuestAccess::Owner | GuestAccess::Allowed) => {}
            Some(GuestAccess::Waiting) if is_open => {}
            Some(GuestAccess::Waiting | GuestAccess::Banned) | None => {
                return Err(BotRefusal::NotAdmitted.into());
            }
        }
        let open = tx.open_bot_jobs_of(visitor.bot, visitor.person)?;
        let is_drawing = |job: &BotJob| job.state == BotJobState::Drawing;
        if open.iter().any(is_drawing) || open.len() >= MOST_UNSENT {
            return Err(BotRefusal::UnderWay.into());
        }
        Ok(())
    }

    fn check_limits(
        &self,
        tx: &Writer<'_>,
        visitor: Visitor,
        settings: &BotSettings,
    ) -> anyhow::Result<()> {
        let (from, until) = day_of(self.now());
        let own = tx
            .find_guest(visitor.person)?
            .and_then(|guest| guest.daily_quota);
        let quota = own.unwrap_or(settings.daily_quota);
        if tx.count_pictures_of(visitor.person, from, until)? >= quota {
            return Err(BotRefusal::Quota(quota).into());
        }
        if tx.count_open_bot_jobs(visitor.bot)? >= settings.longest_queue {
            return Err(BotRefusal::QueueFull.into());
        }
        Ok(())
    }

    /// Puts other words on the banner of a badge that the guest has: nothing is drawn, and nothing is paid.
    ///
    /// # Errors
    /// [`BotRefusal`]; the outer error is the database's.
    pub fn redraw(
        &self,
        visitor: Visitor,
        asked: Asked,
        job: BotJobId,
        banner: &str,
    ) -> anyhow::Result<Result<BotJob, BotRefusal>> {
        let banner = match plain_words(banner, LONGEST_BANNER) {
            Ok(banner) => banner,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let written = self.store.write::<_, anyhow::Error>(|tx| {
            if let Some(job) = tx.find_bot_job_of_update(visitor.bot, asked.update)? {
                return Ok(job);
            }
            let old = own_job(tx, visitor, job)?;
            self.check_guest(tx, visitor)?;
            let picture = old.picture.ok_or(BotRefusal::NoJob)?;
            if old.kind != BotJobKind::Badge {
                return Err(BotRefusal::NoJob.into());
            }
            let job = NewBotJob {
                bot: visitor.bot,
                chat: visitor.chat,
                person: visitor.person,
                update: asked.update,
                asked_message: asked.message,
                kind: old.kind,
                model: old.model,
                words: &old.words,
                banner: &banner,
                language: old.language,
                seed: old.seed,
                picture: Some(picture),
                is_redraw: true,
                is_cached: false,
            };
            Ok(tx.queue_bot_job(&job, self.now())?.0)
        });
        match written {
            Ok(job) => {
                self.events.send(Event::BotChanged);
                Ok(Ok(job))
            }
            Err(error) => refused(error),
        }
    }

    /// A job of this person in this chat.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find_own_job(&self, visitor: Visitor, id: BotJobId) -> anyhow::Result<Option<BotJob>> {
        match self.store.read(|db| own_job(db, visitor, id)) {
            Ok(job) => Ok(Some(job)),
            Err(error) if error.is::<BotRefusal>() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Stops the picture that the guest waits for; `None` where there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn cancel_order(&self, visitor: Visitor) -> anyhow::Result<Option<BotJob>> {
        let open = self
            .store
            .read(|db| db.open_bot_jobs_of(visitor.bot, visitor.person))?;
        let waiting = open
            .into_iter()
            .find(|job| job.state == BotJobState::Drawing && job.chat == visitor.chat);
        match waiting {
            Some(job) => self.cancel_bot_job(job.id).map(Some),
            None => Ok(None),
        }
    }

    /// Stops a job; its drawing too, unless another guest waits for the same.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Transition`] where it has ended, or the database's.
    pub fn cancel_bot_job(&self, id: BotJobId) -> anyhow::Result<BotJob> {
        let (job, stopped) = self.store.write::<_, StoreError>(|tx| {
            tx.set_bot_job_state(id, &BotJobState::Cancelled, self.now())?;
            let job = tx.load_bot_job(id)?;
            let stopped = match job.drawing {
                Some(drawing) if !is_wanted(tx, drawing)? => Some(self.stop_drawing(tx, drawing)?),
                Some(_) | None => None,
            };
            Ok((job, stopped))
        })?;
        if let Some(drawing) = stopped {
            self.tell_stopped(&drawing);
        }
        self.events.send(Event::BotChanged);
        Ok(job)
    }
}

/// An order that can be taken.
struct Prepared {
    settings: BotSettings,
    model: ModelId,
    words: String,
    banner: String,
    seed: Seed,
    cell: ContentHash,
    ready: Ready,
}

/// Whether somebody still waits for a drawing: another guest, or the owner, who has paid for it.
fn is_wanted(tx: &Writer<'_>, drawing: DrawingId) -> Result<bool, StoreError> {
    let lines = tx.list_ledger_of(drawing)?;
    let is_owners = lines
        .iter()
        .any(|line| line.kind == LedgerKind::Reserved && line.by == Spender::Person);
    Ok(is_owners || tx.is_waited_for(drawing)?)
}

fn own_job(
    db: &blazon_store::Reader<'_>,
    visitor: Visitor,
    id: BotJobId,
) -> anyhow::Result<BotJob> {
    let job = match db.load_bot_job(id) {
        Ok(job) => job,
        Err(StoreError::NotFound { .. }) => return Err(BotRefusal::NoJob.into()),
        Err(error) => return Err(error.into()),
    };
    let asked = (job.bot, job.chat, job.person);
    if asked != (visitor.bot, visitor.chat, visitor.person) {
        return Err(BotRefusal::NoJob.into());
    }
    Ok(job)
}

/// What a guest is told of an error; what is no refusal stays an error.
fn refused<T>(error: anyhow::Error) -> anyhow::Result<Result<T, BotRefusal>> {
    if let Some(refusal) = error.downcast_ref::<BotRefusal>() {
        return Ok(Err(*refusal));
    }
    if let Some(RefusedDrawing(refusal)) = error.downcast_ref() {
        tracing::warn!(?refusal, "a guest's picture is refused");
        return Ok(Err(match refusal {
            DrawRefusal::OverLimit { .. } | DrawRefusal::OverCeiling { .. } => BotRefusal::Budget,
            DrawRefusal::NoKey { .. }
            | DrawRefusal::NoPrice { .. }
            | DrawRefusal::GeneratorUnknown { .. }
            | DrawRefusal::OtherBase { .. }
            | DrawRefusal::NoLora { .. }
            | DrawRefusal::NotTrainedThere { .. }
            | DrawRefusal::NoModel { .. }
            | DrawRefusal::Field { .. }
            | DrawRefusal::NoRequest => BotRefusal::Undrawable,
        }));
    }
    match error.downcast_ref() {
        Some(InvalidDrawing::TooLong) => Ok(Err(BotRefusal::TooLong(LONGEST_WORDS))),
        Some(InvalidDrawing::Nothing) => Ok(Err(BotRefusal::Empty)),
        Some(_) => Ok(Err(BotRefusal::Undrawable)),
        None if error.is::<crate::BaseError>() => Ok(Err(BotRefusal::Undrawable)),
        None => Err(error),
    }
}

/// The seed of a picture: the first one of the same words with the same model is always the same, so that it is drawn
/// once for all guests, and each further one follows from the one before.
fn seed_of(model: &LoraModel, prompt: &str, after: Option<Seed>) -> Seed {
    let text = match after {
        None => format!("{} {prompt}", model.id),
        Some(seed) => format!("after {} {}", seed.0, model.id),
    };
    let hash = blake3::hash(text.as_bytes());
    let [a, b, c, d, ..] = *hash.as_bytes();
    // Other programs take seeds of 32 bits.
    Seed(u64::from(u32::from_le_bytes([a, b, c, d])))
}

/// What is to be drawn, as a guest wrote it, where it can be used.
///
/// # Errors
/// [`BotRefusal::Empty`] and [`BotRefusal::TooLong`].
pub fn guest_words(text: &str) -> Result<String, BotRefusal> {
    plain_words(text, LONGEST_WORDS)
}

/// A guest's name as it is shown: one line of at most 64 characters.
#[must_use]
pub fn guest_name(text: &str) -> String {
    let name = plain_words(text, usize::MAX).unwrap_or_default();
    name.chars().take(LONGEST_NAME).collect()
}

/// The words of a guest as they are used: one line, without signs that nobody sees or that turn the text around.
///
/// # Errors
/// [`BotRefusal::Empty`] and [`BotRefusal::TooLong`].
pub(crate) fn plain_words(text: &str, longest: usize) -> Result<String, BotRefusal> {
    let is_seen = |letter: &char| !is_hidden(*letter);
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.chars().filter(is_seen).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    let words = words.join(" ");
    match words.chars().count() {
        0 => Err(BotRefusal::Empty),
        length if length > longest => Err(BotRefusal::TooLong(longest)),
        _ => Ok(words),
    }
}

/// Control characters, and those that say in which direction is read (Unicode Standard Annex 9).
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// What became of a drawing that guests wait for.
pub(crate) const fn failure_of(is_held_back: bool) -> BotJobFailure {
    if is_held_back {
        BotJobFailure::HeldBack
    } else {
        BotJobFailure::Drawing
    }
}

impl Studio {
    /// Whether the model is still one that guests may use.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn is_model_offered(&self, model: ModelId) -> anyhow::Result<bool> {
        Ok(is_offered(&self.load_model(model)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("  a  lantern\n", Ok("a lantern"))]
    #[case::turned("gnp\u{202e}fdp", Ok("gnpfdp"))]
    #[case::hidden("\u{200b}\u{feff}", Err(BotRefusal::Empty))]
    #[case::control("a\u{7}b", Ok("ab"))]
    #[case::joined_emoji("👨\u{200d}🚀", Ok("👨\u{200d}🚀"))]
    #[case::long("ten letters", Err(BotRefusal::TooLong(10)))]
    #[case::nothing("", Err(BotRefusal::Empty))]
    fn words_are_one_line_of_what_is_seen(
        #[case] text: &str,
        #[case] expected: Result<&str, BotRefusal>,
    ) {
        assert_eq!(plain_words(text, 10), expected.map(str::to_owned));
    }
}
