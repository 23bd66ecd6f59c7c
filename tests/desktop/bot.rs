//! The bot in the real window: connected, switched on, a guest who gets a badge, the window closed and opened again
//! meanwhile, switched off.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use blazon_core::{
    Engine, NoEvents, Places, SecretFile, SecretName, SecretStore, Secrets, Studio,
    SystemSurroundings,
};
use blazon_emulators::telegram::{ChatMessage, Person};
use blazon_emulators::{FalEmulator, TelegramEmulator, lora_weights};
use blazon_model::{
    BadgeDesign, BadgePicture, BadgeSource, BaseFamily, BotAccess, BotJobId, BotSettings,
    LoraModel, ModelChange, ModelImport, ProviderId,
};
use blazon_tests::desktop::{Desktop, Window};
use blazon_tests::guest;
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;
use std::collections::BTreeMap;

use crate::look::keep_picture;

fn studio(library: &Path) -> Result<Arc<Studio>> {
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

/// A library with a model that guests may use, drawn with at fal.
fn prepare(library: &Path, fal: &FalEmulator) -> Result<LoraModel> {
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
    let model = studio.edit_model(model.id, &change)?;
    studio.change_bot_settings(&BotSettings {
        access: BotAccess::Open,
        place: ProviderId::Fal,
        ..BotSettings::default()
    })?;
    Ok(model)
}

fn hears(person: &Person, after: i64, text: &str) -> Result<ChatMessage> {
    let said = person.sees(PATIENCE, |message| {
        message.id > after && message.text.contains(text)
    });
    said.with_context(|| {
        let all = person.messages().into_iter().map(|message| message.text);
        format!("{text:?} was not said: {:#?}", all.collect::<Vec<_>>())
    })
}

/// The badge that the job's picture and these words make.
fn expected(library: &Path, job: i64, banner: &str) -> Result<Vec<u8>> {
    let studio = studio(library)?;
    let picture = studio.load_bot_job(BotJobId(job))?.picture;
    let design = BadgeDesign {
        template: "golden-banner".into(),
        picture: Some(BadgePicture::new(BadgeSource::Drawn {
            picture: picture.context("the job has its picture")?,
        })),
        texts: BTreeMap::from([("text".to_owned(), banner.to_owned())]),
        ..BadgeDesign::default()
    };
    Ok(studio.encode_badge_for_chat(&design)?)
}

fn is_on(window: &Window<'_>) -> Result<bool> {
    let overview = window.invoke("load_bot", &json!({}))?;
    Ok(overview["line"]["type"] == "running")
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn the_switch_starts_the_bot_a_guest_gets_a_badge_and_the_switch_stops_it() -> Result<()> {
    let (fal, telegram) = (FalEmulator::start(), TelegramEmulator::start());
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
    prepare(&desktop.library(), &fal)?;
    let window = desktop.open()?;
    window.click(&id("rail-bot"))?;
    window.wait_for(&id("bot-connect"))?;
    keep_picture(&window, "bot-empty")?;
    window.type_into(&id("bot-token"), "12345:wrong")?;
    window.click(&id("bot-connect"))?;
    window.wait_text("main", |text| text.contains("no bot with this token"))?;
    window.execute(
        "const field = document.querySelector('[data-testid=bot-token]'); field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true }))",
        &json!([]),
    )?;
    window.type_into(&id("bot-token"), &telegram.token())?;
    window.click(&id("bot-connect"))?;
    window.wait_text(&id("bot-identity"), |text| text.contains("emulated_bot"))?;
    window.click(&id("bot-switch-on"))?;
    until("the bot to run", PATIENCE, || {
        Ok(is_on(&window)?.then_some(()))
    })?;

    let guest = guest::plays(telegram.url(), "Anna", "en", "a telescope", "UX SCOUT")?;
    ensure!(
        guest.caption.contains("Your badge is ready!"),
        "{:#?}",
        guest.texts
    );
    ensure!(
        guest.buttons == ["Again", "Other text", "As a file"],
        "{:?}",
        guest.buttons
    );
    ensure!(guest.document.ends_with(".png"), "{}", guest.document);
    keep_picture(&window, "bot-running")?;

    // The window is closed, and the bot goes on.
    let anna = telegram.find_person(guest.id);
    let anna = anna.context("the guest is on Telegram")?;
    window.ask_to_close()?;
    std::thread::sleep(Duration::from_secs(1));
    let asked = anna.writes("/limits");
    hears(&anna, asked, "Today: 1 of")?;
    ensure!(is_on(&window)?, "the program is still there");
    // Started again, it comes to the front.
    let mut second = std::process::Command::new(desktop.application());
    desktop.seat(&mut second);
    ensure!(second.status()?.success(), "the second start gives way");
    window.click(&id("rail-bot"))?;
    let switched = Instant::now();
    window.click(&id("bot-switch"))?;
    until("the bot to be off", PATIENCE, || {
        Ok((!is_on(&window)?).then_some(()))
    })?;
    // Telegram would keep the last question for 25 seconds.
    ensure!(switched.elapsed() < Duration::from_secs(10));
    let asked = anna.writes("/limits");
    std::thread::sleep(Duration::from_millis(700));
    ensure!(
        anna.messages().iter().all(|message| message.id <= asked),
        "nobody answers"
    );
    window.close()?;
    ensure!(
        guest.photo == expected(&desktop.library(), 1, "UX SCOUT")?,
        "the banner carries the text"
    );

    // The switch says the same after a restart of the computer.
    let window = desktop.open()?;
    ensure!(!is_on(&window)?);
    window.invoke("switch_bot", &json!({ "on": true }))?;
    until("the bot to run", PATIENCE, || {
        Ok(is_on(&window)?.then_some(()))
    })?;
    hears(&anna, asked, "Today: 1 of").context("what came while it was off is answered")?;
    window.kill();
    let window = desktop.open()?;
    until("the bot to run again by itself", PATIENCE, || {
        Ok(is_on(&window)?.then_some(()))
    })?;
    window.invoke("switch_bot", &json!({ "on": false }))?;
    window.close()
}
