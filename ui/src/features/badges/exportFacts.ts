// What stands under the button of the export: how large the badge will be. Pure but for the language.
import type { BadgeFormat, BadgeTemplate } from '$backend';
import { t, words } from '$shared/words.svelte';

export const formats: { value: BadgeFormat; label: string }[] = [
  { value: 'png', label: 'PNG' },
  { value: 'jpeg', label: 'JPEG' },
  { value: 'webp', label: 'WebP' },
  { value: 'pdf', label: 'PDF' },
  { value: 'svg', label: 'SVG' },
];

export function exportFacts(format: BadgeFormat, { size, printSize }: BadgeTemplate): string {
  if (format === 'svg') return t('badges-export-any-size');
  if (format === 'pdf' && printSize) {
    const [width, height] = printSize.map((millimetres) => words.plain(millimetres));
    return t('badges-export-millimetres', { width: width ?? '', height: height ?? '' });
  }
  const [width, height] = size.map((pixels) => words.plain(Math.round(pixels)));
  return t('badges-export-pixels', { width: width ?? '', height: height ?? '' });
}
