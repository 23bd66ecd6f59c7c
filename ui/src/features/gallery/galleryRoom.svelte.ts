// The room of the gallery: what it shows and in which order, what is chosen, what is looked at closely, and what is done
// with it. Fed by events. Must not know how anything looks.
import type { Backend, BlazonEvent, GalleryFacts, GalleryId, GalleryItem, GalleryQuery } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';
import type { Toasts } from '$shared/toasts.svelte';
import { t } from '$shared/words.svelte';
import { BadgeFrames } from './badgeFrames.svelte';
import { ForeignReading } from './foreignReading.svelte';
import { GalleryDetails } from './galleryDetails.svelte';
import { GalleryPages } from './galleryPages.svelte';
import { everything, narrowings, unnarrowed, widened, type Narrowing } from './galleryQuery';
import { GallerySelection } from './gallerySelection.svelte';
import { ThumbMaking } from './thumbMaking.svelte';

/** What the whole window has. */
type Surroundings = { failures: Failures; toasts: Toasts };

/** What is looked at over the whole work area; the id is `null` until it is known. */
type Large = { index: number; id: GalleryId | null };

export class GalleryRoom {
  facts = $state.raw<GalleryFacts | null>(null);
  large = $state.raw<Large | null>(null);
  compared = $state.raw<[GalleryItem, GalleryItem] | null>(null);
  /** Files are looked for again. */
  lookingAgain = $state(false);
  exporting = $state(false);
  /** Counts how often the field of the search was asked for. */
  searchAsked = $state(0);
  readonly pages: GalleryPages;
  readonly selection: GallerySelection;
  readonly thumbs: ThumbMaking;
  readonly frames: BadgeFrames;
  readonly details: GalleryDetails;
  readonly foreign: ForeignReading;
  readonly #with: Surroundings;
  #shown = false;
  #dirty = true;
  /** What was removed and may be taken back, the newest last; and what was taken back. */
  #removed: GalleryId[][] = [];
  #restored: GalleryId[][] = [];
  #latest = new Latest(() => this.#read());

  readonly narrowed = $derived.by(() => narrowings(this.pages.query).length > 0);
  /** How many there would be if nothing narrowed; `null` until that is known. */
  readonly all = $derived.by(() => {
    if (!this.facts) return null;
    const { pictures, badges, trash } = this.facts;
    return this.pages.query.trash ? trash : pictures + badges;
  });
  readonly largeItem = $derived.by(() => (this.large ? this.pages.at(this.large.index) : undefined));

  constructor(
    private backend: Backend,
    surroundings: Surroundings,
  ) {
    this.#with = surroundings;
    const report = (error: unknown) => surroundings.failures.report(error);
    this.pages = new GalleryPages(backend, report);
    this.selection = new GallerySelection(this.pages);
    this.thumbs = new ThumbMaking(backend, this.pages);
    this.frames = new BadgeFrames(backend);
    this.details = new GalleryDetails(backend);
    this.foreign = new ForeignReading(backend, surroundings.failures);
  }

