//! A scene as SVG 1.1 that looks the same everywhere, whatever fonts are installed.
//!
//! Texts are outlines, with the text itself lying invisibly over them, so that it can be selected, found and read aloud.
//! Shadows and blurred pictures are pixels, since programs disagree about filters.

#[cfg(test)]
mod tests;
mod text;
mod write;

use crate::raster::{Raster, rasterise_picture, rasterise_shadow};
use crate::{BadgeError, Node, NodeKind, Paint, PictureNode, Scene, ShapeNode, Stop, Stroke};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write as _;
use tiny_skia::{Path, Transform};
use write::{colour, escape, matrix, number, path_data};

/// Writes a scene as SVG, in millimetres where it has a size on paper.
///
/// # Errors
/// What painting and encoding the pictures in it may say.
pub fn write_svg(scene: &Scene) -> Result<String, BadgeError> {
    let mut svg = Svg::default();
    for node in &scene.nodes {
        svg.node(node)?;
    }
    Ok(svg.finish(scene))
}

/// The parts of a document while it is written.
#[derive(Default)]
struct Svg {
    /// Gradients and clips.
    definitions: String,
    /// What is seen.
    body: String,
    /// The invisible texts, above everything, so that nothing keeps the pointer from them.
    texts: String,
    /// The texts as they are read.
    words: Vec<String>,
    /// How many definitions there are, for their ids.
    count: usize,
    /// The opacity of the node that is written, as an attribute of each of its parts: so it is painted too.
    opacity: String,
}

/// Writing to a string does not fail.
macro_rules! put {
    ($to:expr, $($what:tt)*) => {{ let _ = write!($to, $($what)*); }};
}
use put;

impl Svg {
    fn finish(self, scene: &Scene) -> String {
        let (width, height) = (number(scene.width), number(scene.height));
        let size = match scene.print {
            Some(print) => format!(
                "width=\"{}mm\" height=\"{}mm\"",
                number(print.width_mm),
                number(print.height_mm)
            ),
            None => format!("width=\"{width}\" height=\"{height}\""),
        };
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             version=\"1.1\" {size} viewBox=\"0 0 {width} {height}\">\n"
        );
        if !self.words.is_empty() {
            put!(out, "<title>{}</title>\n", escape(&self.words.join("\n")));
        }
        if !self.definitions.is_empty() {
            put!(out, "<defs>\n{}</defs>\n", self.definitions);
        }
        out += &self.body;
        if !self.texts.is_empty() {
            put!(
                out,
                "<g font-family=\"sans-serif\" fill=\"none\" stroke=\"none\" pointer-events=\"all\">\n{}</g>\n",
                self.texts
            );
        }
        out + "</svg>\n"
    }

    fn node(&mut self, node: &Node) -> Result<(), BadgeError> {
        put!(self.body, "<g{}>\n", transform(node.transform));
        self.opacity.clear();
        if node.opacity < 1.0 {
            put!(self.opacity, " opacity=\"{}\"", number(node.opacity));
        }
        if let Some(shadow) = rasterise_shadow(node)? {
            self.image(&shadow, None);
        }
        match &node.kind {
            NodeKind::Shape(shape) => self.shape(shape),
            NodeKind::Picture(picture) => self.picture(picture)?,
            NodeKind::Text(text) => self.text(text, node.transform)?,
        }
        self.body += "</g>\n";
        Ok(())
    }

    fn shape(&mut self, shape: &ShapeNode) {
        if let Some(fill) = &shape.fill {
            self.fill(&shape.path, fill);
        }
        if let Some(stroke) = &shape.stroke {
            self.stroke(&path_data(&shape.path), stroke);
        }
    }

    fn fill(&mut self, path: &Path, paint: &Paint) {
        let paint = self.paint("fill", paint);
        self.fill_data(&path_data(path), &paint);
    }

    fn fill_data(&mut self, data: &str, paint: &str) {
        let opacity = &self.opacity;
        put!(self.body, "<path d=\"{data}\"{paint}{opacity}/>\n");
    }

    fn stroke(&mut self, data: &str, stroke: &Stroke) {
        let paint = self.paint("stroke", &stroke.paint);
        put!(
            self.body,
            "<path d=\"{data}\" fill=\"none\"{paint} stroke-width=\"{}\" stroke-linejoin=\"round\" stroke-linecap=\"round\"{}",
            number(stroke.width),
            self.opacity
        );
        if let Some([line, gap]) = stroke.dash {
            put!(
                self.body,
                " stroke-dasharray=\"{} {}\"",
                number(line),
                number(gap)
            );
        }
        self.body += "/>\n";
    }

    fn picture(&mut self, node: &PictureNode) -> Result<(), BadgeError> {
        let raster = rasterise_picture(node)?;
        let clip = node.clip.as_ref().map(|clip| {
            let data = path_data(clip);
            self.define(|id| format!("<clipPath id=\"{id}\"><path d=\"{data}\"/></clipPath>\n"))
        });
        self.image(&raster, clip.as_deref());
        Ok(())
    }

    /// A picture, in a clip that was defined.
    fn image(&mut self, raster: &Raster, clip: Option<&str>) {
        let place = raster.place;
        let clip = clip.map_or_else(String::new, |id| format!(" clip-path=\"url(#{id})\""));
        put!(
            self.body,
            "<g{clip}><image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" \
             xlink:href=\"data:{};base64,{}\"{}/></g>\n",
            number(place.x),
            number(place.y),
            number(place.width),
            number(place.height),
            raster.media_type(),
            STANDARD.encode(raster.bytes()),
            self.opacity
        );
    }

    /// A paint as attributes.
    fn paint(&mut self, name: &str, paint: &Paint) -> String {
        let (kind, place, stops) = match paint {
            Paint::Solid(solid) => return colour(name, &format!("{name}-opacity"), *solid),
            Paint::Linear { from, to, stops } => (
                "linearGradient",
                format!(
                    "x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"",
                    number(from.x),
                    number(from.y),
                    number(to.x),
                    number(to.y)
                ),
                stops,
            ),
            Paint::Radial {
                centre,
                radius,
                stops,
            } => (
                "radialGradient",
                format!(
                    "cx=\"{}\" cy=\"{}\" r=\"{}\"",
                    number(centre.x),
                    number(centre.y),
                    number(*radius)
                ),
                stops,
            ),
        };
        let stops: String = stops.iter().map(stop).collect();
        let id = self.define(|id| {
            format!(
                "<{kind} id=\"{id}\" gradientUnits=\"userSpaceOnUse\" {place}>{stops}</{kind}>\n"
            )
        });
        format!(" {name}=\"url(#{id})\"")
    }

    /// Adds a definition and gives its id.
    fn define(&mut self, definition: impl FnOnce(&str) -> String) -> String {
        self.count += 1;
        let id = format!("d{}", self.count);
        self.definitions += &definition(&id);
        id
    }
}

fn stop(stop: &Stop) -> String {
    format!(
        "<stop offset=\"{}\"{}/>",
        number(stop.at),
        colour("stop-color", "stop-opacity", stop.colour)
    )
}

/// A transform as an attribute, if it does anything.
fn transform(transform: Transform) -> String {
    if transform.is_identity() {
        String::new()
    } else {
        format!(" transform=\"{}\"", matrix(transform))
    }
}
