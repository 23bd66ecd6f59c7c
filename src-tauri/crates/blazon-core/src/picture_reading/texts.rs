//! The texts of a picture's file, and how many of them are taken. It knows neither formats nor programs.

/// Bytes of one text, after it was decompressed.
pub(super) const TEXT_LIMIT: usize = 4 << 20;
/// Texts that are looked at, those included that turn out to be unusable.
const PLACES: usize = 64;
/// Bytes of all texts.
const ROOM: usize = 16 << 20;

/// One text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    /// What it is called in the file, such as `parameters`.
    pub keyword: String,
    /// What it says.
    pub text: String,
}

/// The texts of one picture, in the file's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    found: Vec<Text>,
    places_taken: usize,
    length: usize,
}

/// The comment in EXIF, where JPEG and WebP have their text.
pub(super) const USER_COMMENT: &str = "UserComment";
/// The comment of a JPEG.
pub(super) const COMMENT: &str = "Comment";

impl Texts {
    /// All of them.
    #[cfg(test)]
    pub(crate) fn all(&self) -> &[Text] {
        &self.found
    }

    /// The first text of this name.
    #[must_use]
    pub(crate) fn find(&self, keyword: &str) -> Option<&str> {
        self.found
            .iter()
            .find(|text| text.keyword == keyword)
            .map(|text| text.text.as_str())
    }

    /// Everything that they say, for people.
    pub(super) fn together(&self) -> String {
        let lines: Vec<String> = self
            .found
            .iter()
            .map(|text| format!("{}: {}", text.keyword, text.text))
            .collect();
        lines.join("\n\n")
    }

    /// Whether one more text may be looked at; asked once for each, before it is decompressed.
    pub(super) fn take_place(&mut self) -> bool {
        self.places_taken += 1;
        self.places_taken <= PLACES
    }

    /// Keeps a text, unless it is empty or the texts are too long together.
    pub(super) fn add(&mut self, keyword: &str, text: String) {
        let length = keyword.len() + text.len();
        if text.trim().is_empty() || text.len() > 2 * TEXT_LIMIT || self.length + length > ROOM {
            return;
        }
        self.length += length;
        self.found.push(Text {
            keyword: keyword.to_owned(),
            text,
        });
    }
}
