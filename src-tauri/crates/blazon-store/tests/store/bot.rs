//! The bot: nobody is lost, nothing is asked for twice, and what is counted is what was drawn.

use crate::{Fixture, at, name};
use blazon_model::{
    BaseFamily, BotAccess, BotDay, BotId, BotIdentity, BotJobFailure, BotJobId, BotJobKind,
    BotJobState, BotSettings, BotTextKey, ByteCount, ChatId, ContentHash, DrawRequest, DrawingId,
    DrawingState, Guest, GuestAccess, LanguageTag, LedgerEntry, LedgerId, LedgerKind, LoraModel,
    ModelId, Money, OwnBotText, PictureId, ProviderId, Sampler, Seed, Spender, TelegramId,
    Timestamp,
};
use blazon_store::{BotJob, BotJobMessages, DialogueRow, NewBotJob, Reader, StoreError, Writer};
use std::fs;

const BOT: BotId = BotId(7_000_000_001);
const OTHER_BOT: BotId = BotId(7_000_000_002);
const CHAT: ChatId = ChatId(-1_001_234_567_890);
const ANN: TelegramId = TelegramId(4_503_599_627_370_495);
const BOB: TelegramId = TelegramId(2);
const MINUTE: i64 = 60_000;

fn read<T>(fixture: &Fixture, read: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> T {
    fixture.store.read(read).unwrap()
}

fn write<T>(fixture: &Fixture, write: impl FnOnce(&Writer<'_>) -> Result<T, StoreError>) -> T {
    fixture.store.write(write).unwrap()
}

fn meet(fixture: &Fixture, telegram: TelegramId, name: &str, now: i64) -> Guest {
    write(fixture, |tx| {
        tx.meet_guest(telegram, name, Some("fox"), at(now), GuestAccess::Waiting)
    })
}

fn asked(update: i64, person: TelegramId) -> NewBotJob<'static> {
    NewBotJob {
        bot: BOT,
        chat: CHAT,
        person,
        update,
        asked_message: Some(31),
        kind: BotJobKind::Badge,
        model: None,
        words: "a lamp",
        banner: "ЛИСЁНОК",
        language: LanguageTag::Ru,
        seed: Seed(u64::MAX),
        picture: None,
        is_redraw: false,
        is_cached: false,
    }
}

fn queue(fixture: &Fixture, job: &NewBotJob<'_>, now: i64) -> BotJob {
    let (job, is_new) = write(fixture, |tx| tx.queue_bot_job(job, at(now)));
    assert!(is_new);
    job
}

fn set(fixture: &Fixture, id: BotJobId, state: BotJobState) {
    write(fixture, |tx| tx.set_bot_job_state(id, &state, at(90)));
}

fn tell(fixture: &Fixture, id: BotJobId) {
    write(fixture, |tx| tx.tell_bot_job(id));
}

fn picture() -> PictureId {
    PictureId::new(at(6), [6; 10])
}

fn failed(reason: BotJobFailure) -> BotJobState {
    BotJobState::Failed { reason }
}

fn ids(jobs: &[BotJob]) -> Vec<i64> {
    jobs.iter().map(|job| job.id.0).collect()
}

#[test]
fn a_guest_who_writes_again_is_the_same_one_under_the_name_of_today() {
    let fixture = Fixture::new();
    let first = meet(&fixture, ANN, "Ann", 100);
    assert_eq!(first.access, GuestAccess::Waiting);
    write(&fixture, |tx| {
        tx.set_guest_access(ANN, GuestAccess::Allowed)?;
        tx.set_guest_quota(ANN, Some(3))?;
        tx.set_guest_language(ANN, Some(LanguageTag::Ru))
    });
    let again = meet(&fixture, ANN, "Ann F.", 200);
    let expected = Guest {
        id: first.id,
        telegram: ANN,
        name: "Ann F.".into(),
        username: Some("fox".into()),
        access: GuestAccess::Allowed,
        daily_quota: Some(3),
        language: Some(LanguageTag::Ru),
        first_seen_at: at(100),
        last_seen_at: at(200),
    };
    assert_eq!(again, expected);
    assert_eq!(
        read(&fixture, |db| db.find_guest(ANN)),
        Some(expected.clone())
    );
    meet(&fixture, BOB, "Bob", 300);
    let listed = read(&fixture, |db| db.list_guests());
    assert_eq!(
        listed.iter().map(|it| it.telegram).collect::<Vec<_>>(),
        [BOB, ANN]
    );
}

#[test]
fn that_a_guest_was_seen_is_written_once_a_minute() {
    let fixture = Fixture::new();
    meet(&fixture, ANN, "Ann", 0);
    let seen = |now| meet(&fixture, ANN, "Ann", now).last_seen_at;
    assert_eq!(seen(MINUTE - 1), at(0));
    assert_eq!(seen(MINUTE), at(MINUTE));
    let without_username = write(&fixture, |tx| {
        tx.meet_guest(ANN, "Ann", None, at(MINUTE + 1), GuestAccess::Waiting)
    });
    assert_eq!(
        (without_username.username, without_username.last_seen_at),
        (None, at(MINUTE + 1))
    );
}

#[test]
fn who_is_allowed_by_number_gets_a_name_when_they_write() {
    let fixture = Fixture::new();
    let allowed = write(&fixture, |tx| tx.allow_guest(BOB, at(5)));
    assert_eq!(
        (allowed.name.as_str(), allowed.access),
        ("", GuestAccess::Allowed)
    );
    let met = meet(&fixture, BOB, "Bob", 50);
    assert_eq!((met.id, met.access), (allowed.id, GuestAccess::Allowed));
    assert_eq!(
        (met.name.as_str(), met.first_seen_at, met.last_seen_at),
        ("Bob", at(50), at(50))
    );
    assert_eq!(meet(&fixture, BOB, "Bobby", 60).first_seen_at, at(50));
}

#[test]
fn allowing_takes_back_a_ban_and_leaves_an_owner() {
    let fixture = Fixture::new();
    for (access, then) in [
        (GuestAccess::Banned, GuestAccess::Allowed),
        (GuestAccess::Waiting, GuestAccess::Allowed),
        (GuestAccess::Owner, GuestAccess::Owner),
    ] {
        meet(&fixture, ANN, "Ann", 1);
        write(&fixture, |tx| tx.set_guest_access(ANN, access));
        let allowed = write(&fixture, |tx| tx.allow_guest(ANN, at(9)));
        assert_eq!(allowed.access, then, "{access:?}");
        let is_owner = access == GuestAccess::Owner;
        assert_eq!(read(&fixture, |db| db.has_owner()), is_owner);
    }
}

#[test]
fn who_is_not_known_has_nothing_set() {
    let fixture = Fixture::new();
    assert_eq!(read(&fixture, |db| db.find_guest(ANN)), None);
    let refused = fixture
        .store
        .write(|tx| tx.set_guest_access(ANN, GuestAccess::Allowed));
    assert!(matches!(
        refused,
        Err(StoreError::NotFound { what: "guest", .. })
    ));
}

#[test]
fn a_stranger_is_told_once() {
    let fixture = Fixture::new();
    meet(&fixture, ANN, "Ann", 1);
    let told = || write(&fixture, |tx| tx.told_guest(ANN, at(2)));
    assert_eq!([told(), told()], [true, false]);
    assert!(!write(&fixture, |tx| tx.told_guest(BOB, at(2))));
}

#[test]
fn updates_are_kept_once_and_in_order_until_they_are_answered() {
    let fixture = Fixture::new();
    let keep = |bot, updates: &[(i64, String)]| {
        write(&fixture, |tx| tx.keep_updates(bot, updates, at(1)));
    };
    keep(BOT, &[(12, "twelve".into()), (11, "eleven".into())]);
    keep(BOT, &[(12, "again".into()), (13, "thirteen".into())]);
    keep(OTHER_BOT, &[(11, "other".into())]);
    write(&fixture, |tx| tx.forget_updates(BOT, &[11, 99]));
    let fixture = fixture.reopened();
    assert_eq!(
        read(&fixture, |db| db.list_updates(BOT)),
        [(12, "twelve".into()), (13, "thirteen".into())]
    );
    assert_eq!(
        read(&fixture, |db| db.list_updates(OTHER_BOT)),
        [(11, "other".into())]
    );
}

#[test]
fn a_dialogue_is_one_persons_in_one_chat_and_goes_when_it_is_old() {
    let fixture = Fixture::new();
    let row = |update| DialogueRow {
        state: r#"{"asks":"banner"}"#.into(),
        model: Some(ModelId::new(at(1), [3; 10])),
        update,
    };
    let save = |person, update, now| {
        write(&fixture, |tx| {
            tx.save_dialogue(BOT, CHAT, person, &row(update), at(now))
        });
    };
    save(ANN, 1, 10);
    save(BOB, 2, 20);
    save(ANN, 3, 30);
    let find = |bot, chat, person| read(&fixture, |db| db.find_dialogue(bot, chat, person));
    assert_eq!(find(BOT, CHAT, ANN), Some(row(3)));
    assert_eq!(find(OTHER_BOT, CHAT, ANN), None);
    assert_eq!(find(BOT, ChatId(1), ANN), None);
    assert_eq!(write(&fixture, |tx| tx.forget_dialogues(at(30))), 1);
    assert_eq!(find(BOT, CHAT, BOB), None);
    assert_eq!(find(BOT, CHAT, ANN), Some(row(3)));
}

#[test]
fn the_same_update_makes_one_job() {
    let fixture = Fixture::new();
    let first = queue(&fixture, &asked(5, ANN), 100);
    let other_words = NewBotJob {
        words: "a kite",
        ..asked(5, ANN)
    };
    let again = write(&fixture, |tx| tx.queue_bot_job(&other_words, at(200)));
    assert_eq!(again, (first, false));
    let of_other_bot = NewBotJob {
        bot: OTHER_BOT,
        ..asked(5, ANN)
    };
    queue(&fixture, &of_other_bot, 100);
    assert_eq!(read(&fixture, |db| db.count_open_bot_jobs(BOT)), 1);
}

#[test]
fn all_that_is_noted_of_a_job_is_there_after_a_restart() {
    let fixture = Fixture::new();
    let job = queue(&fixture, &asked(5, ANN), 100);
    let drawing = DrawingId::new(at(3), [3; 10]);
    write(&fixture, |tx| {
        tx.set_bot_job_drawing(job.id, drawing)?;
        tx.set_bot_job_picture(job.id, picture())?;
        tx.set_bot_job_messages(
            job.id,
            &BotJobMessages {
                progress: Some(41),
                ..BotJobMessages::default()
            },
        )?;
        tx.set_bot_job_messages(
            job.id,
            &BotJobMessages {
                photo: Some(42),
                file_id: Some("AgAC"),
                ..BotJobMessages::default()
            },
        )?;
        tx.set_bot_job_state(job.id, &failed(BotJobFailure::HeldBack), at(300))?;
        tx.tell_bot_job(job.id)
    });
    let fixture = fixture.reopened();
    let expected = BotJob {
        id: job.id,
        bot: BOT,
        chat: CHAT,
        person: ANN,
        update: 5,
        asked_message: Some(31),
        kind: BotJobKind::Badge,
        model: None,
        words: "a lamp".into(),
        banner: "ЛИСЁНОК".into(),
        language: LanguageTag::Ru,
        seed: Seed(u64::MAX),
        state: failed(BotJobFailure::HeldBack),
        is_told: true,
        drawing: Some(drawing),
        picture: Some(picture()),
        is_redraw: false,
        is_cached: false,
        progress_message: Some(41),
        photo_message: Some(42),
        file_id: Some("AgAC".into()),
        made_at: at(100),
        ended_at: Some(at(300)),
    };
    assert_eq!(read(&fixture, |db| db.load_bot_job(job.id)), expected);
    assert_eq!(
        read(&fixture, |db| db.find_bot_job_of_drawing(drawing)),
        Some(expected.clone())
    );
    assert_eq!(
        read(&fixture, |db| db.find_last_bot_job(BOT, CHAT, ANN)),
        Some(expected)
    );
    assert_eq!(
        read(&fixture, |db| db.find_last_bot_job(BOT, CHAT, BOB)),
        None
    );
}

#[test]
fn a_job_that_ended_stays_as_it_is() {
    let fixture = Fixture::new();
    for (update, end) in [
        BotJobState::Sent,
        BotJobState::Cancelled,
        failed(BotJobFailure::Budget),
    ]
    .into_iter()
    .enumerate()
    {
        let job = queue(&fixture, &asked(i64::try_from(update).unwrap(), ANN), 1);
        set(&fixture, job.id, BotJobState::Drawn);
        set(&fixture, job.id, end);
        for next in [BotJobState::Drawing, BotJobState::Sent] {
            let refused = fixture
                .store
                .write(|tx| tx.set_bot_job_state(job.id, &next, at(99)));
            assert!(
                matches!(refused, Err(StoreError::Transition(_))),
                "{end:?} to {next:?}"
            );
        }
        assert_eq!(read(&fixture, |db| db.load_bot_job(job.id)).state, end);
    }
    let unknown = fixture.store.write(|tx| tx.tell_bot_job(BotJobId(99)));
    assert!(matches!(unknown, Err(StoreError::NotFound { .. })));
}

#[test]
fn a_job_is_open_until_its_guest_knows_how_it_ended() {
    let fixture = Fixture::new();
    let jobs: Vec<_> = (1..=5)
        .map(|update| {
            let person = if update == 4 { BOB } else { ANN };
            queue(&fixture, &asked(update, person), update).id
        })
        .collect();
    set(&fixture, jobs[0], BotJobState::Sent);
    set(&fixture, jobs[1], failed(BotJobFailure::Drawing));
    set(&fixture, jobs[2], BotJobState::Cancelled);
    tell(&fixture, jobs[2]);
    set(&fixture, jobs[3], BotJobState::Drawn);
    tell(&fixture, jobs[3]);
    let open = read(&fixture, |db| db.list_open_bot_jobs(BOT, 100));
    assert_eq!(ids(&open), [jobs[1].0, jobs[3].0, jobs[4].0]);
    assert_eq!(read(&fixture, |db| db.list_open_bot_jobs(BOT, 2)).len(), 2);
    assert_eq!(read(&fixture, |db| db.count_open_bot_jobs(BOT)), 3);
    assert_eq!(read(&fixture, |db| db.count_open_bot_jobs(OTHER_BOT)), 0);
    let of_bob = read(&fixture, |db| db.open_bot_jobs_of(BOT, BOB));
    assert_eq!(ids(&of_bob), [jobs[3].0]);
}

#[test]
fn the_place_counts_what_is_drawn_before() {
    let fixture = Fixture::new();
    let jobs: Vec<_> = (1..=4)
        .map(|update| queue(&fixture, &asked(update, ANN), update).id)
        .collect();
    let of_other_bot = NewBotJob {
        bot: OTHER_BOT,
        ..asked(5, ANN)
    };
    let alone = queue(&fixture, &of_other_bot, 5).id;
    let places = || -> Vec<u32> {
        let ids = jobs.iter().chain([&alone]);
        ids.map(|id| read(&fixture, |db| db.place_before(*id)))
            .collect()
    };
    assert_eq!(places(), [0, 1, 2, 3, 0]);
    set(&fixture, jobs[0], BotJobState::Drawn);
    set(&fixture, jobs[1], BotJobState::Cancelled);
    assert_eq!(places(), [0, 0, 0, 1, 0]);
}

#[test]
fn only_what_is_drawn_counts_against_the_quota() {
    let fixture = Fixture::new();
    queue(&fixture, &asked(1, ANN), 99);
    queue(&fixture, &asked(2, ANN), 100);
    let sent = queue(&fixture, &asked(3, ANN), 199);
    set(&fixture, sent.id, BotJobState::Sent);
    queue(&fixture, &asked(4, ANN), 200);
    let broken = queue(&fixture, &asked(5, ANN), 150);
    set(&fixture, broken.id, failed(BotJobFailure::Drawing));
    let stopped = queue(&fixture, &asked(6, ANN), 150);
    set(&fixture, stopped.id, BotJobState::Cancelled);
    let redrawn = NewBotJob {
        picture: Some(picture()),
        is_redraw: true,
        ..asked(7, ANN)
    };
    assert_eq!(
        queue(&fixture, &redrawn, 150).state,
        BotJobState::Drawn,
        "its picture is there"
    );
    let cached = NewBotJob {
        picture: Some(picture()),
        is_cached: true,
        ..asked(8, ANN)
    };
    queue(&fixture, &cached, 150);
    queue(&fixture, &asked(9, BOB), 150);
    let count = |person| {
        read(&fixture, |db| {
            db.count_pictures_of(person, at(100), at(200))
        })
    };
    assert_eq!((count(ANN), count(BOB)), (2, 1));
    let day = read(&fixture, |db| db.bot_day(BOT, at(100), at(200)));
    let expected = BotDay {
        pictures: 3,
        redraws: 2,
        guests: 2,
        spent: Money::ZERO,
    };
    assert_eq!(day, expected);
    assert_eq!(
        read(&fixture, |db| db.bot_day(OTHER_BOT, at(100), at(200))),
        BotDay::default()
    );
}

fn spend(fixture: &Fixture, work: u8, kind: LedgerKind, micros: i64, now: i64, by: Spender) {
    let number = u8::try_from(now).unwrap();
    let entry = LedgerEntry {
        id: LedgerId::new(at(now), [number; 10]),
        at: at(now),
        kind,
        amount: Money::from_micros(micros),
        provider: ProviderId::Fal,
        run: None,
        drawing: Some(DrawingId::new(at(1), [work; 10])),
        caption: None,
        request: None,
        by,
    };
    write(fixture, |tx| tx.append_ledger(&entry));
}

/// What Ann, Bob, all guests and everybody have spent from 100 up to 200.
fn spent(fixture: &Fixture) -> [i64; 4] {
    let (from, until) = (at(100), at(200));
    read(fixture, |db| {
        Ok([
            db.guest_spent_between(ANN, from, until)?,
            db.guest_spent_between(BOB, from, until)?,
            db.guests_spent_between(from, until)?,
            db.spent_between(from, until)?,
        ])
    })
    .map(Money::micros)
}

#[test]
fn what_guests_spent_is_reserved_settled_and_given_back() {
    let fixture = Fixture::new();
    let guest = |telegram| Spender::Guest { telegram };
    let spend = |work, kind, micros, now, by| spend(&fixture, work, kind, micros, now, by);
    spend(1, LedgerKind::Settled, 1000, 110, Spender::Person);
    assert_eq!(spent(&fixture), [0, 0, 0, 1000]);
    spend(2, LedgerKind::Settled, 7, 99, guest(ANN));
    assert_eq!(spent(&fixture), [0, 0, 0, 1000], "of the day before");
    spend(3, LedgerKind::Reserved, 50, 98, guest(ANN));
    assert_eq!(spent(&fixture), [50, 0, 50, 1050], "open since yesterday");
    spend(3, LedgerKind::Settled, 40, 111, guest(ANN));
    assert_eq!(spent(&fixture), [40, 0, 40, 1040]);
    spend(4, LedgerKind::Reserved, 30, 112, guest(BOB));
    spend(5, LedgerKind::Reserved, 20, 113, guest(BOB));
    assert_eq!(spent(&fixture), [40, 50, 90, 1090]);
    spend(4, LedgerKind::Refunded, 0, 114, guest(BOB));
    spend(5, LedgerKind::Settled, 25, 200, guest(BOB));
    assert_eq!(spent(&fixture), [40, 0, 40, 1040], "closed tomorrow");
    let day = read(&fixture, |db| db.bot_day(BOT, at(100), at(200)));
    assert_eq!(day.spent, Money::from_micros(40));
}

#[test]
fn guests_are_listed_with_what_they_had_and_spent() {
    let fixture = Fixture::new();
    meet(&fixture, ANN, "Ann", 100);
    meet(&fixture, BOB, "Bob", 101);
    queue(&fixture, &asked(1, ANN), 150);
    let by = Spender::Guest { telegram: ANN };
    spend(&fixture, 1, LedgerKind::Settled, 9, 150, by);
    let lines = read(&fixture, |db| db.list_guest_lines(at(100), at(200)));
    let seen: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                line.guest.name.as_str(),
                line.pictures_today,
                line.spent_today.micros(),
            )
        })
        .collect();
    assert_eq!(seen, [("Bob", 0, 0), ("Ann", 1, 9)]);
}

