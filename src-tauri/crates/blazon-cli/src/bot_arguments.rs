//! What can be asked of the Telegram bot in the terminal.

use blazon_model::{BotTextKey, LanguageTag, Money};
use clap::{Args, Subcommand, ValueEnum};
use std::net::SocketAddr;

/// What can be done with the bot.
#[derive(Debug, Subcommand)]
pub(crate) enum BotCommand {
    /// Run the bot until stopped, for servers. It draws what guests order, too.
    #[command(
        after_help = "Examples:\n  TELEGRAM_BOT_TOKEN=… blazon-cli bot run --health 127.0.0.1:8081\n  blazon-cli bot run --webhook https://bot.example.org/blazon --listen 127.0.0.1:8443\n\nExit codes: 3 no token or a wrong one, 4 another program runs this library's bot, 5 another copy of the bot runs elsewhere."
    )]
    Run(RunBot),
    /// Keep the token of a bot, from standard input, once Telegram has said whose it is.
    #[command(after_help = "Example:\n  blazon-cli bot connect < token.txt")]
    Connect,
    /// Forget the token; guests and their limits stay.
    Forget,
    /// Show how the bot stands: settings, queue, what was spent.
    Status,
    /// Make a code that makes the first person who sends it to the bot its owner.
    Pair,
    /// List the guests.
    Guests,
    /// Let a person use the bot, by Telegram's number.
    Allow {
        /// Telegram's number of the person.
        number: i64,
    },
    /// Let a person use the bot no more.
    Ban {
        /// Telegram's number of the person.
        number: i64,
    },
    /// Say how many pictures a person may have a day.
    Quota {
        /// Telegram's number of the person.
        number: i64,
        /// 1 to 1000, or none for the bot's own limit.
        pictures: String,
    },
    /// List the bot's settings.
    Settings,
    /// Change the bot's settings; what is not named stays as it is.
    #[command(
        after_help = "Examples:\n  blazon-cli bot set --access open --place fal --quota 5 --day-usd 2 --month-usd 20\n  blazon-cli bot set --model fox --answers-missed false\n\nA bot that runs goes by them at once, and by --answers-missed from its next start on. The proxy and the month's ceiling of everything are in `settings`.\nExit code 3: a value was refused, with the reason, and nothing was changed."
    )]
    Set(SetBot),
    /// List what the bot says to guests, or write some of it anew.
    #[command(
        after_help = "Examples:\n  blazon-cli bot texts\n  blazon-cli bot texts set welcome --language en \"Hi! Send /create.\"\n  blazon-cli bot texts reset welcome --language en"
    )]
    Texts {
        #[command(subcommand)]
        command: Option<TextsCommand>,
    },
}

/// What can be done with the bot's texts.
#[derive(Debug, Subcommand)]
pub(crate) enum TextsCommand {
    /// Write a text anew; a bot that runs says it at once.
    #[command(
        after_help = "Exit code 3: the text was refused, with the reason, and nothing was changed."
    )]
    Set {
        #[command(flatten)]
        which: WhichText,
        /// What is said, 1 to 1000 characters.
        text: String,
    },
    /// Put a text back as it was.
    Reset {
        #[command(flatten)]
        which: WhichText,
    },
}

/// One of the texts.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct WhichText {
    /// Which text.
    #[arg(value_enum)]
    pub(crate) key: TextArgument,
    /// Its language.
    #[arg(long, value_enum)]
    pub(crate) language: TextLanguage,
}

/// How the bot is run.
#[derive(Debug, Args)]
pub(crate) struct RunBot {
    /// The address to which Telegram brings what guests write; without it Telegram is asked. The secret is taken from
    /// BLAZON_WEBHOOK_SECRET, or made at the start.
    #[arg(long, requires = "listen")]
    pub(crate) webhook: Option<String>,
    /// Where the webhook is listened for, behind what speaks HTTPS.
    #[arg(long, requires = "webhook")]
    pub(crate) listen: Option<SocketAddr>,
    /// Where `/health` answers whether the bot runs.
    #[arg(long)]
    pub(crate) health: Option<SocketAddr>,
}

/// What is changed; all else stays.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub(crate) struct SetBot {
    /// Who may use it.
    #[arg(long, value_enum, group = "what")]
    pub(crate) access: Option<AccessArgument>,
    /// Where pictures are drawn.
    #[arg(long, value_enum, group = "what")]
    pub(crate) place: Option<PlaceArgument>,
    /// Pictures for each guest a day, 1 to 1000.
    #[arg(long, group = "what")]
    pub(crate) quota: Option<u32>,
    /// The most that all guests together may spend a day, in US dollars.
    #[arg(long, value_parser = crate::arguments::dollars, group = "what")]
    pub(crate) day_usd: Option<Money>,
    /// The most that all guests together may spend in a month, in US dollars.
    #[arg(long, value_parser = crate::arguments::dollars, group = "what")]
    pub(crate) month_usd: Option<Money>,
    /// Pictures that may wait, 1 to 1000.
    #[arg(long, group = "what")]
    pub(crate) queue: Option<u32>,
    /// The template of badges, by its id.
    #[arg(long, group = "what")]
    pub(crate) template: Option<String>,
    /// The shared model for guests who chose none: its id, name or trigger word.
    #[arg(long, group = "what", conflicts_with = "newest_model")]
    pub(crate) model: Option<String>,
    /// The newest shared model for guests who chose none.
    #[arg(long, group = "what")]
    pub(crate) newest_model: bool,
    /// What the provider's page says that a picture costs, in US dollars, where Blazon knows no price.
    #[arg(long, value_parser = crate::arguments::dollars, group = "what", conflicts_with = "known_price")]
    pub(crate) price_per_picture: Option<Money>,
    /// The price that Blazon knows.
    #[arg(long, group = "what")]
    pub(crate) known_price: bool,
    /// Whether what came while the bot was off is answered.
    #[arg(long, group = "what")]
    pub(crate) answers_missed: Option<bool>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum AccessArgument {
    /// Those whom the owner allowed.
    Private,
    /// Everybody, within the limits.
    Open,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PlaceArgument {
    /// This computer.
    Here,
    Fal,
    Replicate,
}

/// A text of the bot.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum TextArgument {
    /// Greets a guest.
    Welcome,
    /// Asks what the character holds.
    AskHold,
    /// Asks what stands on the banner.
    AskBanner,
    /// Asks what a portrait shows.
    AskPortrait,
    /// Stands under a finished badge.
    Ready,
    /// Tells a stranger that the bot is private.
    Private,
    /// Says what the bot can do.
    Help,
}

impl From<TextArgument> for BotTextKey {
    fn from(text: TextArgument) -> Self {
        match text {
            TextArgument::Welcome => Self::Welcome,
            TextArgument::AskHold => Self::AskHold,
            TextArgument::AskBanner => Self::AskBanner,
            TextArgument::AskPortrait => Self::AskPortrait,
            TextArgument::Ready => Self::Ready,
            TextArgument::Private => Self::Private,
            TextArgument::Help => Self::Help,
        }
    }
}

/// A language in which the bot speaks.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum TextLanguage {
    En,
    Ru,
}

impl From<TextLanguage> for LanguageTag {
    fn from(language: TextLanguage) -> Self {
        match language {
            TextLanguage::En => Self::En,
            TextLanguage::Ru => Self::Ru,
        }
    }
}
