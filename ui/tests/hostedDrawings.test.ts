// Drawing at a provider: the place, its generators and their fields, the price beside the button, and what becomes of
// a drawing there.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Drawing, DrawingState, DrawRefusal } from '../src/backend';
import App from '../src/App.svelte';
import { failureDetail, failureSentence } from '../src/features/playground/drawingSentence';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import { sampleDrawing, sampleModel, sampleRequest } from './fakeEngine';

const hosted = { endpoint: 'fal-ai/flux-lora', chosen: {}, typedPrice: null };
const request = sampleRequest({ provider: 'fal', hosted, width: 1024, height: 1024, count: 2 });

const withModel = (backend: FakeBackend) => {
  backend.models = [
    sampleModel({ id: 'model-1', name: 'Fox', trigger: 'FOX_A3F2', base: 'flux1', run: null }),
  ];
};

async function opened(fill: (backend: FakeBackend) => void = withModel) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  await studio.open();
  render(App, { props: { studio } });
  await fireEvent.click(await screen.findByTestId('rail-playground'));
  await screen.findByTestId('draw-place');
  return { backend, studio, playground: studio.playground };
}

async function atFal(fill?: (backend: FakeBackend) => void) {
  const found = await opened(fill);
  await fireEvent.click(screen.getByTestId('draw-place-fal'));
  await waitFor(() => expect(found.playground.generator).toBeDefined());
  return found;
}

const drawn = (state: DrawingState, over: Partial<Drawing> = {}) =>
  sampleDrawing('d-1', { request, state, requestId: null, ...over }, 0);

const text = (node: HTMLElement): string => (node.textContent ?? '').replace(/\s+/g, ' ');

