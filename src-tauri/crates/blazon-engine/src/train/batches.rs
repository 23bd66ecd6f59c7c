//! Which pictures are trained together, and when.
//!
//! Pictures of one size make batches; an epoch shows each picture at least once. A batch that a
//! size cannot fill is filled with the epoch's first pictures of that size again, so that every
//! step weighs the same.

use super::chance::{Purpose, chance, shuffle};
use std::collections::BTreeMap;

/// The batches of a training.
#[derive(Clone, Debug)]
pub(super) struct Batches {
    /// Pictures by their size.
    groups: Vec<Vec<usize>>,
    batch: usize,
    seed: u64,
}

impl Batches {
    /// `sizes` has the width and height of each picture, at least one; `batch` is at least 1.
    pub(super) fn new(sizes: &[(u32, u32)], batch: usize, seed: u64) -> Self {
        let mut groups: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
        for (picture, size) in sizes.iter().enumerate() {
            groups.entry(*size).or_default().push(picture);
        }
        Self {
            groups: groups.into_values().collect(),
            batch,
            seed,
        }
    }

    /// The pictures of a step, from 0; all of one size.
    pub(super) fn at(&self, step: u32) -> Vec<usize> {
        let in_epoch: usize = self
            .groups
            .iter()
            .map(|group| group.len().div_ceil(self.batch))
            .sum();
        let step = step as usize;
        self.epoch(step / in_epoch).swap_remove(step % in_epoch)
    }

    fn epoch(&self, epoch: usize) -> Vec<Vec<usize>> {
        let mut chance = chance(self.seed, Purpose::Order, epoch as u64, 0);
        let mut batches = Vec::new();
        for group in &self.groups {
            let mut group = group.clone();
            shuffle(&mut group, &mut chance);
            let count = group.len().div_ceil(self.batch);
            let mut endless = group.iter().copied().cycle();
            batches
                .extend((0..count).map(|_| endless.by_ref().take(self.batch).collect::<Vec<_>>()));
        }
        shuffle(&mut batches, &mut chance);
        batches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_shows_every_picture_and_mixes_no_sizes() {
        let sizes: Vec<(u32, u32)> = (0..13).map(|number| (64 + 32 * (number % 3), 64)).collect();
        let batches = Batches::new(&sizes, 4, 9);
        let steps = 2 + 1 + 1;
        let epoch: Vec<_> = (0..steps).map(|step| batches.at(step)).collect();
        let mut seen: Vec<usize> = epoch.iter().flatten().copied().collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, (0..13).collect::<Vec<_>>());
        for batch in &epoch {
            assert_eq!(batch.len(), 4);
            assert!(
                batch
                    .iter()
                    .all(|picture| sizes[*picture] == sizes[batch[0]])
            );
        }
        let next: Vec<_> = (steps..2 * steps).map(|step| batches.at(step)).collect();
        assert_ne!(epoch, next);
    }

    #[test]
    fn one_picture_fills_its_batch_alone() {
        assert_eq!(Batches::new(&[(64, 64)], 4, 1).at(5), [0, 0, 0, 0]);
    }
}
