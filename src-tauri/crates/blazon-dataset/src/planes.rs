//! The short way of a JPEG as cameras make it: brightness and colour stay the planes that they are
//! in the file, are resized and turned as such, and are encoded again without becoming RGB.
//!
//! It is as exact as the way over RGB, whose colours the encoder would halve again, and saves a
//! tenth of a photo's time. Only pictures in sRGB take it: a profile converts RGB.

use crate::PhotoError;
use crate::decode::Pixels;
use crate::orient::turn_upright;
use crate::resize::{Region, resize_plane};
use blazon_model::Orientation;
use fast_image_resize::FilterType;
use turbojpeg::{Compressor, Subsamp, YuvImage};

/// A picture's planes one after the other: brightness (Y), then blue and red (Cb, Cr; JFIF 1.02)
/// with half as many columns and rows.
#[derive(Debug)]
pub(crate) struct Planes {
    data: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// One plane.
#[derive(Clone, Copy)]
struct Plane<'p> {
    data: &'p [u8],
    width: u32,
    height: u32,
}

impl Planes {
    /// The planes of a picture of `width` x `height` as libjpeg-turbo writes them without padding:
    /// odd sides have one column or row more. `None` where `data` is not as long as that.
    pub(crate) fn new(data: Vec<u8>, width: u32, height: u32) -> Option<Self> {
        let planes = Self {
            data,
            width,
            height,
        };
        let luma = planes.luma_length();
        (planes.data.len() == luma + luma / 2).then_some(planes)
    }

    fn padded(&self) -> (u32, u32) {
        (
            self.width.next_multiple_of(2),
            self.height.next_multiple_of(2),
        )
    }

    fn luma_length(&self) -> usize {
        let (width, height) = self.padded();
        width as usize * height as usize
    }

    fn luma(&self) -> Plane<'_> {
        let (width, height) = self.padded();
        Plane {
            data: &self.data[..self.luma_length()],
            width,
            height,
        }
    }

    /// Blue, then red.
    fn colours(&self) -> [Plane<'_>; 2] {
        let (width, height) = self.padded();
        let (blue, red) = self.data[self.luma_length()..].split_at(self.luma_length() / 4);
        [blue, red].map(|data| Plane {
            data,
            width: width / 2,
            height: height / 2,
        })
    }

    /// The JPEG of `region` in `width` x `height`, both even, turned by `orientation`.
    ///
    /// # Errors
    /// [`PhotoError::Broken`] where the planes cannot be resized or encoded.
    pub(crate) fn encode(
        &self,
        region: Region,
        (width, height): (u32, u32),
        orientation: Orientation,
        quality: i32,
    ) -> Result<Vec<u8>, PhotoError> {
        let luma = self
            .luma()
            .resized(region, width, height, FilterType::Lanczos3)?;
        let (mut data, upright_width, upright_height) =
            turn_upright::<1>(luma, width as usize, height as usize, orientation);
        let half = region.scaled(0.5, 0.5);
        let (width, height) = (width / 2, height / 2);
        for plane in self.colours() {
            let colour = plane.resized(half, width, height, FilterType::Lanczos3)?;
            data.extend(turn_upright::<1>(colour, width as usize, height as usize, orientation).0);
        }
        let broken = |error: turbojpeg::Error| PhotoError::Broken(error.to_string());
        let mut compressor = Compressor::new().map_err(broken)?;
        compressor.set_quality(quality).map_err(broken)?;
        compressor
            .compress_yuv_to_vec(YuvImage {
                pixels: data.as_slice(),
                width: upright_width,
                align: 1,
                height: upright_height,
                subsamp: Subsamp::Sub2x2,
            })
            .map_err(broken)
    }

    /// The RGB of `region` in `width` x `height`, as stored. Two columns and rows share a colour, as
    /// in the file of a JPEG.
    ///
    /// # Errors
    /// [`PhotoError::Broken`] where the planes cannot be resized.
    pub(crate) fn rgb(
        &self,
        region: Region,
        (width, height): (u32, u32),
        filter: FilterType,
    ) -> Result<Pixels, PhotoError> {
        let luma = self.luma().resized(region, width, height, filter)?;
        // The last column of an odd width takes its colour from beyond the region, or the border.
        let (across, down) = (width.div_ceil(2), height.div_ceil(2));
        let half = Region {
            width: region.width * f64::from(across * 2) / f64::from(width),
            height: region.height * f64::from(down * 2) / f64::from(height),
            ..region
        }
        .scaled(0.5, 0.5);
        let [blue, red] = self.colours();
        let blue = blue.resized(half, across, down, filter)?;
        let red = red.resized(half, across, down, filter)?;
        let mut data = vec![0; luma.len() * 3];
        let (pixels, _) = data.as_chunks_mut::<3>();
        let (width_in_pixels, across) = (width as usize, across as usize);
        let rows = pixels
            .chunks_mut(width_in_pixels)
            .zip(luma.chunks(width_in_pixels));
        for (y, (pixels, luma)) in rows.enumerate() {
            let colours = y / 2 * across..(y / 2 + 1) * across;
            let colours = blue[colours.clone()].iter().zip(&red[colours]);
            for ((pixels, luma), (blue, red)) in
                pixels.chunks_mut(2).zip(luma.chunks(2)).zip(colours)
            {
                for (pixel, luma) in pixels.iter_mut().zip(luma) {
                    *pixel = rgb_of(*luma, *blue, *red);
                }
            }
        }
        Ok(Pixels {
            data,
            width,
            height,
            has_alpha: false,
        })
    }
}

