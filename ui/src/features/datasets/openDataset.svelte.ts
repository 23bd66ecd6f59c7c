// The dataset on screen: its photos, what is chosen, what is said of it, and every change of it with its undo.
// Must not know the layout, nor other datasets.
import type {
  Backend,
  BlazonEvent,
  CaptionStyle,
  Choice,
  DatasetId,
  DatasetReview,
  DatasetStatistics,
  DeletionReport,
  Edit,
  Framing,
  Photo,
  PhotoCrop,
  PhotoFilter,
  PhotoId,
  PhotoOrder,
  Subject,
} from '$backend';
import { isQuiet, isUnfinished } from '$features/jobs/jobList.svelte';
import type { Failures } from '$shared/failures.svelte';
import type { Toasts } from '$shared/toasts.svelte';
import { t } from '$shared/words.svelte';
import { changeSentence } from './changeSentence';
import type { DatasetTab } from './datasetTab';
import { PhotoPages } from './photoPages.svelte';
import { PhotoSelection } from './photoSelection.svelte';

/** Names that a sentence holds at most; the number says how many there are. */
const NAMES_SAID = 3;

export type LargeMode = 'look' | 'crop';
export type Large = { index: number; mode: LargeMode };

/** What the whole window has for every dataset. */
type Surroundings = { toasts: Toasts; failures: Failures; tabs: Map<DatasetId, DatasetTab> };

export class OpenDataset {
  readonly photos: PhotoPages;
  readonly selection: PhotoSelection;
  readonly failures: Failures;
  /** `null` until it has been read once. */
  review = $state.raw<DatasetReview | null>(null);
  /** The photo that is shown large: its place in the list on screen, and whether it is looked at or cropped. */
  large = $state.raw<Large | null>(null);
  #reading = false;
  #readAgain = false;
  #toasts: Toasts;
  #tabs: Map<DatasetId, DatasetTab>;

  constructor(
    readonly backend: Backend,
    readonly id: DatasetId,
    { toasts, failures, tabs }: Surroundings,
  ) {
    this.failures = failures;
    this.#toasts = toasts;
    this.#tabs = tabs;
    this.photos = new PhotoPages(backend, id, (error) => failures.report(error));
    this.selection = new PhotoSelection(this.photos);
    if (this.tab === 'crop') this.photos.filter = 'used';
    this.photos.want(0, 0);
    void this.#readReview();
  }

  get tab(): DatasetTab {
    return this.#tabs.get(this.id) ?? 'photos';
  }

  enterTab(tab: DatasetTab): void {
    this.#tabs.set(this.id, tab);
    this.large = null;
    // What is left out needs no crop.
    if (tab === 'crop') void this.show('used');
    else if (this.photos.filter === 'used') void this.show('all');
  }

  hear(event: BlazonEvent): void {
    const concerns = event.type === 'datasetChanged' && event.dataset === this.id;
    // What was measured or found changes the marks.
    const inspected =
      event.type === 'jobChanged' &&
      event.job.dataset === this.id &&
      isQuiet(event.job) &&
      !isUnfinished(event.job);
    if (concerns || inspected || event.type === 'libraryChanged') void this.#refresh();
  }

  async show(filter: PhotoFilter, order: PhotoOrder = this.photos.order): Promise<void> {
    this.selection.clear();
    this.selection.active = 0;
    await this.photos.show(filter, order);
  }

  /** Leads to photos: lists them, chooses them and brings the first into sight. */
  async showPhotos(photos: PhotoId[], filter: PhotoFilter = 'all'): Promise<void> {
    this.enterTab('photos');
    await this.show(filter);
    await this.selection.chooseAll(photos);
  }

  /** Shows a photo of the list large. */
  look(index: number, mode: LargeMode = 'look'): void {
    if (index < 0 || index >= (this.photos.total ?? 0)) return;
    void this.photos.range(index, index);
    this.large = { index, mode };
  }

  /** Shows a photo large, wherever it stands. */
  async lookAt(photo: PhotoId | undefined, mode: LargeMode): Promise<void> {
    if (photo === undefined) return;
    await this.show(this.tab === 'crop' ? 'used' : 'all');
    const index = await this.photos.indexOf(photo);
    if (index !== null) this.look(index, mode);
  }

  /** Back to the list, with the keyboard on the photo that was large. */
  closeLarge(): void {
    if (this.large) this.selection.stand(this.large.index);
    this.large = null;
  }

  // The three below let a refusal through: it belongs under the field that was edited.
  async rename(name: string): Promise<void> {
    await this.backend.renameDataset(this.id, name);
    this.#done(t('datasets-toast-renamed', { name }));
  }

  async changeTrigger(trigger: string): Promise<void> {
    await this.backend.changeTrigger(this.id, trigger);
    this.#done(t('datasets-toast-trigger', { trigger }));
  }

  /** Lets a refusal through: it belongs under the caption. Says whether anything was changed. */
  async caption(photo: Photo, caption: string): Promise<boolean> {
    const edit = await this.backend.captionPhotos(this.id, [{ photo: photo.id, caption }]);
    if (edit) this.#done(t('datasets-toast-captioned', { name: photo.name }));
    return edit !== null;
  }

