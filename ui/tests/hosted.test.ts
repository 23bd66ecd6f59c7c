// Hosted trainings as a person meets them: place, trainer, price, key, quote, what is not known, and money.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunState } from '../src/backend';
import { BackendError } from '../src/backend/backend';
import App from '../src/App.svelte';
import { priceLine } from '../src/features/hosted/providers';
import {
  fieldLabel,
  formFields,
  readPrice,
  readTyped,
  typedOf,
  withTyped,
} from '../src/features/training/hostedFields';
import { chargedSentence, recipeLine, unreportedSentence } from '../src/features/training/runSentence';
import { stagesOf } from '../src/features/training/runStages';
import { estimateOf, priceOf } from '../src/shared/money';
import { words } from '../src/shared/words.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import { sampleDetails, sampleModel, sampleRun } from './fakeEngine';
import { fast, hostedDetails, hostedRecipe, portrait, sampleQuote, trainersOf } from './fakeHosted';

vi.mock('uplot', () => ({
  default: class {
    setData() {}
    setSize() {}
    redraw() {}
    destroy() {}
  },
}));

// Rooms are loaded when they are first entered, which takes a while on a busy computer.
beforeAll(() => import('../src/views/TrainingView.svelte'));

const recipe = hostedRecipe('fal', null, 'standard');
const quoted: RunState = { state: 'quoted', quote: sampleQuote() };

async function openTraining(fill: (backend: FakeBackend) => void = () => {}) {
  const backend = new FakeBackend();
  backend.seed('My Portrait 2025', 12);
  fill(backend);
  const studio = new Studio(backend);
  const { container } = render(App, { studio });
  await waitFor(() => expect(studio.library).not.toBeNull());
  await fireEvent.click(await screen.findByTestId('rail-training'));
  await screen.findByTestId('training-shown');
  return { backend, studio, container };
}

async function openPlan(place: string, fill?: (backend: FakeBackend) => void) {
  const opened = await openTraining(fill);
  opened.studio.train('dataset-1');
  await fireEvent.click(await screen.findByTestId(`place-${place}`));
  await screen.findAllByTestId('trainer');
  await waitFor(() => expect(opened.studio.training.draft?.planning).toBe(false));
  return opened;
}

function withRun(state: RunState, over: Parameters<typeof hostedDetails>[0] = {}) {
  return (backend: FakeBackend) => {
    const run = sampleRun({ id: 'run-a', dataset: 'dataset-1', recipe, state });
    backend.runs = [run];
    backend.details.set('run-a', {
      ...sampleDetails(run, 0, 'FOX'),
      samples: [],
      hosted: hostedDetails(over),
    });
  };
}

describe('a trainer’s fields', () => {
  it('are those of the catalogue that a person can fill', () => {
    expect(formFields(fast).map(({ name }) => name)).toEqual(['steps', 'is_style', 'create_masks']);
    expect(formFields(fast).map(fieldLabel)[0]).toBe('Steps');
  });

  it('come from what is proposed over their defaults', () => {
    const typed = typedOf(portrait, hostedRecipe('fal', portrait.id, 'economy'));
    expect(typed).toMatchObject({ steps: '500', learning_rate: '9e-5', subject_crop: true });
  });

  it.each([
    ['20000', 'from above'],
    ['0', 'from below'],
    ['1.5', 'no whole number'],
    ['many', 'no number'],
    ['', 'nothing'],
  ])('refuse %j: %s', (steps) => {
    const { chosen, errors } = readTyped(fast, { ...typedOf(fast, recipe), steps });
    expect(Object.keys(errors)).toEqual(['steps']);
    expect(errors.steps).toContain('1 to 10000');
    expect(chosen.steps).toBeUndefined();
  });

  it('go into the recipe, with the figures shown beside it', () => {
    const [ostris] = trainersOf('replicate');
    if (!ostris) throw new Error('no trainer');
    const { chosen } = readTyped(ostris, { ...typedOf(ostris, recipe), steps: '700', lora_rank: '32' });
    const read = withTyped(hostedRecipe('replicate', ostris.id, 'custom'), ostris, chosen, null);
    expect([read.steps, read.rank]).toEqual([700, 32]);
    expect(read.hosted?.chosen).toMatchObject({ steps: 700, lora_rank: 32, resolution: '1024' });
  });

  it.each([
    ['2,40', '2400000'],
    ['0', null],
    ['-1', null],
    ['a lot', null],
  ])('take a typed price of %j as %j', (dollars, amount) => {
    const price = readPrice({ dollars, unit: 'step' }, 'page');
    expect(price?.amount ?? null).toBe(amount);
    if (price) expect([price.per, price.unit, price.source]).toEqual([1000, 'step', 'page']);
  });
});

