//! The weights that trainings end with: a small LoRA for FLUX in diffusers' names, and the archives that Replicate packs
//! them into, good and evil.

use bytes::Bytes;
use serde_json::json;
use tar::{Builder, EntryType, Header};

use crate::trouble::EvilTar;

/// The width of FLUX's attention, and the rank.
const WIDTH: usize = 3072;
const RANK: usize = 4;

/// Where ostris' trainer puts its results.
const FOLDER: &str = "output/flux_train_replicate";

/// A LoRA as safetensors: the four projections of one block of FLUX, rank 4, `bfloat16`, other numbers for each seed.
#[must_use]
pub fn lora_weights(seed: u64) -> Vec<u8> {
    let mut header = serde_json::Map::new();
    header.insert("__metadata__".into(), json!({ "format": "pt" }));
    let mut data = Vec::new();
    for projection in ["to_q", "to_k", "to_v", "to_out.0"] {
        for (side, shape) in [("A", [RANK, WIDTH]), ("B", [WIDTH, RANK])] {
            let start = data.len();
            fill(&mut data, shape[0] * shape[1], seed);
            let name =
                format!("transformer.transformer_blocks.0.attn.{projection}.lora_{side}.weight");
            let tensor =
                json!({ "dtype": "BF16", "shape": shape, "data_offsets": [start, data.len()] });
            header.insert(name, tensor);
        }
    }
    let mut header = serde_json::Value::Object(header).to_string().into_bytes();
    // The data begins at a multiple of eight.
    header.resize(header.len().next_multiple_of(8), b' ');
    let length = u64::try_from(header.len()).expect("a header is short");
    [&length.to_le_bytes()[..], &header, &data].concat()
}

/// Numbers between 2^-8 and 2^-7 with all their digits; the chance is a linear congruence of the place and the seed.
fn fill(data: &mut Vec<u8>, count: usize, seed: u64) {
    let mut state = seed.wrapping_add(u64::try_from(data.len()).unwrap_or_default()) | 1;
    for _ in 0..count {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let [.., sign, digits] = state.to_le_bytes();
        let number = 0x3b80_u16 | u16::from(digits & 0x7f) | (u16::from(sign & 0x80) << 8);
        data.extend(number.to_le_bytes());
    }
}

/// The archive in which Replicate's trainer hands out its result.
pub(crate) fn archive(weights: &[u8]) -> Bytes {
    let mut tar = Builder::new(Vec::new());
    put(&mut tar, &format!("{FOLDER}/lora.safetensors"), weights);
    put_rest(&mut tar);
    finish(tar)
}

/// One that must not be believed.
pub(crate) fn evil_archive(evil: EvilTar, weights: &[u8]) -> Bytes {
    let mut tar = Builder::new(Vec::new());
    match evil {
        EvilTar::ParentPath => put(&mut tar, "../../lora.safetensors", weights),
        EvilTar::AbsolutePath => put(&mut tar, "/tmp/lora.safetensors", weights),
        EvilTar::Symlink => put_link(&mut tar, &format!("{FOLDER}/lora.safetensors")),
        EvilTar::TwoWeights => {
            put(&mut tar, &format!("{FOLDER}/lora.safetensors"), weights);
            put(&mut tar, &format!("{FOLDER}/other.safetensors"), weights);
        }
        EvilTar::NoWeights => {}
        EvilTar::TruncatedWeights => {
            let half = &weights[..weights.len() / 2];
            put(&mut tar, &format!("{FOLDER}/lora.safetensors"), half);
        }
    }
    put_rest(&mut tar);
    finish(tar)
}

fn put_rest(tar: &mut Builder<Vec<u8>>) {
    put(tar, &format!("{FOLDER}/config.yaml"), b"job: extension\n");
    put(
        tar,
        &format!("{FOLDER}/captions/photo.txt"),
        b"a photo of TOK\n",
    );
}

fn put(tar: &mut Builder<Vec<u8>>, name: &str, bytes: &[u8]) {
    let mut header = Header::new_gnu();
    header.set_size(u64::try_from(bytes.len()).expect("a file in memory"));
    header.set_entry_type(EntryType::Regular);
    append(tar, header, name, bytes);
}

fn put_link(tar: &mut Builder<Vec<u8>>, name: &str) {
    let mut header = Header::new_gnu();
    header.set_size(0);
    header.set_entry_type(EntryType::Symlink);
    header
        .set_link_name("/etc/passwd")
        .expect("the link's target is short");
    append(tar, header, name, &[]);
}

fn append(tar: &mut Builder<Vec<u8>>, mut header: Header, name: &str, bytes: &[u8]) {
    header.set_mode(0o644);
    header.set_mtime(0);
    // Written past the builder, which refuses names that lead out of the folder.
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_cksum();
    tar.append(&header, bytes)
        .expect("an archive in memory is written");
}

fn finish(tar: Builder<Vec<u8>>) -> Bytes {
    let bytes = tar.into_inner();
    Bytes::from(bytes.expect("an archive in memory is written"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_whole_safetensors_and_differ_by_seed() {
        let file = lora_weights(1);
        let length = usize::try_from(u64::from_le_bytes(file[..8].try_into().unwrap())).unwrap();
        let header: serde_json::Value = serde_json::from_slice(&file[8..8 + length]).unwrap();
        let tensors = header.as_object().unwrap().iter();
        let ends = tensors.filter_map(|(_, tensor)| tensor["data_offsets"][1].as_u64());
        let data = u64::try_from(file.len() - 8 - length).unwrap();
        assert_eq!(ends.max(), Some(data));
        assert_ne!(file, lora_weights(2));
    }
}
