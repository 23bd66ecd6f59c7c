//! The Telegram bot against the emulators: a dialogue from the first word to the picture, who may, what may be spent, and
//! what becomes of it when something breaks.

use crate::hosted::Hosted;
use crate::hosted_drawings::{ENOUGH, trained};
use crate::support::text;
use blazon_bot::limiter::Limits;
use blazon_bot::{Bot, BotOptions};
use blazon_core::{BotError, BotJob, SecretName};
use blazon_emulators::telegram::{ChatMessage, Method, Person, Trouble};
use blazon_emulators::{Step, Twist};
use blazon_model::{
    BadgeDesign, BadgePicture, BadgeSource, BotAccess, BotJobState, BotLine, BotSettings,
    BotTextKey, BotTrouble, DrawRequest, DrawingId, DrawingState, GridColumn, GridKind, GridPlan,
    GuestAccess, LanguageTag, LedgerKind, LoraModel, ModelChange, Money, OwnBotText, ProviderId,
    Settings, Spender, TelegramId,
};
use blazon_tests::guest;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A library with a shared model, a bot that is connected, and Telegram.
pub(crate) struct Served {
    pub(crate) hosted: Hosted,
    pub(crate) model: LoraModel,
    pub(crate) bot: Option<Bot>,
}

impl Served {
    /// A bot for everybody that draws at fal and is not switched on yet.
    pub(crate) fn connected() -> Self {
        let mut hosted = Hosted::new();
        let model = trained(&hosted, ProviderId::Fal);
        hosted.reopen();
        let studio = &hosted.flow().studio;
        let shared = ModelChange {
            badge_base: Some("samurai warrior badge".into()),
            badge_style: Some("cartoon illustration".into()),
            is_shared: Some(true),
            has_consent: Some(true),
            ..ModelChange::default()
        };
        let model = studio.edit_model(model.id, &shared).unwrap();
        let token = hosted.telegram.token();
        studio.connect_bot(&token.clone().into()).unwrap();
        // Keychain and file are one in a flow, and what is kept in the one is removed from the other.
        hosted.set_key(SecretName::TelegramToken, &token);
        let served = Self {
            hosted,
            model,
            bot: None,
        };
        served.set(|settings| {
            settings.access = BotAccess::Open;
            settings.place = ProviderId::Fal;
        });
        served
    }

    /// The same, switched on, with somebody who carries the work.
    pub(crate) fn on() -> Self {
        let mut served = Self::connected();
        served.hosted.flow().studio.start_runner().unwrap();
        served.switch_on();
        served
    }

    pub(crate) fn switch_on(&mut self) {
        let studio = std::sync::Arc::clone(&self.hosted.flow().studio);
        let options = BotOptions {
            limits: Limits::Off,
            ..BotOptions::default()
        };
        self.bot = Some(Bot::start(studio, options).unwrap());
    }

    pub(crate) fn set(&self, change: impl FnOnce(&mut BotSettings)) {
        let studio = &self.hosted.flow().studio;
        let mut settings = studio.load_bot_settings().unwrap();
        change(&mut settings);
        studio.change_bot_settings(&settings).unwrap();
    }

    pub(crate) fn person(&self, name: &str, language: &str) -> Person {
        self.hosted.telegram.person(name, language)
    }

    fn line(&self) -> BotLine {
        self.bot.as_ref().unwrap().line()
    }

