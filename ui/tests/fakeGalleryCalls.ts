// The gallery calls of the fake backend: a list in memory. Never shipped.
import { BackendError } from '../src/backend/backend';
import type {
  ForeignPicture,
  GalleryFacts,
  GalleryItem,
  GalleryPage,
  GalleryPicture,
  GalleryQuery,
  PendingDrop,
  Picture,
} from '../src/backend';
import { FakeBadgeCalls } from './fakeBadgeCalls';
import { factsOf, listed, sampleForeign, sampleGalleryPicture } from './fakeGallery';

export abstract class FakeGalleryCalls extends FakeBadgeCalls {
  gallery: GalleryItem[] = [];
  /** What pictures say of themselves otherwise, by id. */
  galleryPictures = new Map<string, Partial<Picture>>();
  galleryFact: Partial<GalleryFacts> = {};
  /** Whoever looks at the files again finds what was missing. */
  filesAreBack = false;
  /** The questions that were asked, newest last. */
  asked: { query: GalleryQuery; offset: number; limit: number }[] = [];
  /** What was dragged out or exported, newest last. */
  draggedOut: string[][] = [];
  exportedPictures: { ids: string[]; withText: boolean }[] = [];
  pickedForeign: PendingDrop | null = { id: 77, files: 1, folders: 0, models: 0 };
  foreign: ForeignPicture = sampleForeign();
  /** How long an answer of the gallery takes. */
  galleryWait: ((query: GalleryQuery) => Promise<void>) | null = null;
  #found: { key: string; of: GalleryItem[]; items: GalleryItem[] } | null = null;

  async listGallery(query: GalleryQuery, offset: number, limit: number): Promise<GalleryPage> {
    this.called('listGallery');
    this.asked.push({ query, offset, limit });
    await this.galleryWait?.(query);
    const found = this.#search(query);
    return { total: found.length, offset, items: found.slice(offset, offset + limit) };
  }

  async galleryFacts(): Promise<GalleryFacts> {
    this.called('galleryFacts');
    return { ...factsOf(this.gallery, (model) => this.modelNamed(model)), ...this.galleryFact };
  }

  async loadGalleryPicture(id: string): Promise<GalleryPicture> {
    this.called('loadGalleryPicture');
    const item = this.gallery.find((each) => each.id === id);
    if (!item)
      throw new BackendError({
        code: 'notFound',
        message: 'It is not in the library any more.',
        hint: null,
      });
    return sampleGalleryPicture(item, this.galleryPictures.get(id));
  }

  async makeGalleryThumb(id: string): Promise<string | null> {
    this.called('makeGalleryThumb');
    const item = this.gallery.find((each) => each.id === id);
    return item && !item.isMissing ? `thumbs/made-${id}.webp` : null;
  }

  async rateInGallery(ids: string[], rating: number) {
    return this.#change('rateInGallery', ids, () => ({ rating }));
  }

  async favourInGallery(ids: string[], favourite: boolean) {
    return this.#change('favourInGallery', ids, () => ({ favourite }));
  }

  async tagInGallery(ids: string[], add: string[], remove: string[]) {
    return this.#change('tagInGallery', ids, ({ tags }) => ({
      tags: [...tags.filter((tag) => !remove.includes(tag) && !add.includes(tag)), ...add],
    }));
  }

  async removeFromGallery(ids: string[]) {
    return this.#change('removeFromGallery', ids, () => ({ removedAt: 1 }));
  }

  async restoreInGallery(ids: string[]) {
    return this.#change('restoreInGallery', ids, () => ({ removedAt: null }));
  }

  async emptyTrash(): Promise<number> {
    this.called('emptyTrash');
    const kept = this.gallery.filter(({ removedAt }) => removedAt === null);
    const count = this.gallery.length - kept.length;
    this.gallery = kept;
    this.emit({ type: 'galleryChanged' });
    return count;
  }

  async exportFromGallery(ids: string[], withText: boolean): Promise<string | null> {
    this.called('exportFromGallery');
    this.exportedPictures.push({ ids, withText });
    return '/home/anna/Pictures/fox.png';
  }

  async lookAgain(): Promise<GalleryFacts> {
    this.called('lookAgain');
    if (this.filesAreBack) {
      this.gallery = this.gallery.map((item) => ({ ...item, isMissing: false }));
      this.galleryFact = { ...this.galleryFact, folderGone: false };
      this.emit({ type: 'galleryChanged' });
    }
    return this.galleryFacts();
  }

  async pickForeignPicture(): Promise<PendingDrop | null> {
    this.called('pickForeignPicture');
    return this.pickedForeign;
  }

  async readForeignPicture(): Promise<ForeignPicture> {
    this.called('readForeignPicture');
    return this.foreign;
  }

  async dragOut(ids: string[]) {
    this.called('dragOut');
    this.draggedOut.push(ids);
    return null;
  }

  protected abstract modelNamed(model: string): string;

  #search(query: GalleryQuery): GalleryItem[] {
    const key = JSON.stringify(query);
    if (this.#found?.key !== key || this.#found.of !== this.gallery)
      this.#found = { key, of: this.gallery, items: listed(this.gallery, query) };
    return this.#found.items;
  }

  #change(call: string, ids: string[], change: (item: GalleryItem) => Partial<GalleryItem>): null {
    this.called(call);
    const meant = new Set(ids);
    this.gallery = this.gallery.map((item) => (meant.has(item.id) ? { ...item, ...change(item) } : item));
    this.emit({ type: 'galleryChanged' });
    return null;
  }
}
