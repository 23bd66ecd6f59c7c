//! The files of the gallery: thumbnails, what other programs did to them, the trash, and copies for elsewhere.

use crate::Studio;
use crate::picture_text::without_texts;
use crate::written_file::write_file;
use anyhow::{Context, bail};
use blazon_dataset::archive::ArchiveError;
use blazon_model::{
    BadgeSource, ContentHash, GalleryFacts, GalleryId, GalleryKind, Picture, PictureId, slug,
};
use blazon_store::{GalleryRow, KnownFile, StoreError};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The most letters of a prompt in a file's name.
const LONGEST_NAME: usize = 40;

/// The folder of the pictures cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the folder of the pictures cannot be read")]
pub struct PicturesAway;

/// The file of a picture is not where it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file of the picture is not there")]
pub struct PictureMissing;

impl Studio {
    /// The thumbnail of a picture, relative to the library; it is made where it is missing. `None` where the picture's
    /// file is not there, and for a badge, which is drawn.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], the database's, the disk's, or where the file is no picture any more.
    pub fn make_gallery_thumb(&self, id: GalleryId) -> anyhow::Result<Option<String>> {
        let row = self.store.read(|db| db.load_gallery_row(id))?;
        let Some(file) = row.file else {
            return Ok(None);
        };
        let path = self.library.home().join(&file.path);
        if !path.exists() {
            return Ok(None);
        }
        self.shelf.thumbnail_of(&path, &file.hash)?;
        Ok(Some(format!("thumbs/{}.webp", file.hash)))
    }

    /// Looks at the files of all pictures: which are gone, which are there again, and which were moved within the
    /// library's folder of pictures, where they are known by their content. Nothing is forgotten.
    ///
    /// # Errors
    /// When the database or the disk fails.
    pub fn look_again(&self) -> anyhow::Result<GalleryFacts> {
        let known = self.store.read(|db| db.list_picture_files())?;
        if !self.is_picture_folder_gone(u32::try_from(known.len()).unwrap_or(u32::MAX)) {
            let changed = self.look_at(&known)?;
            if changed {
                self.tell_gallery();
            }
        }
        self.gallery_facts()
    }

    /// Whether there are pictures, but no folder of them: a disk that is not there, rather than pictures that are gone.
    pub(crate) fn is_picture_folder_gone(&self, pictures: u32) -> bool {
        pictures > 0 && fs::read_dir(self.library.home().join("pictures")).is_err()
    }

    fn look_at(&self, known: &[KnownFile]) -> anyhow::Result<bool> {
        let home = self.library.home();
        let (there, gone): (Vec<&KnownFile>, Vec<&KnownFile>) = known
            .iter()
            .partition(|file| home.join(&file.path).exists());
        let back: Vec<PictureId> = there
            .iter()
            .filter(|file| file.is_missing)
            .map(|file| file.picture)
            .collect();
        let moved = self.find_moved(known, &gone)?;
        let newly: Vec<PictureId> = gone
            .iter()
            .filter(|file| !file.is_missing && !moved.contains_key(&file.picture))
            .map(|file| file.picture)
            .collect();
        if back.is_empty() && moved.is_empty() && newly.is_empty() {
            return Ok(false);
        }
        let now = self.now();
        self.store.write::<_, StoreError>(|tx| {
            for picture in back {
                tx.mark_picture_missing(picture, None)?;
            }
            for (picture, file) in &moved {
                tx.move_picture(*picture, file)?;
            }
            for picture in newly {
                tx.mark_picture_missing(picture, Some(now))?;
            }
            Ok(())
        })?;
        Ok(true)
    }

    /// Where the files that are gone lie now: files that nobody knows are hashed.
    fn find_moved(
        &self,
        known: &[KnownFile],
        gone: &[&KnownFile],
    ) -> anyhow::Result<HashMap<PictureId, String>> {
        let mut moved = HashMap::new();
        if gone.is_empty() {
            return Ok(moved);
        }
        let mut wanted: HashMap<&ContentHash, PictureId> =
            gone.iter().map(|file| (&file.hash, file.picture)).collect();
        let paths: HashSet<&str> = known.iter().map(|file| file.path.as_str()).collect();
        for file in files_below(self.library.home(), Path::new("pictures"))? {
            if paths.contains(file.as_str()) || wanted.is_empty() {
                continue;
            }
            let Ok(hash) = crate::model_keeping::hash_of(&self.library.home().join(&file)) else {
                continue;
            };
            if let Some(picture) = wanted.remove(&hash) {
                moved.insert(picture, file);
            }
        }
        Ok(moved)
    }

    /// Deletes for good what lies in the trash, and returns how much that was. What a person said of a picture stays,
    /// for when it comes back; badges that show it keep a copy.
    ///
    /// # Errors
    /// [`PicturesAway`], and when the database or the disk fails; what is left is still in the trash.
    pub fn empty_trash(&self) -> anyhow::Result<u32> {
        let trash = self.store.read(|db| db.list_trash())?;
        let pictures = trash.iter().filter(|row| row.file.is_some()).count();
        // A file on a disk that is not there would stay, and nobody would know of it any more.
        if self.is_picture_folder_gone(u32::try_from(pictures).unwrap_or(u32::MAX)) {
            return Err(PicturesAway.into());
        }
        let emptied = trash.iter().try_for_each(|row| self.delete_for_good(row));
        self.tell_gallery();
        emptied.map(|()| u32::try_from(trash.len()).unwrap_or(u32::MAX))
    }

