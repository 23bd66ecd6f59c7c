//! Killed at any moment of hosted drawings, never more than one submission is paid for one press of the button, each
//! picture is on the disk as it was made, nothing hangs, and nothing half is left.

use crate::hosted::Hosted;
use crate::hosted_drawings::{ENOUGH, request, trained};
use crate::hosted_kill::{Random, half_files, work};
use crate::support::rounds;
use blazon_emulators::{Step, Trouble, Twist};
use blazon_model::{
    DrawFailure, Drawing, DrawingState, LedgerEntry, LedgerKind, LoraModel, ProviderId,
};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The longest time in seconds until a kill: about as long as a drawing and its slow step take.
const LATEST: f64 = 0.7;
/// One reply of each drawing comes late, so that kills meet the moments in which a request is under way.
const SLOWED: [Step; 5] = [
    Step::Upload,
    Step::Submit,
    Step::Submit,
    Step::Status,
    Step::Download,
];
const SLOW: Duration = Duration::from_millis(250);
const PATIENCE: Duration = Duration::from_secs(60);

/// What happens to a drawing besides the kills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Happens {
    Nothing,
    /// The person stops it, at any moment.
    Stopped,
    /// It fails at the provider.
    Fails,
    /// One of its pictures is held back.
    HeldBack,
}

const HAPPENS: [Happens; 6] = [
    Happens::Nothing,
    Happens::Nothing,
    Happens::Nothing,
    Happens::Stopped,
    Happens::Fails,
    Happens::HeldBack,
];

#[test]
fn drawings_killed_at_random_moments_are_never_paid_twice_and_never_lost() {
    let mut random = Random(0x00b1_a205);
    let mut ends = BTreeMap::<_, u32>::new();
    let first = Hosted::new();
    // At Replicate its version draws; to fal it has to be sent.
    let model = trained(&first, ProviderId::Replicate);
    first.flow().studio.end_runner();
    for round in 0..rounds() {
        let provider = [ProviderId::Fal, ProviderId::Replicate][round as usize % 2];
        let hosted = Hosted::on_copy_of(first.flow().home.path());
        let happens = HAPPENS[random.below(6) as usize];
        order(&hosted, provider, happens, &mut random);
        let drawing = press(&hosted, provider, &model);
        for _ in 0..random.below(2) + 1 {
            let mut worker = work(&hosted, false);
            std::thread::sleep(Duration::from_secs_f64(LATEST * random.share()));
            if happens == Happens::Stopped {
                hosted.flow().studio.cancel_drawing(drawing.id).unwrap();
                std::thread::sleep(Duration::from_secs_f64(LATEST / 4.0 * random.share()));
            }
            worker.kill().unwrap();
            worker.wait().unwrap();
        }
        let ended = carried_to_its_end(&hosted, &drawing);
        *ends.entry(ended.state.name()).or_default() += 1;
        check(&hosted, &ended, happens, round);
        check_ledger(&hosted, &ended, round);
    }
    println!("{} rounds ended so: {ends:?}", rounds());
}

fn order(hosted: &Hosted, provider: ProviderId, happens: Happens, random: &mut Random) {
    match happens {
        Happens::Fails => {
            let failing = Twist::JobFails("CUDA out of memory".into());
            hosted.order(provider, Step::Submit, failing);
        }
        Happens::HeldBack => hosted.order(provider, Step::Submit, Twist::Nsfw { flagged: 1 }),
        Happens::Nothing | Happens::Stopped => {}
    }
    let slow = SLOWED[random.below(5) as usize];
    hosted.order(provider, slow, Trouble::Slow(SLOW));
}

fn press(hosted: &Hosted, provider: ProviderId, model: &LoraModel) -> Drawing {
    let request = request(hosted, provider, Some(model));
    hosted.flow().studio.draw(request, ENOUGH).unwrap()
}

