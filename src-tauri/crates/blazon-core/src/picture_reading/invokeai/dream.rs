//! `Dream`, a command line that InvokeAI wrote until version 2: `"a prompt" -s50 -S123 -W512 -H512 -C7.5 -Ak_lms`,
//! later without quotes and with spaces (`ldm/invoke/pngwriter.py` and `args.py` there).

use super::{ReadPicture, prompt};

pub(super) fn read(text: &str) -> Option<ReadPicture> {
    let (prompt, switches) = divided(text.trim());
    let switches = Switches::of(switches);
    if prompt.trim().is_empty() && switches.values.is_empty() {
        return None;
    }
    let size = [switches.parsed('W'), switches.parsed('H')];
    Some(ReadPicture {
        seed: switches.parsed('S'),
        steps: switches.parsed('s'),
        guidance: switches.parsed('C').filter(|scale: &f64| scale.is_finite()),
        sampler: switches.find('A').map(str::to_owned),
        size: match size {
            [Some(width), Some(height)] if width > 0 && height > 0 => Some([width, height]),
            _ => None,
        },
        text: text.to_owned(),
        ..prompt::read(&prompt)
    })
}

/// The prompt and the switches.
fn divided(text: &str) -> (String, &str) {
    if let Some(inside) = text.strip_prefix('"')
        && let Some(end) = closing_quote(inside)
    {
        let prompt = inside[..end].replace("\\\"", "\"");
        return (prompt, &inside[end + 1..]);
    }
    let start = text
        .match_indices(" -")
        .map(|(place, _)| place)
        .find(|place| Switches::is_start(&text[place + 1..]))
        .unwrap_or(text.len());
    (text[..start].to_owned(), &text[start..])
}

/// Where a prompt in quotes ends: some were written with quotes in them that are not escaped, so it is where the
/// switches begin, or the text ends.
fn closing_quote(inside: &str) -> Option<usize> {
    inside
        .match_indices('"')
        .map(|(place, _)| place)
        .filter(|place| !inside[..*place].ends_with('\\'))
        .find(|place| {
            let rest = inside[place + 1..].trim_start();
            rest.is_empty() || rest.starts_with('-')
        })
}

struct Switches<'t> {
    values: Vec<(char, &'t str)>,
}

impl<'t> Switches<'t> {
    fn of(text: &'t str) -> Self {
        let mut values = Vec::new();
        let mut words = text.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let Some((letter, value)) = Self::divided(word) else {
                continue;
            };
            let next = || words.next_if(|next| !next.starts_with("--"));
            let value = Some(value).filter(|value| !value.is_empty()).or_else(next);
            values.extend(value.map(|value| (letter, value)));
        }
        Self { values }
    }

    /// Whether switches begin here: one that stands in every such line, with a value that it can have.
    fn is_start(text: &str) -> bool {
        let mut words = text.split_whitespace();
        let Some((letter, value)) = words.next().and_then(Self::divided) else {
            return false;
        };
        let value = if value.is_empty() {
            words.next().unwrap_or_default()
        } else {
            value
        };
        match letter {
            'A' => !value.is_empty(),
            's' | 'S' | 'W' | 'H' | 'C' => value.parse::<f64>().is_ok(),
            _ => false,
        }
    }

    /// `-s50` as `s` and `50`.
    fn divided(word: &str) -> Option<(char, &str)> {
        let switch = word.strip_prefix('-')?;
        let letter = switch.chars().next().filter(char::is_ascii_alphabetic)?;
        Some((letter, &switch[1..]))
    }

    fn find(&self, letter: char) -> Option<&'t str> {
        self.values
            .iter()
            .find(|(name, _)| *name == letter)
            .map(|(_, value)| *value)
    }

    fn parsed<T: std::str::FromStr>(&self, letter: char) -> Option<T> {
        self.find(letter)?.parse().ok()
    }
}
