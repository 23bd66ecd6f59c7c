// What is set for the next drawing, and how it is restored from an earlier one. Models, bases and settings are those
// of the whole window. Must not know the controls.
import type { Backend, Base, BaseFamily, BlazonEvent, Drawing, LoraModel, ModelId, Picture } from '$backend';
import { isDrawnHere, nativeSide, usualStrength } from '$features/bases/baseFamilies';
import type { BaseList } from '$features/bases/baseList.svelte';
import type { ModelList } from '$features/models/modelList.svelte';
import type { SettingsState } from '$features/settings/settingsState.svelte';
import type { Failures } from '$shared/failures.svelte';
import { newSeed } from '$shared/seed';
import type { Toasts } from '$shared/toasts.svelte';
import { t } from '$shared/words.svelte';
import { DrawingList } from './drawingList.svelte';
import { firstSettings, requestOf, settingsOf, type DrawSettings } from './drawSettings';
import { PromptCheck } from './promptCheck.svelte';
import { PromptChip } from './promptChip.svelte';
import { standing, triggerRanges } from './promptText';
import { shapeOf, sizeOf, type Shape } from './shapes';

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
  'loading' | 'modelGone' | 'drawnElsewhere' | 'baseMissing' | 'nothingWritten' | 'seedBroken';

export class Playground {
  settings = $state.raw<DrawSettings>(firstSettings);
  /** The seed that is kept; `null`: a new one for each drawing. */
  seed = $state.raw<string | null>(null);
  /** What stands in the field of the seed is none. */
  seedBroken = $state(false);
  starting = $state(false);
  earlierOpen = $state(false);
  readonly chip = new PromptChip();
  readonly drawings: DrawingList;
  readonly #check: PromptCheck;
  /** What was taken over last, and how it is taken back while its prompt stands as it came. */
  #restored: { prompt: string; undo: () => void } | null = null;
  readonly #with: Surroundings;

  readonly model: LoraModel | undefined = $derived.by(() => this.#modelOf(this.settings.model));
  readonly base: Base | undefined = $derived.by(() => this.#baseFor(this.settings, this.model));
  readonly family: BaseFamily = $derived(this.model?.base ?? this.base?.family ?? 'pocket');
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
  readonly obstacle: DrawObstacle | null = $derived.by(() => this.#obstacle());

  constructor(
    private backend: Backend,
    surroundings: Surroundings,
  ) {
    this.#with = surroundings;
    this.drawings = new DrawingList(backend, surroundings.failures);
    this.#check = new PromptCheck(backend, surroundings.failures);
  }

  /** Reads what the room shows; the seed that was kept comes with the settings. */
  async open(): Promise<void> {
    this.seed = this.#with.settings.current?.playgroundSeed ?? null;
    await Promise.all([this.#with.models.load(), this.#with.bases.load(), this.drawings.load()]);
  }

  hear(event: BlazonEvent): void {
    this.drawings.hear(event);
  }

  change(part: Partial<DrawSettings>): void {
    this.settings = { ...this.settings, ...part };
  }

  write(prompt: string): void {
    this.change({ prompt });
    this.#lookAtWords();
  }

  chooseModel(id: ModelId): void {
    const model = this.#modelOf(id);
    if (id !== this.settings.model) {
      this.chip.put(true);
      if (model) this.change({ strength: usualStrength(model.base) });
    }
    this.#moveTo(
      { model: id, basePath: this.#baseFor({ ...this.settings, model: id }, model)?.path ?? null },
      model?.base,
    );
  }

  chooseBase(path: string | null): void {
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
    const settings = { ...this.settings, basePath: this.base?.path ?? null };
    const request = requestOf(settings, this.seed, this.chip.removed);
    this.starting = true;
    await this.#with.failures.attempt(async () => this.drawings.started(await this.backend.draw(request)));
    this.starting = false;
  }

  /** Draws the same again, with the same seed. */
  async drawAgain({ request }: Drawing): Promise<void> {
    await this.#with.failures.attempt(async () => this.drawings.started(await this.backend.draw(request)));
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

  /** Takes back what was restored, where its prompt was not changed since; tells whether there was something. */
  undoRestore(): boolean {
    const restored = this.#restored;
    if (!restored || restored.prompt !== this.settings.prompt) return false;
    const { toasts } = this.#with;
    if (toasts.current?.action?.run === restored.undo) toasts.dismiss();
    restored.undo();
    return true;
  }

  /** The weights of the model, for other programs. */
  async showWeights(): Promise<void> {
    const { model } = this;
    if (model) await this.#with.failures.attempt(() => this.backend.showModel(model.id));
  }

  async showInFolder(picture: Picture): Promise<void> {
    await this.#with.failures.attempt(() => this.backend.showPicture(picture.id));
  }

  #takeOver(settings: DrawSettings, seed: string | null, withoutTrigger = false): void {
    const before = { settings: this.settings, seed: this.seed, withoutTrigger: this.chip.removed };
    const put = (next: typeof before) => {
      this.settings = next.settings;
      this.chip.put(!next.withoutTrigger);
      this.keepSeed(next.seed);
      this.#lookAtWords();
    };
    const undo = () => {
      this.#restored = null;
      put(before);
    };
    put({ settings, seed, withoutTrigger });
    this.#restored = { prompt: settings.prompt, undo };
    this.#with.toasts.show({ sentence: t('playground-restored'), action: { kind: 'undo', run: undo } });
  }

  /** Another model or base: the shape stays, in the new one's size. */
  #moveTo(part: Pick<DrawSettings, 'model' | 'basePath'>, family: BaseFamily | undefined): void {
    const size = family && family !== this.family ? sizeOf(this.shape ?? '1:1', nativeSide(family)) : {};
    this.change({ ...part, ...size });
    this.#lookAtWords();
  }

  #lookAtWords(): void {
    this.#check.look(this.settings.prompt, this.base?.path ?? null);
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
    const { models, bases } = this.#with;
    if (models.all === null || bases.all === null) return 'loading';
    if (this.settings.model !== null && !this.model) return 'modelGone';
    if (!isDrawnHere(this.family)) return 'drawnElsewhere';
    if (!this.base) return 'baseMissing';
    if (this.seedBroken) return 'seedBroken';
    if (!this.hasChip && this.settings.prompt.trim() === '') return 'nothingWritten';
    return null;
  }
}
