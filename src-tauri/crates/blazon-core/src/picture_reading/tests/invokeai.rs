//! Pictures of InvokeAI's versions.

use super::super::Program;
use super::files::{plain, png, png_with};
use super::{lora, picture_of};
use rstest::rstest;

const VERSION_5: &str = r#"{"generation_mode": "sdxl_txt2img", "positive_prompt": "a robot reading a book",
"negative_prompt": "blurry, low quality", "width": 1184, "height": 888, "seed": 591741300, "rand_device": "cpu",
"cfg_scale": 5.0, "cfg_rescale_multiplier": 0.0, "steps": 30, "scheduler": "dpmpp_2m_k",
"model": {"key": "db73016a", "hash": "blake3:89", "name": "juggernaut_xl.v9", "base": "sdxl", "type": "main"},
"loras": [{"model": {"key": "1", "name": "Drama v3", "base": "sdxl", "type": "lora"}, "weight": 1.5},
{"model": {"key": "2", "name": "ink", "base": "sdxl", "type": "lora"}, "weight": -0.25}],
"positive_style_prompt": "a robot reading a book", "app_version": "5.4.2"}"#;

const VERSION_3: &str = r#"{"app_version": "3.0.2", "generation_mode": "txt2img", "positive_prompt": "a lake",
"negative_prompt": "", "width": 512, "height": 768, "seed": 7, "cfg_scale": 7.5, "steps": 50, "scheduler": "euler_a",
"model": {"model_name": "stable-diffusion-v1-5", "base_model": "sd-1", "model_type": "main"},
"loras": [{"lora": {"model_name": "watercolour", "base_model": "sd-1"}, "weight": 0.75}]}"#;

#[test]
fn metadata_of_version_5_is_read() {
    let picture = picture_of(&png_with("invokeai_metadata", VERSION_5));
    assert_eq!(picture.program, Some(Program::InvokeAi));
    assert_eq!(picture.prompt, "a robot reading a book");
    assert_eq!(picture.negative_prompt, "blurry, low quality");
    assert_eq!((picture.seed, picture.steps), (Some(591_741_300), Some(30)));
    assert_eq!(picture.guidance, Some(5.0));
    assert_eq!(picture.sampler.as_deref(), Some("dpmpp_2m_k"));
    assert_eq!(picture.size, Some([1184, 888]));
    assert_eq!(picture.model_name.as_deref(), Some("juggernaut_xl.v9"));
    assert_eq!(picture.loras, [lora("Drama v3", 1.5), lora("ink", -0.25)]);
    assert_eq!(picture.text, VERSION_5);
}

#[test]
fn metadata_of_version_3_is_read() {
    let picture = picture_of(&png_with("invokeai_metadata", VERSION_3));
    assert_eq!(picture.prompt, "a lake");
    assert_eq!(picture.negative_prompt, "");
    assert_eq!(picture.size, Some([512, 768]));
    assert_eq!(picture.model_name.as_deref(), Some("stable-diffusion-v1-5"));
    assert_eq!(picture.loras, [lora("watercolour", 0.75)]);
}

#[test]
fn a_distilled_base_has_the_guidance_that_it_was_told() {
    let json =
        r#"{"positive_prompt": "a lake", "guidance": 4, "cfg_scale": 1, "steps": 30, "seed": 3}"#;
    let picture = picture_of(&png_with("invokeai_metadata", json));
    assert_eq!(picture.guidance, Some(4.0));
}

#[test]
fn numbers_out_of_range_are_none() {
    let json = r#"{"positive_prompt": "a lake", "seed": -1, "steps": 99999999999, "cfg_scale": [7.5, 5.0],
        "width": 0, "height": 1.5, "scheduler": null, "model": "name", "loras": [null, {"weight": 1}]}"#;
    let picture = picture_of(&png_with("invokeai_metadata", json));
    assert_eq!(picture.prompt, "a lake");
    assert_eq!((picture.seed, picture.steps), (None, None));
    assert_eq!((picture.guidance, picture.size), (None, None));
    assert_eq!((picture.sampler, picture.model_name), (None, None));
    assert!(picture.loras.is_empty());
}