  async open(): Promise<void> {
    this.#shown = true;
    if (this.#dirty) await this.#latest.refresh();
    // Other programs may have moved files meanwhile: where they did, an event follows.
    void this.#with.failures.attempt(() => this.backend.lookAgain());
  }

  /** What there is in all, for who stands in another room. */
  async readFacts(): Promise<void> {
    this.facts = (await this.#with.failures.attempt(() => this.backend.galleryFacts())) ?? this.facts;
  }

  /** Another room is shown: what happens meanwhile is read on the way back. */
  leave(): void {
    this.#shown = false;
    this.compared = null;
    this.#leaveLarge();
    this.foreign.close();
  }

  hear(event: BlazonEvent): void {
    if (event.type !== 'galleryChanged' && event.type !== 'libraryChanged') return;
    this.#dirty = true;
    if (this.#shown) void this.#latest.refresh();
  }

  /** Shows something else. */
  ask(part: Partial<GalleryQuery>): void {
    this.#leaveLarge();
    this.compared = null;
    this.selection.clear();
    this.selection.active = 0;
    void this.pages.show({ ...this.pages.query, ...part });
  }

  widen(part: Narrowing): void {
    this.ask(widened(this.pages.query, part));
  }

  clearNarrowings(): void {
    this.ask(unnarrowed(this.pages.query));
  }

  enterTrash(trash: boolean): void {
    if (trash !== this.pages.query.trash) this.ask({ ...everything, order: this.pages.query.order, trash });
  }

  /** The field of the search should get the focus. */
  askSearch(): void {
    this.#leaveLarge();
    this.compared = null;
    this.searchAsked++;
  }

  look(index: number): void {
    const last = (this.pages.total ?? 0) - 1;
    if (index < 0 || index > last) return;
    this.large = { index, id: this.pages.at(index)?.id ?? null };
    this.selection.active = index;
    this.pages.stand(index);
  }

  /** Back to the grid, where one was. */
  closeLarge(): void {
    if (!this.large) return;
    this.selection.stand(this.large.index);
    this.#leaveLarge();
  }

  closeCompared(): void {
    if (!this.compared) return;
    this.compared = null;
    this.selection.stand(this.selection.active);
  }

  async rate(ids: GalleryId[], rating: number): Promise<void> {
    await this.#change(
      ids,
      () => ({ rating }),
      () => this.backend.rateInGallery(ids, rating),
    );
  }

  async favour(ids: GalleryId[], favourite: boolean): Promise<void> {
    await this.#change(
      ids,
      () => ({ favourite }),
      () => this.backend.favourInGallery(ids, favourite),
    );
  }

  async tag(ids: GalleryId[], add: string[], remove: string[]): Promise<void> {
    const tagged = ({ tags }: GalleryItem) => ({
      tags: [...tags.filter((tag) => !remove.includes(tag) && !add.includes(tag)), ...add],
    });
    await this.#change(ids, tagged, () => this.backend.tagInGallery(ids, add, remove));
  }

  async remove(ids: GalleryId[]): Promise<void> {
    this.#restored = [];
    await this.#removeNow(ids);
  }

  async restore(ids: GalleryId[]): Promise<void> {
    await this.#restoreNow(ids);
  }

  /** Deletes what was removed; throws what is refused, which is said in the question. */
  async emptyTrash(): Promise<void> {
    const count = await this.backend.emptyTrash();
    this.#removed = [];
    this.#restored = [];
    this.selection.clear();
    this.#with.toasts.show({ sentence: t('gallery-trash-emptied', { count }) });
    await this.#latest.refresh();
  }

  async export(ids: GalleryId[], withText: boolean): Promise<void> {
    if (ids.length === 0) return;
    this.exporting = true;
    await this.#with.failures.attempt(async () => {
      const path = await this.backend.exportFromGallery(ids, withText);
      if (path !== null) this.#with.toasts.show({ sentence: t('gallery-exported', { path }) });
    });
    this.exporting = false;
  }

  /** Looks at the files: a disk may be back, a folder may have been moved. */
  async lookAgain(): Promise<void> {
    this.lookingAgain = true;
    await this.#with.failures.attempt(async () => {
      this.facts = await this.backend.lookAgain();
      this.thumbs.forget();
    });
    await this.#latest.refresh();
    this.lookingAgain = false;
  }

  showInFolder(id: GalleryId): void {
    void this.#with.failures.attempt(() => this.backend.showPicture(id));
  }

  dragOut(ids: GalleryId[]): void {
    if (ids.length > 0) void this.#with.failures.attempt(() => this.backend.dragOut(ids));
  }

  undo(): void {
    const ids = this.#removed.pop();
    if (!ids) return;
    this.#restored.push(ids);
    void this.#restoreNow(ids);
  }

  redo(): void {
    const ids = this.#restored.pop();
    if (ids) void this.#removeNow(ids);
  }

  #leaveLarge(): void {
    this.large = null;
    this.pages.stand(null);
    this.details.forget();
  }

  async #read(): Promise<void> {
    this.#dirty = false;
    const stood = this.pages.at(this.selection.active)?.id;
    const facts = this.#with.failures.attempt(() => this.backend.galleryFacts());
    await this.pages.refresh();
    this.facts = (await facts) ?? this.facts;
    const place = stood === undefined ? null : this.pages.indexOf(stood);
    if (place !== null) this.selection.active = place;
    this.selection.settle();
    this.#followLarge();
    if (this.large) this.details.again();
  }

  // What is looked at may stand elsewhere by now, or be gone: then what has come to its place is looked at.
  #followLarge(): void {
    const { large } = this;
    const total = this.pages.total ?? 0;
    if (!large) return;
    if (total === 0) return this.closeLarge();
    const found = large.id === null ? null : this.pages.indexOf(large.id);
    const index = Math.min(found ?? large.index, total - 1);
    const id = this.pages.at(index)?.id ?? null;
    if (index !== large.index || id !== large.id) {
      this.large = { index, id };
      this.selection.active = index;
      this.pages.stand(index);
    }
  }

  async #removeNow(ids: GalleryId[]): Promise<void> {
    if (!(await this.#move(ids, () => this.backend.removeFromGallery(ids)))) return;
    this.#removed.push(ids);
    this.#with.toasts.show({
      sentence: t('gallery-removed', { count: ids.length }),
      action: { kind: 'undo', run: () => this.undo() },
    });
    await this.#latest.refresh();
  }

  async #restoreNow(ids: GalleryId[]): Promise<void> {
    if (await this.#move(ids, () => this.backend.restoreInGallery(ids))) await this.#latest.refresh();
  }

  /** These leave what is shown, or come back to it; says whether they did. */
  async #move(ids: GalleryId[], step: () => Promise<unknown>): Promise<boolean> {
    if (ids.length === 0) return false;
    const done = await this.#with.failures.attempt(async () => {
      await step();
      return true;
    });
    if (done) this.selection.forget(new Set(ids));
    return done ?? false;
  }

  async #change(
    ids: GalleryId[],
    change: (item: GalleryItem) => Partial<GalleryItem>,
    step: () => Promise<unknown>,
  ): Promise<void> {
    if (ids.length === 0) return;
    this.pages.patch(new Set(ids), change);
    const done = await this.#with.failures.attempt(async () => {
      await step();
      return true;
    });
    if (!done) await this.#latest.refresh();
  }
}
