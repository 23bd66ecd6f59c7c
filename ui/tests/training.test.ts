// Training: plans, runs fed by events, the curve, the samples, and the room as a person meets it.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunDetails, RunNews, TrainingRun } from '../src/backend';
import App from '../src/App.svelte';
import LossChart from '../src/features/training/LossChart.svelte';
import { lossCurve, SMOOTHED_OVER } from '../src/features/training/lossCurve';
import { fieldsOf, rateText, readFields } from '../src/features/training/recipeFields';
import { withNews } from '../src/features/training/runNews';
import { stagesOf } from '../src/features/training/runStages';
import { durationSentence, recipeLine } from '../src/features/training/runSentence';
import { nextSampleStep, sampleTable } from '../src/features/training/sampleTable';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import {
  ownBase,
  sampleDetails,
  sampleLoss,
  sampleLosses,
  sampleModel,
  sampleRecipe,
  sampleRun,
  sampleSamples,
} from './fakeEngine';

const plots = vi.hoisted(() => ({
  made: [] as { data: number[][][]; destroyed: boolean; redrawn: number }[],
}));
vi.mock('uplot', () => {
  class Plot {
    data: number[][][] = [];
    destroyed = false;
    redrawn = 0;
    cursor = {};
    constructor() {
      plots.made.push(this);
    }
    setData(data: number[][]) {
      this.data.push(data);
    }
    setSize() {}
    redraw() {
      this.redrawn++;
    }
    destroy() {
      this.destroyed = true;
    }
  }
  return { default: Plot };
});

const settled = (ms = 5) => new Promise((done) => setTimeout(done, ms));
const training = (step: number): TrainingRun['state'] => ({
  state: 'training',
  request: 'r',
  step,
  total: 1000,
  loss: 0.06,
  eta: 60,
});

async function studioWith(fill: (backend: FakeBackend) => void = () => {}) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  await studio.open();
  return { backend, studio };
}

const oneDataset = (backend: FakeBackend) => void backend.seed('My Portrait 2025', 12);

function withRun(backend: FakeBackend, state: TrainingRun['state'] = training(412), until = 412): void {
  oneDataset(backend);
  const run = sampleRun({ id: 'run-a', dataset: 'dataset-1', state });
  backend.runs = [run];
  backend.details.set('run-a', sampleDetails(run, until, 'FOX'));
  backend.models = [sampleModel({ id: 'model-1', name: 'My Portrait 2025' })];
}

describe('a recipe', () => {
  it('survives its fields unchanged', () => {
    const recipe = sampleRecipe('custom', ownBase);
    expect(readFields(fieldsOf(recipe), recipe)).toEqual({ recipe, errors: {} });
  });

  it.each([
    [0.0004, '4e-4'],
    [0.00035, '3.5e-4'],
    [1, '1e0'],
  ])('writes the rate %d as people do', (rate, text) => expect(rateText(rate)).toBe(text));

  it.each([
    ['steps', '0'],
    ['steps', '1.5'],
    ['rank', '129'],
    ['learningRate', '-1e-4'],
    ['learningRate', ''],
    ['batch', '17'],
    ['resolution', '100'],
    ['dropout', '51'],
    ['seed', '18446744073709551616'],
  ])('keeps its %s where "%s" is typed, and says why', (name, text) => {
    const recipe = sampleRecipe('custom');
    const read = readFields({ ...fieldsOf(recipe), [name]: text }, recipe);
    expect(read.recipe).toEqual(recipe);
    expect(Object.keys(read.errors)).toEqual([name]);
  });

  it('reads a decimal comma, and a seed beyond 2^53 to its last digit', () => {
    const recipe = sampleRecipe('custom');
    const typed = { ...fieldsOf(recipe), dropout: '7,5', seed: '18446744073709551615' };
    const { local } = readFields(typed, recipe).recipe;
    expect(local).toMatchObject({ captionDropout: 0.075, seed: '18446744073709551615' });
  });

  it('is one line', () => {
    expect(recipeLine(sampleRecipe())).toBe('Standard, 1000 steps, rank 16, Pocket on this computer');
  });

  it.each([
    [20, 'Less than a minute'],
    [130, 'About 2 minutes'],
    [13000, 'About 3.5 hours'],
  ])('takes %i seconds in words', (seconds, sentence) => expect(durationSentence(seconds)).toBe(sentence));
});

