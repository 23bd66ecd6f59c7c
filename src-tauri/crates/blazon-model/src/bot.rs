//! The Telegram bot: who may use it, what a person set and wrote for it, how its line stands.

use crate::{LanguageTag, ModelId, Money, ProviderId, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::ops::RangeInclusive;

/// Pictures that a guest may be given a day.
const QUOTAS: RangeInclusive<u32> = 1..=1000;
/// Pictures that may wait.
const QUEUES: RangeInclusive<u32> = 1..=1000;
/// The most characters of a text. With what is filled in it stays below Telegram's 4096 (Bot API, `sendMessage`).
const LONGEST_TEXT: usize = 1000;

/// Telegram's number for a bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub struct BotId(#[specta(type = i32)] pub i64);

/// Telegram's number for a chat; below 0 for groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub struct ChatId(#[specta(type = i32)] pub i64);

/// Who may use the bot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BotAccess {
    /// Those whom the owner allowed.
    #[default]
    Private,
    /// Everybody, within the limits.
    Open,
}

/// One of the texts that a person may write anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BotTextKey {
    /// What a guest is greeted with.
    Welcome,
    /// Asks what the character holds.
    AskHold,
    /// Asks what stands on the banner.
    AskBanner,
    /// Asks what a portrait shows.
    AskPortrait,
    /// Stands under a finished picture.
    Ready,
    /// Tells a stranger that the bot is private.
    Private,
    /// Says what the bot can do.
    Help,
}

impl BotTextKey {
    /// All of them, in the order in which a guest meets them.
    pub const ALL: [Self; 7] = [
        Self::Welcome,
        Self::AskHold,
        Self::AskBanner,
        Self::AskPortrait,
        Self::Ready,
        Self::Private,
        Self::Help,
    ];
}

/// A text that a person wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OwnBotText {
    /// Its language.
    pub language: LanguageTag,
    /// Which text.
    pub key: BotTextKey,
    /// 1 to 1000 characters.
    pub text: String,
}

/// One text with what it says where nobody changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BotText {
    /// Its language.
    pub language: LanguageTag,
    /// Which text.
    pub key: BotTextKey,
    /// What it says by itself, with its placeholders.
    pub standard: String,
    /// What a person wrote; `None` where it was left as it is.
    pub own: Option<String>,
}

/// What a person set for the bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BotSettings {
    /// What the switch says; it survives a restart of the computer.
    pub is_on: bool,
    /// Who may use it.
    pub access: BotAccess,
    /// The model for guests who chose none; `None` for the newest shared one.
    pub model: Option<ModelId>,
    /// Where pictures are drawn.
    pub place: ProviderId,
    /// The generator there; `None` for the first that fits the model and has a price.
    pub endpoint: Option<String>,
    /// What the provider's page says that one picture costs, where no sourced price is known.
    pub typed_price: Option<Money>,
    /// The template of badges, by its id.
    pub template: String,
    /// Pictures for each guest a day, 1 to 1000.
    pub daily_quota: u32,
    /// The most that all guests together may spend a day.
    pub daily_ceiling: Money,
    /// The most that all guests together may spend in a calendar month.
    pub monthly_ceiling: Money,
    /// Pictures that may wait, 1 to 1000.
    pub longest_queue: u32,
    /// Whether what came while the bot was off is answered.
    pub answers_missed: bool,
    /// The texts that a person wrote, at most one for each language and key.
    pub texts: Vec<OwnBotText>,
}

impl Default for BotSettings {
    fn default() -> Self {
        Self {
            is_on: false,
            access: BotAccess::default(),
            model: None,
            place: ProviderId::Local,
            endpoint: None,
            typed_price: None,
            template: "golden-banner".to_owned(),
            daily_quota: 10,
            daily_ceiling: Money::from_micros(2_000_000),
            monthly_ceiling: Money::from_micros(20_000_000),
            longest_queue: 200,
            answers_missed: true,
            texts: Vec::new(),
        }
    }
}

