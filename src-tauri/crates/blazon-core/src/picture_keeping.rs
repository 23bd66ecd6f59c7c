//! How a finished picture is kept: the file with what it was made of in it, then the row.
//!
//! What can go wrong: a crash between the two (a picture's id follows from its drawing and its place, so that the one
//! that is made or fetched again takes the file's place), a power cut that takes the row back (the same), a full disk.

use crate::Studio;
use crate::picture_text::{self, Parameters};
use anyhow::Context;
use blazon_model::{BaseFamily, ContentHash, Drawing, LoraModel, Picture, PictureId, Seed};
use std::fs;

/// A finished picture of a drawing, as it is to be kept.
pub(crate) struct Finished {
    /// Its file, a PNG.
    pub(crate) png: Vec<u8>,
    /// The file's hash, where it is known.
    pub(crate) hash: Option<ContentHash>,
    /// Which of the drawing's pictures, counted from 0.
    pub(crate) index: u32,
    /// The seed, where it is known.
    pub(crate) seed: Option<Seed>,
    /// Width and height in pixels.
    pub(crate) size: [u32; 2],
    /// What it was drawn with.
    pub(crate) base: BaseFamily,
}

impl Studio {
    /// Keeps a finished picture.
    ///
    /// # Errors
    /// When it is no PNG, or disk or database fail. Nothing is announced then.
    pub(crate) fn keep_picture(
        &self,
        drawing: &Drawing,
        finished: &Finished,
        model: Option<&LoraModel>,
    ) -> anyhow::Result<Picture> {
        let (now, home, request) = (self.now(), self.library.home(), &drawing.request);
        let id = id_of(drawing, finished.index);
        let today = self.surroundings.today();
        let month = today.get(..7).unwrap_or(&today);
        let file = format!("pictures/{month}/{id}.png");
        let [width, height] = finished.size;
        let mut picture = Picture {
            id,
            drawing: drawing.id,
            index: finished.index,
            file: file.clone(),
            hash: finished
                .hash
                .clone()
                .unwrap_or_else(|| hash_of(&finished.png)),
            model: request.model,
            provider: request.provider,
            base: finished.base,
            prompt: drawing.sent_prompt.clone(),
            negative_prompt: request.negative_prompt.clone(),
            seed: finished.seed,
            // Whoever draws elsewhere does not say how.
            sampler: request.hosted.is_none().then_some(request.sampler),
            steps: request.steps,
            guidance: request.guidance,
            strength: request.strength,
            width,
            height,
            created_at: now,
            is_removed: false,
        };
        let parameters = Parameters {
            picture: &picture,
            lora: model.map(|model| model.folder.as_str()),
        };
        let bytes = picture_text::with_parameters(&finished.png, &parameters)
            .context("read the picture that was drawn")?;
        let to = home.join(&file);
        // Before the folder, which would be begun anew in the place of a library that is not there.
        let mut temporary = tempfile::NamedTempFile::new_in(home.join("tmp"))?;
        std::io::Write::write_all(&mut temporary, &bytes)?;
        temporary.as_file().sync_all()?;
        fs::create_dir_all(home.join("pictures").join(month))?;
        temporary.persist(&to).map_err(|error| error.error)?;
        // In the file stands the hash of what was drawn; its own cannot.
        picture.hash = hash_of(&bytes);
        self.store
            .write_unsynced(|tx| tx.insert_picture(&picture))?;
        self.tell_gallery();
        if drawing.is_cell {
            self.keep_sheet_of(drawing);
        }
        Ok(picture)
    }
}

/// The id of a drawing's picture; UUIDv7 takes 74 bits beside the time (RFC 9562, 5.7).
fn id_of(drawing: &Drawing, index: u32) -> PictureId {
    let name = blake3::hash(format!("{} {index}", drawing.id).as_bytes());
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&name.as_bytes()[..10]);
    PictureId::new(drawing.created_at, bytes)
}

fn hash_of(bytes: &[u8]) -> ContentHash {
    ContentHash::from_bytes(*blake3::hash(bytes).as_bytes())
}
