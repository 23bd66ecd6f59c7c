//! `blazon-cli bot`: the bot's settings and guests, and the bot itself on a server.

use crate::bot_arguments::BotCommand;
use crate::session::Session;
use crate::{bot_settings, bot_texts, say};
use anyhow::Context;
use blazon_core::SecretName;
use blazon_model::{BotAccess, BotLine, BotOverview, GuestAccess, GuestLine, TelegramId};
use secrecy::SecretString;
use std::io::Read;
use std::process::ExitCode;

/// No token is longer; what is read from a file by mistake is not kept whole.
const LONGEST: u64 = 4096;

/// Does what is asked of the bot.
pub(crate) fn run(session: &Session, command: &BotCommand) -> anyhow::Result<ExitCode> {
    let studio = &session.studio;
    match command {
        BotCommand::Run(options) => return crate::bot_run::run(session, options),
        BotCommand::Connect => return connect(session),
        BotCommand::Forget => {
            studio.forget_bot()?;
            say::aside(&session.say("cli-bot-forgotten", &[]));
        }
        BotCommand::Status => status(session)?,
        BotCommand::Pair => {
            let pairing = studio.make_pairing_code()?;
            session.result(&pairing, || {
                let arguments = [
                    ("code", pairing.code.as_str().into()),
                    ("link", pairing.link.as_str().into()),
                ];
                session.say("cli-bot-pairing", &arguments)
            });
        }
        BotCommand::Guests => list(session, &studio.list_guests()?),
        BotCommand::Allow { number } => {
            list(session, &studio.add_guest(&number.to_string())?);
        }
        BotCommand::Ban { number } => {
            let banned = studio.set_guest_access(TelegramId(*number), GuestAccess::Banned)?;
            list(session, &banned);
        }
        BotCommand::Quota { number, pictures } => {
            let quota = match pictures.as_str() {
                "none" => None,
                pictures => Some(pictures.parse().context("read the number of pictures")?),
            };
            list(
                session,
                &studio.set_guest_quota(TelegramId(*number), quota)?,
            );
        }
        BotCommand::Settings => bot_settings::list(session)?,
        BotCommand::Set(changed) => {
            let refused = bot_settings::change(session, changed)?;
            if let Some(code) = refused {
                return Ok(code);
            }
            status(session)?;
        }
        BotCommand::Texts { command } => return bot_texts::run(session, command.as_ref()),
    }
    Ok(ExitCode::SUCCESS)
}

fn connect(session: &Session) -> anyhow::Result<ExitCode> {
    let mut token = String::new();
    let mut input = std::io::stdin().lock().take(LONGEST);
    input.read_to_string(&mut token).context("read the token")?;
    if token.trim().is_empty() {
        say::aside(&session.say("cli-key-empty", &[]));
        return Ok(ExitCode::from(2));
    }
    let token: SecretString = token.trim().into();
    let identity = session.studio.connect_bot(&token)?;
    session.result(&identity, || {
        let username = identity.username.as_str().into();
        session.say("cli-bot-connected", &[("username", username)])
    });
    Ok(ExitCode::SUCCESS)
}

fn status(session: &Session) -> anyhow::Result<()> {
    let overview = session.studio.bot_overview(BotLine::Off)?;
    session.result(&overview, || summary(session, &overview));
    Ok(())
}

fn summary(session: &Session, overview: &BotOverview) -> String {
    let settings = &overview.settings;
    let access = match settings.access {
        BotAccess::Private => "cli-bot-private",
        BotAccess::Open => "cli-bot-open",
    };
    let bot = match &overview.identity {
        Some(identity) => format!("@{}", identity.username),
        None => session.say("cli-bot-none", &[]),
    };
    session.say(
        "cli-bot-status",
        &[
            ("bot", bot.into()),
            ("access", session.say(access, &[]).into()),
            ("shared", count(overview.shared.len()).into()),
            ("waiting", overview.waiting.into()),
            ("pictures", overview.today.pictures.into()),
            ("quota", settings.daily_quota.into()),
            ("spent", overview.today.spent.to_string().into()),
            ("day", settings.daily_ceiling.to_string().into()),
            ("month", overview.month_spent.to_string().into()),
            ("ceiling", settings.monthly_ceiling.to_string().into()),
        ],
    )
}

fn list(session: &Session, guests: &[GuestLine]) {
    for line in guests {
        session.result(line, || {
            let guest = &line.guest;
            let access = match guest.access {
                GuestAccess::Owner => "cli-guest-owner",
                GuestAccess::Allowed => "cli-guest-allowed",
                GuestAccess::Waiting => "cli-guest-waiting",
                GuestAccess::Banned => "cli-guest-banned",
            };
            session.say(
                "cli-guest-line",
                &[
                    ("number", guest.telegram.0.to_string().into()),
                    ("name", guest.name.as_str().into()),
                    ("access", session.say(access, &[]).into()),
                    ("pictures", line.pictures_today.into()),
                    ("spent", line.spent_today.to_string().into()),
                ],
            )
        });
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Whether a token is kept or set.
pub(crate) fn has_token(session: &Session) -> anyhow::Result<bool> {
    let found = session.studio.secrets().load(SecretName::TelegramToken)?;
    Ok(found.is_some())
}
