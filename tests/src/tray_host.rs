//! A tray on a display's own bus: the icon that a program puts there, its menu, and the hand that clicks in it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::desktop::Desktop;
use crate::wait::{PATIENCE, until};

const HOST: &str = include_str!("tray_host.py");

/// The tray; it goes with this value, as when a panel is closed.
#[derive(Debug)]
pub struct TrayHost {
    host: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What stands in a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its text as it is seen.
    pub label: String,
    /// Whether it can be clicked.
    pub is_enabled: bool,
    /// Whether it has a tick.
    pub is_ticked: bool,
}

impl TrayHost {
    /// Starts a tray that every program on this desk finds, and that is empty.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(desktop: &Desktop) -> Result<Self> {
        let mut python = desktop.display().program("/usr/bin/python3");
        python
            .args(["-c", HOST])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut host = python.spawn().context("start /usr/bin/python3")?;
        let orders = host.stdin.take().context("the tray takes orders")?;
        let answers = host.stdout.take().context("the tray answers")?;
        let mut tray = Self {
            host,
            orders,
            answers: BufReader::new(answers),
        };
        let greeting = tray.hear()?;
        ensure!(greeting == "ready", "the tray says {greeting:?}");
        Ok(tray)
    }

    /// The menu of the icon, which is waited for.
    ///
    /// # Errors
    /// When none comes, or its program does not answer.
    pub fn menu(&mut self) -> Result<Vec<Entry>> {
        until("an icon in the tray", PATIENCE, || {
            let answer = self.ask("menu")?;
            Ok(answer
                .as_array()
                .map(|entries| entries.iter().map(entry).collect()))
        })
    }

    /// Clicks the entry with this text, which is waited for.
    ///
    /// # Errors
    /// When it does not come, or the program does not answer.
    pub fn click(&mut self, label: &str) -> Result<()> {
        until(&format!("{label:?} in the tray"), PATIENCE, || {
            Ok((self.ask(&format!("click {label}"))? == true).then_some(()))
        })
    }

    /// Whether no icon is there.
    ///
    /// # Errors
    /// When the tray has gone.
    pub fn is_empty(&mut self) -> Result<bool> {
        Ok(self.ask("count")? == 0)
    }

    fn ask(&mut self, order: &str) -> Result<Value> {
        writeln!(self.orders, "{order}").context("the tray has gone")?;
        let answer: Value = serde_json::from_str(&self.hear()?)?;
        match answer["error"].as_str() {
            Some(error) => bail!("{order}: {error}"),
            None => Ok(answer),
        }
    }

    fn hear(&mut self) -> Result<String> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        ensure!(!line.is_empty(), "the tray has gone");
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for TrayHost {
    fn drop(&mut self) {
        let _ = self.host.kill();
        let _ = self.host.wait();
    }
}

fn entry(value: &Value) -> Entry {
    Entry {
        label: value["label"].as_str().unwrap_or_default().to_owned(),
        is_enabled: value["is_enabled"] == true,
        is_ticked: value["is_ticked"] == true,
    }
}
