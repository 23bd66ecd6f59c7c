//! Functions of many numbers at once, in the widest instructions that the processor has.
//!
//! They are polynomials, so that the compiler can do 8 or 16 at a time; none differs from the exact one by more than
//! a few units in the last place of what follows it.

/// Runs a loop in the widest instructions.
#[inline]
pub(super) fn wide<R>(run: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(run)
}

/// `e^x` (Cephes' `expf`): the power of two apart, a polynomial for the rest.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    const HIGH: f32 = 0.693_359_4;
    const LOW: f32 = -2.121_944_4e-4;
    let x = x.clamp(-87.3, 88.3);
    // Rounds by adding a number so large that no fraction has room beside it.
    const MAGIC: f32 = 12_582_912.0;
    let shifted = x * std::f32::consts::LOG2_E + MAGIC;
    let power = shifted - MAGIC;
    let rest = x - power * HIGH - power * LOW;
    let mut sum = 1.987_569_2e-4;
    sum = sum * rest + 1.398_199_9e-3;
    sum = sum * rest + 8.333_452e-3;
    sum = sum * rest + 4.166_579_6e-2;
    sum = sum * rest + 1.666_666_5e-1;
    sum = sum * rest + 0.5;
    let fraction = sum * rest * rest + rest + 1.0;
    let scale = f32::from_bits(
        (shifted
            .to_bits()
            .wrapping_sub(MAGIC.to_bits())
            .wrapping_add(127))
            << 23,
    );
    fraction * scale
}

/// `1 / (1 + e^-x)`.
#[inline(always)]
pub(super) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The error function, a quotient of polynomials within -4 and 4 (Eigen's `generic_fast_erf`).
#[inline(always)]
pub(super) fn erf(x: f32) -> f32 {
    let x = x.clamp(-4.0, 4.0);
    let square = x * x;
    let mut over = -2.726_142_3e-10;
    over = over * square + 2.770_681_4e-8;
    over = over * square - 2.101_024e-6;
    over = over * square - 5.692_506_4e-5;
    over = over * square - 7.349_906e-4;
    over = over * square - 2.954_6e-3;
    over = over * square - 1.609_603_3e-2;
    let mut under = -1.456_607_2e-5;
    under = under * square - 2.133_740_5e-4;
    under = under * square - 1.682_827e-3;
    under = under * square - 7.373_329e-3;
    under = under * square - 1.426_474e-2;
    x * over / under
}

/// The exact GELU, and what it grows by: `x * phi(x)` and `phi(x) + x * phi'(x)`.
#[inline(always)]
pub(super) fn gelu(x: f32) -> (f32, f32) {
    const ROOT_HALF: f32 = std::f32::consts::FRAC_1_SQRT_2;
    const DENSITY: f32 = 0.398_942_3;
    let below = 0.5 * (1.0 + erf(x * ROOT_HALF));
    (x * below, below + x * DENSITY * exp(-0.5 * x * x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_functions_are_near_the_exact_ones() {
        for step in -4000..=4000 {
            let x = step as f32 * 0.02;
            let apart = (f64::from(exp(x)) / f64::from(x).exp() - 1.0).abs();
            assert!(apart < 3e-7, "exp({x}) is apart by {apart}");
            let apart = (erf(x) - libm::erff(x)).abs();
            assert!(apart < 5e-7, "erf({x}) is apart by {apart}");
        }
    }

    #[test]
    fn what_gelu_grows_by_is_its_slope() {
        for step in -60..=60 {
            let x = step as f32 * 0.1;
            let exact = |x: f64| x * 0.5 * (1.0 + libm::erf(x / std::f64::consts::SQRT_2));
            let slope = (exact(f64::from(x) + 1e-5) - exact(f64::from(x) - 1e-5)) / 2e-5;
            assert!((f64::from(gelu(x).1) - slope).abs() < 1e-5, "{x}");
        }
    }

    #[test]
    fn far_values_stay_numbers() {
        assert!(exp(-1000.0) < 1e-37);
        assert!(exp(1000.0).is_finite());
        assert!((sigmoid(-1000.0), sigmoid(1000.0)) == (sigmoid(-88.3), 1.0));
    }
}
