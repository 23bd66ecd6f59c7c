// What narrows the gallery, as its chip says it.
import type { GalleryFacts, GalleryQuery } from '$backend';
import { t, words } from '$shared/words.svelte';
import type { Narrowing } from './galleryQuery';

const day = (at: number): string =>
  new Intl.DateTimeFormat(words.tag, { dateStyle: 'medium' }).format(new Date(at));

const DAY_MS = 86_400_000;

export function narrowingWord(part: Narrowing, query: GalleryQuery, facts: GalleryFacts | null): string {
  switch (part) {
    case 'words':
      return t('gallery-chip-words', { words: query.words.trim() });
    case 'kind':
      return query.kind === 'badge' ? t('gallery-kind-badges') : t('gallery-kind-pictures');
    case 'model':
      return facts?.models.find(({ model }) => model === query.model)?.name ?? t('playground-model');
    case 'tag':
      return t('gallery-chip-tag', { tag: query.tag ?? '' });
    case 'rating':
      return t('gallery-chip-rating', { count: query.rating });
    case 'favourites':
      return t('gallery-favourites');
    case 'seed':
      return t('playground-seed-of', { seed: query.seed ?? '' });
    case 'from':
      return t('gallery-chip-from', { day: day(query.from ?? 0) });
    case 'until':
      // The moment is the midnight after it.
      return t('gallery-chip-until', { day: day((query.until ?? 0) - DAY_MS / 2) });
    case 'missing':
      return t('gallery-missing-mark');
  }
}
