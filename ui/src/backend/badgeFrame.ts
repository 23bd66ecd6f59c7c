// A drawn badge as it crosses the border: the length of a head in four bytes (little-endian), the head as JSON, then the
// pixels. Must not know who asked for it.
import type { BadgeFrame } from './backend';

type Head = Pick<BadgeFrame, 'width' | 'height' | 'findings'> & { hidden?: string[] };

const LENGTH_BYTES = 4;

/** Throws where the answer is not whole. */
export function readBadgeFrame(answer: ArrayBuffer): BadgeFrame {
  if (answer.byteLength < LENGTH_BYTES) throw new Error('The drawn badge is not whole.');
  const pixelsAt = LENGTH_BYTES + new DataView(answer).getUint32(0, true);
  if (pixelsAt > answer.byteLength) throw new Error('The drawn badge is not whole.');
  const text = new TextDecoder().decode(new Uint8Array(answer, LENGTH_BYTES, pixelsAt - LENGTH_BYTES));
  const head = JSON.parse(text) as Head;
  const pixels = new Uint8ClampedArray(answer, pixelsAt);
  if (pixels.length !== head.width * head.height * 4) throw new Error('The drawn badge is not whole.');
  return { ...head, hidden: head.hidden ?? [], pixels };
}
