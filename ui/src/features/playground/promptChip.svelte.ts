// The trigger word before a prompt, as one unit: it is there or it is not, and taking it away can be undone.
// The text's own undo stays the web view's; the chip's comes in between where the text is as it was.
// Must not know the field.
export class PromptChip {
  removed = $state(false);
  #undo: string[] = [];
  #redo: string[] = [];

  /** Takes it away from before `text`. */
  remove(text: string): void {
    if (this.removed) return;
    this.removed = true;
    this.#undo = [text];
    this.#redo = [];
  }

  /** Puts it there or not, with nothing to undo. */
  put(there: boolean): void {
    this.removed = !there;
    this.#undo = [];
    this.#redo = [];
  }

  /** Whether an undo brought it back: it does where nothing was written since. */
  undo(text: string): boolean {
    if (!this.removed || this.#undo[0] !== text) return false;
    this.removed = false;
    this.#redo = [text];
    this.#undo = [];
    return true;
  }

  /** Whether a redo took it away again. */
  redo(text: string): boolean {
    if (this.removed || this.#redo[0] !== text) return false;
    this.removed = true;
    this.#undo = [text];
    this.#redo = [];
    return true;
  }
}
