// All that is known of the picture that is looked at; the newest question wins. Must not know how it is shown.
import { BackendError, type Backend, type GalleryId, type GalleryPicture } from '$backend';
import { NewestWish } from '$features/badges/newestWish';

export class GalleryDetails {
  shown = $state.raw<GalleryPicture | null>(null);
  /** Why they could not be read. */
  trouble = $state<string | null>(null);
  #wanted: GalleryId | null = null;
  readonly #wishes: NewestWish<GalleryId, GalleryPicture>;

  constructor(backend: Backend) {
    this.#wishes = new NewestWish(
      (id) => backend.loadGalleryPicture(id),
      (picture, id) => {
        if (id === this.#wanted) this.shown = picture;
      },
      (error, id) => {
        if (id === this.#wanted) this.trouble = error instanceof BackendError ? error.message : String(error);
      },
    );
  }

  /** Those of this picture, where they have come. */
  of(id: GalleryId): GalleryPicture | null {
    return this.shown?.item.id === id ? this.shown : null;
  }

  load(id: GalleryId): void {
    if (id === this.#wanted) return;
    this.#wanted = id;
    this.trouble = null;
    this.#wishes.wish(id);
  }

  /** What is known may be other by now. */
  again(): void {
    if (this.#wanted !== null) this.#wishes.wish(this.#wanted);
  }

  forget(): void {
    this.#wanted = null;
    this.shown = null;
    this.trouble = null;
    this.#wishes.forget();
  }
}
