// What is set for the next drawing, and how it is restored from an earlier one. Models, bases and settings are those
// of the whole window. Must not know the controls.
import type {
  Backend,
  Base,
  BaseFamily,
  BlazonEvent,
  Drawing,
  DrawRefusal,
  DrawRequest,
  Endpoint,
  FieldValue,
  ForeignPicture,
  HostedChoice,
  LoraModel,
  ModelId,
  Picture,
  ProviderId,
} from '$backend';
import { isDrawnHere, nativeSide, usualStrength } from '$features/bases/baseFamilies';
import type { BaseList } from '$features/bases/baseList.svelte';
import { isHosted, type HostedId } from '$features/hosted/providers';
import type { ModelList } from '$features/models/modelList.svelte';
import type { SettingsState } from '$features/settings/settingsState.svelte';
import type { Failures } from '$shared/failures.svelte';
import { dollarsOf } from '$shared/money';
import { newSeed } from '$shared/seed';
import type { Toasts } from '$shared/toasts.svelte';
import { t } from '$shared/words.svelte';
import { DrawingList } from './drawingList.svelte';
import { firstSettings, requestOf, settingsOf, type DrawSettings } from './drawSettings';
import { foreignModel, foreignSettings } from './foreignSettings';
import { defaultOf, HostedDraw, rangeOf } from './hostedDraw.svelte';
import { PromptCheck } from './promptCheck.svelte';
import { PromptChip } from './promptChip.svelte';
import { standing, triggerRanges } from './promptText';
import { nearestShape, shapeOf, sizeOf, type Shape } from './shapes';

/** What the whole window has. */
type Surroundings = {
  models: ModelList;
  bases: BaseList;
  settings: SettingsState;
  failures: Failures;
  toasts: Toasts;
};

/** Why nothing can be drawn as it is set; each has its sentence beside the button. */
export type DrawObstacle =
  | 'loading'
  | 'modelGone'
  | 'drawnElsewhere'
  | 'baseMissing'
  | 'noGenerator'
  | 'priceBroken'
  | 'refused'
  | 'nothingWritten'
  | 'seedBroken';

export class Playground {
  settings = $state.raw<DrawSettings>(firstSettings);
  /** The seed that is kept; `null`: a new one for each drawing. */
  seed = $state.raw<string | null>(null);
  /** What stands in the field of the seed is none. */
  seedBroken = $state(false);
  starting = $state(false);
  earlierOpen = $state(false);
  readonly chip = new PromptChip();
  /** Whose key is asked for; `null`: nobody's. */
  keyAsked = $state<HostedId | null>(null);
  readonly drawings: DrawingList;
  readonly hosted: HostedDraw;
  readonly #check: PromptCheck;
  /** What was taken over last, and how it is taken back while its prompt stands as it came. */
  #restored: { prompt: string; undo: () => void } | null = null;
  readonly #with: Surroundings;

