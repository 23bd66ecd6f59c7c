// What is changed of a model, and what takes the change back. Must not know who changes it.
import type { LoraModel, ModelChange } from '$backend';

const nothing: ModelChange = {
  name: null,
  trigger: null,
  notes: null,
  badgeBase: null,
  badgeStyle: null,
  bestStrength: null,
  isShared: null,
  hasConsent: null,
};

/** The whole change where only a part of it is said. */
export const changeOf = (part: Partial<ModelChange>): ModelChange => ({ ...nothing, ...part });

/** The change that puts back what `change` replaces. */
export function backOf(change: ModelChange, before: LoraModel): ModelChange {
  const { name, trigger, notes, badgeBase, badgeStyle, bestStrength, isShared } = before;
  const whole = { name, notes, badgeBase, badgeStyle, isShared };
  // An empty word and a strength of 0 take away what was not there before.
  const known = { ...whole, trigger: trigger ?? '', bestStrength: bestStrength ?? 0 };
  const replaced = Object.entries(known).filter(([part]) => change[part as keyof ModelChange] !== null);
  return changeOf(Object.fromEntries(replaced));
}

/** Which part was changed, as the message that says so names it. */
export function changedPart({ name, trigger, notes, bestStrength, isShared }: ModelChange): string {
  if (name !== null) return 'name';
  if (trigger !== null) return 'trigger';
  if (notes !== null) return 'notes';
  if (bestStrength !== null) return 'strength';
  if (isShared !== null) return isShared ? 'shared' : 'unshared';
  return 'badge';
}
