//! Pictures of ComfyUI.

use super::super::{Program, known_sampler};
use super::comfyui_graphs::{FLUX, TWO_PASSES, with_nodes};
use super::files::{Order, compressed, plain, png, png_with, tiff, webp};
use super::{lora, picture_of};
use rstest::rstest;

#[test]
fn the_pass_nearest_to_the_saved_picture_is_read() {
    let picture = picture_of(&png(&[
        plain("prompt", TWO_PASSES.as_bytes()),
        plain("workflow", b"{\"nodes\": []}"),
    ]));
    assert_eq!(picture.program, Some(Program::ComfyUi));
    assert_eq!(picture.prompt, "a glass bottle, galaxy");
    assert_eq!(picture.negative_prompt, "text, watermark");
    assert_eq!(picture.seed, Some(u64::MAX));
    assert_eq!(picture.steps, Some(14));
    assert_eq!(picture.guidance, Some(6.5));
    assert_eq!(picture.sampler.as_deref(), Some("dpmpp_2m"));
    assert!(known_sampler("dpmpp_2m").is_some());
    assert_eq!(picture.size, Some([832, 1216]));
    assert_eq!(picture.model_name.as_deref(), Some("sd_xl_base_1.0"));
    assert_eq!(picture.loras, [lora("ink.v2", 0.8), lora("wool", -0.5)]);
    assert_eq!(picture.text, TWO_PASSES);
}

#[test]
fn a_sampler_in_parts_is_put_together() {
    let picture = picture_of(&png(&[compressed("prompt", FLUX.as_bytes())]));
    assert_eq!(picture.prompt, "an anime fox in the rain");
    assert_eq!(picture.negative_prompt, "");
    assert_eq!(picture.seed, Some(219_670_278_747_233));
    assert_eq!(picture.steps, Some(24));
    assert_eq!(picture.guidance, Some(3.5));
    assert_eq!(picture.sampler.as_deref(), Some("euler"));
    assert_eq!(picture.size, Some([768, 1024]));
    assert_eq!(picture.model_name.as_deref(), Some("flux1-dev"));
    assert_eq!(picture.loras, [lora("fox", 0.9), lora("grain", 0.3)]);
}

#[test]
fn a_guider_has_both_prompts_and_the_scale() {
    let graph = FLUX.replace(
        r#""BasicGuider", "inputs": {"model": ["31", 0], "conditioning": ["26", 0]}"#,
        r#""CFGGuider", "inputs": {"model": ["31", 0], "positive": ["6", 0], "negative": ["32", 0], "cfg": 4.5}"#,
    );
    let picture = picture_of(&png_with("prompt", &graph));
    assert_eq!(picture.prompt, "an anime fox in the rain");
    assert_eq!(picture.guidance, Some(4.5));
}

