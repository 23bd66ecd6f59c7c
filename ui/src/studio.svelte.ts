// The state of the whole window in one place: made once, fed by the events of the Rust side, handed to the views.
// Must not know how anything looks.
import type {
  Backend,
  BadgeId,
  BlazonEvent,
  DatasetId,
  DrawRequest,
  ExportFormat,
  ForeignPicture,
  GalleryId,
  Job,
  LibraryInfo,
  LoraModel,
  ModelId,
  Notice,
  PendingDrop,
  Picture,
  ProviderPage,
  StartedImport,
} from '$backend';
import { SvelteMap } from 'svelte/reactivity';
import { BadgeRoom } from '$features/badges/badgeRoom.svelte';
import { BaseList } from '$features/bases/baseList.svelte';
import { BotState } from '$features/bot/bot.svelte';
import { GraphicsCard } from '$features/card/graphicsCard.svelte';
import { DatasetList } from '$features/datasets/datasetList.svelte';
import type { DatasetTab } from '$features/datasets/datasetTab';
import { OpenDataset } from '$features/datasets/openDataset.svelte';
import { unknownPerson } from '$features/datasets/subjects';
import { everything } from '$features/gallery/galleryQuery';
import { GalleryRoom } from '$features/gallery/galleryRoom.svelte';
import { EvaluationRoom } from '$features/grids/evaluationRoom.svelte';
import { GridRoom } from '$features/grids/gridRoom.svelte';
import { DropTarget, isOfModels } from '$features/imports/dropTarget.svelte';
import { KeyRing } from '$features/hosted/keyRing.svelte';
import type { HostedId } from '$features/hosted/providers';
import { SpendingState } from '$features/hosted/spending.svelte';
import { JobList } from '$features/jobs/jobList.svelte';
import { outcomeSentence } from '$features/jobs/outcomeSentence';
import { ModelFiles } from '$features/models/modelFiles.svelte';
import type { GalleryPart } from '$features/models/galleryParts';
import { ModelList } from '$features/models/modelList.svelte';
import { ModelRoom } from '$features/models/modelRoom.svelte';
import { LibraryMove } from '$features/move/libraryMove.svelte';
import { Playground } from '$features/playground/playground.svelte';
import { BackupList } from '$features/settings/backupList.svelte';
import { RequestList } from '$features/settings/requestList.svelte';
import type { SettingsSectionName } from '$features/settings/settingsSections';
import { SettingsState } from '$features/settings/settingsState.svelte';
import type { Room } from '$features/shell/room';
import { TrainingRoom } from '$features/training/trainingRoom.svelte';
import { Journey } from '$features/welcome/journey.svelte';
import { Failures } from '$shared/failures.svelte';
import { Toasts } from '$shared/toasts.svelte';
import { t } from '$shared/words.svelte';

export class Studio {
  room = $state<Room>('datasets');
  library = $state.raw<LibraryInfo | null>(null);
  notices = $state.raw<Notice[]>([]);
  opened = $state.raw<OpenDataset | null>(null);
  /** A first import is being started; the button that started it waits. */
  starting = $state(false);
  paletteOpen = $state(false);
  /** The section of the settings that was asked for and is not shown yet. */
  askedSection = $state.raw<SettingsSectionName | null>(null);
  /** What the gallery's room shows. */
  galleryPart = $state<GalleryPart>('pictures');

  /** The tab last looked at in each dataset, while the window is open. */
  readonly tabs = new SvelteMap<DatasetId, DatasetTab>();
  readonly toasts = new Toasts();
  readonly failures = new Failures();
  readonly drop = new DropTarget();
  readonly datasets: DatasetList;
  readonly jobs: JobList;
  readonly settings: SettingsState;
  readonly models: ModelList;
  readonly modelFiles: ModelFiles;
  readonly bases: BaseList;
  readonly card: GraphicsCard;
  readonly keys: KeyRing;
  readonly spending: SpendingState;
  readonly backups: BackupList;
  readonly requests: RequestList;
  readonly move: LibraryMove;
  readonly training: TrainingRoom;
  readonly playground: Playground;
  readonly grids: GridRoom;
  readonly evaluation: EvaluationRoom;
  readonly badges: BadgeRoom;
  readonly gallery: GalleryRoom;
  readonly bot: BotState;
  readonly modelRoom: ModelRoom;
  readonly journey: Journey;
  /** From where the open model's page was opened; `null` from the list of models. */
  #cameFrom: { room: Room; part: GalleryPart } | null = null;

