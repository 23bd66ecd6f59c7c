//! What can be asked of the settings in the terminal.

use blazon_model::{Language, Money};
use clap::{Args, Subcommand, ValueEnum};

/// What can be done with the settings.
#[derive(Debug, Subcommand)]
pub(crate) enum SettingsCommand {
    /// Change settings; what is not named stays as it is.
    #[command(
        after_help = "Examples:\n  blazon-cli settings set --proxy socks5://127.0.0.1:1080\n  blazon-cli settings set --ceiling 20 --language ru\n  blazon-cli settings set --no-proxy --no-ceiling\n\nWhat runs on this library meanwhile, the window or the bot, goes by the new settings within seconds; nothing has to be restarted.\nExit code 3: a value was refused, with the reason, and nothing was changed."
    )]
    Set(SetSettings),
    /// The hosts that Blazon may reach.
    #[command(subcommand)]
    Hosts(HostsCommand),
}

/// What is changed; all else stays.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub(crate) struct SetSettings {
    /// The proxy for every request: http://host:port, https://, socks5:// or socks5h://.
    #[arg(long, value_name = "URL", group = "what", conflicts_with = "no_proxy")]
    pub(crate) proxy: Option<String>,
    /// No proxy of Blazon's own; that of the environment is used where there is one (HTTPS_PROXY, ALL_PROXY).
    #[arg(long, group = "what")]
    pub(crate) no_proxy: bool,
    /// The most that may be spent in a calendar month, in US dollars.
    #[arg(long, value_name = "USD", value_parser = crate::arguments::dollars, group = "what", conflicts_with = "no_ceiling")]
    pub(crate) ceiling: Option<Money>,
    /// No ceiling for what is spent in a month.
    #[arg(long, group = "what")]
    pub(crate) no_ceiling: bool,
    /// The language of window and terminal.
    #[arg(long, value_enum, group = "what")]
    pub(crate) language: Option<LanguageArgument>,
    /// Whether an evaluation sheet is drawn after a training on this computer.
    #[arg(long, group = "what")]
    pub(crate) evaluate: Option<bool>,
}

/// What is done with the hosts.
#[derive(Debug, Subcommand)]
pub(crate) enum HostsCommand {
    /// Allow hosts.
    #[command(
        after_help = "Examples:\n  blazon-cli settings hosts add api.telegram.org\n  blazon-cli settings hosts add \"*.example.org\"\n\nExit code 3: a host was refused, and none was added."
    )]
    Add {
        /// Names such as fal.run, or *.fal.run for all hosts below it.
        #[arg(required = true)]
        hosts: Vec<String>,
    },
    /// Allow hosts no more.
    #[command(after_help = "Example:\n  blazon-cli settings hosts remove api.replicate.com")]
    Remove {
        /// Names as `settings` lists them.
        #[arg(required = true)]
        hosts: Vec<String>,
    },
}

/// A language.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LanguageArgument {
    En,
    Ru,
    /// As the system says.
    System,
}

impl From<LanguageArgument> for Language {
    fn from(language: LanguageArgument) -> Self {
        match language {
            LanguageArgument::En => Self::En,
            LanguageArgument::Ru => Self::Ru,
            LanguageArgument::System => Self::System,
        }
    }
}
