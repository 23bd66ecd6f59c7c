//! The fonts that badges are written in.

/// The family of a strong sans.
pub const STRONG: &str = "Commissioner";

/// The fonts that a badge may use.
#[derive(Debug, Default)]
pub struct Fonts {}

impl Fonts {
    /// Only the fonts that come with the program.
    #[must_use]
    pub fn bundled() -> Self {
        Self {}
    }
}
