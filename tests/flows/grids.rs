//! Grids: only what is missing is drawn or paid, together and once, and evaluation sheets are kept with their models.

use crate::hosted::Hosted;
use crate::hosted_drawings;
use crate::support::{Flow, run, text};
use crate::training;
use blazon_core::{Event, InvalidEvaluationSet, RefusedDrawing};
use blazon_model::{
    DrawRefusal, DrawRequest, DrawingState, Grid, GridCell, GridColumn, GridKind, GridPlan,
    ModelId, Money, Picture, ProviderId, RunState, Seed, Settings,
};
use rstest::rstest;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

const PATIENCE: Duration = Duration::from_secs(120);

fn column(model: Option<ModelId>, strength: f64, seed: u64) -> GridColumn {
    GridColumn {
        model,
        strength,
        seed: Seed(seed),
    }
}

/// One step for each picture, with the base that ships.
fn plan(flow: &Flow, prompts: &[&str], columns: &[GridColumn]) -> GridPlan {
    let request = flow.studio.local_request(None, "").unwrap();
    GridPlan {
        request: DrawRequest {
            base_path: Some(training::base()),
            steps: 1,
            width: 64,
            height: 64,
            ..request
        },
        prompts: prompts.iter().map(|&prompt| prompt.to_owned()).collect(),
        columns: columns.to_vec(),
    }
}

fn draw(flow: &Flow, plan: GridPlan) -> Grid {
    let grid = flow
        .studio
        .draw_grid(GridKind::Playground, plan, None)
        .unwrap();
    finished(flow, &grid)
}

