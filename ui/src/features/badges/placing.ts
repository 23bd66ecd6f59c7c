// The arithmetic of moving and resizing a layer in a template's units, and of what it snaps to.
// Must not know the screen: how far a pointer reaches is told in units.
import { turned, type Area } from './layers';

/** Which sides a handle pulls: -1 the left or upper one, 1 the right or lower one. */
export type Handle = { x: -1 | 0 | 1; y: -1 | 0 | 1 };

/** A line that a layer has come to lie on. */
export type Guide = { along: 'x' | 'y'; at: number };

export type Surroundings = {
  size: readonly [number, number];
  safe: number;
  /** The areas of the other layers. */
  others: Area[];
  /** From how near a line is taken, in units. */
  reach: number;
};

/** The shortest side of a layer, in units. */
export const SHORTEST = 8;

export const handles: Handle[] = [
  { x: -1, y: -1 },
  { x: 0, y: -1 },
  { x: 1, y: -1 },
  { x: -1, y: 0 },
  { x: 1, y: 0 },
  { x: -1, y: 1 },
  { x: 0, y: 1 },
  { x: 1, y: 1 },
];

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const tidy = (value: number) => Math.round(value * 100) / 100;

/** Moved by so much; its middle stays on the badge, so that it can always be found again. */
export function moved(
  [x, y, width, height]: Area,
  dx: number,
  dy: number,
  size: readonly [number, number],
): Area {
  return [
    tidy(clamp(x + dx, -width / 2, size[0] - width / 2)),
    tidy(clamp(y + dy, -height / 2, size[1] - height / 2)),
    width,
    height,
  ];
}

/** Pulled at a handle by so much; the opposite side stays. */
export function resized([x, y, width, height]: Area, handle: Handle, dx: number, dy: number): Area {
  const w = Math.max(SHORTEST, width + dx * handle.x);
  const h = Math.max(SHORTEST, height + dy * handle.y);
  return [tidy(handle.x < 0 ? x + width - w : x), tidy(handle.y < 0 ? y + height - h : y), tidy(w), tidy(h)];
}

/** The same of a layer that is turned: it is pulled along its own sides, and the opposite one stays on the screen. */
export function resizedTurned(
  area: Area,
  handle: Handle,
  pull: readonly [number, number],
  turn: number,
): Area {
  const [dx, dy] = turned(pull, -turn);
  const next = resized(area, handle, dx, dy);
  const way = [
    next[0] + next[2] / 2 - (area[0] + area[2] / 2),
    next[1] + next[3] / 2 - (area[1] + area[3] / 2),
  ] as const;
  const [x, y] = turned(way, turn);
  return [tidy(next[0] + x - way[0]), tidy(next[1] + y - way[1]), next[2], next[3]];
}

type Side = { at: number; lines: number[] };

function targets(axis: 0 | 1, { size, safe, others }: Surroundings): number[] {
  const whole = size[axis];
  const sides = others.flatMap((area) => {
    const [from, length] = [area[axis], area[(axis + 2) as 2 | 3]];
    return [from, from + length / 2, from + length];
  });
  return [whole / 2, safe, whole - safe, ...sides];
}

/** How far the nearest of the sides is from the nearest line, where one is within reach. */
function nearest({ reach }: Surroundings, sides: Side[]): { by: number; at: number } | null {
  let best: { by: number; at: number } | null = null;
  for (const { at, lines } of sides)
    for (const line of lines) {
      const by = line - at;
      if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by))) best = { by, at: line };
    }
  return best;
}

const guidesOf = (x: { at: number } | null, y: { at: number } | null): Guide[] => [
  ...(x ? [{ along: 'x' as const, at: x.at }] : []),
  ...(y ? [{ along: 'y' as const, at: y.at }] : []),
];

/** A moved layer brought onto the lines within reach: its sides and its middle look for them. */
export function snapMove(area: Area, around: Surroundings): { area: Area; guides: Guide[] } {
  const [x, y, width, height] = area;
  const sides = (axis: 0 | 1, from: number, length: number): Side[] =>
    [from + length / 2, from, from + length].map((at) => ({ at, lines: targets(axis, around) }));
  const [dx, dy] = [nearest(around, sides(0, x, width)), nearest(around, sides(1, y, height))];
  return {
    area: [tidy(x + (dx?.by ?? 0)), tidy(y + (dy?.by ?? 0)), width, height],
    guides: guidesOf(dx, dy),
  };
}

/** A resized layer brought onto the lines within reach: only the sides that are pulled look for them. */
export function snapResize(
  area: Area,
  handle: Handle,
  around: Surroundings,
): { area: Area; guides: Guide[] } {
  const [x, y, width, height] = area;
  const side = (axis: 0 | 1, way: number, from: number, length: number) =>
    way === 0
      ? null
      : nearest(around, [{ at: way < 0 ? from : from + length, lines: targets(axis, around) }]);
  const [dx, dy] = [side(0, handle.x, x, width), side(1, handle.y, y, height)];
  return { area: resized(area, handle, dx?.by ?? 0, dy?.by ?? 0), guides: guidesOf(dx, dy) };
}

/** The focus of a picture that was pulled by so many units, where it fills its place and is `aspect` times as wide as
 * high. What is pulled follows the pointer; the picture's edges hold. */
export function pulledFocus(
  focus: readonly [number, number],
  [dx, dy]: readonly [number, number],
  area: Area,
  aspect: number,
  zoom: number,
): [number, number] {
  const [, , width, height] = area;
  const shownWidth = Math.max(width, height * aspect) * zoom;
  const shownHeight = Math.max(height, width / aspect) * zoom;
  return [
    within(within(focus[0], width / shownWidth) - dx / shownWidth, width / shownWidth),
    within(within(focus[1], height / shownHeight) - dy / shownHeight, height / shownHeight),
  ];
}

/** A middle from which a window of this share of the picture does not reach over its edges. */
const within = (middle: number, share: number): number =>
  Math.round(clamp(middle, Math.min(0.5, share / 2), Math.max(0.5, 1 - share / 2)) * 10_000) / 10_000;

export const MOST_ZOOM = 20;

/** A step of the zoom: a tenth of what it is, within 1 and 20. */
export const zoomed = (zoom: number, steps: number): number =>
  Math.round(clamp(zoom * 1.1 ** steps, 1, MOST_ZOOM) * 100) / 100;
