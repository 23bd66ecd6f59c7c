// The room of models: all of them, what narrows the list, the one whose page is open, and what is done to each.
// Fed by events. Must not know how anything looks, nor where one came from.
import type { Backend, BlazonEvent, LoraModel, ModelChange, ModelId } from '$backend';
import { byteSize } from '$shared/byteSize';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';
import type { Toasts } from '$shared/toasts.svelte';
import { t } from '$shared/words.svelte';
import { backOf, changedPart, changeOf } from './modelChange';
import { ModelCovers } from './modelCovers.svelte';
import { groupsOf, SEARCHED_FROM, type ModelGroups } from './modelGroups';
import { ModelSteps, type ModelStep } from './modelSteps';
import { OpenModel } from './openModel.svelte';

/** What the whole window has. */
type Surroundings = { failures: Failures; toasts: Toasts };

export class ModelRoom {
  /** Archived and removed ones too, newest first; `null` until the list has been read once. */
  all = $state.raw<LoraModel[] | null>(null);
  /** What is looked for among them. */
  words = $state('');
  opened = $state.raw<OpenModel | null>(null);
  readonly covers: ModelCovers;
  readonly hasSearch = $derived.by(() => (this.all?.length ?? 0) >= SEARCHED_FROM);
  readonly groups: ModelGroups = $derived.by(() =>
    groupsOf(this.all ?? [], this.hasSearch ? this.words : ''),
  );
  /** The model whose page is open. */
  readonly model: LoraModel | undefined = $derived.by(
    () => this.opened?.page?.model ?? this.find(this.opened?.id),
  );
  readonly #with: Surroundings;
  readonly #steps = new ModelSteps();
  #shown = false;
  #dirty = true;
  #latest = new Latest(() => this.#read());

  constructor(
    private backend: Backend,
    surroundings: Surroundings,
  ) {
    this.#with = surroundings;
    this.covers = new ModelCovers(backend);
  }

  /** The room is shown; what happened meanwhile is read. */
  async enter(): Promise<void> {
    this.#shown = true;
    if (this.#dirty) await this.#latest.refresh();
  }

  leave(): void {
    this.#shown = false;
  }

  hear(event: BlazonEvent): void {
    const { type } = event;
    if (type !== 'modelsChanged' && type !== 'galleryChanged' && type !== 'libraryChanged') return;
    if (type === 'galleryChanged') this.covers.forget();
    this.#dirty = true;
    if (this.#shown) void this.#latest.refresh();
  }

  find(id: ModelId | undefined): LoraModel | undefined {
    return this.all?.find((model) => model.id === id);
  }

  /** Opens the page of a model. */
  open(id: ModelId): void {
    if (this.opened?.id === id) return;
    const opened = new OpenModel(this.backend, id, {
      onGone: () => this.opened === opened && this.close(),
      onFail: (error) => this.#with.failures.report(error),
    });
    this.opened = opened;
    void opened.load();
  }

  close(): void {
    this.opened = null;
  }

  /** Changes a part of a model; throws what is refused, which is said at the field. */
  async change(id: ModelId, part: Partial<ModelChange>): Promise<void> {
    const before = this.find(id) ?? this.model;
    const change = changeOf(part);
    const after = await this.backend.editModel(id, change);
    this.#put(after);
    if (!before) return;
    const back = backOf(change, before);
    this.#did(t('model-changed', { name: after.name, what: changedPart(change) }), {
      forth: () => this.backend.editModel(id, change),
      back: () => this.backend.editModel(id, back),
    });
  }

  /** Takes a model out of every picker, or back into them. */
  async archive(model: LoraModel, archived: boolean): Promise<void> {
    const { id, name } = model;
    await this.#doing(t(archived ? 'model-archived' : 'model-unarchived', { name }), {
      forth: () => this.backend.archiveModel(id, archived),
      back: () => this.backend.archiveModel(id, !archived),
    });
  }

  async remove({ id, name }: LoraModel): Promise<void> {
    const done = await this.#doing(t('model-removed', { name }), {
      forth: () => this.backend.removeModel(id),
      back: () => this.backend.restoreModel(id),
    });
    if (done && this.opened?.id === id) this.close();
  }

  async restore({ id, name }: LoraModel): Promise<void> {
    await this.#doing(t('model-restored', { name }), {
      forth: () => this.backend.restoreModel(id),
      back: () => this.backend.removeModel(id),
    });
  }

  /** Deletes the files of a removed model; throws what is refused, which is said in the question. */
  async deleteForGood({ id, name }: LoraModel): Promise<void> {
    const bytes = await this.backend.deleteModelForGood(id);
    this.#steps.forget();
    if (this.opened?.id === id) this.close();
    this.#with.toasts.show({ sentence: t('model-deleted', { name, size: byteSize(bytes) }) });
    await this.#latest.refresh();
  }

  undo(): void {
    void this.#with.failures.attempt(() => this.#steps.undo());
  }

  redo(): void {
    void this.#with.failures.attempt(() => this.#steps.redo());
  }

  async #read(): Promise<void> {
    this.#dirty = false;
    await this.#with.failures.attempt(async () => {
      const [all] = await Promise.all([this.backend.listAllModels(), this.opened?.load()]);
      this.all = all;
      await this.covers.find(all);
    });
  }

  #put(model: LoraModel): void {
    this.all = this.all?.map((each) => (each.id === model.id ? model : each)) ?? null;
    this.opened?.put(model);
  }

  async #doing(sentence: string, step: ModelStep): Promise<boolean> {
    const done = await this.#with.failures.attempt(async () => {
      await step.forth();
      return true;
    });
    if (!done) return false;
    this.#did(sentence, step);
    await this.#latest.refresh();
    return true;
  }

  #did(sentence: string, step: ModelStep): void {
    this.#steps.note(step);
    this.#with.toasts.show({ sentence, action: { kind: 'undo', run: () => this.undo() } });
  }
}
