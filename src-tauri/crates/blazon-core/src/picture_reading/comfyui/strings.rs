//! A text that an encoder is given: itself, or through nodes that hold, choose or join texts.

use super::{
    conditioning::Side,
    graph::{DEPTH, Graph, Node},
};
use serde_json::Value;

/// What nodes that hold one text call it. A wildcard's text is the one that it became.
const WHOLE: [&str; 8] = [
    "populated_text",
    "text",
    "string",
    "value",
    "prompt",
    "String",
    "Text",
    "source",
];
/// How nodes that join texts begin the names of the parts.
const PARTS: [&str; 2] = ["text", "string"];
/// Bytes that are joined.
const LONGEST: usize = 1 << 20;

/// The text of `input`; empty where none can be found.
pub(super) fn read<'g>(graph: &'g Graph<'g>, input: &'g Value, side: Side) -> String {
    let mut room = LONGEST;
    text_of(graph, input, side, DEPTH, &mut room)
}

fn text_of<'g>(
    graph: &'g Graph<'g>,
    input: &'g Value,
    side: Side,
    depth: u32,
    room: &mut usize,
) -> String {
    let input = graph.chosen(input);
    if let Some(text) = input.as_str() {
        if text.len() > *room {
            return String::new();
        }
        *room -= text.len();
        return text.to_owned();
    }
    let Some(node) = graph.follow(input).filter(|_| depth > 0) else {
        return String::new();
    };
    // What a language model wrote is not in the graph, only what it was asked.
    if node.class.contains("Generate") {
        return String::new();
    }
    // Styles say both what is wanted and what is not.
    let sided = node.inputs.get(&format!("text_{}", side.name()));
    let whole = WHOLE.iter().find_map(|name| node.inputs.get(*name));
    if let Some(text) = sided.or(whole) {
        return text_of(graph, text, side, depth - 1, room);
    }
    let parts: Vec<String> = parts(&node)
        .map(|part| text_of(graph, part, side, depth - 1, room))
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(&delimiter(&node))
}

/// The parts that a node joins: `string_a` and `string_b`, `text1` to `text4`.
fn parts<'g>(node: &Node<'g>) -> impl Iterator<Item = &'g Value> {
    node.inputs
        .iter()
        .filter(|(name, _)| PARTS.iter().any(|part| name.starts_with(part)))
        .map(|(_, part)| part)
}

/// What stands between the parts: as the node says, otherwise nothing that would run words together.
fn delimiter(node: &Node<'_>) -> String {
    node.inputs
        .get("delimiter")
        .or_else(|| node.inputs.get("separator"))
        .and_then(Value::as_str)
        .filter(|delimiter| delimiter.len() <= 16)
        .map_or_else(
            || ", ".to_owned(),
            |delimiter| delimiter.replace("\\n", "\n"),
        )
}
