//! Models on their way in and out: files of other programs, hostile ones, crashes, exports.

use crate::support::{Flow, Kills, command, rounds, run, text};
use blazon_core::{ErrorCode, Event, Existing, ModelFileError, Words, explain};
use blazon_lora::{TensorToWrite, write_tensors};
use blazon_model::{
    BaseFamily, DrawRequest, LanguageTag, LoraModel, ModelChange, ModelFile, ModelImport,
    ProviderId, Sampler,
};
use rstest::rstest;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Killed so many times at least, whatever `BLAZON_ROUNDS` says.
const AT_LEAST: u32 = 20;

/// A file of one pair for a module with these inputs, all numbers `value`.
fn lora(path: &Path, module: &str, inputs: usize, metadata: &[(&str, &str)]) -> PathBuf {
    let (rank, outputs) = (4, 320);
    let names = [
        format!("{module}.lora_down.weight"),
        format!("{module}.lora_up.weight"),
    ];
    let [down, up] = names;
    let tensors = [
        TensorToWrite::f32(down, &[rank, inputs], &vec![0.5; rank * inputs]),
        TensorToWrite::f32(up, &[outputs, rank], &vec![0.25; outputs * rank]),
    ];
    let metadata = metadata
        .iter()
        .map(|(key, value)| ((*key).into(), (*value).into()));
    write_tensors(path, &tensors, &metadata.collect()).unwrap();
    path.to_owned()
}

pub(crate) const OF_SD15: (&str, usize) = ("lora_unet_mid_block_attentions_0_attn2_to_k", 768);
const OF_FLUX: (&str, usize) = ("lora_unet_double_blocks_0_img_attn_qkv", 3072);
const OF_POCKET: (&str, usize) = ("lora_unet_mid_block_attentions_0_attn2_to_k", 192);
pub(crate) const FOX: &[(&str, &str)] = &[
    ("modelspec.title", "Red Fox"),
    ("modelspec.trigger_phrase", "ohwx fox"),
    ("modelspec.author", "Anna"),
];

pub(crate) fn file(folder: &Path, of: (&str, usize), metadata: &[(&str, &str)]) -> PathBuf {
    lora(&folder.join("fox_v2.safetensors"), of.0, of.1, metadata)
}

pub(crate) fn import(flow: &Flow, path: &Path) -> LoraModel {
    flow.studio
        .import_model(path, &ModelImport::default())
        .unwrap()
}

fn refusal(flow: &Flow, path: &Path, import: &ModelImport) -> ModelFileError {
    let error = flow.studio.import_model(path, import).unwrap_err();
    for language in [LanguageTag::En, LanguageTag::Ru] {
        let said = explain(&error, &Words::new(language)).message;
        assert!(said.contains(' ') && !said.starts_with("model-"), "{said}");
    }
    error.downcast().unwrap()
}

/// What lies in `models/`.
fn folders(home: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(home.join("models")) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_of_another_program_becomes_a_model() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), OF_SD15, FOX);
    let before = std::fs::read(&path).unwrap();

    let read: ModelFile = flow.studio.read_model_file(&path).unwrap();
    assert_eq!((read.name.as_str(), read.rank), ("Red Fox", 4));
    assert_eq!(
        (read.base, read.likely_base),
        (Some(BaseFamily::Sd15), None)
    );
    assert_eq!(read.trigger.as_ref().unwrap().as_str(), "ohwx fox");
    assert!(
        folders(flow.home.path()).is_empty(),
        "nothing is kept of a look"
    );

    let model = import(&flow, &path);
    assert_eq!(
        (model.name.as_str(), model.base),
        ("Red Fox", BaseFamily::Sd15)
    );
    assert_eq!((model.run, model.bytes.0), (None, before.len() as u64));
    assert_eq!(flow.studio.list_models().unwrap(), vec![model.clone()]);
    assert_eq!(
        std::fs::read(flow.studio.weights_path(&model)).unwrap(),
        before
    );
    assert_eq!(
        std::fs::read(&path).unwrap(),
        before,
        "the original is as it was"
    );
    assert_eq!(folders(flow.home.path()), vec![model.folder.clone()]);
    assert!(flow.events.all().contains(&Event::ModelsChanged));
    let card = flow.studio.load_model_card(model.id).unwrap();
    assert_eq!(card.imported_from.as_deref(), Some("fox_v2.safetensors"));
    assert_eq!((card.author.as_deref(), card.rank), (Some("Anna"), 4));
}

