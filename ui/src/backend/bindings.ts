// The calls and events of the Rust side. This file is replaced by the one that tauri-specta generates.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

export type DatasetId = string; export type PhotoId = string; export type JobId = string; export type DropId = string;
export type ContentHash = string;           // 64 hex
export type Timestamp = number;             // UTC ms
export type ByteCount = string;             // decimal u64
export type Seed = string;                  // decimal u64
export type Money = string;                 // decimal i64, micro-dollars ("2000000" = $2.00)
export type TriggerWord = string;
export type Gender = "woman" | "man" | "person";
export type Subject = { kind: "person", gender: Gender } | { kind: "character" } | { kind: "object" } | { kind: "style" };
export type Dataset = { id: DatasetId, name: string, trigger: TriggerWord, triggerLocked: boolean, subject: Subject, photoCount: number, covers: ContentHash[] /* up to 4 */, createdAt: Timestamp, updatedAt: Timestamp };
export type PhotoFormat = "jpeg" | "png";
export type Photo = { id: PhotoId, hash: ContentHash, name: string, format: PhotoFormat, bytes: ByteCount, width: number, height: number, addedAt: Timestamp };  // width/height after orientation
export type PhotoPage = { total: number, photos: Photo[] };
export type JobState = { status: "queued" } | { status: "running", startedAt: Timestamp, done: number, total: number | null } | { status: "succeeded", finishedAt: Timestamp } | { status: "failed", finishedAt: Timestamp, reason: JobFailure } | { status: "cancelled", finishedAt: Timestamp };
export type JobFailure = { kind: "diskFull" } | { kind: "libraryUnwritable" } | { kind: "datasetGone" } | { kind: "internal" };
export type ProblemReason = { kind: "notAnImage" } | { kind: "unsupportedFormat", format: string } | { kind: "empty" } | { kind: "truncated" } | { kind: "broken" } | { kind: "tooManyPixels", width: number, height: number, limitMegapixels: number } | { kind: "tooManyBytes", limit: ByteCount } | { kind: "noPermission" } | { kind: "vanished" } | { kind: "unreadable" } | { kind: "folderUnreadable" } | { kind: "nameNotText" } | { kind: "diskFull" };
export type ImportProblem = { fileName: string, reason: ProblemReason };
export type ImportReport = { added: number, alreadyThere: number, problems: ImportProblem[] };
export type Job = { id: JobId, dataset: DatasetId, kind: "import", state: JobState, report: ImportReport };
export type StartedImport = { dataset: Dataset, job: Job };
export type PendingDrop = { id: DropId, files: number, folders: number };
export type DatasetChange = { kind: "photosAdded", count: number } | { kind: "photosRemoved", photos: PhotoId[], names: string[] } | { kind: "renamed", from: string, to: string } | { kind: "described", from: Subject, to: Subject } | { kind: "triggerChanged", from: TriggerWord, to: TriggerWord };
export type Edit = { id: string, dataset: DatasetId, change: DatasetChange, at: Timestamp, undone: boolean };
export type Language = "system" | "en" | "ru"; export type Theme = "system" | "light" | "dark";
export type Settings = { language: Language, theme: Theme, monthlyCeiling: Money | null, proxy: string | null, allowedHosts: string[], playgroundSeed: Seed | null };
export type Notice = { kind: "restoredFromBackup", backupAt: Timestamp | null, movedTo: string } | { kind: "keysInFile", path: string } | { kind: "diskFull" };
export type LibraryInfo = { path: string, thumbsPath: string, version: string, languageTag: "en" | "ru" /* already resolved from settings + system */, settings: Settings, notices: Notice[] };
export type DeletionReport = { originals: number, thumbnails: number, datasets: number, backupsCleaned: number, archivesRemoved: number, stillHeldBy: { provider: string, what: string }[] };
export type CheckReport = { photos: number, originals: number, findings: { kind: "missingOriginal" | "damagedOriginal" | "missingThumbnail" | "orphan" | "leftover", what: string }[] , databaseOk: boolean };
export type BackupInfo = { path: string, bytes: ByteCount, at: Timestamp };
export type ErrorCode = "unknown" | "notFound" | "triggerTaken" | "triggerInvalid" | "triggerLocked" | "nameInvalid" | "settingInvalid" | "diskFull" | "libraryBusy";
export type CommandError = { code: ErrorCode, message: string /* one sentence, already in the person's language */, hint: string | null };
export type BlazonEvent =
  | { type: "datasetChanged", dataset: DatasetId }            // row or photos changed, created, removed (also by another program)
  | { type: "libraryChanged" }                                // another program wrote: re-read what is shown
  | { type: "jobChanged", job: Job }                          // at most ~10/s while running
  | { type: "settingsChanged", settings: Settings, languageTag: string }
  | { type: "noticeRaised", notice: Notice }
  | { type: "dropHovered", files: number, folders: number } | { type: "dropLeft" } | { type: "dropped", drop: PendingDrop };

