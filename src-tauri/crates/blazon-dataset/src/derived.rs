//! What the shelf makes of originals on demand, and how it knows that such a file is whole.
//!
//! A file that is found again is not made again: that is how a packing that was stopped goes on.

use crate::orient::{upright, upright_size};
use crate::prepare::{self, Order, Quality};
use crate::process::{Arrival, Processed};
use crate::read::read_photo;
use crate::shelf::Lasting;
use crate::{PhotoError, Shelf, thumbnail};
use blazon_model::{BucketFit, ByteCount, ContentHash, CropRect, Measures, Original};
use std::fs;
use std::path::{Path, PathBuf};

/// File systems lose and fill whole sectors, of at least so many bytes.
const SECTOR: usize = 512;

/// The picture that a trainer gets of a photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// Its file: a JPEG of the bucket's size.
    pub path: PathBuf,
    /// The file's size.
    pub bytes: ByteCount,
}

/// How a picture looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// Its thumbnail, a WebP.
    pub thumbnail: Vec<u8>,
}

impl Shelf {
    /// The picture that a trainer gets of what `crop` (pixels of the upright original) uses:
    /// upright, scaled by Lanczos3 as `fit` says and cut from the middle to its bucket, on white,
    /// a JPEG without any metadata. What was made before is found again.
    ///
    /// # Errors
    /// [`PhotoError::Read`] where the original cannot be read, [`PhotoError::OutsidePhoto`] where
    /// crop or fit are not of this photo, [`PhotoError::Keep`] where the library cannot be
    /// written, and those of the original's content.
    pub fn prepare(
        &self,
        original: &Original,
        crop: CropRect,
        fit: BucketFit,
    ) -> Result<Prepared, PhotoError> {
        self.prepare_with(original, crop, fit, Quality::Fast)
    }

    /// As [`Shelf::prepare`], at a quality; each has its own file.
    ///
    /// # Errors
    /// As [`Shelf::prepare`].
    pub fn prepare_with(
        &self,
        original: &Original,
        crop: CropRect,
        fit: BucketFit,
        quality: Quality,
    ) -> Result<Prepared, PhotoError> {
        let order = Order { crop, fit };
        if !order.fits(original.width, original.height) {
            return Err(PhotoError::OutsidePhoto);
        }
        let path = match quality {
            Quality::Fast => self.prepared_path(&original.hash, &order),
            Quality::Best => self
                .prepared_path(&original.hash, &order)
                .with_extension("best.jpg"),
        };
        if !is_whole(&path) {
            let picture = self.make_prepared(original, &order, quality)?;
            self.write(&path, &picture, Lasting::Remade)?;
        }
        let bytes = fs::metadata(&path).map_err(|source| PhotoError::Read {
            path: path.clone(),
            source,
        })?;
        Ok(Prepared {
            path,
            bytes: ByteCount(bytes.len()),
        })
    }

    /// The file of the photo's large view: upright, the long side at most 2048 pixels. It is made
    /// where it is not there.
    ///
    /// # Errors
    /// As [`Shelf::prepare`].
    pub fn preview(&self, original: &Original) -> Result<PathBuf, PhotoError> {
        let path = self.previews.join(format!("{}.jpg", original.hash));
        if !is_whole(&path) {
            let short_side = prepare::preview_short_side(original.width, original.height);
            let bytes = self.read_original(original)?;
            let header = self.decoder.read_header(&bytes, short_side)?;
            let memory = self.memory.take(header.memory);
            let pixels = self.decoder.decode(&bytes, &header, short_side)?;
            let picture = prepare::preview(&pixels, &header)?;
            drop((pixels, memory));
            self.write(&path, &picture, Lasting::Remade)?;
        }
        Ok(path)
    }

    /// Measures an original that is on the shelf, as [`Shelf::keep`] does when it arrives, and
    /// makes its thumbnail where that is missing.
    ///
    /// # Errors
    /// As [`Shelf::prepare`].
    pub fn measure(&self, original: &Original) -> Result<Measures, PhotoError> {
        let made = self.process(&self.read_original(original)?, None)?;
        let thumbnail = self.thumbnail_path(&original.hash);
        if !is_whole(&thumbnail) {
            self.write(&thumbnail, &made.thumbnail, Lasting::Remade)?;
        }
        Ok(made.measures)
    }

