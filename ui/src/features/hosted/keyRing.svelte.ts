// Whose keys are set and where, and what a test of one said. A key itself never comes back here.
// Must not know the form that takes one.
import { SvelteMap } from 'svelte/reactivity';
import { BackendError, type Backend, type BlazonEvent, type SecretPlace } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';
import type { HostedId } from './providers';

/** What a test said: whose key it is where the provider tells it, or why it is refused. */
export type KeyTest =
  { verdict: 'good'; account: string | null } | { verdict: 'refused'; sentence: string; hint: string | null };

export class KeyRing {
  #places = new SvelteMap<HostedId, SecretPlace | null>();
  #tests = new SvelteMap<HostedId, KeyTest>();
  #latest: Latest;

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {
    this.#latest = new Latest(() => this.#read());
  }

  load(): Promise<void> {
    return this.#latest.refresh();
  }

  hear(event: BlazonEvent): void {
    if (event.type === 'keysChanged' && this.#places.size > 0) void this.load();
  }

  /** Where the key is; `null` where none is set, `undefined` until it was looked for. */
  place(provider: HostedId): SecretPlace | null | undefined {
    return this.#places.get(provider);
  }

  test(provider: HostedId): KeyTest | undefined {
    return this.#tests.get(provider);
  }

  /** Keeps a key and tests it with a call that costs nothing. Gives the sentence of a refusal by this computer. */
  async save(provider: HostedId, key: string): Promise<string | null> {
    try {
      const { place } = await this.backend.saveKey(provider, key);
      this.#places.set(provider, place);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      return error.message;
    }
    await this.check(provider);
    return null;
  }

  async check(provider: HostedId): Promise<void> {
    this.#tests.delete(provider);
    try {
      const account = await this.backend.testKey(provider);
      this.#tests.set(provider, { verdict: 'good', account });
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.#tests.set(provider, { verdict: 'refused', sentence: error.message, hint: error.hint });
    }
  }

  async forget(provider: HostedId): Promise<void> {
    this.#tests.delete(provider);
    await this.failures.attempt(async () => {
      const { place } = await this.backend.forgetKey(provider);
      this.#places.set(provider, place);
    });
  }

  async #read(): Promise<void> {
    await this.failures.attempt(async () => {
      for (const { provider, place } of await this.backend.listKeys())
        if (provider !== 'local') this.#places.set(provider, place);
    });
  }
}
