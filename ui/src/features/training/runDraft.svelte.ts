// A training that is being put together: dataset, preset, base, and in Custom every value; what it would take and
// whether it can start. Must not know the form's layout.
import type { Backend, DatasetId, Preset, Recipe, TrainingPlan, TrainingRun } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Later } from '$shared/later';
import { fieldsOf, readFields, type RecipeFields } from './recipeFields';

const SOON_MS = 250;

export class RunDraft {
  dataset = $state.raw<DatasetId | null>(null);
  preset = $state<Preset>('standard');
  basePath = $state.raw<string | null>(null);
  /** What is typed in Custom; `null` until the recipe was proposed. */
  fields = $state.raw<RecipeFields | null>(null);
  plan = $state.raw<TrainingPlan | null>(null);
  /** What is planned is not yet the answer to what is on the form. */
  planning = $state(false);
  starting = $state(false);
  #proposed = $state.raw<Recipe | null>(null);
  /** What was typed since the last choice; a proposal that arrives later does not undo it. */
  #typed: Partial<RecipeFields> = {};
  #asked = 0;
  #planSoon = new Later(SOON_MS, () => void this.#planNow());

  readonly #read = $derived(
    this.#proposed && this.fields ? readFields(this.fields, this.#proposed) : { recipe: null, errors: {} },
  );
  /** Messages about fields that cannot be read. */
  readonly errors = $derived(this.#read.errors);
  readonly recipe = $derived(this.#read.recipe);
  readonly isBroken = $derived(Object.keys(this.errors).length > 0);
  readonly canStart = $derived(
    this.dataset !== null &&
      this.plan !== null &&
      this.plan.refusal === null &&
      !this.planning &&
      !this.isBroken &&
      !this.starting,
  );

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {}

  async choose(
    part: Partial<{ dataset: DatasetId | null; preset: Preset; basePath: string | null }>,
  ): Promise<void> {
    if (part.dataset !== undefined) this.dataset = part.dataset;
    if (part.preset !== undefined) this.preset = part.preset;
    if (part.basePath !== undefined) this.basePath = part.basePath;
    this.#typed = {};
    await this.#propose();
  }

  type(part: Partial<RecipeFields>): void {
    if (!this.fields) return;
    this.fields = { ...this.fields, ...part };
    this.#typed = { ...this.#typed, ...part };
    this.planning = true;
    this.#planSoon.soon();
  }

  /** Something outside the form changed what it would take: photos, captions, memory. */
  planAgain(): void {
    if (this.recipe && this.dataset) this.#planSoon.soon();
  }

  /** Nothing is asked any more. */
  stop(): void {
    this.#planSoon.stop();
    this.#asked++;
  }

  async start(): Promise<TrainingRun | undefined> {
    const { dataset, recipe } = this;
    if (!dataset || !recipe || !this.canStart) return undefined;
    this.starting = true;
    const run = await this.failures.attempt(() => this.backend.startTraining(dataset, recipe));
    this.starting = false;
    return run;
  }

  async #propose(): Promise<void> {
    const { dataset, preset, basePath } = this;
    if (dataset === null) return;
    const asked = ++this.#asked;
    this.planning = true;
    const recipe = await this.failures.attempt(() => this.backend.proposeRecipe(dataset, preset, basePath));
    if (asked !== this.#asked) return;
    this.planning = recipe !== undefined;
    if (!recipe) return;
    this.#proposed = recipe;
    this.fields = { ...fieldsOf(recipe), ...this.#typed };
    this.#planSoon.stop();
    await this.#planNow();
  }

  async #planNow(): Promise<void> {
    const { dataset, recipe, isBroken } = this;
    const asked = ++this.#asked;
    this.planning = !isBroken;
    if (!dataset || !recipe || isBroken) return;
    const plan = await this.failures.attempt(() => this.backend.planTraining(dataset, recipe));
    if (asked !== this.#asked) return;
    this.plan = plan ?? null;
    this.planning = false;
  }
}
