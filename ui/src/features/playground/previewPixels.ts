// The pixels of a preview as a canvas takes them. Must not know where it is shown.
import type { Preview } from '$backend';

/** Red, green, blue and full opacity of each pixel; `null` where the preview is not whole. */
export function previewPixels({ rgb, width, height }: Preview): Uint8ClampedArray<ArrayBuffer> | null {
  const bytes = atob(rgb);
  const count = width * height;
  if (bytes.length !== count * 3) return null;
  const pixels = new Uint8ClampedArray(count * 4);
  for (let pixel = 0; pixel < count; pixel++) {
    for (let part = 0; part < 3; part++) pixels[pixel * 4 + part] = bytes.charCodeAt(pixel * 3 + part);
    pixels[pixel * 4 + 3] = 255;
  }
  return pixels;
}
