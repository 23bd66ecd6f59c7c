// Reads something again after changes: one reading at a time, and one more for all changes that came meanwhile.
// Must not know what is read.
export class Latest {
  #reading = false;
  #again = false;

  constructor(private read: () => Promise<void>) {}

  async refresh(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      do {
        this.#again = false;
        await this.read();
      } while (this.#again);
    } finally {
      this.#reading = false;
    }
  }
}
