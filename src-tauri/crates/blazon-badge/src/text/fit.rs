//! A text as large as its place allows, and every glyph where it stands.

use super::curve::Arc as TextArc;
use super::glyph::Form;
use super::lines;
use super::shaping::{Letters, Line, Shaped, shape};
use super::words;
use crate::fonts::Fonts;
use crate::geometry::Rect;
use crate::scene::{Glyph, GlyphForm};
use crate::template::{Align, Upright};
use std::sync::Arc;
use tiny_skia::Transform;

/// How a text should look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spec<'a> {
    pub(crate) letters: Letters<'a>,
    /// The largest size.
    pub(crate) size: Option<f32>,
    /// The smallest that can be read.
    pub(crate) smallest: f32,
    pub(crate) lines: usize,
    pub(crate) leading: f32,
    pub(crate) align: Align,
    pub(crate) upright: Upright,
    /// What is painted around the ink, in em.
    pub(crate) around: Around,
}

/// How far stroke and shadow go beyond the ink, in em.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Around {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stand {
    Box(Rect),
    Arc(TextArc, Rect),
}

/// A text in its place.
pub(crate) struct Placed {
    pub(crate) text: String,
    pub(crate) size: f32,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) missing: Vec<String>,
}

/// Sets a text. Without anything to see there are no glyphs.
pub(crate) fn set(text: &str, spec: &Spec<'_>, stand: Stand, fonts: &Fonts) -> Placed {
    let keeps_breaks = spec.lines > 1 && matches!(stand, Stand::Box(_));
    let text = words::clean(text, keeps_breaks);
    let letters = Letters {
        spacing: if words::is_joined(&text) {
            0.0
        } else {
            spec.letters.spacing
        },
        ..spec.letters
    };
    let spec = Spec { letters, ..*spec };
    match stand {
        Stand::Box(area) => in_box(&text, &spec, area, fonts),
        Stand::Arc(arc, area) => on_arc(text, &spec, &arc, area, fonts),
    }
}

fn in_box(text: &str, spec: &Spec<'_>, area: Rect, fonts: &Fonts) -> Placed {
    let broken = choose_lines(text, spec, area, fonts);
    let block = Block::new(broken, spec);
    let Some(ink) = block.ink else {
        return block.without_glyphs(spec);
    };
    let room = |sides: f32, ink: f32| if ink > 0.0 { sides / ink } else { f32::MAX };
    let fits = room(area.width, ink.width).min(room(area.height, ink.height));
    // A thousandth less, so that rounding never costs a pixel outside.
    let size = spec.size.unwrap_or(f32::MAX).min(fits * 0.999);
    let x = match spec.align {
        Align::Left => area.x,
        Align::Centre => area.centre().x,
        Align::Right => area.right(),
    };
    let (top, bottom) = block.body(spec);
    let y = match spec.upright {
        Upright::Top => area.y - top * size,
        Upright::Middle => area.centre().y - (top + bottom) / 2.0 * size,
        Upright::Bottom => area.bottom() - bottom * size,
    };
    let x = contain(x, ink.x * size, ink.right() * size, area.x, area.right());
    let y = contain(y, ink.y * size, ink.bottom() * size, area.y, area.bottom());
    block.placed(size, |along, down| {
        (
            Transform::from_row(size, 0.0, 0.0, size, x + along * size, y + down * size),
            0.0,
        )
    })
}

/// Moves an origin so that what reaches from `before` to `after` around it is between `least` and `most`.
fn contain(origin: f32, before: f32, after: f32, least: f32, most: f32) -> f32 {
    origin.min(most - after).max(least - before)
}

/// The lines that give the largest letters. More lines have to be worth it.
fn choose_lines(text: &str, spec: &Spec<'_>, area: Rect, fonts: &Fonts) -> Vec<(String, Line)> {
    const WORTH: f32 = 1.12;
    let flat = text.replace('\n', " ");
    let one = shape(&flat, spec.letters, fonts);
    if let Some(typed) = lines::as_typed(text, spec.lines) {
        return shape_all(typed, spec, one.is_rtl, fonts);
    }
    let largest = spec.size.unwrap_or(f32::MAX);
    let size_of = |width: f32, count: usize, cap: f32| {
        let high = cap + (count - 1) as f32 * spec.leading + spec.around.top + spec.around.bottom;
        let wide = width + spec.around.left + spec.around.right;
        (area.width / wide.max(1e-3))
            .min(area.height / high.max(1e-3))
            .min(largest)
    };
    let mut best = (size_of(one.width, 1, one.cap_height), vec![flat.clone()]);
    for anywhere in [false, true] {
        // Words are only torn where nothing else makes them legible.
        if anywhere && best.0 >= spec.smallest {
            break;
        }
        for count in 2..=spec.lines {
            let lines = lines::balanced(&flat, &one, count, anywhere);
            let share = lines
                .iter()
                .map(|line| width_of(line, &flat, &one))
                .fold(0.0, f32::max);
            let size = size_of(share, lines.len().max(1), one.cap_height);
            if size > best.0 * WORTH {
                best = (size, lines);
            }
        }
    }
    if best.1.len() < 2 {
        return vec![(flat, one)];
    }
    shape_all(best.1, spec, one.is_rtl, fonts)
}

