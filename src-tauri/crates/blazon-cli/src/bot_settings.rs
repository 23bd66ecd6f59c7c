//! `blazon-cli bot settings` and `bot set`: how the bot works, for whom, where, and how much at most.

use crate::bot_arguments::{AccessArgument, PlaceArgument, SetBot};
use crate::session::Session;
use anyhow::bail;
use blazon_model::{BotAccess, BotSettings, InvalidBotSettings, LoraModel, ModelId, ProviderId};
use std::process::ExitCode;

/// Lists the settings.
pub(crate) fn list(session: &Session) -> anyhow::Result<()> {
    let settings = session.studio.load_bot_settings()?;
    let shared = session.studio.shared_models()?;
    session.result(&settings, || text_of(session, &settings, &shared));
    Ok(())
}

/// Changes what is named; the exit code where that was refused.
pub(crate) fn change(session: &Session, changed: &SetBot) -> anyhow::Result<Option<ExitCode>> {
    let mut settings = session.studio.load_bot_settings()?;
    if let Some(access) = changed.access {
        settings.access = match access {
            AccessArgument::Private => BotAccess::Private,
            AccessArgument::Open => BotAccess::Open,
        };
    }
    if let Some(place) = changed.place {
        settings.place = match place {
            PlaceArgument::Here => ProviderId::Local,
            PlaceArgument::Fal => ProviderId::Fal,
            PlaceArgument::Replicate => ProviderId::Replicate,
        };
        settings.endpoint = None;
    }
    settings.daily_quota = changed.quota.unwrap_or(settings.daily_quota);
    settings.daily_ceiling = changed.day_usd.unwrap_or(settings.daily_ceiling);
    settings.monthly_ceiling = changed.month_usd.unwrap_or(settings.monthly_ceiling);
    settings.longest_queue = changed.queue.unwrap_or(settings.longest_queue);
    settings.answers_missed = changed.answers_missed.unwrap_or(settings.answers_missed);
    if let Some(template) = &changed.template {
        settings.template.clone_from(template);
    }
    if let Some(wanted) = &changed.model {
        settings.model = Some(find_shared(session, wanted)?);
    }
    if changed.newest_model {
        settings.model = None;
    }
    if changed.price_per_picture.is_some() || changed.known_price {
        settings.typed_price = changed.price_per_picture;
    }
    keep(session, &settings)
}

/// Puts settings in place of the old ones; the exit code where they were refused.
pub(crate) fn keep(session: &Session, settings: &BotSettings) -> anyhow::Result<Option<ExitCode>> {
    match session.studio.change_bot_settings(settings) {
        Ok(()) => Ok(None),
        Err(error) if error.is::<InvalidBotSettings>() => Ok(Some(session.refuse(&error))),
        Err(error) => Err(error),
    }
}

/// The shared model with this id, name or trigger word.
fn find_shared(session: &Session, wanted: &str) -> anyhow::Result<ModelId> {
    let model = crate::models::find_model(session, wanted)?;
    let shared = session.studio.shared_models()?;
    if !shared.iter().any(|other| other.id == model.id) {
        bail!(session.say("cli-bot-model-not-shared", &[("name", wanted.into())]));
    }
    Ok(model.id)
}

fn text_of(session: &Session, settings: &BotSettings, shared: &[LoraModel]) -> String {
    let plain = |id| session.say(id, &[]);
    let access = match settings.access {
        BotAccess::Private => "cli-bot-settings-private",
        BotAccess::Open => "cli-bot-settings-open",
    };
    let chosen = |model: &&LoraModel| Some(model.id) == settings.model;
    let model = shared.iter().find(chosen).map_or_else(
        || plain("cli-bot-settings-newest-model"),
        |model| {
            let name = model.name.as_str().into();
            session.say("cli-bot-settings-model", &[("name", name)])
        },
    );
    let place = match settings.place {
        ProviderId::Local => "cli-bot-settings-here",
        ProviderId::Fal => "cli-bot-settings-fal",
        ProviderId::Replicate => "cli-bot-settings-replicate",
    };
    let mut lines = vec![plain(access), model, plain(place)];
    lines.extend(settings.typed_price.map(|price| {
        let price = price.to_string().into();
        session.say("cli-bot-settings-price", &[("price", price)])
    }));
    let template = settings.template.as_str().into();
    lines.push(session.say("cli-bot-settings-template", &[("template", template)]));
    lines.extend(limits(session, settings));
    lines.push(plain(if settings.answers_missed {
        "cli-bot-settings-answers-missed"
    } else {
        "cli-bot-settings-passes-over"
    }));
    lines.join("\n")
}

fn limits(session: &Session, settings: &BotSettings) -> [String; 3] {
    let sums = [
        ("day", settings.daily_ceiling.to_string().into()),
        ("month", settings.monthly_ceiling.to_string().into()),
    ];
    [
        session.say(
            "cli-bot-settings-quota",
            &[("pictures", settings.daily_quota.into())],
        ),
        session.say(
            "cli-bot-settings-queue",
            &[("pictures", settings.longest_queue.into())],
        ),
        session.say("cli-bot-settings-ceilings", &sums),
    ]
}
