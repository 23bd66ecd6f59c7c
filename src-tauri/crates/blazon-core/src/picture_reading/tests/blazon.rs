//! Pictures of this program.

use super::super::Program;
use super::files::{international, plain, png};
use super::{lora, picture_of};

const JSON: &str = r#"{"id":"0190","drawing":"0191","index":0,"file":"pictures/a.png","hash":"ab","model":"0192",
"provider":"local","base":"sdxl","prompt":"sks кот, cafe","negativePrompt":"blurry","seed":"18446744073709551615",
"sampler":"eulerAncestral","steps":24,"guidance":6.5,"strength":0.8,"width":832,"height":1216,"createdAt":1}"#;

#[test]
fn our_own_picture_is_read_from_its_json_and_its_lora_from_the_parameters() {
    let parameters = "sks cat <lora:masha-v2:0.8>\nSteps: 24, CFG scale: 6.5, Size: 832x1216, Version: Blazon 0.1.0";
    let picture = picture_of(&png(&[
        plain("parameters", parameters.as_bytes()),
        international("blazon", JSON),
    ]));
    assert_eq!(picture.program, Some(Program::Blazon));
    assert_eq!(picture.prompt, "sks кот, cafe");
    assert_eq!(picture.negative_prompt, "blurry");
    assert_eq!(picture.seed, Some(u64::MAX));
    assert_eq!(picture.steps, Some(24));
    assert_eq!(picture.guidance, Some(6.5));
    assert_eq!(picture.sampler.as_deref(), Some("Euler a"));
    assert_eq!(picture.size, Some([832, 1216]));
    assert_eq!(picture.loras, [lora("masha-v2", 0.8)]);
    assert_eq!(picture.blazon_json.as_deref(), Some(JSON));
    assert_eq!(picture.text, parameters);
}

#[test]
fn a_picture_of_another_version_says_what_it_can() {
    let json = r#"{"prompt":"a cat","seed":null,"sampler":"another","steps":"many","guidance":1e999,"width":-5}"#;
    let picture = picture_of(&png(&[plain("blazon", json.as_bytes())]));
    assert_eq!(picture.program, Some(Program::Blazon));
    assert_eq!(picture.prompt, "a cat");
    assert_eq!(picture.sampler.as_deref(), Some("another"));
    assert_eq!((picture.seed, picture.steps), (None, None));
    assert_eq!((picture.guidance, picture.size), (None, None));
}

#[test]
fn json_that_is_broken_leaves_the_parameters() {
    let picture = picture_of(&png(&[
        plain("parameters", b"a cat\nSteps: 20, Seed: 1, Size: 64x64"),
        plain("blazon", b"{\"prompt\": \"a c"),
    ]));
    assert_eq!(picture.program, Some(Program::A1111));
    assert_eq!(picture.seed, Some(1));
    assert_eq!(picture.blazon_json, None);
}
