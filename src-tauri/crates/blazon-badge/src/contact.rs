//! A contact sheet: pictures in rows and columns with words beside them, as a scene like that of a badge.
//!
//! It knows no models and no prompts: what is beside the pictures comes as words.

use crate::fonts::{Fonts, STRONG};
use crate::scene::{Node, NodeKind, Paint, PictureNode, Scene, ShapeNode, TextNode};
use crate::template::{Align, Upright};
use crate::text::{self, Around, Letters, Spec, Stand};
use crate::{Background, Colour, Picture, Point, Rect, shape};
use std::sync::Arc;
use tiny_skia::Transform;

/// Around everything, and between title and heads.
const MARGIN: f32 = 32.0;
/// Between cells.
const GAP: f32 = 8.0;
/// The words beside a row.
const LABEL: f32 = 240.0;
/// The words above a column.
const HEAD: f32 = 36.0;
/// The words above all.
const TITLE: f32 = 44.0;
/// More letters than that are cut off beside a row.
const LONGEST_LABEL: usize = 160;

const GROUND: Colour = Colour::opaque(0xff, 0xff, 0xff);
const EMPTY: Colour = Colour::opaque(0xe8, 0xe8, 0xe8);
const INK: Colour = Colour::opaque(0x17, 0x17, 0x17);

/// Pictures with words beside them.
#[derive(Clone, Debug, Default)]
pub struct ContactSheet {
    /// Above all.
    pub title: String,
    /// Above each column.
    pub columns: Vec<String>,
    /// From the top.
    pub rows: Vec<ContactRow>,
    /// Width and height of each place for a picture, in pixels of the sheet; 16 to 1024.
    pub cell: [f32; 2],
}

/// A row of a contact sheet.
#[derive(Clone, Debug, Default)]
pub struct ContactRow {
    /// Beside it.
    pub label: String,
    /// As many as there are columns; a place without a picture stays empty.
    pub pictures: Vec<Option<Arc<Picture>>>,
}

impl ContactSheet {
    /// The sheet as a scene; one design unit is a pixel.
    #[must_use]
    pub fn scene(&self, fonts: &Fonts) -> Scene {
        let [width, height] = self.cell.map(|side| side.clamp(16.0, 1024.0));
        let (columns, rows) = (self.columns.len() as f32, self.rows.len() as f32);
        let left = MARGIN + LABEL + GAP;
        let top = MARGIN + TITLE + HEAD;
        let whole = Rect::new(
            0.0,
            0.0,
            left + columns * (width + GAP) - GAP + MARGIN,
            top + rows * (height + GAP) - GAP + MARGIN,
        );
        let mut board = Board {
            fonts,
            nodes: Vec::new(),
        };
        board.fill(whole, GROUND);
        let title = Rect::new(MARGIN, MARGIN, whole.width - 2.0 * MARGIN, TITLE);
        board.write(&self.title, title, TITLE_WORDS);
        for (at, head) in self.columns.iter().enumerate() {
            let x = left + at as f32 * (width + GAP);
            board.write(
                head,
                Rect::new(x, top - HEAD, width, HEAD - GAP),
                HEAD_WORDS,
            );
        }
        for (at, row) in self.rows.iter().enumerate() {
            let y = top + at as f32 * (height + GAP);
            let label = shortened(&row.label);
            board.write(
                &label,
                Rect::new(MARGIN, y, LABEL - GAP, height),
                LABEL_WORDS,
            );
            for (column, picture) in row.pictures.iter().enumerate() {
                let x = left + column as f32 * (width + GAP);
                board.show(picture.as_ref(), Rect::new(x, y, width, height));
            }
        }
        Scene {
            width: whole.width,
            height: whole.height,
            print: None,
            safe_area: whole,
            die_cut: None,
            nodes: board.nodes,
            findings: Vec::new(),
        }
    }
}

/// How words stand in their box.
#[derive(Clone, Copy)]
struct Manner {
    size: f32,
    weight: u16,
    lines: usize,
    align: Align,
    upright: Upright,
}

const TITLE_WORDS: Manner = Manner {
    size: 24.0,
    weight: 600,
    lines: 1,
    align: Align::Left,
    upright: Upright::Top,
};
const HEAD_WORDS: Manner = Manner {
    size: 17.0,
    weight: 600,
    lines: 1,
    align: Align::Centre,
    upright: Upright::Middle,
};
const LABEL_WORDS: Manner = Manner {
    size: 17.0,
    weight: 400,
    lines: 8,
    align: Align::Left,
    upright: Upright::Middle,
};

