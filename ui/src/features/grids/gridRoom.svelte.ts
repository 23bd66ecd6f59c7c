// Grids of the playground: what is set for the next one, what that takes, and the one that is looked at. How each picture
// is drawn is set in the playground. Must not know the controls.
import type {
  Backend,
  BlazonEvent,
  Drawing,
  DrawingId,
  GridColumn,
  GridHead,
  GridPlan,
  LoraModel,
  ModelId,
  Picture,
} from '$backend';
import { SvelteSet } from 'svelte/reactivity';
import type { ModelList } from '$features/models/modelList.svelte';
import { isUnfinished } from '$features/playground/drawingList.svelte';
import type { DrawObstacle, Playground } from '$features/playground/playground.svelte';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';
import { newSeed, seedAfter } from '$shared/seed';
import type { Toasts } from '$shared/toasts.svelte';
import { bareRequest, columnsOf, planKey, planProblem, strengthsAround, wishOf, type Axis } from './gridPlan';
import { GridPrice } from './gridPrice.svelte';
import { OpenGrid } from './openGrid.svelte';
import { PromptRows } from './promptRows.svelte';

/** What the whole window has. */
type Surroundings = { playground: Playground; models: ModelList; failures: Failures; toasts: Toasts };

/** Why no grid can be drawn as it is set. */
export type GridObstacle =
  Exclude<DrawObstacle, 'refused' | 'seedBroken'> | 'tooManyRows' | 'tooManyColumns' | 'tooManyCells';

const problems = { rows: 'tooManyRows', columns: 'tooManyColumns', cells: 'tooManyCells' } as const;

export class GridRoom {
  /** The playground draws grids now. */
  shown = $state(false);
  earlierOpen = $state(false);
  /** Those that were made, newest first; `null` until they have been read. */
  heads = $state.raw<GridHead[] | null>(null);
  hasPlain = $state(true);
  readonly rows = new PromptRows();
  readonly price: GridPrice;
  readonly sheet: OpenGrid;
  readonly playground: Playground;
  readonly #with: Surroundings;
  #axis = $state<Axis>('strength');
  #beside = $state.raw<ModelId | null>(null);
  /** `null` until somebody says so. */
  #strengths = $state.raw<number[] | null>(null);
  #seeds = $state.raw<string[] | null>(null);
  #fresh = newSeed();
  #going = new SvelteSet<DrawingId>();
  #latest = new Latest(() => this.#read());

