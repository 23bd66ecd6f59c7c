//! What is answered to an update. Everything here blocks on the library and nothing on Telegram: what is to be said is
//! given back.
//!
//! An update may come again after a crash. What it asked for is then found by its number, and what was said about it is
//! said again: a doubled answer is better than none.

use crate::replies::{Reply, Tongue, language_buttons, model_buttons};
use crate::state::{Dialogue, State};
use blazon_core::{
    Admission, Asked, BotJob, BotOrder, BotRefusal, Studio, Visitor, guest_name, guest_words,
};
use blazon_model::{
    BotId, BotJobId, BotJobKind, BotSettings, BotTextKey, ChatId, Guest, LanguageTag, ModelId,
    TelegramId,
};
use blazon_providers::telegram::{
    CallbackQuery, Chat, ChatKind, Message, Update, UpdateKind, User,
};

/// The length of a code that pairs (see the core's `make_pairing_code`).
const CODE: usize = 8;

/// The bot as a dialogue knows it.
#[derive(Clone, Debug)]
pub(crate) struct Speaker {
    pub(crate) bot: BotId,
    /// Its name in groups: `/create@name`.
    pub(crate) username: String,
}

/// Who is spoken with.
struct Talk<'a> {
    studio: &'a Studio,
    settings: BotSettings,
    visitor: Visitor,
    asked: Asked,
    tongue: Tongue,
    dialogue: Dialogue,
}

impl Speaker {
    /// What is answered to an update.
    ///
    /// # Errors
    /// When the library fails.
    pub(crate) fn answer(&self, studio: &Studio, update: &Update) -> anyhow::Result<Vec<Reply>> {
        match &update.kind {
            UpdateKind::Message(message) => self.answer_message(studio, update.id, message),
            UpdateKind::Callback(press) => self.answer_press(studio, update.id, press),
            UpdateKind::Other => Ok(Vec::new()),
        }
    }

    /// Whether a later update of the same person in the same chat was taken in, so that this one was answered.
    ///
    /// # Errors
    /// When the library fails.
    pub(crate) fn is_over(&self, studio: &Studio, update: &Update) -> anyhow::Result<bool> {
        let (chat, person) = match &update.kind {
            UpdateKind::Message(message) => (message.chat.id, message.from.as_ref()),
            UpdateKind::Callback(press) => (chat_of(press), Some(&press.from)),
            UpdateKind::Other => return Ok(true),
        };
        let Some(person) = person else {
            return Ok(true);
        };
        let row = studio.find_dialogue(self.visitor(chat, person))?;
        Ok(row.is_some_and(|row| update.id < row.update))
    }

    fn answer_message(
        &self,
        studio: &Studio,
        update: i64,
        message: &Message,
    ) -> anyhow::Result<Vec<Reply>> {
        let Some(person) = message.from.as_ref().filter(|person| !person.is_bot) else {
            return Ok(Vec::new());
        };
        let is_group = is_group(&message.chat);
        if !is_group && message.chat.kind != ChatKind::Private {
            return Ok(Vec::new());
        }
        let text = message.text.as_deref().unwrap_or_default();
        let command = Command::read(text, &self.username);
        if command == Some(Command::OfAnother) {
            return Ok(Vec::new());
        }
        let visitor = self.visitor(message.chat.id, person);
        let dialogue = Dialogue::of_row(studio.find_dialogue(visitor)?);
        // A group talks about other things too.
        if is_group && command.is_none() && !dialogue.state.expects_words() {
            return Ok(Vec::new());
        }
        let admission = admit(studio, person)?;
        let paired = match &command {
            Some(Command::Start(payload)) => pair(studio, person, &admission, payload, true)?,
            None if !is_group => pair(studio, person, &admission, text.trim(), false)?,
            _ => None,
        };
        if let Some(told) = paired {
            return Ok(vec![told]);
        }
        let guest = match admission {
            Admission::Guest(guest) => guest,
            Admission::Banned => return Ok(Vec::new()),
            Admission::Stranger { is_first } => return stranger(studio, person, is_first),
        };
        let mut talk = Talk {
            settings: studio.load_bot_settings()?,
            studio,
            visitor,
            asked: Asked {
                update,
                message: Some(message.message_id),
            },
            tongue: tongue_of(Some(&guest), person),
            dialogue,
        };
        let is_known = update <= talk.dialogue.update;
        let action = command.as_ref().map_or("words", Command::name);
        let replies = match command {
            // It was taken in before a crash, and what came of it may not have been said.
            _ if is_known => talk.say_again()?,
            Some(command) => talk.obey(command)?,
            None if text.trim().is_empty() => vec![talk.say("guest-words-only")],
            None => talk.take_words(text)?,
        };
        log(&talk, action, replies.len());
        Ok(replies)
    }

