//! Where the files of each trainer lie, and the text files that tell it of them.
//!
//! Trainers are started from folders of their own and take paths as they stand, so the paths in
//! these files are whole: who moves an export changes one line.

use super::{Export, text_of};
use crate::archive::{ArchiveError, stem};
use blazon_model::{BUCKET_STEP, ExportFormat, LONGEST_BUCKET, SHORTEST_BUCKET, slug};
use serde::Serialize;
use serde_json::json;
use std::path::{Path, PathBuf};

/// How often kohya's scripts take each picture in an epoch, as fluxgym sets it.
const REPEATS: u32 = 10;
/// The folder of the pictures in the layouts that leave its name open.
const PICTURES: &str = "dataset";
/// The sizes below the chosen one at which ai-toolkit's FLUX example trains too.
const SMALLER_SIZES: [u32; 3] = [512, 768, 1024];
/// The longest name of an ai-toolkit job, in bytes.
const LONGEST_JOB: usize = 60;

/// The files of an export besides its pictures.
pub(super) struct Layout {
    /// The folder of the pictures, inside the export.
    pub(super) pictures: PathBuf,
    /// Where the captions stand.
    pub(super) captions: Captions,
    /// Text files by their path inside the export.
    pub(super) texts: Vec<(PathBuf, String)>,
}

/// Where captions stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Captions {
    /// In `001.txt` beside `001.jpg`.
    BesidePictures,
    /// In one of the text files.
    InTexts,
}

impl Layout {
    /// The layout of an export that will lie at `to`; none for a single file.
    pub(super) fn of(export: &Export<'_>, to: &Path) -> Result<Option<Self>, ArchiveError> {
        match export.format {
            ExportFormat::Zip => Ok(None),
            ExportFormat::Kohya => kohya(export, to).map(Some),
            ExportFormat::AiToolkit => ai_toolkit(export, to).map(Some),
            ExportFormat::OneTrainer => onetrainer(export, to).map(Some),
            ExportFormat::HuggingFace => Ok(Some(hugging_face(export))),
        }
    }
}

/// `dataset.toml` as sd-scripts' `config_README-en.md` describes it. The folder's name is for
/// the graphical programs that count repeats from it; the file goes first where it is used.
fn kohya(export: &Export<'_>, to: &Path) -> Result<Layout, ArchiveError> {
    let (trigger, class_word) = (export.trigger, slug(export.class_word, LONGEST_JOB));
    let folder = format!("{REPEATS}_{} {class_word}", trigger.as_str().to_lowercase());
    let pictures = Path::new("img").join(folder.trim_end());
    let file = KohyaFile {
        general: KohyaGeneral {
            caption_extension: ".txt",
            keep_tokens: 1,
            shuffle_caption: false,
        },
        datasets: [KohyaDataset {
            resolution: export.framing.size,
            batch_size: 1,
            enable_bucket: true,
            bucket_no_upscale: true,
            min_bucket_reso: SHORTEST_BUCKET,
            max_bucket_reso: LONGEST_BUCKET,
            bucket_reso_steps: BUCKET_STEP,
            subsets: [KohyaSubset {
                image_dir: text_of(to.join(&pictures))?,
                class_tokens: format!("{trigger} {class_word}").trim_end().to_owned(),
                num_repeats: REPEATS,
            }],
        }],
    };
    let text = toml::to_string(&file).expect("tables of texts and numbers can be written");
    Ok(Layout {
        pictures,
        captions: Captions::BesidePictures,
        texts: vec![("dataset.toml".into(), text)],
    })
}

#[derive(Serialize)]
struct KohyaFile {
    general: KohyaGeneral,
    datasets: [KohyaDataset; 1],
}

#[derive(Serialize)]
struct KohyaGeneral {
    caption_extension: &'static str,
    keep_tokens: u32,
    shuffle_caption: bool,
}

#[derive(Serialize)]
struct KohyaDataset {
    resolution: u32,
    batch_size: u32,
    enable_bucket: bool,
    bucket_no_upscale: bool,
    min_bucket_reso: u32,
    max_bucket_reso: u32,
    bucket_reso_steps: u32,
    subsets: [KohyaSubset; 1],
}

#[derive(Serialize)]
struct KohyaSubset {
    image_dir: String,
    class_tokens: String,
    num_repeats: u32,
}

