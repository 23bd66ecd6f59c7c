//! Pictures of A1111's web UI and of those that write as it does.

use super::super::{Program, ReadPicture, Texts, read};
use super::comfyui_graphs::with_nodes;
use super::files::{Order, international, jpeg, plain, png, png_with, tiff, webp};
use super::{lora, picture_of};
use rstest::rstest;

const LINE: &str = "Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 1, Size: 512x768, \
    Model hash: abc, Model: name, Lora hashes: \"a: 1b, c: 2d\", Version: v1.10.1";

fn written(text: &str) -> ReadPicture {
    picture_of(&png_with("parameters", text))
}

#[test]
fn a_picture_with_everything_is_read() {
    let text = format!(
        "a cat on a mat,\nmade of <lora:wool v2:0.8> wool\n\nthird line\nNegative prompt: blurry, \nworst quality\n{LINE}"
    );
    let picture = written(&text);
    assert_eq!(
        picture,
        ReadPicture {
            program: Some(Program::A1111),
            prompt: "a cat on a mat,\nmade of wool\n\nthird line".to_owned(),
            negative_prompt: "blurry,\nworst quality".to_owned(),
            seed: Some(1),
            steps: Some(20),
            guidance: Some(7.0),
            sampler: Some("DPM++ 2M".to_owned()),
            size: Some([512, 768]),
            model_name: Some("name".to_owned()),
            loras: vec![lora("wool v2", 0.8)],
            blazon_json: None,
            text,
        }
    );
}

#[rstest]
#[case::no_negative("a cat\n{line}", "a cat", "")]
#[case::windows_lines(
    "a cat\r\nand\r\nNegative prompt: bad\r\nworse\r\n{line}\r\n",
    "a cat\nand",
    "bad\nworse"
)]
#[case::settings_in_the_prompt("Steps: 5, stairs, a cat\n{line}", "Steps: 5, stairs, a cat", "")]
#[case::many_settings_in_the_prompt(
    "Steps: 5, Seed: 2, Size: 8x8\nNegative prompt: bad\n{line}",
    "Steps: 5, Seed: 2, Size: 8x8",
    "bad"
)]
#[case::negative_inside_a_line(
    "write Negative prompt: on it\n{line}",
    "write Negative prompt: on it",
    ""
)]
#[case::negative_twice(
    "a cat\nNegative prompt: bad\nNegative prompt: worse\n{line}",
    "a cat",
    "bad\nNegative prompt: worse"
)]
#[case::negative_without_a_space("a cat\nNegative prompt:bad\n{line}", "a cat", "bad")]
#[case::empty_negative("a cat\nNegative prompt: \n{line}", "a cat", "")]
#[case::no_prompt("\nNegative prompt: bad\n{line}", "", "bad")]
#[case::settings_alone("{line}", "", "")]
#[case::another_line_behind(
    "a cat\nNegative prompt: bad\n{line}\nTemplate: a {{cat|dog}}",
    "a cat",
    "bad"
)]
#[case::letters_of_all_kinds(
    "рыжий кот, 猫\nNegative prompt: плохо\n{line}",
    "рыжий кот, 猫",
    "плохо"
)]
fn prompts_are_divided_from_the_settings(
    #[case] text: &str,
    #[case] prompt: &str,
    #[case] negative: &str,
) {
    let picture = written(&text.replace("{line}", LINE));
    assert_eq!(picture.prompt, prompt);
    assert_eq!(picture.negative_prompt, negative);
    assert_eq!(picture.steps, Some(20));
    assert_eq!(picture.seed, Some(1));
    assert_eq!(picture.size, Some([512, 768]));
}

