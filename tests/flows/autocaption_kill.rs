//! Killed at any moment while photos are described, never more than one submission is paid for a photo, what came is in
//! the dataset, nothing hangs, and nothing stays set aside but what nobody can tell.

use crate::autocaption::{ENOUGH, PHOTOS, captions, dataset, request};
use crate::hosted::Hosted;
use crate::hosted_kill::{Random, half_files, work};
use crate::support::rounds;
use blazon_emulators::{Step, Trouble, Twist};
use blazon_model::{CaptionScope, Captioning, LedgerKind, ProviderId};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The longest time in seconds until a kill: about as long as five photos and a slow step take.
const LATEST: f64 = 0.8;
const SLOWED: [Step; 4] = [Step::Upload, Step::Submit, Step::Status, Step::Result];
const SLOW: Duration = Duration::from_millis(250);
const PATIENCE: Duration = Duration::from_secs(60);

/// What happens besides the kills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Happens {
    Nothing,
    /// The person stops it, at any moment.
    Stopped,
    /// One photo fails at the provider.
    Fails,
}

const HAPPENS: [Happens; 4] = [
    Happens::Nothing,
    Happens::Nothing,
    Happens::Stopped,
    Happens::Fails,
];

#[test]
fn captions_killed_at_random_moments_are_never_paid_twice_and_never_lost() {
    let mut random = Random(0x0c0f_fee5);
    let mut ends = BTreeMap::<&str, u32>::new();
    let mut first = Hosted::new();
    let dataset = dataset(&mut first);
    for round in 0..rounds() {
        let hosted = Hosted::on_copy_of(first.flow().home.path());
        let studio = &hosted.flow().studio;
        let happens = HAPPENS[random.below(4) as usize];
        if happens == Happens::Fails {
            let failing = Twist::JobFails("CUDA out of memory".into());
            hosted.order(ProviderId::Fal, Step::Submit, failing);
        }
        let slow = SLOWED[random.below(4) as usize];
        hosted.order(ProviderId::Fal, slow, Trouble::Slow(SLOW));
        let wanted = request(dataset.id, CaptionScope::Missing);
        let captioning = studio.start_captioning(&wanted, ENOUGH).unwrap();
        for _ in 0..random.below(2) + 1 {
            let mut worker = work(&hosted, false);
            std::thread::sleep(Duration::from_secs_f64(LATEST * random.share()));
            if happens == Happens::Stopped {
                studio.cancel_captioning(captioning.id).unwrap();
            }
            worker.kill().unwrap();
            worker.wait().unwrap();
        }
        let ended = carried_to_its_end(&hosted, &captioning);
        let counts = ended.counts;
        for (name, count) in [
            ("described", counts.described),
            ("failed", counts.failed),
            ("cancelled", counts.cancelled),
            ("unknown", counts.unknown),
        ] {
            *ends.entry(name).or_default() += count;
        }
        check(&hosted, &ended, happens, round);
    }
    println!("the photos of {} rounds ended so: {ends:?}", rounds());
}

/// The captioning as it rests after whoever carries it last.
fn carried_to_its_end(hosted: &Hosted, captioning: &Captioning) -> Captioning {
    let mut worker = work(hosted, true);
    let started = Instant::now();
    let state = || hosted.flow().studio.load_captioning(captioning.id).unwrap();
    while worker.try_wait().unwrap().is_none() {
        if started.elapsed() > PATIENCE {
            worker.kill().unwrap();
            panic!("the captions hang: {:?}", state());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    state()
}

fn check(hosted: &Hosted, captioning: &Captioning, happens: Happens, round: u32) {
    let said = || format!("round {round}, {happens:?}: {captioning:?}");
    let counts = captioning.counts;
    assert_eq!((counts.total, counts.open), (PHOTOS, 0), "{}", said());
    assert!(captioning.is_applied, "{}", said());
    if happens != Happens::Stopped {
        assert_eq!(counts.cancelled, 0, "{}", said());
    }
    assert!(
        counts.failed <= u32::from(happens == Happens::Fails),
        "{}",
        said()
    );
    // Each photo is sent under an address of its own, so that two submissions of one would be seen by their orders.
    let paid = hosted.paid();
    assert!(paid.len() <= PHOTOS as usize, "{}", said());
    let filled = captions(hosted, captioning.dataset);
    let filled = filled.iter().filter(|caption| !caption.is_empty()).count();
    assert_eq!(filled, counts.described as usize, "{}", said());
    check_ledger(hosted, captioning, &said());
    let half = half_files(hosted.flow().home.path());
    assert!(half.is_empty(), "{}: left behind {half:?}", said());
}

/// What is set aside for a photo is settled or given back once, or is still set aside where nobody can tell; no photo
/// has two requests, and no request is unknown to the provider.
fn check_ledger(hosted: &Hosted, captioning: &Captioning, said: &str) {
    let mut orders = BTreeMap::<_, (u32, u32, Vec<String>)>::new();
    for entry in hosted.flow().studio.list_ledger().unwrap() {
        let order = orders.entry(entry.caption.unwrap()).or_default();
        match entry.kind {
            LedgerKind::Reserved => order.0 += 1,
            LedgerKind::Settled | LedgerKind::Refunded => order.1 += 1,
            LedgerKind::Requested => order.2.push(entry.request.unwrap().0),
        }
    }
    assert_eq!(orders.len(), PHOTOS as usize, "{said}");
    let paid: Vec<String> = hosted.paid().into_iter().map(|paid| paid.id).collect();
    let mut open = 0;
    for (reserved, closed, requests) in orders.values() {
        assert_eq!(*reserved, 1, "{said}: {orders:?}");
        assert!(*closed <= 1 && requests.len() <= 1, "{said}: {orders:?}");
        assert!(requests.iter().all(|id| paid.contains(id)), "{said}");
        open += 1 - closed;
    }
    assert_eq!(open, captioning.counts.unknown, "{said}: {orders:?}");
}
