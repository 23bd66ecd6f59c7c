//! A library of 50,000 pictures and 100 models: how soon a search answers, how soon the first screen is there, whether
//! scrolling drops frames, and whether memory stays what it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use blazon_model::{
    BaseFamily, ByteCount, ContentHash, DatasetName, DrawRequest, DrawingId, LoraModel, ModelId,
    Picture, PictureId, ProviderId, Sampler, Seed, Timestamp,
};
use blazon_store::{Store, StoreError, Writer};
use blazon_tests::desktop::{Desktop, Window};
use blazon_tests::sample::write_jpeg;
use blazon_tests::webdriver::id;
use serde_json::{Value, json};

use crate::figures::{Figures, machine};
use crate::{folder, say, scrolling};

const PICTURES: u32 = 50_000;
const MODELS: u32 = 100;
/// Pictures of one drawing.
const TOGETHER: u32 = 4;
/// Pictures that differ; the others are links to their files.
const DIFFERENT: u32 = 400;
/// The most milliseconds until a search answers, in the middle.
const ANSWER: f64 = 50.0;
/// The most milliseconds until the first screen is there.
const FIRST: f64 = 300.0;
/// When the last picture was made.
const NOW: i64 = 1_795_000_000_000;
const LOOKS: [&str; 20] = [
    "red", "quiet", "golden", "tiny", "ancient", "proud", "sleepy", "brave", "paper", "silver",
    "curious", "stormy", "gentle", "wooden", "bright", "frozen", "painted", "wild", "noble",
    "laughing",
];
const WHO: [&str; 24] = [
    "fox", "owl", "raccoon", "bear", "otter", "heron", "badger", "lynx", "hare", "dragon", "robot",
    "knight", "cat", "whale", "moth", "stag", "crow", "turtle", "wolf", "mouse", "lion", "swan",
    "beetle", "falcon",
];
const WHAT: [&str; 20] = [
    "telescope",
    "lantern",
    "guitar",
    "compass",
    "teapot",
    "umbrella",
    "book",
    "key",
    "kite",
    "camera",
    "map",
    "violin",
    "hammer",
    "balloon",
    "crown",
    "anchor",
    "drum",
    "scroll",
    "clock",
    "shield",
];
const WHERE: [&str; 12] = [
    "in a forest",
    "on a hill",
    "by the sea",
    "under the stars",
    "in the rain",
    "at a market",
    "on a roof",
    "in a library",
    "on the moon",
    "in the snow",
    "at dawn",
    "in a workshop",
];

/// Searches for each of the words in the page, and gives the milliseconds of each answer.
const SEARCH: &str = "\
    const invoke = window.__TAURI_INTERNALS__.invoke; const took = []; let found = 0; \
    for (const words of args[0]) { \
        const query = { words, kind: null, model: null, seed: null, from: null, until: null, rating: 0, \
            favourites: false, tag: null, missing: false, trash: false, order: 'newest' }; \
        const began = performance.now(); \
        found += (await invoke('list_gallery', { query, offset: 0, limit: 120 })).total; \
        took.push(performance.now() - began); \
    } \
    return { took, found }";

/// Enters the gallery, and gives the milliseconds until every thumbnail on the screen is painted.
const ENTER: &str = "\
    const frame = () => new Promise((go) => requestAnimationFrame(go)); \
    const began = performance.now(); \
    document.querySelector('[data-testid=\"rail-gallery\"]').click(); \
    for (;;) { \
        await frame(); \
        const cells = document.querySelectorAll('[data-testid=\"gallery-cell\"]'); \
        const pictures = [...document.querySelectorAll('[data-testid=\"gallery-cell\"] img')]; \
        const there = pictures.filter((picture) => picture.complete && !picture.classList.contains('late')); \
        if (cells.length > 0 && there.length >= Math.min(cells.length, 18) && there.length === pictures.length) break; \
        if (performance.now() - began > 20000) return -1; \
    } \
    await frame(); \
    return performance.now() - began";

/// Measures all of it and prints the table for `docs/benchmarks.md`.
pub(crate) fn measure(application: &Path) -> Result<()> {
    let mut desktop = Desktop::with(application.to_path_buf())?;
    let library = library(&desktop, application)?;
    desktop.set("BLAZON_HOME", library.display().to_string());
    say(&format!("\n{}\n", machine()));
    say("| a library of 50,000 pictures and 100 models | |\n|---|---|");
    let window = desktop.open()?;
    search(&window)?;
    first_screen(&window)?;
    scrolling::scroll(&window)?;
    window.close()
}

