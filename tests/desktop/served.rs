//! A desk whose bot has everything that it needs: a Telegram, a fal to draw at, and a library with a model for guests.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use blazon_core::{
    Engine, NoEvents, Places, SecretFile, SecretName, SecretStore, Secrets, Studio,
    SystemSurroundings,
};
use blazon_emulators::telegram::{ChatMessage, Person};
use blazon_emulators::{FalEmulator, TelegramEmulator, lora_weights};
use blazon_model::{BaseFamily, BotAccess, BotSettings, ModelChange, ModelImport, ProviderId};
use blazon_tests::desktop::{Desktop, Window};
use blazon_tests::wait::{PATIENCE, until};
use serde_json::json;

/// How long it is listened to a bot that ought to be silent.
const SILENCE: Duration = Duration::from_millis(700);

/// A desk from which both services are found, and on which everybody may order badges once the bot is on.
pub(crate) fn desk(fal: &FalEmulator, telegram: &TelegramEmulator) -> Result<Desktop> {
    let mut desktop = Desktop::beside_the_test()?;
    for (name, value) in [
        ("BLAZON_FAL_QUEUE_URL", fal.queue_url()),
        ("BLAZON_FAL_REST_URL", fal.rest_url()),
        ("BLAZON_TELEGRAM_URL", telegram.url().to_owned()),
        ("BLAZON_POLL_MS", "150".to_owned()),
        ("FAL_KEY", String::new()),
        ("TELEGRAM_BOT_TOKEN", String::new()),
    ] {
        desktop.set(name, value);
    }
    prepare(&desktop.library(), fal)?;
    Ok(desktop)
}

/// A library with a model that guests may use, drawn with at fal.
fn prepare(library: &Path, fal: &FalEmulator) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("fox.safetensors");
    fs::write(&file, lora_weights(1))?;
    SecretFile::in_library(library).save(SecretName::FalKey, &fal.key().to_owned().into())?;
    let studio = studio(library)?;
    let model = studio.import_model(
        &file,
        &ModelImport {
            name: Some("Fox".into()),
            base: Some(BaseFamily::Flux1),
            trigger: Some("ohwx fox".into()),
        },
    )?;
    let change = ModelChange {
        badge_base: Some("samurai warrior badge".into()),
        is_shared: Some(true),
        has_consent: Some(true),
        ..ModelChange::default()
    };
    studio.edit_model(model.id, &change)?;
    studio.change_bot_settings(&BotSettings {
        access: BotAccess::Open,
        place: ProviderId::Fal,
        ..BotSettings::default()
    })?;
    Ok(())
}

/// The library behind the window's back.
pub(crate) fn studio(library: &Path) -> Result<Arc<Studio>> {
    let file = || Box::new(SecretFile::in_library(library));
    fs::create_dir_all(library)?;
    Ok(Studio::open(
        library,
        Arc::new(NoEvents),
        Arc::new(SystemSurroundings),
        Secrets::new(file(), |_| None, file()),
        Places::new(Engine::new("/nonexistent".into(), Vec::new(), None)),
    )?)
}

/// Waits until the bot has said this, later than the message `after`.
pub(crate) fn hears(person: &Person, after: i64, text: &str) -> Result<ChatMessage> {
    let said = person.sees(PATIENCE, |message| {
        message.id > after && message.text.contains(text)
    });
    said.with_context(|| {
        let all = person.messages().into_iter().map(|message| message.text);
        format!("{text:?} was not said: {:#?}", all.collect::<Vec<_>>())
    })
}

/// Asks for the limits, and finds that nobody answers; the number of the question.
pub(crate) fn asks_in_vain(person: &Person) -> Result<i64> {
    let asked = person.writes("/limits");
    std::thread::sleep(SILENCE);
    let mut messages = person.messages().into_iter();
    ensure!(
        messages.all(|message| message.id <= asked),
        "somebody answers"
    );
    Ok(asked)
}

/// Whether the bot has its line to Telegram.
pub(crate) fn is_on(window: &Window<'_>) -> Result<bool> {
    let overview = window.invoke("load_bot", &json!({}))?;
    Ok(overview["line"]["type"] == "running")
}

/// Waits until the bot is on.
pub(crate) fn wait_on(window: &Window<'_>) -> Result<()> {
    until("the bot to run", PATIENCE, || {
        Ok(is_on(window)?.then_some(()))
    })
}

/// Waits until the bot is off.
pub(crate) fn wait_off(window: &Window<'_>) -> Result<()> {
    until("the bot to be off", PATIENCE, || {
        Ok((!is_on(window)?).then_some(()))
    })
}
