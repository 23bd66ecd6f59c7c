//! How a badge looks: its design becomes a template that is filled, a scene, and then pixels for the window or a file.
//! The same drawing serves all of them.

use crate::Studio;
use crate::badge_template::{colour_of, field_of, fill_box, ribbon_kind};
use crate::written_file::write_file;
use anyhow::Context;
use blazon_badge::{
    Background, Chroma, Fill, Finding, Fonts, Layer, Notes, Painter, Picture, PictureFill, Pixmap,
    Scene, Template, compose, encode_jpeg, encode_png, encode_webp, pdf, svg,
};
use blazon_model::{
    BadgeBackground, BadgeDesign, BadgeFinding, BadgeFormat, BadgePicture, BadgeSource,
};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Pictures that are kept decoded: a picture, a logo, and those of the templates' thumbnails are the same.
const KEPT_PICTURES: usize = 4;
/// The quality of JPEG and WebP.
const QUALITY: u8 = 92;
/// The most pixels on a side of what the window shows.
const LARGEST_FRAME: u32 = 4096;

/// What drawing badges remembers from one to the next.
#[derive(Default)]
pub(crate) struct BadgeRoom {
    fonts: OnceLock<Fonts>,
    /// The decoded pictures that were used last, the newest first.
    pictures: Mutex<Vec<(BadgeSource, Arc<Picture>)>>,
    painter: Mutex<Painter>,
}

impl BadgeRoom {
    fn fonts(&self) -> &Fonts {
        self.fonts.get_or_init(Fonts::with_system)
    }

