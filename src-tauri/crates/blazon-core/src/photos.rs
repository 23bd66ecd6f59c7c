//! The photos of a dataset: listed with what is to be said of them, and edited with a way back.

use crate::review::Reviewed;
use crate::studio::LastReview;
use crate::{Event, Studio};
use blazon_model::{
    Choice, Dataset, DatasetChange, DatasetId, Edit, EditId, Framing, Photo, PhotoCrop,
    PhotoFilter, PhotoId, PhotoOrder, PhotoPage, Turned,
};
use blazon_store::{PhotoRow, StoreError};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The most photos in one answer.
const LONGEST_PAGE: u32 = 1000;

/// A crop that does not lie inside its photo.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the crop does not lie inside {name}")]
pub struct InvalidCrop {
    /// The photo's name.
    pub name: String,
}

impl Studio {
    /// Photos `offset` to `offset + limit` of those that `filter` lets through, in `order`; at
    /// most 1000.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn list_photos(
        &self,
        dataset: DatasetId,
        filter: PhotoFilter,
        order: PhotoOrder,
        offset: u32,
        limit: u32,
    ) -> anyhow::Result<PhotoPage> {
        let reviewed = self.reviewed(dataset)?;
        let photos = reviewed.listed(filter, order);
        Ok(PhotoPage {
            total: u32::try_from(photos.len()).unwrap_or(u32::MAX),
            photos: photos
                .into_iter()
                .skip(offset as usize)
                .take(limit.min(LONGEST_PAGE) as usize)
                .cloned()
                .collect(),
        })
    }

    /// One photo with all that is to be said of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn load_photo(&self, dataset: DatasetId, photo: PhotoId) -> anyhow::Result<Photo> {
        let reviewed = self.reviewed(dataset)?;
        let found = reviewed.photos.iter().find(|other| other.id == photo);
        Ok(found.cloned().ok_or_else(|| no_photo(dataset))?)
    }

    /// The large picture of a photo: upright, at most 2048 pixels long. Made when it is asked for
    /// the first time; returns where it lies.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], when the original cannot be read, or the database's.
    pub fn preview_photo(&self, photo: PhotoId) -> anyhow::Result<String> {
        let row = self.store.read(|db| db.load_photo(photo))?;
        let path = self.shelf.preview(&row.original)?;
        Ok(path.display().to_string())
    }

    /// Takes photos out of a dataset. Their originals stay, and the edit can be undone.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where none of them is there, or the database's.
    pub fn remove_photos(&self, dataset: DatasetId, photos: &[PhotoId]) -> anyhow::Result<Edit> {
        let id = EditId::new(self.now(), self.random());
        let edit = self.store.write(|tx| {
            let (photos, names): (Vec<_>, Vec<_>) =
                tx.photo_names(dataset, photos)?.into_iter().unzip();
            if photos.is_empty() {
                return Err(no_photo(dataset));
            }
            tx.make_edit(
                id,
                dataset,
                DatasetChange::PhotosRemoved { photos, names },
                self.now(),
            )
        })?;
        self.events.send(Event::DatasetChanged { dataset });
        Ok(edit)
    }

    /// Keeps photos or leaves them out; without a choice their marks decide again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn choose_photos(
        &self,
        dataset: DatasetId,
        photos: &[PhotoId],
        choice: Option<Choice>,
    ) -> anyhow::Result<Option<Edit>> {
        let wanted: HashMap<_, _> = photos.iter().map(|photo| (*photo, choice)).collect();
        self.choose(dataset, &wanted)
    }

    /// Of the near duplicates of `kept`, keeps this one and leaves the others out.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn choose_among_duplicates(
        &self,
        dataset: DatasetId,
        kept: PhotoId,
    ) -> anyhow::Result<Option<Edit>> {
        let reviewed = self.reviewed(dataset)?;
        let group = reviewed
            .photos
            .iter()
            .find(|photo| photo.id == kept)
            .ok_or_else(|| no_photo(dataset))?
            .group;
        let wanted = reviewed
            .photos
            .iter()
            .filter(|photo| {
                photo.id == kept
                    || group.is_some()
                        && photo.group.map(|other| other.best) == group.map(|group| group.best)
            })
            .map(|photo| {
                let choice = if photo.id == kept {
                    Choice::Keep
                } else {
                    Choice::LeaveOut
                };
                (photo.id, Some(choice))
            })
            .collect();
        self.choose(dataset, &wanted)
    }

    fn choose(
        &self,
        dataset: DatasetId,
        wanted: &HashMap<PhotoId, Option<Choice>>,
    ) -> anyhow::Result<Option<Edit>> {
        self.turn_photos(
            dataset,
            |row| wanted.get(&row.id).map(|to| (row.choice, *to)),
            |photos| DatasetChange::PhotosChosen { photos },
        )
    }

    /// Chooses which part of photos is used; without a crop the dataset's framing decides again.
    ///
    /// # Errors
    /// [`InvalidCrop`], [`StoreError::NotFound`], or the database's.
    pub fn crop_photos(
        &self,
        dataset: DatasetId,
        crops: &[PhotoCrop],
    ) -> anyhow::Result<Option<Edit>> {
        let wanted: HashMap<_, _> = crops.iter().map(|crop| (crop.photo, crop.crop)).collect();
        for row in self.store.read(|db| db.list_photos(dataset))? {
            let fits = wanted.get(&row.id).copied().flatten();
            if fits.is_some_and(|crop| !crop.fits(row.original.width, row.original.height)) {
                return Err(InvalidCrop { name: row.name }.into());
            }
        }
        self.turn_photos(
            dataset,
            |row| wanted.get(&row.id).map(|to| (row.crop, *to)),
            |photos| DatasetChange::PhotosCropped { photos },
        )
    }

    /// Chooses another shape and size for all photos of a dataset.
    ///
    /// # Errors
    /// [`blazon_model::InvalidFraming`], [`StoreError::NotFound`], or the database's.
    pub fn frame_dataset(&self, id: DatasetId, framing: Framing) -> anyhow::Result<Dataset> {
        let to = framing.check()?;
        self.change(id, |before| DatasetChange::Framed {
            from: before.framing,
            to,
        })
    }

    /// Turns a value of many photos as one edit; none where nothing would change.
    pub(crate) fn turn_photos<T: PartialEq>(
        &self,
        dataset: DatasetId,
        mut turn: impl FnMut(&PhotoRow) -> Option<(T, T)>,
        change: impl FnOnce(Vec<Turned<T>>) -> DatasetChange,
    ) -> anyhow::Result<Option<Edit>> {
        let id = EditId::new(self.now(), self.random());
        let edit = self.store.write::<_, StoreError>(|tx| {
            let photos: Vec<_> = tx
                .list_photos(dataset)?
                .iter()
                .filter_map(|row| {
                    let (from, to) = turn(row)?;
                    (from != to).then_some(Turned {
                        photo: row.id,
                        from,
                        to,
                    })
                })
                .collect();
            if photos.is_empty() {
                return Ok(None);
            }
            tx.make_edit(id, dataset, change(photos), self.now())
                .map(Some)
        })?;
        if edit.is_some() {
            self.events.send(Event::DatasetChanged { dataset });
        }
        Ok(edit)
    }

    /// The dataset with everything that follows from its photos; kept until something is written.
    pub(crate) fn reviewed(&self, dataset: DatasetId) -> anyhow::Result<Arc<Reviewed>> {
        let version = self.store.version()?;
        let mut kept = self
            .reviewed
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(last) = kept.as_ref()
            && last.version == version
            && last.reviewed.dataset.id == dataset
        {
            return Ok(Arc::clone(&last.reviewed));
        }
        let (of, rows) = self.store.read::<_, StoreError>(|db| {
            Ok((db.load_dataset(dataset)?, db.list_photos(dataset)?))
        })?;
        let reviewed = Arc::new(Reviewed::new(of, rows));
        *kept = Some(LastReview {
            version,
            reviewed: Arc::clone(&reviewed),
        });
        Ok(reviewed)
    }
}

/// The ids among `photos` that a dataset has.
pub(crate) fn among(photos: &[PhotoId]) -> HashSet<PhotoId> {
    photos.iter().copied().collect()
}

fn no_photo(dataset: DatasetId) -> StoreError {
    StoreError::NotFound {
        what: "photo in dataset",
        id: dataset.to_string(),
    }
}
