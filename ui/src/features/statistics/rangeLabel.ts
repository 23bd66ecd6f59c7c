// A range of values in words: "512 to 768", "3072 and more".
import type { RangeCount } from '$backend';
import { t } from '$shared/words.svelte';

/** `top` closes the last range where the values have an end. */
export function rangeLabel({ from, to }: RangeCount, top?: number): string {
  const end = to ?? top;
  return end === undefined
    ? t('statistics-range-open', { from: String(from) })
    : t('statistics-range-closed', { from: String(from), to: String(end) });
}
