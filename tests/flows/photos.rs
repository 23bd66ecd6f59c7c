//! Photos are reviewed, chosen, cropped and captioned; what was done is there after a restart and
//! can be taken back.

use crate::support::{Flow, photos, run, text};
use blazon_model::{
    CaptionFiles, CaptionRewrite, CaptionStyle, Choice, CropRect, Dataset, Finding, Framing, Mark,
    PhotoCaption, PhotoCrop, PhotoFilter, PhotoOrder, Shape, Weight,
};
use std::fs;

/// A dataset of `count` photos of 800 x 600.
fn filled(flow: &Flow, count: u64) -> Dataset {
    let source = tempfile::tempdir().unwrap();
    for seed in 1..=count {
        let path = source.path().join(format!("{seed:03}.jpg"));
        blazon_tests::sample::write_jpeg(&path, 800, 600, seed).unwrap();
    }
    let dataset = flow.dataset("Fox");
    flow.import(&dataset, &[source.path().to_owned()]);
    dataset
}

#[test]
fn too_few_photos_are_refused_and_enough_are_not() {
    let flow = Flow::new();
    let dataset = filled(&flow, 4);
    let review = flow.studio.review_dataset(dataset.id).unwrap();
    assert_eq!(
        review.lines[0].finding,
        Finding::TooFewPhotos { used: 4, needed: 5 }
    );
    assert_eq!(review.lines[0].weight, Weight::Refused);
    let source = tempfile::tempdir().unwrap();
    let mut more = Vec::new();
    for seed in 50..56 {
        let path = source.path().join(format!("{seed}.jpg"));
        blazon_tests::sample::write_jpeg(&path, 800, 600, seed).unwrap();
        more.push(path);
    }
    flow.import(&dataset, &more);
    let review = flow.studio.review_dataset(dataset.id).unwrap();
    assert_eq!((review.photos, review.used), (10, 10), "{review:?}");
    assert!(
        review
            .lines
            .iter()
            .any(|line| line.finding == Finding::EnoughPhotos { used: 10 })
    );
}

#[test]
fn a_small_photo_is_left_out_unless_the_person_keeps_it() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let dataset = flow.dataset("Fox");
    flow.import(&dataset, &photos(source.path(), 1));
    let small = flow.photos(&dataset).remove(0);
    assert!(small.marks.contains(&Mark::TooSmall) && small.left_out);
    let choose = |choice| {
        flow.studio
            .choose_photos(dataset.id, &[small.id], choice)
            .unwrap();
        flow.photos(&dataset).remove(0)
    };
    assert!(!choose(Some(Choice::Keep)).left_out);
    assert!(choose(None).left_out);
    flow.studio.undo_edit(dataset.id).unwrap();
    assert!(!flow.photos(&dataset)[0].left_out, "the choice is back");
}

#[test]
fn of_near_duplicates_one_is_used_and_the_person_may_choose_which() {
    let flow = Flow::new();
    let dataset = filled(&flow, 3);
    let source = tempfile::tempdir().unwrap();
    // The same picture, saved smaller: other bytes, the same look.
    let again = source.path().join("again.jpg");
    blazon_tests::sample::write_jpeg(&again, 780, 585, 2).unwrap();
    flow.import(&dataset, &[again]);
    let listed = flow.photos(&dataset);
    let names: Vec<_> = listed.iter().map(|photo| photo.name.as_str()).collect();
    let grouped: Vec<_> = listed
        .iter()
        .filter(|photo| photo.group.is_some())
        .collect();
    assert_eq!(grouped.len(), 2, "{names:?}");
    assert_eq!(grouped.iter().filter(|photo| photo.left_out).count(), 1);
    let places: Vec<_> = listed
        .iter()
        .positions_of(|name| name == "002.jpg" || name == "again.jpg");
    assert_eq!(places[0] + 1, places[1], "they stand together: {names:?}");
    let other = grouped.iter().find(|photo| photo.left_out).unwrap().id;
    flow.studio
        .choose_among_duplicates(dataset.id, other)
        .unwrap();
    let chosen = flow.photos(&dataset);
    let used: Vec<_> = chosen
        .iter()
        .filter(|photo| photo.group.is_some() && !photo.left_out)
        .map(|photo| photo.id)
        .collect();
    assert_eq!(used, [other]);
}

trait Positions {
    fn positions_of(self, wanted: impl Fn(&str) -> bool) -> Vec<usize>;
}

