//! Telegram as a test holds it: people come from here, troubles are ordered here, and dropping it stops it.

use std::sync::Arc;
use std::time::Duration;

use super::calls::Call;
use super::flood::Limits;
use super::method::Method;
use super::person::{Group, Person};
use super::service;
use super::state::{BotAccount, Moment, Session};
use super::telegram::Telegram;
use super::trouble::Trouble;
use crate::provider::hold;
use crate::request::Host;
use crate::server::{self, Server};

const BOT: i64 = 7_400_000_001;
const SECRET: &str = "AAE2vR0bq1yJmN8sKdT4wXcU6hLfPzG3oYi";

/// The Bot API for one bot, on a port of 127.0.0.1.
#[derive(Debug)]
pub struct TelegramEmulator {
    telegram: Arc<Telegram>,
    url: String,
    _server: Server,
}

impl TelegramEmulator {
    /// Takes a free port and serves it from a thread of its own.
    #[must_use]
    pub fn start() -> Self {
        let telegram = Arc::new(Telegram::new(BotAccount {
            id: BOT,
            token: format!("{BOT}:{SECRET}"),
            name: "Emulated bot".to_owned(),
            username: "emulated_bot".to_owned(),
            session: Session::Open,
            hears_groups: false,
        }));
        let (port, address) = server::bind();
        let (carrier, served) = (Arc::clone(&telegram), Arc::clone(&telegram));
        let server = Server::run(
            [(Host::Api, port)],
            async move { carrier.carry_updates().await },
            move |_, request| service::answer(Arc::clone(&served), request),
        );
        Self {
            telegram,
            url: format!("http://{address}"),
            _server: server,
        }
    }

    /// What stands for `https://api.telegram.org`, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The bot's token.
    #[must_use]
    pub fn token(&self) -> String {
        hold(&self.telegram.state).bot.token.clone()
    }

    /// The bot's name, without the `@`.
    #[must_use]
    pub fn username(&self) -> String {
        hold(&self.telegram.state).bot.username.clone()
    }

    /// Makes the token invalid, as BotFather does on request; returns the new one.
    pub fn revoke_token(&self) -> String {
        let bot = &mut hold(&self.telegram.state).bot;
        // Each differs from the one before in its last letter at least.
        bot.token.push('x');
        bot.token.clone()
    }

    /// Somebody who has not written to the bot yet, whose program speaks this language.
    #[must_use]
    pub fn person(&self, first_name: &str, language: &str) -> Person {
        let language = Some(language).filter(|language| !language.is_empty());
        self.telegram.act(|state, _| {
            let id = state.add_person(first_name, language, None);
            Person::new(&self.telegram, id)
        })
    }

    /// Somebody who is on Telegram already, as one who was made over HTTP.
    #[must_use]
    pub fn find_person(&self, id: i64) -> Option<Person> {
        let is_there = hold(&self.telegram.state).people.contains_key(&id);
        is_there.then(|| Person::new(&self.telegram, id))
    }

    /// A group of these people, to which the first of them adds the bot.
    #[must_use]
    pub fn group(&self, title: &str, members: &[&Person]) -> Group {
        let members: Vec<i64> = members.iter().map(|person| person.id()).collect();
        self.telegram.act(|state, now| {
            let id = state.add_group(title, &members, now);
            Group::new(&self.telegram, id)
        })
    }

    /// Tells the bot something that no person could do: an update of any kind, asked for or not, with any content.
    pub fn tells(&self, kind: &'static str, value: serde_json::Value) {
        self.telegram
            .act(|state, _| state.mailbox.push_unasked(kind, value));
    }

    /// Whether the bot hears all that is said in groups (privacy mode is off), or commands and answers to it alone.
    pub fn let_hear_groups(&self, hears: bool) {
        hold(&self.telegram.state).bot.hears_groups = hears;
    }

    /// Lets a trouble befall the next call of this method. Several for one are met one after the other.
    pub fn order(&self, method: Method, trouble: Trouble) {
        self.order_times(1, method, trouble);
    }

    /// Orders the same trouble for the next `times` calls of this method.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "as the other emulators take their troubles"
    )]
    pub fn order_times(&self, times: usize, method: Method, trouble: Trouble) {
        let orders = &mut hold(&self.telegram.state).orders;
        orders.add(times, Some(method), &trouble);
    }

    /// Orders a trouble for the next `times` calls, whatever they are.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "as the other emulators take their troubles"
    )]
    pub fn order_for_any(&self, times: usize, trouble: Trouble) {
        let orders = &mut hold(&self.telegram.state).orders;
        orders.add(times, None, &trouble);
    }

    /// How many ordered troubles have met no call yet.
    #[must_use]
    pub fn orders_left(&self) -> usize {
        hold(&self.telegram.state).orders.len()
    }

    /// Takes back the troubles that have met no call yet.
    pub fn cancel_orders(&self) {
        hold(&self.telegram.state).orders.clear();
    }

    /// Sets how much the bot may send from here on; at first it may send as it likes.
    pub fn limit(&self, limits: Option<Limits>) {
        hold(&self.telegram.state).flood.set(limits);
    }

    /// Whether the bytes of files are kept; without them their size and hash are, and they cannot be fetched.
    pub fn keep_bytes(&self, keeps: bool) {
        hold(&self.telegram.state).library.keeps_bytes = keeps;
    }

    /// Holds up hasty polls and repeated conflicts for three seconds, as Telegram does; at first it does not.
    pub fn hold_up_polls(&self, holds_up: bool) {
        hold(&self.telegram.state).mailbox.holds_up = holds_up;
    }

    /// How long a tap can be answered from here on.
    pub fn let_taps_wait(&self, patience: Duration) {
        hold(&self.telegram.state).queries.patience = patience;
    }

    /// Lets the bot in again after `logOut`, as Telegram does ten minutes later.
    pub fn let_in_again(&self) {
        hold(&self.telegram.state).bot.session = Session::Open;
    }

    /// All calls so far, in the order in which they were read to the end.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        hold(&self.telegram.state).calls.clone()
    }

    /// The calls of this method so far.
    #[must_use]
    pub fn calls_of(&self, method: Method) -> Vec<Call> {
        let state = hold(&self.telegram.state);
        let calls = state.calls.iter();
        calls
            .filter(|call| call.method == method)
            .cloned()
            .collect()
    }

    /// How many updates the bot has not confirmed.
    #[must_use]
    pub fn pending_updates(&self) -> usize {
        hold(&self.telegram.state).mailbox.pending()
    }

    /// The time since it started, by which calls and messages are measured.
    #[must_use]
    pub fn now(&self) -> Duration {
        Moment::now(self.telegram.started).since
    }
}
