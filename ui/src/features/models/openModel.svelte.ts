// The model whose page is open, with all that is known of it. Must not know how it is shown.
import { BackendError, type Backend, type LoraModel, type ModelId, type ModelPage } from '$backend';
import { Latest } from '$shared/latest';

/** What is done where the page cannot be read, or not any more. */
type Troubles = { onGone: () => void; onFail: (error: unknown) => void };

export class OpenModel {
  /** `null` until it has been read once. */
  page = $state.raw<ModelPage | null>(null);
  #latest: Latest;

  constructor(
    backend: Backend,
    readonly id: ModelId,
    troubles: Troubles,
  ) {
    this.#latest = new Latest(async () => {
      try {
        this.page = await backend.loadModelPage(id);
      } catch (error) {
        const isGone = error instanceof BackendError && error.code === 'notFound';
        // One that was deleted while it was looked at leaves without a word.
        if (!isGone || this.page === null) troubles.onFail(error);
        if (isGone) troubles.onGone();
      }
    });
  }

  load(): Promise<void> {
    return this.#latest.refresh();
  }

  /** Shows a change at once; the next reading has the last word. */
  put(model: LoraModel): void {
    if (this.page && model.id === this.id) this.page = { ...this.page, model };
  }
}