fn model() -> LoraModel {
    LoraModel {
        id: ModelId::new(at(1), [3; 10]),
        name: name("Foxes"),
        trigger: None,
        base: BaseFamily::Pocket,
        run: None,
        folder: "foxes".into(),
        weights: ContentHash::from_bytes([3; 32]),
        bytes: ByteCount(1),
        badge_base: String::new(),
        badge_style: String::new(),
        cover: None,
        notes: String::new(),
        best_strength: None,
        is_shared: true,
        consent_at: None,
        created_at: at(1),
        archived_at: None,
        removed_at: None,
    }
}

#[test]
fn that_the_person_shown_agrees_is_kept_with_the_model() {
    let fixture = Fixture::new();
    let agreed = |consent_at: Option<Timestamp>| LoraModel {
        consent_at,
        ..model()
    };
    write(&fixture, |tx| tx.insert_model(&agreed(Some(at(4)))));
    let found = || read(&fixture, |db| db.load_model(model().id));
    assert_eq!(found(), agreed(Some(at(4))));
    for consent_at in [None, Some(at(5))] {
        write(&fixture, |tx| tx.update_model(&agreed(consent_at)));
        assert_eq!(found(), agreed(consent_at));
    }
}

fn request() -> DrawRequest {
    DrawRequest {
        provider: ProviderId::Local,
        model: None,
        base_path: None,
        prompt: "a lamp".into(),
        without_trigger: false,
        negative_prompt: String::new(),
        strength: 1.0,
        steps: 20,
        guidance: 4.5,
        sampler: Sampler::default(),
        width: 128,
        height: 128,
        seed: None,
        count: 1,
        on_card: false,
        hosted: None,
    }
}

