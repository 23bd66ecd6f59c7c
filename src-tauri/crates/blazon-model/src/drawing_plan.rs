//! What a hosted drawing will cost, and why it cannot be asked for as it is; shown beside the button.

use crate::{BaseFamily, Money, PlannedCost, ProviderId};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Why a hosted drawing cannot be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum DrawRefusal {
    /// No key of the provider is set.
    NoKey {
        /// Whose.
        provider: ProviderId,
    },
    /// No sourced price is known, and none was typed.
    NoPrice {
        /// The provider's page.
        page: String,
    },
    /// It would pass the ceiling of the month.
    OverCeiling {
        /// What would be set aside.
        reserved: Money,
        /// Spent and set aside in this month so far.
        month_to_date: Money,
        /// The ceiling.
        ceiling: Money,
    },
    /// It would set aside more than the person has agreed to.
    OverLimit {
        /// What would be set aside.
        reserved: Money,
        /// What the person has agreed to.
        limit: Money,
    },
    /// The catalogue has no such generator.
    GeneratorUnknown {
        /// What was asked for.
        endpoint: String,
    },
    /// The model was made for another base than the generator draws with.
    OtherBase {
        /// The model's.
        model: BaseFamily,
        /// The generator's proper name.
        generator: String,
    },
    /// The generator takes no LoRA.
    NoLora {
        /// Its proper name.
        generator: String,
    },
    /// Only what was trained there can be drawn with there.
    NotTrainedThere {
        /// Where.
        provider: ProviderId,
    },
    /// The generator draws only with a model.
    NoModel {
        /// Its proper name.
        generator: String,
    },
    /// The generator does not take the value of a field.
    Field {
        /// The field, as the provider calls it.
        field: String,
    },
    /// What was typed is not the id of a request.
    NoRequest,
}

/// What is shown beside the button of a hosted drawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DrawingPlan {
    /// What it will cost; `None` where no price is known.
    pub cost: Option<PlannedCost>,
    /// Whether the model's weights have to be sent first.
    pub sends_weights: bool,
    /// Why it cannot be asked for; `None` where it can.
    pub refusal: Option<DrawRefusal>,
}
