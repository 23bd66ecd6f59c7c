//! Whole trainings: what they write, and that none forgets where it was.

use crate::base;
use crate::support::task;
use blazon_engine::EngineError;
use blazon_engine::train::{TrainError, train};
use blazon_lora::LoraFile;
use blazon_model::{TrainTask, WorkerMessage, WorkerOutcome};
use std::cell::Cell;
use std::fs;

/// Trains until `stop` says so; gives what was said.
fn run(
    task: &TrainTask,
    stop: impl Fn(&[WorkerMessage]) -> bool,
) -> (Vec<WorkerMessage>, Result<WorkerOutcome, TrainError>) {
    let base = base("sd15");
    let mut said = Vec::new();
    let stopped = Cell::new(false);
    let mut say = |message| {
        said.push(message);
        stopped.set(stop(&said));
    };
    let outcome = train(task, &base, &mut say, &|| stopped.get());
    (said, outcome)
}

fn steps(said: &[WorkerMessage]) -> Vec<u32> {
    let step = |message: &WorkerMessage| match message {
        WorkerMessage::Step { step, .. } => Some(*step),
        WorkerMessage::Estimate { .. }
        | WorkerMessage::Preparing { .. }
        | WorkerMessage::Sample { .. }
        | WorkerMessage::Checkpoint { .. }
        | WorkerMessage::Progress { .. }
        | WorkerMessage::Preview { .. }
        | WorkerMessage::Picture { .. }
        | WorkerMessage::Done { .. }
        | WorkerMessage::Cancelled
        | WorkerMessage::Failed { .. } => None,
    };
    said.iter().filter_map(step).collect()
}

#[test]
fn a_training_ends_in_a_lora_that_fits_its_base() {
    let folder = tempfile::tempdir().unwrap();
    let task = task(folder.path(), "sd15");
    let (said, outcome) = run(&task, |_| false);
    let outcome = outcome.unwrap();
    assert_eq!(steps(&said), (1..=8).collect::<Vec<_>>());
    let samples: Vec<_> = said
        .iter()
        .filter(|message| matches!(message, WorkerMessage::Sample { .. }))
        .collect();
    assert_eq!(samples.len(), 3);
    for sample in ["000000_00.png", "000004_00.png", "000008_00.png"] {
        assert_eq!(
            image::open(task.workdir.join("samples").join(sample))
                .unwrap()
                .width(),
            32
        );
    }

    let lora = LoraFile::read(&task.output).unwrap();
    let pairs = lora.resolve(&base("sd15").lora_targets()).unwrap();
    let bytes = fs::metadata(&task.output).unwrap().len();
    let expected = WorkerOutcome::Trained {
        layers: pairs.len() as u32,
        bytes: blazon_model::ByteCount(bytes),
    };
    assert_eq!(outcome, expected);
    assert!(pairs.iter().all(|pair| pair.scale == 2.0));
    assert!(
        pairs
            .iter()
            .all(|pair| pair.up.iter().any(|number| *number != 0.0))
    );
    assert_eq!(lora.trigger(), Some("FOX_A3F2"));
    assert_eq!(lora.metadata()["ss_steps"], "8");
    assert_eq!(lora.metadata()["ss_num_train_images"], "5");
}

#[test]
fn a_training_that_was_cancelled_goes_on_and_ends_with_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let mut undisturbed = task(folder.path(), "sd15");
    undisturbed.output = folder.path().join("undisturbed.safetensors");
    undisturbed.workdir = folder.path().join("other");
    run(&undisturbed, |_| false).1.unwrap();

    let task = task(folder.path(), "sd15");
    let mut done = Vec::new();
    for stop in [1, 4, 5] {
        let (said, outcome) = run(&task, |said| steps(said).last() == Some(&stop));
        assert!(matches!(
            outcome,
            Err(TrainError::Engine(EngineError::Cancelled))
        ));
        done.extend(steps(&said));
    }
    let (said, outcome) = run(&task, |_| false);
    outcome.unwrap();
    done.extend(steps(&said));
    assert_eq!(done, (1..=8).collect::<Vec<_>>());
    assert!(fs::read(&task.output).unwrap() == fs::read(&undisturbed.output).unwrap());
}

#[test]
fn a_changed_recipe_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut task = task(folder.path(), "sd15");
    let _ = run(&task, |said| steps(said).last() == Some(&4));
    task.recipe.seed += 1;
    assert_eq!(steps(&run(&task, |_| false).0)[0], 1);
    let mut said = run(&task, |_| false).0;
    assert!(steps(&said).is_empty(), "what is done is not done again");
    said.retain(|message| matches!(message, WorkerMessage::Sample { .. }));
    assert!(said.is_empty());
}

#[test]
fn the_loss_of_one_picture_falls() {
    let folder = tempfile::tempdir().unwrap();
    let mut task = task(folder.path(), "sd15");
    task.samples.clear();
    task.photos.truncate(1);
    task.recipe.steps = 60;
    task.recipe.rank = 8;
    task.recipe.batch = 4;
    task.recipe.flip = false;
    task.recipe.caption_dropout = 0.0;
    let (said, outcome) = run(&task, |_| false);
    outcome.unwrap();
    let losses: Vec<f64> = said
        .iter()
        .filter_map(|message| {
            let json = serde_json::to_value(message).unwrap();
            json.get("loss").and_then(serde_json::Value::as_f64)
        })
        .collect();
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let (first, last) = (mean(&losses[..15]), mean(&losses[45..]));
    assert!(last < 0.9 * first, "{first} {last}");
}

#[test]
fn what_cannot_be_trained_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let good = task(folder.path(), "sd15");
    let refused = |change: fn(&mut TrainTask)| {
        let mut task = good.clone();
        change(&mut task);
        run(&task, |_| false).1.unwrap_err().to_string()
    };
    assert_eq!(
        refused(|task| task.photos.clear()),
        "there is no photo to train on"
    );
    assert_eq!(
        refused(|task| task.recipe.rank = 0),
        "the rank is from 1 to 128"
    );
    assert_eq!(
        refused(|task| task.recipe.learning_rate = f64::NAN),
        "the learning rate is a number above 0"
    );
    assert!(
        refused(|task| task.photos[1].picture = "none.png".into()).starts_with("none.png is not")
    );
    assert_eq!(
        refused(|task| {
            task.recipe.layers.attention = false;
            task.recipe.layers.feed_forward = false;
            task.recipe.layers.projections = false;
            task.recipe.layers.convolutions = false;
        }),
        "the recipe chooses no layer of this base"
    );
    assert!(refused(|task| task.recipe.learning_rate = 1e30).starts_with("the training ran away"));
}
