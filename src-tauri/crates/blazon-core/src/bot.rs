//! The Telegram bot as its owner handles it: token, settings, texts, guests, pairing, and how it stands. The dialogue is
//! in `blazon-bot`; what a guest may have is decided in `bot_orders.rs`.
//!
//! What can go wrong: a stranger becomes the owner (the code is made in the window, holds for a quarter of an hour, has 40
//! bits of chance, and is used up by the first who sends it); the token is shown or written anywhere (it goes into the
//! keychain and into no answer); a person's model is shared without that person knowing (sharing asks once).

use crate::hosted::{day_of, month_of};
use crate::{Event, SecretName, Studio, Words};
use anyhow::Context;
use blazon_model::{
    BotId, BotIdentity, BotLine, BotOverview, BotPairing, BotSettings, BotText, BotTextKey,
    Endpoint, GuestAccess, GuestLine, InvalidBotSettings, LanguageTag, LoraModel, ModelId, Money,
    ProviderId, SharedModel, TelegramId, Timestamp, is_quota,
};
use blazon_providers::telegram::{Connection, TelegramError, User};
use blazon_store::StoreError;
use secrecy::SecretString;
use std::time::Duration;

/// How long a code holds, in milliseconds.
const CODE_HOLDS: i64 = 15 * 60 * 1000;
/// The letters of a code: none that is taken for another.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Letters of a code: 40 bits.
const CODE_LENGTH: usize = 8;
/// How long Telegram is given to say whose token it is.
const INTRODUCTION: Duration = Duration::from_secs(20);
/// Jobs that are listed.
const MOST_LISTED: u32 = 100;

/// What cannot be done with the bot.
#[derive(Debug, thiserror::Error)]
pub enum BotError {
    /// No token is kept.
    #[error("the bot has no token")]
    NoToken,
    /// Telegram did not accept the token, or cannot be asked.
    #[error("Telegram does not know the bot")]
    Telegram(#[from] TelegramError),
    /// A number that is no person's.
    #[error("this is no number of a person on Telegram")]
    NoNumber,
    /// A quota out of range.
    #[error("a guest has 1 to 1000 pictures a day")]
    Quota,
    /// A person may be shown, and nobody said that this person agrees.
    #[error("a model that may show a person is shared with that person's consent alone")]
    NoConsent,
}

impl Studio {
    /// How the bot stands; `line` is what the program that asks knows of its line to Telegram.
    ///
    /// # Errors
    /// When the database or the file of keys cannot be read.
    pub fn bot_overview(&self, line: BotLine) -> anyhow::Result<BotOverview> {
        let now = self.now();
        let (day, month) = (day_of(now), month_of(now));
        let has_token = self.secrets.load(SecretName::TelegramToken)?.is_some();
        let settings = self.load_bot_settings()?;
        let shared = self.shared_models()?;
        let picture_cost = self.picture_cost(&settings, &shared)?;
        let overview = self.store.read::<_, StoreError>(|db| {
            let identity = db.load_bot_identity()?.filter(|_| has_token);
            let bot = identity.as_ref().map_or(BotId(0), |identity| identity.id);
            let username = identity.as_ref().map(|identity| identity.username.as_str());
            let pairing = db.load_bot_pairing()?.filter(|(_, until)| *until > now);
            Ok(BotOverview {
                has_token,
                line,
                texts: texts_of(&settings),
                pairing: username
                    .zip(pairing)
                    .map(|(name, (code, until))| pairing_of(name, code, until)),
                has_owner: db.has_owner()?,
                today: db.bot_day(bot, day.0, day.1)?,
                month_spent: db.guests_spent_between(month.0, month.1)?,
                picture_cost,
                shared: shared
                    .iter()
                    .filter_map(|model| Some(shared_of(username?, model)))
                    .collect(),
                jobs: db.list_bot_job_lines(bot, MOST_LISTED)?,
                waiting: db.count_open_bot_jobs(bot)?,
                settings,
                identity,
            })
        })?;
        Ok(overview)
    }

