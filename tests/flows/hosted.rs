//! Trainings at fal and Replicate, from photos to model, against their emulators.

use crate::support::{Flow, command, engine, text};
use blazon_core::{Places, RefusedTraining, SecretFile, SecretName, SecretStore};
use blazon_emulators::{
    FalEmulator, Phase, Refusal, ReplicateEmulator, Step, TelegramEmulator, Trouble, Twist,
    lora_weights,
};
use blazon_emulators::{Pace, PaidSubmit, Recorded, Upload};
use blazon_model::{
    Dataset, FailureReason, LedgerKind, Money, Preset, ProviderId, RetryStep, RunState, Settings,
    TrainingRefusal, TrainingRun,
};
use blazon_providers::fal::FalAddresses;
use rstest::rstest;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

/// Both emulators, and a studio that knows them.
pub(crate) struct Hosted {
    pub(crate) fal: FalEmulator,
    pub(crate) replicate: ReplicateEmulator,
    pub(crate) telegram: TelegramEmulator,
    flow: Option<Flow>,
}

impl Hosted {
    pub(crate) fn new() -> Self {
        Self::on(tempfile::tempdir().unwrap())
    }

    /// On a copy of a library that no program works on.
    pub(crate) fn on_copy_of(library: &Path) -> Self {
        let home = tempfile::tempdir().unwrap();
        for entry in walkdir::WalkDir::new(library) {
            let entry = entry.unwrap();
            let to = home
                .path()
                .join(entry.path().strip_prefix(library).unwrap());
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(to).unwrap();
            } else {
                std::fs::copy(entry.path(), to).unwrap();
            }
        }
        Self::on(home)
    }

    fn on(home: TempDir) -> Self {
        let (fal, replicate) = (FalEmulator::start(), ReplicateEmulator::start());
        let telegram = TelegramEmulator::start();
        let home = Arc::new(home);
        let flow = Flow::with(home, places_of(&fal, &replicate, &telegram));
        let keys = [
            (SecretName::FalKey, fal.key().to_owned()),
            (SecretName::ReplicateToken, replicate.key().to_owned()),
        ];
        let hosted = Self {
            fal,
            replicate,
            telegram,
            flow: Some(flow),
        };
        for (name, key) in keys {
            hosted.set_key(name, &key);
        }
        hosted
    }

    pub(crate) fn set_key(&self, name: SecretName, key: &str) {
        let file = SecretFile::in_library(self.flow().home.path());
        file.save(name, &key.to_owned().into()).unwrap();
    }

    /// A call of the program, which finds the emulators.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(self.flow().home.path(), arguments);
        command
            .env("BLAZON_FAL_QUEUE_URL", self.fal.queue_url())
            .env("BLAZON_FAL_REST_URL", self.fal.rest_url())
            .env("BLAZON_REPLICATE_URL", self.replicate.api_url())
            .env("BLAZON_TELEGRAM_URL", self.telegram.url())
            .env("BLAZON_POLL_MS", "20");
        command
    }

    pub(crate) fn flow(&self) -> &Flow {
        self.flow.as_ref().unwrap()
    }

    /// Ends the program and starts it again on the same library.
    pub(crate) fn restart(&mut self) {
        self.reopen();
        self.flow().studio.start_runner().unwrap();
    }

    /// Ends the program and opens the library again; nobody carries work.
    pub(crate) fn reopen(&mut self) {
        let flow = self.flow.take().unwrap();
        flow.studio.end_runner();
        let home = Arc::clone(&flow.home);
        drop(flow);
        let places = places_of(&self.fal, &self.replicate, &self.telegram);
        self.flow = Some(Flow::with(home, places));
    }

    pub(crate) fn order(&self, provider: ProviderId, step: Step, trouble: impl Into<Trouble>) {
        match provider {
            ProviderId::Fal => self.fal.order(step, trouble),
            ProviderId::Replicate => self.replicate.order(step, trouble),
            ProviderId::Local => panic!("this computer is not hosted"),
        }
    }

    pub(crate) fn paid(&self) -> Vec<PaidSubmit> {
        [self.fal.paid_submits(), self.replicate.paid_submits()].concat()
    }

    pub(crate) fn uploads(&self) -> Vec<Upload> {
        self.fal
            .uploads()
            .into_iter()
            .chain(self.replicate.uploads())
            .collect()
    }

    pub(crate) fn leaked(&self) -> Vec<Recorded> {
        self.fal
            .leaked_keys()
            .into_iter()
            .chain(self.replicate.leaked_keys())
            .collect()
    }

    pub(crate) fn dataset(&self) -> Dataset {
        let flow = self.flow();
        let source = tempfile::tempdir().unwrap();
        let dataset = flow.dataset("Fox");
        for seed in 1..=5 {
            let path = source.path().join(format!("{seed:03}.jpg"));
            // Large enough not to be left out.
            blazon_tests::sample::write_jpeg(&path, 768, 640, seed).unwrap();
            std::fs::write(path.with_extension("txt"), "a fox").unwrap();
        }
        flow.import(&dataset, &[source.path().to_owned()]);
        flow.studio.load_dataset(dataset.id).unwrap()
    }

    /// A run that shows its quote.
    pub(crate) fn quoted(&self, provider: ProviderId) -> TrainingRun {
        let studio = &self.flow().studio;
        let dataset = self.dataset();
        let recipe = studio
            .propose_hosted_recipe(provider, None, Preset::Economy)
            .unwrap();
        let run = studio.start_training(dataset.id, recipe).unwrap();
        let run = studio.watch_run(run.id, |_| {}).unwrap();
        assert!(matches!(run.state, RunState::Quoted { .. }), "{run:?}");
        run
    }

    fn state(&self, run: &TrainingRun) -> RunState {
        self.flow().studio.load_run(run.id).unwrap().run.state
    }

    /// Waits until the run is in a state.
    fn wait_for(&self, run: &TrainingRun, what: &str, is_it: fn(&RunState) -> bool) -> RunState {
        let started = Instant::now();
        loop {
            let state = self.state(run);
            if is_it(&state) {
                return state;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "waited in vain for {what}: {state:?}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn accepted(&self, provider: ProviderId) -> TrainingRun {
        let run = self.quoted(provider);
        self.flow().studio.accept_quote(run.id).unwrap()
    }

    fn kinds(&self) -> Vec<LedgerKind> {
        let entries = self.flow().studio.list_ledger().unwrap();
        entries.into_iter().map(|entry| entry.kind).collect()
    }
}

fn places_of(
    fal: &FalEmulator,
    replicate: &ReplicateEmulator,
    telegram: &TelegramEmulator,
) -> Places {
    Places {
        telegram: telegram.url().parse().unwrap(),
        ..places(fal, replicate)
    }
}

pub(crate) fn places(fal: &FalEmulator, replicate: &ReplicateEmulator) -> Places {
    let mut places = Places::new(engine());
    places.fal = FalAddresses {
        queue: fal.queue_url().parse().unwrap(),
        rest: fal.rest_url().parse().unwrap(),
    };
    places.replicate = replicate.api_url().parse().unwrap();
    places.poll = Duration::from_millis(10);
    places.patience.first_wait = Duration::from_millis(5);
    places.patience.reply = Duration::from_secs(10);
    places
}

fn is_over(state: &RunState) -> bool {
    matches!(
        state,
        RunState::Ready { .. } | RunState::Failed { .. } | RunState::Cancelled | RunState::Unknown
    )
}

#[rstest]
fn photos_become_a_model_at_a_provider(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    let hosted = Hosted::new();
    let run = hosted.quoted(provider);
    let RunState::Quoted { quote } = &run.state else {
        panic!("{run:?}");
    };
    assert_eq!((quote.photos, quote.captions), (5, 5));
    assert!(
        hosted.uploads().is_empty(),
        "nothing is sent before the quote is accepted"
    );
    assert!(quote.reserved >= quote.cost && quote.cost > Money::ZERO);

    let studio = &hosted.flow().studio;
    studio.accept_quote(run.id).unwrap();
    let state = hosted.wait_for(&run, "the end", is_over);
    let RunState::Ready { model } = state else {
        panic!("{state:?}: {:?}", studio.load_run(run.id).unwrap().log);
    };
    let models = studio.list_models().unwrap();
    assert_eq!(models[0].id, model);
    let weights = std::fs::read(studio.weights_path(&models[0])).unwrap();
    assert_eq!(weights, lora_weights(500));
    let folder = hosted
        .flow()
        .home
        .path()
        .join("models")
        .join(&models[0].folder);
    let sent = std::fs::read(folder.join("dataset.zip")).unwrap();
    assert!(
        hosted.uploads()[0].bytes == sent,
        "what was sent is kept with the model"
    );

    let paid = hosted.paid();
    assert_eq!(paid.len(), 1);
    let dataset = studio.load_dataset(run.dataset).unwrap();
    assert_eq!(paid[0].input["trigger_word"], dataset.trigger.as_str());
    assert!(hosted.leaked().is_empty());
    assert_eq!(
        hosted.kinds(),
        [
            LedgerKind::Reserved,
            LedgerKind::Requested,
            LedgerKind::Settled
        ]
    );
    let details = studio.load_run(run.id).unwrap();
    assert!(!details.log.is_empty(), "the provider's log is kept");
    assert!(
        studio.accept_quote(run.id).is_err(),
        "a quote is accepted once"
    );
}

#[test]
fn a_reply_lost_at_fal_stays_unknown_until_a_person_has_looked() {
    let mut hosted = Hosted::new();
    hosted.order(ProviderId::Fal, Step::Submit, Trouble::LostReply);
    let run = hosted.accepted(ProviderId::Fal);
    hosted.wait_for(&run, "the loss", is_over);
    for _ in 0..2 {
        hosted.restart();
        std::thread::sleep(Duration::from_millis(200));
        assert_eq!(hosted.state(&run), RunState::Unknown);
    }
    assert_eq!(
        hosted.paid().len(),
        1,
        "it is never submitted again by itself"
    );
    let studio = &hosted.flow().studio;
    let said = studio.say_never_taken(run.id).unwrap();
    let RunState::Failed { reason, retry } = said.state else {
        panic!("{said:?}");
    };
    assert_eq!(reason, FailureReason::NeverTaken);
    assert_eq!(retry, Some(RetryStep::Pack), "it needs a new quote");
    assert_eq!(hosted.kinds(), [LedgerKind::Reserved, LedgerKind::Refunded]);
    studio.retry_run(run.id).unwrap();
    hosted.wait_for(&run, "the new quote", |state| {
        matches!(state, RunState::Quoted { .. })
    });
    assert_eq!(hosted.paid().len(), 1);
}

#[test]
fn a_reply_lost_at_fal_goes_on_by_the_id_that_a_person_found() {
    let hosted = Hosted::new();
    hosted.order(ProviderId::Fal, Step::Submit, Trouble::LostReply);
    let run = hosted.accepted(ProviderId::Fal);
    hosted.wait_for(&run, "the loss", is_over);
    let studio = &hosted.flow().studio;
    assert!(
        studio
            .say_taken(run.id, "no id!")
            .unwrap_err()
            .is::<RefusedTraining>()
    );
    studio.say_taken(run.id, &hosted.paid()[0].id).unwrap();
    hosted.wait_for(&run, "the end", |state| {
        matches!(state, RunState::Ready { .. })
    });
    assert_eq!(hosted.paid().len(), 1);
}

#[test]
fn cancelling_a_second_round_gives_back_what_was_set_aside_for_it() {
    let hosted = Hosted::new();
    hosted.order(ProviderId::Fal, Step::Submit, Refusal::NoCredit);
    let run = hosted.accepted(ProviderId::Fal);
    hosted.wait_for(&run, "the refusal", is_over);
    let studio = &hosted.flow().studio;
    studio.retry_run(run.id).unwrap();
    hosted.wait_for(&run, "the new quote", |state| {
        matches!(state, RunState::Quoted { .. })
    });
    hosted.order(
        ProviderId::Fal,
        Step::Upload,
        Trouble::Slow(Duration::from_secs(2)),
    );
    studio.accept_quote(run.id).unwrap();
    studio.cancel_run(run.id).unwrap();
    assert_eq!(
        hosted.wait_for(&run, "the end", is_over),
        RunState::Cancelled
    );
    assert_eq!(
        hosted.kinds(),
        [
            LedgerKind::Reserved,
            LedgerKind::Refunded,
            LedgerKind::Reserved,
            LedgerKind::Refunded
        ]
    );
    assert_eq!(hosted.paid().len(), 0);
}

#[test]
fn a_reply_lost_at_replicate_is_found_and_goes_on() {
    let hosted = Hosted::new();
    hosted.order(ProviderId::Replicate, Step::Submit, Trouble::LostReply);
    let run = hosted.accepted(ProviderId::Replicate);
    let state = hosted.wait_for(&run, "the end", |state| {
        matches!(state, RunState::Ready { .. })
    });
    assert!(matches!(state, RunState::Ready { .. }));
    assert_eq!(hosted.paid().len(), 1);
}

#[test]
fn a_lost_reply_is_not_believed_of_another_account() {
    let mut hosted = Hosted::new();
    hosted.order(
        ProviderId::Replicate,
        Step::Submit,
        Trouble::Slow(Duration::from_secs(60)),
    );
    let run = hosted.accepted(ProviderId::Replicate);
    while hosted.paid().is_empty() {
        std::thread::sleep(Duration::from_millis(10));
    }
    hosted.replicate.change_account("somebody-else");
    hosted.wait_for(&run, "the loss", is_over);
    hosted.restart();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(hosted.state(&run), RunState::Unknown);
    assert!(hosted.flow().studio.is_anything_set_aside().unwrap());
}

#[test]
fn the_training_of_an_earlier_quote_is_not_taken_for_a_later_one() {
    let hosted = Hosted::new();
    let failing = Twist::JobFails("CUDA out of memory".into());
    hosted.order(ProviderId::Replicate, Step::Submit, failing);
    let run = hosted.accepted(ProviderId::Replicate);
    hosted.wait_for(&run, "the failure", is_over);
    let studio = &hosted.flow().studio;
    studio.retry_run(run.id).unwrap();
    hosted.wait_for(&run, "the new quote", |state| {
        matches!(state, RunState::Quoted { .. })
    });
    // It is not taken, and no reply says so.
    let broken = Trouble::Html { status: 502 };
    hosted.order(ProviderId::Replicate, Step::Submit, broken);
    studio.accept_quote(run.id).unwrap();
    let state = hosted.wait_for(&run, "the end", |state| {
        matches!(state, RunState::Ready { .. } | RunState::Failed { .. })
    });
    let requests: Vec<_> = hosted
        .paid()
        .into_iter()
        .map(|paid| paid.id)
        .filter(|id| format!("{state:?}").contains(id))
        .collect();
    assert!(requests.is_empty(), "{state:?}");
    let RunState::Failed { reason, retry } = state else {
        panic!("{state:?}");
    };
    assert_eq!(
        (reason, retry),
        (FailureReason::NeverTaken, Some(RetryStep::Pack))
    );
    assert_eq!(hosted.replicate.own_models().len(), 2);
    assert_eq!(
        hosted.kinds(),
        [
            LedgerKind::Reserved,
            LedgerKind::Requested,
            // Replicate charges for the seconds that it worked.
            LedgerKind::Settled,
            LedgerKind::Reserved,
            LedgerKind::Refunded
        ]
    );
}

#[rstest]
fn a_dataset_that_is_removed_meanwhile_costs_no_model(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    let mut hosted = Hosted::new();
    let slow = Trouble::Slow(Duration::from_millis(500));
    hosted.order(provider, Step::Upload, slow);
    if provider == ProviderId::Replicate {
        // It is looked for too.
        hosted.order(provider, Step::Submit, Trouble::LostReply);
    }
    let run = hosted.accepted(provider);
    hosted.flow().studio.remove_dataset(run.dataset).unwrap();
    hosted.restart();
    let state = hosted.wait_for(&run, "the end", |state| {
        matches!(state, RunState::Ready { .. } | RunState::Failed { .. })
    });
    assert!(matches!(state, RunState::Ready { .. }), "{state:?}");
    assert_eq!(hosted.paid().len(), 1);
    let studio = &hosted.flow().studio;
    let dataset = studio.restore_dataset(run.dataset).unwrap();
    let model = studio.list_models().unwrap().remove(0);
    assert_eq!(model.trigger, Some(dataset.trigger.into()));
}

#[rstest]
#[case::key(Refusal::Status401, FailureReason::BadKey)]
#[case::credit(Refusal::NoCredit, FailureReason::NoCredit)]
fn a_refusal_is_told_and_what_was_set_aside_is_given_back(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
    #[case] refusal: Refusal,
    #[case] expected: FailureReason,
) {
    let hosted = Hosted::new();
    hosted.order(provider, Step::Submit, refusal);
    let run = hosted.accepted(provider);
    let state = hosted.wait_for(&run, "the refusal", is_over);
    let RunState::Failed { reason, retry } = state else {
        panic!("{state:?}");
    };
    assert_eq!((reason, retry), (expected, Some(RetryStep::Pack)));
    assert_eq!(hosted.kinds(), [LedgerKind::Reserved, LedgerKind::Refunded]);
    assert_eq!(hosted.paid().len(), 0);
}

#[rstest]
fn a_training_is_cancelled_at_its_provider(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    let hosted = Hosted::new();
    let pace = Pace {
        queued: Phase::Polls(0),
        running: Phase::Endless,
    };
    hosted.fal.set_pace(pace);
    hosted.replicate.set_pace(pace);
    let run = hosted.accepted(provider);
    hosted.wait_for(&run, "its steps", |state| {
        matches!(state, RunState::Training { .. })
    });
    hosted.flow().studio.cancel_run(run.id).unwrap();
    let state = hosted.wait_for(&run, "the end", is_over);
    assert_eq!(state, RunState::Cancelled);
    let asked = match provider {
        ProviderId::Fal => hosted.fal.requests_for(Step::Cancel),
        ProviderId::Replicate | ProviderId::Local => hosted.replicate.requests_for(Step::Cancel),
    };
    assert!(!asked.is_empty(), "the provider was asked to stop");
    assert!(!hosted.flow().studio.is_anything_set_aside().unwrap());
}

#[test]
fn a_training_that_its_provider_stopped_is_not_said_to_be_cancelled() {
    let hosted = Hosted::new();
    hosted.order(ProviderId::Replicate, Step::Submit, Twist::JobAborted);
    let run = hosted.accepted(ProviderId::Replicate);
    let state = hosted.wait_for(&run, "the end", is_over);
    let RunState::Failed { reason, retry } = state else {
        panic!("{state:?}");
    };
    assert_eq!(
        (reason, retry),
        (FailureReason::StoppedThere, Some(RetryStep::Pack))
    );
    assert!(!hosted.flow().studio.is_anything_set_aside().unwrap());
}

#[test]
fn what_ended_trainings_have_left_is_gone_after_a_start() {
    let mut hosted = Hosted::new();
    let kept = hosted.accepted(ProviderId::Fal);
    hosted.wait_for(&kept, "the end", is_over);
    let run = hosted.quoted(ProviderId::Fal);
    hosted.flow().studio.cancel_run(run.id).unwrap();
    assert_eq!(
        hosted.wait_for(&run, "the end", is_over),
        RunState::Cancelled
    );
    let home = hosted.flow().home.path().to_owned();
    let own = home.join("runs").join(run.id.to_string());
    assert!(!own.exists(), "its photos are gone at once");
    // As a program leaves them that ends while it keeps a model which the person has just cancelled.
    let id = run.id.to_string();
    let unkept = home.join("models").join(format!("fox-{}", &id[28..]));
    // And as one that ends just after it has kept one.
    let of_kept = home.join("runs").join(kept.id.to_string());
    for folder in [own.join("photos"), unkept.clone(), of_kept.join("photos")] {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("dataset.zip"), b"photos").unwrap();
    }
    hosted.restart();
    let started = Instant::now();
    while own.exists() || unkept.exists() || of_kept.exists() {
        assert!(started.elapsed() < PATIENCE, "it stays");
        std::thread::sleep(Duration::from_millis(10));
    }
    let studio = &hosted.flow().studio;
    let models = studio.list_models().unwrap();
    assert!(studio.weights_path(&models[0]).exists());
}

