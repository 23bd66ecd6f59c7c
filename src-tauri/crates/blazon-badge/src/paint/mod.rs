//! A scene becomes pixels.
//!
//! One badge is painted on one thread, from the lowest node to the topmost, so its bytes do not depend on
//! how many are painted side by side.

mod bands;
mod brush;
mod picture;
mod shadow;
pub(crate) use shadow::blur_plane;
mod text;

use crate::BadgeError;
use crate::scene::{Node, NodeKind, Scene, ShapeNode};
use brush::{brush, line};
use picture::Pictures;
use tiny_skia::{FillRule, Pixmap, Transform};

/// The most pixels on a side of a painted badge.
pub const LARGEST_SIDE: u32 = 16384;

/// The most pixels of a painted badge.
pub const MOST_PIXELS: u64 = 128 * 1024 * 1024;

/// Paints a scene: `scale` pixels for a design unit. Who paints again and again keeps a [`Painter`].
///
/// # Errors
/// [`BadgeError::TooLarge`] beyond [`LARGEST_SIDE`] or [`MOST_PIXELS`].
pub fn paint(scene: &Scene, scale: f32) -> Result<Pixmap, BadgeError> {
    Painter::new().paint(scene, scale)
}

/// Paints scenes, and remembers the pictures of the last ones: cut, blurred and resized, they are the same
/// from one letter that is typed to the next. What it remembers never changes what it paints.
#[derive(Debug, Default)]
pub struct Painter {
    pictures: Pictures,
}

impl Painter {
    /// One that remembers nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Paints a scene: `scale` pixels for a design unit.
    ///
    /// # Errors
    /// [`BadgeError::TooLarge`] beyond [`LARGEST_SIDE`] or [`MOST_PIXELS`].
    pub fn paint(&mut self, scene: &Scene, scale: f32) -> Result<Pixmap, BadgeError> {
        let (width, height) = size_of(scene, scale)?;
        let to_pixels =
            Transform::from_scale(width as f32 / scene.width, height as f32 / scene.height);
        // What lies under a picture of the whole badge is not seen, so painting begins with the topmost such.
        let covered = scene.nodes.iter().enumerate().rev().find_map(|(at, node)| {
            let canvas = self.covered((width, height), node, to_pixels)?;
            Some((canvas, at + 1))
        });
        let (mut pixmap, first) = match covered {
            Some(covered) => covered,
            None => {
                let canvas = Pixmap::new(width, height);
                (canvas.ok_or_else(|| too_many(width, height))?, 0)
            }
        };
        for node in &scene.nodes[first..] {
            self.node(&mut pixmap, node, to_pixels);
        }
        Ok(pixmap)
    }

    fn covered(&mut self, size: (u32, u32), node: &Node, to_pixels: Transform) -> Option<Pixmap> {
        let NodeKind::Picture(picture) = &node.kind else {
            return None;
        };
        let transform = to_pixels.pre_concat(node.transform);
        picture::covered(size, picture, transform, node.opacity, &mut self.pictures)
    }

    fn node(&mut self, pixmap: &mut Pixmap, node: &Node, to_pixels: Transform) {
        let transform = to_pixels.pre_concat(node.transform);
        match &node.kind {
            NodeKind::Shape(shape) => paint_shape(pixmap, shape, transform, node.opacity),
            NodeKind::Picture(picture) => {
                picture::paint(pixmap, picture, transform, node.opacity, &mut self.pictures);
            }
            NodeKind::Text(text) => text::paint(pixmap, text, transform, node.opacity),
        }
    }
}

/// In pixels.
fn size_of(scene: &Scene, scale: f32) -> Result<(u32, u32), BadgeError> {
    let side = |length: f32| (length * scale).round().clamp(1.0, 1e9) as u32;
    let (width, height) = (side(scene.width), side(scene.height));
    let largest = width.max(height);
    if largest > LARGEST_SIDE {
        return Err(BadgeError::too_large(
            "pixels on a side",
            largest as usize,
            LARGEST_SIDE as usize,
        ));
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS {
        return Err(too_many(width, height));
    }
    Ok((width, height))
}

fn too_many(width: u32, height: u32) -> BadgeError {
    BadgeError::TooLarge {
        what: "pixels".to_owned(),
        found: u64::from(width) * u64::from(height),
        limit: MOST_PIXELS,
    }
}

fn paint_shape(pixmap: &mut Pixmap, shape: &ShapeNode, transform: Transform, opacity: f32) {
    if let Some(cast) = &shape.shadow {
        shadow::paint(
            pixmap,
            &[&shape.path],
            None,
            *cast,
            transform,
            opacity,
            None,
        );
    }
    if let Some(fill) = &shape.fill
        && !bands::paint(pixmap, &shape.path, fill, transform, opacity)
    {
        pixmap.fill_path(
            &shape.path,
            &brush(fill, opacity),
            FillRule::Winding,
            transform,
            None,
        );
    }
    if let Some(stroke) = &shape.stroke
        && stroke.width > 0.0
    {
        pixmap.stroke_path(
            &shape.path,
            &brush(&stroke.paint, opacity),
            &line(stroke),
            transform,
            None,
        );
    }
}
