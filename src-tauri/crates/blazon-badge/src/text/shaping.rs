//! Text becomes glyphs in em: which glyph of which font, and where on the line.

use super::glyph::{self, Form};
use super::words;
use crate::fonts::{Fonts, STRONG, Shelf};
use crate::scene::Face;
use cosmic_text::{
    Attrs, AttrsList, Family, FontSystem, Hinting, ShapeLine, Shaping, Weight, Wrap, fontdb,
};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

/// The letters that are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letters<'a> {
    /// The family; another one where there is no such.
    pub(crate) family: &'a str,
    /// 100 to 900.
    pub(crate) weight: u16,
    /// Extra space between clusters, in em.
    pub(crate) spacing: f32,
}

/// A glyph on its line, in em: the pen is at `x`, `y` (down) from the line's beginning on the baseline.
#[derive(Clone, Debug)]
pub(crate) struct Shaped {
    pub(crate) face: Arc<Face>,
    pub(crate) id: u16,
    pub(crate) cluster: Range<usize>,
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) advance: f32,
    pub(crate) form: Form,
}

/// A shaped line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) glyphs: Vec<Shaped>,
    /// In em.
    pub(crate) width: f32,
    /// Whether it is read from right to left.
    pub(crate) is_rtl: bool,
    /// What no font has, each once.
    pub(crate) missing: Vec<String>,
    /// How high capitals of the wanted font are, in em.
    pub(crate) cap_height: f32,
}

/// Shapes one line, with bundled fonts where they can write it.
pub(crate) fn shape(text: &str, letters: Letters<'_>, fonts: &Fonts) -> Line {
    let near = shape_with(text, letters, fonts.near());
    if near.missing.is_empty() {
        return near;
    }
    fonts
        .far()
        .map_or(near, |far| shape_with(text, letters, far))
}

fn shape_with(text: &str, letters: Letters<'_>, shelf: &Shelf) -> Line {
    let family = if shelf.has_family(letters.family) {
        letters.family
    } else {
        STRONG
    };
    let letters = Letters { family, ..letters };
    shelf.with(words::locale(text), |system| {
        shape_line(text, letters, system)
    })
}

fn shape_line(text: &str, letters: Letters<'_>, system: &mut FontSystem) -> Line {
    let attrs = Attrs::new()
        .family(Family::Name(letters.family))
        .weight(Weight(letters.weight));
    let cap_height = cap_height(&attrs, system);
    if text.is_empty() {
        return Line {
            cap_height,
            ..Line::default()
        };
    }
    let shaped = ShapeLine::new(system, text, &AttrsList::new(&attrs), Shaping::Advanced, 1);
    let laid = shaped.layout(1.0, None, Wrap::None, None, None, Hinting::Disabled);
    let mut line = Line {
        is_rtl: shaped.rtl,
        cap_height,
        ..Line::default()
    };
    let mut faces = Faces::default();
    let mut pen = 0.0;
    let mut last: Option<Range<usize>> = None;
    for glyph in laid.iter().flat_map(|line| &line.glyphs) {
        let cluster = glyph.start..glyph.end;
        if glyph.glyph_id == 0 {
            line.note_missing(text, &cluster);
            continue;
        }
        let Some(face) = faces.find(glyph.font_id, glyph.font_weight, system) else {
            line.note_missing(text, &cluster);
            continue;
        };
        let form = glyph::form(&face, glyph, system);
        if last.as_ref().is_some_and(|last| *last != cluster) {
            pen += letters.spacing;
        }
        line.glyphs.push(Shaped {
            face,
            id: glyph.glyph_id,
            cluster: cluster.clone(),
            x: pen + glyph.x_offset,
            y: glyph.y - glyph.y_offset,
            advance: glyph.w,
            form,
        });
        pen += glyph.w;
        last = Some(cluster);
    }
    line.width = pen;
    line.note_blanks(text);
    line
}

impl Line {
    /// A face may map a character to an empty glyph, or to a picture in a format that is not read here.
    fn note_blanks(&mut self, text: &str) {
        let clusters: Vec<Range<usize>> = self
            .glyphs
            .iter()
            .map(|glyph| glyph.cluster.clone())
            .collect();
        for cluster in clusters {
            let is_blank = self
                .glyphs
                .iter()
                .filter(|glyph| glyph.cluster == cluster)
                .all(|glyph| matches!(glyph.form, Form::Blank));
            if is_blank && is_seen(text, &cluster) {
                self.note_missing(text, &cluster);
            }
        }
    }

    fn note_missing(&mut self, text: &str, cluster: &Range<usize>) {
        let Some(cluster) = text.get(cluster.clone()) else {
            return;
        };
        for character in cluster.graphemes(true) {
            let is_known = self.missing.iter().any(|known| known == character);
            if !is_known && !character.chars().all(words::is_unseen) {
                self.missing.push(character.to_owned());
            }
        }
    }
}

fn is_seen(text: &str, cluster: &Range<usize>) -> bool {
    text.get(cluster.clone())
        .is_some_and(|text| !text.chars().all(words::is_unseen))
}

/// The faces of one line, each opened once.
#[derive(Default)]
struct Faces {
    known: BTreeMap<(fontdb::ID, u16), Arc<Face>>,
}

impl Faces {
    fn find(
        &mut self,
        id: fontdb::ID,
        weight: Weight,
        system: &mut FontSystem,
    ) -> Option<Arc<Face>> {
        if let Some(face) = self.known.get(&(id, weight.0)) {
            return Some(Arc::clone(face));
        }
        // Opens the file, so that its bytes are shared.
        system.get_font(id, weight)?;
        let info = system.db().face(id)?;
        let data = match &info.source {
            fontdb::Source::Binary(data) | fontdb::Source::SharedFile(_, data) => Arc::clone(data),
            fontdb::Source::File(_) => return None,
        };
        let face = Arc::new(glyph::face(info, weight.0, data));
        self.known.insert((id, weight.0), Arc::clone(&face));
        Some(face)
    }
}

fn cap_height(attrs: &Attrs<'_>, system: &mut FontSystem) -> f32 {
    const USUAL: f32 = 0.7;
    let query = fontdb::Query {
        families: &[attrs.family],
        weight: attrs.weight,
        stretch: attrs.stretch,
        style: attrs.style,
    };
    let id = system.db().query(&query);
    let Some(font) = id.and_then(|id| system.get_font(id, attrs.weight)) else {
        return USUAL;
    };
    let metrics = font.metrics();
    metrics
        .cap_height
        .map_or(USUAL, |height| height / f32::from(metrics.units_per_em))
        .clamp(0.3, 1.2)
}