/// The drawing as it rests after whoever carries it last.
fn carried_to_its_end(hosted: &Hosted, drawing: &Drawing) -> Drawing {
    let mut worker = work(hosted, true);
    let started = Instant::now();
    let state = || hosted.flow().studio.load_drawing(drawing.id).unwrap();
    while worker.try_wait().unwrap().is_none() {
        if started.elapsed() > PATIENCE {
            worker.kill().unwrap();
            panic!("the drawing hangs: {:?}", state());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    state()
}

fn check(hosted: &Hosted, drawing: &Drawing, happens: Happens, round: u32) {
    let said = || format!("round {round}, {happens:?}: {drawing:?}");
    let paid = hosted.paid().len();
    assert!(
        paid <= 1,
        "round {round}: paid {paid} times for one press of the button"
    );
    match &drawing.state {
        DrawingState::Succeeded => {
            let held_back = u32::from(happens == Happens::HeldBack);
            assert_eq!((paid, drawing.held_back), (1, held_back), "{}", said());
            assert_eq!(drawing.pictures.len(), 2 - held_back as usize, "{}", said());
        }
        // The reply was lost with the program. Replicate is asked; fal cannot tell.
        DrawingState::Unknown => {
            assert_eq!(drawing.request.provider, ProviderId::Fal, "{}", said());
        }
        DrawingState::Cancelled => assert_eq!(happens, Happens::Stopped, "{}", said()),
        DrawingState::Failed { reason, .. } => {
            // What was taken fails only where the provider says so.
            let failed_there = happens == Happens::Fails && *reason == DrawFailure::FailedThere;
            let never_taken = paid == 0 && *reason == DrawFailure::NeverTaken;
            assert!(failed_there || never_taken, "{}", said());
        }
        DrawingState::Queued
        | DrawingState::Sending { .. }
        | DrawingState::Submitting
        | DrawingState::Waiting { .. }
        | DrawingState::Running { .. }
        | DrawingState::Fetching => panic!("it does not rest: {}", said()),
    }
    for picture in &drawing.pictures {
        let path = hosted.flow().studio.picture_path(picture.id).unwrap();
        let file = std::fs::read(path).unwrap();
        let hash = blake3::hash(&file).to_string();
        assert_eq!(picture.hash.to_string(), hash, "{}", said());
    }
    let half = half_files(hosted.flow().home.path());
    assert!(half.is_empty(), "{}: left behind {half:?}", said());
    let strays = files_without_rows(hosted, drawing);
    assert!(strays.is_empty(), "{}: left behind {strays:?}", said());
}

/// Picture files that no row names: a picture that is fetched again takes the place of its file.
fn files_without_rows(hosted: &Hosted, drawing: &Drawing) -> Vec<String> {
    let files = walkdir::WalkDir::new(hosted.flow().home.path().join("pictures"));
    let is_known = |name: &String| {
        let mut known = drawing.pictures.iter();
        known.any(|picture| picture.file.ends_with(name.as_str()))
    };
    files
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !is_known(name))
        .collect()
}

/// What is set aside is settled or given back once, or is still set aside where nobody can tell.
fn check_ledger(hosted: &Hosted, drawing: &Drawing, round: u32) {
    let studio = &hosted.flow().studio;
    let entries: Vec<LedgerEntry> = studio
        .list_ledger()
        .unwrap()
        .into_iter()
        .filter(|entry| entry.drawing == Some(drawing.id))
        .collect();
    let said = || format!("round {round}: {:?}: {entries:?}", drawing.state);
    let count = |kind| entries.iter().filter(|entry| entry.kind == kind).count();
    assert_eq!(count(LedgerKind::Reserved), 1, "{}", said());
    let requests: Vec<_> = entries
        .iter()
        .filter_map(|entry| entry.request.as_ref())
        .collect();
    assert!(requests.len() <= 1, "{}", said());
    for request in requests {
        assert_eq!(request.0, hosted.paid()[0].id, "{}", said());
    }
    let settled = count(LedgerKind::Settled);
    let closed = settled + count(LedgerKind::Refunded);
    let expected = match drawing.state {
        DrawingState::Unknown => 0,
        DrawingState::Succeeded => {
            assert_eq!(settled, 1, "{}", said());
            1
        }
        DrawingState::Failed { .. }
        | DrawingState::Cancelled
        | DrawingState::Queued
        | DrawingState::Sending { .. }
        | DrawingState::Submitting
        | DrawingState::Waiting { .. }
        | DrawingState::Running { .. }
        | DrawingState::Fetching => 1,
    };
    assert_eq!(closed, expected, "{}", said());
    assert_eq!(
        studio.is_anything_set_aside().unwrap(),
        expected == 0,
        "{}",
        said()
    );
}
