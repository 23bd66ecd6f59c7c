//! What a template has to be so that composing it cannot surprise anybody.
//!
//! Templates come from other people. Every number has a range, every name has to lead somewhere, and
//! counts have limits, so that a hostile file is one clear line and never a minute of work.

use super::layer::{CodeLayer, FrameLayer, PictureLayer, RibbonLayer, ShapeLayer, TextLayer};
use super::paint::GradientSpec;
use super::{
    ColourRef, Content, Curve, FORMAT, Layer, Outline, PaintSpec, PictureSource, ShadowSpec,
    StopSpec, StrokeSpec, Template,
};
use crate::geometry::Rect;
use crate::{BadgeError, shape};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

const MOST_LAYERS: usize = 64;
const MOST_FIELDS: usize = 32;
const MOST_COLOURS: usize = 32;
const MOST_STOPS: usize = 16;
const MOST_LINES: usize = 8;
const MOST_CORNERS: usize = 512;
const LONGEST_ID: usize = 40;
const LONGEST_WORDS: usize = 200;
const LONGEST_TEXT: usize = 2000;

/// The format is looked at before anything else, since a newer one may have keys that are unknown here.
pub(super) fn format_is_known(text: &str) -> Result<(), BadgeError> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    let head: Head = toml::from_str(text).map_err(|error| BadgeError::Syntax(Box::new(error)))?;
    match head.format {
        FORMAT => Ok(()),
        0 => Err(BadgeError::template("format", "it begins with 1")),
        found => Err(BadgeError::NewerFormat {
            found,
            known: FORMAT,
        }),
    }
}

pub(super) fn template(template: &Template) -> Result<(), BadgeError> {
    if template.format != FORMAT {
        return Err(BadgeError::NewerFormat {
            found: template.format,
            known: FORMAT,
        });
    }
    head(template)?;
    fields_and_colours(template)?;
    at_most("layers", template.layers.len(), MOST_LAYERS)?;
    let check = Check { template };
    if template.layers.is_empty() {
        return Err(BadgeError::template(
            "layers",
            "there has to be one at least",
        ));
    }
    unique(
        "layer",
        template.layers.iter().map(|layer| layer.id.as_str()),
    )?;
    if let Some(paint) = &template.background {
        check.paint("background", paint)?;
    }
    for layer in &template.layers {
        check.layer(layer)?;
    }
    Ok(())
}

fn head(template: &Template) -> Result<(), BadgeError> {
    words("name", &template.name)?;
    for side in template.size {
        within("size", side, 64.0..=8192.0)?;
    }
    within(
        "safe",
        template.safe,
        0.0..=template.size[0].min(template.size[1]) / 2.0,
    )?;
    if let Some(print) = &template.print {
        within("print width-mm", print.width_mm, 5.0..=1000.0)?;
        within("print height-mm", print.height_mm, 5.0..=1000.0)?;
        within("print bleed-mm", print.bleed_mm, 0.0..=20.0)?;
    }
    if let Some(cut) = &template.die_cut {
        area("die-cut", cut.area, template.size)?;
        outline("die-cut", &cut.shape, cut.area)?;
    }
    Ok(())
}

fn fields_and_colours(template: &Template) -> Result<(), BadgeError> {
    at_most("fields", template.fields.len(), MOST_FIELDS)?;
    at_most("colours", template.colours.len(), MOST_COLOURS)?;
    at_most("palettes", template.palettes.len(), MOST_COLOURS)?;
    unique(
        "field",
        template.fields.iter().map(|field| field.id.as_str()),
    )?;
    unique(
        "colour",
        template.colours.iter().map(|colour| colour.id.as_str()),
    )?;
    unique(
        "palette",
        template.palettes.iter().map(|palette| palette.id.as_str()),
    )?;
    for field in &template.fields {
        let place = format!("field \"{}\"", field.id);
        words(&place, &field.label)?;
        at_most(
            "characters of a sample",
            field.sample.chars().count(),
            LONGEST_TEXT,
        )?;
        if !(1..=LONGEST_TEXT).contains(&field.longest) {
            return Err(BadgeError::template(
                place,
                format!("longest is from 1 to {LONGEST_TEXT}"),
            ));
        }
    }
    for colour in &template.colours {
        words(&format!("colour \"{}\"", colour.id), &colour.label)?;
    }
    for palette in &template.palettes {
        words(&format!("palette \"{}\"", palette.id), &palette.label)?;
        for id in palette.colours.keys() {
            known(
                template.colours.iter().any(|colour| colour.id == *id),
                "colour",
                id,
            )?;
        }
    }
    Ok(())
}

