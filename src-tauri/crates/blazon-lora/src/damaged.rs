//! Files that are cut, renamed or made to harm, and files that are whole.

use super::*;
use bolero::check;
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeMap;
use std::path::Path;

/// A file with this header and `body` bytes behind it.
fn file(header: &str, body: usize) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header.as_bytes());
    bytes.resize(bytes.len() + body, 0);
    bytes
}

fn open(bytes: &[u8]) -> Result<TensorFile, TensorFileError> {
    TensorFile::from_bytes(Path::new("lora.safetensors"), bytes.to_vec())
}

fn refusal(bytes: &[u8]) -> String {
    open(bytes).unwrap_err().to_string()
}

fn good() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("good.safetensors");
    let tensors = [
        TensorToWrite::f32("a.weight", &[2, 3], &[1.0, -2.0, 0.5, 3.25, 0.0, -0.125]),
        TensorToWrite::f16("b.weight", &[2], &[0.1, -65504.0]),
        TensorToWrite::f32("c.alpha", &[], &[8.0]),
    ];
    let metadata = BTreeMap::from([("format".to_owned(), "pt".to_owned())]);
    write_tensors(&path, &tensors, &metadata).unwrap();
    std::fs::read(path).unwrap()
}

#[test]
fn what_is_written_is_read() {
    let file = open(&good()).unwrap();
    assert_eq!(
        file.names().collect::<Vec<_>>(),
        ["a.weight", "b.weight", "c.alpha"]
    );
    assert_eq!(
        file.to_f32("a.weight").unwrap(),
        [1.0, -2.0, 0.5, 3.25, 0.0, -0.125]
    );
    assert_eq!(file.to_f32("b.weight").unwrap(), [0.099_975_586, -65504.0]);
    assert_eq!(file.info("a.weight").unwrap().shape, [2, 3]);
    assert_eq!(file.info("c.alpha").unwrap().count(), 1);
    assert_eq!(file.metadata()["format"], "pt");
    file.check_finite().unwrap();
}

#[test]
fn a_mapped_file_is_the_file_that_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("good.safetensors");
    std::fs::write(&path, good()).unwrap();
    let (mapped, read) = (
        TensorFile::open(&path).unwrap(),
        TensorFile::read(&path).unwrap(),
    );
    assert_eq!(mapped.content_hash(), read.content_hash());
    assert_eq!(
        mapped.to_f32("b.weight").unwrap(),
        read.to_f32("b.weight").unwrap()
    );
}

#[rstest]
#[case("F16", |bits| half::f16::from_bits(bits).to_f32())]
#[case("BF16", |bits| half::bf16::from_bits(bits).to_f32())]
fn each_number_of_16_bits_is_converted(#[case] dtype: &str, #[case] expected: fn(u16) -> f32) {
    let header =
        format!(r#"{{"x":{{"dtype":"{dtype}","shape":[65536],"data_offsets":[0,131072]}}}}"#);
    let mut bytes = file(&header, 0);
    bytes.extend((0..=u16::MAX).flat_map(u16::to_le_bytes));
    let numbers = open(&bytes).unwrap().to_f32("x").unwrap();
    for (bits, number) in (0..=u16::MAX).zip(numbers) {
        let expected = expected(bits);
        assert!(expected == number || expected.is_nan() && number.is_nan());
    }
}

#[rstest]
#[case::empty(b"", "lora.safetensors is empty, not a safetensors file")]
#[case::zip(
    b"PK\x03\x04\x14\x00\x00\x00\x08\x00data.pkl",
    "lora.safetensors is a zip archive or a PyTorch checkpoint, not a safetensors file"
)]
#[case::pickle(
    b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.",
    "lora.safetensors is an old PyTorch checkpoint (a pickle), not a safetensors file"
)]
#[case::page(
    b"\n<!DOCTYPE html><html>Sign in</html>",
    "lora.safetensors is a web page, not a safetensors file"
)]
#[case::json(
    b"{\"error\": \"not found\"}",
    "lora.safetensors is a JSON text, not a safetensors file"
)]
#[case::pointer(
    b"version https://git-lfs.github.com/spec/v1\n",
    "lora.safetensors is the pointer that Git LFS leaves for a large file, not a safetensors file"
)]
#[case::gguf(
    b"GGUF\x03\0\0\0\0\0\0\0",
    "lora.safetensors is a GGUF file, not a safetensors file"
)]
#[case::short(b"\x08\0\0", "lora.safetensors is damaged: it ends inside its header")]
#[case::huge_header(
    b"\xff\xff\xff\xff\xff\xff\xff\x7f{}",
    "lora.safetensors is damaged: its header would have 9223372036854775807 bytes, more than any \
     such file needs"
)]
#[case::cut_header(
    b"\x40\0\0\0\0\0\0\0{\"a\":{}",
    "lora.safetensors is damaged: it ends inside its header"
)]
fn what_is_something_else_is_called_by_its_name(#[case] bytes: &[u8], #[case] sentence: &str) {
    assert_eq!(refusal(bytes), sentence);
}

