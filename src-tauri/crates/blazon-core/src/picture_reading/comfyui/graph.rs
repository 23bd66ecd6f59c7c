//! The graph, and how far one may go in it: links can lead in circles, and to the same node again and again.

use super::json;
use serde_json::{Map, Value};
use std::cell::Cell;
use std::collections::{HashSet, VecDeque};

/// Links that are followed for one answer of a chain; no workflow is that long.
pub(super) const DEPTH: u32 = 64;
/// Links that are followed in all.
const FOLLOWED: u32 = 200_000;

pub(super) type Inputs = Map<String, Value>;

#[derive(Clone, Copy)]
pub(super) struct Node<'g> {
    pub(super) id: &'g str,
    pub(super) class: &'g str,
    pub(super) inputs: &'g Inputs,
}

pub(super) struct Graph<'g> {
    nodes: &'g Map<String, Value>,
    left: Cell<u32>,
}

impl<'g> Graph<'g> {
    /// The graph, where there is one node at least.
    pub(super) fn new(nodes: &'g Map<String, Value>) -> Option<Self> {
        let graph = Self {
            nodes,
            left: Cell::new(FOLLOWED),
        };
        let has_nodes = graph.all().next().is_some();
        has_nodes.then_some(graph)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Node<'g>> {
        self.nodes.iter().filter_map(|(id, node)| node_of(id, node))
    }

    /// The node to which a link leads; `None` where `input` is no link, leads nowhere, or enough were followed.
    pub(super) fn follow(&self, input: &'g Value) -> Option<Node<'g>> {
        self.node_at(self.chosen(input))
    }

    /// What `input` is behind nodes that choose between two (`ComfySwitchNode`).
    pub(super) fn chosen(&self, input: &'g Value) -> &'g Value {
        let mut input = input;
        for _ in 0..DEPTH {
            match self.node_at(input).and_then(|node| self.choice(&node)) {
                Some(choice) => input = choice,
                None => break,
            }
        }
        input
    }

    fn choice(&self, node: &Node<'g>) -> Option<&'g Value> {
        let [yes, no] = ["on_true", "on_false"].map(|name| node.inputs.get(name));
        let (yes, no) = (yes?, no?);
        let switch = node.inputs.get("switch")?;
        let held = self.node_at(switch).map(|held| held.inputs.get("value"));
        let is_on = held.unwrap_or(Some(switch))?.as_bool()?;
        Some(if is_on { yes } else { no })
    }

    fn node_at(&self, input: &Value) -> Option<Node<'g>> {
        let id = linked(input)?;
        self.left.set(self.left.get().checked_sub(1)?);
        let (id, node) = self.nodes.get_key_value(id)?;
        node_of(id, node)
    }

    /// The first node that `is_it`, from `starts` against the links, the nearest first.
    pub(super) fn nearest(
        &self,
        starts: Vec<Node<'g>>,
        is_it: impl Fn(&Node<'g>) -> bool,
    ) -> Option<Node<'g>> {
        let mut seen: HashSet<&str> = starts.iter().map(|node| node.id).collect();
        let mut waiting = VecDeque::from(starts);
        while let Some(node) = waiting.pop_front() {
            if is_it(&node) {
                return Some(node);
            }
            let next = node.inputs.values().filter_map(|input| self.follow(input));
            waiting.extend(next.filter(|next| seen.insert(next.id)));
        }
        None
    }

    /// The number that `input` says, itself or through nodes that pass one value on: `PrimitiveInt` and its like.
    fn value_of(&self, input: &'g Value) -> Option<&'g Value> {
        /// What such nodes call it.
        const NAMES: [&str; 8] = [
            "value",
            "seed",
            "noise_seed",
            "int",
            "float",
            "number",
            "Number",
            "Value",
        ];
        let mut input = input;
        for _ in 0..DEPTH {
            input = self.chosen(input);
            let Some(node) = self.follow(input) else {
                return Some(input);
            };
            input = NAMES.iter().find_map(|name| node.inputs.get(*name))?;
        }
        None
    }

    pub(super) fn number(&self, input: &'g Value) -> Option<f64> {
        json::number(self.value_of(input)?)
    }

    pub(super) fn whole(&self, input: &'g Value) -> Option<u64> {
        json::whole(self.value_of(input)?)
    }

    /// Width and height, or both in one text: `1216 x 832 (landscape)`.
    pub(super) fn size(&self, inputs: &'g Inputs) -> Option<[u32; 2]> {
        let side = |name| self.value_of(inputs.get(name)?);
        json::size(side("width"), side("height")).or_else(|| {
            let text = inputs.get("dimensions").or(inputs.get("resolution"))?;
            let (width, rest) = text.as_str()?.split_once('x')?;
            let height = rest.split_whitespace().next()?;
            let size = [width.trim().parse().ok()?, height.parse().ok()?];
            size.iter().all(|side| *side > 0).then_some(size)
        })
    }
}

/// Whether an input is a link.
pub(super) fn linked(input: &Value) -> Option<&str> {
    match input.as_array()?.as_slice() {
        [id, output] if output.is_u64() => id.as_str(),
        _ => None,
    }
}

fn node_of<'g>(id: &'g str, node: &'g Value) -> Option<Node<'g>> {
    Some(Node {
        id,
        class: node.get("class_type")?.as_str()?,
        inputs: node.get("inputs")?.as_object()?,
    })
}
