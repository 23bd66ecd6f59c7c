//! Where the base that ships lies: beside the program, as each system lays programs out.

use std::path::{Path, PathBuf};

/// Where the folder lies, seen from the program's own folder.
const PLACES: [&str; 4] = [
    // Windows, and a folder that was only unpacked.
    "assets/pocket",
    // A .deb: /usr/bin and /usr/lib.
    "../lib/Blazon/assets/pocket",
    // A macOS bundle: Contents/MacOS and Contents/Resources.
    "../Resources/assets/pocket",
    // A build in the project's own folder: target/debug.
    "../../assets/pocket",
];

/// The folder of the base that ships, for a `program`: `BLAZON_POCKET`, or one of the places where
/// it is installed.
#[must_use]
pub fn find_pocket(program: &Path) -> Option<PathBuf> {
    let named = std::env::var_os("BLAZON_POCKET").map(PathBuf::from);
    let beside = program.parent().into_iter();
    let beside = beside.flat_map(|folder| PLACES.map(|place| folder.join(place)));
    named
        .into_iter()
        .chain(beside)
        .chain(of_the_project())
        .find(|folder| folder.join("model_index.json").is_file())
        .map(|folder| folder.canonicalize().unwrap_or(folder))
}

/// A build whose target folder lies elsewhere finds it where it was built from.
fn of_the_project() -> Option<PathBuf> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/pocket");
    cfg!(debug_assertions).then(|| PathBuf::from(here))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_where_a_package_puts_it() {
        let root = tempfile::tempdir().unwrap();
        let pocket = root.path().join("usr/lib/Blazon/assets/pocket");
        std::fs::create_dir_all(&pocket).unwrap();
        std::fs::create_dir_all(root.path().join("usr/bin")).unwrap();
        std::fs::write(pocket.join("model_index.json"), "{}").unwrap();
        let found = find_pocket(&root.path().join("usr/bin/blazon")).unwrap();
        assert_eq!(found, pocket.canonicalize().unwrap());
    }
}
