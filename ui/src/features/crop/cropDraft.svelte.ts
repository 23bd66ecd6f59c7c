// A crop while it is being drawn, and how it would go into its bucket. Must not know who draws it.
import type { Backend, BucketFit, CropRect, Framing, Photo } from '$backend';
import { grown, inside, moved, ratioOf, sameRect, shaped, type CropLock } from './cropRect';

export class CropDraft {
  rect = $state.raw<CropRect>({ x: 0, y: 0, width: 1, height: 1 });
  lock = $state<CropLock>('free');
  fit = $state.raw<BucketFit | null>(null);
  #asked: CropRect | null = null;

  constructor(
    private backend: Backend,
    readonly photo: Photo,
    readonly framing: Framing,
    lock?: CropLock,
  ) {
    this.rect = photo.used;
    this.fit = photo.fit;
    this.lock = lock ?? (framing.shape === 'square' ? 'square' : 'free');
  }

  get changed(): boolean {
    return !sameRect(this.rect, this.photo.used);
  }

  get ratio(): number | null {
    return ratioOf(this.lock, this.photo);
  }

  draw(rect: CropRect): void {
    const drawn = inside(rect, this.photo);
    if (sameRect(drawn, this.rect)) return;
    this.rect = drawn;
    void this.#ask();
  }

  move(dx: number, dy: number): void {
    this.draw(moved(this.rect, dx, dy, this.photo));
  }

  grow(by: number): void {
    this.draw(grown(this.rect, by, this.photo));
  }

  lockTo(lock: CropLock): void {
    this.lock = lock;
    if (this.ratio !== null) this.draw(shaped(this.rect, this.ratio, this.photo));
  }

  takeBack(): void {
    this.draw(this.photo.used);
  }

  // One question at a time; the newest rectangle is asked about when the answer to an older one has come.
  async #ask(): Promise<void> {
    if (this.#asked) return;
    try {
      do {
        this.#asked = this.rect;
        const fit = await this.backend.fitCrop(this.#asked, this.framing);
        if (this.#asked === this.rect) this.fit = fit;
      } while (this.#asked !== this.rect);
    } catch {
      // Without an answer nothing is said of the bucket; the crop itself can still be saved.
      this.fit = null;
    }
    this.#asked = null;
  }
}
