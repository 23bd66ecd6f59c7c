//! What Blazon is made of: itself, fonts and models that come along, and the packages of others in it, each with its
//! licence. The packages stand in `assets/licences.json`, which `cargo xtask licences` writes.
//!
//! The list is read each time it is asked for, since that is seldom, and half a megabyte is not kept in memory for it.

use anyhow::Context;
use blazon_badge::font_licences;
use blazon_model::{Licence, LicenceKind};
use serde::Deserialize;

const PACKAGES: &str = include_str!("../../../../assets/licences.json");
const OURS: &str = concat!(
    include_str!("../../../../LICENSE"),
    "\n\n",
    include_str!("../../../../LICENSE-MIT"),
    "\n\n",
    include_str!("../../../../LICENSE-APACHE"),
);
/// The terms of Blazon itself.
const OUR_TERMS: &str = "MIT OR Apache-2.0";
/// Between the texts of one part.
const BETWEEN: &str = "\n\n\n";

#[derive(Deserialize)]
struct PackageList {
    packages: Vec<Package>,
    texts: Vec<String>,
}

#[derive(Deserialize)]
struct Package {
    kind: LicenceKind,
    name: String,
    version: String,
    licence: String,
    /// Places among the texts.
    texts: Vec<usize>,
}

/// Something of which the texts are built in.
struct Part {
    kind: LicenceKind,
    name: &'static str,
    version: Option<&'static str>,
    licence: &'static str,
    text: &'static str,
}

/// Everything that Blazon is made of, itself first.
///
/// # Errors
/// When the list that was built in cannot be read.
pub fn list_licences() -> anyhow::Result<Vec<Licence>> {
    let list = read_packages()?;
    let parts = parts().into_iter().map(|part| Licence {
        id: 0,
        kind: part.kind,
        name: part.name.to_owned(),
        version: part.version.map(str::to_owned),
        licence: part.licence.to_owned(),
    });
    let packages = list.packages.into_iter().map(|package| Licence {
        id: 0,
        kind: package.kind,
        name: package.name,
        version: Some(package.version),
        licence: package.licence,
    });
    Ok((0..)
        .zip(parts.chain(packages))
        .map(|(id, licence)| Licence { id, ..licence })
        .collect())
}

/// The texts of one part of [`list_licences`], one after the other.
///
/// # Errors
/// When there is no such part, or the list that was built in cannot be read.
pub fn load_licence(id: u32) -> anyhow::Result<String> {
    let place = usize::try_from(id)?;
    let parts = parts();
    if let Some(part) = parts.get(place) {
        return Ok(part.text.to_owned());
    }
    let list = read_packages()?;
    let package = list.packages.get(place - parts.len());
    let package = package.with_context(|| format!("find licence {id}"))?;
    let texts = package
        .texts
        .iter()
        .filter_map(|place| list.texts.get(*place));
    Ok(texts
        .map(String::as_str)
        .collect::<Vec<&str>>()
        .join(BETWEEN))
}

fn read_packages() -> anyhow::Result<PackageList> {
    serde_json::from_str(PACKAGES).context("read the list of licences")
}

fn parts() -> Vec<Part> {
    let ours = |name, version| Part {
        kind: LicenceKind::Blazon,
        name,
        version,
        licence: OUR_TERMS,
        text: OURS,
    };
    let mut parts = vec![
        ours("Blazon", Some(env!("CARGO_PKG_VERSION"))),
        ours("Pocket", None),
    ];
    parts.extend(font_licences().map(|font| Part {
        kind: LicenceKind::Asset,
        name: font.family,
        version: None,
        licence: "OFL-1.1",
        text: font.text,
    }));
    parts.push(Part {
        kind: LicenceKind::Asset,
        name: "SeetaFace",
        version: None,
        licence: "BSD-2-Clause",
        text: blazon_dataset::faces::MODEL_LICENCE,
    });
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_name_terms_and_a_text() {
        let listed = list_licences().unwrap();
        assert!(listed.len() > 300, "{}", listed.len());
        assert_eq!(listed[0].name, "Blazon");
        for licence in &listed {
            let text = load_licence(licence.id).unwrap();
            assert!(!licence.licence.is_empty(), "{licence:?}");
            assert!(text.len() > 40, "{licence:?}: {text:?}");
        }
        let next = u32::try_from(listed.len()).unwrap();
        assert!(load_licence(next).is_err());
        assert!(load_licence(u32::MAX).is_err());
    }
}
