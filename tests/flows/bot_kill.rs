//! Killed at any moment under load, no guest is charged twice, none is left without an answer, and no ceiling is passed.

use crate::bot::Served;
use crate::hosted_kill::{Random, half_files};
use crate::support::rounds;
use blazon_emulators::telegram::{ChatMessage, Person};
use blazon_model::{BotJobId, BotJobState, BotLine, LedgerKind, Money, Spender};
use std::collections::BTreeMap;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// People who order at the same time.
const GUESTS: usize = 12;
/// The longest time in seconds until a kill.
const LATEST: f64 = 0.9;
/// How long a guest waits for an answer, kills and all.
const PATIENCE: Duration = Duration::from_secs(60);
/// What one picture costs and what all may: after so many the budget is used up.
const MOST_PICTURES: i64 = 300;

/// What became of what guests asked for.
#[derive(Default)]
struct Ends {
    pictures: AtomicU32,
    refused: AtomicU32,
    failed: AtomicU32,
}

fn run(served: &Served) -> Child {
    let mut command = served.hosted.command(&["bot", "run"]);
    command
        .env("BLAZON_BOT_LIMITS", "off")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn killed_at_random_moments_the_bot_charges_nobody_twice_and_answers_everybody() {
    let served = Served::connected();
    served.hosted.flow().studio.end_runner();
    let studio = &served.hosted.flow().studio;
    let before = served.hosted.paid().len();
    let price = studio
        .bot_overview(BotLine::Off)
        .unwrap()
        .picture_cost
        .unwrap();
    // A part of one more does not fit.
    let ceiling = Money::from_micros(price.micros() * MOST_PICTURES + price.micros() / 2);
    served.set(|settings| {
        settings.daily_quota = 1000;
        settings.daily_ceiling = ceiling;
    });
    let people: Vec<Person> = (0..GUESTS)
        .map(|number| served.person(&format!("Guest {number}"), "en"))
        .collect();
    let (stop, ends) = (AtomicBool::new(false), Ends::default());
    std::thread::scope(|scope| {
        let playing: Vec<_> = people
            .iter()
            .enumerate()
            .map(|(number, person)| {
                let (served, stop, ends) = (&served, &stop, &ends);
                scope.spawn(move || {
                    for nth in 0.. {
                        if stop.load(Ordering::SeqCst) {
                            return;
                        }
                        let words = format!("a lamp of {number}, {nth}");
                        play(served, person, &words, &format!("G{number} N{nth}"), ends);
                    }
                })
            })
            .collect();
        let mut random = Random(0x00b0_7b07);
        for _ in 0..rounds() {
            let mut bot = run(&served);
            std::thread::sleep(Duration::from_secs_f64(0.1 + LATEST * random.share()));
            bot.kill().unwrap();
            bot.wait().unwrap();
        }
        stop.store(true, Ordering::SeqCst);
        let mut bot = run(&served);
        // Everybody comes to the end of what was begun.
        let played: Vec<_> = playing.into_iter().map(|guest| guest.join()).collect();
        let started = Instant::now();
        while !is_at_rest(&served) && started.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(50));
        }
        let left = open_jobs(&served);
        let ended = std::process::Command::new("kill")
            .arg(bot.id().to_string())
            .status();
        assert!(ended.unwrap().success());
        assert!(bot.wait().unwrap().success());
        assert!(
            played.iter().all(Result::is_ok),
            "a guest waits in vain: {:#?}",
            warnings(&served)
        );
        assert!(left.is_empty(), "it hangs: {left:#?}");
    });
    check_money(&served, before, ceiling);
    let ended =
        [&ends.pictures, &ends.refused, &ends.failed].map(|count| count.load(Ordering::SeqCst));
    println!(
        "{} kills; pictures, refusals, failures: {ended:?}",
        rounds()
    );
    assert!(ended[0] > 0);
    let home = served.hosted.flow().home.path();
    assert_eq!(half_files(home), Vec::<String>::new());
}

/// One dialogue to its end, whatever that is; an answer that comes twice is no trouble.
fn play(served: &Served, person: &Person, words: &str, banner: &str, ends: &Ends) {
    let asked = person.writes("/create");
    says(served, person, asked, |text| {
        text == "What does the character hold?"
    });
    let asked = person.writes(words);
    says(served, person, asked, |text| {
        text == "What text goes on the banner?"
    });
    let asked = person.writes(banner);
    let end = says(served, person, asked, |text| {
        [
            "ready!",
            "used up",
            "did not work",
            "still being made",
            "Stopped",
        ]
        .iter()
        .any(|end| text.contains(end))
    });
    let count = if end.photo.is_some() {
        &ends.pictures
    } else if end.text.contains("did not work") {
        &ends.failed
    } else {
        &ends.refused
    };
    count.fetch_add(1, Ordering::SeqCst);
}

