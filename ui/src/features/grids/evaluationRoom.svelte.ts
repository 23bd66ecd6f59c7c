// The evaluation sheet of the model whose page is open: its prompts, what is beside what, what drawing it takes, and the
// sheets that were drawn. Must not know the controls.
import type {
  Backend,
  BlazonEvent,
  EvaluationSet,
  GridColumn,
  GridHead,
  GridId,
  GridPlan,
  LoraModel,
  ModelId,
} from '$backend';
import { BackendError } from '$backend';
import { isHosted, type HostedId } from '$features/hosted/providers';
import { isUnfinished } from '$features/playground/drawingList.svelte';
import type { ModelList } from '$features/models/modelList.svelte';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';
import type { Toasts } from '$shared/toasts.svelte';
import { t } from '$shared/words.svelte';
import { columnsOf, linesOf, most, planKey, wishOf } from './gridPlan';
import { GridPrice } from './gridPrice.svelte';
import { OpenGrid } from './openGrid.svelte';

/** What the whole window has. */
type Surroundings = { models: ModelList; failures: Failures; toasts: Toasts };

export const MOST_PROMPTS = 12;

export class EvaluationRoom {
  /** `null` while no model's page is open. */
  model = $state.raw<ModelId | null>(null);
  /** `null` until it was read. */
  set = $state.raw<EvaluationSet | null>(null);
  heads = $state.raw<GridHead[] | null>(null);
  /** Why no sheet can be drawn with this model; what was drawn stays. */
  trouble = $state.raw<string | null>(null);
  readonly price: GridPrice;
  readonly sheet: OpenGrid;
  readonly #with: Surroundings;
  #proposal = $state.raw<GridPlan | null>(null);
  #strengths = $state.raw<number[] | null>(null);
  #hasPlain = $state.raw<boolean | null>(null);
  #beside = $state.raw<ModelId | null>(null);
  #latest = new Latest(() => this.#read());

