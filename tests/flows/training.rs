//! Trainings and drawings on this computer, by the real engine, on a base of a few kilobytes with random weights.

use crate::support::{Flow, command, rounds, run, text};
use blazon_core::{Event, Existing};
use blazon_model::{
    Dataset, DrawRequest, Drawing, DrawingState, ModelChange, ModelImport, Preset, ProviderId,
    Recipe, RunState, Sampler, Seed, TrainingRefusal, TrainingRun,
};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a test waits for the engine, which computes on all processors.
const PATIENCE: Duration = Duration::from_secs(120);

/// A base with random weights, in the layout of Stable Diffusion 1.5.
pub(crate) fn base() -> String {
    let place = "../assets/pocket";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
    path.canonicalize().unwrap().display().to_string()
}

/// `count` different photos, large enough not to be left out.
fn photos(folder: &Path, count: u64) -> Vec<PathBuf> {
    (1..=count)
        .map(|seed| {
            let path = folder.join(format!("{seed:03}.jpg"));
            blazon_tests::sample::write_jpeg(&path, 768, 640, seed).unwrap();
            path
        })
        .collect()
}

/// A dataset of six photos in a library whose work is carried.
pub(crate) fn dataset(flow: &Flow) -> Dataset {
    let source = tempfile::tempdir().unwrap();
    let dataset = flow.dataset("Fox");
    flow.import(&dataset, &photos(source.path(), 6));
    flow.studio.load_dataset(dataset.id).unwrap()
}

fn recipe(flow: &Flow, dataset: &Dataset, steps: u32) -> Recipe {
    flow.studio.add_base(Path::new(&base())).unwrap();
    let mut recipe = flow
        .studio
        .propose_recipe(dataset.id, Preset::Custom, Some(base()))
        .unwrap();
    (recipe.steps, recipe.rank, recipe.resolution) = (steps, 4, 64);
    recipe.local.batch = 2;
    recipe
}

pub(crate) fn trained(flow: &Flow, dataset: &Dataset, steps: u32) -> TrainingRun {
    let recipe = recipe(flow, dataset, steps);
    let run = flow.studio.start_training(dataset.id, recipe).unwrap();
    let run = flow.studio.watch_run(run.id, |_| {}).unwrap();
    // The row is ready before what the run has left is swept.
    let own = flow.home.path().join("runs").join(run.id.to_string());
    wait_until("the run's folder to be swept", || !own.exists());
    run
}

fn request(model: Option<blazon_model::ModelId>) -> DrawRequest {
    DrawRequest {
        provider: ProviderId::Local,
        model,
        base_path: Some(base()),
        prompt: "лиса, a fox".into(),
        without_trigger: false,
        negative_prompt: "blurred".into(),
        strength: 0.8,
        steps: 4,
        guidance: 5.0,
        sampler: Sampler::DpmPlusPlus2M,
        width: 64,
        height: 64,
        seed: Some(Seed(7)),
        count: 2,
        on_card: false,
        hosted: None,
    }
}

fn drawn(flow: &Flow, request: DrawRequest) -> Drawing {
    let drawing = flow.studio.draw(request, None).unwrap();
    flow.studio.start_runner().unwrap();
    flow.studio.watch_drawing(drawing.id, |_| {}).unwrap()
}

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_training_becomes_a_model_whose_files_are_what_its_row_says() {
    let flow = Flow::new();
    let dataset = dataset(&flow);
    let run = trained(&flow, &dataset, 10);
    let details = flow.studio.load_run(run.id).unwrap();
    let RunState::Ready { model } = run.state else {
        panic!("{details:?}");
    };
    let models = flow.studio.list_models().unwrap();
    assert_eq!(models.len(), 1);
    assert_eq!((models[0].id, models[0].run), (model, Some(run.id)));
    assert_eq!(models[0].trigger, Some(dataset.trigger.clone().into()));
    let weights = std::fs::read(flow.studio.weights_path(&models[0])).unwrap();
    assert_eq!(models[0].bytes.0, weights.len() as u64);
    assert_eq!(
        models[0].weights.as_str(),
        blake3::hash(&weights).to_hex().as_str()
    );
    let home = flow.home.path();
    let folder = home.join("models").join(&models[0].folder);
    for kept in ["dataset.zip", "card.json"] {
        assert!(folder.join(kept).is_file(), "{kept} is kept");
    }
    let steps: Vec<u32> = details.losses.iter().map(|point| point.step).collect();
    assert_eq!(steps, (1..=10).collect::<Vec<_>>());
    assert_eq!((details.photos, details.captions), (6, 6));
    assert!(!details.samples.is_empty(), "samples were drawn");
    for sample in &details.samples {
        assert!(
            home.join(&sample.file).is_file(),
            "{} is there",
            sample.file
        );
    }
    let runs = std::fs::read_dir(home.join("runs")).unwrap();
    assert_eq!(runs.count(), 0, "nothing is left of the run's folder");
}

