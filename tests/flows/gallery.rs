//! The gallery: pictures are found by their words, rated, removed, and known again whatever happens to their files.

use crate::support::{Flow, run, text};
use blazon_core::Event;
use blazon_model::{
    BadgeDesign, DrawRequest, Drawing, GalleryId, GalleryItem, GalleryKind, GalleryOrder,
    GalleryQuery, Picture, Seed,
};
use std::fs;
use std::path::PathBuf;

pub(crate) struct Gallery {
    pub(crate) flow: Flow,
}

impl Gallery {
    /// A library with one picture for each prompt, in this order; the seeds count from 100.
    pub(crate) fn of(prompts: &[&str]) -> (Self, Vec<Picture>) {
        Self::on(Flow::new(), prompts)
    }

    /// The same in a library that is open.
    pub(crate) fn on(flow: Flow, prompts: &[&str]) -> (Self, Vec<Picture>) {
        flow.studio.start_runner().unwrap();
        let gallery = Self { flow };
        let pictures = (100..)
            .zip(prompts)
            .map(|(seed, prompt)| gallery.draw(prompt, seed).pictures.remove(0))
            .collect();
        (gallery, pictures)
    }

    fn draw(&self, prompt: &str, seed: u64) -> Drawing {
        let drawn = self.try_to_draw(prompt, seed);
        assert_eq!(drawn.pictures.len(), 1, "{:?}", drawn.state);
        drawn
    }

    /// A drawing that has come to its end, whichever that is.
    pub(crate) fn try_to_draw(&self, prompt: &str, seed: u64) -> Drawing {
        let studio = &self.flow.studio;
        let request = DrawRequest {
            base_path: Some(base()),
            steps: 1,
            seed: Some(Seed(seed)),
            ..studio.local_request(None, prompt).unwrap()
        };
        let drawing = studio.draw(request, None).unwrap();
        studio.watch_drawing(drawing.id, |_| {}).unwrap()
    }

    pub(crate) fn find(&self, query: &GalleryQuery) -> Vec<GalleryItem> {
        let page = self.flow.studio.list_gallery(query, 0, 500).unwrap();
        assert_eq!(page.total as usize, page.items.len());
        page.items
    }

    pub(crate) fn titles(&self, query: &GalleryQuery) -> Vec<String> {
        let items = self.find(query).into_iter();
        items.map(|item| item.title).collect()
    }

    pub(crate) fn path(&self, picture: &Picture) -> PathBuf {
        self.flow.home.path().join(&picture.file)
    }
}

/// The base that ships.
fn base() -> String {
    let folder = fs::canonicalize("../assets/pocket").unwrap();
    folder.to_str().unwrap().to_owned()
}

pub(crate) fn words(words: &str) -> GalleryQuery {
    GalleryQuery {
        words: words.to_owned(),
        ..GalleryQuery::default()
    }
}

pub(crate) fn ids(pictures: &[&Picture]) -> Vec<GalleryId> {
    pictures.iter().map(|picture| picture.id.into()).collect()
}

#[test]
fn pictures_and_badges_are_found_by_the_beginnings_of_their_words() {
    let (gallery, _) = Gallery::of(&["a red fox, holding a lamp", "an owl \"of\" snow"]);
    let mut design = BadgeDesign {
        template: "golden-banner".to_owned(),
        ..BadgeDesign::default()
    };
    design.texts.insert("text".into(), "Лисёнок".into());
    gallery
        .flow
        .studio
        .create_badge("UX Scout", &design)
        .unwrap();

    assert_eq!(
        gallery.titles(&words("")),
        [
            "UX Scout",
            "an owl \"of\" snow",
            "a red fox, holding a lamp"
        ]
    );
    assert_eq!(
        gallery.titles(&words("FOX lam")),
        ["a red fox, holding a lamp"]
    );
    assert_eq!(gallery.titles(&words("лисе")), ["UX Scout"]);
    assert!(gallery.titles(&words("fox owl")).is_empty());
    for hostile in [
        "\"",
        "of\" OR \"",
        "fox*) OR (",
        "NEAR(",
        "title:",
        "'; DROP",
        "-",
        "^owl",
    ] {
        gallery.titles(&words(hostile));
    }
    assert_eq!(
        gallery.titles(&words("\"of\" snow")),
        ["an owl \"of\" snow"]
    );
    let badges = GalleryQuery {
        kind: Some(GalleryKind::Badge),
        ..GalleryQuery::default()
    };
    assert_eq!(gallery.titles(&badges), ["UX Scout"]);
    assert!(gallery.find(&badges)[0].badge.is_some());
}

