//! Samples of one quantity, and how they are written down; and the machine they were taken on.

use std::fs;

/// Measured values of one thing, in one unit.
#[derive(Debug, Default, Clone)]
pub(crate) struct Figures(Vec<f64>);

impl Figures {
    pub(crate) fn add(&mut self, value: f64) {
        self.0.push(value);
        self.0.sort_by(f64::total_cmp);
    }

    /// Takes in all of another's.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.0.extend(&other.0);
        self.0.sort_by(f64::total_cmp);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The value below which this share of the samples lies; 0 without samples.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        // Rounded to the nearest sample: an interpolated one was never measured.
        self.0
            .get((last as f64 * share).round() as usize)
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// "412 (398 to 455)": the median, the least and the most.
    pub(crate) fn spell(&self, decimals: usize) -> String {
        format!(
            "{:.decimals$} ({:.decimals$} to {:.decimals$})",
            self.median(),
            self.quantile(0.0),
            self.quantile(1.0)
        )
    }
}

/// The processor, its cores and the kernel, in one line.
pub(crate) fn machine() -> String {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let names: Vec<&str> = processors
        .lines()
        .filter_map(|line| line.strip_prefix("model name")?.split(": ").nth(1))
        .collect();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes: f64 = memory
        .split_whitespace()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .unwrap_or_default();
    format!(
        "{} x {}, {:.0} GiB, Linux {}",
        names.len(),
        names.first().unwrap_or(&"unknown processor"),
        kilobytes / 1024.0 / 1024.0,
        kernel.trim()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_samples() {
        let mut figures = Figures::default();
        [5.0, 1.0, 3.0, 2.0, 4.0]
            .into_iter()
            .for_each(|value| figures.add(value));
        assert_eq!(figures.median(), 3.0);
        assert_eq!(figures.quantile(0.95), 5.0);
        assert_eq!(figures.spell(0), "3 (1 to 5)");
        assert_eq!(Figures::default().median(), 0.0);
        let mut both = Figures::default();
        both.add(9.0);
        both.extend(&figures);
        assert_eq!((both.count(), both.quantile(1.0)), (6, 9.0));
    }
}
