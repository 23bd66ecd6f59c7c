//! The gallery: pictures and badges are found, rated, tagged, removed and taken back. Their files are `gallery_files.rs`.
//!
//! What can go wrong: a file is moved, renamed or deleted by another program (its row stays, with all that was said of
//! it); a disk that is not there (nothing is forgotten for that); a crash while the trash is emptied (a file goes before
//! its row, so the row is still in the trash).

use crate::picture_text::Parameters;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::{
    BEST_RATING, ByteCount, DrawRequest, GalleryFacts, GalleryId, GalleryItem, GalleryPage,
    GalleryPicture, GalleryQuery, LONGEST_TAG, PictureId, Timestamp,
};
use blazon_store::{GalleryRow, PictureFile, StoreError};
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The most of the gallery that is given at once.
const PAGE: u32 = 500;

/// What cannot be said of a picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRemark {
    /// A rating above the highest.
    #[error("a rating is at most {BEST_RATING}")]
    Rating,
    /// A tag without a letter, or one that is too long.
    #[error("a tag has 1 to {LONGEST_TAG} characters, and no comma")]
    Tag,
}

/// What the gallery remembers from one page to the next.
#[derive(Default)]
pub(crate) struct GalleryRoom {
    /// Counts what this program changed in the gallery.
    changes: AtomicU64,
    searched: Mutex<Option<Searched>>,
}

/// What was searched for last.
struct Searched {
    query: GalleryQuery,
    /// What had been changed, by other programs and by this one.
    version: (i64, u64),
    numbers: Arc<Vec<i64>>,
}

