// A person who has a keyboard alone: Tab goes from stop to stop as the web view does, and keys do to what has the focus
// what they do there. Never shipped.
import { fireEvent } from '@testing-library/svelte';

const focusable = 'a[href], button, input, textarea, select, [tabindex]';

/** A group of radio buttons is one stop: the chosen one, or the first. */
function isStopOfGroup(element: HTMLElement): boolean {
  if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
  const group = [...document.querySelectorAll<HTMLInputElement>('input[type="radio"]')].filter(
    ({ name, disabled }) => name === element.name && !disabled,
  );
  return element === (group.find(({ checked }) => checked) ?? group[0]);
}

/** What Tab stops at, in its order; behind an open dialog nothing is reached. */
export function stops(): HTMLElement[] {
  const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"]');
  const room: ParentNode = dialogs[dialogs.length - 1] ?? document;
  return [...room.querySelectorAll<HTMLElement>(focusable)].filter(
    (element) =>
      element.tabIndex >= 0 &&
      !element.matches(':disabled') &&
      !element.closest('[inert], [hidden]') &&
      isStopOfGroup(element),
  );
}

const named = (element: Element): string =>
  element.getAttribute('data-testid') ?? element.getAttribute('aria-label') ?? element.outerHTML.slice(0, 60);

/** Presses Tab until the focus is there; fails where it never comes there. */
export function tabTo(testid: string): HTMLElement {
  const all = stops();
  const from = all.indexOf(document.activeElement as HTMLElement);
  for (let step = 1; step <= all.length; step++) {
    const stop = all[(from + step) % all.length];
    if (stop?.getAttribute('data-testid') !== testid) continue;
    stop.focus();
    return stop;
  }
  throw new Error(`Tab does not reach ${testid}, only ${all.map(named).join(', ')}`);
}

/** Presses a key on what has the focus; a button is pressed by Enter and Space where nobody else took the key. */
export async function press(key: string, over: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body;
  const isFree = await fireEvent.keyDown(target, { key, ...over });
  const isPressed = key === 'Enter' || key === ' ';
  if (isFree && isPressed && target instanceof HTMLButtonElement && target.isConnected)
    await fireEvent.click(target);
  if (target.isConnected) await fireEvent.keyUp(target, { key, ...over });
}

/** Types into the field that has the focus; fails where none has it. */
export async function type(text: string): Promise<void> {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement))
    throw new Error(`the focus is on ${named(field ?? document.body)}, where nothing can be typed`);
  await fireEvent.input(field, { target: { value: text } });
}
