// What is said of captions that a provider writes. Must not know the controls.
import type { Captioning, CaptionRefusal, FailureReason } from '$backend';
import { priceOf } from '$shared/money';
import { t } from '$shared/words.svelte';

const troubles: Record<FailureReason, string> = {
  noKey: 'caption-failed-no-key',
  badKey: 'caption-failed-bad-key',
  noCredit: 'caption-failed-no-credit',
  rejectedInput: 'caption-failed-rejected',
  unfitArchive: 'caption-failed-rejected',
  blockedContent: 'caption-failed-blocked',
  busy: 'caption-failed-busy',
  offline: 'caption-failed-offline',
  hostRefused: 'caption-failed-host-refused',
  badProxy: 'caption-failed-bad-proxy',
  brokenReply: 'caption-failed-broken-reply',
  badWeights: 'caption-failed-broken-reply',
  trainingFailed: 'caption-failed-there',
  outOfMemory: 'caption-failed-there',
  stoppedThere: 'caption-failed-stopped-there',
  neverTaken: 'caption-failed-never-taken',
  diskFull: 'caption-failed-disk-full',
  diskFailed: 'caption-failed-disk',
};

export const troubleSentence = (reason: FailureReason): string => t(troubles[reason]);

export const isAboutKey = (reason: FailureReason | null): boolean =>
  reason === 'noKey' || reason === 'badKey';

/** What keeps the photos that lie at the provider from being asked about; `null` where nothing does. */
export function waitingSentence({ trouble, counts }: Captioning, provider: string): string | null {
  const count = counts.open;
  if (isAboutKey(trouble)) return t('describe-waits-for-key', { provider, count });
  return trouble === 'offline' ? t('describe-waits-for-network', { provider, count }) : null;
}

/** Reasons of which the provider's own words say more. */
const explained: FailureReason[] = ['rejectedInput', 'blockedContent', 'trainingFailed'];

export const troubleDetail = ({ trouble, said }: Captioning): string | null =>
  trouble !== null && said !== '' && explained.includes(trouble) ? said : null;

export function refusalSentence(refusal: CaptionRefusal): string {
  switch (refusal.kind) {
    case 'nothingToDescribe':
      return t('caption-refusal-nothing');
    case 'underWay':
      return t('caption-refusal-under-way');
    case 'noKey':
      return t('caption-refusal-no-key');
    case 'noPrice':
      return t('caption-refusal-no-price', { page: refusal.page });
    case 'overCeiling':
      return t('caption-refusal-ceiling', {
        reserved: priceOf(refusal.reserved),
        month: priceOf(refusal.monthToDate),
        ceiling: priceOf(refusal.ceiling),
      });
    case 'overLimit':
      return t('draw-refusal-limit', {
        reserved: priceOf(refusal.reserved),
        limit: priceOf(refusal.limit),
      });
    case 'describerUnknown':
      return t('caption-refusal-describer', { endpoint: refusal.endpoint });
  }
}