    fn answer_press(
        &self,
        studio: &Studio,
        update: i64,
        press: &CallbackQuery,
    ) -> anyhow::Result<Vec<Reply>> {
        let visitor = self.visitor(chat_of(press), &press.from);
        let heard = Reply::Pressed {
            id: press.id.clone(),
        };
        let Admission::Guest(guest) = admit(studio, &press.from)? else {
            return Ok(vec![heard]);
        };
        let mut talk = Talk {
            settings: studio.load_bot_settings()?,
            studio,
            visitor,
            asked: Asked {
                update,
                message: None,
            },
            tongue: tongue_of(Some(&guest), &press.from),
            dialogue: Dialogue::of_row(studio.find_dialogue(visitor)?),
        };
        let pressed = talk.press(press.data.as_deref().unwrap_or_default())?;
        log(&talk, "button", pressed.len());
        Ok(std::iter::once(heard).chain(pressed).collect())
    }

    fn visitor(&self, chat: i64, person: &User) -> Visitor {
        Visitor {
            bot: self.bot,
            chat: ChatId(chat),
            person: TelegramId(person.id),
        }
    }
}

impl Talk<'_> {
    fn say(&self, id: &str) -> Reply {
        Reply::Say {
            text: self.tongue.say(id),
            buttons: None,
        }
    }

    fn text(&self, key: BotTextKey) -> String {
        Studio::bot_text(&self.settings, self.tongue.language, key)
    }

    fn ask(&self, key: BotTextKey) -> Reply {
        Reply::Ask {
            text: self.text(key),
        }
    }

    /// Notes what is expected next.
    fn await_next(&mut self, state: State) -> anyhow::Result<()> {
        self.dialogue.state = state;
        self.dialogue.update = self.asked.update.max(self.dialogue.update);
        self.studio
            .save_dialogue(self.visitor, &self.dialogue.row()?)
    }

    fn obey(&mut self, command: Command) -> anyhow::Result<Vec<Reply>> {
        Ok(match command {
            Command::Start(payload) => self.start(&payload)?,
            Command::Create => {
                self.await_next(State::Hold)?;
                vec![self.ask(BotTextKey::AskHold)]
            }
            Command::Portrait(words) if words.trim().is_empty() => {
                self.await_next(State::Portrait)?;
                vec![self.ask(BotTextKey::AskPortrait)]
            }
            Command::Portrait(words) => {
                let ordered = self.order(BotJobKind::Portrait, &words, "")?;
                self.settle(ordered)?
            }
            Command::Model => self.offer_models()?,
            Command::Language => vec![Reply::Say {
                text: self.tongue.say("guest-choose-language"),
                buttons: Some(language_buttons()),
            }],
            Command::Limits => {
                let (used, quota) = self.studio.guest_limits(self.visitor.person)?;
                vec![Reply::Say {
                    text: self.tongue.limits(used, quota),
                    buttons: None,
                }]
            }
            Command::Cancel => self.cancel()?,
            Command::Help => vec![Reply::Say {
                text: self.text(BotTextKey::Help),
                buttons: None,
            }],
            Command::Unknown => vec![self.say("guest-unknown-command")],
            Command::OfAnother => Vec::new(),
        })
    }

    fn start(&mut self, payload: &str) -> anyhow::Result<Vec<Reply>> {
        let mut welcome = self.text(BotTextKey::Welcome);
        if let Some(id) = payload.strip_prefix("m_") {
            match self.choose(id)? {
                Some(chosen) => welcome = format!("{welcome}\n\n{chosen}"),
                None => return Ok(vec![self.say("guest-model-gone")]),
            }
        }
        self.await_next(State::Hold)?;
        let ask = self.text(BotTextKey::AskHold);
        Ok(vec![Reply::Ask {
            text: format!("{welcome}\n\n{ask}"),
        }])
    }

    fn offer_models(&self) -> anyhow::Result<Vec<Reply>> {
        let models = self.studio.shared_models()?;
        Ok(vec![if models.is_empty() {
            self.say("guest-refused-nothing-shared")
        } else {
            Reply::Say {
                text: self.tongue.say("guest-choose-model"),
                buttons: Some(model_buttons(&models)),
            }
        }])
    }

    /// Chooses a model by its id, which anybody may have made up; gives what is said of it.
    fn choose(&mut self, id: &str) -> anyhow::Result<Option<String>> {
        let Ok(id) = id.parse::<ModelId>() else {
            return Ok(None);
        };
        let shared = self.studio.shared_models()?;
        let Some(model) = shared.iter().find(|model| model.id == id) else {
            return Ok(None);
        };
        self.dialogue.model = Some(id);
        let state = self.dialogue.state.clone();
        self.await_next(state)?;
        let name = model.name.to_string();
        Ok(Some(self.tongue.say_name("guest-model-chosen", &name)))
    }

    fn cancel(&mut self) -> anyhow::Result<Vec<Reply>> {
        let was_asked = self.dialogue.state.expects_words();
        // The message that says how far it is tells of its end.
        let stopped = match self.studio.cancel_order(self.visitor) {
            Ok(stopped) => stopped,
            Err(error) => {
                tracing::info!(error = format!("{error:#}"), "it had ended meanwhile");
                None
            }
        };
        if stopped.is_some() {
            self.await_next(State::Nothing)?;
            return Ok(Vec::new());
        }
        let text = self.tongue.say(if was_asked {
            "guest-stopped"
        } else {
            "guest-nothing-to-stop"
        });
        self.await_next(State::Told { text: text.clone() })?;
        Ok(vec![Reply::Say {
            text,
            buttons: None,
        }])
    }

    fn take_words(&mut self, text: &str) -> anyhow::Result<Vec<Reply>> {
        match self.dialogue.state.clone() {
            State::Nothing | State::Told { .. } => Ok(vec![Reply::Say {
                text: self.text(BotTextKey::Help),
                buttons: None,
            }]),
            State::Hold => match guest_words(text) {
                Ok(words) => {
                    self.await_next(State::Banner { words })?;
                    Ok(vec![self.ask(BotTextKey::AskBanner)])
                }
                Err(refusal) => Ok(vec![self.refuse(refusal)]),
            },
            State::Banner { words } => {
                let ordered = self.order(BotJobKind::Badge, &words, text)?;
                self.settle(ordered)
            }
            State::Portrait => {
                let ordered = self.order(BotJobKind::Portrait, text, "")?;
                self.settle(ordered)
            }
            State::OtherText { job } => {
                let redrawn = self.studio.redraw(self.visitor, self.asked, job, text)?;
                self.settle(redrawn)
            }
        }
    }

    /// Ends the question, unless the words were no good: then they are asked for again.
    fn settle(&mut self, outcome: Result<BotJob, BotRefusal>) -> anyhow::Result<Vec<Reply>> {
        match &outcome {
            Err(BotRefusal::Empty | BotRefusal::TooLong(_)) => {}
            Ok(_) => self.await_next(State::Nothing)?,
            Err(refusal) => {
                let text = self.tongue.refusal(*refusal);
                self.await_next(State::Told { text })?;
            }
        }
        Ok(vec![self.outcome(outcome)])
    }

    fn outcome(&self, outcome: Result<BotJob, BotRefusal>) -> Reply {
        match outcome {
            Ok(job) => Reply::Progress { job: job.id },
            Err(refusal) => self.refuse(refusal),
        }
    }

    fn refuse(&self, refusal: BotRefusal) -> Reply {
        Reply::Say {
            text: self.tongue.refusal(refusal),
            buttons: None,
        }
    }

    fn order(
        &self,
        kind: BotJobKind,
        words: &str,
        banner: &str,
    ) -> anyhow::Result<Result<BotJob, BotRefusal>> {
        self.studio.order(&BotOrder {
            visitor: self.visitor,
            asked: self.asked,
            kind,
            model: self.dialogue.model,
            words,
            banner,
            language: self.tongue.language,
            after: None,
        })
    }

    fn press(&mut self, data: &str) -> anyhow::Result<Vec<Reply>> {
        let (what, which) = data.split_once(':').unwrap_or((data, ""));
        match what {
            "m" => Ok(vec![match self.choose(which)? {
                Some(text) => Reply::Say {
                    text,
                    buttons: None,
                },
                None => self.say("guest-model-gone"),
            }]),
            "l" => self.choose_language(which),
            _ => self.press_under_picture(what, which),
        }
    }

    fn choose_language(&mut self, which: &str) -> anyhow::Result<Vec<Reply>> {
        let language = match which {
            "en" => LanguageTag::En,
            "ru" => LanguageTag::Ru,
            _ => return Ok(vec![self.say("guest-old-button")]),
        };
        self.studio
            .set_guest_language(self.visitor.person, language)?;
        self.tongue = Tongue { language };
        Ok(vec![self.say("guest-language-chosen")])
    }

    fn press_under_picture(&mut self, what: &str, which: &str) -> anyhow::Result<Vec<Reply>> {
        let old = vec![self.say("guest-old-button")];
        let Ok(id) = which.parse::<i64>() else {
            return Ok(old);
        };
        let Some(job) = self.studio.find_own_job(self.visitor, BotJobId(id))? else {
            return Ok(old);
        };
        match what {
            "a" => {
                let ordered = self.studio.order(&BotOrder {
                    visitor: self.visitor,
                    asked: self.asked,
                    kind: job.kind,
                    model: job.model,
                    words: &job.words,
                    banner: &job.banner,
                    language: self.tongue.language,
                    after: Some(job.seed),
                })?;
                Ok(vec![self.outcome(ordered)])
            }
            "t" if job.kind == BotJobKind::Badge && job.picture.is_some() => {
                self.await_next(State::OtherText { job: job.id })?;
                Ok(vec![self.ask(BotTextKey::AskBanner)])
            }
            "f" if job.picture.is_some() => Ok(vec![Reply::File { job: Box::new(job) }]),
            "s" => {
                // One that has ended meanwhile has its end said already.
                if let Err(error) = self.studio.cancel_bot_job(job.id) {
                    tracing::info!(error = format!("{error:#}"), "nothing to stop");
                }
                Ok(Vec::new())
            }
            _ => Ok(old),
        }
    }

    /// What the state after an update says, once more.
    fn say_again(&self) -> anyhow::Result<Vec<Reply>> {
        let ordered = self
            .studio
            .find_bot_job_of_update(self.visitor.bot, self.asked.update)?;
        if let Some(job) = ordered {
            let is_unsaid = !job.is_told && job.progress_message.is_none();
            return Ok(is_unsaid
                .then_some(Reply::Progress { job: job.id })
                .into_iter()
                .collect());
        }
        if self.asked.update < self.dialogue.update {
            return Ok(Vec::new());
        }
        Ok(match &self.dialogue.state {
            State::Nothing => Vec::new(),
            State::Told { text } => vec![Reply::Say {
                text: text.clone(),
                buttons: None,
            }],
            State::Hold => vec![self.ask(BotTextKey::AskHold)],
            State::Banner { .. } | State::OtherText { .. } => {
                vec![self.ask(BotTextKey::AskBanner)]
            }
            State::Portrait => vec![self.ask(BotTextKey::AskPortrait)],
        })
    }
}

