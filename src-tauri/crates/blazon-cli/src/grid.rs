//! `blazon-cli grid` and `models evaluate`: prompts drawn beside each other, as one picture.

use crate::generate::{refused, watch};
use crate::model_arguments::{EvaluateModel, GridOptions};
use crate::models::find_model;
use crate::say;
use crate::session::Session;
use blazon_core::{RefusedDrawing, draw_refusal_sentence, provider_word};
use blazon_model::{Grid, GridColumn, GridCost, GridKind, GridPlan, LoraModel, Money, Seed};
use std::path::Path;
use std::process::ExitCode;

/// What a grid is drawn for, under which limit, and where it goes.
struct Order<'o> {
    kind: GridKind,
    plan: GridPlan,
    limit: Option<Money>,
    to: Option<&'o Path>,
}

/// Draws what is missing of a grid.
pub(crate) fn grid(session: &Session, options: &GridOptions) -> anyhow::Result<ExitCode> {
    let model = find_model(session, &options.model)?;
    let mut plan = session.studio.propose_evaluation(model.id)?;
    let usual = model.usual_strength();
    let seed = session
        .studio
        .load_settings()?
        .playground_seed
        .unwrap_or(Seed(7));
    let column = |strength, seed| column_of(&model, strength, seed);
    plan.prompts.clone_from(&options.prompts);
    plan.columns = if options.seeds.is_empty() {
        let strengths = options.strengths.iter();
        strengths.map(|strength| column(*strength, seed)).collect()
    } else {
        let seeds = options.seeds.iter();
        seeds.map(|seed| column(usual, Seed(*seed))).collect()
    };
    if options.without_lora {
        let seed = plan.columns.first().map_or(seed, |first| first.seed);
        plan.columns.insert(0, column(0.0, seed));
    }
    let order = Order {
        kind: GridKind::Playground,
        plan,
        limit: options.max_usd,
        to: options.to.as_deref(),
    };
    draw(session, order)
}

/// Draws what is missing of a model's evaluation sheet.
pub(crate) fn evaluate(session: &Session, options: &EvaluateModel) -> anyhow::Result<ExitCode> {
    let model = find_model(session, &options.model)?;
    let mut plan = session.studio.propose_evaluation(model.id)?;
    if !options.strengths.is_empty() {
        plan.columns.truncate(1);
        let seed = plan.columns.first().map_or(Seed(7), |first| first.seed);
        let strengths = options.strengths.iter();
        plan.columns
            .extend(strengths.map(|strength| column_of(&model, *strength, seed)));
    }
    let order = Order {
        kind: GridKind::Evaluation,
        plan,
        limit: options.max_usd,
        to: options.to.as_deref(),
    };
    draw(session, order)
}

fn column_of(model: &LoraModel, strength: f64, seed: Seed) -> GridColumn {
    GridColumn {
        model: Some(model.id),
        strength,
        seed,
    }
}

fn draw(session: &Session, order: Order<'_>) -> anyhow::Result<ExitCode> {
    let Order {
        kind,
        plan,
        limit,
        to,
    } = order;
    let cost = session.studio.plan_grid(plan.clone())?;
    if let Some(refusal) = &cost.refusal {
        say::aside(&draw_refusal_sentence(&session.words, refusal));
        return Ok(ExitCode::from(3));
    }
    if plan.request.hosted.is_some() && cost.missing > 0 {
        tell_cost(session, &plan, &cost);
        if limit.is_none() {
            say::aside(&session.say("cli-generate-limit-needed", &[]));
            return Ok(ExitCode::from(3));
        }
    }
    let grid = match session.studio.draw_grid(kind, plan, limit) {
        Ok(grid) => grid,
        Err(error) if error.is::<RefusedDrawing>() => return refused(session, error),
        Err(error) => return Err(error),
    };
    session.studio.start_runner()?;
    for drawing in grid.cells.iter().filter_map(|cell| cell.drawing.as_ref()) {
        if !drawing.state.is_terminal() {
            watch(session, drawing)?;
        }
    }
    let grid = session.studio.load_grid(grid.id)?;
    if let Some(to) = to {
        session.studio.save_grid_sheet(grid.id, to)?;
    }
    tell(session, &grid, to);
    let is_whole = grid.cells.iter().all(blazon_model::GridCell::is_drawn);
    Ok(ExitCode::from(u8::from(!is_whole)))
}

fn tell_cost(session: &Session, plan: &GridPlan, cost: &GridCost) {
    let Some(planned) = cost.cost.as_ref().filter(|_| !session.json) else {
        return;
    };
    say::aside(&session.say(
        "cli-grid-cost",
        &[
            ("missing", cost.missing.into()),
            ("cost", planned.reserved.to_string().into()),
            ("provider", provider_word(plan.request.provider).into()),
        ],
    ));
}

fn tell(session: &Session, grid: &Grid, to: Option<&Path>) {
    session.result(grid, || {
        let drawn = grid.cells.iter().filter(|cell| cell.is_drawn()).count();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let state = session.say(
            "cli-grid-state",
            &[
                ("drawn", count(drawn).into()),
                ("total", count(grid.cells.len()).into()),
            ],
        );
        match to {
            None => state,
            Some(to) => {
                let path = to.display().to_string();
                let saved = session.say("cli-grid-saved", &[("path", path.into())]);
                format!("{state} {saved}")
            }
        }
    });
}
