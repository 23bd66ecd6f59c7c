// The photos of one dataset, read in pages as they scroll into sight, so that ten thousand cost no more than a screen.
// Must not know how they are laid out.
import type { Backend, DatasetId, Photo } from '$backend';

export const PAGE_SIZE = 200;
/** Below this a trainer would have to enlarge. */
export const SHORT_SIDE_MIN = 512;

export const isSmall = (photo: Photo): boolean => Math.min(photo.width, photo.height) < SHORT_SIDE_MIN;

export class PhotoPages {
  /** `null` until the first page has come. */
  total = $state<number | null>(null);
  #pages = $state.raw(new Map<number, Photo[]>());
  #loading = new Map<number, Promise<void>>();
  #sight: [number, number] = [0, 0];
  #refreshing = false;
  #refreshAgain = false;

  readonly known = $derived([...this.#pages.values()].flat());
  readonly small = $derived(this.known.filter(isSmall));

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
      if (!this.#pages.has(page)) pages.push(this.#loading.get(page) ?? this.#load(page));
    }
    await Promise.all(pages);
    const photos = [];
    for (let index = first; index <= last; index++) {
      const photo = this.at(index);
      if (photo) photos.push(photo);
    }
    return photos;
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
    const [first, last] = this.#sight;
    for (let page = first; page <= last; page++) await this.#load(page);
    this.#pages = new Map([...this.#pages].filter(([page]) => page >= first && page <= last));
  }

  #load(page: number): Promise<void> {
    const loading = this.#read(page).finally(() => this.#loading.delete(page));
    this.#loading.set(page, loading);
    return loading;
  }

  async #read(page: number): Promise<void> {
    try {
      const answer = await this.backend.listPhotos(this.dataset, page * PAGE_SIZE, PAGE_SIZE);
      this.total = answer.total;
      this.#pages = new Map(this.#pages).set(page, answer.photos);
    } catch (error) {
      this.report(error);
    }
  }
}
