// The language and the theme, chosen directly; what is chosen already is left out.
import type { Language, Settings, Theme } from '$backend';
import Languages from '@lucide/svelte/icons/languages';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import type { PaletteCommand } from '$features/palette/paletteCommand';
import type { Studio } from '../studio.svelte';
import { named } from './named';

const languages: [Language, string][] = [
  ['system', 'palette-language-system'],
  ['en', 'palette-language-en'],
  ['ru', 'palette-language-ru'],
];
const themes: [Theme, string][] = [
  ['system', 'palette-theme-system'],
  ['light', 'palette-theme-light'],
  ['dark', 'palette-theme-dark'],
];

export function looks(studio: Studio): PaletteCommand[] {
  const now = studio.settings.current;
  const change = (part: Partial<Settings>) =>
    void studio.failures.attempt(() => studio.settings.change(part));
  return [
    ...themes
      .filter(([theme]) => theme !== now?.theme)
      .map(([theme, id]): PaletteCommand => ({
        id,
        group: 'look',
        ...named(id),
        icon: SunMoon,
        run: () => change({ theme }),
      })),
    ...languages
      .filter(([language]) => language !== now?.language)
      .map(([language, id]): PaletteCommand => ({
        id,
        group: 'look',
        ...named(id),
        icon: Languages,
        run: () => change({ language }),
      })),
  ];
}
