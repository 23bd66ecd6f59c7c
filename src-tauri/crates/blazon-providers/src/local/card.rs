//! Where the program lies that computes with a graphics card: beside this one, where it was built
//! or installed at all.

use std::path::{Path, PathBuf};

const NAME: &str = "blazon-gpu-worker";

/// The worker for graphics cards of a `program`: `BLAZON_GPU_WORKER`, or the one beside it.
pub(super) fn find_card_worker(program: &Path) -> Option<PathBuf> {
    let named = std::env::var_os("BLAZON_GPU_WORKER").map(PathBuf::from);
    let beside = program.with_file_name(format!("{NAME}{}", std::env::consts::EXE_SUFFIX));
    named
        .into_iter()
        .chain([beside])
        .find(|program| program.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_beside_the_program_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("blazon");
        assert_eq!(find_card_worker(&program), None);
        let worker = program.with_file_name(format!("{NAME}{}", std::env::consts::EXE_SUFFIX));
        std::fs::write(&worker, "").unwrap();
        assert_eq!(find_card_worker(&program), Some(worker));
    }
}
