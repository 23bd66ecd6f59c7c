// The layers of a template as a person handles them: which can be taken hold of, what each is called, where it is.
// Must not know the pointer or the keyboard.
import type { BadgeDesign, BadgeLayer, BadgeTemplate, LanguageTag } from '$backend';
import { t } from '$shared/words.svelte';
import { labelIn, mainField } from './design';

export type Area = readonly [number, number, number, number];

/** Ground, frames and ornaments belong to the template and stay where they are. */
const handled = ['text', 'ribbon', 'logo', 'code', 'picture'];

/** The text that is meant by a layer: its own, or the one that it carries. */
export function meantField(layer: BadgeLayer, template: BadgeTemplate): string | null {
  if (layer.kind !== 'ribbon') return layer.field;
  const carried = template.layers.find((other) => other.on === layer.id);
  return carried ? carried.field : (mainField(template) ?? null);
}

/** The layers that can be taken hold of, the lowest first. Words on a ribbon go where it goes. */
export const handledLayers = (template: BadgeTemplate, hidden: string[]): BadgeLayer[] =>
  template.layers.filter(
    (layer) => handled.includes(layer.kind) && !hidden.includes(layer.id) && layer.on === null,
  );

export const areaOf = (layer: BadgeLayer, { boxes }: BadgeDesign): Area => boxes[layer.id] ?? layer.area;

export function layerName(layer: BadgeLayer, template: BadgeTemplate, tag: LanguageTag): string {
  const field = template.fields.find(({ id }) => id === layer.field);
  if (layer.kind === 'picture') return t('badges-picture');
  if (layer.kind === 'ribbon') return t('badges-ribbon');
  if (layer.kind === 'logo') return t('badges-logo');
  return field ? t('badges-column-text', { name: labelIn(field.label, tag) }) : t('badges-layer-words');
}

export const turnOf = ({ turn }: BadgeLayer): number => turn;

function holds(layer: BadgeLayer, area: Area, point: readonly [number, number]): boolean {
  const [x, y, width, height] = area;
  const middle = [x + width / 2, y + height / 2] as const;
  const [dx, dy] = turned([point[0] - middle[0], point[1] - middle[1]], -turnOf(layer));
  return Math.abs(dx) <= width / 2 && Math.abs(dy) <= height / 2;
}

/** A way turned by so many degrees, clockwise. */
export function turned([x, y]: readonly [number, number], degrees: number): [number, number] {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return [x * cos - y * sin, x * sin + y * cos];
}

/** What lies under a point: the selected layer before any other, then the topmost. The picture is the last. */
export function layerAt(
  layers: BadgeLayer[],
  design: BadgeDesign,
  point: readonly [number, number],
  selected: string | null,
): BadgeLayer | undefined {
  const under = layers.filter((layer) => holds(layer, areaOf(layer, design), point));
  return (
    under.find(({ id }) => id === selected) ??
    under.findLast(({ kind }) => kind !== 'picture') ??
    under.findLast(({ kind }) => kind === 'picture')
  );
}
