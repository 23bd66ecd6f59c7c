// What keys do in a prompt beyond writing: draw, and treat the trigger word as one unit, before the text or in it.
// Keys are told by place where they are letters, so that they work on a Russian keyboard too.
import type { Range } from './promptText';

export type PromptKeys = {
  hasChip: () => boolean;
  /** Where the trigger word stands in the text. */
  triggers: () => Range[];
  draw: () => void;
  removeChip: () => void;
  /** Whether the chip, and not the text, was what the undo or redo was about. */
  undoChip: () => boolean;
  redoChip: () => boolean;
  /** Whether something that was restored, and not what was written, was taken back. */
  undoRestore: () => boolean;
};

type Field = HTMLTextAreaElement;
type Key = KeyboardEvent & { currentTarget: Field };

/** Takes a part out of the text, so that the web view's own undo knows of it. */
function takeOut(field: Field, { start, end }: Range): void {
  field.setSelectionRange(start, end);
  if (document.execCommand?.('delete')) return;
  field.setRangeText('', start, end, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** The unit that a key would bite into; the key then takes it whole. */
function bitten(field: Field, key: string, triggers: Range[]): Range | undefined {
  const { selectionStart: at, selectionEnd } = field;
  if (at !== selectionEnd) return undefined;
  if (key === 'Backspace') return triggers.find(({ start, end }) => start < at && at <= end);
  if (key === 'Delete') return triggers.find(({ start, end }) => start <= at && at < end);
  return undefined;
}

export function onPromptKeys(keys: PromptKeys): (event: Key) => void {
  return (event) => {
    if (event.isComposing) return;
    const field = event.currentTarget;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    const done = () => event.preventDefault();
    if (command && event.key === 'Enter') {
      done();
      return keys.draw();
    }
    const undo = () => keys.undoChip() || keys.undoRestore();
    if (command && event.code === 'KeyZ' && (event.shiftKey ? keys.redoChip() : undo())) return done();
    if (command && event.code === 'KeyY' && keys.redoChip()) return done();
    const atStart = field.selectionStart === 0 && field.selectionEnd === 0;
    if (event.key === 'Backspace' && atStart && keys.hasChip()) {
      done();
      return keys.removeChip();
    }
    const unit = bitten(field, event.key, keys.triggers());
    if (!unit) return;
    done();
    takeOut(field, unit);
  };
}

/** Moves a caret that stands inside a unit to its end, or to its beginning after a step to the left. */
export function leaveUnits(field: Field, triggers: Range[], key?: string): void {
  const at = field.selectionStart;
  if (at !== field.selectionEnd) return;
  const unit = triggers.find(({ start, end }) => start < at && at < end);
  if (!unit) return;
  const place = key === 'ArrowLeft' ? unit.start : unit.end;
  field.setSelectionRange(place, place);
}
