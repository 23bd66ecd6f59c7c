// Captions by a provider in the fake backend. Never shipped.
import type { Captioning, CaptionPlan, CaptionRequest, Endpoint } from '../src/backend';

export const florence: Endpoint = {
  provider: 'fal',
  id: 'fal-ai/florence-2-large/more-detailed-caption',
  work: 'captions',
  name: 'Florence-2',
  base: null,
  price: null,
  time: null,
  archive: null,
  partners: [],
  field: [{ name: 'image_url', role: 'input', kind: 'filled', default: null, required: true }],
};

/** As the Rust side reckons: the typed price for each photo. */
export function captionPlan(request: CaptionRequest, photos: number): CaptionPlan {
  const host = 'rest.fal.ai';
  const price = request.hosted.typedPrice;
  if (!price) {
    const refusal = { kind: 'noPrice', page: `https://fal.ai/models/${florence.id}` } as const;
    return { photos, host, cost: null, refusal };
  }
  const sum = String(BigInt(price.amount) * BigInt(photos));
  const cost = { cost: sum, reserved: sum, price, monthToDate: '3200000', ceiling: '20000000' };
  return { photos, host, cost, refusal: photos === 0 ? { kind: 'nothingToDescribe' } : null };
}

type Sample = Partial<Omit<Captioning, 'counts'>> & {
  total: number;
  counts?: Partial<Captioning['counts']>;
};

/** A captioning of which all that is not counted otherwise is open. */
export function sampleCaptioning({ total, counts, ...rest }: Sample): Captioning {
  const ended = { described: 0, failed: 0, cancelled: 0, unknown: 0, ...counts };
  const open = total - ended.described - ended.failed - ended.cancelled - ended.unknown;
  return {
    id: 'captioning-a',
    dataset: 'dataset-1',
    provider: 'fal',
    counts: { total, open, ...ended },
    leftAlone: 0,
    isApplied: open === 0,
    isStopping: false,
    trouble: null,
    said: '',
    spend: { reserved: '0', settled: String(2000 * ended.described) },
    createdAt: Date.now(),
    ...rest,
  };
}
