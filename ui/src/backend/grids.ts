// Grids as the window has them: as they are generated, with a strength in every column. Must not know how they are shown.
import type * as generated from './bindings';

export type GridColumn = Omit<generated.GridColumn, 'strength'> & { strength: number };
export type GridPlan = Omit<generated.GridPlan, 'columns'> & { columns: GridColumn[] };
export type Grid = Omit<generated.Grid, 'plan'> & { plan: GridPlan };
export type GridHead = Omit<generated.GridHead, 'plan'> & { plan: GridPlan };

/** The calls in which they cross. */
export type GridCalls = {
  listGrids: (kind: generated.GridKind | null, model: generated.ModelId | null) => Promise<GridHead[]>;
  loadGrid: (grid: generated.GridId) => Promise<Grid>;
  planGrid: (plan: GridPlan) => Promise<generated.GridCost>;
  drawGrid: (kind: generated.GridKind, plan: GridPlan, limit: generated.Money | null) => Promise<Grid>;
  stopGrid: (grid: generated.GridId) => Promise<Grid>;
  proposeEvaluation: (model: generated.ModelId) => Promise<GridPlan>;
};
