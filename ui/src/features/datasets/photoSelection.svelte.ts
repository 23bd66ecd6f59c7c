// Which photos are chosen and where the keyboard stands. Speaks in positions and ids; must not know the layout.
import { SvelteSet } from 'svelte/reactivity';
import type { PhotoId } from '$backend';
import type { PhotoPages } from './photoPages.svelte';

export type Choice = 'only' | 'toggle' | 'extend';

export class PhotoSelection {
  /** Position of the keyboard in the grid. */
  active = $state(0);
  readonly ids = new SvelteSet<PhotoId>();
  /** Counts how often the active photo was to be brought into sight from outside the grid. */
  revealed = $state(0);
  #anchor = 0;

  constructor(private photos: PhotoPages) {}

  get count(): number {
    return this.ids.size;
  }

  async choose(index: number, choice: Choice): Promise<void> {
    this.active = index;
    if (choice === 'extend') return this.#extend(index);
    this.#anchor = index;
    const [photo] = await this.photos.range(index, index);
    if (!photo) return;
    if (choice === 'only') this.#replace([photo.id]);
    else if (!this.ids.delete(photo.id)) this.ids.add(photo.id);
  }

  /** Moves the keyboard; the selection follows only when it is being extended. */
  async move(index: number, extending: boolean): Promise<void> {
    const last = Math.max(0, (this.photos.total ?? 0) - 1);
    this.active = Math.min(last, Math.max(0, index));
    if (extending) await this.#extend(this.active);
    else this.#anchor = this.active;
  }

  async all(): Promise<void> {
    const photos = await this.photos.range(0, (this.photos.total ?? 0) - 1);
    this.#replace(photos.map((photo) => photo.id));
  }

  /** Chooses these, wherever they stand, and asks the grid to show the first. */
  async chooseAll(ids: PhotoId[]): Promise<void> {
    this.#replace(ids);
    const first = ids[0] === undefined ? null : await this.photos.indexOf(ids[0]);
    this.stand(first ?? this.active);
  }

  /** Puts the keyboard on a place and asks the grid to show it. */
  stand(index: number): void {
    this.active = index;
    this.#anchor = index;
    this.revealed++;
  }

  clear(): void {
    this.ids.clear();
  }

  /** After a change: the position stays inside what is left. */
  settle(): void {
    this.active = Math.min(this.active, Math.max(0, (this.photos.total ?? 0) - 1));
  }

  async #extend(index: number): Promise<void> {
    const [first, last] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
    const photos = await this.photos.range(first, last);
    this.#replace(photos.map((photo) => photo.id));
  }

  #replace(ids: PhotoId[]): void {
    this.ids.clear();
    for (const id of ids) this.ids.add(id);
  }
}
