// The captions of one dataset: all of them, what is shown, what is selected, and what is being typed.
// Must not know how rows are laid out.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import {
  BackendError,
  type Backend,
  type BlazonEvent,
  type CaptionLint,
  type DatasetId,
  type Photo,
  type PhotoId,
  type WordCount,
} from '$backend';
import { loadAllPhotos } from '$features/datasets/allPhotos';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';
import { remarksByPhoto } from './captionRemarks';

export type CaptionFilter = 'all' | 'without' | 'remarked';

/** A caption as the Rust side keeps it: on one line, without spaces around it. */
export const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

export function hasWord(caption: string, word: string): boolean {
  const words: string[] = caption.toLowerCase().match(/[\p{L}\p{N}_'’-]+/gu) ?? [];
  return words.includes(word) || (word.includes(' ') && caption.toLowerCase().includes(word));
}

export class CaptionSheet {
  /** `null` until they have been read once. */
  photos = $state.raw<Photo[] | null>(null);
  lints = $state.raw<CaptionLint[]>([]);
  frequent = $state.raw<WordCount[]>([]);
  filter = $state<CaptionFilter>('all');
  /** Only captions with this word are shown. */
  word = $state<string | null>(null);
  readonly selected = new SvelteSet<PhotoId>();
  readonly refusals = new SvelteMap<PhotoId, string>();
  #drafts = new SvelteMap<PhotoId, string>();
  #latest = new Latest(() => this.#read());

  readonly remarks = $derived(remarksByPhoto(this.lints));
  readonly without = $derived((this.photos ?? []).filter((photo) => photo.caption === ''));
  readonly remarked = $derived((this.photos ?? []).filter((photo) => this.remarks.has(photo.id)));
  readonly shown = $derived.by(() => {
    const word = this.word;
    if (word !== null) return (this.photos ?? []).filter((photo) => hasWord(photo.caption, word));
    if (this.filter === 'without') return this.without;
    return this.filter === 'remarked' ? this.remarked : (this.photos ?? []);
  });
  /** On which photos a rewrite works; none means all. */
  readonly scope = $derived(
    (this.photos ?? []).map((photo) => photo.id).filter((id) => this.selected.has(id)),
  );

  constructor(
    private backend: Backend,
    readonly dataset: DatasetId,
    private failures: Failures,
  ) {}

  /** Reads everything and keeps it true until the returned function is called. */
  listen(): () => void {
    void this.#latest.refresh();
    const deaf = this.backend.on((event) => this.#hear(event));
    return () => {
      deaf();
      void this.saveAll();
    };
  }

  choose(filter: CaptionFilter): void {
    this.word = null;
    this.filter = filter;
  }

  chooseWord(word: string): void {
    this.word = this.word === word ? null : word;
  }

  toggle(photo: PhotoId): void {
    if (!this.selected.delete(photo)) this.selected.add(photo);
  }

  /** Selects all that is shown, or nothing where all of it is selected already. */
  toggleShown(): void {
    const all = this.shown.every((photo) => this.selected.has(photo.id));
    for (const photo of this.shown) {
      if (all) this.selected.delete(photo.id);
      else this.selected.add(photo.id);
    }
  }

  textOf(photo: Photo): string {
    return this.#drafts.get(photo.id) ?? photo.caption;
  }

  isClean(photo: Photo): boolean {
    return onOneLine(this.textOf(photo)) === photo.caption;
  }

  edit(photo: Photo, text: string): void {
    this.refusals.delete(photo.id);
    this.#drafts.set(photo.id, text);
  }

  /** Takes back what was typed since the last saving. */
  revert(photo: Photo): void {
    this.refusals.delete(photo.id);
    this.#drafts.delete(photo.id);
  }

  async save(photo: Photo): Promise<void> {
    if (this.isClean(photo)) return this.revert(photo);
    const typed = this.textOf(photo);
    const caption = onOneLine(typed);
    try {
      await this.backend.captionPhotos(this.dataset, [{ photo: photo.id, caption }]);
      this.photos = this.photos?.map((each) => (each.id === photo.id ? { ...each, caption } : each)) ?? null;
      if (this.#drafts.get(photo.id) === typed) this.#drafts.delete(photo.id);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.refusals.set(photo.id, error.message);
    }
  }

  /** Saves whatever is still being typed, before the rows give way to something else. */
  async saveAll(): Promise<void> {
    await Promise.all(
      (this.photos ?? []).filter(({ id }) => this.#drafts.has(id)).map((each) => this.save(each)),
    );
  }

  #hear(event: BlazonEvent): void {
    const concerns = event.type === 'datasetChanged' && event.dataset === this.dataset;
    if (concerns || event.type === 'libraryChanged') void this.#latest.refresh();
  }

  async #read(): Promise<void> {
    await this.failures.attempt(async () => {
      const [photos, review, statistics] = await Promise.all([
        loadAllPhotos(this.backend, this.dataset),
        this.backend.reviewDataset(this.dataset),
        this.backend.datasetStatistics(this.dataset),
      ]);
      this.photos = photos;
      this.lints = review.lines.flatMap(({ finding }) => (finding.kind === 'captions' ? [finding.lint] : []));
      this.frequent = statistics.words;
      const known = new Set(photos.map((photo) => photo.id));
      for (const id of this.selected) if (!known.has(id)) this.selected.delete(id);
    });
  }
}