impl<'p, I: Iterator<Item = &'p blazon_model::Photo>> Positions for I {
    fn positions_of(self, wanted: impl Fn(&str) -> bool) -> Vec<usize> {
        self.enumerate()
            .filter(|(_, photo)| wanted(&photo.name))
            .map(|(place, _)| place)
            .collect()
    }
}

#[test]
fn crops_and_captions_survive_a_restart_and_can_be_taken_back_after_it() {
    let flow = Flow::new();
    let dataset = filled(&flow, 2);
    let photo = flow.photos(&dataset).remove(0);
    let crop = CropRect {
        x: 100,
        y: 0,
        width: 600,
        height: 600,
    };
    let crops = [PhotoCrop {
        photo: photo.id,
        crop: Some(crop),
    }];
    flow.studio.crop_photos(dataset.id, &crops).unwrap();
    let captions = [PhotoCaption {
        photo: photo.id,
        caption: "a fox\nin the snow".into(),
    }];
    flow.studio.caption_photos(dataset.id, &captions).unwrap();

    let flow = flow.restarted();
    let kept = flow.photos(&dataset).remove(0);
    assert_eq!((kept.crop, kept.used), (Some(crop), crop));
    assert_eq!(kept.caption, "a fox in the snow");
    flow.studio.undo_edit(dataset.id).unwrap();
    flow.studio.undo_edit(dataset.id).unwrap();
    let before = flow.photos(&dataset).remove(0);
    assert_eq!((before.crop, before.caption.as_str()), (None, ""));
}

#[test]
fn a_crop_beyond_the_photo_is_refused_with_its_name() {
    let flow = Flow::new();
    let dataset = filled(&flow, 1);
    let crops = [PhotoCrop {
        photo: flow.photos(&dataset)[0].id,
        crop: Some(CropRect {
            x: 700,
            y: 0,
            width: 600,
            height: 600,
        }),
    }];
    let error = flow.studio.crop_photos(dataset.id, &crops).unwrap_err();
    let said = blazon_core::explain(&error, &flow.studio.words());
    assert!(said.message.contains("001.jpg"), "{}", said.message);
    assert_eq!(flow.photos(&dataset)[0].crop, None);
}

#[test]
fn a_square_dataset_cuts_squares_and_never_enlarges() {
    let flow = Flow::new();
    let dataset = filled(&flow, 1);
    let framing = Framing {
        shape: Shape::Square,
        size: 1024,
    };
    flow.studio.frame_dataset(dataset.id, framing).unwrap();
    let photo = flow.photos(&dataset).remove(0);
    assert_eq!((photo.used.width, photo.used.height), (600, 600));
    assert_eq!(
        (photo.fit.bucket.width, photo.fit.bucket.height),
        (576, 576)
    );
    assert!(photo.fit.percent <= 100);
}

#[test]
fn a_rewrite_is_seen_before_it_is_made_and_taken_back_as_one() {
    let flow = Flow::new();
    let dataset = filled(&flow, 3);
    let captions: Vec<_> = flow
        .photos(&dataset)
        .iter()
        .map(|photo| PhotoCaption {
            photo: photo.id,
            caption: format!("рыжая лиса, {}", photo.name),
        })
        .collect();
    flow.studio.caption_photos(dataset.id, &captions).unwrap();
    let rewrite = CaptionRewrite::Replace {
        find: "ЛИСА".into(),
        with: "волк".into(),
        match_case: false,
        whole_words: true,
    };
    let preview = flow
        .studio
        .preview_rewrite(dataset.id, &[], &rewrite)
        .unwrap();
    assert_eq!(preview.len(), 3);
    assert_eq!(preview[0].to, "рыжая волк, 001.jpg");
    let written = |flow: &Flow| flow.photos(&dataset)[0].caption.clone();
    assert_eq!(
        written(&flow),
        "рыжая лиса, 001.jpg",
        "nothing is written yet"
    );
    flow.studio
        .rewrite_captions(dataset.id, &[], &rewrite)
        .unwrap();
    assert_eq!(written(&flow), "рыжая волк, 001.jpg");
    flow.studio.undo_edit(dataset.id).unwrap();
    assert_eq!(written(&flow), "рыжая лиса, 001.jpg");
}