struct Check<'a> {
    template: &'a Template,
}

impl Check<'_> {
    fn layer(&self, layer: &Layer) -> Result<(), BadgeError> {
        let place = format!("layer \"{}\"", layer.id);
        area(&place, layer.area, self.template.size)?;
        within(&format!("{place}: turn"), layer.turn, -360.0..=360.0)?;
        within(&format!("{place}: opacity"), layer.opacity, 0.0..=1.0)?;
        for id in layer.with.iter().chain(&layer.without) {
            self.field(id)?;
        }
        match &layer.content {
            Content::Picture(picture) => self.picture(&place, picture, layer.area),
            Content::Ribbon(ribbon) => self.ribbon(&place, ribbon),
            Content::Text(text) => self.text(&place, text),
            Content::Shape(shape) => self.shape(&place, shape, layer.area),
            Content::Frame(frame) => self.frame(&place, frame, layer.area),
            Content::Code(code) => self.code(&place, code),
        }
    }

    fn picture(&self, place: &str, picture: &PictureLayer, area: Rect) -> Result<(), BadgeError> {
        outline(place, &picture.mask, area)?;
        if let PictureSource::File(path) = &picture.source
            && !is_inside(path)
        {
            return Err(BadgeError::Outside { path: path.clone() });
        }
        self.optional_paint(place, picture.backing.as_ref())?;
        self.shadow(place, picture.shadow.as_ref(), 1000.0)
    }

    fn ribbon(&self, place: &str, ribbon: &RibbonLayer) -> Result<(), BadgeError> {
        within(&format!("{place}: bend"), ribbon.bend, -0.3..=0.3)?;
        within(&format!("{place}: tail"), ribbon.tail, 0.0..=0.4)?;
        within(&format!("{place}: drop"), ribbon.drop, -1.0..=1.0)?;
        within(
            &format!("{place}: line-inset"),
            ribbon.line_inset,
            0.0..=0.45,
        )?;
        self.paint(place, &ribbon.fill)?;
        self.optional_paint(place, ribbon.tails.as_ref())?;
        self.optional_paint(place, ribbon.fold.as_ref())?;
        self.stroke(place, ribbon.edge.as_ref())?;
        self.stroke(place, ribbon.line.as_ref())?;
        self.shadow(place, ribbon.shadow.as_ref(), 1000.0)
    }

    fn text(&self, place: &str, text: &TextLayer) -> Result<(), BadgeError> {
        match (&text.field, &text.always) {
            (Some(field), None) => self.field(field)?,
            (None, Some(always)) => {
                at_most("characters of a text", always.chars().count(), LONGEST_TEXT)?;
            }
            (Some(_), Some(_)) | (None, None) => {
                return Err(BadgeError::template(
                    place,
                    "it needs either field or always",
                ));
            }
        }
        at_most(
            "characters of a font's name",
            text.font.chars().count(),
            LONGEST_WORDS,
        )?;
        within(
            &format!("{place}: weight"),
            f32::from(text.weight),
            100.0..=900.0,
        )?;
        within(&format!("{place}: lines"), f32::from(text.lines), 1.0..=4.0)?;
        for size in text.size.iter().chain(&text.smallest) {
            within(&format!("{place}: size"), *size, 1.0..=8192.0)?;
        }
        within(&format!("{place}: spacing"), text.spacing, -0.2..=1.0)?;
        within(&format!("{place}: leading"), text.leading, 0.7..=3.0)?;
        within(&format!("{place}: padding"), text.padding, 0.0..=8192.0)?;
        self.paint(place, &text.fill)?;
        self.stroke(place, text.stroke.as_ref())?;
        if let Some(stroke) = &text.stroke {
            within(
                &format!("{place}: stroke of a text, in em"),
                stroke.width,
                0.0..=0.5,
            )?;
        }
        self.shadow(place, text.shadow.as_ref(), 1.0)?;
        self.curve(place, text)?;
        match &text.on {
            Some(id) => self.ribbon_named(place, id),
            None => Ok(()),
        }
    }

    fn curve(&self, place: &str, text: &TextLayer) -> Result<(), BadgeError> {
        match text.curve {
            None => Ok(()),
            Some(_) if text.on.is_some() => Err(BadgeError::template(
                place,
                "a text on a ribbon takes its curve from the ribbon",
            )),
            Some(Curve::Bend(bend)) => within(&format!("{place}: bend"), bend, -0.5..=0.5),
            Some(Curve::Circle { span, band, .. }) => {
                within(&format!("{place}: span"), span, 10.0..=340.0)?;
                within(&format!("{place}: band"), band, 1.0..=8192.0)
            }
        }
    }

    fn ribbon_named(&self, place: &str, id: &str) -> Result<(), BadgeError> {
        let layer = self
            .template
            .find_layer(id)
            .ok_or_else(|| BadgeError::Unknown {
                kind: "layer",
                id: id.to_owned(),
            })?;
        match layer.content {
            Content::Ribbon(_) => Ok(()),
            Content::Picture(_)
            | Content::Text(_)
            | Content::Shape(_)
            | Content::Frame(_)
            | Content::Code(_) => Err(BadgeError::template(
                place,
                format!("layer \"{id}\" is no ribbon"),
            )),
        }
    }

    fn shape(&self, place: &str, shape: &ShapeLayer, area: Rect) -> Result<(), BadgeError> {
        outline(place, &shape.shape, area)?;
        self.optional_paint(place, shape.fill.as_ref())?;
        self.stroke(place, shape.stroke.as_ref())?;
        self.shadow(place, shape.shadow.as_ref(), 1000.0)
    }

    fn frame(&self, place: &str, frame: &FrameLayer, area: Rect) -> Result<(), BadgeError> {
        outline(place, &frame.shape, area)?;
        at_most("lines of a frame", frame.lines.len(), MOST_LINES)?;
        for line in &frame.lines {
            within(&format!("{place}: inset"), line.inset, 0.0..=8192.0)?;
            within(&format!("{place}: width"), line.width, 0.0..=2000.0)?;
            self.paint(place, &line.paint)?;
            dash(place, line.dash)?;
        }
        Ok(())
    }

    fn code(&self, place: &str, code: &CodeLayer) -> Result<(), BadgeError> {
        self.field(&code.field)?;
        self.colour(&code.dark)?;
        if let Some(light) = &code.light {
            self.colour(light)?;
        }
        within(&format!("{place}: quiet"), f32::from(code.quiet), 0.0..=8.0)
    }

    fn optional_paint(&self, place: &str, paint: Option<&PaintSpec>) -> Result<(), BadgeError> {
        paint.map_or(Ok(()), |paint| self.paint(place, paint))
    }

    fn paint(&self, place: &str, paint: &PaintSpec) -> Result<(), BadgeError> {
        match paint {
            PaintSpec::Solid(colour) => self.colour(colour),
            PaintSpec::Gradient(gradient) => self.gradient(place, gradient),
        }
    }

    fn gradient(&self, place: &str, gradient: &GradientSpec) -> Result<(), BadgeError> {
        within(&format!("{place}: angle"), gradient.angle, -360.0..=360.0)?;
        at_most("colours of a gradient", gradient.stops.len(), MOST_STOPS)?;
        if gradient.stops.len() < 2 {
            return Err(BadgeError::template(place, "a gradient needs two colours"));
        }
        let mut last = 0.0;
        for stop in &gradient.stops {
            match stop {
                StopSpec::Even(colour) => self.colour(colour)?,
                StopSpec::At { at, colour } => {
                    within(
                        &format!("{place}: the next place of a gradient"),
                        *at,
                        last..=1.0,
                    )?;
                    last = *at;
                    self.colour(colour)?;
                }
            }
        }
        Ok(())
    }

    fn stroke(&self, place: &str, stroke: Option<&StrokeSpec>) -> Result<(), BadgeError> {
        let Some(stroke) = stroke else {
            return Ok(());
        };
        within(&format!("{place}: width"), stroke.width, 0.0..=2000.0)?;
        dash(place, stroke.dash)?;
        self.paint(place, &stroke.paint)
    }

    fn shadow(
        &self,
        place: &str,
        shadow: Option<&ShadowSpec>,
        most: f32,
    ) -> Result<(), BadgeError> {
        let Some(shadow) = shadow else {
            return Ok(());
        };
        within(&format!("{place}: shadow x"), shadow.x, -most..=most)?;
        within(&format!("{place}: shadow y"), shadow.y, -most..=most)?;
        within(&format!("{place}: shadow blur"), shadow.blur, 0.0..=most)?;
        self.colour(&shadow.colour)
    }

    fn colour(&self, colour: &ColourRef) -> Result<(), BadgeError> {
        match colour {
            ColourRef::Fixed(_) => Ok(()),
            ColourRef::Named(id) => known(
                self.template.colours.iter().any(|known| known.id == *id),
                "colour",
                id,
            ),
        }
    }

    fn field(&self, id: &str) -> Result<(), BadgeError> {
        known(self.template.find_field(id).is_some(), "field", id)
    }
}