#[test]
fn the_course_of_a_training_is_told_as_it_goes() {
    let flow = Flow::new();
    let dataset = dataset(&flow);
    let run = trained(&flow, &dataset, 10);
    let told: Vec<u32> = flow
        .events
        .all()
        .into_iter()
        .filter_map(|event| {
            if let Event::RunWentOn { run: id, news } = event
                && id == run.id
            {
                return Some(news.losses);
            }
            None
        })
        .flatten()
        .map(|point| point.step)
        .collect();
    assert_eq!(told, (1..=10).collect::<Vec<_>>());
    // The row says "ready" a moment before it is told.
    wait_until("the models' event", || {
        flow.events.all().contains(&Event::ModelsChanged)
    });
}

#[test]
fn a_training_that_cannot_be_is_refused_with_the_reason() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let few = flow.dataset("Few");
    flow.import(&few, &photos(source.path(), 3));
    let recipe = recipe(&flow, &few, 5);
    let plan = flow.studio.plan_training(few.id, recipe.clone()).unwrap();
    let expected = TrainingRefusal::TooFewPhotos { have: 3, needed: 5 };
    assert_eq!(plan.refusal, Some(expected));
    assert!(flow.studio.start_training(few.id, recipe.clone()).is_err());
    assert!(flow.studio.list_runs().unwrap().is_empty());

    let many = dataset(&flow);
    let mut nothing = recipe.clone();
    nothing.local.parts = blazon_model::LoraParts {
        attention: false,
        feed_forward: false,
        projections: false,
        convolutions: false,
    };
    let plan = flow.studio.plan_training(many.id, nothing).unwrap();
    assert_eq!(plan.refusal, Some(TrainingRefusal::NothingToTrain));
    let mut gone = recipe;
    gone.local.base_path = Some("/no/such/base".into());
    let plan = flow.studio.plan_training(many.id, gone).unwrap();
    assert!(matches!(
        plan.refusal,
        Some(TrainingRefusal::BaseMissing { .. })
    ));
}

#[test]
fn a_training_is_stopped_in_its_middle_and_leaves_nothing() {
    let flow = Flow::new();
    let dataset = dataset(&flow);
    let recipe = recipe(&flow, &dataset, 100_000);
    let run = flow.studio.start_training(dataset.id, recipe).unwrap();
    let waiting = flow
        .studio
        .start_training(dataset.id, self::recipe(&flow, &dataset, 5))
        .unwrap();
    let state = |run: &TrainingRun| flow.studio.load_run(run.id).unwrap().run.state;
    wait_until("the second to wait", || {
        matches!(
            state(&waiting),
            RunState::Queued {
                position: Some(0),
                ..
            }
        )
    });
    wait_until("some steps", || {
        matches!(state(&run), RunState::Training { step: 2.., .. })
    });
    flow.studio.cancel_run(run.id).unwrap();
    wait_until("the end", || state(&run) == RunState::Cancelled);
    assert!(
        !flow
            .home
            .path()
            .join("runs")
            .join(run.id.to_string())
            .exists()
    );
    wait_until("the second to be trained", || {
        matches!(state(&waiting), RunState::Ready { .. })
    });
}

#[test]
fn deleting_photos_for_good_stops_the_training_that_holds_them() {
    let flow = Flow::new();
    let dataset = dataset(&flow);
    let run = flow
        .studio
        .start_training(dataset.id, recipe(&flow, &dataset, 100_000))
        .unwrap();
    let state = || flow.studio.load_run(run.id).unwrap().run.state;
    wait_until("some steps", || {
        matches!(state(), RunState::Training { step: 2.., .. })
    });
    let photo = flow.photos(&dataset)[0].id;
    flow.studio.delete_photos_for_good(&[photo]).unwrap();
    wait_until("the end", || state() == RunState::Cancelled);
    assert!(
        !flow
            .home
            .path()
            .join("runs")
            .join(run.id.to_string())
            .exists()
    );
}

