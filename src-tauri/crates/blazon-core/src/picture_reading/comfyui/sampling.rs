//! The sampler: one node with everything (`KSampler`, `KSamplerAdvanced` and other people's), or one with links to
//! noise, guider, sampler and steps (`SamplerCustom`, `SamplerCustomAdvanced` in `comfy_extras/nodes_custom_sampler.py`).

use super::graph::{DEPTH, Graph, Node, linked};
use serde_json::Value;
use std::collections::HashSet;

pub(super) struct Sampling<'g> {
    graph: &'g Graph<'g>,
    node: Node<'g>,
    guider: Option<Node<'g>>,
}

/// The sampler nearest to a node that saves; where none saves, to one that shows, or to any at an end.
pub(super) fn nearest<'g>(graph: &'g Graph<'g>) -> Option<Sampling<'g>> {
    let with_class = |part: &'static str| -> Vec<Node<'g>> {
        graph
            .all()
            .filter(|node| node.class.contains(part))
            .collect()
    };
    let node = [
        with_class("SaveImage"),
        with_class("Save"),
        with_class("Preview"),
        ends(graph),
        graph.all().collect(),
    ]
    .into_iter()
    .find_map(|starts| graph.nearest(starts, is_sampler))?;
    let node = beginning(graph, node);
    Some(Sampling {
        graph,
        node,
        guider: node
            .inputs
            .get("guider")
            .and_then(|guider| graph.follow(guider)),
    })
}

/// The sampler that began what `node` only goes on with: a refiner adds no noise, and has a seed that says nothing.
fn beginning<'g>(graph: &'g Graph<'g>, node: Node<'g>) -> Node<'g> {
    let mut node = node;
    for _ in 0..DEPTH {
        let before = node
            .inputs
            .get("latent_image")
            .filter(|_| !adds_noise(graph, &node))
            .and_then(|latent| graph.follow(latent))
            .and_then(|latent| graph.nearest(vec![latent], is_sampler));
        match before {
            Some(before) => node = before,
            None => break,
        }
    }
    node
}

fn adds_noise<'g>(graph: &'g Graph<'g>, node: &Node<'g>) -> bool {
    let says_no = node
        .inputs
        .get("add_noise")
        .is_some_and(|add| add.as_bool() == Some(false) || add.as_str() == Some("disable"));
    let has_none = node
        .inputs
        .get("noise")
        .and_then(|noise| graph.follow(noise))
        .is_some_and(|noise| noise.class == "DisableNoise");
    !says_no && !has_none
}

/// Whatever makes one latent of another and is told which sampler to use.
fn is_sampler(node: &Node<'_>) -> bool {
    let has = |name| node.inputs.contains_key(name);
    has("latent_image") && (has("sampler_name") || has("sampler"))
}

/// The nodes to which nobody links.
fn ends<'g>(graph: &'g Graph<'g>) -> Vec<Node<'g>> {
    let used: HashSet<&str> = graph
        .all()
        .flat_map(|node| node.inputs.values())
        .filter_map(linked)
        .collect();
    graph.all().filter(|node| !used.contains(node.id)).collect()
}

impl<'g> Sampling<'g> {
    /// An input of the sampler, or of its guider.
    fn input(&self, names: &[&str]) -> Option<&'g Value> {
        let nodes = [Some(self.node), self.guider];
        nodes
            .into_iter()
            .flatten()
            .find_map(|node| names.iter().find_map(|name| node.inputs.get(*name)))
    }

    /// An input of the sampler, or one of the nodes to which its link `through` leads, and that node's link of the
    /// same name, and so on: `BasicScheduler` behind `SplitSigmas`.
    fn input_behind(&self, names: &[&str], through: &str) -> Option<&'g Value> {
        let mut node = self.node;
        for _ in 0..DEPTH {
            let found = names.iter().find_map(|name| node.inputs.get(*name));
            if found.is_some() {
                return found;
            }
            node = self.graph.follow(node.inputs.get(through)?)?;
        }
        None
    }

    pub(super) fn positive(&self) -> Option<&'g Value> {
        // `BasicGuider` has one side only, `DualCFGGuider` numbers them.
        self.input(&["positive", "conditioning", "cond1"])
    }

    pub(super) fn negative(&self) -> Option<&'g Value> {
        self.input(&["negative"])
    }

    pub(super) fn model(&self) -> Option<&'g Value> {
        self.input(&["model"])
    }

    pub(super) fn latent(&self) -> Option<&'g Value> {
        self.node.inputs.get("latent_image")
    }

    pub(super) fn seed(&self) -> Option<u64> {
        self.graph
            .whole(self.input_behind(&["seed", "noise_seed"], "noise")?)
    }

    pub(super) fn steps(&self) -> Option<u32> {
        let steps = self.input_behind(&["steps"], "sigmas")?;
        self.graph.whole(steps)?.try_into().ok()
    }

    pub(super) fn scale(&self) -> Option<f64> {
        self.graph.number(self.input(&["cfg", "cfg_conds"])?)
    }

    pub(super) fn sampler_name(&self) -> Option<String> {
        let name = self.input_behind(&["sampler_name"], "sampler")?;
        name.as_str().map(str::to_owned)
    }
}
