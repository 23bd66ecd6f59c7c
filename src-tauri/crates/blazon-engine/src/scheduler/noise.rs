//! Noise that a seed determines, on every machine and for every number of threads.

/// Where a sampler gets its noise.
pub trait NoiseSource {
    /// `count` numbers of the normal distribution with mean 0 and variance 1.
    fn draw(&mut self, count: usize) -> Vec<f32>;
}

/// PCG-XSH-RR 64/32 (O'Neill, "PCG", 2014), turned normal by Box and Muller's transform in double precision and
/// rounded to f32. The logarithm and cosine are libm's in software, so that no machine's differ.
#[derive(Clone, Debug)]
pub struct Noise {
    state: u64,
    increment: u64,
    spare: Option<f32>,
}

impl Noise {
    /// The noise of a seed; streams of one seed are independent of each other.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut noise = Self {
            state: 0,
            increment: (stream << 1) | 1,
            spare: None,
        };
        noise.next_u32();
        noise.state = noise.state.wrapping_add(seed);
        noise.next_u32();
        // Seeds that lie side by side shall not begin alike.
        noise.next_u32();
        noise
    }

    /// 32 random bits.
    pub fn next_u32(&mut self) -> u32 {
        let old = self.state;
        self.state = old
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(self.increment);
        let shifted = (((old >> 18) ^ old) >> 27) as u32;
        shifted.rotate_right((old >> 59) as u32)
    }

    /// A number within 0 and 1, both excluded, of 53 bits.
    pub fn next_unit(&mut self) -> f64 {
        let bits = (u64::from(self.next_u32()) << 32 | u64::from(self.next_u32())) >> 11;
        (bits as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// A number of the normal distribution.
    pub fn next_normal(&mut self) -> f32 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = (-2.0 * libm::log(self.next_unit())).sqrt();
        let angle = std::f64::consts::TAU * self.next_unit();
        self.spare = Some((radius * libm::sin(angle)) as f32);
        (radius * libm::cos(angle)) as f32
    }
}

impl NoiseSource for Noise {
    fn draw(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.next_normal()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_are_those_of_the_reference_program() {
        // The demo of the PCG library, seed 42 and stream 54; one number is skipped here after seeding.
        let mut noise = Noise::new(42, 54);
        let numbers: Vec<u32> = (0..5).map(|_| noise.next_u32()).collect();
        assert_eq!(
            numbers,
            [
                0x7b47_f409,
                0xba1d_3330,
                0x83d2_f293,
                0xbfa4_784b,
                0xcbed_606e
            ]
        );
    }

    #[test]
    fn the_normal_distribution_has_mean_zero_and_variance_one() {
        let numbers = Noise::new(7, 0).draw(200_000);
        let mean = numbers.iter().map(|number| f64::from(*number)).sum::<f64>() / 200_000.0;
        let squares = numbers
            .iter()
            .map(|number| f64::from(*number).powi(2))
            .sum::<f64>()
            / 200_000.0;
        let fourth = numbers
            .iter()
            .map(|number| f64::from(*number).powi(4))
            .sum::<f64>()
            / 200_000.0;
        assert!(mean.abs() < 0.01, "{mean}");
        assert!((squares - 1.0).abs() < 0.01, "{squares}");
        assert!((fourth - 3.0).abs() < 0.1, "{fourth}");
    }

    #[test]
    fn neighbouring_seeds_and_streams_are_unlike_each_other() {
        let first = Noise::new(1, 0).draw(1000);
        for other in [Noise::new(2, 0), Noise::new(1, 1)] {
            let other = other.clone().draw(1000);
            let product: f32 = first.iter().zip(&other).map(|(a, b)| a * b).sum::<f32>() / 1000.0;
            assert!(product.abs() < 0.1, "{product}");
        }
    }
}
