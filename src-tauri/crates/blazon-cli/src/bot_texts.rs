//! `blazon-cli bot texts`: what the bot says to guests, as it ships or written anew.

use crate::bot_arguments::TextsCommand;
use crate::bot_settings::keep;
use crate::session::Session;
use blazon_core::Studio;
use blazon_model::{BotLine, BotText, BotTextKey, LanguageTag, OwnBotText};
use std::process::ExitCode;

/// Lists the texts, or changes one and shows it.
pub(crate) fn run(session: &Session, command: Option<&TextsCommand>) -> anyhow::Result<ExitCode> {
    let (which, text) = match command {
        None => {
            list(session, |_| true)?;
            return Ok(ExitCode::SUCCESS);
        }
        Some(TextsCommand::Set { which, text }) => (*which, Some(text.trim())),
        Some(TextsCommand::Reset { which }) => (*which, None),
    };
    let (language, key) = (which.language.into(), which.key.into());
    if let Some(code) = say_anew(session, language, key, text)? {
        return Ok(code);
    }
    list(session, |text| (text.language, text.key) == (language, key))?;
    Ok(ExitCode::SUCCESS)
}

fn list(session: &Session, is_wanted: impl Fn(&BotText) -> bool) -> anyhow::Result<()> {
    let texts = session.studio.bot_overview(BotLine::Off)?.texts;
    for text in texts.iter().filter(|text| is_wanted(text)) {
        session.result(text, || line(session, text));
    }
    Ok(())
}

/// Keeps a text in place of the one that ships; without one, or with the one that ships, nothing of it is kept.
fn say_anew(
    session: &Session,
    language: LanguageTag,
    key: BotTextKey,
    text: Option<&str>,
) -> anyhow::Result<Option<ExitCode>> {
    let mut settings = session.studio.load_bot_settings()?;
    let is_other = |own: &OwnBotText| (own.language, own.key) != (language, key);
    settings.texts.retain(is_other);
    let shipped = Studio::bot_text(&settings, language, key);
    settings
        .texts
        .extend(text.filter(|text| *text != shipped).map(|text| OwnBotText {
            language,
            key,
            text: text.to_owned(),
        }));
    keep(session, &settings)
}

fn line(session: &Session, text: &BotText) -> String {
    let (id, said) = match &text.own {
        Some(own) => ("cli-bot-text-own", own),
        None => ("cli-bot-text", &text.standard),
    };
    session.say(
        id,
        &[
            ("key", name_of(text.key).into()),
            ("language", text.language.as_str().into()),
            ("text", said.as_str().into()),
        ],
    )
}

/// A text as it is named in a command.
const fn name_of(key: BotTextKey) -> &'static str {
    match key {
        BotTextKey::Welcome => "welcome",
        BotTextKey::AskHold => "ask-hold",
        BotTextKey::AskBanner => "ask-banner",
        BotTextKey::AskPortrait => "ask-portrait",
        BotTextKey::Ready => "ready",
        BotTextKey::Private => "private",
        BotTextKey::Help => "help",
    }
}
