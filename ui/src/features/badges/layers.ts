// The layers of a template as a person handles them: which can be taken hold of, what each is called, where it is.
// Must not know the pointer or the keyboard.
import type { BadgeDesign, BadgeLayer, BadgeTemplate, LanguageTag } from '$backend';
import { t } from '$shared/words.svelte';
import { labelIn } from './design';

export type Area = readonly [number, number, number, number];

/** Ground, frames and ornaments belong to the template and stay where they are. */
const handled = ['text', 'ribbon', 'logo', 'code', 'picture'];

/** The text that a layer shows, told by its name: that of the field, which may be followed by a dash and more. */
export function fieldOf(layer: BadgeLayer, template: BadgeTemplate): string | null {
  if (layer.kind !== 'text' && layer.kind !== 'code') return null;
  const named = template.fields.filter(({ id }) => layer.id === id || layer.id.startsWith(`${id}-`));
  return named.sort((a, b) => b.id.length - a.id.length)[0]?.id ?? null;
}

/** The layers that can be taken hold of, the lowest first. */
export const handledLayers = (template: BadgeTemplate, hidden: string[]): BadgeLayer[] =>
  template.layers.filter(({ id, kind }) => handled.includes(kind) && !hidden.includes(id));

export const areaOf = (layer: BadgeLayer, { boxes }: BadgeDesign): Area => boxes[layer.id] ?? layer.area;

export function layerName(layer: BadgeLayer, template: BadgeTemplate, tag: LanguageTag): string {
  const field = template.fields.find(({ id }) => id === fieldOf(layer, template));
  if (layer.kind === 'picture') return t('badges-picture');
  if (layer.kind === 'ribbon') return t('badges-ribbon');
  if (layer.kind === 'logo') return t('badges-logo');
  return field ? t('badges-column-text', { name: labelIn(field.label, tag) }) : t('badges-layer-words');
}

const holds = ([x, y, width, height]: Area, px: number, py: number): boolean =>
  px >= x && px <= x + width && py >= y && py <= y + height;

/** What lies under a point: the selected layer before any other, then the topmost. The picture is the last. */
export function layerAt(
  layers: BadgeLayer[],
  design: BadgeDesign,
  [x, y]: readonly [number, number],
  selected: string | null,
): BadgeLayer | undefined {
  const under = layers.filter((layer) => holds(areaOf(layer, design), x, y));
  return (
    under.find(({ id }) => id === selected) ??
    under.findLast(({ kind }) => kind !== 'picture') ??
    under.findLast(({ kind }) => kind === 'picture')
  );
}
