// What stands in the training room: the runs, the one that is looked at, and a new one that is being put together.
// Must not know the layout.
import type { Backend, BlazonEvent, DatasetId, RunId, TrainingRun } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { RunDraft } from './runDraft.svelte';
import { isEnded } from './runStates';
import { TrainingRuns } from './trainingRuns.svelte';

export class TrainingRoom {
  readonly runs: TrainingRuns;
  draft = $state.raw<RunDraft | null>(null);
  /** The list of earlier runs is unfolded. */
  earlierOpen = $state(false);
  #chosen = $state.raw<RunId | null>(null);

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
  }

  hear(event: BlazonEvent): void {
    // What ends while it is looked at stays in sight, also when the next one begins.
    if (event.type === 'runChanged' && event.run.id === this.current?.id && isEnded(event.run))
      this.#chosen = event.run.id;
    this.runs.hear(event);
    const { draft } = this;
    if (!draft) return;
    const changed = event.type === 'datasetChanged' && event.dataset === draft.dataset;
    if (changed || event.type === 'libraryChanged') draft.planAgain();
  }

  choose(id: RunId): void {
    this.closeDraft();
    this.#chosen = id;
  }

  /** Begins to put a run together, for a dataset where one is named. */
  newRun(dataset: DatasetId | null): void {
    this.closeDraft();
    this.draft = new RunDraft(this.backend, this.failures);
    void this.draft.choose({ dataset });
  }

  closeDraft(): void {
    this.draft?.stop();
    this.draft = null;
  }

  /** Starts what was put together and shows it, unless another run works: then that one stays in sight. */
  async start(): Promise<TrainingRun | undefined> {
    const run = await this.draft?.start();
    if (!run) return undefined;
    this.runs.started(run);
    this.closeDraft();
    const shown = this.runs.find(this.#chosen);
    if (!shown || isEnded(shown)) this.#chosen = this.runs.goingOn.length > 0 ? null : run.id;
    return run;
  }
}
