//! Sheets of every size: nothing overlaps, nothing leaves the printable area, every badge lies once.

use super::*;
use proptest::prelude::*;
use rstest::rstest;

fn size(width: f64, height: f64) -> Size {
    Size { width, height }
}

fn plain(badge: Size) -> SheetSettings {
    SheetSettings {
        margin: 0.0,
        gap: 0.0,
        marks: None,
        ..SheetSettings::new(badge)
    }
}

#[rstest]
// Business cards: eight upright, but nine on their side.
#[case::cards(Paper::A4, size(85.0, 55.0), 9, true)]
#[case::cards_upright(Paper::A4, size(55.0, 85.0), 9, false)]
#[case::conference(Paper::A4, size(90.0, 130.0), 4, false)]
#[case::round(Paper::Letter, size(58.0, 58.0), 12, false)]
#[case::one(Paper::A4, size(180.0, 250.0), 1, false)]
#[case::one_on_its_side(Paper::A4, size(250.0, 180.0), 1, true)]
fn as_many_as_fit_lie_on_a_sheet(
    #[case] paper: Paper,
    #[case] badge: Size,
    #[case] count: usize,
    #[case] turned: bool,
) {
    let sheet = Sheet::new(&SheetSettings {
        paper,
        ..SheetSettings::new(badge)
    })
    .unwrap();
    assert_eq!(sheet.places.len(), count);
    assert!(sheet.places.iter().all(|place| place.turned == turned));
}

#[test]
fn badges_that_fill_the_paper_fit() {
    let sheet = Sheet::new(&plain(size(70.0, 99.0))).unwrap();
    assert_eq!(sheet.places.len(), 9);
    assert_eq!(sheet.places[8].trim.left, 140.0);
    assert_eq!(sheet.places[8].trim.top, 198.0);
}

#[test]
fn touching_badges_share_a_cut() {
    let sheet = Sheet::new(&SheetSettings {
        gap: 0.0,
        ..SheetSettings::new(size(60.0, 60.0))
    })
    .unwrap();
    // Three columns and four rows: four and five cuts, each marked at both ends.
    assert_eq!(sheet.marks.len(), 2 * (4 + 5));
}

#[test]
fn a_wide_gap_has_marks_of_its_own() {
    let settings = SheetSettings {
        gap: 6.0,
        ..SheetSettings::new(size(90.0, 130.0))
    };
    let sheet = Sheet::new(&settings).unwrap();
    assert_eq!(sheet.places.len(), 4);
    assert_eq!(sheet.marks.len(), 2 * 4 * 3);
}

#[rstest]
#[case::no_number(SheetSettings::new(size(f64::NAN, 50.0)))]
#[case::negative(SheetSettings { gap: -1.0, ..SheetSettings::new(size(50.0, 50.0)) })]
#[case::endless(SheetSettings { paper: Paper::Other { width: f64::INFINITY, height: 100.0 }, ..SheetSettings::new(size(50.0, 50.0)) })]
fn lengths_out_of_range_are_refused(#[case] settings: SheetSettings) {
    assert!(matches!(
        Sheet::new(&settings),
        Err(SheetError::Length { .. })
    ));
}

#[test]
fn a_badge_larger_than_the_paper_is_refused_with_both_sizes() {
    let refusal = Sheet::new(&SheetSettings::new(size(300.0, 300.0))).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "a badge of 300.0 x 300.0 mm does not fit into 190.0 x 277.0 mm"
    );
}

fn any_settings() -> impl Strategy<Value = SheetSettings> {
    let paper = prop_oneof![
        Just(Paper::A4),
        Just(Paper::Letter),
        (20.0..600.0, 20.0..600.0).prop_map(|(width, height)| Paper::Other { width, height }),
    ];
    let marks = prop::option::of((1.0..10.0, 0.0..5.0))
        .prop_map(|marks| marks.map(|(length, distance)| Marks { length, distance }));
    (
        paper,
        0.0..20.0,
        (5.0..200.0, 5.0..200.0),
        0.0..6.0,
        0.0..10.0,
        marks,
    )
        .prop_map(
            |(paper, margin, (width, height), bleed, gap, marks)| SheetSettings {
                paper,
                margin,
                badge: Size { width, height },
                bleed,
                gap,
                marks,
            },
        )
}

/// By how much two areas are apart in the direction in which they are apart most.
fn distance(one: Area, other: Area) -> f64 {
    let across = (other.left - one.right()).max(one.left - other.right());
    let down = (other.top - one.bottom()).max(one.top - other.bottom());
    across.max(down)
}

