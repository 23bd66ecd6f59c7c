// One line of a menu, as features describe it to Menu and ContextMenu.
import type { LineIcon } from './icon';

export type MenuItem = {
  /** Tells lines with the same label apart. */
  id?: string;
  label: string;
  /** One line below the label that says what it is. */
  hint?: string;
  icon?: LineIcon;
  keys?: string;
  tone?: 'plain' | 'bad';
  disabled?: boolean;
  separated?: boolean;
  testid?: string;
  run: () => void;
};