/// Why settings of the bot were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidBotSettings {
    /// The pictures a day are out of range.
    #[error("a guest has 1 to 1000 pictures a day")]
    Quota,
    /// The length of the queue is out of range.
    #[error("1 to 1000 pictures may wait")]
    Queue,
    /// A ceiling is below nothing.
    #[error("a ceiling of the bot is negative")]
    NegativeCeiling,
    /// No template is named.
    #[error("no template of badges is named")]
    NoTemplate,
    /// A text says nothing; Telegram sends no empty messages.
    #[error("a text of the bot is empty")]
    EmptyText,
    /// A text is too long.
    #[error("a text of the bot has more than 1000 characters")]
    LongText,
    /// Two texts have the same language and key.
    #[error("a text of the bot is there twice")]
    TextTwice,
}

impl BotSettings {
    /// Checks what can be checked without models and providers.
    ///
    /// # Errors
    /// The first field that does not hold.
    pub fn check(&self) -> Result<(), InvalidBotSettings> {
        if !is_quota(self.daily_quota) {
            return Err(InvalidBotSettings::Quota);
        }
        if !QUEUES.contains(&self.longest_queue) {
            return Err(InvalidBotSettings::Queue);
        }
        let is_below = |sum: Option<Money>| sum.is_some_and(|sum| sum < Money::ZERO);
        let sums = [
            Some(self.daily_ceiling),
            Some(self.monthly_ceiling),
            self.typed_price,
        ];
        if sums.into_iter().any(is_below) {
            return Err(InvalidBotSettings::NegativeCeiling);
        }
        if self.template.trim().is_empty() {
            return Err(InvalidBotSettings::NoTemplate);
        }
        self.check_texts()
    }

    fn check_texts(&self) -> Result<(), InvalidBotSettings> {
        for (number, own) in self.texts.iter().enumerate() {
            if own.text.trim().is_empty() {
                return Err(InvalidBotSettings::EmptyText);
            }
            if own.text.chars().count() > LONGEST_TEXT {
                return Err(InvalidBotSettings::LongText);
            }
            let is_same =
                |other: &OwnBotText| (other.language, other.key) == (own.language, own.key);
            if self.texts[..number].iter().any(is_same) {
                return Err(InvalidBotSettings::TextTwice);
            }
        }
        Ok(())
    }

    /// What a person wrote for a text; `None` where it was left as it is.
    #[must_use]
    pub fn text(&self, language: LanguageTag, key: BotTextKey) -> Option<&str> {
        let mut texts = self.texts.iter();
        let own = texts.find(|own| (own.language, own.key) == (language, key))?;
        Some(&own.text)
    }
}

/// Whether a guest may be given so many pictures a day.
#[must_use]
pub const fn is_quota(pictures: u32) -> bool {
    *QUOTAS.start() <= pictures && pictures <= *QUOTAS.end()
}

/// What Telegram says about the bot whose token is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BotIdentity {
    /// Telegram's number.
    pub id: BotId,
    /// Its name in addresses, without `@`.
    pub username: String,
    /// The name that people see.
    pub name: String,
}

/// What keeps the bot from Telegram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BotTrouble {
    /// No token is kept.
    NoToken,
    /// Telegram refused the token.
    BadToken,
    /// Another program asks for the updates of the same bot.
    Conflict,
    /// Telegram could not be reached.
    Offline,
    /// Telegram wants fewer calls.
    TooMany,
    /// Telegram's own servers fail.
    TelegramBroken,
    /// The settings do not allow Telegram's host.
    HostRefused,
    /// The proxy of the settings is no address.
    BadProxy,
    /// Anything else; the log says what.
    Failed,
}

