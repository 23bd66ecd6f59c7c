//! What a glyph looks like, in em with y down: an outline by skrifa, or a picture by swash where the font is in colour.
//!
//! ab_glyph has no outlines at the weight of a variable font, and many system fonts are variable; skrifa is what
//! cosmic-text shapes with, so both see the same font.

use crate::geometry::Rect;
use crate::picture::Picture;
use crate::scene::Face;
use cosmic_text::skrifa::instance::Size;
use cosmic_text::skrifa::outline::{DrawSettings, OutlinePen};
use cosmic_text::skrifa::raw::TableProvider;
use cosmic_text::skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use cosmic_text::{CacheKey, FontSystem, LayoutGlyph, SwashCache, SwashContent, fontdb};
use std::sync::Arc;
use tiny_skia::{Path, PathBuilder};

/// Pixels for an em of a picture in colour.
const PICTURE_EM: f32 = 160.0;

/// What a glyph looks like, in em from its origin.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    Blank,
    Outline(Arc<Path>),
    Picture { picture: Arc<Picture>, place: Rect },
}

pub(super) fn face(
    info: &fontdb::FaceInfo,
    weight: u16,
    data: Arc<dyn AsRef<[u8]> + Send + Sync>,
) -> Face {
    let font = FontRef::from_index((*data).as_ref(), info.index).ok();
    let variable = font
        .as_ref()
        .is_some_and(|font| font.axes().get_by_tag(Tag::new(b"wght")).is_some());
    let has = |tag| {
        font.as_ref()
            .is_some_and(|font| font.data_for_tag(Tag::new(tag)).is_some())
    };
    let coloured = has(b"CBDT") || has(b"sbix") || has(b"COLR") || has(b"SVG ");
    Face {
        name: info.post_script_name.clone(),
        weight,
        index: info.index,
        variable,
        coloured,
        data,
    }
}

pub(super) fn form(face: &Face, glyph: &LayoutGlyph, system: &mut FontSystem) -> Form {
    if face.coloured
        && let Some(form) = picture(glyph, system)
    {
        return form;
    }
    outline(face, glyph.glyph_id).map_or(Form::Blank, |path| Form::Outline(Arc::new(path)))
}

fn outline(face: &Face, id: u16) -> Option<Path> {
    let font = FontRef::from_index(face.data(), face.index).ok()?;
    let location = font
        .axes()
        .location([(Tag::new(b"wght"), f32::from(face.weight))]);
    let glyph = font.outline_glyphs().get(GlyphId::from(id))?;
    let mut pen = Pen {
        path: PathBuilder::new(),
    };
    glyph
        .draw(DrawSettings::unhinted(Size::new(1.0), &location), &mut pen)
        .ok()?;
    pen.path
        .finish()
        .filter(|path| path.bounds().width() > 0.0 || path.bounds().height() > 0.0)
}

fn picture(glyph: &LayoutGlyph, system: &mut FontSystem) -> Option<Form> {
    let (key, _, _) = CacheKey::new(
        glyph.font_id,
        glyph.glyph_id,
        PICTURE_EM,
        (0.0, 0.0),
        glyph.font_weight,
        glyph.cache_key_flags,
    );
    let image = SwashCache::new().get_image_uncached(system, key)?;
    if image.content != SwashContent::Color {
        return None;
    }
    let place = image.placement;
    let picture = Picture::from_rgba(place.width, place.height, image.data)?;
    let em = |pixels: f32| pixels / PICTURE_EM;
    Some(Form::Picture {
        picture: Arc::new(picture),
        place: Rect::new(
            em(place.left as f32),
            em(-place.top as f32),
            em(place.width as f32),
            em(place.height as f32),
        ),
    })
}

/// Fonts count upwards, badges downwards.
struct Pen {
    path: PathBuilder,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(x, -y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(x, -y);
    }

    fn quad_to(&mut self, handle_x: f32, handle_y: f32, x: f32, y: f32) {
        self.path.quad_to(handle_x, -handle_y, x, -y);
    }

    fn curve_to(
        &mut self,
        first_x: f32,
        first_y: f32,
        second_x: f32,
        second_y: f32,
        x: f32,
        y: f32,
    ) {
        self.path
            .cubic_to(first_x, -first_y, second_x, -second_y, x, -y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