  readonly model: LoraModel | undefined = $derived.by(() => this.#modelOf(this.settings.model));
  readonly base: Base | undefined = $derived.by(() => this.#baseFor(this.settings, this.model));
  /** The provider that draws; `null` on this computer. */
  readonly place: HostedId | null = $derived(
    isHosted(this.settings.provider) ? this.settings.provider : null,
  );
  readonly generator: Endpoint | undefined = $derived.by(() =>
    this.place
      ? this.hosted.find(this.place, this.settings.model, this.settings.hosted?.endpoint)
      : undefined,
  );
  readonly family: BaseFamily = $derived(
    this.model?.base ?? (this.place ? this.generator?.base : this.base?.family) ?? 'pocket',
  );
  readonly trigger: string | null = $derived(this.model?.trigger ?? null);
  readonly triggers = $derived(this.trigger ? triggerRanges(this.settings.prompt, this.trigger) : []);
  /** Whether the trigger word stands before the prompt as a chip. */
  readonly hasChip = $derived(this.trigger !== null && this.triggers.length === 0 && !this.chip.removed);
  readonly shape: Shape | null = $derived(shapeOf(this.settings, nativeSide(this.family)));
  readonly words = $derived.by(() =>
    standing(this.settings.prompt, this.#check.words).filter(
      ({ word }) => word.toLowerCase() !== this.trigger?.toLowerCase(),
    ),
  );
  /** Why it cannot be drawn there; `null` where it can, or here. */
  readonly refusal: DrawRefusal | null = $derived.by(() =>
    this.place && !this.hosted.planning ? (this.hosted.plan?.refusal ?? null) : null,
  );
  /** What is in the way whatever is written. */
  readonly unfit: DrawObstacle | null = $derived.by(() => this.#unfit());
  readonly obstacle: DrawObstacle | null = $derived.by(() => this.#obstacle());

  constructor(
    private backend: Backend,
    surroundings: Surroundings,
  ) {
    this.#with = surroundings;
    this.drawings = new DrawingList(backend, surroundings.failures);
    this.hosted = new HostedDraw(backend, surroundings.failures);
    this.#check = new PromptCheck(backend, surroundings.failures);
  }

  /** Reads what the room shows; the seed that was kept comes with the settings. */
  async open(): Promise<void> {
    this.seed = this.#with.settings.current?.playgroundSeed ?? null;
    await Promise.all([this.#with.models.load(), this.#with.bases.load(), this.drawings.load()]);
  }

  hear(event: BlazonEvent): void {
    this.drawings.hear(event);
    const { type } = event;
    const concerns =
      type === 'spendChanged' ||
      type === 'settingsChanged' ||
      type === 'keysChanged' ||
      type === 'modelsChanged';
    if (concerns && this.place) this.#plan();
  }

  change(part: Partial<DrawSettings>): void {
    this.settings = { ...this.settings, ...part };
    // What is written costs nothing.
    if (Object.keys(part).some((name) => name !== 'prompt')) this.#plan();
  }

  /** Draws at a provider from now on, or on this computer. */
  async choosePlace(provider: ProviderId): Promise<void> {
    if (provider === this.settings.provider) return;
    if (!isHosted(provider)) {
      const { steps, guidance } = firstSettings;
      this.change({ provider, hosted: null, steps, guidance });
      this.#fitSize();
      return;
    }
    this.change({ provider, hosted: null });
    await this.#chooseFirstGenerator();
  }

  /** What is set, as it would be drawn now. */
  request(): DrawRequest {
    const settings = { ...this.settings, basePath: this.place ? null : (this.base?.path ?? null) };
    return requestOf(settings, this.seed, this.chip.removed);
  }

  /** Draws with a generator of the place, without a model. */
  chooseStandard(id: string): void {
    if (this.settings.model !== null) this.change({ model: null, hosted: null });
    this.chooseGenerator(id);
  }

  chooseGenerator(id: string): void {
    const { place, settings } = this;
    const generator = place && this.hosted.find(place, settings.model, id);
    if (!generator || settings.hosted?.endpoint === id) return;
    this.hosted.price = '';
    const [steps, guidance] = [defaultOf(generator, 'steps'), defaultOf(generator, 'guidance')];
    const most = rangeOf(generator, 'count')?.to ?? settings.count;
    this.change({
      hosted: { endpoint: id, chosen: {}, typedPrice: null },
      steps: steps ?? settings.steps,
      guidance: guidance ?? settings.guidance,
      count: Math.min(settings.count, most),
    });
    this.#fitSize();
  }

  /** A field that only the generator has. */
  chooseField(name: string, value: FieldValue): void {
    this.#changeHosted((hosted) => ({ ...hosted, chosen: { ...hosted.chosen, [name]: value } }));
  }

  typePrice(dollars: string): void {
    this.hosted.price = dollars;
    this.#changeHosted((hosted) => ({
      ...hosted,
      typedPrice: this.hosted.typedPrice(this.settings.hosted?.endpoint ?? ''),
    }));
  }

  write(prompt: string): void {
    this.change({ prompt });
    this.#lookAtWords();
  }

  chooseModel(id: ModelId): void {
    const model = this.#modelOf(id);
    if (id !== this.settings.model) {
      this.chip.put(true);
      if (model) this.change({ strength: model.bestStrength ?? usualStrength(model.base) });
    }
    this.#moveTo(
      { model: id, basePath: this.#baseFor({ ...this.settings, model: id }, model)?.path ?? null },
      model?.base,
    );
    if (this.place) void this.#chooseFirstGenerator();
    else if (model && !isDrawnHere(model.base)) void this.#choosePlaceOf(model);
  }

  /** Begins with a model, where it was trained unless this computer can draw with it. */
  begin(id: ModelId): void {
    this.chooseModel(id);
    const model = this.#modelOf(id);
    if (model?.bestStrength) this.change({ strength: model.bestStrength });
    if (model && !isDrawnHere(model.base) && this.place) void this.#choosePlaceOf(model);
  }

  /** Where a model that this computer cannot draw with was trained, there it can be drawn with. */
  async #choosePlaceOf({ id, run }: LoraModel): Promise<void> {
    if (run === null) return;
    const found = await this.#with.failures.attempt(() => this.backend.loadRun(run));
    const provider = found?.run.recipe.provider;
    if (provider && this.settings.model === id) await this.choosePlace(provider);
  }

  chooseBase(path: string | null): void {
    if (this.place) void this.choosePlace('local');
    this.#moveTo({ model: null, basePath: path }, this.#with.bases.find(path)?.family);
  }

  /** The base under a model, where several of its family are there. */
  changeBase(path: string | null): void {
    this.change({ basePath: path });
    this.#lookAtWords();
  }

  chooseShape(shape: Shape): void {
    this.change(sizeOf(shape, nativeSide(this.family)));
  }

  /** Keeps a seed from now on, over restarts too; `null` takes a new one for each drawing. */
  keepSeed(seed: string | null): void {
    this.seed = seed;
    this.seedBroken = false;
    void this.#with.failures.attempt(() => this.#with.settings.change({ playgroundSeed: seed }));
  }

  throwDice(): void {
    this.keepSeed(newSeed());
  }

  /** Keeps the seed of the newest drawing, or a new one where nothing was drawn yet. */
  lockSeed(): void {
    this.keepSeed(this.drawings.all[0]?.request.seed ?? newSeed());
  }

  async draw(): Promise<void> {
    if (this.obstacle || this.starting) return;
    const request = this.request();
    // What stands beside the button is the most that is set aside.
    const limit = this.place ? (this.hosted.plan?.cost?.reserved ?? null) : null;
    this.starting = true;
    await this.#with.failures.attempt(async () =>
      this.drawings.started(await this.backend.draw(request, limit)),
    );
    this.starting = false;
  }

  /** Draws the same again, with the same seed; what is paid is put beside the button first, with its price. */
  async drawAgain(drawing: Drawing): Promise<void> {
    if (drawing.request.hosted) return this.restore(drawing);
    await this.#with.failures.attempt(async () =>
      this.drawings.started(await this.backend.draw(drawing.request, null)),
    );
  }

