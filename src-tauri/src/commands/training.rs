//! Calls about trainings, models and bases. Paths of bases come from the system's dialog.

use super::{Answer, App, State};
use blazon_model::{
    Base, DatasetId, LoraModel, Preset, Recipe, RunDetails, RunId, TrainingPlan, TrainingRun,
};
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

#[tauri::command]
#[specta::specta]
pub(crate) async fn propose_recipe(
    app: State<'_, App>,
    dataset: DatasetId,
    preset: Preset,
    base_path: Option<String>,
) -> Answer<Recipe> {
    app.call(move |studio| studio.propose_recipe(dataset, preset, base_path))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_training(
    app: State<'_, App>,
    dataset: DatasetId,
    recipe: Recipe,
) -> Answer<TrainingPlan> {
    app.call(move |studio| studio.plan_training(dataset, recipe))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn start_training(
    app: State<'_, App>,
    dataset: DatasetId,
    recipe: Recipe,
) -> Answer<TrainingRun> {
    app.call(move |studio| studio.start_training(dataset, recipe))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_runs(app: State<'_, App>) -> Answer<Vec<TrainingRun>> {
    app.call(|studio| studio.list_runs()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_run(app: State<'_, App>, run: RunId) -> Answer<RunDetails> {
    app.call(move |studio| studio.load_run(run)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_run(app: State<'_, App>, run: RunId) -> Answer<TrainingRun> {
    app.call(move |studio| studio.cancel_run(run)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_run(app: State<'_, App>, run: RunId) -> Answer<TrainingRun> {
    app.call(move |studio| studio.retry_run(run)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_models(app: State<'_, App>) -> Answer<Vec<LoraModel>> {
    app.call(|studio| studio.list_models()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_bases(app: State<'_, App>) -> Answer<Vec<Base>> {
    app.call(|studio| studio.list_bases()).await
}

/// Asks for a folder or a file and looks at what is in it; nothing where the person thought better.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_base(
    app: State<'_, App>,
    handle: AppHandle,
    folder: bool,
) -> Answer<Option<Base>> {
    app.call(move |studio| {
        let dialog = handle.dialog().file();
        let picked = if folder {
            dialog.blocking_pick_folder()
        } else {
            dialog
                .add_filter("safetensors", &["safetensors"])
                .blocking_pick_file()
        };
        match picked.and_then(|path| path.into_path().ok()) {
            None => Ok(None),
            Some(path) => studio.add_base(&path).map(Some),
        }
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_base(app: State<'_, App>, path: String) -> Answer<()> {
    app.call(move |studio| studio.forget_base(&path)).await
}
