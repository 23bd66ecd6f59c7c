//! LoRA files of every scheme, made by PEFT and diffusers (`tools/lora/fixtures.py`) or here, against one base.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

mod support;

use blazon_lora::{
    ExportFacts, LoraError, LoraFacts, LoraFile, LoraPair, Module, ModulePaths, Part, Scheme,
    TensorFile, TensorToWrite, write_lora, write_tensors,
};
use blazon_model::BaseFamily;
use bolero::check;
use rstest::rstest;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use support::{base, change, fixture, json, lora, scratch};

#[rstest]
#[case("kohya.safetensors", Scheme::Kohya)]
#[case("peft.safetensors", Scheme::Peft)]
#[case("old-diffusers.safetensors", Scheme::Peft)]
fn each_scheme_gives_the_changes_that_peft_computes(#[case] name: &str, #[case] scheme: Scheme) {
    let lora = LoraFile::read(&fixture(name)).unwrap();
    assert_eq!(lora.scheme(), scheme);
    assert_eq!(lora.rank(), 2);
    let pairs = lora.resolve(&base()).unwrap();
    let expected: BTreeMap<String, [f64; 2]> = json("changes.json");
    assert_eq!(pairs.len(), expected.len());
    for pair in pairs {
        let part = if pair.part == Part::Unet {
            "unet"
        } else {
            "text"
        };
        let expected = expected[&format!("{part}:{}", pair.path)];
        for (ours, theirs) in change(&pair).into_iter().zip(expected) {
            assert!(
                (ours - theirs).abs() < 1e-4 * (1.0 + theirs.abs()),
                "{}",
                pair.path
            );
        }
    }
}

const TO_Q: &str = "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q";

#[rstest]
#[case::processor("down_blocks.1.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora")]
#[case::processor_of_unet(
    "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora"
)]
#[case::layer("unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q.lora")]
fn the_first_names_of_diffusers_are_known(#[case] name: &str) {
    let (down, up) = (format!("{name}.down.weight"), format!("{name}.up.weight"));
    let lora = lora(&[(&down, &[4, 16]), (&up, &[16, 4])], &[]).unwrap();
    let pairs = lora.resolve(&base()).unwrap();
    assert_eq!((pairs[0].path.as_str(), pairs[0].scale), (TO_Q, 1.0));
}

/// An SDXL-like list: three levels of two residual blocks, attention in the lower two.
fn large_base() -> ModulePaths {
    let unet = |path: &str| Module {
        part: Part::Unet,
        path: path.to_owned(),
        inputs: 8,
        outputs: 8,
        kernel: None,
    };
    let text = |part: Part| Module {
        part,
        ..unet("text_model.encoder.layers.0.mlp.fc1")
    };
    let mut modules: Vec<_> = (0..3)
        .flat_map(|level| (0..2).map(move |block| (level, block)))
        .map(|(level, block)| unet(&format!("down_blocks.{level}.resnets.{block}.conv1")))
        .collect();
    modules.extend([text(Part::Text), text(Part::Text2)]);
    modules.extend(
        [
            "down_blocks.0.downsamplers.0.conv",
            "down_blocks.1.attentions.0.proj_in",
            "down_blocks.2.attentions.1.transformer_blocks.0.attn2.to_k",
            "mid_block.attentions.0.proj_out",
            "mid_block.resnets.1.conv2",
            "up_blocks.0.attentions.2.proj_in",
            "up_blocks.1.upsamplers.0.conv",
            "up_blocks.2.resnets.1.conv_shortcut",
        ]
        .map(unet),
    );
    ModulePaths::new(Some(BaseFamily::Sdxl), modules)
}

