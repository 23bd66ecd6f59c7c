// A recipe as a person types it, and back. Limits are those of the recipe itself; where a field breaks one, the
// recipe keeps its value and the field gets a message. Must not know where the fields stand.
import type { LocalRecipe, LoraParts, Recipe } from '$backend';
import { isSeed } from '$shared/seed';

export type FieldName = 'steps' | 'rank' | 'learningRate' | 'batch' | 'resolution' | 'dropout' | 'seed';
export type RecipeFields = Record<FieldName, string> & {
  parts: LoraParts;
  flip: boolean;
  onCard: boolean;
};
export type FieldErrors = Partial<Record<FieldName, string>>;

const LONGEST_TRAINING = 100_000;
const LARGEST_SIDE = 2048;
const SIDE_STEP = 64;

export const allParts: LoraParts = {
  attention: true,
  feedForward: true,
  projections: true,
  convolutions: false,
};

/** 0.0004 gives "4e-4", which is shorter to read and to change. */
export function rateText(rate: number): string {
  const [digits, power] = rate.toExponential().split('e');
  return `${digits}e${Number(power)}`;
}

export function fieldsOf(recipe: Recipe): RecipeFields {
  const local = recipe.local ?? {};
  return {
    steps: String(recipe.steps),
    rank: String(recipe.rank),
    learningRate: recipe.learningRate === null ? '' : rateText(recipe.learningRate),
    batch: String(local.batch ?? ''),
    resolution: String(recipe.resolution),
    dropout: local.captionDropout == null ? '' : String(Math.round(local.captionDropout * 1000) / 10),
    seed: local.seed ?? '',
    parts: local.parts ?? allParts,
    flip: local.flip ?? false,
    onCard: local.onCard ?? false,
  };
}

const whole = (text: string, from: number, to: number): number | null => {
  if (!/^\d{1,9}$/.test(text.trim())) return null;
  const value = Number(text);
  return value >= from && value <= to ? value : null;
};

const decimal = (text: string): number | null => {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
};

/** What was typed, read into the recipe, and for each field that cannot be read the message that says why. */
export function readFields(fields: RecipeFields, recipe: Recipe): { recipe: Recipe; errors: FieldErrors } {
  const errors: FieldErrors = {};
  const read = <T>(name: FieldName, value: T | null, otherwise: T, message: string): T => {
    if (value !== null) return value;
    errors[name] = message;
    return otherwise;
  };
  const before = recipe.local ?? {};
  const rate = decimal(fields.learningRate);
  const dropout = decimal(fields.dropout);
  const side = whole(fields.resolution, SIDE_STEP, LARGEST_SIDE);
  const seed = fields.seed.trim();
  const local: LocalRecipe = {
    ...before,
    batch: read('batch', whole(fields.batch, 1, 16), before.batch ?? 1, 'training-refused-batch'),
    captionDropout: read(
      'dropout',
      dropout !== null && dropout >= 0 && dropout <= 50 ? dropout / 100 : null,
      before.captionDropout ?? 0,
      'training-refused-dropout',
    ),
    seed: read('seed', isSeed(seed) ? seed : null, before.seed ?? '0', 'shared-seed-refused'),
    parts: fields.parts,
    flip: fields.flip,
    onCard: fields.onCard,
  };
  return {
    errors,
    recipe: {
      ...recipe,
      steps: read('steps', whole(fields.steps, 1, LONGEST_TRAINING), recipe.steps, 'training-refused-steps'),
      rank: read('rank', whole(fields.rank, 1, 128), recipe.rank, 'training-refused-rank'),
      learningRate: read(
        'learningRate',
        rate !== null && rate > 0 && rate <= 1 ? rate : null,
        recipe.learningRate ?? 0,
        'training-refused-rate',
      ),
      resolution: read(
        'resolution',
        side !== null && side % SIDE_STEP === 0 ? side : null,
        recipe.resolution,
        'training-refused-resolution',
      ),
      local,
    },
  };
}
