// Which message tells where a drawing stands, how it was made, and why it failed.
import type { BaseFamily, DrawFailure, Drawing, DrawRefusal } from '$backend';
import { familyName } from '$features/bases/baseFamilies';
import { isHosted, providerName, type HostedId } from '$features/hosted/providers';
import { timeLeft } from '$features/jobs/timeLeft';
import { priceOf } from '$shared/money';
import { t, words } from '$shared/words.svelte';
import { isUnfinished } from './drawingList.svelte';
import type { DrawObstacle } from './playground.svelte';

export function standSentence(drawing: Drawing, secondsLeft: number | undefined): string {
  const { state, pictures, request } = drawing;
  const [ready, count] = [pictures.length, request.count];
  if (drawing.isStopping && isUnfinished(drawing)) return t('drawing-stopping');
  const place = isHosted(request.provider) ? providerName(request.provider) : null;
  switch (state.status) {
    case 'queued':
      return place ? t('drawing-begins', { provider: place }) : t('playground-queued');
    case 'sending':
      return t('drawing-sending', { percent: percentOf(state.sent, state.total), provider: place ?? '' });
    case 'submitting':
      return t('drawing-begins', { provider: place ?? '' });
    case 'unknown':
      return t('drawing-unknown-short');
    case 'waiting':
      return state.position
        ? t('drawing-waiting-at', { count: state.position, provider: place ?? '' })
        : t('drawing-waiting', { provider: place ?? '' });
    case 'fetching':
      return t('drawing-fetching', { ready, count });
    case 'running':
      if (place) return t('drawing-there', { provider: place });
      return secondsLeft === undefined
        ? t('playground-ready', { ready, count })
        : t('playground-ready-and-left', { ready, count, left: timeLeft(secondsLeft) });
    case 'succeeded':
      return place
        ? t('drawing-made-there', {
            made: madeSentence(drawing),
            provider: place,
            cost: priceOf(drawing.spend?.settled ?? '0'),
          })
        : madeSentence(drawing);
    case 'failed':
    case 'cancelled':
      return t('playground-stopped', { ready, count });
  }
}

/** "20 steps, guidance 5, 128 × 128, seed 271828". */
export function madeSentence({ request }: Drawing): string {
  return t('playground-made', {
    steps: request.steps,
    guidance: words.number(request.guidance ?? 0, 1),
    width: String(request.width),
    height: String(request.height),
    seed: request.seed ?? '',
  });
}

const obstacles: Record<Exclude<DrawObstacle, 'loading' | 'refused'>, string> = {
  modelGone: 'playground-obstacle-model',
  drawnElsewhere: 'playground-obstacle-elsewhere',
  baseMissing: 'playground-obstacle-base',
  noGenerator: 'playground-obstacle-generator',
  priceBroken: 'trainer-price-refused',
  nothingWritten: 'playground-obstacle-nothing',
  seedBroken: 'playground-obstacle-seed',
};

const failures: Record<DrawFailure, string> = {
  baseUnusable: 'drawing-failed-base',
  loraUnusable: 'drawing-failed-lora',
  outOfMemory: 'drawing-failed-memory',
  diskFull: 'drawing-failed-disk-full',
  engineEnded: 'drawing-failed-engine',
  noKey: 'drawing-failed-no-key',
  badKey: 'drawing-failed-bad-key',
  noCredit: 'drawing-failed-no-credit',
  rejected: 'drawing-failed-rejected',
  blocked: 'drawing-failed-blocked',
  busy: 'drawing-failed-busy',
  offline: 'drawing-failed-offline',
  hostRefused: 'drawing-failed-host-refused',
  badProxy: 'drawing-failed-bad-proxy',
  brokenReply: 'drawing-failed-broken-reply',
  failedThere: 'drawing-failed-there',
  stoppedThere: 'drawing-failed-stopped-there',
  neverTaken: 'drawing-failed-never-taken',
  badPictures: 'drawing-failed-pictures',
  diskFailed: 'drawing-failed-disk',
};

export function failureSentence(drawing: Drawing, reason: DrawFailure): string {
  if (reason === 'diskFull' && canBeFetched(drawing)) return t('drawing-failed-disk-full-there');
  return t(failures[reason]);
}

/** Reasons of which the provider's own words say more. */
const explained: DrawFailure[] = ['rejected', 'blocked', 'failedThere'];

/** What stands behind a failure's sentence: what the engine here said, or a provider's words where they help. */
export function failureDetail({ request, state }: Drawing): string | null {
  if (state.status !== 'failed' || state.detail === '') return null;
  return !isHosted(request.provider) || explained.includes(state.reason) ? state.detail : null;
}

/** What was drawn at a provider and did not reach this disk. */
const unfetched: DrawFailure[] = ['diskFull', 'diskFailed', 'badPictures', 'brokenReply'];

/** Whether the pictures of a failed drawing may still lie at its provider. */
export const canBeFetched = ({ state, requestId }: Drawing): boolean =>
  state.status === 'failed' &&
  requestId !== null &&
  requestId !== undefined &&
  unfetched.includes(state.reason);

/** Why nothing can be drawn as it is set, where that is not the words of a refusal. */
export function obstacleSentence(
  obstacle: Exclude<DrawObstacle, 'loading' | 'refused'>,
  { family, place }: { family: BaseFamily; place: HostedId | null },
): string {
  const provider = place ? providerName(place) : '';
  return t(obstacles[obstacle], { base: familyName(family), provider });
}

export function refusalSentence(refusal: DrawRefusal): string {
  switch (refusal.kind) {
    case 'noKey':
      return t('draw-refusal-no-key', { provider: refusal.provider });
    case 'noPrice':
      return t('draw-refusal-type-price');
    case 'overCeiling':
      return t('draw-refusal-ceiling', {
        reserved: priceOf(refusal.reserved),
        month: priceOf(refusal.monthToDate),
        ceiling: priceOf(refusal.ceiling),
      });
    case 'overLimit':
      return t('draw-refusal-limit', {
        reserved: priceOf(refusal.reserved),
        limit: priceOf(refusal.limit),
      });
    case 'generatorUnknown':
      return t('draw-refusal-generator', { endpoint: refusal.endpoint });
    case 'otherBase':
      return t('draw-refusal-other-base', {
        model: familyName(refusal.model),
        generator: refusal.generator,
      });
    case 'noLora':
      return t('draw-refusal-no-lora', { generator: refusal.generator });
    case 'notTrainedThere':
      return t('draw-refusal-not-trained-there', { provider: refusal.provider });
    case 'noModel':
      return t('draw-refusal-no-model', { generator: refusal.generator });
    case 'field':
      return t('draw-refusal-field', { field: refusal.field });
    case 'noRequest':
      return t('training-refusal-request');
  }
}

const percentOf = (sent: string, total: string): number =>
  total === '0' ? 0 : Math.min(100, Math.floor((Number(sent) / Number(total)) * 100));
