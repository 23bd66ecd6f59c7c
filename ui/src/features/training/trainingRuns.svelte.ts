// All training runs, newest first, and the whole course of those that were looked at; fed by events.
// Must not know which one is on screen.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Backend, BlazonEvent, RunDetails, RunId, RunNews, TrainingRun } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';
import { withNews } from './runNews';
import { isEnded, isGoingOn, isWaiting } from './runStates';

export class TrainingRuns {
  /** `null` until the list has been read once. */
  all = $state.raw<TrainingRun[] | null>(null);
  #details = new SvelteMap<RunId, RunDetails>();
  /** News that came while the course of their run was being read. */
  #early = new Map<RunId, RunNews[]>();
  #busy = new SvelteSet<RunId>();
  #latest: Latest;

  /** The ones that work now; on this computer one at a time. */
  readonly goingOn = $derived((this.all ?? []).filter(isGoingOn));
  /** Those that wait their turn, the next one first. */
  readonly waiting = $derived((this.all ?? []).filter(isWaiting).reverse());
  /** What ended last first. */
  readonly ended = $derived((this.all ?? []).filter(isEnded).sort((a, b) => b.updatedAt - a.updatedAt));

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {
    this.#latest = new Latest(() => this.#read());
  }

  load(): Promise<void> {
    return this.#latest.refresh();
  }

  hear(event: BlazonEvent): void {
    if (event.type === 'runChanged') this.put(event.run);
    if (event.type === 'runWentOn') this.#hearNews(event.run, event.news);
    if (event.type === 'libraryChanged') void this.load();
    if (event.type === 'spendChanged') this.#readHosted();
  }

  find(id: RunId | null): TrainingRun | undefined {
    return this.all?.find((run) => run.id === id);
  }

  /** The course of a run; read when it is first asked for. */
  details(id: RunId): RunDetails | undefined {
    return this.#details.get(id);
  }

  async open(id: RunId): Promise<void> {
    if (this.#details.has(id) || this.#early.has(id)) return;
    await this.#readDetails(id);
  }

  put(run: TrainingRun): void {
    const all = this.all ?? [];
    const known = all.find((other) => other.id === run.id);
    this.all = known ? all.map((other) => (other.id === run.id ? run : other)) : [run, ...all];
    const details = this.#details.get(run.id);
    if (details) this.#details.set(run.id, { ...details, run });
    // What was packed is counted only once it is, and a request has its id only once it was taken.
    const before = known?.state.state;
    const learnt = before !== run.state.state && (before === 'packing' || before === 'submitting');
    if (details && learnt) void this.#readDetails(run.id);
  }

  /** A run that a call has just started; its events may have overtaken the answer. */
  started(run: TrainingRun): void {
    if (!this.find(run.id)) this.put(run);
  }

  /** A call about this run is under way. */
  isBusy(id: RunId): boolean {
    return this.#busy.has(id);
  }

  async cancel(id: RunId): Promise<void> {
    await this.#ask(id, () => this.backend.cancelRun(id));
  }

  async goOn(id: RunId): Promise<void> {
    await this.#ask(id, () => this.backend.retryRun(id));
  }

  /** Accepts the quote that a run shows. Throws what is refused: it is said where it was asked for. */
  async accept(id: RunId): Promise<void> {
    this.put(await this.backend.acceptQuote(id));
  }

  /** Says that a submission whose reply was lost was taken; throws what is refused. */
  async sayTaken(id: RunId, request: string): Promise<void> {
    this.put(await this.backend.sayTaken(id, request));
  }

  /** Says that it was not taken: what was set aside is given back. */
  async sayNeverTaken(id: RunId): Promise<void> {
    this.put(await this.backend.sayNeverTaken(id));
  }

  async #ask(id: RunId, call: () => Promise<TrainingRun>): Promise<void> {
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    await this.failures.attempt(async () => this.put(await call()));
    this.#busy.delete(id);
  }

  #hearNews(id: RunId, news: RunNews): void {
    this.#early.get(id)?.push(news);
    const details = this.#details.get(id);
    if (details) this.#details.set(id, withNews(details, news));
  }

  /** What hosted runs have cost has changed. */
  #readHosted(): void {
    for (const [id, details] of this.#details) if (details.hosted) void this.#readDetails(id);
  }

  async #read(): Promise<void> {
    await this.failures.attempt(async () => {
      const read = await this.backend.listRuns();
      // What was told while the list was being read is newer than what was read.
      this.all = read.map((run) => {
        const known = this.find(run.id);
        return known && known.updatedAt > run.updatedAt ? known : run;
      });
      await Promise.all([...this.#details.keys()].map((id) => this.#readDetails(id)));
    });
  }

  async #readDetails(id: RunId): Promise<void> {
    if (this.#early.has(id)) return;
    this.#early.set(id, []);
    await this.failures.attempt(async () => {
      const read = await this.backend.loadRun(id);
      const run = this.find(id) ?? read.run;
      this.#details.set(id, (this.#early.get(id) ?? []).reduce(withNews, { ...read, run }));
    });
    this.#early.delete(id);
  }
}
