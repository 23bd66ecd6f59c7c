// Trainers, quotes and money in the fake backend. Never shipped.
import type {
  BaseFamily,
  DrawingPlan,
  DrawRequest,
  Endpoint,
  HostedDetails,
  Preset,
  ProviderId,
  Quote,
  Recipe,
  SpendLine,
  Spending,
  TrainingPlan,
} from '../src/backend';
import { sampleRecipe } from './fakeEngine';

const perSteps = (amount: string): Endpoint['price'] => ({
  amount,
  per: 1000,
  unit: 'step',
  least: 0,
  listedOn: '2026-11-20',
  source: 'https://fal.ai/models',
});
const archive = (captions: 'required' | 'optional', leastPhotos = 4) => ({
  captions,
  leastPhotos,
  mostBytes: null,
});

export const fast: Endpoint = {
  provider: 'fal',
  id: 'fal-ai/flux-lora-fast-training',
  work: 'training',
  name: 'FLUX.1 [dev], fast',
  base: 'flux1',
  price: perSteps('2000000'),
  time: null,
  archive: archive('optional'),
  partners: ['fal-ai/flux-lora'],
  field: [
    { name: 'images_data_url', role: 'input', kind: 'filled', default: null, required: true },
    { name: 'trigger_word', role: 'trigger', kind: 'text', default: null },
    { name: 'steps', role: 'steps', kind: 'integer', least: 1, most: 10000, default: 1000 },
    { name: 'is_style', role: 'style', kind: 'flag', default: false },
    { name: 'create_masks', role: null, kind: 'flag', default: true },
  ],
};

export const portrait: Endpoint = {
  ...fast,
  id: 'fal-ai/flux-lora-portrait-trainer',
  name: 'FLUX.1 [dev], portrait',
  price: null,
  field: [
    ...fast.field.slice(0, 3),
    { name: 'learning_rate', role: 'learningRate', kind: 'number', least: 1e-6, most: 1e-2, default: 9e-5 },
    { name: 'subject_crop', role: null, kind: 'flag', default: true },
  ],
};

const ostris: Endpoint = {
  ...fast,
  provider: 'replicate',
  id: 'ostris/flux-dev-lora-trainer',
  name: 'FLUX.1 [dev], ostris',
  price: {
    amount: '1525',
    per: 1,
    unit: 'second',
    least: 0,
    listedOn: '2026-05-01',
    source: 'https://replicate.com/pricing',
  },
  time: { seconds: 180, perStep: 1.2 },
  field: [
    ...fast.field.slice(0, 3),
    { name: 'lora_rank', role: 'rank', kind: 'integer', least: 1, most: 128, default: 16 },
    { name: 'resolution', role: 'resolution', kind: 'choice', options: ['512', '1024'], default: '1024' },
    { name: 'autocaption', role: 'autoCaption', kind: 'flag', default: true },
  ],
};

export const trainersOf = (provider: ProviderId): Endpoint[] =>
  [
    fast,
    portrait,
    {
      ...fast,
      id: 'fal-ai/flux-2-trainer',
      name: 'FLUX.2 [dev]',
      price: perSteps('6400000'),
      archive: archive('required'),
    },
    { ...fast, id: 'fal-ai/qwen-image-trainer-v2', name: 'Qwen-Image', archive: archive('required') },
    ostris,
  ].filter((trainer) => trainer.provider === provider);

export function hostedRecipe(provider: ProviderId, endpoint: string | null, preset: Preset): Recipe {
  const trainer = trainersOf(provider).find(({ id }) => endpoint === null || id === endpoint) ?? fast;
  const recipe = sampleRecipe(preset);
  const rank = trainer.field.some(({ role }) => role === 'rank') ? recipe.rank : 0;
  return {
    ...recipe,
    provider,
    base: trainer.base ?? 'flux1',
    rank,
    learningRate: 0,
    resolution: 1024,
    hosted: { endpoint: trainer.id, chosen: { steps: recipe.steps }, typedPrice: null },
  };
}

export function hostedPlan(recipe: Recipe, photos: number, captions: number): TrainingPlan {
  const trainer = trainersOf(recipe.provider).find(({ id }) => id === recipe.hosted?.endpoint) ?? fast;
  const price = trainer.price ?? recipe.hosted?.typedPrice ?? null;
  const units = price?.unit === 'second' ? 180 + 1.2 * recipe.steps : recipe.steps;
  const cost = price && String(Math.ceil((Number(price.amount) * units) / price.per));
  return {
    recipe,
    photos,
    captions,
    estimate: null,
    cost:
      price && cost
        ? {
            cost,
            reserved: price.unit === 'second' ? String(Math.ceil(Number(cost) * 1.5)) : cost,
            price,
            monthToDate: '3200000',
            ceiling: '20000000',
          }
        : null,
    refusal: price ? null : { kind: 'noPrice', page: 'https://fal.ai/models' },
  };
}

