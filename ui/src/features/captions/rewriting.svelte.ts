// A change of many captions that is being thought over: what is asked, and what it would do. Writes only on apply.
import {
  BackendError,
  type Backend,
  type CaptionRewrite,
  type DatasetId,
  type Edit,
  type PhotoId,
  type RewrittenCaption,
} from '$backend';

export type RewriteKind = 'replace' | 'add';

export class Rewriting {
  /** `null` while nobody thinks of one. */
  kind = $state<RewriteKind | null>(null);
  find = $state('');
  replacement = $state('');
  matchCase = $state(false);
  wholeWords = $state(false);
  text = $state('');
  where = $state<'before' | 'after'>('after');
  /** What it would do; `null` until that is known. */
  changes = $state.raw<RewrittenCaption[] | null>(null);
  refusal = $state<string | null>(null);
  working = $state(false);
  #asked = 0;

  readonly rewrite = $derived.by((): CaptionRewrite | null => {
    const { find, replacement, matchCase, wholeWords, text, where } = this;
    if (this.kind === 'replace')
      return find === '' ? null : { kind: 'replace', find, with: replacement, matchCase, wholeWords };
    if (this.kind === 'add' && text.trim() !== '')
      return { kind: where === 'before' ? 'prefix' : 'suffix', text };
    return null;
  });

  constructor(
    private backend: Backend,
    private dataset: DatasetId,
  ) {}

  open(kind: RewriteKind): void {
    if (this.kind !== kind) this.#forget();
    this.kind = kind;
  }

  close(): void {
    this.kind = null;
    this.#forget();
  }

  /** Asks what a rewrite would do; an older answer that comes late is not shown. */
  async look(rewrite: CaptionRewrite | null, photos: PhotoId[]): Promise<void> {
    const asked = ++this.#asked;
    if (!rewrite) return this.#forget();
    try {
      const changes = await this.backend.previewRewrite(this.dataset, photos, rewrite);
      if (asked !== this.#asked) return;
      this.changes = changes;
      this.refusal = null;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.changes = null;
      this.refusal = error instanceof BackendError ? error.message : String(error);
    }
  }

  /** Writes what was shown. */
  async apply(photos: PhotoId[]): Promise<Edit | null> {
    const rewrite = this.rewrite;
    if (!rewrite) return null;
    this.working = true;
    try {
      return await this.backend.rewriteCaptions(this.dataset, photos, rewrite);
    } finally {
      this.working = false;
    }
  }

  #forget(): void {
    this.#asked++;
    this.changes = null;
    this.refusal = null;
  }
}
