//! The methods of the Bot API that are answered here, and what each is to limits and troubles.

use std::fmt;

/// A method of the Bot API; names are read in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "each is called as Telegram's reference calls it"
)]
pub enum Method {
    GetMe,
    LogOut,
    Close,
    GetUpdates,
    SetWebhook,
    DeleteWebhook,
    GetWebhookInfo,
    SendMessage,
    SendPhoto,
    SendDocument,
    SendMediaGroup,
    SendChatAction,
    EditMessageText,
    EditMessageCaption,
    EditMessageReplyMarkup,
    DeleteMessage,
    AnswerCallbackQuery,
    SetMyCommands,
    GetMyCommands,
    DeleteMyCommands,
    SetMyDescription,
    GetMyDescription,
    SetMyShortDescription,
    GetMyShortDescription,
    SetChatMenuButton,
    GetChatMenuButton,
    GetChat,
    GetFile,
    /// The bytes of a file, from `/file/bot<token>/<path>`.
    Download,
    /// Anything else; it is answered with 404.
    Unknown,
}

const NAMES: [(Method, &str); 29] = [
    (Method::GetMe, "getMe"),
    (Method::LogOut, "logOut"),
    (Method::Close, "close"),
    (Method::GetUpdates, "getUpdates"),
    (Method::SetWebhook, "setWebhook"),
    (Method::DeleteWebhook, "deleteWebhook"),
    (Method::GetWebhookInfo, "getWebhookInfo"),
    (Method::SendMessage, "sendMessage"),
    (Method::SendPhoto, "sendPhoto"),
    (Method::SendDocument, "sendDocument"),
    (Method::SendMediaGroup, "sendMediaGroup"),
    (Method::SendChatAction, "sendChatAction"),
    (Method::EditMessageText, "editMessageText"),
    (Method::EditMessageCaption, "editMessageCaption"),
    (Method::EditMessageReplyMarkup, "editMessageReplyMarkup"),
    (Method::DeleteMessage, "deleteMessage"),
    (Method::AnswerCallbackQuery, "answerCallbackQuery"),
    (Method::SetMyCommands, "setMyCommands"),
    (Method::GetMyCommands, "getMyCommands"),
    (Method::DeleteMyCommands, "deleteMyCommands"),
    (Method::SetMyDescription, "setMyDescription"),
    (Method::GetMyDescription, "getMyDescription"),
    (Method::SetMyShortDescription, "setMyShortDescription"),
    (Method::GetMyShortDescription, "getMyShortDescription"),
    (Method::SetChatMenuButton, "setChatMenuButton"),
    (Method::GetChatMenuButton, "getChatMenuButton"),
    (Method::GetChat, "getChat"),
    (Method::GetFile, "getFile"),
    // No method of the Bot API; so that troubles can be ordered for downloads over HTTP too.
    (Method::Download, "download"),
];

impl Method {
    /// By its name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let found = NAMES
            .iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(name));
        found.map_or(Self::Unknown, |(method, _)| *method)
    }

    /// As Telegram's reference writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = NAMES.iter().find(|(method, _)| *method == self);
        found.map_or("unknown", |(_, name)| name)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
