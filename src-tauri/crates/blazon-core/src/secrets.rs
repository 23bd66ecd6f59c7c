//! Keys and tokens: the system's keychain first, then the environment, then a file for this user.

use anyhow::{Context, bail};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// The name under which the keychain lists our entries.
const SERVICE: &str = "app.blazon.desktop";

/// A secret that Blazon keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretName {
    /// The key of fal.ai.
    FalKey,
    /// The token of Replicate.
    ReplicateToken,
    /// The token of the Telegram bot.
    TelegramToken,
}

impl SecretName {
    /// The entry's name in the keychain and in the file.
    const fn entry(self) -> &'static str {
        match self {
            Self::FalKey => "fal",
            Self::ReplicateToken => "replicate",
            Self::TelegramToken => "telegram",
        }
    }

    /// The environment variable that may hold it.
    #[must_use]
    pub const fn variable(self) -> &'static str {
        match self {
            Self::FalKey => "FAL_KEY",
            Self::ReplicateToken => "REPLICATE_API_TOKEN",
            Self::TelegramToken => "TELEGRAM_BOT_TOKEN",
        }
    }
}

/// Where a secret was found or kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SecretPlace {
    /// The system's keychain.
    Keychain,
    /// An environment variable.
    Environment,
    /// The file in the library that only this user may read.
    File,
}

/// A place that keeps secrets.
pub trait SecretStore: Send + Sync {
    /// The secret `name`, where it is kept here.
    ///
    /// # Errors
    /// When the place cannot be asked.
    fn load(&self, name: SecretName) -> anyhow::Result<Option<SecretString>>;
    /// Keeps a secret in place of an older one.
    ///
    /// # Errors
    /// When the place refuses.
    fn save(&self, name: SecretName, secret: &SecretString) -> anyhow::Result<()>;
    /// Forgets a secret; one that is not kept is no error.
    ///
    /// # Errors
    /// When the place refuses.
    fn remove(&self, name: SecretName) -> anyhow::Result<()>;
}

/// The system's keychain: Secret Service, Keychain or Credential Manager.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keychain;

impl Keychain {
    fn entry(name: SecretName) -> anyhow::Result<keyring::Entry> {
        keyring::Entry::new(SERVICE, name.entry()).context("open the keychain")
    }
}

impl SecretStore for Keychain {
    fn load(&self, name: SecretName) -> anyhow::Result<Option<SecretString>> {
        match Self::entry(name)?.get_password() {
            Ok(secret) => Ok(Some(secret.into())),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(error).context("ask the keychain"),
        }
    }

    fn save(&self, name: SecretName, secret: &SecretString) -> anyhow::Result<()> {
        Self::entry(name)?
            .set_password(secret.expose_secret())
            .context("write to the keychain")
    }

    fn remove(&self, name: SecretName) -> anyhow::Result<()> {
        match Self::entry(name)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(error).context("remove from the keychain"),
        }
    }
}

/// A file that only this user may read: `keys.json` in the library, mode 0600.
#[derive(Debug)]
pub struct SecretFile {
    path: PathBuf,
    turn: Mutex<()>,
}

impl SecretFile {
    /// The file in the library `home`.
    #[must_use]
    pub fn in_library(home: &Path) -> Self {
        Self {
            path: home.join("keys.json"),
            turn: Mutex::new(()),
        }
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn read(&self) -> anyhow::Result<BTreeMap<String, String>> {
        match fs::read(&self.path) {
            Ok(bytes) => serde_json::from_slice(&bytes).context("read the file of keys"),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(error).context("open the file of keys"),
        }
    }

    fn change(&self, change: impl FnOnce(&mut BTreeMap<String, String>)) -> anyhow::Result<()> {
        let _turn = self
            .turn
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut secrets = self.read()?;
        change(&mut secrets);
        let folder = self.path.parent().context("find the library")?;
        // A temporary file is made for this user alone (0600) and keeps that when it is renamed.
        let mut file = tempfile::NamedTempFile::new_in(folder).context("write the file of keys")?;
        serde_json::to_writer(&mut file, &secrets)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(&self.path).context("write the file of keys")?;
        Ok(())
    }
}

impl SecretStore for SecretFile {
    fn load(&self, name: SecretName) -> anyhow::Result<Option<SecretString>> {
        Ok(self.read()?.remove(name.entry()).map(SecretString::from))
    }

