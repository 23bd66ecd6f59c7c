// The layers of a template as a person handles them: which can be taken hold of, what each is called, where it is.
// Must not know the pointer or the keyboard.
import type { BadgeDesign, BadgeLayer, BadgeTemplate, LanguageTag } from '$backend';
import { t } from '$shared/words.svelte';
import { labelIn, mainField } from './design';

/** A layer with what the border may tell of it beside its place. What it does not tell is guessed. */
export type KnownLayer = BadgeLayer & {
  /** The field whose text it shows. */
  field?: string | null;
  /** The ribbon on which it lies, and whose place is its own. */
  on?: string | null;
  /** Degrees by which it is turned around its middle, clockwise. */
  turn?: number;
};

export type Area = readonly [number, number, number, number];

/** Ground, frames and ornaments belong to the template and stay where they are. */
const handled = ['text', 'ribbon', 'logo', 'code', 'picture'];

/** The text that a layer shows. Where it is not told, the layer is called as the field, or as it with a dash and more. */
export function fieldOf(layer: KnownLayer, template: BadgeTemplate): string | null {
  if (layer.kind !== 'text' && layer.kind !== 'code') return null;
  if (layer.field !== undefined) return layer.field;
  const named = template.fields.filter(({ id }) => layer.id === id || layer.id.startsWith(`${id}-`));
  return named.sort((a, b) => b.id.length - a.id.length)[0]?.id ?? null;
}

const lies = ([x, y, w, h]: Area, [ox, oy, ow, oh]: Area): boolean =>
  x >= ox && y >= oy && x + w <= ox + ow && y + h <= oy + oh;

/** The ribbon that carries a text. Where it is not told, it is the one that the text lies on. */
function carrierOf(layer: KnownLayer, template: BadgeTemplate): string | null {
  if (layer.kind !== 'text') return null;
  if (layer.on !== undefined) return layer.on;
  if (template.ribbon === null) return null;
  return template.layers.find(({ kind, area }) => kind === 'ribbon' && lies(layer.area, area))?.id ?? null;
}

/** The text that is meant by a layer: its own, or the one that it carries. */
export function meantField(layer: KnownLayer, template: BadgeTemplate): string | null {
  if (layer.kind !== 'ribbon') return fieldOf(layer, template);
  const carried = template.layers.find((other) => carrierOf(other, template) === layer.id);
  return carried ? fieldOf(carried, template) : (mainField(template) ?? null);
}

/** The layers that can be taken hold of, the lowest first. Words on a ribbon go where it goes. */
export const handledLayers = (template: BadgeTemplate, hidden: string[]): KnownLayer[] =>
  template.layers.filter(
    (layer) =>
      handled.includes(layer.kind) && !hidden.includes(layer.id) && carrierOf(layer, template) === null,
  );

export const areaOf = (layer: BadgeLayer, { boxes }: BadgeDesign): Area => boxes[layer.id] ?? layer.area;

export function layerName(layer: BadgeLayer, template: BadgeTemplate, tag: LanguageTag): string {
  const field = template.fields.find(({ id }) => id === fieldOf(layer, template));
  if (layer.kind === 'picture') return t('badges-picture');
  if (layer.kind === 'ribbon') return t('badges-ribbon');
  if (layer.kind === 'logo') return t('badges-logo');
  return field ? t('badges-column-text', { name: labelIn(field.label, tag) }) : t('badges-layer-words');
}

export const turnOf = ({ turn }: KnownLayer): number => turn ?? 0;

function holds(layer: KnownLayer, area: Area, point: readonly [number, number]): boolean {
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
  layers: KnownLayer[],
  design: BadgeDesign,
  point: readonly [number, number],
  selected: string | null,
): KnownLayer | undefined {
  const under = layers.filter((layer) => holds(layer, areaOf(layer, design), point));
  return (
    under.find(({ id }) => id === selected) ??
    under.findLast(({ kind }) => kind !== 'picture') ??
    under.findLast(({ kind }) => kind === 'picture')
  );
}
