//! Captions that lie beside photos: `name.txt` or `name.caption`, one for each photo, and
//! `metadata.jsonl`, one for a folder, as trainers write and read them (kohya's sd-scripts, Hugging
//! Face's ImageFolder).

use crate::source::natural_key;
use crate::source::{FoundFile, Listing, list};
use blazon_model::{LONGEST_CAPTION, ProblemReason};
use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

/// The most bytes of a caption's file; more are left.
const LONGEST_TEXT: u64 = 64 * 1024;
/// The most bytes of a table of captions; more are left.
const LONGEST_TABLE: u64 = 64 * 1024 * 1024;
/// The file with the captions of a folder.
const TABLE: &str = "metadata.jsonl";

/// What a file is to the photos beside it, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// A photo, or anything else.
    Photo,
    /// The caption of the photo with its stem; of several, the first kind counts.
    Text,
    /// The same, by kohya's older name.
    Caption,
    /// The captions of a folder.
    Table,
}

impl Role {
    fn of(name: &str) -> Self {
        let lower = name.to_lowercase();
        if lower == TABLE {
            Self::Table
        } else if lower.ends_with(".txt") {
            Self::Text
        } else if lower.ends_with(".caption") {
            Self::Caption
        } else {
            Self::Photo
        }
    }
}

/// A photo's name without its extension, in lower case, behind its folder.
fn stem_in(folder: &str, name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{folder}/{}", stem.to_lowercase())
}

/// Gives each photo in a listing its caption, and leaves out the files that the captions came
/// from. A text without a photo of its name stays among the files: it is not a sidecar.
pub(crate) fn attach(listing: Vec<Listing>) -> Vec<FoundFile> {
    let beside = look_beside(&listing);
    let all = || listing.iter().chain(&beside);
    let photos: HashSet<String> = all()
        .filter(|listed| Role::of(&listed.file.name) == Role::Photo)
        .map(|listed| stem_in(&listed.folder, &listed.file.name))
        .collect();
    let captions = Captions::read(all(), |stem| photos.contains(stem));
    listing
        .into_iter()
        .filter_map(|mut listed| {
            let stem = stem_in(&listed.folder, &listed.file.name);
            match Role::of(&listed.file.name) {
                Role::Table => return None,
                Role::Text | Role::Caption if photos.contains(&stem) => return None,
                Role::Text | Role::Caption => {}
                Role::Photo => {
                    listed.file.caption = captions
                        .find(&listed.folder, &listed.file.name)
                        .map(str::to_owned);
                }
            }
            Some(listed.file)
        })
        .collect()
}

/// The files beside those that were given one by one: their captions come along too.
fn look_beside(listing: &[Listing]) -> Vec<Listing> {
    let mut known: HashSet<&Path> = listing
        .iter()
        .filter(|listed| !listed.file.is_in_archive())
        .map(|listed| listed.file.path.as_path())
        .collect();
    let folders: Vec<&Path> = listing
        .iter()
        .filter(|listed| listed.is_given)
        .filter_map(|listed| listed.file.path.parent())
        .filter(|folder| known.insert(folder))
        .collect();
    folders
        .into_iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flat_map(|entries| entries.filter_map(Result::ok))
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| Listing::of_file(entry.path()))
        .filter(|listed| !known.contains(listed.file.path.as_path()))
        .collect()
}

/// Captions by the photo that they are for.
#[derive(Debug, Default)]
struct Captions {
    /// From files of their own, by folder and stem.
    texts: HashMap<String, String>,
    /// From tables, by folder and name.
    rows: HashMap<String, String>,
}

impl Captions {
    /// Reads the captions in `listing`; texts only where `is_wanted` says so of their stem.
    fn read<'l>(
        listing: impl Iterator<Item = &'l Listing>,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Self {
        let mut captions = Self::default();
        for Listing { file, folder, .. } in listing {
            let role = Role::of(&file.name);
            let stem = stem_in(folder, &file.name);
            match role {
                Role::Photo => {}
                Role::Text | Role::Caption => {
                    let is_taken = role == Role::Caption && captions.texts.contains_key(&stem);
                    if !is_taken
                        && is_wanted(&stem)
                        && let Some(caption) = read_start(file, LONGEST_TEXT)
                            .as_deref()
                            .and_then(caption_in)
                    {
                        captions.texts.insert(stem, caption);
                    }
                }
                Role::Table => {
                    let table = read_start(file, LONGEST_TABLE).unwrap_or_default();
                    for (name, caption) in rows_in(&table) {
                        captions.rows.insert(row_key(folder, &name), caption);
                    }
                }
            }
        }
        captions
    }

    fn find(&self, folder: &str, name: &str) -> Option<&str> {
        self.texts
            .get(&stem_in(folder, name))
            .or_else(|| self.rows.get(&row_key(folder, name)))
            .map(String::as_str)
    }
}