#[rstest]
#[case::a_prompt("a cat,\na dog")]
#[case::a_prompt_with_colons("portrait: cat, style: oil, light: soft, (fur:1.2)")]
#[case::a_prompt_with_our_words("Steps: many, Seed: sunflower, Size: giant")]
fn a_text_without_settings_is_a_prompt(#[case] text: &str) {
    let picture = written(text);
    assert_eq!(picture.program, Some(Program::A1111));
    assert_eq!(picture.prompt, text);
    assert_eq!((picture.steps, picture.seed), (None, None));
}

#[rstest]
#[case::a_number("Steps: 20, Seed: 1, Size: 8x8, Sampler: plain", "plain")]
#[case::without_spaces("Steps:20,Seed:1,Size:8x8,Sampler:plain", "plain")]
#[case::quoted(r#"Steps: 20, Seed: 1, Size: 8x8, Sampler: "a, b: c""#, "a, b: c")]
#[case::quoted_with_quotes(
    r#"Steps: 20, Seed: 1, Size: 8x8, Sampler: "a \"b\", c\\", X1: 2"#,
    r#"a "b", c\"#
)]
#[case::quoted_as_nobody_should(
    r#"Steps: 20, Seed: 1, Size: 8x8, Sampler: "a, \q", X1: 2"#,
    r"a, \q"
)]
#[case::behind_json(
    r#"Steps: 20, Seed: 1, Size: 8x8, Hashes: {"model": "a, b", "Sampler: x": ["}"]}, Sampler: last"#,
    "last"
)]
#[case::behind_json_with_too_much(
    r#"Steps: 20, Seed: 1, Size: 8x8, Json: {"key:with:colon": "value, with"}}}}>>, Sampler: last"#,
    "last"
)]
#[case::behind_a_prompt_in_quotes(
    r#"Steps: 20, Seed: 1, Size: 8x8, ADetailer prompt: "Sampler: x, \n(y:1)", Sampler: last"#,
    "last"
)]
#[case::behind_what_is_no_setting(
    "Steps: 20, Seed: 1, Size: 8x8, fast, -, :, Sampler: last",
    "last"
)]
#[case::open_quote("Steps: 20, Seed: 1, Size: 8x8, Sampler: \"a", "\"a")]
fn values_of_settings_are_read_as_they_were_written(#[case] line: &str, #[case] value: &str) {
    let picture = written(&format!("a cat\n{line}"));
    assert_eq!(picture.sampler.as_deref(), Some(value));
    assert_eq!(picture.prompt, "a cat");
    assert_eq!(picture.steps, Some(20));
}

#[rstest]
#[case::a_name("dreamshaper_8", Some("dreamshaper_8"))]
#[case::a_file("sub\\sd_xl.base.SafeTensors", Some("sd_xl.base"))]
#[case::a_name_with_dots("v1.5", Some("v1.5"))]
#[case::nothing("None", None)]
#[case::an_ending_alone(".ckpt", None)]
#[case::letters_of_all_kinds("модель猫", Some("модель猫"))]
fn a_base_is_called_as_people_call_it(#[case] model: &str, #[case] expected: Option<&str>) {
    let picture = written(&format!(
        "a cat\nSteps: 20, Seed: 1, Size: 8x8, Model: {model}"
    ));
    assert_eq!(picture.model_name.as_deref(), expected);
}