#[test]
fn what_is_said_of_pictures_narrows_and_orders_them() {
    let (gallery, pictures) = Gallery::of(&["one", "two", "three"]);
    let studio = &gallery.flow.studio;
    studio.rate_in_gallery(&ids(&[&pictures[0]]), 5).unwrap();
    studio.rate_in_gallery(&ids(&[&pictures[1]]), 2).unwrap();
    studio
        .favour_in_gallery(&ids(&[&pictures[1]]), true)
        .unwrap();
    let tag = |add: &[&str], remove: &[&str]| {
        let owned = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
        studio.tag_in_gallery(
            &ids(&[&pictures[0], &pictures[2]]),
            &owned(add),
            &owned(remove),
        )
    };
    tag(&["for  Anna", "print"], &[]).unwrap();
    tag(&["print"], &["for Anna"]).unwrap();
    assert!(tag(&["a, b"], &[]).is_err());
    assert!(studio.rate_in_gallery(&ids(&[&pictures[0]]), 6).is_err());

    let with = |change: fn(&mut GalleryQuery)| {
        let mut query = GalleryQuery::default();
        change(&mut query);
        gallery.titles(&query)
    };
    assert_eq!(with(|query| query.rating = 2), ["two", "one"]);
    assert_eq!(with(|query| query.favourites = true), ["two"]);
    assert_eq!(
        with(|query| query.tag = Some("print".into())),
        ["three", "one"]
    );
    assert_eq!(
        with(|query| query.order = GalleryOrder::BestRated),
        ["one", "two", "three"]
    );
    assert_eq!(with(|query| query.seed = Some(Seed(101))), ["two"]);
    // Tags are words, too.
    assert_eq!(gallery.titles(&words("pri")), ["three", "one"]);
    assert!(gallery.titles(&words("anna")).is_empty());
    let facts = studio.gallery_facts().unwrap();
    assert_eq!((facts.pictures, facts.favourites), (3, 1));
    assert_eq!((facts.tags.len(), facts.tags[0].count), (1, 2));
}

#[test]
fn what_is_removed_comes_back_until_the_trash_is_emptied() {
    let (gallery, pictures) = Gallery::of(&["one", "two"]);
    let studio = &gallery.flow.studio;
    let trash = GalleryQuery {
        trash: true,
        ..GalleryQuery::default()
    };
    studio.remove_from_gallery(&ids(&[&pictures[0]])).unwrap();
    assert_eq!(gallery.titles(&GalleryQuery::default()), ["two"]);
    assert_eq!(gallery.titles(&trash), ["one"]);
    let drawing = studio.load_drawing(pictures[0].drawing).unwrap();
    assert!(drawing.pictures[0].is_removed);
    studio.restore_in_gallery(&ids(&[&pictures[0]])).unwrap();
    assert_eq!(gallery.titles(&GalleryQuery::default()), ["two", "one"]);

    studio.make_gallery_thumb(pictures[0].id.into()).unwrap();
    studio.remove_from_gallery(&ids(&[&pictures[0]])).unwrap();
    assert_eq!(studio.empty_trash().unwrap(), 1);
    assert!(gallery.titles(&trash).is_empty());
    assert!(!gallery.path(&pictures[0]).exists());
    let thumb = gallery
        .flow
        .home
        .path()
        .join(format!("thumbs/{}.webp", pictures[0].hash));
    assert!(!thumb.exists());
    assert!(gallery.path(&pictures[1]).exists());
    assert!(gallery.flow.events.all().contains(&Event::GalleryChanged));
}

#[test]
fn files_that_others_moved_or_deleted_are_known_again_with_all_that_was_said_of_them() {
    let (gallery, pictures) = Gallery::of(&["one", "two", "three"]);
    let studio = &gallery.flow.studio;
    studio
        .rate_in_gallery(&ids(&[&pictures[0], &pictures[1]]), 4)
        .unwrap();
    let elsewhere = gallery
        .flow
        .home
        .path()
        .join("pictures/for the fair/fox.png");
    fs::create_dir_all(elsewhere.parent().unwrap()).unwrap();
    fs::rename(gallery.path(&pictures[0]), &elsewhere).unwrap();
    let kept = fs::read(gallery.path(&pictures[1])).unwrap();
    fs::remove_file(gallery.path(&pictures[1])).unwrap();

    let facts = studio.look_again().unwrap();
    assert_eq!(
        (facts.pictures, facts.missing, facts.folder_gone),
        (3, 1, false)
    );
    let items = gallery.find(&GalleryQuery::default());
    let by_title = |title: &str| items.iter().find(|item| item.title == title).unwrap();
    assert_eq!(
        by_title("one").file.as_deref(),
        Some("pictures/for the fair/fox.png")
    );
    assert!(!by_title("one").is_missing && by_title("two").is_missing);
    assert_eq!((by_title("one").rating, by_title("two").rating), (4, 4));
    assert_eq!(
        studio.make_gallery_thumb(pictures[1].id.into()).unwrap(),
        None
    );

    // It comes back from a copy, under another name.
    fs::write(gallery.flow.home.path().join("pictures/again.png"), kept).unwrap();
    assert_eq!(studio.look_again().unwrap().missing, 0);
    let items = gallery.find(&GalleryQuery {
        rating: 4,
        ..GalleryQuery::default()
    });
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(|item| !item.is_missing));
}