describe('money in words', () => {
  it.each([
    ['2000000', '$2.00'],
    ['2104501', '$2.11'],
    ['10001', '$0.02'],
    ['3500', '$0.0035'],
    ['0', '$0.00'],
  ])('%j micro-dollars are about %j: never less than reckoned', (micros, said) => {
    expect(estimateOf(micros)).toBe(said);
  });

  it('is written as the language writes it', () => {
    words.speak('ru');
    expect(priceOf('2500000')).toBe('$2,50');
    words.speak('en');
    expect(priceLine(fast.price!)).toBe('$2.00 for 1000 steps');
    expect(priceLine({ ...fast.price!, unit: 'second', per: 1, amount: '1525' })).toContain('$0.001525');
  });

  it('of a run that failed is charged, given back, or not known yet', () => {
    expect(chargedSentence({ reserved: '0', settled: '0' })).toBe('Nothing was charged.');
    expect(chargedSentence({ reserved: '0', settled: '1200000' })).toContain('$1.20');
    expect(chargedSentence({ reserved: '2000000', settled: '0' })).toContain('stays set aside');
  });

  it('names no rank where the trainer has none', () => {
    expect(recipeLine(recipe)).toBe('Standard, 1000 steps, FLUX.1 at fal.ai');
  });
});

describe('a hosted run in its stages', () => {
  const stages = (state: RunState) =>
    stagesOf(sampleRun({ id: 'r', dataset: 'd', recipe, state }), undefined).map(({ mood }) => mood);

  it('waits for an answer without pretending to work', () => {
    expect(stages(quoted)).toEqual(['ahead', 'ahead', 'ahead']);
  });

  it('is sent, and not more, where the reply was lost', () => {
    expect(stages({ state: 'unknown' })).toEqual(['done', 'ahead', 'ahead']);
  });

  it('says once what the provider does not report', () => {
    const state: RunState = { state: 'training', request: 'r', step: 1, total: 10, loss: null, eta: null };
    const run = sampleRun({ id: 'r', dataset: 'd', recipe, state });
    const details = { ...sampleDetails(run, 0, 'X'), samples: [] };
    expect(unreportedSentence(run, details)).toBe('fal.ai reports neither loss nor samples while it trains.');
    expect(unreportedSentence({ ...run, state: quoted }, details)).toBeNull();
  });
});

