// The grid that is looked at: its cells as they go on, told by events, and what is done with all of it. Must not know
// how it is shown, nor what is set for the next one.
import { SvelteMap } from 'svelte/reactivity';
import type {
  Backend,
  BlazonEvent,
  Drawing,
  DrawingId,
  Grid,
  GridCell,
  GridId,
  GridKind,
  GridPlan,
  Money,
  Preview,
} from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';
import type { Toasts } from '$shared/toasts.svelte';
import { t } from '$shared/words.svelte';
import { isDrawn, isGoing, standOf } from './cellStand';

/** What the whole window has. */
type Surroundings = { failures: Failures; toasts: Toasts };

export class OpenGrid {
  grid = $state.raw<Grid | null>(null);
  /** The cell that is shown large. */
  large = $state.raw<GridCell | null>(null);
  starting = $state(false);
  stopping = $state(false);
  saving = $state(false);
  /** Where the sheet was written, until that was read. */
  savedAs = $state.raw<string | null>(null);
  readonly cells: GridCell[] = $derived(this.grid?.cells ?? []);
  readonly drawn = $derived(this.cells.filter(isDrawn).length);
  readonly isGoing = $derived(this.cells.some(isGoing));
  readonly failed: Drawing | null = $derived(this.#firstAs('failed'));
  readonly unknown: Drawing | null = $derived(this.#firstAs('unknown'));
  readonly #with: Surroundings;
  #previews = new SvelteMap<DrawingId, Preview>();
  /** What events told while a grid was being read. */
  #heard = new Map<DrawingId, Drawing>();
  #underWay = 0;
  #removed: GridId[] = [];
  #latest = new Latest(() => this.#readAgain());

  constructor(
    private backend: Backend,
    surroundings: Surroundings,
  ) {
    this.#with = surroundings;
  }

  hear(event: BlazonEvent): void {
    if (event.type === 'drawingChanged' && event.drawing.isCell) this.#put(event.drawing);
    if (event.type === 'drawingPreviewed') this.#preview(event.preview);
    const concerns =
      event.type === 'gridsChanged' || event.type === 'galleryChanged' || event.type === 'libraryChanged';
    if (concerns && this.grid) void this.#latest.refresh();
  }

  async open(id: GridId): Promise<void> {
    await this.#take(() => this.backend.loadGrid(id));
  }

  close(): void {
    this.grid = null;
    this.large = null;
    this.savedAs = null;
    this.#previews.clear();
  }

  /** Draws what is missing of a plan, for at most this sum. */
  async draw(kind: GridKind, plan: GridPlan, limit: Money | null): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    await this.#take(() => this.backend.drawGrid(kind, plan, limit));
    this.starting = false;
  }

  async stop(): Promise<void> {
    const id = this.grid?.id;
    if (id === undefined) return;
    this.stopping = true;
    await this.#take(() => this.backend.stopGrid(id));
    this.stopping = false;
  }

  async save(): Promise<void> {
    const id = this.grid?.id;
    if (id === undefined) return;
    this.saving = true;
    this.savedAs = null;
    const path = await this.#with.failures.attempt(() => this.backend.saveGridSheet(id));
    if (this.grid?.id === id) this.savedAs = path ?? null;
    this.saving = false;
  }

  async showSaved(): Promise<void> {
    await this.#with.failures.attempt(() => this.backend.showGridSheet());
  }

  async remove(id: GridId): Promise<void> {
    const done = await this.#with.failures.attempt(async () => {
      await this.backend.removeGrid(id);
      return true;
    });
    if (!done) return;
    if (this.grid?.id === id) this.close();
    this.#removed.push(id);
    this.#with.toasts.show({
      sentence: t('grids-removed'),
      action: { kind: 'undo', run: () => this.undoRemove() },
    });
  }

  /** The grid that was removed last comes back and is looked at. */
  undoRemove(): void {
    const id = this.#removed.pop();
    if (id === undefined) return;
    void this.#with.failures.attempt(async () => {
      await this.backend.restoreGrid(id);
      await this.open(id);
    });
  }

  /** Fetches the pictures of a failed cell again. */
  async fetchAgain({ id }: Drawing): Promise<void> {
    await this.#with.failures.attempt(async () => this.#put(await this.backend.fetchDrawingAgain(id)));
  }

  /** A cell whose reply was lost is at the provider, under this id. Throws what is said of the id. */
  async sayTaken({ id }: Drawing, request: string): Promise<void> {
    this.#put(await this.backend.sayDrawingTaken(id, request));
  }

  async sayNeverTaken({ id }: Drawing): Promise<void> {
    this.#put(await this.backend.sayDrawingNeverTaken(id));
  }

  cellAt(row: number, column: number): GridCell | undefined {
    return this.cells.find((cell) => cell.row === row && cell.column === column);
  }

  previewOf(drawing: Drawing): Preview | undefined {
    return this.#previews.get(drawing.id);
  }

  look(cell: GridCell | null): void {
    this.large = cell && isDrawn(cell) ? cell : null;
  }

  #firstAs(stand: 'failed' | 'unknown'): Drawing | null {
    return this.cells.find((cell) => standOf(cell) === stand)?.drawing ?? null;
  }

  async #take(ask: () => Promise<Grid>): Promise<void> {
    const found = await this.#reading(ask);
    if (!found) return;
    if (found.id !== this.grid?.id) this.close();
    this.#show(found);
  }

  async #readAgain(): Promise<void> {
    const id = this.grid?.id;
    if (id === undefined) return;
    const found = await this.#reading(() => this.backend.loadGrid(id));
    if (!found || this.grid?.id !== id) return;
    if (found.removedAt === null) this.#show(found);
    else this.close();
  }

  async #reading(ask: () => Promise<Grid>): Promise<Grid | undefined> {
    if (this.#underWay++ === 0) this.#heard.clear();
    const found = await this.#with.failures.attempt(ask);
    this.#underWay--;
    return found;
  }

  /** Events about its cells may have overtaken the answer. */
  #show(grid: Grid): void {
    const newest = ({ drawing, ...place }: GridCell): GridCell => ({
      ...place,
      drawing: drawing && (this.#heard.get(drawing.id) ?? drawing),
    });
    this.grid = { ...grid, cells: grid.cells.map(newest) };
  }

  #put(drawing: Drawing): void {
    this.#heard.set(drawing.id, drawing);
    const { grid } = this;
    if (!grid?.cells.some((cell) => cell.drawing?.id === drawing.id)) return;
    const cells = grid.cells.map((cell) => (cell.drawing?.id === drawing.id ? { ...cell, drawing } : cell));
    this.grid = { ...grid, cells };
    if (drawing.state.status !== 'running') this.#previews.delete(drawing.id);
  }

  #preview(preview: Preview): void {
    const cell = this.cells.find(({ drawing }) => drawing?.id === preview.drawing);
    if (cell && isGoing(cell)) this.#previews.set(preview.drawing, preview);
  }
}
