// What the review says of single captions, as a list per photo. Remarks on all captions together are not here.
import type { CaptionLint, PhotoId } from '$backend';
import { t } from '$shared/words.svelte';

export type CaptionRemark = Extract<CaptionLint, { photos: PhotoId[] }>;

const isOnPhotos = (lint: CaptionLint): lint is CaptionRemark => 'photos' in lint;

export function remarksByPhoto(lints: CaptionLint[]): Map<PhotoId, CaptionRemark[]> {
  const remarks = new Map<PhotoId, CaptionRemark[]>();
  for (const lint of lints.filter(isOnPhotos)) {
    for (const photo of lint.photos) remarks.set(photo, [...(remarks.get(photo) ?? []), lint]);
  }
  return remarks;
}

export function remarkSentence(remark: CaptionRemark): string {
  switch (remark.kind) {
    case 'missing':
      return t('captions-remark-missing');
    case 'noTrigger':
      return t('captions-remark-no-trigger');
    case 'tooShort':
      return t('captions-remark-too-short');
    case 'tooLong':
      return t('captions-remark-too-long');
    case 'repeats':
      return t('captions-remark-repeats', { phrase: remark.phrase });
  }
}
