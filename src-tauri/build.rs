//! Lists what the window may call; everything else is refused by Tauri.

use tauri_build::{AppManifest, Attributes};

const COMMANDS: &[&str] = &[
    "open_library",
    "check_library",
    "back_up_library",
    "open_library_folder",
    "load_settings",
    "change_settings",
    "list_datasets",
    "load_dataset",
    "create_dataset",
    "rename_dataset",
    "describe_dataset",
    "change_trigger",
    "remove_dataset",
    "restore_dataset",
    "undo_edit",
    "redo_edit",
    "list_edits",
    "list_photos",
    "load_photo",
    "preview_photo",
    "review_dataset",
    "dataset_statistics",
    "choose_photos",
    "choose_among_duplicates",
    "crop_photos",
    "fit_crop",
    "frame_dataset",
    "remove_photos",
    "delete_photos_for_good",
    "caption_photos",
    "preview_rewrite",
    "rewrite_captions",
    "style_captions",
    "import_captions",
    "export_captions",
    "find_archive",
    "pack_archive",
    "show_archive",
    "export_dataset",
    "show_export",
    "pick_photos",
    "pick_folder",
    "import_drop",
    "import_samples",
    "list_jobs",
    "cancel_job",
    "propose_recipe",
    "plan_training",
    "start_training",
    "list_runs",
    "load_run",
    "cancel_run",
    "retry_run",
    "list_models",
    "list_bases",
    "pick_base",
    "forget_base",
    "list_trainers",
    "propose_hosted_recipe",
    "load_run_archive",
    "accept_quote",
    "say_taken",
    "say_never_taken",
    "load_spending",
    "list_keys",
    "save_key",
    "test_key",
    "forget_key",
    "open_provider_page",
    "open_price_page",
    "check_prompt",
    "find_card",
    "draw",
    "list_drawings",
    "cancel_drawing",
    "show_model",
    "show_picture",
];

fn main() {
    // Tauri watches only the default place of capabilities.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=ui/dist");
    assert!(
        std::path::Path::new("ui/dist/index.html").exists(),
        "the window's pages are not built yet: `cargo xtask run` does it, or `npm ci && npm run build` in ui/"
    );
    let attributes = Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*")
        .app_manifest(AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes).expect("the build script of Tauri ends well");
}
