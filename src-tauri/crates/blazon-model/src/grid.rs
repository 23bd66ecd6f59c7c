//! Grids: prompts drawn beside each other with several models, strengths or seeds.

use crate::{
    DrawRefusal, DrawRequest, Drawing, DrawingState, GridId, ModelId, PlannedCost, Seed, Subject,
    Timestamp,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The most prompts of a grid.
const MOST_PROMPTS: usize = 16;
/// The most columns.
const MOST_COLUMNS: usize = 10;
/// The most cells.
const MOST_CELLS: usize = 96;

/// What a grid was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GridKind {
    /// A person tries something in the playground.
    Playground,
    /// What a model draws for the prompts of its kind of subject; kept with the model.
    Evaluation,
}

impl GridKind {
    /// The word in its row.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Playground => "playground",
            Self::Evaluation => "evaluation",
        }
    }
}

/// With what the cells of a column are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GridColumn {
    /// The model; `None` where only the base draws.
    pub model: Option<ModelId>,
    /// Strength of the LoRA, 0 to 2; at 0 the same prompt is drawn without it.
    pub strength: f64,
    /// The seed of each cell.
    pub seed: Seed,
}

impl GridColumn {
    /// Whether it shows what the base draws without the LoRA.
    #[must_use]
    pub fn is_without_lora(&self) -> bool {
        self.model.is_some() && self.strength == 0.0
    }
}

/// What a grid shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GridPlan {
    /// How each cell is drawn. Prompt, model, strength, seed and count are those of the cell, whatever stands here.
    pub request: DrawRequest,
    /// One for each row; 1 to 16.
    pub prompts: Vec<String>,
    /// 1 to 10.
    pub columns: Vec<GridColumn>,
}

/// A plan that no grid can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidGrid {
    /// There are no rows or no columns.
    #[error("the grid has no cells")]
    Empty,
    /// There are more rows, columns or cells than can be.
    #[error("the grid has too many cells")]
    TooLarge,
}

impl GridPlan {
    /// Checks how many cells there are.
    ///
    /// # Errors
    /// [`InvalidGrid`]
    pub fn check(&self) -> Result<(), InvalidGrid> {
        let (rows, columns) = (self.prompts.len(), self.columns.len());
        if rows == 0 || columns == 0 {
            return Err(InvalidGrid::Empty);
        }
        if rows > MOST_PROMPTS || columns > MOST_COLUMNS || rows * columns > MOST_CELLS {
            return Err(InvalidGrid::TooLarge);
        }
        Ok(())
    }

    /// The request of a cell; `None` outside the grid.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<DrawRequest> {
        let GridColumn {
            model,
            strength,
            seed,
        } = *self.columns.get(column)?;
        Some(DrawRequest {
            prompt: self.prompts.get(row)?.trim().to_owned(),
            model,
            strength,
            seed: Some(seed),
            count: 1,
            ..self.request.clone()
        })
    }

    /// The requests of all cells with their rows and columns, row by row.
    pub fn cells(&self) -> impl Iterator<Item = (usize, usize, DrawRequest)> {
        (0..self.prompts.len())
            .flat_map(|row| (0..self.columns.len()).map(move |column| (row, column)))
            .filter_map(|(row, column)| Some((row, column, self.cell(row, column)?)))
    }

    /// The plan without what its cells do not have, so that two plans of the same cells are equal.
    #[must_use]
    pub fn plain(mut self) -> Self {
        for prompt in &mut self.prompts {
            *prompt = prompt.trim().to_owned();
        }
        if let Some(first) = self.cell(0, 0) {
            self.request = DrawRequest {
                prompt: String::new(),
                model: None,
                strength: 1.0,
                seed: None,
                ..first
            };
        }
        self
    }
}

/// One cell of a grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GridCell {
    /// Which prompt, from 0.
    pub row: u32,
    /// Which column, from 0.
    pub column: u32,
    /// What was drawn for it or is being drawn; `None` where it is missing or what was drawn is gone.
    pub drawing: Option<Drawing>,
}

impl GridCell {
    /// Whether it has to be drawn. What may have been paid and is not known is not drawn again.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.drawing.as_ref().is_none_or(is_unfit)
    }

    /// Whether its picture is there.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        let drawing = self.drawing.as_ref();
        drawing.is_some_and(|drawing| !drawing.pictures.is_empty())
    }
}

/// Whether nothing came of a drawing and nothing will.
fn is_unfit(drawing: &Drawing) -> bool {
    let is_over = matches!(
        drawing.state,
        DrawingState::Failed { .. } | DrawingState::Cancelled
    );
    is_over && drawing.pictures.is_empty()
}

