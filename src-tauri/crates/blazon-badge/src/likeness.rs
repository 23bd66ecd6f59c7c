//! How like two pictures are, for tests that hold one drawing of a scene against another.

use crate::{
    Colour, Fill, Fonts, Node, NodeKind, Paint, Picture, PictureFill, Point, Rect, Scene, Shadow,
    ShapeNode, Stop, Stroke, Template, compose,
};
use std::sync::Arc;
use tiny_skia::{PathBuilder, Pixmap, Transform};

/// Two pictures of the same scene: the mean difference of a channel (0 to 255), and the share of pixels in which a channel
/// differs by more than 48, which is what an eye sees along a shifted edge.
#[derive(Debug)]
pub(crate) struct Likeness {
    pub(crate) mean: f64,
    pub(crate) seen: f64,
}

/// Compares pictures on white, since documents are on paper.
pub(crate) fn compare(one: &Pixmap, other: &Pixmap) -> Likeness {
    assert_eq!((one.width(), one.height()), (other.width(), other.height()));
    let (mut sum, mut seen) = (0.0, 0.0);
    for (a, b) in one.pixels().iter().zip(other.pixels()) {
        let on_white = |pixel: &tiny_skia::PremultipliedColorU8| {
            let white = 255 - i32::from(pixel.alpha());
            [pixel.red(), pixel.green(), pixel.blue()].map(|channel| i32::from(channel) + white)
        };
        let (a, b) = (on_white(a), on_white(b));
        let differences = [0, 1, 2].map(|channel: usize| (a[channel] - b[channel]).abs());
        sum += differences.iter().map(|d| f64::from(*d)).sum::<f64>() / 3.0;
        seen += f64::from(differences.iter().any(|d| *d > 48));
    }
    let count = one.pixels().len() as f64;
    Likeness {
        mean: sum / count,
        seen: seen / count,
    }
}

pub(crate) fn node(kind: NodeKind) -> Node {
    Node {
        layer: "layer".to_owned(),
        area: Rect::new(0.0, 0.0, 200.0, 100.0),
        opacity: 1.0,
        transform: Transform::identity(),
        kind,
    }
}

pub(crate) fn scene(nodes: Vec<Node>) -> Scene {
    Scene {
        width: 200.0,
        height: 100.0,
        print: None,
        safe_area: Rect::new(0.0, 0.0, 200.0, 100.0),
        die_cut: None,
        nodes,
        findings: Vec::new(),
    }
}

/// A picture without two equal pixels side by side.
pub(crate) fn photo(width: u32, height: u32) -> Arc<Picture> {
    let pixel = |x: u32, y: u32| [(x * 255 / width) as u8, (y * 255 / height) as u8, 128, 255];
    let rgba = (0..height)
        .flat_map(|y| (0..width).flat_map(move |x| pixel(x, y)))
        .collect();
    Arc::new(Picture::from_rgba(width, height, rgba).unwrap())
}

/// A golden ribbon with a frame, half turned, half seen through.
pub(crate) fn ribbon() -> Node {
    let stop = |at, colour| Stop { at, colour };
    let gold = Paint::Linear {
        from: Point::new(100.0, 30.0),
        to: Point::new(190.0, 60.0),
        stops: vec![
            stop(0.0, Colour::opaque(0xf0, 0xc0, 0x4e)),
            stop(0.5, Colour::opaque(0xff, 0xf0, 0xb0)),
            stop(1.0, Colour::opaque(0xa0, 0x70, 0x10)),
        ],
    };
    let rect = tiny_skia::Rect::from_xywh(100.0, 35.0, 90.0, 30.0).unwrap();
    Node {
        opacity: 0.8,
        transform: Transform::from_rotate_at(12.0, 145.0, 50.0),
        ..node(NodeKind::Shape(ShapeNode {
            path: PathBuilder::from_rect(rect),
            fill: Some(gold),
            stroke: Some(Stroke {
                width: 3.0,
                paint: Paint::Solid(Colour::opaque(60, 30, 0)),
                dash: Some([8.0, 6.0]),
            }),
            shadow: None,
        }))
    }
}

/// A glow with a soft shadow.
pub(crate) fn glow() -> Node {
    let stop = |at, colour| Stop { at, colour };
    node(NodeKind::Shape(ShapeNode {
        path: PathBuilder::from_circle(150.0, 50.0, 30.0).unwrap(),
        fill: Some(Paint::Radial {
            centre: Point::new(150.0, 50.0),
            radius: 30.0,
            stops: vec![
                stop(0.0, Colour::opaque(255, 255, 255)),
                stop(1.0, Colour::opaque(40, 60, 200)),
            ],
        }),
        stroke: None,
        shadow: Some(Shadow {
            x: 4.0,
            y: 6.0,
            blur: 8.0,
            colour: Colour {
                red: 0,
                green: 0,
                blue: 0,
                alpha: 160,
            },
        }),
    }))
}

const TEMPLATE: &str = r##"
format = 1
name = { en = "Test", ru = "Проба" }
size = [400, 300]
print = { width-mm = 80, height-mm = 60, bleed-mm = 3 }
background = "#f4efe0"
fields = [
    { id = "name", label = { en = "Name", ru = "Имя" } },
    { id = "role", label = { en = "Role", ru = "Роль" } },
]
[[layers]]
id = "face"
box = [20, 20, 150, 150]
picture = { mask = "round", shadow = { y = 6, blur = 10, colour = "#00000080" } }
[[layers]]
id = "arc"
box = [180, 20, 200, 150]
with = "role"
text = { field = "role", size = 30, fill = "#305080", font = "Vollkorn", curve = { bend = -0.2 } }
[[layers]]
id = "words"
box = [20, 190, 360, 90]
turn = -4
opacity = 0.9
with = "name"
text = { field = "name", lines = 2, stroke = { width = 0.12, paint = "#402000" }, shadow = { y = 0.06, blur = 0.1, colour = "#00000090" }, fill = { stops = ["#fff0b0", "#e0a020"] } }
"##;

/// A badge with a picture, a text on a curve, and a text with stroke, shadow and gradient. It is written in the bundled
/// fonts, and in a few letters of Arabic and emoji.
pub(crate) fn badge(name: &str, role: &str) -> Scene {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/fonts");
    let fonts = Fonts::with_folder(folder.into());
    let mut fill = Fill {
        picture: Some(PictureFill::new(photo(300, 300))),
        ..Fill::default()
    };
    fill.texts.insert("name".to_owned(), name.to_owned());
    fill.texts.insert("role".to_owned(), role.to_owned());
    let scene = compose(&Template::parse(TEMPLATE).unwrap(), &fill, &fonts).unwrap();
    assert_eq!(scene.findings, []);
    scene
}
