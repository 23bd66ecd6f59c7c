//! The database as its users see it, on a real file.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

mod bot;
mod drawings;
mod edits;
mod jobs;
mod ledger;
mod opening;
mod photos;
mod runs;

use blazon_model::{
    ByteCount, ContentHash, DatasetId, DatasetName, JobId, Orientation, Original, PhotoFormat,
    PhotoId, Subject, Timestamp, TriggerWord,
};
use blazon_store::{JobTask, NewPhoto, Store};
use tempfile::TempDir;

/// A library with one dataset and one queued import.
pub(crate) struct Fixture {
    pub(crate) home: TempDir,
    pub(crate) store: Store,
    pub(crate) dataset: DatasetId,
    pub(crate) import: JobId,
}

impl Default for Fixture {
    fn default() -> Self {
        Self::new()
    }
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path(), at(1)).unwrap().store;
        let (dataset, import) = (DatasetId::new(at(1), [1; 10]), JobId::new(at(1), [1; 10]));
        store
            .write::<_, blazon_store::StoreError>(|tx| {
                tx.insert_dataset(
                    dataset,
                    &name("Fox"),
                    &trigger("FOX_A3F2"),
                    Subject::Character,
                    at(1),
                )?;
                tx.queue_job(import, dataset, &JobTask::Samples, at(1))?;
                Ok(())
            })
            .unwrap();
        Self {
            home,
            store,
            dataset,
            import,
        }
    }

    /// Closes the database and opens it again.
    pub(crate) fn reopened(self) -> Self {
        let Self {
            home,
            store,
            dataset,
            import,
        } = self;
        drop(store);
        let store = Store::open(home.path(), at(2)).unwrap().store;
        Self {
            home,
            store,
            dataset,
            import,
        }
    }

    /// Adds a photo with the content `number`.
    pub(crate) fn add_photo(&self, number: u8) -> PhotoId {
        let id = PhotoId::new(at(10), [number; 10]);
        let original = original(number);
        self.store
            .write(|tx| {
                tx.add_photo(
                    &NewPhoto {
                        id,
                        dataset: self.dataset,
                        original: &original,
                        name: &format!("{number}.jpg"),
                        import: self.import,
                        caption: "",
                    },
                    at(10),
                )
            })
            .unwrap();
        id
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let photos = self.store.read(|db| db.list_photos(self.dataset));
        photos
            .unwrap()
            .into_iter()
            .map(|photo| photo.name)
            .collect()
    }
}

pub(crate) const fn at(millis: i64) -> Timestamp {
    Timestamp(millis)
}

pub(crate) fn name(text: &str) -> DatasetName {
    DatasetName::new(text).unwrap()
}

pub(crate) fn trigger(text: &str) -> TriggerWord {
    text.parse().unwrap()
}

pub(crate) fn original(number: u8) -> Original {
    Original {
        hash: ContentHash::from_bytes([number; 32]),
        format: PhotoFormat::Jpeg,
        bytes: ByteCount(1000),
        width: 4000,
        height: 3000,
        orientation: Orientation::UPRIGHT,
    }
}