export type Result<T, E> = { status: "ok"; data: T } | { status: "error"; error: E };

async function call<T>(name: string, args?: Record<string, unknown>): Promise<Result<T, CommandError>> {
  try {
    return { status: "ok", data: await invoke<T>(name, args) };
  } catch (error) {
    if (error instanceof Error) throw error;
    return { status: "error", error: error as CommandError };
  }
}

export const commands = {
  openLibrary: () => call<LibraryInfo>("open_library"),
  listDatasets: () => call<Dataset[]>("list_datasets"),
  loadDataset: (dataset: DatasetId) => call<Dataset>("load_dataset", { dataset }),
  createDataset: (name: string | null, subject: Subject) => call<Dataset>("create_dataset", { name, subject }),
  renameDataset: (dataset: DatasetId, name: string) => call<Dataset>("rename_dataset", { dataset, name }),
  describeDataset: (dataset: DatasetId, subject: Subject) => call<Dataset>("describe_dataset", { dataset, subject }),
  changeTrigger: (dataset: DatasetId, trigger: string) => call<Dataset>("change_trigger", { dataset, trigger }),
  removeDataset: (dataset: DatasetId) => call<null>("remove_dataset", { dataset }),
  restoreDataset: (dataset: DatasetId) => call<Dataset>("restore_dataset", { dataset }),
  listPhotos: (dataset: DatasetId, offset: number, limit: number) => call<PhotoPage>("list_photos", { dataset, offset, limit }),
  removePhotos: (dataset: DatasetId, photos: PhotoId[]) => call<Edit>("remove_photos", { dataset, photos }),
  undoEdit: (dataset: DatasetId) => call<Edit | null>("undo_edit", { dataset }),
  redoEdit: (dataset: DatasetId) => call<Edit | null>("redo_edit", { dataset }),
  listEdits: (dataset: DatasetId) => call<Edit[]>("list_edits", { dataset }),
  deletePhotosForGood: (photos: PhotoId[]) => call<DeletionReport>("delete_photos_for_good", { photos }),
  pickPhotos: () => call<PendingDrop | null>("pick_photos"),
  pickFolder: () => call<PendingDrop | null>("pick_folder"),
  importDrop: (drop: DropId, dataset: DatasetId | null) => call<StartedImport>("import_drop", { drop, dataset }),
  importSamples: () => call<StartedImport>("import_samples"),
  listJobs: () => call<Job[]>("list_jobs"),
  cancelJob: (job: JobId) => call<null>("cancel_job", { job }),
  loadSettings: () => call<Settings>("load_settings"),
  changeSettings: (settings: Settings) => call<Settings>("change_settings", { settings }),
  checkLibrary: () => call<CheckReport>("check_library"),
  backUpLibrary: () => call<BackupInfo>("back_up_library"),
  openLibraryFolder: () => call<null>("open_library_folder"),
};

export const events = {
  blazonEvent: {
    listen: (handle: (event: { payload: BlazonEvent }) => void) => listen<BlazonEvent>("blazon-event", handle),
  },
};
