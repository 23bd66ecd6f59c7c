//! All chance of a training, as a function of its seed and of where it is needed.
//!
//! Nothing is carried from step to step, so a training that goes on from a checkpoint meets the
//! same chance as one that was never stopped.

use crate::scheduler::Noise;

/// What chance is needed for; no two purposes share any.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    /// The first values of the pairs.
    Start = 1,
    /// The order of the pictures in an epoch.
    Order = 2,
    /// The latents that are taken from a picture's distribution.
    Latents = 3,
    /// The noise that is added.
    Noise = 4,
    /// How much of it, whether the caption is left out, whether the picture is mirrored.
    Choice = 5,
}

/// Chance for one purpose at one place, such as a step and a picture's place in its batch.
pub(super) fn chance(seed: u64, purpose: Purpose, place: u64, index: u64) -> Noise {
    let key = [purpose as u64, place, index]
        .into_iter()
        .fold(seed, |key, word| mixed(key ^ mixed(word)));
    Noise::new(key, mixed(key))
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): neighbours become unlike.
const fn mixed(word: u64) -> u64 {
    let word = word.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

/// A number below `bound`, which is at least 1 and below 2^32.
pub(super) fn below(chance: &mut Noise, bound: usize) -> usize {
    // Multiply and shift; the bias is below 2^-11 for bounds of a million.
    ((u64::from(chance.next_u32()) * bound as u64) >> 32) as usize
}

/// Puts items into an order of chance (Fisher and Yates).
pub(super) fn shuffle<T>(items: &mut [T], chance: &mut Noise) {
    for last in (1..items.len()).rev() {
        items.swap(last, below(chance, last + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_depends_on_each_of_its_places_and_on_nothing_else() {
        let first = |seed, purpose, place, index| chance(seed, purpose, place, index).next_u32();
        let one = first(7, Purpose::Noise, 3, 1);
        assert_eq!(one, first(7, Purpose::Noise, 3, 1));
        for other in [
            first(8, Purpose::Noise, 3, 1),
            first(7, Purpose::Latents, 3, 1),
            first(7, Purpose::Noise, 1, 3),
            first(7, Purpose::Noise, 3, 2),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn neighbouring_places_have_unrelated_noise() {
        let draw = |place| -> Vec<f32> {
            let mut noise = chance(1, Purpose::Noise, place, 0);
            (0..4000).map(|_| noise.next_normal()).collect()
        };
        let (a, b) = (draw(10), draw(11));
        let product: f32 = a.iter().zip(&b).map(|(a, b)| a * b).sum::<f32>() / 4000.0;
        assert!(product.abs() < 0.06, "{product}");
    }

    #[test]
    fn every_order_keeps_every_item() {
        let mut items: Vec<usize> = (0..50).collect();
        shuffle(&mut items, &mut chance(1, Purpose::Order, 0, 0));
        assert_ne!(items, (0..50).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<_>>());
    }
}
