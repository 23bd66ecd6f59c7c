//! The bot in the real window: connected, switched on, a guest who gets a badge, the window closed and opened again
//! meanwhile, switched off.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use blazon_emulators::{FalEmulator, TelegramEmulator};
use blazon_model::{BadgeDesign, BadgePicture, BadgeSource, BotJobId};
use blazon_tests::guest;
use blazon_tests::webdriver::id;
use serde_json::json;

use crate::look::keep_picture;
use crate::served::{asks_in_vain, desk, hears, is_on, studio, wait_off, wait_on};

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

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn the_switch_starts_the_bot_a_guest_gets_a_badge_and_the_switch_stops_it() -> Result<()> {
    let (fal, telegram) = (FalEmulator::start(), TelegramEmulator::start());
    let desktop = desk(&fal, &telegram)?;
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
    wait_on(&window)?;

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
    wait_off(&window)?;
    // Telegram would keep the last question for 25 seconds.
    ensure!(switched.elapsed() < Duration::from_secs(10));
    let asked = asks_in_vain(&anna)?;
    window.close()?;
    ensure!(
        guest.photo == expected(&desktop.library(), 1, "UX SCOUT")?,
        "the banner carries the text"
    );

    // The switch says the same after a restart of the computer.
    let window = desktop.open()?;
    ensure!(!is_on(&window)?);
    window.invoke("switch_bot", &json!({ "on": true }))?;
    wait_on(&window)?;
    hears(&anna, asked, "Today: 1 of").context("what came while it was off is answered")?;
    window.kill();
    let window = desktop.open()?;
    wait_on(&window).context("again by itself")?;
    window.invoke("switch_bot", &json!({ "on": false }))?;
    window.close()
}
