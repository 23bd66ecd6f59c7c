//! The keyboards under messages and in place of the person's own, as `reply_markup` brings them.

use serde_json::{Value, json};

use super::failure::{Failure, Outcome};
use super::parameters::Parameters;

/// The longest `callback_data`, in bytes.
const DATA_LENGTH: usize = 64;

/// The most buttons of one keyboard.
const BUTTONS: usize = 100;

/// A button under a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Button {
    /// What stands on it.
    pub text: String,
    /// What the bot hears when it is tapped; none for buttons that do something else.
    pub data: Option<String>,
    /// The address that it opens.
    pub url: Option<String>,
    /// All of it, as the Bot API has it.
    pub json: Value,
}

/// What comes with a message.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Markup {
    /// Buttons under the message.
    Inline(Vec<Vec<Button>>),
    /// Buttons in place of the letters; the texts on them.
    Keyboard(Vec<Vec<String>>),
    /// The letters come back.
    Remove,
    /// The person's next message answers this one.
    ForceReply,
}

impl Markup {
    /// Reads `reply_markup`; none if there is none.
    ///
    /// # Errors
    /// When it is no markup.
    pub(super) fn read(parameters: &Parameters) -> Outcome<Option<Self>> {
        let amiss = "Can't parse reply keyboard markup JSON object";
        let Some(value) = parameters.json("reply_markup", amiss)? else {
            return Ok(None);
        };
        if !value.is_object() {
            return Err(Failure::bad("Object expected as reply markup"));
        }
        let keyboard = rows(
            &value,
            "keyboard",
            "Field \"keyboard\" must be an Array of Arrays",
            word,
        )?;
        let inline = rows(
            &value,
            "inline_keyboard",
            "Field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
            button,
        )?;
        let wants = |name: &str| value[name].as_bool().unwrap_or_default();
        Ok(if !keyboard.is_empty() {
            Some(Self::Keyboard(keyboard))
        } else if !inline.is_empty() {
            Some(Self::Inline(inline))
        } else if wants("remove_keyboard") || wants("hide_keyboard") {
            Some(Self::Remove)
        } else {
            wants("force_reply").then_some(Self::ForceReply)
        })
    }

    /// What Telegram's inner servers look at.
    pub(super) fn check(&self) -> Outcome<()> {
        let Self::Inline(rows) = self else {
            return Ok(());
        };
        let buttons = || rows.iter().flatten();
        let too_long = |button: &Button| {
            button
                .data
                .as_ref()
                .is_some_and(|data| data.len() > DATA_LENGTH)
        };
        if buttons().any(too_long) {
            return Err(Failure::bad("BUTTON_DATA_INVALID"));
        }
        if buttons().count() > BUTTONS {
            return Err(Failure::bad("reply markup is too long"));
        }
        Ok(())
    }

    pub(super) fn inline(&self) -> &[Vec<Button>] {
        match self {
            Self::Inline(rows) => rows,
            Self::Keyboard(_) | Self::Remove | Self::ForceReply => &[],
        }
    }

    /// As messages bring it; only buttons under a message are told.
    pub(super) fn json(&self) -> Option<Value> {
        let rows = self.inline();
        (!rows.is_empty()).then(|| {
            let rows = rows.iter().map(|row| {
                let buttons = row.iter().map(|button| button.json.clone());
                buttons.collect::<Value>()
            });
            json!({ "inline_keyboard": rows.collect::<Value>() })
        })
    }
}

fn rows<T>(
    value: &Value,
    name: &str,
    amiss: &str,
    read: impl Fn(&Value) -> Outcome<T>,
) -> Outcome<Vec<Vec<T>>> {
    let field = &value[name];
    if field.is_null() {
        return Ok(Vec::new());
    }
    let rows = field
        .as_array()
        .ok_or_else(|| Failure::bad(format!("Field \"{name}\" must be of type Array")))?;
    let mut read_rows = Vec::new();
    for row in rows {
        let row = row.as_array().ok_or_else(|| Failure::bad(amiss))?;
        let row = row.iter().map(&read).collect::<Outcome<Vec<T>>>()?;
        // Telegram drops rows without a button.
        if !row.is_empty() {
            read_rows.push(row);
        }
    }
    Ok(read_rows)
}

fn word(value: &Value) -> Outcome<String> {
    let text = value.as_str().or_else(|| value["text"].as_str());
    text.map(str::to_owned).ok_or_else(|| {
        Failure::bad("Can't parse keyboard button: KeyboardButton must be a String or an Object")
    })
}

fn button(value: &Value) -> Outcome<Button> {
    let amiss = |what: &str| Failure::bad(format!("Can't parse inline keyboard button: {what}"));
    if !value.is_object() {
        return Err(amiss("InlineKeyboardButton must be an Object"));
    }
    let field = |name: &str| value[name].as_str().filter(|text| !text.is_empty());
    let text = value["text"]
        .as_str()
        .ok_or_else(|| amiss("Can't find field \"text\""))?;
    if text.is_empty() {
        return Err(Failure::bad(
            "Inline keyboard button text must be non-empty",
        ));
    }
    let (data, url) = (field("callback_data"), field("url"));
    if let Some(url) = url.filter(|url| !is_address(url)) {
        return Err(Failure::bad(format!(
            "Inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
        )));
    }
    let does_something_else = [
        "web_app",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "copy_text",
        "login_url",
        "pay",
        "callback_game",
        "switch_inline_query_chosen_chat",
    ]
    .into_iter()
    .any(|name| !value[name].is_null());
    if data.is_none() && url.is_none() && !does_something_else {
        return Err(amiss("Text buttons are unallowed in the inline keyboard"));
    }
    Ok(Button {
        text: text.to_owned(),
        data: data.filter(|_| url.is_none()).map(str::to_owned),
        url: url.map(str::to_owned),
        json: value.clone(),
    })
}

fn is_address(url: &str) -> bool {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match scheme {
        "tg" | "ton" => !rest.is_empty(),
        "http" | "https" => host.contains('.') && !host.contains(char::is_whitespace),
        _ => false,
    }
}