struct Board<'f> {
    fonts: &'f Fonts,
    nodes: Vec<Node>,
}

impl Board<'_> {
    fn fill(&mut self, area: Rect, colour: Colour) {
        let Some(path) = shape::rectangle(area) else {
            return;
        };
        let kind = NodeKind::Shape(ShapeNode {
            path,
            fill: Some(Paint::Solid(colour)),
            stroke: None,
            shadow: None,
        });
        self.push(area, kind);
    }

    fn write(&mut self, words: &str, area: Rect, manner: Manner) {
        let spec = Spec {
            letters: Letters {
                family: STRONG,
                weight: manner.weight,
                spacing: 0.0,
            },
            size: Some(manner.size),
            smallest: 0.7 * manner.size,
            lines: manner.lines,
            leading: 1.25,
            align: manner.align,
            upright: manner.upright,
            around: Around::default(),
        };
        let set = text::set(words, &spec, Stand::Box(area), self.fonts);
        if set.glyphs.is_empty() {
            return;
        }
        let kind = NodeKind::Text(TextNode {
            text: set.text,
            area,
            size: set.size,
            glyphs: set.glyphs,
            fill: Paint::Solid(INK),
            stroke: None,
            shadow: None,
        });
        self.push(area, kind);
    }

    /// Shows all of a picture, as large as its place allows.
    fn show(&mut self, picture: Option<&Arc<Picture>>, area: Rect) {
        let Some(picture) = picture else {
            return self.fill(area, EMPTY);
        };
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        let scale = (area.width / width).min(area.height / height);
        let [wide, high] = [scale * width, scale * height];
        let place = Rect::new(
            area.x + (area.width - wide) / 2.0,
            area.y + (area.height - high) / 2.0,
            wide,
            high,
        );
        let kind = NodeKind::Picture(PictureNode {
            picture: Arc::clone(picture),
            crop: Rect::new(0.0, 0.0, width, height),
            place,
            clip: None,
            background: Background::Keep,
            focus: Point::new(width / 2.0, height / 2.0),
            shadow: None,
        });
        self.push(area, kind);
    }

    fn push(&mut self, area: Rect, kind: NodeKind) {
        self.nodes.push(Node {
            layer: String::new(),
            area,
            opacity: 1.0,
            transform: Transform::identity(),
            kind,
        });
    }
}

fn shortened(label: &str) -> String {
    let mut letters = label.chars();
    let short: String = letters.by_ref().take(LONGEST_LABEL).collect();
    if letters.next().is_some() {
        short + "…"
    } else {
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paint;

    fn coloured(colour: [u8; 4]) -> Option<Arc<Picture>> {
        Picture::from_rgba(8, 8, colour.repeat(64)).map(Arc::new)
    }

    fn sheet(label: &str) -> ContactSheet {
        ContactSheet {
            title: "Raccoon".to_owned(),
            columns: vec!["Without LoRA".to_owned(), "0.7".to_owned()],
            rows: vec![ContactRow {
                label: label.to_owned(),
                pictures: vec![coloured([255, 0, 0, 255]), None],
            }],
            cell: [64.0, 64.0],
        }
    }

    #[test]
    fn each_picture_stands_in_its_place_and_a_missing_one_leaves_it_empty() {
        let scene = sheet("a fox").scene(&Fonts::bundled());
        let pixmap = paint(&scene, 1.0).unwrap();
        let at = |x: u32, y: u32| {
            let pixel = pixmap.pixel(x, y).unwrap();
            [pixel.red(), pixel.green(), pixel.blue()]
        };
        let (x, y) = (
            (MARGIN + LABEL + GAP) as u32,
            (MARGIN + TITLE + HEAD) as u32,
        );
        assert_eq!(at(x + 32, y + 32), [255, 0, 0]);
        assert_eq!(at(x + 64 + 8 + 32, y + 32), [0xe8; 3]);
        assert_eq!(at(x + 64 + 4, y + 32), [255; 3]);
        assert_eq!(pixmap.width(), x + 2 * 64 + 8 + 32);
    }

    #[test]
    fn the_longest_prompt_stays_beside_its_row() {
        let scene = sheet(&"фея на льдине, ".repeat(130)).scene(&Fonts::bundled());
        let texts = scene.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::Text(text) => Some(text),
            NodeKind::Shape(_) | NodeKind::Picture(_) => None,
        });
        assert!(texts.clone().any(|text| text.text.ends_with('…')));
        assert!(texts.into_iter().all(|text| text.size > 4.0));
        assert!(paint(&scene, 1.0).is_ok());
    }
}
