//! `blazon-cli demo`: the way through Blazon with the sample photos, as far as it is built.

use crate::progress::follow_import;
use crate::say;
use crate::session::Session;
use std::process::ExitCode;

/// Makes a dataset of the samples, or finds the one of an earlier demo.
pub(crate) fn run(session: &Session) -> anyhow::Result<ExitCode> {
    let name = session.say("dataset-samples-name", &[]);
    let known = session
        .studio
        .list_datasets()?
        .into_iter()
        .find(|dataset| dataset.name.as_str() == name);
    let dataset = match known {
        Some(dataset) => dataset,
        None => {
            let started = session.studio.import_samples()?;
            let code = follow_import(session, &started.job)?;
            if code != ExitCode::SUCCESS {
                return Ok(code);
            }
            session.studio.load_dataset(started.dataset.id)?
        }
    };
    session.result(&dataset, || {
        let library = session.studio.library().home().display().to_string();
        session.say(
            "cli-demo",
            &[
                ("name", dataset.name.as_str().into()),
                ("trigger", dataset.trigger.as_str().into()),
                ("photos", dataset.photo_count.into()),
                ("library", library.into()),
            ],
        )
    });
    if !session.json {
        say::line(&session.say("cli-demo-next", &[]));
    }
    Ok(ExitCode::SUCCESS)
}
