//! `blazon-cli doctor`: what Blazon found on this computer, and what is missing.

use crate::session::Session;
use blazon_core::{SecretName, SecretPlace};
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Findings {
    version: &'static str,
    system: &'static str,
    processors: usize,
    library: String,
    datasets: usize,
    keychain: bool,
    keys: Vec<KeyFinding>,
}

#[derive(Serialize)]
struct KeyFinding {
    name: &'static str,
    place: Option<&'static str>,
}

/// Looks and tells. Never shows a key.
pub(crate) fn run(session: &Session) -> anyhow::Result<ExitCode> {
    let secrets = session.studio.secrets();
    let mut keys = Vec::new();
    for name in [
        SecretName::FalKey,
        SecretName::ReplicateToken,
        SecretName::TelegramToken,
    ] {
        let place = secrets.load(name)?.map(|(_, place)| match place {
            SecretPlace::Keychain => "keychain",
            SecretPlace::Environment => "environment",
            SecretPlace::File => "file",
        });
        keys.push(KeyFinding {
            name: name.variable(),
            place,
        });
    }
    let findings = Findings {
        version: env!("CARGO_PKG_VERSION"),
        system: std::env::consts::OS,
        processors: std::thread::available_parallelism().map_or(1, usize::from),
        library: session.studio.library().home().display().to_string(),
        datasets: session.studio.list_datasets()?.len(),
        keychain: secrets.has_keychain(),
        keys,
    };
    session.result(&findings, || text(session, &findings));
    Ok(ExitCode::SUCCESS)
}

fn text(session: &Session, findings: &Findings) -> String {
    let mut lines = vec![
        format!("Blazon {} ({})", findings.version, findings.system),
        session.say(
            "cli-doctor-processors",
            &[("count", number(findings.processors))],
        ),
        session.say(
            "cli-doctor-library",
            &[("path", findings.library.as_str().into())],
        ),
        session.say(
            "cli-doctor-datasets",
            &[("count", number(findings.datasets))],
        ),
        session.say(
            if findings.keychain {
                "cli-doctor-keychain"
            } else {
                "cli-doctor-no-keychain"
            },
            &[],
        ),
    ];
    for key in &findings.keys {
        let id = match key.place {
            Some("keychain") => "cli-doctor-key-keychain",
            Some("environment") => "cli-doctor-key-environment",
            Some(_) => "cli-doctor-key-file",
            None => "cli-doctor-key-missing",
        };
        lines.push(session.say(id, &[("name", key.name.into())]));
    }
    lines.join("\n")
}

fn number(count: usize) -> blazon_core::Argument {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}
