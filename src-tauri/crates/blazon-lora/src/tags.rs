//! The captions on which a LoRA was trained, as sd-scripts lists them in `ss_tag_frequency`: for each folder
//! of photos its tags, in the order in which they were first met, and how many photos had each.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::collections::HashMap;
use std::fmt;

/// What stands first in captions most often, or nothing where the list cannot be understood. A tag that as many photos
/// have as another was met first.
pub(crate) fn leading(text: &str) -> Option<String> {
    let folders: HashMap<String, Tags> = serde_json::from_str(text).ok()?;
    let mut counts: Vec<(String, u64)> = Vec::new();
    for (tag, count) in folders.into_values().flat_map(|tags| tags.0) {
        // Where captions are whole sentences, what stands before their first comma is meant.
        let first = tag.split(',').next().unwrap_or_default().trim();
        match counts.iter_mut().find(|(known, _)| known == first) {
            Some((_, sum)) => *sum = sum.saturating_add(count),
            None if !first.is_empty() => counts.push((first.to_owned(), count)),
            None => {}
        }
        // A hostile list would make this slow; a true one has its leading tag among the first.
        if counts.len() > MOST_TAGS {
            break;
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == most)
        .map(|(tag, _)| tag)
}

/// Different tags that are counted.
const MOST_TAGS: usize = 2000;

/// Tags in the order of the file, which a map would lose.
struct Tags(Vec<(String, u64)>);

impl<'de> Deserialize<'de> for Tags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TagsVisitor)
    }
}

struct TagsVisitor;

impl<'de> Visitor<'de> for TagsVisitor {
    type Value = Tags;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tags with their numbers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tags, A::Error> {
        let mut tags = Vec::new();
        while let Some(tag) = map.next_entry()? {
            tags.push(tag);
        }
        Ok(Tags(tags))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::kohya(
        r#"{"10_ohwx man": {"smile": 3, "ohwx man": 12, "outdoors": 12}}"#,
        Some("ohwx man")
    )]
    #[case::met_first(r#"{"a": {"zoe": 5, "1girl": 5}}"#, Some("zoe"))]
    #[case::sentences(
        r#"{"a": {"FOX, at night": 1, "FOX, in a wood": 1, "a fox": 1}}"#,
        Some("FOX")
    )]
    #[case::empty(r#"{"a": {" ": 3}}"#, None)]
    #[case::nothing("{}", None)]
    #[case::broken("[1", None)]
    #[case::negative(r#"{"a": {"b": -1}}"#, None)]
    fn the_tag_of_most_photos_leads(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(leading(text).as_deref(), expected);
    }
}
