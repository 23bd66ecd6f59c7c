//! Badges from a picture and a name to files, one at a time and by the list, without a network.

use crate::support::{Flow, run, text};
use blazon_core::{BatchOutput, BatchWatch, UndrawableBadge, UnusablePicture};
use blazon_model::{
    BadgeBatch, BadgeDesign, BadgeFinding, BadgeFormat, BadgePaper, BadgePicture, BadgeSource,
    BatchState,
};
use rstest::rstest;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

const BANNER: &str = "golden-banner";

/// A picture of a person's, with what a camera writes into it left out.
fn picture(folder: &Path) -> PathBuf {
    let path = folder.join("fox.jpg");
    blazon_tests::sample::write_jpeg(&path, 900, 700, 7).unwrap();
    path
}

fn design(text: &str) -> BadgeDesign {
    BadgeDesign {
        template: BANNER.into(),
        texts: [("text".to_owned(), text.to_owned())].into(),
        ..BadgeDesign::default()
    }
}

/// Watches a batch, and stops it after some rows.
struct Watch {
    told: AtomicU32,
    stop_after: u32,
}

impl Watch {
    const fn to_the_end() -> Self {
        Self {
            told: AtomicU32::new(0),
            stop_after: u32::MAX,
        }
    }
}

impl BatchWatch for Watch {
    fn tell(&self, batch: &BadgeBatch) {
        self.told.store(batch.done, Ordering::SeqCst);
    }

    fn is_stopped(&self) -> bool {
        self.stop_after == 0 || self.told.load(Ordering::SeqCst) >= self.stop_after
    }
}

