//! The program without its window: hidden into the tray while the bot works, opened, switched and quit from there.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use blazon_emulators::{FalEmulator, TelegramEmulator};
use blazon_tests::desktop::{Desktop, Window};
use blazon_tests::guest;
use blazon_tests::notifications::Notifications;
use blazon_tests::tray_host::{Entry, TrayHost};
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;

use crate::served::{asks_in_vain, desk, hears, wait_off, wait_on};

const OPEN: &str = "Open Blazon";
const BOT: &str = "Switch the bot on or off";
const QUIT: &str = "Quit";
const ENGLISH: [&str; 3] = [OPEN, BOT, QUIT];
const RUSSIAN: [&str; 3] = ["Открыть Blazon", "Включить или выключить бота", "Выйти"];

/// How long the bot may take to be off. Telegram would keep its last question for 25 seconds.
const MOMENT: Duration = Duration::from_secs(5);

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn from_the_tray_the_hidden_program_is_opened_its_bot_switched_and_quit() -> Result<()> {
    let (fal, telegram) = (FalEmulator::start(), TelegramEmulator::start());
    let desktop = desk(&fal, &telegram)?;
    let notifications = Notifications::on(desktop.display())?;
    let mut tray = TrayHost::start(&desktop)?;
    let window = desktop.open()?;
    ensure!(tray.menu()? == menu(ENGLISH), "{:?}", tray.menu()?);
    speak(&window, &mut tray, "ru", RUSSIAN)?;
    speak(&window, &mut tray, "en", ENGLISH)?;
    serve(&window, &telegram)?;

    hide(&window)?;
    until("a word about it", PATIENCE, || {
        Ok((!notifications.told().is_empty()).then_some(()))
    })?;
    let guest = guest::plays(telegram.url(), "Anna", "en", "a telescope", "UX SCOUT")?;
    ensure!(
        guest.caption.contains("Your badge is ready!"),
        "{:#?}",
        guest.texts
    );
    let anna = telegram.find_person(guest.id);
    let anna = anna.context("the guest is on Telegram")?;

    show(&window, &mut tray)?;
    window.click(&id("rail-bot"))?;
    let switch = format!("{}:checked", id("bot-switch"));
    window.wait_count(&switch, 1)?;
    let switched = Instant::now();
    tray.click(BOT)?;
    wait_off(&window)?;
    ensure!(switched.elapsed() < MOMENT, "{:?}", switched.elapsed());
    window.wait_count(&switch, 0)?;
    let missed = asks_in_vain(&anna)?;
    tray.click(BOT)?;
    wait_on(&window)?;
    window.wait_count(&switch, 1)?;
    hears(&anna, missed, "Today: 1 of")?;

    hide(&window)?;
    window.end_by(|_| tray.click(QUIT))?;
    until("the icon to go", PATIENCE, || {
        Ok(tray.is_empty()?.then_some(()))
    })?;
    let missed = asks_in_vain(&anna)?;

    quit_the_next(&desktop, &mut tray, || {
        hears(&anna, missed, "Today: 1 of").context("the bot is on, as it was left")?;
        Ok(())
    })?;
    asks_in_vain(&anna)?;
    let told = notifications.told();
    ensure!(told.len() == 1, "{told:?}");
    ensure!(
        told[0].contains("the icon in the tray opens it"),
        "{told:?}"
    );
    Ok(())
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn the_window_hides_only_while_somebody_shows_the_icon() -> Result<()> {
    let (fal, telegram) = (FalEmulator::start(), TelegramEmulator::start());
    let desktop = desk(&fal, &telegram)?;
    let notifications = Notifications::on(desktop.display())?;
    let mut tray = TrayHost::start(&desktop)?;
    let window = desktop.open()?;
    serve(&window, &telegram)?;
    tray.menu()?;

    drop(tray);
    window.ask_to_close()?;
    // It is told once the window has stepped back.
    let told = until("a word about it", PATIENCE, || {
        Ok(notifications.told().into_iter().next())
    })?;
    ensure!(told.contains("the window was minimised"), "{told}");
    ensure!(window.is_shown()?, "nothing opens the window again");

    let mut tray = TrayHost::start(&desktop)?;
    tray.menu()?;
    hide(&window)?;
    show(&window, &mut tray)?;
    window.invoke("switch_bot", &json!({ "on": false }))?;
    window.close()
}

/// Connects the bot, and switches it on.
fn serve(window: &Window<'_>, telegram: &TelegramEmulator) -> Result<()> {
    window.invoke("connect_bot", &json!({ "token": telegram.token() }))?;
    window.invoke("switch_bot", &json!({ "on": true }))?;
    wait_on(window)
}

/// Chooses a language, and waits until the tray speaks it.
fn speak(
    window: &Window<'_>,
    tray: &mut TrayHost,
    language: &str,
    labels: [&str; 3],
) -> Result<()> {
    let mut settings = window.invoke("load_settings", &json!({}))?;
    settings["language"] = json!(language);
    window.invoke("change_settings", &json!({ "settings": settings }))?;
    until(&format!("a menu in {language:?}"), PATIENCE, || {
        Ok((tray.menu()? == menu(labels)).then_some(()))
    })
}

fn menu(labels: [&str; 3]) -> Vec<Entry> {
    let entry = |label: &str| Entry {
        label: label.to_owned(),
        is_enabled: true,
        is_ticked: false,
    };
    labels.map(entry).to_vec()
}

fn hide(window: &Window<'_>) -> Result<()> {
    window.ask_to_close()?;
    until("the window to be hidden", PATIENCE, || {
        Ok((!window.is_shown()?).then_some(()))
    })
}

fn show(window: &Window<'_>, tray: &mut TrayHost) -> Result<()> {
    tray.click(OPEN)?;
    until("the window to be shown", PATIENCE, || {
        Ok(window.is_shown()?.then_some(()))
    })
}

/// Starts the program without a driver, whose child would keep its exit code, and quits it from the tray after `meanwhile`.
fn quit_the_next(
    desktop: &Desktop,
    tray: &mut TrayHost,
    meanwhile: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let mut program = Command::new(desktop.application());
    desktop.seat(&mut program);
    let mut program = program.spawn()?;
    meanwhile()?;
    tray.click(QUIT)?;
    let status = until("the program to end", PATIENCE, || Ok(program.try_wait()?))?;
    ensure!(status.code() == Some(0), "{status}");
    Ok(())
}
