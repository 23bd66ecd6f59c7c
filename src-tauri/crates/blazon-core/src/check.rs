//! The library checked against itself: every row has its file, and every file is whole.

use crate::Studio;
use anyhow::Context;
use blazon_model::{CheckFinding, CheckReport, FindingKind, Original};
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

impl Studio {
    /// Reads every original again and compares its content with its name; looks for thumbnails,
    /// for files that no row knows and for what interrupted programs left. Changes nothing.
    ///
    /// # Errors
    /// When the database or a folder cannot be read.
    pub fn check_library(&self) -> anyhow::Result<CheckReport> {
        let originals = self.store.read(|db| db.list_originals())?;
        let mut findings: Vec<_> = originals
            .iter()
            .flat_map(|original| self.check_original(original))
            .collect();
        findings.extend(self.find_orphans(&originals)?);
        // Another program's temporary files are its work, not a leftover.
        if self.library.try_lock_runner()?.is_some() {
            let leftovers = names_in(&self.library.home().join("tmp"))?;
            findings.extend(
                leftovers
                    .iter()
                    .map(|name| finding(FindingKind::Leftover, "tmp", name)),
            );
        }
        Ok(CheckReport::new(
            self.store.read(|db| db.count_photos())?,
            u32::try_from(originals.len()).unwrap_or(u32::MAX),
            self.store.is_sound()?,
            findings,
        ))
    }

    fn check_original(&self, original: &Original) -> Vec<CheckFinding> {
        let mut findings = Vec::new();
        let path = self.shelf.original_path(&original.hash, original.format);
        let found = match self.shelf.is_intact(original) {
            Ok(true) => None,
            Ok(false) => Some(FindingKind::DamagedOriginal),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Some(FindingKind::MissingOriginal)
            }
            Err(_) => Some(FindingKind::DamagedOriginal),
        };
        findings.extend(
            found.map(|kind| finding(kind, "photos", path.file_name().unwrap_or_default())),
        );
        let thumbnail = self.shelf.thumbnail_path(&original.hash);
        if !fs::metadata(&thumbnail).is_ok_and(|metadata| metadata.len() > 0) {
            let name = thumbnail.file_name().unwrap_or_default();
            findings.push(finding(FindingKind::MissingThumbnail, "thumbs", name));
        }
        findings
    }

    fn find_orphans(&self, originals: &[Original]) -> anyhow::Result<Vec<CheckFinding>> {
        let name = |path: std::path::PathBuf| path.file_name().map(std::ffi::OsStr::to_owned);
        let photos: HashSet<OsString> = originals
            .iter()
            .filter_map(|original| name(self.shelf.original_path(&original.hash, original.format)))
            .collect();
        let thumbs: HashSet<OsString> = originals
            .iter()
            .filter_map(|original| name(self.shelf.thumbnail_path(&original.hash)))
            .collect();
        let mut findings = Vec::new();
        for (folder, known) in [("photos", photos), ("thumbs", thumbs)] {
            let there = names_in(&self.library.home().join(folder))?;
            let orphans = there.iter().filter(|name| !known.contains(*name));
            findings.extend(orphans.map(|name| finding(FindingKind::Orphan, folder, name)));
        }
        Ok(findings)
    }
}

fn names_in(folder: &Path) -> anyhow::Result<Vec<OsString>> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .with_context(|| format!("list {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<Result<_, _>>()?;
    names.sort();
    Ok(names)
}

fn finding(kind: FindingKind, folder: &str, name: &std::ffi::OsStr) -> CheckFinding {
    CheckFinding {
        kind,
        what: format!("{folder}/{}", name.to_string_lossy()),
    }
}
