//! Files that lie with Telegram: each content once, under ids that can be sent again.
//!
//! A photo is kept as it came: Telegram would make a JPEG of it. Its smaller sizes are made when somebody fetches them.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};

use super::failure::{Failure, Outcome};
use super::parameters::{Attached, Parameters};
use super::picture;
use crate::record::sha256;

/// The largest photo, in bytes (TDLib's `MAX_PHOTO_SIZE`).
const PHOTO_BYTES: usize = 10 << 20;
/// The largest file that a bot may send.
const FILE_BYTES: usize = 50 << 20;
/// The largest file that a bot may fetch (`MAX_DOWNLOAD_FILE_SIZE`).
const DOWNLOAD_BYTES: usize = 20 << 20;

/// Smaller sizes of a photo: their letter, and the longest side in pixels.
const SIZES: [(char, u32); 3] = [('s', 90), ('m', 320), ('x', 800)];
/// The letter of the photo itself.
const WHOLE: char = 'y';

const PHOTO_ID: &str = "AgACAgIAAxkBAAI";
const DOCUMENT_ID: &str = "BQACAgIAAxkBAAI";

/// What a file is to a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Nature {
    Photo { width: u32, height: u32 },
    Document { name: String, mime: Option<String> },
}

/// A file and where it lies.
#[derive(Debug)]
pub(super) struct StoredFile {
    pub(super) sha256: String,
    pub(super) size: usize,
    /// None where bytes are not kept.
    pub(super) bytes: Option<Bytes>,
    pub(super) nature: Nature,
    /// What ids have in them.
    key: String,
    number: usize,
}

/// What a method was given to send: looked at and weighed, and not yet on the shelf.
pub(super) enum Material {
    Fresh {
        sha256: String,
        bytes: Bytes,
        nature: Nature,
    },
    Known {
        id: String,
    },
}

impl Material {
    /// The file of a parameter: attached under its name, attached under another, or an id; none if there is none.
    pub(super) fn of(
        parameters: &Parameters,
        field: &str,
        value: &str,
        wants_photo: bool,
    ) -> Outcome<Option<Self>> {
        let attached = match value.strip_prefix("attach://") {
            Some(name) => parameters.file(name),
            None if value.is_empty() => parameters.file(field),
            None if value.starts_with("http://") || value.starts_with("https://") => {
                // Nothing is fetched from elsewhere, so this is the answer for an address that cannot be reached.
                return Err(Failure::bad("failed to get HTTP URL content"));
            }
            None => {
                let id = value.to_owned();
                return Ok(Some(Self::Known { id }));
            }
        };
        attached
            .map(|attached| Self::attached(attached, wants_photo))
            .transpose()
    }

    pub(super) fn attached(attached: &Attached, is_photo: bool) -> Outcome<Self> {
        let bytes = attached.bytes.clone();
        if bytes.is_empty() {
            return Err(Failure::bad("File must be non-empty"));
        }
        if bytes.len() > FILE_BYTES {
            return Err(Failure::new(413, "Request Entity Too Large"));
        }
        let nature = if is_photo {
            photo_nature(&bytes)?
        } else {
            let mime = attached.content_type.clone();
            Nature::Document {
                name: attached.name.clone(),
                mime: mime.or_else(|| picture::content_type(&bytes).map(str::to_owned)),
            }
        };
        Ok(Self::Fresh {
            sha256: sha256(&bytes),
            bytes,
            nature,
        })
    }
}

fn photo_nature(bytes: &Bytes) -> Outcome<Nature> {
    if bytes.len() > PHOTO_BYTES {
        return Err(Failure::bad(format!(
            "File of size {} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes",
            bytes.len()
        )));
    }
    let (width, height) =
        picture::measure(bytes).ok_or_else(|| Failure::bad("IMAGE_PROCESS_FAILED"))?;
    let (long, short) = (width.max(height), width.min(height));
    if width + height > 10_000 || long > short.saturating_mul(20) {
        return Err(Failure::bad("PHOTO_INVALID_DIMENSIONS"));
    }
    Ok(Nature::Photo { width, height })
}

/// All files, each once.
#[derive(Debug)]
pub(super) struct Library {
    files: BTreeMap<String, Arc<StoredFile>>,
    pub(super) keeps_bytes: bool,
}

impl Default for Library {
    fn default() -> Self {
        Self {
            files: BTreeMap::new(),
            keeps_bytes: true,
        }
    }
}

impl Library {
    pub(super) fn take(
        &mut self,
        material: Material,
        wants_photo: bool,
    ) -> Outcome<Arc<StoredFile>> {
        match material {
            Material::Fresh {
                sha256,
                bytes,
                nature,
            } => Ok(self.put(sha256, bytes, nature)),
            Material::Known { id } => {
                let (file, _) = self.find(&id)?;
                let is_photo = matches!(file.nature, Nature::Photo { .. });
                if is_photo == wants_photo {
                    Ok(file)
                } else {
                    Err(Failure::bad("type of file mismatch"))
                }
            }
        }
    }

