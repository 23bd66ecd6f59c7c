// The archive of one dataset: what it holds as it was read back, or what would go into it. Must not know the layout.
import type { ArchiveProof, Backend, BlazonEvent, DatasetId, Photo, PhotoId } from '$backend';
import { loadAllPhotos } from '$features/datasets/allPhotos';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';

export class DatasetArchive {
  /** `undefined` until it was looked for; `null` where there is none. */
  proof = $state.raw<ArchiveProof | null | undefined>(undefined);
  photos = $state.raw<Photo[]>([]);
  /** Being put into the queue. */
  starting = $state(false);
  #latest = new Latest(() => this.#read());

  readonly hashes = $derived(new Map<PhotoId, string>(this.photos.map((photo) => [photo.id, photo.hash])));
  readonly used = $derived(this.photos.filter((photo) => !photo.leftOut));

  constructor(
    private backend: Backend,
    readonly dataset: DatasetId,
    private failures: Failures,
  ) {}

  /** Reads everything and keeps it true until the returned function is called. */
  listen(): () => void {
    void this.#latest.refresh();
    return this.backend.on((event) => this.#hear(event));
  }

  async pack(): Promise<void> {
    this.starting = true;
    await this.failures.attempt(() => this.backend.packArchive(this.dataset));
    this.starting = false;
  }

  async show(): Promise<void> {
    await this.failures.attempt(() => this.backend.showArchive(this.dataset));
  }

  #hear(event: BlazonEvent): void {
    const changed = event.type === 'datasetChanged' && event.dataset === this.dataset;
    const packed =
      event.type === 'jobChanged' &&
      event.job.dataset === this.dataset &&
      event.job.kind === 'archive' &&
      event.job.state.status === 'succeeded';
    if (changed || packed || event.type === 'libraryChanged') void this.#latest.refresh();
  }

  async #read(): Promise<void> {
    await this.failures.attempt(async () => {
      const [proof, photos] = await Promise.all([
        this.backend.findArchive(this.dataset),
        loadAllPhotos(this.backend, this.dataset),
      ]);
      this.photos = photos;
      this.proof = proof;
    });
  }
}