describe('a draft', () => {
  it('plans what is on the form, once after the last key', async () => {
    const { backend, studio } = await studioWith(oneDataset);
    const planned = vi.spyOn(backend, 'planTraining');
    studio.train('dataset-1');
    const draft = studio.training.draft!;
    await waitFor(() => expect(draft.canStart).toBe(true));
    await draft.choose({ preset: 'custom' });
    planned.mockClear();
    for (const steps of ['7', '70', '700']) draft.type({ steps });
    expect(draft.canStart).toBe(false);
    await waitFor(() => expect(draft.canStart).toBe(true));
    expect(planned.mock.calls.map(([, recipe]) => recipe.steps)).toEqual([700]);
  });

  it('keeps what is typed before the proposal of the preset has come', async () => {
    const { studio } = await studioWith(oneDataset);
    studio.train('dataset-1');
    const draft = studio.training.draft!;
    await waitFor(() => expect(draft.canStart).toBe(true));
    const proposed = draft.choose({ preset: 'custom' });
    draft.type({ steps: '20' });
    await proposed;
    expect(draft.fields?.steps).toBe('20');
    await draft.choose({ preset: 'economy' });
    expect(draft.fields?.steps).toBe('500');
  });

  it('keeps the answer to the last question, whichever comes last', async () => {
    const { backend, studio } = await studioWith(oneDataset);
    const plan = backend.planTraining.bind(backend);
    let slow = true;
    vi.spyOn(backend, 'planTraining').mockImplementation(async (...args) => {
      const answer = plan(...args);
      if (slow) {
        slow = false;
        await settled(60);
      }
      return answer;
    });
    studio.train('dataset-1');
    const draft = studio.training.draft!;
    await settled();
    await draft.choose({ preset: 'economy' });
    await settled(80);
    expect(draft.plan?.recipe.steps).toBe(500);
  });

  it('cannot start where it is refused, nor with a value that cannot be read', async () => {
    const { backend, studio } = await studioWith((fake) => fake.seed('Few', 3));
    studio.train('dataset-1');
    const draft = studio.training.draft!;
    await waitFor(() => expect(draft.plan?.refusal?.kind).toBe('tooFewPhotos'));
    await studio.training.start();
    expect(backend.calls).not.toContain('startTraining');
    backend.planned = { refusal: null };
    await draft.choose({ preset: 'custom' });
    expect(draft.canStart).toBe(true);
    draft.type({ rank: '999' });
    expect(draft.canStart).toBe(false);
  });

  it('is planned again when its photos change', async () => {
    const { backend, studio } = await studioWith(oneDataset);
    studio.train('dataset-1');
    await waitFor(() => expect(studio.training.draft?.plan?.photos).toBe(12));
    backend.photos.set('dataset-1', (backend.photos.get('dataset-1') ?? []).slice(0, 9));
    backend.emit({ type: 'datasetChanged', dataset: 'dataset-1' });
    await waitFor(() => expect(studio.training.draft?.plan?.photos).toBe(9));
  });
});

