// What was spent in this month and the ledger, kept true by events once it was asked for. Must not know who shows it.
import type { Backend, BlazonEvent, Spending } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';

export class SpendingState {
  /** `null` until it has been read once. */
  current = $state.raw<Spending | null>(null);
  #latest: Latest;

  constructor(backend: Backend, failures: Failures) {
    this.#latest = new Latest(async () => {
      await failures.attempt(async () => {
        this.current = await backend.loadSpending();
      });
    });
  }

  load(): Promise<void> {
    return this.#latest.refresh();
  }

  hear(event: BlazonEvent): void {
    const concerns =
      event.type === 'spendChanged' || event.type === 'settingsChanged' || event.type === 'libraryChanged';
    if (concerns && this.current) void this.load();
  }
}