async function violations(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

beforeAll(async () => {
  // Rooms are loaded when they are first entered, which takes a while on a busy computer.
  await import('../src/views/PlaygroundView.svelte');
  Object.defineProperty(window, 'innerWidth', { value: 1280, configurable: true });
});

describe('the place where it is drawn', () => {
  it('brings the generator with its own steps, and the price of what is set beside the button', async () => {
    const { playground } = await atFal();
    playground.chooseModel('model-1');
    playground.change({ count: 2 });
    await waitFor(() => expect(playground.obstacle).toBeNull());
    expect(playground.settings).toMatchObject({ steps: 28, guidance: 3.5, width: 1024, height: 1024 });
    const quote = await screen.findByTestId('draw-quote');
    expect(text(quote)).toContain('2 pictures, about $0.07 at fal.ai');
    expect(text(quote)).toContain('$3.20 of $20.00 this month');
    expect(await violations()).toEqual([]);
  });

  it('sends what stands beside the button as the most that may be set aside', async () => {
    const { backend, playground } = await atFal();
    playground.write('a fox');
    playground.change({ count: 2 });
    await waitFor(() => expect(playground.obstacle).toBeNull());
    await fireEvent.click(screen.getByTestId('draw'));
    await waitFor(() => expect(backend.requests).toHaveLength(1));
    expect(backend.requests[0]).toMatchObject({
      provider: 'fal',
      basePath: null,
      hosted: { ...hosted, endpoint: expect.any(String) },
    });
    expect(backend.limits).toEqual([playground.hosted.plan?.cost?.reserved]);
  });

  it('draws nothing while the price of what was changed is not known', async () => {
    const { backend, playground } = await atFal();
    playground.write('a fox');
    await waitFor(() => expect(playground.obstacle).toBeNull());
    playground.change({ count: 4 });
    expect(playground.obstacle).toBe('loading');
    await playground.draw();
    expect(backend.requests).toEqual([]);
  });

  it('goes back to this computer with what is usual here', async () => {
    const { playground } = await atFal();
    await fireEvent.click(screen.getByTestId('draw-place-local'));
    await waitFor(() => expect(playground.place).toBeNull());
    expect(playground.settings).toMatchObject({ steps: 20, guidance: 5, width: 128, hosted: null });
  });

  it('offers only what draws with the model, and says where nothing does', async () => {
    const { playground } = await atFal((fake) => {
      withModel(fake);
      fake.models.push(sampleModel({ id: 'model-2', name: 'Small', base: 'pocket', run: null }));
    });
    playground.chooseModel('model-2');
    await waitFor(() => expect(playground.obstacle).toBe('noGenerator'));
    expect(text(await screen.findByTestId('draw-obstacle'))).toContain('fal.ai has no generator');
    await fireEvent.click(screen.getByTestId('generator-fal-ai/flux/schnell'));
    await waitFor(() => expect(playground.generator?.id).toBe('fal-ai/flux/schnell'));
    expect(playground.settings.model).toBeNull();
    expect(screen.queryByTestId('guidance')).toBeNull();
  });

  it('asks for a price where none is sourced', async () => {
    const { playground } = await opened();
    await fireEvent.click(screen.getByTestId('draw-place-replicate'));
    await waitFor(() => expect(playground.obstacle).toBe('refused'));
    const field = await screen.findByTestId('draw-price');
    await fireEvent.input(field, { target: { value: '0,03' } });
    playground.write('a fox');
    await waitFor(() => expect(playground.obstacle).toBeNull());
    expect(playground.settings.hosted?.typedPrice).toMatchObject({ amount: '30000', unit: 'picture' });
    await fireEvent.input(field, { target: { value: 'much' } });
    expect(playground.obstacle).toBe('priceBroken');
  });

  it('sends a field that only the generator has', async () => {
    const { backend, playground } = await atFal();
    playground.write('a fox');
    playground.chooseField('enable_safety_checker', false);
    await waitFor(() => expect(playground.obstacle).toBeNull());
    await playground.draw();
    expect(backend.requests[0]?.hosted?.chosen).toEqual({ enable_safety_checker: false });
  });

  it.each<[DrawRefusal, string]>([
    [{ kind: 'noKey', provider: 'fal' }, 'fal.ai draws with your own key'],
    [
      { kind: 'overCeiling', reserved: '70000', monthToDate: '19990000', ceiling: '20000000' },
      '$19.99 of $20.00',
    ],
    [{ kind: 'notTrainedThere', provider: 'replicate' }, 'trained there'],
  ])('says why it cannot: %o', async (refusal, expected) => {
    const { playground } = await atFal((fake) => {
      withModel(fake);
      fake.drawingPlan = { refusal };
    });
    playground.write('a fox');
    await waitFor(() => expect(playground.obstacle).toBe('refused'));
    expect(text(await screen.findByTestId('draw-obstacle'))).toContain(expected);
    expect(screen.getByTestId<HTMLButtonElement>('draw').disabled).toBe(true);
  });

  it('asks for the key in place', async () => {
    const { playground } = await atFal((fake) => {
      withModel(fake);
      fake.drawingPlan = { refusal: { kind: 'noKey', provider: 'fal' } };
    });
    await waitFor(() => expect(playground.obstacle).toBe('refused'));
    await fireEvent.click(await screen.findByTestId('draw-key'));
    expect(await screen.findByTestId('key-dialog')).toBeTruthy();
  });
});

describe('a drawing at a provider', () => {
  it.each<[DrawingState, Partial<Drawing>, string]>([
    [{ status: 'sending', sent: '45000000', total: '90000000' }, {}, '50'],
    [{ status: 'waiting', position: 2 }, {}, '2 requests before it'],
    [{ status: 'running', picture: 0, step: 0, steps: 28 }, {}, 'fal.ai draws'],
    [{ status: 'fetching' }, {}, '0 of 2'],
    [{ status: 'running', picture: 0, step: 0, steps: 28 }, { isStopping: true }, 'being stopped'],
  ])('says where it stands: %o', async (state, over, expected) => {
    const { backend } = await opened();
    backend.putDrawing(drawn(state, over));
    expect(text(await screen.findByTestId('drawing'))).toContain(expected);
    expect(screen.getByTestId('drawing-cancel')).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it('whose reply was lost is asked of the person', async () => {
    const { backend, studio } = await opened();
    backend.putDrawing(drawn({ status: 'unknown' }));
    expect(text(await screen.findByTestId('run-unknown'))).toContain('fal.ai took this drawing');
    expect(screen.queryByTestId('drawing-cancel')).toBeNull();
    await fireEvent.input(screen.getByTestId('unknown-request'), { target: { value: '764c' } });
    await fireEvent.click(screen.getByTestId('unknown-taken'));
    await waitFor(() => expect(studio.playground.drawings.all[0]?.state.status).toBe('waiting'));
  });

  it('whose pictures did not reach this disk can be fetched again', async () => {
    const { backend, studio } = await opened((fake) => {
      const state: DrawingState = { status: 'failed', reason: 'diskFull', detail: '' };
      fake.drawings = [drawn(state, { requestId: 'r-1' })];
    });
    await waitFor(() => expect(studio.playground.drawings.all).toHaveLength(1));
    studio.playground.drawings.show('d-1');
    await fireEvent.click(await screen.findByText('Fetch the pictures again'));
    expect(backend.calls).toContain('fetchDrawingAgain');
  });

  it('that failed is put beside the button with its price, and not paid by one press', async () => {
    const { backend, playground } = await opened();
    await playground.drawAgain(drawn({ status: 'failed', reason: 'busy', detail: '' }));
    expect(playground.place).toBe('fal');
    expect(backend.calls).not.toContain('draw');
    await waitFor(() => expect(playground.obstacle).toBeNull());
  });

  it('gives back the price that was typed with its settings', async () => {
    const { playground } = await opened();
    const typedPrice = {
      amount: '30000',
      per: 1,
      unit: 'picture',
      least: 0,
      listedOn: '2026-11-26',
      source: '',
    } as const;
    const there = { endpoint: 'black-forest-labs/flux-dev-lora', chosen: {}, typedPrice };
    const paid = { ...request, provider: 'replicate', hosted: there } as const;
    playground.restore(drawn({ status: 'succeeded' }, { request: paid }));
    await waitFor(() => expect(playground.obstacle).toBeNull());
    expect(playground.hosted.price).toBe('0.03');
  });

  it('says what was held back and what it cost', async () => {
    const { backend, studio } = await opened();
    backend.putDrawing(drawn({ status: 'running', picture: 0, step: 0, steps: 28 }));
    studio.playground.drawings.show('d-1');
    const spend = { reserved: '0', settled: '70000' };
    backend.putDrawing({ ...sampleDrawing('d-1', { request, spend, heldBack: 1 }, 1) });
    expect(text(await screen.findByTestId('held-back'))).toContain('One picture was held back');
    expect(text(screen.getByTestId('drawing'))).toContain('$0.07 at fal.ai');
  });

  it('shows the words of a provider where they help, and no others', () => {
    const failed = (reason: 'rejected' | 'offline') =>
      drawn({ status: 'failed', reason, detail: 'prompt: field required' });
    expect(failureDetail(failed('rejected'))).toBe('prompt: field required');
    expect(failureDetail(failed('offline'))).toBeNull();
  });

  it('has a sentence for each way in which it can fail', () => {
    const reasons = ['noKey', 'badKey', 'noCredit', 'rejected', 'blocked', 'busy', 'offline'] as const;
    for (const reason of reasons)
      expect(failureSentence(drawn({ status: 'unknown' }), reason)).not.toMatch(/^drawing-failed/);
  });
});