#[test]
fn without_words_of_its_own_a_file_is_called_as_it_is_named_and_a_trigger_is_only_proposed() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let tags = r#"{"10_fox": {"ohwx": 10, "night": 4}}"#;
    let path = file(folder.path(), OF_SD15, &[("ss_tag_frequency", tags)]);
    let read = flow.studio.read_model_file(&path).unwrap();
    assert_eq!((read.name.as_str(), read.trigger), ("fox_v2", None));
    assert_eq!(read.proposed_trigger.unwrap().as_str(), "ohwx");
    assert_eq!(import(&flow, &path).trigger, None);
}

#[test]
fn what_a_person_says_counts_where_the_file_leaves_it_open() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), OF_FLUX, &[]);
    let read = flow.studio.read_model_file(&path).unwrap();
    assert_eq!(
        (read.base, read.likely_base),
        (None, Some(BaseFamily::Flux1))
    );
    let unknown = refusal(&flow, &path, &ModelImport::default());
    assert!(matches!(unknown, ModelFileError::BaseUnknown { .. }));
    let said = ModelImport {
        name: Some("Fox of mine".into()),
        base: Some(BaseFamily::Flux2),
        trigger: Some("  рыжая лиса ".into()),
    };
    let model = flow.studio.import_model(&path, &said).unwrap();
    assert_eq!(
        (model.name.as_str(), model.base),
        ("Fox of mine", BaseFamily::Flux2)
    );
    assert_eq!(model.trigger.unwrap().as_str(), "рыжая лиса");
}

#[test]
fn a_base_against_the_file_is_refused_with_both_names() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let said = ModelImport {
        base: Some(BaseFamily::Sdxl),
        ..ModelImport::default()
    };
    let error = refusal(&flow, &file(folder.path(), OF_SD15, FOX), &said);
    let sentence = error.sentence(&Words::new(LanguageTag::En));
    assert!(sentence.contains("Stable Diffusion 1.5"), "{sentence}");
    assert!(sentence.contains("Stable Diffusion XL"), "{sentence}");
    assert!(folders(flow.home.path()).is_empty());
}

#[rstest]
#[case::comma("a, b")]
#[case::lines("a\nb")]
fn a_trigger_that_would_break_prompts_is_refused(#[case] trigger: &str) {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let said = ModelImport {
        trigger: Some(trigger.into()),
        ..ModelImport::default()
    };
    let path = file(folder.path(), OF_SD15, FOX);
    let error = flow.studio.import_model(&path, &said).unwrap_err();
    let explained = explain(&error, &Words::new(LanguageTag::En));
    assert_eq!(explained.code, ErrorCode::TriggerInvalid);
    assert!(folders(flow.home.path()).is_empty());
}

