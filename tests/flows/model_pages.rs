//! What a person decides about models: notes, badges' prompts, archive, removal, and what is left of a deleted one.

use crate::models::{FOX, OF_SD15, file, import, recovered, with_folders_of};
use crate::support::{Flow, run, text};
use blazon_core::{InvalidModelChange, explain};
use blazon_model::{BadgePrompt, LoraModel, ModelChange, ModelId};
use rstest::rstest;
use std::fs;

fn fox() -> (Flow, LoraModel) {
    let (flow, folder) = (Flow::new(), tempfile::tempdir().unwrap());
    let model = import(&flow, &file(folder.path(), OF_SD15, FOX));
    (flow, model)
}

fn listed(flow: &Flow) -> Vec<ModelId> {
    let models = flow.studio.list_models().unwrap().into_iter();
    models.map(|model| model.id).collect()
}

fn full_change() -> ModelChange {
    ModelChange {
        notes: Some("  Best with soft light.\n".into()),
        badge_base: Some("samurai warrior badge".into()),
        badge_style: Some("cartoon illustration".into()),
        best_strength: Some(0.8),
        is_shared: Some(true),
        has_consent: Some(true),
        ..ModelChange::default()
    }
}

#[test]
fn what_is_said_of_a_model_stays_and_outlives_its_row() {
    let (flow, model) = fox();
    let changed = flow.studio.edit_model(model.id, &full_change()).unwrap();
    assert_eq!(changed.notes, "Best with soft light.");
    assert_eq!(
        (changed.best_strength, changed.is_shared),
        (Some(0.8), true)
    );
    assert_eq!(
        (&changed.name, &changed.trigger),
        (&model.name, &model.trigger)
    );
    assert!((changed.usual_strength() - 0.8).abs() < 1e-9);

    let parts = BadgePrompt {
        base: &changed.badge_base,
        object: "telescope",
        style: &changed.badge_style,
    };
    assert_eq!(
        flow.studio.badge_prompt(model.id, parts).unwrap(),
        "ohwx fox, samurai warrior badge, character holding telescope, cartoon illustration"
    );

    // A library whose database is lost finds it in the card beside the weights; the bot is asked about anew.
    let other = with_folders_of(&flow);
    fs::create_dir(other.home.path().join("models/.import-half")).unwrap();
    let [found] = &recovered(&other)[..] else {
        panic!("the model is found again");
    };
    assert_eq!(found.notes, changed.notes);
    assert_eq!(found.badge_base, changed.badge_base);
    assert_eq!((found.best_strength, found.is_shared), (Some(0.8), false));

    let none = ModelChange {
        best_strength: Some(0.0),
        ..ModelChange::default()
    };
    let changed = flow.studio.edit_model(model.id, &none).unwrap();
    assert_eq!(changed.best_strength, None);
    assert_eq!(changed.notes, "Best with soft light.");
}

#[rstest]
#[case::notes(ModelChange { notes: Some("ё".repeat(4001)), ..full_change() }, InvalidModelChange::Notes)]
#[case::badge(ModelChange { badge_style: Some("a".repeat(501)), ..full_change() }, InvalidModelChange::BadgePrompt)]
#[case::weak(ModelChange { best_strength: Some(0.01), ..full_change() }, InvalidModelChange::Strength)]
#[case::none(ModelChange { best_strength: Some(f64::NAN), ..full_change() }, InvalidModelChange::Strength)]
fn what_cannot_be_said_is_refused_in_words_and_changes_nothing(
    #[case] change: ModelChange,
    #[case] refusal: InvalidModelChange,
) {
    let (flow, model) = fox();
    let error = flow.studio.edit_model(model.id, &change).unwrap_err();
    let said = explain(&error, &flow.studio.words()).message;
    assert!(said.contains(' ') && !said.starts_with("error-"), "{said}");
    assert_eq!(error.downcast::<InvalidModelChange>().unwrap(), refusal);
    assert_eq!(flow.studio.load_model(model.id).unwrap(), model);
}

#[test]
fn an_archived_or_removed_model_comes_back_as_it_was() {
    let (flow, model) = fox();
    let studio = &flow.studio;
    studio.archive_model(model.id, true).unwrap();
    assert!(listed(&flow).is_empty());
    studio.archive_model(model.id, false).unwrap();
    studio.remove_model(model.id).unwrap();
    assert!(listed(&flow).is_empty());
    assert_eq!(studio.list_all_models().unwrap().len(), 1);
    let flow = flow.restarted();
    flow.studio.restore_model(model.id).unwrap();
    assert_eq!(flow.studio.list_models().unwrap(), [model]);
}

#[test]
fn only_a_removed_model_is_deleted_and_its_name_stays_for_its_pictures() {
    let (flow, model) = fox();
    let studio = &flow.studio;
    let folder = studio.weights_path(&model).parent().unwrap().to_owned();
    assert!(studio.delete_model_for_good(model.id).is_err());
    assert!(folder.exists());
    studio.remove_model(model.id).unwrap();
    let freed = studio.delete_model_for_good(model.id).unwrap();
    assert!(freed.0 >= model.bytes.0);
    assert!(!folder.exists());
    assert!(studio.list_all_models().unwrap().is_empty());
    assert_eq!(studio.load_model(model.id).unwrap().name, model.name);
    assert!(studio.load_model_page(model.id).is_err());
    // The same file can come again.
    let again = tempfile::tempdir().unwrap();
    let again = import(&flow, &file(again.path(), OF_SD15, FOX));
    assert_eq!(listed(&flow), [again.id]);
}

#[test]
fn a_deletion_that_was_cut_off_is_done_again() {
    let (flow, model) = fox();
    flow.studio.remove_model(model.id).unwrap();
    fs::remove_file(flow.studio.weights_path(&model)).unwrap();
    let flow = flow.restarted();
    assert_eq!(flow.studio.list_all_models().unwrap().len(), 1);
    flow.studio.delete_model_for_good(model.id).unwrap();
    assert!(flow.studio.list_all_models().unwrap().is_empty());
}

#[test]
fn a_page_shows_what_is_known_even_where_the_weights_are_lost() {
    let (flow, model) = fox();
    let page = flow.studio.load_model_page(model.id).unwrap();
    assert_eq!(page.card.unwrap().author.as_deref(), Some("Anna"));
    assert_eq!((page.trouble, page.picture_count), (None, 0));
    fs::write(flow.studio.weights_path(&model), b"no weights").unwrap();
    let page = flow.studio.load_model_page(model.id).unwrap();
    assert!(page.card.is_none());
    assert!(page.trouble.unwrap().contains("Red Fox"));
    assert_eq!(page.model, model);
}

#[test]
fn the_terminal_writes_notes_and_says_what_is_wrong() {
    let (flow, model) = fox();
    let id = model.id.to_string();
    let edit = |arguments: &[&str]| {
        let words = [&["models", "edit", &id], arguments].concat();
        run(flow.home.path(), &words)
    };
    let done = edit(&[
        "--notes",
        "Soft light",
        "--strength",
        "0.7",
        "--consent",
        "--shared",
        "true",
    ]);
    assert!(done.status.success(), "{}", text(&done));
    let changed = flow.studio.load_model(model.id).unwrap();
    assert_eq!(
        (changed.notes.as_str(), changed.is_shared),
        ("Soft light", true)
    );
    let refused = edit(&["--strength", "7"]);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
    assert!(text(&refused).contains("0.05"), "{}", text(&refused));
}