/// `config.yaml` after ai-toolkit's `train_lora_flux_24gb.yaml`: its values, with the folder, the
/// trigger word and the sizes of this dataset.
fn ai_toolkit(export: &Export<'_>, to: &Path) -> Result<Layout, ArchiveError> {
    let size = export.framing.size;
    let mut sizes: Vec<String> = SMALLER_SIZES
        .into_iter()
        .filter(|smaller| *smaller < size)
        .map(|smaller| smaller.to_string())
        .collect();
    sizes.push(size.to_string());
    let name = match slug(export.name, LONGEST_JOB) {
        empty if empty.is_empty() => slug(export.trigger.as_str(), LONGEST_JOB),
        name => name,
    };
    let values = [
        ("{name}", name),
        ("{trigger}", export.trigger.to_string()),
        ("{folder}", text_of(to.join(PICTURES))?),
        ("{prompt}", format!("[trigger], {}", export.class_word)),
        (
            "{outdoors}",
            format!("[trigger], {}, outdoors at sunset", export.class_word),
        ),
    ];
    let mut text = AI_TOOLKIT
        .replace("{sizes}", &sizes.join(", "))
        .replace("{size}", &size.to_string());
    for (place, value) in values {
        text = text.replace(place, &yaml_text(&value));
    }
    Ok(Layout {
        pictures: PICTURES.into(),
        captions: Captions::BesidePictures,
        texts: vec![("config.yaml".into(), text)],
    })
}

const AI_TOOLKIT: &str = r#"# Started from ai-toolkit's folder: python run.py <this file>
job: extension
config:
  name: {name}
  process:
    - type: sd_trainer
      training_folder: output
      device: cuda:0
      trigger_word: {trigger}
      network:
        type: lora
        linear: 16
        linear_alpha: 16
      save:
        dtype: float16
        save_every: 250
        max_step_saves_to_keep: 4
        push_to_hub: false
      datasets:
        - folder_path: {folder}
          caption_ext: txt
          caption_dropout_rate: 0.05
          shuffle_tokens: false
          cache_latents_to_disk: true
          resolution: [{sizes}]
      train:
        batch_size: 1
        steps: 2000
        gradient_accumulation_steps: 1
        train_unet: true
        train_text_encoder: false
        gradient_checkpointing: true
        noise_scheduler: flowmatch
        optimizer: adamw8bit
        lr: 0.0001
        ema_config:
          use_ema: true
          ema_decay: 0.99
        dtype: bf16
      model:
        name_or_path: black-forest-labs/FLUX.1-dev
        is_flux: true
        quantize: true
      sample:
        sampler: flowmatch
        sample_every: 250
        width: {size}
        height: {size}
        prompts:
          - {prompt}
          - {outdoors}
        neg: ""
        seed: 42
        walk_seed: true
        guidance_scale: 4
        sample_steps: 20
meta:
  name: "[name]"
  version: "1.0"
"#;

/// `text` in double quotes. What JSON writes there, YAML reads the same way (YAML 1.2, 1.3);
/// letters outside ASCII are escaped, because old readers refuse some of them.
fn yaml_text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            ' '..='~' => quoted.push(letter),
            _ => quoted.push_str(&format!("\\U{:08X}", u32::from(letter))),
        }
    }
    quoted.push('"');
    quoted
}

/// `concepts.json` as OneTrainer's `ConceptConfig` reads it; what it does not name keeps that
/// program's default. Pictures are cropped already and not mirrored: nobody's face is symmetric.
fn onetrainer(export: &Export<'_>, to: &Path) -> Result<Layout, ArchiveError> {
    let concept = json!([{
        "__version": 1,
        "name": export.name,
        "path": text_of(to.join(PICTURES))?,
        "seed": 42,
        "enabled": true,
        "validation_concept": false,
        "include_subdirectories": false,
        "image_variations": 1,
        "text_variations": 1,
        "balancing": 1.0,
        "balancing_strategy": "REPEATS",
        "loss_weight": 1.0,
        "image": {
            "__version": 0,
            "enable_crop_jitter": false,
            "enable_random_flip": false,
        },
        "text": {
            "__version": 0,
            "prompt_source": "sample",
            "keep_tags_count": 1,
        },
    }]);
    Ok(Layout {
        pictures: PICTURES.into(),
        captions: Captions::BesidePictures,
        texts: vec![("concepts.json".into(), format!("{concept:#}\n"))],
    })
}

/// `metadata.jsonl` as the ImageFolder of Hugging Face's datasets reads it: a line for each
/// picture, with the same columns in all.
fn hugging_face(export: &Export<'_>) -> Layout {
    let lines = export.items.iter().enumerate().map(|(index, item)| {
        let line = json!({
            "file_name": format!("{}.jpg", stem(index, export.items.len())),
            "text": item.line().unwrap_or_default(),
        });
        format!("{line}\n")
    });
    Layout {
        pictures: "train".into(),
        captions: Captions::InTexts,
        texts: vec![(Path::new("train").join("metadata.jsonl"), lines.collect())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_survives_yaml(text: String) {
            let yaml = yaml_text(&text);
            prop_assert!(yaml.is_ascii());
            // Long escapes are YAML's own; with them taken back the rest is JSON.
            let mut json = yaml;
            for letter in text.chars().filter(|letter| !(' '..='~').contains(letter)) {
                let mut units = [0; 2];
                let escaped: String = letter
                    .encode_utf16(&mut units)
                    .iter()
                    .map(|unit| format!("\\u{unit:04x}"))
                    .collect();
                json = json.replacen(&format!("\\U{:08X}", u32::from(letter)), &escaped, 1);
            }
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
