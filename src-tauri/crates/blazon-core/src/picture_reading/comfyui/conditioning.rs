//! From a sampler's `positive` or `negative` back to the texts: `CLIPTextEncode` and its relatives, behind nodes that
//! combine, weight or steer them.

use super::{
    graph::{DEPTH, Graph, Node, linked},
    strings,
};
use serde_json::Value;
use std::collections::HashSet;

/// Bytes that are joined from all texts; what is longer is no prompt.
const LONGEST: usize = 1 << 20;

/// What nodes that encode texts call them. Those of bases with several encoders often say the same twice.
const TEXTS: [&str; 10] = [
    "text",
    "text_g",
    "text_l",
    "clip_l",
    "clip_g",
    "t5xxl",
    "prompt",
    "user_prompt",
    "bert",
    "mt5xl",
];

/// What is wanted, or what is not: nodes that have both pass each on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Positive,
    Negative,
}

impl Side {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
        }
    }
}

/// What a conditioning says.
#[derive(Default)]
pub(super) struct Conditioning {
    pub(super) text: String,
    /// What a distilled base was told, by `FluxGuidance` or with the text.
    pub(super) guidance: Option<f64>,
}

pub(super) fn read<'g>(graph: &'g Graph<'g>, input: Option<&'g Value>, side: Side) -> Conditioning {
    let mut walk = Walk {
        graph,
        side,
        seen: HashSet::new(),
        texts: Vec::new(),
        length: 0,
        guidance: None,
    };
    if let Some(input) = input {
        walk.go(input, DEPTH);
    }
    Conditioning {
        text: walk.texts.join(", "),
        guidance: walk.guidance,
    }
}

struct Walk<'g> {
    graph: &'g Graph<'g>,
    side: Side,
    seen: HashSet<&'g str>,
    texts: Vec<String>,
    length: usize,
    guidance: Option<f64>,
}

impl<'g> Walk<'g> {
    fn go(&mut self, input: &'g Value, depth: u32) {
        if let Some(text) = self.graph.chosen(input).as_str() {
            self.take(text);
            return;
        }
        let Some(node) = self.graph.follow(input) else {
            return;
        };
        // What was made nothing says nothing.
        if depth == 0 || !self.seen.insert(node.id) || node.class.contains("ZeroOut") {
            return;
        }
        if let Some(told) = node.inputs.get("guidance") {
            self.guidance = self.guidance.or_else(|| self.graph.number(told));
        }
        let texts = self.texts_of(&node);
        let mut sources = self.sources(&node);
        if texts.is_empty() && sources.is_empty() {
            sources.extend(only_link(&node));
        }
        for source in sources {
            self.go(source, depth - 1);
        }
        for text in texts {
            self.take(&text);
        }
    }

    fn texts_of(&self, node: &Node<'g>) -> Vec<String> {
        TEXTS
            .iter()
            .filter_map(|name| node.inputs.get(*name))
            .map(|text| strings::read(self.graph, text, self.side))
            .collect()
    }

    /// The inputs from which a node has its conditioning; one with a text of its own may add it to another's.
    fn sources(&self, node: &Node<'g>) -> Vec<&'g Value> {
        if let Some(input) = node.inputs.get(self.side.name()) {
            return vec![input];
        }
        let mut named: Vec<(&String, &Value)> = node
            .inputs
            .iter()
            .filter(|(name, _)| name.starts_with("conditioning"))
            .collect();
        // `ConditioningConcat` puts `conditioning_from` behind `conditioning_to`.
        named.sort_by_key(|(name, _)| *name == "conditioning_from");
        named.into_iter().map(|(_, input)| input).collect()
    }

    fn take(&mut self, text: &str) {
        let text = text.trim();
        self.length += text.len();
        let is_new = !text.is_empty() && !self.texts.iter().any(|known| known == text);
        if is_new && self.length <= LONGEST {
            self.texts.push(text.to_owned());
        }
    }
}

/// The link of a node that has one only: such nodes pass something on, whatever they call it.
fn only_link<'g>(node: &Node<'g>) -> Option<&'g Value> {
    let mut links = node.inputs.values().filter(|input| linked(input).is_some());
    let link = links.next()?;
    links.next().is_none().then_some(link)
}
