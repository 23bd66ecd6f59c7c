//! The library of our bot: a model that is shared, and limits that no guest of a measurement meets. Afterwards it says
//! whose badge is whose.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use blazon_core::{
    ENGINE_ARGUMENT, Engine, NoEvents, Places, SecretFile, Secrets, SentAs, Studio,
    SystemSurroundings, Visitor,
};
use blazon_emulators::{TelegramEmulator, lora_weights};
use blazon_model::{
    BaseFamily, BotAccess, BotId, BotJobId, BotSettings, ChatId, ModelChange, ModelImport, Money,
    ProviderId, TelegramId,
};
use tempfile::TempDir;

use super::crowd::Guest;

/// More than all guests together spend.
const ENOUGH: Money = Money::from_micros(1_000_000_000);
/// Badges that are painted again and compared to the last byte.
const PAINTED_AGAIN: usize = 10;

/// The library, in a folder that goes with it.
pub(crate) struct BotLibrary {
    home: TempDir,
    engine: Engine,
}

impl BotLibrary {
    /// Makes one below `folder`. `cli` is the program that would draw on this computer.
    pub(crate) fn make(folder: &Path, cli: &Path) -> Result<Self> {
        let library = Self {
            home: tempfile::tempdir_in(folder).context("make a library")?,
            engine: Engine::new(cli.to_owned(), vec![ENGINE_ARGUMENT.into()], None),
        };
        let studio = library.open()?;
        let source = tempfile::tempdir_in(folder).context("make a folder for a LoRA")?;
        let weights = source.path().join("fox.safetensors");
        fs::write(&weights, lora_weights(1)).context("write a LoRA")?;
        let import = ModelImport {
            name: Some("Fox".to_owned()),
            base: Some(BaseFamily::Flux1),
            trigger: Some("foxy".to_owned()),
        };
        let model = studio.import_model(&weights, &import)?;
        let shared = ModelChange {
            is_shared: Some(true),
            has_consent: Some(true),
            ..ModelChange::default()
        };
        studio.edit_model(model.id, &shared)?;
        studio.change_bot_settings(&BotSettings {
            access: BotAccess::Open,
            place: ProviderId::Fal,
            daily_quota: 1000,
            daily_ceiling: ENOUGH,
            monthly_ceiling: ENOUGH,
            longest_queue: 1000,
            ..BotSettings::default()
        })?;
        Ok(library)
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Opens it here; no work is carried.
    fn open(&self) -> Result<Arc<Studio>> {
        let home = self.home();
        let file = || Box::new(SecretFile::in_library(home));
        let studio = Studio::open(
            home,
            Arc::new(NoEvents),
            Arc::new(SystemSurroundings),
            Secrets::new(file(), |_| None, file()),
            Places::new(self.engine.clone()),
        );
        studio.context("open the library")
    }

    /// Guests whose badge is not the one that this library has for their words: by the job that the badge's buttons name,
    /// and for some by every byte of it. The bot must have ended.
    pub(crate) fn count_mixed_up(
        &self,
        telegram: &TelegramEmulator,
        guests: &[Guest],
    ) -> Result<usize> {
        let studio = self.open()?;
        let token = telegram.token();
        let (number, _) = token.split_once(':').context("read the bot's number")?;
        let bot = BotId(number.parse().context("read the bot's number")?);
        let step = guests.len().div_ceil(PAINTED_AGAIN);
        let mut mixed_up = 0;
        for (place, guest) in guests.iter().enumerate() {
            let is_own = is_own(&studio, bot, guest, place % step == 0)?;
            mixed_up += usize::from(!is_own);
        }
        Ok(mixed_up)
    }
}

/// Whether a guest's badge, where there is one, is that guest's; `to_the_byte`: it is painted again.
fn is_own(studio: &Studio, bot: BotId, guest: &Guest, to_the_byte: bool) -> Result<bool> {
    let Some(message) = &guest.photo else {
        return Ok(true);
    };
    let visitor = Visitor {
        bot,
        chat: ChatId(message.chat),
        person: TelegramId(guest.person.id()),
    };
    let data = message.all_data();
    let number = data.first().and_then(|data| data.split_once(':'));
    let Some(job) = number.and_then(|(_, number)| number.parse().ok()) else {
        return Ok(false);
    };
    let Some(job) = studio.find_own_job(visitor, BotJobId(job))? else {
        return Ok(false);
    };
    if (&job.words, &job.banner) != (&guest.words, &guest.banner) {
        return Ok(false);
    }
    if !to_the_byte {
        return Ok(true);
    }
    let painted = studio.paint_bot_job(&job, SentAs::Photo)?;
    let sent = message
        .photo
        .as_ref()
        .and_then(|photo| photo.bytes.as_deref());
    Ok(sent == Some(painted.bytes.as_slice()))
}
