//! The archive: prepared, packed, read back, and the same for other trainers.

use crate::support::{Flow, run, text};
use blazon_model::{
    ArchiveProof, CaptionStyle, Choice, Dataset, ExportFormat, Job, JobFailure, JobState,
    PhotoCaption,
};
use std::fs;
use std::path::Path;

fn filled(flow: &Flow, count: u64) -> Dataset {
    let source = tempfile::tempdir().unwrap();
    for seed in 1..=count {
        let path = source.path().join(format!("photo {seed:03}.jpg"));
        blazon_tests::sample::write_jpeg(&path, 1600, 1200, seed).unwrap();
    }
    let dataset = flow.dataset("Fox");
    flow.import(&dataset, &[source.path().to_owned()]);
    dataset
}

fn packed(flow: &Flow, dataset: &Dataset) -> Job {
    let job = flow.studio.pack_archive(dataset.id).unwrap();
    flow.studio.watch_job(job.id, |_| {}).unwrap()
}

fn proof(flow: &Flow, dataset: &Dataset) -> ArchiveProof {
    flow.studio.find_archive(dataset.id).unwrap().unwrap()
}

fn exported(flow: &Flow, dataset: &Dataset, format: ExportFormat, to: &Path) -> Job {
    let job = flow.studio.export_dataset(dataset.id, format, to).unwrap();
    flow.studio.watch_job(job.id, |_| {}).unwrap()
}

#[test]
fn the_archive_holds_what_is_used_with_its_lines_and_says_when_it_is_old() {
    let flow = Flow::new();
    let dataset = filled(&flow, 6);
    let photos = flow.photos(&dataset);
    flow.studio
        .choose_photos(dataset.id, &[photos[5].id], Some(Choice::LeaveOut))
        .unwrap();
    let caption = PhotoCaption {
        photo: photos[0].id,
        caption: "лиса с барабаном".into(),
    };
    flow.studio.caption_photos(dataset.id, &[caption]).unwrap();
    let job = packed(&flow, &dataset);
    assert!(matches!(job.state, JobState::Succeeded { .. }), "{job:?}");
    let made = proof(&flow, &dataset);
    assert!(made.fresh);
    assert_eq!((made.manifest.images, made.manifest.captions), (5, 5));
    let first = &made.manifest.entries[0];
    assert_eq!(
        (first.file.as_str(), first.photo),
        ("001.jpg", photos[0].id)
    );
    assert_eq!(first.name, "photo 001.jpg");
    assert_eq!(
        first.caption.as_deref(),
        Some(format!("{}, лиса с барабаном", dataset.trigger).as_str())
    );
    let fit = flow.photos(&dataset)[0].fit.bucket;
    assert_eq!((first.width, first.height), (fit.width, fit.height));
    assert_eq!(
        fs::metadata(flow.studio.archive_path(dataset.id))
            .unwrap()
            .len(),
        made.manifest.bytes.0
    );

    flow.studio
        .style_captions(dataset.id, CaptionStyle::AsWritten)
        .unwrap();
    assert!(!proof(&flow, &dataset).fresh, "the lines would be others");
    flow.studio.undo_edit(dataset.id).unwrap();
    assert!(proof(&flow, &dataset).fresh, "and are the same again");
    let flow = flow.restarted();
    assert_eq!(proof(&flow, &dataset).manifest, made.manifest);
}

#[test]
fn packing_the_same_again_prepares_nothing_twice_and_gives_the_same_bytes() {
    let flow = Flow::new();
    let dataset = filled(&flow, 5);
    packed(&flow, &dataset);
    let first = fs::read(flow.studio.archive_path(dataset.id)).unwrap();
    let prepared = || {
        let mut times: Vec<_> = fs::read_dir(flow.home.path().join("prepared"))
            .unwrap()
            .map(|entry| entry.unwrap().metadata().unwrap().modified().unwrap())
            .collect();
        times.sort();
        times
    };
    let before = prepared();
    assert_eq!(before.len(), 5);
    packed(&flow, &dataset);
    assert_eq!(prepared(), before);
    assert!(fs::read(flow.studio.archive_path(dataset.id)).unwrap() == first);
}

#[test]
fn nothing_to_send_is_said_and_nothing_is_made() {
    let flow = Flow::new();
    let dataset = flow.dataset("Empty");
    flow.studio.start_runner().unwrap();
    let job = packed(&flow, &dataset);
    let JobState::Failed { reason, .. } = job.state else {
        panic!("{job:?}")
    };
    assert_eq!(reason, JobFailure::NothingToSend);
    assert_eq!(flow.studio.find_archive(dataset.id).unwrap(), None);
}

#[test]
fn an_export_writes_what_the_trainer_reads_and_never_over_something_else() {
    let flow = Flow::new();
    let dataset = filled(&flow, 5);
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("kohya");
    let job = exported(&flow, &dataset, ExportFormat::Kohya, &to);
    let report = job.export.unwrap();
    assert_eq!((report.images, report.captions), (5, 5));
    assert!(to.join("dataset.toml").exists());
    let again = exported(&flow, &dataset, ExportFormat::Kohya, &to);
    let JobState::Failed { reason, .. } = again.state else {
        panic!("{again:?}")
    };
    assert_eq!(reason, JobFailure::TargetTaken);
    let zip = out.path().join("fox.zip");
    exported(&flow, &dataset, ExportFormat::Zip, &zip);
    packed(&flow, &dataset);
    let archive = fs::read(flow.studio.archive_path(dataset.id)).unwrap();
    assert!(
        fs::read(&zip).unwrap() == archive,
        "the exported zip is the archive that would be sent"
    );
}

#[test]
fn a_photo_removed_for_good_leaves_its_prepared_picture_and_the_archive_behind() {
    let flow = Flow::new();
    let dataset = filled(&flow, 5);
    packed(&flow, &dataset);
    let photo = flow.photos(&dataset).remove(0);
    flow.studio.preview_photo(photo.id).unwrap();
    let report = flow.studio.delete_photos_for_good(&[photo.id]).unwrap();
    assert_eq!(report.archives_removed, 1);
    for folder in ["prepared", "previews", "archives"] {
        for entry in fs::read_dir(flow.home.path().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(!name.contains(photo.hash.as_str()), "{folder}/{name}");
            assert_ne!(folder, "archives", "{name}");
        }
    }
    assert_eq!(flow.studio.find_archive(dataset.id).unwrap(), None);
}

#[test]
fn the_terminal_exports() {
    let flow = Flow::new();
    filled(&flow, 5);
    flow.studio.end_runner();
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("fox.zip");
    let path = to.to_str().unwrap();
    let export = ["dataset", "export", "Fox", "--format", "zip", "--to", path];
    let done = run(flow.home.path(), &export);
    assert!(done.status.success(), "{}", text(&done));
    assert!(text(&done).contains("5 pictures and 5 captions"));
    assert!(to.exists());
    let again = run(flow.home.path(), &export);
    assert_eq!(again.status.code(), Some(3), "{}", text(&again));
}
