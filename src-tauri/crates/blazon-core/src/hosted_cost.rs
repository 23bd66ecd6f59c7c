//! What a hosted training cost in the end: its price times what the provider reports, or the estimate.
//!
//! fal reports how many units it bills, and not what one is. They are taken where the price is that of a single unit
//! and the sum is near the estimate; otherwise they may count something else, such as runs or thousands of steps.

use blazon_model::{Money, Price, PriceUnit, Quote};
use blazon_providers::hosted::Billed;

/// How many times the estimate, or which part of it, reported units may cost and still be what is priced.
const NEAR: i64 = 2;

/// What a training cost.
pub(crate) fn settled(quote: &Quote, billed: Billed) -> Money {
    let Some(price) = &quote.price else {
        return quote.cost;
    };
    let cost = match price.unit {
        PriceUnit::Second => billed.seconds.and_then(|seconds| whole(price, seconds)),
        PriceUnit::Step | PriceUnit::Picture | PriceUnit::Megapixel if price.per == 1 => {
            let cost = billed.units.and_then(|units| whole(price, units));
            cost.filter(|cost| is_near(*cost, quote.cost))
        }
        PriceUnit::Step | PriceUnit::Picture | PriceUnit::Megapixel | PriceUnit::Run => None,
    };
    cost.unwrap_or(quote.cost)
}

/// The cost of as many units, rounded up. What is reported is finite and not negative; what does not fit is cut.
fn whole(price: &Price, units: f64) -> Option<Money> {
    price.cost(units.ceil() as u64)
}

fn is_near(cost: Money, estimate: Money) -> bool {
    let (cost, estimate) = (cost.micros(), estimate.micros());
    cost.saturating_mul(NEAR) >= estimate && cost <= estimate.saturating_mul(NEAR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::{ByteCount, ProviderId, QuoteId, Timestamp};
    use rstest::rstest;

    /// A quote of two dollars.
    fn quote(unit: PriceUnit, amount: i64, per: u32) -> Quote {
        Quote {
            id: QuoteId::new(Timestamp(0), [1; 10]),
            provider: ProviderId::Fal,
            host: "rest.fal.ai".into(),
            endpoint: "fal-ai/qwen-image-trainer-v2".into(),
            photos: 5,
            captions: 5,
            archive_bytes: ByteCount(9),
            archive: None,
            cost: Money::from_micros(2_000_000),
            reserved: Money::from_micros(2_000_000),
            price: Some(Price {
                amount: Money::from_micros(amount),
                per,
                unit,
                least: 0,
                listed_on: "2026-11-20".into(),
                source: "https://fal.ai".into(),
            }),
            month_to_date: Money::ZERO,
            ceiling: None,
            made_at: Timestamp(0),
        }
    }

    #[rstest]
    #[case::as_estimated(1000.0, 2_000_000)]
    #[case::fewer_steps(700.0, 1_400_000)]
    #[case::a_part_of_one(999.5, 2_000_000)]
    #[case::a_run_and_not_a_step(1.0, 2_000_000)]
    #[case::something_finer(1_000_000.0, 2_000_000)]
    fn units_that_are_surely_those_of_the_price_are_settled(
        #[case] units: f64,
        #[case] expected: i64,
    ) {
        let billed = Billed {
            units: Some(units),
            seconds: None,
        };
        let cost = settled(&quote(PriceUnit::Step, 2000, 1), billed);
        assert_eq!(cost.micros(), expected);
    }

    #[rstest]
    #[case::of_a_thousand(PriceUnit::Step, 1000)]
    #[case::of_a_run(PriceUnit::Run, 1)]
    fn other_units_leave_the_estimate(#[case] unit: PriceUnit, #[case] per: u32) {
        let billed = Billed {
            units: Some(800.0),
            seconds: Some(9.0),
        };
        let cost = settled(&quote(unit, 2_000_000, per), billed);
        assert_eq!(cost.micros(), 2_000_000);
    }

    #[test]
    fn seconds_are_settled_as_they_are() {
        let billed = Billed {
            units: None,
            seconds: Some(10.2),
        };
        let cost = settled(&quote(PriceUnit::Second, 1525, 1), billed);
        assert_eq!(cost.micros(), 11 * 1525);
    }
}
