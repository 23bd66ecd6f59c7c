// The arithmetic of the photo grid: how many columns fit, how large a tile is, which photos share a row, and where
// a key leads. Near duplicates stand in one row where they fit into one.
const GAP = 12;
const MIN_TILE = 152;
const FOOT_LINE = 24;
const SIDE = 24;

export type GridLayout = { columns: number; size: number; rowHeight: number; gap: number };

/** Near duplicates in a row: from which column on, how many, and whether the group begins or ends here. */
export type GridGroup = { column: number; count: number; begins: boolean; ends: boolean };
export type GridRow = { first: number; count: number; groups: GridGroup[] };

/** `width` is that of the whole scrolling area; its scroll bar stands in the margin at the right. */
export function layoutGrid(width: number): GridLayout {
  const inner = Math.max(MIN_TILE, width - 2 * SIDE);
  const columns = Math.max(1, Math.floor((inner + GAP) / (MIN_TILE + GAP)));
  const size = Math.floor((inner - GAP * (columns - 1)) / columns);
  return { columns, size, rowHeight: size + FOOT_LINE + GAP, gap: GAP };
}

/** The rows of `total` photos; `groupAt` names the group of the photo at a place, where it has one. */
export function gridRows(
  total: number,
  columns: number,
  groupAt: (index: number) => string | undefined = () => undefined,
): GridRow[] {
  const rows: GridRow[] = [];
  let row: GridRow | undefined;
  const room = () => (row ? columns - row.count : 0);
  const put = (index: number) => {
    if (!row || room() === 0) rows.push((row = { first: index, count: 0, groups: [] }));
    row.count++;
    return row;
  };
  for (let index = 0; index < total;) {
    const group = groupAt(index);
    // One alone, where the list leaves its near duplicates out, needs no outline.
    const length = group === undefined ? 1 : runLength(index, total, group, groupAt);
    if (length > room() && length <= columns) row = undefined;
    for (let place = 0; place < length; place++) {
      const into = put(index + place);
      if (length > 1) growGroup(into, place === 0, place === length - 1);
    }
    index += length;
  }
  return rows;
}

function runLength(
  from: number,
  total: number,
  group: string,
  groupAt: (index: number) => string | undefined,
): number {
  let length = 1;
  while (from + length < total && groupAt(from + length) === group) length++;
  return length;
}

function growGroup(row: GridRow, begins: boolean, ends: boolean): void {
  const last = row.groups.at(-1);
  if (last && !begins && last.column + last.count === row.count - 1) {
    last.count++;
    last.ends = ends;
  } else {
    row.groups.push({ column: row.count - 1, count: 1, begins, ends });
  }
}

/** The row in which a photo stands. */
export function rowOf(rows: GridRow[], index: number): number {
  let [low, high] = [0, rows.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rows[middle]?.first ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The position a key leads to, or `null` when it does not move. */
export function gridStep(key: string, from: number, rows: GridRow[], rowsInSight: number): number | null {
  const lastRow = rows.at(-1);
  if (!lastRow) return null;
  const last = lastRow.first + lastRow.count - 1;
  const at = rowOf(rows, from);
  const column = from - (rows[at]?.first ?? 0);
  const inRow = (wanted: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, wanted))] ?? lastRow;
    return wanted === at ? from : row.first + Math.min(column, row.count - 1);
  };
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, from + 1);
    case 'ArrowLeft':
      return Math.max(0, from - 1);
    case 'ArrowDown':
      return at + 1 >= rows.length ? from : inRow(at + 1);
    case 'ArrowUp':
      return at === 0 ? from : inRow(at - 1);
    case 'PageDown':
      return inRow(Math.min(rows.length - 1, at + rowsInSight));
    case 'PageUp':
      return inRow(Math.max(0, at - rowsInSight));
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
