// What the review says of captions, in the words that window and terminal share.
import type { CaptionLint } from '$backend';
import { t } from '$shared/words.svelte';

export function lintSentence(lint: CaptionLint): string {
  switch (lint.kind) {
    case 'missing':
      return t('review-captions-missing', { count: lint.photos.length });
    case 'none':
      return t('review-captions-none');
    case 'noTrigger':
      return t('review-captions-no-trigger', { count: lint.photos.length });
    case 'tooShort':
      return t('review-captions-too-short', { count: lint.photos.length });
    case 'tooLong':
      return t('review-captions-too-long', { count: lint.photos.length });
    case 'repeats':
      return t('review-captions-repeats', { phrase: lint.phrase });
    case 'allTheSame':
      return t('review-captions-all-the-same');
    case 'inNearlyAll':
      return t('review-captions-in-nearly-all', { phrase: lint.phrase, count: lint.count });
  }
}

export function lintHint(lint: CaptionLint): string | undefined {
  switch (lint.kind) {
    case 'missing':
      return t('review-captions-missing-hint');
    case 'none':
      return t('review-captions-none-hint');
    case 'noTrigger':
      return t('review-captions-no-trigger-hint');
    case 'tooShort':
      return t('review-captions-too-short-hint');
    case 'tooLong':
      return t('review-captions-too-long-hint');
    case 'repeats':
      return undefined;
    case 'allTheSame':
      return t('review-captions-all-the-same-hint');
    case 'inNearlyAll':
      return t('review-captions-in-nearly-all-hint');
  }
}
