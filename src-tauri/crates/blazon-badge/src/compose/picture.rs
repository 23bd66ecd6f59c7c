//! Pictures in their forms.

use super::Composer;
use crate::fill::{Background, PictureFill};
use crate::picture::crop;
use crate::scene::{Finding, NodeKind, PictureNode, ShapeNode};
use crate::template::{Fit, Layer, Outline, PictureLayer, PictureSource};
use crate::{Rect, shape};
use std::sync::Arc;

impl Composer<'_> {
    pub(super) fn picture(&mut self, layer: &Layer, area: Rect, spec: &PictureLayer) {
        let fill = self.picture_fill(&spec.source);
        if fill.is_none() {
            if spec.optional {
                return;
            }
            self.findings.push(Finding::NoPicture {
                layer: layer.id.clone(),
            });
        }
        let shadow = spec
            .shadow
            .as_ref()
            .map(|shadow| self.palette.shadow(shadow));
        let clip = if spec.mask == Outline::Square {
            None
        } else {
            shape::path(&spec.mask, area)
        };
        if let Some(backing) = &spec.backing
            && let Some(path) = clip.clone().or_else(|| shape::rectangle(area))
        {
            let fill = Some(self.palette.paint(backing, area));
            let node = ShapeNode {
                path,
                fill,
                stroke: None,
                shadow,
            };
            self.push(layer, area, NodeKind::Shape(node));
        }
        let Some(fill) = fill else {
            return;
        };
        let size = (fill.picture.width() as f32, fill.picture.height() as f32);
        let Some(framed) = crop::frame(size, fill.focus, fill.zoom, area, spec.fit == Fit::Cover)
        else {
            return;
        };
        let node = PictureNode {
            crop: framed.crop,
            place: framed.place,
            clip,
            background: fill.background,
            focus: framed.focus,
            shadow: shadow.filter(|_| spec.backing.is_none()),
            picture: fill.picture,
        };
        self.push(layer, area, NodeKind::Picture(node));
    }

    fn picture_fill(&self, source: &PictureSource) -> Option<PictureFill> {
        match source {
            PictureSource::Picture => self.fill.picture.clone(),
            PictureSource::Logo => self.fill.logo.clone(),
            PictureSource::File(path) => {
                let picture = self.template.attachments.pictures.get(path)?;
                Some(PictureFill {
                    picture: Arc::clone(picture),
                    focus: [0.5, 0.5],
                    zoom: 1.0,
                    background: Background::Keep,
                })
            }
        }
    }
}
