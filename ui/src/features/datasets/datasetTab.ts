// The tabs of an open dataset, and what the view of each is given.
import type { Dataset, Job } from '$backend';
import type { JobList } from '$features/jobs/jobList.svelte';
import type { OpenDataset } from './openDataset.svelte';

export const datasetTabs = ['photos', 'crop', 'captions', 'archive'] as const;
export type DatasetTab = (typeof datasetTabs)[number];

/** The message that names a tab. */
export const tabNames: Record<DatasetTab, string> = {
  photos: 'datasets-tab-photos',
  crop: 'datasets-tab-crop',
  captions: 'datasets-tab-captions',
  archive: 'datasets-tab-archive',
};

/**
 * Captions and Archive fill the whole work area under the row of tabs, without the panel of the photos; they may
 * bring a `SidePanel` of their own. The parent is a flex column that does not scroll; `narrow` is a window
 * under 1180. Edits go through `opened.change`, which brings failure, toast and undo; calls through `opened.backend`.
 */
export type DatasetTabProps = {
  opened: OpenDataset;
  dataset: Dataset;
  jobs: JobList;
  narrow: boolean;
  thumb: (hash: string) => string;
  oncancel: (job: Job) => void;
};
