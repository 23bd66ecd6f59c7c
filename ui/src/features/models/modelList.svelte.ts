// The models of the library, newest first, kept true by events. Must not know which one draws.
import type { Backend, BlazonEvent, LoraModel, ModelId } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';

export class ModelList {
  /** `null` until the list has been read once. */
  all = $state.raw<LoraModel[] | null>(null);
  #latest: Latest;

  constructor(backend: Backend, failures: Failures) {
    this.#latest = new Latest(async () => {
      await failures.attempt(async () => {
        this.all = await backend.listModels();
      });
    });
  }

  load(): Promise<void> {
    return this.#latest.refresh();
  }

  hear(event: BlazonEvent): void {
    const concerns = event.type === 'modelsChanged' || event.type === 'libraryChanged';
    if (concerns && this.all !== null) void this.load();
  }

  find(id: ModelId): LoraModel | undefined {
    return this.all?.find((model) => model.id === id);
  }
}
