// Which message tells why a file was not taken, or why a job stopped. The terminal uses the same messages.
import type { ImportProblem, JobFailure } from '$backend';
import { t } from '$shared/words.svelte';

const MEGABYTE = 1_000_000;

/** Said of a photo that was added; every other problem left its file out. */
export const isNote = ({ reason }: ImportProblem): boolean => reason.kind === 'nameNotText';

export function problemSentence({ fileName: file, reason }: ImportProblem): string {
  switch (reason.kind) {
    case 'notAnImage':
      return t('problem-not-an-image', { file });
    case 'unsupportedFormat':
      return t('problem-unsupported-format', { file, format: reason.format });
    case 'readerMissing':
      return t('problem-reader-missing', { file, format: reason.format, package: reason.package });
    case 'nestedArchive':
      return t('problem-nested-archive', { file });
    case 'archiveTooLarge':
      return t('problem-archive-too-large', { file });
    case 'empty':
      return t('problem-empty', { file });
    case 'truncated':
      return t('problem-truncated', { file });
    case 'broken':
      return t('problem-broken', { file });
    case 'tooManyPixels':
      return t('problem-too-many-pixels', {
        file,
        width: reason.width,
        height: reason.height,
        limit: reason.limitMegapixels,
      });
    case 'tooManyBytes':
      return t('problem-too-many-bytes', { file, limit: Math.floor(Number(reason.limit) / MEGABYTE) });
    case 'noPermission':
      return t('problem-no-permission', { file });
    case 'locked':
      return t('problem-locked', { file });
    case 'vanished':
      return t('problem-vanished', { file });
    case 'unreadable':
      return t('problem-unreadable', { file });
    case 'folderUnreadable':
      return t('problem-folder-unreadable', { file });
    case 'nameNotText':
      return t('problem-name-not-text', { file });
    case 'diskFull':
      return t('problem-disk-full', { file });
  }
}

export function failureSentence(reason: JobFailure): string {
  switch (reason.kind) {
    case 'diskFull':
      return t('job-failed-disk-full');
    case 'libraryUnwritable':
      return t('job-failed-library-unwritable');
    case 'datasetGone':
      return t('job-failed-dataset-gone');
    case 'nothingToSend':
      return t('job-failed-nothing-to-send');
    case 'targetUnwritable':
      return t('job-failed-target-unwritable');
    case 'targetTaken':
      return t('job-failed-target-taken');
    case 'archiveWrong':
      return t('job-failed-archive-wrong');
    case 'originalLost':
      return t('job-failed-original-lost');
    case 'internal':
      return t('job-failed-internal');
  }
}
