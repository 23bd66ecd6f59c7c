//! Every view as it is seen: looked at by axe-core for people who need more than eyes, and kept as pictures for those
//! who design it (`BLAZON_SCREENS=1`, into `target/screens/`).

use std::env;
use std::fs;

use anyhow::{Context, Result, bail};
use blazon_tests::desktop::{Desktop, Window, root};
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::{Value, json};

use crate::newcomer;

const ROOMS: [&str; 6] = [
    "training",
    "playground",
    "badges",
    "bot",
    "gallery",
    "settings",
];

/// The tabs of a dataset beside its photos, and what each of them holds.
const TABS: [(&str, &str); 3] = [
    ("crop", "main img"),
    ("captions", "[data-testid=\"captions-tab\"]"),
    ("archive", "[data-testid=\"archive-tab\"]"),
];

/// A double click on the first photo; the driver has none.
const OPEN_LARGE: &str = "\
    document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))";

/// Control, then K: WebDriver's name for the key that stays down until the end of the text.
const CONTROL_K: &str = "\u{E009}k";
const ESCAPE: &str = "\u{E00C}";

/// Walks through everything that can be seen, calling `look` at each stop with its name.
fn visit(window: &Window<'_>, mut look: impl FnMut(&str) -> Result<()>) -> Result<()> {
    for room in ROOMS {
        enter(window, room)?;
        look(room)?;
    }
    enter(window, "datasets")?;
    window.wait_for(&id("dataset-card"))?;
    look("datasets")?;
    window.click(&id("dataset-card"))?;
    window.wait_for(&id("photo-tile"))?;
    wait_drawn(window)?;
    look("dataset")?;
    for (tab, holds) in TABS {
        window.click(&id(&format!("tab-{tab}")))?;
        window.wait_for(holds)?;
        wait_drawn(window)?;
        look(tab)?;
    }
    window.click(&id("tab-photos"))?;
    window.wait_for(&id("photo-tile"))?;
    window.execute(OPEN_LARGE, &json!([id("photo-tile")]))?;
    window.wait_for(&id("large-photo"))?;
    wait_drawn(window)?;
    look("large")?;
    window.click(&id("large-back"))?;
    window.wait_gone(&id("large-photo"))?;
    window.click(&id("statistics-open"))?;
    window.wait_for(&id("statistics"))?;
    look("statistics")?;
    window.click("[data-close]")?;
    window.wait_gone(&id("statistics"))?;
    window.type_into("body", CONTROL_K)?;
    window.wait_for(&id("palette"))?;
    look("palette")?;
    window.type_into(&id("palette-input"), ESCAPE)?;
    window.wait_gone(&id("palette"))?;
    window.click(&id("datasets-back"))
}

fn enter(window: &Window<'_>, room: &str) -> Result<()> {
    window.click(&id(&format!("rail-{room}")))?;
    window.wait_for(&format!(
        "[data-testid=\"rail-{room}\"][aria-current=\"page\"]"
    ))?;
    // Settings come as a chunk of their own.
    if room == "settings" {
        window.wait_for(&id("settings-theme"))
    } else {
        Ok(())
    }
}

/// Waits until all pictures in sight are there, and nothing moves or is pointed at any more.
pub(crate) fn wait_drawn(window: &Window<'_>) -> Result<()> {
    window.park_mouse()?;
    let script = "return [...document.images].every(image => image.complete)\
                  && document.getAnimations().every(animation => animation.playState !== 'running'\
                     || animation.effect?.getComputedTiming().iterations === Infinity)";
    until("pictures and motions", PATIENCE, || {
        Ok((window.execute(script, &json!([]))? == true).then_some(()))
    })
}

fn choose(window: &Window<'_>, language: &str, theme: &str) -> Result<()> {
    enter(window, "settings")?;
    window.click(&id(&format!("settings-language-{language}")))?;
    window.click(&id(&format!("settings-theme-{theme}")))?;
    until("the theme", PATIENCE, || {
        let theme_now =
            window.execute("return document.documentElement.dataset.theme", &json!([]))?;
        Ok((theme_now == theme).then_some(()))
    })
}

