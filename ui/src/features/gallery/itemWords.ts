// What is said of a thing in the gallery in one line: under its picture, and to screen readers.
import type { GalleryItem } from '$backend';
import { withoutTrigger } from '$features/datasets/trigger';
import { t, words } from '$shared/words.svelte';

/** Its prompt without the trigger word, or the badge's name. */
export const shortTitle = ({ title, kind }: GalleryItem): string =>
  (kind === 'picture' ? withoutTrigger(title) : title).trim() || t('gallery-untitled');

/** "a fox, 512 × 512, 4 stars, favourite". */
export function spokenName(item: GalleryItem): string {
  const { width, height, rating, favourite, isMissing, kind } = item;
  return words.list([
    kind === 'badge' ? t('gallery-badge-named', { name: shortTitle(item) }) : shortTitle(item),
    ...(kind === 'picture' ? [t('gallery-size', { width: String(width), height: String(height) })] : []),
    ...(rating > 0 ? [t('gallery-stars', { count: rating })] : []),
    ...(favourite ? [t('gallery-favourite-one')] : []),
    ...(isMissing ? [t('gallery-missing-mark')] : []),
  ]);
}