#[rstest]
#[case::png("badge.png", b"\x89PNG")]
#[case::jpeg("badge.jpg", b"\xff\xd8\xff\xe0")]
#[case::webp("badge.webp", b"RIFF")]
#[case::pdf("badge.pdf", b"%PDF")]
#[case::svg("badge.svg", b"<svg")]
fn the_terminal_writes_a_badge_in_the_format_of_its_name(#[case] name: &str, #[case] start: &[u8]) {
    let home = tempfile::tempdir().unwrap();
    let picture = picture(home.path());
    let to = home.path().join(name);
    let library = home.path().join("library");
    let output = run(
        &library,
        &[
            "badge",
            picture.to_str().unwrap(),
            "--text",
            "UX SCOUT",
            "--to",
            to.to_str().unwrap(),
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let file = std::fs::read(&to).unwrap();
    assert!(file.starts_with(start), "{:?}", &file[..8]);
    assert!(picture.exists(), "the picture stays where it is");
}

#[test]
fn the_terminal_names_what_it_does_not_know() {
    let home = tempfile::tempdir().unwrap();
    let library = home.path().join("library");
    let refused = |arguments: &[&str], said: &str| {
        let output = run(&library, &[&["badge"], arguments].concat());
        assert_eq!(output.status.code(), Some(1), "{}", text(&output));
        assert!(text(&output).contains(said), "{}", text(&output));
    };
    let no_picture = home.path().join("page.png");
    std::fs::write(&no_picture, "<html>").unwrap();
    refused(&["--template", "no-such", "--to", "a.png"], "no-such");
    refused(&["--to", "badge.bmp"], ".png");
    refused(&["--field", "colour=red", "--to", "a.png"], "colour=red");
    refused(&[no_picture.to_str().unwrap(), "--to", "a.png"], "page.png");
    let listed = run(&library, &["badge", "--templates"]);
    assert!(text(&listed).contains(BANNER), "{}", text(&listed));
}

#[test]
fn a_list_of_two_hundred_names_gives_two_hundred_badges_and_sheets() {
    let home = tempfile::tempdir().unwrap();
    let mut list = String::from("Имя;Роль\r\n");
    for number in 1..=200 {
        write!(list, "Участник {number};Гость\r\n").unwrap();
    }
    let csv = home.path().join("people.csv");
    std::fs::write(&csv, list).unwrap();
    let to = home.path().join("badges");
    let output = run(
        &home.path().join("library"),
        &[
            "badge",
            "--csv",
            csv.to_str().unwrap(),
            "--template",
            "conference-pass",
            "--sheet",
            "a4",
            "--to",
            to.to_str().unwrap(),
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let names = |ending: &str| {
        let files = std::fs::read_dir(&to).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| name.ends_with(ending)).collect();
        names.sort();
        names
    };
    let badges = names(".png");
    assert_eq!(badges.len(), 200);
    assert_eq!(badges[0], "002-uchastnik-1.png");
    let sheets = std::fs::read(to.join("sheets.pdf")).unwrap();
    assert!(sheets.starts_with(b"%PDF"));
}

#[test]
fn a_broken_row_is_named_and_the_rest_go_on() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    picture(folder.path());
    let csv = folder.path().join("people.csv");
    let list = "text,picture\nAnna,fox.jpg\n,fox.jpg\nBoris,gone.jpg\n\"=1+2\",\nIvan,fox.jpg\n";
    std::fs::write(&csv, list).unwrap();
    let studio = &flow.studio;
    let opened = studio.open_badge_list(&csv, BANNER).unwrap();
    assert_eq!((opened.rows, opened.problem_count), (5, 1));
    assert_eq!(opened.problems[0].row, 3);
    let row = studio
        .badge_of_row(opened.id, &design("MINE"), 0)
        .unwrap()
        .unwrap();
    assert_eq!(row.texts["text"], "Anna");
    assert!(row.picture.is_some());
    let nobody = studio
        .badge_of_row(opened.id, &design("MINE"), 1)
        .unwrap()
        .unwrap();
    assert!(
        !nobody.texts.contains_key("text"),
        "nobody gets another's name"
    );
    assert_eq!(
        studio.badge_of_row(opened.id, &design("MINE"), 9).unwrap(),
        None
    );

    let output = BatchOutput {
        model: None,
        badges: Some(BadgeFormat::Png),
        paper: None,
        folder: folder.path().join("badges"),
    };
    let batch = studio
        .export_badge_list(opened.id, &design("MINE"), &output, &Watch::to_the_end())
        .unwrap();
    assert_eq!((batch.state, batch.done), (BatchState::Done, 5));
    let rows: Vec<_> = batch.problems.iter().map(|problem| problem.row).collect();
    assert_eq!(rows, [3, 4], "{:?}", batch.problems);
    let files = std::fs::read_dir(&output.folder).unwrap().count();
    assert_eq!(files, 3, "formulas are texts like any other");
}

#[test]
fn a_stopped_batch_leaves_whole_files_alone() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("people.csv");
    std::fs::write(&csv, "text\n".to_owned() + &"Anna\n".repeat(500)).unwrap();
    let studio = &flow.studio;
    let opened = studio.open_badge_list(&csv, BANNER).unwrap();
    let output = BatchOutput {
        model: None,
        badges: Some(BadgeFormat::Png),
        paper: Some(BadgePaper::A4),
        folder: folder.path().join("badges"),
    };
    let watch = Watch {
        told: AtomicU32::new(0),
        stop_after: 1,
    };
    let batch = studio
        .export_badge_list(opened.id, &design(""), &output, &watch)
        .unwrap();
    assert_eq!(batch.state, BatchState::Cancelled);
    assert!(batch.done < 500, "{}", batch.done);
    for file in std::fs::read_dir(&output.folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes.ends_with(b"IEND\xaeB`\x82"), "{}", path.display());
    }
}

#[test]
fn a_kept_badge_outlives_the_program_and_its_picture() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let original = picture(folder.path());
    let studio = &flow.studio;
    let kept = studio.keep_badge_picture(&original).unwrap();
    std::fs::remove_file(&original).unwrap();
    let mut design = design("UX SCOUT");
    design.picture = Some(kept);
    let badge = studio.create_badge("UX Scout", &design).unwrap();
    let before = studio.draw_badge(&design, 256).unwrap();
    assert_eq!((before.width, before.findings.len()), (256, 0));
    design.texts.insert("text".into(), "CAPTAIN".into());
    studio.save_badge(badge.id, "Captain", &design).unwrap();

    let flow = flow.restarted();
    let studio = &flow.studio;
    let badges = studio.list_badges().unwrap();
    assert_eq!(badges.len(), 1);
    assert_eq!(
        (badges[0].name.as_str(), &badges[0].design),
        ("Captain", &design)
    );
    let after = studio.draw_badge(&badges[0].design, 256).unwrap();
    assert_ne!(after.rgba, before.rgba);
    studio.remove_badge(badge.id).unwrap();
    assert!(studio.list_badges().unwrap().is_empty());
    assert_eq!(studio.restore_badge(badge.id).unwrap().name, "Captain");
}

