// A backend that keeps everything in memory, for tests and for looking at the window without Tauri. Never shipped.
import { BackendError } from '../src/backend/backend';
import type {
  ArchiveManifest,
  Backend,
  Base,
  BlazonEvent,
  CaptionFiles,
  Captioning,
  CaptionPlan,
  CaptionRequest,
  CaptionRewrite,
  CaptionStyle,
  CardFinding,
  Choice,
  CropRect,
  Dataset,
  DatasetChange,
  DeletionReport,
  Drawing,
  DrawingPlan,
  DrawingState,
  DrawRequest,
  DropId,
  Edit,
  ErrorCode,
  ExportFormat,
  ExportReport,
  Framing,
  ImportReport,
  Job,
  JobKind,
  LanguageTag,
  LibraryInfo,
  Photo,
  PhotoCaption,
  PhotoCrop,
  PhotoFilter,
  PhotoOrder,
  Preset,
  ProviderId,
  Recipe,
  RunDetails,
  SecretPlace,
  Settings,
  Spending,
  Subject,
  TrainingPlan,
  TrainingRun,
  Turned,
} from '../src/backend';
import { rewritten, sampleCaption, trainerLine } from './fakeCaptions';
import { FakeBotCalls } from './fakeBot';
import { captionPlan, florence, sampleCaptioning } from './fakeDescribe';
import {
  drawingPlan,
  generatorsOf,
  hostedPlan,
  hostedRecipe,
  sampleSpending,
  trainersOf,
} from './fakeHosted';
import { checkedPrompt, ownBase, pocket, samplePlan, sampleRecipe } from './fakeEngine';
import { fitOf, listed, reviewed, reviewOf, statisticsOf } from './fakeReview';

export const emptyReport = (): ImportReport => ({ added: 0, alreadyThere: 0, problems: [] });

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  monthlyCeiling: '20000000',
  proxy: null,
  allowedHosts: ['fal.run', 'queue.fal.run', 'api.replicate.com', 'api.telegram.org'],
  playgroundSeed: null,
  evaluateAfterTraining: true,
};

const sizes = [
  [3024, 4032],
  [3024, 4032],
  [4032, 3024],
  [3456, 4608],
  [4000, 6000],
] as const;

