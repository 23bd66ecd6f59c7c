// A training that is being put together: dataset, place, preset, base or trainer, and in Custom every value; what it
// would take and whether it can start. Must not know the form's layout.
import type { Backend, DatasetId, Preset, ProviderId, Recipe, TrainingPlan, TrainingRun } from '$backend';
import { isHosted } from '$features/hosted/providers';
import type { TrainerList } from '$features/hosted/trainerList.svelte';
import type { Failures } from '$shared/failures.svelte';
import { Later } from '$shared/later';
import { readPrice, readTyped, typedOf, withTyped, type TypedFields, type TypedPrice } from './hostedFields';
import { fieldsOf, readFields, type FieldErrors, type RecipeFields } from './recipeFields';

const SOON_MS = 250;

type Choice = {
  dataset: DatasetId | null;
  place: ProviderId;
  trainer: string;
  preset: Preset;
  basePath: string | null;
};

export class RunDraft {
  dataset = $state.raw<DatasetId | null>(null);
  place = $state<ProviderId>('local');
  preset = $state<Preset>('standard');
  basePath = $state.raw<string | null>(null);
  /** The hosted trainer that was chosen; `null` for the provider's first. */
  trainerId = $state.raw<string | null>(null);
  /** What is typed in Custom; `null` until the recipe was proposed. */
  fields = $state.raw<RecipeFields | null>(null);
  /** The same for a hosted trainer. */
  typed = $state.raw<TypedFields | null>(null);
  price = $state.raw<TypedPrice>({ dollars: '', unit: 'step' });
  plan = $state.raw<TrainingPlan | null>(null);
  /** What is planned is not yet the answer to what is on the form. */
  planning = $state(false);
  starting = $state(false);
  #proposed = $state.raw<Recipe | null>(null);
  /** What was typed since the last choice; a proposal that arrives later does not undo it. */
  #typedHere: Partial<RecipeFields> = {};
  #typedThere: TypedFields = {};
  #asked = 0;
  #planSoon = new Later(SOON_MS, () => void this.#planNow());

  readonly hosted = $derived(isHosted(this.place) ? this.place : null);
  /** The trainer of what is proposed. */
  readonly trainer = $derived.by(() =>
    this.hosted === null
      ? undefined
      : this.trainers.find(this.hosted, this.#proposed?.hosted?.endpoint ?? this.trainerId),
  );

  readonly #readHere = $derived<{ recipe: Recipe | null; errors: FieldErrors }>(
    this.hosted === null && this.#proposed && this.fields
      ? readFields(this.fields, this.#proposed)
      : { recipe: null, errors: {} },
  );
  readonly #readThere = $derived(
    this.trainer && this.typed ? readTyped(this.trainer, this.typed) : { chosen: {}, errors: {} },
  );
  readonly #typedPrice = $derived(
    this.trainer && !this.trainer.price ? readPrice(this.price, this.trainer.id) : null,
  );
  /** Messages about fields of this computer's recipe that cannot be read. */
  readonly errors = $derived(this.#readHere.errors);
  /** Sentences about fields of the hosted trainer that cannot be read. */
  readonly typedErrors = $derived(this.#readThere.errors);
  /** A price was typed and cannot be read. */
  readonly priceRefused = $derived(this.price.dollars.trim() !== '' && this.#typedPrice === null);
  readonly recipe = $derived.by(() => {
    if (this.hosted === null) return this.#readHere.recipe;
    if (!this.#proposed || !this.trainer) return null;
    return withTyped(this.#proposed, this.trainer, this.#readThere.chosen, this.#typedPrice);
  });
  readonly isBroken = $derived(Object.keys(this.hosted === null ? this.errors : this.typedErrors).length > 0);
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
    readonly trainers: TrainerList,
  ) {}

  async choose(part: Partial<Choice>): Promise<void> {
    if (part.dataset !== undefined) this.dataset = part.dataset;
    if (part.preset !== undefined) this.preset = part.preset;
    if (part.basePath !== undefined) this.basePath = part.basePath;
    if (part.trainer !== undefined) this.trainerId = part.trainer;
    if (part.place !== undefined && part.place !== this.place) {
      this.place = part.place;
      this.trainerId = null;
      this.plan = null;
    }
    if (part.trainer !== undefined || part.place !== undefined) this.price = { ...this.price, dollars: '' };
    this.#typedHere = {};
    this.#typedThere = {};
    await this.#propose();
  }

  type(part: Partial<RecipeFields>): void {
    if (!this.fields) return;
    this.fields = { ...this.fields, ...part };
    this.#typedHere = { ...this.#typedHere, ...part };
    this.#changed();
  }

  typeThere(part: TypedFields): void {
    if (!this.typed) return;
    this.typed = { ...this.typed, ...part };
    this.#typedThere = { ...this.#typedThere, ...part };
    this.#changed();
  }

  typePrice(price: TypedPrice): void {
    this.price = price;
    this.#changed();
  }

  /** Something outside the form changed what it would take: photos, captions, memory, a key, a ceiling. */
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

  #changed(): void {
    this.planning = true;
    this.#planSoon.soon();
  }

  async #propose(): Promise<void> {
    const { dataset, hosted } = this;
    // Trainers can be looked at before a dataset is chosen; a recipe on this computer needs one.
    if (dataset === null && hosted === null) return;
    const asked = ++this.#asked;
    this.planning = true;
    if (hosted !== null) await this.trainers.load(hosted);
    const recipe = await this.failures.attempt(() => this.#proposal());
    if (asked !== this.#asked) return;
    this.planning = recipe !== undefined;
    if (!recipe) return;
    this.#proposed = recipe;
    if (hosted === null) this.fields = { ...fieldsOf(recipe), ...this.#typedHere };
    else if (this.trainer) this.typed = { ...typedOf(this.trainer, recipe), ...this.#typedThere };
    this.#planSoon.stop();
    await this.#planNow();
  }

  #proposal(): Promise<Recipe> {
    const { dataset, hosted, trainerId, preset, basePath } = this;
    if (hosted !== null) return this.backend.proposeHostedRecipe(hosted, trainerId, preset);
    return this.backend.proposeRecipe(dataset ?? '', preset, basePath);
  }

  async #planNow(): Promise<void> {
    const { dataset, recipe, isBroken } = this;
    const asked = ++this.#asked;
    this.planning = !isBroken && dataset !== null;
    if (!dataset || !recipe || isBroken) return;
    const plan = await this.failures.attempt(() => this.backend.planTraining(dataset, recipe));
    if (asked !== this.#asked) return;
    this.plan = plan ?? null;
    this.planning = false;
  }
}