// Names from the list of an SDXL LoRA by sd-scripts; paths from diffusers' conversion of it.
#[rstest]
#[case(
    "lora_unet_input_blocks_1_0_in_layers_2",
    "down_blocks.0.resnets.0.conv1"
)]
#[case("lora_unet_input_blocks_3_0_op", "down_blocks.0.downsamplers.0.conv")]
#[case(
    "lora_unet_input_blocks_4_1_proj_in",
    "down_blocks.1.attentions.0.proj_in"
)]
#[case(
    "lora_unet_input_blocks_8_1_transformer_blocks_0_attn2_to_k",
    "down_blocks.2.attentions.1.transformer_blocks.0.attn2.to_k"
)]
#[case("lora_unet_middle_block_1_proj_out", "mid_block.attentions.0.proj_out")]
#[case("lora_unet_middle_block_2_out_layers_3", "mid_block.resnets.1.conv2")]
#[case(
    "lora_unet_output_blocks_2_1_proj_in",
    "up_blocks.0.attentions.2.proj_in"
)]
#[case("lora_unet_output_blocks_5_2_conv", "up_blocks.1.upsamplers.0.conv")]
#[case(
    "lora_unet_output_blocks_7_0_skip_connection",
    "up_blocks.2.resnets.1.conv_shortcut"
)]
#[case(
    "lora_te1_text_model_encoder_layers_0_mlp_fc1",
    "text_model.encoder.layers.0.mlp.fc1"
)]
fn names_of_sdxl_files_are_known(#[case] name: &str, #[case] path: &str) {
    assert_eq!(large_base().find(name).unwrap().path, path);
}

#[test]
fn two_text_encoders_are_told_apart() {
    let base = large_base();
    let second = base
        .find("lora_te2_text_model_encoder_layers_0_mlp_fc1")
        .unwrap();
    assert_eq!(second.part, Part::Text2);
    assert_eq!(
        base.kohya_name(second),
        "lora_te2_text_model_encoder_layers_0_mlp_fc1"
    );
    assert_eq!(
        base.find("text_encoder_2.text_model.encoder.layers.0.mlp.fc1"),
        Some(second)
    );
}

#[rstest]
#[case::sd15("lora_unet_x_attn2_to_k", 768, "", Some(BaseFamily::Sd15))]
#[case::sd21("lora_unet_x_attn2_to_k", 1024, "", Some(BaseFamily::Sd21))]
#[case::sdxl("unet.x.attn2.to_k", 2048, "", Some(BaseFamily::Sdxl))]
#[case::pocket("lora_unet_x_attn2_to_k", 192, "", Some(BaseFamily::Pocket))]
#[case::sides_before_words(
    "lora_unet_x_attn2_to_k",
    768,
    "sdxl_base_v1-0",
    Some(BaseFamily::Sd15)
)]
#[case::words_alone("lora_unet_x_attn1_to_k", 320, "sd_v1", Some(BaseFamily::Sd15))]
#[case::nothing("lora_unet_x_attn1_to_k", 320, "", None)]
#[case::second_encoder("lora_te2_text_model_x", 1280, "", Some(BaseFamily::Sdxl))]
#[case::flux(
    "transformer.single_transformer_blocks.0.attn.to_q",
    3072,
    "",
    Some(BaseFamily::Flux1)
)]
#[case::flux_kohya(
    "lora_unet_double_blocks_0_img_attn_qkv",
    3072,
    "",
    Some(BaseFamily::Flux1)
)]
#[case::flux_2(
    "transformer.single_transformer_blocks.0.attn.to_qkv_mlp_proj",
    3072,
    "",
    Some(BaseFamily::Flux2)
)]
#[case::flux_2_wide(
    "diffusion_model.double_blocks.0.img_attn.proj",
    6144,
    "",
    Some(BaseFamily::Flux2)
)]
#[case::qwen(
    "transformer.transformer_blocks.0.img_mlp.net.2",
    3072,
    "",
    Some(BaseFamily::QwenImage)
)]
#[case::z_image(
    "diffusion_model.layers.0.attention.to_q",
    3840,
    "",
    Some(BaseFamily::ZImage)
)]
fn the_family_is_read_from_names_and_sides(
    #[case] module: &str,
    #[case] inputs: usize,
    #[case] says: &str,
    #[case] family: Option<BaseFamily>,
) {
    let (down, up) = (
        format!("{module}.lora_A.weight"),
        format!("{module}.lora_B.weight"),
    );
    let tensors: [(&str, &[usize]); 2] = [(&down, &[4, inputs]), (&up, &[8, 4])];
    let lora = lora(&tensors, &[("ss_base_model_version", says)]).unwrap();
    assert_eq!(lora.family(), family);
    assert_eq!(lora.pairs()[0].module, module);
}

