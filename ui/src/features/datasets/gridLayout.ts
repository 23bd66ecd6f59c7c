// The arithmetic of the photo grid: how many columns fit, how large a tile is, where a key leads.
const GAP = 12;
const MIN_TILE = 152;
const FOOT_LINE = 24;
const SIDE = 24;

export type GridLayout = { columns: number; size: number; rowHeight: number; gap: number };

/** `width` is that of the whole scrolling area; its scroll bar stands in the margin at the right. */
export function layoutGrid(width: number): GridLayout {
  const inner = Math.max(MIN_TILE, width - 2 * SIDE);
  const columns = Math.max(1, Math.floor((inner + GAP) / (MIN_TILE + GAP)));
  const size = Math.floor((inner - GAP * (columns - 1)) / columns);
  return { columns, size, rowHeight: size + FOOT_LINE + GAP, gap: GAP };
}

/** The position a key leads to, or `null` when it does not move. */
export function gridStep(
  key: string,
  from: number,
  total: number,
  columns: number,
  rowsInSight: number,
): number | null {
  const last = total - 1;
  const clamp = (to: number) => Math.min(last, Math.max(0, to));
  switch (key) {
    case 'ArrowRight':
      return clamp(from + 1);
    case 'ArrowLeft':
      return clamp(from - 1);
    case 'ArrowDown':
      return from + columns > last
        ? Math.floor(from / columns) < Math.floor(last / columns)
          ? last
          : from
        : from + columns;
    case 'ArrowUp':
      return from - columns < 0 ? from : from - columns;
    case 'PageDown':
      return clamp(from + columns * rowsInSight);
    case 'PageUp':
      return clamp(from - columns * rowsInSight);
    case 'Home':
      return 0;
    case 'End':
      return clamp(last);
    default:
      return null;
  }
}
