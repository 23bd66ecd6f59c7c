// What rows and columns of a grid are called. Must not know where it is shown.
import type { GridColumn, GridHead, GridPlan, ModelId } from '$backend';
import { t, words } from '$shared/words.svelte';
import { isPlain } from './gridPlan';

/** The heading of a column: what it is, and above it the model where there are several. */
export type Heading = { over: string | null; name: string };

const differ = <T>(values: T[]): boolean => new Set(values).size > 1;

const strengthName = (strength: number): string =>
  t('grids-strength', { strength: words.number(strength, 2) });

export function headingsOf({ columns }: GridPlan, modelName: (id: ModelId) => string): Heading[] {
  const drawn = columns.filter((column) => !isPlain(column));
  const several = differ(drawn.map(({ model }) => model));
  const bySeed = differ(columns.map(({ seed }) => seed));
  const byStrength = differ(drawn.map(({ strength }) => strength)) || !bySeed;
  const way = (column: GridColumn): string => {
    const strength = column.model !== null && byStrength ? [strengthName(column.strength)] : [];
    const seed = bySeed || column.model === null ? [t('playground-seed-of', { seed: column.seed })] : [];
    return words.list([...strength, ...seed]);
  };
  return columns.map((column) => ({
    over: several && column.model !== null && !isPlain(column) ? modelName(column.model) : null,
    name: isPlain(column) ? t('grids-without') : way(column),
  }));
}

export const spokenHeading = ({ over, name }: Heading): string =>
  over === null ? name : words.list([over, name]);

/** A row without words has the trigger word alone. */
export const rowName = (prompt: string): string => (prompt === '' ? t('grids-row-bare') : prompt);

export const drawnFacts = ({ drawn, total }: Pick<GridHead, 'drawn' | 'total'>): string =>
  t('grids-drawn', { drawn, total });
