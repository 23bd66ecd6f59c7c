//! Grids as pictures: prompts beside the rows, what differs above the columns.
//!
//! What can go wrong: a picture of a cell is not where it was (its place stays empty), a full disk (the old sheet stays), a crash
//! between the last picture and the sheet (kept at the next start).

use crate::badge_drawing::encode_scene;
use crate::written_file::write_file;
use crate::{Argument, Studio, Words};
use blazon_badge::{ContactRow, ContactSheet, Picture as Pixels};
use blazon_model::{
    BadgeFormat, Drawing, Grid, GridColumn, GridId, GridKind, ModelId, Timestamp, slug,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The longer side of a cell, in pixels: as large as the picture, within these.
const CELL: std::ops::RangeInclusive<f32> = 192.0..=384.0;
/// The newest whole sheet in a model's folder.
const SHEET: &str = "evaluation.png";
/// The longest name of a file that is proposed, without its ending.
const LONGEST_NAME: usize = 60;

impl Studio {
    /// Writes a grid as one PNG with its prompts to the file `to`, which is replaced whole or not at all.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], and the disk's.
    pub fn save_grid_sheet(&self, id: GridId, to: &Path) -> anyhow::Result<()> {
        let grid = self.load_grid(id)?;
        write_file(to, &self.draw_sheet(&grid)?)
    }

    /// A name for the file of a sheet.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn grid_sheet_name(&self, id: GridId) -> anyhow::Result<String> {
        let title = self.title_of(&self.load_grid(id)?);
        let name = slug(&title, LONGEST_NAME);
        let name = if name.is_empty() { "grid" } else { &name };
        Ok(format!("{name}.png"))
    }

    /// Keeps the evaluation sheet that `drawing` has made whole with its model.
    pub(crate) fn keep_sheet_of(&self, drawing: &Drawing) {
        let Some(model) = drawing.request.model else {
            return;
        };
        let kept = self
            .newest_whole_sheet_of(drawing, model)
            .and_then(|sheet| match sheet {
                Some(sheet) => write_file(&self.sheet_file(model)?, &self.draw_sheet(&sheet)?),
                None => Ok(()),
            });
        if let Err(error) = kept {
            tracing::warn!(
                error = format!("{error:#}"),
                "an evaluation sheet was not kept"
            );
        }
    }

    /// Keeps the newest whole evaluation sheet of each model whose file is not there or older than its pictures, as when the
    /// program ended just before.
    pub(crate) fn keep_lost_sheets(&self) -> anyhow::Result<()> {
        let mut seen = BTreeSet::new();
        let sheets = self.list_grids(Some(GridKind::Evaluation), None)?;
        for head in sheets.iter().filter(|head| head.drawn == head.total) {
            let models = head.plan.columns.iter().filter_map(|column| column.model);
            let models: Vec<ModelId> = models.filter(|model| seen.insert(*model)).collect();
            if models.is_empty() {
                continue;
            }
            let sheet = self.load_grid(head.id)?;
            for model in models {
                // Another model may be gone, or its folder with its disk.
                let Ok(to) = self.sheet_file(model) else {
                    continue;
                };
                let has_folder = to.parent().is_some_and(Path::is_dir);
                if has_folder && written_at(&to) < newest_picture(&sheet) {
                    write_file(&to, &self.draw_sheet(&sheet)?)?;
                }
            }
        }
        Ok(())
    }

    /// Where the newest whole evaluation sheet of a model is.
    fn sheet_file(&self, model: ModelId) -> anyhow::Result<PathBuf> {
        Ok(self.model_folder(&self.load_model(model)?).join(SHEET))
    }

    fn draw_sheet(&self, grid: &Grid) -> anyhow::Result<Vec<u8>> {
        let words = self.words();
        let names = self.names_in(grid);
        let sheet = ContactSheet {
            title: self.title_of(grid),
            columns: column_heads(&grid.plan.columns, &names, &words),
            rows: self.rows_of(grid),
            cell: cell_size(grid),
        };
        let scene = sheet.scene(self.badge_fonts());
        Ok(encode_scene(&scene, &sheet.title, BadgeFormat::Png)?)
    }

    fn rows_of(&self, grid: &Grid) -> Vec<ContactRow> {
        let columns = grid.plan.columns.len().max(1);
        let prompts = grid.plan.prompts.iter();
        prompts
            .zip(grid.cells.chunks(columns))
            .map(|(prompt, cells)| ContactRow {
                label: prompt.clone(),
                pictures: cells
                    .iter()
                    .map(|cell| self.pixels_of(cell.drawing.as_ref()?))
                    .collect(),
            })
            .collect()
    }

    fn pixels_of(&self, drawing: &Drawing) -> Option<Arc<Pixels>> {
        let picture = drawing.pictures.first()?;
        let path = self.library.home().join(&picture.file);
        let bytes = std::fs::read(path).ok()?;
        Pixels::decode(&picture.file, &bytes).ok().map(Arc::new)
    }

    fn names_in(&self, grid: &Grid) -> BTreeMap<ModelId, String> {
        let models = grid.plan.columns.iter().filter_map(|column| column.model);
        models
            .filter_map(|id| Some((id, self.load_model(id).ok()?.name.as_str().to_owned())))
            .collect()
    }

    /// The names of the grid's models, or what it is where there are none.
    fn title_of(&self, grid: &Grid) -> String {
        let names: Vec<String> = self.names_in(grid).into_values().collect();
        if names.is_empty() {
            self.words().say("grid-title")
        } else {
            names.join(", ")
        }
    }
}