/// Whether a path names something below the folder it starts in.
pub(crate) fn is_inside(path: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0'])
    };
    path.len() <= LONGEST_WORDS && path.split('/').all(plain)
}

fn outline(place: &str, outline: &Outline, area: Rect) -> Result<(), BadgeError> {
    match outline {
        Outline::Square | Outline::Round | Outline::Shield | Outline::Hexagon => Ok(()),
        Outline::Rounded(radius) | Outline::Ticket(radius) => {
            within(&format!("{place}: radius"), *radius, 0.0..=8192.0)
        }
        Outline::Burst { points, depth, .. } => {
            within(&format!("{place}: depth"), *depth, 0.0..=0.9)?;
            if !(3..=200).contains(points) {
                return Err(BadgeError::template(
                    place,
                    "a burst has from 3 to 200 points",
                ));
            }
            Ok(())
        }
        Outline::Polygon(corners) => {
            at_most("corners", corners.len(), MOST_CORNERS)?;
            if corners.len() < 2 {
                return Err(BadgeError::template(place, "a polygon needs two corners"));
            }
            corners
                .iter()
                .flatten()
                .try_for_each(|part| within(&format!("{place}: a corner"), *part, -2.0..=3.0))
        }
        Outline::Path(words) => {
            at_most("characters of a path", words.len(), LONGEST_TEXT * 4)?;
            shape::parse_path(words, area)
                .map(|_| ())
                .map_err(|reason| BadgeError::template(place, reason))
        }
    }
}