describe('planning a hosted training', () => {
  it('shows the trainers with their prices, and what the chosen one costs', async () => {
    await openPlan('fal');
    const rows = screen.getAllByTestId('trainer').map((row) => row.closest('label')?.textContent);
    expect(rows[0]).toContain('$2.00 for 1000 steps');
    expect(rows[1]).toContain('no sourced price');
    const cost = await screen.findByTestId('plan-cost');
    expect(cost.textContent).toContain('About $2.00 at fal.ai');
    expect(cost.textContent).toContain('$3.20 of $20.00 this month');
    expect(screen.getByTestId('plan-sent').textContent).toContain('fal.ai');
    expect(screen.getByTestId<HTMLButtonElement>('train').disabled).toBe(false);
  });

  it('takes the price that a person types where none is sourced', async () => {
    const { studio } = await openPlan('fal');
    const [, second] = screen.getAllByTestId('trainer');
    await fireEvent.click(second!);
    await waitFor(() => expect(studio.training.draft?.plan?.refusal?.kind).toBe('noPrice'));
    expect(screen.getByTestId<HTMLButtonElement>('train').disabled).toBe(true);
    await fireEvent.input(screen.getByTestId('typed-price-field'), { target: { value: '2,40' } });
    await waitFor(() => expect(studio.training.draft?.canStart).toBe(true));
    expect(studio.training.draft?.recipe?.hosted?.typedPrice?.amount).toBe('2400000');
  });

  it('does not start with a field that cannot be read', async () => {
    const { studio } = await openPlan('fal');
    await fireEvent.click(screen.getByTestId('training-preset-custom'));
    await fireEvent.input(await screen.findByTestId('hosted-steps'), { target: { value: '20000' } });
    await waitFor(() => expect(studio.training.draft?.isBroken).toBe(true));
    expect(screen.getByTestId<HTMLButtonElement>('train').disabled).toBe(true);
    expect(screen.getByTestId('hosted-fields').textContent).toContain('1 to 10000');
  });

  it('asks for a missing key in place, and goes on with it', async () => {
    const { studio, backend } = await openPlan('replicate');
    const refusal = await screen.findByTestId('plan-refusal');
    await fireEvent.click(within(refusal).getByRole('button'));
    const field = await screen.findByTestId<HTMLInputElement>('key-field-replicate');
    expect(field.type).toBe('password');
    await fireEvent.input(field, { target: { value: ' r8_secret ' } });
    await fireEvent.click(screen.getByTestId('key-save-replicate'));
    await waitFor(() => expect(screen.queryByTestId('key-dialog')).toBeNull());
    expect(backend.savedKeys).toEqual(['r8_secret']);
    await waitFor(() => expect(studio.training.draft?.canStart).toBe(true));
  });

  it('says where the ceiling is raised when it would be passed', async () => {
    const { studio } = await openPlan('fal', (backend) => {
      backend.planned = {
        refusal: { kind: 'overCeiling', reserved: '2000000', monthToDate: '19200000', ceiling: '20000000' },
      };
    });
    expect(screen.getByTestId<HTMLButtonElement>('train').disabled).toBe(true);
    await fireEvent.click(within(screen.getByTestId('plan-refusal')).getByRole('button'));
    expect(studio.room).toBe('settings');
  });
});

