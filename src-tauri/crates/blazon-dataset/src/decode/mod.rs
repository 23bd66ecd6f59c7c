//! Reading a picture of any format: one door for its header, one for its pixels.
//!
//! What comes out is always in sRGB, so that nothing behind it has to know of colour profiles.
//! Every byte of a picture is read, at whatever size, which is how a cut file is noticed.

mod exif;
mod jpeg;
mod raster;
#[cfg(test)]
mod tests;

use crate::heif::HeifReader;
use crate::planes::Planes;
use crate::sniff::photo_format;
use crate::{PhotoError, profile};
use blazon_model::{Orientation, PhotoFormat};

/// The most pixels of a picture that has to be in memory as a whole, in millions: all but JPEG
/// that is read row by row.
pub(crate) const WHOLE_MEGAPIXELS: u32 = 100;

/// What a picture's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) format: PhotoFormat,
    /// As stored, before it is turned upright.
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) orientation: Orientation,
    /// How many bytes decoding will take, about.
    pub(crate) memory: u64,
}

/// A decoded picture in sRGB, not yet upright: rows of RGB, or of RGBA where any pixel is not
/// opaque.
#[derive(Debug)]
pub(crate) struct Pixels {
    pub(crate) data: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) has_alpha: bool,
}

/// A decoded picture in sRGB, not yet upright, as it is quickest to go on with.
#[derive(Debug)]
pub(crate) enum Picture {
    Colours(Pixels),
    Planes(Planes),
}

/// Reads pictures, with a choice of the program that reads HEIC and AVIF.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    heif: HeifReader,
}

impl Decoder {
    /// A decoder that reads HEIC and AVIF by `heif`.
    #[must_use]
    pub const fn new(heif: HeifReader) -> Self {
        Self { heif }
    }

    /// As [`read_header`].
    ///
    /// # Errors
    /// As [`read_header`].
    pub(crate) fn read_header(&self, bytes: &[u8], short_side: u32) -> Result<Header, PhotoError> {
        match photo_format(bytes)? {
            format @ (PhotoFormat::Heic | PhotoFormat::Avif) => {
                self.heif.read_header(bytes, format)
            }
            PhotoFormat::Jpeg
            | PhotoFormat::Png
            | PhotoFormat::Webp
            | PhotoFormat::Gif
            | PhotoFormat::Bmp
            | PhotoFormat::Tiff => read_header(bytes, short_side),
        }
    }

    /// As [`decode`], without a conversion to RGB where a JPEG needs none.
    ///
    /// # Errors
    /// As [`decode`].
    pub(crate) fn decode_picture(
        &self,
        bytes: &[u8],
        header: &Header,
        short_side: u32,
    ) -> Result<Picture, PhotoError> {
        if header.format == PhotoFormat::Jpeg
            && let Some(planes) = jpeg::decode_planes(bytes, header, short_side)?
        {
            return Ok(Picture::Planes(planes));
        }
        self.decode(bytes, header, short_side).map(Picture::Colours)
    }

    /// As [`decode`].
    ///
    /// # Errors
    /// As [`decode`].
    pub(crate) fn decode(
        &self,
        bytes: &[u8],
        header: &Header,
        short_side: u32,
    ) -> Result<Pixels, PhotoError> {
        match header.format {
            PhotoFormat::Heic | PhotoFormat::Avif => self.heif.decode(bytes, header),
            PhotoFormat::Jpeg
            | PhotoFormat::Png
            | PhotoFormat::Webp
            | PhotoFormat::Gif
            | PhotoFormat::Bmp
            | PhotoFormat::Tiff => decode(bytes, header, short_side),
        }
    }
}

/// Reads the header of the picture in `bytes`; HEIC and AVIF by this program itself.
///
/// # Errors
/// When it is not a picture that can be read, or too large.
pub(crate) fn read_header(bytes: &[u8], short_side: u32) -> Result<Header, PhotoError> {
    let format = photo_format(bytes)?;
    match format {
        PhotoFormat::Jpeg => jpeg::read_header(bytes, short_side),
        PhotoFormat::Png
        | PhotoFormat::Webp
        | PhotoFormat::Gif
        | PhotoFormat::Bmp
        | PhotoFormat::Tiff => raster::read_header(bytes, format),
        PhotoFormat::Heic | PhotoFormat::Avif => HeifReader::default().read_header(bytes, format),
    }
}

/// Decodes the whole picture, so that damage is noticed, to a size whose short side is at least
/// `short_side` where the picture has that many pixels.
///
/// # Errors
/// When it is cut or damaged.
pub(crate) fn decode(bytes: &[u8], header: &Header, short_side: u32) -> Result<Pixels, PhotoError> {
    match header.format {
        PhotoFormat::Jpeg => jpeg::decode(bytes, header, short_side),
        PhotoFormat::Png
        | PhotoFormat::Webp
        | PhotoFormat::Gif
        | PhotoFormat::Bmp
        | PhotoFormat::Tiff => raster::decode(bytes, header.format),
        PhotoFormat::Heic | PhotoFormat::Avif => HeifReader::default().decode(bytes, header),
    }
}

/// Refuses pictures without pixels, and those with more than `limit_megapixels` millions of them.
///
/// # Errors
/// [`PhotoError::Broken`] and [`PhotoError::TooManyPixels`].
pub(crate) fn check_size(width: u32, height: u32, limit_megapixels: u32) -> Result<(), PhotoError> {
    if width == 0 || height == 0 {
        return Err(PhotoError::Broken("no pixels".to_owned()));
    }
    if u64::from(width) * u64::from(height) > u64::from(limit_megapixels) * 1_000_000 {
        return Err(PhotoError::TooManyPixels {
            width,
            height,
            limit_megapixels,
        });
    }
    Ok(())
}

impl Pixels {
    /// Converts to sRGB by an ICC profile.
    pub(crate) fn converted_by(mut self, icc: Option<&[u8]>) -> Self {
        if let Some(icc) = icc {
            profile::convert(&mut self, icc);
        }
        self
    }

    /// Leaves the alpha channel out where every pixel is opaque.
    pub(crate) fn without_idle_alpha(mut self) -> Self {
        if self.has_alpha && self.data.chunks_exact(4).all(|pixel| pixel[3] == 255) {
            self.data = self
                .data
                .chunks_exact(4)
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
                .collect();
            self.has_alpha = false;
        }
        self
    }
}