    fn put(&mut self, hash: String, bytes: Bytes, nature: Nature) -> Arc<StoredFile> {
        let key = match &nature {
            Nature::Photo { .. } => hash[..40].to_owned(),
            Nature::Document { name, .. } => {
                sha256(format!("{hash}/{name}").as_bytes())[..40].to_owned()
            }
        };
        let prefix = prefix_of(&nature);
        let number = self.files.len();
        let keeps = self.keeps_bytes;
        let file = self
            .files
            .entry(format!("{prefix}{key}"))
            .or_insert_with(|| {
                let size = bytes.len();
                Arc::new(StoredFile {
                    sha256: hash,
                    size,
                    bytes: keeps.then_some(bytes),
                    nature,
                    key,
                    number,
                })
            });
        Arc::clone(file)
    }

    /// The file of this id, and for a smaller size of a photo its longest side.
    pub(super) fn find(&self, id: &str) -> Outcome<(Arc<StoredFile>, Option<u32>)> {
        let amiss =
            "Wrong remote file identifier specified: can't unserialize it. Wrong last symbol";
        let known = id
            .char_indices()
            .next_back()
            .and_then(|(at, letter)| Some((self.files.get(&id[..at])?, letter)));
        let (file, letter) = known.ok_or_else(|| Failure::bad(amiss))?;
        let side = SIZES.iter().find(|(size, _)| *size == letter);
        Ok((Arc::clone(file), side.map(|(_, side)| *side)))
    }

    /// What `getFile` says.
    pub(super) fn describe(&self, id: &str) -> Outcome {
        if id.is_empty() {
            return Err(Failure::bad("file_id not specified"));
        }
        let amiss = || Failure::bad("invalid file_id");
        let (file, side) = self.find(id).map_err(|_| amiss())?;
        if file.size > DOWNLOAD_BYTES {
            return Err(Failure::bad("file is too big"));
        }
        let letter = id.chars().next_back().unwrap_or(WHOLE);
        let mut object = file.reference(letter);
        if side.is_none() {
            object["file_size"] = file.size.into();
        }
        object["file_path"] = file.path(letter).into();
        Ok(object)
    }

    /// The file at the path that `getFile` has told, and the longest side where a smaller size was meant.
    pub(super) fn at(&self, path: &str) -> Option<(Arc<StoredFile>, Option<u32>)> {
        let letters = [SIZES[0].0, SIZES[1].0, SIZES[2].0, WHOLE];
        self.files.values().find_map(|file| {
            let letter = letters
                .into_iter()
                .find(|letter| file.path(*letter) == path)?;
            let side = SIZES.iter().find(|(size, _)| *size == letter);
            Some((Arc::clone(file), side.map(|(_, side)| *side)))
        })
    }
}

fn prefix_of(nature: &Nature) -> &'static str {
    match nature {
        Nature::Photo { .. } => PHOTO_ID,
        Nature::Document { .. } => DOCUMENT_ID,
    }
}

impl StoredFile {
    /// The id of the whole file.
    pub(super) fn id(&self) -> String {
        self.id_of(WHOLE)
    }

    fn id_of(&self, letter: char) -> String {
        format!("{}{}{letter}", prefix_of(&self.nature), self.key)
    }

    fn reference(&self, letter: char) -> Value {
        let unique = match &self.nature {
            Nature::Photo { .. } => "AQAD",
            Nature::Document { .. } => "AgAD",
        };
        json!({
            "file_id": self.id_of(letter),
            "file_unique_id": format!("{unique}{}{letter}", &self.key[..10]),
        })
    }

    fn path(&self, letter: char) -> String {
        let number = self.number;
        match &self.nature {
            Nature::Photo { .. } if letter == WHOLE => format!("photos/file_{number}.jpg"),
            Nature::Photo { .. } => format!("photos/file_{number}{letter}.jpg"),
            Nature::Document { name, .. } => {
                let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
                let plain = ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
                if plain && !ending.is_empty() {
                    format!("documents/file_{number}.{ending}")
                } else {
                    format!("documents/file_{number}")
                }
            }
        }
    }

    /// A photo's sizes, the biggest last; or a document.
    pub(super) fn json(&self) -> Value {
        match &self.nature {
            Nature::Photo { width, height } => self.sizes(*width, *height),
            Nature::Document { name, mime } => {
                let mut object = self.reference(WHOLE);
                object["file_size"] = self.size.into();
                if !name.is_empty() {
                    object["file_name"] = name.as_str().into();
                }
                if let Some(mime) = mime {
                    object["mime_type"] = mime.as_str().into();
                }
                object
            }
        }
    }

    fn sizes(&self, width: u32, height: u32) -> Value {
        let smaller = SIZES.iter().filter(|(_, side)| *side < width.max(height));
        let mut sizes: Vec<Value> = smaller
            .map(|(letter, side)| {
                let (width, height) = picture::fitted(width, height, *side);
                let mut size = self.reference(*letter);
                size["width"] = width.into();
                size["height"] = height.into();
                size
            })
            .collect();
        let mut whole = self.reference(WHOLE);
        whole["width"] = width.into();
        whole["height"] = height.into();
        whole["file_size"] = self.size.into();
        sizes.push(whole);
        Value::Array(sizes)
    }
}
