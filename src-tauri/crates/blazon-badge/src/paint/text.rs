//! Letters: shadow, then stroke, then fill, then pictures in colour; nothing outside their box.

use super::brush::{brush, line};
use super::shadow;
use crate::geometry::Rect;
use crate::picture::Picture;
use crate::scene::{Glyph, GlyphForm, TextNode};
use crate::shape;
use tiny_skia::{
    FillRule, FilterQuality, IntRect, Mask, Path, PathBuilder, Pattern, Pixmap, SpreadMode,
    Transform,
};

pub(super) fn paint(pixmap: &mut Pixmap, text: &TextNode, transform: Transform, opacity: f32) {
    let stroke = text.stroke.as_ref().filter(|stroke| stroke.width > 0.0);
    let letters = letters(text);
    let clip = clip(pixmap, text, letters.as_ref(), transform);
    let clip = clip.as_ref();
    if let Some(letters) = &letters {
        if let Some(cast) = text.shadow {
            let around = stroke.map(line);
            let within = pixels_of(text.area, transform);
            shadow::paint(
                pixmap,
                &[letters],
                around.as_ref(),
                cast,
                transform,
                opacity,
                within,
            );
        }
        if let Some(stroke) = stroke {
            // Filled as an outline: a line thinner than a pixel would be painted a pixel wide, and leave the box.
            let scale = (transform.sx * transform.sx + transform.ky * transform.ky).sqrt();
            if let Some(around) = letters.stroke(&line(stroke), scale) {
                pixmap.fill_path(
                    &around,
                    &brush(&stroke.paint, opacity),
                    FillRule::Winding,
                    transform,
                    clip,
                );
            }
        }
        pixmap.fill_path(
            letters,
            &brush(&text.fill, opacity),
            FillRule::Winding,
            transform,
            clip,
        );
    }
    for glyph in &text.glyphs {
        if let GlyphForm::Picture {
            picture,
            place,
            turn,
        } = &glyph.form
        {
            paint_picture(pixmap, picture, *place, *turn, transform, opacity, clip);
        }
    }
}

/// All outlines as one path, so that letters that touch have one stroke around them.
fn letters(text: &TextNode) -> Option<Path> {
    let mut path = PathBuilder::new();
    for glyph in &text.glyphs {
        if let GlyphForm::Outline(outline) = &glyph.form {
            path.push_path(outline);
        }
    }
    path.finish()
}

/// The box as a mask, where letters could leave it; those that were fitted do not, so there is rarely one.
fn clip(
    pixmap: &Pixmap,
    text: &TextNode,
    letters: Option<&Path>,
    transform: Transform,
) -> Option<Mask> {
    let around = text
        .stroke
        .as_ref()
        .map_or(0.0, |stroke| stroke.width / 2.0);
    let area = text.area;
    let is_inside = letters.is_none_or(|letters| {
        let bounds = letters.bounds();
        bounds.left() - around >= area.x
            && bounds.right() + around <= area.right()
            && bounds.top() - around >= area.y
            && bounds.bottom() + around <= area.bottom()
    });
    if is_inside
        && text
            .glyphs
            .iter()
            .all(|glyph| is_picture_inside(glyph, area))
    {
        return None;
    }
    let mut mask = Mask::new(pixmap.width(), pixmap.height())?;
    if let Some(path) = shape::rectangle(area) {
        mask.fill_path(&path, FillRule::Winding, true, transform);
    }
    Some(mask)
}

fn is_picture_inside(glyph: &Glyph, area: Rect) -> bool {
    match &glyph.form {
        GlyphForm::Blank | GlyphForm::Outline(_) => true,
        GlyphForm::Picture { place, turn, .. } => {
            let is_in = place.x >= area.x
                && place.right() <= area.right()
                && place.y >= area.y
                && place.bottom() <= area.bottom();
            *turn == 0.0 && is_in
        }
    }
}

/// The pixels that a box touches.
fn pixels_of(area: Rect, transform: Transform) -> Option<IntRect> {
    let bounds = shape::rectangle(area)?.transform(transform)?.bounds();
    let place = |value: f32| value.clamp(-1e6, 1e6) as i32;
    IntRect::from_ltrb(
        place(bounds.left().floor()),
        place(bounds.top().floor()),
        place(bounds.right().ceil()),
        place(bounds.bottom().ceil()),
    )
}

fn paint_picture(
    pixmap: &mut Pixmap,
    picture: &Picture,
    place: Rect,
    turn: f32,
    transform: Transform,
    opacity: f32,
    clip: Option<&Mask>,
) {
    let centre = place.centre();
    let transform = transform.pre_concat(crate::compose::turn(turn, centre.x, centre.y));
    let (Some(path), Some(pixels)) = (
        shape::rectangle(place),
        super::picture::premultiplied(picture),
    ) else {
        return;
    };
    let to_place = Transform::from_row(
        place.width / picture.width() as f32,
        0.0,
        0.0,
        place.height / picture.height() as f32,
        place.x,
        place.y,
    );
    let shader = Pattern::new(
        pixels.as_ref(),
        SpreadMode::Pad,
        FilterQuality::Bilinear,
        opacity,
        to_place,
    );
    let paint = tiny_skia::Paint {
        shader,
        ..tiny_skia::Paint::default()
    };
    pixmap.fill_path(&path, &paint, FillRule::Winding, transform, clip);
}
