// What a grid draws, from what a person has set: rows from what was written, columns from strengths, seeds and models.
// Must not know the controls, nor what was drawn.
import type { DrawRequest, GridColumn, GridPlan, ModelId } from '$backend';

export const most = { rows: 16, columns: 10, cells: 96 };

export const strengthLimits = { from: 0.05, to: 2 };

export type Axis = 'strength' | 'seed';

export type ColumnWish = {
  axis: Axis;
  /** `null` where only the base draws; then only seeds can differ. */
  model: ModelId | null;
  /** Another model, drawn with in further columns of the same kind. */
  beside: ModelId | null;
  strengths: number[];
  /** Where seeds differ, every column has this strength. */
  strength: number;
  seeds: string[];
  /** Whether the prompts are drawn without the LoRA too. */
  hasPlain: boolean;
};

const twoDecimals = (value: number): number => Math.round(value * 100) / 100;

/** A strength as it is typed; `null` where it is none that can be drawn with. */
export function strengthOf(text: string): number | null {
  const trimmed = text.trim().replace(',', '.');
  if (!/^\d*\.?\d+$/.test(trimmed)) return null;
  const value = twoDecimals(Number(trimmed));
  return value >= strengthLimits.from && value <= strengthLimits.to ? value : null;
}

/** Three strengths to begin with, around the one that is known to be good. */
export function strengthsAround(best: number | null): number[] {
  if (best === null) return [0.4, 0.7, 1];
  const { from, to } = strengthLimits;
  const around = [best - 0.2, best, best + 0.2].map(twoDecimals);
  return around.filter((value) => value >= from && value <= to);
}

/** Another strength than those that are there. */
export function furtherStrength(known: number[]): number | null {
  const { from, to } = strengthLimits;
  const last = Math.max(0.1, ...known);
  const tried = [last + 0.3, last + 0.15, last + 0.05, ...known.map((value) => value - 0.1)].map(twoDecimals);
  return tried.find((value) => value >= from && value <= to && !known.includes(value)) ?? null;
}

/** The lines of a text that somebody pasted or wrote, without the empty ones. */
export const linesOf = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function columnsOf(wish: ColumnWish): GridColumn[] {
  const { axis, model, beside, strength, strengths, seeds, hasPlain } = wish;
  const seed = seeds[0] ?? '0';
  const byStrength = axis === 'strength' && model !== null;
  const ways = byStrength
    ? strengths.map((each) => ({ strength: each, seed }))
    : seeds.map((each) => ({ strength: model === null ? 1 : strength, seed: each }));
  const plain = hasPlain && model !== null ? [{ model, strength: 0, seed }] : [];
  const others = beside === null || model === null ? [] : ways.map((way) => ({ model: beside, ...way }));
  return [...plain, ...ways.map((way) => ({ model, ...way })), ...others];
}

/** A request without what each cell has of its own. */
export const bareRequest = (request: DrawRequest): DrawRequest => ({
  ...request,
  prompt: '',
  model: null,
  strength: 1,
  seed: null,
  count: 1,
});

/** The same for plans that draw the same. */
export function planKey({ request, prompts, columns }: GridPlan): string {
  const { provider, basePath, negativePrompt, steps, guidance, sampler, width, height } = request;
  const { withoutTrigger = false, onCard = false, hosted = null } = request;
  const common = [provider, basePath, negativePrompt, steps, guidance, sampler, width, height, hosted];
  const ways = columns.map(({ model, strength, seed }) => [model, strength, seed]);
  return JSON.stringify([common, withoutTrigger, onCard, prompts, ways]);
}

/** Why no grid can be made of this; `null` where one can. */
export function planProblem({ prompts, columns }: GridPlan): 'rows' | 'columns' | 'cells' | null {
  if (prompts.length > most.rows) return 'rows';
  if (columns.length > most.columns) return 'columns';
  return prompts.length * columns.length > most.cells ? 'cells' : null;
}

/** The prompt without the LoRA. */
export const isPlain = ({ model, strength }: GridColumn): boolean => model !== null && strength === 0;

/** How the columns were set, read back from a plan. */
export function wishOf({ columns }: GridPlan): Omit<ColumnWish, 'strength'> & { strength: number | null } {
  const drawn = columns.filter((column) => !isPlain(column));
  const [first] = drawn.length > 0 ? drawn : columns;
  const model = first?.model ?? null;
  const own = drawn.filter((column) => column.model === model);
  const seeds = [...new Set(own.map(({ seed }) => seed))];
  const axis = model === null || seeds.length > 1 ? 'seed' : 'strength';
  return {
    axis,
    model,
    beside: drawn.find((column) => column.model !== model)?.model ?? null,
    strengths: [...new Set(own.map(({ strength }) => strength))],
    strength: model === null ? null : (first?.strength ?? null),
    seeds: seeds.length > 0 ? seeds : columns.slice(0, 1).map(({ seed }) => seed),
    hasPlain: columns.some(isPlain),
  };
}
