//! Pixels between tensors and bytes.

use burn::tensor::{Device, Tensor, TensorData};

/// A picture of 8 bits a colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels.
    pub width: usize,
    /// Pixels.
    pub height: usize,
    /// Red, green and blue of each pixel, row by row.
    pub rgb: Vec<u8>,
}

/// Pictures out of `[batch, 3, height, width]` from -1 to 1, rounded as diffusers does.
#[must_use]
pub fn pictures_of(pixels: Tensor<4>) -> Vec<Picture> {
    let [_, _, height, width] = pixels.dims();
    let rows = pixels.permute([0, 2, 3, 1]).into_data();
    let numbers: Vec<f32> = rows.try_to_vec::<f32>().expect("tensors here are f32");
    numbers
        .chunks(height * width * 3)
        .map(|numbers| Picture {
            width,
            height,
            rgb: numbers.iter().map(|number| byte_of(*number)).collect(),
        })
        .collect()
}

fn byte_of(number: f32) -> u8 {
    ((number / 2.0 + 0.5).clamp(0.0, 1.0) * 255.0).round_ties_even() as u8
}

/// `[1, 3, height, width]` from -1 to 1.
#[must_use]
pub fn pixels_of(picture: &Picture, device: &Device) -> Tensor<4> {
    let numbers: Vec<f32> = picture
        .rgb
        .iter()
        .map(|byte| f32::from(*byte) / 127.5 - 1.0)
        .collect();
    let data = TensorData::new(numbers, [1, picture.height, picture.width, 3]);
    Tensor::<4>::from_data(data, device).permute([0, 3, 1, 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_as_they_went() {
        let picture = Picture {
            width: 3,
            height: 2,
            rgb: (0..18).map(|number| number * 14).collect(),
        };
        let pixels = pixels_of(&picture, &Device::flex());
        assert_eq!(pictures_of(pixels), [picture]);
    }

    #[test]
    fn what_is_brighter_than_white_is_white() {
        let pixels = Tensor::<4>::from_data([[[[7.0]], [[-7.0]], [[0.0]]]], &Device::flex());
        assert_eq!(pictures_of(pixels)[0].rgb, [255, 0, 128]);
    }
}
