//! How far a training has come, read from a log that was written for people.
//!
//! Trainers log through tqdm (`45%|####  | 450/1000 [01:02<...]`) or in words (`step 450/1000`); nothing else of a log
//! is taken for a figure.

use crate::hosted::StepsDone;
use regex::Regex;
use std::sync::LazyLock;

static STEPS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\D)\d{1,3}\s?%\s?\|[^|]*\|\s*(\d{1,9})/(\d{1,9})|(?i:\bsteps?)[:\s]+(\d{1,9})\s*(?:/|of)\s*(\d{1,9})")
        .expect("the pattern is tested")
});
static LOSS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bloss\s*[:=]\s*([0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?)")
        .expect("the pattern is tested")
});

/// What the last line with steps says; the loss is the last one at or before that line.
pub(crate) fn read<'l>(log: impl DoubleEndedIterator<Item = &'l str>) -> Option<StepsDone> {
    let mut done: Option<StepsDone> = None;
    for line in log.rev() {
        // A bar that was drawn over itself: its last state counts.
        let line = line
            .rsplit('\r')
            .find(|part| !part.is_empty())
            .unwrap_or("");
        if done.is_none()
            && let Some((step, total)) = steps(line)
        {
            done = Some(StepsDone {
                step,
                total,
                loss: None,
            });
        }
        if let Some(done) = &mut done
            && let Some(loss) = loss(line)
        {
            done.loss = Some(loss);
            break;
        }
    }
    done
}

fn steps(line: &str) -> Option<(u32, u32)> {
    let found = STEPS.captures_iter(line).last()?;
    let numbers: Vec<u32> = found
        .iter()
        .skip(1)
        .flatten()
        .filter_map(|number| number.as_str().parse().ok())
        .collect();
    match numbers[..] {
        [step, total] if total > 0 && step <= total => Some((step, total)),
        _ => None,
    }
}

fn loss(line: &str) -> Option<f64> {
    let found = LOSS.captures_iter(line).last()?;
    found[1].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::tqdm(&["  45%|####5     | 450/1000 [01:02<01:15,  7.3it/s, lr: 4.0e-04 loss: 3.512e-01]"], Some((450, 1000, Some(0.3512))))]
    #[case::blocks(&[" 3%|▎         | 30/1000 [00:10<05:33,  2.91it/s]"], Some((30, 1000, None)))]
    #[case::words(&["Step 100/500, loss=0.25"], Some((100, 500, Some(0.25))))]
    #[case::of(&["step: 7 of 9"], Some((7, 9, None)))]
    #[case::the_last(&["step 1/9", "step 2/9", "saving"], Some((2, 9, None)))]
    #[case::a_loss_before(&["loss: 0.5", "step 2/9"], Some((2, 9, Some(0.5))))]
    #[case::drawn_over(&["10%|#| 1/10\r20%|##| 2/10\r"], Some((2, 10, None)))]
    #[case::a_date(&["saved on 11/26"], None)]
    #[case::a_path(&["reading data/12/34"], None)]
    #[case::more_than_all(&["step 11/10"], None)]
    #[case::nothing(&[], None)]
    fn steps_are_read(#[case] log: &[&str], #[case] expected: Option<(u32, u32, Option<f64>)>) {
        let found = read(log.iter().copied());
        assert_eq!(
            found.map(|done| (done.step, done.total, done.loss)),
            expected
        );
    }
}
