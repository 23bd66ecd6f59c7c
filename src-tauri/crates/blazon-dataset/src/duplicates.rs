//! Which photos of a dataset look nearly the same, and which of them is the best.
//!
//! Each photo is compared with the best of a group alone and never with its other members, so that
//! a long series that changes slowly does not become one group.

use crate::marks;
use blazon_model::LookHash;
use std::num::NonZeroU32;

/// In how many of 64 bits the looks of near duplicates differ at most. Measured on photographs in
/// `tests/sight`: copies that were encoded again, reduced, cropped by 5% or moved by 2% differ in
/// fewer, different photos in more.
pub const NEAR: u32 = 10;
/// More pixels than a trainer takes are no advantage: the largest size is 2048 x 2048.
const PIXELS_THAT_MATTER: u64 = 2048 * 2048;
/// Into how many parts a look is cut to find near ones.
const PARTS: usize = 4;
/// In how many bits the nearest part of two near looks differs at most: of 4 parts that differ in
/// 10 bits together, one differs in 2 or fewer.
const NEAREST_PART: u32 = NEAR / PARTS as u32;

/// A photo that may be one of several near duplicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// What it looks like.
    pub look: LookHash,
    /// How sharp it is, in the unit of [`blazon_model::Measures::sharpness`].
    pub sharpness: f32,
    /// How many pixels its original has.
    pub pixels: u64,
    /// Whether a person has decided to keep it.
    pub kept: bool,
}

/// The groups of two and more photos that look nearly the same, as places in `candidates`. The
/// best of a group comes first: one that a person kept, then one that is not blurred, then the one
/// with more pixels that matter, then the sharper one. The groups are in the order of their bests.
#[must_use]
pub fn group(candidates: &[Candidate]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|a, b| rank(&candidates[*b], &candidates[*a]));
    let mut bests = Bests::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for photo in order {
        let look = candidates[photo].look;
        match bests.nearest(look) {
            Some(group) => groups[group].push(photo),
            None => {
                bests.add(look);
                groups.push(vec![photo]);
            }
        }
    }
    groups.retain(|group| group.len() > 1);
    groups.sort_by_key(|group| group[0]);
    groups
}

/// The better photo is the greater one.
fn rank(a: &Candidate, b: &Candidate) -> std::cmp::Ordering {
    let sharp_enough = |candidate: &Candidate| !marks::is_blurred(candidate.sharpness);
    let pixels = |candidate: &Candidate| candidate.pixels.min(PIXELS_THAT_MATTER);
    (a.kept.cmp(&b.kept))
        .then(sharp_enough(a).cmp(&sharp_enough(b)))
        .then(pixels(a).cmp(&pixels(b)))
        .then(a.sharpness.total_cmp(&b.sharpness))
}

/// The best photos of the groups so far, to be found by a part of their looks. Comparing each
/// photo with each best would be 50 million comparisons for 10,000 photos; this way it is a few
/// hundred reads for each.
struct Bests {
    looks: Vec<LookHash>,
    /// For each value of each part the group whose best was the last to have it.
    last: Vec<Option<NonZeroU32>>,
    /// For each group and part the one before it with the same value.
    before: Vec<[Option<NonZeroU32>; PARTS]>,
    changes: Vec<u16>,
}

impl Bests {
    fn new() -> Self {
        Self {
            looks: Vec::new(),
            last: vec![None; PARTS << u16::BITS],
            before: Vec::new(),
            changes: (0..=u16::MAX)
                .filter(|change| change.count_ones() <= NEAREST_PART)
                .collect(),
        }
    }

    fn add(&mut self, look: LookHash) {
        self.looks.push(look);
        // Counted from 1, so that 0 stands for none.
        let group = u32::try_from(self.looks.len())
            .ok()
            .and_then(NonZeroU32::new);
        self.before.push(std::array::from_fn(|part| {
            std::mem::replace(&mut self.last[place(part, bits_of(look, part))], group)
        }));
    }

