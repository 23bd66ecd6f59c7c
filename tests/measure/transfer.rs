//! 90 MB sent and fetched beside curl, on loopback, in turn. The host is a plain one of this program's own, so that
//! what is timed is the client.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::figures::{Figures, machine};
use crate::plain_host::PlainHost;
use crate::{folder, say};

/// Bytes of the file: fal's client sends as much at once.
const SIZE: usize = 90_000_000;
const ROUNDS: usize = 9;
/// How much of curl's speed is wanted.
const FLOOR: f64 = 0.8;
/// The most megabytes above idle.
const MOST_MEMORY: f64 = 40.0;

/// Measures both ways and prints the ratios.
pub(crate) fn measure(ours: &Path) -> Result<()> {
    let folder = folder()?.join("transfer");
    fs::create_dir_all(&folder).context("make the folder")?;
    let file = folder.join("weights.safetensors");
    fs::write(&file, weights()).context("write the file")?;
    let host = PlainHost::start(fs::read(&file)?)?;
    say(&machine());
    say(&format!(
        "{} MB, {ROUNDS} rounds in turn:",
        SIZE / 1_000_000
    ));
    let file = file.to_string_lossy().into_owned();
    let to = folder.join("fetched").to_string_lossy().into_owned();
    let address = host.address();
    let upload = format!("{address}/upload/file");
    let download = format!("{address}/file");
    compare(
        "sent",
        ours,
        &["send", &address, &file],
        &["-T", &file, &upload],
    )?;
    compare(
        "fetched, checked, hashed and synced",
        ours,
        &["fetch", &address, &download, &to],
        &["-o", &to, &download],
    )
}

fn compare(title: &str, ours: &Path, mine: &[&str], curls: &[&str]) -> Result<()> {
    let (mut own, mut peer, mut memory) = (Figures::default(), Figures::default(), 0.0_f64);
    for _ in 0..ROUNDS {
        let (seconds, megabytes) = run_ours(ours, mine)?;
        own.add(seconds * 1000.0);
        memory = memory.max(megabytes);
        let started = Instant::now();
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--fail"])
            .args(curls);
        let done = curl.output().context("run curl; is it installed?")?;
        ensure!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        peer.add(started.elapsed().as_secs_f64() * 1000.0);
    }
    let share = peer.median() / own.median();
    let held = |holds: bool| if holds { "held" } else { "NOT held" };
    say(&format!(
        "{title}: {} ms, curl {} ms: {share:.2} of curl's speed (at least {FLOOR}: {}), {memory:.0} MB above idle (less than {MOST_MEMORY}: {})",
        own.spell(0),
        peer.spell(0),
        held(share >= FLOOR),
        held(memory < MOST_MEMORY)
    ));
    Ok(())
}

/// Seconds of one transfer, the start of the program included as curl's is, and megabytes above idle.
fn run_ours(ours: &Path, words: &[&str]) -> Result<(f64, f64)> {
    let started = Instant::now();
    let done = Command::new(ours).args(words).output();
    let done = done.with_context(|| format!("run {}", ours.display()))?;
    let seconds = started.elapsed().as_secs_f64();
    ensure!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let memory = said.lines().find_map(|line| line.strip_prefix("memory "));
    let kilobytes: f64 = memory.context("read the memory")?.parse()?;
    Ok((seconds, kilobytes / 1000.0))
}

/// A LoRA of one layer that has the size (the safetensors format: length of the header, header, numbers).
fn weights() -> Vec<u8> {
    let (rank, numbers) = (16, SIZE / 4);
    let width = numbers / rank;
    let half = numbers * 2;
    let header = format!(
        r#"{{"lora_unet_x.lora_down.weight":{{"dtype":"F16","shape":[{rank},{width}],"data_offsets":[0,{half}]}},"lora_unet_x.lora_up.weight":{{"dtype":"F16","shape":[{width},{rank}],"data_offsets":[{half},{}]}}}}"#,
        2 * half
    );
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend_from_slice(header.as_bytes());
    // Small numbers that do not repeat, as weights are.
    file.extend((0..2 * half).map(|at| if at % 2 == 0 { (at % 251) as u8 } else { 0x2c }));
    file
}