#[test]
fn captions_come_along_and_go_out_again_under_the_same_names() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let paths = photos(source.path(), 2);
    fs::write(source.path().join("001.txt"), "лиса в снегу\n").unwrap();
    fs::write(source.path().join("002.caption"), "a fox with a drum").unwrap();
    let dataset = flow.dataset("Fox");
    let job = flow.import(&dataset, &[source.path().to_owned()]);
    assert_eq!(job.report.problems, [], "captions are no photos");
    assert_eq!((job.report.added, job.report.captions), (2, 2));
    let captions: Vec<_> = flow
        .photos(&dataset)
        .into_iter()
        .map(|photo| photo.caption)
        .collect();
    assert_eq!(captions, ["лиса в снегу", "a fox with a drum"]);
    let out = tempfile::tempdir().unwrap();
    flow.studio
        .export_captions(dataset.id, CaptionFiles::Txt, out.path())
        .unwrap();
    for (path, caption) in paths.iter().zip(&captions) {
        let name = path.with_extension("txt");
        let text = fs::read_to_string(out.path().join(name.file_name().unwrap())).unwrap();
        assert_eq!(text.trim_end(), caption);
    }
    let other = flow.dataset("Wolf");
    flow.import(&other, &paths);
    let clear = flow
        .studio
        .rewrite_captions(other.id, &[], &CaptionRewrite::Clear);
    clear.unwrap();
    let changed = flow
        .studio
        .import_captions(other.id, &[out.path().to_owned()])
        .unwrap();
    assert_eq!((changed.changed, changed.unmatched.len()), (2, 0));
    assert_eq!(flow.photos(&other)[0].caption, captions[0]);
}

#[test]
fn the_style_of_captions_is_an_edit_like_any_other() {
    let flow = Flow::new();
    let dataset = filled(&flow, 1);
    let style = |flow: &Flow| flow.studio.load_dataset(dataset.id).unwrap().caption_style;
    flow.studio
        .style_captions(dataset.id, CaptionStyle::AsWritten)
        .unwrap();
    assert_eq!(style(&flow), CaptionStyle::AsWritten);
    flow.studio.undo_edit(dataset.id).unwrap();
    assert_eq!(style(&flow), CaptionStyle::TriggerFirst);
}

#[test]
fn photos_are_filtered_and_ordered() {
    let flow = Flow::new();
    let dataset = filled(&flow, 3);
    let last = flow.photos(&dataset)[2].id;
    flow.studio
        .choose_photos(dataset.id, &[last], Some(Choice::LeaveOut))
        .unwrap();
    let names = |filter, order| {
        let page = flow.studio.list_photos(dataset.id, filter, order, 0, 10);
        let photos = page.unwrap().photos.into_iter();
        photos.map(|photo| photo.name).collect::<Vec<_>>()
    };
    let imported = PhotoOrder::Imported;
    assert_eq!(names(PhotoFilter::LeftOut, imported), ["003.jpg"]);
    assert_eq!(names(PhotoFilter::Used, imported), ["001.jpg", "002.jpg"]);
    assert_eq!(
        names(PhotoFilter::All, PhotoOrder::Name),
        ["001.jpg", "002.jpg", "003.jpg"]
    );
}

#[test]
fn the_terminal_checks_and_refuses_with_3() {
    let flow = Flow::new();
    let dataset = filled(&flow, 4);
    flow.studio.end_runner();
    let checked = run(flow.home.path(), &["dataset", "check", "Fox"]);
    assert_eq!(checked.status.code(), Some(3), "{}", text(&checked));
    assert!(text(&checked).contains("At least 5 photos are needed"));
    let framed = run(
        flow.home.path(),
        &["dataset", "crop", "Fox", "--square", "--size", "512"],
    );
    assert!(text(&framed).contains("512 x 512: 4"), "{}", text(&framed));
    let photo = flow.photos(&dataset).remove(0);
    let caption = PhotoCaption {
        photo: photo.id,
        caption: "a fox".into(),
    };
    flow.studio.caption_photos(dataset.id, &[caption]).unwrap();
    let replace = [
        "dataset",
        "caption",
        "Fox",
        "--find",
        "fox",
        "--replace",
        "wolf",
    ];
    let changed = run(flow.home.path(), &replace);
    assert!(
        text(&changed).contains("1 caption changed"),
        "{}",
        text(&changed)
    );
    assert_eq!(flow.photos(&dataset)[0].caption, "a wolf");
}
