//! What a picture was made of, read from the texts in its file: those of Blazon, A1111's web UI and its relatives,
//! InvokeAI and ComfyUI.
//!
//! It stands here as the other half of `picture_text`, which writes such texts. It reads no pixels, opens no files
//! and must not learn where the picture lies or what is done with the answer: [`read_texts`] finds the texts,
//! [`read`] says what they mean. Pictures come from strangers, so every size is bounded, a cut file gives what
//! stands before the cut, and a number that cannot be used is none.

mod a1111;
mod blazon;
mod comfyui;
mod container;
mod invokeai;
mod json;
mod name;
mod sampler;
#[cfg(test)]
mod tests;
mod texts;

pub(crate) use container::{PictureReadError, read_texts};
pub(crate) use sampler::known_sampler;
pub(crate) use texts::Texts;

/// Who wrote the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    /// This program.
    Blazon,
    /// A1111's web UI, or one that writes as it does: Forge, SD.Next, Civitai.
    A1111,
    /// InvokeAI, from its first versions.
    InvokeAi,
    /// ComfyUI.
    ComfyUi,
}

/// A LoRA that took part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReadLora {
    /// Its file's name without folder and ending.
    pub name: String,
    /// Its strength in the U-Net, 1 as trained; finite.
    pub strength: f64,
}

/// What a picture was made of, as far as its texts say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ReadPicture {
    /// Who wrote the texts; `None` where nobody known did.
    pub program: Option<Program>,
    /// The prompt, without LoRAs; empty where nothing is said.
    pub prompt: String,
    /// What should not be drawn; empty where nothing is said.
    pub negative_prompt: String,
    /// The seed.
    pub seed: Option<u64>,
    /// Denoising steps.
    pub steps: Option<u32>,
    /// Guidance scale; of a base that was distilled, the scale that it is told.
    pub guidance: Option<f64>,
    /// The sampler, as the program calls it; see [`known_sampler`].
    pub sampler: Option<String>,
    /// Width and height in pixels as they were asked for; the picture is larger where the program enlarged it behind.
    pub size: Option<[u32; 2]>,
    /// The base's name without folder and ending.
    pub model_name: Option<String>,
    /// The LoRAs, in the order in which they were applied.
    pub loras: Vec<ReadLora>,
    /// The JSON of this program's own picture, as it stands in the file.
    pub blazon_json: Option<String>,
    /// The text of which all this was read; where nobody known wrote, every text of the file.
    pub text: String,
}

/// LoRAs that one picture may have.
const LORAS: usize = 64;

/// What `texts` say of their picture. Where several programs wrote, the one that says it most plainly is believed.
#[must_use]
pub(crate) fn read(texts: &Texts) -> ReadPicture {
    let mut picture = blazon::read(texts)
        .or_else(|| invokeai::read(texts))
        .or_else(|| a1111::read(texts))
        .or_else(|| comfyui::read(texts))
        .or_else(|| a1111::read_prompt_alone(texts))
        .unwrap_or_else(|| ReadPicture {
            text: texts.together(),
            ..ReadPicture::default()
        });
    picture.loras.truncate(LORAS);
    picture
}