#[test]
fn a_line_names_guest_and_model_and_says_whose_turn_has_come() {
    let fixture = Fixture::new();
    meet(&fixture, ANN, "Ann", 1);
    let drawing = DrawingId::new(at(3), [3; 10]);
    let of_model = NewBotJob {
        model: Some(model().id),
        ..asked(1, ANN)
    };
    let first = queue(&fixture, &of_model, 10);
    write(&fixture, |tx| {
        tx.insert_model(&model())?;
        tx.queue_drawing(drawing, &request(), "a lamp", at(10))?;
        tx.set_bot_job_drawing(first.id, drawing)
    });
    let second = queue(&fixture, &asked(2, BOB), 11);
    let lines = || read(&fixture, |db| db.list_bot_job_lines(BOT, 100));
    let turns = || -> Vec<bool> { lines().iter().map(|line| line.is_drawn_now).collect() };
    assert_eq!(turns(), [false, false]);
    let running = DrawingState::Running {
        picture: 0,
        step: 1,
        steps: 20,
    };
    write(&fixture, |tx| tx.save_drawing(drawing, &running, at(12)));
    assert_eq!(turns(), [true, false]);
    set(&fixture, first.id, BotJobState::Drawn);
    set(&fixture, second.id, failed(BotJobFailure::ModelGone));
    assert_eq!(turns(), [false, false]);
    let [ann, bob] = <[_; 2]>::try_from(lines()).unwrap();
    assert_eq!(
        (ann.guest.as_str(), ann.model),
        ("Ann", Some(name("Foxes")))
    );
    assert_eq!((ann.telegram, ann.made_at), (ANN, at(10)));
    assert_eq!((bob.guest.as_str(), bob.model), ("", None));
    assert_eq!(bob.state, failed(BotJobFailure::ModelGone));
    assert_eq!(read(&fixture, |db| db.list_bot_job_lines(BOT, 1)).len(), 1);
}

