//! How a call is put to the Bot API: JSON, or a form where a file goes along.

use super::{Call, Patience};
use blazon_providers::telegram::{Connection, TelegramError};
use serde_json::Value;

impl Call {
    /// Makes the call once.
    pub(super) async fn make(
        &self,
        connection: &Connection,
        patience: &Patience,
    ) -> Result<Value, TelegramError> {
        let Some(file) = &self.file else {
            let within = patience.reply;
            return connection.call(self.method, &self.parameters, within).await;
        };
        let fields = self.parameters.as_object().into_iter().flatten();
        let fields: Vec<(&str, String)> = fields
            .map(|(name, value)| (name.as_str(), as_field(value)))
            .collect();
        let within = patience.upload;
        connection.send(self.method, &fields, file, within).await
    }
}

/// A parameter in a form: text as it is, everything else as JSON.
fn as_field(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
