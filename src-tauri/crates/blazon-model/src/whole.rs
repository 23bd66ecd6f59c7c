//! Whole numbers that must cross the window's border without losing a bit.
//!
//! JavaScript numbers hold integers exactly up to 2^53 only, so these are written as decimal text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use specta::Type;
use std::fmt;

macro_rules! decimal_text {
    ($($(#[$doc:meta])* $name:ident($inner:ty)),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Type)]
        pub struct $name(#[specta(type = String)] pub $inner);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map(Self).map_err(serde::de::Error::custom)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

decimal_text! {
    /// The seed of a random generator: any u64.
    Seed(u64),
    /// A number of bytes.
    ByteCount(u64),
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_seed_above_two_to_the_53_is_written_as_text() {
        let seed = Seed(9_223_372_036_854_775_809);
        assert_eq!(
            serde_json::to_string(&seed).unwrap(),
            "\"9223372036854775809\""
        );
    }

    #[test]
    fn a_number_out_of_range_is_refused() {
        assert!(serde_json::from_str::<Seed>("\"18446744073709551616\"").is_err());
        assert!(serde_json::from_str::<Seed>("\"-1\"").is_err());
        assert!(serde_json::from_str::<Seed>("1").is_err());
    }

    proptest! {
        #[test]
        fn every_seed_and_byte_count_survives_json(value: u64) {
            let seed = serde_json::to_string(&Seed(value)).unwrap();
            prop_assert_eq!(serde_json::from_str::<Seed>(&seed).unwrap(), Seed(value));
            let bytes = serde_json::to_string(&ByteCount(value)).unwrap();
            prop_assert_eq!(serde_json::from_str::<ByteCount>(&bytes).unwrap(), ByteCount(value));
        }
    }
}