/// The key of a photo in a table of its folder, or of one above, which names those between.
fn row_key(folder: &str, path: &str) -> String {
    match path.rsplit_once('/') {
        Some((below, name)) => format!("{folder}/{below}/{}", name.to_lowercase()),
        None => format!("{folder}/{}", path.to_lowercase()),
    }
}

fn read_start(file: &FoundFile, limit: u64) -> Option<Vec<u8>> {
    match file.read_start(limit) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            tracing::warn!(%error, "a file with captions cannot be read");
            None
        }
    }
}

/// The caption in a text file: one line, its line breaks made spaces, at most
/// [`LONGEST_CAPTION`] characters. `None` where it is empty or no text.
fn caption_in(bytes: &[u8]) -> Option<String> {
    tidy(&text_in(bytes)?)
}

fn tidy(text: &str) -> Option<String> {
    let lines = text
        .split(|letter: char| letter.is_control() && letter != '\t')
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let line = lines.collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(LONGEST_CAPTION).collect();
    (!cut.is_empty()).then_some(cut)
}

/// Text by its byte order mark, as UTF-8, or by a guess.
fn text_in(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if bytes.contains(&0) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.into()),
        // Cut within a letter by the limit.
        Err(error) if error.error_len().is_none() => {
            Some(String::from_utf8_lossy(&bytes[..error.valid_up_to()]))
        }
        Err(_) => Some(guess(bytes).decode_without_bom_handling(bytes).0),
    }
}

/// Cyrillic words are bytes above 127 in a row, while the accents of Western words stand alone.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let is_high = |byte: &u8| *byte >= 0xc0;
    let high = bytes.iter().filter(|byte| is_high(byte)).count();
    let paired = bytes
        .windows(2)
        .filter(|pair| pair.iter().all(is_high))
        .count();
    if paired * 2 >= high {
        WINDOWS_1251
    } else {
        WINDOWS_1252
    }
}

/// A line of a table.
#[derive(Deserialize)]
struct Row {
    file_name: String,
    text: Option<String>,
    caption: Option<String>,
    prompt: Option<String>,
}

/// The names and captions in a table; lines that are none are passed over.
fn rows_in(bytes: &[u8]) -> impl Iterator<Item = (String, String)> {
    bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .split(|byte| *byte == b'\n')
        .filter_map(|line| {
            let row: Row = serde_json::from_slice(line).ok()?;
            let text = row.text.or(row.caption).or(row.prompt)?;
            Some((row.file_name.replace('\\', "/"), tidy(&text)?))
        })
}

/// Captions that were found on their own, to be given to photos by their names.
#[derive(Debug, Default)]
pub struct FoundCaptions {
    by_stem: HashMap<String, String>,
    by_name: HashMap<String, String>,
}

impl FoundCaptions {
    /// The caption for the photo with this file name: that of a text file with its stem, or that
    /// of a table's row with its name or stem. Upper and lower case do not differ.
    #[must_use]
    pub fn of(&self, photo_name: &str) -> Option<&str> {
        self.by_name
            .get(&photo_name.to_lowercase())
            .or_else(|| self.by_stem.get(&stem_in("", photo_name)))
            .map(String::as_str)
    }

    /// The captions that are for none of these photos: the names that they are for, in lower case
    /// and without ending, in their order.
    #[must_use]
    pub fn unmatched<'n>(&self, photo_names: impl Iterator<Item = &'n str>) -> Vec<String> {
        let matched: HashSet<String> = photo_names.map(|name| stem_in("", name)).collect();
        let others = self.by_stem.keys().filter(|stem| !matched.contains(*stem));
        let mut names: Vec<String> = others
            .map(|stem| stem.trim_start_matches('/').to_owned())
            .collect();
        names.sort_by_cached_key(|name| natural_key(name));
        names
    }

    /// How many captions were found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_stem.len()
    }

    /// Whether none was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_stem.is_empty()
    }
}

