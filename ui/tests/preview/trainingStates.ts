// The states of the training room worth looking at.
import type { TrainingRun } from '../../src/backend';
import type { FakeBackend } from '../fakeBackend';
import { ownBase, sampleDetails, sampleModel, sampleRecipe, sampleRun } from '../fakeEngine';
import type { Hand, Look } from './states';

const trigger = 'MY_PORTRAIT_2025_A3F2';
const minutes = (count: number) => Date.now() - count * 60_000;

export function library(backend: FakeBackend): void {
  backend.seed('My Portrait 2025', 12);
  backend.seed('Desert Postcards', 18, { subject: { kind: 'style' } }, 500);
  backend.seed('Fox Scouts', 24, { subject: { kind: 'character' } }, 300);
  backend.seed('Brass Compass', 3, { subject: { kind: 'object' } }, 700);
}

function put(backend: FakeBackend, run: TrainingRun, until: number): void {
  backend.runs.push(run);
  backend.details.set(run.id, sampleDetails(run, until, trigger));
}

export const running = (backend: FakeBackend, step = 412): void => {
  library(backend);
  const state = { state: 'training', request: 'r', step, total: 1000, loss: 0.061, eta: 98 } as const;
  const run = sampleRun({ id: 'run-a', dataset: 'dataset-1', state, createdAt: minutes(2) });
  put(backend, run, step);
};

function withQueue(backend: FakeBackend): void {
  running(backend);
  const queued = { state: 'queued', request: 'q', position: 0 } as const;
  const recipe = sampleRecipe('economy');
  const next = { id: 'run-b', dataset: 'dataset-2', recipe, state: queued, createdAt: minutes(1) };
  backend.runs.unshift(sampleRun(next));
  backend.runs.unshift(
    sampleRun({ ...next, id: 'run-c', dataset: 'dataset-3', state: { ...queued, position: 1 } }),
  );
}

function withEarlier(backend: FakeBackend): void {
  withQueue(backend);
  const ready = { state: 'ready', model: 'model-1' } as const;
  const failed = { state: 'failed', reason: 'outOfMemory', retry: null } as const;
  const past = { dataset: 'dataset-1', createdAt: minutes(3000), updatedAt: minutes(2990) };
  put(backend, sampleRun({ ...past, id: 'run-d', state: ready }), 1000);
  put(backend, sampleRun({ ...past, id: 'run-e', dataset: 'dataset-3', state: failed }), 90);
  put(backend, sampleRun({ ...past, id: 'run-f', dataset: 'gone', state: { state: 'cancelled' } }), 300);
}

export function done(backend: FakeBackend): void {
  library(backend);
  const state = { state: 'ready', model: 'model-1' } as const;
  const times = { createdAt: minutes(9), updatedAt: minutes(6) };
  put(backend, sampleRun({ id: 'run-a', dataset: 'dataset-1', state, ...times }), 1000);
  backend.models = [sampleModel({ id: 'model-1', name: 'My Portrait 2025' })];
}

const ended = (state: TrainingRun['state'], until: number): Look => ({
  fill: (backend) => {
    library(backend);
    put(backend, sampleRun({ id: 'run-a', dataset: 'dataset-1', state, updatedAt: minutes(6) }), until);
  },
  steps: enter,
});

export async function enter(hand: Hand): Promise<void> {
  await hand.click('rail-training');
  await hand.see('training-shown');
  await hand.wait(400);
}

export async function plan(hand: Hand, place = 0): Promise<void> {
  await enter(hand);
  await hand.click('training-begin');
  await hand.click('training-dataset', place);
  await hand.see('new-run');
  await hand.wait(400);
}

export const trainingLooks: Record<string, Look> = {
  'training-first': { steps: enter },
  training: { fill: library, steps: enter },
  'training-plan': {
    fill: library,
    steps: async (hand) => {
      await enter(hand);
      await hand.click('training-begin');
    },
  },
  'training-planned': { fill: library, steps: (hand) => plan(hand) },
  'training-refused': { fill: library, steps: (hand) => plan(hand, 3) },
  'training-custom': {
    fill: (backend) => {
      library(backend);
      backend.bases = [...backend.bases, ownBase];
    },
    steps: async (hand) => {
      await plan(hand);
      await hand.click('training-preset-custom');
      await hand.see('custom-fields');
      await hand.type('custom-rank', '999');
      (await hand.see('custom-steps')).scrollIntoView();
    },
  },
  'training-own-base': {
    fill: (backend) => {
      library(backend);
      backend.bases = [...backend.bases, ownBase];
      backend.planned = {
        refusal: { kind: 'tooLittleMemory', needed: '6200000000', available: '3100000000' },
      };
      backend.refuse.set('pickBase', {
        code: 'unknown',
        message: 'holiday.safetensors holds no Stable Diffusion that Blazon knows: it has no UNet.',
      });
    },
    steps: async (hand) => {
      await plan(hand);
      await hand.click('base-own');
      await hand.click('base-pick-file');
      await hand.wait(300);
    },
  },
  'training-running': { fill: withQueue, steps: enter },
  'training-begun': { fill: (backend) => running(backend, 24), steps: enter },
  'training-packing': ended({ state: 'packing' }, 0),
  'training-earlier': {
    fill: withEarlier,
    steps: async (hand) => {
      await enter(hand);
      await hand.click('earlier-runs');
      await hand.click('run-log');
      await hand.wait(100);
      (await hand.see('run-card')).parentElement?.scrollTo({ top: 9999 });
    },
  },
  'training-queued': ended({ state: 'queued', request: 'r', position: 1 }, 0),
  'training-failed': ended(
    { state: 'failed', reason: 'outOfMemory', retry: { step: 'poll', request: 'r' } },
    412,
  ),
  'training-failed-early': ended({ state: 'failed', reason: 'diskFull', retry: { step: 'pack' } }, 0),
  'training-cancelled': ended({ state: 'cancelled' }, 300),
  'training-done': { fill: done, steps: enter },
  'training-drawer': {
    fill: done,
    steps: async (hand) => {
      await enter(hand);
      if (window.innerWidth < 1180) await hand.click('training-drawer');
    },
  },
};
