// The states of hosted trainings, keys and money worth looking at.
import type { TrainingRun } from '../../src/backend';
import type { FakeBackend } from '../fakeBackend';
import { sampleDetails, sampleRun } from '../fakeEngine';
import { hostedDetails, hostedRecipe, sampleQuote } from '../fakeHosted';
import { enter, library, plan } from './trainingStates';
import type { Hand, Look } from './states';

const recipe = hostedRecipe('fal', null, 'standard');
const minutes = (count: number) => Date.now() - count * 60_000;

function put(
  backend: FakeBackend,
  state: TrainingRun['state'],
  { until = 0, spend = { reserved: '2000000', settled: '0' } } = {},
): void {
  library(backend);
  const times = { createdAt: minutes(9), updatedAt: minutes(1) };
  const run = sampleRun({ id: 'run-a', dataset: 'dataset-1', recipe, state, ...times });
  backend.runs = [run];
  backend.details.set('run-a', {
    ...sampleDetails(run, until, 'FOX'),
    photos: 21,
    captions: 21,
    samples: [],
    hosted: hostedDetails({ spend }),
  });
}

const run = (state: TrainingRun['state'], more: Parameters<typeof put>[2] = {}): Look => ({
  fill: (backend) => put(backend, state, more),
  steps: enter,
});

const place = async (hand: Hand, where: string): Promise<void> => {
  await plan(hand);
  await hand.click(`place-${where}`);
  await hand.wait(600);
};

const quoted = { state: 'quoted', quote: sampleQuote() } as const;

async function quote(hand: Hand): Promise<void> {
  await enter(hand);
  if (window.innerWidth < 1180) await hand.click('run-quoted');
  await hand.click('see-quote');
  await hand.see('quote-dialog');
  await hand.wait(300);
}

export const hostedLooks: Record<string, Look> = {
  'hosted-plan': { fill: library, steps: (hand) => place(hand, 'fal') },
  'hosted-no-key': {
    fill: library,
    steps: async (hand) => {
      await place(hand, 'replicate');
      (await hand.see('trainer-choice')).scrollIntoView();
    },
  },
  'hosted-key': {
    fill: library,
    steps: async (hand) => {
      await place(hand, 'replicate');
      if (window.innerWidth < 1180) await hand.click('training-drawer');
      (await hand.see('plan-refusal')).querySelector('button')?.click();
      await hand.see('key-dialog');
      await hand.wait(300);
    },
  },
  'hosted-custom': {
    fill: library,
    steps: async (hand) => {
      await place(hand, 'fal');
      await hand.click('trainer', 1);
      await hand.wait(400);
      await hand.click('training-preset-custom');
      await hand.see('hosted-fields');
      await hand.type('hosted-steps', '20000');
      (await hand.see('typed-price')).scrollIntoView();
      await hand.wait(400);
    },
  },
  'hosted-over': {
    fill: (backend) => {
      library(backend);
      backend.planned = {
        refusal: {
          kind: 'overCeiling',
          reserved: '2000000',
          monthToDate: '19200000',
          ceiling: '20000000',
        },
      };
    },
    steps: (hand) => place(hand, 'fal'),
  },
  'hosted-quote': { fill: (backend) => put(backend, quoted), steps: quote },
  'hosted-quoted': run(quoted, { spend: { reserved: '0', settled: '0' } }),
  'hosted-uploading': run({ state: 'uploading', sent: '12400000', total: '52400000' }),
  'hosted-queued': run({ state: 'queued', request: 'r', position: 2 }),
  'hosted-training': run(
    { state: 'training', request: 'r', step: 412, total: 1000, loss: null, eta: 190 },
    { until: 412 },
  ),
  'hosted-unknown': run({ state: 'unknown' }),
  'hosted-failed': run(
    { state: 'failed', reason: 'noCredit', retry: { step: 'pack' } },
    { spend: { reserved: '0', settled: '0' } },
  ),
  'hosted-ready': run({ state: 'ready', model: 'model-1' }, { spend: { reserved: '0', settled: '2000000' } }),
  'settings-keys': {
    fill: library,
    steps: async (hand) => {
      await hand.click('rail-settings');
      await hand.click('key-check-fal');
      await hand.wait(300);
      (await hand.see('key-fal')).scrollIntoView();
    },
  },
  'settings-spend': {
    fill: library,
    steps: async (hand) => {
      await hand.click('rail-settings');
      (await hand.see('ledger')).scrollIntoView();
      await hand.wait(300);
    },
  },
};
