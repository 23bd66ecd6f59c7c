// What the gallery shows, read in pages as they scroll into sight. However much there is, only a few pages are kept,
// and one question is on its way at a time, so that a scroll over thousands asks for where it ends.
// Must not know how they are laid out.
import type { Backend, GalleryId, GalleryItem, GalleryQuery } from '$backend';
import { everything } from './galleryQuery';

export const PAGE_SIZE = 120;
export const KEPT_PAGES = 12;
/** The most that the Rust side gives at once. */
const MOST = 500;

const pageOf = (index: number): number => Math.floor(Math.max(0, index) / PAGE_SIZE);

export class GalleryPages {
  /** What was asked for last. */
  query = $state.raw<GalleryQuery>(everything);
  /** `null` until the first page has come. */
  total = $state<number | null>(null);
  /** Counts the questions whose answer is on screen. */
  answered = $state(0);
  #pages = $state.raw(new Map<number, GalleryItem[]>());
  /** Pages that a change may have made untrue; they are shown until they have been read again. */
  #stale = new Set<number>();
  #refused = new Set<number>();
  #sight: [number, number] = [0, 0];
  /** A place that is looked at beside what is in sight. */
  #stand: number | null = null;
  #era = 0;
  #going = false;
  #reading: Promise<void> = Promise.resolve();

  constructor(
    private backend: Backend,
    private report: (error: unknown) => void,
  ) {}

  at(index: number): GalleryItem | undefined {
    return index < (this.total ?? 0) ? this.#pages.get(pageOf(index))?.[index % PAGE_SIZE] : undefined;
  }

  /** How many pages are kept now. */
  get kept(): number {
    return this.#pages.size;
  }

  /** Says which are in sight; missing pages are read. */
  want(first: number, last: number): void {
    this.#sight = [pageOf(first), pageOf(last)];
    void this.#goOn();
  }

  /** Keeps a place at hand although it may be out of sight; `null` for none. */
  stand(index: number | null): void {
    this.#stand = index === null ? null : pageOf(index);
    void this.#goOn();
  }

  /** Asks for something else; what is on screen stays until the answer has come, and only the newest answer counts. */
  show(query: GalleryQuery): Promise<void> {
    this.query = query;
    this.#era++;
    this.#sight = [0, 0];
    this.#stand = null;
    return this.#readAgain();
  }

  /** Reads what is in sight again after a change. */
  refresh(): Promise<void> {
    return this.#readAgain();
  }

  /** Where something stands among what is known. */
  indexOf(id: GalleryId): number | null {
    for (const [page, items] of this.#pages) {
      const place = items.findIndex((item) => item.id === id);
      if (place >= 0) return page * PAGE_SIZE + place;
    }
    return null;
  }

  /** What is known of these; those out of the kept pages are left out. */
  known(ids: ReadonlySet<GalleryId>): GalleryItem[] {
    return [...this.#pages.values()].flat().filter((item) => ids.has(item.id));
  }

  /** Shows a change at once; the next reading has the last word. */
  patch(ids: ReadonlySet<GalleryId>, change: (item: GalleryItem) => Partial<GalleryItem>): void {
    const changed = (items: GalleryItem[]) =>
      items.some(({ id }) => ids.has(id))
        ? items.map((item) => (ids.has(item.id) ? { ...item, ...change(item) } : item))
        : items;
    this.#pages = new Map([...this.#pages].map(([page, items]) => [page, changed(items)]));
  }

  /** The ids from `first` to `last`, without keeping what is read for it. */
  async ids(first: number, last: number): Promise<GalleryId[]> {
    const ids: GalleryId[] = [];
    const { query } = this;
    for (let index = first; index <= last;) {
      const known = this.at(index);
      if (known) {
        ids.push(known.id);
        index++;
        continue;
      }
      const { items } = await this.backend.listGallery(query, index, Math.min(MOST, last + 1 - index));
      if (items.length === 0) break;
      ids.push(...items.map(({ id }) => id));
      index += items.length;
    }
    return ids;
  }

  async #readAgain(): Promise<void> {
    this.#refused.clear();
    for (const page of this.#pages.keys()) this.#stale.add(page);
    if (this.#pages.size === 0) this.#stale.add(0);
    await this.#goOn();
  }

  #goOn(): Promise<void> {
    if (!this.#going) this.#reading = this.#readWanted();
    return this.#reading;
  }

  async #readWanted(): Promise<void> {
    this.#going = true;
    for (let page = this.#next(); page !== null; page = this.#next()) await this.#read(page);
    this.#going = false;
  }

  /** The page that is needed most: one in sight, then its neighbours. */
  #next(): number | null {
    const [first, last] = this.#sight;
    const wanted = this.#stand === null ? [] : [this.#stand];
    for (let page = first; page <= last; page++) wanted.push(page);
    wanted.push(last + 1, first - 1);
    const lastPage = this.total === null ? 0 : pageOf(this.total - 1);
    const open = (page: number) =>
      page >= 0 &&
      page <= lastPage &&
      !this.#refused.has(page) &&
      (!this.#pages.has(page) || this.#stale.has(page));
    return wanted.find(open) ?? null;
  }

  async #read(page: number): Promise<void> {
    const era = this.#era;
    try {
      const answer = await this.backend.listGallery(this.query, page * PAGE_SIZE, PAGE_SIZE);
      // Something newer was asked for meanwhile.
      if (era !== this.#era) return;
      this.#take(page, answer.items, answer.total);
    } catch (error) {
      if (era !== this.#era) return;
      this.#refused.add(page);
      this.report(error);
    }
  }

  #take(page: number, items: GalleryItem[], total: number): void {
    const other = this.answered !== this.#era;
    this.total = total;
    this.#stale.delete(page);
    const kept = other ? [] : [...this.#pages].filter(([each]) => each <= pageOf(total - 1));
    if (other) this.#stale.clear();
    this.#pages = this.#near(new Map(kept).set(page, items));
    this.answered = this.#era;
  }

  /** Those that are kept: near to what is in sight, and true unless they are in sight. */
  #near(pages: Map<number, GalleryItem[]>): Map<number, GalleryItem[]> {
    const [first, last] = this.#sight;
    const inSight = (page: number) => page === this.#stand || (page >= first && page <= last);
    const distance = (page: number) => (inSight(page) ? -1 : Math.abs(page - (first + last) / 2));
    const kept = [...pages]
      .filter(([page]) => !this.#stale.has(page) || inSight(page))
      .sort(([a], [b]) => distance(a) - distance(b))
      .slice(0, KEPT_PAGES);
    for (const page of this.#stale) if (!kept.some(([each]) => each === page)) this.#stale.delete(page);
    return new Map(kept);
  }
}
