//! A badge's template in the words that window and terminal have for it, and back.

use blazon_badge::{Colour, Content, PictureSource, Rect, RibbonKind, Template, Words};
use blazon_model::{
    BadgeBox, BadgeColour, BadgeField, BadgeLayer, BadgeLayerKind, BadgePalette, BadgeTemplate,
    Labels, RibbonForm,
};

/// What a person chooses and fills of a template.
pub(crate) fn view_of(id: &str, is_own: bool, template: &Template) -> BadgeTemplate {
    let has_ribbon = template
        .layers
        .iter()
        .any(|layer| matches!(&layer.content, Content::Ribbon(ribbon) if ribbon.kind.is_none()));
    BadgeTemplate {
        id: id.to_owned(),
        name: labels(&template.name),
        is_own,
        size: template.size.map(f64::from),
        print_size: template
            .print
            .map(|print| [f64::from(print.width_mm), f64::from(print.height_mm)]),
        safe: f64::from(template.safe),
        fields: template.fields.iter().map(field).collect(),
        colours: template
            .colours
            .iter()
            .map(|colour| BadgeColour {
                id: colour.id.clone(),
                label: labels(&colour.label),
                value: colour.value.to_string(),
            })
            .collect(),
        palettes: template
            .palettes
            .iter()
            .map(|palette| BadgePalette {
                id: palette.id.clone(),
                label: labels(&palette.label),
                colours: palette
                    .colours
                    .iter()
                    .map(|(id, colour)| (id.clone(), colour.to_string()))
                    .collect(),
            })
            .collect(),
        ribbon: has_ribbon.then(|| ribbon_form(template.ribbon.unwrap_or_default())),
        has_picture: template.takes_picture(),
        has_logo: template.takes_logo(),
        layers: template
            .layers
            .iter()
            .map(|layer| BadgeLayer {
                id: layer.id.clone(),
                kind: kind_of(&layer.content),
                area: [
                    f64::from(layer.area.x),
                    f64::from(layer.area.y),
                    f64::from(layer.area.width),
                    f64::from(layer.area.height),
                ],
                turn: f64::from(layer.turn),
                field: field_of(&layer.content),
                on: match &layer.content {
                    Content::Text(text) => text.on.clone(),
                    Content::Picture(_)
                    | Content::Ribbon(_)
                    | Content::Shape(_)
                    | Content::Frame(_)
                    | Content::Code(_) => None,
                },
            })
            .collect(),
    }
}

/// The field whose text a layer shows or codes.
pub(crate) fn field_of(content: &Content) -> Option<String> {
    match content {
        Content::Text(text) => text.field.clone(),
        Content::Code(code) => Some(code.field.clone()),
        Content::Picture(_) | Content::Ribbon(_) | Content::Shape(_) | Content::Frame(_) => None,
    }
}

/// The field that stands on the ribbon; without a ribbon the first that is required, or the first of all.
pub(crate) fn banner_field(template: &Template) -> Option<String> {
    let on_ribbon = template
        .layers
        .iter()
        .find_map(|layer| match &layer.content {
            Content::Text(text) if text.on.is_some() => text.field.clone(),
            Content::Text(_)
            | Content::Picture(_)
            | Content::Ribbon(_)
            | Content::Shape(_)
            | Content::Frame(_)
            | Content::Code(_) => None,
        });
    let fields = &template.fields;
    let required = fields.iter().find(|field| field.required);
    on_ribbon.or_else(|| Some(required.or(fields.first())?.id.clone()))
}

fn field(field: &blazon_badge::Field) -> BadgeField {
    BadgeField {
        id: field.id.clone(),
        label: labels(&field.label),
        required: field.required,
        longest: u32::try_from(field.longest).unwrap_or(u32::MAX),
        sample: field.sample.clone(),
    }
}

fn labels(words: &Words) -> Labels {
    Labels {
        en: words.en.clone(),
        ru: words.ru.clone(),
    }
}

const fn kind_of(content: &Content) -> BadgeLayerKind {
    match content {
        Content::Picture(picture) => match picture.source {
            PictureSource::Logo => BadgeLayerKind::Logo,
            PictureSource::Picture => BadgeLayerKind::Picture,
            PictureSource::File(_) => BadgeLayerKind::Shape,
        },
        Content::Ribbon(_) => BadgeLayerKind::Ribbon,
        Content::Text(_) => BadgeLayerKind::Text,
        Content::Shape(_) => BadgeLayerKind::Shape,
        Content::Frame(_) => BadgeLayerKind::Frame,
        Content::Code(_) => BadgeLayerKind::Code,
    }
}

const fn ribbon_form(kind: RibbonKind) -> RibbonForm {
    match kind {
        RibbonKind::Straight => RibbonForm::Straight,
        RibbonKind::Curved => RibbonForm::Curved,
        RibbonKind::Folded => RibbonForm::Folded,
    }
}

pub(crate) const fn ribbon_kind(form: RibbonForm) -> RibbonKind {
    match form {
        RibbonForm::Straight => RibbonKind::Straight,
        RibbonForm::Curved => RibbonKind::Curved,
        RibbonForm::Folded => RibbonKind::Folded,
    }
}

/// A colour as a person wrote it; `None` where that is none.
pub(crate) fn colour_of(text: &str) -> Option<Colour> {
    text.parse().ok()
}

/// A layer's place as a person left it, kept within what can be drawn.
pub(crate) fn fill_box(area: BadgeBox) -> Rect {
    let [x, y, width, height] = area.map(|length| {
        let length = if length.is_finite() { length } else { 0.0 };
        length.clamp(-16_384.0, 16_384.0) as f32
    });
    Rect::new(x, y, width.max(1.0), height.max(1.0))
}
