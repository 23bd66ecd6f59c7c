//! Settings in the terminal: listed, changed, refused in both languages, and heard by what runs on the library meanwhile.

use crate::bot::Served;
use crate::support::{Flow, command, run, text};
use blazon_core::{Event, Studio};
use blazon_model::{BotLine, BotTextKey, BotTrouble, LanguageTag, ModelChange, Money};
use blazon_tests::wait::{PATIENCE, until};
use serde_json::Value;
use std::path::Path;
use std::process::Output;

/// The settings as a script reads them.
fn listed(home: &Path) -> Value {
    let output = run(home, &["settings", "--json"]);
    assert!(output.status.success(), "{}", text(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn done(home: &Path, arguments: &[&str]) -> String {
    let output = run(home, arguments);
    assert!(output.status.success(), "{}", text(&output));
    text(&output)
}

fn in_russian(home: &Path, arguments: &[&str]) -> Output {
    let mut command = command(home, arguments);
    command
        .env("LC_ALL", "ru_RU.UTF-8")
        .env("LANG", "ru_RU.UTF-8")
        .output()
        .unwrap()
}

#[test]
fn settings_are_listed_and_only_what_is_named_is_changed() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let before = listed(home);
    done(
        home,
        &[
            "settings",
            "set",
            "--proxy",
            "socks5://fox:planted@127.0.0.1:1080",
            "--ceiling",
            "7,50",
            "--evaluate",
            "false",
        ],
    );
    let mut expected = before.clone();
    expected["proxy"] = "socks5://fox:planted@127.0.0.1:1080".into();
    expected["monthlyCeiling"] = "7500000".into();
    expected["evaluateAfterTraining"] = false.into();
    assert_eq!(listed(home), expected);

    let shown = done(home, &["settings"]);
    assert!(shown.contains("Monthly ceiling: $7.50"), "{shown}");
    assert!(shown.contains("socks5://fox:***@127.0.0.1:1080"), "{shown}");
    assert!(!shown.contains("planted"), "{shown}");

    let back = [
        "settings",
        "set",
        "--no-proxy",
        "--no-ceiling",
        "--evaluate",
        "true",
    ];
    done(home, &back);
    assert_eq!(listed(home), before);
}

#[test]
fn the_language_is_spoken_as_soon_as_it_is_chosen_whatever_the_system_speaks() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let chosen = done(home, &["settings", "set", "--language", "ru"]);
    assert!(chosen.contains("Язык: русский"), "{chosen}");
    let shown = done(home, &["settings"]);
    assert!(shown.contains("Потолок на месяц: нет"), "{shown}");
    done(home, &["settings", "set", "--language", "en"]);
    let shown = in_russian(home, &["settings"]);
    assert!(
        text(&shown).contains("Language: English"),
        "{}",
        text(&shown)
    );
    done(home, &["settings", "set", "--language", "system"]);
    let shown = in_russian(home, &["settings"]);
    assert!(
        text(&shown).contains("Язык: как в системе"),
        "{}",
        text(&shown)
    );
}

#[test]
fn a_value_that_cannot_be_is_refused_in_words_and_nothing_is_changed() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let before = listed(home);
    let refusals: [(&[&str], &str, &str); 2] = [
        (
            &[
                "settings",
                "set",
                "--ceiling",
                "5",
                "--proxy",
                "socks5://fox:planted@proxy.example:99999",
            ],
            "is not a proxy address",
            "не похоже на адрес прокси",
        ),
        (
            &["settings", "hosts", "add", "example.org", "fal.run/x"],
            "“fal.run/x” is not a host name",
            "«fal.run/x» не похоже на имя хоста",
        ),
    ];
    for (arguments, english, russian) in refusals {
        let said = [
            (run(home, arguments), english),
            (in_russian(home, arguments), russian),
        ];
        for (output, sentence) in said {
            assert_eq!(output.status.code(), Some(3), "{}", text(&output));
            assert!(text(&output).contains(sentence), "{}", text(&output));
            assert!(output.stdout.is_empty(), "{}", text(&output));
        }
    }
    let refused = run(
        home,
        &["--json", "settings", "set", "--proxy", "proxy.example"],
    );
    assert_eq!(refused.status.code(), Some(3), "{}", text(&refused));
    let said: Value = serde_json::from_slice(&refused.stdout).unwrap();
    let error = said["error"].as_str().unwrap();
    assert!(error.contains("proxy.example"), "{error}");
    assert!(said["hint"].as_str().unwrap().contains("socks5://"));
    assert_eq!(listed(home), before);

    for entry in walkdir::WalkDir::new(home.join("logs")) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let log = std::fs::read(entry.path()).unwrap();
            let log = String::from_utf8_lossy(&log);
            assert!(!log.contains("planted"), "{}", entry.path().display());
        }
    }
}

