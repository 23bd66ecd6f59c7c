//! `blazon-cli bot run`: the bot on a server, with the work that its guests order, until the service manager wants it to
//! end.

use crate::bot::has_token;
use crate::bot_arguments::RunBot;
use crate::say;
use crate::session::Session;
use crate::work::asked_to_end;
use anyhow::{Context, bail};
use blazon_bot::limiter::Limits;
use blazon_bot::{Bot, BotOptions, Way, WebhookPlace, serve_health};
use blazon_model::{BotLine, BotTrouble};
use secrecy::SecretString;
use std::process::ExitCode;
use std::sync::Arc;

/// What Telegram shows where a webhook is used; made at the start where it is not set.
const SECRET: &str = "BLAZON_WEBHOOK_SECRET";
/// Set to `off`, Telegram's limits are not kept: for measurements against an emulator.
const LIMITS: &str = "BLAZON_BOT_LIMITS";

const NO_TOKEN: u8 = 3;
const HELD: u8 = 4;
const CONFLICT: u8 = 5;

/// Runs the bot until it is asked to end, or cannot go on.
pub(crate) fn run(session: &Session, options: &RunBot) -> anyhow::Result<ExitCode> {
    if !has_token(session)? {
        say::aside(&session.say("error-bot-no-token", &[]));
        return Ok(ExitCode::from(NO_TOKEN));
    }
    match session.studio.library().try_lock_bot()? {
        // The bot takes it for itself.
        Some(held) => drop(held),
        None => {
            say::aside(&session.say("cli-bot-held", &[]));
            return Ok(ExitCode::from(HELD));
        }
    }
    session.studio.start_runner()?;
    let bot = Bot::start(Arc::clone(&session.studio), bot_options(options)?)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("wait for the end")?;
    let ended = runtime.block_on(watch(session, &bot, options));
    bot.stop();
    bot.wait();
    ended
}

fn bot_options(options: &RunBot) -> anyhow::Result<BotOptions> {
    let way = match (&options.webhook, options.listen) {
        (Some(url), Some(listen)) => Way::Webhook(WebhookPlace {
            listen,
            url: url.clone(),
            path: path_of(url)?,
            secret: secret()?,
        }),
        _ => Way::Polls,
    };
    let limits = match std::env::var(LIMITS).as_deref() {
        Ok("off") => Limits::Off,
        _ => Limits::default(),
    };
    Ok(BotOptions {
        way,
        limits,
        ..BotOptions::default()
    })
}

/// The path of an address, as it arrives here. A Bot API server on this computer may bring updates in plain HTTP.
fn path_of(url: &str) -> anyhow::Result<String> {
    let here = url
        .strip_prefix("http://")
        .filter(|rest| rest.starts_with("127.0.0.1:") || rest.starts_with("localhost:"));
    let Some(rest) = url.strip_prefix("https://").or(here) else {
        bail!("the webhook needs an address in HTTPS");
    };
    let path = rest.find('/').map_or("/", |start| &rest[start..]);
    Ok(path.split(['?', '#']).next().unwrap_or("/").to_owned())
}

fn secret() -> anyhow::Result<SecretString> {
    if let Ok(set) = std::env::var(SECRET) {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        if set.is_empty() || set.len() > 256 || !set.bytes().all(is_letter) {
            bail!("{SECRET} takes 1 to 256 letters, digits, _ and -");
        }
        return Ok(set.into());
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).context("make a secret")?;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(hex.into())
}

async fn watch(session: &Session, bot: &Bot, options: &RunBot) -> anyhow::Result<ExitCode> {
    if let Some(address) = options.health {
        let listener = tokio::net::TcpListener::bind(address).await;
        let listener = listener.with_context(|| format!("listen at {address}"))?;
        tokio::spawn(serve_health(listener, bot.watch()));
    }
    let mut line = bot.watch();
    let mut told = None;
    let end = asked_to_end();
    tokio::pin!(end);
    loop {
        let now = *line.borrow_and_update();
        if told != Some(now) {
            tell(session, now);
            told = Some(now);
        }
        if let BotLine::Stopped { trouble } = now {
            return Ok(ExitCode::from(match trouble {
                BotTrouble::NoToken | BotTrouble::BadToken => NO_TOKEN,
                BotTrouble::Conflict => CONFLICT,
                BotTrouble::Offline
                | BotTrouble::TooMany
                | BotTrouble::TelegramBroken
                | BotTrouble::HostRefused
                | BotTrouble::BadProxy
                | BotTrouble::Failed => 1,
            }));
        }
        tokio::select! {
            ended = &mut end => {
                ended.context("wait for the signal to end")?;
                say::aside(&session.say("cli-bot-ends", &[]));
                return Ok(ExitCode::SUCCESS);
            }
            changed = line.changed() => if changed.is_err() {
                return Ok(ExitCode::from(1));
            },
        }
    }
}

/// Says how the line stands; as a line of JSON where that was asked for.
fn tell(session: &Session, line: BotLine) {
    if session.json {
        say::json(&line);
        return;
    }
    let id = match line {
        BotLine::Off => return,
        BotLine::Starting => "cli-bot-starting",
        BotLine::Running { .. } => "cli-bot-running",
        BotLine::Elsewhere => "cli-bot-held",
        BotLine::Waiting { trouble, .. } | BotLine::Stopped { trouble } => trouble_id(trouble),
    };
    say::aside(&session.say(id, &[]));
    let hint_id = format!("{id}-hint");
    let hint = session.say(&hint_id, &[]);
    if hint != hint_id {
        say::aside(&hint);
    }
}

const fn trouble_id(trouble: BotTrouble) -> &'static str {
    match trouble {
        BotTrouble::NoToken => "error-bot-no-token",
        BotTrouble::BadToken => "error-bot-token",
        BotTrouble::Conflict => "cli-bot-conflict",
        BotTrouble::Offline => "error-bot-offline",
        BotTrouble::TooMany => "cli-bot-too-many",
        BotTrouble::TelegramBroken => "error-bot-telegram",
        BotTrouble::HostRefused => "error-bot-host",
        BotTrouble::BadProxy => "error-bad-proxy",
        BotTrouble::Failed => "cli-bot-failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_webhook_is_what_arrives_here() {
        assert_eq!(path_of("https://bot.example.org/a/b?c").unwrap(), "/a/b");
        assert_eq!(path_of("https://bot.example.org").unwrap(), "/");
        assert_eq!(path_of("http://127.0.0.1:8443/a").unwrap(), "/a");
        assert!(path_of("http://bot.example.org/a").is_err());
        assert!(path_of("http://127.0.0.1.example.org/a").is_err());
    }
}