#[rstest]
#[case::alone("a cat <lora:wool:0.8>", "a cat", &[("wool", 0.8)])]
#[case::without_a_strength("<lora:wool> a cat", "a cat", &[("wool", 1.0)])]
#[case::of_the_unet("a cat<lora:wool:1:0.5>", "a cat", &[("wool", 0.5)])]
#[case::named("a cat <lora:wool:te=0.2:unet=0.6>", "a cat", &[("wool", 0.6)])]
#[case::by_blocks("a cat <lora:wool:0.7:lbw=MIDD>", "a cat", &[("wool", 0.7)])]
#[case::lyco("a cat, <lyco:wool v2:-1>, a mat", "a cat, a mat", &[("wool v2", -1.0)])]
#[case::several(
    "<lora:a:1>, <LORA:b.c:.5>, a cat, <lora:d-e_f:2>",
    "a cat",
    &[("a", 1.0), ("b.c", 0.5), ("d-e_f", 2.0)]
)]
#[case::between_words("a <lora:wool:1> cat", "a cat", &[("wool", 1.0)])]
#[case::in_lines("a cat\n<lora:wool:1>\n<lora:ink:1>", "a cat", &[("wool", 1.0), ("ink", 1.0)])]
#[case::strange_strength("a cat <lora:wool:strong>", "a cat", &[("wool", 1.0)])]
#[case::endless_strength("a cat <lora:wool:inf>", "a cat", &[("wool", 1.0)])]
#[case::other_tags("<b>a</b> <hypernet:x:1> <lora::1> <lora: 3 < 4", "<b>a</b> <hypernet:x:1> <lora::1> <lora: 3 < 4", &[])]
fn loras_are_taken_out_of_the_prompt(
    #[case] text: &str,
    #[case] prompt: &str,
    #[case] loras: &[(&str, f64)],
) {
    let picture = written(&format!("{text}\n{LINE}"));
    assert_eq!(picture.prompt, prompt);
    let expected: Vec<_> = loras.iter().map(|(name, it)| lora(name, *it)).collect();
    assert_eq!(picture.loras, expected);
}

#[rstest]
#[case::scale("CFG scale: 6.5", Some(6.5))]
#[case::forge("CFG scale: 1, Distilled CFG Scale: 3.5", Some(3.5))]
#[case::both("CFG scale: 2, Distilled CFG Scale: 3.5", Some(2.0))]
#[case::distilled_alone("Distilled CFG scale: 3.5", Some(3.5))]
#[case::hires_is_another("Hires CFG Scale: 3", None)]
#[case::none("CFG scale: NaN", None)]
fn the_guidance_is_the_one_that_acts(#[case] settings: &str, #[case] expected: Option<f64>) {
    let line = format!("a cat\nSteps: 20, Seed: 1, Size: 8x8, {settings}");
    assert_eq!(written(&line).guidance, expected);
}

#[test]
fn a_picture_of_forge_with_a_second_pass_keeps_the_first_pass_apart() {
    let picture = written(
        "a cat\nSteps: 25, Sampler: Euler a, Schedule type: Automatic, CFG scale: 6, Seed: 777, Size: 896x1152, \
        Model hash: d5d1, Model: flux1-dev-Q8_0, Denoising strength: 0.45, Hires Module 1: Use same choices, \
        Hires prompt: \"Seed: 5, Steps: 3\", Hires sampler: DDIM, Hires upscale: 2, Hires steps: 10, ENSD: 31337, \
        Version: f2.0.1v1.10.1-previous-313-g8a042934, Module 1: ae, Module 2: clip_l",
    );
    assert_eq!((picture.steps, picture.seed), (Some(25), Some(777)));
    assert_eq!(picture.sampler.as_deref(), Some("Euler a"));
    assert_eq!(picture.size, Some([896, 1152]));
    assert_eq!(picture.model_name.as_deref(), Some("flux1-dev-Q8_0"));
}

#[test]
fn a_picture_of_civitai_has_its_models_from_the_resources() {
    let picture = written(
        "a cat\nNegative prompt: \nSteps: 8, Sampler: Undefined, CFG scale: 1, Seed: 12346789098, Size: 832x1216, \
        Clip skip: 2, Created Date: 2024-12-22T01:01:01.0222111Z, Civitai resources: [{\"type\":\"checkpoint\",\
        \"modelVersionId\":123456,\"modelName\":\"Some model, [Pony: XL]\",\"modelVersionName\":\"v2.0\"},\
        {\"type\":\"lycoris\",\"weight\":0.7,\"modelVersionId\":1,\"modelName\":\"some style\"},\
        {\"type\":\"embed\",\"modelName\":\"bad hands\"},{\"type\":\"lora\",\"modelName\":\"another\"}], \
        Civitai metadata: {\"remixOfId\":11111100000}",
    );
    assert_eq!(
        picture.model_name.as_deref(),
        Some("Some model, [Pony: XL]")
    );
    assert_eq!(
        picture.loras,
        [lora("some style", 0.7), lora("another", 1.0)]
    );
    assert_eq!(picture.sampler, None);
    assert_eq!(picture.seed, Some(12_346_789_098));
}

