// How fast a work goes, measured from what was seen of it, and what that leaves. Must not guess: with too little
// seen it gives nothing. A work taken up again after a crash is measured from where it was taken up.
const ENOUGH_MS = 1500;
const ENOUGH_STEPS = 3;
const WINDOW_MS = 15000;

type Sight = { done: number; at: number };

export class Pace {
  #seen: Sight[] = [];

  note(done: number, at: number): void {
    this.#seen.push({ done, at });
    while (this.#seen.length > 2 && at - (this.#seen[1]?.at ?? at) > WINDOW_MS) this.#seen.shift();
  }

  secondsLeft(total: number): number | null {
    const [first, last] = [this.#seen[0], this.#seen[this.#seen.length - 1]];
    if (!first || !last) return null;
    const [steps, time] = [last.done - first.done, last.at - first.at];
    if (time < ENOUGH_MS || steps < ENOUGH_STEPS) return null;
    return ((total - last.done) * time) / steps / 1000;
  }
}
