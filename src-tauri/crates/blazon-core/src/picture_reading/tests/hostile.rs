//! Files that want to do harm, or were harmed.

use super::super::{read, read_texts};
use super::comfyui_graphs::{FLUX, TWO_PASSES};
use super::files::{
    Order, chunk, compressed, international_compressed, jpeg, plain, png, png_with, tiff, webp,
};
use super::picture_of;
use proptest::{prelude::*, sample::Index};
use rstest::rstest;
use std::io::Cursor;
use std::time::{Duration, Instant};

const PARAMETERS: &str = "a cat, <lora:wool:1:0.5>\nNegative prompt: bad\nSteps: 20, Sampler: Euler a, CFG scale: 7, \
    Seed: 1, Size: 512x768, Hashes: {\"a\": [1, {}]}, Model: \"a, \\\"b\\\"\", Version: v1";

/// One file of each kind.
fn files() -> Vec<Vec<u8>> {
    let unicode = [b"UNICODE\0".to_vec(), Order::Big.utf16(PARAMETERS)].concat();
    let exif = tiff(Order::Big, &unicode, &[(0x0110, &format!("prompt:{FLUX}"))]);
    let little = tiff(
        Order::Little,
        b"ASCII\0\0\0a cat",
        &[(0x010f, "workflow:{}")],
    );
    vec![
        png_with("parameters", PARAMETERS),
        png(&[compressed("prompt", TWO_PASSES.as_bytes())]),
        png(&[
            international_compressed("prompt", FLUX),
            chunk(b"eXIf", &little),
        ]),
        png_with(
            "Dream",
            r#""a prompt" -s50 -S123 -W512 -H512 -C7.5 -A k_lms"#,
        ),
        png_with(
            "sd-metadata",
            r#"{"image": {"prompt": [{"prompt": "a", "weight": 1}], "seed": 1}}"#,
        ),
        png_with(
            "invokeai_metadata",
            r#"{"positive_prompt": "a", "loras": [{"model": {"name": "b"}}]}"#,
        ),
        png(&[
            plain("blazon", br#"{"prompt": "a", "seed": "1"}"#),
            plain("parameters", PARAMETERS.as_bytes()),
        ]),
        jpeg(&exif, Some(PARAMETERS)),
        jpeg(&little, None),
        webp(&exif),
        webp(&little),
    ]
}

/// Whatever the file says: an answer or an error, of a size that can be held.
fn survives(file: &[u8]) {
    if let Ok(texts) = read_texts(Cursor::new(file)) {
        let length: usize = texts.all().iter().map(|text| text.text.len()).sum();
        assert!(texts.all().len() <= 64 && length <= 16 << 20);
        let picture = read(&texts);
        assert!(picture.prompt.len() <= 8 << 20 && picture.loras.len() <= 64);
        assert!(picture.guidance.is_none_or(f64::is_finite));
        assert!(picture.loras.iter().all(|lora| lora.strength.is_finite()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_do_no_harm(head in 0usize..4, bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let heads: [&[u8]; 4] = [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"RIFF\0\0\0\0WEBP"];
        survives(&[heads[head], &bytes].concat());
    }

    #[test]
    fn a_cut_anywhere_does_no_harm(which: Index, cut: Index) {
        let files = files();
        let file = which.get(&files);
        survives(&file[..cut.index(file.len())]);
    }

    #[test]
    fn changed_bytes_do_no_harm(which: Index, changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..12)) {
        let mut file = which.get(&files()).clone();
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        survives(&file);
    }

    #[test]
    fn changed_texts_do_no_harm(
        keyword in prop::sample::select(vec!["parameters", "prompt", "Dream", "sd-metadata", "invokeai_metadata", "blazon"]),
        which in prop::sample::select(vec![PARAMETERS, TWO_PASSES, FLUX, "\"a\" -s50 -S1 [b] withLora(c, 1)"]),
        changes in prop::collection::vec((any::<Index>(), "[ -~\n]{0,3}"), 1..12),
    ) {
        let mut text = which.to_owned();
        for (place, change) in changes {
            let place = place.index(text.len());
            text.replace_range(place..=place, &change);
            text.push(' ');
        }
        survives(&png_with(keyword, &text));
    }

    #[test]
    fn random_texts_do_no_harm(
        keyword in prop::sample::select(vec!["parameters", "prompt", "Dream", "sd-metadata", "invokeai_metadata", "blazon"]),
        text in "\\PC{0,300}",
    ) {
        survives(&png_with(keyword, &text));
    }

    #[test]
    fn a_random_comment_does_no_harm(order: bool, comment in prop::collection::vec(any::<u8>(), 0..300)) {
        let order = if order { Order::Big } else { Order::Little };
        survives(&jpeg(&tiff(order, &comment, &[]), None));
    }

    #[test]
    fn what_a_user_typed_is_read_back(
        prompt in "[a-zA-Z(][a-zA-Z0-9():, .яё猫\\[\\]-]{0,60}[a-z)]",
        negative in "[a-z(][a-zA-Z0-9():, .яё-]{0,60}[a-z)]",
        seed: u64, steps in 1u32..150, width in 64u32..4096, height in 64u32..4096,
    ) {
        let text = format!(
            "{prompt}\nNegative prompt: {negative}\nSteps: {steps}, Sampler: DDIM, CFG scale: 7.5, Seed: {seed}, \
            Size: {width}x{height}, Version: v1"
        );
        let picture = picture_of(&png_with("parameters", &text));
        prop_assert_eq!(picture.prompt, prompt);
        prop_assert_eq!(picture.negative_prompt, negative);
        prop_assert_eq!((picture.seed, picture.steps), (Some(seed), Some(steps)));
        prop_assert_eq!(picture.size, Some([width, height]));
    }
}

#[rstest]
#[case::tags("parameters", "<", "", "")]
#[case::open_loras("parameters", "<lora:", "", "")]
#[case::loras("parameters", "<lora:a:1>,", "", "")]
#[case::open_values("parameters", "aa:[", "Steps: 20, ", "")]
#[case::open_strings("parameters", "aa:\"b,", "Steps: 20, ", "")]
#[case::crossed_strings("parameters", "aa:[\"b,", "Steps: 20, ", "")]
#[case::commas("parameters", ",", "Steps: 20, Seed: 1, Size: 8x8", "")]
#[case::lines("parameters", "Steps: 20, Seed: 1, Size:\n", "", "")]
#[case::negatives("parameters", "Negative prompt:\n", "", "")]
#[case::switches("Dream", " -s -S -A", "", "")]
#[case::quotes("Dream", "\" ", "\"", "")]
#[case::brackets("Dream", "[", "", "")]
#[case::closed_brackets("Dream", "[]", "", "")]
#[case::open_invoke_loras("Dream", "withLora(", "", "")]
#[case::deep_json("prompt", "[", "{\"a\": ", "")]
#[case::odd_json("prompt", "NaN,", "{\"a\": [", "0]}")]
#[case::long_lists("prompt", "0,", "{\"a\": [", "0]}")]
#[case::nodes(
    "prompt",
    "\"1\":{\"class_type\":\"S\",\"inputs\":{\"a\":[\"1\",0]}},",
    "{",
    "\"2\":0}"
)]
fn a_long_text_takes_no_long_time(
    #[case] keyword: &str,
    #[case] part: &str,
    #[case] before: &str,
    #[case] behind: &str,
) {
    /// What any of these takes is far below; a square of the length would take minutes.
    const PATIENCE: Duration = Duration::from_secs(20);
    let count = ((4 << 20) - 1000) / part.len();
    let text = [before, &part.repeat(count), behind].concat();
    let file = png_with(keyword, &text);
    let start = Instant::now();
    survives(&file);
    assert!(start.elapsed() < PATIENCE, "took {:?}", start.elapsed());
}

#[test]
fn many_bombs_are_not_unpacked() {
    let bomb = compressed("parameters", &vec![b'a'; 5 << 20]);
    let start = Instant::now();
    survives(&png(&vec![bomb; 2000]));
    assert!(start.elapsed() < Duration::from_secs(20));
}