/// How the bot's line to Telegram stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum BotLine {
    /// It is switched off.
    Off,
    /// It was switched on, and Telegram has not answered yet.
    Starting,
    /// Telegram answers.
    Running {
        /// Since when.
        since: Timestamp,
    },
    /// It tries again by itself.
    Waiting {
        /// What is in its way.
        trouble: BotTrouble,
        /// Since when.
        since: Timestamp,
    },
    /// It does not go on by itself.
    Stopped {
        /// Why.
        trouble: BotTrouble,
    },
    /// Another program on this library carries it.
    Elsewhere,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn own(language: LanguageTag, key: BotTextKey, text: &str) -> OwnBotText {
        OwnBotText {
            language,
            key,
            text: text.to_owned(),
        }
    }

    #[test]
    fn what_is_set_at_first_is_valid_private_and_off() {
        let settings = BotSettings::default();
        assert_eq!(settings.check(), Ok(()));
        assert_eq!(
            (settings.is_on, settings.access),
            (false, BotAccess::Private)
        );
    }

    #[rstest]
    #[case::no_quota(|it: &mut BotSettings| it.daily_quota = 0, InvalidBotSettings::Quota)]
    #[case::quota(|it: &mut BotSettings| it.daily_quota = 1001, InvalidBotSettings::Quota)]
    #[case::no_queue(|it: &mut BotSettings| it.longest_queue = 0, InvalidBotSettings::Queue)]
    #[case::queue(|it: &mut BotSettings| it.longest_queue = 1001, InvalidBotSettings::Queue)]
    #[case::day(|it: &mut BotSettings| it.daily_ceiling = Money::from_micros(-1), InvalidBotSettings::NegativeCeiling)]
    #[case::month(|it: &mut BotSettings| it.monthly_ceiling = Money::from_micros(-1), InvalidBotSettings::NegativeCeiling)]
    #[case::template(|it: &mut BotSettings| it.template = " ".into(), InvalidBotSettings::NoTemplate)]
    fn what_is_out_of_range_is_refused(
        #[case] change: fn(&mut BotSettings),
        #[case] refusal: InvalidBotSettings,
    ) {
        let mut settings = BotSettings::default();
        change(&mut settings);
        assert_eq!(settings.check(), Err(refusal));
    }

    #[test]
    fn the_ends_of_the_ranges_hold_and_nothing_may_be_spent() {
        for end in [1, 1000] {
            let settings = BotSettings {
                daily_quota: end,
                longest_queue: end,
                daily_ceiling: Money::ZERO,
                monthly_ceiling: Money::ZERO,
                ..BotSettings::default()
            };
            assert_eq!(settings.check(), Ok(()), "{end}");
        }
    }

    #[rstest]
    #[case::empty(vec![own(LanguageTag::En, BotTextKey::Help, "\n ")], Err(InvalidBotSettings::EmptyText))]
    #[case::longest(vec![own(LanguageTag::Ru, BotTextKey::Help, &"ё".repeat(1000))], Ok(()))]
    #[case::too_long(vec![own(LanguageTag::Ru, BotTextKey::Help, &"ё".repeat(1001))], Err(InvalidBotSettings::LongText))]
    #[case::other_language(vec![own(LanguageTag::Ru, BotTextKey::Help, "а"), own(LanguageTag::En, BotTextKey::Help, "a")], Ok(()))]
    #[case::twice(vec![own(LanguageTag::En, BotTextKey::Help, "a"), own(LanguageTag::En, BotTextKey::Help, "b")], Err(InvalidBotSettings::TextTwice))]
    fn texts_are_checked(
        #[case] texts: Vec<OwnBotText>,
        #[case] verdict: Result<(), InvalidBotSettings>,
    ) {
        let settings = BotSettings {
            texts,
            ..BotSettings::default()
        };
        assert_eq!(settings.check(), verdict);
    }

    #[test]
    fn a_text_is_found_by_language_and_key() {
        let settings = BotSettings {
            texts: vec![
                own(LanguageTag::En, BotTextKey::Ready, "Done"),
                own(LanguageTag::Ru, BotTextKey::Ready, "Готово"),
            ],
            ..BotSettings::default()
        };
        assert_eq!(
            settings.text(LanguageTag::Ru, BotTextKey::Ready),
            Some("Готово")
        );
        assert_eq!(settings.text(LanguageTag::Ru, BotTextKey::Help), None);
    }

    #[test]
    fn a_line_names_its_kind() {
        let line = BotLine::Waiting {
            trouble: BotTrouble::TelegramBroken,
            since: Timestamp(5),
        };
        assert_eq!(
            serde_json::to_string(&line).unwrap(),
            r#"{"type":"waiting","trouble":"telegramBroken","since":5}"#
        );
    }
}
