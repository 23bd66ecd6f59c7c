//! Which graphics card computes, and whether it computes at all.

use blazon_engine::{Device, Tensor, TensorData};
use burn::tensor::{DeviceType, ops::ConvOptions};

/// The variable that lets a processor that plays a graphics card count, for tests without one.
pub const SOFTWARE_TOO: &str = "BLAZON_GPU_SOFTWARE";

/// How the programs begin that play a graphics card on the processor: Mesa, SwiftShader, Windows.
const SOFTWARE: [&str; 3] = ["llvmpipe", "SwiftShader", "Microsoft Basic Render"];

/// What the trial may differ from the processor by, of the largest number.
const TOLERANCE: f32 = 1e-3;

/// The first graphics card that passes a trial, and its maker's name for it.
///
/// # Errors
/// Why there is none, as the end of a sentence.
///
/// # Panics
/// Where a driver fails in a way that the tensor library does not catch.
pub fn find() -> Result<(Device, String), String> {
    let software_too = std::env::var_os(SOFTWARE_TOO).is_some();
    let mut refused = Vec::new();
    for device in Device::enumerate(DeviceType::Wgpu) {
        let name = device
            .identity()
            .map_or_else(|| "a nameless card".to_owned(), |found| found.name);
        if !software_too && SOFTWARE.iter().any(|kind| name.starts_with(kind)) {
            refused.push(format!("{name} is no graphics card"));
            continue;
        }
        match try_out(&device) {
            Ok(()) => return Ok((device, name)),
            Err(apart) => refused.push(format!("{name} computes wrongly, by {apart:.1e}")),
        }
    }
    Err(if refused.is_empty() {
        "no graphics card with a driver was found".to_owned()
    } else {
        refused.join("; ")
    })
}

/// A convolution and a product on the card beside the same on the processor. Gives the difference
/// where it is too large.
fn try_out(device: &Device) -> Result<(), f32> {
    let (ours, reference) = (trial(device), trial(&Device::flex()));
    let largest = reference
        .iter()
        .fold(0_f32, |most, one| most.max(one.abs()));
    let apart = ours.iter().zip(&reference);
    let apart = apart.map(|(one, other)| (one - other).abs() / largest);
    // A number that is none is never the larger of two.
    let worst = apart.fold(0_f32, |most, one| if one <= most { most } else { one });
    if ours.len() == reference.len() && worst < TOLERANCE {
        Ok(())
    } else {
        Err(worst)
    }
}

fn trial(device: &Device) -> Vec<f32> {
    let numbers = |count: usize, step: f32| -> Vec<f32> {
        (0..count)
            .map(|place| (place as f32 * step).sin())
            .collect()
    };
    let picture = TensorData::new(numbers(2 * 8 * 16 * 16, 0.37), [2, 8, 16, 16]);
    let kernel = TensorData::new(numbers(16 * 8 * 9, 0.11), [16, 8, 3, 3]);
    let matrix = TensorData::new(numbers(16 * 24, 0.23), [16, 24]);
    let options = ConvOptions::new([1, 1], [1, 1], [1, 1], 1);
    let picture = Tensor::<4>::from_data(picture, device);
    let out =
        burn::tensor::module::conv2d(picture, Tensor::from_data(kernel, device), None, options);
    let rows = out.permute([0, 2, 3, 1]).reshape([2 * 16 * 16, 16]);
    let out = rows.matmul(Tensor::<2>::from_data(matrix, device));
    out.into_data().try_to_vec::<f32>().unwrap_or_default()
}
