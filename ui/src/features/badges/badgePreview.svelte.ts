// What is seen of the badge while it is made: the newest frame of the renderer, and why there is none.
// The last frame stays until the next one has come, so that nothing flickers. Must not know where it is shown.
import { BackendError, type Backend, type BadgeDesign, type BadgeFrame } from '$backend';
import { NewestWish } from './newestWish';

type Wish = { design: BadgeDesign; width: number };

/** A frame, and what it was made of. */
export type Shown = { frame: BadgeFrame; design: BadgeDesign };

export class BadgePreview {
  shown = $state.raw<Shown | null>(null);
  /** Why the badge cannot be drawn as it is. */
  trouble = $state<string | null>(null);
  readonly #wishes: NewestWish<Wish, BadgeFrame>;
  #last: Wish | null = null;

  readonly findings = $derived(this.shown?.frame.findings ?? []);
  /** Layers that are not drawn with these texts. */
  readonly hidden = $derived(this.shown?.frame.hidden ?? []);

  constructor(backend: Backend) {
    this.#wishes = new NewestWish(
      ({ design, width }) => backend.renderBadge(design, width),
      (frame, { design }) => {
        this.shown = { frame, design };
        this.trouble = null;
      },
      (error) =>
        (this.trouble =
          error instanceof BackendError
            ? error.message
            : String(error instanceof Error ? error.message : error)),
    );
  }

  get idle(): boolean {
    return this.#wishes.idle;
  }

  draw(design: BadgeDesign, width: number): void {
    if (this.#last?.design === design && this.#last.width === width) return;
    this.#last = { design, width };
    this.#wishes.wish(this.#last);
  }

  /** Draws the same once more: the template's files may have changed. */
  drawAgain(): void {
    if (this.#last) this.#wishes.wish(this.#last);
  }

  /** Another badge is opened: what is on its way is not its own. */
  clear(): void {
    this.#wishes.forget();
    this.#last = null;
    this.shown = null;
    this.trouble = null;
  }
}
