// What is chosen in the gallery and where the keyboard stands. Speaks in positions and ids, since thousands may be
// chosen that are not at hand. Must not know the layout.
import type { GalleryId, GalleryItem } from '$backend';
import type { GalleryPages } from './galleryPages.svelte';

export type Choice = 'only' | 'toggle' | 'extend';

export class GallerySelection {
  /** Position of the keyboard in the grid. */
  active = $state(0);
  ids = $state.raw<ReadonlySet<GalleryId>>(new Set());
  /** Many are being gathered. */
  gathering = $state(false);
  /** Counts how often the active one was to be brought into sight from outside the grid. */
  revealed = $state(0);
  #anchor = 0;
  #wish = 0;

  constructor(private pages: GalleryPages) {}

  get count(): number {
    return this.ids.size;
  }

  /** What is known of the chosen ones. */
  get items(): GalleryItem[] {
    return this.ids.size === 0 ? [] : this.pages.known(this.ids);
  }

  async choose(index: number, choice: Choice): Promise<void> {
    this.active = index;
    if (choice === 'extend')
      return this.#gather(Math.min(this.#anchor, index), Math.max(this.#anchor, index));
    this.#anchor = index;
    const id = this.pages.at(index)?.id;
    if (id === undefined) return;
    if (choice === 'only') return this.#put([id]);
    const next = new Set(this.ids);
    if (!next.delete(id)) next.add(id);
    this.#put(next);
  }

  /** Moves the keyboard; the selection follows only when it is being extended. */
  async move(index: number, extending: boolean): Promise<void> {
    this.active = this.#inside(index);
    if (extending) await this.choose(this.active, 'extend');
    else this.#anchor = this.active;
  }

  all(): Promise<void> {
    return this.#gather(0, (this.pages.total ?? 0) - 1);
  }

  /** Puts the keyboard on a place and asks the grid to show it. */
  stand(index: number): void {
    this.active = this.#inside(index);
    this.#anchor = this.active;
    this.revealed++;
  }

  clear(): void {
    this.#put([]);
  }

  /** These are gone from what is shown. */
  forget(ids: ReadonlySet<GalleryId>): void {
    this.#put([...this.ids].filter((id) => !ids.has(id)));
  }

  /** After a change: the keyboard stays inside what is left. */
  settle(): void {
    this.active = this.#inside(this.active);
  }

  #inside(index: number): number {
    return Math.min(Math.max(0, (this.pages.total ?? 1) - 1), Math.max(0, index));
  }

  // A newer choice ends the gathering of an older one.
  async #gather(first: number, last: number): Promise<void> {
    const wish = ++this.#wish;
    this.gathering = true;
    try {
      const ids = await this.pages.ids(first, last);
      if (wish === this.#wish) this.#put(ids);
    } finally {
      if (wish === this.#wish) this.gathering = false;
    }
  }

  #put(ids: Iterable<GalleryId>): void {
    this.#wish++;
    this.gathering = false;
    this.ids = new Set(ids);
  }
}
