// A list of people and the badges that become of it: columns, rows that are ready, the work and its end.
// Must not know how anything looks.
import type {
  Backend,
  BadgeBatch,
  BadgeColumn,
  BadgeDesign,
  BadgeFormat,
  BadgeList,
  BadgePaper,
  BadgeTarget,
  BadgeTemplate,
  BlazonEvent,
  ModelId,
} from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { columnsFor, mapped } from './columns';

/** The base that ships, among what can draw the pictures of rows with a prompt. */
export const BASE = 'base';

export class ManyAtOnce {
  list = $state.raw<BadgeList | null>(null);
  /** The work that is going on or has ended since the list was chosen. */
  batch = $state.raw<BadgeBatch | null>(null);
  /** A file or a folder is being asked for. */
  asking = $state(false);
  cancelling = $state(false);
  /** What draws the pictures of rows with a prompt: a model, or the base that ships. */
  drawer = $state<ModelId>(BASE);
  readonly ready = $derived(this.list ? Math.max(0, this.list.rows - this.list.problemCount) : 0);
  readonly running = $derived(this.batch?.state === 'running');
  #asked = 0;
  #templateOfList: string | null = null;

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {}

  async choose(template: BadgeTemplate): Promise<void> {
    this.asking = true;
    await this.failures.attempt(async () => {
      const list = await this.backend.pickBadgeList(template.id);
      if (!list) return;
      this.#take(list, template.id);
      this.batch = null;
    });
    this.asking = false;
  }

  /** Says what a column is for. */
  async map(index: number, target: BadgeTarget | null, template: BadgeTemplate): Promise<void> {
    if (this.list) await this.#read(mapped(this.list.columns, index, target), template.id);
  }

  /** The list for another template, whose texts may be others. */
  async follow(template: BadgeTemplate): Promise<void> {
    if (!this.list || this.#templateOfList === template.id) return;
    await this.#read(columnsFor(this.list.columns, template), template.id);
  }

  async makeAll(design: BadgeDesign, format: BadgeFormat, paper: BadgePaper | null): Promise<void> {
    const { list } = this;
    if (!list || this.running) return;
    const before = this.batch;
    const model = this.drawer === BASE ? null : this.drawer;
    this.asking = true;
    this.batch = null;
    const batch = await this.failures.attempt(() =>
      this.backend.exportBadges(list.id, design, format, paper, model),
    );
    // Its events may have overtaken the answer; then they know better.
    this.batch ??= batch ?? before;
    this.asking = false;
  }

  async cancel(): Promise<void> {
    this.cancelling = true;
    await this.failures.attempt(() => this.backend.cancelBatch());
    this.cancelling = false;
  }

  forget(): void {
    this.list = null;
    if (!this.running) this.batch = null;
  }

  /** The end was read. */
  dismiss(): void {
    if (!this.running) this.batch = null;
  }

  hear(event: BlazonEvent): void {
    if (event.type === 'batchChanged') this.batch = event.batch;
  }

  async #read(columns: BadgeColumn[], template: string): Promise<void> {
    const { list } = this;
    if (!list) return;
    const asked = ++this.#asked;
    this.list = { ...list, columns };
    this.#templateOfList = template;
    await this.failures.attempt(async () => {
      const read = await this.backend.mapBadgeList(list.id, template, columns);
      // An older answer says nothing of the columns as they are now.
      if (asked === this.#asked) this.#take(read, template);
    });
  }

  #take(list: BadgeList, template: string): void {
    this.list = list;
    this.#templateOfList = template;
  }
}
