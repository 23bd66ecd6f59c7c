//! `blazon-cli keys`: keys of providers, kept, tested, forgotten. A key is never printed.

use crate::arguments::{KeyArgument, KeysCommand};
use crate::say;
use crate::session::Session;
use anyhow::Context;
use blazon_core::{SecretName, SecretPlace};
use blazon_model::ProviderId;
use serde::Serialize;
use std::io::Read;
use std::process::ExitCode;

/// No key is longer; what is read from a file by mistake is not kept whole.
const LONGEST: u64 = 4096;

#[derive(Serialize)]
struct Tested {
    provider: ProviderId,
    account: Option<String>,
}

/// Keeps, tests or forgets a key.
pub(crate) fn run(session: &Session, command: &KeysCommand) -> anyhow::Result<ExitCode> {
    match command {
        KeysCommand::Set { of } => set(session, *of),
        KeysCommand::Test { of } => test(session, *of),
        KeysCommand::Remove { of } => {
            session.studio.secrets().remove(secret(*of))?;
            say::aside(&session.say("cli-key-removed", &[]));
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn set(session: &Session, of: KeyArgument) -> anyhow::Result<ExitCode> {
    let mut key = String::new();
    let mut input = std::io::stdin().lock().take(LONGEST);
    input.read_to_string(&mut key).context("read the key")?;
    if key.trim().is_empty() {
        say::aside(&session.say("cli-key-empty", &[]));
        return Ok(ExitCode::from(2));
    }
    let place = session.studio.secrets().save(secret(of), &key.into())?;
    let id = match place {
        SecretPlace::Keychain | SecretPlace::Environment => "cli-key-in-keychain",
        SecretPlace::File => "cli-key-in-file",
    };
    say::aside(&session.say(id, &[]));
    Ok(ExitCode::SUCCESS)
}

fn test(session: &Session, of: KeyArgument) -> anyhow::Result<ExitCode> {
    let provider = match of {
        KeyArgument::Fal => ProviderId::Fal,
        KeyArgument::Replicate => ProviderId::Replicate,
    };
    let account = session.studio.test_key_now(provider)?;
    let tested = Tested { provider, account };
    session.result(&tested, || match &tested.account {
        Some(account) => session.say("cli-key-good-of", &[("account", account.as_str().into())]),
        None => session.say("cli-key-good", &[]),
    });
    Ok(ExitCode::SUCCESS)
}

const fn secret(of: KeyArgument) -> SecretName {
    match of {
        KeyArgument::Fal => SecretName::FalKey,
        KeyArgument::Replicate => SecretName::ReplicateToken,
    }
}