export const sampleQuote = (over: Partial<Quote> = {}): Quote => ({
  id: 'quote-1',
  provider: 'fal',
  host: 'rest.fal.ai',
  endpoint: fast.id,
  photos: 21,
  captions: 21,
  archiveBytes: '52400000',
  archive: '9f2c41d0b7c5d2f83a6b1e9d4c7f205a8b3e6d1c9f4a7b2e5d8c1f6a3b9e7be8',
  cost: '2000000',
  reserved: '2000000',
  price: fast.price,
  monthToDate: '3200000',
  ceiling: '20000000',
  madeAt: 1_763_700_000_000,
  ...over,
});

export const hostedDetails = (over: Partial<HostedDetails> = {}): HostedDetails => ({
  trainer: fast.name,
  quote: sampleQuote(),
  spend: { reserved: '2000000', settled: '0' },
  request: '7c1e0f5a-2b64-4d0e-9c3b-1f8a5d7e2c90',
  ...over,
});

const spent = (hours: number, over: Partial<SpendLine>): SpendLine => ({
  at: 1_763_700_000_000 - hours * 3_600_000,
  kind: 'settled',
  amount: '2000000',
  provider: 'fal',
  purpose: { kind: 'training', dataset: 'Fox Scouts' },
  ...over,
});

export const sampleSpending = (over: Partial<Spending> = {}): Spending => ({
  monthToDate: '5200000',
  ceiling: '20000000',
  lines: [
    spent(1, { kind: 'reserved' }),
    spent(4, { amount: '24000', purpose: { kind: 'captions', dataset: 'Fox Scouts', photos: 12 } }),
    spent(20, { provider: 'replicate', amount: '60000', purpose: { kind: 'drawing', pictures: 2 } }),
    spent(60, { kind: 'refunded', amount: '0' }),
    spent(61, { kind: 'reserved' }),
  ],
  ...over,
});

const generator: Endpoint = {
  ...fast,
  id: 'fal-ai/flux-lora',
  work: 'drawing',
  name: 'FLUX.1 [dev] with LoRA',
  price: { ...perSteps('35000')!, per: 1, unit: 'megapixel' },
  archive: null,
  partners: [],
  field: [
    { name: 'prompt', role: 'prompt', kind: 'text', default: null, required: true },
    { name: 'loras', role: 'loras', kind: 'filled', default: null },
    { name: 'num_inference_steps', role: 'steps', kind: 'integer', least: 1, most: 50, default: 28 },
    { name: 'guidance_scale', role: 'guidance', kind: 'number', least: 0, most: 35, default: 3.5 },
    { name: 'num_images', role: 'count', kind: 'integer', least: 1, most: 4, default: 1 },
    { name: 'output_format', role: 'format', kind: 'choice', options: ['png', 'jpeg'], default: 'png' },
    { name: 'enable_safety_checker', role: 'safetyChecker', kind: 'flag', default: true },
    { name: 'acceleration', role: null, kind: 'choice', options: ['none', 'regular'], default: 'none' },
  ],
};

const generators: Endpoint[] = [
  generator,
  {
    ...generator,
    id: 'fal-ai/flux/schnell',
    name: 'FLUX.1 [schnell]',
    price: { ...perSteps('3000')!, per: 1, unit: 'megapixel' },
    field: generator.field.filter(({ role }) => role !== 'loras' && role !== 'guidance'),
  },
  {
    ...generator,
    provider: 'replicate',
    id: 'black-forest-labs/flux-dev-lora',
    price: null,
  },
  {
    ...generator,
    provider: 'replicate',
    id: 'ostris/flux-dev-lora-trainer/trained',
    name: 'FLUX.1 [dev], the trained version itself',
    price: null,
    isTrained: true,
  },
];

export const generatorsOf = (provider: ProviderId, base: BaseFamily | null): Endpoint[] =>
  generators.filter((each) => {
    const takesLoras = each.field.some(({ role }) => role === 'loras');
    const fits = base === null ? !each.isTrained : each.base === base && takesLoras;
    return each.provider === provider && fits;
  });

export function drawingPlan(request: DrawRequest): DrawingPlan {
  const found = generators.find(({ id }) => id === request.hosted?.endpoint);
  const price = found?.price ?? request.hosted?.typedPrice ?? null;
  const cost = String(Number(price?.amount ?? 0) * request.count);
  return {
    cost: price && { cost, reserved: cost, price, monthToDate: '3200000', ceiling: '20000000' },
    sendsWeights: false,
    refusal: price ? null : { kind: 'noPrice', page: 'https://replicate.com' },
  };
}
