// The shapes of pictures, in the size for which a base was made: its native side is the long one, so that no shape
// takes more memory than the square. Sides are multiples of 8, the scale of the VAE (diffusers, VaeImageProcessor).
const SCALE = 8;

export const shapes = ['1:1', '3:4', '4:3', '9:16'] as const;
export type Shape = (typeof shapes)[number];
export type Size = { width: number; height: number };

const onScale = (side: number): number => Math.max(SCALE, Math.round(side / SCALE) * SCALE);

export function sizeOf(shape: Shape, side: number): Size {
  const [across = 1, down = 1] = shape.split(':').map(Number);
  const longest = Math.max(across, down);
  return { width: onScale((side * across) / longest), height: onScale((side * down) / longest) };
}

/** The shape that has this size; `null` for a size that came from elsewhere. */
export const shapeOf = ({ width, height }: Size, side: number): Shape | null =>
  shapes.find((shape) => {
    const size = sizeOf(shape, side);
    return size.width === width && size.height === height;
  }) ?? null;

/** The shape that is nearest to a size. */
export function nearestShape({ width, height }: Size): Shape {
  const off = (shape: Shape) => {
    const size = sizeOf(shape, 1024);
    return Math.abs(Math.log((size.width / size.height) * (height / width)));
  };
  return shapes.reduce((best, shape) => (off(shape) < off(best) ? shape : best));
}