// FLUX.1, the smaller FLUX.2 klein and Qwen-Image have attention layers of the same names and sides.
#[rstest]
#[case::attention("lora_unet_double_blocks_0_img_attn_qkv", [3072, 9216], "", None, Some(BaseFamily::Flux1))]
#[case::attention_that_says("double_blocks.0.img_attn.qkv", [3072, 9216], "flux2_klein_4b", Some(BaseFamily::Flux2), Some(BaseFamily::Flux1))]
#[case::more_blocks_than_flux("transformer.transformer_blocks.40.attn.add_q_proj", [3072, 3072], "", None, Some(BaseFamily::QwenImage))]
#[case::single_of_flux_1("lora_unet_single_blocks_0_linear1", [3072, 21504], "", Some(BaseFamily::Flux1), Some(BaseFamily::Flux1))]
#[case::single_of_klein("diffusion_model.single_blocks.0.linear1", [3072, 27648], "", Some(BaseFamily::Flux2), Some(BaseFamily::Flux1))]
#[case::stable_diffusion_3("lora_unet_joint_blocks_0_x_block_attn_qkv", [1536, 4608], "sd3", None, None)]
#[case::a_base_of_civitai("x.attn1.to_q", [320, 320], "SD 1.5", Some(BaseFamily::Sd15), None)]
#[case::a_base_of_hugging_face("x.attn1.to_q", [320, 320], "stabilityai/stable-diffusion-xl-base-1.0", Some(BaseFamily::Sdxl), None)]
#[case::video("transformer.transformer_blocks.0.attn2.to_k", [2048, 2048], "", None, None)]
fn what_is_certain_and_what_is_likely_are_told_apart(
    #[case] module: &str,
    #[case] sides: [usize; 2],
    #[case] says: &str,
    #[case] certain: Option<BaseFamily>,
    #[case] likely: Option<BaseFamily>,
) {
    let (down, up) = (
        format!("{module}.lora_A.weight"),
        format!("{module}.lora_B.weight"),
    );
    let [inputs, outputs] = sides;
    let tensors: [(&str, &[usize]); 2] = [(&down, &[1, inputs]), (&up, &[outputs, 1])];
    let lora = lora(&tensors, &[("baseModel", says)]).unwrap();
    assert_eq!(
        (lora.certain_family(), lora.likely_family()),
        (certain, likely)
    );
}

#[test]
fn a_second_text_encoder_counts_before_the_width_of_the_text() {
    let tensors: [(&str, &[usize]); 4] = [
        ("unet.mid_block.attn2.to_k.lora_A.weight", &[4, 16]),
        ("unet.mid_block.attn2.to_k.lora_B.weight", &[8, 4]),
        ("text_encoder_2.layers.0.mlp.fc1.lora_A.weight", &[4, 24]),
        ("text_encoder_2.layers.0.mlp.fc1.lora_B.weight", &[48, 4]),
    ];
    let family = lora(&tensors, &[]).unwrap().certain_family();
    assert_eq!(family, Some(BaseFamily::Sdxl));
}

#[test]
fn a_lora_for_another_base_says_which() {
    let tensors: [(&str, &[usize]); 2] = [
        ("lora_unet_x_attn2_to_k.lora_down.weight", &[4, 2048]),
        ("lora_unet_x_attn2_to_k.lora_up.weight", &[640, 4]),
    ];
    let lora = lora(&tensors, &[]).unwrap();
    let base = ModulePaths::new(Some(BaseFamily::Sd15), Vec::new());
    let sentence = lora.resolve(&base).unwrap_err().to_string();
    let end = "is for Stable Diffusion XL, and this base is Stable Diffusion 1.5";
    assert!(sentence.ends_with(end), "{sentence}");
}

const DOWN: &str =
    "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q.lora_down.weight";
const UP: &str =
    "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q.lora_up.weight";
const ALPHA: &str = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q.alpha";
const DORA: &str =
    "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q.dora_scale";

