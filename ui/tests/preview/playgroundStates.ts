// The states of the playground worth looking at.
import type { Drawing } from '../../src/backend';
import type { FakeBackend } from '../fakeBackend';
import { ownBase, sampleDrawing, sampleModel, samplePreview, sampleRequest } from '../fakeEngine';
import type { Hand, Look } from './states';

const minutes = (count: number) => Date.now() - count * 60_000;
const trigger = 'MY_PORTRAIT_2025_A3F2';
const prompt = 'portrait in cyberpunk style, neon rain at night, teal and orange light';

function models(backend: FakeBackend): void {
  backend.seed('My Portrait 2025', 12);
  backend.models = [
    sampleModel({ id: 'model-1', name: 'My Portrait 2025', createdAt: minutes(20) }),
    sampleModel({ id: 'model-2', name: 'Desert Postcards', trigger: 'DESERT_POSTCARDS_9QK1', cover: null }),
    sampleModel({ id: 'model-3', name: 'A model with a long name that somebody wrote', base: 'sd15' }),
  ];
  backend.bases = [...backend.bases, ownBase];
}

const mine = (over: Partial<Drawing> & { id: string }, pictures?: number): Drawing => {
  const request = sampleRequest({ model: 'model-1', prompt, strength: 0.8, ...over.request });
  return sampleDrawing(over.id, { ...over, request, sentPrompt: `${trigger}, ${request.prompt}` }, pictures);
};

function history(backend: FakeBackend): void {
  models(backend);
  backend.drawings = [
    mine({ id: 'd-5', createdAt: minutes(3) }),
    sampleDrawing('d-4', { createdAt: minutes(30), request: sampleRequest({ count: 2, seed: '7' }) }),
    mine({
      id: 'd-3',
      createdAt: minutes(1500),
      request: sampleRequest({ prompt: 'astronaut, earthlight' }),
    }),
    sampleDrawing('d-2', { createdAt: minutes(3000), state: { status: 'cancelled' } }, 1),
  ];
}

async function enter(hand: Hand): Promise<void> {
  await hand.click('rail-playground');
  await hand.see('playground-shown');
  await hand.wait(400);
}

const opened = async (hand: Hand): Promise<void> => {
  if (window.innerWidth < 1180) await hand.click('playground-drawer');
};

async function choose(hand: Hand): Promise<void> {
  await enter(hand);
  await opened(hand);
  await hand.click('model-model-1');
  if (window.innerWidth < 1180) await hand.click('playground-drawer');
  await hand.type('prompt', prompt);
}

async function drawing(hand: Hand, backend: FakeBackend): Promise<void> {
  await choose(hand);
  const created = { createdAt: Date.now() };
  const state = { status: 'running', picture: 2, step: 13, steps: 20 } as const;
  backend.putDrawing(mine({ id: 'd-9', ...created, state: { ...state, step: 12 } }, 2));
  backend.emit({ type: 'drawingPreviewed', preview: samplePreview('d-9', 2, 13, 20) });
  await hand.wait(1700);
  backend.putDrawing(mine({ id: 'd-9', ...created, state: { ...state, step: 17 } }, 2));
}

const atProvider = sampleRequest({
  provider: 'fal',
  model: 'model-f',
  prompt,
  strength: 0.9,
  steps: 28,
  guidance: 3.5,
  width: 1024,
  height: 1024,
  count: 2,
  hosted: { endpoint: 'fal-ai/flux-lora', chosen: {}, typedPrice: null },
});

function fluxModels(backend: FakeBackend): void {
  models(backend);
  const hosted = { base: 'flux1', run: null } as const;
  backend.models = [
    sampleModel({ id: 'model-f', name: 'My Portrait 2025', trigger, ...hosted }),
    ...backend.models.slice(1),
  ];
}

const there = async (hand: Hand, place = 'fal'): Promise<void> => {
  await enter(hand);
  await opened(hand);
  await hand.click(`draw-place-${place}`);
  await hand.wait(400);
  await hand.click('model-model-f');
  await hand.wait(600);
  if (window.innerWidth < 1180 && place === 'fal') await hand.click('playground-drawer');
  await hand.type('prompt', prompt);
  await hand.wait(600);
};

const standing =
  (over: Partial<Drawing>, pictures = 0) =>
  async (hand: Hand, backend: FakeBackend): Promise<void> => {
    await there(hand);
    const drawing = sampleDrawing(
      'd-7',
      { createdAt: Date.now(), request: atProvider, sentPrompt: `${trigger}, ${prompt}`, ...over },
      pictures,
    );
    backend.putDrawing({ ...drawing, state: { status: 'waiting', position: null } });
    backend.putDrawing(drawing);
    await hand.wait(300);
  };

const spend = { reserved: '0', settled: '70000' };

