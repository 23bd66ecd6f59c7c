//! What the database holds, read without the program that wrote it.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use blazon_model::Timestamp;
use blazon_store::Store;

/// A dataset with the names of its photos, in their order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) trigger: String,
    pub(crate) photos: Vec<String>,
}

/// All datasets of the library in this folder.
pub(crate) fn read(home: &Path) -> Result<Vec<Kept>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let store = Store::open(home, Timestamp(now.try_into()?))?.store;
    store.read(|rows| {
        let kept = rows.list_datasets()?.into_iter().map(|dataset| {
            let photos = rows.list_photos(dataset.id)?;
            Ok(Kept {
                name: dataset.name.to_string(),
                trigger: dataset.trigger.to_string(),
                photos: photos.into_iter().map(|photo| photo.name).collect(),
            })
        });
        kept.collect()
    })
}
