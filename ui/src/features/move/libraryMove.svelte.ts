// The library on its way to another folder, which happens before it opens: how far it is, and how it is stopped.
// Must not know how the page looks.
import type { Backend, BlazonEvent } from '$backend';
import { refusalSentence } from '$shared/refusal';

type Progress = { done: number; all: number };

export class LibraryMove {
  /** In bytes; `null` while nothing is moved. Before everything is counted there are 0 of 0. */
  progress = $state.raw<Progress | null>(null);
  /** Somebody wants it to stay where it was, and what was copied is being removed. */
  cancelled = $state(false);
  /** Why it could not be stopped. */
  refusal = $state<string | null>(null);
  #hasOpened = false;

  readonly isCopied = $derived(
    this.progress !== null && this.progress.all > 0 && this.progress.done >= this.progress.all,
  );

  constructor(private backend: Backend) {}

  hear(event: BlazonEvent): void {
    // What was sent before the library opened may be heard after it.
    if (event.type !== 'libraryMoving' || this.#hasOpened) return;
    this.progress = { done: Number(event.doneBytes), all: Number(event.allBytes) };
  }

  /** The library has opened, or cannot be. */
  opened(): void {
    this.#hasOpened = true;
    this.progress = null;
  }

  async cancel(): Promise<void> {
    if (this.cancelled) return;
    this.cancelled = true;
    this.refusal = null;
    try {
      await this.backend.cancelLibraryMove();
    } catch (refusal) {
      this.refusal = refusalSentence(refusal);
      this.cancelled = false;
    }
  }
}
