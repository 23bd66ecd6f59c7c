//! `blazon-cli settings`: what the window's Settings have and a server needs: language, money, the way into the network.
//! Keys are no part of it.

use crate::session::Session;
use crate::settings_arguments::{HostsCommand, SetSettings, SettingsCommand};
use anyhow::bail;
use blazon_model::{InvalidSetting, Language, Settings};
use std::process::ExitCode;

/// Lists the settings, or changes some first.
pub(crate) fn run(
    session: &Session,
    command: Option<&SettingsCommand>,
) -> anyhow::Result<ExitCode> {
    let now = session.studio.load_settings()?;
    let wanted = match command {
        None => {
            list(session, &now);
            return Ok(ExitCode::SUCCESS);
        }
        Some(SettingsCommand::Set(changed)) => changed_by(changed, now),
        Some(SettingsCommand::Hosts(HostsCommand::Add { hosts })) => with_hosts(hosts, now),
        Some(SettingsCommand::Hosts(HostsCommand::Remove { hosts })) => {
            without_hosts(session, hosts, now)?
        }
    };
    match session.studio.change_settings(wanted) {
        Ok(settings) => {
            list(session, &settings);
            Ok(ExitCode::SUCCESS)
        }
        Err(error) if error.is::<InvalidSetting>() => Ok(session.refuse(&error)),
        Err(error) => Err(error),
    }
}

fn changed_by(changed: &SetSettings, mut settings: Settings) -> Settings {
    if let Some(proxy) = &changed.proxy {
        settings.proxy = Some(proxy.trim().to_owned());
    }
    if changed.no_proxy {
        settings.proxy = None;
    }
    if changed.ceiling.is_some() || changed.no_ceiling {
        settings.monthly_ceiling = changed.ceiling;
    }
    if let Some(language) = changed.language {
        settings.language = language.into();
    }
    if let Some(evaluate) = changed.evaluate {
        settings.evaluate_after_training = evaluate;
    }
    settings
}

fn with_hosts(hosts: &[String], mut settings: Settings) -> Settings {
    for host in hosts {
        let host = host.trim();
        if !settings.allowed_hosts.iter().any(|known| known == host) {
            settings.allowed_hosts.push(host.to_owned());
        }
    }
    settings
}

fn without_hosts(
    session: &Session,
    hosts: &[String],
    mut settings: Settings,
) -> anyhow::Result<Settings> {
    for host in hosts {
        let host = host.trim();
        let before = settings.allowed_hosts.len();
        settings.allowed_hosts.retain(|known| known != host);
        if settings.allowed_hosts.len() == before {
            bail!(session.say("cli-settings-no-such-host", &[("host", host.into())]));
        }
    }
    Ok(settings)
}

fn list(session: &Session, settings: &Settings) {
    // What was just chosen speaks already.
    let words = session.studio.words();
    session.result(settings, || {
        let language = match settings.language {
            Language::System => words.say("cli-settings-language-system"),
            Language::En => words.say("cli-settings-language-en"),
            Language::Ru => words.say("cli-settings-language-ru"),
        };
        let ceiling = settings.monthly_ceiling.map_or_else(
            || words.say("cli-settings-no-ceiling"),
            |sum| words.say_with("cli-settings-ceiling", &[("sum", sum.to_string().into())]),
        );
        let proxy = settings.proxy.as_deref().map_or_else(
            || words.say("cli-settings-no-proxy"),
            |proxy| words.say_with("cli-settings-proxy", &[("proxy", shown(proxy).into())]),
        );
        let evaluates = words.say(if settings.evaluate_after_training {
            "cli-settings-evaluates"
        } else {
            "cli-settings-evaluates-not"
        });
        let hosts = if settings.allowed_hosts.is_empty() {
            words.say("cli-settings-no-hosts")
        } else {
            let hosts = settings.allowed_hosts.join(" ");
            words.say_with("cli-settings-hosts", &[("hosts", hosts.into())])
        };
        [language, ceiling, proxy, evaluates, hosts].join("\n")
    });
}

/// A proxy as it may stand on a screen: without its password.
fn shown(proxy: &str) -> String {
    let hidden = || {
        let (scheme, rest) = proxy.split_once("://")?;
        let (person, address) = rest.rsplit_once('@')?;
        let (name, _) = person.split_once(':')?;
        Some(format!("{scheme}://{name}:***@{address}"))
    };
    hidden().unwrap_or_else(|| proxy.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_shown_without_its_password() {
        let shown_as = [
            (
                "socks5://fox:se:cret@host:1080",
                "socks5://fox:***@host:1080",
            ),
            ("http://fox@host:8080", "http://fox@host:8080"),
            ("http://host:8080", "http://host:8080"),
        ];
        for (proxy, expected) in shown_as {
            assert_eq!(shown(proxy), expected);
        }
    }
}
