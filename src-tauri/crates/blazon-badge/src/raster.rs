//! The parts of a scene that documents keep as pixels: pictures as they were cropped and treated, shadows, emoji.
//!
//! Pictures are painted by the same code as badges, so that a document shows what the screen showed.

mod bleed;
mod shadow;

pub(crate) use bleed::rasterise_bleed;
pub(crate) use shadow::rasterise_shadow;

use crate::{
    BadgeError, Glyph, GlyphForm, Node, NodeKind, Picture, PictureNode, Rect, Scene, paint,
};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use tiny_skia::Transform;

/// The most pixels on a side of a picture in a document: 300 for an inch on A3.
const LARGEST_SIDE: f32 = 4096.0;

/// The quality of JPEGs in documents. Above it they grow fast, and nobody sees a difference.
const QUALITY: i32 = 92;

/// Pixels in a file format that both PDF and SVG take, and where they go in the node's coordinates.
pub(crate) struct Raster {
    pub(crate) place: Rect,
    bytes: Vec<u8>,
    jpeg: bool,
}

impl Raster {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn is_jpeg(&self) -> bool {
        self.jpeg
    }

    pub(crate) fn media_type(&self) -> &'static str {
        if self.jpeg { "image/jpeg" } else { "image/png" }
    }

    /// JPEG where nothing shows through, which is a fifth of the size; otherwise PNG.
    fn new(place: Rect, picture: &Picture) -> Result<Self, BadgeError> {
        let jpeg = picture.is_opaque();
        let bytes = if jpeg {
            to_jpeg(picture)?
        } else {
            to_png(picture)?
        };
        Ok(Self { place, bytes, jpeg })
    }
}

/// What is seen of a picture in its place, before its clip, with as many pixels as it has there.
pub(crate) fn rasterise_picture(node: &PictureNode) -> Result<Raster, BadgeError> {
    let place = node.place;
    let scale = node.crop.width / place.width.max(f32::EPSILON);
    let most = LARGEST_SIDE / place.width.max(place.height).max(1.0);
    let bare = PictureNode {
        clip: None,
        shadow: None,
        ..node.clone()
    };
    let scene = Scene {
        width: place.width,
        height: place.height,
        print: None,
        safe_area: place,
        die_cut: None,
        nodes: vec![Node {
            layer: String::new(),
            area: place,
            opacity: 1.0,
            transform: Transform::from_translate(-place.x, -place.y),
            kind: NodeKind::Picture(bare),
        }],
        findings: Vec::new(),
    };
    let painted = paint(&scene, scale.min(most))?;
    Raster::new(place, &straight(&painted)?)
}

/// An emoji, and the turn under which it stands.
pub(crate) fn rasterise_glyph(glyph: &Glyph) -> Result<Option<(Raster, Transform)>, BadgeError> {
    let GlyphForm::Picture {
        picture,
        place,
        turn,
    } = &glyph.form
    else {
        return Ok(None);
    };
    let middle = place.centre();
    let turn = Transform::from_rotate_at(*turn, middle.x, middle.y);
    Raster::new(*place, picture).map(|raster| Some((raster, turn)))
}

/// Painted pixels with straight alpha.
fn straight(painted: &tiny_skia::Pixmap) -> Result<Picture, BadgeError> {
    let rgba = painted
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let pixel = pixel.demultiply();
            [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]
        })
        .collect();
    Picture::from_rgba(painted.width(), painted.height(), rgba)
        .ok_or_else(|| refused("PNG", &"it has no pixels"))
}

fn to_png(picture: &Picture) -> Result<Vec<u8>, BadgeError> {
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
        .write_image(
            picture.rgba(),
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgba8,
        )
        .map_err(|error| refused("PNG", &error))?;
    Ok(bytes)
}

fn to_jpeg(picture: &Picture) -> Result<Vec<u8>, BadgeError> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let image = turbojpeg::Image {
        pixels: picture.rgba(),
        width,
        pitch: width * 4,
        height,
        format: turbojpeg::PixelFormat::RGBX,
    };
    let bytes = turbojpeg::compress(image, QUALITY, turbojpeg::Subsamp::None)
        .map_err(|error| refused("JPEG", &error))?;
    Ok(bytes.to_vec())
}

fn refused(format: &'static str, reason: &dyn std::fmt::Display) -> BadgeError {
    BadgeError::Encode {
        format,
        reason: reason.to_string(),
    }
}