const A: &str = r#""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#;

#[rstest]
#[case::not_json("{nothing}", 0, "its header cannot be understood")]
#[case::a_list("[1,2]", 0, "its header cannot be understood")]
#[case::negative(
    r#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
    8,
    "its header cannot be understood"
)]
#[case::metadata_of_numbers(r#"{"__metadata__":{"a":1}}"#, 0, "its header cannot be understood")]
#[case::twice(&format!("{{{A},{A}}}"), 8, "it lists a twice")]
#[case::unknown_type(
    r#"{"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}}"#,
    8,
    "a is of the unknown type Q4"
)]
#[case::shape_that_overflows(
    r#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#,
    0,
    "the shape of a is not one that a tensor has"
)]
#[case::nine_dimensions(
    r#"{"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,1]}}"#,
    1,
    "the shape of a is not one that a tensor has"
)]
#[case::length(
    r#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#,
    8,
    "a has another length than its shape needs"
)]
#[case::backwards(
    r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
    8,
    "a has another length than its shape needs"
)]
#[case::far_away(
    r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[18446744073709551607,18446744073709551615]}}"#,
    8,
    "a has another length than its shape needs"
)]
#[case::overlap(
    r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
    12,
    "b overlaps another tensor or leaves a gap"
)]
#[case::gap(
    r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
    12,
    "a overlaps another tensor or leaves a gap"
)]
#[case::cut(&format!("{{{A}}}"), 5, "it is cut: 3 of 70 bytes are missing")]
#[case::trailing(&format!("{{{A}}}"), 10, "2 bytes stand behind its last tensor")]
fn a_header_that_does_not_fit_is_refused(
    #[case] header: &str,
    #[case] body: usize,
    #[case] flaw: &str,
) {
    let sentence = refusal(&file(header, body));
    assert_eq!(sentence, format!("lora.safetensors is damaged: {flaw}"));
}

