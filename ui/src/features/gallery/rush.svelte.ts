// Tells which rows may be shown. After a jump, as a key makes it, they are uncovered one for each frame, since a whole
// screen of new pictures takes longer than a frame; while jumps follow each other, all stay grey until it slows down.
// Must not know what is in the rows.
import { Later } from '$shared/later';

/** Rows that go by at once, twice within so many milliseconds, rush. */
const [ROWS, WITHIN_MS] = [2, 120];
/** More than a screen has. */
const ALL = 40;

export class Rush {
  /** So many rows are uncovered, from the one at the top. */
  #uncovered = $state(ALL);
  #row = 0;
  #jumpedAt = -Infinity;
  #frame = 0;
  readonly #rest = new Later(WITHIN_MS, () => this.#uncover());

  /** Whether nothing is to be shown at all. */
  readonly going = $derived(this.#uncovered === 0);

  constructor(private now: () => number = () => performance.now()) {}

  /** Whether a row stays grey. */
  hides(row: number): boolean {
    return this.#uncovered < ALL && Math.abs(row - this.#row) >= this.#uncovered;
  }

  /** The row that is at the top now. */
  note(row: number): void {
    const jumped = Math.abs(row - this.#row) >= ROWS;
    this.#row = row;
    if (!jumped) return;
    const now = this.now();
    const again = now - this.#jumpedAt < WITHIN_MS;
    this.#jumpedAt = now;
    cancelAnimationFrame(this.#frame);
    this.#uncovered = 0;
    if (again) this.#rest.soon();
    else this.#uncover();
  }

  stop(): void {
    this.#rest.stop();
    cancelAnimationFrame(this.#frame);
    this.#uncovered = ALL;
  }

  #uncover(): void {
    this.#frame = requestAnimationFrame(() => {
      this.#uncovered++;
      if (this.#uncovered < ALL) this.#uncover();
    });
  }
}