#[test]
fn without_a_graphics_card_the_processor_trains_and_says_so() {
    let flow = Flow::new();
    let dataset = dataset(&flow);
    let mut recipe = recipe(&flow, &dataset, 5);
    recipe.local.on_card = true;
    let run = flow.studio.start_training(dataset.id, recipe).unwrap();
    let run = flow.studio.watch_run(run.id, |_| {}).unwrap();
    assert!(matches!(run.state, RunState::Ready { .. }), "{run:?}");
    let log = flow.studio.load_run(run.id).unwrap().log;
    let said = log
        .iter()
        .find(|line| line.text.starts_with("the graphics card is not used"));
    assert!(said.is_some(), "{log:?}");
    assert_eq!(flow.studio.find_card(false).unwrap(), None);
}

#[test]
fn a_drawing_is_kept_with_what_made_it_and_the_same_seed_draws_the_same() {
    let flow = Flow::new();
    let dataset = dataset(&flow);
    let RunState::Ready { model } = trained(&flow, &dataset, 5).state else {
        panic!("not trained");
    };
    let first = drawn(&flow, request(Some(model)));
    assert_eq!(first.state, DrawingState::Succeeded);
    let seeds: Vec<_> = first.pictures.iter().map(|picture| picture.seed).collect();
    assert_eq!(seeds, [Some(Seed(7)), Some(Seed(8))]);
    assert_eq!(
        first.sent_prompt,
        format!("{}, лиса, a fox", dataset.trigger)
    );
    let read = |drawing: &Drawing, index: usize| -> Vec<u8> {
        let path: PathBuf = flow
            .studio
            .picture_path(drawing.pictures[index].id)
            .unwrap();
        std::fs::read(path).unwrap()
    };
    let bytes = read(&first, 0);
    let pixels = image::load_from_memory(&bytes).unwrap().into_rgb8();
    assert_eq!(pixels.dimensions(), (64, 64));
    let inside = String::from_utf8_lossy(&bytes);
    for expected in [
        "parameters",
        "Seed: 7",
        "Negative prompt: blurred",
        "blazon",
    ] {
        assert!(inside.contains(expected), "{expected} is written in it");
    }
    let again = drawn(&flow, request(Some(model)));
    let same = image::load_from_memory(&read(&again, 0))
        .unwrap()
        .into_rgb8();
    assert_eq!(pixels, same, "the same seed draws the same");
    let other = image::load_from_memory(&read(&again, 1))
        .unwrap()
        .into_rgb8();
    assert_ne!(pixels, other, "another seed draws another");
    let listed = flow.studio.list_drawings(None, 10).unwrap();
    assert_eq!(listed[1].request, request(Some(model)));
    let bare = DrawRequest {
        without_trigger: true,
        ..request(Some(model))
    };
    assert_eq!(drawn(&flow, bare).sent_prompt, "лиса, a fox");
}

#[test]
fn a_model_that_was_exported_and_imported_elsewhere_draws_the_same() {
    let flow = Flow::new();
    let dataset = dataset(&flow);
    let RunState::Ready { model } = trained(&flow, &dataset, 4).state else {
        panic!("it was trained");
    };
    // The trigger word of a training is one of this library, whoever changes it.
    let small = ModelChange {
        trigger: Some("small letters".into()),
        ..ModelChange::default()
    };
    assert!(flow.studio.edit_model(model, &small).is_err());
    let folder = tempfile::tempdir().unwrap();
    let exported = flow
        .studio
        .export_model(model, folder.path(), Existing::Keep)
        .unwrap();
    let other = Flow::new();
    other.studio.add_base(Path::new(&base())).unwrap();
    let imported = other
        .studio
        .import_model(Path::new(&exported.path), &ModelImport::default())
        .unwrap();
    assert_eq!(imported.trigger, Some(dataset.trigger.into()));
    let hashes = |drawing: Drawing| -> Vec<String> {
        assert_eq!(drawing.state, DrawingState::Succeeded);
        let pictures = drawing.pictures.into_iter();
        pictures
            .map(|picture| pixels(&flow, &other, picture.id))
            .collect()
    };
    let first = hashes(drawn(&flow, request(Some(model))));
    assert_eq!(hashes(drawn(&other, request(Some(imported.id)))), first);
}

/// The hash of a picture's pixels, in whichever library it is.
fn pixels(one: &Flow, other: &Flow, id: blazon_model::PictureId) -> String {
    let paths = [one, other].map(|flow| flow.studio.picture_path(id));
    let path = paths.into_iter().find_map(Result::ok).unwrap();
    let picture = image::open(path).unwrap().to_rgb8();
    blake3::hash(picture.as_raw()).to_hex().to_string()
}

