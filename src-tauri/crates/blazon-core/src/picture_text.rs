//! What a picture was made of, written into its PNG file: `parameters` as A1111's web UI writes and
//! reads it (`modules/infotext_utils.py`), and one chunk `blazon` with everything as JSON.
//!
//! Chunks are inserted behind the header; the pixels stay as they were compressed.

use blazon_model::Picture;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The signature, and the header chunk with its 13 bytes (PNG specification, 11.2.2).
const HEAD: usize = 8 + 12 + 13;

/// The bytes are no PNG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a PNG file")]
pub(crate) struct NotPng;

/// What a picture was made of.
pub(crate) struct Parameters<'p> {
    pub(crate) picture: &'p Picture,
    /// How other programs call the LoRA's file, without its ending.
    pub(crate) lora: Option<&'p str>,
}

impl Parameters<'_> {
    /// The text of A1111: the prompt, the negative prompt, and one line of settings.
    pub(crate) fn text(&self) -> String {
        let picture = self.picture;
        let lora = self
            .lora
            .map(|name| format!(" <lora:{name}:{}>", picture.strength))
            .unwrap_or_default();
        let negative = if picture.negative_prompt.is_empty() {
            String::new()
        } else {
            format!("\nNegative prompt: {}", picture.negative_prompt)
        };
        let sampler = picture
            .sampler
            .map(|sampler| format!(", Sampler: {}", sampler.name()))
            .unwrap_or_default();
        let seed = picture
            .seed
            .map(|seed| format!(", Seed: {seed}"))
            .unwrap_or_default();
        format!(
            "{}{lora}{negative}\nSteps: {}{sampler}, CFG scale: {}{seed}, Size: {}x{}, Version: Blazon {}",
            picture.prompt,
            picture.steps,
            picture.guidance,
            picture.width,
            picture.height,
            env!("CARGO_PKG_VERSION"),
        )
    }
}

/// `png` with the two texts in it.
pub(crate) fn with_parameters(png: &[u8], parameters: &Parameters<'_>) -> anyhow::Result<Vec<u8>> {
    if !png.starts_with(SIGNATURE) || png.len() < HEAD {
        return Err(NotPng.into());
    }
    let (head, rest) = png.split_at(HEAD);
    let json = serde_json::to_string(parameters.picture)?;
    Ok([
        head,
        &text_chunk("parameters", &parameters.text()),
        &text_chunk("blazon", &json),
        rest,
    ]
    .concat())
}

/// `png` without any of its texts: nobody can read in it how it was made.
///
/// # Errors
/// [`NotPng`], also where it ends within a chunk.
pub(crate) fn without_texts(png: &[u8]) -> Result<Vec<u8>, NotPng> {
    let mut rest = png.strip_prefix(SIGNATURE).ok_or(NotPng)?;
    let mut kept = Vec::with_capacity(png.len());
    kept.extend_from_slice(SIGNATURE);
    while let Some((head, _)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        // Length and kind before the data, a checksum behind it.
        let whole = length.saturating_add(12);
        let chunk = rest.get(..whole).ok_or(NotPng)?;
        if !matches!(&kind, b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf") {
            kept.extend_from_slice(chunk);
        }
        rest = &rest[whole..];
    }
    Ok(kept)
}

/// `tEXt` where Latin-1 holds the text, otherwise `iTXt`, uncompressed (11.3.3.2 and 11.3.3.4); as
/// Pillow does, which A1111 writes and reads through.
fn text_chunk(keyword: &str, text: &str) -> Vec<u8> {
    let latin: Option<Vec<u8>> = text
        .chars()
        .map(|letter| u8::try_from(letter).ok())
        .collect();
    let mut data = keyword.as_bytes().to_vec();
    match latin {
        Some(latin) => {
            data.push(0);
            data.extend(latin);
            chunk(b"tEXt", &data)
        }
        None => {
            // No compression, no language, no translated keyword.
            data.extend([0, 0, 0, 0, 0]);
            data.extend(text.as_bytes());
            chunk(b"iTXt", &data)
        }
    }
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("a text of settings is far below 4 GB");
    let mut checked = kind.to_vec();
    checked.extend_from_slice(data);
    [
        &length.to_be_bytes()[..],
        &checked,
        &crc32fast::hash(&checked).to_be_bytes(),
    ]
    .concat()
}
