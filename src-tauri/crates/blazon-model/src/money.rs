//! Money and prices. Whole micro-dollars, so that a sum of thousands of pictures is exact.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use specta::Type;
use std::fmt;

/// An amount of US dollars in millionths, −9.2 to 9.2 million million dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Type)]
pub struct Money(#[specta(type = String)] i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// `micros` millionths of a dollar.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Millionths of a dollar.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The sum, or `None` where it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` where it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// What is reserved for work that is billed by time: 1.5 times the estimate, rounded up.
    /// `None` where it does not fit.
    #[must_use]
    pub fn with_reserve(self) -> Option<Self> {
        let reserved =
            (i128::from(self.0) * 3).div_euclid(2) + (i128::from(self.0) * 3).rem_euclid(2);
        i64::try_from(reserved).ok().map(Self)
    }

    /// Reads what a person types: "2", "2.5", "$0.10", "2,50". `None` for anything else, for
    /// negative amounts and for more than six decimals.
    #[must_use]
    pub fn parse_dollars(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('$').replace(',', ".");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 6 {
            return None;
        }
        let micros: i64 = format!("{fraction:0<6}").parse().ok()?;
        whole
            .parse::<i64>()
            .ok()?
            .checked_mul(1_000_000)?
            .checked_add(micros)
            .map(Self)
    }
}

impl fmt::Display for Money {
    /// Dollars with two decimals at least and no trailing zeros beyond: `$2.00`, `$0.0035`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        let fraction = format!("{:06}", micros % 1_000_000);
        let kept = fraction.trim_end_matches('0').len().max(2);
        write!(f, "{sign}${}.{}", micros / 1_000_000, &fraction[..kept])
    }
}

// Decimal text like `Seed`, so that no bit is lost on the way to the window.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

/// What a price is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PriceUnit {
    /// One training step.
    Step,
    /// One picture.
    Picture,
    /// One million pixels of result.
    Megapixel,
    /// One second on the provider's hardware; what it costs is known only afterwards.
    Second,
    /// The whole run.
    Run,
}

/// A price from a provider's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// Dollars for `per` units.
    pub amount: Money,
    /// How many units `amount` buys; at least 1.
    pub per: u32,
    /// The unit.
    pub unit: PriceUnit,
    /// Units that are charged at least.
    #[serde(default)]
    pub least: u32,
    /// The day on which the list was read, `YYYY-MM-DD`.
    pub listed_on: String,
    /// The page where it stands.
    pub source: String,
}

impl Price {
    /// What `units` cost, and at least `least` of them, rounded up to a millionth. `None` where it does not fit or `per` is 0.
    #[must_use]
    pub fn cost(&self, units: u64) -> Option<Money> {
        let per = i128::from(self.per);
        if per == 0 {
            return None;
        }
        let units = units.max(u64::from(self.least));
        let total = i128::from(self.amount.0) * i128::from(units);
        i64::try_from((total + per - 1).div_euclid(per))
            .ok()
            .map(Money)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::two_dollars(2_000_000, "$2.00")]
    #[case::a_picture(3_500, "$0.0035")]
    #[case::nothing(0, "$0.00")]
    #[case::a_refund(-1_250_000, "-$1.25")]
    #[case::one_millionth(1, "$0.000001")]
    fn money_reads_as_dollars(#[case] micros: i64, #[case] text: &str) {
        assert_eq!(Money::from_micros(micros).to_string(), text);
    }

    #[rstest]
    #[case::whole("2", Some(2_000_000))]
    #[case::sign("$0.10", Some(100_000))]
    #[case::comma("2,50", Some(2_500_000))]
    #[case::empty("", None)]
    #[case::negative("-1", None)]
    #[case::words("two", None)]
    #[case::seven_decimals("0.1234567", None)]
    #[case::too_large("9223372036855", None)]
    fn typed_dollars_are_read(#[case] text: &str, #[case] micros: Option<i64>) {
        assert_eq!(Money::parse_dollars(text).map(Money::micros), micros);
    }

    #[test]
    fn a_price_for_a_thousand_steps_is_rounded_up() {
        let price = Price {
            amount: Money::from_micros(2_000_000),
            per: 1000,
            unit: PriceUnit::Step,
            least: 0,
            listed_on: "2026-11-01".into(),
            source: "https://example.com/pricing".into(),
        };
        assert_eq!(price.cost(1000), Some(Money::from_micros(2_000_000)));
        assert_eq!(price.cost(1), Some(Money::from_micros(2_000)));
        assert_eq!(price.cost(u64::MAX), None);
        assert_eq!(
            Price {
                least: 500,
                ..price.clone()
            }
            .cost(1),
            Some(Money::from_micros(1_000_000))
        );
        assert_eq!(
            Price { per: 3000, ..price }.cost(1),
            Some(Money::from_micros(667))
        );
    }

    proptest! {
        #[test]
        fn money_survives_json(micros: i64) {
            let money = Money::from_micros(micros);
            let json = serde_json::to_string(&money).unwrap();
            prop_assert_eq!(json.clone(), format!("\"{micros}\""));
            prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        }

        #[test]
        fn a_reserve_is_never_below_one_and_a_half_times(micros in 0_i64..i64::MAX / 4) {
            let reserve = Money::from_micros(micros).with_reserve().unwrap().micros();
            prop_assert!(i128::from(reserve) * 2 >= i128::from(micros) * 3);
            prop_assert!(i128::from(reserve) * 2 <= i128::from(micros) * 3 + 1);
        }
    }
}
