// Where the keyboard goes on when what had the focus is gone with what it did. Must not know what that was.
import { tick } from 'svelte';

/** Puts the focus there, unless it is somewhere already. */
export async function keepFocus(at: () => HTMLElement | null | undefined): Promise<void> {
  await tick();
  if (document.activeElement === null || document.activeElement === document.body) at()?.focus();
}
