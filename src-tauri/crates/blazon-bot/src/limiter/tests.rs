//! The limits with made-up time.

use super::*;

fn person(chat: i64) -> Target {
    Target {
        chat,
        is_group: false,
    }
}

fn group(chat: i64) -> Target {
    Target {
        chat,
        is_group: true,
    }
}

/// Sends as soon as it may; the seconds after `began` at which each of them went.
fn send_all(limiter: &mut Limiter, targets: &[Target], weight: Weight, began: Instant) -> Vec<f64> {
    let mut now = began;
    let mut sent = Vec::new();
    for target in targets {
        loop {
            let chat = limiter.chat_is_ready_at(*target, weight, now);
            let ready = chat.max(limiter.all_are_ready_at(now));
            if ready <= now {
                break;
            }
            now = ready;
        }
        limiter.take(*target, now);
        sent.push(now.duration_since(began).as_secs_f64());
    }
    sent
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.001
}

#[test]
fn a_chat_takes_three_at_once_and_then_one_a_second() {
    let mut limiter = Limiter::new(Limits::default());
    let sent = send_all(
        &mut limiter,
        &[person(1); 6],
        Weight::Message,
        Instant::now(),
    );
    assert_eq!(sent[..3], [0.0, 0.0, 0.0]);
    for (place, at) in sent[3..].iter().enumerate() {
        assert!(is_near(*at, (place + 1) as f64 / 0.95), "{sent:?}");
    }
}

#[test]
fn in_no_second_do_more_than_thirty_go_out() {
    let mut limiter = Limiter::new(Limits::default());
    let targets: Vec<Target> = (0..200).map(person).collect();
    let sent = send_all(&mut limiter, &targets, Weight::Message, Instant::now());
    assert!(is_near(sent[199], 195.0 / 25.0), "{sent:?}");
    for first in 0..sent.len() {
        let within = sent[first..].iter().filter(|at| **at < sent[first] + 1.0);
        assert!(within.count() <= 30, "from {}", sent[first]);
    }
}

#[test]
fn in_no_minute_does_a_group_take_more_than_twenty() {
    let mut limiter = Limiter::new(Limits::default());
    let sent = send_all(
        &mut limiter,
        &[group(-1); 70],
        Weight::Message,
        Instant::now(),
    );
    for first in 0..sent.len() {
        let within = sent[first..]
            .iter()
            .filter(|at| **at < sent[first] + 59.999);
        assert!(within.count() <= 20, "from {}", sent[first]);
    }
    assert!(sent[69] < 4.0 * 60.0, "and no fewer either: {sent:?}");
}

#[test]
fn edits_leave_room_for_an_answer_at_any_time() {
    let mut limiter = Limiter::new(Limits::default());
    for target in [person(1), group(-1)] {
        let began = Instant::now();
        for place in 1..40 {
            let sent = send_all(&mut limiter, &vec![target; place], Weight::Edit, began);
            let now = began + Duration::from_secs_f64(sent[place - 1]);
            let ready = limiter.chat_is_ready_at(target, Weight::Message, now);
            assert_eq!(ready, now, "after {place} edits");
            limiter = Limiter::new(Limits::default());
        }
    }
}

#[test]
fn a_pause_holds_its_chat_and_a_pause_of_all_holds_everybody() {
    let mut limiter = Limiter::new(Limits::Off);
    let now = Instant::now();
    let seconds = Duration::from_secs;
    limiter.pause_chat(1, seconds(7), now);
    limiter.pause_chat(1, seconds(2), now);
    let ready = |limiter: &Limiter, chat| {
        let at = limiter.chat_is_ready_at(person(chat), Weight::Message, now);
        at.max(limiter.all_are_ready_at(now)) - now
    };
    assert_eq!(
        [ready(&limiter, 1), ready(&limiter, 2)].map(|wait| wait.as_secs()),
        [7, 0]
    );
    limiter.pause_all(seconds(3), now);
    assert_eq!(
        [ready(&limiter, 1), ready(&limiter, 2)].map(|wait| wait.as_secs()),
        [7, 3]
    );
    assert_eq!(limiter.pause_ends_at(now + seconds(4)), now + seconds(4));
}

#[test]
fn no_reply_silences_a_chat_for_ever() {
    let mut limiter = Limiter::new(Limits::default());
    let now = Instant::now();
    limiter.pause_chat(1, Duration::from_secs(u64::MAX), now);
    limiter.pause_all(Duration::from_secs(u64::MAX), now);
    let ready = limiter.chat_is_ready_at(person(1), Weight::Message, now);
    assert_eq!(ready, now + Duration::from_secs(24 * 3600));
}

#[test]
fn without_limits_everything_goes_at_once() {
    let mut limiter = Limiter::new(Limits::Off);
    let sent = send_all(
        &mut limiter,
        &[group(-1); 500],
        Weight::Message,
        Instant::now(),
    );
    assert_eq!(sent.last(), Some(&0.0));
    assert_eq!(limiter.known_chats(), 0);
}

#[test]
fn idle_chats_are_forgotten_and_busy_ones_are_not() {
    let mut limiter = Limiter::new(Limits::default());
    let began = Instant::now();
    for chat in 0..10_000 {
        limiter.take(person(chat), began);
    }
    limiter.take(group(-1), began);
    limiter.pause_chat(5, Duration::from_secs(3600), began);
    assert_eq!(limiter.known_chats(), 10_001);
    limiter.take(person(7), began + Duration::from_secs(30));
    assert_eq!(
        limiter.known_chats(),
        3,
        "the paused one, the group, the last one"
    );
    limiter.take(person(8), began + Duration::from_secs(61));
    assert_eq!(limiter.known_chats(), 2, "the paused one and the last one");
}

/// A bound that only something that looks through all chats each time is above.
#[test]
fn ten_thousand_chats_cost_no_more_than_one() {
    let mut limiter = Limiter::new(Limits::default());
    let began = Instant::now();
    for round in 0..20 {
        for chat in 0..10_000 {
            let now = began + Duration::from_millis(round * 1500 + chat as u64 / 10);
            limiter.take(person(chat), now);
            let _ = limiter.chat_is_ready_at(person(chat), Weight::Edit, now);
        }
    }
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
}