#[test]
fn numbers_out_of_range_are_none() {
    let picture =
        written("a cat\nSteps: 99999999999, Seed: -1, Size: 0x512, CFG scale: 7, Model: m");
    assert_eq!(
        (picture.steps, picture.seed, picture.size),
        (None, None, None)
    );
    assert_eq!(picture.guidance, Some(7.0));
}

#[rstest]
#[case::jpeg_big(Order::Big, Order::Big)]
#[case::jpeg_little(Order::Little, Order::Little)]
#[case::written_anew(Order::Little, Order::Big)]
fn jpeg_and_webp_have_the_text_in_their_comment(#[case] file: Order, #[case] comment: Order) {
    let text = format!("кот\nNegative prompt: плохо\n{LINE}");
    let comment = [b"UNICODE\0".to_vec(), comment.utf16(&text)].concat();
    let tiff = tiff(file, &comment, &[]);
    for file in [jpeg(&tiff, None), webp(&tiff)] {
        let picture = picture_of(&file);
        assert_eq!(picture.program, Some(Program::A1111));
        assert_eq!(picture.prompt, "кот");
        assert_eq!(picture.negative_prompt, "плохо");
        assert_eq!(picture.size, Some([512, 768]));
        assert_eq!(picture.text, text);
    }
}

#[test]
fn the_comment_of_a_photo_is_no_prompt() {
    let file = jpeg(
        &tiff(Order::Big, b"ASCII\0\0\0Grandma, 1998", &[]),
        Some("CREATOR: gd-jpeg v1.0"),
    );
    let picture = picture_of(&file);
    assert_eq!(picture.program, None);
    assert_eq!(picture.prompt, "");
    assert_eq!(
        picture.text,
        "UserComment: Grandma, 1998\n\nComment: CREATOR: gd-jpeg v1.0"
    );
}

#[test]
fn the_json_of_a_program_that_is_not_known_is_no_prompt() {
    let picture = written(r#"{"sui_image_params": {"prompt": "a cat"}}"#);
    assert_eq!(picture.program, None);
    assert_eq!(picture.prompt, "");
    assert!(picture.text.contains("sui_image_params"));
}

#[test]
fn a_picture_of_comfyui_with_such_a_text_is_read_from_it() {
    let graph = r#"{"1": {"class_type": "SaveImage", "inputs": {}}}"#;
    let picture = picture_of(&png(&[
        plain("prompt", graph.as_bytes()),
        international("parameters", &format!("кот\n{LINE}")),
    ]));
    assert_eq!(picture.program, Some(Program::ComfyUi));
    assert_eq!(picture.prompt, "кот");
    assert_eq!(picture.seed, Some(1));
}

#[test]
fn a_node_of_comfyui_that_was_not_told_the_prompt_leaves_it_to_the_graph() {
    let graph = with_nodes(r#""p": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat"}}"#);
    let picture = picture_of(&png(&[
        plain(
            "parameters",
            format!("unknown\nNegative prompt: unknown\n{LINE}").as_bytes(),
        ),
        plain("prompt", graph.as_bytes()),
    ]));
    assert_eq!((picture.prompt.as_str(), picture.seed), ("a cat", Some(5)));
}

#[test]
fn a_file_without_texts_says_nothing() {
    assert_eq!(read(&Texts::default()), ReadPicture::default());
    assert_eq!(picture_of(&png(&[])), ReadPicture::default());
}
