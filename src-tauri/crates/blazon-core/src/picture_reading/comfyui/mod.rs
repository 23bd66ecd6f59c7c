//! ComfyUI: `prompt`, the graph of nodes that was run. `{"3": {"class_type": "KSampler", "inputs": {…}}, …}`, where an
//! input is a value or `["4", 0]`, the first output of node 4 (`comfy_execution/graph_utils.py` there).
//!
//! Nodes are known by what they take, not by their class, as far as that suffices: hundreds of them are other
//! people's. What was drawn is that of the sampler nearest to the node that saves.

mod conditioning;
mod graph;
mod latent;
mod model;
mod sampling;
mod strings;

use super::{Program, ReadLora, ReadPicture, Texts, json, name, texts};
use conditioning::Side;
use graph::Graph;
use serde_json::{Map, Value};

pub(super) fn read(texts: &Texts) -> Option<ReadPicture> {
    texts
        .find("prompt")
        .and_then(read_graph)
        .or_else(|| read_comment(texts.find(texts::USER_COMMENT)?))
}

/// Nodes that save WebP and JPEG put one object with both graphs into the user comment; Civitai puts the graph.
fn read_comment(comment: &str) -> Option<ReadPicture> {
    let object = json::parse_object(comment)?;
    match object.get("prompt") {
        Some(Value::Object(nodes)) => read_nodes(nodes, comment),
        Some(Value::String(graph)) => read_graph(graph),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_)) | None => {
            read_nodes(&object, comment)
        }
    }
}

/// Whether `text` is such a graph.
pub(super) fn is_graph(text: &str) -> bool {
    json::parse_object(text).is_some_and(|nodes| Graph::new(&nodes).is_some())
}

fn read_graph(text: &str) -> Option<ReadPicture> {
    read_nodes(&json::parse_object(text)?, text)
}

fn read_nodes(nodes: &Map<String, Value>, text: &str) -> Option<ReadPicture> {
    let graph = Graph::new(nodes)?;
    let mut picture = ReadPicture {
        program: Some(Program::ComfyUi),
        text: text.to_owned(),
        ..ReadPicture::default()
    };
    let Some(sampling) = sampling::nearest(&graph) else {
        return Some(picture);
    };
    let wanted = conditioning::read(&graph, sampling.positive(), Side::Positive);
    let unwanted = conditioning::read(&graph, sampling.negative(), Side::Negative);
    let model = model::read(&graph, sampling.model());
    picture.prompt = wanted.text;
    picture.negative_prompt = unwanted.text;
    picture.seed = sampling.seed();
    picture.steps = sampling.steps();
    picture.guidance = told_guidance(sampling.scale(), wanted.guidance);
    picture.sampler = sampling.sampler_name();
    picture.size = latent::size(&graph, sampling.latent());
    picture.model_name = model.name;
    picture.loras = model.loras;
    Some(picture)
}

/// A base that was distilled is told its guidance; the sampler's scale is then 1, which does nothing.
fn told_guidance(scale: Option<f64>, told: Option<f64>) -> Option<f64> {
    if scale.is_none_or(|scale| (scale - 1.0).abs() < f64::EPSILON) {
        told.or(scale)
    } else {
        scale
    }
}
