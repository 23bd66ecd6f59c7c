//! The photos of a dataset: listed, and taken out with a way back.

use crate::{Event, Studio};
use blazon_model::{DatasetChange, DatasetId, Edit, EditId, PhotoId, PhotoPage};
use blazon_store::StoreError;

/// The most photos in one answer.
const LONGEST_PAGE: u32 = 1000;

impl Studio {
    /// Photos `offset` to `offset + limit` of a dataset, in their order; at most 1000.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_photos(
        &self,
        dataset: DatasetId,
        offset: u32,
        limit: u32,
    ) -> anyhow::Result<PhotoPage> {
        Ok(self
            .store
            .read(|db| db.list_photos(dataset, offset, limit.min(LONGEST_PAGE)))?)
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
                return Err(StoreError::NotFound {
                    what: "photo in dataset",
                    id: dataset.to_string(),
                });
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
}