    fn pictures(&self) -> MutexGuard<'_, Vec<(BadgeSource, Arc<Picture>)>> {
        self.pictures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A badge as the window shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct BadgeFrame {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green, blue and alpha of each pixel, row by row; alpha is not multiplied in.
    pub rgba: Vec<u8>,
    /// What a person should know.
    pub findings: Vec<BadgeFinding>,
    /// Layers of the template that are not seen with these texts.
    pub hidden: Vec<String>,
}

impl BadgeFrame {
    /// The frame as it crosses to the window: four bytes with the length of what follows, little-endian, then width,
    /// height, findings and hidden layers as JSON, then the pixels.
    ///
    /// # Errors
    /// None that a frame can cause.
    pub fn to_bytes(&self) -> anyhow::Result<Vec<u8>> {
        let head = serde_json::to_vec(&serde_json::json!({
            "width": self.width,
            "height": self.height,
            "findings": self.findings,
            "hidden": self.hidden,
        }))?;
        let length = u32::try_from(head.len()).context("send the findings")?;
        let mut bytes = Vec::with_capacity(4 + head.len() + self.rgba.len());
        bytes.extend(length.to_le_bytes());
        bytes.extend(head);
        bytes.extend(&self.rgba);
        Ok(bytes)
    }
}

/// A badge that cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum UndrawableBadge {
    /// There is no such template.
    #[error("there is no template {0}")]
    NoTemplate(String),
    /// The template or the badge has a fault.
    #[error("the badge cannot be drawn")]
    Badge(#[from] blazon_badge::BadgeError),
    /// The PDF cannot be written.
    #[error("the badge cannot be written as PDF")]
    Pdf(#[from] pdf::PdfError),
}

/// What a template is filled with, and what was missing on the way.
pub(crate) struct Filled {
    pub(crate) template: Template,
    pub(crate) fill: Fill,
    is_picture_missing: bool,
}

impl Studio {
    /// Draws a badge for the window, `width` pixels wide, at most 4096.
    ///
    /// # Errors
    /// [`UndrawableBadge`].
    pub fn draw_badge(
        &self,
        design: &BadgeDesign,
        width: u32,
    ) -> Result<BadgeFrame, UndrawableBadge> {
        let (filled, scene) = self.scene_of(design)?;
        let width = width.clamp(1, LARGEST_FRAME) as f32;
        let scale = (width / scene.width).min(LARGEST_FRAME as f32 / scene.height);
        let mut painter = self.badges.painter.lock();
        let painter = painter
            .as_mut()
            .unwrap_or_else(|poisoned| poisoned.get_mut());
        let pixmap = painter.paint(&scene, scale)?;
        Ok(BadgeFrame {
            width: pixmap.width(),
            height: pixmap.height(),
            rgba: straight(&pixmap),
            findings: findings_of(&filled, &scene),
            hidden: hidden_layers(&filled),
        })
    }

    /// What a person should know about a badge.
    ///
    /// # Errors
    /// [`UndrawableBadge`].
    pub fn check_badge(&self, design: &BadgeDesign) -> Result<Vec<BadgeFinding>, UndrawableBadge> {
        let (filled, scene) = self.scene_of(design)?;
        Ok(findings_of(&filled, &scene))
    }

    /// A badge as the bytes of a file. `name` is the title of a PDF.
    ///
    /// # Errors
    /// [`UndrawableBadge`].
    pub fn encode_badge(
        &self,
        design: &BadgeDesign,
        name: &str,
        format: BadgeFormat,
    ) -> Result<Vec<u8>, UndrawableBadge> {
        let (_, scene) = self.scene_of(design)?;
        encode_scene(&scene, name, format)
    }

    /// A badge as the JPEG that a messenger shows.
    ///
    /// # Errors
    /// [`UndrawableBadge`].
    pub fn encode_badge_for_chat(&self, design: &BadgeDesign) -> Result<Vec<u8>, UndrawableBadge> {
        let (_, scene) = self.scene_of(design)?;
        let pixmap = blazon_badge::paint(&scene, 1.0)?;
        Ok(encode_jpeg(&pixmap, QUALITY, Chroma::Halved)?)
    }

    /// Writes a badge to the file `to`, which is replaced whole or not at all.
    ///
    /// # Errors
    /// [`UndrawableBadge`], and the disk's.
    pub fn export_badge(
        &self,
        design: &BadgeDesign,
        name: &str,
        format: BadgeFormat,
        to: &Path,
    ) -> anyhow::Result<()> {
        let file = self.encode_badge(design, name, format)?;
        write_file(to, &file)
    }

    pub(crate) fn scene_of(
        &self,
        design: &BadgeDesign,
    ) -> Result<(Filled, Scene), UndrawableBadge> {
        let filled = self.filled(design)?;
        let scene = match self.own_fonts(&filled.template)? {
            Some(fonts) => compose(&filled.template, &filled.fill, &fonts)?,
            None => compose(&filled.template, &filled.fill, self.badges.fonts())?,
        };
        Ok((filled, scene))
    }

    /// The fonts with those that lie beside a template; `None` where none do.
    pub(crate) fn own_fonts(&self, template: &Template) -> Result<Option<Fonts>, UndrawableBadge> {
        if template.attachments.fonts.is_empty() {
            return Ok(None);
        }
        let fonts = self
            .badges
            .fonts()
            .with_attachments(&template.attachments)?;
        Ok(Some(fonts))
    }

    pub(crate) fn badge_fonts(&self) -> &Fonts {
        self.badges.fonts()
    }

    /// The template of a design, filled. What the design says of another template's fields, colours and layers is left
    /// out, so that a person may change the template and come back.
    pub(crate) fn filled(&self, design: &BadgeDesign) -> Result<Filled, UndrawableBadge> {
        let template = self.template(&design.template)?;
        let mut fill = Fill {
            palette: design
                .palette
                .clone()
                .filter(|id| template.palettes.iter().any(|palette| palette.id == *id)),
            ribbon: design.ribbon.map(ribbon_kind),
            ..Fill::default()
        };
        for (field, text) in &design.texts {
            if template.find_field(field).is_some() {
                fill.texts.insert(field.clone(), text.clone());
            }
        }
        for (id, colour) in &design.colours {
            let is_known = template.colours.iter().any(|known| known.id == *id);
            if let Some(colour) = colour_of(colour).filter(|_| is_known) {
                fill.colours.insert(id.clone(), colour);
            }
        }
        for (id, area) in &design.boxes {
            if template.find_layer(id).is_some() {
                fill.boxes.insert(id.clone(), fill_box(*area));
            }
        }
        let mut is_picture_missing = false;
        let mut find = |picture: &Option<BadgePicture>, takes: bool| {
            let picture = picture.as_ref().filter(|_| takes)?;
            let found = self.picture_fill(picture);
            is_picture_missing |= found.is_none();
            found
        };
        fill.picture = find(&design.picture, template.takes_picture());
        fill.logo = find(&design.logo, template.takes_logo());
        Ok(Filled {
            template,
            fill,
            is_picture_missing,
        })
    }

    /// A picture as a fill has it; `None` where its file is gone or no picture.
    fn picture_fill(&self, picture: &BadgePicture) -> Option<PictureFill> {
        let pixels = self
            .badge_picture(&picture.source)
            .inspect_err(|error| {
                let error = format!("{error:#}");
                tracing::warn!(error, "a badge's picture cannot be read");
            })
            .ok()?;
        let within = |value: f64, least: f64, most: f64| {
            let value = if value.is_finite() { value } else { least };
            value.clamp(least, most) as f32
        };
        Some(PictureFill {
            picture: pixels,
            focus: picture.focus.map(|part| within(part, 0.0, 1.0)),
            zoom: within(picture.zoom, 1.0, 20.0),
            background: match picture.background {
                BadgeBackground::Keep => Background::Keep,
                BadgeBackground::Blur { strength } => Background::Blur {
                    strength: within(strength, 1.0, 100.0),
                },
                BadgeBackground::Cut { tolerance } => Background::Cut {
                    tolerance: within(tolerance, 0.0, 1.0),
                },
            },
        })
    }

    fn badge_picture(&self, source: &BadgeSource) -> anyhow::Result<Arc<Picture>> {
        let kept = self.badges.pictures();
        if let Some((_, picture)) = kept.iter().find(|(of, _)| of == source) {
            return Ok(Arc::clone(picture));
        }
        drop(kept);
        let path = self.badge_picture_path(source)?;
        let path = path.context("find the picture in the library")?;
        let bytes = std::fs::read(&path).context("read the picture")?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let picture = Arc::new(Picture::decode(&name, &bytes)?);
        let mut kept = self.badges.pictures();
        kept.insert(0, (source.clone(), Arc::clone(&picture)));
        kept.truncate(KEPT_PICTURES);
        Ok(picture)
    }
}

/// A scene as the bytes of a file.
pub(crate) fn encode_scene(
    scene: &Scene,
    name: &str,
    format: BadgeFormat,
) -> Result<Vec<u8>, UndrawableBadge> {
    let paint = || blazon_badge::paint(scene, 1.0);
    Ok(match format {
        BadgeFormat::Png => encode_png(&paint()?, &notes_of(scene))?,
        BadgeFormat::Jpeg => encode_jpeg(&paint()?, QUALITY, Chroma::Whole)?,
        BadgeFormat::Webp => encode_webp(&paint()?, Some(QUALITY))?,
        BadgeFormat::Pdf => pdf::write_pdf(name, std::slice::from_ref(scene))?,
        BadgeFormat::Svg => svg::write_svg(scene)?.into_bytes(),
    })
}

/// How many pixels a metre has, where the template has a size on paper.
fn notes_of(scene: &Scene) -> Notes {
    let density = scene
        .print
        .map(|print| scene.width * 1000.0 / print.width_mm);
    Notes {
        // A badge has at most some thousand pixels, and at least some millimetres.
        pixels_per_metre: density.map(|density| density.round() as u32),
        texts: Vec::new(),
    }
}

/// Pixels without their alpha multiplied in.
fn straight(pixmap: &Pixmap) -> Vec<u8> {
    let mut rgba = Vec::with_capacity(pixmap.data().len());
    for pixel in pixmap.pixels() {
        let colour = match pixel.alpha() {
            255 => [pixel.red(), pixel.green(), pixel.blue(), 255],
            0 => [0; 4],
            _ => {
                let colour = pixel.demultiply();
                [colour.red(), colour.green(), colour.blue(), colour.alpha()]
            }
        };
        rgba.extend_from_slice(&colour);
    }
    rgba
}

/// Layers that are not seen with these texts: what belongs to a text that is empty, or to the lack of one.
fn hidden_layers(filled: &Filled) -> Vec<String> {
    let has_text = |field: &String| {
        let text = filled.fill.texts.get(field);
        text.is_some_and(|text| !text.trim().is_empty())
    };
    let is_hidden = |layer: &&Layer| {
        layer.with.as_ref().is_some_and(|field| !has_text(field))
            || layer.without.as_ref().is_some_and(has_text)
            || field_of(&layer.content).is_some_and(|field| !has_text(&field))
    };
    let hidden = filled.template.layers.iter().filter(is_hidden);
    hidden.map(|layer| layer.id.clone()).collect()
}

pub(crate) fn findings_of(filled: &Filled, scene: &Scene) -> Vec<BadgeFinding> {
    let field_of = |layer: &str| {
        let layer = filled.template.find_layer(layer)?;
        field_of(&layer.content)
    };
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let of_scene = scene.findings.iter().filter_map(|finding| match finding {
        Finding::MissingCharacters { layer, characters } => Some(BadgeFinding::MissingCharacters {
            field: field_of(layer),
            characters: characters.concat(),
        }),
        Finding::SmallText { layer, .. } => Some(BadgeFinding::TooSmall {
            field: field_of(layer),
        }),
        Finding::EmptyField { field } => Some(BadgeFinding::EmptyField {
            field: field.clone(),
        }),
        Finding::LongText {
            field, characters, ..
        } => Some(BadgeFinding::TooLong {
            field: field.clone(),
            characters: number(*characters),
        }),
        Finding::LongCode { layer } => Some(BadgeFinding::CodeTooLong {
            field: field_of(layer),
        }),
        // Whoever has chosen no picture yet sees that.
        Finding::NoPicture { .. } => None,
    });
    filled
        .is_picture_missing
        .then_some(BadgeFinding::PictureMissing)
        .into_iter()
        .chain(of_scene)
        .collect()
}
