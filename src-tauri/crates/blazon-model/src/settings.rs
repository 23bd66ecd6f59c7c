//! Settings: what a person chose, for the whole library.

use crate::{Money, Seed};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The language that a person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// As the system says.
    #[default]
    System,
    /// English.
    En,
    /// Russian.
    Ru,
}

/// A language that Blazon speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LanguageTag {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl LanguageTag {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Ru];

    /// The language of a system locale such as `ru_RU.UTF-8`; English for any that Blazon does
    /// not speak. Languages whose readers usually read Russian are not guessed at.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let language = locale
            .split(['_', '-', '.', '@'])
            .next()
            .unwrap_or_default();
        if language.eq_ignore_ascii_case("ru") {
            Self::Ru
        } else {
            Self::En
        }
    }

    /// The tag as in BCP 47.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// All settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The language.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// The most that may be spent in a calendar month; `None`: no ceiling.
    pub monthly_ceiling: Option<Money>,
    /// The proxy for every request, as a URL; `None`: from the environment.
    pub proxy: Option<String>,
    /// The hosts that the program may reach; `*.` before a host allows all below it.
    pub allowed_hosts: Vec<String>,
    /// The seed that the playground keeps; `None`: a new one each time.
    pub playground_seed: Option<Seed>,
    /// Whether an evaluation sheet is drawn by itself after a training that was free and quick.
    pub evaluate_after_training: bool,
}

/// The hosts of fal, Replicate and Telegram.
fn default_hosts() -> Vec<String> {
    [
        "fal.run",
        "*.fal.run",
        "fal.ai",
        "*.fal.ai",
        "fal.media",
        "*.fal.media",
        "api.replicate.com",
        "*.replicate.com",
        "replicate.delivery",
        "*.replicate.delivery",
        "api.telegram.org",
    ]
    .map(str::to_owned)
    .to_vec()
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: Theme::default(),
            monthly_ceiling: None,
            proxy: None,
            allowed_hosts: default_hosts(),
            playground_seed: None,
            evaluate_after_training: true,
        }
    }
}

/// Why settings were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSetting {
    /// The ceiling is below nothing.
    #[error("the monthly ceiling is negative")]
    NegativeCeiling,
    /// The proxy is not a URL that starts with http://, https://, socks5:// or socks5h://.
    #[error("the proxy {0:?} is not a proxy address")]
    Proxy(String),
    /// This is not the name of a host.
    #[error("{0:?} is not a host name")]
    Host(String),
}

impl Settings {
    /// Checks what can be checked without reaching out.
    ///
    /// # Errors
    /// The first field that does not hold.
    pub fn check(&self) -> Result<(), InvalidSetting> {
        if self
            .monthly_ceiling
            .is_some_and(|ceiling| ceiling < Money::ZERO)
        {
            return Err(InvalidSetting::NegativeCeiling);
        }
        if let Some(proxy) = self.proxy.as_deref().filter(|proxy| !is_proxy(proxy)) {
            return Err(InvalidSetting::Proxy(proxy.to_owned()));
        }
        match self
            .allowed_hosts
            .iter()
            .find(|host| !is_host(host.strip_prefix("*.").unwrap_or(host)))
        {
            Some(host) => Err(InvalidSetting::Host(host.clone())),
            None => Ok(()),
        }
    }
}

/// `scheme://[user:password@]host[:port][/]`.
fn is_proxy(proxy: &str) -> bool {
    let Some((scheme, rest)) = proxy.split_once("://") else {
        return false;
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let address = rest.rsplit_once('@').map_or(rest, |(_, address)| address);
    let (host, port) = match address.rsplit_once(':') {
        Some((host, port)) => (host, port.parse::<u16>().is_ok_and(|port| port > 0)),
        None => (address, true),
    };
    ["http", "https", "socks5", "socks5h"].contains(&scheme) && port && is_host(host)
}

/// A host name (RFC 1123) or an IPv4 address.
fn is_host(host: &str) -> bool {
    let label = |part: &str| {
        !part.is_empty()
            && part.len() <= 63
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.len() <= 253 && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::russian("ru_RU.UTF-8", LanguageTag::Ru)]
    #[case::bcp("ru-RU", LanguageTag::Ru)]
    #[case::english("en_GB", LanguageTag::En)]
    #[case::unknown("de_DE", LanguageTag::En)]
    #[case::none("C", LanguageTag::En)]
    #[case::not_russian("run_BI", LanguageTag::En)]
    fn the_system_locale_gives_the_language(#[case] locale: &str, #[case] tag: LanguageTag) {
        assert_eq!(LanguageTag::of_locale(locale), tag);
    }

    #[rstest]
    #[case::http("http://127.0.0.1:8080", true)]
    #[case::socks("socks5://user:secret@proxy.example:1080", true)]
    #[case::no_port("socks5h://proxy.example", true)]
    #[case::no_scheme("proxy.example:8080", false)]
    #[case::ftp("ftp://proxy.example", false)]
    #[case::port_zero("http://proxy.example:0", false)]
    #[case::spaces("http://a b", false)]
    fn a_proxy_is_an_address(#[case] proxy: &str, #[case] good: bool) {
        let settings = Settings {
            proxy: Some(proxy.into()),
            ..Settings::default()
        };
        assert_eq!(settings.check().is_ok(), good);
    }

    #[rstest]
    #[case::plain("fal.run", true)]
    #[case::below("*.fal.media", true)]
    #[case::with_path("fal.run/x", false)]
    #[case::any("*", false)]
    #[case::empty("", false)]
    fn a_host_is_a_name(#[case] host: &str, #[case] good: bool) {
        let settings = Settings {
            allowed_hosts: vec![host.into()],
            ..Settings::default()
        };
        assert_eq!(settings.check().is_ok(), good);
    }

    #[test]
    fn what_is_set_at_first_is_valid() {
        assert_eq!(Settings::default().check(), Ok(()));
    }
}
