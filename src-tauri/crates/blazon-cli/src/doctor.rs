//! `blazon-cli doctor`: what Blazon found on this computer, and what is missing.

use crate::session::Session;
use blazon_core::{SecretName, SecretPlace, explain};
use blazon_model::CardFinding;
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
    engine: EngineFinding,
    /// The graphics card; absent where no worker for cards is installed.
    card: Option<CardFinding>,
}

/// What trains and draws here.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EngineFinding {
    device: Option<String>,
    seconds_per_step: Option<f64>,
    trouble: Option<String>,
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
        engine: engine(session),
        card: session.studio.find_card(true)?,
    };
    session.result(&findings, || text(session, &findings));
    Ok(ExitCode::SUCCESS)
}

/// What came of trying a step of a training, so that what is told was measured here.
fn engine(session: &Session) -> EngineFinding {
    match session.studio.try_engine() {
        Ok(probed) => EngineFinding {
            device: Some(probed.device),
            seconds_per_step: probed.seconds_per_step,
            trouble: None,
        },
        Err(error) => EngineFinding {
            device: None,
            seconds_per_step: None,
            trouble: Some(explain(&anyhow::Error::from(error), &session.words).message),
        },
    }
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
    let engine = &findings.engine;
    lines.push(match &engine.device {
        Some(device) => session.say("cli-doctor-engine", &[("device", device.as_str().into())]),
        None => {
            let reason = engine.trouble.as_deref().unwrap_or_default();
            session.say("cli-doctor-no-engine", &[("reason", reason.into())])
        }
    });
    lines.extend(pace(session, engine.seconds_per_step));
    match &findings.card {
        Some(card) => {
            lines.push(match &card.name {
                Some(name) => session.say("cli-doctor-card", &[("device", name.as_str().into())]),
                None => {
                    let reason = card.trouble.as_str();
                    session.say("cli-doctor-no-card", &[("reason", reason.into())])
                }
            });
            lines.extend(pace(session, card.seconds_per_step));
        }
        None => lines.push(session.say("cli-doctor-no-card-worker", &[])),
    }
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

fn pace(session: &Session, seconds_per_step: Option<f64>) -> Option<String> {
    let seconds = seconds_per_step?;
    let figures = [
        ("seconds", format!("{seconds:.2}").into()),
        ("rate", format!("{:.0}", 60.0 / seconds).into()),
    ];
    Some(session.say("cli-doctor-pace", &figures))
}

fn number(count: usize) -> blazon_core::Argument {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}