    fn delete_for_good(&self, row: &GalleryRow) -> anyhow::Result<()> {
        if row.kind == GalleryKind::Picture {
            self.keep_for_badges(PictureId::from(row.id))?;
        }
        if let Some(file) = &row.file {
            remove_if_there(&self.library.home().join(&file.path))?;
        }
        self.store.write(|tx| tx.forget_in_gallery(row.id))?;
        if let Some(file) = &row.file
            && !self.store.read(|db| db.is_picture_of(&file.hash))?
        {
            remove_if_there(&self.shelf.thumbnail_path(&file.hash))?;
        }
        Ok(())
    }

    /// Gives the badges that show a picture a copy of it.
    fn keep_for_badges(&self, picture: PictureId) -> anyhow::Result<()> {
        let path = self.picture_path(picture)?;
        let shown = BadgeSource::Drawn { picture };
        for mut badge in self.list_badges()? {
            let shows = |kept: &Option<blazon_model::BadgePicture>| {
                kept.as_ref().is_some_and(|kept| kept.source == shown)
            };
            if !(shows(&badge.design.picture) || shows(&badge.design.logo)) || !path.exists() {
                continue;
            }
            let kept = self.keep_badge_picture(&path)?.source;
            for place in [&mut badge.design.picture, &mut badge.design.logo]
                .into_iter()
                .flatten()
            {
                if place.source == shown {
                    place.source = kept.clone();
                }
            }
            self.save_badge(badge.id, &badge.name, &badge.design)?;
        }
        Ok(())
    }

    /// What a picture's copy is called: its day, the beginning of its prompt, its seed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn picture_export_name(&self, id: GalleryId) -> anyhow::Result<String> {
        let picture = self.load_picture(id.into())?;
        Ok(format!("{}.png", export_stem(&picture)))
    }

    /// Writes a copy of a picture to `to`, with the texts that say how it was made, or without. A file that is there
    /// is replaced.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`PicturesAway`], [`PictureMissing`], [`ArchiveError`] where it cannot be written, the
    /// database's, or the disk's.
    pub fn export_picture(&self, id: GalleryId, to: &Path, with_text: bool) -> anyhow::Result<()> {
        let bytes = self.read_picture(&self.picture_path(id.into())?)?;
        let bytes = if with_text {
            bytes
        } else {
            without_texts(&bytes)?
        };
        write_file(to, &bytes)
    }

    fn read_picture(&self, path: &Path) -> anyhow::Result<Vec<u8>> {
        match fs::read(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                if self.is_picture_folder_gone(1) {
                    return Err(PicturesAway.into());
                }
                Err(PictureMissing.into())
            }
            read => read.with_context(|| format!("read {}", path.display())),
        }
    }

    /// Writes copies of pictures into a folder, which is made where it is missing, each under a name of its own, and
    /// returns their paths.
    ///
    /// # Errors
    /// As [`Studio::export_picture`]; what was written before stays.
    pub fn export_pictures(
        &self,
        ids: &[GalleryId],
        folder: &Path,
        with_text: bool,
    ) -> anyhow::Result<Vec<PathBuf>> {
        fs::create_dir_all(folder).map_err(ArchiveError::at(folder))?;
        let mut written = Vec::with_capacity(ids.len());
        for id in &self.pictures_among(ids)? {
            let stem = export_stem(&self.load_picture((*id).into())?);
            let free = (1..).map(|number| {
                let suffix = if number == 1 {
                    String::new()
                } else {
                    format!("-{number}")
                };
                folder.join(format!("{stem}{suffix}.png"))
            });
            let to = free
                .into_iter()
                .find(|path| !path.exists())
                .context("find a free name")?;
            self.export_picture(*id, &to, with_text)?;
            written.push(to);
        }
        Ok(written)
    }

    /// Those of `ids` that are pictures; badges are exported in their own room.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn pictures_among(&self, ids: &[GalleryId]) -> anyhow::Result<Vec<GalleryId>> {
        let mut pictures = Vec::with_capacity(ids.len());
        for id in ids {
            let row = self.store.read(|db| db.load_gallery_row(*id))?;
            if row.kind == GalleryKind::Picture {
                pictures.push(*id);
            }
        }
        Ok(pictures)
    }

    /// The files of pictures that are there, for who takes them out of the window.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn gallery_paths(&self, ids: &[GalleryId]) -> anyhow::Result<Vec<PathBuf>> {
        let mut paths = Vec::with_capacity(ids.len());
        for id in ids {
            if let Some(file) = self.store.read(|db| db.load_gallery_row(*id))?.file {
                paths.push(self.library.home().join(file.path));
            }
        }
        paths.retain(|path| path.exists());
        if paths.is_empty() {
            bail!("none of these has a file");
        }
        Ok(paths)
    }
}

fn export_stem(picture: &Picture) -> String {
    let day = picture.file.split('/').nth(1).unwrap_or_default();
    let parts = [
        day.to_owned(),
        slug(&picture.prompt, LONGEST_NAME),
        picture
            .seed
            .map(|seed| seed.to_string())
            .unwrap_or_default(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// The files below `folder`, relative to `home`, written with `/`; links are not followed.
fn files_below(home: &Path, folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(home.join(&folder))
            .with_context(|| format!("look into {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let relative = folder.join(entry.file_name());
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(relative);
            } else if kind.is_file() {
                let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
                files.push(parts.join("/"));
            }
        }
    }
    Ok(files)
}

fn remove_if_there(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("delete {}", path.display()))
        }
        _ => Ok(()),
    }
}
