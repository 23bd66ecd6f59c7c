//! `blazon-cli licences` and `blazon-cli updates`: what Blazon is made of, and whether there is a newer one.

use crate::session::Session;
use anyhow::bail;
use blazon_core::{list_licences, load_licence};
use blazon_model::{Licence, UpdateFinding};
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct Shown<'l> {
    #[serde(flatten)]
    licence: &'l Licence,
    text: String,
}

/// Lists every part with its terms, or shows the texts of those that are called `name`.
pub(crate) fn licences(session: &Session, name: Option<&str>) -> anyhow::Result<ExitCode> {
    let all = list_licences()?;
    let Some(name) = name else {
        for licence in &all {
            session.result(licence, || line(licence));
        }
        return Ok(ExitCode::SUCCESS);
    };
    let wanted = name.to_lowercase();
    let found = all
        .iter()
        .filter(|licence| licence.name.to_lowercase() == wanted);
    let found: Vec<&Licence> = found.collect();
    if found.is_empty() {
        bail!(session.say("cli-no-licence", &[("name", name.into())]));
    }
    for licence in found {
        let text = load_licence(licence.id)?;
        let shown = Shown { licence, text };
        session.result(&shown, || format!("{}\n\n{}\n", line(licence), shown.text));
    }
    Ok(ExitCode::SUCCESS)
}

fn line(licence: &Licence) -> String {
    let version = licence.version.as_deref().unwrap_or_default();
    format!("{} {version}  {}", licence.name, licence.licence)
}

/// Asks for a newer version; nothing is fetched.
pub(crate) fn updates(session: &Session) -> anyhow::Result<ExitCode> {
    let finding = session.studio.look_for_update()?;
    let page = session.studio.announced_page()?;
    session.result(&finding, || match &finding {
        UpdateFinding::Newest => session.say("cli-update-newest", &[]),
        UpdateFinding::Newer { version, .. } => session.say(
            "cli-update-newer",
            &[("version", version.as_str().into()), ("page", page.into())],
        ),
    });
    Ok(ExitCode::SUCCESS)
}
