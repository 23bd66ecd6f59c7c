//! Where a text is broken, so that its longest line is as short as can be.

use super::shaping::Line;
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

/// A text as it goes on `count` lines at most, balanced by the widths that `line`, its glyphs on one line, has.
pub(super) fn balanced(text: &str, line: &Line, count: usize, anywhere: bool) -> Vec<String> {
    let ends = ends(text, anywhere);
    let widths = Widths::new(text, line);
    let (mut low, mut high) = (0.0, line.width.max(0.01));
    // After twenty halvings the width is known to a millionth.
    for _ in 0..20 {
        let middle = (low + high) / 2.0;
        if pack(text, &ends, &widths, middle).len() <= count {
            high = middle;
        } else {
            low = middle;
        }
    }
    let mut lines = pack(text, &ends, &widths, high);
    lines.truncate(count);
    lines
        .into_iter()
        .map(|line| line.trim().to_owned())
        .collect()
}

/// A text that somebody broke by hand, if it has no more lines than there may be.
pub(super) fn as_typed(text: &str, count: usize) -> Option<Vec<String>> {
    let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    (lines.len() > 1 && lines.len() <= count).then_some(lines)
}

fn ends(text: &str, anywhere: bool) -> Vec<usize> {
    if anywhere {
        return text
            .grapheme_indices(true)
            .map(|(at, cluster)| at + cluster.len())
            .collect();
    }
    linebreaks(text).map(|(at, _)| at).collect()
}

fn pack<'a>(text: &'a str, ends: &[usize], widths: &Widths, most: f32) -> Vec<&'a str> {
    let mut lines = Vec::new();
    let (mut start, mut last) = (0, 0);
    for &end in ends {
        if last > start && widths.between(text, start, end) > most {
            lines.push(&text[start..last]);
            start = last;
        }
        last = end;
    }
    if last > start {
        lines.push(&text[start..last]);
    }
    lines
}

/// How far the pen has gone before each byte of a text.
struct Widths {
    before: Vec<f32>,
}

impl Widths {
    fn new(text: &str, line: &Line) -> Self {
        let mut own = vec![0.0; text.len() + 1];
        for glyph in &line.glyphs {
            if let Some(width) = own.get_mut(glyph.cluster.start + 1) {
                *width += glyph.advance;
            }
        }
        let mut sum = 0.0;
        let before = own
            .iter()
            .map(|width| {
                sum += width;
                sum
            })
            .collect();
        Self { before }
    }

    /// Without the space at the end.
    fn between(&self, text: &str, start: usize, end: usize) -> f32 {
        let end = start + text[start..end].trim_end().len();
        self.before[end] - self.before[start]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::{Fonts, STRONG};
    use crate::text::shaping::{Letters, shape};
    use rstest::rstest;

    #[rstest]
    #[case("Department of applied research", 2, &["Department of", "applied research"])]
    #[case("one", 3, &["one"])]
    #[case("Александра Константинопольская", 2, &["Александра", "Константинопольская"])]
    fn lines_are_balanced(#[case] text: &str, #[case] count: usize, #[case] lines: &[&str]) {
        let letters = Letters {
            family: STRONG,
            weight: 800,
            spacing: 0.0,
        };
        let line = shape(text, letters, &Fonts::bundled());
        assert_eq!(balanced(text, &line, count, false), lines);
    }
}