/// What a guest wants of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Command {
    Start(String),
    Create,
    Portrait(String),
    Model,
    Language,
    Limits,
    Cancel,
    Help,
    /// One that this bot does not have.
    Unknown,
    /// One that names another bot of the group.
    OfAnother,
}

impl Command {
    /// `/name` or `/name@bot`, and what stands behind it.
    fn read(text: &str, username: &str) -> Option<Self> {
        let text = text.trim_start().strip_prefix('/')?;
        let (head, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let (name, bot) = match head.split_once('@') {
            Some((name, bot)) => (name, Some(bot)),
            None => (head, None),
        };
        if bot.is_some_and(|bot| !bot.eq_ignore_ascii_case(username)) {
            return Some(Self::OfAnother);
        }
        Some(match name.to_ascii_lowercase().as_str() {
            "start" => Self::Start(rest.trim().to_owned()),
            "create" => Self::Create,
            "portrait" => Self::Portrait(rest.to_owned()),
            "model" => Self::Model,
            "lang" => Self::Language,
            "limits" => Self::Limits,
            "cancel" => Self::Cancel,
            "help" => Self::Help,
            _ => Self::Unknown,
        })
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Start(_) => "start",
            Self::Create => "create",
            Self::Portrait(_) => "portrait",
            Self::Model => "model",
            Self::Language => "lang",
            Self::Limits => "limits",
            Self::Cancel => "cancel",
            Self::Help => "help",
            Self::Unknown | Self::OfAnother => "unknown",
        }
    }
}