/// The captions in `files`: text files, tables, and folders and zip archives with them. Other
/// files are passed over.
///
/// # Errors
/// When one of `files` is not there or cannot be listed.
pub fn find_captions(files: &[PathBuf]) -> io::Result<FoundCaptions> {
    let (listing, problems) = list(files, |_| true);
    if let Some(problem) = problems.first() {
        let kind = if problem.reason == ProblemReason::Vanished {
            io::ErrorKind::NotFound
        } else {
            io::ErrorKind::InvalidData
        };
        return Err(io::Error::new(kind, problem.file_name.clone()));
    }
    let captions = Captions::read(listing.iter(), |_| true);
    let mut found = FoundCaptions::default();
    for (path, caption) in captions.rows {
        let name = path.rsplit('/').next().unwrap_or_default();
        found.by_stem.insert(stem_in("", name), caption.clone());
        found.by_name.insert(name.to_owned(), caption);
    }
    for (path, caption) in captions.texts {
        let stem = path.rsplit('/').next().unwrap_or_default();
        let prefix = format!("{stem}.");
        found.by_name.retain(|name, _| !name.starts_with(&prefix));
        found.by_stem.insert(format!("/{stem}"), caption);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain(b"a red cat\n", Some("a red cat"))]
    #[case::lines(b"a red cat,\r\n\r\n sitting \r\n", Some("a red cat, sitting"))]
    #[case::utf8_with_a_mark(b"\xef\xbb\xbfkot", Some("kot"))]
    #[case::utf16(b"\xff\xfek\0o\0t\0", Some("kot"))]
    #[case::utf16_big(b"\xfe\xff\0k\0o\0t", Some("kot"))]
    #[case::windows_1251(b"\xea\xf0\xe0\xf1\xed\xfb\xe9 \xea\xee\xf2", Some("красный кот"))]
    #[case::windows_1252(b"caf\xe9 ol\xe9", Some("café olé"))]
    #[case::empty(b" \n ", None)]
    #[case::no_text(b"\x89PNG\r\n\x1a\n\0\0", None)]
    fn a_caption_is_read_as_one_line(#[case] bytes: &[u8], #[case] expected: Option<&str>) {
        assert_eq!(caption_in(bytes).as_deref(), expected);
    }

    #[test]
    fn captions_for_other_photos_are_named() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["Fox.txt", "10.txt", "9.txt"] {
            std::fs::write(folder.path().join(name), "a caption").unwrap();
        }
        let found = find_captions(&[folder.path().to_owned()]).unwrap();
        assert_eq!(
            found.unmatched(["fox.JPG", "1.jpg"].into_iter()),
            ["9", "10"]
        );
    }

    #[test]
    fn a_caption_is_cut_between_letters() {
        let long = "ж".repeat(LONGEST_CAPTION + 5);
        let caption = caption_in(long.as_bytes()).unwrap();
        assert_eq!(caption.chars().count(), LONGEST_CAPTION);
        let cut = &long.as_bytes()[..LONGEST_CAPTION + 1];
        assert!(caption_in(cut).unwrap().chars().all(|letter| letter == 'ж'));
    }

    #[test]
    fn a_table_is_read_line_by_line_and_past_broken_ones() {
        let table = "\u{feff}{\"file_name\": \"A.png\", \"text\": \"one\", \"seed\": 7}\r\n\
                     nonsense\n{\"file_name\": 3, \"text\": \"x\"}\n\
                     {\"file_name\": \"b.png\", \"prompt\": \"two\\nlines\"}\n\
                     {\"file_name\": \"c\\\\d.png\", \"caption\": \"three\"}";
        let rows: Vec<_> = rows_in(table.as_bytes()).collect();
        let expected = [
            ("A.png", "one"),
            ("b.png", "two lines"),
            ("c/d.png", "three"),
        ];
        assert_eq!(
            rows,
            expected.map(|(name, text)| (name.to_owned(), text.to_owned()))
        );
    }
}
