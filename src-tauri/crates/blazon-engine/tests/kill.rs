//! A worker that is killed at fifty moments: the training goes on each time, and its weights are
//! those of one that nobody disturbed. This program starts itself again as the worker.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

#[path = "train/support.rs"]
mod support;

use blazon_engine::worker::serve;
use blazon_model::{TrainTask, WorkerMessage, WorkerTask};
use libtest_mimic::{Arguments, Failed, Trial};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

/// Set for the worker.
const WORKER: &str = "BLAZON_TEST_WORKER";
const KILLS: u32 = 50;

fn main() -> ExitCode {
    if env::var_os(WORKER).is_some() {
        return serve();
    }
    let trial = Trial::test(
        "killed_at_fifty_moments_the_weights_are_those_of_an_undisturbed_training",
        || {
            killed_at_fifty_moments();
            Ok::<(), Failed>(())
        },
    );
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit_code()
}

fn training(folder: &Path, name: &str) -> TrainTask {
    let mut task = support::task(folder, "sd15");
    task.recipe.steps = 24;
    task.recipe.checkpoint_every = 2;
    task.recipe.sample_every = 9;
    task.recipe.layers.convolutions = false;
    task.workdir = folder.join(name);
    task.output = folder.join(name).join("lora.safetensors");
    task
}

fn start(task: &TrainTask) -> Child {
    let mut worker = Command::new(env::current_exe().unwrap())
        .env(WORKER, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let line = serde_json::to_string(&WorkerTask::Train(Box::new(task.clone()))).unwrap();
    writeln!(worker.stdin.as_mut().unwrap(), "{line}").unwrap();
    worker
}

/// Reads to the worker's end; whether its last message is that it is done.
fn is_done(worker: &mut Child) -> bool {
    let output = BufReader::new(worker.stdout.take().unwrap());
    let last = output
        .lines()
        .map_while(Result::ok)
        .last()
        .unwrap_or_default();
    worker.wait().unwrap();
    let last = serde_json::from_str::<WorkerMessage>(&last);
    matches!(last, Ok(WorkerMessage::Done { .. }))
}

fn killed_at_fifty_moments() {
    let folder = tempfile::tempdir().unwrap();
    let undisturbed = training(folder.path(), "undisturbed");
    let began = Instant::now();
    assert!(is_done(&mut start(&undisturbed)));
    let whole = began.elapsed();

    let mut round = 0;
    let mut task = training(folder.path(), "round-0");
    let mut finished = Vec::new();
    for kill in 0..KILLS {
        let mut worker = start(&task);
        thread::sleep(moment(kill, whole));
        // Without a warning, as the system does when memory is short.
        worker.kill().unwrap();
        if is_done(&mut worker) || task.output.exists() {
            finished.push(task);
            round += 1;
            task = training(folder.path(), &format!("round-{round}"));
        }
    }
    assert!(is_done(&mut start(&task)));
    finished.push(task);
    let expected = fs::read(&undisturbed.output).unwrap();
    for task in finished {
        assert!(
            is_done(&mut start(&task)),
            "what is done can be asked for again"
        );
        assert!(fs::read(&task.output).unwrap() == expected);
        no_leftovers(&task.workdir);
    }
}

/// A moment of the training's whole time, spread evenly over it and in no order.
fn moment(kill: u32, whole: Duration) -> Duration {
    // Steps of the golden ratio never fall together (Weyl's sequence).
    let part = (f64::from(kill + 1) * 0.618_033_988_749_894_9).fract();
    whole.mul_f64(part)
}

/// Temporary files of killed workers are all that may lie beside the whole ones.
fn no_leftovers(workdir: &Path) {
    for entry in fs::read_dir(workdir).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let known = ["checkpoint.safetensors", "lora.safetensors", "samples"];
        assert!(
            known.contains(&name.as_str()) || name.starts_with(".writing-"),
            "{name}"
        );
    }
}