fn log(talk: &Talk<'_>, action: &str, replies: usize) {
    tracing::debug!(
        guest = talk.visitor.person.0,
        action,
        replies,
        "a guest was answered"
    );
}

/// Words that may be a code.
fn pairing_code(payload: &str) -> Option<&str> {
    let is_letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    (payload.len() == CODE && payload.bytes().all(is_letter)).then_some(payload)
}

fn admit(studio: &Studio, person: &User) -> anyhow::Result<Admission> {
    let family = person.last_name.as_deref().unwrap_or_default();
    let name = format!("{} {family}", person.first_name);
    let name = guest_name(&name);
    studio.admit(TelegramId(person.id), &name, person.username.as_deref())
}

/// A stranger is told once that the bot is private, and hears nothing afterwards.
fn stranger(studio: &Studio, person: &User, is_first: bool) -> anyhow::Result<Vec<Reply>> {
    if !is_first {
        return Ok(Vec::new());
    }
    let settings = studio.load_bot_settings()?;
    let language = tongue_of(None, person).language;
    Ok(vec![Reply::Say {
        text: Studio::bot_text(&settings, language, BotTextKey::Private),
        buttons: None,
    }])
}

/// Makes the person the owner by a code that was sent behind `/start` or alone. What only looks like one, and was not
/// sent as one, is words like any others.
fn pair(
    studio: &Studio,
    person: &User,
    admission: &Admission,
    text: &str,
    is_meant: bool,
) -> anyhow::Result<Option<Reply>> {
    let Some(code) = pairing_code(text) else {
        return Ok(None);
    };
    let tongue = match admission {
        Admission::Guest(guest) => tongue_of(Some(guest), person),
        Admission::Banned => return Ok(None),
        Admission::Stranger { .. } => tongue_of(None, person),
    };
    let id = if studio.pair(TelegramId(person.id), code)? {
        "guest-paired"
    } else if is_meant {
        "guest-not-paired"
    } else {
        return Ok(None);
    };
    Ok(Some(Reply::Say {
        text: tongue.say(id),
        buttons: None,
    }))
}