    /// The group whose best is nearest to `look`, the first of equally near ones.
    fn nearest(&self, look: LookHash) -> Option<usize> {
        let mut nearest: Option<(u32, usize)> = None;
        for part in 0..PARTS {
            let bits = bits_of(look, part);
            for change in &self.changes {
                let mut next = self.last[place(part, bits ^ change)];
                while let Some(group) = next {
                    let group = group.get() as usize - 1;
                    let found = (look.distance(self.looks[group]), group);
                    if found.0 <= NEAR && nearest.is_none_or(|nearest| found < nearest) {
                        nearest = Some(found);
                    }
                    next = self.before[group][part];
                }
            }
        }
        nearest.map(|(_, group)| group)
    }
}

const fn place(part: usize, bits: u16) -> usize {
    (part << u16::BITS) | bits as usize
}

fn bits_of(look: LookHash, part: usize) -> u16 {
    let bytes = look.0.to_le_bytes();
    u16::from_le_bytes([bytes[2 * part], bytes[2 * part + 1]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidate(look: u64) -> Candidate {
        Candidate {
            look: LookHash(look),
            sharpness: 1.0,
            pixels: 1_000_000,
            kept: false,
        }
    }

    #[test]
    fn the_best_is_the_kept_one_then_the_one_with_pixels_then_the_sharp_one() {
        let plain = candidate(0);
        let larger = Candidate {
            pixels: 2_000_000,
            ..plain
        };
        let sharper = Candidate {
            sharpness: 1.2,
            ..plain
        };
        let blurred = Candidate {
            sharpness: 0.1,
            pixels: 9_000_000,
            ..plain
        };
        let kept = Candidate {
            kept: true,
            ..blurred
        };
        assert_eq!(
            group(&[blurred, plain, sharper, kept, larger]),
            [[3, 4, 2, 1, 0]]
        );
    }

    #[test]
    fn pixels_that_no_trainer_takes_are_no_advantage() {
        let huge = Candidate {
            pixels: 48_000_000,
            ..candidate(0)
        };
        let sharper = Candidate {
            pixels: 12_000_000,
            sharpness: 1.1,
            ..candidate(1)
        };
        assert_eq!(group(&[huge, sharper]), [[1, 0]]);
    }

    #[test]
    fn a_series_that_changes_slowly_is_not_one_group() {
        // Each differs from the one before in 8 bits, from the one before that in 16.
        let series: Vec<_> = (0..8)
            .map(|at| candidate((1_u64 << (8 * at)) - 1))
            .collect();
        let groups = group(&series);
        assert!(groups.iter().all(|group| group.len() <= 3), "{groups:?}");
        for members in groups {
            for member in &members[1..] {
                let (best, other) = (series[members[0]].look, series[*member].look);
                assert!(best.distance(other) <= NEAR);
            }
        }
    }

    #[test]
    fn single_photos_are_no_group() {
        assert_eq!(group(&[]), Vec::<Vec<usize>>::new());
        assert_eq!(
            group(&[candidate(0), candidate(u64::MAX)]),
            Vec::<Vec<usize>>::new()
        );
    }

    proptest! {
        #[test]
        fn no_photo_is_lost_among_the_parts(looks in prop::collection::vec(near_some(), 0..60)) {
            let photos: Vec<_> = looks.into_iter().map(candidate).collect();
            prop_assert_eq!(group(&photos), group_by_comparing_all(&photos));
        }
    }

    /// Looks that differ in few bits from one of three, so that many are near the limit.
    fn near_some() -> impl Strategy<Value = u64> {
        let change = prop::collection::vec(0_u32..64, 0..14);
        (0_usize..3, change).prop_map(|(which, bits)| {
            let start = [0, 0x0123_4567_89ab_cdef, u64::MAX][which];
            bits.into_iter().fold(start, |look, bit| look ^ (1 << bit))
        })
    }

    fn group_by_comparing_all(photos: &[Candidate]) -> Vec<Vec<usize>> {
        let mut order: Vec<usize> = (0..photos.len()).collect();
        order.sort_by(|a, b| rank(&photos[*b], &photos[*a]));
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for photo in order {
            let distance = |group: &Vec<usize>| photos[group[0]].look.distance(photos[photo].look);
            match groups.iter_mut().min_by_key(|group| distance(group)) {
                Some(group) if distance(group) <= NEAR => group.push(photo),
                Some(_) | None => groups.push(vec![photo]),
            }
        }
        groups.retain(|group| group.len() > 1);
        groups.sort_by_key(|group| group[0]);
        groups
    }
}
