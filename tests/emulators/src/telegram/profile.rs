//! What a bot says about itself: commands by scope and language, descriptions, the button beside the field of text.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::failure::{Failure, Outcome};
use super::method::Method;
use super::parameters::Parameters;
use super::state::State;

const COMMANDS: usize = 100;
const COMMAND_LENGTH: usize = 32;
const COMMAND_DESCRIPTION_LENGTH: usize = 256;
const DESCRIPTION_LENGTH: usize = 512;
const SHORT_DESCRIPTION_LENGTH: usize = 120;

/// A command as a person sees it in the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotCommand {
    /// Without the slash.
    pub command: String,
    /// What it does.
    pub description: String,
}

/// All of it. Scopes are written as `all_private_chats` or `chat:7`; a language may be empty.
#[derive(Debug, Default)]
pub(super) struct Profile {
    commands: BTreeMap<(String, String), Vec<BotCommand>>,
    descriptions: BTreeMap<String, String>,
    short_descriptions: BTreeMap<String, String>,
    menu_buttons: BTreeMap<i64, Value>,
}

impl State {
    pub(super) fn change_commands(&mut self, method: Method, parameters: &Parameters) -> Outcome {
        let place = (self.scope(parameters)?, language(parameters)?);
        if method == Method::SetMyCommands {
            let commands = commands(parameters)?;
            self.profile.commands.insert(place, commands);
        } else {
            self.profile.commands.remove(&place);
        }
        Ok(Value::Bool(true))
    }

    pub(super) fn commands_json(&self, parameters: &Parameters) -> Outcome {
        let place = (self.scope(parameters)?, language(parameters)?);
        let commands = self.profile.commands.get(&place);
        let told = commands.into_iter().flatten().map(
            |command| json!({ "command": command.command, "description": command.description }),
        );
        Ok(told.collect())
    }

    /// What the menu shows to a person in a chat: the narrowest scope that has commands, the person's language first.
    pub(super) fn menu(&self, person: i64, chat: i64) -> Vec<BotCommand> {
        let is_group = self
            .chats
            .get(&chat)
            .is_some_and(super::state::Chat::is_group);
        let around = if is_group {
            "all_group_chats"
        } else {
            "all_private_chats"
        };
        let account = self.people.get(&person);
        let language = account.and_then(|account| account.language.clone());
        let scopes = [
            format!("chat_member:{chat}:{person}"),
            format!("chat:{chat}"),
            around.to_owned(),
            "default".to_owned(),
        ];
        let places = scopes.into_iter().flat_map(|scope| {
            let languages = [language.clone().unwrap_or_default(), String::new()];
            languages.map(|language| (scope.clone(), language))
        });
        let mut shown = places.filter_map(|place| self.profile.commands.get(&place));
        shown.next().cloned().unwrap_or_default()
    }

    fn scope(&self, parameters: &Parameters) -> Outcome<String> {
        let amiss = "Can't parse BotCommandScope JSON object";
        let Some(scope) = parameters.json("scope", amiss)? else {
            return Ok("default".to_owned());
        };
        let wrong = |what: &str| Failure::bad(format!("Can't parse BotCommandScope: {what}"));
        if !scope.is_object() {
            return Err(wrong("BotCommandScope must be an Object"));
        }
        let kind = scope["type"]
            .as_str()
            .ok_or_else(|| wrong("Can't find field \"type\""))?;
        match kind {
            "default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators" => {
                return Ok(kind.to_owned());
            }
            "chat" | "chat_administrators" | "chat_member" => {}
            _ => return Err(wrong("Unsupported type specified")),
        }
        let chat = super::parameters::plain(&scope["chat_id"]);
        if scope["chat_id"].is_null() || chat.is_empty() {
            return Err(wrong("Empty chat_id specified"));
        }
        let chat = self.chat(&chat)?.id;
        if kind != "chat_member" {
            return Ok(format!("{kind}:{chat}"));
        }
        let user = scope["user_id"].as_i64().filter(|user| *user > 0);
        let user = user.ok_or_else(|| wrong("Invalid user_id specified"))?;
        Ok(format!("{kind}:{chat}:{user}"))
    }

