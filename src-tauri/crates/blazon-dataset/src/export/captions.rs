//! Captions alone, as files under the names of their photos.

use super::{new_file_in, put_in_place};
use crate::archive::{ArchiveError, number};
use crate::caption::on_one_line;
use blazon_model::{CaptionFiles, ExportReport};
use serde_json::json;
use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The longest stem in bytes: file systems hold 255, and an extension and a number follow.
const LONGEST_STEM: usize = 200;
/// What a photo is called of whose name nothing can be used.
const NAMELESS: &str = "photo";
/// Names that mean devices on Windows, whatever follows a dot.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Writes `captions`, each with its photo's name, into the folder `to`, which is made where it is
/// missing. A name gives its last part without what file systems refuse; the second photo with a
/// name gets `-2`, and so on.
///
/// # Errors
/// [`ArchiveError::Taken`] where one of the files is there already, [`ArchiveError::DiskFull`] or
/// [`ArchiveError::Io`]. Nothing is left behind then.
pub fn write_captions(
    captions: &[(String, String)],
    files: CaptionFiles,
    to: &Path,
) -> Result<ExportReport, ArchiveError> {
    let mut made = Made::default();
    if !to.exists() {
        fs::create_dir(to).map_err(ArchiveError::at(to))?;
        made.folder = Some(to.to_owned());
    }
    for (name, text) in texts(captions, files) {
        made.write(to.join(name), &text)?;
    }
    made.keep();
    Ok(ExportReport {
        path: to.display().to_string(),
        images: 0,
        captions: number(captions.len()),
    })
}

/// What was made, and is removed again unless it is kept.
#[derive(Default)]
struct Made {
    folder: Option<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn write(&mut self, path: PathBuf, text: &str) -> Result<(), ArchiveError> {
        let cannot = ArchiveError::at(&path);
        let folder = path.parent().unwrap_or(&path);
        let mut file = new_file_in(folder).map_err(&cannot)?;
        file.write_all(text.as_bytes()).map_err(&cannot)?;
        file.as_file().sync_all().map_err(&cannot)?;
        put_in_place(file, &path)?;
        self.files.push(path);
        Ok(())
    }

    fn keep(mut self) {
        self.files.clear();
        self.folder = None;
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for file in &self.files {
            // A file that cannot be removed is left; the error that is told came first.
            let _ = fs::remove_file(file);
        }
        if let Some(folder) = &self.folder {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The names and contents of the files.
fn texts(captions: &[(String, String)], files: CaptionFiles) -> Vec<(String, String)> {
    let mut names = Names::default();
    let each = captions
        .iter()
        .map(|(name, caption)| (name, on_one_line(caption)));
    match files {
        CaptionFiles::Txt => each
            .map(|(name, caption)| (format!("{}.txt", names.stem(name)), caption + "\n"))
            .collect(),
        CaptionFiles::Caption => each
            .map(|(name, caption)| (format!("{}.caption", names.stem(name)), caption + "\n"))
            .collect(),
        CaptionFiles::Jsonl => {
            let lines = each.map(|(name, caption)| {
                let line = json!({ "file_name": names.whole(name), "text": caption });
                format!("{line}\n")
            });
            vec![("metadata.jsonl".to_owned(), lines.collect())]
        }
    }
}

/// Names that were given, each once, in small letters because some file systems know no others.
#[derive(Default)]
struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// A name of its own, without an extension.
    fn stem(&mut self, name: &str) -> String {
        let (stem, _) = harmless(name);
        self.unused(&stem, "")
    }

    /// A name of its own, with the extension.
    fn whole(&mut self, name: &str) -> String {
        let (stem, extension) = harmless(name);
        self.unused(&stem, &extension)
    }

    fn unused(&mut self, stem: &str, extension: &str) -> String {
        let mut name = format!("{stem}{extension}");
        let mut count = 1_u32;
        while !self.taken.insert(name.to_lowercase()) {
            count += 1;
            name = format!("{stem}-{count}{extension}");
        }
        name
    }
}

/// Stem and extension (with its dot, or empty) of a name that may be anything: the last part of a
/// path, without control characters and what Windows refuses.
fn harmless(name: &str) -> (String, String) {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().replace(
        |letter: char| {
            letter.is_control() || matches!(letter, '<' | '>' | ':' | '"' | '|' | '?' | '*')
        },
        "",
    );
    let is_edge = |letter: char| letter == '.' || letter.is_whitespace();
    let last = last.trim_matches(is_edge);
    let (stem, extension) = match last.rsplit_once('.') {
        Some((stem, extension)) if extension.len() <= 10 => (stem, format!(".{extension}")),
        Some(_) | None => (last, String::new()),
    };
    let end = stem.floor_char_boundary(LONGEST_STEM);
    let stem = stem[..end].trim_matches(is_edge);
    let before_dot = stem.split('.').next().unwrap_or_default().trim_end();
    let stem = match stem {
        "" => NAMELESS.to_owned(),
        stem if DEVICES.contains(&before_dot.to_lowercase().as_str()) => format!("_{stem}"),
        stem => stem.to_owned(),
    };
    (stem, extension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("IMG 1.JPG", "IMG 1", ".JPG")]
    #[case::russian("лиса.heic", "лиса", ".heic")]
    #[case::up("../../etc/passwd", "passwd", "")]
    #[case::windows("C:\\photos\\fox.png", "fox", ".png")]
    #[case::drive("C:fox.png", "Cfox", ".png")]
    #[case::device("con.jpg", "_con", ".jpg")]
    #[case::device_with_more("Aux.x.jpg", "_Aux.x", ".jpg")]
    #[case::only_dots("..", "photo", "")]
    #[case::hidden(".jpg", "jpg", "")]
    #[case::two_lines("a\nb\u{0}.jpg", "ab", ".jpg")]
    #[case::spaces("fox . .jpg ", "fox", ".jpg")]
    fn a_name_from_outside_is_made_harmless(
        #[case] name: &str,
        #[case] stem: &str,
        #[case] extension: &str,
    ) {
        assert_eq!(harmless(name), (stem.to_owned(), extension.to_owned()));
    }

    #[test]
    fn photos_with_one_name_get_numbers() {
        let mut names = Names::default();
        let given = ["fox.jpg", "FOX.png", "a/fox.jpg", "fox-2.jpg"].map(|name| names.stem(name));
        assert_eq!(given, ["fox", "FOX-2", "fox-3", "fox-2-2"]);
    }

    proptest! {
        #[test]
        fn any_names_become_different_harmless_ones(
            all in proptest::collection::vec("[a-z./\\\\ :\u{0}-\u{20}яЯ]{0,12}|.{0,300}", 0..20),
        ) {
            let mut names = Names::default();
            let mut given = HashSet::new();
            for name in &all {
                let whole = names.whole(name);
                prop_assert!(!whole.contains(['/', '\\', ':', '\0']));
                prop_assert!(!whole.starts_with('.') && !whole.ends_with(['.', ' ']));
                prop_assert!(!whole.is_empty() && whole.len() <= 255);
                prop_assert!(given.insert(whole.to_lowercase()), "{whole}");
            }
        }
    }
}