/// A file with these bytes.
fn bytes(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn tensors(path: PathBuf, name: &str) -> PathBuf {
    let tensors = [TensorToWrite::f32(name, &[2], &[0.5, 0.5])];
    write_tensors(&path, &tensors, &BTreeMap::new()).unwrap();
    path
}

#[rstest]
#[case::zip(|f: &Path| bytes(f, "fox.ckpt", b"PK\x03\x04\x14\x00\x00\x00\x08\x00data.pkl"), "is a PyTorch file")]
#[case::pickle(|f: &Path| bytes(f, "fox.pt", b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."), "is a PyTorch file")]
#[case::empty(|f: &Path| bytes(f, "fox.safetensors", b""), "is empty and not a .safetensors file")]
#[case::page(|f: &Path| bytes(f, "fox.safetensors", b"<!DOCTYPE html><html>Sign in</html>"), "is a web page")]
#[case::pointer(|f: &Path| bytes(f, "fox.safetensors", b"version https://git-lfs.github.com/spec/v1\n"), "only a pointer")]
#[case::noise(|f: &Path| bytes(f, "fox.safetensors", b"\x07\x01\x02noise that is nothing at all"), "is damaged")]
#[case::header_without_end(|f: &Path| bytes(f, "fox.safetensors", &[0xff; 64]), "is damaged")]
#[case::cut(|f: &Path| { let path = file(f, OF_SD15, FOX); let whole = std::fs::read(&path).unwrap(); bytes(f, "fox.safetensors", &whole[..whole.len() - 9]) }, "is damaged")]
#[case::base(|f: &Path| tensors(f.join("fox.safetensors"), "model.diffusion_model.out.2.bias"), "is a whole base")]
#[case::embedding(|f: &Path| tensors(f.join("fox.safetensors"), "emb_params"), "has no LoRA in it")]
#[case::another_kind(|f: &Path| tensors(f.join("fox.safetensors"), "lora_unet_x.lokr_w1"), "uses LoKr")]
#[case::half(|f: &Path| tensors(f.join("fox.safetensors"), "lora_unet_x.lora_up.weight"), "is damaged")]
#[case::folder(|f: &Path| f.to_owned(), "is not a file")]
#[case::missing(|f: &Path| f.join("gone.safetensors"), "cannot be read")]
#[case::huge(|f: &Path| { let path = bytes(f, "fox.safetensors", b""); std::fs::File::create(&path).unwrap().set_len(3_000_000_000).unwrap(); path }, "has 3.0 GB")]
fn what_is_no_lora_is_one_sentence_and_leaves_nothing(
    #[case] make: fn(&Path) -> PathBuf,
    #[case] part: &str,
) {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let error = refusal(&flow, &make(folder.path()), &ModelImport::default());
    let sentence = error.sentence(&Words::new(LanguageTag::En));
    assert!(sentence.contains(part), "{sentence}");
    assert!(folders(flow.home.path()).is_empty());
    assert!(flow.studio.list_models().unwrap().is_empty());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("fox.safetensors");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let error = refusal(&flow, &pipe, &ModelImport::default());
    assert!(matches!(error, ModelFileError::NotAFile { .. }));
}

#[test]
fn the_same_file_again_says_which_model_has_it() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), OF_SD15, FOX);
    let model = import(&flow, &path);
    let copy = folder.path().join("another name.safetensors");
    std::fs::copy(&path, &copy).unwrap();
    let read = flow.studio.read_model_file(&copy).unwrap();
    assert_eq!(read.already, Some(model.clone()));
    let error = refusal(&flow, &copy, &ModelImport::default());
    let sentence = error.sentence(&Words::new(LanguageTag::En));
    assert!(sentence.contains("“Red Fox”"), "{sentence}");
    assert_eq!(folders(flow.home.path()), [model.folder]);
}

#[test]
fn the_same_file_at_the_same_time_is_kept_once() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), OF_SD15, FOX);
    let kept: usize = std::thread::scope(|scope| {
        let imports: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| flow.studio.import_model(&path, &ModelImport::default())))
            .collect();
        let ended = imports.into_iter().map(|import| import.join().unwrap());
        ended.filter(Result::is_ok).count()
    });
    assert_eq!(kept, 1);
    assert_eq!(flow.studio.list_models().unwrap().len(), 1);
    assert_eq!(folders(flow.home.path()).len(), 1);
}

#[test]
fn the_trigger_of_another_program_stands_in_the_prompt_once() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let model = import(&flow, &file(folder.path(), OF_POCKET, FOX));
    assert_eq!(model.base, BaseFamily::Pocket);
    let sent = |prompt: &str| {
        let request = DrawRequest {
            provider: ProviderId::Local,
            model: Some(model.id),
            base_path: None,
            prompt: prompt.into(),
            without_trigger: false,
            negative_prompt: String::new(),
            strength: 1.0,
            steps: 4,
            guidance: 5.0,
            sampler: Sampler::default(),
            width: 64,
            height: 64,
            seed: None,
            count: 1,
            on_card: false,
            hosted: None,
        };
        flow.studio.draw(request, None).unwrap().sent_prompt
    };
    assert_eq!(sent("at night"), "ohwx fox, at night");
    assert_eq!(sent("an OHWX fox at night"), "an OHWX fox at night");
}