impl Studio {
    /// The part of what `query` asks for that begins at `offset`, at most 500 of them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_gallery(
        &self,
        query: &GalleryQuery,
        offset: u32,
        limit: u32,
    ) -> anyhow::Result<GalleryPage> {
        let numbers = self.searched(query)?;
        let begin = (offset as usize).min(numbers.len());
        let end = begin
            .saturating_add(limit.min(PAGE) as usize)
            .min(numbers.len());
        let rows = self
            .store
            .read(|db| db.load_gallery(&numbers[begin..end]))?;
        Ok(GalleryPage {
            total: u32::try_from(numbers.len()).unwrap_or(u32::MAX),
            offset,
            items: rows.into_iter().map(|row| self.item_of(row)).collect(),
        })
    }

    /// What is in the gallery.
    ///
    /// # Errors
    /// When the database fails.
    pub fn gallery_facts(&self) -> anyhow::Result<GalleryFacts> {
        let mut facts = self.store.read(|db| db.gallery_facts())?;
        facts.folder_gone = self.is_picture_folder_gone(facts.pictures);
        Ok(facts)
    }

    /// A picture with everything that is known of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn load_gallery_picture(&self, id: GalleryId) -> anyhow::Result<GalleryPicture> {
        let picture_id = PictureId::from(id);
        let (row, picture, drawing, model) = self.store.read::<_, StoreError>(|db| {
            let picture = db.load_picture(picture_id)?;
            let drawing = db.load_drawing(picture.drawing)?;
            let model = picture
                .model
                .map(|model| db.load_model(model))
                .transpose()?;
            Ok((db.load_gallery_row(id)?, picture, drawing, model))
        })?;
        let text = Parameters {
            picture: &picture,
            lora: model.as_ref().map(|model| model.folder.as_str()),
        }
        .text();
        let file = fs::metadata(self.library.home().join(&picture.file));
        Ok(GalleryPicture {
            item: self.item_of(row),
            request: DrawRequest {
                seed: picture.seed,
                count: 1,
                ..drawing.request
            },
            text,
            bytes: file.ok().map(|file| ByteCount(file.len())),
            picture,
        })
    }

    /// Rates pictures and badges, 0 to 5; 0 takes the rating away.
    ///
    /// # Errors
    /// [`InvalidRemark`], [`StoreError::NotFound`], or the database's.
    pub fn rate_in_gallery(&self, ids: &[GalleryId], rating: u32) -> anyhow::Result<()> {
        if rating > BEST_RATING {
            return Err(InvalidRemark::Rating.into());
        }
        self.store.write(|tx| tx.rate_in_gallery(ids, rating))?;
        self.tell_gallery();
        Ok(())
    }

    /// Makes pictures and badges favourites, or no more.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn favour_in_gallery(&self, ids: &[GalleryId], favourite: bool) -> anyhow::Result<()> {
        self.store
            .write(|tx| tx.favour_in_gallery(ids, favourite))?;
        self.tell_gallery();
        Ok(())
    }

    /// Gives pictures and badges tags and takes others away.
    ///
    /// # Errors
    /// [`InvalidRemark`], [`StoreError::NotFound`], or the database's.
    pub fn tag_in_gallery(
        &self,
        ids: &[GalleryId],
        add: &[String],
        remove: &[String],
    ) -> anyhow::Result<()> {
        let add = add
            .iter()
            .map(|tag| clean_tag(tag))
            .collect::<Result<Vec<_>, _>>()?;
        self.store
            .write(|tx| tx.tag_in_gallery(ids, &add, remove))?;
        self.tell_gallery();
        Ok(())
    }

    /// Puts pictures and badges into the trash; [`Studio::restore_in_gallery`] takes them back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn remove_from_gallery(&self, ids: &[GalleryId]) -> anyhow::Result<()> {
        let now = self.now();
        self.mark_removed(ids, Some(now))
    }

    /// Takes pictures and badges back out of the trash.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn restore_in_gallery(&self, ids: &[GalleryId]) -> anyhow::Result<()> {
        self.mark_removed(ids, None)
    }

    fn mark_removed(&self, ids: &[GalleryId], at: Option<Timestamp>) -> anyhow::Result<()> {
        self.store.write(|tx| tx.mark_removed_in_gallery(ids, at))?;
        let drawings = self.store.read(|db| db.list_drawings_of(ids))?;
        for drawing in drawings {
            self.tell_drawing(&drawing);
        }
        self.tell_badges();
        Ok(())
    }

    /// Tells that the gallery is no more what it was, and forgets what was found in it.
    pub(crate) fn tell_gallery(&self) {
        self.gallery.changes.fetch_add(1, Ordering::SeqCst);
        self.events.send(Event::GalleryChanged);
    }

    pub(crate) fn item_of(&self, row: GalleryRow) -> GalleryItem {
        let home = self.library.home();
        let (file, thumb, [width, height]) = match row.file {
            None => (None, None, [0, 0]),
            Some(PictureFile {
                path,
                hash,
                width,
                height,
            }) => {
                let thumb = format!("thumbs/{hash}.webp");
                let thumb = home.join(&thumb).exists().then_some(thumb);
                (Some(path), thumb, [width, height])
            }
        };
        let is_gone = |file: &String| !home.join(file).exists();
        GalleryItem {
            id: row.id,
            kind: row.kind,
            title: row.title,
            model: row.model,
            is_missing: file.as_ref().is_some_and(is_gone),
            file,
            thumb,
            badge: row.badge,
            width,
            height,
            seed: row.seed,
            rating: row.rating,
            favourite: row.favourite,
            tags: row.tags,
            created_at: row.created_at,
            removed_at: row.removed_at,
        }
    }

    fn searched(&self, query: &GalleryQuery) -> anyhow::Result<Arc<Vec<i64>>> {
        let version = (
            self.store.foreign_commits()?,
            self.gallery.changes.load(Ordering::SeqCst),
        );
        let mut searched = self
            .gallery
            .searched
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = searched.as_ref()
            && last.version == version
            && last.query == *query
        {
            return Ok(Arc::clone(&last.numbers));
        }
        let numbers = Arc::new(
            self.store
                .read(|db| db.search_gallery(query))
                .context("search the gallery")?,
        );
        *searched = Some(Searched {
            query: query.clone(),
            version,
            numbers: Arc::clone(&numbers),
        });
        Ok(numbers)
    }
}

fn clean_tag(tag: &str) -> Result<String, InvalidRemark> {
    let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_tag = (1..=LONGEST_TAG).contains(&tag.chars().count())
        && tag.chars().any(char::is_alphanumeric)
        && !tag
            .chars()
            .any(|letter| letter == ',' || letter.is_control());
    if is_tag {
        Ok(tag)
    } else {
        Err(InvalidRemark::Tag)
    }
}
