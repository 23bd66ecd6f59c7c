// How large the badge is shown: as large as fits, or some steps smaller or larger. Pure.
const STEPS = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4];

/** The next step of the view; 1 is the whole badge. */
export const smaller = (zoom: number): number => STEPS.findLast((step) => step < zoom) ?? STEPS[0]!;
export const larger = (zoom: number): number => STEPS.find((step) => step > zoom) ?? STEPS[STEPS.length - 1]!;
export const isSmallest = (zoom: number): boolean => zoom <= STEPS[0]!;
export const isLargest = (zoom: number): boolean => zoom >= STEPS[STEPS.length - 1]!;

/** Room around the badge for handles, in pixels. */
const MARGIN = 24;
const LEAST = 64;

/** Pixels of the screen for one unit, where the whole badge is to be seen in a room of this size. */
export function fitting(room: { width: number; height: number }, size: readonly [number, number]): number {
  const width = Math.max(LEAST, room.width - 2 * MARGIN);
  const height = Math.max(LEAST, room.height - 2 * MARGIN);
  return Math.min(width / size[0], height / size[1]);
}

/** The most pixels that a frame is wide; the export is not bound by it. */
const WIDEST = 2048;

/** How wide the frame is drawn, so that each of its pixels is one of the screen. */
export const frameWidth = (shownWidth: number, pixelRatio: number): number =>
  Math.min(WIDEST, Math.max(16, Math.round(shownWidth * pixelRatio)));
