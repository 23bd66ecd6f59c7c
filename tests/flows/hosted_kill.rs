//! Killed at any moment of hosted trainings, never more than one submission is paid for one acceptance, each result is
//! on the disk as it was made, nothing hangs, and nothing half is left.

use crate::hosted::Hosted;
use crate::support::rounds;
use blazon_emulators::{Step, Trouble, Twist, lora_weights};
use blazon_model::{FailureReason, LedgerKind, ProviderId, RunState, TrainingRun};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// The longest time in seconds until a kill: about as long as a training and its slow step take.
const LATEST: f64 = 0.7;
/// One reply of each training comes late, so that kills meet the moments in which a request is under way.
const SLOWED: [Step; 4] = [Step::Upload, Step::Submit, Step::Status, Step::Download];
/// What happens to a training besides the kills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Happens {
    Nothing,
    /// The person cancels it, at any moment.
    Cancelled,
    /// It fails at the provider.
    Fails,
}

const HAPPENS: [Happens; 4] = [
    Happens::Nothing,
    Happens::Nothing,
    Happens::Cancelled,
    Happens::Fails,
];
const SLOW: Duration = Duration::from_millis(250);
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn killed_at_random_moments_nothing_is_paid_twice_and_nothing_is_lost() {
    let mut random = Random(0x00b1_a204);
    let mut ends = BTreeMap::<_, u32>::new();
    let quoted = [ProviderId::Fal, ProviderId::Replicate].map(|provider| {
        let hosted = Hosted::new();
        let run = hosted.quoted(provider);
        // Faces have been looked for, so that a round is the training alone.
        hosted.flow().studio.wait_until_idle().unwrap();
        hosted.flow().studio.end_runner();
        (hosted, run)
    });
    for round in 0..rounds() {
        let (first, run) = &quoted[round as usize % 2];
        let hosted = Hosted::on_copy_of(first.flow().home.path());
        hosted.flow().studio.accept_quote(run.id).unwrap();
        let happens = HAPPENS[random.below(4) as usize];
        if happens == Happens::Fails {
            let failing = Twist::JobFails("CUDA out of memory".into());
            hosted.order(run.recipe.provider, Step::Submit, failing);
        }
        let slow = SLOWED[random.below(4) as usize];
        hosted.order(run.recipe.provider, slow, Trouble::Slow(SLOW));
        for _ in 0..random.below(2) + 1 {
            let mut worker = work(&hosted, false);
            std::thread::sleep(Duration::from_secs_f64(LATEST * random.share()));
            if happens == Happens::Cancelled {
                // A run that has ended, or is being cancelled already, cannot be.
                drop(hosted.flow().studio.cancel_run(run.id));
                std::thread::sleep(Duration::from_secs_f64(LATEST / 4.0 * random.share()));
            }
            worker.kill().unwrap();
            worker.wait().unwrap();
        }
        let ended = carried_to_its_end(&hosted, run);
        *ends.entry(ended.name()).or_default() += 1;
        check(&hosted, run, &ended, happens, round);
        check_ledger(&hosted, run, &ended, round);
    }
    println!("{} rounds ended so: {ends:?}", rounds());
}