impl Plane<'_> {
    fn resized(
        self,
        region: Region,
        width: u32,
        height: u32,
        filter: FilterType,
    ) -> Result<Vec<u8>, PhotoError> {
        resize_plane(
            (self.data, self.width, self.height),
            region,
            (width, height),
            filter,
        )
    }
}

/// JFIF 1.02, "Conversion to and from RGB", in 65,536ths.
fn rgb_of(luma: u8, blue: u8, red: u8) -> [u8; 3] {
    let light = (i32::from(luma) << 16) + (1 << 15);
    let (blue, red) = (i32::from(blue) - 128, i32::from(red) - 128);
    // Between 0 and 255 nothing is cut.
    let channel = |value: i32| (value >> 16).clamp(0, 255) as u8;
    [
        channel(light + 91_881 * red),
        channel(light - 22_554 * blue - 46_802 * red),
        channel(light + 116_130 * blue),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::black([0, 128, 128], [0, 0, 0])]
    #[case::white([255, 128, 128], [255, 255, 255])]
    #[case::red([76, 85, 255], [254, 0, 0])]
    #[case::green([150, 44, 21], [0, 255, 1])]
    #[case::blue([29, 255, 107], [0, 0, 254])]
    fn colours_are_those_of_jfif(#[case] planes: [u8; 3], #[case] expected: [u8; 3]) {
        let [luma, blue, red] = planes;
        assert_eq!(rgb_of(luma, blue, red), expected);
    }

    #[test]
    fn odd_sides_have_their_colours() {
        // 3 x 3, grey but for the last column and row, which are red.
        let data = [
            vec![76; 16],
            vec![128, 85, 85, 85],
            vec![128, 255, 255, 255],
        ]
        .concat();
        let planes = Planes::new(data, 3, 3).unwrap();
        let rgb = planes
            .rgb(Region::whole(3, 3), (3, 3), FilterType::Lanczos3)
            .unwrap();
        let (pixels, _) = rgb.data.as_chunks::<3>();
        let (grey, red) = ([76; 3], [254, 0, 0]);
        assert_eq!(pixels, [grey, grey, red, grey, grey, red, red, red, red]);
    }

    #[test]
    fn data_of_another_length_is_refused() {
        // 3 x 3 is held as 4 x 4, with 2 x 2 of each colour.
        assert!(Planes::new(vec![0; 24], 3, 3).is_some());
        assert!(Planes::new(vec![0; 23], 3, 3).is_none());
    }
}
