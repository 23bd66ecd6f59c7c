//! How the id of a request that was taken reaches the disk, whatever it was for.

use crate::Studio;
use crate::hosted_carrier::{Next, SAVE};
use blazon_providers::hosted::Ticket;

impl Studio {
    /// Writes a request down, before the first question about it. While the disk refuses, it is kept here and tried
    /// again: it is all that leads back to what was paid.
    pub(crate) async fn keep_ticket(
        &self,
        ticket: &Ticket,
        write: impl Fn() -> anyhow::Result<()>,
    ) -> Next {
        let mut told = false;
        loop {
            match write() {
                Ok(()) => return Next::Again,
                Err(error) if !told => {
                    told = true;
                    // The id is in the log too, where a person can find it.
                    tracing::error!(
                        request = ticket.request.0,
                        error = format!("{error:#}"),
                        "a request cannot be written down"
                    );
                }
                Err(_) => {}
            }
            if self.is_ending() {
                return Next::Leave;
            }
            tokio::time::sleep(SAVE).await;
        }
    }
}
