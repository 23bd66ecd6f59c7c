//! How much memory work will take, and how much there is.

use crate::EngineError;
use crate::config::UnetConfig;
use std::path::Path;

const F32: u64 = 4;
const MIB: u64 = 1 << 20;
/// Numbers that a graph keeps of a residual block for each channel of each pixel: inputs of its
/// norms, activations and convolutions.
const KEPT_BY_RESNET: u64 = 14;
/// The same of a transformer: three norms, two attentions, the wide layer and its gate.
const KEPT_BY_TRANSFORMER: u64 = 40;
/// Numbers that are kept for each pair of pixels that attend to each other, and head.
const KEPT_BY_ATTENTION: u64 = 3;
/// What the program itself, its threads and their scratch memory take.
const PROGRAM: u64 = 96 * MIB;

/// Refuses work that needs more memory than is free; where the system does not say what is free,
/// it may be tried.
///
/// # Errors
/// When there is too little.
pub fn check(needed: u64) -> Result<(), EngineError> {
    match available() {
        Some(available) if available < needed => Err(EngineError::NotEnoughMemory {
            needed_mib: needed.div_ceil(MIB),
            available_mib: available / MIB,
        }),
        Some(_) | None => Ok(()),
    }
}

/// Bytes that can be had without pushing other programs out, as Linux estimates it.
#[must_use]
pub fn available() -> Option<u64> {
    of_meminfo(&std::fs::read_to_string("/proc/meminfo").ok()?)
}

fn of_meminfo(text: &str) -> Option<u64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// Bytes that a base takes in memory, by the files that it is read from: 16 bits become 32.
#[must_use]
pub fn of_base(path: &Path) -> u64 {
    let files = match path.is_file() {
        true => vec![path.to_owned()],
        false => ["unet", "vae", "text_encoder", "text_encoder_2"]
            .iter()
            .filter_map(|part| std::fs::read_dir(path.join(part)).ok())
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|end| end == "safetensors"))
            .collect(),
    };
    let numbers = files.iter().filter_map(|path| numbers_in(path));
    numbers.sum::<u64>() * F32 + PROGRAM
}

fn numbers_in(path: &Path) -> Option<u64> {
    let file = blazon_lora::TensorFile::open(path).ok()?;
    let counts = file.names().filter_map(|name| file.info(name));
    Some(counts.map(|info| info.count() as u64).sum())
}

/// Bytes that the graph of a training step keeps for `batch` samples of `height` by `width`
/// latents: what each layer needs to be differentiated.
#[must_use]
pub fn of_graph(plan: &UnetConfig, batch: usize, height: usize, width: usize) -> u64 {
    let mut numbers = 0;
    for (number, level) in plan.levels.iter().enumerate() {
        let pixels = ((height >> number) * (width >> number)).max(1) as u64;
        let each = pixels * level.channels as u64;
        let (down, up) = (level.layers as u64, level.layers as u64 + 1);
        let last = number + 1 == plan.levels.len();
        let resnets = down + up + if last { 2 } else { 0 };
        let attending = [
            (level.attends_down, down),
            (level.attends_up, up),
            (last, 1),
        ];
        let transformers: u64 = attending
            .iter()
            .filter(|(attends, _)| *attends)
            .map(|(_, count)| count)
            .sum();
        let blocks = transformers * level.depth as u64;
        numbers += resnets * each * KEPT_BY_RESNET;
        numbers += blocks * each * KEPT_BY_TRANSFORMER;
        numbers += blocks * pixels * pixels * level.heads as u64 * KEPT_BY_ATTENTION;
    }
    numbers * batch as u64 * F32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_linux_says_is_read() {
        let text = "MemTotal:       24000000 kB\nMemAvailable:   2048 kB\n";
        assert_eq!(of_meminfo(text), Some(2 * MIB));
        assert_eq!(of_meminfo("nothing"), None);
    }

    #[test]
    fn what_fits_nowhere_is_refused_with_both_figures() {
        if available().is_some() {
            let sentence = check(1 << 60).unwrap_err().to_string();
            assert!(
                sentence.starts_with("about 1099511627776 MiB"),
                "{sentence}"
            );
        }
        check(1).unwrap();
    }
}
