// A backend that keeps everything in memory, for tests and for looking at the window without Tauri. Never shipped.
import { BackendError } from '../src/backend/backend';
import type {
  Backend,
  BlazonEvent,
  Dataset,
  DatasetChange,
  Edit,
  DeletionReport,
  DropId,
  ImportReport,
  Job,
  LanguageTag,
  LibraryInfo,
  Photo,
  Settings,
  Subject,
} from '../src/backend';

export const emptyReport = (): ImportReport => ({ added: 0, alreadyThere: 0, problems: [] });

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  monthlyCeiling: '20000000',
  proxy: null,
  allowedHosts: ['fal.run', 'queue.fal.run', 'api.replicate.com', 'api.telegram.org'],
  playgroundSeed: null,
};

export function samplePhoto(index: number, over: Partial<Photo> = {}): Photo {
  return {
    id: `photo-${index}`,
    hash: index.toString(16).padStart(64, '0'),
    name: `${index % 3 === 0 ? 'DSC_0' : 'IMG_2'}${String(index + 41).padStart(3, '0')}.jpg`,
    format: 'jpeg',
    bytes: '2400000',
    width: 3024,
    height: 4032,
    addedAt: 1,
    ...over,
  };
}

function triggerStem(name: string): string {
  const stem = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .slice(0, 32);
  return stem.replace(/^_|_$/g, '') || 'MOY_PORTRET';
}

type Kept = {
  edit: Edit;
  photosBefore: Photo[];
  photosAfter: Photo[];
  rowBefore: Dataset;
  rowAfter: Dataset;
};

export class FakeBackend implements Backend {
  datasets: Dataset[] = [];
  photos = new Map<string, Photo[]>();
  jobs: Job[] = [];
  settings: Settings = { ...defaultSettings };
  notices: LibraryInfo['notices'] = [];
  /** Calls by name, for tests that ask what was called. */
  calls: string[] = [];
  /** The next call of this name is refused with this sentence. */
  refuse = new Map<
    string,
    { code: 'unknown' | 'settingInvalid' | 'nameInvalid' | 'diskFull'; message: string }
  >();
  thumb: (hash: string) => string = (hash) => `thumb:${hash}`;
  #listeners = new Set<(event: BlazonEvent) => void>();
  #removed = new Map<string, Dataset>();
  #edits = new Map<string, Kept[]>();
  #next = 1;

  constructor(public systemLanguage: LanguageTag = 'en') {}

