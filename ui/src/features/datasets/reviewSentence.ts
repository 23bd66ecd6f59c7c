// The sentence and the hint of each line of a review. The terminal uses the same messages.
import type { CaptionLint, Finding, Mark } from '$backend';
import { t } from '$shared/words.svelte';

export type Said = { sentence: string; hint?: string };

const marked: Record<Mark, { sentence: string; hint?: string } | null> = {
  tooSmall: { sentence: 'review-marked-too-small' },
  blurred: { sentence: 'review-marked-blurred', hint: 'review-marked-blurred-hint' },
  tooDark: { sentence: 'review-marked-too-dark', hint: 'review-marked-too-dark-hint' },
  tooBright: { sentence: 'review-marked-too-bright', hint: 'review-marked-too-bright-hint' },
  extremeShape: { sentence: 'review-marked-extreme-shape', hint: 'review-marked-extreme-shape-hint' },
  nearDuplicate: null,
  otherPeople: { sentence: 'review-marked-other-people', hint: 'review-marked-other-people-hint' },
  noFace: { sentence: 'review-marked-no-face', hint: 'review-marked-no-face-hint' },
  busyBackground: { sentence: 'review-marked-busy-background', hint: 'review-marked-busy-background-hint' },
  transparent: { sentence: 'review-marked-transparent', hint: 'review-marked-transparent-hint' },
  belowSize: { sentence: 'review-marked-below-size', hint: 'review-marked-below-size-hint' },
  turnedUpright: null,
};

/** What a mark means, where there is more to say than its word. */
export function markHint(mark: Mark): string | undefined {
  if (mark === 'tooSmall') return t('review-left-out-too-small-hint');
  const hint = marked[mark]?.hint;
  return hint && t(hint);
}

function said(id: string, args?: Record<string, string | number>, hint?: string): Said {
  return { sentence: t(id, args), hint: hint && t(hint, args) };
}

export function reviewSentence(finding: Finding): Said {
  switch (finding.kind) {
    case 'tooFewPhotos':
      return said(
        'review-too-few-photos',
        { used: finding.used, needed: finding.needed },
        'review-too-few-photos-hint',
      );
    case 'fewerThanAdvised':
      return said(
        'review-fewer-than-advised',
        { used: finding.used, advised: finding.advised },
        'review-fewer-than-advised-hint',
      );
    case 'enoughPhotos':
      return said('review-enough-photos', { used: finding.used }, 'review-enough-photos-hint');
    case 'marked': {
      const words = marked[finding.mark];
      return words ? said(words.sentence, { count: finding.photos.length }, words.hint) : { sentence: '' };
    }
    case 'leftOut':
      return said(
        'review-left-out-too-small',
        { count: finding.photos.length },
        'review-left-out-too-small-hint',
      );
    case 'nearDuplicates':
      return said(
        'review-near-duplicates',
        { photos: finding.photos.length, used: finding.used, groups: finding.groups },
        'review-near-duplicates-hint',
      );
    case 'oneFaceEverywhere':
      return said('review-one-face');
    case 'facesToCome':
      return said(
        'review-faces-to-come',
        { done: finding.done, total: finding.total },
        'review-faces-to-come-hint',
      );
    case 'measuresToCome':
      return said('review-measures-to-come', { photos: finding.photos });
    case 'captionsComplete':
      return said('review-captions-complete', { count: finding.count }, 'review-captions-complete-hint');
    case 'captions':
      return lintSentence(finding.lint);
    case 'metadataRemoved':
      return said('review-metadata-removed', {}, 'review-metadata-removed-hint');
  }
}

export function lintSentence(lint: CaptionLint): Said {
  switch (lint.kind) {
    case 'missing':
      return said('review-captions-missing', { count: lint.photos.length }, 'review-captions-missing-hint');
    case 'none':
      return said('review-captions-none', {}, 'review-captions-none-hint');
    case 'noTrigger':
      return said(
        'review-captions-no-trigger',
        { count: lint.photos.length },
        'review-captions-no-trigger-hint',
      );
    case 'tooShort':
      return said(
        'review-captions-too-short',
        { count: lint.photos.length },
        'review-captions-too-short-hint',
      );
    case 'tooLong':
      return said('review-captions-too-long', { count: lint.photos.length }, 'review-captions-too-long-hint');
    case 'repeats':
      return said('review-captions-repeats', { phrase: lint.phrase });
    case 'allTheSame':
      return said('review-captions-all-the-same', {}, 'review-captions-all-the-same-hint');
    case 'inNearlyAll':
      return said(
        'review-captions-in-nearly-all',
        { phrase: lint.phrase, count: lint.count },
        'review-captions-in-nearly-all-hint',
      );
  }
}