#[rstest]
#[case::sdxl_with_the_same_twice(
    r#""p": {"class_type": "CLIPTextEncodeSDXL", "inputs": {"width": 4096, "height": 4096, "text_g": "a cat", "text_l": "a cat"}}"#,
    "a cat", ""
)]
#[case::sdxl_with_two_texts(
    r#""p": {"class_type": "CLIPTextEncodeSDXL", "inputs": {"text_g": "a cat", "text_l": ["t", 0]}},
    "t": {"class_type": "Text Multiline", "inputs": {"text": "fluffy"}}"#,
    "a cat, fluffy", ""
)]
#[case::sd3(
    r#""p": {"class_type": "CLIPTextEncodeSD3", "inputs": {"clip_l": "a cat", "clip_g": "a cat", "t5xxl": "a cat on a mat"}},
    "n": {"class_type": "CLIPTextEncode", "inputs": {"text": "bad"}}"#,
    "a cat, a cat on a mat", "bad"
)]
#[case::combined(
    r#""p": {"class_type": "ConditioningCombine", "inputs": {"conditioning_1": ["a", 0], "conditioning_2": ["b", 0]}},
    "a": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat"}},
    "b": {"class_type": "ConditioningSetArea", "inputs": {"width": 64, "height": 64, "conditioning": ["c", 0]}},
    "c": {"class_type": "CLIPTextEncode", "inputs": {"text": "a mat"}}"#,
    "a cat, a mat", ""
)]
#[case::one_behind_the_other(
    r#""p": {"class_type": "ConditioningConcat", "inputs": {"conditioning_from": ["b", 0], "conditioning_to": ["a", 0]}},
    "a": {"class_type": "CLIPTextEncode", "inputs": {"text": "first"}},
    "b": {"class_type": "CLIPTextEncode", "inputs": {"text": "second"}}"#,
    "first, second", ""
)]
#[case::through_a_controlnet(
    r#""p": {"class_type": "ControlNetApplyAdvanced", "inputs": {"positive": ["a", 0], "negative": ["b", 0], "image": ["x", 0]}},
    "n": {"class_type": "ControlNetApplyAdvanced", "inputs": {"positive": ["a", 0], "negative": ["b", 0], "image": ["x", 0]}},
    "a": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat"}},
    "b": {"class_type": "CLIPTextEncode", "inputs": {"text": "bad"}}"#,
    "a cat", "bad"
)]
#[case::with_a_text_for_a_place(
    r#""p": {"class_type": "GLIGENTextBoxApply", "inputs": {"conditioning_to": ["a", 0], "clip": ["c", 0], "text": "sun"}},
    "a": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat"}}"#,
    "a cat, sun", ""
)]
#[case::made_nothing(
    r#""p": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat"}},
    "n": {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["p", 0]}}"#,
    "a cat",
    ""
)]
#[case::passed_on(
    r#""p": {"class_type": "Reroute", "inputs": {"": ["a", 0]}},
    "a": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat", "clip": ["c", 0]}}"#,
    "a cat",
    ""
)]
#[case::of_a_wildcard(
    r#""p": {"class_type": "CLIPTextEncode", "inputs": {"text": ["w", 0]}},
    "w": {"class_type": "ImpactWildcardProcessor", "inputs": {"wildcard_text": "a {cat|dog}", "populated_text": "a dog"}}"#,
    "a dog", ""
)]
#[case::of_a_switch(
    r#""p": {"class_type": "CLIPTextEncode", "inputs": {"text": ["w", 0]}},
    "w": {"class_type": "ComfySwitchNode", "inputs": {"switch": ["b", 0], "on_true": "a dog", "on_false": ["v", 0]}},
    "v": {"class_type": "PreviewAny", "inputs": {"source": ["t", 0]}},
    "t": {"class_type": "PrimitiveString", "inputs": {"value": "a cat"}},
    "b": {"class_type": "PrimitiveBoolean", "inputs": {"value": false}},
    "n": {"class_type": "ComfySwitchNode", "inputs": {"switch": true, "on_true": ["m", 0], "on_false": ["p", 0]}},
    "m": {"class_type": "CLIPTextEncode", "inputs": {"text": "bad"}}"#,
    "a cat", "bad"
)]
#[case::of_a_language_model(
    r#""p": {"class_type": "CLIPTextEncode", "inputs": {"text": ["w", 0]}},
    "w": {"class_type": "TextGenerate", "inputs": {"prompt": "You are an expert. Write of a cat."}}"#,
    "", ""
)]
#[case::of_a_switch_in_a_circle(
    r#""p": {"class_type": "ComfySwitchNode", "inputs": {"switch": true, "on_true": ["p", 0], "on_false": ["n", 0]}}"#,
    "", ""
)]
#[case::of_a_style(
    r#""p": {"class_type": "CLIPTextEncode", "inputs": {"text": ["w", 0]}},
    "n": {"class_type": "CLIPTextEncode", "inputs": {"text": ["w", 1]}},
    "w": {"class_type": "SDXLPromptStyler", "inputs": {"text_positive": "a cat", "text_negative": "bad", "style": "base"}}"#,
    "a cat", "bad"
)]
#[case::of_a_loader_with_everything(
    r#""p": {"class_type": "Efficient Loader", "inputs": {"ckpt_name": "x.ckpt", "positive": "a cat", "negative": "bad"}},
    "n": {"class_type": "Efficient Loader", "inputs": {"ckpt_name": "x.ckpt", "positive": "a cat", "negative": "bad"}}"#,
    "a cat", "bad"
)]
#[case::nowhere(
    r#""p": {"class_type": "CLIPTextEncode", "inputs": {"text": ["gone", 0]}}"#,
    "",
    ""
)]
#[case::in_a_circle(
    r#""p": {"class_type": "ConditioningCombine", "inputs": {"conditioning_1": ["p", 0], "conditioning_2": ["n", 0]}},
    "n": {"class_type": "ConditioningCombine", "inputs": {"conditioning_1": ["p", 0], "conditioning_2": ["a", 0]}},
    "a": {"class_type": "CLIPTextEncode", "inputs": {"text": ["b", 0]}},
    "b": {"class_type": "Text", "inputs": {"text": ["b", 0]}}"#,
    "", ""
)]
fn prompts_are_found_behind_their_links(
    #[case] nodes: &str,
    #[case] prompt: &str,
    #[case] negative: &str,
) {
    let picture = picture_of(&png_with("prompt", &with_nodes(nodes)));
    assert_eq!(picture.program, Some(Program::ComfyUi));
    assert_eq!(picture.prompt, prompt);
    assert_eq!(picture.negative_prompt, negative);
    assert_eq!((picture.seed, picture.steps), (Some(5), Some(20)));
}