  on(listener: (event: BlazonEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(event: BlazonEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  thumbUrl = (hash: string): string => this.thumb(hash);

  /** Puts a dataset into the library before the window opens it. */
  seed(name: string, count: number, over: Partial<Dataset> = {}, first = this.#next * 1000): Dataset {
    const photos = Array.from({ length: count }, (_, index) => samplePhoto(first + index));
    const row: Dataset = {
      id: `dataset-${this.#next++}`,
      name,
      trigger: `${triggerStem(name)}_A3F2`,
      triggerLocked: false,
      subject: { kind: 'person', gender: 'woman' },
      photoCount: count,
      covers: photos.slice(0, 4).map((photo) => photo.hash),
      createdAt: 1,
      updatedAt: 1,
      ...over,
    };
    this.datasets.push(row);
    this.photos.set(row.id, photos);
    return row;
  }

  languageTag(): LanguageTag {
    return this.settings.language === 'system' ? this.systemLanguage : this.settings.language;
  }

  async openLibrary(): Promise<LibraryInfo> {
    this.#called('openLibrary');
    return {
      path: '/home/anna/.local/share/blazon',
      thumbsPath: '/home/anna/.local/share/blazon/thumbs',
      version: '0.1.0',
      languageTag: this.languageTag(),
      settings: this.settings,
      notices: this.notices,
    };
  }

  async listDatasets() {
    this.#called('listDatasets');
    return this.datasets.map((row) => ({ ...row }));
  }

  async loadDataset(id: string) {
    this.#called('loadDataset');
    return { ...this.#row(id) };
  }

  async createDataset(name: string | null, subject: Subject) {
    this.#called('createDataset');
    const row = this.seed(name ?? 'My digital body 2026-11-20', 0, { subject });
    this.emit({ type: 'datasetChanged', dataset: row.id });
    return { ...row };
  }

  async renameDataset(id: string, name: string) {
    this.#called('renameDataset');
    const row = this.#row(id);
    return this.#edit(id, { kind: 'renamed', from: row.name, to: name }, { ...row, name });
  }

  async describeDataset(id: string, subject: Subject) {
    this.#called('describeDataset');
    const row = this.#row(id);
    return this.#edit(id, { kind: 'described', from: row.subject, to: subject }, { ...row, subject });
  }

  async changeTrigger(id: string, trigger: string) {
    this.#called('changeTrigger');
    const row = this.#row(id);
    return this.#edit(id, { kind: 'triggerChanged', from: row.trigger, to: trigger }, { ...row, trigger });
  }

  async removeDataset(id: string) {
    this.#called('removeDataset');
    this.#removed.set(id, this.#row(id));
    this.datasets = this.datasets.filter((row) => row.id !== id);
    this.emit({ type: 'datasetChanged', dataset: id });
    return null;
  }

  async restoreDataset(id: string) {
    this.#called('restoreDataset');
    const row = this.#removed.get(id);
    if (!row) throw this.#notFound();
    this.datasets.push(row);
    this.emit({ type: 'datasetChanged', dataset: id });
    return { ...row };
  }

  async listPhotos(id: string, offset: number, limit: number) {
    this.#called('listPhotos');
    const photos = this.photos.get(id) ?? [];
    // Fresh ones each time, as they come over the bridge.
    const page = photos.slice(offset, offset + limit).map((photo) => ({ ...photo }));
    return { total: photos.length, photos: page };
  }

  async removePhotos(id: string, ids: string[]) {
    this.#called('removePhotos');
    const before = this.photos.get(id) ?? [];
    const gone = before.filter((photo) => ids.includes(photo.id));
    const change: DatasetChange = {
      kind: 'photosRemoved',
      photos: gone.map((photo) => photo.id),
      names: gone.map((photo) => photo.name),
    };
    this.#edit(
      id,
      change,
      this.#row(id),
      before.filter((photo) => !ids.includes(photo.id)),
    );
    return this.#edits.get(id)!.at(-1)!.edit;
  }

  async undoEdit(id: string) {
    this.#called('undoEdit');
    const kept = this.#edits.get(id)?.findLast((each) => !each.edit.undone);
    if (!kept) return null;
    kept.edit = { ...kept.edit, undone: true };
    this.#put(id, kept.rowBefore, kept.photosBefore);
    return kept.edit;
  }

  async redoEdit(id: string) {
    this.#called('redoEdit');
    const kept = this.#edits.get(id)?.find((each) => each.edit.undone);
    if (!kept) return null;
    kept.edit = { ...kept.edit, undone: false };
    this.#put(id, kept.rowAfter, kept.photosAfter);
    return kept.edit;
  }

  async listEdits(id: string) {
    this.#called('listEdits');
    return (this.#edits.get(id) ?? []).map((kept) => kept.edit).reverse();
  }

  async deletePhotosForGood(ids: string[]): Promise<DeletionReport> {
    this.#called('deletePhotosForGood');
    let datasets = 0;
    for (const [id, photos] of this.photos) {
      const left = photos.filter((photo) => !ids.includes(photo.id));
      if (left.length === photos.length) continue;
      datasets++;
      this.#put(id, this.#row(id), left);
    }
    return {
      originals: ids.length,
      thumbnails: ids.length,
      datasets,
      backupsCleaned: 2,
      backupsRemoved: 1,
      archivesRemoved: 1,
      stillHeldBy: [
        { provider: 'fal', request: '6f1c9a70-2b1e-4a3c' },
        { provider: 'replicate', request: null },
      ],
    };
  }

  async pickPhotos() {
    this.#called('pickPhotos');
    return { id: 1, files: 3, folders: 0 };
  }

  async pickFolder() {
    this.#called('pickFolder');
    return { id: 2, files: 0, folders: 1 };
  }

  async importDrop(_drop: DropId, dataset: string | null) {
    this.#called('importDrop');
    const row = dataset ? this.#row(dataset) : this.seed('My digital body 2026-11-20', 0);
    const job: Job = {
      id: `job-${this.#next++}`,
      dataset: row.id,
      kind: 'import',
      state: { status: 'queued' },
      report: emptyReport(),
    };
    this.jobs.push(job);
    this.emit({ type: 'datasetChanged', dataset: row.id });
    return { dataset: { ...row }, job };
  }

  async importSamples() {
    this.#called('importSamples');
    return this.importDrop(0, null);
  }

  async listJobs() {
    this.#called('listJobs');
    return [...this.jobs];
  }

  async cancelJob(job: string) {
    this.#called('cancelJob');
    this.jobs = this.jobs.filter((each) => each.id !== job);
    return null;
  }

  async loadSettings() {
    this.#called('loadSettings');
    return this.settings;
  }

  async changeSettings(settings: Settings) {
    this.#called('changeSettings');
    this.settings = settings;
    this.emit({ type: 'settingsChanged', settings, languageTag: this.languageTag() });
    return settings;
  }

  async checkLibrary() {
    this.#called('checkLibrary');
    return { photos: 71, originals: 71, findings: [], databaseOk: true, sound: true };
  }

  async backUpLibrary() {
    this.#called('backUpLibrary');
    return { path: '/home/anna/.local/share/blazon/backups/2026-11-20.db', bytes: '1480000', at: 1 };
  }

  async openLibraryFolder() {
    this.#called('openLibraryFolder');
    return null;
  }

  #called(name: string): void {
    this.calls.push(name);
    const refusal = this.refuse.get(name);
    if (!refusal) return;
    this.refuse.delete(name);
    throw new BackendError({ ...refusal, hint: null });
  }

  #row(id: string): Dataset {
    const row = this.datasets.find((each) => each.id === id);
    if (!row) throw this.#notFound();
    return row;
  }

  #notFound(): BackendError {
    return new BackendError({ code: 'notFound', message: 'It is not in the library any more.', hint: null });
  }

  #edit(
    id: string,
    change: DatasetChange,
    rowAfter: Dataset,
    photosAfter = this.photos.get(id) ?? [],
  ): Dataset {
    const kept: Kept = {
      edit: { id: `edit-${this.#next++}`, dataset: id, change, at: Date.now(), undone: false },
      rowBefore: this.#row(id),
      rowAfter,
      photosBefore: this.photos.get(id) ?? [],
      photosAfter,
    };
    this.#edits.set(id, [...(this.#edits.get(id) ?? []).filter((each) => !each.edit.undone), kept]);
    this.#put(id, rowAfter, photosAfter);
    return { ...this.#row(id) };
  }

  #put(id: string, row: Dataset, photos: Photo[]): void {
    const fresh = {
      ...row,
      photoCount: photos.length,
      covers: photos.slice(0, 4).map((photo) => photo.hash),
    };
    this.datasets = this.datasets.map((each) => (each.id === id ? fresh : each));
    this.photos.set(id, photos);
    this.emit({ type: 'datasetChanged', dataset: id });
  }
}
