// Tells when rows go by faster than pictures could be seen: then they stay grey until it slows down. One jump, as a key
// makes it, is no rush. Must not know what is in the rows.
import { Later } from '$shared/later';

/** Rows that go by at once, twice within so many milliseconds, rush. */
const [ROWS, WITHIN_MS] = [2, 120];

export class Rush {
  going = $state(false);
  #row = 0;
  #jumpedAt = -Infinity;
  readonly #rest = new Later(WITHIN_MS, () => (this.going = false));

  constructor(private now: () => number = () => performance.now()) {}

  /** The row that is at the top now. */
  note(row: number): void {
    const jumped = Math.abs(row - this.#row) >= ROWS;
    this.#row = row;
    if (!jumped) return;
    const now = this.now();
    if (now - this.#jumpedAt < WITHIN_MS) this.going = true;
    if (this.going) this.#rest.soon();
    this.#jumpedAt = now;
  }

  stop(): void {
    this.#rest.stop();
    this.going = false;
  }
}