    fn save(&self, name: SecretName, secret: &SecretString) -> anyhow::Result<()> {
        self.change(|secrets| {
            secrets.insert(name.entry().to_owned(), secret.expose_secret().to_owned());
        })
    }

    fn remove(&self, name: SecretName) -> anyhow::Result<()> {
        if self.path.exists() {
            self.change(|secrets| {
                secrets.remove(name.entry());
            })?;
        }
        Ok(())
    }
}

/// All places in their order.
pub struct Secrets {
    keychain: Box<dyn SecretStore>,
    environment: fn(&str) -> Option<String>,
    file: Box<dyn SecretStore>,
    /// Whether the log says that the keychain does not answer.
    silence_told: AtomicBool,
}

impl Secrets {
    /// The system's keychain, the environment, and the file in the library `home`.
    #[must_use]
    pub fn of_system(home: &Path) -> Self {
        Self::new(
            Box::new(Keychain),
            |name| std::env::var(name).ok(),
            Box::new(SecretFile::in_library(home)),
        )
    }

    /// Places of the caller's choice.
    #[must_use]
    pub fn new(
        keychain: Box<dyn SecretStore>,
        environment: fn(&str) -> Option<String>,
        file: Box<dyn SecretStore>,
    ) -> Self {
        Self {
            keychain,
            environment,
            file,
            silence_told: AtomicBool::new(false),
        }
    }

    /// Whether the keychain answers.
    #[must_use]
    pub fn has_keychain(&self) -> bool {
        self.keychain.load(SecretName::FalKey).is_ok()
    }

    /// The secret `name` and where it was found: keychain, environment, file.
    ///
    /// # Errors
    /// When the file cannot be read. A keychain that does not answer counts as empty.
    pub fn load(&self, name: SecretName) -> anyhow::Result<Option<(SecretString, SecretPlace)>> {
        match self.keychain.load(name) {
            Ok(Some(secret)) => return Ok(Some((secret, SecretPlace::Keychain))),
            Ok(None) => {}
            Err(error) => {
                // A server without one would say so at each order.
                if !self.silence_told.swap(true, Ordering::Relaxed) {
                    tracing::info!(%error, "the keychain does not answer");
                }
            }
        }
        let set = (self.environment)(name.variable()).filter(|secret| !secret.trim().is_empty());
        if let Some(secret) = set {
            return Ok(Some((
                secret.trim().to_owned().into(),
                SecretPlace::Environment,
            )));
        }
        Ok(self
            .file
            .load(name)?
            .map(|secret| (secret, SecretPlace::File)))
    }

    /// Keeps a secret in the keychain, or in the file where there is no keychain; the caller says
    /// so on screen.
    ///
    /// # Errors
    /// For an empty secret, and when neither place takes it.
    pub fn save(&self, name: SecretName, secret: &SecretString) -> anyhow::Result<SecretPlace> {
        let trimmed = SecretString::from(secret.expose_secret().trim().to_owned());
        if trimmed.expose_secret().is_empty() {
            bail!("an empty key cannot be kept");
        }
        match self.keychain.save(name, &trimmed) {
            Ok(()) => {
                // An older copy in the file would outlive a key that is changed in the keychain.
                self.file.remove(name)?;
                Ok(SecretPlace::Keychain)
            }
            Err(error) => {
                tracing::info!(%error, "the keychain does not answer; the key goes to the file");
                self.file.save(name, &trimmed)?;
                Ok(SecretPlace::File)
            }
        }
    }

    /// Forgets a secret in the keychain and in the file. The environment is not ours to change.
    ///
    /// # Errors
    /// When the file cannot be changed, or the keychain answers and refuses.
    pub fn remove(&self, name: SecretName) -> anyhow::Result<()> {
        if self.has_keychain() {
            self.keychain.remove(name)?;
        }
        self.file.remove(name)
    }
}