#[rstest]
#[case::a_whole_base(&[("conv_in.weight", &[4, 4][..])], "has no LoRA in it")]
#[case::of_a_base(&[("model.diffusion_model.out.2.weight", &[4, 4][..])], "it is a whole base, or a part of one")]
#[case::another_kind(&[("lora_unet_x.hada_w1_a", &[4, 4][..])], "uses LoHa, which is not applied here")]
#[case::half(&[(DOWN, &[4, 16][..])], "has only one matrix of the two for")]
#[case::rank_of_the_halves(&[(DOWN, &[4, 16][..]), (UP, &[16, 5])], "has other sides there")]
#[case::scalar(&[(DOWN, &[][..]), (UP, &[16, 5])], "has other sides there")]
#[case::sides(&[(DOWN, &[4, 24][..]), (UP, &[16, 4])], "has other sides there")]
#[case::kernel(&[(DOWN, &[4, 16, 3, 3][..]), (UP, &[16, 4, 1, 1])], "has other sides there")]
#[case::alpha(&[(DOWN, &[4, 16][..]), (UP, &[16, 4]), (ALPHA, &[2])], "has no usable alpha for")]
#[case::dora(&[(DOWN, &[4, 16][..]), (UP, &[16, 4]), (DORA, &[16, 1])], "uses DoRA, which is not applied here")]
#[case::unknown(
    &[("lora_unet_nowhere.lora_down.weight", &[4, 16][..]), ("lora_unet_nowhere.lora_up.weight", &[16, 4])],
    "changes lora_unet_nowhere, which this base does not have"
)]
fn what_cannot_be_used_is_refused_with_a_sentence(
    #[case] tensors: &[(&str, &[usize])],
    #[case] part: &str,
) {
    let resolved = lora(tensors, &[]).and_then(|lora| lora.resolve(&base()));
    let sentence = resolved.unwrap_err().to_string();
    assert!(sentence.contains(part), "{sentence}");
}

#[test]
fn a_module_that_is_changed_under_two_names_is_refused() {
    let other = format!("unet.{TO_Q}.lora_A.weight");
    let other_up = format!("unet.{TO_Q}.lora_B.weight");
    let tensors: [(&str, &[usize]); 4] = [
        (DOWN, &[4, 16]),
        (UP, &[16, 4]),
        (&other, &[4, 16]),
        (&other_up, &[16, 4]),
    ];
    let error = lora(&tensors, &[]).unwrap().resolve(&base()).unwrap_err();
    assert!(matches!(error, LoraError::ChangedTwice { .. }), "{error}");
}

#[test]
fn a_root_of_the_rank_is_used_where_peft_says_so() {
    let (down, up) = (
        format!("unet.{TO_Q}.lora_A.weight"),
        format!("unet.{TO_Q}.lora_B.weight"),
    );
    let config = r#"{"unet.r": 4, "unet.lora_alpha": 6, "unet.use_rslora": true}"#;
    let tensors: [(&str, &[usize]); 2] = [(&down, &[4, 16]), (&up, &[16, 4])];
    let lora = lora(&tensors, &[("lora_adapter_metadata", config)]).unwrap();
    assert_eq!(lora.resolve(&base()).unwrap()[0].scale, 3.0);
}

fn facts() -> LoraFacts {
    LoraFacts {
        title: "Fox".to_owned(),
        trigger: Some("FOX_A3F2".to_owned()),
        rank: 2,
        alpha: 6.0,
        captions: BTreeMap::from([("a fox".to_owned(), 3)]),
        resolution: (128, 128),
        ..LoraFacts::default()
    }
}

#[test]
fn what_is_written_is_read_as_it_was() {
    let pairs = LoraFile::read(&fixture("kohya.safetensors"))
        .unwrap()
        .resolve(&base())
        .unwrap();
    let (_folder, path) = scratch();
    write_lora(&path, &pairs, &base(), &facts()).unwrap();
    let lora = LoraFile::read(&path).unwrap();
    assert_eq!(lora.trigger(), Some("FOX_A3F2"));
    assert_eq!(
        lora.metadata()["ss_tag_frequency"],
        r#"{"Fox":{"a fox":3}}"#
    );
    assert_eq!(lora.metadata()["ss_resolution"], "(128, 128)");
    let read = lora.resolve(&base()).unwrap();
    assert_eq!(read.len(), pairs.len());
    for (read, written) in read.iter().zip(&pairs) {
        assert_eq!(
            (&read.path, read.alpha, read.scale),
            (&written.path, written.alpha, written.scale)
        );
        let near = |(a, b): (&f32, &f32)| (a - b).abs() <= b.abs() / 1024.0 + 1e-7;
        assert!(read.down.iter().zip(&written.down).all(near));
        assert!(read.up.iter().zip(&written.up).all(near));
    }
}

