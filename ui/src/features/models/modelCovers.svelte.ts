// A picture for each model that has none of its own: the newest that it drew. Asked for one after the other.
// Must not know where it is shown.
import type { Backend, LoraModel, ModelId } from '$backend';
import { everything } from '$features/gallery/galleryQuery';
import { SvelteMap } from 'svelte/reactivity';

export class ModelCovers {
  /** Files relative to the library; `null` where nothing was drawn yet. */
  readonly #found = new SvelteMap<ModelId, string | null>();

  constructor(private backend: Backend) {}

  /** The file that shows what a model draws, relative to the library. */
  of(model: LoraModel): string | undefined {
    return model.cover ?? this.#found.get(model.id) ?? undefined;
  }

  /** What was drawn meanwhile is not known. */
  forget(): void {
    this.#found.clear();
  }

  async find(models: LoraModel[]): Promise<void> {
    for (const { id, cover } of models) {
      if (cover !== null || this.#found.has(id)) continue;
      this.#found.set(id, await this.#newest(id));
    }
  }

  async #newest(model: ModelId): Promise<string | null> {
    const { items } = await this.backend.listGallery({ ...everything, kind: 'picture', model }, 0, 1);
    const [item] = items;
    return item && !item.isMissing ? (item.thumb ?? item.file) : null;
  }
}
