//! Grids: prompts drawn beside each other with several models, strengths or seeds. Each cell is a drawing of one picture.
//!
//! What can go wrong: two programs ask for the same cells (which are missing is looked at in the transaction that queues
//! them, so that none is drawn or paid twice); a crash between cells (all are queued together or none is); it costs more
//! than was shown (the sum comes along, and all cells together keep to it); a reply that was lost (such a cell is not
//! missing, and nobody pays for it again).

use crate::hosted_drawing::{Order, RefusedDrawing};
use crate::playground::check_place;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::{
    ContentHash, DrawRefusal, DrawRequest, Drawing, DrawingId, Grid, GridCell, GridCost, GridHead,
    GridId, GridKind, GridPlan, ModelId, Money, Spender, Timestamp,
};
use blazon_store::{GridRow, Reader, Writer};
use std::collections::BTreeSet;

/// A cell that can be queued.
pub(crate) enum Ready {
    /// On this computer: the request, and the prompt as it is sent.
    Here(Box<DrawRequest>, String),
    /// At a provider.
    There(Box<Order>),
}

impl Studio {
    /// The grids that are not removed, newest first: those of a kind, those with a column of a model.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_grids(
        &self,
        kind: Option<GridKind>,
        model: Option<ModelId>,
    ) -> anyhow::Result<Vec<GridHead>> {
        self.store.read(|db| {
            let grids = db.list_grids(kind, model)?;
            grids.into_iter().map(|grid| head_of(db, grid)).collect()
        })
    }

    /// A grid with its cells, a removed one too.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn load_grid(&self, id: GridId) -> anyhow::Result<Grid> {
        self.store.read(|db| {
            let GridRow {
                id,
                kind,
                plan,
                created_at,
                removed_at,
            } = db.load_grid(id)?;
            Ok(Grid {
                cells: cells_of(db, &plan)?,
                id,
                kind,
                plan,
                created_at,
                removed_at,
            })
        })
    }

    /// What drawing the missing cells of such a grid takes.
    ///
    /// # Errors
    /// [`blazon_model::InvalidGrid`], [`crate::InvalidDrawing`], [`crate::BaseError`], or the database's.
    pub fn plan_grid(&self, plan: GridPlan) -> anyhow::Result<GridCost> {
        let plan = checked(plan)?;
        let (cells, missing) = self.store.read(|db| missing_of(db, &plan))?;
        let mut cost = GridCost {
            missing: count(missing.len()),
            total: count(cells),
            cost: None,
            sends_weights: false,
            refusal: None,
        };
        let Some((_, first)) = missing.first() else {
            return Ok(cost);
        };
        if first.hosted.is_some() {
            let planned = self.plan_drawings(first, cost.missing)?;
            cost.refusal = planned.refusal;
            cost.sends_weights = planned.sends_weights;
            cost.cost = planned.cost;
        }
        for (_, cell) in missing {
            // What cannot be drawn is said before the button is pressed.
            if let Some(refusal) = self.refusal_of_cell(cell)? {
                cost.refusal.get_or_insert(refusal);
            }
        }
        Ok(cost)
    }

    /// Draws the missing cells of a grid, which is made where there is none of this plan. What is paid is at most
    /// `limit`, the sum that stood beside the button.
    ///
    /// # Errors
    /// As [`Studio::plan_grid`], and [`RefusedDrawing`]. Nothing is queued and nothing is set aside then.
    pub fn draw_grid(
        &self,
        kind: GridKind,
        plan: GridPlan,
        limit: Option<Money>,
    ) -> anyhow::Result<Grid> {
        let plan = checked(plan)?;
        let (_, missing) = self.store.read(|db| missing_of(db, &plan))?;
        let ready: Vec<(ContentHash, Ready)> = missing
            .into_iter()
            .map(|(cell, request)| Ok((cell, self.ready(request)?)))
            .collect::<anyhow::Result<_>>()?;
        let id = GridId::new(self.now(), self.random());
        let (id, queued) = self.store.write::<_, anyhow::Error>(|tx| {
            let mut left = limit.unwrap_or(Money::ZERO);
            let mut queued = Vec::new();
            for (nth, (cell, ready)) in (0..).zip(&ready) {
                // Ids that follow each other, so that the cells are drawn in the grid's order.
                let at = Timestamp(self.now().0.saturating_add(nth));
                queued.extend(self.queue_cell(tx, at, (cell, ready), &mut left)?);
            }
            Ok((tx.open_grid(id, kind, &plan, self.now())?, queued))
        })?;
        let grid = self.load_grid(id)?;
        self.tell_cells(&grid, &queued);
        self.runner.wake();
        Ok(grid)
    }

    /// Stops what is being drawn of a grid; finished cells stay.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn stop_grid(&self, id: GridId) -> anyhow::Result<Grid> {
        let open: BTreeSet<DrawingId> = self
            .load_grid(id)?
            .cells
            .into_iter()
            .filter_map(|cell| cell.drawing)
            .filter(|drawing| !drawing.state.is_terminal())
            .map(|drawing| drawing.id)
            .collect();
        for drawing in open {
            self.cancel_drawing(drawing)?;
        }
        self.events.send(Event::GridsChanged);
        self.load_grid(id)
    }

    /// Removes a grid; its pictures stay, and [`Studio::restore_grid`] takes it back.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn remove_grid(&self, id: GridId) -> anyhow::Result<()> {
        let now = self.now();
        self.store.write(|tx| tx.place_grid(id, Some(now)))?;
        self.events.send(Event::GridsChanged);
        Ok(())
    }

    /// Takes a removed grid back.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn restore_grid(&self, id: GridId) -> anyhow::Result<()> {
        self.store.write(|tx| tx.place_grid(id, None))?;
        self.events.send(Event::GridsChanged);
        Ok(())
    }

    pub(crate) fn ready(&self, request: DrawRequest) -> anyhow::Result<Ready> {
        check_place(&request)?;
        if request.hosted.is_some() {
            return Ok(Ready::There(Box::new(self.prepare_order(request)?)));
        }
        let (request, sent) = self.prepare_local_drawing(request)?;
        Ok(Ready::Here(Box::new(request), sent))
    }

    /// Why a cell cannot be drawn, as far as it is a matter of choice.
    fn refusal_of_cell(&self, request: DrawRequest) -> anyhow::Result<Option<DrawRefusal>> {
        match self.ready(request) {
            Ok(_) => Ok(None),
            Err(error) => match error.downcast() {
                Ok(RefusedDrawing(refusal)) => Ok(Some(refusal)),
                Err(error) => Err(error),
            },
        }
    }

    /// Queues a cell, unless somebody has meanwhile; what is set aside for it is taken from `left`.
    fn queue_cell(
        &self,
        tx: &Writer<'_>,
        at: Timestamp,
        (cell, ready): (&ContentHash, &Ready),
        left: &mut Money,
    ) -> anyhow::Result<Option<DrawingId>> {
        if !is_missing(tx, cell)? {
            return Ok(None);
        }
        let id = match ready {
            Ready::Here(request, sent) => {
                let id = DrawingId::new(at, self.random());
                tx.queue_drawing(id, request, sent, self.now())?.id
            }
            Ready::There(order) => {
                let (id, reserved) = self.accept_order(tx, order, *left, Spender::Person)?;
                *left = left.checked_sub(reserved).unwrap_or(Money::ZERO);
                id
            }
        };
        tx.put_in_cell(id, cell)?;
        Ok(Some(id))
    }

    fn tell_cells(&self, grid: &Grid, queued: &[DrawingId]) {
        self.events.send(Event::GridsChanged);
        let drawings = grid.cells.iter().filter_map(|cell| cell.drawing.as_ref());
        for drawing in drawings.filter(|drawing| queued.contains(&drawing.id)) {
            self.tell_drawing(drawing);
        }
        if grid.plan.request.hosted.is_some() && !queued.is_empty() {
            self.events.send(Event::SpendChanged);
        }
    }
}

