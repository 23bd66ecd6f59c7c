// The photos of one dataset, read in pages as they scroll into sight, so that ten thousand cost no more than a screen.
// Must not know how they are laid out.
import type { Backend, DatasetId, Photo, PhotoFilter, PhotoId, PhotoOrder } from '$backend';

export const PAGE_SIZE = 200;

export class PhotoPages {
  filter = $state<PhotoFilter>('all');
  order = $state<PhotoOrder>('imported');
  /** `null` until the first page has come. */
  total = $state<number | null>(null);
  #pages = $state.raw(new Map<number, Photo[]>());
  /** Pages out of sight that a change may have made untrue. */
  #stale = new Set<number>();
  #loading = new Map<number, Promise<void>>();
  #sight: [number, number] = [0, 0];
  #refreshing = false;
  #refreshAgain = false;

  readonly known = $derived([...this.#pages.values()].flat());

  constructor(
    private backend: Backend,
    private dataset: DatasetId,
    private report: (error: unknown) => void,
  ) {}

  at(index: number): Photo | undefined {
    return this.#pages.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE];
  }

  /** Says which photos are in sight; missing pages are read. */
  want(first: number, last: number): void {
    this.#sight = [Math.floor(first / PAGE_SIZE), Math.floor(last / PAGE_SIZE)];
    void this.range(first, last);
  }

  /** The photos from `first` to `last`, read where they are missing. */
  async range(first: number, last: number): Promise<Photo[]> {
    const pages = [];
    for (let page = Math.floor(first / PAGE_SIZE); page <= Math.floor(last / PAGE_SIZE); page++) {
      if (!this.#pages.has(page) || this.#stale.has(page)) {
        pages.push(this.#loading.get(page) ?? this.#load(page));
      }
    }
    await Promise.all(pages);
    const photos = [];
    for (let index = first; index <= last; index++) {
      const photo = this.at(index);
      if (photo) photos.push(photo);
    }
    return photos;
  }

  /** Where a photo stands in the list on screen; pages are read until it is found. */
  async indexOf(id: PhotoId): Promise<number | null> {
    for (let page = 0; page * PAGE_SIZE < (this.total ?? 1); page++) {
      const photos = await this.range(page * PAGE_SIZE, (page + 1) * PAGE_SIZE - 1);
      const place = photos.findIndex((photo) => photo.id === id);
      if (place >= 0) return page * PAGE_SIZE + place;
    }
    return null;
  }

  /** Lists other photos, or the same in another order; the old pictures stay until the new ones have come. */
  async show(filter: PhotoFilter, order: PhotoOrder = this.order): Promise<void> {
    if (filter === this.filter && order === this.order) return;
    this.filter = filter;
    this.order = order;
    this.#loading.clear();
    this.#sight = [0, 0];
    const loading = this.#load(0);
    for (const page of this.#pages.keys()) this.#stale.add(page);
    await loading;
    if (this.filter === filter && this.order === order) this.#forgetOutOfSight();
  }

  /** Reads what is in sight again after a change; the old pictures stay until the new ones have come. */
  async refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#refreshAgain = true;
      return;
    }
    this.#refreshing = true;
    do {
      this.#refreshAgain = false;
      await this.#readSightAgain();
    } while (this.#refreshAgain);
    this.#refreshing = false;
  }

  async #readSightAgain(): Promise<void> {
    await Promise.all(this.#loading.values());
    for (const page of this.#pages.keys()) this.#stale.add(page);
    const [first, last] = this.#sight;
    for (let page = first; page <= last; page++) await this.#load(page);
  }

  #forgetOutOfSight(): void {
    const [first, last] = this.#sight;
    this.#pages = new Map([...this.#pages].filter(([page]) => page >= first && page <= last));
    this.#stale.clear();
  }

  #load(page: number): Promise<void> {
    const loading = this.#read(page).finally(() => {
      if (this.#loading.get(page) === loading) this.#loading.delete(page);
    });
    this.#loading.set(page, loading);
    return loading;
  }

  async #read(page: number): Promise<void> {
    const { filter, order } = this;
    try {
      const answer = await this.backend.listPhotos(this.dataset, filter, order, page * PAGE_SIZE, PAGE_SIZE);
      // Meanwhile something else may have been asked for.
      if (filter !== this.filter || order !== this.order) return;
      this.total = answer.total;
      this.#stale.delete(page);
      this.#pages = new Map(this.#pages).set(page, answer.photos);
    } catch (error) {
      this.report(error);
    }
  }
}
