//! Whether a call that failed is made again, and when: pure rules.

use super::Patience;
use super::item::Nature;
use blazon_providers::Problem;
use blazon_providers::telegram::TelegramError;
use std::time::{Duration, Instant};

/// So often is a message sent again of which it is not known whether it arrived: twice is better than not at all.
const DOUBTS: u32 = 3;
/// What is soon no longer true is not tried for longer.
const FLEETING: Duration = Duration::from_secs(5);

/// What became of a call so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tries {
    failures: u32,
    doubts: u32,
    since: Option<Instant>,
}

/// What follows from a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It is made again after this.
    Again(Duration),
    /// Telegram asks to wait so long.
    Paused(Duration),
    /// It is not made again.
    GivenUp,
}

impl Tries {
    /// Notes a failure.
    pub(super) fn failed(
        &mut self,
        error: &TelegramError,
        nature: Nature,
        patience: &Patience,
        now: Instant,
    ) -> Next {
        if let TelegramError::TooMany { wait } = error {
            return match nature {
                Nature::Message | Nature::Harmless => Next::Paused(*wait),
                Nature::Fleeting => Next::GivenUp,
            };
        }
        if !may_pass(error) {
            return Next::GivenUp;
        }
        self.doubts += u32::from(nature == Nature::Message && !error.is_undone());
        let doubled = 2_u32.saturating_pow(self.failures);
        let wait = patience.first_wait.saturating_mul(doubled);
        let wait = wait.min(patience.longest_wait);
        self.failures += 1;
        let since = *self.since.get_or_insert(now);
        let longest = match nature {
            Nature::Message | Nature::Harmless => patience.give_up,
            Nature::Fleeting => patience.give_up.min(FLEETING),
        };
        if self.doubts > DOUBTS || now.saturating_duration_since(since) + wait > longest {
            return Next::GivenUp;
        }
        Next::Again(wait)
    }
}

/// Whether waiting may help. A page where JSON should be is that of something in between, which goes away.
fn may_pass(error: &TelegramError) -> bool {
    error.may_pass() || matches!(error, TelegramError::Way(Problem::BrokenReply { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn broken() -> TelegramError {
        TelegramError::Broken { status: 502 }
    }

    /// The waits until it is given up, where each call fails at once.
    fn waits(error: &TelegramError, nature: Nature) -> Vec<Duration> {
        let (mut tries, mut now) = (Tries::default(), Instant::now());
        let mut waits = Vec::new();
        while let Next::Again(wait) = tries.failed(error, nature, &Patience::default(), now) {
            waits.push(wait);
            now += wait;
        }
        waits
    }

    #[test]
    fn what_does_no_harm_is_tried_for_two_minutes_ever_more_rarely() {
        let waits = waits(&broken(), Nature::Harmless);
        let seconds: Vec<f64> = waits.iter().map(Duration::as_secs_f64).collect();
        assert_eq!(seconds, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0]);
    }

    #[test]
    fn a_message_that_may_have_arrived_is_sent_three_times_more_and_a_sign_of_work_for_five_seconds()
     {
        assert_eq!(waits(&broken(), Nature::Message).len(), 3);
        let fleeting: Duration = waits(&broken(), Nature::Fleeting).iter().sum();
        assert!(fleeting <= FLEETING);
    }

    #[rstest]
    #[case::forbidden(TelegramError::Forbidden { said: String::new() })]
    #[case::refused(TelegramError::Refused { said: String::new() })]
    #[case::token(TelegramError::BadToken)]
    #[case::host(TelegramError::Way(Problem::HostRefused { host: String::new() }))]
    fn what_waiting_does_not_help_is_told_at_once(#[case] error: TelegramError) {
        assert!(waits(&error, Nature::Harmless).is_empty());
    }

    #[test]
    fn who_is_asked_to_wait_waits_and_is_never_given_up() {
        let (mut tries, now) = (Tries::default(), Instant::now());
        let wait = Duration::from_secs(70);
        for round in 0..10 {
            let error = TelegramError::TooMany { wait };
            let next = tries.failed(
                &error,
                Nature::Message,
                &Patience::default(),
                now + wait * round,
            );
            assert_eq!(next, Next::Paused(wait));
        }
    }
}
