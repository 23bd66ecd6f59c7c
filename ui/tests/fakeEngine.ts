// What trains and draws in the fake backend: plans, runs that go on by themselves, pictures with previews.
// Figures are made from steps alone, so that each look is the same. Never shipped.
import type {
  Base,
  BlazonEvent,
  Drawing,
  DrawRequest,
  LoraModel,
  LossPoint,
  ModelCard,
  ModelFile,
  Picture,
  Preset,
  Preview,
  PromptWord,
  Recipe,
  RunDetails,
  RunSample,
  TrainingPlan,
  TrainingRun,
} from '../src/backend';

export const pocket: Base = { path: null, name: 'Pocket', family: 'pocket' };
export const ownBase: Base = {
  path: '/home/anna/models/dreamlike-photoreal.safetensors',
  name: 'dreamlike-photoreal',
  family: 'sd15',
};

export function sampleRecipe(preset: Preset = 'standard', base: Base = pocket): Recipe {
  const economy = preset === 'economy';
  return {
    preset,
    provider: 'local',
    base: base.family,
    steps: economy ? 500 : 1000,
    rank: economy ? 8 : 16,
    learningRate: 4e-4,
    resolution: base.family === 'pocket' ? 128 : 512,
    local: {
      basePath: base.path,
      batch: 4,
      parts: { attention: true, feedForward: true, projections: true, convolutions: false },
      captionDropout: 0.05,
      flip: false,
      onCard: false,
      seed: '42',
    },
  };
}

export function samplePlan(recipe: Recipe, photos: number, captions: number): TrainingPlan {
  return {
    recipe,
    photos,
    captions,
    cost: null,
    estimate: {
      seconds: Math.round(recipe.steps * (recipe.base === 'pocket' ? 0.13 : 13)),
      memory: recipe.base === 'pocket' ? '400000000' : '6200000000',
      available: '12000000000',
    },
    refusal: photos < 5 ? { kind: 'tooFewPhotos', have: photos, needed: 5 } : null,
  };
}

export function sampleRun(over: Partial<TrainingRun> & { id: string; dataset: string }): TrainingRun {
  return {
    recipe: sampleRecipe(),
    state: { state: 'queued', request: 'r-1', position: 0 },
    createdAt: 1_763_700_000_000,
    updatedAt: 1_763_700_000_000,
    ...over,
  };
}

/** A loss that falls and trembles, always the same. */
export function sampleLoss(step: number): LossPoint {
  const trembling = Math.sin(step * 12.9898) * 43758.5453;
  const noise = trembling - Math.floor(trembling) - 0.5;
  return { step, loss: 0.055 + 0.11 * Math.exp(-step / 180) + noise * 0.05 };
}

export const sampleLosses = (until: number): LossPoint[] =>
  Array.from({ length: until }, (_, index) => sampleLoss(index + 1));

export function sampleSamples(until: number, every: number, trigger: string): RunSample[] {
  const prompts = [`${trigger}, portrait in a garden, soft light`, `${trigger}, holding a lantern at night`];
  const steps = Array.from({ length: Math.floor(until / every) + 1 }, (_, index) => index * every);
  return steps.flatMap((step) =>
    prompts.map((prompt, index) => ({
      step,
      index,
      prompt,
      seed: String(7 + index),
      file: `models/run/samples/${step}-${index}.png`,
    })),
  );
}

export function sampleDetails(run: TrainingRun, until: number, trigger: string): RunDetails {
  const lines = Array.from({ length: Math.floor(until / 50) }, (_, index) => ({
    at: run.createdAt + index * 6500,
    text: `step ${(index + 1) * 50}/${run.recipe.steps} loss ${(sampleLoss((index + 1) * 50).loss ?? 0).toFixed(4)} lr 4.0e-4`,
  }));
  return {
    run,
    photos: 12,
    captions: 12,
    losses: sampleLosses(until),
    samples: until === 0 ? [] : sampleSamples(until, 200, trigger),
    log: lines,
    hosted: null,
  };
}

export function sampleModel(over: Partial<LoraModel> & { id: string; name: string }): LoraModel {
  return {
    trigger: 'MY_PORTRAIT_2025_A3F2',
    base: 'pocket',
    run: null,
    folder: `${over.id}-folder`,
    weights: 'e41a0b97c5d2f83a6b1e9d4c7f205a8b3e6d1c9f4a7b2e5d8c1f6a3b9e0d2c65',
    bytes: '1480000',
    badgeBase: '',
    badgeStyle: '',
    cover: `models/${over.id}-folder/samples/cover.png`,
    notes: '',
    bestStrength: null,
    isShared: false,
    consentAt: null,
    archivedAt: null,
    removedAt: null,
    createdAt: 1_763_700_000_000,
    ...over,
  };
}

