//! The size of what is drawn: that of the empty latent, or of the node that enlarged it last.

use super::graph::Graph;
use serde_json::Value;

/// Inputs through which a latent or its picture comes; sizes elsewhere are those of conditionings.
const SOURCES: [&str; 8] = [
    "latent_image",
    "latent",
    "samples",
    "samples1",
    "samples_to",
    "pixels",
    "image",
    "images",
];

pub(super) fn size<'g>(graph: &'g Graph<'g>, latent: Option<&'g Value>) -> Option<[u32; 2]> {
    /// Far longer than any way from a sampler to its empty latent.
    const LONGEST: u32 = 64;
    let mut node = graph.follow(latent?)?;
    for _ in 0..LONGEST {
        let size = graph.size(node.inputs);
        if size.is_some() {
            return size;
        }
        let source = SOURCES.iter().find_map(|name| node.inputs.get(*name))?;
        node = graph.follow(source)?;
    }
    None
}