    /// What a person set for the bot.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load_bot_settings(&self) -> anyhow::Result<BotSettings> {
        Ok(self.store.read(|db| db.load_bot_settings())?)
    }

    /// Puts `settings` in place of the old ones.
    ///
    /// # Errors
    /// [`InvalidBotSettings`]; nothing is changed then.
    pub fn change_bot_settings(&self, settings: &BotSettings) -> anyhow::Result<()> {
        settings.check()?;
        if self.template(&settings.template).is_err() {
            return Err(InvalidBotSettings::NoTemplate.into());
        }
        self.store
            .write(|tx| tx.save_bot_settings(settings, self.now()))?;
        self.events.send(Event::BotChanged);
        Ok(())
    }

    /// Notes what the switch says, so that it says the same after a restart of the computer.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_bot_switch(&self, is_on: bool) -> anyhow::Result<()> {
        self.store.write::<_, StoreError>(|tx| {
            let settings = BotSettings {
                is_on,
                ..tx.load_bot_settings()?
            };
            tx.save_bot_settings(&settings, self.now())
        })?;
        self.events.send(Event::BotChanged);
        Ok(())
    }

    /// A text of the bot in a language: the person's own, or what it says by itself.
    #[must_use]
    pub fn bot_text(settings: &BotSettings, language: LanguageTag, key: BotTextKey) -> String {
        settings.text(language, key).map_or_else(
            || Words::new(language).say(standard_text(key)),
            str::to_owned,
        )
    }

    /// A line to Telegram with the token that is kept, the allowed hosts and the proxy of the settings.
    ///
    /// # Errors
    /// [`BotError`], and when the file of keys cannot be read.
    pub fn telegram(&self) -> anyhow::Result<Connection> {
        let token = self.secrets.load(SecretName::TelegramToken)?;
        let (token, _) = token.ok_or(BotError::NoToken)?;
        Ok(self.telegram_with(&token)?)
    }

    fn telegram_with(&self, token: &SecretString) -> Result<Connection, TelegramError> {
        let net = self.net().map_err(TelegramError::Way)?;
        Connection::new(net, self.places.telegram.clone(), token)
    }

    /// Keeps a token, once Telegram has said whose it is.
    ///
    /// # Errors
    /// [`BotError::Telegram`], or what refuses to keep it. The old one stays then.
    pub fn connect_bot(&self, token: &SecretString) -> anyhow::Result<BotIdentity> {
        let connection = self.telegram_with(token).map_err(BotError::from)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("start asking")?;
        let identity = runtime
            .block_on(introduce(&connection))
            .map_err(BotError::from)?;
        self.secrets.save(SecretName::TelegramToken, token)?;
        self.note_bot_identity(&identity)?;
        Ok(identity)
    }

    /// Notes which bot answers to the token.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_bot_identity(&self, identity: &BotIdentity) -> anyhow::Result<()> {
        let known = self.store.read(|db| db.load_bot_identity())?;
        if known.as_ref() != Some(identity) {
            self.store
                .write(|tx| tx.save_bot_identity(Some(identity), self.now()))?;
            self.events.send(Event::BotChanged);
        }
        Ok(())
    }

    /// Forgets the token. Guests, their limits and what they asked for stay.
    ///
    /// # Errors
    /// When the keychain or the file refuses.
    pub fn forget_bot(&self) -> anyhow::Result<()> {
        self.secrets.remove(SecretName::TelegramToken)?;
        self.store.write::<_, StoreError>(|tx| {
            let settings = BotSettings {
                is_on: false,
                ..tx.load_bot_settings()?
            };
            tx.save_bot_settings(&settings, self.now())?;
            tx.save_bot_pairing(None, self.now())?;
            tx.save_bot_identity(None, self.now())
        })?;
        self.events.send(Event::BotChanged);
        Ok(())
    }

    /// A code that makes the first person who sends it to the bot its owner; an earlier one holds no more.
    ///
    /// # Errors
    /// [`BotError::NoToken`], or the database's.
    pub fn make_pairing_code(&self) -> anyhow::Result<BotPairing> {
        let identity = self.store.read(|db| db.load_bot_identity())?;
        let identity = identity.ok_or(BotError::NoToken)?;
        let code: String = self
            .random()
            .iter()
            .take(CODE_LENGTH)
            .map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]))
            .collect();
        let until = Timestamp(self.now().0.saturating_add(CODE_HOLDS));
        self.store
            .write(|tx| tx.save_bot_pairing(Some((&code, until)), self.now()))?;
        self.events.send(Event::BotChanged);
        Ok(pairing_of(&identity.username, code, until))
    }

    /// The guests with what each had today, the last seen first, those who wait for an answer before all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_guests(&self) -> anyhow::Result<Vec<GuestLine>> {
        let (from, until) = day_of(self.now());
        let mut guests = self.store.read(|db| db.list_guest_lines(from, until))?;
        guests.sort_by_key(|line| line.guest.access != GuestAccess::Waiting);
        Ok(guests)
    }

    /// Decides what a guest may do.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn set_guest_access(
        &self,
        guest: TelegramId,
        access: GuestAccess,
    ) -> anyhow::Result<Vec<GuestLine>> {
        self.store.write(|tx| tx.set_guest_access(guest, access))?;
        self.guests_changed()
    }

    /// Decides how many pictures a guest may have a day; `None` for the bot's own limit.
    ///
    /// # Errors
    /// [`BotError::Quota`], [`StoreError::NotFound`], or the database's.
    pub fn set_guest_quota(
        &self,
        guest: TelegramId,
        quota: Option<u32>,
    ) -> anyhow::Result<Vec<GuestLine>> {
        if quota.is_some_and(|quota| !is_quota(quota)) {
            return Err(BotError::Quota.into());
        }
        self.store.write(|tx| tx.set_guest_quota(guest, quota))?;
        self.guests_changed()
    }

    /// Allows a person by Telegram's number, who may not have written yet.
    ///
    /// # Errors
    /// [`BotError::NoNumber`], or the database's.
    pub fn add_guest(&self, number: &str) -> anyhow::Result<Vec<GuestLine>> {
        let number: i64 = number.trim().parse().map_err(|_| BotError::NoNumber)?;
        // Telegram's numbers of people have up to 52 bits (Bot API, `User.id`).
        if !(1..1 << 52).contains(&number) {
            return Err(BotError::NoNumber.into());
        }
        self.store
            .write(|tx| tx.allow_guest(TelegramId(number), self.now()))?;
        self.guests_changed()
    }

    fn guests_changed(&self) -> anyhow::Result<Vec<GuestLine>> {
        self.events.send(Event::GuestsChanged);
        self.list_guests()
    }

    /// The models that the bot may draw with, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn shared_models(&self) -> anyhow::Result<Vec<LoraModel>> {
        let models = self.store.read(|db| db.list_all_models())?.into_iter();
        Ok(models.filter(is_offered).collect())
    }

    /// What one picture with the default model costs at the bot's place; `None` where that is not known.
    fn picture_cost(
        &self,
        settings: &BotSettings,
        shared: &[LoraModel],
    ) -> anyhow::Result<Option<Money>> {
        if settings.place == ProviderId::Local {
            return Ok(Some(Money::ZERO));
        }
        let Some(model) = default_model(settings, shared) else {
            return Ok(None);
        };
        let Some(generator) = self.bot_generator(settings, model.id)? else {
            return Ok(None);
        };
        let request = self.bot_request(settings, model, Some(&generator), "")?;
        let plan = self.plan_drawing(&request)?;
        Ok(plan.cost.map(|cost| cost.reserved))
    }

    /// The generator with which guests draw: the one that was chosen where it fits the model, or else the first that
    /// does and has a price.
    pub(crate) fn bot_generator(
        &self,
        settings: &BotSettings,
        model: ModelId,
    ) -> anyhow::Result<Option<Endpoint>> {
        if settings.place == ProviderId::Local {
            return Ok(None);
        }
        let offered = self.list_generators(settings.place, Some(model))?;
        let chosen = settings.endpoint.as_deref();
        let fits = |endpoint: &&Endpoint| Some(endpoint.id.as_str()) == chosen;
        let found = offered.iter().find(fits);
        let found = found.or_else(|| offered.iter().find(|endpoint| endpoint.price.is_some()));
        let typed = settings.typed_price.and(offered.first());
        Ok(found.or(typed).cloned())
    }
}