fn inside(inner: Area, outer: Area) -> bool {
    let outer = outer.grown(TOLERANCE);
    inner.left >= outer.left
        && inner.top >= outer.top
        && inner.right() <= outer.right()
        && inner.bottom() <= outer.bottom()
}

fn area_of(line: Line) -> Area {
    Area {
        left: line.from.0.min(line.to.0),
        top: line.from.1.min(line.to.1),
        size: size(
            (line.to.0 - line.from.0).abs(),
            (line.to.1 - line.from.1).abs(),
        ),
    }
}

proptest! {
    #[test]
    fn nothing_overlaps_and_nothing_leaves_the_printable_area(settings in any_settings()) {
        let Ok(sheet) = Sheet::new(&settings) else { return Ok(()) };
        let paper = Area { left: 0.0, top: 0.0, size: sheet.paper };
        let printable = paper.grown(-settings.margin);
        for (index, place) in sheet.places.iter().enumerate() {
            let printed = place.trim.grown(settings.bleed);
            prop_assert!(inside(printed, printable));
            let expected = if place.turned { settings.badge.turned() } else { settings.badge };
            prop_assert_eq!(place.trim.size, expected);
            for other in &sheet.places[index + 1..] {
                let apart = distance(printed, other.trim.grown(settings.bleed));
                prop_assert!(apart >= settings.gap - TOLERANCE, "{} mm", apart);
            }
        }
    }

    #[test]
    fn marks_stay_off_the_badges_and_on_the_printable_area(settings in any_settings()) {
        let Ok(sheet) = Sheet::new(&settings) else { return Ok(()) };
        prop_assert_eq!(sheet.marks.is_empty(), settings.marks.is_none());
        let away = settings.marks.unwrap_or_default().distance;
        let paper = Area { left: 0.0, top: 0.0, size: sheet.paper };
        for mark in sheet.marks.iter().map(|mark| area_of(*mark)) {
            prop_assert!(inside(mark, paper.grown(-settings.margin)));
            prop_assert!(mark.size.width.max(mark.size.height) >= SHORTEST_MARK - TOLERANCE);
            for place in &sheet.places {
                prop_assert!(distance(mark, place.trim.grown(settings.bleed)) >= away - TOLERANCE);
            }
        }
    }

    #[test]
    fn every_edge_of_a_badge_has_its_marks(settings in any_settings()) {
        let Ok(sheet) = Sheet::new(&settings) else { return Ok(()) };
        prop_assume!(settings.marks.is_some());
        for place in &sheet.places {
            for edge in [place.trim.left, place.trim.right()] {
                let marks = sheet.marks.iter().filter(|mark| {
                    (mark.from.0 - edge).abs() < TOLERANCE && (mark.to.0 - edge).abs() < TOLERANCE
                });
                prop_assert!(marks.count() >= 2);
            }
            for edge in [place.trim.top, place.trim.bottom()] {
                let marks = sheet.marks.iter().filter(|mark| {
                    (mark.from.1 - edge).abs() < TOLERANCE && (mark.to.1 - edge).abs() < TOLERANCE
                });
                prop_assert!(marks.count() >= 2);
            }
        }
    }

    #[test]
    fn no_more_fit_in_either_direction(settings in any_settings()) {
        let count = Sheet::new(&settings).map_or(0, |sheet| sheet.places.len());
        let room = room(&settings).size;
        for badge in [settings.badge, settings.badge.turned()] {
            let cell = badge.grown(settings.bleed);
            // Counted one by one, as a person would lay them.
            let (mut columns, mut rows) = (0, 0);
            while length_of(columns + 1, cell.width, settings.gap) <= room.width { columns += 1; }
            while length_of(rows + 1, cell.height, settings.gap) <= room.height { rows += 1; }
            prop_assert!(columns * rows <= count);
        }
    }

    #[test]
    fn every_badge_lies_once(badges in 0_usize..300, width in 20.0..150.0, height in 20.0..150.0) {
        let sheet = Sheet::new(&SheetSettings::new(size(width, height))).unwrap();
        let mut seen = std::collections::BTreeSet::new();
        for index in 0..badges {
            let (page, place) = sheet.find_place(index);
            prop_assert!(page < sheet.pages(badges));
            let slot = sheet.places.iter().position(|other| *other == place);
            prop_assert!(seen.insert((page, slot)));
        }
        let last = badges.checked_sub(1).map(|index| sheet.find_place(index).0 + 1);
        prop_assert_eq!(sheet.pages(badges), last.unwrap_or(0));
    }
}