  /** Fetches the pictures of a failed drawing again. */
  async fetchAgain({ id }: Drawing): Promise<void> {
    await this.#with.failures.attempt(async () =>
      this.drawings.started(await this.backend.fetchDrawingAgain(id)),
    );
  }

  /** A drawing whose reply was lost is at the provider, under this id. Throws what is said of the id. */
  async sayTaken({ id }: Drawing, request: string): Promise<void> {
    this.drawings.started(await this.backend.sayDrawingTaken(id, request));
  }

  async sayNeverTaken({ id }: Drawing): Promise<void> {
    this.drawings.started(await this.backend.sayDrawingNeverTaken(id));
  }

  async openPricePage(): Promise<void> {
    const { place, generator } = this;
    if (place && generator)
      await this.#with.failures.attempt(() => this.backend.openPricePage(place, generator.id));
  }

  /** Takes over everything of an earlier drawing. */
  restore(drawing: Drawing): void {
    this.drawings.show(drawing.id);
    this.#takeOver(settingsOf(drawing.request), drawing.request.seed, drawing.request.withoutTrigger);
  }

  /** Takes over everything of a picture, so that the next drawing begins with the same one. */
  restorePicture(drawing: Drawing, picture: Picture): void {
    const settings = { ...settingsOf(drawing.request), count: this.settings.count };
    this.#takeOver(settings, picture.seed, drawing.request.withoutTrigger);
  }

  /** Takes over the request of a picture, however long ago it was drawn; `back` is done where that is undone. */
  restoreRequest(request: DrawRequest, back?: () => void): void {
    const settings = { ...settingsOf(request), count: this.settings.count };
    this.#takeOver(settings, request.seed, request.withoutTrigger, t('playground-restored'), back);
  }

  /** Takes over what is known here of a picture file of anybody. */
  takeForeign(picture: ForeignPicture): void {
    const found = foreignModel(picture, (id) => this.#modelOf(id));
    const settings = foreignSettings(picture, this.settings, found);
    this.#takeOver(
      found ? settings : { ...settings, ...sizeOf(nearestShape(picture), nativeSide(this.family)) },
      picture.seed ?? this.seed,
      true,
      t('playground-taken-from', { name: picture.fileName }),
    );
    if (found && !isDrawnHere(found.model.base)) void this.#choosePlaceOf(found.model);
  }

  /** Takes back what was restored, where its prompt was not changed since; tells whether there was something. */
  undoRestore(): boolean {
    const restored = this.#restored;
    if (!restored || restored.prompt !== this.settings.prompt) return false;
    const { toasts } = this.#with;
    if (toasts.current?.action?.run === restored.undo) toasts.dismiss();
    restored.undo();
    return true;
  }

  async showInFolder(picture: Picture): Promise<void> {
    await this.#with.failures.attempt(() => this.backend.showPicture(picture.id));
  }

  #takeOver(
    settings: DrawSettings,
    seed: string | null,
    withoutTrigger = false,
    sentence = t('playground-restored'),
    back?: () => void,
  ): void {
    const before = { settings: this.settings, seed: this.seed, withoutTrigger: this.chip.removed };
    const put = (next: typeof before) => {
      this.settings = next.settings;
      this.chip.put(!next.withoutTrigger);
      this.keepSeed(next.seed);
      this.#lookAtWords();
      void this.#readGenerators();
    };
    const undo = () => {
      this.#restored = null;
      put(before);
      back?.();
    };
    put({ settings, seed, withoutTrigger });
    this.#restored = { prompt: settings.prompt, undo };
    this.#with.toasts.show({ sentence, action: { kind: 'undo', run: undo } });
  }

  /** Another model or base: the shape stays, in the new one's size. */
  #moveTo(part: Pick<DrawSettings, 'model' | 'basePath'>, family: BaseFamily | undefined): void {
    const size = family && family !== this.family ? sizeOf(this.shape ?? '1:1', nativeSide(family)) : {};
    this.change({ ...part, ...size });
    this.#lookAtWords();
  }

  #lookAtWords(): void {
    // Only the base that ships has words that it does not know.
    this.#check.look(this.place ? '' : this.settings.prompt, this.base?.path ?? null);
  }

  #plan(): void {
    const ready = this.place !== null && this.settings.hosted !== null;
    this.hosted.look(ready ? this.request() : null);
  }

  #changeHosted(change: (hosted: HostedChoice) => HostedChoice): void {
    const { hosted } = this.settings;
    if (hosted) this.change({ hosted: change(hosted) });
  }

  /** The first generator that fits, unless the one that is chosen does. */
  async #chooseFirstGenerator(): Promise<void> {
    const { place, settings } = this;
    if (!place) return;
    // The standard models there are shown beside one's own.
    const [found] = await Promise.all([
      this.hosted.load(place, settings.model),
      this.hosted.load(place, null),
    ]);
    if (place !== this.place || settings.model !== this.settings.model) return;
    this.#lookAtWords();
    if (this.generator) return this.#plan();
    const [first] = found;
    if (first) this.chooseGenerator(first.id);
    else this.change({ hosted: null });
  }

  /** What was taken over may be of a place whose generators were not read yet. */
  async #readGenerators(): Promise<void> {
    const { place, settings } = this;
    const price = settings.hosted?.typedPrice;
    this.hosted.price = price ? dollarsOf(price.amount) : '';
    if (!place) return this.hosted.look(null);
    await Promise.all([this.hosted.load(place, settings.model), this.hosted.load(place, null)]);
    this.#plan();
  }

  /** The shape stays, in the size of what draws now. */
  #fitSize(): void {
    this.change(sizeOf(this.shape ?? '1:1', nativeSide(this.family)));
  }

  #modelOf(id: ModelId | null): LoraModel | undefined {
    return id === null ? undefined : this.#with.models.find(id);
  }

  // A model can be drawn with any base of its family: the one that was chosen, otherwise the first.
  #baseFor({ model: id, basePath }: DrawSettings, model: LoraModel | undefined): Base | undefined {
    const chosen = this.#with.bases.find(basePath);
    if (id === null || !model) return chosen;
    if (chosen?.family === model.base) return chosen;
    return this.#with.bases.all?.find((base) => base.family === model.base);
  }

  #obstacle(): DrawObstacle | null {
    if (this.unfit) return this.unfit;
    if (this.place && (this.hosted.planning || !this.hosted.plan)) return 'loading';
    if (this.refusal) return 'refused';
    if (this.seedBroken) return 'seedBroken';
    if (!this.hasChip && this.settings.prompt.trim() === '') return 'nothingWritten';
    return null;
  }

  #unfit(): DrawObstacle | null {
    const { models, bases } = this.#with;
    if (models.all === null || bases.all === null) return 'loading';
    if (this.settings.model !== null && !this.model) return 'modelGone';
    return this.place ? this.#unfitThere(this.place) : this.#unfitHere();
  }

  #unfitHere(): DrawObstacle | null {
    if (!isDrawnHere(this.family)) return 'drawnElsewhere';
    return this.base ? null : 'baseMissing';
  }

  #unfitThere(place: HostedId): DrawObstacle | null {
    const offered = this.hosted.offered(place, this.settings.model);
    if (!offered) return 'loading';
    if (!this.generator) return 'noGenerator';
    return this.hosted.priceRefused ? 'priceBroken' : null;
  }
}
