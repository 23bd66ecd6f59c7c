// One sentence per change of a dataset, for toasts and the edit history.
import type { DatasetChange } from '$backend';
import { t } from '$shared/words.svelte';
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
  }
}