    pub(super) fn describe(&mut self, method: Method, parameters: &Parameters) -> Outcome {
        let language = language(parameters)?;
        let is_short = matches!(
            method,
            Method::SetMyShortDescription | Method::GetMyShortDescription
        );
        let (field, texts, longest) = if is_short {
            let texts = &mut self.profile.short_descriptions;
            ("short_description", texts, SHORT_DESCRIPTION_LENGTH)
        } else {
            let texts = &mut self.profile.descriptions;
            ("description", texts, DESCRIPTION_LENGTH)
        };
        if matches!(
            method,
            Method::GetMyDescription | Method::GetMyShortDescription
        ) {
            let text = texts.get(&language).map_or("", String::as_str);
            return Ok(json!({ field: text }));
        }
        let text = parameters.text(field);
        if text.chars().count() > longest {
            // That it is refused is known; Telegram's word for it is not.
            return Err(Failure::bad("DESCRIPTION_TOO_LONG"));
        }
        if text.is_empty() {
            texts.remove(&language);
        } else {
            texts.insert(language, text.to_owned());
        }
        Ok(Value::Bool(true))
    }

    /// What a person reads of the bot before writing to it: the long text and the short one.
    pub(super) fn about(&self, person: i64) -> (String, String) {
        let account = self.people.get(&person);
        let language = account.and_then(|account| account.language.clone());
        let read = |texts: &BTreeMap<String, String>| {
            let own = language.as_ref().and_then(|language| texts.get(language));
            own.or_else(|| texts.get("")).cloned().unwrap_or_default()
        };
        (
            read(&self.profile.descriptions),
            read(&self.profile.short_descriptions),
        )
    }

    pub(super) fn menu_button(&mut self, method: Method, parameters: &Parameters) -> Outcome {
        // Zero is what is shown where a chat has no button of its own.
        let chat = match parameters.text("chat_id") {
            "" => 0,
            named => self.chat(named)?.id,
        };
        if method == Method::GetChatMenuButton {
            let buttons = &self.profile.menu_buttons;
            let button = buttons.get(&chat).or_else(|| buttons.get(&0));
            return Ok(button
                .cloned()
                .unwrap_or_else(|| json!({ "type": "commands" })));
        }
        let amiss = "Can't parse menu button JSON object";
        let button = parameters
            .json("menu_button", amiss)?
            .unwrap_or_else(|| json!({ "type": "default" }));
        let known = ["default", "commands", "web_app"];
        if !button["type"]
            .as_str()
            .is_some_and(|kind| known.contains(&kind))
        {
            return Err(Failure::bad(
                "Can't parse menu button: MenuButton has unsupported type",
            ));
        }
        self.profile.menu_buttons.insert(chat, button);
        Ok(Value::Bool(true))
    }
}

/// Two small letters, or nothing.
fn language(parameters: &Parameters) -> Outcome<String> {
    let language = parameters.text("language_code");
    let fits = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase());
    if fits || language.is_empty() {
        Ok(language.to_owned())
    } else {
        Err(Failure::bad("Invalid language code specified"))
    }
}

fn commands(parameters: &Parameters) -> Outcome<Vec<BotCommand>> {
    let given = parameters
        .json("commands", "Can't parse commands JSON object")?
        .unwrap_or_else(|| json!([]));
    let given = given
        .as_array()
        .ok_or_else(|| Failure::bad("Expected an Array of BotCommand"))?;
    if given.len() > COMMANDS {
        return Err(Failure::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    given.iter().map(command).collect()
}

fn command(given: &Value) -> Outcome<BotCommand> {
    let field = |name: &str| {
        let text = given[name].as_str();
        text.ok_or_else(|| {
            Failure::bad(format!(
                "Can't parse BotCommand: Can't find field \"{name}\""
            ))
        })
    };
    let (command, description) = (field("command")?.trim(), field("description")?.trim());
    let command = command.strip_prefix('/').unwrap_or(command);
    let of_command = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if command.is_empty() {
        return Err(Failure::bad("Command must be non-empty"));
    }
    if command.chars().count() > COMMAND_LENGTH {
        return Err(Failure::bad(format!(
            "Command length must not exceed {COMMAND_LENGTH}"
        )));
    }
    if description.is_empty() {
        return Err(Failure::bad("Command description must be non-empty"));
    }
    if description.chars().count() > COMMAND_DESCRIPTION_LENGTH {
        return Err(Failure::bad(format!(
            "Command description length must not exceed {COMMAND_DESCRIPTION_LENGTH}"
        )));
    }
    if !command.bytes().all(of_command) {
        return Err(Failure::bad("BOT_COMMAND_INVALID"));
    }
    Ok(BotCommand {
        command: command.to_owned(),
        description: description.to_owned(),
    })
}
