// The arithmetic of a crop in pixels of the original: moved, grown, and brought to a shape. Never outside the photo.
import type { CropRect } from '$backend';

export type Size = { width: number; height: number };
export type CropLock = 'free' | 'square' | 'original';

/** The shortest side that can be drawn, in pixels of the original. */
export const SHORTEST = 16;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** Whole pixels inside the photo. */
export function inside({ x, y, width, height }: CropRect, photo: Size): CropRect {
  const [w, h] = [
    clamp(Math.round(width), Math.min(SHORTEST, photo.width), photo.width),
    clamp(Math.round(height), Math.min(SHORTEST, photo.height), photo.height),
  ];
  return {
    x: clamp(Math.round(x), 0, photo.width - w),
    y: clamp(Math.round(y), 0, photo.height - h),
    width: w,
    height: h,
  };
}

export const moved = (crop: CropRect, dx: number, dy: number, photo: Size): CropRect =>
  inside({ ...crop, x: crop.x + dx, y: crop.y + dy }, photo);

/** Width divided by height, where the shape is locked. */
export function ratioOf(lock: CropLock, photo: Size): number | null {
  if (lock === 'free') return null;
  return lock === 'square' ? 1 : photo.width / photo.height;
}

/** The largest crop of this shape within the given one and around its middle. */
export function shaped(crop: CropRect, ratio: number, photo: Size): CropRect {
  const width = Math.min(crop.width, crop.height * ratio);
  return around(crop, { width, height: width / ratio }, photo);
}

/** Grows by so many pixels of its width, around its middle; the shape stays, the edges of the photo hold. */
export function grown(crop: CropRect, by: number, photo: Size): CropRect {
  const ratio = crop.width / crop.height;
  const width = clamp(crop.width + by, SHORTEST, Math.min(photo.width, photo.height * ratio));
  return around(crop, { width, height: width / ratio }, photo);
}

function around(crop: CropRect, size: Size, photo: Size): CropRect {
  const [width, height] = [Math.round(size.width), Math.round(size.height)];
  return inside(
    {
      x: crop.x + (crop.width - width) / 2,
      y: crop.y + (crop.height - height) / 2,
      width,
      height,
    },
    photo,
  );
}

export const sameRect = (a: CropRect, b: CropRect): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** Where a rectangle of the photo lies in a square tile that shows the whole photo; in percent of the tile. */
export function inTile(
  crop: CropRect,
  photo: Size,
): { left: number; top: number; width: number; height: number } {
  const longest = Math.max(photo.width, photo.height);
  const percent = (pixels: number) => (pixels / longest) * 100;
  return {
    left: percent((longest - photo.width) / 2 + crop.x),
    top: percent((longest - photo.height) / 2 + crop.y),
    width: percent(crop.width),
    height: percent(crop.height),
  };
}
