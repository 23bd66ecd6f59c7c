//! A notification service on a display's own bus: what programs tell a person, as lines of text.

use std::fs;
use std::path::PathBuf;
use std::process::Child;

use anyhow::Result;
use tempfile::TempDir;

use crate::display::{Display, spawn_and_hear};

const SERVICE: &str = include_str!("notifications.py");

/// The service; it ends with this value.
#[derive(Debug)]
pub struct Notifications {
    service: Child,
    folder: TempDir,
}

impl Notifications {
    /// Starts a service that every program on `display` finds.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn on(display: &Display) -> Result<Self> {
        let folder = TempDir::with_prefix("blazon-notifications-")?;
        let script = folder.path().join("service.py");
        fs::write(&script, SERVICE)?;
        let mut python = display.program("/usr/bin/python3");
        python.arg(&script).arg(folder.path().join("told"));
        let (service, _) = spawn_and_hear(&mut python)?;
        Ok(Self { service, folder })
    }

    /// What was told until now, `summary: body`.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let told = fs::read_to_string(self.told_file()).unwrap_or_default();
        told.lines().map(str::to_owned).collect()
    }

    fn told_file(&self) -> PathBuf {
        self.folder.path().join("told")
    }
}

impl Drop for Notifications {
    fn drop(&mut self) {
        let _ = self.service.kill();
        let _ = self.service.wait();
    }
}
