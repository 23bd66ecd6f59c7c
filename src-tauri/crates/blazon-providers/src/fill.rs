//! An endpoint's input: what was chosen, and what Blazon fills in by what a field means.

use crate::catalog::input_of;
use crate::problem::Problem;
use blazon_model::{AcceptedQuote, Endpoint, FieldValue, Role};
use serde_json::Value;
use std::collections::BTreeMap;

/// A value that Blazon gives to a field.
pub(crate) struct Fill(pub(crate) Value);

impl Fill {
    pub(crate) fn text(text: &str) -> Self {
        Self(Value::from(text))
    }
}

/// The input of a submission. Roles that the endpoint does not have are left out.
pub(crate) fn input<const N: usize>(
    endpoint: &Endpoint,
    chosen: &BTreeMap<String, FieldValue>,
    filled: [(Role, Fill); N],
) -> Result<Value, Problem> {
    let mut input = input_of(endpoint, chosen).map_err(|error| Problem::Rejected {
        said: error.to_string(),
        field: Some(error.field),
    })?;
    for (role, Fill(value)) in filled {
        if let Some(field) = endpoint.field_of(role) {
            input.insert(field.name.clone(), value);
        }
    }
    Ok(Value::Object(input))
}

/// A quote is for one endpoint; an order for another is a mistake of ours that must not cost anything.
pub(crate) fn check_accepted(accepted: &AcceptedQuote, endpoint: &Endpoint) -> Result<(), Problem> {
    let quote = accepted.quote();
    if quote.provider == endpoint.provider && quote.endpoint == endpoint.id {
        return Ok(());
    }
    Err(Problem::Rejected {
        field: None,
        said: format!(
            "the quote was for {}, not for {}",
            quote.endpoint, endpoint.id
        ),
    })
}
