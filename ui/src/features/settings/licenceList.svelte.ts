// What Blazon is made of, as a person looks through it: all of it, what was typed, and the text of the chosen part.
// Must not know how a row looks.
import { BackendError, type Backend, type Licence } from '$backend';

const sentenceOf = (error: unknown): string =>
  error instanceof BackendError || error instanceof Error ? error.message : String(error);

export class LicenceList {
  all = $state.raw<Licence[]>([]);
  typed = $state('');
  chosen = $state.raw<Licence | null>(null);
  /** The text of the chosen one; `null` until it was read. */
  text = $state.raw<string | null>(null);
  error = $state<string | null>(null);

  readonly found = $derived(this.#find());

  constructor(private backend: Backend) {}

  async load(): Promise<void> {
    try {
      this.all = await this.backend.listLicences();
      if (this.all[0]) await this.choose(this.all[0]);
    } catch (error) {
      this.error = sentenceOf(error);
    }
  }

  async choose(licence: Licence): Promise<void> {
    this.chosen = licence;
    this.text = null;
    this.error = null;
    try {
      const text = await this.backend.loadLicence(licence.id);
      // Another may have been chosen meanwhile.
      if (this.chosen === licence) this.text = text;
    } catch (error) {
      if (this.chosen === licence) this.error = sentenceOf(error);
    }
  }

  /** Every word has to stand in the name or in the terms. */
  #find(): Licence[] {
    const words = this.typed.toLowerCase().split(/\s+/);
    return this.all.filter(({ name, licence }) => {
      const line = `${name} ${licence}`.toLowerCase();
      return words.every((word) => line.includes(word));
    });
  }
}
