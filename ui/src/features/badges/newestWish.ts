// Asks for the newest of many wishes: one question is on its way at a time, and of those that come meanwhile only the
// last is asked. Must not know what is wished for.
export class NewestWish<Wish, Answer> {
  #next: { wish: Wish } | null = null;
  #asking = false;
  #era = 0;

  constructor(
    private ask: (wish: Wish) => Promise<Answer>,
    private take: (answer: Answer, wish: Wish) => void,
    private fail: (error: unknown, wish: Wish) => void,
  ) {}

  /** Whether nothing is on its way. */
  get idle(): boolean {
    return !this.#asking;
  }

  wish(wish: Wish): void {
    this.#next = { wish };
    if (!this.#asking) void this.#goOn();
  }

  /** Forgets what is wished for; an answer that is still to come is not taken. */
  forget(): void {
    this.#next = null;
    this.#era++;
  }

  async #goOn(): Promise<void> {
    this.#asking = true;
    while (this.#next) {
      const { wish } = this.#next;
      const era = this.#era;
      this.#next = null;
      try {
        const answer = await this.ask(wish);
        if (era === this.#era) this.take(answer, wish);
      } catch (error) {
        if (era === this.#era) this.fail(error, wish);
      }
    }
    this.#asking = false;
  }
}
