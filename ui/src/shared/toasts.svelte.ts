// The one toast on screen: what was just done and how to take it back. A newer one replaces it, so that
// its undo is always the newest. Must not know what the sentence is about.
export type ToastAction = { kind: 'undo' | 'redo' | 'show'; run: () => void };
export type Toast = { sentence: string; action?: ToastAction };

const STAYS_MS = 6000;

export class Toasts {
  current = $state.raw<Toast | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #held = false;

  show(toast: Toast): void {
    this.current = toast;
    this.#restart();
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
    this.#held = false;
  }

  /** While pointed at or focused it stays. */
  hold(): void {
    this.#held = true;
    clearTimeout(this.#timer);
  }

  release(): void {
    this.#held = false;
    this.#restart();
  }

  act(): void {
    const action = this.current?.action;
    this.dismiss();
    action?.run();
  }

  #restart(): void {
    clearTimeout(this.#timer);
    if (!this.#held && this.current) this.#timer = setTimeout(() => this.dismiss(), STAYS_MS);
  }
}
