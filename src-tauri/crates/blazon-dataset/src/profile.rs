//! Colour: pictures with a profile of their own become sRGB.
//!
//! Everything behind the decoder takes its numbers for sRGB, and the profile is not kept. So a
//! wide-gamut photo is converted here, relative to white, before anything sees it. A profile that
//! is sRGB in all but name changes nothing and costs no pass over the pixels; one that is broken
//! or belongs to another kind of picture is logged and left.

use crate::decode::Pixels;
use moxcms::{
    CicpColorPrimaries, CicpProfile, ColorProfile, DataColorSpace, Layout, MatrixCoefficients,
    ParsingOptions, RenderingIntent, TransferCharacteristics, Transform8BitExecutor,
    TransformOptions,
};
use std::sync::Arc;

/// How far a channel may move, of 255, for a profile that counts as sRGB.
const IDLE: u8 = 2;
/// How many pixels are converted at a time.
const STRETCH: usize = 16 * 1024;
/// The most bytes of a profile; those for printing presses have about two millions.
const LONGEST_PROFILE: usize = 8 * 1024 * 1024;
/// The most values of a table in a profile.
const LARGEST_TABLE: usize = 2_000_000;

/// Converts `pixels` to sRGB by the ICC profile `icc`, which may come from anywhere.
pub(crate) fn convert(pixels: &mut Pixels, icc: &[u8]) {
    match parse(icc) {
        Ok(profile) => convert_by(pixels, &profile),
        Err(error) => leave(&error),
    }
}

/// Converts `pixels` to sRGB from the colours that a video code names (ITU-T H.273): `primaries`
/// and `transfer`. Those for high dynamic range are left: they need more than a conversion.
pub(crate) fn convert_coded(pixels: &mut Pixels, primaries: u8, transfer: u8) {
    let (Ok(color_primaries), Ok(transfer_characteristics)) = (
        CicpColorPrimaries::try_from(primaries),
        TransferCharacteristics::try_from(transfer),
    ) else {
        return;
    };
    let is_display = matches!(
        transfer_characteristics,
        TransferCharacteristics::Bt709
            | TransferCharacteristics::Bt601
            | TransferCharacteristics::Srgb
            | TransferCharacteristics::Bt202010bit
            | TransferCharacteristics::Bt202012bit
    );
    let is_wide = matches!(
        color_primaries,
        CicpColorPrimaries::Smpte432 | CicpColorPrimaries::Bt2020 | CicpColorPrimaries::Smpte431
    );
    if !is_wide || !is_display {
        return;
    }
    // What cameras write with these codes is meant for the curve of a screen, as browsers read it.
    let code = CicpProfile {
        color_primaries,
        transfer_characteristics: TransferCharacteristics::Srgb,
        matrix_coefficients: MatrixCoefficients::Identity,
        full_range: true,
    };
    convert_by(pixels, &ColorProfile::new_from_cicp(code));
}

/// The RGB of ink, 255 being full, by the profile of a press; `None` where the profile is none of
/// those or broken.
pub(crate) fn rgb_of_cmyk(ink: &[u8], icc: &[u8]) -> Option<Vec<u8>> {
    let converted = parse(icc).and_then(|profile| {
        if profile.color_space != DataColorSpace::Cmyk {
            return Err("it is not for ink".to_owned());
        }
        let transform = to_srgb(&profile, Layout::Rgba, Layout::Rgb)?;
        let mut rgb = vec![0; ink.len() / 4 * 3];
        for (from, to) in ink.chunks(STRETCH * 4).zip(rgb.chunks_mut(STRETCH * 3)) {
            transform
                .transform(from, to)
                .map_err(|error| error.to_string())?;
        }
        Ok(rgb)
    });
    converted.map_err(|error| leave(&error)).ok()
}

fn convert_by(pixels: &mut Pixels, profile: &ColorProfile) {
    let layout = if pixels.has_alpha {
        Layout::Rgba
    } else {
        Layout::Rgb
    };
    let done = if profile.color_space == DataColorSpace::Gray {
        convert_grey(pixels, profile)
    } else if profile.color_space == DataColorSpace::Rgb {
        convert_colour(pixels, profile, layout)
    } else {
        Err(format!("it is for {:?}", profile.color_space))
    };
    if let Err(error) = done {
        leave(&error);
    }
}

fn convert_colour(
    pixels: &mut Pixels,
    profile: &ColorProfile,
    layout: Layout,
) -> Result<(), String> {
    if is_srgb(&*to_srgb(profile, Layout::Rgb, Layout::Rgb)?)? {
        return Ok(());
    }
    let transform = to_srgb(profile, layout, layout)?;
    let channels = if pixels.has_alpha { 4 } else { 3 };
    let mut before = Vec::with_capacity(STRETCH * channels);
    for stretch in pixels.data.chunks_mut(STRETCH * channels) {
        before.clear();
        before.extend_from_slice(stretch);
        transform
            .transform(&before, stretch)
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// A grey picture was read as RGB with three equal channels; its profile takes one.
fn convert_grey(pixels: &mut Pixels, profile: &ColorProfile) -> Result<(), String> {
    let channels = if pixels.has_alpha { 4 } else { 3 };
    let is_grey = |pixel: &[u8]| pixel[0] == pixel[1] && pixel[1] == pixel[2];
    if !pixels.data.chunks_exact(channels).all(is_grey) {
        return Err("it is for grey pictures".to_owned());
    }
    let transform = to_srgb(profile, Layout::Gray, Layout::Rgb)?;
    let levels: Vec<u8> = (0..=255).collect();
    let mut screen = [0; 256 * 3];
    transform
        .transform(&levels, &mut screen)
        .map_err(|error| error.to_string())?;
    for pixel in pixels.data.chunks_exact_mut(channels) {
        let level = usize::from(pixel[0]) * 3;
        pixel[..3].copy_from_slice(&screen[level..level + 3]);
    }
    Ok(())
}

/// Whether a transform moves no colour of a cube of them by more than [`IDLE`].
fn is_srgb(transform: &Transform8BitExecutor) -> Result<bool, String> {
    let steps = || (0..=5_u8).map(|step| step * 51);
    let cube: Vec<u8> = steps()
        .flat_map(|red| steps().map(move |green| (red, green)))
        .flat_map(|(red, green)| steps().map(move |blue| [red, green, blue]))
        .flatten()
        .collect();
    let mut moved = vec![0; cube.len()];
    transform
        .transform(&cube, &mut moved)
        .map_err(|error| error.to_string())?;
    let far = |(before, after): (&u8, &u8)| before.abs_diff(*after) > IDLE;
    Ok(!cube.iter().zip(&moved).any(far))
}

fn to_srgb(
    profile: &ColorProfile,
    from: Layout,
    to: Layout,
) -> Result<Arc<Transform8BitExecutor>, String> {
    let options = TransformOptions {
        rendering_intent: RenderingIntent::RelativeColorimetric,
        ..TransformOptions::default()
    };
    profile
        .create_transform_8bit(from, &ColorProfile::new_srgb(), to, options)
        .map_err(|error| error.to_string())
}

fn parse(icc: &[u8]) -> Result<ColorProfile, String> {
    let limits = ParsingOptions {
        max_profile_size: LONGEST_PROFILE,
        max_allowed_clut_size: LARGEST_TABLE,
        ..ParsingOptions::default()
    };
    ColorProfile::new_from_slice_with_options(icc, limits).map_err(|error| error.to_string())
}

fn leave(error: &str) {
    tracing::warn!(
        error,
        "the colour profile of a photo cannot be used and is left"
    );
}
