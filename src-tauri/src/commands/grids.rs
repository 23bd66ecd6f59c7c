//! Calls about grids and evaluation sheets.

use super::{Answer, App, State};
use anyhow::Context;
use blazon_model::{
    EvaluationSet, Grid, GridCost, GridHead, GridId, GridKind, GridPlan, ModelId, Money,
};
use std::path::PathBuf;
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_grids(
    app: State<'_, App>,
    kind: Option<GridKind>,
    model: Option<ModelId>,
) -> Answer<Vec<GridHead>> {
    app.call(move |studio| studio.list_grids(kind, model)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_grid(app: State<'_, App>, grid: GridId) -> Answer<Grid> {
    app.call(move |studio| studio.load_grid(grid)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_grid(app: State<'_, App>, plan: GridPlan) -> Answer<GridCost> {
    app.call(move |studio| studio.plan_grid(plan)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn draw_grid(
    app: State<'_, App>,
    kind: GridKind,
    plan: GridPlan,
    limit: Option<Money>,
) -> Answer<Grid> {
    app.call(move |studio| studio.draw_grid(kind, plan, limit))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_grid(app: State<'_, App>, grid: GridId) -> Answer<Grid> {
    app.call(move |studio| studio.stop_grid(grid)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_grid(app: State<'_, App>, grid: GridId) -> Answer<()> {
    app.call(move |studio| studio.remove_grid(grid)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_grid(app: State<'_, App>, grid: GridId) -> Answer<()> {
    app.call(move |studio| studio.restore_grid(grid)).await
}

/// Asks where to, and writes a grid as one picture; the dialog has asked before a file is replaced. Gives where it is,
/// nothing where the person thought better.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_grid_sheet(
    app: State<'_, App>,
    handle: AppHandle,
    grid: GridId,
) -> Answer<Option<String>> {
    let written = app
        .call(move |studio| {
            let dialog = handle.dialog().file();
            let dialog = dialog.set_file_name(studio.grid_sheet_name(grid)?);
            let picked = dialog.add_filter("png", &["png"]).blocking_save_file();
            let Some(to) = picked.and_then(|to| to.into_path().ok()) else {
                return Ok(None);
            };
            studio.save_grid_sheet(grid, &to)?;
            Ok(Some(to))
        })
        .await?;
    if let Some(path) = &written {
        *app.exported.lock().await = Some(path.clone());
    }
    Ok(written.map(|path| path.display().to_string()))
}

/// Shows the sheet that was written last in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_grid_sheet(app: State<'_, App>) -> Answer<()> {
    let exported: Option<PathBuf> = app.exported.lock().await.clone();
    app.call(move |_| {
        let path = exported.context("find what was exported")?;
        tauri_plugin_opener::reveal_item_in_dir(path).context("show the sheet")
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_evaluation_set(
    app: State<'_, App>,
    model: ModelId,
) -> Answer<EvaluationSet> {
    app.call(move |studio| studio.load_evaluation_set(model))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_evaluation_set(
    app: State<'_, App>,
    model: ModelId,
    prompts: Option<Vec<String>>,
) -> Answer<EvaluationSet> {
    app.call(move |studio| studio.save_evaluation_set(model, prompts))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn propose_evaluation(app: State<'_, App>, model: ModelId) -> Answer<GridPlan> {
    app.call(move |studio| studio.propose_evaluation(model))
        .await
}
