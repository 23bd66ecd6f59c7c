// Two pictures side by side: where the divider stands, and all that is known of both. Must not know how it looks.
import { BackendError, type Backend, type GalleryItem, type GalleryPicture } from '$backend';

const [STEP, LEAP] = [1, 10];

export class Comparing {
  /** How much of the left picture is seen, in hundredths of the width. */
  share = $state(50);
  pictures = $state.raw<[GalleryPicture, GalleryPicture] | null>(null);
  trouble = $state<string | null>(null);

  constructor(
    private backend: Backend,
    readonly items: [GalleryItem, GalleryItem],
  ) {}

  async load(): Promise<void> {
    const [left, right] = this.items;
    try {
      this.pictures = await Promise.all([
        this.backend.loadGalleryPicture(left.id),
        this.backend.loadGalleryPicture(right.id),
      ]);
    } catch (error) {
      this.trouble = error instanceof BackendError ? error.message : String(error);
    }
  }

  moveTo(share: number): void {
    this.share = Math.min(100, Math.max(0, share));
  }

  /** Moves the divider where the key is for that; says whether it is. */
  key({ key, shiftKey }: KeyboardEvent): boolean {
    const step = shiftKey ? LEAP : STEP;
    if (key === 'ArrowRight' || key === 'ArrowUp') this.moveTo(this.share + step);
    else if (key === 'ArrowLeft' || key === 'ArrowDown') this.moveTo(this.share - step);
    else if (key === 'PageUp') this.moveTo(this.share + LEAP);
    else if (key === 'PageDown') this.moveTo(this.share - LEAP);
    else if (key === 'Home') this.moveTo(0);
    else if (key === 'End') this.moveTo(100);
    else return false;
    return true;
  }
}
