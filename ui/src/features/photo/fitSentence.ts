// How a photo goes into its bucket, in one sentence.
import type { BucketFit } from '$backend';
import { t } from '$shared/words.svelte';

export function fitSentence({ bucket, lost_width, lost_height, percent }: BucketFit): string {
  const size = { width: String(bucket.width), height: String(bucket.height), percent };
  if (lost_width === 0 && lost_height === 0) return t('crop-fit-whole', size);
  return lost_width >= lost_height
    ? t('crop-fit-sides', { ...size, lost: lost_width })
    : t('crop-fit-ends', { ...size, lost: lost_height });
}
