//! The bot's switch: what it says is a setting, what it does is a bot that runs in this program.

use crate::app::App;
use crate::error::CommandError;
use blazon_bot::{Bot, BotOptions};
use blazon_core::Studio;
use blazon_model::BotLine;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The bot of this program, where it is on.
#[derive(Default)]
pub(crate) struct BotSwitch(Mutex<Option<Bot>>);

impl BotSwitch {
    fn bot(&self) -> MutexGuard<'_, Option<Bot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How its line to Telegram stands.
    pub(crate) fn line(&self) -> BotLine {
        self.bot().as_ref().map_or(BotLine::Off, Bot::line)
    }

    /// Whether it is on.
    pub(crate) fn is_on(&self) -> bool {
        self.bot().is_some()
    }

    /// Switches it on; one that stopped by itself begins anew.
    pub(crate) fn on(&self, studio: &Arc<Studio>) -> anyhow::Result<()> {
        let mut bot = self.bot();
        let is_over = |bot: &Bot| matches!(bot.line(), BotLine::Stopped { .. } | BotLine::Off);
        if bot.as_ref().is_none_or(is_over) {
            *bot = None;
            *bot = Some(Bot::start(Arc::clone(studio), BotOptions::default())?);
        }
        Ok(())
    }

    /// Switches it off, at once.
    pub(crate) fn off(&self) {
        if let Some(bot) = self.bot().take() {
            bot.stop();
        }
    }

    /// Goes on with another token, where it is on.
    pub(crate) fn begin_anew(&self, studio: &Arc<Studio>) {
        if !self.is_on() {
            return;
        }
        self.off();
        if let Err(error) = self.on(studio) {
            tracing::error!(error = format!("{error:#}"), "the bot cannot begin anew");
        }
    }
}

/// Does what the switch says, and notes it.
pub(crate) async fn switch(app: &App, on: bool) -> Result<(), CommandError> {
    let studio = Arc::clone(app.studio().await?);
    if on {
        app.bot
            .on(&studio)
            .map_err(|error| CommandError::of(&error, &studio.words()))?;
    } else {
        app.bot.off();
    }
    app.call(move |studio| studio.note_bot_switch(on)).await
}

/// Goes on where the switch was left when the program ended.
pub(crate) fn take_up(app: &App, studio: &Arc<Studio>) {
    let taken_up = studio.load_bot_settings().and_then(|settings| {
        if settings.is_on {
            app.bot.on(studio)?;
        }
        Ok(())
    });
    if let Err(error) = taken_up {
        tracing::error!(
            error = format!("{error:#}"),
            "the bot cannot be switched on"
        );
    }
}