fn checked(plan: GridPlan) -> anyhow::Result<GridPlan> {
    plan.check()?;
    Ok(plan.plain())
}

fn head_of(db: &Reader<'_>, grid: GridRow) -> anyhow::Result<GridHead> {
    let mut drawn = 0;
    let mut total = 0;
    for (_, _, request) in grid.plan.cells() {
        total += 1;
        drawn += u32::from(db.is_cell_drawn(&cell_of(&request)?)?);
    }
    Ok(GridHead {
        id: grid.id,
        kind: grid.kind,
        plan: grid.plan,
        drawn,
        total,
        created_at: grid.created_at,
    })
}

fn cells_of(db: &Reader<'_>, plan: &GridPlan) -> anyhow::Result<Vec<GridCell>> {
    plan.cells()
        .map(|(row, column, request)| {
            Ok(GridCell {
                row: count(row),
                column: count(column),
                drawing: db.find_cell(&cell_of(&request)?)?,
            })
        })
        .collect()
}

/// How many cells there are, and those that have to be drawn, each once.
fn missing_of(
    db: &Reader<'_>,
    plan: &GridPlan,
) -> anyhow::Result<(usize, Vec<(ContentHash, DrawRequest)>)> {
    let mut seen = BTreeSet::new();
    let mut missing = Vec::new();
    for (_, _, request) in plan.cells() {
        let cell = cell_of(&request)?;
        if seen.insert(cell.as_str().to_owned()) && is_missing(db, &cell)? {
            missing.push((cell, request));
        }
    }
    Ok((plan.prompts.len() * plan.columns.len(), missing))
}

fn is_missing(db: &Reader<'_>, cell: &ContentHash) -> anyhow::Result<bool> {
    let found = GridCell {
        row: 0,
        column: 0,
        drawing: db.find_cell(cell)?,
    };
    Ok(found.is_missing())
}

/// Whether a cell's drawing needs not be made again.
pub(crate) fn is_drawn_or_under_way(drawing: &Drawing) -> bool {
    let cell = GridCell {
        row: 0,
        column: 0,
        drawing: Some(drawing.clone()),
    };
    !cell.is_missing()
}

/// What makes a cell the same in every grid: all that its picture depends on, and not its price.
pub(crate) fn cell_of(request: &DrawRequest) -> anyhow::Result<ContentHash> {
    let mut request = request.clone();
    if let Some(hosted) = &mut request.hosted {
        hosted.typed_price = None;
    }
    let text = serde_json::to_vec(&request).context("name the cell of a grid")?;
    Ok(ContentHash::from_bytes(*blake3::hash(&text).as_bytes()))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Studio {
    /// The newest evaluation sheet of `model` that is whole and of which a drawing is a cell.
    pub(crate) fn newest_whole_sheet_of(
        &self,
        drawing: &Drawing,
        model: ModelId,
    ) -> anyhow::Result<Option<Grid>> {
        let sheets = self.list_grids(Some(GridKind::Evaluation), Some(model))?;
        for sheet in sheets.iter().filter(|sheet| sheet.drawn == sheet.total) {
            let grid = self.load_grid(sheet.id)?;
            if holds(&grid, drawing) {
                return Ok(Some(grid));
            }
        }
        Ok(None)
    }
}

fn holds(grid: &Grid, drawing: &Drawing) -> bool {
    let mut drawings = grid.cells.iter().filter_map(|cell| cell.drawing.as_ref());
    drawings.any(|other| other.id == drawing.id)
}
