//! Keys of hosted providers as a person handles them: set, tested, forgotten. None is ever read back.

use crate::places::secret_of;
use crate::{Event, SecretPlace, Studio};
use anyhow::Context;
use blazon_model::ProviderId;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Whether a provider's key is set, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeyState {
    /// Whose key.
    pub provider: ProviderId,
    /// Where it was found; `None` where none is set.
    pub place: Option<SecretPlace>,
}

impl Studio {
    /// Where the key of each hosted provider is.
    ///
    /// # Errors
    /// When the file of keys cannot be read.
    pub fn list_keys(&self) -> anyhow::Result<Vec<KeyState>> {
        [ProviderId::Fal, ProviderId::Replicate]
            .into_iter()
            .map(|provider| self.find_key(provider))
            .collect()
    }

    /// Keeps the key of `provider` in the keychain, or in the library where there is no keychain.
    ///
    /// # Errors
    /// For an empty key, and when no place takes it.
    pub fn save_key(&self, provider: ProviderId, key: &SecretString) -> anyhow::Result<KeyState> {
        let name = secret_of(provider).context("find what opens this computer")?;
        self.secrets.save(name, key)?;
        self.keys_changed(provider)
    }

    /// Forgets the key of `provider`. One in the environment stays, and is found from then on.
    ///
    /// # Errors
    /// When the keychain or the file refuses.
    pub fn forget_key(&self, provider: ProviderId) -> anyhow::Result<KeyState> {
        if let Some(name) = secret_of(provider) {
            self.secrets.remove(name)?;
        }
        self.keys_changed(provider)
    }

    fn keys_changed(&self, provider: ProviderId) -> anyhow::Result<KeyState> {
        self.events.send(Event::KeysChanged);
        // A run may wait for its key.
        self.runner.wake();
        self.find_key(provider)
    }

    fn find_key(&self, provider: ProviderId) -> anyhow::Result<KeyState> {
        let found = match secret_of(provider) {
            Some(name) => self.secrets.load(name)?,
            None => None,
        };
        Ok(KeyState {
            provider,
            place: found.map(|(_, place)| place),
        })
    }
}
