//! What one badge is made of, beside its template.

use crate::picture::Picture;
use crate::{Colour, Rect, RibbonKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pictures, texts and choices for one badge. What is not given stays as the template has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fill {
    /// The picture.
    pub picture: Option<PictureFill>,
    /// The second picture.
    pub logo: Option<PictureFill>,
    /// Texts by field id. The content of a QR code is a field too.
    pub texts: BTreeMap<String, String>,
    /// The palette that was chosen.
    pub palette: Option<String>,
    /// Colours that were changed by hand, by colour id; they win over the palette.
    pub colours: BTreeMap<String, Colour>,
    /// The form of every ribbon.
    pub ribbon: Option<RibbonKind>,
    /// Layers that were moved or resized, by layer id.
    pub boxes: BTreeMap<String, Rect>,
}

/// A picture and how it is framed.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureFill {
    /// Its pixels.
    pub picture: Arc<Picture>,
    /// What should be in the middle, in fractions of width and height.
    pub focus: [f32; 2],
    /// 1 shows as much as the place takes, 2 shows half of it. 1 to 20.
    pub zoom: f32,
    /// What becomes of its background.
    pub background: Background,
}

impl PictureFill {
    /// The whole picture around its middle, slightly above it: faces are there.
    #[must_use]
    pub fn new(picture: Arc<Picture>) -> Self {
        Self {
            picture,
            focus: [0.5, 0.42],
            zoom: 1.0,
            background: Background::Keep,
        }
    }
}

/// What becomes of a picture's background.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Background {
    /// It stays.
    Keep,
    /// What is around the subject is blurred.
    Blur {
        /// How far, in thousandths of the picture's shorter side; 1 to 100.
        strength: f32,
    },
    /// What looks like the picture's border, and hangs together with it, is cut away.
    Cut {
        /// How far a colour may be from the border's, 0 to 1; 0.15 suits an even background.
        tolerance: f32,
    },
}
