//! The fonts that badges are written in.
//!
//! The bundled ones have Latin, Cyrillic and Greek, so most badges never look at the system. Only a text that they cannot
//! write makes the system's fonts be scanned, once for a [`Fonts`].

use crate::BadgeError;
use crate::template::Attachments;
use cosmic_text::{Fallback, FontSystem, PlatformFallback, fontdb};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The family of a strong sans.
pub const STRONG: &str = "Commissioner";
/// The family of a narrow sans for posters.
pub const POSTER: &str = "Sofia Sans Extra Condensed";
/// The family of a serif for seals.
pub const SERIF: &str = "Vollkorn";
/// The family of a round sans for stickers.
pub const ROUND: &str = "Comfortaa";

/// A bundled family and the licence under which it is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FontLicence {
    /// The family.
    pub family: &'static str,
    /// The licence, word for word.
    pub text: &'static str,
}

/// The licences of the bundled fonts.
#[must_use]
pub fn font_licences() -> [FontLicence; 4] {
    let licence = |family, text| FontLicence { family, text };
    [
        licence(
            STRONG,
            include_str!("../../../../assets/fonts/OFL-commissioner.txt"),
        ),
        licence(
            POSTER,
            include_str!("../../../../assets/fonts/OFL-sofia-sans-extra-condensed.txt"),
        ),
        licence(
            SERIF,
            include_str!("../../../../assets/fonts/OFL-vollkorn.txt"),
        ),
        licence(
            ROUND,
            include_str!("../../../../assets/fonts/OFL-comfortaa.txt"),
        ),
    ]
}

const BUNDLED: [&[u8]; 5] = [
    include_bytes!("../../../../assets/fonts/Commissioner-ExtraBold.ttf"),
    include_bytes!("../../../../assets/fonts/Commissioner-Medium.ttf"),
    include_bytes!("../../../../assets/fonts/SofiaSansExtraCondensed-ExtraBold.ttf"),
    include_bytes!("../../../../assets/fonts/Vollkorn-Bold.ttf"),
    include_bytes!("../../../../assets/fonts/Comfortaa-Bold.ttf"),
];

/// Where fonts are looked for that are not bundled.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reach {
    Bundled,
    System,
    Folder(PathBuf),
}

/// The fonts that badges may be written in. Built once and shared; threads do not wait for each other while they shape.
pub struct Fonts {
    near: Shelf,
    far: OnceLock<Shelf>,
    reach: Reach,
}

impl Fonts {
    /// Only the fonts that come with the program: the same everywhere.
    #[must_use]
    pub fn bundled() -> Self {
        Self::new(bundled_faces(), Reach::Bundled)
    }

    /// The bundled fonts, and those of the system for what they cannot write.
    #[must_use]
    pub fn with_system() -> Self {
        Self::new(bundled_faces(), Reach::System)
    }

    /// The bundled fonts, and those in a folder for what they cannot write.
    #[must_use]
    pub fn with_folder(folder: PathBuf) -> Self {
        Self::new(bundled_faces(), Reach::Folder(folder))
    }

    /// These fonts and those that lie beside a template.
    ///
    /// # Errors
    /// [`BadgeError::NotAFont`]
    pub fn with_attachments(&self, attachments: &Attachments) -> Result<Self, BadgeError> {
        let mut faces = self.near.faces.clone();
        for (name, data) in &attachments.fonts {
            let before = faces.len();
            faces.load_font_source(fontdb::Source::Binary(Arc::clone(data) as _));
            if faces.len() == before {
                return Err(BadgeError::NotAFont { name: name.clone() });
            }
        }
        Ok(Self::new(faces, self.reach.clone()))
    }

    /// The families that a template may name: bundled ones and those beside the template.
    #[must_use]
    pub fn families(&self) -> Vec<String> {
        let mut families: Vec<String> = self.near.faces.faces().filter_map(first_family).collect();
        families.sort();
        families.dedup();
        families
    }

    fn new(faces: fontdb::Database, reach: Reach) -> Self {
        Self {
            near: Shelf::new(faces),
            far: OnceLock::new(),
            reach,
        }
    }

    /// The fonts that need no scan.
    pub(crate) fn near(&self) -> &Shelf {
        &self.near
    }

