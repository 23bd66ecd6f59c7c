// The library's folder as a person changes it: another one is chosen and moved to, and the one that was left is deleted.
// Must not know how any of it is asked.
import type { Backend, LeftLibrary, MovePlan } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { refusalSentence } from '$shared/refusal';

export class LibraryFolder {
  /** The move that is asked about; `null` while none is. */
  plan = $state.raw<MovePlan | null>(null);
  /** Why the library cannot move to the folder that was chosen last. */
  refusal = $state<string | null>(null);
  /** A folder is being chosen, or what is to be moved is being counted. */
  choosing = $state(false);
  left = $state.raw<LeftLibrary | null>(null);
  /** The folder that was deleted last while this is on screen. */
  deleted = $state<string | null>(null);

  constructor(
    private backend: Backend,
    private failures: Failures,
    private onleftdeleted: () => void,
  ) {}

  async choose(): Promise<void> {
    this.choosing = true;
    this.refusal = null;
    try {
      this.plan = await this.backend.chooseLibraryFolder();
    } catch (refusal) {
      this.refusal = refusalSentence(refusal);
    }
    this.choosing = false;
  }

  putAway(): void {
    this.plan = null;
  }

  /** The program ends and starts again. Throws what the Rust side refuses. */
  async move(): Promise<void> {
    await this.backend.moveLibrary();
  }

  async loadLeft(): Promise<void> {
    const left = await this.failures.attempt(() => this.backend.loadLeftLibrary());
    if (left !== undefined) this.left = left;
  }

  /** Throws what the Rust side refuses; what could not be deleted is then still listed. */
  async deleteLeft({ path }: LeftLibrary): Promise<void> {
    try {
      await this.backend.deleteLeftLibrary();
      this.left = null;
      this.deleted = path;
      this.onleftdeleted();
    } catch (refusal) {
      await this.loadLeft();
      throw refusal;
    }
  }
}