/// Asks Telegram whose the token is.
///
/// # Errors
/// [`TelegramError`]
pub async fn introduce(connection: &Connection) -> Result<BotIdentity, TelegramError> {
    let nothing = serde_json::json!({});
    let bot: User = connection.call("getMe", &nothing, INTRODUCTION).await?;
    Ok(BotIdentity {
        id: BotId(bot.id),
        username: bot.username.unwrap_or_default(),
        name: bot.first_name,
    })
}

/// Whether a model is one that guests may choose.
pub(crate) fn is_offered(model: &LoraModel) -> bool {
    model.is_shared && model.archived_at.is_none() && model.removed_at.is_none()
}

/// The model with which a guest draws who chose none.
pub(crate) fn default_model<'m>(
    settings: &BotSettings,
    shared: &'m [LoraModel],
) -> Option<&'m LoraModel> {
    let chosen = settings.model;
    let found = shared.iter().find(|model| Some(model.id) == chosen);
    found.or_else(|| shared.first())
}

fn texts_of(settings: &BotSettings) -> Vec<BotText> {
    let mut texts = Vec::new();
    for language in [LanguageTag::En, LanguageTag::Ru] {
        let words = Words::new(language);
        texts.extend(BotTextKey::ALL.map(|key| BotText {
            language,
            key,
            standard: words.say(standard_text(key)),
            own: settings.text(language, key).map(str::to_owned),
        }));
    }
    texts
}

