// What is typed into the palette can always be looked for in the gallery, where there is something to be found.
import Search from '@lucide/svelte/icons/search';
import { everything } from '$features/gallery/galleryQuery';
import type { PaletteCommand } from '$features/palette/paletteCommand';
import { t } from '$shared/words.svelte';
import type { Studio } from '../studio.svelte';
import { hasPictures } from './going';

export function searching(studio: Studio, typed: string): PaletteCommand | null {
  const wanted = typed.trim();
  if (wanted === '' || !hasPictures(studio)) return null;
  return {
    id: 'search-for',
    group: 'search',
    label: t('palette-search-for', { words: wanted }),
    keywords: [],
    icon: Search,
    run: () => {
      studio.showPart('pictures');
      studio.gallery.ask({ ...everything, words: wanted });
    },
  };
}