/// The language that a guest chose, or that of the person's Telegram.
fn tongue_of(guest: Option<&Guest>, person: &User) -> Tongue {
    let chosen = guest.and_then(|guest| guest.language);
    let code = person.language_code.as_deref().unwrap_or_default();
    let spoken = if code.split('-').next() == Some("ru") {
        LanguageTag::Ru
    } else {
        LanguageTag::En
    };
    Tongue {
        language: chosen.unwrap_or(spoken),
    }
}

/// A button under a message that is too old tells only who pressed it.
pub(crate) fn chat_of(press: &CallbackQuery) -> i64 {
    let message = press.message.as_ref();
    message.map_or(press.from.id, |message| message.chat.id)
}

pub(crate) fn is_group(chat: &Chat) -> bool {
    matches!(chat.kind, ChatKind::Group | ChatKind::Supergroup)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("/create", Some(Command::Create))]
    #[case("/CREATE@foxbot", Some(Command::Create))]
    #[case("/create@FoxBot now", Some(Command::Create))]
    #[case("/create@owlbot", Some(Command::OfAnother))]
    #[case("/start m_01", Some(Command::Start("m_01".into())))]
    #[case("/portrait in a red coat", Some(Command::Portrait("in a red coat".into())))]
    #[case("/", Some(Command::Unknown))]
    #[case("create", None)]
    #[case("a / b", None)]
    fn commands_are_read(#[case] text: &str, #[case] expected: Option<Command>) {
        assert_eq!(Command::read(text, "FoxBot"), expected);
    }

    #[rstest]
    #[case("ABCD2345", true)]
    #[case("abcd2345", false)]
    #[case("ABCD234", false)]
    #[case("ABCD234é", false)]
    fn codes_look_like_codes(#[case] payload: &str, #[case] expected: bool) {
        assert_eq!(pairing_code(payload).is_some(), expected);
    }
}
