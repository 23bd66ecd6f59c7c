// Asks for the thumbnails that are missing among what is in sight: a few at a time, each once.
// Must not know where they are shown.
import type { Backend, GalleryId, GalleryItem } from '$backend';
import type { GalleryPages } from './galleryPages.svelte';

const AT_ONCE = 3;
/** So many are remembered as asked; older ones may be asked again. */
const REMEMBERED = 4000;

export const lacksThumb = (item: GalleryItem): boolean =>
  item.kind === 'picture' && item.thumb === null && !item.isMissing;

export class ThumbMaking {
  #wanted: GalleryId[] = [];
  #asked = new Set<GalleryId>();
  #going = 0;

  constructor(
    private backend: Backend,
    private pages: GalleryPages,
  ) {}

  /** What is in sight now; what left it without having been asked for is not asked for. */
  want(items: GalleryItem[]): void {
    this.#wanted = items.filter((item) => lacksThumb(item) && !this.#asked.has(item.id)).map(({ id }) => id);
    while (this.#going < AT_ONCE && this.#wanted.length > 0) void this.#goOn();
  }

  /** The files may be other ones by now. */
  forget(): void {
    this.#asked.clear();
  }

  async #goOn(): Promise<void> {
    this.#going++;
    for (let id = this.#wanted.shift(); id !== undefined; id = this.#wanted.shift()) await this.#make(id);
    this.#going--;
  }

  async #make(id: GalleryId): Promise<void> {
    if (this.#asked.size >= REMEMBERED) this.#asked.clear();
    this.#asked.add(id);
    try {
      const thumb = await this.backend.makeGalleryThumb(id);
      this.pages.patch(new Set([id]), () => (thumb === null ? { isMissing: true } : { thumb }));
    } catch {
      // A picture that cannot be made small keeps its grey block; looked at closely it says why.
    }
  }
}