  constructor(readonly backend: Backend) {
    this.datasets = new DatasetList(backend);
    this.jobs = new JobList(backend, (job) => this.#jobEnded(job));
    this.settings = new SettingsState(backend);
    this.models = new ModelList(backend, this.failures);
    this.modelFiles = new ModelFiles(backend, (model) => this.meetModel(model));
    this.bases = new BaseList(backend, this.failures);
    this.card = new GraphicsCard(backend, this.failures);
    this.keys = new KeyRing(backend, this.failures);
    this.spending = new SpendingState(backend, this.failures);
    this.backups = new BackupList(backend, this.failures);
    this.requests = new RequestList(backend, this.failures);
    this.move = new LibraryMove(backend);
    this.training = new TrainingRoom(backend, this.failures);
    this.playground = new Playground(backend, this);
    this.grids = new GridRoom(backend, this);
    this.evaluation = new EvaluationRoom(backend, this);
    const { failures, toasts, models, bases, datasets } = this;
    const { drawings } = this.playground;
    this.journey = new Journey(backend, { datasets, models, runs: this.training.runs });
    const onexported = () => this.journey.saved();
    this.badges = new BadgeRoom(backend, { failures, toasts, drawings, models, bases, onexported });
    this.gallery = new GalleryRoom(backend, { failures, toasts });
    this.modelRoom = new ModelRoom(backend, { failures, toasts });
    this.bot = new BotState(backend, { failures, toasts });
  }

  /** Opens the library once and reads what the first screen shows. */
  async open(): Promise<void> {
    await this.failures.attempt(async () => {
      this.backend.on((event) => this.#hear(event));
      const library = await this.backend.openLibrary().finally(() => this.move.opened());
      this.settings.opened(library);
      this.library = library;
      this.notices = library.notices;
      await Promise.all([this.datasets.load(), this.jobs.load(), this.training.runs.load()]);
      void this.journey.open();
      // The rail says in every room how the bot stands.
      void this.bot.load();
    });
  }

  enter(room: Room): void {
    // The rail's item of the room that is already open leads to its beginning.
    if (room === 'datasets' && this.room === 'datasets') this.closeDataset();
    if (room === 'training' && this.room === 'training') this.training.closeDraft();
    if (room === 'gallery' && this.room === 'gallery') {
      this.modelRoom.close();
      return this.showPart('pictures');
    }
    this.#show(room);
  }

  /** Begins to put a training together, for a dataset where one is named or there is only one. Without any, the first
      step is photos. */
  train(dataset: DatasetId | null): void {
    const [only, second] = this.datasets.all ?? [];
    if (!only) return this.#show(this.training.runs.all?.length ? 'datasets' : 'training');
    this.#show('training');
    this.training.newRun(dataset ?? (second ? null : only.id));
  }

  /** To the playground, with a model where one is named. */
  async play(model: ModelId | null): Promise<void> {
    this.#show('playground');
    if (model === null) return;
    await Promise.all([this.models.load(), this.bases.load()]);
    this.playground.begin(model);
  }

  /** Pictures or models, as they were left. */
  showPart(part: GalleryPart): void {
    const isTurned = this.room === 'gallery' && part !== this.galleryPart;
    if (isTurned) this.#leaveGallery();
    this.galleryPart = part;
    if (isTurned) this.#enterGallery();
    this.#show('gallery');
  }

  /** The list of models. */
  showModels(): void {
    this.modelRoom.close();
    this.showPart('models');
  }

  /** Shows the gallery's pictures of one model alone; one of them large where it is said which. */
  async showPicturesOf(model: ModelId, large: number | null = null): Promise<void> {
    this.showPart('pictures');
    this.gallery.ask({ ...everything, model });
    if (large === null) return;
    await this.gallery.pages.refresh();
    this.gallery.look(large);
  }

  /** The page of a model; the way back leads to where one is now. */
  openModel(id: ModelId): void {
    const { room, galleryPart: part } = this;
    const fromModels = room === 'gallery' && part === 'models';
    this.showPart('models');
    this.modelRoom.open(id);
    this.#cameFrom = fromModels ? null : { room, part };
  }

  /** Back from the page of a model: to the list, or to where it was opened. */
  leaveModel(): void {
    const from = this.#cameFrom;
    if (!from) return this.modelRoom.close();
    // The page stays until the other room is painted.
    if (from.room === 'gallery') this.showPart(from.part);
    else {
      this.#show(from.room);
      this.galleryPart = from.part;
    }
  }

  /** A model that came in or was there already: among models its page, elsewhere it draws. */
  meetModel({ id }: LoraModel): void {
    if (this.room === 'gallery' && this.galleryPart === 'models') this.openModel(id);
    else void this.play(id);
  }

  /** The settings, at one of their sections. */
  showSettings(section: SettingsSectionName): void {
    this.#show('settings');
    this.askedSection = section;
  }

  /** Opens the palette, which names what is in the library, or closes it. */
  togglePalette(): void {
    this.paletteOpen = !this.paletteOpen;
    if (!this.paletteOpen) return;
    if (this.models.all === null) void this.models.load();
    void this.badges.readLists();
    void this.gallery.readFacts();
  }

  /** A new badge of a picture. */
  async makeBadge(picture: Picture): Promise<void> {
    this.#show('badges');
    await this.badges.open();
    await this.badges.beginWith(picture);
  }

  /** Where a badge begins: its room without an open badge. */
  async newBadge(): Promise<void> {
    this.#show('badges');
    await this.badges.newBadge();
  }

  /** The badge that is open, among everything that was made. */
  async showBadgeInGallery(): Promise<void> {
    const id = this.badges.opened?.id;
    this.showPart('pictures');
    this.gallery.ask({ ...everything });
    await this.gallery.pages.refresh();
    const place = id === undefined ? null : this.gallery.pages.indexOf(id);
    if (place !== null) await this.gallery.selection.choose(place, 'only');
  }

  /** Opens a badge in its room. */
  async openBadge(id: BadgeId): Promise<void> {
    this.#show('badges');
    await this.badges.open();
    await this.badges.openBadge(id);
  }

  /** To the playground with everything that made a picture. */
  async usePicture(request: DrawRequest): Promise<void> {
    this.#show('playground');
    this.grids.leave();
    await Promise.all([this.models.load(), this.bases.load()]);
    this.playground.restoreRequest(request);
  }

  /** To the playground with everything that made a picture of the gallery. */
  async useGalleryPicture(id: GalleryId): Promise<void> {
    const found = await this.failures.attempt(() => this.backend.loadGalleryPicture(id));
    if (found) await this.usePicture(found.request);
  }

  /** A new badge of a picture of the gallery. */
  async badgeOfGalleryPicture(id: GalleryId): Promise<void> {
    const found = await this.failures.attempt(() => this.backend.loadGalleryPicture(id));
    if (found) await this.makeBadge(found.picture);
  }

  /** To the playground with what is known here of a picture file of anybody. */
  async useForeign(picture: ForeignPicture): Promise<void> {
    this.#show('playground');
    this.grids.leave();
    await Promise.all([this.models.load(), this.bases.load()]);
    this.playground.takeForeign(picture);
  }

  /** Asks for a picture file and says what is written in it. */
  async readPicture(): Promise<void> {
    this.showPart('pictures');
    await this.gallery.foreign.pick();
  }

  openDataset(id: DatasetId): void {
    this.#show('datasets');
    if (this.opened?.id === id) return;
    this.opened = new OpenDataset(this.backend, id, this);
  }

  closeDataset(): void {
    this.opened = null;
  }

  async newDataset(): Promise<void> {
    await this.failures.attempt(async () => {
      const dataset = await this.backend.createDataset(null, unknownPerson);
      this.datasets.put(dataset);
      this.openDataset(dataset.id);
    });
  }

  async removeDataset(id: DatasetId): Promise<void> {
    await this.failures.attempt(async () => {
      const name = this.datasets.find(id)?.name ?? '';
      await this.backend.removeDataset(id);
      this.datasets.forget(id);
      if (this.opened?.id === id) this.closeDataset();
      this.toasts.show({
        sentence: t('datasets-toast-removed', { name }),
        action: { kind: 'undo', run: () => void this.#restoreDataset(id) },
      });
    });
  }

  async addPhotos(): Promise<void> {
    await this.#pickAndImport(() => this.backend.pickPhotos());
  }

  async addFolder(): Promise<void> {
    await this.#pickAndImport(() => this.backend.pickFolder());
  }

  async trySamples(): Promise<void> {
    await this.#startImport(() => this.backend.importSamples());
  }

  async cancelJob(job: Job): Promise<void> {
    await this.failures.attempt(() => this.jobs.cancel(job.id));
  }

  async exportDataset(id: DatasetId, format: ExportFormat): Promise<void> {
    await this.failures.attempt(async () => {
      const job = await this.backend.exportDataset(id, format);
      if (job) this.jobs.started(job);
    });
  }

  async showExport(job: Job): Promise<void> {
    await this.failures.attempt(() => this.backend.showExport(job.id));
  }

  /** A page of a provider, in the person's browser. */
  openPage(provider: HostedId, page: ProviderPage): void {
    void this.failures.attempt(() => this.backend.openProviderPage(provider, page));
  }

  /** The weights of a model, in the system's file manager. */
  showModel(model: ModelId): void {
    void this.failures.attempt(() => this.backend.showModel(model));
  }

  /** Asks for files of other programs that are to become models. */
  async addModelFiles(): Promise<void> {
    await this.failures.attempt(async () => {
      const drop = await this.backend.pickModelFiles();
      if (drop) await this.modelFiles.begin(drop);
    });
  }

  /** Writes a model's file where the person says; gives its name. */
  async exportModel(id: ModelId): Promise<string | null> {
    return (await this.backend.exportModel(id))?.fileName ?? null;
  }

  openPricePage(provider: HostedId, trainer: string): void {
    void this.failures.attempt(() => this.backend.openPricePage(provider, trainer));
  }

  dismissNotice(notice: Notice): void {
    this.notices = this.notices.filter((other) => other !== notice);
  }

  /** The folder that the library has left is gone, so nothing on screen may say that it is there. */
  leftDeleted(): void {
    this.notices = this.notices.filter(({ kind }) => kind !== 'libraryMoved');
  }

  /** Ctrl+Z: what the toast offers, otherwise the newest edit of the open dataset or badge, or the newest
      removal from the gallery. */
  undo(): void {
    if (this.toasts.current?.action?.kind === 'undo') this.toasts.act();
    else if (this.room === 'datasets') void this.opened?.undo();
    else if (this.room === 'badges') this.badges.undo();
    else if (this.room === 'gallery') this.#shownPart.undo();
    else if (this.room === 'playground' && this.grids.shown) this.grids.sheet.undoRemove();
  }

  redo(): void {
    if (this.toasts.current?.action?.kind === 'redo') this.toasts.act();
    else if (this.room === 'datasets') void this.opened?.redo();
    else if (this.room === 'badges') this.badges.redo();
    else if (this.room === 'gallery') this.#shownPart.redo();
  }

  /** Where photos dropped now would go; `null` is a new dataset. */
  get dropTarget(): DatasetId | null {
    return this.room === 'datasets' ? (this.opened?.id ?? null) : null;
  }

  get #shownPart(): GalleryRoom | ModelRoom {
    return this.galleryPart === 'models' ? this.modelRoom : this.gallery;
  }

  #leaveGallery(): void {
    this.gallery.leave();
    this.modelRoom.leave();
    // From elsewhere the way back is another one.
    this.#cameFrom = null;
  }

  #enterGallery(): void {
    const part = this.galleryPart === 'models' ? this.modelRoom.enter() : this.gallery.open();
    void Promise.all([part, this.models.load()]);
  }

