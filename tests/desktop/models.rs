//! LoRA files of other programs dropped on the window.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use blazon_lora::{TensorToWrite, write_tensors};
use blazon_store::Store;
use blazon_tests::desktop::Desktop;
use blazon_tests::webdriver::id;

/// A small LoRA for Pocket, as another program would write it.
fn lora_in(folder: &Path) -> Result<PathBuf> {
    let module = "lora_unet_mid_block_attentions_0_attn2_to_k";
    let tensors = [
        TensorToWrite::f32(format!("{module}.lora_down.weight"), &[4, 192], &[0.5; 768]),
        TensorToWrite::f32(format!("{module}.lora_up.weight"), &[320, 4], &[0.25; 1280]),
    ];
    let said = [
        ("modelspec.title", "Red Fox"),
        ("modelspec.trigger_phrase", "ohwx fox"),
    ];
    let metadata = said.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let path = folder.join("рыжая лиса.safetensors");
    write_tensors(&path, &tensors, &BTreeMap::from(metadata))?;
    Ok(path)
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn a_dropped_lora_is_looked_at_kept_and_drawn_with_and_another_file_is_refused_in_words()
-> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let path = lora_in(&desktop.photos())?;
    let window = desktop.open()?;
    window.wait_for(&id("datasets-empty"))?;
    window.drop_files(&[&path])?;
    window.wait_text(&id("model-file-dialog"), |text| {
        text.contains("рыжая лиса.safetensors")
    })?;
    window.click(&id("model-file-keep"))?;
    window.wait_text(&id("prompt-chip"), |text| text.contains("ohwx fox"))?;

    // The same file again leads to its model, and what is no LoRA is a sentence.
    window.drop_files(&[&path])?;
    window.wait_text(&id("model-already"), |text| text.contains("Red Fox"))?;
    window.click(&id("model-file-close"))?;
    let pickle = desktop.photos().join("fox.ckpt");
    std::fs::write(&pickle, b"PK\x03\x04\x14\x00\x00\x00\x08\x00data.pkl")?;
    window.drop_files(&[&pickle])?;
    window.wait_text(&id("model-file-dialog"), |text| text.contains("PyTorch"))?;
    window.click(&id("model-file-close"))?;
    window.wait_gone(&id("model-file-dialog"))?;
    window.close()?;

    let store = Store::open(&desktop.library(), blazon_model::Timestamp(0))?.store;
    let models = store.read(|db| db.list_models())?;
    ensure!(models.len() == 1, "{models:?}");
    assert_eq!(models[0].name.as_str(), "Red Fox");
    Ok(())
}
