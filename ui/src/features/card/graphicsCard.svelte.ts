// The graphics card of this computer, looked for once, when a person first comes to where it could be chosen.
// Must not know who chooses it.
import type { Backend, CardFinding } from '$backend';
import type { Failures } from '$shared/failures.svelte';

export class GraphicsCard {
  /** `null` where no worker for cards is installed; `undefined` until that is known. */
  found = $state.raw<CardFinding | null | undefined>(undefined);
  #asked = false;

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {}

  async look(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    this.found = (await this.failures.attempt(() => this.backend.findCard())) ?? null;
  }
}