/// The state in which the run rests after whoever carries it last.
fn carried_to_its_end(hosted: &Hosted, run: &TrainingRun) -> RunState {
    let mut worker = work(hosted, true);
    let started = Instant::now();
    while worker.try_wait().unwrap().is_none() {
        if started.elapsed() > PATIENCE {
            worker.kill().unwrap();
            panic!("the run hangs: {:?}", state(hosted, run));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    state(hosted, run)
}

fn state(hosted: &Hosted, run: &TrainingRun) -> RunState {
    hosted.flow().studio.load_run(run.id).unwrap().run.state
}

fn check(hosted: &Hosted, run: &TrainingRun, ended: &RunState, happens: Happens, round: u32) {
    let paid = hosted.fal.paid_submits().len() + hosted.replicate.paid_submits().len();
    assert!(
        paid <= 1,
        "round {round}: paid {paid} times for one acceptance"
    );
    let studio = &hosted.flow().studio;
    let log = || studio.load_run(run.id).unwrap().log;
    if let RunState::Ready { .. } = ended {
        assert_eq!(paid, 1, "round {round}");
        let model = studio.list_models().unwrap().pop().unwrap();
        let weights = std::fs::read(studio.weights_path(&model)).unwrap();
        assert_eq!(weights, lora_weights(500), "round {round}");
    } else if let RunState::Unknown = ended {
        // The reply was lost with the program. Replicate is asked; fal cannot tell.
        assert_eq!(run.recipe.provider, ProviderId::Fal, "round {round}");
    } else if let RunState::Cancelled = ended {
        assert_eq!(happens, Happens::Cancelled, "round {round}");
        let left = left_of(hosted.flow().home.path(), run);
        assert!(left.is_empty(), "round {round}: left behind {left:?}");
    } else {
        let RunState::Failed { reason, .. } = ended else {
            panic!("round {round}: it rests as {ended:?}: {:?}", log());
        };
        // What was taken fails only where the provider says so.
        let failed_there = happens == Happens::Fails && *reason == FailureReason::TrainingFailed;
        assert!(
            paid == 0 || failed_there,
            "round {round}: it rests as {ended:?}: {:?}",
            log()
        );
    }
    let home = hosted.flow().home.path();
    let half = half_files(home);
    assert!(half.is_empty(), "round {round}: left behind {half:?}");
}

/// What is set aside is settled or given back once, or is still set aside where nobody can tell.
fn check_ledger(hosted: &Hosted, run: &TrainingRun, ended: &RunState, round: u32) {
    let studio = &hosted.flow().studio;
    let entries = studio.list_ledger().unwrap();
    let said = || format!("round {round}: {ended:?}: {entries:?}");
    let of = |kind: LedgerKind| entries.iter().filter(move |entry| entry.kind == kind);
    assert!(entries.iter().all(|entry| entry.run == Some(run.id)));
    assert_eq!(of(LedgerKind::Reserved).count(), 1, "{}", said());
    let requests: Vec<_> = of(LedgerKind::Requested)
        .filter_map(|entry| entry.request.as_ref())
        .collect();
    let paid = [hosted.fal.paid_submits(), hosted.replicate.paid_submits()].concat();
    for request in &requests {
        assert_eq!(request.0, paid[0].id, "{}", said());
    }
    assert!(requests.len() <= 1, "{}", said());
    let settled = of(LedgerKind::Settled).count();
    let closed = settled + of(LedgerKind::Refunded).count();
    let sum = of(LedgerKind::Settled).fold(0, |sum, entry| sum + entry.amount.micros());
    let reserved = of(LedgerKind::Reserved).fold(0, |sum, entry| sum + entry.amount.micros());
    assert!(sum <= reserved && (sum > 0) == (settled > 0), "{}", said());
    assert_eq!(
        studio.is_anything_set_aside().unwrap(),
        closed == 0,
        "{}",
        said()
    );
    // fal cannot tell what became of a submission whose reply was lost: it may have been paid.
    let may_stay_open = matches!(ended, RunState::Cancelled)
        && run.recipe.provider == ProviderId::Fal
        && requests.is_empty();
    if let RunState::Ready { .. } = ended {
        assert_eq!((settled, closed), (1, 1), "{}", said());
    } else if let RunState::Unknown = ended {
        assert_eq!(closed, 0, "{}", said());
    } else if may_stay_open {
        assert!(closed <= 1, "{}", said());
    } else {
        assert_eq!(closed, 1, "{}", said());
    }
}

/// The folders in which a run kept its photos and was about to keep its model.
fn left_of(home: &Path, run: &TrainingRun) -> Vec<String> {
    let id = run.id.to_string();
    let names = ["runs", "models"].map(|folder| {
        let entries = std::fs::read_dir(home.join(folder)).into_iter().flatten();
        entries.flatten().map(|entry| entry.file_name())
    });
    names
        .into_iter()
        .flatten()
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| *name == id || name.ends_with(&id[28..]))
        .collect()
}

/// Files that were being written; who carries work next takes them away at its start.
pub(crate) fn half_files(home: &Path) -> Vec<String> {
    let is_half = |name: &str| name.starts_with(".receiving-") || name.starts_with(".writing-");
    walkdir::WalkDir::new(home)
        .into_iter()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| is_half(name))
        .collect()
}

pub(crate) fn work(hosted: &Hosted, until_idle: bool) -> Child {
    let arguments: &[&str] = if until_idle {
        &["work", "--until-idle"]
    } else {
        &["work"]
    };
    let mut work = hosted.command(arguments);
    work.stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Numbers that are the same in each run (Knuth's linear congruence).
pub(crate) struct Random(pub(crate) u32);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.0 >> 8
    }

    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.next() % end
    }

    /// From 0 to 1.
    pub(crate) fn share(&mut self) -> f64 {
        f64::from(self.next()) / f64::from(1 << 24)
    }
}