export function samplePhoto(index: number, over: Partial<Photo> = {}): Photo {
  const [width, height] = sizes[index % sizes.length] ?? sizes[0];
  return {
    id: `photo-${index}`,
    hash: index.toString(16).padStart(64, '0'),
    name: `${index % 3 === 0 ? 'DSC_0' : 'IMG_2'}${String(index + 41).padStart(3, '0')}.jpg`,
    format: 'jpeg',
    bytes: '2400000',
    width,
    height,
    addedAt: 1,
    caption: sampleCaption(index),
    crop: null,
    used: { x: 0, y: 0, width, height },
    fit: fitOf({ width, height }, { shape: 'keep', size: 1024 }),
    marks: [],
    choice: null,
    leftOut: false,
    group: null,
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

export class FakeBackend extends FakeBotCalls implements Backend {
  datasets: Dataset[] = [];
  photos = new Map<string, Photo[]>();
  /** Captions in the picked files that are for no photo. */
  unmatchedCaptions: string[] = [];
  jobs: Job[] = [];
  settings: Settings = { ...defaultSettings };
  notices: LibraryInfo['notices'] = [];
  /** Calls by name, for tests that ask what was called. */
  calls: string[] = [];
  /** The next call of this name is refused with this sentence. */
  refuse = new Map<string, { code: ErrorCode; message: string; hint?: string }>();
  thumb: (hash: string) => string = (hash) => `thumb:${hash}`;
  preview: (photo: Photo) => string = (photo) => `preview:${photo.hash}`;
  file: (file: string) => string = (file) => `file:${file}`;
  runs: TrainingRun[] = [];
  details = new Map<string, RunDetails>();
  bases: Base[] = [pocket];
  card: CardFinding | null = null;
  drawings: Drawing[] = [];
  /** Keys that were given, oldest first. */
  savedKeys: string[] = [];
  /** Pages that were opened in the browser. */
  pages: string[] = [];
  keys = new Map<ProviderId, SecretPlace | null>([
    ['fal', 'keychain'],
    ['replicate', null],
  ]);
  spending: Spending = sampleSpending();
  /** What the next plan says otherwise. */
  planned: Partial<TrainingPlan> = {};
  /** What was asked to be drawn, newest last. */
  requests: DrawRequest[] = [];
  /** The most that each of them may cost. */
  limits: (string | null)[] = [];
  /** What the next plans of drawings say otherwise. */
  drawingPlan: Partial<DrawingPlan> = {};
  captionPlan: Partial<CaptionPlan> = {};
  captionings: Captioning[] = [];
  /** How long one photo of a job takes, in milliseconds. */
  pace = 1;
  /** In how many photos faces were looked for; all where nothing is said. */
  facesDone: number | undefined;
  #archives = new Map<string, { manifest: ArchiveManifest; of: string }>();
  #listeners = new Set<(event: BlazonEvent) => void>();
  #removed = new Map<string, Dataset>();
  #edits = new Map<string, Kept[]>();
  #next = 1;

  constructor(public systemLanguage: LanguageTag = 'en') {
    super();
  }

  on(listener: (event: BlazonEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(event: BlazonEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  thumbUrl = (hash: string): string => this.thumb(hash);
  fileUrl = (file: string): string => this.file(file);

  /** Puts a dataset into the library before the window opens it. */
  seed(name: string, count: number, over: Partial<Dataset> = {}, first = this.#next * 1000): Dataset {
    const photos = Array.from({ length: count }, (_, index) => samplePhoto(first + index));
    const row: Dataset = {
      id: `dataset-${this.#next++}`,
      name,
      trigger: `${triggerStem(name)}_A3F2`,
      triggerLocked: false,
      subject: { kind: 'person', gender: 'woman' },
      framing: { shape: 'keep', size: 1024 },
      captionStyle: 'triggerFirst',
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
    await this.untilMoved();
    return {
      path: this.libraryPath,
      thumbsPath: `${this.libraryPath}/thumbs`,
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

  async listPhotos(id: string, filter: PhotoFilter, order: PhotoOrder, offset: number, limit: number) {
    this.#called('listPhotos');
    const photos = listed(this.#reviewed(id), filter, order);
    return { total: photos.length, photos: photos.slice(offset, offset + limit) };
  }

  async loadPhoto(id: string, photo: string) {
    this.#called('loadPhoto');
    const found = this.#reviewed(id).find((each) => each.id === photo);
    if (!found) throw this.#notFound();
    return found;
  }

  async previewPhoto(photo: string) {
    this.#called('previewPhoto');
    const found = [...this.photos.values()].flat().find((each) => each.id === photo);
    if (!found) throw this.#notFound();
    return this.preview(found);
  }

  async reviewDataset(id: string) {
    this.#called('reviewDataset');
    return reviewOf(this.#row(id), this.#reviewed(id), this.facesDone);
  }

  async datasetStatistics(id: string) {
    this.#called('datasetStatistics');
    return statisticsOf(this.#reviewed(id));
  }

  async choosePhotos(id: string, ids: string[], choice: Choice | null) {
    this.#called('choosePhotos');
    return this.#choose(id, new Map(ids.map((photo) => [photo, choice])));
  }

  async chooseAmongDuplicates(id: string, kept: string) {
    this.#called('chooseAmongDuplicates');
    const photos = this.#reviewed(id);
    const best = photos.find((photo) => photo.id === kept)?.group?.best;
    const twins = photos.filter((photo) => photo.id === kept || (best && photo.group?.best === best));
    return this.#choose(
      id,
      new Map(twins.map((photo): [string, Choice] => [photo.id, photo.id === kept ? 'keep' : 'leaveOut'])),
    );
  }

  async cropPhotos(id: string, crops: PhotoCrop[]) {
    this.#called('cropPhotos');
    const wanted = new Map(crops.map(({ photo, crop }) => [photo, crop]));
    const same = (a: CropRect | null, b: CropRect | null) => JSON.stringify(a) === JSON.stringify(b);
    return this.#turn(id, 'crop', wanted, (photos) => ({ kind: 'photosCropped', photos }), same);
  }

  async fitCrop(crop: CropRect, framing: Framing) {
    this.#called('fitCrop');
    return fitOf(crop, framing);
  }

  async frameDataset(id: string, framing: Framing) {
    this.#called('frameDataset');
    const row = this.#row(id);
    return this.#edit(id, { kind: 'framed', from: row.framing, to: framing }, { ...row, framing });
  }

  async captionPhotos(id: string, captions: PhotoCaption[]) {
    this.#called('captionPhotos');
    const wanted = new Map(captions.map(({ photo, caption }) => [photo, caption.trim()]));
    return this.#turn(id, 'caption', wanted, (photos) => ({ kind: 'captionsChanged', photos }));
  }

  async previewRewrite(id: string, ids: string[], rewrite: CaptionRewrite) {
    this.#called('previewRewrite');
    if (rewrite.kind === 'replace' && rewrite.find === '')
      throw new BackendError({ code: 'captionInvalid', message: 'Write what to look for.', hint: null });
    return (this.photos.get(id) ?? [])
      .filter((photo) => ids.length === 0 || ids.includes(photo.id))
      .map((photo) => ({
        photo: photo.id,
        name: photo.name,
        from: photo.caption,
        to: rewritten(photo.caption, rewrite, this.#row(id).trigger),
      }))
      .filter(({ from, to }) => from !== to);
  }

  async rewriteCaptions(id: string, ids: string[], rewrite: CaptionRewrite) {
    this.#called('rewriteCaptions');
    const changed = await this.previewRewrite(id, ids, rewrite);
    return this.captionPhotos(
      id,
      changed.map(({ photo, to }) => ({ photo, caption: to })),
    );
  }

  async styleCaptions(id: string, captionStyle: CaptionStyle) {
    this.#called('styleCaptions');
    const row = this.#row(id);
    const change: DatasetChange = { kind: 'captionStyleChanged', from: row.captionStyle, to: captionStyle };
    return this.#edit(id, change, { ...row, captionStyle });
  }

  async importCaptions(id: string) {
    this.#called('importCaptions');
    const bare = (this.photos.get(id) ?? []).filter((photo) => !photo.caption);
    await this.captionPhotos(
      id,
      bare.map((photo, index) => ({ photo: photo.id, caption: sampleCaption(index) })),
    );
    return { changed: bare.length, unmatched: this.unmatchedCaptions };
  }

  async exportCaptions(id: string, files: CaptionFiles): Promise<ExportReport> {
    this.#called('exportCaptions');
    const captions = (this.photos.get(id) ?? []).filter((photo) => photo.caption).length;
    const path = `/home/anna/captions${files === 'jsonl' ? '/metadata.jsonl' : ''}`;
    return { path, images: 0, captions };
  }

  async findArchive(id: string) {
    this.#called('findArchive');
    const archive = this.#archives.get(id);
    return archive ? { manifest: archive.manifest, fresh: archive.of === this.#state(id) } : null;
  }

  async packArchive(id: string) {
    this.#called('packArchive');
    return this.#work(id, 'archive', (job) => {
      this.#archives.set(id, { manifest: this.#manifest(id), of: this.#state(id) });
      return job;
    });
  }

  async showArchive() {
    this.#called('showArchive');
    return null;
  }

  async exportDataset(id: string, format: ExportFormat) {
    this.#called('exportDataset');
    const path = `/home/anna/Documents/${this.#row(id).trigger.toLowerCase()}${format === 'zip' ? '.zip' : ''}`;
    return this.#work(id, 'export', (job) => {
      const { images, captions } = this.#manifest(id);
      return { ...job, export: { path, images, captions } };
    });
  }

  async showExport() {
    this.#called('showExport');
    return null;
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
    return { id: 1, files: 3, folders: 0, models: 0 };
  }

  async pickFolder() {
    this.#called('pickFolder');
    return { id: 2, files: 0, folders: 1, models: 0 };
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
      export: null,
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

  async cancelJob(id: string) {
    this.#called('cancelJob');
    const job = this.jobs.find((each) => each.id === id);
    this.jobs = this.jobs.filter((each) => each.id !== id);
    if (job)
      this.emit({
        type: 'jobChanged',
        job: { ...job, state: { status: 'cancelled', finishedAt: Date.now() } },
      });
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

  async openLibraryFolder() {
    this.#called('openLibraryFolder');
    return null;
  }

  async proposeRecipe(id: string, preset: Preset, basePath: string | null) {
    this.#called('proposeRecipe');
    this.#row(id);
    return sampleRecipe(preset, this.bases.find((base) => base.path === basePath) ?? pocket);
  }

  async planTraining(id: string, recipe: Recipe) {
    this.#called('planTraining');
    const used = this.#reviewed(id).filter((photo) => !photo.leftOut);
    const captions = used.filter((photo) => photo.caption !== '').length;
    const local = recipe.provider === 'local';
    const plan = (local ? samplePlan : hostedPlan)(recipe, used.length, captions);
    if (!local && !this.keys.get(recipe.provider))
      plan.refusal = { kind: 'noKey', provider: recipe.provider };
    return { ...plan, ...this.planned };
  }

  async listTrainers(provider: ProviderId) {
    this.#called('listTrainers');
    return trainersOf(provider);
  }

  async proposeHostedRecipe(provider: ProviderId, endpoint: string | null, preset: Preset) {
    this.#called('proposeHostedRecipe');
    return hostedRecipe(provider, endpoint, preset);
  }

  async loadRunArchive(id: string) {
    this.#called('loadRunArchive');
    const { dataset } = this.#run(id);
    return this.#manifest(dataset);
  }

  async acceptQuote(id: string) {
    this.#called('acceptQuote');
    const run = this.#run(id);
    if (run.state.state !== 'quoted') throw new BackendError({ code: 'unknown', message: 'no', hint: null });
    const { archiveBytes } = run.state.quote;
    return this.putRun({ ...run, state: { state: 'uploading', sent: '0', total: archiveBytes } });
  }

  async sayTaken(id: string, request: string) {
    this.#called('sayTaken');
    return this.putRun({ ...this.#run(id), state: { state: 'queued', request, position: null } });
  }

  async sayNeverTaken(id: string) {
    this.#called('sayNeverTaken');
    const state = { state: 'failed', reason: 'offline', retry: { step: 'pack' } } as const;
    return this.putRun({ ...this.#run(id), state });
  }

  async loadSpending() {
    this.#called('loadSpending');
    return this.spending;
  }

  async listKeys() {
    this.#called('listKeys');
    return [...this.keys].map(([provider, place]) => ({ provider, place }));
  }

  async saveKey(provider: ProviderId, key: string) {
    this.#called('saveKey');
    this.savedKeys.push(key);
    this.keys.set(provider, 'keychain');
    this.emit({ type: 'keysChanged' });
    return { provider, place: 'keychain' as const };
  }

  async testKey(provider: ProviderId): Promise<string | null> {
    this.#called('testKey');
    return provider === 'replicate' ? 'anna' : null;
  }

  async forgetKey(provider: ProviderId) {
    this.#called('forgetKey');
    this.keys.set(provider, null);
    this.emit({ type: 'keysChanged' });
    return { provider, place: null };
  }

  async openProviderPage(provider: ProviderId, page: string) {
    this.#called('openProviderPage');
    this.pages.push(`${provider} ${page}`);
    return null;
  }

  async openPricePage(provider: ProviderId, endpoint: string) {
    this.#called('openPricePage');
    this.pages.push(`${provider} price of ${endpoint}`);
    return null;
  }

  async startTraining(id: string, recipe: Recipe) {
    this.#called('startTraining');
    const now = Date.now();
    const run: TrainingRun = {
      id: `run-${this.#next++}`,
      dataset: id,
      recipe,
      state: { state: 'packing' },
      createdAt: now,
      updatedAt: now,
    };
    this.putRun(run);
    return run;
  }

  async listRuns() {
    this.#called('listRuns');
    return [...this.runs];
  }

  async loadRun(id: string): Promise<RunDetails> {
    this.#called('loadRun');
    const run = this.#run(id);
    const none = { photos: 0, captions: 0, losses: [], samples: [], log: [], hosted: null };
    return { ...none, ...this.details.get(id), run };
  }

  async cancelRun(id: string) {
    this.#called('cancelRun');
    return this.putRun({ ...this.#run(id), state: { state: 'cancelled' }, updatedAt: Date.now() });
  }

  async retryRun(id: string) {
    this.#called('retryRun');
    return this.putRun({ ...this.#run(id), state: { state: 'queued', request: 'r-2', position: null } });
  }

  async listBases() {
    this.#called('listBases');
    return [...this.bases];
  }

  async pickBase() {
    this.#called('pickBase');
    if (!this.bases.includes(ownBase)) this.bases = [...this.bases, ownBase];
    return ownBase;
  }

  async forgetBase(path: string) {
    this.#called('forgetBase');
    this.bases = this.bases.filter((base) => base.path !== path);
    return null;
  }

  async findCard() {
    this.#called('findCard');
    return this.card;
  }

  async checkPrompt(prompt: string) {
    this.#called('checkPrompt');
    return checkedPrompt(prompt);
  }

  async listGenerators(provider: ProviderId, model: string | null) {
    this.#called('listGenerators');
    const base = this.models.find(({ id }) => id === model)?.base ?? null;
    return generatorsOf(provider, base);
  }

  async planDrawing(request: DrawRequest): Promise<DrawingPlan> {
    this.#called('planDrawing');
    return { ...drawingPlan(request), ...this.drawingPlan };
  }

  async draw(request: DrawRequest, limit: string | null): Promise<Drawing> {
    this.#called('draw');
    this.requests.push(request);
    this.limits.push(limit);
    const trigger = this.models.find((model) => model.id === request.model)?.trigger;
    const drawing: Drawing = {
      id: `drawing-${this.#next++}`,
      request: { ...request, seed: request.seed ?? '18446744073709551610' },
      sentPrompt: trigger ? `${trigger}, ${request.prompt}` : request.prompt,
      state: { status: 'queued' },
      pictures: [],
      isCell: false,
      createdAt: Date.now(),
    };
    return this.putDrawing(drawing);
  }

  async listDrawings(before: string | null, limit: number) {
    this.#called('listDrawings');
    const listed = this.drawings.filter(({ isCell }) => !isCell);
    const from = before === null ? 0 : listed.findIndex((drawing) => drawing.id === before) + 1;
    return listed.slice(from, from + limit);
  }

  async loadPicture(id: string) {
    this.#called('loadPicture');
    const picture = this.drawings.flatMap(({ pictures }) => pictures).find((each) => each.id === id);
    if (!picture) throw this.#notFound();
    return picture;
  }

  async cancelDrawing(id: string) {
    this.#called('cancelDrawing');
    const drawing = this.drawings.find((each) => each.id === id);
    if (!drawing) throw this.#notFound();
    return this.putDrawing({ ...drawing, state: { status: 'cancelled' } });
  }

  async sayDrawingTaken(id: string) {
    this.#called('sayDrawingTaken');
    return this.#moveDrawing(id, { status: 'waiting', position: null });
  }

  async sayDrawingNeverTaken(id: string) {
    this.#called('sayDrawingNeverTaken');
    return this.#moveDrawing(id, { status: 'failed', reason: 'neverTaken', detail: '' });
  }

  async fetchDrawingAgain(id: string) {
    this.#called('fetchDrawingAgain');
    return this.#moveDrawing(id, { status: 'fetching' });
  }

  #moveDrawing(id: string, state: DrawingState): Drawing {
    const drawing = this.drawings.find((each) => each.id === id);
    if (!drawing) throw this.#notFound();
    return this.putDrawing({ ...drawing, state });
  }

  async listDescribers() {
    this.#called('listDescribers');
    return [florence];
  }

  async planCaptions(request: CaptionRequest): Promise<CaptionPlan> {
    this.#called('planCaptions');
    const all = this.photos.get(request.dataset) ?? [];
    const wanted = all.filter(({ caption }) => request.scope === 'all' || caption === '');
    return { ...captionPlan(request, wanted.length), ...this.captionPlan };
  }

  async startCaptioning(request: CaptionRequest, limit: string): Promise<Captioning> {
    this.#called('startCaptioning');
    this.limits.push(limit);
    const { photos } = await this.planCaptions(request);
    return this.putCaptioning(
      sampleCaptioning({ id: `captioning-${this.#next++}`, dataset: request.dataset, total: photos }),
    );
  }

  async listCaptionings(dataset: string) {
    this.#called('listCaptionings');
    return this.captionings.filter((captioning) => captioning.dataset === dataset);
  }

  async cancelCaptioning(id: string) {
    this.#called('cancelCaptioning');
    const before = this.#captioning(id);
    const { open, cancelled, ...counts } = before.counts;
    return this.putCaptioning({
      ...before,
      isApplied: true,
      counts: { ...counts, open: 0, cancelled: cancelled + open },
    });
  }

  async sayCaptionsTaken(id: string) {
    this.#called('sayCaptionsTaken');
    return this.#resolveCaptions(id);
  }

  async sayCaptionsNeverTaken(id: string) {
    this.#called('sayCaptionsNeverTaken');
    return this.#resolveCaptions(id);
  }

  #resolveCaptions(id: string): Captioning {
    const before = this.#captioning(id);
    const { unknown, failed, ...counts } = before.counts;
    return this.putCaptioning({ ...before, counts: { ...counts, unknown: 0, failed: failed + unknown } });
  }

  #captioning(id: string): Captioning {
    const found = this.captionings.find((each) => each.id === id);
    if (!found) throw this.#notFound();
    return found;
  }

  /** A captioning as it stands now, told like the Rust side does. */
  putCaptioning(captioning: Captioning): Captioning {
    const others = this.captionings.filter((other) => other.id !== captioning.id);
    this.captionings = [captioning, ...others].sort((a, b) => b.createdAt - a.createdAt);
    this.emit({ type: 'captioningChanged', captioning });
    return captioning;
  }

  async showPicture() {
    this.#called('showPicture');
    return null;
  }

  /** A run as it stands now, told like the Rust side does. */
  putRun(run: TrainingRun): TrainingRun {
    const others = this.runs.filter((other) => other.id !== run.id);
    this.runs = [run, ...others].sort((a, b) => b.createdAt - a.createdAt);
    this.emit({ type: 'runChanged', run });
    return run;
  }

  /** A drawing as it stands now, told like the Rust side does. */
  putDrawing(drawing: Drawing): Drawing {
    const others = this.drawings.filter((other) => other.id !== drawing.id);
    this.drawings = [drawing, ...others].sort((a, b) => b.createdAt - a.createdAt);
    this.emit({ type: 'drawingChanged', drawing });
    return drawing;
  }

  #run(id: string): TrainingRun {
    const run = this.runs.find((each) => each.id === id);
    if (!run) throw this.#notFound();
    return run;
  }

  protected called(name: string): void {
    this.#called(name);
  }

  #called(name: string): void {
    this.calls.push(name);
    const refusal = this.refuse.get(name);
    if (!refusal) return;
    this.refuse.delete(name);
    throw new BackendError({ hint: null, ...refusal });
  }

  #row(id: string): Dataset {
    const row = this.datasets.find((each) => each.id === id);
    if (!row) throw this.#notFound();
    return row;
  }

  #reviewed(id: string): Photo[] {
    return reviewed(this.#row(id), this.photos.get(id) ?? []);
  }

  #choose(id: string, wanted: Map<string, Choice | null>): Edit | null {
    return this.#turn(id, 'choice', wanted, (photos) => ({ kind: 'photosChosen', photos }));
  }

  /** Turns one value of many photos as one edit; none where nothing would change. */
  #turn<Key extends 'choice' | 'crop' | 'caption'>(
    id: string,
    key: Key,
    wanted: Map<string, Photo[Key]>,
    change: (photos: Turned<Photo[Key]>[]) => DatasetChange,
    same: (a: Photo[Key], b: Photo[Key]) => boolean = (a, b) => a === b,
  ): Edit | null {
    const turned: Turned<Photo[Key]>[] = [];
    const photos = (this.photos.get(id) ?? []).map((photo) => {
      const to = wanted.get(photo.id);
      if (to === undefined || same(photo[key], to)) return photo;
      turned.push({ photo: photo.id, from: photo[key], to });
      return { ...photo, [key]: to };
    });
    if (turned.length === 0) return null;
    this.#edit(id, change(turned), this.#row(id), photos);
    return this.#edits.get(id)!.at(-1)!.edit;
  }

  #state(id: string): string {
    return JSON.stringify([this.#row(id), this.photos.get(id)], (key, value: unknown) =>
      key === 'updatedAt' ? undefined : value,
    );
  }

  #manifest(id: string): ArchiveManifest {
    const row = this.#row(id);
    const used = this.#reviewed(id).filter((photo) => !photo.leftOut);
    const entries = used.map((photo, index) => ({
      file: `${String(index + 1).padStart(3, '0')}.jpg`,
      photo: photo.id,
      name: photo.name,
      ...photo.fit.bucket,
      bytes: String(380_000 + ((index * 37_811) % 120_000)),
      hash: photo.hash.split('').reverse().join(''),
      caption: trainerLine(row, photo.caption) || null,
    }));
    return {
      entries,
      images: entries.length,
      captions: entries.filter((entry) => entry.caption).length,
      bytes: String(entries.reduce((sum, entry) => sum + Number(entry.bytes) + 160, 22)),
      hash: 'b7e23ec29af22b0b4e41da31e868d57226121c84f5a4e0d3c1a9b80f2f6d7c1e',
      madeAt: Date.now(),
    };
  }

  /** A job that goes through the photos one by one and ends with what `finish` makes of it. */
  #work(id: string, kind: JobKind, finish: (job: Job) => Job): Job {
    const total = this.#reviewed(id).filter((photo) => !photo.leftOut).length;
    const job: Job = {
      id: `job-${this.#next++}`,
      dataset: id,
      kind,
      state: { status: 'queued' },
      report: emptyReport(),
      export: null,
    };
    this.jobs.push(job);
    const startedAt = Date.now();
    const step = (done: number) => {
      if (!this.jobs.some((each) => each.id === job.id)) return;
      if (total === 0)
        return this.#end({
          ...job,
          state: { status: 'failed', finishedAt: Date.now(), reason: { kind: 'nothingToSend' } },
        });
      if (done >= total)
        return this.#end(finish({ ...job, state: { status: 'succeeded', finishedAt: Date.now() } }));
      this.emit({
        type: 'jobChanged',
        job: { ...job, state: { status: 'running', startedAt, done, total } },
      });
      setTimeout(() => step(done + 1), this.pace);
    };
    setTimeout(() => step(0), this.pace);
    return job;
  }

  #end(job: Job): void {
    this.jobs = this.jobs.map((each) => (each.id === job.id ? job : each));
    this.emit({ type: 'jobChanged', job });
  }

  #notFound(): BackendError {
    return new BackendError({ code: 'notFound', message: 'It is not in the library any more.', hint: null });
  }

  #nameOf(dataset: string, id: string): string {
    return this.photos.get(dataset)?.find((photo) => photo.id === id)?.name ?? id;
  }

  #edit(
    id: string,
    change: DatasetChange,
    rowAfter: Dataset,
    photosAfter = this.photos.get(id) ?? [],
  ): Dataset {
    const changed = 'photos' in change ? change.photos : [];
    const names = changed
      .slice(0, 3)
      .map((each) => this.#nameOf(id, typeof each === 'string' ? each : each.photo));
    const kept: Kept = {
      edit: { id: `edit-${this.#next++}`, dataset: id, change, at: Date.now(), undone: false, names },
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