fn says(served: &Served, person: &Person, after: i64, is_it: impl Fn(&str) -> bool) -> ChatMessage {
    let said = person.sees(PATIENCE, |message| {
        message.is_from_bot() && message.id > after && is_it(&message.text)
    });
    said.unwrap_or_else(|| {
        let all: Vec<_> = person
            .messages()
            .into_iter()
            .map(|message| message.text)
            .collect();
        let last = all.len().saturating_sub(8);
        let bot = served
            .hosted
            .flow()
            .studio
            .bot_overview(BotLine::Off)
            .unwrap()
            .identity
            .unwrap()
            .id;
        let visitor = blazon_core::Visitor {
            bot,
            chat: blazon_model::ChatId(person.id()),
            person: blazon_model::TelegramId(person.id()),
        };
        let studio = &served.hosted.flow().studio;
        panic!(
            "no answer; the last were {:#?}, {:?}, {:?}, pending {}, after {after}",
            &all[last..],
            studio.find_dialogue(visitor),
            studio.list_bot_updates(bot),
            served.hosted.telegram.pending_updates()
        )
    })
}

/// What the bot warned of.
fn warnings(served: &Served) -> Vec<String> {
    let logs = walkdir::WalkDir::new(served.hosted.flow().home.path().join("logs"));
    let files = logs.into_iter().flatten();
    let lines = files
        .filter(|entry| entry.file_type().is_file())
        .flat_map(|entry| {
            let log = std::fs::read(entry.path()).unwrap_or_default();
            let log = String::from_utf8_lossy(&log).into_owned();
            log.lines().map(str::to_owned).collect::<Vec<_>>()
        });
    let told = ["WARN", "ERROR", "did not get out"];
    lines
        .filter(|line| told.iter().any(|word| line.contains(word)))
        .collect()
}

fn jobs(served: &Served) -> Vec<blazon_core::BotJob> {
    let studio = &served.hosted.flow().studio;
    (1..)
        .map_while(|id| studio.load_bot_job(BotJobId(id)).ok())
        .collect()
}

fn open_jobs(served: &Served) -> Vec<blazon_core::BotJob> {
    let jobs = jobs(served).into_iter();
    jobs.filter(|job| !job.is_told).collect()
}

fn is_at_rest(served: &Served) -> bool {
    served.hosted.telegram.pending_updates() == 0 && open_jobs(served).is_empty()
}

fn check_money(served: &Served, before: usize, ceiling: Money) {
    let studio = &served.hosted.flow().studio;
    let mut by_drawing: BTreeMap<String, Vec<LedgerKind>> = BTreeMap::new();
    for line in studio.list_ledger().unwrap() {
        if matches!(line.by, Spender::Guest { .. }) {
            let drawing = line.drawing.unwrap().to_string();
            by_drawing.entry(drawing).or_default().push(line.kind);
        }
    }
    for (drawing, kinds) in &by_drawing {
        let times = |kind| kinds.iter().filter(|other| **other == kind).count();
        assert_eq!(times(LedgerKind::Reserved), 1, "{drawing}: {kinds:?}");
        assert!(
            times(LedgerKind::Settled) + times(LedgerKind::Refunded) <= 1,
            "{drawing}: {kinds:?}"
        );
    }
    let paid = served.hosted.paid().len() - before;
    assert!(
        paid <= by_drawing.len(),
        "{paid} paid, {} set aside",
        by_drawing.len()
    );
    let spent = studio.bot_overview(BotLine::Off).unwrap().today.spent;
    assert!(spent <= ceiling, "{spent} of {ceiling}");
    let mut drawings: Vec<_> = jobs(served)
        .into_iter()
        .filter(|job| !job.is_cached && !job.is_redraw)
        .filter_map(|job| job.drawing)
        .collect();
    let all = drawings.len();
    drawings.sort();
    drawings.dedup();
    assert_eq!(
        all,
        drawings.len(),
        "each charged job has a drawing of its own"
    );
    for job in jobs(served) {
        assert!(job.state.is_terminal(), "{job:?}");
        if job.state == BotJobState::Sent {
            assert!(job.photo_message.is_some(), "{job:?}");
        }
    }
}