#[test]
fn what_is_set_for_the_bot_survives_a_restart() {
    let fixture = Fixture::new();
    assert_eq!(
        read(&fixture, |db| db.load_bot_settings()),
        BotSettings::default()
    );
    assert_eq!(read(&fixture, |db| db.load_bot_pairing()), None);
    assert_eq!(read(&fixture, |db| db.load_bot_identity()), None);
    let settings = BotSettings {
        is_on: true,
        access: BotAccess::Open,
        model: Some(model().id),
        texts: vec![OwnBotText {
            language: LanguageTag::Ru,
            key: BotTextKey::Welcome,
            text: "Привет".into(),
        }],
        ..BotSettings::default()
    };
    let identity = BotIdentity {
        id: BOT,
        username: "fox_bot".into(),
        name: "Fox".into(),
    };
    write(&fixture, |tx| {
        tx.save_bot_settings(&settings, at(2))?;
        tx.save_bot_pairing(Some(("OLD", at(3))), at(2))?;
        tx.save_bot_pairing(Some(("NEW", at(4))), at(2))?;
        tx.save_bot_identity(Some(&identity), at(2))
    });
    let fixture = fixture.reopened();
    assert_eq!(read(&fixture, |db| db.load_bot_settings()), settings);
    assert_eq!(
        read(&fixture, |db| db.load_bot_pairing()),
        Some(("NEW".into(), at(4)))
    );
    assert_eq!(read(&fixture, |db| db.load_bot_identity()), Some(identity));
    write(&fixture, |tx| {
        tx.save_bot_pairing(None, at(5))?;
        tx.save_bot_identity(None, at(5))
    });
    assert_eq!(read(&fixture, |db| db.load_bot_pairing()), None);
    assert_eq!(read(&fixture, |db| db.load_bot_identity()), None);
}