#[test]
fn several_trainings_go_on_side_by_side() {
    let hosted = Hosted::new();
    let pace = Pace {
        queued: Phase::Polls(0),
        running: Phase::Endless,
    };
    hosted.fal.set_pace(pace);
    hosted.replicate.set_pace(pace);
    let runs = [ProviderId::Fal, ProviderId::Replicate, ProviderId::Fal]
        .map(|provider| hosted.accepted(provider));
    for run in &runs {
        hosted.wait_for(run, "its steps", |state| {
            matches!(state, RunState::Training { .. })
        });
    }
    hosted.fal.set_pace(Pace::default());
    hosted.replicate.set_pace(Pace::default());
    for run in &runs {
        hosted.wait_for(run, "the end", |state| {
            matches!(state, RunState::Ready { .. })
        });
    }
    assert_eq!(hosted.paid().len(), 3);
}

#[test]
fn a_ceiling_holds_when_a_quote_is_accepted() {
    let hosted = Hosted::new();
    let first = hosted.quoted(ProviderId::Fal);
    let second = hosted.quoted(ProviderId::Fal);
    let studio = &hosted.flow().studio;
    // Each is a dollar.
    let ceiling = Settings {
        monthly_ceiling: Some(Money::from_micros(1_500_000)),
        ..studio.load_settings().unwrap()
    };
    studio.change_settings(ceiling).unwrap();
    studio.accept_quote(first.id).unwrap();
    let refused = studio.accept_quote(second.id).unwrap_err();
    let RefusedTraining(refusal) = refused.downcast().unwrap();
    assert!(
        matches!(refusal, TrainingRefusal::OverCeiling { .. }),
        "{refusal:?}"
    );
    hosted.wait_for(&first, "the end", is_over);
    assert_eq!(hosted.paid().len(), 1);
    assert!(matches!(hosted.state(&second), RunState::Quoted { .. }));
}

