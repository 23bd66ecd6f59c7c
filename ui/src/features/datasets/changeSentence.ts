// One sentence per change of a dataset, for toasts and the edit history.
import type { Choice, DatasetChange, Edit, Turned } from '$backend';
import { t, words } from '$shared/words.svelte';
import { subjectName } from './subjects';

export function changeSentence(change: DatasetChange): string {
  switch (change.kind) {
    case 'photosAdded':
      return t('datasets-change-added', { count: change.count });
    case 'photosRemoved':
      return change.photos.length === 1 && change.names[0]
        ? t('datasets-change-removed-one', { name: change.names[0] })
        : t('datasets-change-removed', { count: change.photos.length });
    case 'renamed':
      return t('datasets-change-renamed', { from: change.from, to: change.to });
    case 'described':
      return t('datasets-change-described', { from: subjectName(change.from), to: subjectName(change.to) });
    case 'triggerChanged':
      return t('datasets-change-trigger', { from: change.from, to: change.to });
    case 'photosChosen':
      return chosenSentence(change.photos);
    case 'photosCropped':
      return change.photos.every(({ to }) => to === null)
        ? t('datasets-change-crop-reset', { count: change.photos.length })
        : t('datasets-change-cropped', { count: change.photos.length });
    case 'captionsChanged':
      return t('datasets-change-captions', { count: change.photos.length });
    case 'framed':
      return change.from.shape === change.to.shape
        ? t('datasets-change-size', { size: String(change.to.size) })
        : t(change.to.shape === 'square' ? 'datasets-change-square' : 'datasets-change-keep-shape');
    case 'captionStyleChanged':
      return t(change.to === 'triggerFirst' ? 'datasets-change-trigger-first' : 'datasets-change-as-written');
  }
}

/** Which photos it was about: the first few by name, and how many more; nothing where the sentence says it. */
export function changedPhotos({ change, names }: Edit): string | null {
  if (!('photos' in change) || names.length === 0) return null;
  if (change.kind === 'photosRemoved' && change.photos.length === 1) return null;
  const more = change.photos.length - names.length;
  return words.list(more > 0 ? [...names, t('datasets-change-photos-more', { count: more })] : names);
}

// One among near duplicates is kept and the others are left out in the same edit; what is kept names it.
function chosenSentence(photos: Turned<Choice | null>[]): string {
  const kept = photos.filter(({ to }) => to === 'keep').length;
  const left = photos.filter(({ to }) => to === 'leaveOut').length;
  if (kept > 0 && left > 0) return t('datasets-change-chosen-one', { count: left });
  if (kept > 0) return t('datasets-change-kept', { count: kept });
  return left > 0
    ? t('datasets-change-left-out', { count: left })
    : t('datasets-change-automatic', { count: photos.length });
}
