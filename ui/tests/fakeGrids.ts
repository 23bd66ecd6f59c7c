// The grid calls of the fake backend: grids in memory, whose cells a test finishes one by one. Never shipped.
import { BackendError } from '../src/backend/backend';
import type {
  Drawing,
  DrawRequest,
  EvaluationSet,
  Grid,
  GridCell,
  GridCost,
  GridHead,
  GridKind,
  GridPlan,
  Subject,
} from '../src/backend';
import { planKey } from '../src/features/grids/gridPlan';
import { sampleDrawing, samplePicture, sampleRequest } from './fakeEngine';
import { drawingPlan } from './fakeHosted';
import { FakeModelCalls } from './fakeModels';

const shipped: Record<Subject['kind'], string[]> = {
  person: ['portrait, soft light', 'full body, in a garden', 'side view, at night', 'watercolor painting'],
  character: ['standing, front view', 'running through a forest'],
  object: ['on a wooden table', 'in a hand', 'on a white ground'],
  style: ['a lighthouse', 'a fox'],
};

const isFinished = ({ drawing }: GridCell): boolean => drawing?.state.status === 'succeeded';

const isMissing = ({ drawing }: GridCell): boolean =>
  drawing === null || drawing.state.status === 'failed' || drawing.state.status === 'cancelled';

/** What a cell draws. */
export function cellRequest(
  { request, prompts, columns }: GridPlan,
  row: number,
  column: number,
): DrawRequest {
  const { model, strength, seed } = columns[column]!;
  return { ...request, prompt: prompts[row]!, model, strength, seed, count: 1 };
}

export const emptyCells = ({ prompts, columns }: GridPlan): GridCell[] =>
  prompts.flatMap((_, row) => columns.map((_, column) => ({ row, column, drawing: null })));

export const samplePlanOf = (over: Partial<GridPlan> = {}): GridPlan => ({
  request: sampleRequest({ prompt: '', strength: 1, seed: null, count: 1 }),
  prompts: ['a fox holding a lantern, night sky', 'astronaut holding a telescope'],
  columns: ['7', '8', '9'].map((seed) => ({ model: null, strength: 1, seed })),
  ...over,
});

export abstract class FakeGridCalls extends FakeModelCalls {
  grids: Grid[] = [];
  /** What the next plans of grids say otherwise. */
  gridCost: Partial<GridCost> = {};
  /** What was asked to be drawn and for how much at most, newest last. */
  gridOrders: { kind: GridKind; plan: GridPlan; limit: string | null }[] = [];
  /** Prompts that a person wrote, by kind of subject. */
  ownPrompts = new Map<Subject['kind'], string[]>();
  /** Where evaluations are drawn otherwise. */
  evaluationRequest: Partial<DrawRequest> = {};
  /** Where the next sheet is written; `null`: the person thinks better. */
  sheetPath: string | null = '/home/anna/Pictures/sheet.png';
  #nextGrid = 1;
  #nextCell = 1;

  async listGrids(kind: GridKind | null, model: string | null): Promise<GridHead[]> {
    this.called('listGrids');
    return this.grids
      .filter((grid) => grid.removedAt === null && (kind === null || grid.kind === kind))
      .filter(({ plan }) => model === null || plan.columns.some((column) => column.model === model))
      .sort((a, b) => b.createdAt - a.createdAt)
      .map(({ id, kind, plan, cells, createdAt }) => {
        const drawn = cells.filter(isFinished).length;
        return { id, kind, plan, drawn, total: cells.length, createdAt };
      });
  }

  async loadGrid(id: string): Promise<Grid> {
    this.called('loadGrid');
    return this.#grid(id);
  }

  async planGrid(plan: GridPlan): Promise<GridCost> {
    this.called('planGrid');
    const cells = this.#same(plan)?.cells ?? emptyCells(plan);
    const missing = cells.filter(isMissing).length;
    const counts = { missing, total: cells.length };
    if (plan.request.provider === 'local')
      return { ...counts, cost: null, sendsWeights: false, refusal: null, ...this.gridCost };
    return { ...counts, ...drawingPlan({ ...plan.request, count: missing }), ...this.gridCost };
  }

