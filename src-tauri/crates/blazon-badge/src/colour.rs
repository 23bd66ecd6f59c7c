//! A colour as templates write it: `#rgb`, `#rrggbb` or `#rrggbbaa`, in sRGB.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A colour in sRGB with straight alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
    /// How much it covers, 0 to 255.
    pub alpha: u8,
}

impl Colour {
    /// An opaque colour.
    #[must_use]
    pub const fn opaque(red: u8, green: u8, blue: u8) -> Self {
        Self {
            red,
            green,
            blue,
            alpha: 255,
        }
    }

    /// Whether nothing shows through it.
    #[must_use]
    pub const fn is_opaque(self) -> bool {
        self.alpha == 255
    }
}

impl FromStr for Colour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a colour such as #f0c04e or #00000080");
        let digits = text.strip_prefix('#').ok_or_else(wrong)?;
        let nibbles: Vec<u8> = digits
            .chars()
            .map(|digit| {
                digit
                    .to_digit(16)
                    .and_then(|value| u8::try_from(value).ok())
            })
            .collect::<Option<_>>()
            .ok_or_else(wrong)?;
        let pair = |at: usize| nibbles[at] * 16 + nibbles[at + 1];
        match nibbles.len() {
            3 => Ok(Self::opaque(
                nibbles[0] * 17,
                nibbles[1] * 17,
                nibbles[2] * 17,
            )),
            6 => Ok(Self::opaque(pair(0), pair(2), pair(4))),
            8 => Ok(Self {
                red: pair(0),
                green: pair(2),
                blue: pair(4),
                alpha: pair(6),
            }),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            red,
            green,
            blue,
            alpha,
        } = self;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")?;
        if *alpha == 255 {
            return Ok(());
        }
        write!(out, "{alpha:02x}")
    }
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

impl JsonSchema for Colour {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Colour".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::short("#fc0", "#ffcc00")]
    #[case::long("#F0C04E", "#f0c04e")]
    #[case::half("#00000080", "#00000080")]
    fn a_colour_is_read_and_written(#[case] text: &str, #[case] written: &str) {
        let colour: Colour = text.parse().expect("it is a colour");
        assert_eq!(colour.to_string(), written);
    }

    #[rstest]
    #[case("f0c04e")]
    #[case("#f0c04")]
    #[case("#gggggg")]
    #[case("#ёёё")]
    #[case("")]
    fn what_is_no_colour_is_named(#[case] text: &str) {
        let error = text.parse::<Colour>().expect_err("it is no colour");
        assert!(error.contains(&format!("`{text}`")));
    }
}
