// The arithmetic of the gallery's grid: rows of one height, and where a key leads. Rows are never listed, so that fifty
// thousand things cost no more than those in sight.
export type GridPlace = { total: number; columns: number; rowsInSight: number };

/** The place in a ring of as many slots as rows exist: as rows scroll by, a slot takes the next row of its own. */
export const rowOfSlot = (slot: number, from: number, slots: number): number =>
  from + ((((slot - from) % slots) + slots) % slots);

/** The position that a key leads to, or `null` where it does not move. */
export function stepTo(key: string, from: number, { total, columns, rowsInSight }: GridPlace): number | null {
  if (total === 0) return null;
  const last = total - 1;
  const lastRow = Math.floor(last / columns);
  const row = Math.floor(from / columns);
  const inRow = (wanted: number) => {
    const to = Math.min(lastRow, Math.max(0, wanted));
    return to === row ? from : Math.min(last, to * columns + (from % columns));
  };
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, from + 1);
    case 'ArrowLeft':
      return Math.max(0, from - 1);
    case 'ArrowDown':
      return inRow(row + 1);
    case 'ArrowUp':
      return inRow(row - 1);
    case 'PageDown':
      return inRow(row + rowsInSight);
    case 'PageUp':
      return inRow(row - rowsInSight);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