#[rstest]
#[case::of_the_empty_latent(
    r#""l": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768}}"#,
    Some([512, 768])
)]
#[case::in_one_text(
    r#""l": {"class_type": "SDXL Empty Latent Image (rgthree)", "inputs": {"dimensions": "1216 x 832   (landscape)"}}"#,
    Some([1216, 832])
)]
#[case::of_the_last_enlargement(
    r#""l": {"class_type": "LatentUpscale", "inputs": {"width": 1024, "height": 1536, "samples": ["e", 0]}},
    "e": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768}}"#,
    Some([1024, 1536])
)]
#[case::of_a_picture(
    r#""l": {"class_type": "VAEEncode", "inputs": {"pixels": ["e", 0], "vae": ["v", 0]}},
    "e": {"class_type": "LoadImage", "inputs": {"image": "example.png"}}"#,
    None
)]
#[case::out_of_range(
    r#""l": {"class_type": "EmptyLatentImage", "inputs": {"width": -8, "height": 1e30}}"#,
    None
)]
#[case::in_a_circle(
    r#""l": {"class_type": "VAEEncode", "inputs": {"pixels": ["l", 0]}}"#,
    None
)]
fn the_size_is_that_of_the_latent(#[case] nodes: &str, #[case] expected: Option<[u32; 2]>) {
    let picture = picture_of(&png_with("prompt", &with_nodes(nodes)));
    assert_eq!(picture.size, expected);
}