  async drawGrid(kind: GridKind, plan: GridPlan, limit: string | null): Promise<Grid> {
    this.called('drawGrid');
    this.gridOrders.push({ kind, plan, limit });
    const known = this.#same(plan);
    const grid = known ?? this.#made(kind, plan);
    return this.putGrid({
      ...grid,
      cells: grid.cells.map((cell) =>
        isMissing(cell) ? { ...cell, drawing: this.#queued(plan, cell) } : cell,
      ),
    });
  }

  async stopGrid(id: string): Promise<Grid> {
    this.called('stopGrid');
    for (const { drawing } of this.#grid(id).cells)
      if (drawing && !['succeeded', 'failed'].includes(drawing.state.status))
        this.putCell({ ...drawing, state: { status: 'cancelled' } });
    return this.putGrid(this.#grid(id));
  }

  async removeGrid(id: string) {
    this.called('removeGrid');
    this.putGrid({ ...this.#grid(id), removedAt: Date.now() });
    return null;
  }

  async restoreGrid(id: string) {
    this.called('restoreGrid');
    this.putGrid({ ...this.#grid(id), removedAt: null });
    return null;
  }

  async saveGridSheet(id: string): Promise<string | null> {
    this.called('saveGridSheet');
    this.#grid(id);
    return this.sheetPath;
  }

  async showGridSheet() {
    this.called('showGridSheet');
    return null;
  }

  async loadEvaluationSet(model: string): Promise<EvaluationSet> {
    this.called('loadEvaluationSet');
    return this.#set(model);
  }

  async saveEvaluationSet(model: string, prompts: string[] | null): Promise<EvaluationSet> {
    this.called('saveEvaluationSet');
    const { kind } = this.#subject(model);
    if (prompts) this.ownPrompts.set(kind, prompts);
    else this.ownPrompts.delete(kind);
    return this.#set(model);
  }

  async proposeEvaluation(model: string): Promise<GridPlan> {
    this.called('proposeEvaluation');
    const usual = this.model(model).bestStrength ?? 0.7;
    return samplePlanOf({
      request: { ...samplePlanOf().request, ...this.evaluationRequest },
      prompts: this.#set(model).prompts,
      columns: [0, usual].map((strength) => ({ model, strength, seed: '271828' })),
    });
  }

  abstract putDrawing(drawing: Drawing): Drawing;

  /** A grid as it stands now, told like the Rust side does. */
  putGrid(grid: Grid): Grid {
    this.grids = [grid, ...this.grids.filter(({ id }) => id !== grid.id)];
    this.emit({ type: 'gridsChanged' });
    return grid;
  }

  /** A cell's drawing as it stands now, told like the Rust side does. */
  putCell(drawing: Drawing): void {
    this.grids = this.grids.map((grid) => ({
      ...grid,
      cells: grid.cells.map((cell) => (cell.drawing?.id === drawing.id ? { ...cell, drawing } : cell)),
    }));
    this.putDrawing(drawing);
  }

  /** The drawings of the newest grid, row by row. */
  cellDrawings(): Drawing[] {
    return (this.grids[0]?.cells ?? []).flatMap(({ drawing }) => (drawing ? [drawing] : []));
  }

  finish(drawing: Drawing): void {
    const pictures = [samplePicture(drawing.id, drawing.request, 0)];
    this.putCell({ ...drawing, state: { status: 'succeeded' }, pictures });
  }

  /** A grid of which so many cells are drawn, the first ones. */
  seedGrid(kind: GridKind, plan: GridPlan, drawn: number, createdAt = Date.now()): Grid {
    const grid = { ...this.#made(kind, plan), createdAt };
    const cells = grid.cells.map((cell, place) => {
      if (place >= drawn) return cell;
      const { id, request } = this.#queued(plan, cell);
      return { ...cell, drawing: sampleDrawing(id, { request, isCell: true }) };
    });
    return this.putGrid({ ...grid, cells });
  }

  #made(kind: GridKind, plan: GridPlan): Grid {
    const id = `grid-${this.#nextGrid++}`;
    return { id, kind, plan, cells: emptyCells(plan), createdAt: Date.now(), removedAt: null };
  }

  #queued(plan: GridPlan, { row, column }: GridCell): Drawing {
    const request = cellRequest(plan, row, column);
    const over = { request, state: { status: 'queued' }, isCell: true } as const;
    return sampleDrawing(`cell-${this.#nextCell++}`, over, 0);
  }

  #same(plan: GridPlan): Grid | undefined {
    return this.grids.find((grid) => grid.removedAt === null && planKey(grid.plan) === planKey(plan));
  }

  #subject(model: string): Subject {
    return this.modelPages.get(model)?.subject ?? { kind: 'person', gender: 'woman' };
  }

  #set(model: string): EvaluationSet {
    const subject = this.#subject(model);
    const own = this.ownPrompts.get(subject.kind);
    return { subject, prompts: own ?? shipped[subject.kind], isOwn: own !== undefined };
  }

  #grid(id: string): Grid {
    const grid = this.grids.find((each) => each.id === id);
    if (grid) return grid;
    throw new BackendError({ code: 'notFound', message: 'It is not in the library any more.', hint: null });
  }
}
