//! The templates that come with the program, embedded so that a badge needs no file.

use crate::{BadgeError, Template};

/// A template that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShippedTemplate {
    /// The name of its folder, by which settings and scripts know it.
    pub id: &'static str,
    /// Its `template.toml`.
    pub toml: &'static str,
}

impl ShippedTemplate {
    /// The template.
    ///
    /// # Errors
    /// None in a program whose tests have passed; as [`Template::parse`] otherwise.
    pub fn load(self) -> Result<Template, BadgeError> {
        Template::parse(self.toml)
    }
}

macro_rules! shipped {
    ($($id:literal),* $(,)?) => {
        [$(ShippedTemplate {
            id: $id,
            toml: include_str!(concat!("../../../../assets/templates/", $id, "/template.toml")),
        }),*]
    };
}

/// All of them, the golden banner first.
pub const SHIPPED: [ShippedTemplate; 10] = shipped![
    "golden-banner",
    "ribbon-round",
    "round-seal",
    "silver-shield",
    "hexagon-patch",
    "id-card",
    "conference-pass",
    "sticker",
    "corner-ribbon",
    "minimal",
];

/// The shipped template of this id.
#[must_use]
pub fn find_shipped(id: &str) -> Option<ShippedTemplate> {
    SHIPPED.into_iter().find(|template| template.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_template_is_good_and_its_boxes_can_hold_its_sample() {
        let fonts = crate::Fonts::bundled();
        for shipped in SHIPPED {
            let template = shipped
                .load()
                .unwrap_or_else(|error| panic!("{}: {error}", shipped.id));
            let fill = template.sample_fill();
            let scene = crate::compose(&template, &fill, &fonts).expect("the sample is drawn");
            let only_the_picture =
                |finding: &crate::Finding| matches!(finding, crate::Finding::NoPicture { .. });
            assert!(
                scene.findings.iter().all(only_the_picture),
                "{}: {:?}",
                shipped.id,
                scene.findings
            );
        }
    }
}