#[test]
fn a_design_names_no_file_but_those_that_badges_keep() {
    let flow = Flow::new();
    let secret = flow.home.path().join("secret.png");
    std::fs::copy(picture(flow.home.path()), &secret).unwrap();
    for file in [
        "secret.png",
        "badges/pictures/../../secret.png",
        "/etc/passwd",
        "badges/pictures/",
    ] {
        let mut design = design("UX SCOUT");
        design.picture = Some(BadgePicture::new(BadgeSource::Kept {
            file: file.into(),
            name: "fox".into(),
        }));
        let findings = flow.studio.check_badge(&design).unwrap();
        assert_eq!(findings, [BadgeFinding::PictureMissing], "{file}");
    }
}

#[test]
fn what_is_no_picture_is_refused_by_its_name() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.png");
    std::fs::write(&page, "<html>").unwrap();
    let error = flow.studio.keep_badge_picture(&page).unwrap_err();
    let unusable: &UnusablePicture = error.downcast_ref().unwrap();
    assert_eq!(unusable.file_name, "page.png");
}

#[test]
fn an_own_template_is_copied_shared_and_taken_in() {
    let flow = Flow::new();
    let studio = &flow.studio;
    let copy = studio.copy_badge_template(BANNER, "Наш бейдж").unwrap();
    assert!(copy.is_own);
    assert_eq!(
        (copy.id.as_str(), copy.name.ru.as_str()),
        ("nash-beydzh", "Наш бейдж")
    );
    let again = studio.copy_badge_template(&copy.id, "Наш бейдж").unwrap();
    assert_ne!(again.id, copy.id);
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("ours.zip");
    studio.export_badge_template(&copy.id, &archive).unwrap();
    let taken = studio.import_badge_template(&archive).unwrap();
    assert_eq!(taken.name, copy.name);
    let mut design = design("UX SCOUT");
    design.template = taken.id;
    assert_eq!(studio.draw_badge(&design, 128).unwrap().width, 128);
    for id in ["../secret", "", ".", "no-such"] {
        design.template = id.into();
        let error = studio.draw_badge(&design, 128).unwrap_err();
        assert!(
            matches!(error, UndrawableBadge::NoTemplate(_)),
            "{id}: {error:?}"
        );
    }
    std::fs::write(&archive, "not a zip").unwrap();
    assert!(studio.import_badge_template(&archive).is_err());
    let listed = studio.list_badge_templates().unwrap();
    assert_eq!(listed.iter().filter(|template| template.is_own).count(), 3);
}

#[test]
fn texts_of_another_template_wait_for_it() {
    let flow = Flow::new();
    let mut design = design("UX SCOUT");
    design.template = "conference-pass".into();
    design.texts.insert("name".into(), "Анна".into());
    design.palette = Some("no-such".into());
    design.colours.insert("light".into(), "not a colour".into());
    design
        .boxes
        .insert("no-such".into(), [f64::NAN, 0.0, 5.0, 5.0]);
    flow.studio.draw_badge(&design, 200).unwrap();
    design.template = BANNER.into();
    let findings = flow.studio.check_badge(&design).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn the_picture_of_a_row_with_a_prompt_is_drawn_here() {
    let home = tempfile::tempdir().unwrap();
    let library = home.path().join("library");
    let csv = home.path().join("people.csv");
    std::fs::write(&csv, "text,prompt\nAnna,a fox\nBoris,\n,an owl\n").unwrap();
    let to = home.path().join("badges");
    let words = [
        "badge",
        "--csv",
        csv.to_str().unwrap(),
        "--to",
        to.to_str().unwrap(),
    ];
    let output = run(&library, &words);
    // The row without a name is left out, and nothing is drawn for it.
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    let badges: Vec<_> = std::fs::read_dir(&to)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(badges.len(), 2, "{badges:?}");
    let drawn = run(&library, &["drawings", "list"]);
    assert!(text(&drawn).contains("a fox"), "{}", text(&drawn));
    assert!(!text(&drawn).contains("an owl"), "{}", text(&drawn));
}
