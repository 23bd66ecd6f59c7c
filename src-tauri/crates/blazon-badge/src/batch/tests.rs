//! Lists with good and broken rows, on one thread and on many.

use super::*;
use crate::csv::{CsvOptions, CsvTable, RowPicture};
use crate::likeness::photo;
use crate::paint;
use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};

const TEMPLATE: &str = r##"
format = 1
name = { en = "Test", ru = "Проба" }
size = [64, 64]
background = "#204060"
fields = [{ id = "name", label = { en = "Name", ru = "Имя" } }]
[[layers]]
id = "star"
box = [4, 4, 56, 56]
with = "name"
shape = { shape = { burst = { points = 9, depth = 0.3 } }, fill = "#ffcc00" }
[[layers]]
id = "face"
box = [20, 20, 24, 24]
picture = {}
"##;

/// Badges by their row's number: pixels, or the words of an error.
type Drawn = Vec<(usize, Result<Vec<u8>, String>)>;

struct Given {
    template: Template,
    fill: Fill,
    fonts: Fonts,
}

impl Given {
    fn new() -> Self {
        Self {
            template: Template::parse(TEMPLATE).unwrap(),
            fill: Fill::default(),
            fonts: Fonts::bundled(),
        }
    }

    fn batch(&self, threads: usize) -> Batch<'_> {
        Batch {
            template: &self.template,
            fill: &self.fill,
            fonts: &self.fonts,
            threads,
        }
    }

    fn draw(&self, threads: usize, list: &str) -> (Drawn, BatchReport) {
        let mut drawn = Vec::new();
        let fields = field_names(&self.template);
        let mut table = CsvTable::from_reader(
            Cursor::new(list.as_bytes().to_vec()),
            &CsvOptions::default(),
            &fields,
        )
        .unwrap();
        let report = draw_batch(
            &self.batch(threads),
            table.rows(),
            &find_picture,
            &|scene| Ok(paint(&scene, 1.0)?.take()),
            &|| false,
            &mut |badge| {
                let result = badge.result.map_err(|error| {
                    let cause = error.source().map(|cause| format!(": {cause}"));
                    format!("{error}{}", cause.unwrap_or_default())
                });
                drawn.push((badge.number, result));
                ControlFlow::Continue(())
            },
        )
        .unwrap();
        (drawn, report)
    }
}

fn find_picture(row: &Row) -> Result<Option<PictureFill>, PictureProblem> {
    match &row.picture {
        Some(RowPicture::File(path)) if path == "panic.png" => panic!("a fault of a decoder"),
        Some(RowPicture::File(path)) if path == "none.png" => Err("there is no none.png".into()),
        Some(RowPicture::File(_)) => Ok(Some(PictureFill::new(photo(32, 32)))),
        Some(RowPicture::Prompt(_)) | None => Ok(None),
    }
}

const LIST: &str =
    "name;photo\nAnn;a.png\n;b.png\nBob;none.png\n\"Cy;c.png\nDee;panic.png\nЁжик;\n";

#[test]
fn a_broken_row_is_a_result_and_the_rest_goes_on() {
    let (drawn, report) = Given::new().draw(2, LIST);
    assert_eq!((report.drawn, report.failed, report.stopped), (3, 3, false));
    let numbers: Vec<usize> = drawn.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [2, 3, 4, 5, 6, 7]);
    let problems: Vec<&str> = drawn
        .iter()
        .filter_map(|(_, result)| result.as_ref().err().map(String::as_str))
        .collect();
    assert_eq!(
        problems,
        [
            "the row's picture cannot be used: there is no none.png",
            "the row cannot be read: row 5: a quote is opened in column 1 and never closed",
            "drawing the badge broke down",
        ]
    );
    assert_ne!(drawn[0].1, drawn[1].1, "only the first has a name");
}

#[test]
fn badges_are_the_same_on_any_number_of_threads() {
    let list = LIST.to_owned() + &"Eve;e.png\nFay;\n".repeat(30);
    let given = Given::new();
    let (one, _) = given.draw(1, &list);
    assert_eq!(one.len(), 66);
    for threads in [2, 3, 7] {
        assert!(given.draw(threads, &list).0 == one, "{threads} threads");
    }
}

#[test]
fn a_stop_ends_within_the_badges_that_are_drawn() {
    let given = Given::new();
    let begun = AtomicUsize::new(0);
    let rows = (1..1000).map(|number| {
        Ok(Row {
            number,
            texts: [("name".to_owned(), "Ann".to_owned())].into(),
            picture: None,
            findings: Vec::new(),
        })
    });
    let mut given_away = 0;
    let report = draw_batch(
        &given.batch(2),
        rows,
        &|_| Ok(None),
        &|_| {
            begun.fetch_add(1, Ordering::SeqCst);
            Ok(())
        },
        &|| begun.load(Ordering::SeqCst) >= 10,
        &mut |_| {
            given_away += 1;
            ControlFlow::Continue(())
        },
    )
    .unwrap();
    assert!(report.stopped);
    assert!(begun.into_inner() <= 11);
    assert!(given_away <= 11);
}

#[test]
fn a_row_fills_what_it_names_and_leaves_the_rest() {
    let mut given = Given::new();
    given
        .fill
        .texts
        .insert("name".to_owned(), "Everybody".to_owned());
    let row = |name: &str| Row {
        number: 1,
        texts: (!name.is_empty())
            .then(|| ("name".to_owned(), name.to_owned()))
            .into_iter()
            .collect(),
        picture: None,
        findings: Vec::new(),
    };
    for name in ["", "Ann"] {
        let scene = compose_row(&given.batch(1), &row(name), &|_| Ok(None)).unwrap();
        assert!(scene.nodes.iter().any(|node| node.layer == "star"));
    }
    let mut stranger = row("Ann");
    stranger.texts.insert("age".to_owned(), "7".to_owned());
    let refusal = compose_row(&given.batch(1), &stranger, &|_| Ok(None)).unwrap_err();
    assert_eq!(
        refusal.source().unwrap().to_string(),
        "the template has no field \"age\""
    );
}