#[rstest]
#[case::one_text(
    r#""a mountain [fog, people] at dawn, withLora(oil.v2, 0.5) [text]""#,
    "a mountain at dawn",
    "fog, people text"
)]
#[case::parts(r#"[{"prompt": "a mountain", "weight": 1.0}]"#, "a mountain", "")]
#[case::parts_with_weights(
    r#"[{"prompt": "a mountain", "weight": 0.7}, {"prompt": "a lake", "weight": 0.3}, {"prompt": "fog", "weight": -1}]"#,
    "a mountain, a lake",
    "fog"
)]
#[case::a_bracket_that_stays_open(r#""a mountain [fog""#, "a mountain [fog", "")]
fn metadata_of_version_2_is_read(
    #[case] prompt: &str,
    #[case] expected: &str,
    #[case] negative: &str,
) {
    let json = format!(
        r#"{{"model": "stable diffusion", "model_weights": "stable-diffusion-1.5", "model_hash": "cc6c",
        "app_id": "invoke-ai/InvokeAI", "app_version": "2.3.5", "image": {{"prompt": {prompt}, "steps": 50,
        "cfg_scale": 7.5, "threshold": 0, "height": 512, "width": 768, "seed": 3561693215, "type": "txt2img",
        "postprocessing": null, "sampler": "k_euler_a", "variations": []}}}}"#
    );
    let picture = picture_of(&png(&[
        plain("Dream", b"\"something else\" -s 1 -S 2"),
        plain("sd-metadata", json.as_bytes()),
    ]));
    assert_eq!(picture.program, Some(Program::InvokeAi));
    assert_eq!(picture.prompt, expected);
    assert_eq!(picture.negative_prompt, negative);
    assert_eq!(
        (picture.seed, picture.steps),
        (Some(3_561_693_215), Some(50))
    );
    assert_eq!(picture.guidance, Some(7.5));
    assert_eq!(picture.sampler.as_deref(), Some("k_euler_a"));
    assert_eq!(picture.size, Some([768, 512]));
    assert_eq!(picture.model_name.as_deref(), Some("stable-diffusion-1.5"));
    let expected_loras = if prompt.contains("withLora") {
        vec![lora("oil.v2", 0.5)]
    } else {
        Vec::new()
    };
    assert_eq!(picture.loras, expected_loras);
}

#[rstest]
#[case::in_quotes(
    r#""a prompt [bad]" -s50 -S123 -W512 -H768 -C7.5 -A k_lms"#,
    "a prompt"
)]
#[case::with_values_beside(r#""a prompt [bad]" -s50 -W512 -H768 -C7.5 -Ak_lms -S123"#, "a prompt")]
#[case::without_quotes(
    "a prompt [bad] -s 50 -S 123 -W 512 -H 768 -C 7.5 -A k_lms",
    "a prompt"
)]
#[case::with_dashes(
    "a well-known -soft prompt - old [bad] -s 50 -S 123 -W 512 -H 768 -C 7.5 --seamless -A k_lms",
    "a well-known -soft prompt - old"
)]
#[case::with_quotes_inside(
    r#""a "quoted" \"prompt\" [bad]" -s50 -S123 -W512 -H768 -C7.5 -A k_lms"#,
    r#"a "quoted" "prompt""#
)]
fn a_line_of_the_first_versions_is_read(#[case] line: &str, #[case] prompt: &str) {
    let picture = picture_of(&png_with("Dream", line));
    assert_eq!(picture.program, Some(Program::InvokeAi));
    assert_eq!(picture.prompt, prompt);
    assert_eq!(picture.negative_prompt, "bad");
    assert_eq!((picture.seed, picture.steps), (Some(123), Some(50)));
    assert_eq!(picture.guidance, Some(7.5));
    assert_eq!(picture.sampler.as_deref(), Some("k_lms"));
    assert_eq!(picture.size, Some([512, 768]));
}
