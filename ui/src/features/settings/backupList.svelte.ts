// The copies of the library's database: listed, made, gone back to. Must not know how a row looks.
import type { Backend, BackupInfo } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';

export class BackupList {
  /** Newest first; `null` until they were read. */
  all = $state.raw<BackupInfo[] | null>(null);
  /** The one that was made last while this is on screen. */
  made = $state.raw<BackupInfo | null>(null);
  making = $state(false);
  #latest: Latest;

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {
    this.#latest = new Latest(() => this.#read());
  }

  load(): Promise<void> {
    return this.#latest.refresh();
  }

  async make(): Promise<void> {
    this.making = true;
    this.made = (await this.failures.attempt(() => this.backend.backUpLibrary())) ?? null;
    this.making = false;
    if (this.made) await this.load();
  }

  /** Goes back to a copy; the program starts again. Throws what the Rust side refuses. */
  async restore(copy: BackupInfo): Promise<void> {
    await this.backend.restoreBackup(copy.name);
    await this.backend.restartProgram();
  }

  async #read(): Promise<void> {
    this.all = (await this.failures.attempt(() => this.backend.listBackups())) ?? this.all;
  }
}
