//! From a sampler's `model` back to the file: the LoRAs on the way, and the base.

use super::{
    ReadLora,
    graph::{DEPTH, Graph, Node},
    json, name,
};
use serde_json::Value;

/// What nodes that load a base call its file.
const FILES: [&str; 4] = ["ckpt_name", "unet_name", "model_name", "base_ckpt_name"];
/// Inputs through which a model comes; of two that are merged, the first.
const SOURCES: [&str; 4] = ["model", "model1", "model_1", "model_a"];

#[derive(Default)]
pub(super) struct Model {
    pub(super) name: Option<String>,
    /// In the order in which they were applied.
    pub(super) loras: Vec<ReadLora>,
}

pub(super) fn read<'g>(graph: &'g Graph<'g>, input: Option<&'g Value>) -> Model {
    let mut model = Model::default();
    let mut next = input.and_then(|input| graph.follow(input));
    for _ in 0..DEPTH {
        let Some(node) = next else {
            break;
        };
        let loras = loras_of(graph, &node);
        model.loras.extend(loras.into_iter().rev());
        model.name = FILES.iter().find_map(|file| {
            let file = node.inputs.get(*file)?;
            name::model_name(file.as_str()?)
        });
        if model.name.is_some() {
            break;
        }
        next = SOURCES
            .iter()
            .find_map(|source| graph.follow(node.inputs.get(*source)?));
    }
    model.loras.reverse();
    model
}

/// The LoRAs of one node: one that is named (`LoraLoader`, `LoraLoaderModelOnly`), or objects of which each is one
/// and can be switched off (rgthree's `Power Lora Loader`).
fn loras_of<'g>(graph: &'g Graph<'g>, node: &Node<'g>) -> Vec<ReadLora> {
    if let Some(file) = node.inputs.get("lora_name").and_then(Value::as_str) {
        let strength = ["strength_model", "lora_model_strength", "strength"]
            .iter()
            .find_map(|name| graph.number(node.inputs.get(*name)?));
        return name::model_name(file)
            .map(|name| ReadLora {
                name,
                strength: strength.unwrap_or(1.0),
            })
            .into_iter()
            .collect();
    }
    node.inputs
        .values()
        .filter(|input| input.get("on").is_some_and(|on| on.as_bool() == Some(true)))
        .filter_map(|input| {
            Some(ReadLora {
                name: name::model_name(input.get("lora")?.as_str()?)?,
                strength: input.get("strength").and_then(json::number).unwrap_or(1.0),
            })
        })
        .collect()
}