export const playgroundLooks: Record<string, Look> = {
  playground: { steps: enter },
  'playground-models': { fill: models, steps: choose },
  'playground-drawing': { fill: history, steps: drawing },
  'draw-there': { fill: fluxModels, steps: (hand) => there(hand) },
  'draw-no-price': { fill: fluxModels, steps: (hand) => there(hand, 'replicate') },
  'draw-no-key': {
    fill: (backend) => {
      fluxModels(backend);
      backend.drawingPlan = { refusal: { kind: 'noKey', provider: 'fal' } };
    },
    steps: (hand) => there(hand),
  },
  'draw-elsewhere': {
    fill: fluxModels,
    steps: async (hand) => {
      await enter(hand);
      await opened(hand);
      await hand.click('model-model-f');
    },
  },
  'draw-sending': {
    fill: fluxModels,
    steps: standing({ state: { status: 'sending', sent: '40000000', total: '90000000' } }),
  },
  'draw-working': {
    fill: fluxModels,
    steps: standing({ state: { status: 'running', picture: 0, step: 0, steps: 28 } }),
  },
  'draw-lost': { fill: fluxModels, steps: standing({ state: { status: 'unknown' } }) },
  'draw-held-back': { fill: fluxModels, steps: standing({ heldBack: 1, spend }, 1) },
  'draw-unfetched': {
    fill: fluxModels,
    steps: standing({ state: { status: 'failed', reason: 'diskFull', detail: '' }, requestId: 'r-1', spend }),
  },
  'playground-queued': {
    fill: history,
    steps: async (hand, backend) => {
      await drawing(hand, backend);
      backend.putDrawing(mine({ id: 'd-99', createdAt: Date.now() + 9, state: { status: 'queued' } }, 0));
    },
  },
  'playground-results': {
    fill: history,
    steps: async (hand) => {
      await choose(hand);
      (await hand.see('picture-use')).focus();
    },
  },
  'playground-wide': {
    fill: (backend) => {
      models(backend);
      const request = sampleRequest({ width: 72, height: 128, count: 8, prompt: 'fox, three colours' });
      backend.drawings = [sampleDrawing('d-1', { request, createdAt: minutes(1) })];
    },
    steps: enter,
  },
  'playground-unknown': {
    fill: models,
    steps: async (hand) => {
      await choose(hand);
      await hand.type(
        'prompt',
        'a samurai holding a katana beside a zeppelin, in a шлем, night sky, cartoon',
      );
      await hand.wait(300);
      (await hand.see('unknown-word')).focus();
      await hand.key({ key: 'Enter' });
      await hand.see('nearest-word');
    },
  },
  'playground-russian': {
    fill: models,
    steps: async (hand) => {
      await choose(hand);
      await hand.type(
        'prompt',
        'лиса держит фонарь и меч, на голове шлем, рядом гармонь, ночное небо, акварель',
      );
      await hand.wait(300);
    },
  },
  'playground-trigger': {
    fill: models,
    steps: async (hand) => {
      await choose(hand);
      await hand.type(
        'prompt',
        `a portrait of ${trigger} in a garden, soft light, and so many more words that it fills two lines of the field`,
      );
      await hand.wait(300);
    },
  },
  'playground-no-chip': {
    fill: models,
    steps: async (hand) => {
      await choose(hand);
      const field = (await hand.see('prompt')) as HTMLTextAreaElement;
      field.setSelectionRange(0, 0);
      await hand.key({ key: 'Backspace' });
    },
  },
  'playground-failed': {
    fill: (backend) => {
      models(backend);
      const state = {
        status: 'failed',
        reason: 'loraUnusable',
        detail: 'lora.safetensors ends too early.',
      } as const;
      backend.drawings = [mine({ id: 'd-1', state, createdAt: minutes(1) }, 1)];
    },
    steps: enter,
  },
  'playground-earlier': {
    fill: history,
    steps: async (hand) => {
      await enter(hand);
      await hand.click('earlier-open');
      await hand.see('earlier-prompt');
      await hand.wait(250);
    },
  },
  'playground-restored': {
    fill: history,
    steps: async (hand) => {
      await enter(hand);
      await hand.click('earlier-open');
      await hand.click('earlier-prompt', 2);
      await hand.wait(250);
    },
  },
  'playground-more': {
    fill: models,
    steps: async (hand) => {
      await enter(hand);
      await opened(hand);
      await hand.click('model-model-3');
      await hand.click('seed-dice');
      await hand.click('draw-more');
      await hand.type('seed', '18446744073709551616');
      (await hand.see('negative-prompt')).scrollIntoView();
      await hand.wait(250);
    },
  },
  'playground-gone': {
    fill: (backend) => {
      history(backend);
      backend.models = [];
    },
    steps: async (hand) => {
      await enter(hand);
      await hand.click('drawing-use');
      await hand.wait(250);
    },
  },
};
