// Files that are to become models, one after the other: read, looked at by a person, kept. Must not know the dialog.
import {
  BackendError,
  type Backend,
  type BaseFamily,
  type LoraModel,
  type ModelFile,
  type PendingDrop,
} from '$backend';

export class ModelFiles {
  /** Which file of how many; `null` while nobody adds one. */
  place = $state.raw<{ index: number; count: number } | null>(null);
  /** What was read; `null` until then, and where the file was refused. */
  file = $state.raw<ModelFile | null>(null);
  /** Why the file cannot become a model, or could not be kept, in one sentence. */
  refusal = $state<string | null>(null);
  name = $state('');
  base = $state<BaseFamily | null>(null);
  trigger = $state('');
  /** Sentences below the fields. */
  nameError = $state<string | null>(null);
  triggerError = $state<string | null>(null);
  working = $state(false);
  #drop: PendingDrop | null = null;
  #last: LoraModel | null = null;

  constructor(
    private backend: Backend,
    /** Hears of the last model that came in, once there is no other file. */
    private done: (model: LoraModel) => void,
  ) {}

  get hasNext(): boolean {
    return this.place !== null && this.place.index + 1 < this.place.count;
  }

  /** Why the file cannot be kept as it is filled in; the dialog says it beside the field. */
  get lacksBase(): boolean {
    return this.file !== null && this.base === null;
  }

  async begin(drop: PendingDrop): Promise<void> {
    this.#drop = drop;
    this.#last = null;
    await this.#read(0);
  }

  /** The next file, or the end. */
  async goOn(): Promise<void> {
    if (this.place && this.hasNext) return this.#read(this.place.index + 1);
    const model = this.#last;
    this.close();
    if (model) this.done(model);
  }

  async keep(): Promise<void> {
    const { place } = this;
    if (!this.#drop || !place || !this.file || this.working || this.lacksBase) return;
    this.working = true;
    this.refusal = this.nameError = this.triggerError = null;
    try {
      const said = { name: this.name, base: this.base, trigger: this.trigger };
      this.#last = await this.backend.importModel(this.#drop.id, place.index, said);
      this.working = false;
      await this.goOn();
    } catch (error) {
      this.#explain(error);
    } finally {
      this.working = false;
    }
  }

  close(): void {
    this.place = this.file = this.refusal = this.#drop = this.#last = null;
  }

  async #read(index: number): Promise<void> {
    const drop = this.#drop;
    if (!drop) return;
    const place = { index, count: drop.files };
    this.place = place;
    this.file = this.refusal = this.nameError = this.triggerError = null;
    try {
      const file = await this.backend.readModelFile(drop.id, index);
      // Another file may have been dropped, or the dialog closed, meanwhile.
      if (this.place !== place) return;
      this.file = file;
      this.name = file.name;
      this.base = file.base ?? file.likelyBase;
      this.trigger = file.trigger ?? '';
    } catch (error) {
      if (this.place === place) this.#explain(error);
    }
  }

  #explain(error: unknown): void {
    if (!(error instanceof BackendError)) throw error;
    if (error.code === 'nameInvalid') this.nameError = error.message;
    else if (error.code === 'triggerInvalid') this.triggerError = error.message;
    else this.refusal = error.message;
  }
}