/// Prompts beside each other, with what was drawn for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Grid {
    /// Its id.
    pub id: GridId,
    /// What it was made for.
    pub kind: GridKind,
    /// What it shows.
    pub plan: GridPlan,
    /// Row by row.
    pub cells: Vec<GridCell>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was removed; its pictures stay.
    pub removed_at: Option<Timestamp>,
}

/// A grid in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GridHead {
    /// Its id.
    pub id: GridId,
    /// What it was made for.
    pub kind: GridKind,
    /// What it shows.
    pub plan: GridPlan,
    /// Cells whose picture is there.
    pub drawn: u32,
    /// Cells in all.
    pub total: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What drawing the missing cells of a grid takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GridCost {
    /// Cells that have to be drawn.
    pub missing: u32,
    /// Cells in all.
    pub total: u32,
    /// What it will cost; `None` on this computer, where nothing is missing, and where no price is known.
    pub cost: Option<PlannedCost>,
    /// Whether the model's weights have to be sent first.
    pub sends_weights: bool,
    /// Why it cannot be drawn; `None` where it can.
    pub refusal: Option<DrawRefusal>,
}

/// The prompts with which models of one kind of subject are tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EvaluationSet {
    /// The kind of subject.
    pub subject: Subject,
    /// 1 to 12 prompts.
    pub prompts: Vec<String>,
    /// Whether a person wrote them.
    pub is_own: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DrawingId, ProviderId, Sampler};
    use rstest::rstest;

    fn plan(rows: usize, columns: usize) -> GridPlan {
        let column = GridColumn {
            model: None,
            strength: 1.0,
            seed: Seed(7),
        };
        GridPlan {
            request: DrawRequest {
                provider: ProviderId::Local,
                model: None,
                base_path: None,
                prompt: "what is not asked for".to_owned(),
                without_trigger: false,
                negative_prompt: String::new(),
                strength: 0.3,
                steps: 20,
                guidance: 5.0,
                sampler: Sampler::default(),
                width: 128,
                height: 128,
                seed: Some(Seed(1)),
                count: 4,
                on_card: false,
                hosted: None,
            },
            prompts: (0..rows).map(|row| format!(" fox {row}")).collect(),
            columns: vec![column; columns],
        }
    }

    #[rstest]
    #[case::one(1, 1, Ok(()))]
    #[case::most(9, 10, Ok(()))]
    #[case::no_rows(0, 2, Err(InvalidGrid::Empty))]
    #[case::no_columns(2, 0, Err(InvalidGrid::Empty))]
    #[case::too_high(17, 1, Err(InvalidGrid::TooLarge))]
    #[case::too_wide(1, 11, Err(InvalidGrid::TooLarge))]
    #[case::too_many(10, 10, Err(InvalidGrid::TooLarge))]
    fn a_grid_has_so_many_cells(
        #[case] rows: usize,
        #[case] columns: usize,
        #[case] expected: Result<(), InvalidGrid>,
    ) {
        assert_eq!(plan(rows, columns).check(), expected);
    }

    #[test]
    fn a_cell_has_its_own_prompt_strength_and_seed_and_one_picture() {
        let cell = plan(2, 1).cell(1, 0).unwrap();
        assert_eq!(cell.prompt, "fox 1");
        assert_eq!((cell.count, cell.seed), (1, Some(Seed(7))));
        assert!((cell.strength - 1.0).abs() < f64::EPSILON);
        assert_eq!(plan(2, 1).cell(2, 0), None);
        assert_eq!(plan(3, 2).cells().count(), 6);
    }

    #[test]
    fn a_failed_cell_is_missing_and_one_whose_reply_was_lost_is_not() {
        let cell = |state| GridCell {
            row: 0,
            column: 0,
            drawing: Some(Drawing {
                id: DrawingId::new(Timestamp(1), [0; 10]),
                request: plan(1, 1).request,
                sent_prompt: "a fox".to_owned(),
                state,
                pictures: Vec::new(),
                held_back: 0,
                is_stopping: false,
                is_cell: true,
                spend: None,
                request_id: None,
                created_at: Timestamp(1),
            }),
        };
        assert!(cell(DrawingState::Cancelled).is_missing());
        assert!(!cell(DrawingState::Unknown).is_missing());
        assert!(!cell(DrawingState::Queued).is_missing());
        let nothing = GridCell {
            drawing: None,
            ..cell(DrawingState::Queued)
        };
        assert!(nothing.is_missing() && !nothing.is_drawn());
    }

    #[test]
    fn plans_of_the_same_cells_are_the_same() {
        let mut other = plan(2, 2);
        other.request.prompt = "something else".to_owned();
        other.request.count = 2;
        other.request.seed = None;
        other.prompts[1].push(' ');
        assert_eq!(other.plain(), plan(2, 2).plain());
        assert_ne!(plan(2, 1).plain(), plan(2, 2).plain());
    }
}
