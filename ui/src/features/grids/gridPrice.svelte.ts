// What drawing the missing cells of a plan takes, asked a moment after the last change. Must not know where the plan
// comes from.
import { BackendError, type Backend, type GridCost, type GridPlan } from '$backend';
import { Later } from '$shared/later';
import { planKey } from './gridPlan';

const SOON_MS = 200;

export class GridPrice {
  /** `null` until it was worked out. */
  cost = $state.raw<GridCost | null>(null);
  /** What is known is not yet the answer to what is set. */
  pending = $state(false);
  /** Why such a grid cannot be drawn at all. */
  error = $state.raw<string | null>(null);
  #wanted: GridPlan | null = null;
  #key = '';
  #asked = 0;
  #soon = new Later(SOON_MS, () => void this.#ask());

  constructor(private backend: Backend) {}

  look(plan: GridPlan | null): void {
    const key = plan ? planKey(plan) : '';
    if (key === this.#key) return;
    this.#key = key;
    this.#wanted = plan;
    this.#asked++;
    this.pending = plan !== null;
    if (plan) return this.#soon.soon();
    this.#soon.stop();
    this.cost = null;
    this.error = null;
  }

  /** What is known was used up: nothing stands beside the button until it is asked again. */
  anew(): void {
    this.pending = this.#wanted !== null;
    this.again();
  }

  /** The same plan may take something else by now. */
  again(): void {
    if (!this.#wanted) return;
    this.#asked++;
    this.#soon.soon();
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    const plan = this.#wanted;
    if (!plan) return;
    const found = await this.#answer(plan);
    if (asked !== this.#asked) return;
    this.cost = typeof found === 'string' ? null : found;
    this.error = typeof found === 'string' ? found : null;
    this.pending = false;
  }

  async #answer(plan: GridPlan): Promise<GridCost | string> {
    try {
      return await this.backend.planGrid(plan);
    } catch (error) {
      return error instanceof BackendError ? error.message : String(error);
    }
  }
}
