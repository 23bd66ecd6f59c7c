// The trainers of each hosted provider, read from the catalogue when they are first asked for.
// Must not know who chooses among them.
import { SvelteMap } from 'svelte/reactivity';
import type { Backend, Endpoint } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import type { HostedId } from './providers';

export class TrainerList {
  #known = new SvelteMap<HostedId, Endpoint[]>();

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {}

  /** `undefined` until they were read. */
  of(provider: HostedId): Endpoint[] | undefined {
    return this.#known.get(provider);
  }

  find(provider: HostedId, id: string | null): Endpoint | undefined {
    return this.of(provider)?.find((trainer) => trainer.id === id);
  }

  async load(provider: HostedId): Promise<void> {
    if (this.#known.has(provider)) return;
    const trainers = await this.failures.attempt(() => this.backend.listTrainers(provider));
    if (trainers) this.#known.set(provider, trainers);
  }
}
