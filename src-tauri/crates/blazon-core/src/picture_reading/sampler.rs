//! Which of our samplers another program's name means.

use blazon_model::Sampler;

/// What follows a sampler's name and says how its steps are spaced: `DPM++ 2M Karras`, `dpmpp_2m_k`.
const SCHEDULES: [&str; 11] = [
    "automatic",
    "beta",
    "exponential",
    "k",
    "ka",
    "karras",
    "normal",
    "sgm",
    "simple",
    "trailing",
    "uniform",
];

/// The sampler that A1111, InvokeAI, ComfyUI or Blazon calls `name`, however its steps are spaced. Relatives of it
/// that draw something else, such as `DPM++ 2M SDE`, are none of ours.
#[must_use]
pub(crate) fn known_sampler(name: &str) -> Option<Sampler> {
    let name = name.to_lowercase();
    let mut words: Vec<&str> = name
        .split([' ', '_', '-'])
        .filter(|word| !word.is_empty())
        .collect();
    // As k-diffusion's, from which all have most of theirs: `k_euler_a`, and in ComfyUI's first versions
    // `sample_euler_ancestral`.
    if matches!(words.first(), Some(&("k" | "sample"))) {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| SCHEDULES.contains(word)) {
        words.pop();
    }
    match words.join(" ").as_str() {
        "dpm++ 2m" | "dpmpp 2m" | "dpmplusplus2m" => Some(Sampler::DpmPlusPlus2M),
        "euler a" | "euler ancestral" | "eulerancestral" => Some(Sampler::EulerAncestral),
        "ddim" => Some(Sampler::Ddim),
        _ => None,
    }
}