describe('the news of a run', () => {
  const details = (over: Partial<RunDetails> = {}): RunDetails => ({
    run: sampleRun({ id: 'run-a', dataset: 'dataset-1' }),
    photos: 12,
    captions: 12,
    hosted: null,
    losses: sampleLosses(10),
    samples: sampleSamples(0, 200, 'FOX'),
    log: [{ at: 1, text: 'step 10' }],
    ...over,
  });
  const news = (over: Partial<RunNews>): RunNews => ({ losses: [], samples: [], log: [], ...over });

  it('told twice change nothing', () => {
    const told = news({
      losses: [sampleLoss(11)],
      samples: sampleSamples(200, 200, 'FOX'),
      log: [{ at: 2, text: 'step 11' }],
    });
    const once = withNews(details(), told);
    expect(once.losses).toHaveLength(11);
    expect(once.samples).toHaveLength(4);
    expect(withNews(once, told)).toEqual(once);
  });

  it('of steps done again after a checkpoint replace the earlier ones', () => {
    const again = [6, 7].map((step) => ({ step, loss: 9 }));
    const { losses } = withNews(details(), news({ losses: again }));
    expect(losses.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(losses.slice(-2)).toEqual(again);
  });

  it('that come while the run is being read are not lost', async () => {
    const { backend, studio } = await studioWith((fake) => withRun(fake));
    const opening = studio.training.runs.open('run-a');
    backend.emit({ type: 'runWentOn', run: 'run-a', news: news({ losses: [sampleLoss(413)] }) });
    await opening;
    expect(studio.training.runs.details('run-a')?.losses).toHaveLength(413);
  });
});

describe('the runs', () => {
  it('keep in sight what has just ended, though the next one begins', async () => {
    const { backend, studio } = await studioWith((fake) => withRun(fake));
    const [first] = backend.runs as [TrainingRun];
    const second = sampleRun({ id: 'run-b', dataset: 'dataset-1', createdAt: first.createdAt + 1 });
    backend.putRun(second);
    expect(studio.training.current?.id).toBe('run-a');
    backend.putRun({ ...first, state: { state: 'ready', model: 'model-1' } });
    backend.putRun({ ...second, state: training(1) });
    expect(studio.training.current?.id).toBe('run-a');
    expect(studio.training.queue.map((run) => run.id)).toEqual(['run-b']);
  });

  it('put the one that waits longest next', async () => {
    const { studio } = await studioWith((fake) => {
      withRun(fake);
      for (const [place, id] of ['run-c', 'run-b'].entries())
        fake.runs.push(sampleRun({ id, dataset: 'dataset-1', createdAt: 1000 - place }));
    });
    expect(studio.training.queue.map((run) => run.id)).toEqual(['run-b', 'run-c']);
  });

  it('are told apart by stage', () => {
    const run = sampleRun({ id: 'run-a', dataset: 'dataset-1' });
    const moods = (state: TrainingRun['state'], until = 0) =>
      stagesOf({ ...run, state }, until ? sampleDetails(run, until, 'FOX') : undefined)
        .map(({ mood, share }) => `${mood} ${share}`)
        .join(', ');
    expect(moods({ state: 'packing' })).toBe('now null, ahead 0, ahead 0');
    expect(moods({ state: 'uploading', sent: '1', total: '4' })).toBe('now 0.25, ahead 0, ahead 0');
    expect(moods(training(250))).toBe('done 1, now 0.25, ahead 0');
    expect(moods({ state: 'checking', request: 'r' })).toBe('done 1, done 1, now null');
    expect(moods({ state: 'ready', model: 'm' })).toBe('done 1, done 1, done 1');
    const failed = { state: 'failed', reason: 'diskFull', retry: null } as const;
    expect(moods(failed, 500)).toBe('done 1, failed 0.5, ahead 0');
    expect(moods(failed)).toBe('failed 1, ahead 0, ahead 0');
  });

  it('say once what could not be done', async () => {
    const { backend, studio } = await studioWith((fake) => withRun(fake));
    backend.refuse.set('cancelRun', { code: 'unknown', message: 'It has ended already.' });
    await studio.training.runs.cancel('run-a');
    expect(studio.failures.all.map(({ message }) => message)).toEqual(['It has ended already.']);
    expect(studio.training.runs.isBusy('run-a')).toBe(false);
  });
});

describe('the loss curve', () => {
  it('has the mean over the steps before, and leaves out what is no number', () => {
    const points = [...Array(30).keys()].map((step) => ({ step: step + 1, loss: step + 1 }));
    const curve = lossCurve([...points, { step: 31, loss: null }]);
    expect(curve.steps).toHaveLength(30);
    expect(curve.smooth[0]).toBe(1);
    expect(curve.smooth[29]).toBeCloseTo((11 + 30) / 2);
    expect(SMOOTHED_OVER).toBe(20);
  });

  describe('on screen', () => {
    beforeEach(() => (plots.made.length = 0));

    it('is one plot that gets new data, and is taken down whole', async () => {
      const { rerender, unmount } = render(LossChart, { losses: sampleLosses(10), total: 100 });
      await waitFor(() => expect(plots.made[0]?.data).toHaveLength(1));
      for (let step = 11; step <= 40; step++) await rerender({ losses: sampleLosses(step), total: 100 });
      expect(plots.made).toHaveLength(1);
      expect(plots.made[0]?.data.at(-1)?.[0]).toHaveLength(40);
      unmount();
      expect(plots.made[0]?.destroyed).toBe(true);
    });

    it('is redrawn when the theme changes, and not after it is gone', async () => {
      const { unmount } = render(LossChart, { losses: sampleLosses(10), total: 100 });
      await waitFor(() => expect(plots.made).toHaveLength(1));
      document.documentElement.dataset.theme = 'dark';
      await waitFor(() => expect(plots.made[0]?.redrawn).toBe(1));
      unmount();
      delete document.documentElement.dataset.theme;
      await settled();
      expect(plots.made[0]?.redrawn).toBe(1);
    });

    it('says in words what it shows', () => {
      render(LossChart, { losses: sampleLosses(40), total: 100 });
      expect(screen.getByRole('img').getAttribute('aria-label')).toMatch(
        /^Loss curve: from 0\.1\d+ to .* at step 40$/,
      );
    });
  });
});

describe('samples', () => {
  it('stand in a row for each prompt and a column for each step, with gaps where one is missing', () => {
    const samples = sampleSamples(400, 200, 'FOX').filter((each) => each.step !== 200 || each.index !== 1);
    const table = sampleTable(samples.reverse());
    expect(table.steps).toEqual([0, 200, 400]);
    expect(table.rows.map(({ cells }) => cells.map((cell) => cell?.step))).toEqual([
      [0, 200, 400],
      [0, undefined, 400],
    ]);
  });

  it.each([
    [[0, 200], 1000, 400],
    [[0, 400, 800], 1000, 1000],
    [[0, 500, 1000], 1000, null],
    [[0], 1000, null],
  ])('after %j of %i come at %s', (steps, total, next) => expect(nextSampleStep(steps, total)).toBe(next));
});

describe('the training room', () => {
  beforeAll(async () => {
    await Promise.all([
      import('../src/views/TrainingView.svelte'),
      import('../src/views/OpenDatasetView.svelte'),
    ]);
  });

  async function openRoom(fill: (backend: FakeBackend) => void) {
    const backend = new FakeBackend();
    fill(backend);
    const studio = new Studio(backend);
    render(App, { studio });
    await waitFor(() => expect(studio.training.runs.all).not.toBeNull());
    await fireEvent.click(screen.getByTestId('rail-training'));
    await screen.findByTestId('training-shown');
    return { backend, studio };
  }
  const gold = () => [...document.querySelectorAll('.gold')].map((button) => button.textContent?.trim());

  it('without photos leads to photos, with a dataset to its training', async () => {
    await openRoom(() => {});
    expect(gold()).toEqual(['Try with sample photos']);
    document.body.innerHTML = '';
    await openRoom(oneDataset);
    expect(gold()).toEqual(['Choose a dataset']);
  });

  it('leads from the dataset over its plan to a run', async () => {
    const { backend, studio } = await openRoom(oneDataset);
    studio.openDataset('dataset-1');
    const train = await screen.findByTestId('dataset-train', {}, { timeout: 5000 });
    expect(gold()).toEqual(['Train']);
    await fireEvent.click(train);
    await waitFor(() =>
      expect(screen.getByTestId('plan-estimate').textContent).toContain('About 2 minutes and 0.4 GB'),
    );
    expect(screen.getByTestId('plan-quality').textContent).toContain('Preview quality: 128 px');
    await waitFor(() => expect((screen.getByTestId('train') as HTMLButtonElement).disabled).toBe(false));
    expect(gold()).toEqual(['Train']);
    await fireEvent.click(screen.getByTestId('train'));
    expect((await screen.findByTestId('run-card')).textContent).toContain('Packing the photos');
    expect(backend.runs[0]).toMatchObject({ dataset: 'dataset-1', recipe: { steps: 1000 } });
    expect(screen.getByTestId('rail-pip-training')).toBeDefined();
    expect(gold()).toEqual([]);
  });

  it('says why it cannot start, and shows the refused base under the choice', async () => {
    const { backend, studio } = await openRoom((fake) => fake.seed('Few', 3));
    studio.train('dataset-1');
    expect((await screen.findByTestId('plan-refusal')).textContent).toContain('Only 3 photos would be used');
    backend.refuse.set('pickBase', { code: 'unknown', message: 'holiday.safetensors has no UNet.' });
    await fireEvent.click(screen.getByTestId('base-pick-file'));
    expect((await screen.findByRole('alert')).textContent).toContain('holiday.safetensors has no UNet.');
    await fireEvent.click(screen.getByTestId('base-pick-file'));
    await waitFor(() => expect(studio.training.draft?.basePath).toBe(ownBase.path));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows a run as it goes on, and leads to the playground when it is done', async () => {
    const { backend, studio } = await openRoom((fake) => withRun(fake));
    const card = await screen.findByTestId('run-card');
    await waitFor(() => expect(card.textContent).toContain('Step 412 of 1000'));
    expect(card.textContent).toContain('41%, about 1 min left');
    const [run] = backend.runs as [TrainingRun];
    backend.putRun({ ...run, state: { state: 'ready', model: 'model-1' } });
    await fireEvent.click(await screen.findByTestId('go-to-playground'));
    await waitFor(() => expect(studio.playground.model?.id).toBe('model-1'));
    expect(studio.room).toBe('playground');
  });

  it('says why a run failed and goes on where it can', async () => {
    const retry = { step: 'poll', request: 'r' } as const;
    const { backend } = await openRoom((fake) =>
      withRun(fake, { state: 'failed', reason: 'outOfMemory', retry }),
    );
    expect((await screen.findByTestId('run-failed')).textContent).toContain('ran out of memory');
    expect(gold()).toEqual(['Go on']);
    await fireEvent.click(screen.getByTestId('run-go-on'));
    await waitFor(() => expect(backend.calls).toContain('retryRun'));
  });

  it.each(['empty', 'new', 'running', 'done'])('has nothing amiss for a screen reader: %s', async (state) => {
    const fills = {
      empty: oneDataset,
      new: oneDataset,
      running: (fake: FakeBackend) => withRun(fake),
      done: (fake: FakeBackend) => withRun(fake, { state: 'ready', model: 'model-1' }, 1000),
    };
    const { studio } = await openRoom(fills[state as keyof typeof fills]);
    if (state === 'new') {
      studio.train('dataset-1');
      await studio.training.draft?.choose({ preset: 'custom' });
      await screen.findByTestId('custom-fields');
    }
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});
