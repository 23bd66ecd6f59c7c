//! The gallery when its disk is full, and when its library is not there for a while: what cannot be done is said in one
//! sentence, and nothing that was there before is lost.

use crate::gallery::{Gallery, ids, words};
use crate::support::{Flow, SmallDisk, run, text};
use blazon_core::{PictureMissing, PicturesAway, Words, explain};
use blazon_model::{BEST_RATING, DrawingState, GalleryId, GalleryItem, GalleryQuery, LanguageTag};
use blazon_tests::wait;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const FULL: &str = "The disk is full.";

/// The sentence for what failed.
fn said<T>(failed: anyhow::Result<T>) -> String {
    let Err(error) = failed else {
        panic!("it is not refused");
    };
    explain(&error, &Words::new(LanguageTag::En)).message
}

fn item(gallery: &Gallery, title: &str) -> GalleryItem {
    let items = gallery.find(&GalleryQuery::default());
    items.into_iter().find(|item| item.title == title).unwrap()
}

fn trash() -> GalleryQuery {
    GalleryQuery {
        trash: true,
        ..GalleryQuery::default()
    }
}

/// How many files are in a folder, which may be missing.
fn files_in(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn on_a_full_disk_the_gallery_is_looked_at_and_what_cannot_be_kept_is_said() {
    let ground = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(&ground.path().join("disk"), "16m") else {
        return;
    };
    let home = Arc::new(tempfile::tempdir_in(disk.folder()).unwrap());
    let prompts = ["a red fox", "an owl", "a bear"];
    let (gallery, pictures) = Gallery::on(Flow::at(home), &prompts);
    let studio = &gallery.flow.studio;
    // What the work leaves behind would give room back in between.
    studio.end_runner();
    let (fox, owl) = (GalleryId::from(pictures[0].id), ids(&[&pictures[1]]));
    studio.rate_in_gallery(&[fox], 4).unwrap();
    studio.remove_from_gallery(&ids(&[&pictures[2]])).unwrap();
    disk.fill();

    let (tag, copies) = (["print".to_owned()], disk.folder().join("copies"));
    assert_eq!(said(studio.rate_in_gallery(&owl, BEST_RATING)), FULL);
    assert_eq!(said(studio.favour_in_gallery(&owl, true)), FULL);
    assert_eq!(said(studio.tag_in_gallery(&owl, &tag, &[])), FULL);
    assert_eq!(said(studio.remove_from_gallery(&owl)), FULL);
    assert_eq!(said(studio.make_gallery_thumb(fox)), FULL);
    let copy = disk.folder().join("copy.png");
    for with_text in [true, false] {
        assert_eq!(said(studio.export_picture(fox, &copy, with_text)), FULL);
        assert_eq!(
            said(studio.export_pictures(&[fox], &copies, with_text)),
            FULL
        );
    }
    assert!(!copy.exists());
    assert_eq!(files_in(&copies), 0, "no half copy is left");
    assert_eq!(
        files_in(disk.folder()),
        if copies.exists() { 3 } else { 2 },
        "the library, what fills the disk, and no half copy beside them"
    );

    // Searching and looking need no room, in another program too.
    assert_eq!(gallery.titles(&words("fox")), ["a red fox"]);
    assert_eq!(gallery.titles(&trash()), ["a bear"]);
    let facts = studio.look_again().unwrap();
    assert_eq!((facts.pictures, facts.missing, facts.trash), (2, 0, 1));
    assert!(studio.load_gallery_picture(fox).unwrap().bytes.is_some());
    let read = studio.read_foreign_picture(&gallery.path(&pictures[0]));
    assert_eq!(read.unwrap().prompt, "a red fox");
    let found = run(gallery.flow.home.path(), &["pictures", "find", "fox"]);
    assert!(found.status.success(), "{}", text(&found));
    assert!(text(&found).contains("a red fox"), "{}", text(&found));
    let owl_id = owl[0].to_string();
    let rate = ["pictures", "rate", owl_id.as_str(), "5"];
    let rated = run(gallery.flow.home.path(), &rate);
    assert_eq!(rated.status.code(), Some(1), "{}", text(&rated));
    assert!(text(&rated).starts_with(FULL), "{}", text(&rated));

    disk.clear();
    let (first, second) = (item(&gallery, "a red fox"), item(&gallery, "an owl"));
    assert_eq!((first.rating, second.rating), (4, 0));
    assert!(!second.favourite && second.tags.is_empty());
    studio.rate_in_gallery(&owl, BEST_RATING).unwrap();
    studio.tag_in_gallery(&owl, &tag, &[]).unwrap();
    studio.export_picture(fox, &copy, true).unwrap();
    let original = fs::read(gallery.path(&pictures[0])).unwrap();
    assert!(fs::read(&copy).unwrap() == original);
    assert_eq!(item(&gallery, "an owl").tags, tag);
    studio.restore_in_gallery(&ids(&[&pictures[2]])).unwrap();
    assert_eq!(gallery.titles(&GalleryQuery::default()).len(), 3);
}

#[test]
fn the_trash_can_be_emptied_on_a_full_disk_or_once_there_is_room() {
    let ground = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(&ground.path().join("disk"), "16m") else {
        return;
    };
    let home = Arc::new(tempfile::tempdir_in(disk.folder()).unwrap());
    let (gallery, pictures) = Gallery::on(Flow::at(home), &["a red fox", "an owl"]);
    let studio = &gallery.flow.studio;
    studio.end_runner();
    studio.remove_from_gallery(&ids(&[&pictures[0]])).unwrap();
    disk.fill();
    // The file's room may be enough to note that it is gone.
    let emptied = studio.empty_trash();
    if emptied.is_err() {
        assert_eq!(said(emptied), FULL);
        assert_eq!(gallery.titles(&trash()), ["a red fox"], "it is still there");
    }
    disk.clear();
    studio.empty_trash().unwrap();
    assert!(gallery.titles(&trash()).is_empty());
    assert!(!gallery.path(&pictures[0]).exists());
    assert_eq!(gallery.titles(&GalleryQuery::default()), ["an owl"]);
    assert!(gallery.path(&pictures[1]).exists());
}

#[test]
fn a_library_that_cannot_be_opened_for_want_of_room_says_so_and_opens_later() {
    let ground = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(&ground.path().join("disk"), "16m") else {
        return;
    };
    let home = Arc::new(tempfile::tempdir_in(disk.folder()).unwrap());
    let (gallery, pictures) = Gallery::on(Flow::at(Arc::clone(&home)), &["a red fox"]);
    let studio = &gallery.flow.studio;
    studio.rate_in_gallery(&ids(&[&pictures[0]]), 4).unwrap();
    drop(gallery);
    let log = home.path().join("blazon.db-wal");
    let closed = || Ok((!log.exists()).then_some(()));
    wait::until("the end of the library's programs", wait::PATIENCE, closed).unwrap();
    disk.fill();

    let begun = disk.folder().join("another");
    for library in [home.path(), begun.as_path()] {
        let refused = run(library, &["pictures", "find"]);
        assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
        assert!(text(&refused).starts_with(FULL), "{}", text(&refused));
    }
    disk.clear();
    let found = run(
        home.path(),
        &["--json", "pictures", "find", "--rating", "4"],
    );
    assert!(text(&found).contains("a red fox"), "{}", text(&found));
    let begun = run(&begun, &["pictures", "find"]);
    assert!(begun.status.success(), "{}", text(&begun));
    assert_eq!(text(&begun), "", "it is empty");
}

#[test]
fn a_library_that_vanishes_while_it_is_open_comes_back_with_all_that_was_said() {
    let ground = tempfile::tempdir().unwrap();
    let home = Arc::new(tempfile::tempdir_in(ground.path()).unwrap());
    let (gallery, pictures) = Gallery::on(Flow::at(home), &["a red fox", "an owl", "a bear"]);
    let studio = &gallery.flow.studio;
    let fox = GalleryId::from(pictures[0].id);
    studio.rate_in_gallery(&[fox], 4).unwrap();
    studio.remove_from_gallery(&ids(&[&pictures[2]])).unwrap();
    let (home, away) = (gallery.flow.home.path(), ground.path().join("away"));
    fs::rename(home, &away).unwrap();

    // Search answers from what is known.
    assert_eq!(gallery.titles(&words("fox")), ["a red fox"]);
    let found = item(&gallery, "a red fox");
    assert_eq!((found.rating, found.is_missing), (4, true));
    assert_eq!(found.thumb, None);
    let facts = studio.look_again().unwrap();
    assert!(facts.folder_gone);
    assert_eq!((facts.pictures, facts.missing, facts.trash), (2, 0, 1));
    assert_eq!(studio.load_gallery_picture(fox).unwrap().bytes, None);
    assert_eq!(studio.make_gallery_thumb(fox).unwrap(), None);
    let copy = ground.path().join("copy.png");
    let refused = studio.export_picture(fox, &copy, true).unwrap_err();
    assert!(refused.is::<PicturesAway>(), "{refused:?}");
    let sentence = said::<()>(Err(refused));
    assert!(sentence.contains("is its disk connected?"), "{sentence}");
    assert!(!copy.exists());
    assert!(studio.empty_trash().unwrap_err().is::<PicturesAway>());
    let drawn = gallery.try_to_draw("a wolf", 200);
    assert!(
        matches!(drawn.state, DrawingState::Failed { .. }),
        "{drawn:?}"
    );
    assert!(drawn.pictures.is_empty());
    assert!(!home.exists(), "nothing is begun in its place");

    fs::rename(&away, home).unwrap();
    let facts = studio.look_again().unwrap();
    assert!(!facts.folder_gone);
    assert_eq!((facts.pictures, facts.missing, facts.trash), (2, 0, 1));
    let gallery = Gallery {
        flow: gallery.flow.restarted(),
    };
    let studio = &gallery.flow.studio;
    let found = item(&gallery, "a red fox");
    assert_eq!((found.rating, found.is_missing), (4, false));
    assert!(!item(&gallery, "an owl").is_missing);
    assert_eq!(gallery.titles(&trash()), ["a bear"]);
    studio.export_picture(fox, &copy, true).unwrap();
    let original = fs::read(gallery.path(&pictures[0])).unwrap();
    assert!(fs::read(&copy).unwrap() == original);
}

#[test]
fn a_copy_that_cannot_be_made_is_refused_in_one_sentence() {
    let (gallery, pictures) = Gallery::of(&["a red fox", "an owl"]);
    let studio = &gallery.flow.studio;
    let folder = tempfile::tempdir().unwrap();
    let [fox, owl] = [0, 1].map(|nth: usize| GalleryId::from(pictures[nth].id));
    let nowhere = folder.path().join("no such folder/copy.png");
    let sentence = said(studio.export_picture(fox, &nowhere, true));
    assert_eq!(
        sentence,
        format!("{} cannot be written.", nowhere.display())
    );
    // A folder for several is made.
    let made = folder.path().join("for/the fair");
    let written = studio.export_pictures(&[fox, owl], &made, true).unwrap();
    assert_eq!((written.len(), files_in(&made)), (2, 2));
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    let sentence = said(studio.export_pictures(&[fox], &file, true));
    assert_eq!(sentence, format!("{} cannot be written.", file.display()));
    assert_eq!(fs::read(&file).unwrap(), b"mine");

    fs::remove_file(gallery.path(&pictures[0])).unwrap();
    let copy = folder.path().join("copy.png");
    let refused = studio.export_picture(fox, &copy, true).unwrap_err();
    assert!(refused.is::<PictureMissing>(), "{refused:?}");
    let sentence = said::<()>(Err(refused));
    assert_eq!(sentence, "The file of this picture is not where it was.");
    assert!(!copy.exists());
}

#[test]
fn a_database_that_cannot_be_opened_is_named_and_nothing_is_put_in_its_place() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("blazon.db")).unwrap();
    let tried = run(home.path(), &["dataset", "new", "Fox"]);
    assert!(!tried.status.success());
    let said = text(&tried);
    assert!(
        said.contains("The library’s database cannot be read or written."),
        "{said}"
    );
    assert!(home.path().join("blazon.db").is_dir());
}