/// The message with what a text says by itself.
const fn standard_text(key: BotTextKey) -> &'static str {
    match key {
        BotTextKey::Welcome => "guest-welcome",
        BotTextKey::AskHold => "guest-ask-hold",
        BotTextKey::AskBanner => "guest-ask-banner",
        BotTextKey::AskPortrait => "guest-ask-portrait",
        BotTextKey::Ready => "guest-ready",
        BotTextKey::Private => "guest-private",
        BotTextKey::Help => "guest-help",
    }
}

fn pairing_of(username: &str, code: String, until: Timestamp) -> BotPairing {
    BotPairing {
        link: format!("https://t.me/{username}?start={code}"),
        code,
        until,
    }
}

fn shared_of(username: &str, model: &LoraModel) -> SharedModel {
    let link = format!("https://t.me/{username}?start=m_{}", model.id);
    SharedModel {
        model: model.id,
        name: model.name.clone(),
        cover: model.cover.clone(),
        qr: blazon_badge::code_rows(&link),
        link,
    }
}

impl Studio {
    /// Tells whoever watches that the bot's line changed.
    pub fn tell_bot(&self) {
        self.events.send(Event::BotChanged);
    }

    /// Whether a training goes on by itself, here or at a provider.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_run_under_way(&self) -> anyhow::Result<bool> {
        let places = [ProviderId::Local, ProviderId::Fal, ProviderId::Replicate];
        self.store.read(|db| {
            for place in places {
                if !db.list_open_runs(place)?.is_empty() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// Notes that the person knows that the program goes on without its window; whether that is new.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_background_told(&self) -> anyhow::Result<bool> {
        Ok(self.store.write(|tx| tx.note_background_told(self.now()))?)
    }
}
