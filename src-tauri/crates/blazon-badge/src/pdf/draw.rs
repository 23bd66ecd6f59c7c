//! The nodes of a scene on a page.

use super::PdfError;
use super::paint::{fill, normal, path, stroke, transform};
use super::text::FontCache;
use crate::raster::{Raster, rasterise_bleed, rasterise_picture, rasterise_shadow};
use crate::{Node, NodeKind, PictureNode, Scene, ShapeNode};
use krilla::geom::{Size, Transform};
use krilla::image::Image;
use krilla::paint::FillRule;
use krilla::surface::Surface;
use krilla::tagging::TagGroup;

/// Where one badge is drawn.
pub(super) struct Canvas<'a, 's> {
    pub(super) surface: &'a mut Surface<'s>,
    pub(super) fonts: &'a mut FontCache,
    /// What is read of the badge.
    pub(super) part: TagGroup,
}

impl Canvas<'_, '_> {
    /// A badge, and what is printed around it, so many design units to the sides and above and below.
    pub(super) fn scene(&mut self, scene: &Scene, bleed: (f32, f32)) -> Result<(), PdfError> {
        for strip in rasterise_bleed(scene, bleed.0, bleed.1)? {
            self.image(&strip, 1.0)?;
        }
        scene.nodes.iter().try_for_each(|node| self.node(node))
    }

    fn node(&mut self, node: &Node) -> Result<(), PdfError> {
        self.surface.push_transform(&transform(node.transform));
        let drawn = self.node_in_place(node);
        self.surface.pop();
        drawn
    }

    /// Each part of a node has the node's opacity: so it is painted too.
    fn node_in_place(&mut self, node: &Node) -> Result<(), PdfError> {
        if let Some(shadow) = rasterise_shadow(node)? {
            self.image(&shadow, node.opacity)?;
        }
        match &node.kind {
            NodeKind::Shape(shape) => {
                self.shape(shape, node.opacity);
                Ok(())
            }
            NodeKind::Picture(picture) => self.picture(picture, node.opacity),
            NodeKind::Text(text) => self.text(text, node.opacity),
        }
    }

    fn shape(&mut self, shape: &ShapeNode, opacity: f32) {
        let Some(path) = path([&shape.path]) else {
            return;
        };
        if let Some(paint) = &shape.fill {
            let fill = fill(paint, opacity, Transform::identity());
            self.surface.set_fill(Some(fill));
            self.surface.set_stroke(None);
            self.surface.draw_path(&path);
        }
        if let Some(line) = &shape.stroke {
            self.surface.set_fill(None);
            self.surface.set_stroke(Some(stroke(line, opacity)));
            self.surface.draw_path(&path);
        }
    }

    fn picture(&mut self, node: &PictureNode, opacity: f32) -> Result<(), PdfError> {
        let raster = rasterise_picture(node)?;
        let clip = match &node.clip {
            Some(clip) => path([clip]),
            None => None,
        };
        if let Some(clip) = &clip {
            self.surface.push_clip_path(clip, &FillRule::NonZero);
        }
        let drawn = self.image(&raster, opacity);
        if clip.is_some() {
            self.surface.pop();
        }
        drawn
    }

    /// A picture in its place. The writer knows equal pictures by their bytes and keeps one of them.
    pub(super) fn image(&mut self, raster: &Raster, opacity: f32) -> Result<(), PdfError> {
        let place = raster.place;
        let Some(size) = Size::from_wh(place.width, place.height) else {
            return Ok(());
        };
        let bytes = raster.bytes().to_vec().into();
        let image = if raster.is_jpeg() {
            Image::from_jpeg(bytes, true)
        } else {
            Image::from_png(bytes, true)
        };
        let image = image.map_err(|reason| PdfError::Write { reason })?;
        self.surface
            .push_transform(&Transform::from_translate(place.x, place.y));
        self.surface.push_opacity(normal(opacity));
        self.surface.draw_image(image, size);
        self.surface.pop();
        self.surface.pop();
        Ok(())
    }
}