#[test]
fn a_name_without_end_and_a_list_without_end_are_refused() {
    let name = "x".repeat(513);
    let header = format!(r#"{{"{name}":{{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}}}"#);
    assert!(refusal(&file(&header, 0)).ends_with("it has a tensor's name of 513 bytes"));

    let entry = |n| format!(r#""{n}":{{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#);
    let entries: Vec<_> = (0..MOST_TENSORS + 3).map(entry).collect();
    let header = format!("{{{}}}", entries.join(","));
    assert!(refusal(&file(&header, 0)).ends_with("it lists more than 100000 tensors"));
}

#[rstest]
#[case("F32", &f32::NAN.to_le_bytes())]
#[case("F32", &f32::INFINITY.to_le_bytes())]
#[case("F16", &[0, 0x7C, 0, 0])]
#[case("BF16", &[0, 0, 0xC0, 0xFF])]
fn what_is_not_finite_is_found(#[case] dtype: &str, #[case] data: &[u8]) {
    let count = data.len() / Dtype::from_name(dtype).unwrap().bytes();
    let header = format!(r#"{{"x":{{"dtype":"{dtype}","shape":[{count}],"data_offsets":[0,4]}}}}"#);
    let mut bytes = file(&header, 0);
    bytes.extend_from_slice(data);
    assert_eq!(
        open(&bytes)
            .unwrap()
            .check_finite()
            .unwrap_err()
            .to_string(),
        "x in lora.safetensors holds values that are not finite numbers"
    );
}

#[test]
fn a_type_that_is_not_computed_with_is_named() {
    let bytes = file(
        r#"{"x":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}"#,
        2,
    );
    assert_eq!(
        open(&bytes).unwrap().to_f32("x").unwrap_err().to_string(),
        "x in lora.safetensors is stored as F8_E4M3, which cannot be used; F32, F16 and BF16 can"
    );
}

#[test]
fn a_folder_or_a_missing_file_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("none")] {
        let error = TensorFile::open(&path).unwrap_err();
        assert!(matches!(error, TensorFileError::Read { .. }), "{error}");
    }
}

#[test]
fn a_failed_write_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.safetensors");
    std::fs::write(&path, "old").unwrap();
    let twice = [
        TensorToWrite::f32("a", &[1], &[0.0]),
        TensorToWrite::f32("a", &[1], &[0.0]),
    ];
    let wrong = [TensorToWrite::f32("a", &[2], &[0.0])];
    for tensors in [&twice[..], &wrong[..]] {
        assert!(write_tensors(&path, tensors, &BTreeMap::new()).is_err());
    }
    write_whole(&path, |_| Err(std::io::ErrorKind::StorageFull.into())).unwrap_err();
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

proptest! {
    #[test]
    fn all_that_is_written_is_read(
        numbers in prop::collection::vec(any::<f32>(), 0..50),
        names in prop::collection::btree_set("[a-z.\\\\\"é]{1,12}", 1..6),
        metadata in prop::collection::btree_map(any::<String>(), any::<String>(), 0..4),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.safetensors");
        let tensors: Vec<_> = names
            .iter()
            .map(|name| TensorToWrite::f32(name.clone(), &[numbers.len()], &numbers))
            .collect();
        write_tensors(&path, &tensors, &metadata).unwrap();
        let file = TensorFile::open(&path).unwrap();
        prop_assert_eq!(file.metadata(), &metadata);
        prop_assert!(file.names().eq(names.iter().map(String::as_str)));
        for tensor in &tensors {
            prop_assert_eq!(file.data(&tensor.name).unwrap(), &tensor.data[..]);
        }
    }
}

/// Whatever the bytes, there is a file whose tensors can all be read, or one sentence.
fn is_file_or_sentence(bytes: &[u8]) {
    match open(bytes) {
        Ok(file) => {
            for name in file.names() {
                let read = file.to_f32(name).map(|numbers| numbers.len());
                assert!(read.is_err() || read.unwrap() == file.info(name).unwrap().count());
            }
            file.check_finite().ok();
        }
        Err(error) => assert!(error.to_string().len() < 800),
    }
}

#[test]
fn fuzzed_bytes_are_a_file_or_a_sentence() {
    check!().with_iterations(2000).for_each(is_file_or_sentence);
}

#[test]
fn fuzzed_changes_of_a_good_file_are_a_file_or_a_sentence() {
    let good = good();
    check!()
        .with_iterations(5000)
        .with_type::<(u16, Vec<(u16, u8)>)>()
        .for_each(|(end, changes)| {
            let mut bytes = good.clone();
            for (at, value) in changes {
                let at = usize::from(*at) % bytes.len();
                bytes[at] = *value;
            }
            if end % 4 == 0 {
                bytes.truncate(usize::from(end / 4) % bytes.len());
            }
            is_file_or_sentence(&bytes);
        });
}