export const sampleCard = (model: LoraModel): ModelCard => ({
  model,
  rank: 16,
  naming: model.run === null ? 'peft' : 'kohya',
  beyond: null,
  importedFrom: model.run === null ? 'red_fox_v2.safetensors' : null,
  author: model.run === null ? 'Anna' : null,
  license: null,
  description: null,
});

export const sampleModelFile = (over: Partial<ModelFile> = {}): ModelFile => ({
  fileName: 'red_fox_v2.safetensors',
  name: 'Red Fox',
  base: 'sdxl',
  likelyBase: null,
  trigger: 'ohwx fox',
  proposedTrigger: null,
  rank: 16,
  naming: 'kohya',
  bytes: '228000000',
  beyond: null,
  already: null,
  ...over,
});

export const sampleRequest = (over: Partial<DrawRequest> = {}): DrawRequest => ({
  provider: 'local',
  model: null,
  basePath: null,
  prompt: 'a fox holding a lantern, night sky',
  withoutTrigger: false,
  negativePrompt: '',
  strength: 1,
  steps: 20,
  guidance: 5,
  sampler: 'dpmPlusPlus2M',
  width: 128,
  height: 128,
  seed: '271828',
  count: 4,
  onCard: false,
  hosted: null,
  ...over,
});

export function samplePicture(drawing: string, request: DrawRequest, index: number): Picture {
  return {
    id: `${drawing}-picture-${index}`,
    drawing,
    index,
    file: `pictures/2026-11/${drawing}-${index}.png`,
    hash: `${index}`.padStart(64, '0'),
    model: request.model,
    provider: 'local',
    base: 'pocket',
    prompt: request.prompt,
    negativePrompt: request.negativePrompt,
    seed: String(BigInt(request.seed ?? '0') + BigInt(index)),
    sampler: request.sampler,
    steps: request.steps,
    guidance: request.guidance,
    strength: request.strength,
    width: request.width,
    height: request.height,
    createdAt: 1_763_700_000_000 + index,
  };
}

export function sampleDrawing(id: string, over: Partial<Drawing> = {}, pictures?: number): Drawing {
  const request = over.request ?? sampleRequest();
  return {
    id,
    request,
    sentPrompt: request.prompt,
    state: { status: 'succeeded' },
    isCell: false,
    pictures: Array.from({ length: pictures ?? request.count }, (_, index) =>
      samplePicture(id, request, index),
    ),
    createdAt: 1_763_700_000_000,
    ...over,
  };
}

/** A round light on a coloured ground, the clearer the further it is. */
export function samplePreview(drawing: string, picture: number, step: number, steps: number): Preview {
  const side = 16;
  let bytes = '';
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const near = Math.max(0, 1 - Math.hypot(x - 7.5, y - 8) / 8) * (step / steps);
      const grain = ((x * 37 + y * 91 + picture * 13) % 60) * (1 - step / steps);
      bytes += String.fromCharCode(
        Math.round(40 + near * 190 + grain),
        Math.round(70 + near * 110 + grain),
        Math.round(110 + near * 20 + grain),
      );
    }
  return { drawing, picture, step, steps, width: side, height: side, rgb: btoa(bytes) };
}

const known = new Map([
  ['шлем', 'helmet'],
  ['меч', 'sword'],
  ['лиса', 'fox'],
  ['фонарь', 'lantern'],
]);
const unknown = new Map([
  ['katana', ['sword', 'dagger', 'staff']],
  ['zeppelin', ['balloon', 'rocket']],
  ['гармонь', ['guitar', 'drum']],
]);

export function checkedPrompt(prompt: string): PromptWord[] {
  return [...prompt.matchAll(/\p{L}+/gu)].flatMap((hit): PromptWord[] => {
    const [word] = hit;
    const place = { start: hit.index, length: word.length, word };
    const sentAs = known.get(word.toLowerCase());
    if (sentAs) return [{ ...place, sentAs, nearest: [] }];
    const nearest = unknown.get(word.toLowerCase());
    return nearest ? [{ ...place, sentAs: null, nearest }] : [];
  });
}

export const runChanged = (run: TrainingRun): BlazonEvent => ({ type: 'runChanged', run });
