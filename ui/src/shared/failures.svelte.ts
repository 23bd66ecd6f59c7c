// What went wrong in calls that have no field of their own; shown as notices until dismissed.
// Must not know which call it was.
import { BackendError } from '$backend';

export type Failure = { id: number; message: string; hint: string | null };

export class Failures {
  all = $state.raw<Failure[]>([]);
  #next = 0;

  report(error: unknown): void {
    const failure =
      error instanceof BackendError
        ? { message: error.message, hint: error.hint }
        : { message: String(error instanceof Error ? error.message : error), hint: null };
    const others = this.all.filter((other) => other.message !== failure.message);
    this.all = [...others, { id: this.#next++, ...failure }];
  }

  dismiss(id: number): void {
    this.all = this.all.filter((failure) => failure.id !== id);
  }

  /** Runs a step; a failure is reported and gives undefined. */
  async attempt<T>(step: () => Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      this.report(error);
      return undefined;
    }
  }
}