#[test]
fn a_drawing_is_stopped_and_what_was_finished_stays() {
    let flow = Flow::new();
    let mut long = request(None);
    (long.steps, long.count) = (100, 8);
    let drawing = flow.studio.draw(long, None).unwrap();
    flow.studio.start_runner().unwrap();
    let load = || flow.studio.load_drawing(drawing.id).unwrap();
    wait_until("a picture", || !load().pictures.is_empty());
    flow.studio.cancel_drawing(drawing.id).unwrap();
    wait_until("the end", || load().state.is_terminal());
    let ended = load();
    assert_eq!(ended.state, DrawingState::Cancelled);
    assert!((1..8).contains(&ended.pictures.len()));
    for picture in &ended.pictures {
        assert!(flow.home.path().join(&picture.file).is_file());
    }
}

#[test]
fn a_drawing_cut_off_by_the_end_of_the_program_goes_on_with_what_is_missing() {
    let flow = Flow::new();
    let mut long = request(None);
    (long.steps, long.count) = (60, 4);
    let drawing = flow.studio.draw(long, None).unwrap();
    flow.studio.start_runner().unwrap();
    wait_until("a picture", || {
        !flow
            .studio
            .load_drawing(drawing.id)
            .unwrap()
            .pictures
            .is_empty()
    });
    let flow = flow.restarted();
    flow.studio.start_runner().unwrap();
    let ended = flow.studio.watch_drawing(drawing.id, |_| {}).unwrap();
    assert_eq!(ended.state, DrawingState::Succeeded);
    let seeds: Vec<_> = ended
        .pictures
        .iter()
        .map(|picture| (picture.index, picture.seed))
        .collect();
    let expected: Vec<_> = (0..4)
        .map(|index| (index, Some(Seed(7 + u64::from(index)))))
        .collect();
    assert_eq!(seeds, expected);
}

/// Training steps of the runs that are killed.
const STEPS: u32 = 60;

fn train(home: &Path) -> std::process::Command {
    let base = base();
    let steps = STEPS.to_string();
    let words = [
        "train",
        "Fox",
        "--on",
        "local",
        "--base",
        &base,
        "--steps",
        &steps,
        "--rank",
        "4",
        "--resolution",
        "64",
    ];
    command(home, &words)
}

fn weights(home: &Path) -> Vec<u8> {
    let mut models: Vec<PathBuf> = std::fs::read_dir(home.join("models"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(models.len(), 1, "one model: {models:?}");
    std::fs::read(models.remove(0).join("lora.safetensors")).unwrap()
}

#[test]
fn a_program_killed_while_it_trains_goes_on_and_ends_with_the_same_weights() {
    let source = tempfile::tempdir().unwrap();
    photos(source.path(), 6);
    let folder = source.path().to_str().unwrap();
    let begun = tempfile::tempdir().unwrap();
    let made = run(begun.path(), &["dataset", "new", "Fox", folder]);
    assert!(made.status.success(), "{}", text(&made));
    let undisturbed = copy_of(begun.path());
    let started = Instant::now();
    let output = train(undisturbed.path()).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let whole = started.elapsed();
    let expected = weights(undisturbed.path());
    let mut random = std::process::id() | 1;
    for round in 0..rounds().min(6) {
        let home = copy_of(begun.path());
        let mut training = train(home.path()).spawn().unwrap();
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let moment = whole.mul_f64(f64::from(random >> 8) / f64::from(1 << 24));
        let started = Instant::now();
        // It may end sooner than the undisturbed one has, beside which other tests ran.
        while started.elapsed() < moment && training.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        training.kill().unwrap();
        training.wait().unwrap();
        let has_begun = !run(home.path(), &["runs"]).stdout.is_empty();
        let on = if has_begun {
            run(home.path(), &["work", "--until-idle"])
        } else {
            train(home.path()).output().unwrap()
        };
        assert!(on.status.success(), "round {round}: {}", text(&on));
        assert!(
            weights(home.path()) == expected,
            "round {round}: other weights than undisturbed"
        );
    }
}

/// The library as it stands, so that each round begins with the same photos and trigger word.
fn copy_of(home: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(home).into_iter().map(Result::unwrap) {
        let to = copy.path().join(entry.path().strip_prefix(home).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(to).unwrap();
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
    copy
}
