//! Archives and exports as those who take them read them: Python's zipfile, the rules of fal and
//! Replicate, ExifTool, and the files of kohya's scripts, ai-toolkit, OneTrainer and Hugging Face.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

use blazon_dataset::archive::{ArchiveError, ArchiveItem, write_archive};
use blazon_dataset::export::{Export, export};
use blazon_dataset::write_captions;
use blazon_model::{
    CaptionFiles, ExportFormat, ExportReport, Framing, PhotoId, Timestamp, TriggerWord,
};
use rstest::rstest;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use yaml_rust2::YamlLoader;

const NOW: Timestamp = Timestamp(1_763_700_000_000);
const FOLDERS: [ExportFormat; 4] = [
    ExportFormat::Kohya,
    ExportFormat::AiToolkit,
    ExportFormat::OneTrainer,
    ExportFormat::HuggingFace,
];

/// Prepared pictures in a folder, and a place beside them.
struct Ground {
    folder: TempDir,
    trigger: TriggerWord,
    items: Vec<ArchiveItem>,
}

impl Ground {
    /// Five pictures, as few as fal's trainers and ours take, one of them without a caption.
    fn new() -> Self {
        Self::with(5, 64)
    }

    fn with(count: u8, side: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let items = (0..count)
            .map(|seed| {
                let picture = folder.path().join(format!("{seed}.prepared"));
                fs::write(
                    &picture,
                    jpeg(side, side + 16 * usize::from(seed % 3), seed),
                )
                .unwrap();
                ArchiveItem {
                    photo: PhotoId::new(NOW, [seed; 10]),
                    name: format!("../../IMG {seed}\n.HEIC"),
                    picture,
                    caption: (seed != 1).then(|| format!("FOX_A3F2, лиса \"{seed}\", a \\ b")),
                }
            })
            .collect();
        Self {
            folder,
            trigger: "FOX_A3F2".parse().unwrap(),
            items,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn export(&self, format: ExportFormat, to: &Path) -> Result<ExportReport, ArchiveError> {
        self.export_until(format, to, &mut |_| true)
    }

    fn export_until(
        &self,
        format: ExportFormat,
        to: &Path,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<ExportReport, ArchiveError> {
        let wanted = Export {
            format,
            name: "Лиса: \"red\" #1",
            trigger: &self.trigger,
            class_word: "character",
            framing: Framing::default(),
            items: &self.items,
        };
        export(&wanted, to, NOW, progress)
    }

    /// The names in the folder, with those that are hidden.
    fn names(&self) -> BTreeSet<String> {
        names_in(self.folder.path())
    }

    /// Whether the pictures in `folder` are those that were prepared, with their captions.
    fn assert_pictures(&self, folder: &Path, has_captions: bool) {
        for (item, number) in self.items.iter().zip(1..) {
            let picture = fs::read(folder.join(format!("{number:03}.jpg"))).unwrap();
            assert_eq!(picture, fs::read(&item.picture).unwrap());
            let caption = fs::read_to_string(folder.join(format!("{number:03}.txt"))).ok();
            assert_eq!(caption, item.caption.clone().filter(|_| has_captions));
        }
    }
}

/// A JPEG of `width` x `height` whose colours depend on `seed`.
fn jpeg(width: usize, height: usize, seed: u8) -> Vec<u8> {
    let pixels: Vec<u8> = (0..width * height * 3)
        .map(|at| u8::try_from(at * 7 % 251).unwrap().wrapping_mul(seed | 1))
        .collect();
    let image = turbojpeg::Image {
        pixels: pixels.as_slice(),
        width,
        pitch: width * 3,
        height,
        format: turbojpeg::PixelFormat::RGB,
    };
    turbojpeg::compress(image, 95, turbojpeg::Subsamp::Sub2x2)
        .unwrap()
        .to_vec()
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn json_of(command: &mut Command) -> Value {
    let output = command
        .output()
        .expect("python3 and exiftool are installed");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn read_by_python(archive: &Path) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read_archive.py");
    json_of(Command::new("python3").arg(script).arg(archive))
}

#[test]
fn python_reads_the_archive_as_the_manifest_says() {
    let ground = Ground::new();
    let to = ground.path("dataset.zip");
    let manifest =
        write_archive(&ground.items, &to, ground.folder.path(), NOW, &mut |_| true).unwrap();
    let read = read_by_python(&to);
    assert_eq!(read["damaged"], Value::Null);
    assert_eq!(read["comment"], 0);
    let mut entries = read["entries"].as_array().unwrap().iter();
    for expected in &manifest.entries {
        let picture = entries.next().unwrap();
        assert_eq!(picture["name"], expected.file.as_str());
        assert_eq!(picture["size"], expected.bytes.0);
        if let Some(caption) = &expected.caption {
            let text = entries.next().unwrap();
            assert_eq!(text["name"], expected.file.replace(".jpg", ".txt"));
            assert_eq!(text["text"], caption.as_str());
        }
    }
    assert_eq!(entries.next(), None);
}

/// What fal and Replicate say of the archives that their trainers take, and what their users
/// stumbled over: upper-case extensions are passed over, folders and side files of macOS are
/// taken for pictures, an archive without a caption for each picture is captioned by a machine.
#[test]
fn the_archive_keeps_the_rules_of_fal_and_replicate() {
    let ground = Ground::new();
    let to = ground.path("dataset.zip");
    let report = ground.export(ExportFormat::Zip, &to).unwrap();
    assert_eq!((report.images, report.captions), (5, 4));
    // Replicate refuses files above 100 MB; fal's trainers want four pictures at least.
    assert!(fs::metadata(&to).unwrap().len() < 100_000_000);
    let read = read_by_python(&to);
    let entries = read["entries"].as_array().unwrap();
    let names: BTreeSet<&str> = entries
        .iter()
        .map(|entry| entry["name"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), entries.len(), "each name once");
    let pictures = names.iter().filter(|name| name.ends_with(".jpg"));
    assert!(pictures.count() >= 4);
    for entry in entries {
        let name = entry["name"].as_str().unwrap();
        let (stem, extension) = name.split_once('.').unwrap();
        assert!(["jpg", "txt"].contains(&extension), "lower-case: {name}");
        assert!(
            stem.bytes().all(|byte| byte.is_ascii_digit()),
            "flat: {name}"
        );
        assert_eq!(entry["directory"], false);
        assert_eq!(entry["stored"], true);
        assert_eq!(entry["date"], serde_json::json!([1980, 1, 1, 0, 0, 0]));
        // No encryption (bit 0) and no sizes behind the data (bit 3).
        assert_eq!(entry["flags"].as_u64().unwrap() & 0b1001, 0, "{name}");
        if extension == "jpg" {
            assert_eq!(entry["start"], "ffd8", "{name} is a JPEG");
        } else {
            let picture = format!("{stem}.jpg");
            assert!(names.contains(picture.as_str()), "{name} has its picture");
            let text = entry["text"].as_str().unwrap();
            assert!(text.starts_with("FOX_A3F2, "), "{text}");
            assert!(!text.contains(['\n', '\r', '\u{feff}']), "{text}");
        }
    }
}

#[test]
fn pictures_carry_nothing_but_pixels() {
    let ground = Ground::new();
    for (format, pictures) in [
        (ExportFormat::Kohya, "img/10_fox_a3f2 character"),
        (ExportFormat::HuggingFace, "train"),
    ] {
        let to = ground.path(pictures.split('/').next().unwrap());
        ground.export(format, &to).unwrap();
        let read = json_of(
            Command::new("exiftool")
                .args(["-json", "-G1", "-a", "-u", "-ext", "jpg"])
                .arg(to.join(pictures)),
        );
        let read = read.as_array().unwrap();
        assert_eq!(read.len(), 5);
        for tags in read {
            for tag in tags.as_object().unwrap().keys() {
                let group = tag.split(':').next().unwrap();
                assert!(
                    [
                        "SourceFile",
                        "ExifTool",
                        "System",
                        "File",
                        "JFIF",
                        "Composite"
                    ]
                    .contains(&group),
                    "{tag}"
                );
                assert!(!tag.contains("Comment"), "{tag}");
            }
        }
    }
}

/// The keys that sd-scripts' `config_README-en.md` lists for a dataset with caption files, by
/// the table in which they may stand.
const KOHYA_GENERAL: &[&str] = &["caption_extension", "keep_tokens", "shuffle_caption"];
const KOHYA_DATASET: &[&str] = &[
    "batch_size",
    "bucket_no_upscale",
    "bucket_reso_steps",
    "enable_bucket",
    "max_bucket_reso",
    "min_bucket_reso",
    "resolution",
    "subsets",
];
const KOHYA_SUBSET: &[&str] = &["image_dir", "class_tokens", "num_repeats"];

fn assert_keys(table: &toml::Table, documented: &[&str]) {
    for key in table.keys() {
        assert!(documented.contains(&key.as_str()), "{key}");
    }
}

#[test]
fn kohyas_scripts_find_their_pictures_and_captions() {
    let ground = Ground::new();
    let to = ground.path("kohya");
    let report = ground.export(ExportFormat::Kohya, &to).unwrap();
    assert_eq!((report.images, report.captions), (5, 4));
    let text = fs::read_to_string(to.join("dataset.toml")).unwrap();
    let file: toml::Table = text.parse().unwrap();
    let general = file["general"].as_table().unwrap();
    let dataset = file["datasets"][0].as_table().unwrap();
    let subset = dataset["subsets"][0].as_table().unwrap();
    assert_keys(&file, &["general", "datasets"]);
    assert_keys(general, KOHYA_GENERAL);
    assert_keys(dataset, KOHYA_DATASET);
    assert_keys(subset, KOHYA_SUBSET);

    assert_eq!(general["caption_extension"].as_str(), Some(".txt"));
    assert_eq!(general["keep_tokens"].as_integer(), Some(1));
    assert_eq!(dataset["resolution"].as_integer(), Some(1024));
    assert_eq!(dataset["enable_bucket"].as_bool(), Some(true));
    assert_eq!(dataset["bucket_no_upscale"].as_bool(), Some(true));
    assert!(dataset["max_bucket_reso"].as_integer() >= dataset["resolution"].as_integer());
    assert!(dataset["min_bucket_reso"].as_integer() <= dataset["resolution"].as_integer());
    assert_eq!(subset["num_repeats"].as_integer(), Some(10));
    assert_eq!(subset["class_tokens"].as_str(), Some("FOX_A3F2 character"));
    let pictures = Path::new(subset["image_dir"].as_str().unwrap());
    assert_eq!(pictures, to.join("img").join("10_fox_a3f2 character"));
    ground.assert_pictures(pictures, true);
}

#[test]
fn ai_toolkit_finds_its_pictures_and_captions() {
    let ground = Ground::new();
    let to = ground.path("toolkit");
    ground.export(ExportFormat::AiToolkit, &to).unwrap();
    let text = fs::read_to_string(to.join("config.yaml")).unwrap();
    assert!(!text.contains(['{', '}']), "every place is filled: {text}");
    let file = &YamlLoader::load_from_str(&text).unwrap()[0];
    assert_eq!(file["job"].as_str(), Some("extension"));
    assert_eq!(file["config"]["name"].as_str(), Some("lisa-red-1"));
    let process = &file["config"]["process"][0];
    assert_eq!(process["type"].as_str(), Some("sd_trainer"));
    assert_eq!(process["trigger_word"].as_str(), Some("FOX_A3F2"));
    assert_eq!(process["network"]["linear"].as_i64(), Some(16));
    assert_eq!(process["train"]["lr"].as_f64(), Some(1e-4));
    assert_eq!(process["sample"]["width"].as_i64(), Some(1024));
    let dataset = &process["datasets"][0];
    assert_eq!(dataset["caption_ext"].as_str(), Some("txt"));
    let sizes: Vec<i64> = dataset["resolution"]
        .as_vec()
        .unwrap()
        .iter()
        .filter_map(yaml_rust2::Yaml::as_i64)
        .collect();
    assert_eq!(sizes, [512, 768, 1024]);
    let pictures = Path::new(dataset["folder_path"].as_str().unwrap());
    assert_eq!(pictures, to.join("dataset"));
    ground.assert_pictures(pictures, true);
}

#[test]
fn onetrainer_finds_its_pictures_and_captions() {
    let ground = Ground::new();
    let to = ground.path("onetrainer");
    ground.export(ExportFormat::OneTrainer, &to).unwrap();
    let text = fs::read_to_string(to.join("concepts.json")).unwrap();
    let concepts: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(concepts.as_array().unwrap().len(), 1);
    let concept = &concepts[0];
    assert_eq!(concept["name"], "Лиса: \"red\" #1");
    assert_eq!(concept["enabled"], true);
    assert_eq!(concept["balancing_strategy"], "REPEATS");
    assert_eq!(concept["text"]["prompt_source"], "sample");
    let pictures = Path::new(concept["path"].as_str().unwrap());
    assert_eq!(pictures, to.join("dataset"));
    ground.assert_pictures(pictures, true);
}

#[test]
fn hugging_faces_image_folder_finds_its_rows() {
    let ground = Ground::new();
    let to = ground.path("hub");
    let report = ground.export(ExportFormat::HuggingFace, &to).unwrap();
    assert_eq!((report.images, report.captions), (5, 4));
    let train = to.join("train");
    let text = fs::read_to_string(train.join("metadata.jsonl")).unwrap();
    let rows: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 5);
    for (row, item) in rows.iter().zip(&ground.items) {
        assert_eq!(row.as_object().unwrap().len(), 2, "the same columns in all");
        assert_eq!(row["text"], item.caption.as_deref().unwrap_or_default());
        assert!(train.join(row["file_name"].as_str().unwrap()).is_file());
    }
    ground.assert_pictures(&train, false);
    assert_eq!(names_in(&train).len(), 6);
}

#[test]
fn what_is_at_the_place_of_an_export_stays() {
    let ground = Ground::new();
    let file = ground.path("dataset.zip");
    fs::write(&file, "mine").unwrap();
    let folder = ground.path("folder");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("mine.txt"), "mine").unwrap();
    for format in FOLDERS.into_iter().chain([ExportFormat::Zip]) {
        for to in [&file, &folder] {
            let refused = ground.export(format, to);
            assert!(
                matches!(refused, Err(ArchiveError::Taken { .. })),
                "{format:?}: {refused:?}"
            );
        }
    }
    assert_eq!(fs::read(&file).unwrap(), b"mine");
    assert_eq!(names_in(&folder), ["mine.txt".to_owned()].into());
}

#[test]
fn an_empty_folder_is_filled() {
    let ground = Ground::new();
    let to = ground.path("empty");
    fs::create_dir(&to).unwrap();
    ground.export(ExportFormat::OneTrainer, &to).unwrap();
    assert!(to.join("concepts.json").is_file());
}

#[rstest]
#[case::zip(ExportFormat::Zip)]
#[case::kohya(ExportFormat::Kohya)]
#[case::ai_toolkit(ExportFormat::AiToolkit)]
#[case::onetrainer(ExportFormat::OneTrainer)]
#[case::hugging_face(ExportFormat::HuggingFace)]
fn an_export_that_is_stopped_or_fails_leaves_nothing(#[case] format: ExportFormat) {
    let mut ground = Ground::new();
    let to = ground.path("export");
    let before = ground.names();
    // Five pictures are written and read back: ten questions whether to go on.
    for last in 0..10 {
        let mut calls = 0;
        let stopped = ground.export_until(format, &to, &mut |_| {
            calls += 1;
            calls <= last
        });
        assert!(matches!(stopped, Err(ArchiveError::Cancelled)), "{last}");
        assert_eq!(ground.names(), before, "after {last}");
    }
    ground.items[4].picture = ground.path("gone");
    let failed = ground.export(format, &to);
    assert!(matches!(failed, Err(ArchiveError::Io { .. })), "{failed:?}");
    assert_eq!(ground.names(), before);
    let nowhere = ground.export(format, &ground.path("no/folder/export"));
    assert!(nowhere.is_err());
    assert_eq!(ground.names(), before);
}

/// A disk of 256 KiB, and what removes it.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: PathBuf) -> Self {
        fs::create_dir(&at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k,mode=777", "tmpfs"])
            .arg(&at)
            .status()
            .unwrap();
        assert!(mounted.success(), "a small disk is mounted");
        Self(at)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}

#[test]
fn a_full_disk_is_said_and_nothing_is_left_on_it() {
    if !is_root() {
        // Only root can mount a small disk.
        return;
    }
    let ground = Ground::with(6, 320);
    let disk = SmallDisk::mount(ground.path("disk"));
    let to = disk.0.join("dataset.zip");
    let full = write_archive(&ground.items, &to, &disk.0, NOW, &mut |_| true);
    assert!(matches!(full, Err(ArchiveError::DiskFull)), "{full:?}");
    assert_eq!(names_in(&disk.0), BTreeSet::new());
    for format in FOLDERS.into_iter().chain([ExportFormat::Zip]) {
        let full = ground.export(format, &disk.0.join("export"));
        assert!(matches!(full, Err(ArchiveError::DiskFull)), "{full:?}");
        assert_eq!(names_in(&disk.0), BTreeSet::new(), "{format:?}");
    }
}

fn captions(names: &[&str]) -> Vec<(String, String)> {
    names
        .iter()
        .map(|name| ((*name).to_owned(), format!("лиса\nof {name}")))
        .collect()
}

#[test]
fn captions_are_written_under_the_names_of_their_photos() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("captions");
    let named = captions(&["a/fox.jpg", "fox.png", "../../up.jpg", "con.jpg"]);
    let report = write_captions(&named, CaptionFiles::Txt, &to).unwrap();
    assert_eq!(report.captions, 4);
    let expected = ["fox.txt", "fox-2.txt", "up.txt", "_con.txt"];
    assert_eq!(names_in(&to), expected.map(str::to_owned).into());
    assert_eq!(
        fs::read_to_string(to.join("fox.txt")).unwrap(),
        "лиса of a/fox.jpg\n"
    );
    write_captions(&named, CaptionFiles::Caption, &to).unwrap();
    assert!(to.join("fox-2.caption").is_file());
    write_captions(&named, CaptionFiles::Jsonl, &to).unwrap();
    let rows: Vec<Value> = fs::read_to_string(to.join("metadata.jsonl"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows[1]["file_name"], "fox.png");
    assert_eq!(rows[2]["file_name"], "up.jpg");
    assert_eq!(rows[2]["text"], "лиса of ../../up.jpg");
}

#[test]
fn captions_that_are_there_stay_and_none_is_added_to_them() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("wolf.txt"), "mine").unwrap();
    let named = captions(&["fox.jpg", "wolf.jpg"]);
    let refused = write_captions(&named, CaptionFiles::Txt, folder.path());
    assert!(matches!(refused, Err(ArchiveError::Taken { .. })));
    assert_eq!(names_in(folder.path()), ["wolf.txt".to_owned()].into());
    assert_eq!(fs::read(folder.path().join("wolf.txt")).unwrap(), b"mine");
}
