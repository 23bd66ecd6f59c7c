//! Templates as folders: `template.toml` and, beside it, the pictures and fonts that it uses.
//!
//! A folder may come from anybody. Nothing outside it is read, links are not followed out of it, and sizes
//! have limits before a byte is decoded.

use crate::template::{Content, LARGEST_TOML, PictureSource};
use crate::{BadgeError, Picture, Template};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the file in a template's folder.
pub const TEMPLATE_FILE: &str = "template.toml";

/// The folder of a template's fonts.
const FONTS: &str = "fonts";

const LARGEST_PICTURE: usize = 16 * 1024 * 1024;
const LARGEST_FONT: usize = 32 * 1024 * 1024;
const MOST_FONTS: usize = 16;
const MOST_FILES: usize = 64;
const LARGEST_ARCHIVE: u64 = 64 * 1024 * 1024;

/// Reads a template's folder with the pictures it names and the fonts in `fonts/`.
///
/// # Errors
/// As [`Template::parse`], and [`BadgeError::Disk`], [`BadgeError::Outside`], [`BadgeError::Picture`],
/// [`BadgeError::TooLarge`].
pub fn load_template(folder: &Path) -> Result<Template, BadgeError> {
    let bytes = read_inside(folder, TEMPLATE_FILE, LARGEST_TOML)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| BadgeError::template(TEMPLATE_FILE, "it is not UTF-8"))?;
    let mut template = Template::parse(&text)?;
    for path in picture_paths(&template) {
        let bytes = read_inside(folder, &path, LARGEST_PICTURE)?;
        let picture = Picture::decode(&path, &bytes)?;
        template
            .attachments
            .pictures
            .insert(path, Arc::new(picture));
    }
    for path in font_paths(folder)? {
        let bytes = read_inside(folder, &path, LARGEST_FONT)?;
        template.attachments.fonts.insert(path, Arc::new(bytes));
    }
    Ok(template)
}

/// Writes a shipped template to a new folder, so that a person can change it.
///
/// # Errors
/// [`BadgeError::Disk`], also where the folder is there already.
pub fn copy_shipped(shipped: crate::ShippedTemplate, folder: &Path) -> Result<(), BadgeError> {
    fs::create_dir(folder).map_err(disk("create", folder))?;
    let file = folder.join(TEMPLATE_FILE);
    fs::write(&file, shipped.toml).map_err(disk("write", &file))
}

/// Packs a template's folder: `template.toml`, the pictures it names, and its fonts. Nothing else goes along.
///
/// # Errors
/// As [`load_template`], [`BadgeError::Archive`]
pub fn export_template(folder: &Path, archive: &Path) -> Result<(), BadgeError> {
    let template = load_template(folder)?;
    let failed = |error: zip::result::ZipError| bad_archive(archive, &error.to_string());
    let file = fs::File::create_new(archive).map_err(disk("create", archive))?;
    let mut writer = zip::ZipWriter::new(file);
    // Without the time of day, so that the same folder is the same archive.
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    let names = template
        .attachments
        .pictures
        .keys()
        .chain(template.attachments.fonts.keys());
    for name in std::iter::once(&TEMPLATE_FILE.to_owned()).chain(names) {
        writer.start_file(name.as_str(), options).map_err(failed)?;
        let bytes = read_inside(folder, name, LARGEST_FONT)?;
        std::io::Write::write_all(&mut writer, &bytes).map_err(disk("write", archive))?;
    }
    writer.finish().map_err(failed)?;
    Ok(())
}

/// Unpacks an archive of a template into a new folder, and reads it. What was unpacked goes where it is no template.
///
/// # Errors
/// As [`load_template`], [`BadgeError::Archive`], [`BadgeError::Outside`] for a name that leads out of the folder.
pub fn import_template(archive: &Path, folder: &Path) -> Result<Template, BadgeError> {
    fs::create_dir(folder).map_err(disk("create", folder))?;
    let template = unpack(archive, folder).and_then(|()| load_template(folder));
    if template.is_err() {
        // The folder was made above and holds only what was unpacked; what cannot be removed is left for the person.
        let _ = fs::remove_dir_all(folder);
    }
    template
}

