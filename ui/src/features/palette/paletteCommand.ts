// One thing the palette can do. The composition of the window lists them; the palette only finds and runs.
import type { LineIcon } from '$shared/icon';

/** In the order in which they stand while nothing is typed. */
export const paletteGroups = ['do', 'go', 'dataset', 'model', 'badge', 'look', 'search'] as const;
export type PaletteGroup = (typeof paletteGroups)[number];

export type PaletteCommand = {
  id: string;
  group: PaletteGroup;
  label: string;
  /** Further words it is found by, in both languages. */
  keywords: string[];
  icon: LineIcon;
  keys?: string;
  run: () => void;
};
