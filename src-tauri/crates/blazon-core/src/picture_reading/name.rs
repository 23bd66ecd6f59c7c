//! Names of models as people say them, of names of their files.

/// What files of weights end in.
const ENDINGS: [&str; 8] = [
    ".safetensors",
    ".ckpt",
    ".pt",
    ".pth",
    ".bin",
    ".gguf",
    ".sft",
    ".onnx",
];

/// `file` without folders, of any system, and without an ending of weights; other dots belong to the name. `None`
/// where nothing is left, or where it is the `None` of a list of choices.
pub(super) fn model_name(file: &str) -> Option<String> {
    let file = file.trim();
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = ENDINGS
        .iter()
        .find_map(|ending| {
            let cut = name.len().checked_sub(ending.len())?;
            name.get(cut..)
                .filter(|end| end.eq_ignore_ascii_case(ending))
                .map(|_| &name[..cut])
        })
        .unwrap_or(name)
        .trim();
    (!stem.is_empty() && stem != "None").then(|| stem.to_owned())
}