  #show(room: Room): void {
    if (this.room === 'badges' && room !== 'badges') void this.badges.leave();
    if (room === 'badges' && this.room !== room) void this.badges.open();
    if (this.room === 'gallery' && room !== 'gallery') this.#leaveGallery();
    if (room === 'gallery' && this.room !== room) this.#enterGallery();
    if (room === 'playground' && this.room !== room) void this.playground.open();
    if (room === 'bot' && this.room !== room)
      void Promise.all([this.bot.open(), this.keys.load(), this.badges.readLists()]);
    if (room === 'training' && this.room !== room)
      void Promise.all([this.models.load(), this.bases.load(), this.keys.load(), this.spending.load()]);
    if (room === 'settings' && this.room !== room) void Promise.all([this.keys.load(), this.spending.load()]);
    this.room = room;
  }

  #hear(event: BlazonEvent): void {
    this.datasets.hear(event);
    this.jobs.hear(event);
    this.settings.hear(event);
    this.drop.hear(event);
    this.opened?.hear(event);
    this.models.hear(event);
    this.bases.hear(event);
    this.keys.hear(event);
    this.spending.hear(event);
    this.requests.hear(event);
    this.move.hear(event);
    this.training.hear(event);
    this.playground.hear(event);
    this.grids.hear(event);
    this.evaluation.hear(event);
    this.badges.hear(event);
    this.gallery.hear(event);
    this.modelRoom.hear(event);
    this.bot.hear(event);
    this.journey.hear(event);
    if (event.type === 'noticeRaised') this.notices = [...this.notices, event.notice];
    // While the library is on its way there is no room that could take anything.
    if (event.type === 'dropped' && !this.move.progress) void this.#take(event.drop);
  }

  async #pickAndImport(pick: () => Promise<PendingDrop | null>): Promise<void> {
    await this.failures.attempt(async () => {
      const drop = await pick();
      if (drop) await this.#import(drop);
    });
  }

  /** Weights can only become models. Among badges the rest is a picture, in the gallery a picture to be read,
      elsewhere photos, refused there by name. */
  #take(drop: PendingDrop): Promise<void> {
    if (isOfModels(drop)) return this.modelFiles.begin(drop);
    if (this.room === 'gallery') {
      this.showPart('pictures');
      return this.gallery.foreign.take(drop);
    }
    return this.room === 'badges' ? this.badges.takeDrop(drop.id) : this.#import(drop);
  }

  #import(drop: PendingDrop): Promise<void> {
    const target = this.dropTarget;
    return this.#startImport(() => this.backend.importDrop(drop.id, target));
  }

  async #startImport(start: () => Promise<StartedImport>): Promise<void> {
    this.starting = true;
    await this.failures.attempt(async () => {
      const { dataset, job } = await start();
      this.datasets.put(dataset);
      this.jobs.started(job);
      this.openDataset(dataset.id);
    });
    this.starting = false;
  }

  async #restoreDataset(id: DatasetId): Promise<void> {
    await this.failures.attempt(async () => {
      this.datasets.put(await this.backend.restoreDataset(id));
      this.openDataset(id);
    });
  }

  #jobEnded(job: Job): void {
    if (job.kind === 'import') this.#importEnded(job);
  }

  #importEnded(job: Job): void {
    if (job.state.status === 'failed') return;
    const { added, alreadyThere, problems } = job.report;
    // Then the notice of what was left out says it all.
    if (added === 0 && alreadyThere === 0 && problems.length > 0) return;
    const undo = () =>
      void this.failures.attempt(async () => {
        await this.backend.undoEdit(job.dataset);
      });
    this.toasts.show({
      sentence: outcomeSentence(job),
      action: added > 0 ? { kind: 'undo', run: undo } : undefined,
    });
  }
}
