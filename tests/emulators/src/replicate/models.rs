//! The account, and the models that there are: trainers, those that draw, and the account's own.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Replicate, errors, fresh_version};
use crate::job::written;
use crate::provider::hold;
use crate::reply::Reply;
use crate::request::Request;

/// What a model can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ability {
    /// Makes versions of other models.
    Train,
    /// Draws, and can be asked by its name alone.
    DrawByName,
    /// Draws, and must be asked by a version.
    DrawByVersion,
}

/// A model and its versions, oldest first.
#[derive(Debug)]
pub(super) struct Model {
    name: String,
    pub(super) ability: Ability,
    visibility: String,
    description: Value,
    versions: Vec<(String, Timestamp)>,
}

const KNOWN: &[(&str, Ability)] = &[
    ("ostris/flux-dev-lora-trainer", Ability::Train),
    ("replicate/fast-flux-trainer", Ability::Train),
    ("black-forest-labs/flux-dev", Ability::DrawByName),
    ("black-forest-labs/flux-dev-lora", Ability::DrawByName),
    ("black-forest-labs/flux-schnell", Ability::DrawByName),
    ("black-forest-labs/flux-schnell-lora", Ability::DrawByName),
    ("stability-ai/sdxl", Ability::DrawByVersion),
];

/// Everybody's models.
pub(super) fn known() -> BTreeMap<String, Model> {
    let model = |(name, ability): &(&str, Ability)| {
        let mut model = Model::new(name, *ability, "public", Value::Null);
        model.add_version(fresh_version());
        ((*name).to_owned(), model)
    };
    KNOWN.iter().map(model).collect()
}

/// Where a model can run.
pub(super) fn hardware() -> Reply {
    Reply::json(
        200,
        &json!([
            { "name": "CPU", "sku": "cpu" },
            { "name": "Nvidia T4 GPU", "sku": "gpu-t4" },
        ]),
    )
}

impl Replicate {
    /// Whose token it is.
    pub(super) fn tell_account(&self) -> Reply {
        let account = &hold(&self.state).account;
        Reply::json(
            200,
            &json!({
                "type": "user",
                "username": account,
                "name": "Blazon Tester",
                "github_url": null,
            }),
        )
    }

    pub(super) fn create_model(&self, request: &Request) -> Reply {
        let body = request.json().unwrap_or_default();
        for field in ["owner", "name", "visibility", "hardware"] {
            if body[field].as_str().is_none() {
                return errors::invalid("required", field, &format!("{field} is required"));
            }
        }
        let text = |field: &str| body[field].as_str().unwrap_or_default();
        let mut state = hold(&self.state);
        if text("owner") != state.account {
            let detail = "You may only create models for your own account";
            return errors::problem(403, "Forbidden", detail);
        }
        let name = format!("{}/{}", state.account, text("name"));
        if state.models.contains_key(&name) {
            return errors::refusal(crate::trouble::Refusal::Conflict409);
        }
        let (visibility, description) = (text("visibility"), body["description"].clone());
        let model = Model::new(&name, Ability::DrawByVersion, visibility, description);
        let reply = Reply::json(201, &model.describe());
        state.models.insert(name, model);
        reply
    }

    pub(super) fn get_model(&self, model: &str) -> Reply {
        match hold(&self.state).models.get(model) {
            Some(model) => Reply::json(200, &model.describe()),
            None => errors::not_found(),
        }
    }

    pub(super) fn get_version(&self, model: &str, version: &str) -> Reply {
        let state = hold(&self.state);
        let versions = state.models.get(model).map(|model| &model.versions);
        let found = versions.and_then(|versions| versions.iter().find(|(id, _)| id == version));
        found.map_or_else(errors::not_found, |version| {
            Reply::json(200, &describe_version(version))
        })
    }
}

impl Model {
    fn new(name: &str, ability: Ability, visibility: &str, description: Value) -> Self {
        Self {
            name: name.to_owned(),
            ability,
            visibility: visibility.to_owned(),
            description,
            versions: Vec::new(),
        }
    }

    pub(super) fn is_own(&self) -> bool {
        !KNOWN.iter().any(|(name, _)| *name == self.name)
    }

    pub(super) fn add_version(&mut self, id: String) {
        self.versions.push((id, Timestamp::now()));
    }

    pub(super) fn has_version(&self, id: &str) -> bool {
        self.versions.iter().any(|(version, _)| version == id)
    }

    pub(super) fn version_ids(&self) -> Vec<String> {
        self.versions.iter().map(|(id, _)| id.clone()).collect()
    }

    fn describe(&self) -> Value {
        let (owner, name) = self.name.split_once('/').unwrap_or_default();
        json!({
            "url": format!("https://replicate.com/{}", self.name),
            "owner": owner,
            "name": name,
            "description": self.description,
            "visibility": self.visibility,
            "github_url": null,
            "paper_url": null,
            "license_url": null,
            "run_count": 0,
            "cover_image_url": null,
            "default_example": null,
            "latest_version": self.versions.last().map(describe_version),
        })
    }
}

fn describe_version((id, created): &(String, Timestamp)) -> Value {
    let object = json!({ "type": "object", "properties": {} });
    json!({
        "id": id,
        "created_at": written(*created),
        "cog_version": "0.14.0",
        "openapi_schema": {
            "openapi": "3.0.2",
            "components": { "schemas": { "Input": object, "TrainingInput": object } },
        },
    })
}