#[test]
fn a_model_gets_another_name_and_another_trigger_and_its_card_too() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let model = import(&flow, &file(folder.path(), OF_SD15, FOX));
    let change = ModelChange {
        name: Some("Лиса".into()),
        trigger: Some("sks".into()),
        ..ModelChange::default()
    };
    let changed = flow.studio.edit_model(model.id, &change).unwrap();
    assert_eq!(
        (changed.name.as_str(), &changed.folder),
        ("Лиса", &model.folder)
    );
    let path = flow.studio.weights_path(&model).with_file_name("card.json");
    let card: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(
        (&card["name"], &card["trigger"]),
        (&"Лиса".into(), &"sks".into())
    );
    assert_eq!(card["importedFrom"], "fox_v2.safetensors");
    let nothing = ModelChange {
        name: None,
        trigger: Some(String::new()),
        ..ModelChange::default()
    };
    let changed = flow.studio.edit_model(model.id, &nothing).unwrap();
    assert_eq!((changed.name.as_str(), changed.trigger), ("Лиса", None));
    let flow = flow.restarted();
    assert_eq!(
        flow.studio.load_model(model.id).unwrap().name.as_str(),
        "Лиса"
    );
}

/// A library in which another's folders of models lie, as a crash or an old copy of the database leaves them.
pub(crate) fn with_folders_of(other: &Flow) -> Flow {
    let flow = Flow::new();
    let models = flow.home.path().join("models");
    for entry in walkdir::WalkDir::new(other.home.path().join("models")) {
        let entry = entry.unwrap();
        let from = other.home.path().join("models");
        let to = models.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(to).unwrap();
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
    flow
}

pub(crate) fn recovered(flow: &Flow) -> Vec<LoraModel> {
    flow.studio.start_runner().unwrap();
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(20) {
        if folders(flow.home.path())
            .iter()
            .all(|name| !name.starts_with('.'))
        {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    flow.studio.list_models().unwrap()
}

#[test]
fn an_import_that_was_cut_off_before_its_row_is_finished_later() {
    let (flow, folder) = (Flow::new(), tempfile::tempdir().unwrap());
    let model = import(&flow, &file(folder.path(), OF_SD15, FOX));
    let cut = with_folders_of(&flow);
    std::fs::create_dir(cut.home.path().join("models/.import-half")).unwrap();
    std::fs::create_dir(cut.home.path().join("models/of-my-own")).unwrap();
    assert_eq!(recovered(&cut), vec![model.clone()]);
    assert_eq!(folders(cut.home.path()).len(), 2, "what is not ours stays");
}

#[test]
fn a_folder_whose_file_is_in_another_model_already_goes() {
    let (flow, folder) = (Flow::new(), tempfile::tempdir().unwrap());
    let path = file(folder.path(), OF_SD15, FOX);
    import(&flow, &path);
    let cut = with_folders_of(&flow);
    std::fs::rename(cut.home.path().join("models"), folder.path().join("aside")).unwrap();
    let model = import(&cut, &path);
    for entry in std::fs::read_dir(folder.path().join("aside")).unwrap() {
        let entry = entry.unwrap();
        let to = cut.home.path().join("models").join(entry.file_name());
        std::fs::rename(entry.path(), to).unwrap();
    }
    std::fs::create_dir(cut.home.path().join("models/.import-half")).unwrap();
    assert_eq!(recovered(&cut), vec![model.clone()]);
    assert_eq!(folders(cut.home.path()), [model.folder]);
}

#[test]
fn a_folder_whose_weights_are_not_whole_becomes_no_model() {
    let (flow, folder) = (Flow::new(), tempfile::tempdir().unwrap());
    let model = import(&flow, &file(folder.path(), OF_SD15, FOX));
    let cut = with_folders_of(&flow);
    let weights = cut.home.path().join("models").join(&model.folder);
    std::fs::write(weights.join("lora.safetensors"), b"half").unwrap();
    std::fs::create_dir(cut.home.path().join("models/.import-half")).unwrap();
    assert!(recovered(&cut).is_empty());
    assert_eq!(
        folders(cut.home.path()),
        [model.folder],
        "it stays for a look"
    );
}

/// A LoRA of some megabytes.
fn large(folder: &Path) -> PathBuf {
    let (rank, inputs, outputs) = (1024, 768, 4096);
    let tensors = [
        TensorToWrite::f32(
            "lora_unet_x_attn2_to_k.lora_down.weight",
            &[rank, inputs],
            &vec![0.5; rank * inputs],
        ),
        TensorToWrite::f32(
            "lora_unet_x_attn2_to_k.lora_up.weight",
            &[outputs, rank],
            &vec![0.25; outputs * rank],
        ),
    ];
    let path = folder.join("large.safetensors");
    write_tensors(&path, &tensors, &BTreeMap::new()).unwrap();
    path
}

#[test]
fn killed_at_random_moments_an_import_leaves_a_whole_model_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = large(folder.path());
    let arguments = [
        "models",
        "import",
        path.to_str().unwrap(),
        "--trigger",
        "ohwx",
    ];
    let home = tempfile::tempdir().unwrap();
    let started = Instant::now();
    assert!(run(home.path(), &arguments).status.success());
    let mut kills = Kills::within(started.elapsed());
    let mut killed_midway = 0;
    for round in 0..rounds().max(AT_LEAST) {
        let home = tempfile::tempdir().unwrap();
        assert!(run(home.path(), &["models", "list"]).status.success());
        if kills.kill(&mut command(home.path(), &arguments)) {
            killed_midway += 1;
        }
        let recovered = run(home.path(), &["work", "--until-idle"]);
        assert!(
            recovered.status.success(),
            "round {round}: {}",
            text(&recovered)
        );
        let listed = run(home.path(), &["--json", "models", "list"]);
        let models: Vec<serde_json::Value> = text(&listed)
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let there = folders(home.path());
        let rows: Vec<_> = models
            .iter()
            .map(|model| model["folder"].as_str().unwrap())
            .collect();
        assert_eq!(there, rows, "round {round}: every folder has its row");
        for model in &models {
            let weights = home
                .path()
                .join("models")
                .join(model["folder"].as_str().unwrap());
            let weights = std::fs::read(weights.join("lora.safetensors")).unwrap();
            assert_eq!(model["weights"], blake3::hash(&weights).to_hex().as_str());
        }
        let again = run(home.path(), &arguments);
        let expected = if models.is_empty() { 0 } else { 3 };
        assert_eq!(
            again.status.code(),
            Some(expected),
            "round {round}: {}",
            text(&again)
        );
        assert_eq!(folders(home.path()).len(), 1, "round {round}");
    }
    assert!(
        killed_midway >= AT_LEAST / 3,
        "only {killed_midway} imports were killed in their middle"
    );
}

#[cfg(unix)]
#[test]
fn on_a_full_disk_nothing_is_kept_and_the_sentence_says_so() {
    let (home, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = large(folder.path());
    assert!(run(home.path(), &["models", "list"]).status.success());
    let program = command(home.path(), &[]);
    let mut limited = std::process::Command::new("sh");
    for (name, value) in program.get_envs() {
        limited.env(name, value.unwrap());
    }
    // No file may have more than 4 MB; a program that does not hear of it is told by an error.
    limited
        .args(["-c", "trap '' XFSZ; ulimit -f 8000; exec \"$@\"", "sh"])
        .arg(program.get_program())
        .args(["models", "import"])
        .arg(&path);
    let output = limited.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("disk is full"), "{}", text(&output));
    assert!(folders(home.path()).is_empty());
}

#[test]
fn an_export_never_replaces_a_file_unasked_and_a_folder_gives_it_a_free_name() {
    let (flow, folder) = (Flow::new(), tempfile::tempdir().unwrap());
    let model = import(&flow, &file(folder.path(), OF_SD15, FOX));
    let to = folder.path().join("loras");
    std::fs::create_dir(&to).unwrap();
    let export = |to: &Path, existing| flow.studio.export_model(model.id, to, existing);
    let names: Vec<String> = (0..3)
        .map(|_| export(&to, Existing::Keep).unwrap().file_name)
        .collect();
    let free = [
        "ohwx-fox.safetensors",
        "ohwx-fox-2.safetensors",
        "ohwx-fox-3.safetensors",
    ];
    assert_eq!(names, free);

    let taken = to.join("mine");
    std::fs::write(to.join("mine.safetensors"), "mine").unwrap();
    let error = export(&taken, Existing::Keep).unwrap_err();
    assert!(matches!(
        error.downcast_ref(),
        Some(ModelFileError::Taken { .. })
    ));
    assert_eq!(std::fs::read(to.join("mine.safetensors")).unwrap(), b"mine");
    let exported = export(&taken, Existing::Replace).unwrap();
    assert_eq!(exported.file_name, "mine.safetensors");
    let left: Vec<_> = std::fs::read_dir(&to).unwrap().collect();
    assert_eq!(left.len(), 4, "no temporary file is left");

    // What was written is a model again, with the same pairs.
    let other = Flow::new();
    let again = import(&other, Path::new(&exported.path));
    assert_eq!((again.name, again.trigger), (model.name, model.trigger));
}

#[test]
fn an_export_into_the_library_or_of_lost_weights_is_refused() {
    let (flow, folder) = (Flow::new(), tempfile::tempdir().unwrap());
    let model = import(&flow, &file(folder.path(), OF_SD15, FOX));
    let export = |to: &Path| {
        let error = flow.studio.export_model(model.id, to, Existing::Replace);
        error.unwrap_err().downcast::<ModelFileError>().unwrap()
    };
    let weights = flow.studio.weights_path(&model);
    let before = std::fs::read(&weights).unwrap();
    assert!(matches!(export(&weights), ModelFileError::InsideLibrary));
    assert_eq!(std::fs::read(&weights).unwrap(), before);
    std::fs::remove_file(&weights).unwrap();
    assert!(matches!(export(folder.path()), ModelFileError::Lost { .. }));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

fn json(output: &std::process::Output) -> serde_json::Value {
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    serde_json::from_str(said.lines().next().unwrap_or_default()).unwrap()
}

#[test]
fn the_terminal_takes_a_model_in_changes_shows_and_writes_it() {
    let (home, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = file(folder.path(), OF_FLUX, FOX);
    let blazon = |arguments: &[&str]| run(home.path(), arguments);
    let refused = blazon(&["models", "import", path.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(3), "{}", text(&refused));
    assert!(
        text(&refused).contains("probably for FLUX.1: --base flux1"),
        "{}",
        text(&refused)
    );
    let import = [
        "--json",
        "models",
        "import",
        path.to_str().unwrap(),
        "--base",
        "flux1",
    ];
    let imported = blazon(&import);
    assert!(imported.status.success(), "{}", text(&imported));
    assert_eq!(json(&imported)["trigger"], "ohwx fox");
    assert_eq!(json(&imported)["base"], "flux1");
    let again = blazon(&import);
    assert_eq!(again.status.code(), Some(3));
    assert!(
        text(&again).contains("it is the model “Red Fox”"),
        "{}",
        text(&again)
    );

    let edited = blazon(&[
        "--json",
        "models",
        "edit",
        "Red Fox",
        "--name",
        "Лиса",
        "--trigger",
        "sks",
    ]);
    assert_eq!(json(&edited)["name"], "Лиса");
    assert_eq!(blazon(&["models", "edit", "Лиса"]).status.code(), Some(2));
    let shown = blazon(&["--json", "models", "show", "sks"]);
    assert_eq!(
        (&json(&shown)["rank"], &json(&shown)["author"]),
        (&4.into(), &"Anna".into())
    );
    assert!(text(&blazon(&["models", "show", "sks"])).contains("For FLUX.1, rank 4"));

    let to = folder.path().join("out");
    let target = to.join("fox.safetensors");
    let export = [
        "--json",
        "models",
        "export",
        "Лиса",
        "--to",
        target.to_str().unwrap(),
    ];
    assert_eq!(json(&blazon(&export))["naming"], "kohya");
    let taken = blazon(&export);
    assert_eq!(taken.status.code(), Some(3));
    assert!(
        text(&taken).contains("is there already"),
        "{}",
        text(&taken)
    );
    assert!(
        blazon(&[&export[..], &["--force"]].concat())
            .status
            .success()
    );
    let missing = blazon(&["models", "export", "Nobody", "--to", "."]);
    assert_eq!(missing.status.code(), Some(1));
}
