// The jobs that run or have just ended, fed by events. Must not know which dataset is on screen.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Backend, BlazonEvent, DatasetId, Job, JobId, JobKind } from '$backend';
import { Pace } from './pace';

export const isUnfinished = (job: Job): boolean =>
  job.state.status === 'queued' || job.state.status === 'running';

/** Measuring and looking for faces go on by themselves; only the panel of their dataset tells of them. */
export const isQuiet = (job: Job): boolean => job.kind === 'measure' || job.kind === 'faces';

export class JobList {
  #jobs = $state.raw<Job[]>([]);
  #dismissed = new SvelteSet<JobId>();
  #endedHere = new SvelteSet<JobId>();
  #cancelling = new SvelteSet<JobId>();
  #secondsLeft = new SvelteMap<JobId, number>();
  #paces = new Map<JobId, Pace>();

  /** What a person has started and waits for. */
  readonly running = $derived(this.#jobs.filter((job) => isUnfinished(job) && !isQuiet(job)));
  /** Ended ones that left something to say: a failure, files that were not taken, or a note on a photo. */
  readonly troubled = $derived(
    this.#jobs.filter(
      (job) =>
        !isUnfinished(job) &&
        !this.#dismissed.has(job.id) &&
        (job.state.status === 'failed' || job.report.problems.length > 0),
    ),
  );

  /** Exports that have ended while this window was open, until they are put away. */
  readonly exported = $derived(
    this.#jobs.filter(
      (job) => job.export !== null && this.#endedHere.has(job.id) && !this.#dismissed.has(job.id),
    ),
  );

  constructor(
    private backend: Backend,
    private onended: (job: Job) => void,
    private now: () => number = () => performance.now(),
  ) {}

  async load(): Promise<void> {
    for (const job of await this.backend.listJobs()) this.#put(job);
  }

  hear(event: BlazonEvent): void {
    if (event.type !== 'jobChanged') return;
    const before = this.#jobs.find((job) => job.id === event.job.id);
    this.#put(event.job);
    if (isUnfinished(event.job) || (before && !isUnfinished(before))) return;
    this.#endedHere.add(event.job.id);
    this.onended(event.job);
  }

  /** A job that a call has just started; its events may have overtaken the answer. */
  started(job: Job): void {
    if (!this.#jobs.some((other) => other.id === job.id)) this.#put(job);
  }

  /** The newest job of a kind on a dataset, ended ones too. */
  newest(dataset: DatasetId, kind: JobKind): Job | undefined {
    return this.#jobs.findLast((job) => job.dataset === dataset && job.kind === kind);
  }

  dismiss(id: JobId): void {
    this.#dismissed.add(id);
  }

  isDismissed(id: JobId): boolean {
    return this.#dismissed.has(id);
  }

  async cancel(id: JobId): Promise<void> {
    this.#cancelling.add(id);
    try {
      await this.backend.cancelJob(id);
    } catch (error) {
      this.#cancelling.delete(id);
      throw error;
    }
  }

  isCancelling(id: JobId): boolean {
    return this.#cancelling.has(id);
  }

  secondsLeft(id: JobId): number | undefined {
    return this.#secondsLeft.get(id);
  }

  #put(job: Job): void {
    const known = this.#jobs.some((other) => other.id === job.id);
    this.#jobs = known
      ? this.#jobs.map((other) => (other.id === job.id ? job : other))
      : [...this.#jobs, job];
    this.#measure(job);
  }

  #measure(job: Job): void {
    if (job.state.status !== 'running' || job.state.total === null) {
      this.#paces.delete(job.id);
      this.#secondsLeft.delete(job.id);
      return;
    }
    const pace = this.#paces.get(job.id) ?? new Pace();
    this.#paces.set(job.id, pace);
    pace.note(job.state.done, this.now());
    const left = pace.secondsLeft(job.state.total);
    if (left !== null) this.#secondsLeft.set(job.id, left);
  }
}
