// The bases on this computer, the one that ships first, kept true by events. Must not know who chooses among them.
import { BackendError, type Backend, type Base, type BlazonEvent } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';

export class BaseList {
  /** `null` until the list has been read once. */
  all = $state.raw<Base[] | null>(null);
  /** Why the folder or file that was picked last is no base. */
  refusal = $state<string | null>(null);
  /** The system's dialog is open. */
  picking = $state(false);
  #latest: Latest;

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {
    this.#latest = new Latest(async () => {
      await failures.attempt(async () => {
        this.all = await backend.listBases();
      });
    });
  }

  load(): Promise<void> {
    return this.#latest.refresh();
  }

  hear(event: BlazonEvent): void {
    const concerns = event.type === 'basesChanged' || event.type === 'libraryChanged';
    if (concerns && this.all !== null) void this.load();
  }

  find(path: string | null): Base | undefined {
    return this.all?.find((base) => base.path === path);
  }

  /** Asks for a folder or a file; `null` where none was chosen, or what was chosen is no base. */
  async pick(kind: 'folder' | 'file'): Promise<Base | null> {
    this.refusal = null;
    this.picking = true;
    try {
      const base = await this.backend.pickBase(kind === 'folder');
      if (base) this.#put(base);
      return base;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.refusal = error.message;
      return null;
    } finally {
      this.picking = false;
    }
  }

  /** Takes a base of one's own from the list; its files stay. */
  async forget(path: string): Promise<void> {
    await this.failures.attempt(async () => {
      await this.backend.forgetBase(path);
      this.all = this.all?.filter((base) => base.path !== path) ?? null;
    });
  }

  #put(base: Base): void {
    const others = (this.all ?? []).filter((other) => other.path !== base.path);
    this.all = [...others, base];
  }
}