fn unpack(archive: &Path, folder: &Path) -> Result<(), BadgeError> {
    let failed = |error: zip::result::ZipError| bad_archive(archive, &error.to_string());
    let file = fs::File::open(archive).map_err(disk("open", archive))?;
    let length = file.metadata().map_err(disk("read", archive))?.len();
    if length > LARGEST_ARCHIVE {
        return Err(BadgeError::TooLarge {
            what: "bytes of the archive".to_owned(),
            found: length,
            limit: LARGEST_ARCHIVE,
        });
    }
    let mut zip = zip::ZipArchive::new(file).map_err(failed)?;
    if zip.len() > MOST_FILES {
        return Err(BadgeError::too_large(
            "files in the archive",
            zip.len(),
            MOST_FILES,
        ));
    }
    let mut left = LARGEST_ARCHIVE;
    for number in 0..zip.len() {
        let mut entry = zip.by_index(number).map_err(failed)?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().map_err(failed)?.into_owned();
        if !entry.is_file() || !crate::template::is_inside(&name) {
            return Err(BadgeError::Outside { path: name });
        }
        let mut bytes = Vec::new();
        // What an entry says of its size is not believed.
        let read = (&mut entry)
            .take(left + 1)
            .read_to_end(&mut bytes)
            .map_err(disk("read", archive))? as u64;
        left = left.checked_sub(read).ok_or_else(|| BadgeError::TooLarge {
            what: "unpacked bytes of the archive".to_owned(),
            found: LARGEST_ARCHIVE + 1,
            limit: LARGEST_ARCHIVE,
        })?;
        let path = folder.join(&name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(disk("create", parent))?;
        }
        fs::write(&path, bytes).map_err(disk("write", &path))?;
    }
    Ok(())
}

fn picture_paths(template: &Template) -> Vec<String> {
    let file = |content: &Content| match content {
        Content::Picture(picture) => match &picture.source {
            PictureSource::File(path) => Some(path.clone()),
            PictureSource::Picture | PictureSource::Logo => None,
        },
        Content::Ribbon(_)
        | Content::Text(_)
        | Content::Shape(_)
        | Content::Frame(_)
        | Content::Code(_) => None,
    };
    template
        .layers
        .iter()
        .filter_map(|layer| file(&layer.content))
        .collect()
}

/// The font files of a folder, by name.
fn font_paths(folder: &Path) -> Result<Vec<String>, BadgeError> {
    let fonts = folder.join(FONTS);
    if !fonts.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(&fonts).map_err(disk("read", &fonts))? {
        let name = entry.map_err(disk("read", &fonts))?.file_name();
        let Some(name) = name.to_str() else {
            continue;
        };
        let lower = name.to_ascii_lowercase();
        if [".ttf", ".otf", ".ttc"]
            .iter()
            .any(|ending| lower.ends_with(ending))
        {
            paths.push(format!("{FONTS}/{name}"));
        }
    }
    paths.sort();
    if paths.len() > MOST_FONTS {
        return Err(BadgeError::too_large(
            "fonts of a template",
            paths.len(),
            MOST_FONTS,
        ));
    }
    Ok(paths)
}

/// Reads a file below a folder, wherever links lead.
fn read_inside(folder: &Path, path: &str, limit: usize) -> Result<Vec<u8>, BadgeError> {
    let outside = || BadgeError::Outside {
        path: path.to_owned(),
    };
    if !crate::template::is_inside(path) {
        return Err(outside());
    }
    let file = folder.join(path);
    let real = file.canonicalize().map_err(disk("read", &file))?;
    let root = folder.canonicalize().map_err(disk("read", folder))?;
    if !real.starts_with(&root) {
        return Err(outside());
    }
    let handle = fs::File::open(&real).map_err(disk("read", &file))?;
    let mut bytes = Vec::new();
    handle
        .take(limit as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(disk("read", &file))?;
    if bytes.len() > limit {
        return Err(BadgeError::too_large(
            format!("bytes of {path}"),
            bytes.len(),
            limit,
        ));
    }
    Ok(bytes)
}

fn disk(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> BadgeError {
    let path = path.to_owned();
    move |source| BadgeError::Disk {
        action,
        path,
        source,
    }
}

fn bad_archive(archive: &Path, reason: &str) -> BadgeError {
    BadgeError::Archive {
        path: PathBuf::from(archive),
        reason: reason.to_owned(),
    }
}