fn search(window: &Window<'_>) -> Result<()> {
    let words: Vec<String> = (0..60)
        .map(|number| match number % 4 {
            0 => WHO[number % WHO.len()].to_owned(),
            1 => format!("{} {}", WHO[number % WHO.len()], WHAT[number % WHAT.len()]),
            2 => format!(
                "{} {}",
                LOOKS[number % LOOKS.len()],
                &WHO[number % WHO.len()][..2]
            ),
            _ => format!("hold {}", &WHERE[number % WHERE.len()][..4]),
        })
        .collect();
    let told = window.execute_async(SEARCH, &json!([words]))?;
    let answers = figures(&told["took"])?;
    let found = told["found"].as_u64().unwrap_or(0);
    ensure!(found > 0, "the searches found nothing");
    say(&format!(
        "| a search answers (60 searches, {} found on average), ms | median {:.1}, most {:.1} (median less than {ANSWER:.0}: {}) |",
        found / 60,
        answers.median(),
        answers.quantile(1.0),
        held(answers.median() < ANSWER),
    ));
    Ok(())
}

fn first_screen(window: &Window<'_>) -> Result<()> {
    let mut screens = Figures::default();
    for _ in 0..7 {
        window.click(&id("rail-settings"))?;
        thread::sleep(Duration::from_millis(500));
        let took = window.execute_async(ENTER, &json!([]))?;
        let took = took.as_f64().context("read the time of the first screen")?;
        ensure!(took > 0.0, "the gallery showed no thumbnails");
        screens.add(took);
    }
    say(&format!(
        "| from the click to the whole first screen, ms | median {:.0}, most {:.0}, (less than {FIRST:.0}: {}) |",
        screens.median(),
        screens.quantile(1.0),
        held(screens.median() < FIRST),
    ));
    Ok(())
}

fn figures(list: &Value) -> Result<Figures> {
    let mut figures = Figures::default();
    for figure in list.as_array().context("read the figures")? {
        figures.add(figure.as_f64().context("read a figure")?);
    }
    Ok(figures)
}

const fn held(holds: bool) -> &'static str {
    if holds { "held" } else { "NOT held" }
}