#[test]
fn what_makes_no_sense_is_wrong_use() {
    let home = tempfile::tempdir().unwrap();
    let wrong: [&[&str]; 6] = [
        &["settings", "set"],
        &[
            "settings",
            "set",
            "--no-proxy",
            "--proxy",
            "http://127.0.0.1:8080",
        ],
        &["settings", "set", "--no-ceiling", "--ceiling", "5"],
        &["settings", "set", "--ceiling", "two"],
        &["settings", "set", "--language", "de"],
        &["settings", "hosts", "add"],
    ];
    for arguments in wrong {
        let output = run(home.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    }
}

#[test]
fn hosts_are_added_once_and_removed_and_an_unknown_one_is_said() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let hosts =
        || -> Vec<String> { serde_json::from_value(listed(home)["allowedHosts"].clone()).unwrap() };
    let before = hosts();
    done(
        home,
        &[
            "settings",
            "hosts",
            "add",
            "*.example.org",
            "fal.run",
            "*.example.org",
        ],
    );
    let mut expected = before.clone();
    expected.push("*.example.org".into());
    assert_eq!(hosts(), expected);

    let removed = ["settings", "hosts", "remove", "fal.run", "example.org"];
    let unknown = run(home, &removed);
    assert_eq!(unknown.status.code(), Some(1), "{}", text(&unknown));
    let sentence = "“example.org” is not among the hosts";
    assert!(text(&unknown).contains(sentence), "{}", text(&unknown));
    assert_eq!(hosts(), expected, "all of them or none");

    done(home, &["settings", "hosts", "remove", "*.example.org"]);
    assert_eq!(hosts(), before);
    let every: Vec<&str> = ["settings", "hosts", "remove"]
        .into_iter()
        .chain(before.iter().map(String::as_str))
        .collect();
    let none = done(home, &every);
    assert!(none.contains("Hosts that may be reached: none"), "{none}");
}

#[test]
fn a_window_hears_of_settings_that_the_terminal_changes_and_of_nothing_else() {
    let flow = Flow::new();
    flow.studio.start_runner().unwrap();
    let home = flow.home.path();
    let told = || {
        let events = flow.events.all().into_iter();
        let settings = events.filter_map(|event| {
            let Event::SettingsChanged {
                settings,
                language_tag,
            } = event
            else {
                return None;
            };
            Some((settings.monthly_ceiling, language_tag))
        });
        settings.collect::<Vec<_>>()
    };
    let others = || {
        let events = flow.events.all();
        events
            .iter()
            .filter(|event| **event == Event::LibraryChanged)
            .count()
    };
    let at_first = told().len();
    let set = ["settings", "set", "--ceiling", "5", "--language", "ru"];
    done(home, &set);
    until("word of the settings", PATIENCE, || {
        Ok((told().len() > at_first).then_some(()))
    })
    .unwrap();
    let five = Some(Money::from_micros(5_000_000));
    assert_eq!(told()[at_first..], [(five, LanguageTag::Ru)]);

    let before = others();
    done(home, &["dataset", "new", "Fox"]);
    until("word of the dataset", PATIENCE, || {
        Ok((others() > before).then_some(()))
    })
    .unwrap();
    assert_eq!(told().len(), at_first + 1);
}

#[test]
fn a_bot_that_runs_takes_another_way_when_the_terminal_sets_one() {
    let served = Served::on();
    served.waits_for_line("the line", |line| matches!(line, BotLine::Running { .. }));
    let set = |arguments: &[&str]| {
        let output = served.hosted.command(arguments).output().unwrap();
        assert!(output.status.success(), "{}", text(&output));
    };
    set(&["settings", "set", "--proxy", "http://127.0.0.1:9"]);
    served.waits_for_line("no way", |line| {
        matches!(
            line,
            BotLine::Waiting {
                trouble: BotTrouble::Offline,
                ..
            }
        )
    });
    set(&["settings", "set", "--no-proxy"]);
    served.waits_for_line("the way", |line| matches!(line, BotLine::Running { .. }));
}

