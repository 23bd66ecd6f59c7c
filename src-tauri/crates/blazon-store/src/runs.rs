//! Training runs and the acceptances of their quotes.

use crate::datasets::{from_json, parsed, to_json};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    AcceptanceId, AcceptedQuote, ByteCount, DatasetId, ProviderId, Quote, RunEvent, RunId,
    RunState, Timestamp, TrainingRun,
};
use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};

/// The version of the JSON in `training_runs.state`.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct StoredState {
    schema_version: u32,
    #[serde(flatten)]
    state: RunState,
}

const SELECT: &str =
    "SELECT id, dataset_id, recipe, state, created_at, updated_at FROM training_runs";

impl Reader<'_> {
    /// The run `id`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_run(&self, id: RunId) -> Result<TrainingRun, StoreError> {
        self.db
            .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
            .query_row([id.to_string()], read_run)
            .optional()?
            .ok_or_else(|| StoreError::NotFound {
                what: "training run",
                id: id.to_string(),
            })
    }

    /// All runs, newest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_runs(&self) -> Result<Vec<TrainingRun>, StoreError> {
        let mut query = self
            .db
            .prepare_cached(&format!("{SELECT} ORDER BY id DESC"))?;
        Ok(query.query_map([], read_run)?.collect::<Result<_, _>>()?)
    }

    /// The runs of `provider` that go on by themselves, oldest first: neither ended nor waiting for
    /// a person.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_open_runs(&self, provider: ProviderId) -> Result<Vec<TrainingRun>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE provider = ?1
             AND status NOT IN ('draft', 'quoted', 'failed', 'unknown', 'ready', 'cancelled') ORDER BY id"
        ))?;
        Ok(query
            .query_map([to_json("provider", &provider)?], read_run)?
            .collect::<Result<_, _>>()?)
    }

    /// The runs of `provider` whose submission got no reply, oldest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_unknown_runs(&self, provider: ProviderId) -> Result<Vec<TrainingRun>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE provider = ?1 AND status = 'unknown' ORDER BY id"
        ))?;
        Ok(query
            .query_map([to_json("provider", &provider)?], read_run)?
            .collect::<Result<_, _>>()?)
    }

    /// The runs of a dataset, newest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_runs_of(&self, dataset: DatasetId) -> Result<Vec<TrainingRun>, StoreError> {
        let mut query = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE dataset_id = ?1 ORDER BY id DESC"))?;
        Ok(query
            .query_map([dataset.to_string()], read_run)?
            .collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Adds a run as it stands.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn insert_run(&self, run: &TrainingRun) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT INTO training_runs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            (
                run.id.to_string(),
                run.dataset.to_string(),
                to_json("provider", &run.recipe.provider)?,
                to_json("recipe", &run.recipe)?,
                run.state.name(),
                stored(&run.state)?,
                run.created_at.0,
                run.updated_at.0,
            ),
        )?;
        Ok(())
    }

    /// Moves a run on. `Accepted` and `Submit` have calls of their own, since they need the
    /// acceptance row.
    ///
    /// # Errors
    /// [`StoreError::Transition`] where the event does not fit, [`StoreError::NotFound`], or SQLite's.
    pub fn advance_run(
        &self,
        id: RunId,
        event: RunEvent,
        now: Timestamp,
    ) -> Result<TrainingRun, StoreError> {
        if matches!(event, RunEvent::Accepted { .. } | RunEvent::Submit) {
            let run = self.load_run(id)?;
            let event = if matches!(event, RunEvent::Submit) {
                "submit"
            } else {
                "accepted"
            };
            return Err(blazon_model::InvalidTransition {
                state: run.state.name(),
                event,
            }
            .into());
        }
        self.move_run(id, event, now)
    }

    /// Notes that the person accepted the quote which the run shows, and moves it on.
    ///
    /// # Errors
    /// As [`Writer::advance_run`]; in particular where the run shows no quote.
    pub fn accept_quote(
        &self,
        acceptance: AcceptanceId,
        id: RunId,
        now: Timestamp,
    ) -> Result<TrainingRun, StoreError> {
        let run = self.load_run(id)?;
        let quote = if let RunState::Quoted { quote } = run.state {
            Some(*quote)
        } else {
            None
        };
        let total = quote
            .as_ref()
            .map_or(ByteCount(0), |quote| quote.archive_bytes);
        let run = self.move_run(id, RunEvent::Accepted { total }, now)?;
        self.db.execute(
            "INSERT INTO acceptances (id, run_id, quote, accepted_at) VALUES (?1, ?2, ?3, ?4)",
            (
                acceptance.to_string(),
                id.to_string(),
                to_json("quote", &quote)?,
                now.0,
            ),
        )?;
        Ok(run)
    }

    /// Uses the acceptance up and commits `Submitting` in the same transaction. This is the only
    /// place where an [`AcceptedQuote`] is made.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where no unused acceptance is left, and as [`Writer::advance_run`].
    pub fn begin_submission(&self, id: RunId, now: Timestamp) -> Result<AcceptedQuote, StoreError> {
        let used: Option<(AcceptanceId, Quote)> = self
            .db
            .query_row(
                "UPDATE acceptances SET used_at = ?2 WHERE run_id = ?1 AND used_at IS NULL RETURNING id, quote",
                (id.to_string(), now.0),
                |row| Ok((parsed(row, 0)?, from_json(row, 1)?)),
            )
            .optional()?;
        let (acceptance, quote) = used.ok_or_else(|| StoreError::NotFound {
            what: "accepted quote of run",
            id: id.to_string(),
        })?;
        self.move_run(id, RunEvent::Submit, now)?;
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the store, and the row was just used up"
        )]
        Ok(AcceptedQuote::from_used_row(acceptance, id.into(), quote))
    }

    fn move_run(
        &self,
        id: RunId,
        event: RunEvent,
        now: Timestamp,
    ) -> Result<TrainingRun, StoreError> {
        let mut run = self.load_run(id)?;
        run.state = run.state.after(event)?;
        run.updated_at = now;
        self.db.execute(
            "UPDATE training_runs SET status = ?2, state = ?3, updated_at = ?4 WHERE id = ?1",
            (id.to_string(), run.state.name(), stored(&run.state)?, now.0),
        )?;
        Ok(run)
    }
}

fn stored(state: &RunState) -> Result<String, StoreError> {
    to_json(
        "run state",
        &StoredState {
            schema_version: SCHEMA_VERSION,
            state: state.clone(),
        },
    )
}

fn read_run(row: &Row<'_>) -> rusqlite::Result<TrainingRun> {
    Ok(TrainingRun {
        id: parsed(row, 0)?,
        dataset: parsed(row, 1)?,
        recipe: from_json(row, 2)?,
        state: from_json::<StoredState>(row, 3)?.state,
        created_at: Timestamp(row.get(4)?),
        updated_at: Timestamp(row.get(5)?),
    })
}