  /** A base by itself has no strength. */
  readonly axis: Axis = $derived.by(() => (this.playground.model ? this.#axis : 'seed'));
  readonly strengths: number[] = $derived.by(
    () => this.#strengths ?? strengthsAround(this.playground.model?.bestStrength ?? null),
  );
  readonly seeds: string[] = $derived.by(() => this.#seeds ?? this.#usualSeeds());
  /** Models with which the same can be drawn beside. */
  readonly besides: LoraModel[] = $derived.by(() => {
    const { model } = this.playground;
    const all = this.#with.models.all ?? [];
    return model ? all.filter(({ id, base }) => id !== model.id && base === model.base) : [];
  });
  readonly beside: ModelId | null = $derived(
    this.besides.some(({ id }) => id === this.#beside) ? this.#beside : null,
  );
  readonly columns: GridColumn[] = $derived.by(() => {
    const { settings, model } = this.playground;
    const { axis, beside, strengths, seeds, hasPlain } = this;
    const { strength } = settings;
    return columnsOf({ axis, model: model?.id ?? null, beside, strengths, strength, seeds, hasPlain });
  });
  /** The trigger word alone is a prompt too. */
  readonly prompts: string[] = $derived.by(() => {
    const { written } = this.rows;
    const hasTrigger = this.playground.trigger !== null && !this.playground.chip.removed;
    return written.length === 0 && hasTrigger ? [''] : written;
  });
  readonly obstacle: GridObstacle | null = $derived.by(() => this.#obstacle());
  readonly plan: GridPlan | null = $derived.by(() => (this.obstacle ? null : this.#plan()));
  /** Whether the sheet is the one that is set. */
  readonly isSheet: boolean = $derived.by(() => {
    const { grid } = this.sheet;
    return grid !== null && this.plan !== null && planKey(grid.plan) === planKey(this.plan);
  });
  /** Some grid's cells are being drawn. */
  readonly isAtWork: boolean = $derived.by(() => this.#going.size > 0);

  constructor(
    private backend: Backend,
    surroundings: Surroundings,
  ) {
    this.#with = surroundings;
    this.playground = surroundings.playground;
    this.price = new GridPrice(backend);
    this.sheet = new OpenGrid(backend, surroundings);
  }

  hear(event: BlazonEvent): void {
    this.sheet.hear(event);
    const { type } = event;
    if (type === 'drawingChanged' && event.drawing.isCell) {
      if (isUnfinished(event.drawing)) this.#going.add(event.drawing.id);
      else this.#going.delete(event.drawing.id);
      if (isUnfinished(event.drawing)) return;
    }
    const changesPrice =
      type === 'drawingChanged' ||
      type === 'gridsChanged' ||
      type === 'galleryChanged' ||
      type === 'spendChanged' ||
      type === 'settingsChanged' ||
      type === 'keysChanged' ||
      type === 'modelsChanged';
    if (this.shown && changesPrice) this.price.again();
    if (this.heads && (type === 'gridsChanged' || type === 'libraryChanged')) void this.#latest.refresh();
  }

  /** Draws grids from now on; the newest one is looked at. */
  async show(): Promise<void> {
    this.shown = true;
    this.playground.earlierOpen = false;
    await this.#latest.refresh();
    const [newest] = this.heads ?? [];
    if (newest && !this.sheet.grid) await this.sheet.open(newest.id);
  }

  /** Draws single pictures again. */
  leave(): void {
    this.shown = false;
    this.earlierOpen = false;
    this.sheet.look(null);
    this.price.look(null);
  }

  chooseAxis(axis: Axis): void {
    this.#axis = axis;
  }

  chooseBeside(model: ModelId | null): void {
    this.#beside = model;
  }

  setStrengths(strengths: number[]): void {
    this.#strengths = [...new Set(strengths)].sort((a, b) => a - b);
  }

  setSeeds(seeds: string[]): void {
    this.#seeds = [...new Set(seeds)];
  }

  /** Draws what is missing of what is set, for at most the sum that stands beside the button. */
  async draw(): Promise<void> {
    const { plan, price } = this;
    if (!plan || price.pending || !price.cost || price.cost.refusal || price.cost.missing === 0) return;
    await this.sheet.draw('playground', plan, price.cost.cost?.reserved ?? null);
    price.anew();
  }

  async stop(): Promise<void> {
    await this.sheet.stop();
    this.price.anew();
  }

  /** Draws again what failed; where it is paid its price is put beside the button first. */
  async drawAgain(): Promise<void> {
    const { grid } = this.sheet;
    if (!grid) return;
    if (grid.plan.request.provider !== 'local') return this.takeOver(grid.plan);
    await this.sheet.draw(grid.kind, grid.plan, null);
    this.price.anew();
  }

  /** Looks at an earlier grid, with everything that is set for it. */
  async showEarlier(head: GridHead): Promise<void> {
    this.earlierOpen = false;
    await this.sheet.open(head.id);
    if (this.sheet.grid?.id === head.id) this.takeOver(this.sheet.grid.plan);
  }

  /** Goes on with a single picture, with everything that made it. */
  use(drawing: Drawing, picture: Picture): void {
    this.leave();
    this.playground.restorePicture(drawing, picture);
  }

  /** Everything of a grid is set again. */
  takeOver(plan: GridPlan): void {
    const { playground } = this;
    const back = this.#remember();
    const wish = wishOf(plan);
    this.rows.put(plan.prompts);
    this.#axis = wish.axis;
    this.#strengths = wish.axis === 'strength' && wish.strengths.length > 0 ? wish.strengths : null;
    this.#seeds = wish.seeds;
    this.#beside = wish.beside;
    this.hasPlain = wish.hasPlain;
    const { prompt, strength } = playground.settings;
    const kept = { prompt, seed: playground.seed, strength: wish.strength ?? strength };
    playground.restoreRequest({ ...plan.request, model: wish.model, ...kept }, back);
  }

  #remember(): () => void {
    const { hasPlain } = this;
    const texts = this.rows.rows.map(({ text }) => text);
    const [axis, strengths, seeds, beside] = [this.#axis, this.#strengths, this.#seeds, this.#beside];
    return () => {
      this.rows.put(texts);
      [this.#axis, this.#strengths, this.#seeds, this.#beside] = [axis, strengths, seeds, beside];
      this.hasPlain = hasPlain;
    };
  }

  #usualSeeds(): string[] {
    const first = this.playground.seed ?? this.#fresh;
    return [first, seedAfter(first, 1), seedAfter(first, 2)];
  }

  #plan(): GridPlan {
    return {
      request: bareRequest(this.playground.request()),
      prompts: this.prompts,
      columns: this.columns,
    };
  }

  #obstacle(): GridObstacle | null {
    const { unfit } = this.playground;
    if (unfit && unfit !== 'refused' && unfit !== 'seedBroken') return unfit;
    if (this.prompts.length === 0) return 'nothingWritten';
    const problem = planProblem(this.#plan());
    return problem && problems[problem];
  }

  async #read(): Promise<void> {
    await this.#with.failures.attempt(async () => {
      this.heads = await this.backend.listGrids('playground', null);
    });
  }
}
