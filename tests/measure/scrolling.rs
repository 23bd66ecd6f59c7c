//! How the gallery scrolls in the real window: how long its frames are, and whether memory stays what it was.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, ensure};
use blazon_tests::desktop::Window;
use blazon_tests::process;
use serde_json::{Value, json};

use crate::figures::Figures;
use crate::say;

/// The longest frame in milliseconds.
const FRAME: f64 = 32.0;
/// Frames of one stretch of the long scroll, by the wheel.
const STRETCH: u32 = 1_500;
/// Stretches of the long scroll; half of them up.
const STRETCHES: usize = 8;
/// What memory may be at its most after a stretch, as a share of what it is in the middle.
const FLAT: f64 = 1.15;
/// Bytes that the page's process reads from files between two looks, when it reads its own memory map (some 2 MB in 30 ms); else it
/// reads hardly any.
const COUNTED: u64 = 100_000;
/// How often is looked whether it has read them.
const LOOK: Duration = Duration::from_millis(10);

/// Scrolls by so many pixels a frame for so many frames, and gives the milliseconds of each frame, and when each ended in
/// milliseconds since 1970.
const SCROLL: &str = "\
    const [step, frames] = args; const list = document.querySelector('[data-testid=\"gallery-grid\"]'); \
    const frame = () => new Promise((go) => requestAnimationFrame(() => go(performance.now()))); \
    const took = []; const ended = []; let last = await frame(); \
    for (let number = 0; number < frames; number++) { \
        list.scrollTop += step; \
        const now = await frame(); \
        took.push(now - last); ended.push(performance.timeOrigin + now); last = now; \
    } \
    return { took, ended, at: list.scrollTop }";

/// Scrolls in four ways, and prints a line for each and one for memory.
pub(crate) fn scroll(window: &Window<'_>) -> Result<()> {
    let page = page(window)?;
    for (name, step, frames) in [
        ("slowly, 20 px a frame", 20, 600),
        ("by the wheel, 120 px a frame", 120, 600),
        ("by the thumb, 3,000 px a frame", 3000, 300),
    ] {
        let frames = Frames::of(window, page, step, frames)?;
        thread::sleep(Duration::from_secs(3));
        say(&frames.line(&format!("scrolled {name}")));
    }
    long(window, page)?;
    let rest = Frames::of(window, page, 0, 2 * STRETCH)?;
    say(&rest.line("beside it, at rest"));
    Ok(())
}

/// Up and down for minutes.
fn long(window: &Window<'_>, page: u32) -> Result<()> {
    let (mut all, mut memory) = (Frames::default(), Vec::new());
    for stretch in 0..STRETCHES {
        let step = if stretch % 2 == 0 { -120 } else { 120 };
        all.extend(&Frames::of(window, page, step, STRETCH)?);
        thread::sleep(Duration::from_secs(3));
        memory.push(process::memory(&window.processes()) as f64 / 1e6);
    }
    say(&all.line("scrolled up and down by the wheel, for minutes"));
    let mut figures = Figures::default();
    memory.iter().for_each(|figure| figures.add(*figure));
    let told: Vec<String> = memory.iter().map(|figure| format!("{figure:.0}")).collect();
    let half = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
    let (first, last) = memory.split_at(STRETCHES / 2);
    let grew = half(last) / half(first);
    say(&format!(
        "| memory after each {STRETCH} of them (PSS of all processes), MB | {}; its later half {grew:.2} times its first, its most {:.2} times its \
         middle (at most {FLAT}: {}) |",
        told.join(", "),
        figures.quantile(1.0) / figures.median(),
        held(grew < FLAT && figures.quantile(1.0) < FLAT * figures.median()),
    ));
    Ok(())
}

/// The process that draws the page.
fn page(window: &Window<'_>) -> Result<u32> {
    let mut all = window.processes().into_iter();
    all.find(|pid| process::name(*pid).starts_with("WebKitWebProces"))
        .context("find the process that draws the page")
}

/// Frames of one scroll.
#[derive(Debug, Default)]
struct Frames {
    took: Figures,
    /// Those above the longest that may be.
    long: usize,
    /// Of them, those in which the engine counted its own memory: every 30 s it reads its whole map of it.
    counting: usize,
    /// Processor time of all processes of the window, in hundredths of a second.
    ticks: u64,
}

impl Frames {
    fn of(window: &Window<'_>, page: u32, step: i32, frames: u32) -> Result<Self> {
        let over = AtomicBool::new(false);
        let before = process::ticks(&window.processes());
        let (told, counts) = thread::scope(|scope| {
            let watch = scope.spawn(|| counts(page, &over));
            let told = window.execute_async(SCROLL, &json!([step, frames]));
            over.store(true, Ordering::Relaxed);
            (told, watch.join().unwrap_or_default())
        });
        let told = told?;
        let (took, ended) = (numbers(&told["took"])?, numbers(&told["ended"])?);
        ensure!(
            step == 0 || told["at"].as_f64() > Some(0.0),
            "the gallery did not scroll"
        );
        let mut read = Self {
            ticks: process::ticks(&window.processes()).saturating_sub(before),
            ..Self::default()
        };
        for (took, ended) in took.into_iter().zip(ended) {
            read.took.add(took);
            if took <= FRAME {
                continue;
            }
            read.long += 1;
            // A count is seen up to one look late.
            let seen = ended - took..=ended + 2.0 * LOOK.as_millis() as f64;
            read.counting += usize::from(counts.iter().any(|at| seen.contains(at)));
        }
        Ok(read)
    }

    fn extend(&mut self, other: &Self) {
        self.took.extend(&other.took);
        self.long += other.long;
        self.counting += other.counting;
        self.ticks += other.ticks;
    }

    fn line(&self, name: &str) -> String {
        let frames = self.took.count();
        let of_them = match self.counting {
            0 => String::new(),
            counting => format!(" (in {counting} of them the engine counted its own memory)"),
        };
        format!(
            "| {name}: a frame, ms | median {:.1}, 99 % {:.1}, most {:.1}; {} of {frames} above {FRAME:.0}{of_them} ({}); {:.1} of processor |",
            self.took.median(),
            self.took.quantile(0.99),
            self.took.quantile(1.0),
            self.long,
            held(self.long == 0),
            self.ticks as f64 * 10.0 / frames as f64,
        )
    }
}

/// When, in milliseconds since 1970, the page's process read much at once.
fn counts(page: u32, over: &AtomicBool) -> Vec<f64> {
    let (mut found, mut before) = (Vec::new(), process::read_by(page));
    while !over.load(Ordering::Relaxed) {
        thread::sleep(LOOK);
        let read = process::read_by(page);
        if read.saturating_sub(before) > COUNTED {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            found.push(now.unwrap_or_default().as_secs_f64() * 1e3);
        }
        before = read;
    }
    found
}

fn numbers(list: &Value) -> Result<Vec<f64>> {
    let list = list.as_array().context("read the figures")?;
    list.iter()
        .map(|figure| figure.as_f64().context("read a figure"))
        .collect()
}

const fn held(holds: bool) -> &'static str {
    if holds { "held" } else { "NOT held" }
}
