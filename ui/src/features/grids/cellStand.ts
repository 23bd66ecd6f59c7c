// Where one cell of a grid stands, and what of it can be shown. Must not know how it is shown.
import type { Drawing, GridCell, Picture } from '$backend';

export type CellStand =
  | 'none'
  | 'waits'
  | 'works'
  | 'unknown'
  | 'drawn'
  /** What was drawn lies in the trash. */
  | 'gone'
  /** The provider's checker let no picture through. */
  | 'heldBack'
  | 'failed'
  | 'stopped';

export const pictureOf = (drawing: Drawing | null): Picture | null =>
  drawing?.pictures.find(({ isRemoved }) => !isRemoved) ?? null;

export function standOf({ drawing }: GridCell): CellStand {
  if (!drawing) return 'none';
  switch (drawing.state.status) {
    case 'queued':
    case 'sending':
    case 'submitting':
    case 'waiting':
      return 'waits';
    case 'running':
    case 'fetching':
      return 'works';
    case 'unknown':
      return 'unknown';
    case 'failed':
      return 'failed';
    case 'cancelled':
      return 'stopped';
    case 'succeeded':
      if (pictureOf(drawing)) return 'drawn';
      return drawing.pictures.length > 0 ? 'gone' : 'heldBack';
  }
}

const going: CellStand[] = ['waits', 'works'];

export const isGoing = (cell: GridCell): boolean => going.includes(standOf(cell));

export const isDrawn = (cell: GridCell): boolean => standOf(cell) === 'drawn';
