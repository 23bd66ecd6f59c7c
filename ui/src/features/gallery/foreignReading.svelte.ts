// A picture file of anybody that is read: from a dialog or dropped. Nothing of it is kept in the library.
// Must not know what is done with what was read.
import { BackendError, type Backend, type ForeignPicture, type PendingDrop } from '$backend';
import type { Failures } from '$shared/failures.svelte';

export class ForeignReading {
  picture = $state.raw<ForeignPicture | null>(null);
  reading = $state(false);
  /** Why the file could not be read. */
  trouble = $state<string | null>(null);
  #wish = 0;

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {}

  /** Whether there is something to show. */
  get open(): boolean {
    return this.reading || this.picture !== null || this.trouble !== null;
  }

  async pick(): Promise<void> {
    await this.failures.attempt(async () => {
      const drop = await this.backend.pickForeignPicture();
      if (drop) await this.take(drop);
    });
  }

  /** Reads the first file of what was dropped. */
  async take(drop: PendingDrop): Promise<void> {
    this.close();
    const wish = this.#wish;
    this.reading = true;
    try {
      const picture = await this.backend.readForeignPicture(drop.id, 0);
      if (wish === this.#wish) this.picture = picture;
    } catch (error) {
      if (wish === this.#wish) this.trouble = sentenceOf(error);
    }
    if (wish === this.#wish) this.reading = false;
  }

  close(): void {
    this.#wish++;
    this.picture = null;
    this.trouble = null;
    this.reading = false;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof BackendError) return error.hint ? `${error.message} ${error.hint}` : error.message;
  return String(error instanceof Error ? error.message : error);
}