    pub(crate) fn waits_for_line(&self, what: &str, is_it: impl Fn(&BotLine) -> bool) -> BotLine {
        let started = Instant::now();
        loop {
            let line = self.line();
            if is_it(&line) {
                return line;
            }
            assert!(started.elapsed() < PATIENCE, "in vain for {what}: {line:?}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The badge of a job's picture with these words, as a messenger shows it.
    fn badge_of(&self, job: &BotJob, banner: &str) -> Vec<u8> {
        let design = BadgeDesign {
            template: "golden-banner".into(),
            picture: Some(BadgePicture::new(BadgeSource::Drawn {
                picture: job.picture.unwrap(),
            })),
            texts: BTreeMap::from([("text".to_owned(), banner.to_owned())]),
            ..BadgeDesign::default()
        };
        let studio = &self.hosted.flow().studio;
        studio.encode_badge_for_chat(&design).unwrap()
    }

    /// The last job of the first guest.
    fn jobs(&self) -> Vec<BotJob> {
        let studio = &self.hosted.flow().studio;
        (1..)
            .map_while(|id| studio.load_bot_job(blazon_model::BotJobId(id)).ok())
            .collect()
    }
}

/// What the bot says next to a person.
pub(crate) fn hears(person: &Person) -> ChatMessage {
    let heard = person.next_message(PATIENCE);
    heard.unwrap_or_else(|| panic!("nothing was said; so far {:#?}", texts(person)))
}

pub(crate) fn texts(person: &Person) -> Vec<String> {
    let messages = person.messages().into_iter();
    messages.map(|message| message.text).collect()
}

/// The next picture of the bot.
pub(crate) fn sees_picture(person: &Person, after: i64) -> ChatMessage {
    let seen = person.sees(PATIENCE, |message| {
        message.photo.is_some() && message.id > after
    });
    seen.unwrap_or_else(|| panic!("no picture came: {:#?}", texts(person)))
}

/// The dialogue from `/create` to the picture.
pub(crate) fn orders(person: &Person, hold: &str, banner: &str) -> ChatMessage {
    let asked = person.writes("/create");
    hears_after(person, asked, "What does the character hold?");
    let asked = person.writes(hold);
    hears_after(person, asked, "What text goes on the banner?");
    let last = person.writes(banner);
    sees_picture(person, last)
}

/// Waits until the bot has said this after a message.
pub(crate) fn hears_after(person: &Person, after: i64, text: &str) {
    let said = person.sees(PATIENCE, |message| {
        message.id > after && message.text == text
    });
    assert!(
        said.is_some(),
        "{text:?} was not said: {:#?}",
        texts(person)
    );
}

fn tapped(person: &Person, message: &ChatMessage, button: &str) {
    let data = message.data_of(button).unwrap_or_else(|| {
        panic!("there is no button {button}: {:?}", message.buttons);
    });
    let answer = person.taps(message, data).answer(PATIENCE);
    assert!(answer.is_some(), "the button turns for ever");
}

#[test]
fn a_guest_gets_a_badge_whose_banner_carries_the_text() {
    let mut served = Served::on();
    let anna = served.person("Anna", "en");
    anna.writes("/start");
    let welcome = hears(&anna).text;
    assert!(
        welcome.starts_with("Hi!") && welcome.ends_with("What does the character hold?"),
        "{welcome}"
    );
    anna.writes("a telescope");
    assert_eq!(hears(&anna).text, "What text goes on the banner?");
    let asked = anna.writes("UX SCOUT");
    let progress = hears(&anna);
    assert!(progress.text.starts_with('⏳'), "{}", progress.text);
    let badge = sees_picture(&anna, asked);
    assert_eq!(badge.text, "🎊 Your badge is ready! /create makes another.");
    assert!(anna.sees_gone(PATIENCE, &progress), "progress goes away");

    let studio = &served.hosted.flow().studio;
    let job = served.jobs().remove(0);
    assert_eq!(job.state, BotJobState::Sent);
    let drawing = studio.load_drawing(job.drawing.unwrap()).unwrap();
    let trigger = served.model.trigger.as_ref().unwrap();
    assert_eq!(
        drawing.sent_prompt,
        format!(
            "{trigger}, samurai warrior badge, character holding a telescope, cartoon illustration"
        )
    );
    let paid = served.hosted.paid().pop().unwrap();
    assert_eq!(paid.input["enable_safety_checker"], true);
    // The picture is, byte by byte, the badge of that picture with that text.
    let photo = badge.photo.clone().unwrap();
    assert!(
        photo.bytes.unwrap() == served.badge_of(&job, "UX SCOUT"),
        "it is another badge than UX SCOUT's"
    );

    let before = served.hosted.paid().len();
    tapped(&anna, &badge, "Other text");
    hears_after(&anna, badge.id, "What text goes on the banner?");
    let asked = anna.writes("НОЧНОЙ ДОЗОР");
    let redrawn = sees_picture(&anna, asked);
    assert_ne!(redrawn.photo.unwrap().sha256, photo.sha256);
    assert_eq!(served.hosted.paid().len(), before, "other text is free");

    tapped(&anna, &badge, "As a file");
    let file = anna.sees(PATIENCE, |message| message.document.is_some());
    let file = file.unwrap().document.unwrap();
    assert!(file.bytes.unwrap().starts_with(b"\x89PNG"));
    assert!(file.name.unwrap().ends_with(".png"));

    tapped(&anna, &badge, "Again");
    let again = sees_picture(&anna, redrawn.id);
    assert_eq!(served.hosted.paid().len(), before + 1);
    assert_ne!(again.photo.unwrap().sha256, photo.sha256);

    let off = Instant::now();
    served.bot.as_ref().unwrap().stop();
    served.waits_for_line("off", |line| *line == BotLine::Off);
    // Telegram would keep the last question for 25 seconds.
    assert!(off.elapsed() < Duration::from_secs(10));
    served.bot.take().unwrap().wait();
}

fn hears_text(person: &Person, text: &str) -> bool {
    person
        .sees(PATIENCE, |message| {
            message.is_from_bot() && message.text == text
        })
        .is_some()
}

#[test]
fn a_guest_is_spoken_to_in_russian_and_may_choose() {
    let served = Served::on();
    let ivan = served.person("Иван", "ru");
    ivan.writes("/create");
    assert_eq!(hears(&ivan).text, "Что держит персонаж?");
    // The menu is offered beside the dialogue.
    blazon_tests::wait::until("the menu in Russian", PATIENCE, || {
        let mut commands = ivan.commands().into_iter();
        let is_there = commands.any(|command| command.description == "Сделать бейдж");
        Ok(is_there.then_some(()))
    })
    .unwrap();
    ivan.writes("/lang");
    let choice = hears(&ivan);
    tapped(&ivan, &choice, "English");
    assert_eq!(hears(&ivan).text, "English it is.");
    ivan.writes("/help");
    assert!(hears(&ivan).text.contains("/create makes a badge"));
}

#[test]
fn a_private_bot_answers_strangers_once_and_its_owner_pairs_by_a_code() {
    let served = Served::on();
    served.set(|settings| settings.access = BotAccess::Private);
    let studio = &served.hosted.flow().studio;
    let (anna, boris) = (served.person("Anna", "en"), served.person("Борис", "ru"));
    boris.writes("/start");
    assert!(hears(&boris).text.starts_with("Это личный бот"));
    boris.writes("/create");
    boris.writes("hello?");

    let pairing = studio.make_pairing_code().unwrap();
    assert!(pairing.link.ends_with(&format!("?start={}", pairing.code)));
    anna.writes("/start WRONG234");
    assert!(
        hears(&anna).text.contains("does not hold"),
        "{:?}",
        texts(&anna)
    );
    anna.writes(&format!("/start {}", pairing.code));
    assert!(hears(&anna).text.starts_with("You own this bot"));
    // The code holds once.
    boris.writes(&format!("/start {}", pairing.code));
    assert!(hears(&boris).text.contains("больше не действует"));
    orders(&anna, "a lamp", "OWNER");

    let said = boris
        .messages()
        .into_iter()
        .filter(ChatMessage::is_from_bot);
    assert_eq!(said.count(), 2, "a stranger is told once, and of the code");
    let guests = studio.list_guests().unwrap();
    let access: Vec<_> = guests
        .iter()
        .map(|line| (line.guest.name.as_str(), line.guest.access))
        .collect();
    assert_eq!(
        access,
        [
            ("Борис", GuestAccess::Waiting),
            ("Anna", GuestAccess::Owner)
        ],
        "who asks comes first"
    );
    studio
        .set_guest_access(TelegramId(boris.id()), GuestAccess::Allowed)
        .unwrap();
    boris.writes("/create");
    assert_eq!(hears(&boris).text, "Что держит персонаж?");
    studio
        .set_guest_access(TelegramId(boris.id()), GuestAccess::Banned)
        .unwrap();
    boris.writes("a lamp");
    assert_eq!(boris.next_message(Duration::from_millis(500)), None);
}

#[test]
fn a_day_has_so_many_pictures_and_the_same_words_are_drawn_once_for_all() {
    let served = Served::on();
    served.set(|settings| settings.daily_quota = 1);
    let studio = &served.hosted.flow().studio;
    let (anna, boris) = (served.person("Anna", "en"), served.person("Boris", "en"));
    let before = served.hosted.paid().len();
    orders(&anna, "a lamp", "ONE");
    orders(&boris, "a lamp", "TWO");
    assert_eq!(
        served.hosted.paid().len(),
        before + 1,
        "one drawing for both"
    );
    // What came of another's drawing does not count.
    orders(&boris, "a sword", "THREE");
    // The sword was drawn for Boris: it is free for Anna too.
    orders(&anna, "a sword", "AGAIN");
    boris.writes("/portrait in a red coat");
    let refused = boris.sees(PATIENCE, |message| message.text.contains("all 1 pictures"));
    assert!(refused.is_some(), "{:?}", texts(&boris));
    boris.writes("/limits");
    assert!(hears_text(
        &boris,
        "Today: 1 of 1 pictures. New text on a badge you have is always free."
    ));

    studio
        .set_guest_quota(TelegramId(boris.id()), Some(2))
        .unwrap();
    let asked = boris.writes("/portrait in a red coat");
    let portrait = sees_picture(&boris, asked);
    assert_eq!(portrait.text, "🎊 Here it is! /portrait makes another.");
    assert_eq!(portrait.data_of("Other text"), None);
}

#[test]
fn guests_spend_no_more_than_their_ceiling_and_redraw_when_it_is_reached() {
    let served = Served::on();
    let studio = &served.hosted.flow().studio;
    let anna = served.person("Anna", "en");
    let badge = orders(&anna, "a lamp", "ONE");
    let spent = studio.bot_overview(BotLine::Off).unwrap().today.spent;
    assert!(spent > Money::ZERO);
    let by_guest: Vec<_> = studio
        .list_ledger()
        .unwrap()
        .into_iter()
        .filter(|line| {
            line.by
                == Spender::Guest {
                    telegram: TelegramId(anna.id()),
                }
        })
        .map(|line| line.kind)
        .collect();
    assert_eq!(by_guest, [LedgerKind::Reserved, LedgerKind::Settled]);
    assert_eq!(studio.list_guests().unwrap()[0].spent_today, spent);
    served.set(|settings| settings.daily_ceiling = spent);
    let before = served.hosted.paid().len();
    anna.writes("/portrait with a hat");
    let refused = anna.sees(PATIENCE, |message| message.text.contains("used up"));
    assert!(refused.is_some(), "{:?}", texts(&anna));
    tapped(&anna, &badge, "Other text");
    hears_after(&anna, badge.id, "What text goes on the banner?");
    let asked = anna.writes("STILL FREE");
    sees_picture(&anna, asked);
    assert_eq!(served.hosted.paid().len(), before);
}

#[test]
fn what_cannot_be_drawn_is_said_and_not_counted() {
    let served = Served::on();
    let anna = served.person("Anna", "en");
    served.hosted.order(
        ProviderId::Fal,
        Step::Submit,
        Twist::JobFails("CUDA out of memory".into()),
    );
    let last = anna.writes("/portrait one");
    let failed = anna.sees(PATIENCE, |message| {
        message.id > last && message.text.starts_with("That did not work")
    });
    assert!(failed.is_some(), "{:?}", texts(&anna));
    served
        .hosted
        .order(ProviderId::Fal, Step::Submit, Twist::Nsfw { flagged: 1 });
    anna.writes("/portrait two");
    let held = anna.sees(PATIENCE, |message| message.text.contains("safety checker"));
    assert!(held.is_some(), "{:?}", texts(&anna));
    assert!(
        anna.messages()
            .iter()
            .all(|message| message.photo.is_none())
    );
    anna.writes("/limits");
    let none = anna.sees(PATIENCE, |message| message.text.starts_with("Today: 0 of"));
    assert!(none.is_some(), "{:?}", texts(&anna));
}

#[test]
fn a_picture_that_is_waited_for_can_be_stopped() {
    let mut served = Served::connected();
    served.switch_on();
    // Nobody carries the work.
    let (anna, boris) = (served.person("Anna", "en"), served.person("Boris", "en"));
    anna.writes("/portrait one");
    assert_eq!(hears(&anna).text, "⏳ You are next.");
    boris.writes("/portrait two");
    let waiting = hears(&boris);
    assert_eq!(waiting.text, "⏳ In the queue. Before you: 1");
    boris.writes("/portrait three");
    assert_eq!(
        hears(&boris).text,
        "Your last picture is still being made. /cancel stops it."
    );
    anna.writes("/cancel");
    let stopped = anna.sees(PATIENCE, |message| message.text.starts_with("Stopped."));
    assert!(stopped.is_some(), "{:?}", texts(&anna));
    let next = boris.sees(PATIENCE, |message| {
        message.id == waiting.id && message.text == "⏳ You are next."
    });
    assert!(next.is_some(), "the place moves: {:?}", texts(&boris));
    tapped(&boris, &next.unwrap(), "Stop");
    let stopped = boris.sees(PATIENCE, |message| message.text.starts_with("Stopped."));
    assert!(stopped.is_some(), "{:?}", texts(&boris));
    let studio = &served.hosted.flow().studio;
    let lines = studio.list_ledger().unwrap();
    let refunded = lines
        .iter()
        .filter(|line| line.kind == LedgerKind::Refunded);
    assert_eq!(refunded.count(), 2);
    anna.writes("/cancel");
    assert!(hears_text(
        &anna,
        "Nothing is under way. /create makes a badge."
    ));
}

/// Orders a portrait and waits for the job, the `nth`.
fn orders_portrait(served: &Served, person: &Person, words: &str, nth: usize) -> BotJob {
    person.writes(&format!("/portrait {words}"));
    let ordered = || Ok(served.jobs().into_iter().nth(nth - 1));
    blazon_tests::wait::until("the order", PATIENCE, ordered).unwrap()
}

/// Stops what the person waits for, and waits until that is noted.
fn cancels(served: &Served, person: &Person, job: &BotJob) {
    person.writes("/cancel");
    let studio = &served.hosted.flow().studio;
    let noted = || {
        let state = studio.load_bot_job(job.id).unwrap().state;
        Ok((state == BotJobState::Cancelled).then_some(()))
    };
    blazon_tests::wait::until("the end of the order", PATIENCE, noted).unwrap();
}

/// What became of the money for a drawing, and who spent it.
fn money_of(served: &Served, drawing: DrawingId) -> (Vec<LedgerKind>, Spender) {
    let lines = served.hosted.flow().studio.list_ledger().unwrap();
    let lines: Vec<_> = lines
        .into_iter()
        .filter(|line| line.drawing == Some(drawing))
        .collect();
    let kinds = lines.iter().map(|line| line.kind).collect();
    (kinds, lines[0].by.clone())
}

/// A grid of one cell, which is drawn as `request` says.
fn grid_of(request: DrawRequest) -> GridPlan {
    GridPlan {
        prompts: vec![request.prompt.clone()],
        columns: vec![GridColumn {
            model: request.model,
            strength: request.strength,
            seed: request.seed.unwrap(),
        }],
        request,
    }
}

const PAID: [LedgerKind; 3] = [
    LedgerKind::Reserved,
    LedgerKind::Requested,
    LedgerKind::Settled,
];

#[test]
fn a_guest_who_stops_leaves_the_owner_what_the_owner_has_paid_for() {
    let mut served = Served::connected();
    served.switch_on();
    let studio = &served.hosted.flow().studio;
    let before = served.hosted.paid().len();
    let anna = served.person("Anna", "en");
    // Nobody carries the work yet, so that what is stopped has not begun.
    let alone = orders_portrait(&served, &anna, "one", 1);
    cancels(&served, &anna, &alone);
    let alone = studio.load_drawing(alone.drawing.unwrap()).unwrap();
    assert_eq!(alone.state, DrawingState::Cancelled);

    // The owner asks for the same in a grid, and the guest once more.
    let plan = grid_of(alone.request);
    let grid = studio
        .draw_grid(GridKind::Playground, plan, ENOUGH)
        .unwrap();
    let owners = grid.cells[0].drawing.clone().unwrap();
    assert_ne!(owners.id, alone.id);
    let shared = orders_portrait(&served, &anna, "one", 2);
    assert_eq!(shared.drawing, Some(owners.id), "one drawing for both");
    cancels(&served, &anna, &shared);
    let spared = studio.load_drawing(owners.id).unwrap();
    assert_eq!(
        (&spared.state, spared.is_stopping),
        (&DrawingState::Queued, false)
    );

    studio.start_runner().unwrap();
    let drawn = studio.watch_drawing(owners.id, |_| {}).unwrap();
    assert_eq!(drawn.state, DrawingState::Succeeded);
    assert_eq!(drawn.pictures.len(), 1);
    assert_eq!(served.hosted.paid().len(), before + 1, "it is paid once");
    assert_eq!(
        money_of(&served, owners.id),
        (PAID.to_vec(), Spender::Person)
    );
    let job = studio.load_bot_job(shared.id).unwrap();
    assert_eq!(job.state, BotJobState::Cancelled);
    let messages = anna.messages();
    assert!(messages.iter().all(|message| message.photo.is_none()));
}

#[test]
fn a_guest_who_stops_leaves_another_guest_the_same_picture() {
    let mut served = Served::connected();
    served.switch_on();
    let studio = &served.hosted.flow().studio;
    let before = served.hosted.paid().len();
    let (anna, boris) = (served.person("Anna", "en"), served.person("Boris", "en"));
    let first = orders_portrait(&served, &anna, "one", 1);
    let second = orders_portrait(&served, &boris, "one", 2);
    assert_eq!(first.drawing, second.drawing, "one drawing for both");
    cancels(&served, &anna, &first);
    studio.start_runner().unwrap();
    sees_picture(&boris, 0);
    assert_eq!(served.hosted.paid().len(), before + 1, "it is paid once");
    let payer = Spender::Guest {
        telegram: TelegramId(anna.id()),
    };
    let drawing = first.drawing.unwrap();
    assert_eq!(money_of(&served, drawing), (PAID.to_vec(), payer));
    let messages = anna.messages();
    assert!(messages.iter().all(|message| message.photo.is_none()));
}

#[test]
fn a_button_of_another_guest_and_a_forged_one_do_nothing() {
    let served = Served::on();
    let (anna, boris) = (served.person("Anna", "en"), served.person("Boris", "en"));
    let badge = orders(&anna, "a lamp", "ONE");
    let mine = orders(&boris, "a lamp", "TWO");
    let before = (served.jobs().len(), served.hosted.paid().len());
    let telegram = &served.hosted.telegram;
    let theirs = badge.data_of("Again").unwrap().to_owned();
    for data in [
        theirs.as_str(),
        "a:",
        "a:9999999999999999999",
        "t:-1",
        "x:1",
        "m:../../etc",
        "l:xx",
        "\u{202e}a:1",
        "",
    ] {
        telegram.tells(
            "callback_query",
            serde_json::json!({
                "id": "1",
                "from": { "id": boris.id(), "is_bot": false, "first_name": "Boris" },
                "chat_instance": "1",
                "data": data,
                "message": { "message_id": mine.id, "date": 1, "chat": { "id": boris.id(), "type": "private", "first_name": "Boris" } },
            }),
        );
    }
    let told = boris.sees(PATIENCE, |message| {
        message.text.contains("does not work any more")
    });
    assert!(told.is_some(), "{:?}", texts(&boris));
    orders(&anna, "a sword", "LATER");
    assert_eq!(
        (served.jobs().len(), served.hosted.paid().len()),
        (before.0 + 1, before.1 + 1)
    );
}

#[test]
fn in_a_group_each_person_has_a_dialogue_of_their_own() {
    let served = Served::on();
    let (anna, boris) = (served.person("Anna", "en"), served.person("Boris", "en"));
    let group = served.hosted.telegram.group("Club", &[&anna, &boris]);
    anna.writes_in(&group, "/create");
    let hold_a = anna.next_message_in(&group, PATIENCE).unwrap();
    boris.writes_in(&group, "/create");
    let hold_b = group.sees(PATIENCE, |message| {
        message.is_from_bot() && message.id > hold_a.id
    });
    let hold_b = hold_b.unwrap();
    boris.replies(&hold_b, "a sword");
    anna.replies(&hold_a, "a lamp");
    let banners = || {
        let messages = group.messages().into_iter();
        messages
            .filter(|message| message.text == "What text goes on the banner?")
            .collect::<Vec<_>>()
    };
    let started = Instant::now();
    while banners().len() < 2 {
        assert!(started.elapsed() < PATIENCE, "{:?}", group.messages());
        std::thread::sleep(Duration::from_millis(10));
    }
    let [first, second] = &banners()[..] else {
        panic!("{:?}", banners());
    };
    let asked_by_boris = boris.replies(first, "SWORD");
    let asked_by_anna = anna.replies(second, "LAMP");
    let started = Instant::now();
    while group
        .messages()
        .iter()
        .filter(|message| message.photo.is_some())
        .count()
        < 2
    {
        assert!(started.elapsed() < PATIENCE, "{:?}", group.messages());
        std::thread::sleep(Duration::from_millis(10));
    }
    let mut ordered: Vec<_> = served
        .jobs()
        .into_iter()
        .map(|job| (job.person.0, job.words, job.banner))
        .collect();
    ordered.sort();
    let expected = [
        (anna.id(), "a lamp".to_owned(), "LAMP".to_owned()),
        (boris.id(), "a sword".to_owned(), "SWORD".to_owned()),
    ];
    assert_eq!(ordered, expected);
    // Each picture answers the message that asked for it, so that it is seen whose it is.
    for job in served.jobs() {
        let asked = match job.person.0 == anna.id() {
            true => asked_by_anna,
            false => asked_by_boris,
        };
        let photos = group.messages().into_iter();
        let mut photos = photos.filter(|message| message.photo.is_some());
        let answer = photos.find(|message| message.reply_to == Some(asked));
        let photo = answer.and_then(|answer| answer.photo).unwrap();
        assert!(
            photo.bytes.unwrap() == served.badge_of(&job, &job.banner),
            "{job:?}"
        );
    }
}

#[test]
fn a_link_opens_one_model_and_texts_of_the_owner_are_said() {
    let served = Served::on();
    served.set(|settings| {
        settings.texts = vec![OwnBotText {
            language: LanguageTag::En,
            key: BotTextKey::AskHold,
            text: "What is in the hand? <b>*_".into(),
        }];
    });
    let anna = served.person("Anna", "en");
    anna.writes(&format!("/start m_{}", served.model.id));
    let said = hears(&anna);
    let name = served.model.name.as_str();
    assert!(
        said.text.contains(&format!("From now on: {name}")),
        "{}",
        said.text
    );
    assert!(
        said.text.ends_with("What is in the hand? <b>*_"),
        "{}",
        said.text
    );
    // Telegram itself marks commands.
    let marked = said
        .entities
        .iter()
        .filter(|entity| entity.kind != "bot_command");
    assert_eq!(
        marked.count(),
        0,
        "nothing is marked in it: {:?}",
        said.entities
    );
    anna.writes("/start m_01J9Z3Q0000000000000000000");
    assert_eq!(hears(&anna).text, "That model is not shared here.");
    anna.writes("/model");
    let choice = hears(&anna);
    tapped(&anna, &choice, name);
    assert!(hears(&anna).text.contains(name));
    served
        .hosted
        .flow()
        .studio
        .edit_model(
            served.model.id,
            &ModelChange {
                is_shared: Some(false),
                ..ModelChange::default()
            },
        )
        .unwrap();
    anna.writes("/portrait now");
    let none = anna.sees(PATIENCE, |message| {
        message.text.contains("No model is shared")
    });
    assert!(none.is_some(), "{:?}", texts(&anna));
}

#[test]
fn after_a_restart_a_dialogue_goes_on_and_a_picture_comes() {
    let mut served = Served::connected();
    served.switch_on();
    let (anna, boris) = (served.person("Anna", "en"), served.person("Boris", "en"));
    anna.writes("/create");
    hears(&anna);
    anna.writes("a lamp");
    hears(&anna);
    boris.writes("/portrait with a hat");
    hears(&boris);
    served.bot.take().unwrap().wait_off();
    let asked = anna.writes("LATER");
    served.hosted.restart();
    served.switch_on();
    sees_picture(&anna, asked);
    assert!(
        boris
            .sees(PATIENCE, |message| message.photo.is_some())
            .is_some()
    );
    let jobs = served.jobs();
    assert_eq!(jobs.len(), 2, "nothing twice: {jobs:?}");
}

trait WaitOff {
    fn wait_off(self);
}

impl WaitOff for Bot {
    fn wait_off(self) {
        self.stop();
        self.wait();
    }
}

#[test]
fn troubles_of_the_line_are_told_and_pass() {
    let mut served = Served::on();
    served.waits_for_line("the line", |line| matches!(line, BotLine::Running { .. }));
    let telegram = &served.hosted.telegram;
    telegram.order_times(2, Method::GetUpdates, Trouble::server_error(502));
    let broken = |line: &BotLine| {
        matches!(
            line,
            BotLine::Waiting {
                trouble: BotTrouble::TelegramBroken,
                ..
            }
        )
    };
    let anna = served.person("Anna", "en");
    anna.writes("/limits");
    served.waits_for_line("the trouble", broken);
    served.waits_for_line("its end", |line| matches!(line, BotLine::Running { .. }));
    assert!(hears(&anna).text.starts_with("Today:"));

    // The settings leave no way to Telegram, and one again.
    let studio = std::sync::Arc::clone(&served.hosted.flow().studio);
    let settings = studio.load_settings().unwrap();
    studio
        .change_settings(Settings {
            proxy: Some("http://127.0.0.1:9".into()),
            ..settings.clone()
        })
        .unwrap();
    served.waits_for_line("no way", |line| {
        matches!(
            line,
            BotLine::Waiting {
                trouble: BotTrouble::Offline,
                ..
            }
        )
    });
    studio.change_settings(settings).unwrap();
    served.waits_for_line("the way", |line| matches!(line, BotLine::Running { .. }));

    telegram.revoke_token();
    // The question that Telegram keeps has its answer, and the next one is refused.
    anna.writes("/limits");
    let stopped = served.waits_for_line("the end", |line| matches!(line, BotLine::Stopped { .. }));
    assert_eq!(
        stopped,
        BotLine::Stopped {
            trouble: BotTrouble::BadToken
        }
    );
    let refused = studio
        .connect_bot(&"12345:nonsense".to_owned().into())
        .unwrap_err();
    assert!(
        matches!(refused.downcast_ref(), Some(BotError::Telegram(_))),
        "{refused:?}"
    );
    let kept = studio.secrets().load(SecretName::TelegramToken).unwrap();
    assert!(kept.is_some(), "the old one stays");
    served.bot.take().unwrap().wait_off();
}

#[test]
fn the_terminal_runs_the_bot_for_a_guest_and_a_second_copy_is_told_so() {
    let served = Served::connected();
    served.hosted.flow().studio.end_runner();
    let run = || {
        let mut command = served.hosted.command(&["bot", "run"]);
        command
            .env("BLAZON_LOG", "trace")
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped());
        command.spawn().unwrap()
    };
    let first = run();
    let url = served.hosted.telegram.url();
    let anna = guest::plays(url, "Anna", "en", "a telescope", "UX SCOUT").unwrap();
    assert_eq!(anna.buttons, ["Again", "Other text", "As a file"]);
    assert!(anna.document.ends_with(".png"), "{}", anna.document);
    let second = run().wait_with_output().unwrap();
    assert_eq!(second.status.code(), Some(4), "{}", text(&second));
    assert!(
        text(&second).contains("Another program runs"),
        "{}",
        text(&second)
    );

    let ended = std::process::Command::new("kill")
        .arg(first.id().to_string())
        .status()
        .unwrap();
    assert!(ended.success());
    let first = first.wait_with_output().unwrap();
    assert_eq!(first.status.code(), Some(0), "{}", text(&first));
    assert!(text(&first).contains("The bot runs."), "{}", text(&first));
    let job = served.jobs().remove(0);
    assert!(
        anna.photo == served.badge_of(&job, "UX SCOUT"),
        "it is another badge than UX SCOUT's: {:#?}",
        anna.texts
    );

    // The token is in no log, though everything was logged.
    let token = served.hosted.telegram.token();
    let (_, secret) = token.split_once(':').unwrap();
    let mut lines = 0;
    for entry in walkdir::WalkDir::new(served.hosted.flow().home.path().join("logs")) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let log = String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned();
            lines += log.lines().filter(|line| line.contains("TRACE")).count();
            assert!(!log.contains(secret), "{}", entry.path().display());
        }
    }
    assert!(lines > 20, "everything was logged: {lines} lines");
    assert!(!(text(&first) + &text(&second)).contains(secret));
    let status = served.hosted.command(&["bot", "status"]).output().unwrap();
    assert!(text(&status).contains("@emulated_bot"), "{}", text(&status));
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

fn health(port: u16) -> Option<(u16, String)> {
    let answer = ureq::get(format!("http://127.0.0.1:{port}/health"))
        .config()
        .http_status_as_error(false)
        .build()
        .call();
    let mut answer = answer.ok()?;
    let status = answer.status().as_u16();
    Some((status, answer.body_mut().read_to_string().ok()?))
}

#[test]
fn on_a_server_telegram_brings_what_guests_write_and_health_is_told() {
    let served = Served::connected();
    served.hosted.flow().studio.end_runner();
    let (port, health_port) = (free_port(), free_port());
    let listen = format!("127.0.0.1:{port}");
    let webhook = format!("http://{listen}/brought");
    let place = format!("127.0.0.1:{health_port}");
    let mut command = served.hosted.command(&[
        "bot",
        "run",
        "--webhook",
        &webhook,
        "--listen",
        &listen,
        "--health",
        &place,
    ]);
    let mut bot = command
        .env("BLAZON_WEBHOOK_SECRET", "a-secret_of_mine")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let told = loop {
        match health(health_port) {
            Some((200, told)) => break told,
            _ => assert!(started.elapsed() < PATIENCE, "it is not well"),
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(told, "{\"line\":\"running\"}\n");
    let anna = served.person("Anna", "en");
    orders(&anna, "a telescope", "UX SCOUT");
    let forged = ureq::post(&webhook)
        .header("X-Telegram-Bot-Api-Secret-Token", "guessed")
        .config()
        .http_status_as_error(false)
        .build()
        .send("{}")
        .unwrap();
    assert_eq!(forged.status().as_u16(), 401);
    bot.kill().unwrap();
    bot.wait().unwrap();
    assert_eq!(health(health_port), None);
}

/// The calls of the terminal's program that a file names, as words.
fn calls_in(file: &str) -> Vec<Vec<String>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = std::fs::read_to_string(root.join(file)).unwrap();
    let lines = text.lines().filter_map(|line| {
        // The guides give it a shorter name for its own user.
        let short = line.trim_start().strip_prefix("blazon ");
        let call = short.or_else(|| Some(line.split_once("blazon-cli ")?.1))?;
        let call = call.split(['`', '<', '|', '#']).next().unwrap_or_default();
        let words: Vec<_> = call.split_whitespace().map(str::to_owned).collect();
        (!words.is_empty()).then_some(words)
    });
    lines.collect()
}

#[test]
fn guides_and_service_files_name_calls_that_there_are() {
    let home = tempfile::tempdir().unwrap();
    let mut seen = 0;
    for file in [
        "docs/bot.md",
        "docs/bot.ru.md",
        "packaging/bot/blazon-bot.service",
    ] {
        for words in calls_in(file) {
            let is_command = |word: &&String| {
                word.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
                    && !word.starts_with('-')
            };
            let commands: Vec<_> = words
                .iter()
                .take_while(is_command)
                .take(2)
                .map(String::as_str)
                .collect();
            if commands.is_empty() {
                continue;
            }
            let help = crate::support::run(home.path(), &[&commands[..], &["--help"]].concat());
            assert!(help.status.success(), "{file}: {words:?}: {}", text(&help));
            let told = text(&help);
            for flag in words.iter().filter(|word| word.starts_with("--")) {
                let flag = flag.split('=').next().unwrap_or(flag);
                assert!(told.contains(flag), "{file}: {words:?} has no {flag}");
            }
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} calls were found");
}
