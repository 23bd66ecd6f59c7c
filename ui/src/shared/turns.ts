// One thing at a time, in the order of asking. Must not know what is done.
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** After `longest` milliseconds the next one has its turn, whether or not the one before has ended. */
  constructor(private longest: number) {}

  /** Resolves when `work`, which must not fail, has ended or has taken its longest. */
  take(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(() => this.#within(work));
    return this.#last;
  }

  async #within(work: () => Promise<void>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((end) => (timer = setTimeout(end, this.longest)));
    await Promise.race([work(), over]);
    clearTimeout(timer);
  }
}
