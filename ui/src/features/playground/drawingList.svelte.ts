// What was drawn and is being drawn, newest first, with the previews of what is not finished; fed by events.
// Must not know what is set for the next drawing.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Backend, BlazonEvent, Drawing, DrawingId, Preview } from '$backend';
import { Pace } from '$features/jobs/pace';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';

const PAGE = 20;

const ended = ['succeeded', 'failed', 'cancelled'];

export const isUnfinished = ({ state }: Drawing): boolean => !ended.includes(state.status);

/** Steps done and in all, over all pictures of a drawing. */
export function drawnSteps({ state, request }: Drawing): { done: number; total: number } {
  const steps = state.status === 'running' ? state.steps : request.steps;
  const done = state.status === 'running' ? state.picture * steps + state.step : 0;
  return { done, total: steps * request.count };
}

/** All of its pictures were removed. */
const isInTrash = ({ pictures }: Drawing) =>
  pictures.length > 0 && pictures.every(({ isRemoved }) => isRemoved);

export class DrawingList {
  /** Whether the newest have been read once. */
  loaded = $state(false);
  /** Whether older ones may be left to read. */
  hasMore = $state(true);
  #known = new SvelteMap<DrawingId, Drawing>();
  #previews = new SvelteMap<DrawingId, Preview>();
  #shown = new SvelteSet<DrawingId>();
  #cancelling = new SvelteSet<DrawingId>();
  #secondsLeft = new SvelteMap<DrawingId, number>();
  #paces = new Map<DrawingId, Pace>();
  #latest = new Latest(() => this.#read());

  readonly all = $derived(
    [...this.#known.values()].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)),
  );
  readonly unfinished = $derived(this.all.filter(isUnfinished));
  /** What the work area shows: what is being drawn, what waits, and what was drawn or looked at since the window
      opened, the newest first. */
  readonly feed = $derived.by(() => {
    const shown = this.all.filter(
      (drawing) => isUnfinished(drawing) || (this.#shown.has(drawing.id) && !isInTrash(drawing)),
    );
    return [
      ...shown.filter((drawing) => isUnfinished(drawing) && drawing.state.status !== 'queued'),
      ...shown.filter(({ state }) => state.status === 'queued').reverse(),
      ...shown.filter((drawing) => !isUnfinished(drawing)),
    ];
  });

  constructor(
    private backend: Backend,
    private failures: Failures,
    private now: () => number = () => performance.now(),
  ) {}

  load(): Promise<void> {
    return this.#latest.refresh();
  }

  async loadMore(): Promise<void> {
    const oldest = this.all[this.all.length - 1];
    await this.failures.attempt(async () =>
      this.#take(await this.backend.listDrawings(oldest?.id ?? null, PAGE)),
    );
  }

  hear(event: BlazonEvent): void {
    if (event.type === 'drawingChanged') this.#put(event.drawing);
    if (event.type === 'drawingPreviewed') this.#preview(event.preview);
    if (event.type === 'libraryChanged' && this.loaded) void this.load();
  }

  /** A drawing that a call has just started; its events may have overtaken the answer. */
  started(drawing: Drawing): void {
    if (!this.#known.has(drawing.id)) this.#put(drawing);
    this.#shown.add(drawing.id);
  }

  /** Brings an earlier drawing into the work area. */
  show(id: DrawingId): void {
    this.#shown.add(id);
  }

  async cancel(id: DrawingId): Promise<void> {
    this.#cancelling.add(id);
    await this.failures.attempt(async () => this.#put(await this.backend.cancelDrawing(id)));
    this.#cancelling.delete(id);
  }

  isCancelling(id: DrawingId): boolean {
    return this.#cancelling.has(id);
  }

  /** What can be seen of a picture that is being drawn. */
  previewOf(id: DrawingId, picture: number): Preview | undefined {
    const preview = this.#previews.get(id);
    return preview?.picture === picture ? preview : undefined;
  }

  secondsLeft(id: DrawingId): number | undefined {
    return this.#secondsLeft.get(id);
  }

  async #read(): Promise<void> {
    await this.failures.attempt(async () => {
      this.#take(await this.backend.listDrawings(null, PAGE));
      const [newest] = this.all;
      if (newest && !this.loaded) this.#shown.add(newest.id);
      this.loaded = true;
    });
  }

  #take(drawings: Drawing[]): void {
    for (const drawing of drawings) {
      if (drawing.isCell) continue;
      const known = this.#known.get(drawing.id);
      // Its end may have been told while the list was being read.
      if (!known || isUnfinished(known)) this.#known.set(drawing.id, drawing);
    }
    if (drawings.length < PAGE) this.hasMore = false;
  }

  #put(drawing: Drawing): void {
    // Cells are shown in their grids.
    if (drawing.isCell) return;
    this.#known.set(drawing.id, drawing);
    if (isUnfinished(drawing)) this.#shown.add(drawing.id);
    const preview = this.#previews.get(drawing.id);
    const finished = preview && preview.picture < drawing.pictures.length;
    if (finished || !isUnfinished(drawing)) this.#previews.delete(drawing.id);
    this.#measure(drawing);
  }

  #preview(preview: Preview): void {
    const drawing = this.#known.get(preview.drawing);
    if (drawing && isUnfinished(drawing) && preview.picture >= drawing.pictures.length)
      this.#previews.set(preview.drawing, preview);
  }

  #measure(drawing: Drawing): void {
    const { id } = drawing;
    if (drawing.state.status !== 'running') {
      this.#paces.delete(id);
      this.#secondsLeft.delete(id);
      return;
    }
    const pace = this.#paces.get(id) ?? new Pace();
    this.#paces.set(id, pace);
    const { done, total } = drawnSteps(drawing);
    pace.note(done, this.now());
    const left = pace.secondsLeft(total);
    if (left !== null) this.#secondsLeft.set(id, left);
  }
}
