// The dataset on screen: its photos, what is chosen, and every change of it with its undo.
// Must not know the layout, nor other datasets.
import type { Backend, BlazonEvent, DatasetId, DeletionReport, Edit, PhotoId, Subject } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import type { Toasts } from '$shared/toasts.svelte';
import { t } from '$shared/words.svelte';
import { changeSentence } from './changeSentence';
import { PhotoPages } from './photoPages.svelte';
import { PhotoSelection } from './photoSelection.svelte';

export class OpenDataset {
  readonly photos: PhotoPages;
  readonly selection: PhotoSelection;

  constructor(
    private backend: Backend,
    readonly id: DatasetId,
    private toasts: Toasts,
    private failures: Failures,
  ) {
    this.photos = new PhotoPages(backend, id, (error) => failures.report(error));
    this.selection = new PhotoSelection(this.photos);
    this.photos.want(0, 0);
  }

  hear(event: BlazonEvent): void {
    const concerns = event.type === 'datasetChanged' && event.dataset === this.id;
    if (concerns || event.type === 'libraryChanged') void this.#refresh();
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

  async describe(subject: Subject): Promise<void> {
    await this.failures.attempt(async () => {
      await this.backend.describeDataset(this.id, subject);
      this.#done(t('datasets-toast-described'));
    });
  }

  async remove(photos: PhotoId[]): Promise<void> {
    if (photos.length === 0) return;
    await this.failures.attempt(async () => {
      const edit = await this.backend.removePhotos(this.id, photos);
      this.selection.clear();
      this.#done(changeSentence(edit.change));
    });
  }

  async deleteForGood(photos: PhotoId[]): Promise<DeletionReport> {
    const report = await this.backend.deletePhotosForGood(photos);
    this.selection.clear();
    this.toasts.dismiss();
    return report;
  }

  undo = async (): Promise<void> => {
    await this.failures.attempt(async () => {
      const edit = await this.backend.undoEdit(this.id);
      if (!edit) return this.toasts.show({ sentence: t('datasets-toast-nothing-to-undo') });
      this.toasts.show({
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

  edits(): Promise<Edit[]> {
    return this.backend.listEdits(this.id);
  }

  #done(sentence: string): void {
    this.toasts.show({ sentence, action: { kind: 'undo', run: () => void this.undo() } });
  }

  async #refresh(): Promise<void> {
    await this.photos.refresh();
    this.selection.settle();
  }
}
