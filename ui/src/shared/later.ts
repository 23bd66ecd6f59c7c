// Does something once calls have stopped coming for a while, such as asking the Rust side after the last key.
// Must not know what is done.
export class Later {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private wait: number,
    private run: () => void,
  ) {}

  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.run(), this.wait);
  }

  now(): void {
    clearTimeout(this.#timer);
    this.run();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