/// The grid when nothing of it goes on any more.
fn finished(flow: &Flow, grid: &Grid) -> Grid {
    flow.studio.start_runner().unwrap();
    let started = Instant::now();
    loop {
        let grid = flow.studio.load_grid(grid.id).unwrap();
        let mut drawings = grid.cells.iter().filter_map(|cell| cell.drawing.as_ref());
        if drawings.all(|drawing| drawing.state.is_terminal()) {
            return grid;
        }
        assert!(started.elapsed() < PATIENCE, "it hangs: {grid:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn pictures(grid: &Grid) -> Vec<Picture> {
    let drawings = grid.cells.iter().filter_map(|cell| cell.drawing.clone());
    drawings.flat_map(|drawing| drawing.pictures).collect()
}

fn pixels(flow: &Flow, picture: &Picture) -> Vec<u8> {
    image(&flow.home.path().join(&picture.file)).into_raw()
}

fn image(path: &Path) -> image::RgbaImage {
    let bytes = std::fs::read(path).unwrap();
    image::load_from_memory(&bytes).unwrap().to_rgba8()
}

#[test]
fn only_missing_cells_are_drawn() {
    let flow = Flow::new();
    let (seven, eight, nine) = (
        column(None, 1.0, 7),
        column(None, 1.0, 8),
        column(None, 1.0, 9),
    );
    let grid = draw(&flow, plan(&flow, &["a fox"], &[seven, eight]));
    let first = pictures(&grid);
    assert_eq!(first.len(), 2);
    assert!(grid.cells.iter().all(GridCell::is_drawn));

    let wider = plan(&flow, &["a fox "], &[seven, eight, nine]);
    let cost = flow.studio.plan_grid(wider.clone()).unwrap();
    assert_eq!((cost.missing, cost.total), (1, 3));
    assert_eq!((cost.cost, cost.refusal), (None, None));
    let wider = draw(&flow, wider);
    assert_eq!(pictures(&wider)[..2], first[..]);
    assert_ne!(wider.id, grid.id);

    let again = draw(&flow, wider.plan.clone());
    assert_eq!(again, wider, "the same plan is the same grid");
    let heads = flow.studio.list_grids(None, None).unwrap();
    let counts: Vec<_> = heads.iter().map(|head| (head.drawn, head.total)).collect();
    assert_eq!(counts, [(3, 3), (2, 2)]);
    let feed = flow.studio.list_drawings(None, 50).unwrap();
    assert_eq!(feed, [], "cells are shown with their grid");
}

#[test]
fn a_cell_whose_picture_is_gone_is_missing_and_comes_back_the_same() {
    let flow = Flow::new();
    let grid = draw(
        &flow,
        plan(&flow, &["a fox", "a bear"], &[column(None, 1.0, 7)]),
    );
    let old = pictures(&grid);
    let before = pixels(&flow, &old[0]);
    flow.studio
        .remove_from_gallery(&[old[0].id.into()])
        .unwrap();
    let found = flow.studio.load_grid(grid.id).unwrap();
    assert_eq!(pictures(&found), old[1..]);
    assert_eq!(flow.studio.plan_grid(grid.plan.clone()).unwrap().missing, 1);
    let again = draw(&flow, grid.plan.clone());
    let new = pictures(&again);
    assert_eq!((new.len(), &new[1]), (2, &old[1]));
    assert_ne!(new[0].id, old[0].id);
    assert_eq!(pixels(&flow, &new[0]), before);
}

#[test]
fn without_the_lora_is_what_the_base_draws_for_the_same_words() {
    let flow = Flow::new();
    let dataset = training::dataset(&flow);
    let run = training::trained(&flow, &dataset, 6);
    let RunState::Ready { model } = run.state else {
        panic!("{run:?}");
    };
    let columns = [column(Some(model), 0.0, 7), column(Some(model), 2.0, 7)];
    let grid = draw(&flow, plan(&flow, &["holding a lantern"], &columns));
    let drawn = pictures(&grid);
    assert_eq!(drawn.len(), 2, "{grid:?}");
    let words = format!("{}, holding a lantern", dataset.trigger);
    let bare = draw(&flow, plan(&flow, &[&words], &[column(None, 1.0, 7)]));
    let base = pixels(&flow, &pictures(&bare)[0]);
    assert_eq!(pixels(&flow, &drawn[0]), base);
    assert_ne!(pixels(&flow, &drawn[1]), base);
    let listed = |id| flow.studio.list_grids(None, Some(id)).unwrap().len();
    assert_eq!(listed(model), 1);
}

#[test]
fn what_was_queued_goes_on_after_a_restart_and_behind_what_somebody_waits_for() {
    let flow = Flow::new();
    let plan = plan(&flow, &["a fox", "a bear"], &[column(None, 1.0, 7)]);
    let kind = GridKind::Playground;
    let grid = flow.studio.draw_grid(kind, plan.clone(), None).unwrap();
    let twice = flow.studio.draw_grid(kind, plan.clone(), None).unwrap();
    assert_eq!(twice, grid, "what waits is not queued again");
    let single = flow.studio.draw(plan.cell(0, 0).unwrap(), None).unwrap();
    let flow = flow.restarted();
    let grid = finished(&flow, &grid);
    let single = flow.studio.load_drawing(single.id).unwrap();
    assert_eq!(single.state, DrawingState::Succeeded);
    let last = pictures(&grid);
    assert_eq!(last.len(), 2);
    let own = &single.pictures[0];
    assert!(last.iter().all(|cell| cell.created_at >= own.created_at));
}

#[test]
fn a_stopped_grid_keeps_what_is_finished_and_goes_on_when_it_is_drawn_again() {
    let flow = Flow::new();
    let first = draw(&flow, plan(&flow, &["a fox"], &[column(None, 1.0, 7)]));
    flow.studio.end_runner();
    let both = plan(&flow, &["a fox", "a bear"], &[column(None, 1.0, 7)]);
    let kind = GridKind::Playground;
    let grid = flow.studio.draw_grid(kind, both.clone(), None).unwrap();
    let stopped = flow.studio.stop_grid(grid.id).unwrap();
    assert_eq!(pictures(&stopped), pictures(&first));
    let states: Vec<DrawingState> = stopped
        .cells
        .iter()
        .filter_map(|cell| cell.drawing.as_ref())
        .map(|drawing| drawing.state.clone())
        .collect();
    assert_eq!(states, [DrawingState::Succeeded, DrawingState::Cancelled]);
    assert_eq!(flow.studio.plan_grid(both.clone()).unwrap().missing, 1);
    let flow = flow.restarted();
    assert_eq!(pictures(&draw(&flow, both)).len(), 2);
}

#[test]
fn a_removed_grid_comes_back_with_its_pictures() {
    let flow = Flow::new();
    let grid = draw(&flow, plan(&flow, &["a fox"], &[column(None, 1.0, 7)]));
    let listed = || {
        flow.studio
            .list_grids(Some(GridKind::Playground), None)
            .unwrap()
    };
    flow.studio.remove_grid(grid.id).unwrap();
    assert_eq!(listed(), []);
    flow.studio.restore_grid(grid.id).unwrap();
    assert_eq!(listed().len(), 1);
    flow.studio.remove_grid(grid.id).unwrap();
    assert_eq!(
        draw(&flow, grid.plan.clone()),
        grid,
        "asked for again, it is there"
    );
    assert_eq!(listed().len(), 1);
    assert!(flow.events.all().contains(&Event::GridsChanged));
}

fn hosted_plan(hosted: &Hosted) -> GridPlan {
    let request = hosted_drawings::request(hosted, ProviderId::Fal, None);
    GridPlan {
        request,
        prompts: vec!["a fox".to_owned(), "a bear".to_owned()],
        columns: vec![column(None, 1.0, 7), column(None, 1.0, 8)],
    }
}

fn refused(result: anyhow::Result<Grid>) -> DrawRefusal {
    let RefusedDrawing(refusal) = result.unwrap_err().downcast().unwrap();
    refusal
}

#[test]
fn a_paid_grid_costs_what_was_shown_and_each_cell_once() {
    let hosted = Hosted::new();
    let flow = hosted.flow();
    let studio = &flow.studio;
    let plan = hosted_plan(&hosted);
    let cost = studio.plan_grid(plan.clone()).unwrap();
    assert_eq!((cost.missing, cost.refusal), (4, None));
    let shown = cost.cost.unwrap().reserved;
    let one = studio.plan_drawing(&plan.cell(0, 0).unwrap()).unwrap();
    let one = one.cost.unwrap().reserved.micros();
    assert_eq!(shown.micros(), 4 * one, "each is billed by itself");
    let kind = GridKind::Playground;

    let too_little = shown.checked_sub(Money::from_micros(1)).unwrap();
    let refusal = refused(studio.draw_grid(kind, plan.clone(), Some(too_little)));
    assert!(
        matches!(refusal, DrawRefusal::OverLimit { .. }),
        "{refusal:?}"
    );
    assert!(matches!(
        refused(studio.draw_grid(kind, plan.clone(), None)),
        DrawRefusal::OverLimit { .. }
    ));
    assert_eq!(
        studio.list_ledger().unwrap().len(),
        0,
        "nothing was set aside"
    );
    assert_eq!(
        studio.list_grids(None, None).unwrap(),
        [],
        "no grid was made"
    );

    let grid = studio.draw_grid(kind, plan.clone(), Some(shown)).unwrap();
    let again = studio.draw_grid(kind, plan.clone(), Some(shown)).unwrap();
    assert_eq!(again.id, grid.id);
    let grid = finished(flow, &grid);
    assert!(grid.cells.iter().all(GridCell::is_drawn), "{grid:?}");
    assert_eq!(hosted.paid().len(), 4);
    let cost = studio.plan_grid(plan).unwrap();
    assert_eq!((cost.missing, cost.cost), (0, None));
}

#[test]
fn a_grid_over_the_ceiling_is_refused_whole() {
    let hosted = Hosted::new();
    let studio = &hosted.flow().studio;
    let plan = hosted_plan(&hosted);
    let shown = studio
        .plan_grid(plan.clone())
        .unwrap()
        .cost
        .unwrap()
        .reserved;
    let ceiling = shown.checked_sub(Money::from_micros(1));
    studio
        .change_settings(Settings {
            monthly_ceiling: ceiling,
            ..studio.load_settings().unwrap()
        })
        .unwrap();
    let cost = studio.plan_grid(plan.clone()).unwrap();
    assert!(matches!(
        cost.refusal,
        Some(DrawRefusal::OverCeiling { .. })
    ));
    let refusal = refused(studio.draw_grid(GridKind::Playground, plan, Some(shown)));
    assert!(
        matches!(refusal, DrawRefusal::OverCeiling { .. }),
        "{refusal:?}"
    );
    assert_eq!(studio.list_ledger().unwrap().len(), 0);
    assert_eq!(hosted.paid().len(), 0);
}

#[test]
fn a_fresh_model_is_evaluated_by_itself_and_the_sheet_is_kept_with_it() {
    let flow = Flow::new();
    flow.studio
        .change_settings(Settings {
            evaluate_after_training: true,
            ..flow.studio.load_settings().unwrap()
        })
        .unwrap();
    let run = training::trained(&flow, &training::dataset(&flow), 2);
    let RunState::Ready { model } = run.state else {
        panic!("{run:?}");
    };
    let sheets = || {
        let kind = Some(GridKind::Evaluation);
        flow.studio.list_grids(kind, Some(model)).unwrap()
    };
    let started = Instant::now();
    while sheets()
        .first()
        .is_none_or(|sheet| sheet.drawn < sheet.total)
    {
        assert!(started.elapsed() < PATIENCE, "it hangs: {:?}", sheets());
        std::thread::sleep(Duration::from_millis(50));
    }
    let sheet = sheets().remove(0);
    assert_eq!((sheet.total, sheet.plan.columns.len()), (8, 2));
    assert!(sheet.plan.columns[0].is_without_lora());
    let seeds: BTreeSet<Seed> = sheet
        .plan
        .columns
        .iter()
        .map(|column| column.seed)
        .collect();
    assert_eq!(seeds.len(), 1, "with and without under the same seed");
    let folder = &flow.studio.load_model(model).unwrap().folder;
    let models = flow.home.path().join("models");
    let file = models.join(folder).join("evaluation.png");
    // It is painted once the last picture is there.
    while !file.is_file() {
        assert!(started.elapsed() < PATIENCE, "the sheet was not kept");
        std::thread::sleep(Duration::from_millis(50));
    }
    let kept = image(&file);
    assert!(kept.width() > 2 * 192 && kept.height() > 4 * 192);

    let saved = flow.home.path().join("saved.png");
    flow.studio.save_grid_sheet(sheet.id, &saved).unwrap();
    assert!(image(&saved) == kept, "the same grid is the same sheet");

    // As when the program had ended before the file, and before it was written anew.
    let flow = flow.restarted();
    std::fs::remove_file(&file).unwrap();
    let flow = drawn_again(flow, &file, &kept);
    std::fs::write(&file, "the sheet before").unwrap();
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    let older = std::fs::File::options().write(true).open(&file).unwrap();
    older.set_modified(long_ago).unwrap();
    let flow = drawn_again(flow, &file, &kept);

    // What stands is left alone.
    std::fs::write(&file, "newer than its pictures").unwrap();
    let flow = flow.restarted();
    flow.studio.start_runner().unwrap();
    let _flow = flow.restarted();
    let stands = std::fs::read_to_string(&file).unwrap();
    assert_eq!(stands, "newer than its pictures");
}

/// After a start that finds the model's evaluation sheet not there or old.
fn drawn_again(flow: Flow, file: &Path, sheet: &image::RgbaImage) -> Flow {
    let flow = flow.restarted();
    flow.studio.start_runner().unwrap();
    let started = Instant::now();
    while !std::fs::read(file).is_ok_and(|bytes| bytes.starts_with(b"\x89PNG")) {
        assert!(started.elapsed() < PATIENCE, "the sheet was not kept");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(image(file) == *sheet, "the same grid is the same sheet");
    flow
}

#[test]
fn prompts_of_a_kind_of_subject_are_the_persons_own_until_they_go_back() {
    let flow = Flow::new();
    let folder = tempfile::tempdir().unwrap();
    let path = crate::models::file(folder.path(), crate::models::OF_SD15, crate::models::FOX);
    let model = crate::models::import(&flow, &path).id;
    let studio = &flow.studio;
    let usual = studio.load_evaluation_set(model).unwrap();
    assert!(!usual.is_own && usual.prompts.len() >= 4);
    let own = vec![" in the snow ".to_owned(), String::new()];
    let set = studio.save_evaluation_set(model, Some(own)).unwrap();
    assert_eq!(
        (set.prompts, set.is_own),
        (vec!["in the snow".to_owned()], true)
    );
    let plan = studio.propose_evaluation(model).unwrap();
    assert_eq!(plan.prompts, ["in the snow"]);
    let nothing = studio.save_evaluation_set(model, Some(vec![" ".to_owned()]));
    assert!(nothing.unwrap_err().is::<InvalidEvaluationSet>());
    assert_eq!(studio.save_evaluation_set(model, None).unwrap(), usual);
}

#[rstest]
#[case::strengths(&["--strengths", "0,0.7"])]
#[case::without(&["--strengths", "0.7", "--without-lora"])]
fn the_terminal_draws_a_grid_as_one_picture(#[case] columns: &[&str]) {
    let flow = Flow::new();
    let dataset = training::dataset(&flow);
    training::trained(&flow, &dataset, 2);
    let home = std::sync::Arc::clone(&flow.home);
    drop(flow);
    let to = home.path().join("sheet.png");
    let to_text = to.display().to_string();
    let words = [
        &["grid", dataset.trigger.as_str(), "waving"],
        columns,
        &["--to", &to_text],
    ]
    .concat();
    let output = run(home.path(), &words);
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("2 of 2"), "{}", text(&output));
    assert!(image(&to).width() > 2 * 192);
}