#[test]
fn what_cannot_start_says_why() {
    let hosted = Hosted::new();
    let studio = &hosted.flow().studio;
    let dataset = hosted.dataset();
    let refusal = |endpoint: &str| {
        let recipe = studio
            .propose_hosted_recipe(ProviderId::Fal, Some(endpoint), Preset::Standard)
            .unwrap();
        studio.plan_training(dataset.id, recipe).unwrap().refusal
    };
    assert_eq!(refusal("fal-ai/flux-lora-fast-training"), None);
    let no_price = refusal("fal-ai/flux-lora-portrait-trainer");
    assert!(
        matches!(no_price, Some(TrainingRefusal::NoPrice { .. })),
        "{no_price:?}"
    );
    studio.secrets().remove(SecretName::FalKey).unwrap();
    let no_key = refusal("fal-ai/flux-lora-fast-training");
    assert!(
        matches!(no_key, Some(TrainingRefusal::NoKey { .. })),
        "{no_key:?}"
    );
    let unknown = studio.propose_hosted_recipe(ProviderId::Fal, Some("no/such"), Preset::Standard);
    assert!(unknown.unwrap_err().is::<RefusedTraining>());
}

/// A trainer that takes next to nothing.
const NARROW: &str = r#"
[[endpoint]]
provider = "replicate"
id = "ostris/flux-dev-lora-trainer"
work = "training"
name = "narrow"
base = "flux1"
price = { amount = "1525", per = 1, unit = "second", listedOn = "2026-05-01", source = "https://replicate.com/pricing" }
time = { seconds = 180.0, perStep = 1.2 }
archive = { captions = "optional", leastPhotos = 2, mostBytes = "1000" }
field = [
    { name = "input_images", role = "input", kind = "filled", required = true },
    { name = "trigger_word", role = "trigger", kind = "text", default = "TOK" },
    { name = "steps", role = "steps", kind = "integer", least = 3, most = 6000, default = 1000 },
]
"#;

