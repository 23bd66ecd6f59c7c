//! Telegram itself: its memory, and which part of it does what a method asks for.

use std::sync::Mutex;
use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::Notify;

use super::failure::{Failure, Outcome};
use super::flood::Flood;
use super::method::Method;
use super::parameters::Parameters;
use super::state::{BotAccount, Moment, Session, Standing, State};
use super::updates::Mailbox;
use crate::provider::hold;

/// The longest token, in bytes.
const TOKEN_LENGTH: usize = 80;

/// Shared by the server, the test's people and the webhook.
#[derive(Debug)]
pub(super) struct Telegram {
    pub(super) state: Mutex<State>,
    /// Raised when there may be something for the bot to hear.
    pub(super) stirred: Notify,
    pub(super) started: Instant,
}

impl Telegram {
    pub(super) fn new(bot: BotAccount) -> Self {
        Self {
            state: Mutex::new(State {
                bot,
                people: Default::default(),
                chats: Default::default(),
                library: Default::default(),
                mailbox: Mailbox::default(),
                queries: Default::default(),
                profile: Default::default(),
                flood: Flood::default(),
                orders: Default::default(),
                calls: Vec::new(),
            }),
            stirred: Notify::new(),
            started: Instant::now(),
        }
    }

    /// Does something that the bot may hear of.
    pub(super) fn act<T>(&self, work: impl FnOnce(&mut State, Moment) -> T) -> T {
        let done = work(&mut hold(&self.state), Moment::now(self.started));
        self.stirred.notify_waiters();
        done
    }

    /// Whether a call with this token is listened to, by `ClientManager::send`.
    pub(super) fn let_in(&self, token: &str, method: Method) -> Outcome<()> {
        let invalid = || Failure::new(401, "Unauthorized: invalid token specified");
        let id = token.split_once(':').map(|(id, _)| id);
        let Some(id) = id.filter(|_| token.len() <= TOKEN_LENGTH && !token.starts_with('0')) else {
            return Err(invalid());
        };
        let Ok(id) = id.parse::<i64>() else {
            return Err(Failure::new(
                421,
                "Misdirected Request: unallowed token specified",
            ));
        };
        if !(1..1 << 54).contains(&id) {
            return Err(invalid());
        }
        let bot = &mut hold(&self.state).bot;
        if bot.token != token {
            return Err(Failure::unauthorized());
        }
        match bot.session {
            Session::Open => Ok(()),
            Session::LoggedOut => Err(Failure::new(400, "Logged out")),
            Session::Closed if method == Method::Close => {
                Err(Failure::bad("the bot has already been closed"))
            }
            Session::Closed => {
                bot.session = Session::Open;
                Ok(())
            }
        }
    }

    /// Does what a method asks for.
    pub(super) async fn carry_out(&self, method: Method, parameters: &Parameters) -> Outcome {
        let state = || hold(&self.state);
        match method {
            Method::GetMe => Ok(state().me_json()),
            Method::LogOut => Ok(self.end_session(Session::LoggedOut)),
            Method::Close => Ok(self.end_session(Session::Closed)),
            Method::GetUpdates => self.get_updates(parameters).await,
            Method::SetWebhook => self.set_webhook(parameters),
            Method::DeleteWebhook => Ok(self.delete_webhook(parameters)),
            Method::GetWebhookInfo => Ok(self.webhook_info()),
            Method::SendMessage => self.send_message(parameters),
            Method::SendPhoto | Method::SendDocument => self.send_file(method, parameters),
            Method::SendMediaGroup => self.send_album(parameters),
            Method::SendChatAction => self.send_action(parameters),
            Method::EditMessageText
            | Method::EditMessageCaption
            | Method::EditMessageReplyMarkup => self.edit(method, parameters),
            Method::DeleteMessage => self.delete(parameters),
            Method::AnswerCallbackQuery => {
                state().answer_tap(parameters, Moment::now(self.started))
            }
            Method::SetMyCommands | Method::DeleteMyCommands => {
                state().change_commands(method, parameters)
            }
            Method::GetMyCommands => state().commands_json(parameters),
            Method::SetMyDescription
            | Method::GetMyDescription
            | Method::SetMyShortDescription
            | Method::GetMyShortDescription => state().describe(method, parameters),
            Method::SetChatMenuButton | Method::GetChatMenuButton => {
                state().menu_button(method, parameters)
            }
            Method::GetChat => state().full_chat_json(parameters.text("chat_id")),
            Method::GetFile => state().library.describe(parameters.text("file_id")),
            Method::Download | Method::Unknown => {
                Err(Failure::new(404, "Not Found: method not found"))
            }
        }
    }

    /// Whoever waits for updates is sent home.
    fn end_session(&self, session: Session) -> Value {
        hold(&self.state).bot.session = session;
        self.stirred.notify_waiters();
        Value::Bool(true)
    }
}

impl State {
    /// What `getChat` says, as far as its clients insist on it.
    fn full_chat_json(&self, named: &str) -> Outcome {
        let chat = self.chat(named)?;
        if chat.standing == Standing::Kicked {
            return Err(Failure::forbidden(
                "bot was kicked from the supergroup chat",
            ));
        }
        let mut object = self.chat_json(chat);
        object["max_reaction_count"] = 11.into();
        object["accent_color_id"] = (chat.id.unsigned_abs() % 7).into();
        let gifts = !chat.is_group();
        object["accepted_gift_types"] = json!({
            "unlimited_gifts": gifts,
            "limited_gifts": gifts,
            "unique_gifts": gifts,
            "premium_subscription": gifts,
            "gifts_from_channels": gifts,
        });
        Ok(object)
    }
}
