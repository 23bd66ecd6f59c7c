// What the base makes of the words of a prompt, asked a moment after the last key. Must not know the field.
import type { Backend, PromptWord } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Later } from '$shared/later';

const SOON_MS = 200;

export class PromptCheck {
  words = $state.raw<PromptWord[]>([]);
  #wanted: { text: string; basePath: string | null } = { text: '', basePath: null };
  #asked = 0;
  #soon = new Later(SOON_MS, () => void this.#ask());

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {}

  look(text: string, basePath: string | null): void {
    this.#wanted = { text, basePath };
    this.#soon.soon();
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    const { text, basePath } = this.#wanted;
    if (text.trim() === '') {
      this.words = [];
      return;
    }
    const words = await this.failures.attempt(() => this.backend.checkPrompt(text, basePath));
    if (asked === this.#asked) this.words = words ?? [];
  }
}