    /// All fonts; the first call scans the system. `None` where only bundled ones are wanted.
    pub(crate) fn far(&self) -> Option<&Shelf> {
        if self.reach == Reach::Bundled {
            return None;
        }
        Some(self.far.get_or_init(|| {
            let mut faces = self.near.faces.clone();
            for face in scan(&self.reach) {
                faces.push_face_info(face);
            }
            Shelf::new(faces)
        }))
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "Fonts({:?}, {})",
            self.families(),
            if self.far.get().is_some() {
                "scanned"
            } else {
                "not scanned"
            }
        )
    }
}

/// A set of fonts, with the shapers that are free at the moment.
pub(crate) struct Shelf {
    faces: fontdb::Database,
    idle: Mutex<BTreeMap<&'static str, Vec<FontSystem>>>,
}

impl Shelf {
    fn new(faces: fontdb::Database) -> Self {
        Self {
            faces,
            idle: Mutex::new(BTreeMap::new()),
        }
    }

    /// Whether a family is on the shelf.
    pub(crate) fn has_family(&self, family: &str) -> bool {
        self.faces
            .faces()
            .any(|face| face.families.iter().any(|(name, _)| name == family))
    }

    /// Lends a shaper for texts of this language. What a shaper remembers never changes what it answers.
    pub(crate) fn with<T>(
        &self,
        locale: &'static str,
        work: impl FnOnce(&mut FontSystem) -> T,
    ) -> T {
        let idle = self.lock().get_mut(locale).and_then(Vec::pop);
        let mut system = idle.unwrap_or_else(|| {
            FontSystem::new_with_locale_and_db_and_fallback(
                locale.to_owned(),
                self.faces.clone(),
                ColourFirst,
            )
        });
        let answer = work(&mut system);
        self.lock().entry(locale).or_default().push(system);
        answer
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<&'static str, Vec<FontSystem>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Emoji in colour come before the black ones of text fonts; everything else is as the platform has it.
struct ColourFirst;

impl Fallback for ColourFirst {
    fn common_fallback(&self) -> &[&'static str] {
        &[
            "Noto Color Emoji",
            "Apple Color Emoji",
            "Segoe UI Emoji",
            "Noto Sans",
            "DejaVu Sans",
            "Segoe UI",
            "Segoe UI Symbol",
            "Segoe UI Historic",
            ".SF NS",
            "Arial Unicode MS",
            "Geneva",
            "FreeSans",
            "Noto Sans Symbols",
            "Noto Sans Symbols2",
        ]
    }

    fn forbidden_fallback(&self) -> &[&'static str] {
        // It has a glyph for everything, and that glyph says nothing.
        &["LastResort", ".LastResort", "Adobe Blank"]
    }

    fn script_fallback(&self, script: unicode_script::Script, locale: &str) -> &[&'static str] {
        PlatformFallback.script_fallback(script, locale)
    }
}

fn bundled_faces() -> fontdb::Database {
    let mut faces = fontdb::Database::new();
    for font in BUNDLED {
        faces.load_font_source(fontdb::Source::Binary(Arc::new(font)));
    }
    faces
}

/// The faces outside, in an order that does not depend on how a folder is read.
fn scan(reach: &Reach) -> Vec<fontdb::FaceInfo> {
    let mut found = fontdb::Database::new();
    match reach {
        Reach::Bundled => {}
        Reach::System => found.load_system_fonts(),
        Reach::Folder(folder) => found.load_fonts_dir(folder),
    }
    let mut faces: Vec<_> = found.faces().cloned().collect();
    faces.sort_by_cached_key(|face| {
        let path = match &face.source {
            fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => path.clone(),
            fontdb::Source::Binary(_) => PathBuf::new(),
        };
        (path, face.index)
    });
    faces
}

fn first_family(face: &fontdb::FaceInfo) -> Option<String> {
    face.families.first().map(|(name, _)| name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_families_are_there_with_their_licences() {
        let families = Fonts::bundled().families();
        for licence in font_licences() {
            assert!(
                families.contains(&licence.family.to_owned()),
                "{families:?}"
            );
            assert!(licence.text.contains("SIL OPEN FONT LICENSE"));
        }
    }

    #[test]
    fn a_file_that_is_no_font_is_named() {
        let mut attachments = Attachments::default();
        attachments
            .fonts
            .insert("fonts/x.ttf".to_owned(), Arc::new(b"no font".to_vec()));
        let error = Fonts::bundled()
            .with_attachments(&attachments)
            .expect_err("it is no font");
        assert!(error.to_string().contains("fonts/x.ttf"));
    }
}
