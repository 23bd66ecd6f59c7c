// What stands in the training room: the runs, the one that is looked at, and a new one that is being put together.
// Must not know the layout.
import type { Backend, BlazonEvent, DatasetId, RunId, TrainingRun } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { isHosted } from '$features/hosted/providers';
import { TrainerList } from '$features/hosted/trainerList.svelte';
import { RunDraft } from './runDraft.svelte';
import { isEnded } from './runStates';
import { TrainingRuns } from './trainingRuns.svelte';

export class TrainingRoom {
  readonly runs: TrainingRuns;
  readonly trainers: TrainerList;
  draft = $state.raw<RunDraft | null>(null);
  /** The list of earlier runs is unfolded. */
  earlierOpen = $state(false);
  #chosen = $state.raw<RunId | null>(null);
  /** The run whose quote a person wants to see: the one that was just started, or one that was asked for. */
  #quoteOf = $state.raw<RunId | null>(null);

  /** The run whose quote is to be answered now. */
  readonly quoted: TrainingRun | undefined = $derived.by(() => {
    const run = this.runs.find(this.#quoteOf);
    return run?.state.state === 'quoted' ? run : undefined;
  });
  /** The run that is shown whole: the chosen one, otherwise what works now, what waits next, what ended last. */
  readonly current: TrainingRun | undefined = $derived.by(() => {
    const { goingOn, waiting, ended } = this.runs;
    return this.runs.find(this.#chosen) ?? goingOn[0] ?? waiting[0] ?? ended[0];
  });
  /** The other ones that are not ended. */
  readonly queue = $derived.by(() =>
    [...this.runs.goingOn, ...this.runs.waiting].filter((run) => run.id !== this.current?.id),
  );
  readonly earlier = $derived.by(() => this.runs.ended.filter((run) => run.id !== this.current?.id));

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {
    this.runs = new TrainingRuns(backend, failures);
    this.trainers = new TrainerList(backend, failures);
  }

  hear(event: BlazonEvent): void {
    // What ends while it is looked at stays in sight, also when the next one begins.
    if (event.type === 'runChanged' && event.run.id === this.current?.id && isEnded(event.run))
      this.#chosen = event.run.id;
    this.runs.hear(event);
    const { draft } = this;
    if (!draft) return;
    const changed = event.type === 'datasetChanged' && event.dataset === draft.dataset;
    const elsewhere = ['libraryChanged', 'keysChanged', 'settingsChanged', 'spendChanged'];
    if (changed || elsewhere.includes(event.type)) draft.planAgain();
  }

  choose(id: RunId): void {
    this.closeDraft();
    this.#chosen = id;
  }

  /** Begins to put a run together, for a dataset where one is named. */
  newRun(dataset: DatasetId | null): void {
    this.closeDraft();
    this.draft = new RunDraft(this.backend, this.failures, this.trainers);
    void this.draft.choose({ dataset });
  }

  closeDraft(): void {
    this.draft?.stop();
    this.draft = null;
  }

  askForQuote(id: RunId): void {
    this.#quoteOf = id;
  }

  /** Not now: the run keeps its quote, and waits. */
  putQuoteAside(): void {
    this.#quoteOf = null;
  }

  /** Goes on with a run that failed; where that needs a new quote, it is shown when it is made. */
  async goOn(id: RunId): Promise<void> {
    await this.runs.goOn(id);
    const run = this.runs.find(id);
    if (run && isHosted(run.recipe.provider)) this.#quoteOf = id;
  }

  /** The free way: the run is given up, and one on this computer is put together. */
  async trainHere(run: TrainingRun): Promise<void> {
    this.putQuoteAside();
    await this.runs.cancel(run.id);
    this.newRun(run.dataset);
  }

  /** Starts what was put together and shows it, unless another run works: then that one stays in sight. */
  async start(): Promise<TrainingRun | undefined> {
    const run = await this.draft?.start();
    if (!run) return undefined;
    this.runs.started(run);
    this.closeDraft();
    if (isHosted(run.recipe.provider)) {
      // Its quote comes in a moment, and is about this one.
      this.#chosen = run.id;
      this.#quoteOf = run.id;
      return run;
    }
    const shown = this.runs.find(this.#chosen);
    if (!shown || isEnded(shown)) this.#chosen = this.runs.goingOn.length > 0 ? null : run.id;
    return run;
  }
}