fn area(place: &str, area: Rect, size: [f32; 2]) -> Result<(), BadgeError> {
    let [width, height] = size;
    let inside = area.is_finite()
        && area.width >= 0.0
        && area.height >= 0.0
        && area.x >= -width
        && area.y >= -height
        && area.right() <= 2.0 * width
        && area.bottom() <= 2.0 * height;
    if inside {
        return Ok(());
    }
    Err(BadgeError::template(place, "its box is not on the badge"))
}

fn dash(place: &str, dash: Option<[f32; 2]>) -> Result<(), BadgeError> {
    dash.iter()
        .flatten()
        .try_for_each(|length| within(&format!("{place}: dash"), *length, 0.5..=8192.0))
}

fn within(place: &str, value: f32, range: RangeInclusive<f32>) -> Result<(), BadgeError> {
    if range.contains(&value) {
        return Ok(());
    }
    let (least, most) = (range.start(), range.end());
    Err(BadgeError::template(
        place,
        format!("{value} is not from {least} to {most}"),
    ))
}

fn at_most(what: &str, found: usize, limit: usize) -> Result<(), BadgeError> {
    if found <= limit {
        return Ok(());
    }
    Err(BadgeError::too_large(what, found, limit))
}

fn known(is_known: bool, kind: &'static str, id: &str) -> Result<(), BadgeError> {
    if is_known {
        return Ok(());
    }
    Err(BadgeError::Unknown {
        kind,
        id: id.to_owned(),
    })
}

fn unique<'a>(kind: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), BadgeError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        let is_plain =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if id.is_empty() || id.len() > LONGEST_ID || !id.chars().all(is_plain) {
            let reason = format!("an id has 1 to {LONGEST_ID} of a-z, 0-9 and -");
            return Err(BadgeError::template(format!("{kind} \"{id}\""), reason));
        }
        if !seen.insert(id) {
            return Err(BadgeError::template(
                format!("{kind} \"{id}\""),
                "it is there twice",
            ));
        }
    }
    Ok(())
}

fn words(place: &str, words: &super::Words) -> Result<(), BadgeError> {
    for text in [&words.en, &words.ru] {
        if text.trim().is_empty() {
            return Err(BadgeError::template(
                place,
                "it needs words in English and Russian",
            ));
        }
        at_most("characters of a name", text.chars().count(), LONGEST_WORDS)?;
    }
    Ok(())
}
