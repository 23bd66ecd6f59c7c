//! The typed border: every command and event, for the builder and for TypeScript.

use crate::commands::{
    archives, badges, captionings, captions, datasets, hosted, imports, library, models, photos,
    playground, settings, training,
};
use crate::events::BlazonEvent;
use blazon_model::BadgeFinding;
use std::path::Path;
use tauri_specta::{Builder, collect_commands, collect_events};

/// Every command and event. A command is also listed in `build.rs` and in the capability.
pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::new()
        // Both sides read and write the same shapes.
        .disable_serde_phases()
        .commands(collect_commands![
            library::open_library,
            library::check_library,
            library::back_up_library,
            library::open_library_folder,
            settings::load_settings,
            settings::change_settings,
            datasets::list_datasets,
            datasets::load_dataset,
            datasets::create_dataset,
            datasets::rename_dataset,
            datasets::describe_dataset,
            datasets::change_trigger,
            datasets::remove_dataset,
            datasets::restore_dataset,
            datasets::undo_edit,
            datasets::redo_edit,
            datasets::list_edits,
            photos::list_photos,
            photos::load_photo,
            photos::preview_photo,
            photos::review_dataset,
            photos::dataset_statistics,
            photos::choose_photos,
            photos::choose_among_duplicates,
            photos::crop_photos,
            photos::fit_crop,
            photos::frame_dataset,
            photos::remove_photos,
            photos::delete_photos_for_good,
            captions::caption_photos,
            captions::preview_rewrite,
            captions::rewrite_captions,
            captions::style_captions,
            captions::import_captions,
            captions::export_captions,
            captionings::list_describers,
            captionings::plan_captions,
            captionings::start_captioning,
            captionings::list_captionings,
            captionings::cancel_captioning,
            captionings::say_captions_taken,
            captionings::say_captions_never_taken,
            archives::find_archive,
            archives::pack_archive,
            archives::show_archive,
            archives::export_dataset,
            archives::show_export,
            imports::pick_photos,
            imports::pick_folder,
            imports::import_drop,
            imports::import_samples,
            imports::list_jobs,
            imports::cancel_job,
            training::propose_recipe,
            training::plan_training,
            training::start_training,
            training::list_runs,
            training::load_run,
            training::cancel_run,
            training::retry_run,
            training::list_models,
            training::list_bases,
            training::pick_base,
            training::forget_base,
            models::pick_model_files,
            models::read_model_file,
            models::import_model,
            models::load_model_card,
            models::edit_model,
            models::export_model,
            hosted::list_trainers,
            hosted::propose_hosted_recipe,
            hosted::load_run_archive,
            hosted::accept_quote,
            hosted::say_taken,
            hosted::say_never_taken,
            hosted::load_spending,
            hosted::list_keys,
            hosted::save_key,
            hosted::test_key,
            hosted::forget_key,
            hosted::open_provider_page,
            hosted::open_price_page,
            hosted::list_generators,
            hosted::plan_drawing,
            hosted::say_drawing_taken,
            hosted::say_drawing_never_taken,
            hosted::fetch_drawing_again,
            badges::list_badge_templates,
            badges::list_badges,
            badges::create_badge,
            badges::save_badge,
            badges::remove_badge,
            badges::restore_badge,
            badges::pick_badge_picture,
            badges::sample_badge_picture,
            badges::load_picture,
            badges::read_badge_drop,
            badges::export_badge,
            badges::show_badge_export,
            badges::pick_badge_list,
            badges::map_badge_list,
            badges::badge_of_row,
            badges::export_badges,
            badges::cancel_batch,
            badges::copy_template,
            badges::show_template,
            playground::check_prompt,
            playground::find_card,
            playground::draw,
            playground::list_drawings,
            playground::cancel_drawing,
            playground::show_model,
            playground::show_picture,
        ])
        .events(collect_events![BlazonEvent])
        // What stands at the head of a drawn badge, which crosses as bytes.
        .typ::<BadgeFinding>()
}

/// Writes the TypeScript side to `path`.
///
/// # Errors
/// When a type cannot be expressed in TypeScript or the file not be written.
pub fn write_bindings(path: &Path) -> anyhow::Result<()> {
    let typescript = specta_typescript::Typescript::default()
        .header("// Made by `cargo xtask bindings`; not to be edited.\n");
    builder().export(typescript, path)?;
    Ok(())
}