#[test]
fn the_bots_settings_are_listed_and_changed_and_what_cannot_be_is_refused() {
    let served = Served::connected();
    let studio = &served.hosted.flow().studio;
    let home = served.hosted.flow().home.path();
    let before = studio.load_bot_settings().unwrap();
    let model = served.model.id.to_string();
    done(
        home,
        &[
            "bot",
            "set",
            "--model",
            &model,
            "--answers-missed",
            "false",
            "--price-per-picture",
            "0.02",
            "--queue",
            "5",
        ],
    );
    let mut expected = before.clone();
    expected.model = Some(served.model.id);
    expected.answers_missed = false;
    expected.typed_price = Some(Money::from_micros(20_000));
    expected.longest_queue = 5;
    assert_eq!(studio.load_bot_settings().unwrap(), expected);
    let shown = done(home, &["bot", "settings"]);
    let name = served.model.name.as_str();
    for part in [name, "at fal.ai", "$0.02", "wait: 5", "is passed over"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let json: Value = serde_json::from_str(&done(home, &["bot", "settings", "--json"])).unwrap();
    assert_eq!(json, serde_json::to_value(&expected).unwrap());

    let none: &[&str] = &["bot", "set", "--quota", "0", "--access", "private"];
    let said = [
        (run(home, none), "1 to 1,000 pictures a day"),
        (in_russian(home, none), "от 1 до 1000 картинок в день"),
    ];
    for (output, sentence) in said {
        assert_eq!(output.status.code(), Some(3), "{}", text(&output));
        assert!(text(&output).contains(sentence), "{}", text(&output));
    }
    let private = ModelChange {
        is_shared: Some(false),
        ..ModelChange::default()
    };
    studio.edit_model(served.model.id, &private).unwrap();
    let unshared = run(home, &["bot", "set", "--model", &model]);
    assert_eq!(unshared.status.code(), Some(1), "{}", text(&unshared));
    let sentence = "is not shared with the bot";
    assert!(text(&unshared).contains(sentence), "{}", text(&unshared));
    assert_eq!(studio.load_bot_settings().unwrap(), expected);

    let back = ["bot", "set", "--newest-model", "--known-price"];
    done(home, &back);
    let settings = studio.load_bot_settings().unwrap();
    assert_eq!((settings.model, settings.typed_price), (None, None));
}

#[test]
fn a_text_of_the_bot_is_written_anew_and_put_back() {
    let flow = Flow::new();
    let home = flow.home.path();
    let says = |language| {
        let settings = flow.studio.load_bot_settings().unwrap();
        Studio::bot_text(&settings, language, BotTextKey::Welcome)
    };
    let shipped = says(LanguageTag::En);
    let russian = says(LanguageTag::Ru);
    let write = |said: &str| {
        let set = ["bot", "texts", "set", "welcome", "--language", "en", said];
        run(home, &set)
    };
    let written = write(" Hello there. ");
    assert!(written.status.success(), "{}", text(&written));
    assert!(text(&written).contains("written by you: Hello there."));
    assert_eq!(says(LanguageTag::En), "Hello there.");
    assert_eq!(says(LanguageTag::Ru), russian);
    let listed = done(home, &["bot", "texts"]);
    assert!(
        listed.contains("Hello there.") && listed.contains(&russian),
        "{listed}"
    );

    let empty = write(" ");
    assert_eq!(empty.status.code(), Some(3), "{}", text(&empty));
    assert!(text(&empty).contains("cannot be empty"), "{}", text(&empty));
    assert_eq!(says(LanguageTag::En), "Hello there.");

    let own = || flow.studio.load_bot_settings().unwrap().texts;
    done(
        home,
        &["bot", "texts", "reset", "welcome", "--language", "en"],
    );
    assert_eq!((says(LanguageTag::En), own()), (shipped.clone(), vec![]));
    assert!(write(&shipped).status.success());
    assert_eq!(own(), vec![], "the text that ships is no change");
}
