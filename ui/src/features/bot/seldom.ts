// Does something at once and then, however often it is asked for, not again before a while has passed; the last asking
// is never lost. Must not know what is done.
export class Seldom {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsked = false;

  constructor(
    private apart: number,
    private run: () => void,
  ) {}

  ask(): void {
    if (this.#timer !== undefined) {
      this.#isAsked = true;
      return;
    }
    this.#isAsked = false;
    this.#timer = setTimeout(() => this.#rested(), this.apart);
    this.run();
  }

  #rested(): void {
    this.#timer = undefined;
    if (this.#isAsked) this.ask();
  }
}
