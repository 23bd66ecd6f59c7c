// Which message tells how a run is made, where it stands, why it failed, or why it cannot start.
import type {
  FailureReason,
  Recipe,
  RunDetails,
  Spend,
  TrainingEstimate,
  TrainingRefusal,
  TrainingRun,
} from '$backend';
import { isHosted, providerName } from '$features/hosted/providers';
import { familyName } from '$features/bases/baseFamilies';
import { gigabytes } from '$shared/byteSize';
import { priceOf } from '$shared/money';
import { t } from '$shared/words.svelte';

const presets = {
  economy: 'training-preset-economy',
  standard: 'training-preset-standard',
  custom: 'training-preset-custom',
};

/** "Standard, 1000 steps, rank 16, Pocket on this computer". */
export function recipeLine({ preset, steps, rank, base, provider }: Recipe): string {
  return t(rank > 0 ? 'training-recipe-line' : 'training-recipe-line-no-rank', {
    preset: t(presets[preset]),
    steps,
    rank,
    base: familyName(base),
    provider,
  });
}

export function failureSentence(reason: FailureReason): string {
  switch (reason) {
    case 'noKey':
      return t('training-failed-no-key');
    case 'badKey':
      return t('training-failed-bad-key');
    case 'noCredit':
      return t('training-failed-no-credit');
    case 'rejectedInput':
      return t('training-failed-rejected-input');
    case 'unfitArchive':
      return t('training-failed-unfit-archive');
    case 'blockedContent':
      return t('training-failed-blocked-content');
    case 'busy':
      return t('training-failed-busy');
    case 'offline':
      return t('training-failed-offline');
    case 'hostRefused':
      return t('training-failed-host-refused');
    case 'badProxy':
      return t('training-failed-bad-proxy');
    case 'brokenReply':
      return t('training-failed-broken-reply');
    case 'trainingFailed':
      return t('training-failed-training');
    case 'stoppedThere':
      return t('training-failed-stopped-there');
    case 'neverTaken':
      return t('training-failed-never-taken');
    case 'badWeights':
      return t('training-failed-bad-weights');
    case 'outOfMemory':
      return t('training-failed-memory');
    case 'diskFull':
      return t('training-failed-disk-full');
    case 'diskFailed':
      return t('training-failed-disk');
  }
}

export function refusalSentence(refusal: TrainingRefusal): string {
  switch (refusal.kind) {
    case 'tooFewPhotos':
      return t('training-refusal-photos', { have: refusal.have, needed: refusal.needed });
    case 'baseMissing':
      return t('training-refusal-base-missing', { path: refusal.path });
    case 'baseUnusable':
      return t('training-refusal-base-unusable', { path: refusal.path, detail: refusal.detail });
    case 'tooLittleMemory':
      return t('training-refusal-memory', {
        needed: gigabytes(refusal.needed),
        available: gigabytes(refusal.available),
      });
    case 'nothingToTrain':
      return t('training-refusal-nothing');
    case 'noKey':
      return t('training-refusal-no-key', { provider: refusal.provider });
    case 'noPrice':
      return t('training-refusal-type-price');
    case 'captionsMissing':
      return t('training-refusal-captions', { have: refusal.have, needed: refusal.needed });
    case 'overCeiling':
      return t('training-refusal-ceiling', {
        reserved: priceOf(refusal.reserved),
        month: priceOf(refusal.monthToDate),
        ceiling: priceOf(refusal.ceiling),
      });
    case 'noRequest':
      return t('training-refusal-request');
    case 'trainerUnknown':
      return t('training-refusal-trainer', { endpoint: refusal.endpoint });
  }
}

/** The time that a training takes, in words as rough as the estimate. */
export function durationSentence(seconds: number): string {
  if (seconds < 60) return t('training-takes-under-a-minute');
  if (seconds < 90 * 60) return t('training-takes-minutes', { minutes: Math.round(seconds / 60) });
  return t('training-takes-hours', { hours: Math.round(seconds / 1800) / 2 });
}

export const estimateSentence = ({ seconds, memory }: TrainingEstimate): string =>
  seconds === null
    ? t('training-estimate-memory', { memory: gigabytes(memory) })
    : t('training-estimate', { time: durationSentence(seconds), memory: gigabytes(memory) });

/** What became of the money of a run that did not end well. */
export function chargedSentence({ reserved, settled }: Spend): string {
  if (reserved !== '0') return t('training-charged-open', { reserved: priceOf(reserved) });
  return settled === '0'
    ? t('training-charged-nothing')
    : t('training-charged', { settled: priceOf(settled) });
}

/** What the provider does not report of a run that trains or has trained; nothing where it reports all. */
export function unreportedSentence(run: TrainingRun, { losses, samples }: RunDetails): string | null {
  const { provider } = run.recipe;
  const { state } = run.state;
  const speaks = state === 'training' || state === 'downloading' || state === 'checking' || state === 'ready';
  if (!isHosted(provider) || !speaks || samples.length > 0) return null;
  return t(losses.length > 1 ? 'training-no-samples' : 'training-no-losses', {
    provider: providerName(provider),
  });
}