#[test]
fn the_hashes_are_those_of_the_field() {
    let module = Module {
        part: Part::Unet,
        path: "mid_block.attentions.0.proj_in".to_owned(),
        inputs: 70_000,
        outputs: 70_000,
        kernel: None,
    };
    let base = ModulePaths::new(Some(BaseFamily::Pocket), vec![module.clone()]);
    let numbers: Vec<f32> = (0..8 * 70_000)
        .map(|number| (number % 1000) as f32 / 8.0)
        .collect();
    let pair = LoraPair {
        part: Part::Unet,
        path: module.path,
        rank: 8,
        alpha: 8.0,
        scale: 1.0,
        down: numbers.clone(),
        up: numbers,
    };
    let (_folder, path) = scratch();
    write_lora(&path, &[pair], &base, &facts()).unwrap();
    let metadata = TensorFile::open(&path).unwrap().metadata().clone();
    let bytes = std::fs::read(&path).unwrap();
    let start = 8 + u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let hash = |bytes: &[u8]| -> String {
        let digest = Sha256::digest(bytes);
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    assert_eq!(metadata["sshs_model_hash"], hash(&bytes[start..]));
    assert_eq!(
        metadata["modelspec.hash_sha256"],
        format!("0x{}", hash(&bytes[start..]))
    );

    // The old hash is of a file that has the metadata of the training alone.
    let file = TensorFile::open(&path).unwrap();
    let tensors: Vec<_> = file
        .names()
        .map(|name| TensorToWrite {
            name: name.to_owned(),
            dtype: file.info(name).unwrap().dtype,
            shape: file.info(name).unwrap().shape.clone(),
            data: file.data(name).unwrap().to_vec(),
        })
        .collect();
    let training = metadata
        .clone()
        .into_iter()
        .filter(|(key, _)| key.starts_with("ss_"))
        .collect();
    write_tensors(&path, &tensors, &training).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(
        metadata["sshs_legacy_hash"],
        hash(&bytes[0x10_0000..0x11_0000])[..8]
    );
}

#[test]
fn fuzzed_changes_of_a_lora_are_a_lora_or_a_sentence() {
    let base = base();
    let good = [
        "kohya.safetensors",
        "peft.safetensors",
        "old-diffusers.safetensors",
    ]
    .map(|name| std::fs::read(fixture(name)).unwrap());
    check!()
        .with_iterations(500)
        .with_type::<(u8, Vec<(u16, u8)>)>()
        .for_each(|(which, changes)| {
            let mut bytes = good[usize::from(*which) % good.len()].clone();
            for (at, value) in changes {
                let at = usize::from(*at) % bytes.len();
                bytes[at] = *value;
            }
            let file = TensorFile::from_bytes(Path::new("fuzzed"), bytes);
            let lora = file.map_err(LoraError::from).and_then(LoraFile::of);
            let Ok(lora) = lora else { return };
            assert!(lora.leading_tag().is_none_or(|tag| !tag.is_empty()));
            let family = lora.family().unwrap_or(BaseFamily::Sd15);
            let facts = ExportFacts {
                title: "Fox",
                trigger: None,
                family,
            };
            if let Ok(export) = lora.export(&facts) {
                export.write(&mut std::io::sink()).unwrap();
            }
            if let Err(error) = lora.resolve(&base) {
                assert!(!error.to_string().is_empty());
            }
        });
}

/// What Linux says of the pages that a file's map has in memory, in KiB.
#[cfg(target_os = "linux")]
fn resident(path: &Path) -> u64 {
    let maps = std::fs::read_to_string("/proc/self/smaps").unwrap();
    let name = path.to_str().unwrap();
    let of_file = maps.split_once(name).expect("the file is mapped").1;
    let line = of_file.lines().find_map(|line| line.strip_prefix("Rss:"));
    let number = line.unwrap().trim().trim_end_matches(" kB");
    number.parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_base_is_not_in_memory_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("base.safetensors");
    let numbers = vec![0.5; 1 << 20];
    let tensors = ["a", "b"].map(|name| TensorToWrite::f16(name, &[1 << 10, 1 << 10], &numbers));
    write_tensors(&path, &tensors, &BTreeMap::new()).unwrap();
    let file = TensorFile::open(&path).unwrap();
    assert_eq!(file.data("a").unwrap().iter().max(), Some(&0x38));
    assert!(
        resident(&path) >= 2 << 10,
        "the map is looked at where it is"
    );
    assert_eq!(file.to_f32("a").unwrap(), numbers);
    assert_eq!(file.to_f32("b").unwrap(), numbers);
    // The header and what the kernel reads around a page that is shared by two tensors.
    assert!(resident(&path) <= 256, "{} KiB", resident(&path));
    assert_eq!(file.to_f32("a").unwrap(), numbers);
}