  async describe(subject: Subject): Promise<void> {
    await this.failures.attempt(async () => {
      await this.backend.describeDataset(this.id, subject);
      this.#done(t('datasets-toast-described'));
    });
  }

  async frame(from: Framing, to: Framing): Promise<void> {
    await this.failures.attempt(async () => {
      await this.backend.frameDataset(this.id, to);
      this.#done(changeSentence({ kind: 'framed', from, to }));
    });
  }

  async styleCaptions(from: CaptionStyle, to: CaptionStyle): Promise<void> {
    await this.failures.attempt(async () => {
      await this.backend.styleCaptions(this.id, to);
      this.#done(changeSentence({ kind: 'captionStyleChanged', from, to }));
    });
  }

  /** Gives photos the captions of files that the person picks, and says how many were new. */
  async importCaptions(): Promise<void> {
    await this.failures.attempt(async () => {
      const found = await this.backend.importCaptions(this.id);
      if (found === null) return;
      const { changed, unmatched } = found;
      const imported = t('captions-imported', { count: changed });
      const sentence =
        unmatched.length > 0
          ? t('captions-imported-unmatched', {
              imported,
              count: unmatched.length,
              names: unmatched.slice(0, NAMES_SAID).join(', '),
            })
          : imported;
      if (changed > 0) this.#done(sentence);
      else this.#toasts.show({ sentence });
    });
  }

  /** Says what was done without changing the dataset. */
  say(sentence: string): void {
    this.#toasts.show({ sentence });
  }

  /** Keeps photos, leaves them out, or lets their marks decide again. */
  async choose(photos: PhotoId[], choice: Choice | null): Promise<void> {
    const [only] = photos.length === 1 ? this.photos.known.filter(({ id }) => id === photos[0]) : [];
    await this.change(
      () => this.backend.choosePhotos(this.id, photos, choice),
      only && t(choiceToasts[choice ?? 'automatic'], { name: only.name }),
    );
  }

  /** Of near duplicates keeps this one and leaves the others out. */
  chooseAmongDuplicates(kept: PhotoId): Promise<void> {
    return this.change(() => this.backend.chooseAmongDuplicates(this.id, kept));
  }

  crop(crops: PhotoCrop[]): Promise<void> {
    return this.change(() => this.backend.cropPhotos(this.id, crops));
  }

  /** Makes an edit, and says what was done with its undo; nothing where nothing has changed. */
  async change(make: () => Promise<Edit | null>, sentence?: string): Promise<void> {
    await this.failures.attempt(async () => {
      const edit = await make();
      if (edit) this.#done(sentence ?? changeSentence(edit.change));
    });
  }

  async remove(photos: PhotoId[]): Promise<void> {
    if (photos.length === 0) return;
    await this.change(async () => {
      const edit = await this.backend.removePhotos(this.id, photos);
      this.selection.clear();
      return edit;
    });
  }

  async deleteForGood(photos: PhotoId[]): Promise<DeletionReport> {
    const report = await this.backend.deletePhotosForGood(photos);
    this.selection.clear();
    this.#toasts.dismiss();
    return report;
  }

  undo = async (): Promise<void> => {
    await this.failures.attempt(async () => {
      const edit = await this.backend.undoEdit(this.id);
      if (!edit) return this.#toasts.show({ sentence: t('datasets-toast-nothing-to-undo') });
      this.#toasts.show({
        sentence: t('datasets-toast-undone', { what: changeSentence(edit.change) }),
        action: { kind: 'redo', run: () => void this.redo() },
      });
    });
  };

  redo = async (): Promise<void> => {
    await this.failures.attempt(async () => {
      const edit = await this.backend.redoEdit(this.id);
      if (edit) this.#done(changeSentence(edit.change));
    });
  };

  statistics(): Promise<DatasetStatistics | undefined> {
    return this.failures.attempt(() => this.backend.datasetStatistics(this.id));
  }

  edits(): Promise<Edit[]> {
    return this.backend.listEdits(this.id);
  }

  #done(sentence: string): void {
    this.#toasts.show({ sentence, action: { kind: 'undo', run: () => void this.undo() } });
  }

  async #refresh(): Promise<void> {
    await Promise.all([this.photos.refresh(), this.#readReview()]);
    this.selection.settle();
    const last = (this.photos.total ?? 0) - 1;
    if (this.large && this.large.index > last) this.large = last < 0 ? null : { ...this.large, index: last };
  }

  // An import tells of many changes; while one is being read the others wait for a single second reading.
  async #readReview(): Promise<void> {
    this.#readAgain = this.#reading;
    if (this.#reading) return;
    this.#reading = true;
    do {
      this.#readAgain = false;
      await this.failures.attempt(async () => {
        this.review = await this.backend.reviewDataset(this.id);
      });
    } while (this.#readAgain);
    this.#reading = false;
  }
}

const choiceToasts = {
  keep: 'datasets-toast-kept',
  leaveOut: 'datasets-toast-left-out',
  automatic: 'datasets-toast-automatic',
};