    /// The thumbnail of the picture in the file `source`, whose content has this hash; it is made where it is missing.
    /// The file is only read.
    ///
    /// # Errors
    /// As [`Shelf::prepare`].
    pub fn thumbnail_of(&self, source: &Path, hash: &ContentHash) -> Result<PathBuf, PhotoError> {
        let path = self.thumbnail_path(hash);
        if !is_whole(&path) {
            let look = self.glance_at(source)?;
            self.write(&path, &look.thumbnail, Lasting::Remade)?;
        }
        Ok(path)
    }

    /// How the picture in the file `source` looks. The file is only read, and nothing is kept.
    ///
    /// # Errors
    /// As [`Shelf::prepare`].
    pub fn glance_at(&self, source: &Path) -> Result<Look, PhotoError> {
        let bytes = read_photo(source)?;
        let header = self.decoder.read_header(&bytes, thumbnail::SHORT_SIDE)?;
        let _memory = self.memory.take(header.memory);
        let pixels = self
            .decoder
            .decode(&bytes, &header, thumbnail::SHORT_SIDE)?;
        let (width, height) = upright_size(header.width, header.height, header.orientation);
        Ok(Look {
            width,
            height,
            thumbnail: thumbnail::make(&upright(pixels, header.orientation))?,
        })
    }

    /// All that [`Shelf::keep`] makes of a photo's bytes, by one decode and without writing
    /// anything; with `wanted` also the picture that [`Shelf::prepare`] makes of it.
    ///
    /// # Errors
    /// As [`Shelf::prepare`].
    pub fn process(
        &self,
        bytes: &[u8],
        wanted: Option<(CropRect, BucketFit)>,
    ) -> Result<Processed, PhotoError> {
        let order = wanted.map(|(crop, fit)| Order { crop, fit });
        Arrival::open(bytes, &self.decoder)?.process(
            order.as_ref(),
            &self.decoder,
            &self.memory,
            &|| true,
        )
    }

    pub(crate) fn prepared_path(&self, hash: &ContentHash, order: &Order) -> PathBuf {
        let Order { crop, fit } = order;
        self.prepared.join(format!(
            "{hash}-{}_{}_{}_{}-{}x{}.jpg",
            crop.x, crop.y, crop.width, crop.height, fit.bucket.width, fit.bucket.height
        ))
    }

    fn make_prepared(
        &self,
        original: &Original,
        order: &Order,
        quality: Quality,
    ) -> Result<Vec<u8>, PhotoError> {
        let short_side = order.short_side(original.width, original.height, quality);
        let bytes = self.read_original(original)?;
        let header = self.decoder.read_header(&bytes, short_side)?;
        let _memory = self.memory.take(header.memory);
        let picture = self.decoder.decode_picture(&bytes, &header, short_side)?;
        prepare::make(&picture, &header, order)
    }

    fn read_original(&self, original: &Original) -> Result<Vec<u8>, PhotoError> {
        read_photo(&self.original_path(&original.hash, original.format))
    }
}

/// Whether a JPEG or WebP that was made by this program is there as it was written: with its end,
/// and without a sector of zeros, which neither's data has.
pub(crate) fn is_whole(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| {
        has_its_end(&bytes)
            && !bytes
                .chunks_exact(SECTOR)
                .any(|sector| sector.iter().all(|byte| *byte == 0))
    })
}

fn has_its_end(bytes: &[u8]) -> bool {
    match bytes {
        // ITU T.81, B.1.1.3: the markers of start and end.
        [0xff, 0xd8, .., 0xff, 0xd9] => true,
        // RFC 9649, 2.4: how many bytes follow.
        [b'R', b'I', b'F', b'F', a, b, c, d, rest @ ..] => {
            u32::from_le_bytes([*a, *b, *c, *d]) as usize == rest.len()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn riff(data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_le_bytes();
        [b"RIFF".as_slice(), &length, data].concat()
    }

    #[rstest]
    #[case::jpeg(b"\xff\xd8 data \xff\xd9".to_vec(), true)]
    #[case::empty(Vec::new(), false)]
    #[case::cut_jpeg(b"\xff\xd8 data ".to_vec(), false)]
    #[case::webp(riff(b"WEBP data"), true)]
    #[case::cut_webp(riff(b"WEBP data")[..15].to_vec(), false)]
    #[case::hole([b"\xff\xd8".as_slice(), &[1; 510], &[0; 512], &[1; 512], b"\xff\xd9"].concat(), false)]
    #[case::zeros_beside_data([b"\xff\xd8".as_slice(), &[0; 600], b"\xff\xd9"].concat(), true)]
    fn a_file_with_a_hole_or_without_its_end_is_not_whole(
        #[case] bytes: Vec<u8>,
        #[case] expected: bool,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, bytes).unwrap();
        assert_eq!(is_whole(&path), expected);
    }
}
