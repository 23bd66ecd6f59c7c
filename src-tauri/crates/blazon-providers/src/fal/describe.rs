//! Photos described in words at fal. Replicate's describers are asked for nothing, so this is no trait.

use super::{Fal, storage, wire};
use crate::fill::{self, Fill};
use crate::hosted::{Report, Ticket};
use crate::problem::{Problem, SubmitError};
use blazon_model::{AcceptedQuote, Endpoint, FieldValue, Role};
use std::collections::BTreeMap;
use std::path::Path;

impl Fal {
    /// The host that photos are sent to, as the quote names it.
    #[must_use]
    pub fn describes_at(&self) -> String {
        self.at.rest.host_str().unwrap_or_default().to_owned()
    }

    /// Sends a photo, a JPEG, which fal forgets after a day; gives its address.
    ///
    /// # Errors
    /// Those of the way.
    pub async fn send_photo(&self, photo: &Path) -> Result<String, Problem> {
        storage::upload(self, storage::PHOTO, photo, &|_| {}).await
    }

    /// Submits the description of a photo that lies at `address`. It is sent again only where it surely was not taken.
    ///
    /// # Errors
    /// [`SubmitError`] says whether it may have been taken.
    pub async fn submit_description(
        &self,
        accepted: &AcceptedQuote,
        describer: &Endpoint,
        chosen: &BTreeMap<String, FieldValue>,
        address: &str,
    ) -> Result<Ticket, SubmitError> {
        fill::check_accepted(accepted, describer).map_err(SubmitError::Refused)?;
        let filled = [(Role::Input, Fill::text(address))];
        let input = fill::input(describer, chosen, filled).map_err(SubmitError::Refused)?;
        self.submit(&describer.id, &input).await
    }

    /// Asks where a description stands.
    ///
    /// # Errors
    /// Those of the way, after some tries.
    pub async fn poll_description(&self, ticket: &Ticket) -> Result<Report<String>, Problem> {
        self.poll(ticket, wire::description).await
    }

    /// Asks to stop a description.
    ///
    /// # Errors
    /// Those of the way; a request that has ended is no error.
    pub async fn stop_description(&self, ticket: &Ticket) -> Result<(), Problem> {
        self.stop(ticket).await
    }
}