describe('the quote', () => {
  it('opens when it is made for the run that was just started', async () => {
    const { backend } = await openPlan('fal');
    await fireEvent.click(screen.getByTestId('train'));
    await waitFor(() => expect(backend.runs[0]?.state.state).toBe('packing'));
    expect(screen.queryByTestId('quote-dialog')).toBeNull();
    backend.putRun({ ...backend.runs[0]!, state: quoted });
    const dialog = await screen.findByTestId('quote-dialog');
    expect(dialog.textContent).toContain('Train at fal.ai for about $2.00?');
    expect(dialog.textContent).toContain('21 photos and 21 captions, 52.4 MB');
    expect(dialog.textContent).toContain('rest.fal.ai');
    expect(dialog.textContent).toContain('ceiling $20.00');
  });

  it('does not open by itself for a run that was quoted before', async () => {
    await openTraining(withRun(quoted));
    await screen.findByTestId('run-quoted');
    expect(screen.queryByTestId('quote-dialog')).toBeNull();
    await fireEvent.click(screen.getByTestId('see-quote'));
    await screen.findByTestId('quote-dialog');
  });

  it('begins on "Not now", which pays nothing and keeps the run', async () => {
    const { backend } = await openTraining(withRun(quoted));
    await fireEvent.click(await screen.findByTestId('see-quote'));
    const notNow = await screen.findByTestId('quote-not-now');
    await waitFor(() => expect(document.activeElement).toBe(notNow));
    await fireEvent.click(notNow);
    await waitFor(() => expect(screen.queryByTestId('quote-dialog')).toBeNull());
    expect(backend.calls).not.toContain('acceptQuote');
    expect(backend.runs[0]?.state.state).toBe('quoted');
  });

  it('is accepted by one button, once', async () => {
    const { backend } = await openTraining(withRun(quoted));
    await fireEvent.click(await screen.findByTestId('see-quote'));
    const accept = await screen.findByTestId('quote-accept');
    await Promise.all([fireEvent.click(accept), fireEvent.click(accept)]);
    await waitFor(() => expect(screen.queryByTestId('quote-dialog')).toBeNull());
    expect(backend.calls.filter((call) => call === 'acceptQuote')).toHaveLength(1);
    expect(backend.runs[0]?.state.state).toBe('uploading');
  });

  it('says what is refused where it was asked for, and stays', async () => {
    const { backend } = await openTraining(withRun(quoted));
    backend.acceptQuote = () =>
      Promise.reject(new BackendError({ code: 'refused', message: 'Over the ceiling.', hint: null }));
    await fireEvent.click(await screen.findByTestId('see-quote'));
    await fireEvent.click(await screen.findByTestId('quote-accept'));
    await waitFor(() =>
      expect(screen.getByTestId('quote-dialog').textContent).toContain('Over the ceiling.'),
    );
  });

  it('leads to the free way: the run is given up and one here is put together', async () => {
    const { backend, studio } = await openTraining(withRun(quoted));
    await fireEvent.click(await screen.findByTestId('see-quote'));
    await fireEvent.click(await screen.findByTestId('quote-local'));
    await waitFor(() => expect(studio.training.draft?.dataset).toBe('dataset-1'));
    expect(studio.training.draft?.place).toBe('local');
    expect(backend.runs[0]?.state.state).toBe('cancelled');
  });

  it('shows the list of what would be sent', async () => {
    await openTraining(withRun(quoted));
    await fireEvent.click(await screen.findByTestId('see-quote'));
    await fireEvent.click(await screen.findByTestId('quote-list'));
    const list = await screen.findByTestId('sent-dialog');
    expect(list.textContent).toContain('blake3 b7e23ec');
    // Twelve photos and the line of names; without a layout no row is in sight.
    expect(within(list).getByRole('table').getAttribute('aria-rowcount')).toBe('13');
  });
});

describe('what was sent', () => {
  it.each([
    ['cancelled', 0],
    ['failed', 1],
  ] as const)('is listed while there is a list: %s', async (state, lists) => {
    const stand: RunState = state === 'failed' ? { state, reason: 'busy', retry: null } : { state };
    await openTraining(withRun(stand));
    await waitFor(() => expect(screen.getByTestId('run-panel').textContent).toContain('What was sent'));
    expect(screen.queryAllByTestId('run-sent-list')).toHaveLength(lists);
  });
});

describe('a reply that was lost', () => {
  it('says what is known, opens the provider’s list, and takes the id that is there', async () => {
    const { backend } = await openTraining(withRun({ state: 'unknown' }));
    const notice = await screen.findByTestId('run-unknown');
    expect(notice.textContent).toContain('It is not known whether fal.ai took this training');
    await fireEvent.click(within(notice).getByText('Open the list at fal.ai'));
    expect(backend.pages).toEqual(['fal requests']);
    expect(screen.getByTestId<HTMLButtonElement>('unknown-taken').disabled).toBe(true);
    await fireEvent.input(screen.getByTestId('unknown-request'), { target: { value: 'req-7' } });
    await fireEvent.click(screen.getByTestId('unknown-taken'));
    await waitFor(() => expect(backend.runs[0]?.state).toMatchObject({ state: 'queued', request: 'req-7' }));
  });

  it('can be said not to have been taken', async () => {
    const { backend } = await openTraining(withRun({ state: 'unknown' }));
    await fireEvent.click(await screen.findByTestId('unknown-never-taken'));
    await waitFor(() => expect(backend.runs[0]?.state.state).toBe('failed'));
  });
});

