// One thing the palette can do. The composition of the window lists them; the palette only finds and runs.
import type { LineIcon } from '$shared/icon';

export type PaletteCommand = {
  id: string;
  group: 'go' | 'dataset' | 'do' | 'look';
  label: string;
  /** Further words it is found by, in both languages. */
  keywords: string[];
  icon: LineIcon;
  keys?: string;
  run: () => void;
};