/// The width of a part of a text by the glyphs of the whole.
fn width_of(part: &str, text: &str, line: &Line) -> f32 {
    let Some(start) = text.find(part) else {
        return line.width;
    };
    let range = start..start + part.len();
    line.glyphs
        .iter()
        .filter(|glyph| range.contains(&glyph.cluster.start))
        .map(|glyph| glyph.advance)
        .sum()
}

fn shape_all(
    texts: Vec<String>,
    spec: &Spec<'_>,
    is_rtl: bool,
    fonts: &Fonts,
) -> Vec<(String, Line)> {
    // The mark keeps the direction of the whole for a line that begins with a word of the other one.
    let mark = if is_rtl { "\u{200f}" } else { "\u{200e}" };
    texts
        .into_iter()
        .map(|text| {
            let text = format!("{mark}{text}");
            let line = shape(&text, spec.letters, fonts);
            (text, line)
        })
        .collect()
}

/// Lines of glyphs in em: the origin is on the first baseline, at the side that the lines share.
struct Block {
    text: String,
    glyphs: Vec<(u32, Shaped)>,
    missing: Vec<String>,
    /// Around everything that is seen, stroke and shadow included.
    ink: Option<Rect>,
    cap_height: f32,
    lines: usize,
}

impl Block {
    fn new(lines: Vec<(String, Line)>, spec: &Spec<'_>) -> Self {
        let mut block = Self {
            text: String::new(),
            glyphs: Vec::new(),
            missing: Vec::new(),
            ink: None,
            cap_height: 0.7,
            lines: lines.len(),
        };
        for (number, (text, line)) in lines.into_iter().enumerate() {
            if number > 0 {
                block.text.push('\n');
            }
            let before = block.text.len();
            block.text.push_str(&text);
            block.cap_height = line.cap_height;
            let shift = match spec.align {
                Align::Left => 0.0,
                Align::Centre => -line.width / 2.0,
                Align::Right => -line.width,
            };
            block.missing.extend(line.missing);
            for mut glyph in line.glyphs {
                glyph.x += shift;
                glyph.y += number as f32 * spec.leading;
                glyph.cluster = glyph.cluster.start + before..glyph.cluster.end + before;
                block.take_ink(&glyph, spec.around);
                block.glyphs.push((number as u32, glyph));
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        block
            .missing
            .retain(|character| seen.insert(character.clone()));
        block
    }

    fn take_ink(&mut self, glyph: &Shaped, around: Around) {
        let Some(ink) = ink_of(glyph) else {
            return;
        };
        let ink = Rect::from_sides(
            ink.x - around.left,
            ink.y - around.top,
            ink.right() + around.right,
            ink.bottom() + around.bottom,
        );
        self.ink = Some(self.ink.map_or(ink, |known| known.union(ink)));
    }

    /// From the heads of the first line's capitals to the last baseline.
    fn body(&self, spec: &Spec<'_>) -> (f32, f32) {
        (
            -self.cap_height,
            self.lines.saturating_sub(1) as f32 * spec.leading,
        )
    }

    fn without_glyphs(self, spec: &Spec<'_>) -> Placed {
        Placed {
            text: self.text,
            size: spec.size.unwrap_or(spec.smallest),
            glyphs: Vec::new(),
            missing: self.missing,
        }
    }

    /// Puts every glyph where `stand` says: it is given the glyph's origin in em and answers with its transform and turn.
    fn placed(self, size: f32, stand: impl Fn(f32, f32) -> (Transform, f32)) -> Placed {
        let glyphs = self.glyphs.into_iter().map(|(line, shaped)| {
            let (transform, turn) = stand(shaped.x, shaped.y);
            place(line, shaped, transform, turn)
        });
        Placed {
            text: self.text,
            size,
            glyphs: glyphs.collect(),
            missing: self.missing,
        }
    }
}

fn ink_of(glyph: &Shaped) -> Option<Rect> {
    let ink = match &glyph.form {
        Form::Blank => return None,
        Form::Outline(path) => {
            let bounds = path.bounds();
            Rect::from_sides(bounds.left(), bounds.top(), bounds.right(), bounds.bottom())
        }
        Form::Picture { place, .. } => *place,
    };
    Some(Rect::new(
        ink.x + glyph.x,
        ink.y + glyph.y,
        ink.width,
        ink.height,
    ))
}

fn place(line: u32, shaped: Shaped, transform: Transform, turn: f32) -> Glyph {
    let form = match shaped.form {
        Form::Blank => GlyphForm::Blank,
        Form::Outline(path) => (*path)
            .clone()
            .transform(transform)
            .map_or(GlyphForm::Blank, GlyphForm::Outline),
        Form::Picture { picture, place } => {
            let centre = place.centre();
            let mut middle = [tiny_skia::Point::from_xy(centre.x, centre.y)];
            transform.map_points(&mut middle);
            let scale = (transform.sx * transform.sx + transform.ky * transform.ky).sqrt();
            let (width, height) = (place.width * scale, place.height * scale);
            GlyphForm::Picture {
                picture: Arc::clone(&picture),
                place: Rect::new(
                    middle[0].x - width / 2.0,
                    middle[0].y - height / 2.0,
                    width,
                    height,
                ),
                turn,
            }
        }
    };
    Glyph {
        face: shaped.face,
        id: shaped.id,
        cluster: shaped.cluster,
        line,
        transform,
        advance: shaped.advance,
        form,
    }
}

fn on_arc(text: String, spec: &Spec<'_>, arc: &TextArc, area: Rect, fonts: &Fonts) -> Placed {
    // A turned letter's corners stand out of the band a little; a few steps find the size at which none does.
    const STEPS: usize = 12;
    let line = shape(&text, spec.letters, fonts);
    let width = line.width;
    let is_centred = Spec {
        align: Align::Centre,
        ..*spec
    };
    let block = Block::new(vec![(text, line)], &is_centred);
    let Some(ink) = block.ink else {
        return block.without_glyphs(spec);
    };
    let centres = cluster_centres(&block);
    let fits = (arc.length / ink.width.max(width).max(1e-3)).min(arc.height / ink.height.max(1e-3));
    let mut size = spec.size.unwrap_or(f32::MAX).min(fits * 0.999);
    for step in 0.. {
        let down = contain(
            block.cap_height / 2.0 * size,
            ink.y * size,
            ink.bottom() * size,
            -arc.height / 2.0,
            arc.height / 2.0,
        );
        let spare = (arc.length - width * size).max(0.0) / 2.0;
        let start = match spec.align {
            Align::Left => -spare,
            Align::Centre => 0.0,
            Align::Right => spare,
        };
        let stand = |number: usize, shaped: &Shaped| {
            let along = start + centres[number] * size;
            let upright = Transform::from_row(
                size,
                0.0,
                0.0,
                size,
                (shaped.x - centres[number]) * size,
                shaped.y * size + down,
            );
            (
                arc.transform(along).pre_concat(upright),
                arc.turn(along).to_degrees(),
            )
        };
        let is_inside = || {
            block
                .glyphs
                .iter()
                .enumerate()
                .all(|(number, (_, shaped))| {
                    let (transform, _) = stand(number, shaped);
                    corners(shaped, spec.around).is_none_or(|mut corners| {
                        transform.map_points(&mut corners);
                        corners
                            .iter()
                            .all(|corner| arc.holds(*corner) && is_in(area, *corner))
                    })
                })
        };
        if step == STEPS || is_inside() {
            let glyphs = block
                .glyphs
                .iter()
                .enumerate()
                .map(|(number, (line, shaped))| {
                    let (transform, turn) = stand(number, shaped);
                    place(*line, shaped.clone(), transform, turn)
                });
            let glyphs = glyphs.collect();
            return Placed {
                text: block.text,
                size,
                glyphs,
                missing: block.missing,
            };
        }
        size *= 0.96;
    }
    block.without_glyphs(spec)
}

fn is_in(area: Rect, point: tiny_skia::Point) -> bool {
    point.x >= area.x && point.x <= area.right() && point.y >= area.y && point.y <= area.bottom()
}

/// The corners of a glyph's ink with what is around it, from its own origin, in em.
fn corners(shaped: &Shaped, around: Around) -> Option<[tiny_skia::Point; 4]> {
    let ink = ink_of(shaped)?;
    let (left, top) = (
        ink.x - shaped.x - around.left,
        ink.y - shaped.y - around.top,
    );
    let (right, bottom) = (
        ink.right() - shaped.x + around.right,
        ink.bottom() - shaped.y + around.bottom,
    );
    let place = tiny_skia::Point::from_xy;
    Some([
        place(left, top),
        place(right, top),
        place(right, bottom),
        place(left, bottom),
    ])
}

/// Where the middle of each glyph's cluster is, so that marks turn with their letter.
fn cluster_centres(block: &Block) -> Vec<f32> {
    let ends = |wanted: &std::ops::Range<usize>| {
        let own = block
            .glyphs
            .iter()
            .filter(|(_, glyph)| glyph.cluster == *wanted);
        own.fold((f32::MAX, f32::MIN), |(left, right), (_, glyph)| {
            (left.min(glyph.x), right.max(glyph.x + glyph.advance))
        })
    };
    block
        .glyphs
        .iter()
        .map(|(_, glyph)| {
            let (left, right) = ends(&glyph.cluster);
            (left + right) / 2.0
        })
        .collect()
}
