//! Badges as they are kept: made, changed, removed and taken back. How they look is `badge_drawing.rs`.
//!
//! What can go wrong: a picture's file goes away while a badge shows it (the badge keeps a copy of its own, and says so
//! where even that is gone); two windows change the same badge (the last one counts, and both are told); a crash while
//! a person types (what was typed is written every few hundred milliseconds).

use crate::samples::SAMPLES;
use crate::{Event, Studio, UnusablePicture};
use anyhow::Context;
use blazon_model::{
    Badge, BadgeDesign, BadgeId, BadgePicture, BadgeSource, DatasetName, InvalidName,
};
use std::path::{Path, PathBuf};

/// Where copies of badges' pictures lie in the library.
const PICTURES: &str = "badges/pictures";

impl Studio {
    /// All badges, the one that was changed last first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_badges(&self) -> anyhow::Result<Vec<Badge>> {
        Ok(self.store.read(|db| db.list_badges())?)
    }

    /// Begins a badge.
    ///
    /// # Errors
    /// [`InvalidName`], or the database's.
    pub fn create_badge(&self, name: &str, design: &BadgeDesign) -> anyhow::Result<Badge> {
        let name = checked_name(name)?;
        let now = self.now();
        let id = BadgeId::new(now, self.random());
        let badge = self
            .store
            .write(|tx| tx.insert_badge(id, &name, design, now))?;
        self.tell_badges();
        Ok(badge)
    }

    /// Writes a badge as it is now.
    ///
    /// # Errors
    /// [`InvalidName`], [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn save_badge(
        &self,
        id: BadgeId,
        name: &str,
        design: &BadgeDesign,
    ) -> anyhow::Result<Badge> {
        let name = checked_name(name)?;
        let badge = self
            .store
            .write(|tx| tx.save_badge(id, &name, design, self.now()))?;
        self.tell_badges();
        Ok(badge)
    }

    /// Removes a badge; [`Studio::restore_badge`] takes it back.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn remove_badge(&self, id: BadgeId) -> anyhow::Result<()> {
        let now = self.now();
        self.store
            .write(|tx| tx.mark_badge_removed(id, Some(now)))?;
        self.tell_badges();
        Ok(())
    }

    /// Takes a removed badge back.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn restore_badge(&self, id: BadgeId) -> anyhow::Result<Badge> {
        self.store.write(|tx| tx.mark_badge_removed(id, None))?;
        self.tell_badges();
        Ok(self.store.read(|db| db.load_badge(id))?)
    }

    pub(crate) fn tell_badges(&self) {
        self.events.send(Event::BadgesChanged);
        self.tell_gallery();
    }

    /// Keeps a copy of a picture's file for badges, upright and without metadata; the file itself stays as it is.
    ///
    /// # Errors
    /// [`UnusablePicture`] where it is no picture or cannot be read, and the disk's.
    pub fn keep_badge_picture(&self, file: &Path) -> anyhow::Result<BadgePicture> {
        let file_name = file.file_name().unwrap_or_default().to_string_lossy();
        let picture = self
            .shelf
            .read_upright(file)
            .map_err(|source| UnusablePicture {
                file_name: file_name.clone().into_owned(),
                source,
            })?;
        self.keep_badge_file(&picture.file, picture.ending, file_name.into_owned())
    }

    /// Keeps one of the sample pictures for badges.
    ///
    /// # Errors
    /// The disk's.
    pub fn sample_badge_picture(&self) -> anyhow::Result<BadgePicture> {
        let [number, ..] = self.random();
        let sample = SAMPLES[usize::from(number) % SAMPLES.len()];
        self.keep_badge_file(sample.bytes, "jpg", sample.name.to_owned())
    }

    fn keep_badge_file(
        &self,
        file: &[u8],
        ending: &str,
        file_name: String,
    ) -> anyhow::Result<BadgePicture> {
        let name = format!("{}.{ending}", blake3::hash(file).to_hex());
        let folder = self.library.home().join(PICTURES);
        std::fs::create_dir_all(&folder).context("make the folder of badges' pictures")?;
        let to = folder.join(&name);
        if !to.exists() {
            let mut kept = tempfile::NamedTempFile::new_in(self.library.home().join("tmp"))
                .context("keep a picture for badges")?;
            std::io::Write::write_all(&mut kept, file)
                .and_then(|()| kept.as_file().sync_all())
                .context("keep a picture for badges")?;
            kept.persist(&to).context("keep a picture for badges")?;
        }
        Ok(BadgePicture::new(BadgeSource::Kept {
            file: format!("{PICTURES}/{name}"),
            name: file_name,
        }))
    }

    /// Where a badge's picture lies. A design names only what is kept here; `None` for everything else.
    pub(crate) fn badge_picture_path(
        &self,
        source: &BadgeSource,
    ) -> anyhow::Result<Option<PathBuf>> {
        match source {
            BadgeSource::Drawn { picture } => self.picture_path(*picture).map(Some),
            BadgeSource::Kept { file, .. } => {
                let name = file
                    .strip_prefix(PICTURES)
                    .and_then(|rest| rest.strip_prefix('/'));
                let is_plain = |name: &&str| {
                    let mut letters = name.bytes();
                    !name.starts_with('.')
                        && letters.all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
                };
                let name = name.filter(is_plain);
                Ok(name.map(|name| self.library.home().join(PICTURES).join(name)))
            }
        }
    }
}

fn checked_name(name: &str) -> Result<String, InvalidName> {
    Ok(DatasetName::new(name)?.as_str().to_owned())
}
