// The way of a newcomer from photos to the first badge: what of it is done, told by what the library holds, and what
// comes next. Must not know how it looks, nor how a room is entered.
import type { Backend, BlazonEvent, GalleryFacts } from '$backend';
import type { DatasetList } from '$features/datasets/datasetList.svelte';
import type { ModelList } from '$features/models/modelList.svelte';
import type { TrainingRuns } from '$features/training/trainingRuns.svelte';
import { Latest } from '$shared/latest';
import { recallEnd, rememberEnd } from './journeyEnd';

/** What the whole window has. */
type Surroundings = { datasets: DatasetList; models: ModelList; runs: TrainingRuns };

export const milestones = ['photos', 'model', 'picture', 'badge'] as const;
export type Milestone = (typeof milestones)[number];

/** While a model is made, a badge of a sample needs no waiting; a badge that was made is to be saved, then found again. */
export type NextStep = Milestone | 'meanwhile' | 'save' | 'gallery';

/** To which milestone a step leads. */
export const milestoneOf = (step: NextStep): Milestone | null =>
  step === 'meanwhile' ? 'model' : step === 'save' ? 'badge' : step === 'gallery' ? null : step;

export class Journey {
  #isOver = $state(recallEnd());
  /** The first badge was written to a file just now. */
  #isSaved = $state(false);
  #facts = $state.raw<GalleryFacts | null>(null);
  readonly #with: Surroundings;
  #latest = new Latest(() => this.#read());

  readonly done: Record<Milestone, boolean> = $derived.by(() => ({
    photos: this.#with.datasets.all?.some(({ photoCount }) => photoCount > 0) ?? false,
    model: (this.#with.models.all?.length ?? 0) > 0,
    picture: (this.#facts?.pictures ?? 0) > 0,
    badge: this.#isSaved,
  }));

  /** Nothing is shown before the first step, which has the whole window, and after the last. */
  readonly isShown: boolean = $derived.by(() => {
    const begun = milestones.some((each) => this.done[each]) || this.#hasBadge;
    return !this.#isOver && this.#facts !== null && begun;
  });

  readonly next: NextStep = $derived.by(() => {
    if (this.#isSaved) return 'gallery';
    if (this.#hasBadge) return 'save';
    const next = milestones.find((each) => !this.done[each]) ?? 'badge';
    return next === 'model' && this.#with.runs.goingOn.length > 0 ? 'meanwhile' : next;
  });

  constructor(
    private backend: Backend,
    surroundings: Surroundings,
  ) {
    this.#with = surroundings;
  }

  /** Looks once how far the library is; somebody who has made a badge before needs no way to one. */
  async open(): Promise<void> {
    if (this.#isOver) return;
    await Promise.all([this.#with.models.load(), this.#latest.refresh()]);
  }

  hear(event: BlazonEvent): void {
    if (this.#isOver || this.#facts === null) return;
    const drawn = event.type === 'drawingChanged' && event.drawing.state.status === 'succeeded';
    const elsewhere = ['badgesChanged', 'galleryChanged', 'libraryChanged'];
    if (drawn || elsewhere.includes(event.type)) void this.#latest.refresh();
  }

  /** A badge was written to a file: the way has been gone, and need not be shown with the next start. */
  saved(): void {
    if (this.#isOver) return;
    this.#isSaved = true;
    rememberEnd();
  }

  /** Whoever has come to the gallery with a badge, or wants to go alone, is led no more. */
  end(): void {
    this.#isOver = true;
    rememberEnd();
  }

  get #hasBadge(): boolean {
    return (this.#facts?.badges ?? 0) > 0;
  }

  async #read(): Promise<void> {
    try {
      const facts = await this.backend.galleryFacts();
      if (this.#facts === null && facts.badges > 0) this.#isOver = true;
      this.#facts = facts;
    } catch {
      // Nobody is told that a hint could not be read: without it the rooms are the same.
    }
  }
}