/// A window with the sample photos in a dataset, a model trained on them and a picture drawn.
fn with_samples(desktop: &Desktop) -> Result<Window<'_>> {
    let window = desktop.open()?;
    newcomer::take_samples(&window)?;
    newcomer::train(&window, 10)?;
    newcomer::draw(&window)?;
    enter(&window, "datasets")?;
    window.click(&id("datasets-back"))?;
    Ok(window)
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn axe_finds_nothing_in_any_view() -> Result<()> {
    let axe = fs::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js"))
        .context("npm ci brings axe-core")?;
    let desktop = Desktop::beside_the_test()?;
    let empty = desktop.open()?;
    empty.execute(&axe, &json!([]))?;
    let mut findings = inspect(&empty, "first start")?;
    empty.close()?;

    let window = with_samples(&desktop)?;
    window.execute(&axe, &json!([]))?;
    for theme in ["light", "dark"] {
        choose(&window, "en", theme)?;
        visit(&window, |view| {
            findings.extend(inspect(&window, &format!("{view}, {theme}"))?);
            Ok(())
        })?;
    }
    window.close()?;
    if findings.is_empty() {
        Ok(())
    } else {
        bail!("axe found:\n{}", findings.join("\n"))
    }
}

fn inspect(window: &Window<'_>, place: &str) -> Result<Vec<String>> {
    wait_drawn(window)?;
    let body = "const { violations } = await axe.run(document, { resultTypes: ['violations'] });\
                return violations.map(({ id, help, nodes }) => `${id}: ${help} — ${nodes.map(node => `${node.target.join(' ')} (${[...node.any, ...node.all][0]?.message ?? ''})`).join(', ')}`)";
    let found: Vec<Value> = serde_json::from_value(window.execute_async(body, &json!([]))?)?;
    Ok(found
        .iter()
        .filter_map(Value::as_str)
        .map(|finding| format!("{place}: {finding}"))
        .collect())
}

/// What is wider than the room it has, so that a person would have to scroll sideways or could not read it.
const TOO_WIDE: &str = "\
    const page = document.documentElement;\
    const wide = page.scrollWidth > innerWidth || page.scrollHeight > innerHeight ? ['the page'] : [];\
    const cut = [...document.querySelectorAll('nav button, main button, h1, h2, label')]\
        .filter(part => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX === 'visible' && part.clientWidth > 0)\
        .map(part => part.innerText);\
    return [...wide, ...cut]";

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn no_view_is_cut_off_in_either_language_at_either_size() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    first_start(&desktop)?;
    let window = with_samples(&desktop)?;
    let mut findings = Vec::new();
    for (width, height) in [(1280, 800), (1024, 680)] {
        window.resize(width, height)?;
        for (language, theme) in [
            ("en", "light"),
            ("ru", "light"),
            ("en", "dark"),
            ("ru", "dark"),
        ] {
            choose(&window, language, theme)?;
            visit(&window, |view| {
                wait_drawn(&window)?;
                let name = format!("{view}-{language}-{theme}-{width}x{height}");
                let wide: Vec<String> =
                    serde_json::from_value(window.execute(TOO_WIDE, &json!([]))?)?;
                findings.extend(wide.iter().map(|part| format!("{name}: {part}")));
                keep_picture(&window, &name)
            })?;
        }
    }
    window.close()?;
    if findings.is_empty() {
        Ok(())
    } else {
        bail!("wider than their room:\n{}", findings.join("\n"))
    }
}

fn first_start(desktop: &Desktop) -> Result<()> {
    let window = desktop.open()?;
    for (language, theme) in [
        ("ru", "light"),
        ("ru", "dark"),
        ("en", "dark"),
        ("en", "light"),
    ] {
        choose(&window, language, theme)?;
        enter(&window, "datasets")?;
        wait_drawn(&window)?;
        keep_picture(&window, &format!("first-start-{language}-{theme}-1280x800"))?;
    }
    window.close()
}

/// Keeps what the window shows, where pictures are wanted.
pub(crate) fn keep_picture(window: &Window<'_>, name: &str) -> Result<()> {
    if env::var_os("BLAZON_SCREENS").is_none() {
        return Ok(());
    }
    let folder = root().join("target/screens");
    window
        .desktop()
        .keep_screen(&folder.join(format!("{name}.png")))
}
