// Everything the palette can do now: what would lead nowhere is left out. Names are read when it is asked, so they are
// those of the language on screen.
import type { PaletteCommand } from '$features/palette/paletteCommand';
import type { Studio } from '../studio.svelte';
import { doing } from './doing';
import { going } from './going';
import { looks } from './looks';
import { things } from './things';

export { searching } from './searching';

export const paletteCommands = (studio: Studio): PaletteCommand[] => [
  ...doing(studio),
  ...going(studio),
  ...things(studio),
  ...looks(studio),
];
