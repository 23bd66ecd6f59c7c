// A number of bytes as people read it, in the units of file managers.
import { t } from '$shared/words.svelte';

const KILO = 1000;

export function byteSize(bytes: string): string {
  const count = Number(bytes);
  if (count < KILO) return t('archive-bytes', { size: count });
  if (count < KILO * KILO) return t('archive-kilobytes', { size: Math.round(count / KILO) });
  const isGiga = count >= KILO * KILO * KILO;
  const unit = isGiga ? KILO * KILO * KILO : KILO * KILO;
  return t(isGiga ? 'archive-gigabytes' : 'archive-megabytes', {
    size: Math.round(count / (unit / 10)) / 10,
  });
}

/** The same inside a sentence, where no line may end before the unit. */
export const wholeSize = (bytes: string): string => byteSize(bytes).replace(' ', '\u00a0');

/** Gigabytes with one decimal, at least 0.1: as fine as an estimate of memory is. */
export const gigabytes = (bytes: string): number => Math.max(0.1, Math.round(Number(bytes) / 1e8) / 10);
