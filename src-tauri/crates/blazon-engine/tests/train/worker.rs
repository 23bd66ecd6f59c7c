//! The worker's lines, without a process: a task in, messages out.

use crate::support::{fixture, task};
use blazon_engine::Device;
use blazon_engine::worker::answer;
use blazon_model::{
    BaseFamily, DrawTask, LoraUse, ProbeTask, Sampler, WorkerFailure, WorkerMessage, WorkerOutcome,
    WorkerTask,
};
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};

/// Standard input that stays open until its sender is dropped.
struct Open(Vec<u8>, Receiver<Vec<u8>>);

impl Read for Open {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() {
            self.0 = self.1.recv().unwrap_or_default();
        }
        let count = self.0.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0.drain(..count);
        Ok(count)
    }
}

fn ask(line: &str) -> (Vec<WorkerMessage>, WorkerMessage) {
    let (_keep, more) = channel();
    let input = BufReader::new(Open(format!("{line}\n").into_bytes(), more));
    let mut output = Vec::new();
    let last = answer(&Device::flex(), input, &mut output).unwrap();
    let text = String::from_utf8(output).unwrap();
    let said = text.lines().map(|line| serde_json::from_str(line).unwrap());
    (said.collect(), last)
}

fn ask_task(task: &WorkerTask) -> (Vec<WorkerMessage>, WorkerMessage) {
    ask(&serde_json::to_string(task).unwrap())
}

fn drawing(outdir: &Path) -> DrawTask {
    DrawTask {
        base: fixture("sd15"),
        prompt: "a fox".to_owned(),
        negative: String::new(),
        guidance: 4.0,
        steps: 4,
        width: 32,
        height: 24,
        seed: 9,
        count: 2,
        sampler: Sampler::EulerAncestral,
        loras: Vec::new(),
        preview_every: 2,
        outdir: outdir.to_owned(),
        threads: 1,
    }
}

fn failure(last: &WorkerMessage) -> (WorkerFailure, String) {
    let WorkerMessage::Failed { reason, message } = last else {
        unreachable!("it failed: {last:?}");
    };
    (*reason, message.clone())
}

#[test]
fn pictures_are_files_when_they_are_announced_and_the_lora_changes_them() {
    let folder = tempfile::tempdir().unwrap();
    let training = task(folder.path(), "sd15");
    let (_, last) = ask_task(&WorkerTask::Train(Box::new(training.clone())));
    assert!(
        matches!(
            last,
            WorkerMessage::Done {
                outcome: WorkerOutcome::Trained { .. }
            }
        ),
        "{last:?}"
    );

    let mut plain = drawing(&folder.path().join("plain"));
    let (said, last) = ask_task(&WorkerTask::Draw(Box::new(plain.clone())));
    let outcome = WorkerOutcome::Drawn { count: 2 };
    assert_eq!(last, WorkerMessage::Done { outcome });
    let of = |kind: &str| {
        let is = |message: &&WorkerMessage| serde_json::to_value(message).unwrap()["kind"] == kind;
        said.iter().filter(is).count()
    };
    assert_eq!(
        (of("picture"), of("preview"), of("progress"), of("estimate")),
        (2, 2, 10, 1)
    );
    let picture =
        |folder: &Path, index: u32| image::open(folder.join(format!("{index:04}.png"))).unwrap();
    let (first, second) = (picture(&plain.outdir, 0), picture(&plain.outdir, 1));
    assert_eq!((first.width(), first.height()), (32, 24));
    assert_ne!(first, second);

    let outdir = plain.outdir.clone();
    plain.loras = vec![LoraUse {
        path: training.output,
        strength: 1.0,
    }];
    plain.outdir = folder.path().join("changed");
    ask_task(&WorkerTask::Draw(Box::new(plain.clone())));
    assert_ne!(picture(&plain.outdir, 0), picture(&outdir, 0));
}

#[test]
fn what_goes_wrong_is_one_message_of_a_kind() {
    let folder = tempfile::tempdir().unwrap();
    let (_, last) = ask("{\"task\":\"dance\"}");
    assert_eq!(failure(&last).0, WorkerFailure::BadTask);

    let mut draw = drawing(folder.path());
    draw.base = folder.path().join("nowhere");
    let (reason, message) = failure(&ask_task(&WorkerTask::Draw(Box::new(draw.clone()))).1);
    assert_eq!(reason, WorkerFailure::BadBase);
    assert!(message.contains("nowhere"), "{message}");

    draw.base = fixture("sd15");
    draw.width = 33;
    assert_eq!(
        failure(&ask_task(&WorkerTask::Draw(Box::new(draw.clone()))).1).0,
        WorkerFailure::BadTask
    );

    draw.width = 32;
    let lora = folder.path().join("lora.safetensors");
    std::fs::write(&lora, "<html>").unwrap();
    draw.loras = vec![LoraUse {
        path: lora,
        strength: 1.0,
    }];
    let (reason, message) = failure(&ask_task(&WorkerTask::Draw(Box::new(draw))).1);
    assert_eq!(reason, WorkerFailure::BadLora);
    assert!(
        message.ends_with("is a web page, not a safetensors file"),
        "{message}"
    );
}

#[test]
fn the_end_of_the_input_is_a_cancel() {
    let folder = tempfile::tempdir().unwrap();
    let mut task = task(folder.path(), "sd15");
    task.recipe.steps = 100_000;
    task.recipe.warmup = 0;
    let line = serde_json::to_string(&WorkerTask::Train(Box::new(task))).unwrap();
    let input = BufReader::new(std::io::Cursor::new(line.into_bytes()));
    let last = answer(&Device::flex(), input, Vec::new()).unwrap();
    assert_eq!(last, WorkerMessage::Cancelled);
}

#[test]
fn a_probe_measures_a_step() {
    let task = WorkerTask::Probe(ProbeTask {
        base: Some(fixture("sd15")),
        training: None,
        measure: true,
    });
    let WorkerMessage::Done {
        outcome:
            WorkerOutcome::Probed {
                step_seconds,
                threads,
                family,
                memory,
                ..
            },
    } = ask_task(&task).1
    else {
        unreachable!("a probe is answered");
    };
    assert!(step_seconds.is_some_and(|seconds| seconds > 0.0));
    assert!(threads >= 1);
    // By the width of its text, the small fixture is of no published family.
    assert_eq!(family, Some(BaseFamily::Pocket));
    assert!(memory.is_some_and(|memory| memory.0 > 0));
}
