//! The pictures and captions that a trainer gets, made of what is used of a dataset.
//!
//! Archives, exports and trainings on this computer start from the same items. What was prepared
//! before is found again on the shelf.

use crate::Studio;
use crate::background::step_back;
use crate::review::Reviewed;
use blazon_dataset::archive::{ArchiveError, ArchiveItem};
use blazon_dataset::{PhotoError, caption};
use blazon_model::{BucketFit, CropRect, DatasetId, Original};
use blazon_store::StoreError;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

/// Why pictures were not prepared or packed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PackError {
    #[error("no photo would be sent")]
    NothingToSend,
    #[error("the work was stopped")]
    Stopped,
    #[error("a photo cannot be prepared")]
    Photo(#[from] PhotoError),
    #[error("the archive cannot be made")]
    Archive(#[from] ArchiveError),
    #[error("the database fails")]
    Store(#[from] StoreError),
    #[error("no quote can be made")]
    Quote(#[source] anyhow::Error),
}

/// One picture to be prepared.
struct Order {
    original: Original,
    used: CropRect,
    fit: BucketFit,
}

/// Is told how many pictures are prepared, of how many; returns whether to go on.
pub(crate) type Progress<'p> = &'p mut dyn FnMut(usize, usize) -> bool;

impl Studio {
    /// What follows from the photos of a dataset of which at least one would be sent.
    pub(crate) fn review_to_send(&self, dataset: DatasetId) -> Result<Arc<Reviewed>, PackError> {
        let reviewed =
            self.reviewed(dataset)
                .map_err(|error| match error.downcast::<StoreError>() {
                    Ok(error) => PackError::Store(error),
                    Err(_) => PackError::NothingToSend,
                })?;
        if reviewed.used().next().is_none() {
            return Err(PackError::NothingToSend);
        }
        Ok(reviewed)
    }
}

/// Prepares every picture that is used, with as many threads as there are processors.
pub(crate) fn prepare_all(
    studio: &Studio,
    reviewed: &Reviewed,
    progress: Progress<'_>,
) -> Result<Vec<ArchiveItem>, PackError> {
    let orders: Vec<_> = reviewed
        .used_rows()
        .map(|(photo, row)| Order {
            original: row.original.clone(),
            used: photo.used,
            fit: photo.fit,
        })
        .collect();
    let pictures = prepare(studio, &orders, progress)?;
    let dataset = &reviewed.dataset;
    let class_word = dataset.subject.class_word();
    Ok(reviewed
        .used()
        .zip(pictures)
        .map(|(photo, picture)| ArchiveItem {
            photo: photo.id,
            name: photo.name.clone(),
            picture,
            caption: caption::line(
                &dataset.trigger,
                dataset.caption_style,
                class_word,
                &photo.caption,
            ),
        })
        .collect())
}

fn prepare(
    studio: &Studio,
    orders: &[Order],
    progress: Progress<'_>,
) -> Result<Vec<PathBuf>, PackError> {
    let next = AtomicUsize::new(0);
    let halt = AtomicBool::new(false);
    let (sender, receiver) = mpsc::channel();
    let threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(orders.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next, halt) = (sender.clone(), &next, &halt);
            scope.spawn(move || {
                step_back();
                while !halt.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(order) = orders.get(index) else {
                        return;
                    };
                    let made = studio
                        .shelf
                        .prepare(&order.original, order.used, order.fit)
                        .map(|prepared| prepared.path);
                    if sender.send((index, made)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let result = collect(orders.len(), &receiver, progress);
        halt.store(true, Ordering::Relaxed);
        drop(receiver);
        result
    })
}

fn collect(
    count: usize,
    receiver: &mpsc::Receiver<(usize, Result<PathBuf, PhotoError>)>,
    progress: Progress<'_>,
) -> Result<Vec<PathBuf>, PackError> {
    let mut pictures = vec![PathBuf::new(); count];
    let mut done = 0;
    while done < count {
        // A stop is noticed between two pictures and while one takes long.
        match receiver.recv_timeout(Duration::from_millis(50)) {
            Ok((index, made)) => {
                pictures[index] = made?;
                done += 1;
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
        if !progress(done, count) {
            return Err(PackError::Stopped);
        }
    }
    Ok(pictures)
}