#[test]
fn guests_jobs_and_dialogues_come_back_from_a_copy() {
    let fixture = Fixture::new();
    let guest = meet(&fixture, ANN, "Ann", 1);
    let job = queue(&fixture, &asked(5, ANN), 10);
    let row = DialogueRow {
        state: "{}".into(),
        model: None,
        update: 5,
    };
    write(&fixture, |tx| {
        tx.keep_updates(BOT, &[(6, "six".into())], at(11))?;
        tx.save_dialogue(BOT, CHAT, ANN, &row, at(11))
    });
    fixture.store.back_up(at(100)).unwrap();
    fixture.store.settle().unwrap();
    fs::write(fixture.home.path().join("blazon.db"), b"no database").unwrap();
    let fixture = fixture.reopened();
    assert_eq!(read(&fixture, |db| db.list_guests()), [guest]);
    assert_eq!(read(&fixture, |db| db.load_bot_job(job.id)), job);
    assert_eq!(
        read(&fixture, |db| db.find_dialogue(BOT, CHAT, ANN)),
        Some(row)
    );
    assert_eq!(
        read(&fixture, |db| db.list_updates(BOT)),
        [(6, "six".into())]
    );
    let next = queue(&fixture, &asked(7, ANN), 12);
    assert!(next.id > job.id, "no number is given twice");
}
