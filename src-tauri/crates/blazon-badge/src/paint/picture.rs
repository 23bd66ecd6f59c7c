//! Pictures in their place, each resized once.

use super::shadow;
use crate::fill::Background;
use crate::geometry::{Point, Rect};
use crate::picture::{Picture, is_opaque, render};
use crate::scene::PictureNode;
use crate::shape;
use std::sync::Arc;
use tiny_skia::{
    FillRule, FilterQuality, IntSize, Pattern, Pixmap, PixmapRef, SpreadMode, Transform,
};

/// How many pictures are remembered; a badge has two or three.
const MOST: usize = 6;

/// Pictures as they were painted last.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    known: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    key: Key,
    shown: Shown,
}

/// Pixels as they are painted, multiplied by their alpha.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pixels: Pixels,
    is_opaque: bool,
}

#[derive(Clone, Debug)]
enum Pixels {
    /// The picture's own, where they are shown as they are and nothing shows through: a list of people has a photo of
    /// millions of pixels in each row.
    Own(Arc<Picture>),
    Made(Arc<Pixmap>),
}

impl Shown {
    fn new(node: &PictureNode, (width, height): (u32, u32)) -> Option<Self> {
        let picture = &node.picture;
        let is_own = node.background == Background::Keep
            && node.crop == Rect::new(0.0, 0.0, picture.width() as f32, picture.height() as f32)
            && (picture.width(), picture.height()) == (width, height);
        if is_own && picture.is_opaque() {
            return Some(Self {
                pixels: Pixels::Own(Arc::clone(picture)),
                is_opaque: true,
            });
        }
        let made = premultiplied(&render(node, width, height)?)?;
        Some(Self {
            is_opaque: is_opaque(made.data()),
            pixels: Pixels::Made(Arc::new(made)),
        })
    }

    fn pixels(&self) -> Option<PixmapRef<'_>> {
        match &self.pixels {
            Pixels::Own(picture) => {
                PixmapRef::from_bytes(picture.rgba(), picture.width(), picture.height())
            }
            Pixels::Made(pixmap) => Some(pixmap.as_ref().as_ref()),
        }
    }
}

/// What a painted picture depends on. The picture itself is held, so that its address stays its own.
#[derive(Clone, Debug)]
struct Key {
    picture: Arc<Picture>,
    crop: Rect,
    focus: Point,
    background: Background,
    size: (u32, u32),
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.picture, &other.picture)
            && self.crop == other.crop
            && self.focus == other.focus
            && self.background == other.background
            && self.size == other.size
    }
}

impl Pictures {
    fn find_or_make(&mut self, node: &PictureNode, size: (u32, u32)) -> Option<Shown> {
        let key = Key {
            picture: Arc::clone(&node.picture),
            crop: node.crop,
            focus: node.focus,
            background: node.background,
            size,
        };
        if let Some(at) = self.known.iter().position(|known| known.key == key) {
            let known = self.known.remove(at);
            let found = known.shown.clone();
            self.known.push(known);
            return Some(found);
        }
        let shown = Shown::new(node, size)?;
        if self.known.len() == MOST {
            self.known.remove(0);
        }
        self.known.push(Known {
            key,
            shown: shown.clone(),
        });
        Some(shown)
    }
}

pub(super) fn paint(
    pixmap: &mut Pixmap,
    node: &PictureNode,
    transform: Transform,
    opacity: f32,
    known: &mut Pictures,
) {
    let Some(outline) = node.clip.clone().or_else(|| shape::rectangle(node.place)) else {
        return;
    };
    if let Some(cast) = node.shadow {
        shadow::paint(pixmap, &[&outline], None, cast, transform, opacity, None);
    }
    let (scale_x, scale_y, size) = scaled(node, transform);
    let Some(shown) = known.find_or_make(node, size) else {
        return;
    };
    let Some(pixels) = shown.pixels() else {
        return;
    };
    let is_upright = transform.kx == 0.0 && transform.ky == 0.0;
    if is_upright {
        // On whole pixels nothing has to be resampled a second time.
        let x = (node.place.x * scale_x + transform.tx).round();
        let y = (node.place.y * scale_y + transform.ty).round();
        let pattern = Transform::from_translate(x, y);
        let outline = if node.clip.is_none() {
            shape::rectangle(Rect::new(x, y, size.0 as f32, size.1 as f32))
        } else {
            outline.transform(transform)
        };
        if let Some(outline) = outline {
            fill(
                pixmap,
                &outline,
                pixels,
                pattern,
                FilterQuality::Nearest,
                opacity,
                Transform::identity(),
            );
        }
        return;
    }
    let to_place = Transform::from_row(
        node.place.width / size.0 as f32,
        0.0,
        0.0,
        node.place.height / size.1 as f32,
        node.place.x,
        node.place.y,
    );
    fill(
        pixmap,
        &outline,
        pixels,
        to_place,
        FilterQuality::Bilinear,
        opacity,
        transform,
    );
}

/// How much a picture's place grows on the canvas, and how many pixels it has there.
fn scaled(node: &PictureNode, transform: Transform) -> (f32, f32, (u32, u32)) {
    let (scale_x, scale_y) = (
        (transform.sx * transform.sx + transform.ky * transform.ky).sqrt(),
        (transform.kx * transform.kx + transform.sy * transform.sy).sqrt(),
    );
    let side = |length: f32| length.round().clamp(1.0, 16384.0) as u32;
    let size = (
        side(node.place.width * scale_x),
        side(node.place.height * scale_y),
    );
    (scale_x, scale_y, size)
}

/// A canvas of `size` with a picture that covers it, and so hides all that would be painted before. `None` where it does
/// not.
pub(super) fn covered(
    size: (u32, u32),
    node: &PictureNode,
    transform: Transform,
    opacity: f32,
    known: &mut Pictures,
) -> Option<Pixmap> {
    if node.clip.is_some() || opacity < 1.0 || transform.kx != 0.0 || transform.ky != 0.0 {
        return None;
    }
    let (scale_x, scale_y, pixels) = scaled(node, transform);
    let x = (node.place.x * scale_x + transform.tx).round();
    let y = (node.place.y * scale_y + transform.ty).round();
    if pixels != size || x != 0.0 || y != 0.0 {
        return None;
    }
    let shown = known.find_or_make(node, size)?;
    let pixels = shown.pixels().filter(|_| shown.is_opaque)?;
    Pixmap::from_vec(pixels.data().to_vec(), IntSize::from_wh(size.0, size.1)?)
}

fn fill(
    pixmap: &mut Pixmap,
    outline: &tiny_skia::Path,
    pixels: PixmapRef<'_>,
    to_place: Transform,
    quality: FilterQuality,
    opacity: f32,
    transform: Transform,
) {
    let shader = Pattern::new(pixels, SpreadMode::Pad, quality, opacity, to_place);
    let paint = tiny_skia::Paint {
        shader,
        ..tiny_skia::Paint::default()
    };
    pixmap.fill_path(outline, &paint, FillRule::Winding, transform, None);
}

/// The pixels multiplied by their alpha, as tiny-skia has them.
pub(super) fn premultiplied(picture: &Picture) -> Option<Pixmap> {
    let mut data = picture.rgba().to_vec();
    for pixel in data.chunks_exact_mut(4) {
        let alpha = u32::from(pixel[3]);
        if alpha < 255 {
            for value in &mut pixel[..3] {
                *value = ((u32::from(*value) * alpha + 127) / 255) as u8;
            }
        }
    }
    Pixmap::from_vec(data, IntSize::from_wh(picture.width(), picture.height())?)
}
