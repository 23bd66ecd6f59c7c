// The fields of a hosted trainer as a person types them, and back: what the catalogue says of a field is its form and
// its check. Must not know where the fields stand.
import type { Endpoint, Field, FieldValue, Price, Recipe, Role } from '$backend';
import { microsOf } from '$shared/money';
import { t, words } from '$shared/words.svelte';
import { rateText } from './recipeFields';

export type TypedFields = Record<string, string | boolean>;
/** Names of fields that cannot be read, each with its sentence. */
export type TypedErrors = Record<string, string>;

/** What a person reads on the provider's page where no sourced price is known. */
export type TypedPrice = { dollars: string; unit: 'step' | 'run' };

/** Filled in by Blazon, whatever a person types. */
const own: Role[] = ['input', 'archiveFormat', 'trigger'];
const STEPS_OF_A_PRICE = 1000;

export const formFields = (trainer: Endpoint): Field[] =>
  trainer.field.filter(({ kind, role }) => kind !== 'filled' && !(role && own.includes(role)));

export const fieldOf = (trainer: Endpoint, role: Role): Field | undefined =>
  trainer.field.find((field) => field.role === role);

const roleLabels: Partial<Record<Role, string>> = {
  steps: 'training-field-steps',
  rank: 'training-field-rank',
  learningRate: 'training-field-rate',
  batch: 'training-field-batch',
  resolution: 'training-field-resolution',
  style: 'trainer-style',
  autoCaption: 'trainer-auto-caption',
};
const nameLabels: Record<string, string> = {
  create_masks: 'trainer-masks',
  subject_crop: 'trainer-crop',
  multiresolution_training: 'trainer-multiresolution',
  caption_dropout_rate: 'trainer-dropout',
  optimizer: 'trainer-optimizer',
  output_lora_format: 'trainer-format',
};

/** In the person's words where there are some; otherwise as the provider calls it. */
export function fieldLabel({ role, name }: Field): string {
  const id = (role && roleLabels[role]) ?? nameLabels[name];
  return id ? t(id) : name;
}

/** What a field of numbers takes, in words. */
export function limitsOf(field: Field): string | undefined {
  if (field.kind !== 'integer' && field.kind !== 'number') return undefined;
  return t('trainer-limits', { from: figure(field.least ?? 0), to: figure(field.most ?? 0) });
}

const figure = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.001 ? rateText(value) : words.plain(value);

const textOf = (value: FieldValue): string | boolean => {
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  return value === null ? '' : Math.abs(value) < 0.001 && value !== 0 ? rateText(value) : String(value);
};

export function typedOf(trainer: Endpoint, recipe: Recipe): TypedFields {
  const chosen = recipe.hosted?.chosen ?? {};
  return Object.fromEntries(
    formFields(trainer).map((field) => {
      const value = chosen[field.name] ?? field.default ?? (field.kind === 'flag' ? false : '');
      return [field.name, textOf(value)];
    }),
  );
}

const numberOf = (text: string): number | null => {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
};

function valueOf(field: Field, typed: string | boolean): FieldValue | undefined {
  switch (field.kind) {
    case 'integer':
    case 'number': {
      const value = numberOf(String(typed));
      const [least, most] = [field.least ?? -Infinity, field.most ?? Infinity];
      const fits = value !== null && value >= least && value <= most;
      return fits && (field.kind === 'number' || Number.isInteger(value)) ? value : undefined;
    }
    case 'flag':
      return typed === true;
    case 'choice':
      return field.options.includes(String(typed)) ? typed : undefined;
    case 'text':
      return String(typed);
    case 'filled':
      return undefined;
  }
}

/** What was typed as values of the trainer's input, and for each field that cannot be read why. */
export function readTyped(
  trainer: Endpoint,
  typed: TypedFields,
): { chosen: Record<string, FieldValue>; errors: TypedErrors } {
  const chosen: Record<string, FieldValue> = {};
  const errors: TypedErrors = {};
  for (const field of formFields(trainer)) {
    const value = valueOf(field, typed[field.name] ?? '');
    if (value === undefined) errors[field.name] = t('trainer-refused', { limits: limitsOf(field) ?? '' });
    else if (value !== '') chosen[field.name] = value;
  }
  return { chosen, errors };
}

/** The recipe with what was typed; a number that Blazon shows beside it follows. */
export function withTyped(
  recipe: Recipe,
  trainer: Endpoint,
  chosen: Record<string, FieldValue>,
  typedPrice: Price | null,
): Recipe {
  const number = (role: Role, otherwise: number): number => {
    const field = fieldOf(trainer, role);
    const value = field ? chosen[field.name] : undefined;
    return typeof value === 'number' ? value : otherwise;
  };
  return {
    ...recipe,
    steps: number('steps', recipe.steps),
    rank: number('rank', recipe.rank),
    learningRate: number('learningRate', recipe.learningRate ?? 0),
    hosted: { endpoint: trainer.id, chosen, typedPrice },
  };
}

/** A typed price as the quote needs it; `null` where it cannot be read. */
export function readPrice({ dollars, unit }: TypedPrice, source: string): Price | null {
  const amount = microsOf(dollars);
  if (amount === null || amount === '0') return null;
  const per = unit === 'step' ? STEPS_OF_A_PRICE : 1;
  return { amount, per, unit, least: 0, listedOn: new Date().toISOString().slice(0, 10), source };
}