/// The library, made once: photos by the terminal program, of which the pictures and their thumbnails are links.
fn library(desktop: &Desktop, application: &Path) -> Result<PathBuf> {
    let library = folder()?.join("library-gallery");
    let whole = library.join("whole");
    if whole.is_file() {
        return Ok(library);
    }
    say("filling a library with 50,000 pictures, once");
    let _ = fs::remove_dir_all(&library);
    fs::create_dir_all(&library)?;
    let photos = tempfile::TempDir::with_prefix("blazon-photos-")?;
    for seed in 0..DIFFERENT {
        write_jpeg(
            &photos.path().join(format!("{seed:03}.jpg")),
            640,
            640,
            seed.into(),
        )?;
    }
    let mut terminal = Command::new(application.with_file_name("blazon-cli"));
    desktop.seat(&mut terminal);
    let status = terminal
        .env("BLAZON_HOME", &library)
        .args(["dataset", "new", "Files"])
        .arg(photos.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .context("start blazon-cli")?;
    ensure!(status.success(), "blazon-cli could not fill the library");
    let originals = files_in(&library.join("photos"))?;
    let thumbs = files_in(&library.join("thumbs"))?;
    fs::create_dir_all(library.join("pictures/2026-11"))?;
    let store = Store::open(&library, Timestamp(NOW))?.store;
    store.write::<_, anyhow::Error>(|tx| {
        for number in 0..MODELS {
            tx.insert_model(&model(number)?)?;
        }
        for number in 0..PICTURES {
            let picture = picture(number);
            if number % TOGETHER == 0 {
                draw(tx, number, &picture)?;
            }
            let one_of = |files: &[PathBuf]| files[number as usize % files.len()].clone();
            fs::hard_link(one_of(&originals), library.join(&picture.file))?;
            let thumb = library.join(format!("thumbs/{}.webp", picture.hash));
            fs::hard_link(one_of(&thumbs), thumb)?;
            tx.insert_picture(&picture)?;
        }
        Ok(())
    })?;
    drop(store);
    fs::write(whole, "")?;
    Ok(library)
}

fn draw(tx: &Writer<'_>, number: u32, picture: &Picture) -> Result<(), StoreError> {
    let request = DrawRequest {
        provider: ProviderId::Local,
        model: picture.model,
        base_path: None,
        prompt: picture.prompt.clone(),
        without_trigger: false,
        negative_prompt: String::new(),
        strength: picture.strength,
        steps: picture.steps,
        guidance: picture.guidance,
        sampler: Sampler::default(),
        width: picture.width,
        height: picture.height,
        seed: picture.seed,
        count: TOGETHER,
        on_card: false,
        hosted: None,
    };
    tx.queue_drawing(
        drawing_of(number),
        &request,
        &picture.prompt,
        picture.created_at,
    )?;
    let done = blazon_model::DrawingState::Succeeded;
    tx.save_drawing(drawing_of(number), &done, picture.created_at)
}

fn picture(number: u32) -> Picture {
    let words = |list: &[&'static str], salt: u32| {
        list[(mixed(number / TOGETHER, salt) as usize) % list.len()]
    };
    Picture {
        id: PictureId::new(made_at(number), bits(number, 1)),
        drawing: drawing_of(number),
        index: number % TOGETHER,
        file: format!("pictures/2026-11/{number:05}.jpg"),
        hash: hash_of(number, 2),
        model: (!number.is_multiple_of(3)).then(|| model_of(mixed(number / TOGETHER, 3) % MODELS)),
        provider: ProviderId::Local,
        base: BaseFamily::Pocket,
        prompt: format!(
            "a {} {} holding a {} {}, soft light, number {number}",
            words(&LOOKS, 4),
            words(&WHO, 5),
            words(&WHAT, 6),
            words(&WHERE, 7),
        ),
        negative_prompt: String::new(),
        seed: Some(Seed(mixed(number, 8).into())),
        sampler: Some(Sampler::default()),
        steps: 24,
        guidance: 5.0,
        strength: 0.8,
        width: 640,
        height: 640,
        created_at: made_at(number),
        is_removed: false,
    }
}

fn model(number: u32) -> Result<LoraModel> {
    Ok(LoraModel {
        id: model_of(number),
        name: DatasetName::new(&format!("Style {number}"))?,
        trigger: None,
        base: BaseFamily::Pocket,
        run: None,
        folder: format!("style-{number}"),
        weights: hash_of(number, 9),
        bytes: ByteCount(1_000_000),
        badge_base: String::new(),
        badge_style: String::new(),
        cover: None,
        notes: String::new(),
        best_strength: None,
        is_shared: false,
        consent_at: None,
        archived_at: None,
        removed_at: None,
        created_at: Timestamp(NOW),
    })
}

/// A minute lies between two pictures.
fn made_at(number: u32) -> Timestamp {
    Timestamp(NOW - i64::from(PICTURES - number) * 60_000)
}

fn drawing_of(number: u32) -> DrawingId {
    let first = number / TOGETHER * TOGETHER;
    DrawingId::new(made_at(first), bits(first, 10))
}

fn model_of(number: u32) -> ModelId {
    ModelId::new(Timestamp(NOW), bits(number, 11))
}

fn bits(number: u32, salt: u32) -> [u8; 10] {
    let mut bits = [0; 10];
    bits[..4].copy_from_slice(&number.to_be_bytes());
    bits[4..8].copy_from_slice(&mixed(number, salt).to_be_bytes());
    bits
}

fn hash_of(number: u32, salt: u32) -> ContentHash {
    let mut bytes = [0; 32];
    bytes[..10].copy_from_slice(&bits(number, salt));
    ContentHash::from_bytes(bytes)
}

/// Numbers that look like chance and are the same in each run (Knuth's multiplicative hash).
const fn mixed(number: u32, salt: u32) -> u32 {
    let product = number
        .wrapping_add(salt.wrapping_mul(0x9e37_79b9))
        .wrapping_mul(2_654_435_761);
    product ^ (product >> 15)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("look into {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect();
    files.sort();
    Ok(files)
}
