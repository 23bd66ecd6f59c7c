// The way back from what was done to models, and forth again. Must not know what a step does.
export type ModelStep = { forth: () => Promise<unknown>; back: () => Promise<unknown> };

export class ModelSteps {
  #done: ModelStep[] = [];
  #undone: ModelStep[] = [];

  note(step: ModelStep): void {
    this.#done.push(step);
    this.#undone = [];
  }

  /** What cannot be taken back ends the way. */
  forget(): void {
    this.#done = [];
    this.#undone = [];
  }

  async undo(): Promise<void> {
    const step = this.#done.pop();
    if (!step) return;
    await step.back();
    this.#undone.push(step);
  }

  async redo(): Promise<void> {
    const step = this.#undone.pop();
    if (!step) return;
    await step.forth();
    this.#done.push(step);
  }
}
