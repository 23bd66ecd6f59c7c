//! Time and randomness, which come from outside so that tests can fix them.

use blazon_model::Timestamp;

/// Where the time and random numbers come from.
pub trait Surroundings: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
    /// Ten bytes that nobody can foresee.
    fn random(&self) -> [u8; 10];
    /// Today's date where the person is, `YYYY-MM-DD`.
    fn today(&self) -> String;
}

/// The system's clock, time zone and random numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemSurroundings;

impl Surroundings for SystemSurroundings {
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_millisecond())
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        getrandom::fill(&mut bytes)
            .expect("the system has random numbers, or nothing on it is safe");
        bytes
    }

    fn today(&self) -> String {
        jiff::Zoned::now().date().to_string()
    }
}