/// As large as the pictures are, in their shape.
fn cell_size(grid: &Grid) -> [f32; 2] {
    let [width, height] =
        [grid.plan.request.width, grid.plan.request.height].map(|side| side as f32);
    let longer = width.max(height).max(1.0);
    let scale = longer.clamp(*CELL.start(), *CELL.end()) / longer;
    [width * scale, height * scale]
}

/// When a file was last written, in whole milliseconds; `None` where it is not there.
fn written_at(path: &Path) -> Option<Timestamp> {
    let written = std::fs::metadata(path).ok()?.modified().ok()?;
    let written = jiff::Timestamp::try_from(written).ok()?;
    Some(Timestamp(written.as_millisecond()))
}

/// When the last picture of a grid was made.
fn newest_picture(grid: &Grid) -> Option<Timestamp> {
    let drawings = grid.cells.iter().filter_map(|cell| cell.drawing.as_ref());
    let pictures = drawings.flat_map(|drawing| &drawing.pictures);
    pictures.map(|picture| picture.created_at).max()
}

/// What stands above each column: what differs between them.
fn column_heads(
    columns: &[GridColumn],
    names: &BTreeMap<ModelId, String>,
    words: &Words,
) -> Vec<String> {
    let differs = |same: &dyn Fn(&GridColumn, &GridColumn) -> bool| {
        let drawn = columns.iter().filter(|column| !column.is_without_lora());
        let drawn: Vec<&GridColumn> = drawn.collect();
        drawn.windows(2).any(|pair| !same(pair[0], pair[1]))
    };
    let models = differs(&|a, b| a.model == b.model);
    let seeds = differs(&|a, b| a.seed == b.seed);
    let strengths = differs(&|a, b| a.strength == b.strength) || !(models || seeds);
    columns
        .iter()
        .map(|column| {
            let mut parts = Vec::new();
            if let Some(name) = column.model.and_then(|model| names.get(&model))
                && models
            {
                parts.push(name.clone());
            }
            if column.is_without_lora() {
                parts.push(words.say("grid-without-lora"));
            } else if strengths && column.model.is_some() {
                parts.push(words.say_with(
                    "grid-strength",
                    &[("strength", Argument::Number(column.strength))],
                ));
            }
            if seeds || column.model.is_none() {
                let seed = column.seed.to_string();
                parts.push(words.say_with("grid-seed", &[("seed", seed.into())]));
            }
            parts.join(", ")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::{LanguageTag, Seed};

    fn model(number: u8) -> ModelId {
        ModelId::new(Timestamp(1), [number; 10])
    }

    fn column(model: Option<ModelId>, strength: f64, seed: u64) -> GridColumn {
        GridColumn {
            model,
            strength,
            seed: Seed(seed),
        }
    }

    fn heads(columns: &[GridColumn]) -> Vec<String> {
        let names = [
            (model(1), "Raccoon".to_owned()),
            (model(2), "Fox".to_owned()),
        ];
        let words = Words::new(LanguageTag::En);
        column_heads(columns, &names.into_iter().collect(), &words)
    }

    #[test]
    fn only_what_differs_stands_above_the_columns() {
        let one = Some(model(1));
        let strengths = [
            column(one, 0.0, 7),
            column(one, 0.4, 7),
            column(one, 1.0, 7),
        ];
        assert_eq!(
            heads(&strengths),
            ["Without LoRA", "Strength 0.4", "Strength 1"]
        );
        let seeds = [column(one, 0.7, 7), column(one, 0.7, 8)];
        assert_eq!(heads(&seeds), ["Seed 7", "Seed 8"]);
        let models = [column(one, 0.7, 7), column(Some(model(2)), 0.7, 7)];
        assert_eq!(heads(&models), ["Raccoon", "Fox"]);
        assert_eq!(heads(&[column(None, 1.0, 7)]), ["Seed 7"]);
        assert_eq!(heads(&[column(one, 0.7, 7)]), ["Strength 0.7"]);
    }
}