#[rstest]
#[case::of_advanced("KSamplerAdvanced", r#""add_noise": "disable", "noise_seed": 0"#)]
#[case::of_custom("SamplerCustom", r#""add_noise": false, "noise_seed": 0"#)]
#[case::of_custom_in_parts("SamplerCustomAdvanced", r#""noise": ["x", 0]"#)]
fn a_refiner_that_adds_no_noise_is_not_what_drew(#[case] class: &str, #[case] noise: &str) {
    let nodes = format!(
        r#""r": {{"class_type": "{class}", "inputs": {{{noise}, "steps": 25, "sampler_name": "euler",
        "model": ["o", 0], "latent_image": ["k", 0]}}}},
        "x": {{"class_type": "DisableNoise", "inputs": {{}}}},
        "o": {{"class_type": "CheckpointLoaderSimple", "inputs": {{"ckpt_name": "refiner.ckpt"}}}},
        "m": {{"class_type": "CheckpointLoaderSimple", "inputs": {{"ckpt_name": "base.ckpt"}}}}"#
    );
    let graph = with_nodes(&nodes).replace(r#""samples": ["k", 0]"#, r#""samples": ["r", 0]"#);
    let picture = picture_of(&png_with("prompt", &graph));
    assert_eq!((picture.seed, picture.steps), (Some(5), Some(20)));
    assert_eq!(picture.model_name.as_deref(), Some("base"));
}

#[test]
fn samplers_without_noise_in_a_circle_end() {
    let graph = r#"{"r": {"class_type": "KSamplerAdvanced", "inputs": {"add_noise": "disable", "sampler_name": "euler",
        "latent_image": ["r", 0]}}}"#;
    let picture = picture_of(&png_with("prompt", graph));
    assert_eq!(picture.sampler.as_deref(), Some("euler"));
}

#[test]
fn models_in_a_circle_end() {
    let nodes = r#""m": {"class_type": "LoraLoader", "inputs": {"lora_name": "a.safetensors", "model": ["m", 0]}}"#;
    let picture = picture_of(&png_with("prompt", &with_nodes(nodes)));
    assert_eq!(picture.model_name, None);
    assert_eq!(picture.loras.len(), 64);
}

#[test]
fn texts_that_double_at_each_link_end() {
    let mut nodes = String::from(r#""p": {"class_type": "E", "inputs": {"text": ["0", 0]}}"#);
    for index in 0..40 {
        let next = index + 1;
        nodes += &format!(
            r#", "{index}": {{"class_type": "J", "inputs": {{"string_a": ["{next}", 0], "string_b": ["{next}", 0]}}}}"#
        );
    }
    nodes += r#", "40": {"class_type": "T", "inputs": {"text": "cat"}}"#;
    let picture = picture_of(&png_with("prompt", &with_nodes(&nodes)));
    assert!(picture.prompt.len() < 2 << 20);
}

#[test]
fn webp_has_the_graph_in_a_tag_of_the_camera_or_in_the_comment() {
    let in_tag = tiff(Order::Big, b"", &[(0x0110, &format!("prompt:{FLUX}"))]);
    let comment = format!("ASCII\0\0\0{{\"prompt\": {FLUX}, \"workflow\": {{}}}}");
    let in_comment = tiff(Order::Little, comment.as_bytes(), &[]);
    let alone = [b"UNICODE\0".to_vec(), Order::Big.utf16(FLUX)].concat();
    let alone = tiff(Order::Little, &alone, &[]);
    for tiff in [in_tag, in_comment, alone] {
        let picture = picture_of(&webp(&tiff));
        assert_eq!(picture.program, Some(Program::ComfyUi));
        assert_eq!(picture.prompt, "an anime fox in the rain");
    }
}

#[test]
fn a_graph_without_a_sampler_is_comfyui_and_says_nothing() {
    let graph = r#"{"1": {"class_type": "LoadImage", "inputs": {"image": "a.png"}}}"#;
    let picture = picture_of(&png_with("prompt", graph));
    assert_eq!(picture.program, Some(Program::ComfyUi));
    assert_eq!((picture.prompt.as_str(), picture.seed), ("", None));
}

#[rstest]
#[case::a_text("a cat")]
#[case::an_empty_object("{}")]
#[case::other_json(r#"{"a": {"b": 1}}"#)]
#[case::a_list("[1, 2]")]
fn what_is_no_graph_is_not_comfyui(#[case] text: &str) {
    assert_eq!(picture_of(&png_with("prompt", text)).program, None);
}