#[test]
fn no_quote_is_made_for_an_archive_that_would_be_refused() {
    let hosted = Hosted::new();
    let studio = &hosted.flow().studio;
    let catalog = hosted.flow().home.path().join("catalog.toml");
    std::fs::write(catalog, NARROW).unwrap();
    let dataset = hosted.dataset();
    let recipe = studio
        .propose_hosted_recipe(ProviderId::Replicate, None, Preset::Economy)
        .unwrap();
    let run = studio.start_training(dataset.id, recipe).unwrap();
    let run = studio.watch_run(run.id, |_| {}).unwrap();
    let RunState::Failed { reason, retry } = run.state else {
        panic!("{run:?}");
    };
    assert_eq!(
        (reason, retry),
        (FailureReason::UnfitArchive, Some(RetryStep::Pack))
    );
    let log = studio.load_run(run.id).unwrap().log;
    assert!(log[0].text.contains("the trainer takes 1000"), "{log:?}");
    assert!(hosted.kinds().is_empty() && hosted.uploads().is_empty());
}

#[rstest]
#[case::none(None)]
#[case::refused(Some("wrong:key"))]
fn without_a_good_key_work_ends_with_a_sentence_and_the_run_stays(#[case] key: Option<&str>) {
    let mut hosted = Hosted::new();
    let pace = Pace {
        queued: Phase::Polls(0),
        running: Phase::Endless,
    };
    hosted.fal.set_pace(pace);
    let run = hosted.accepted(ProviderId::Fal);
    let is_trained = |state: &RunState| matches!(state, RunState::Training { .. });
    hosted.wait_for(&run, "its steps", is_trained);
    hosted.flow().studio.end_runner();
    let file = SecretFile::in_library(hosted.flow().home.path());
    match key {
        None => file.remove(SecretName::FalKey).unwrap(),
        Some(key) => file
            .save(SecretName::FalKey, &key.to_owned().into())
            .unwrap(),
    }
    let mut work = hosted.command(&["work", "--until-idle"]);
    let output = work.output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", text(&output));
    assert!(text(&output).contains("keys set fal"), "{}", text(&output));
    assert!(is_trained(&hosted.state(&run)));
    assert_eq!(
        hosted.kinds(),
        [LedgerKind::Reserved, LedgerKind::Requested]
    );

    file.save(SecretName::FalKey, &hosted.fal.key().to_owned().into())
        .unwrap();
    hosted.fal.set_pace(Pace::default());
    hosted.restart();
    hosted.wait_for(&run, "the end", |state| {
        matches!(state, RunState::Ready { .. })
    });
}

#[test]
fn a_provider_that_is_away_ends_nothing() {
    let hosted = Hosted::new();
    let pace = Pace {
        queued: Phase::Polls(0),
        running: Phase::Endless,
    };
    hosted.fal.set_pace(pace);
    let run = hosted.accepted(ProviderId::Fal);
    hosted.wait_for(&run, "its steps", |state| {
        matches!(state, RunState::Training { .. })
    });
    hosted.fal.order_times(12, Step::Status, Trouble::LostReply);
    hosted.fal.set_pace(Pace::default());
    let state = hosted.wait_for(&run, "the end", is_over);
    assert!(matches!(state, RunState::Ready { .. }), "{state:?}");
    assert_eq!(hosted.fal.orders_left(), 0);
}