describe('a model that this computer cannot draw with', () => {
  it('leads to the playground, at the place where it was trained', async () => {
    const { studio } = await openTraining((fake) => {
      withRun({ state: 'ready', model: 'model-1' })(fake);
      const run = fake.runs[0]?.id ?? null;
      fake.models = [sampleModel({ id: 'model-1', name: 'My Portrait 2025', base: 'flux1', run })];
    });
    await fireEvent.click(await screen.findByTestId('go-to-playground'));
    await waitFor(() => expect(studio.playground.place).toBe('fal'));
    await studio.playground.choosePlace('replicate');
    await studio.play('model-1');
    await waitFor(() => expect(studio.playground.place).toBe('fal'));
    await waitFor(() => expect(studio.playground.obstacle).toBeNull());
  });
});

describe('keys and spending in Settings', () => {
  const openSettings = async () => {
    const opened = await openTraining();
    await fireEvent.click(screen.getByTestId('rail-settings'));
    await screen.findByTestId('key-fal');
    return opened;
  };

  it('say where a key is and never show it', async () => {
    const { container } = await openSettings();
    await waitFor(() => expect(screen.getByTestId('key-fal').textContent).toContain('kept in the keychain'));
    expect(screen.getByTestId('key-replicate').textContent).toContain('Not set');
    await fireEvent.input(screen.getByTestId('key-field-replicate'), { target: { value: 'r8_secret' } });
    await fireEvent.click(screen.getByTestId('key-save-replicate'));
    await waitFor(() => expect(screen.getByTestId('key-test-replicate').textContent).toContain('anna'));
    expect(screen.getByTestId<HTMLInputElement>('key-field-replicate').value).toBe('');
    expect(container.innerHTML).not.toContain('r8_secret');
  });

  it('forget a key', async () => {
    const { backend } = await openSettings();
    await fireEvent.click(await screen.findByTestId('key-forget-fal'));
    await waitFor(() => expect(screen.getByTestId('key-fal').textContent).toContain('Not set'));
    expect(backend.keys.get('fal')).toBeNull();
  });

  it('say why a key is refused', async () => {
    const { backend } = await openSettings();
    backend.testKey = () =>
      Promise.reject(new BackendError({ code: 'unknown', message: 'Refused.', hint: 'Set it again.' }));
    await fireEvent.click(await screen.findByTestId('key-check-fal'));
    await waitFor(() =>
      expect(screen.getByTestId('key-test-fal').textContent).toMatch(/Refused\.\s+Set it again\./),
    );
  });

  it('list every line about money, newest first', async () => {
    await openSettings();
    const rows = within(await screen.findByTestId('ledger')).getAllByRole('row');
    expect(rows).toHaveLength(6);
    expect(rows[1]?.textContent).toContain('set aside');
    expect(rows[2]?.textContent).toContain('12 captions, Fox Scouts');
    expect(rows[3]?.textContent).toContain('2 pictures');
    expect(screen.getByTestId('month-spend').textContent).toContain('$5.20 of $20.00 this month');
  });
});

describe('for a screen reader', () => {
  const amiss = async (container: Element) => (await axe.run(container)).violations.map(({ id }) => id);

  it('nothing is amiss in the quote', async () => {
    await openTraining(withRun(quoted));
    await fireEvent.click(await screen.findByTestId('see-quote'));
    expect(await amiss(await screen.findByTestId('quote-dialog'))).toEqual([]);
  });

  it('nothing is amiss in a hosted plan and in what is not known', async () => {
    const { container } = await openPlan('fal');
    expect(await amiss(container)).toEqual([]);
  });
});
