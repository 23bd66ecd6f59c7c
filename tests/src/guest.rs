//! Somebody on Telegram, who is a program of its own: it plays the dialogue with a bot to its end over HTTP.
//!
//! What it does is in `guest.py`; this starts it and reads what it has seen. Neither knows which program the bot is of.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = include_str!("guest.py");

/// A guest who has a badge.
#[derive(Debug)]
pub struct Guest {
    /// The person's id, which is that of the chat with the bot too.
    pub id: i64,
    /// The badge, byte by byte as it came.
    pub photo: Vec<u8>,
    /// What stood under the badge.
    pub caption: String,
    /// The texts on the buttons under it.
    pub buttons: Vec<String>,
    /// The name of the file that came when the badge was asked for as one.
    pub document: String,
    /// All that the bot was seen to say, edits in place included, in this order.
    pub texts: Vec<String>,
}

/// A person appears at the Telegram of this address, orders a badge with these words, gets it as a photo and as a file.
///
/// # Errors
/// When the bot is silent or says something else; the program's sentence is in it.
pub fn plays(
    telegram_url: &str,
    name: &str,
    language: &str,
    hold: &str,
    banner: &str,
) -> Result<Guest> {
    let folder = TempDir::with_prefix("blazon-guest-")?;
    let (script, photo) = (folder.path().join("guest.py"), folder.path().join("photo"));
    fs::write(&script, PROGRAM)?;
    let output = Command::new("/usr/bin/python3")
        .arg(&script)
        .args([telegram_url, name, language, hold, banner])
        .arg(&photo)
        .output()
        .context("start /usr/bin/python3")?;
    ensure!(
        output.status.success(),
        "the guest gave up: {}",
        String::from_utf8_lossy(&output.stderr).trim_end()
    );
    let seen: Value = serde_json::from_slice(&output.stdout).context("read what was seen")?;
    Ok(Guest {
        id: seen["id"].as_i64().context("the guest has an id")?,
        photo: fs::read(&photo).context("read the photo")?,
        caption: text(&seen["caption"]),
        buttons: texts(&seen["buttons"]),
        document: text(&seen["document"]),
        texts: texts(&seen["texts"]),
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}
