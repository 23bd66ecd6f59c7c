//! Where models' weights lie at providers, as their generators are told.

use crate::datasets::to_json;
use crate::{Reader, StoreError, Writer};
use blazon_model::{ModelId, ProviderId, RunId, Timestamp};
use rusqlite::OptionalExtension;

/// Where weights lie at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightsAddress {
    /// What a generator there is told.
    pub address: String,
    /// Until when; `None`: it does not expire.
    pub expires_at: Option<Timestamp>,
}

impl Reader<'_> {
    /// Where the weights of `model` lie at `provider` at `until` still; `None` where they do not.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_model_address(
        &self,
        model: ModelId,
        provider: ProviderId,
        until: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        Ok(self
            .db
            .query_row(
                "SELECT address FROM model_addresses
                 WHERE model_id = ?1 AND provider = ?2 AND (expires_at IS NULL OR expires_at > ?3)",
                (model.to_string(), to_json("provider", &provider)?, until.0),
                |row| row.get(0),
            )
            .optional()?)
    }
}

impl Writer<'_> {
    /// Notes where the weights of a model lie; what was known before is forgotten.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_model_address(
        &self,
        model: ModelId,
        provider: ProviderId,
        at: &WeightsAddress,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT OR REPLACE INTO model_addresses VALUES (?1, ?2, ?3, ?4)",
            (
                model.to_string(),
                to_json("provider", &provider)?,
                &at.address,
                at.expires_at.map(|at| at.0),
            ),
        )?;
        Ok(())
    }

    /// Forgets an address that expires: it was not found any more.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forget_model_address(
        &self,
        model: ModelId,
        provider: ProviderId,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "DELETE FROM model_addresses WHERE model_id = ?1 AND provider = ?2 AND expires_at IS NOT NULL",
            (model.to_string(), to_json("provider", &provider)?),
        )?;
        Ok(())
    }

    /// Notes where the weights of a finished training lie, for the model that it becomes.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_run_address(&self, run: RunId, at: &WeightsAddress) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE run_requests SET weights_address = ?2, weights_expire_at = ?3 WHERE run_id = ?1",
            (
                run.to_string(),
                &at.address,
                at.expires_at.map(|at| at.0),
            ),
        )?;
        Ok(())
    }

    /// Gives the address of a run's weights to the model that was made of it, where one is known.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn hand_address_over(
        &self,
        run: RunId,
        model: ModelId,
        provider: ProviderId,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT OR REPLACE INTO model_addresses
             SELECT ?2, ?3, weights_address, weights_expire_at FROM run_requests
             WHERE run_id = ?1 AND weights_address IS NOT NULL",
            (
                run.to_string(),
                model.to_string(),
                to_json("provider", &provider)?,
            ),
        )?;
        Ok(())
    }
}