  readonly #proposed = $derived(this.#proposal && wishOf(this.#proposal));
  readonly strengths: number[] = $derived(this.#strengths ?? this.#proposed?.strengths ?? []);
  readonly hasPlain: boolean = $derived(this.#hasPlain ?? this.#proposed?.hasPlain ?? true);
  readonly besides: LoraModel[] = $derived.by(() => {
    const all = this.#with.models.all ?? [];
    const base = all.find(({ id }) => id === this.model)?.base;
    return all.filter((each) => each.id !== this.model && each.base === base);
  });
  readonly beside: ModelId | null = $derived(
    this.besides.some(({ id }) => id === this.#beside) ? this.#beside : null,
  );
  readonly columns: GridColumn[] = $derived.by(() => {
    const { model, beside, strengths, hasPlain } = this;
    const seeds = this.#proposed?.seeds ?? [];
    return columnsOf({ axis: 'strength', model, beside, strengths, strength: 1, seeds, hasPlain });
  });
  /** More than a sheet can have. */
  readonly excess: boolean = $derived.by(() => {
    const { columns } = this;
    return columns.length > most.columns || columns.length * (this.set?.prompts.length ?? 0) > most.cells;
  });
  readonly plan: GridPlan | null = $derived.by(() => {
    const request = this.#proposal?.request;
    const prompts = this.set?.prompts ?? [];
    if (!request || prompts.length === 0 || this.excess) return null;
    return { request, prompts, columns: this.columns };
  });
  /** Whether the sheet is the one that is set. */
  readonly isSheet: boolean = $derived.by(() => {
    const { grid } = this.sheet;
    return grid !== null && this.plan !== null && planKey(grid.plan) === planKey(this.plan);
  });
  /** The provider that draws; `null` on this computer. */
  readonly place: HostedId | null = $derived.by(() => {
    const provider = this.#proposal?.request.provider;
    return provider && isHosted(provider) ? provider : null;
  });

  constructor(
    private backend: Backend,
    surroundings: Surroundings,
  ) {
    this.#with = surroundings;
    this.price = new GridPrice(backend);
    this.sheet = new OpenGrid(backend, surroundings);
  }

  hear(event: BlazonEvent): void {
    this.sheet.hear(event);
    if (this.model === null) return;
    const { type } = event;
    const ended = type === 'drawingChanged' && event.drawing.isCell && !isUnfinished(event.drawing);
    if (ended || type === 'spendChanged' || type === 'settingsChanged' || type === 'galleryChanged')
      this.price.again();
    if (type === 'gridsChanged' || type === 'modelsChanged' || type === 'keysChanged') {
      this.price.again();
      void this.#latest.refresh();
    }
  }

  /** The page of a model was opened; `null` closes it. */
  async show(model: ModelId | null): Promise<void> {
    if (model === this.model) return;
    this.model = model;
    this.set = null;
    this.heads = null;
    this.trouble = null;
    this.#proposal = null;
    this.#strengths = null;
    this.#hasPlain = null;
    this.#beside = null;
    this.sheet.close();
    this.price.look(null);
    if (model !== null) await this.#latest.refresh();
  }

  setStrengths(strengths: number[]): void {
    this.#strengths = [...new Set(strengths)].sort((a, b) => a - b);
  }

  setPlain(hasPlain: boolean): void {
    this.#hasPlain = hasPlain;
  }

  chooseBeside(model: ModelId | null): void {
    this.#beside = model;
  }

  /** Keeps the prompts, one in each line; gives what is wrong with them. */
  async write(text: string): Promise<string | null> {
    const prompts = linesOf(text);
    if (prompts.length === 0) return t('evaluation-prompts-none');
    if (prompts.length > MOST_PROMPTS)
      return t('evaluation-prompts-many', { count: prompts.length, most: MOST_PROMPTS });
    return this.#keep(prompts);
  }

  /** Back to the prompts that ship; those that were written can be had back. */
  async reset(): Promise<string | null> {
    const { model, set } = this;
    const refusal = await this.#keep(null);
    if (refusal !== null || model === null || !set) return refusal;
    const back = () => void this.#with.failures.attempt(() => this.#put(model, set.prompts));
    this.#with.toasts.show({
      sentence: t('evaluation-prompts-were-reset'),
      action: { kind: 'undo', run: back },
    });
    return null;
  }

  async draw(): Promise<void> {
    const { plan, price } = this;
    if (!plan || price.pending || !price.cost || price.cost.refusal || price.cost.missing === 0) return;
    await this.sheet.draw('evaluation', plan, price.cost.cost?.reserved ?? null);
    price.anew();
  }

  async stop(): Promise<void> {
    await this.sheet.stop();
    this.price.anew();
  }

  async open(id: GridId): Promise<void> {
    await this.sheet.open(id);
  }

  async #keep(prompts: string[] | null): Promise<string | null> {
    const { model } = this;
    if (model === null) return null;
    try {
      await this.#put(model, prompts);
      return null;
    } catch (error) {
      return error instanceof BackendError ? error.message : String(error);
    }
  }

  async #put(model: ModelId, prompts: string[] | null): Promise<void> {
    const set = await this.backend.saveEvaluationSet(model, prompts);
    if (model === this.model) this.set = set;
  }

  async #read(): Promise<void> {
    const { model } = this;
    if (model === null) return;
    await this.#with.failures.attempt(async () => {
      const [set, heads] = await Promise.all([
        this.backend.loadEvaluationSet(model),
        this.backend.listGrids('evaluation', model),
      ]);
      const proposed = await this.#propose(model);
      if (model !== this.model) return;
      const before = this.heads?.[0]?.id;
      this.set = set;
      this.heads = heads;
      this.#proposal = typeof proposed === 'string' ? null : proposed;
      this.trouble = typeof proposed === 'string' ? proposed : null;
      const [newest] = heads;
      // Whoever looks at an earlier one goes on looking at it.
      const follows = !this.sheet.grid || this.sheet.grid.id === before;
      if (newest && follows && newest.id !== this.sheet.grid?.id) await this.sheet.open(newest.id);
    });
  }

  async #propose(model: ModelId): Promise<GridPlan | string> {
    try {
      return await this.backend.proposeEvaluation(model);
    } catch (error) {
      return error instanceof BackendError ? error.message : String(error);
    }
  }
}