#[test]
fn a_disk_that_is_not_there_forgets_nothing() {
    let (gallery, _) = Gallery::of(&["one"]);
    let home = gallery.flow.home.path();
    fs::rename(home.join("pictures"), home.join("unplugged")).unwrap();
    let facts = gallery.flow.studio.look_again().unwrap();
    assert!(facts.folder_gone);
    assert_eq!((facts.pictures, facts.missing), (1, 0));
    // Nothing is deleted for good there whose file would stay.
    let items = gallery.find(&GalleryQuery::default());
    gallery
        .flow
        .studio
        .remove_from_gallery(&[items[0].id])
        .unwrap();
    let refusal = gallery.flow.studio.empty_trash().unwrap_err();
    assert!(refusal.is::<blazon_core::PicturesAway>());
    gallery
        .flow
        .studio
        .restore_in_gallery(&[items[0].id])
        .unwrap();
    fs::rename(home.join("unplugged"), home.join("pictures")).unwrap();
    let facts = gallery.flow.studio.look_again().unwrap();
    assert!(!facts.folder_gone);
    assert_eq!((facts.pictures, facts.missing), (1, 0));
}

#[test]
fn a_copy_says_how_it_was_made_only_if_it_shall() {
    let (gallery, pictures) = Gallery::of(&["a fox, holding a lamp"]);
    let folder = tempfile::tempdir().unwrap();
    let studio = &gallery.flow.studio;
    let id = pictures[0].id.into();
    let (said, silent) = (
        folder.path().join("said.png"),
        folder.path().join("silent.png"),
    );
    studio.export_picture(id, &said, true).unwrap();
    studio.export_picture(id, &silent, false).unwrap();
    assert_eq!(
        fs::read(&said).unwrap(),
        fs::read(gallery.path(&pictures[0])).unwrap()
    );
    let bytes = fs::read(&silent).unwrap();
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|part| part == needle);
    assert!(!has(b"holding a lamp") && !has(b"blazon") && !has(b"parameters"));
    let pixels = |path: &PathBuf| image::open(path).unwrap().into_rgb8();
    assert_eq!(pixels(&said), pixels(&silent));

    let badge = studio.create_badge("Not a picture", &BadgeDesign::default());
    let badge = badge.unwrap().id.into();
    let many = studio
        .export_pictures(&[id, badge, id], folder.path(), true)
        .unwrap();
    assert_eq!(many.len(), 2);
    assert_ne!(many[0], many[1]);
}

#[test]
fn a_picture_is_made_again_from_what_is_known_of_it() {
    let (gallery, pictures) = Gallery::of(&["a fox"]);
    let studio = &gallery.flow.studio;
    let known = studio.load_gallery_picture(pictures[0].id.into()).unwrap();
    assert!(known.text.contains("Steps: 1") && known.text.contains("Seed: 100"));
    let again = studio.draw(known.request, None).unwrap();
    let again = studio.watch_drawing(again.id, |_| {}).unwrap();
    let pixels = |picture: &Picture| image::open(gallery.path(picture)).unwrap().into_rgb8();
    assert_eq!(pixels(&again.pictures[0]), pixels(&pictures[0]));
}

#[test]
fn a_badge_keeps_a_copy_of_a_picture_that_is_deleted_for_good() {
    let (gallery, pictures) = Gallery::of(&["a fox"]);
    let studio = &gallery.flow.studio;
    let source = blazon_model::BadgeSource::Drawn {
        picture: pictures[0].id,
    };
    let design = BadgeDesign {
        template: "golden-banner".to_owned(),
        picture: Some(blazon_model::BadgePicture::new(source)),
        ..BadgeDesign::default()
    };
    let badge = studio.create_badge("Fox", &design).unwrap();
    let before = studio.draw_badge(&badge.design, 64).unwrap();
    studio.remove_from_gallery(&ids(&[&pictures[0]])).unwrap();
    studio.empty_trash().unwrap();
    let badges = studio.list_badges().unwrap();
    let after = studio.draw_badge(&badges[0].design, 64).unwrap();
    assert_eq!(before.findings, after.findings);
    assert_ne!(badges[0].design, design);
}

#[test]
fn the_terminal_finds_pictures_by_their_words() {
    let (gallery, _) = Gallery::of(&["a red fox", "an owl"]);
    let found = run(gallery.flow.home.path(), &["pictures", "find", "fox"]);
    assert!(found.status.success(), "{}", text(&found));
    assert!(text(&found).contains("a red fox") && !text(&found).contains("an owl"));
}
