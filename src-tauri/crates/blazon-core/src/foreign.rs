//! Pictures of anybody: what is written in a file about how it was made, and what of that is known here. The file is
//! only read, and nothing of it is kept.

use crate::picture_reading::{
    PictureReadError, Program, ReadLora, Texts, known_sampler, read, read_texts,
};
use crate::{Studio, UnusablePicture};
use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blazon_model::{
    ForeignLora, ForeignPicture, ForeignProgram, LoraModel, ModelId, Picture, Seed, slug,
};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// The most characters of the file's text that are given.
const TEXT: usize = 20_000;

impl Studio {
    /// What is written in a picture's file, and what of that is known here.
    ///
    /// # Errors
    /// [`UnusablePicture`] where it is no picture or cannot be read, or the database's.
    pub fn read_foreign_picture(&self, path: &Path) -> anyhow::Result<ForeignPicture> {
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        let look = self
            .shelf
            .glance_at(path)
            .map_err(|source| UnusablePicture {
                file_name: file_name.clone().into_owned(),
                source,
            })?;
        let picture = read(&texts_in(path)?);
        let models = self.store.read(|db| db.list_models())?;
        let own = picture
            .blazon_json
            .as_deref()
            .and_then(|json| own_lora(json, &models));
        let mut loras: Vec<ForeignLora> = picture
            .loras
            .into_iter()
            .map(|lora| known_lora(lora, &models))
            .collect();
        if loras.is_empty() {
            loras.extend(own);
        }
        Ok(ForeignPicture {
            file_name: file_name.into_owned(),
            width: look.width,
            height: look.height,
            preview: format!("data:image/webp;base64,{}", STANDARD.encode(look.thumbnail)),
            program: picture.program.map(program_of),
            prompt: picture.prompt,
            negative_prompt: picture.negative_prompt,
            seed: picture.seed.map(Seed),
            steps: picture.steps,
            guidance: picture.guidance,
            known_sampler: picture.sampler.as_deref().and_then(known_sampler),
            sampler: picture.sampler,
            model_name: picture.model_name,
            loras,
            text: picture.text.chars().take(TEXT).collect(),
        })
    }
}

/// The texts in a file; a picture of a kind in which nobody writes any has none.
fn texts_in(path: &Path) -> anyhow::Result<Texts> {
    let file = BufReader::new(File::open(path).context("read the picture")?);
    match read_texts(file) {
        Ok(texts) => Ok(texts),
        Err(PictureReadError::NotAPicture) => Ok(Texts::default()),
        Err(error) => Err(error.into()),
    }
}

const fn program_of(program: Program) -> ForeignProgram {
    match program {
        Program::Blazon => ForeignProgram::Blazon,
        Program::A1111 => ForeignProgram::A1111,
        Program::InvokeAi => ForeignProgram::InvokeAi,
        Program::ComfyUi => ForeignProgram::ComfyUi,
    }
}

/// The model of a picture that this library, or one that it comes from, has drawn.
fn own_lora(json: &str, models: &[LoraModel]) -> Option<ForeignLora> {
    let picture: Picture = serde_json::from_str(json).ok()?;
    let model = models
        .iter()
        .find(|model| Some(model.id) == picture.model)?;
    Some(ForeignLora {
        name: model.name.as_str().to_owned(),
        strength: picture.strength,
        model: Some(model.id),
    })
}

fn known_lora(lora: ReadLora, models: &[LoraModel]) -> ForeignLora {
    ForeignLora {
        model: model_named(&lora.name, models),
        name: lora.name,
        strength: lora.strength,
    }
}

/// The model here that has this name, or whose exported file has.
fn model_named(name: &str, models: &[LoraModel]) -> Option<ModelId> {
    let wanted = slug(name, usize::MAX);
    let is_named = |model: &&LoraModel| {
        let names = [
            model.folder.as_str(),
            model.name.as_str(),
            model
                .trigger
                .as_ref()
                .map_or("", |trigger| trigger.as_str()),
        ];
        names.iter().any(|name| slug(name, usize::MAX) == wanted)
    };
    models
        .iter()
        .find(is_named)
        .filter(|_| !wanted.is_empty())
        .map(|model| model.id)
}
