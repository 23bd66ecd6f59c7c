// Grids: what is set becomes rows and columns, only what is missing is drawn and paid, the sheet as it comes, and the
// evaluation sheet on a model's page.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import type { DrawRefusal, Drawing } from '../src/backend';
import {
  columnsOf,
  furtherStrength,
  linesOf,
  planKey,
  planProblem,
  strengthOf,
  strengthsAround,
  wishOf,
} from '../src/features/grids/gridPlan';
import { headingsOf } from '../src/features/grids/gridWords';
import { PromptRows } from '../src/features/grids/promptRows.svelte';
import { words } from '../src/shared/words.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import { sampleModel, samplePreview } from './fakeEngine';
import { samplePlanOf } from './fakeGrids';

const fox = 'FOX_A3F2';
const text = (node: Element): string => (node.textContent ?? '').replace(/\s+/g, ' ').trim();

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

function withModels(backend: FakeBackend): void {
  backend.models = [
    sampleModel({ id: 'model-1', name: 'Fox', trigger: fox }),
    sampleModel({ id: 'model-2', name: 'Owl', trigger: 'OWL_9QK1' }),
    sampleModel({ id: 'model-3', name: 'Large', base: 'sdxl' }),
  ];
}

async function opened(fill: (backend: FakeBackend) => void = withModels) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  await studio.open();
  render(App, { props: { studio } });
  await fireEvent.click(await screen.findByTestId('rail-playground'));
  await fireEvent.click(await screen.findByTestId('playground-mode-grid'));
  await screen.findByTestId('grid-card');
  await waitFor(() => expect(studio.grids.heads).not.toBeNull());
  return { backend, studio, grids: studio.grids, playground: studio.playground };
}

const fields = () => screen.getAllByTestId<HTMLInputElement>('grid-prompt');
const write = (value: string, which = 0) => fireEvent.input(fields()[which]!, { target: { value } });
const drawButton = () => screen.getByTestId<HTMLButtonElement>('grid-draw');
const cells = () => screen.getAllByTestId('grid-cell');
const stands = () => cells().map((cell) => cell.dataset.stand);

/** A grid of two prompts without a model, queued. */
async function drawn(fill?: (backend: FakeBackend) => void) {
  const found = await opened(fill);
  await write('a fox');
  found.grids.rows.put(['a fox', 'an owl']);
  await waitFor(() => expect(drawButton().disabled).toBe(false));
  await fireEvent.click(drawButton());
  await screen.findByTestId('grid-table');
  return found;
}

beforeAll(async () => {
  // Rooms are loaded when they are first entered, which takes a while on a busy computer.
  await Promise.all([
    import('../src/views/PlaygroundView.svelte'),
    import('../src/views/GalleryView.svelte'),
    import('../src/views/ModelsView.svelte'),
    import('../src/views/OpenModelView.svelte'),
    import('../src/views/SettingsView.svelte'),
  ]);
});

beforeEach(() => words.speak('en'));

describe('the columns of a grid', () => {
  const wish = {
    axis: 'strength',
    model: 'model-1',
    beside: null,
    strengths: [0.4, 1],
    strength: 0.9,
    seeds: ['7', '8'],
    hasPlain: true,
  } as const;
  const short = (over: object) =>
    columnsOf({ ...wish, strengths: [...wish.strengths], seeds: [...wish.seeds], ...over }).map(
      ({ model, strength, seed }) => `${model} ${strength} ${seed}`,
    );

  it.each([
    [{}, ['model-1 0 7', 'model-1 0.4 7', 'model-1 1 7']],
    [{ hasPlain: false }, ['model-1 0.4 7', 'model-1 1 7']],
    [{ axis: 'seed' }, ['model-1 0 7', 'model-1 0.9 7', 'model-1 0.9 8']],
    [{ model: null }, ['null 1 7', 'null 1 8']],
    [
      { beside: 'model-2', hasPlain: false },
      ['model-1 0.4 7', 'model-1 1 7', 'model-2 0.4 7', 'model-2 1 7'],
    ],
  ])('%o', (over, expected) => expect(short(over)).toEqual(expected));

  it.each([{}, { axis: 'seed' as const }, { beside: 'model-2' }, { hasPlain: false }])(
    'are read back from a plan: %o',
    (over) => {
      const all = { ...wish, strengths: [...wish.strengths], seeds: [...wish.seeds], ...over };
      const columns = columnsOf(all);
      const read = wishOf(samplePlanOf({ columns }));
      expect(columnsOf({ ...read, strength: read.strength ?? 1 })).toEqual(columns);
    },
  );

  it('are called by what differs', () => {
    const named = (over: object) =>
      headingsOf(
        samplePlanOf({ columns: columnsOf({ ...wish, strengths: [0.4, 1], seeds: ['7', '8'], ...over }) }),
        (id) => (id === 'model-1' ? 'Fox' : 'Owl'),
      ).map(({ over: above, name }) => (above ? `${above}: ${name}` : name));
    expect(named({})).toEqual(['Without LoRA', 'strength 0.40', 'strength 1.00']);
    expect(named({ axis: 'seed', hasPlain: false })).toEqual(['seed 7', 'seed 8']);
    expect(named({ beside: 'model-2' })[3]).toBe('Owl: strength 0.40');
    expect(named({ model: null })).toEqual(['seed 7', 'seed 8']);
  });

  it('begin around the best strength, where one is known', () => {
    expect(strengthsAround(null)).toEqual([0.4, 0.7, 1]);
    expect(strengthsAround(0.85)).toEqual([0.65, 0.85, 1.05]);
    expect(strengthsAround(0.1)).toEqual([0.1, 0.3]);
  });

  it.each([
    ['0.85', 0.85],
    ['0,85', 0.85],
    ['2', 2],
    ['.5', 0.5],
    ['0.04', null],
    ['2.01', null],
    ['much', null],
    ['', null],
  ])('a strength of %j is %s', (typed, value) => expect(strengthOf(typed)).toBe(value));

  it('always have room for a further strength that is not there', () => {
    let known = [0.4, 0.7, 1];
    for (
      let more = furtherStrength(known);
      more !== null && known.length < 10;
      more = furtherStrength(known)
    ) {
      expect(known).not.toContain(more);
      known = [...known, more].sort((a, b) => a - b);
    }
    expect(known.length).toBeGreaterThan(6);
    expect(Math.max(...known)).toBeLessThanOrEqual(2);
  });
});

describe('a plan', () => {
  it('is the same whatever stands in what each cell has of its own', () => {
    const plan = samplePlanOf();
    const other = { ...plan, request: { ...plan.request, withoutTrigger: undefined, onCard: undefined } };
    expect(planKey(other)).toBe(planKey(plan));
    expect(planKey({ ...plan, request: { ...plan.request, steps: 21 } })).not.toBe(planKey(plan));
    expect(planKey({ ...plan, prompts: [...plan.prompts].reverse() })).not.toBe(planKey(plan));
  });

  it.each([
    [16, 6, null],
    [17, 1, 'rows'],
    [1, 11, 'columns'],
    [10, 10, 'cells'],
  ])('of %i prompts and %i columns: %s', (rows, columns, problem) => {
    const plan = samplePlanOf({
      prompts: Array.from({ length: rows }, (_, row) => `prompt ${row}`),
      columns: Array.from({ length: columns }, (_, column) => ({
        model: null,
        strength: 1,
        seed: String(column),
      })),
    });
    expect(planProblem(plan)).toBe(problem);
  });
});

describe('the prompts', () => {
  it('are the lines that are not empty', () => {
    expect(linesOf('  a fox \r\n\r\nan owl\n \nlast')).toEqual(['a fox', 'an owl', 'last']);
  });

  it('that are pasted go where one writes, and no further than there is room', () => {
    const rows = new PromptRows();
    rows.write(0, 'before after');
    rows.paste(0, 'before ', ['one', 'two', 'three'], ' after');
    expect(rows.written).toEqual(['before one', 'two', 'three after']);
    rows.paste(
      rows.rows[0]!.id,
      '',
      Array.from({ length: 40 }, (_, place) => `line ${place}`),
      '',
    );
    expect(rows.rows).toHaveLength(16);
    expect(rows.isFull).toBe(true);
  });

  it('get a row by Enter, lose it by Backspace, and are gone through by arrows', async () => {
    await opened();
    expect(fields()).toHaveLength(1);
    await write('a fox');
    await fireEvent.keyDown(fields()[0]!, { key: 'Enter' });
    await waitFor(() => expect(document.activeElement).toBe(fields()[1]));
    await fireEvent.keyDown(fields()[1]!, { key: 'ArrowUp' });
    await waitFor(() => expect(document.activeElement).toBe(fields()[0]));
    await fireEvent.keyDown(fields()[0]!, { key: 'ArrowDown' });
    await waitFor(() => expect(document.activeElement).toBe(fields()[1]));
    await fireEvent.keyDown(fields()[1]!, { key: 'Backspace' });
    await waitFor(() => expect(fields()).toHaveLength(1));
    await waitFor(() => expect(document.activeElement).toBe(fields()[0]));
    expect(fields()[0]!.value).toBe('a fox');
  });

  it('become several rows where several lines are pasted', async () => {
    await opened();
    const clipboardData = { getData: () => 'a fox\n\nan owl\na raccoon' };
    await fireEvent.paste(fields()[0]!, { clipboardData });
    await waitFor(() => expect(fields().map(({ value }) => value)).toEqual(['a fox', 'an owl', 'a raccoon']));
    expect(await violations()).toEqual([]);
  });

  it('stand alone as the trigger word where nothing is written, until that is left out', async () => {
    const { grids, playground } = await opened();
    playground.chooseModel('model-1');
    await waitFor(() => expect(drawButton().disabled).toBe(false));
    expect(grids.plan?.prompts).toEqual(['']);
    await fireEvent.click(screen.getByTestId('grid-trigger-off'));
    await waitFor(() => expect(drawButton().disabled).toBe(true));
    expect(text(screen.getByTestId('grid-obstacle'))).toBe('Write what you want to see.');
    await fireEvent.click(screen.getByTestId('grid-trigger-on'));
    await waitFor(() => expect(grids.plan?.prompts).toEqual(['']));
  });
});

describe('what is set', () => {
  it('without a model has seeds alone, and the playground’s own seed first', async () => {
    const { grids, playground } = await opened();
    playground.keepSeed('100');
    await write('a fox');
    await waitFor(() => expect(grids.seeds).toEqual(['100', '101', '102']));
    expect(screen.queryByTestId('grid-axis')).toBeNull();
    expect(screen.queryByTestId('grid-plain')).toBeNull();
    await fireEvent.click(screen.getByTestId('grid-seeds-add'));
    expect(grids.columns).toHaveLength(4);
  });

  it('with a model has strengths and the prompt without it', async () => {
    const { grids, playground } = await opened();
    playground.chooseModel('model-1');
    await write('a fox');
    await screen.findByTestId('grid-plain');
    expect(grids.columns.map(({ strength }) => strength)).toEqual([0, 0.4, 0.7, 1]);
    await fireEvent.click(screen.getByTestId('grid-plain'));
    expect(grids.columns.map(({ strength }) => strength)).toEqual([0.4, 0.7, 1]);
    const [first] = screen.getAllByTestId<HTMLInputElement>('grid-strengths-value');
    await fireEvent.input(first!, { target: { value: '0,5' } });
    await fireEvent.keyDown(first!, { key: 'Enter' });
    expect(grids.strengths).toEqual([0.5, 0.7, 1]);
    await fireEvent.click(screen.getAllByTestId('grid-strengths-remove')[2]!);
    expect(grids.strengths).toEqual([0.5, 0.7]);
    await fireEvent.click(screen.getByTestId('grid-strengths-add'));
    expect(grids.strengths).toEqual([0.5, 0.7, 1]);
    // The slider says nothing that the columns say.
    expect(screen.queryByTestId('strength')).toBeNull();
    expect(screen.queryByTestId('count')).toBeNull();
    await fireEvent.click(screen.getByTestId('grid-axis-seed'));
    expect(await screen.findByTestId('strength')).toBeTruthy();
    expect(grids.columns).toHaveLength(3);
  });

  it('says of a strength that it is none, and keeps what was there', async () => {
    const { grids, playground } = await opened();
    playground.chooseModel('model-1');
    const field = (await screen.findAllByTestId<HTMLInputElement>('grid-strengths-value'))[0]!;
    await fireEvent.input(field, { target: { value: '7' } });
    await fireEvent.blur(field);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('A strength is a number from 0.05 to 2')).toBeTruthy();
    expect(grids.strengths).toEqual([0.4, 0.7, 1]);
    expect(await violations()).toEqual([]);
    await fireEvent.keyDown(field, { key: 'Escape' });
    expect(field.value).toBe('0.40');
  });

  it('has another model of the same base beside', async () => {
    const { grids, playground } = await opened();
    playground.chooseModel('model-1');
    await screen.findByTestId('grid-beside');
    expect(grids.besides.map(({ id }) => id)).toEqual(['model-2']);
    grids.chooseBeside('model-2');
    expect(grids.columns.filter(({ model }) => model === 'model-2')).toHaveLength(3);
    playground.chooseModel('model-3');
    await waitFor(() => expect(grids.beside).toBeNull());
  });

  it('may be too much, which is said before anything is asked', async () => {
    const { backend, grids } = await opened();
    grids.rows.put(Array.from({ length: 16 }, (_, place) => `prompt ${place}`));
    grids.setSeeds(['1', '2', '3', '4', '5', '6', '7']);
    const said = await screen.findByTestId('grid-obstacle');
    expect(text(said)).toContain('16 prompts in 7 columns');
    expect(drawButton().disabled).toBe(true);
    expect(backend.calls).not.toContain('planGrid');
  });
});

describe('what it takes', () => {
  it('is said in cells, and is free here', async () => {
    const { backend, grids } = await opened();
    grids.rows.put(['a fox', 'an owl']);
    await waitFor(() => expect(drawButton().disabled).toBe(false));
    expect(text(screen.getByTestId('grid-quote'))).toBe(
      '6 of 6 cells are missing, free on this computer, preview quality',
    );
    expect(text(drawButton())).toBe('Draw 6 cells');
    await fireEvent.keyDown(fields()[0]!, { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(backend.gridOrders).toHaveLength(1));
    expect(backend.gridOrders[0]).toMatchObject({
      kind: 'playground',
      limit: null,
      plan: {
        prompts: ['a fox', 'an owl'],
        request: { provider: 'local', prompt: '', model: null, count: 1 },
      },
    });
  });

  it('is nothing where all is drawn, and then there is no gold button', async () => {
    const { backend } = await drawn();
    await waitFor(() =>
      expect(text(screen.getByTestId('grid-quote'))).toBe('What was missing is being drawn.'),
    );
    for (const drawing of backend.cellDrawings()) backend.finish(drawing);
    await waitFor(() => expect(text(screen.getByTestId('grid-quote'))).toBe('All cells are drawn.'));
    expect(screen.queryByTestId('grid-draw')).toBeNull();
    expect(document.querySelectorAll('.gold')).toHaveLength(0);
  });

  it('is only what is missing of the same grid', async () => {
    const { backend, grids } = await drawn();
    const drawings = backend.cellDrawings();
    for (const drawing of drawings.slice(0, 4)) backend.finish(drawing);
    await fireEvent.click(screen.getByTestId('grid-stop'));
    await waitFor(() => expect(text(screen.getByTestId('grid-quote'))).toContain('2 of 6 cells are missing'));
    expect(stands()).toEqual(['drawn', 'drawn', 'drawn', 'drawn', 'stopped', 'stopped']);
    await fireEvent.click(drawButton());
    await waitFor(() => expect(backend.gridOrders).toHaveLength(2));
    expect(backend.grids).toHaveLength(1);
    await waitFor(() => expect(stands().slice(3)).toEqual(['drawn', 'waits', 'waits']));
    expect(grids.sheet.grid?.cells[0]?.drawing?.id).toBe(drawings[0]?.id);
  });

  it('at a provider is the sum beside the button, and at most that is paid', async () => {
    const { backend, grids, playground } = await opened((fake) => {
      withModels(fake);
      fake.models = [sampleModel({ id: 'model-f', name: 'Fox', trigger: fox, base: 'flux1', run: null })];
    });
    await playground.choosePlace('fal');
    playground.chooseModel('model-f');
    await waitFor(() => expect(playground.generator).toBeDefined());
    grids.rows.put(['a fox']);
    await waitFor(() => expect(drawButton().disabled).toBe(false));
    expect(text(screen.getByTestId('grid-quote'))).toBe(
      '4 of 4 cells are missing, about $0.14 at fal.ai $3.20 of $20.00 this month',
    );
    await fireEvent.click(drawButton());
    await waitFor(() => expect(backend.gridOrders).toHaveLength(1));
    expect(backend.gridOrders[0]?.limit).toBe('140000');
    expect(backend.gridOrders[0]?.plan.request.hosted?.endpoint).toBe('fal-ai/flux-lora');
    expect(await violations()).toEqual([]);
  });

  it('draws nothing while what is set has no price yet', async () => {
    const { backend, grids } = await opened();
    await write('a fox');
    await waitFor(() => expect(drawButton().disabled).toBe(false));
    await write('an owl');
    expect(grids.price.pending).toBe(true);
    await grids.draw();
    expect(backend.gridOrders).toEqual([]);
  });

  it.each<[DrawRefusal, string]>([
    [{ kind: 'noKey', provider: 'fal' }, 'fal.ai draws with your own key'],
    [
      { kind: 'overCeiling', reserved: '140000', monthToDate: '19990000', ceiling: '20000000' },
      '$19.99 of $20.00',
    ],
  ])('is refused in words: %o', async (refusal, expected) => {
    const { playground, studio } = await opened((fake) => {
      withModels(fake);
      fake.gridCost = { refusal };
    });
    await playground.choosePlace('fal');
    await write('a fox');
    expect(text(await screen.findByTestId('grid-obstacle'))).toContain(expected);
    expect(drawButton().disabled).toBe(true);
    expect(await violations()).toEqual([]);
    if (refusal.kind === 'noKey') {
      await fireEvent.click(screen.getByTestId('grid-key'));
      expect(await screen.findByTestId('key-dialog')).toBeTruthy();
    } else {
      await fireEvent.click(screen.getByText('Change'));
      expect(studio.room).toBe('settings');
    }
  });

  it('that cannot be asked is said as the Rust side says it', async () => {
    const { backend } = await opened();
    backend.refuse.set('planGrid', { code: 'refused', message: 'This grid has an empty prompt.' });
    await write('a fox');
    expect(text(await screen.findByTestId('grid-obstacle'))).toBe('This grid has an empty prompt.');
    await write('an owl');
    await waitFor(() => expect(drawButton().disabled).toBe(false));
  });
});

describe('the sheet', () => {
  it('shows each cell as it comes, and nothing of it among single drawings', async () => {
    const { backend, studio } = await drawn();
    const [first, second, third] = backend.cellDrawings() as [Drawing, Drawing, Drawing];
    backend.putCell({ ...first, state: { status: 'running', picture: 0, step: 9, steps: 20 } });
    backend.emit({ type: 'drawingPreviewed', preview: samplePreview(first.id, 0, 9, 20) });
    await waitFor(() => expect(text(cells()[0]!)).toBe('step 9 of 20'));
    expect(document.querySelector('[data-cell="0-0"] canvas')).toBeTruthy();
    expect(text(cells()[1]!)).toBe('waits');
    backend.finish(second);
    await waitFor(() => expect(cells()[1]!.getAttribute('aria-label')).toMatch(/^a fox, seed \d+$/));
    backend.putCell({ ...third, state: { status: 'failed', reason: 'outOfMemory', detail: '' } });
    expect(text(await screen.findByTestId('grid-failed'))).toContain('ran out of memory');
    expect(text(cells()[2]!)).toContain('Draw again');
    expect(text(screen.getByTestId('grid-drawn'))).toBe('1 of 6 drawn');
    expect(studio.playground.drawings.all).toEqual([]);
    expect(document.querySelectorAll('.gold')).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });

  it('leaves the list of drawings as it was, also where the list brings cells', async () => {
    const { studio, backend } = await drawn();
    backend.finish(backend.cellDrawings()[0]!);
    const listed = vi.spyOn(backend, 'listDrawings').mockResolvedValue(backend.cellDrawings());
    await studio.playground.drawings.load();
    expect(listed).toHaveBeenCalled();
    expect(studio.playground.drawings.all).toEqual([]);
  });

  it('is a table with headings, through which arrows lead', async () => {
    const { backend } = await drawn();
    for (const drawing of backend.cellDrawings()) backend.finish(drawing);
    await waitFor(() => expect(stands().every((stand) => stand === 'drawn')).toBe(true));
    const table = screen.getByRole('grid');
    expect(within(table).getAllByRole('columnheader')).toHaveLength(3);
    expect(within(table).getAllByRole('rowheader').map(text)).toEqual(['a fox', 'an owl']);
    const at = () => (document.activeElement as HTMLElement).dataset.cell;
    expect(cells().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    cells()[0]!.focus();
    const press = async (key: string, ctrlKey = false) => {
      await fireEvent.keyDown(document.activeElement!, { key, ctrlKey });
      return at();
    };
    expect(await press('ArrowRight')).toBe('0-1');
    expect(await press('ArrowDown')).toBe('1-1');
    expect(await press('ArrowDown')).toBe('1-1');
    expect(await press('End')).toBe('1-2');
    expect(await press('Home', true)).toBe('0-0');
    expect(await press('End', true)).toBe('1-2');
    expect(cells().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
  });

  it('shows a picture large, its neighbours by arrows, and takes its settings', async () => {
    const { backend, grids, playground } = await drawn();
    for (const drawing of backend.cellDrawings()) backend.finish(drawing);
    await waitFor(() => expect(stands()[1]).toBe('drawn'));
    cells()[1]!.focus();
    await fireEvent.click(cells()[1]!);
    const large = await screen.findByTestId('grid-large');
    expect(await violations()).toEqual([]);
    await fireEvent.keyDown(large, { key: 'ArrowRight' });
    expect(grids.sheet.large).toMatchObject({ row: 0, column: 2 });
    await fireEvent.keyDown(large, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByTestId('grid-large')).toBeNull());
    expect((document.activeElement as HTMLElement).dataset.cell).toBe('0-1');
    await fireEvent.click(cells()[5]!);
    await fireEvent.click(await screen.findByTestId('grid-large-use'));
    expect(grids.shown).toBe(false);
    expect(playground.settings.prompt).toBe('an owl');
    expect(playground.seed).toBe(backend.grids[0]?.plan.columns[2]?.seed);
  });

  it('draws again only what failed, and what is paid goes beside the button first', async () => {
    const { backend, grids, playground } = await drawn();
    const drawings = backend.cellDrawings();
    for (const drawing of drawings.slice(1)) backend.finish(drawing);
    backend.putCell({ ...drawings[0]!, state: { status: 'failed', reason: 'engineEnded', detail: '' } });
    await waitFor(() => expect(stands()[0]).toBe('failed'));
    await fireEvent.click(cells()[0]!);
    await waitFor(() => expect(backend.gridOrders).toHaveLength(2));
    expect(stands()).toEqual(['waits', 'drawn', 'drawn', 'drawn', 'drawn', 'drawn']);
    const hosted = { endpoint: 'fal-ai/flux/schnell', chosen: {}, typedPrice: null };
    const plan = samplePlanOf({ request: { ...samplePlanOf().request, provider: 'fal', hosted } });
    const paid = backend.seedGrid('playground', plan, 0);
    await grids.sheet.open(paid.id);
    await grids.drawAgain();
    expect(backend.gridOrders).toHaveLength(2);
    expect(playground.place).toBe('fal');
    await waitFor(() => expect(grids.isSheet).toBe(true));
  });

  it('whose cell lost its reply asks the person', async () => {
    const { backend, grids } = await opened((fake) => {
      const hosted = { endpoint: 'fal-ai/flux/schnell', chosen: {}, typedPrice: null };
      const plan = samplePlanOf({ request: { ...samplePlanOf().request, provider: 'fal', hosted } });
      fake.seedGrid('playground', plan, 2);
    });
    const [first] = backend.cellDrawings();
    backend.putCell({ ...first!, state: { status: 'unknown' }, pictures: [] });
    expect(text(await screen.findByTestId('run-unknown'))).toContain('fal.ai took this drawing');
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId('unknown-never-taken'));
    await waitFor(() => expect(grids.sheet.failed).not.toBeNull());
  });

  it('is stopped, with what is finished kept', async () => {
    const { backend } = await drawn();
    backend.finish(backend.cellDrawings()[0]!);
    await fireEvent.click(await screen.findByTestId('grid-stop'));
    await waitFor(() => expect(stands().filter((stand) => stand === 'stopped')).toHaveLength(5));
    expect(stands()[0]).toBe('drawn');
    expect(screen.queryByTestId('grid-stop')).toBeNull();
  });

  it('is removed and comes back, from the toast or by Ctrl Z', async () => {
    const { backend, studio, grids } = await drawn();
    await fireEvent.click(screen.getByTestId('grid-remove'));
    await waitFor(() => expect(screen.queryByTestId('grid-table')).toBeNull());
    expect(studio.toasts.current?.sentence).toContain('its pictures stay');
    studio.toasts.act();
    await screen.findByTestId('grid-table');
    expect(backend.grids[0]?.removedAt).toBeNull();
    await fireEvent.click(screen.getByTestId('grid-remove'));
    await waitFor(() => expect(grids.sheet.grid).toBeNull());
    studio.toasts.dismiss();
    studio.undo();
    await screen.findByTestId('grid-table');
  });

  it('is saved, and says where', async () => {
    const { backend } = await drawn();
    expect(screen.getByTestId<HTMLButtonElement>('grid-save').disabled).toBe(true);
    backend.finish(backend.cellDrawings()[0]!);
    await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>('grid-save').disabled).toBe(false));
    await fireEvent.click(screen.getByTestId('grid-save'));
    expect(text(await screen.findByTestId('grid-saved'))).toContain('Saved: /home/anna/Pictures/sheet.png');
    await fireEvent.click(screen.getByTestId('grid-saved-show'));
    expect(backend.calls).toContain('showGridSheet');
    backend.sheetPath = null;
    await fireEvent.click(screen.getByTestId('grid-save'));
    await waitFor(() => expect(screen.queryByTestId('grid-saved')).toBeNull());
  });

  it('does not lose what was told while it was being read', async () => {
    const { backend, grids } = await drawn();
    const [first] = backend.cellDrawings();
    const late = backend.grids[0]!;
    let answer!: () => void;
    vi.spyOn(backend, 'loadGrid').mockReturnValueOnce(new Promise((done) => (answer = () => done(late))));
    const reading = grids.sheet.open(late.id);
    backend.finish(first!);
    answer();
    await reading;
    await waitFor(() => expect(stands()[0]).toBe('drawn'));
    expect(grids.sheet.drawn).toBe(1);
  });

  it('goes on with a cell that was moved by another program', async () => {
    const { backend, grids } = await drawn();
    const grid = backend.grids[0]!;
    const [, ...rest] = grid.cells;
    backend.putGrid({ ...grid, cells: [{ row: 0, column: 0, drawing: null }, ...rest] });
    await waitFor(() => expect(stands()[0]).toBe('none'));
    backend.putGrid({ ...grid, removedAt: 1 });
    await waitFor(() => expect(grids.sheet.grid).toBeNull());
  });

  it('shows the rail that work goes on', async () => {
    const { backend, grids } = await drawn();
    const [first] = backend.cellDrawings();
    backend.putCell({ ...first!, state: { status: 'running', picture: 0, step: 1, steps: 20 } });
    await waitFor(() => expect(grids.isAtWork).toBe(true));
    backend.finish(first!);
    await waitFor(() => expect(grids.isAtWork).toBe(false));
  });
});

describe('earlier grids', () => {
  const earlier = (fake: FakeBackend) => {
    withModels(fake);
    const columns = columnsOf({
      axis: 'strength',
      model: 'model-1',
      beside: 'model-2',
      strengths: [0.5, 0.9],
      strength: 1,
      seeds: ['42'],
      hasPlain: true,
    });
    const request = { ...samplePlanOf().request, steps: 31, width: 96 };
    fake.seedGrid('playground', samplePlanOf({ columns, request }), 10, 1000);
    fake.seedGrid('playground', samplePlanOf(), 3, 2000);
    fake.seedGrid('evaluation', samplePlanOf({ prompts: ['not here'] }), 1, 3000);
  };

  it('are listed without those of models, the newest open at once', async () => {
    const { grids } = await opened(earlier);
    await screen.findByTestId('grid-table');
    expect(grids.sheet.grid?.createdAt).toBe(2000);
    await fireEvent.click(screen.getByTestId('earlier-open'));
    expect(await screen.findAllByTestId('earlier-grid')).toHaveLength(2);
    expect(await violations()).toEqual([]);
  });

  it('come back with everything that was set, which can be undone', async () => {
    const { studio, grids, playground } = await opened(earlier);
    await write('what I was writing');
    await fireEvent.click(screen.getByTestId('earlier-open'));
    await fireEvent.click((await screen.findAllByTestId('earlier-grid'))[1]!);
    await waitFor(() => expect(grids.isSheet).toBe(true));
    expect(playground.settings).toMatchObject({ model: 'model-1', steps: 31, width: 96 });
    expect(grids.beside).toBe('model-2');
    expect(fields().map(({ value }) => value)).toEqual(samplePlanOf().prompts);
    await waitFor(() => expect(text(screen.getByTestId('grid-quote'))).toBe('All cells are drawn.'));
    studio.undo();
    await waitFor(() => expect(fields().map(({ value }) => value)).toEqual(['what I was writing']));
    expect(playground.settings.model).toBeNull();
  });

  it('that are none say so, and what a grid is for', async () => {
    await opened();
    expect(await screen.findByTestId('grid-idle')).toBeTruthy();
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId('grid-examples'));
    await waitFor(() => expect(fields()).toHaveLength(3));
    await fireEvent.click(screen.getByTestId('earlier-open'));
    expect(await screen.findByText('No grid has been drawn yet.')).toBeTruthy();
  });
});

describe('the evaluation sheet of a model', () => {
  async function openPage(fill?: (backend: FakeBackend) => void) {
    const backend = new FakeBackend();
    withModels(backend);
    fill?.(backend);
    const studio = new Studio(backend);
    await studio.open();
    render(App, { props: { studio } });
    studio.openModel('model-1');
    await screen.findByTestId('model-evaluation');
    await waitFor(() => expect(studio.evaluation.set).not.toBeNull());
    return { backend, studio, evaluation: studio.evaluation };
  }
  const button = () => screen.getByTestId<HTMLButtonElement>('evaluation-draw');
  const ready = () => waitFor(() => expect(button().disabled).toBe(false));

  it('is proposed with and without the model, and drawn by one button that is not gold', async () => {
    const { backend, evaluation } = await openPage();
    await ready();
    expect(text(screen.getByTestId('grid-quote'))).toContain('8 of 8 cells are missing, free');
    expect(evaluation.columns.map(({ strength }) => strength)).toEqual([0, 0.7]);
    expect(button().classList.contains('gold')).toBe(false);
    expect(await violations()).toEqual([]);
    await fireEvent.click(button());
    await screen.findByTestId('grid-table');
    expect(backend.gridOrders[0]).toMatchObject({ kind: 'evaluation', limit: null });
    for (const drawing of backend.cellDrawings()) backend.finish(drawing);
    await waitFor(() => expect(screen.queryByTestId('evaluation-draw')).toBeNull());
    expect(text(screen.getByTestId('grid-quote'))).toBe('All cells are drawn.');
    expect(await violations()).toEqual([]);
  });

  it('has a further strength and another model beside', async () => {
    const { evaluation } = await openPage();
    await ready();
    await fireEvent.click(screen.getByTestId('grid-strengths-add'));
    expect(evaluation.strengths).toEqual([0.7, 1]);
    evaluation.chooseBeside('model-2');
    await fireEvent.click(screen.getByTestId('grid-plain'));
    expect(evaluation.columns.map(({ model, strength }) => `${model} ${strength}`)).toEqual([
      'model-1 0.7',
      'model-1 1',
      'model-2 0.7',
      'model-2 1',
    ]);
    expect(evaluation.besides.map(({ id }) => id)).toEqual(['model-2']);
  });

  it('has prompts that are edited, checked, put back and had back', async () => {
    const { backend, studio, evaluation } = await openPage();
    await ready();
    const edit = async (value: string) => {
      const field = await screen.findByTestId('evaluation-prompts-text');
      await fireEvent.input(field, { target: { value } });
      await fireEvent.click(screen.getByTestId('evaluation-prompts-save'));
    };
    await fireEvent.click(screen.getByTestId('evaluation-edit'));
    expect(await screen.findByText('Prompts for people')).toBeTruthy();
    expect(screen.queryByTestId('evaluation-prompts-reset')).toBeNull();
    await edit(' \n');
    expect(await screen.findByText('Write at least one prompt.')).toBeTruthy();
    await edit(Array.from({ length: 13 }, (_, place) => `prompt ${place}`).join('\n'));
    expect(await screen.findByText(/These are 13 prompts/)).toBeTruthy();
    expect(await violations()).toEqual([]);
    await edit('on a horse\nin the snow');
    await waitFor(() => expect(screen.queryByTestId('evaluation-prompts')).toBeNull());
    expect(backend.ownPrompts.get('person')).toEqual(['on a horse', 'in the snow']);
    await waitFor(() => expect(text(screen.getByTestId('grid-quote'))).toContain('4 of 4 cells'));
    await fireEvent.click(screen.getByTestId('evaluation-edit'));
    await fireEvent.click(await screen.findByTestId('evaluation-prompts-reset'));
    await waitFor(() => expect(evaluation.set?.isOwn).toBe(false));
    studio.toasts.act();
    await waitFor(() => expect(evaluation.set?.prompts).toEqual(['on a horse', 'in the snow']));
  });

  it('at a provider is paid at most what stands beside the button', async () => {
    const { backend, evaluation } = await openPage((fake) => {
      const hosted = { endpoint: 'fal-ai/flux-lora', chosen: {}, typedPrice: null };
      fake.evaluationRequest = { provider: 'fal', hosted };
      fake.ownPrompts.set('person', ['on a horse']);
    });
    await ready();
    expect(text(screen.getByTestId('grid-quote'))).toContain(
      '2 of 2 cells are missing, about $0.07 at fal.ai',
    );
    await fireEvent.click(button());
    await waitFor(() => expect(backend.gridOrders[0]?.limit).toBe('70000'));
    const [first] = backend.cellDrawings();
    backend.putCell({ ...first!, state: { status: 'failed', reason: 'busy', detail: '' } });
    await waitFor(() => expect(evaluation.sheet.failed).not.toBeNull());
    expect(within(screen.getByTestId('grid-failed')).queryByText('Draw again')).toBeNull();
    expect(backend.gridOrders).toHaveLength(1);
  });

  it('that cannot be drawn anywhere says why', async () => {
    const { studio } = await openPage((fake) =>
      fake.refuse.set('proposeEvaluation', {
        code: 'refused',
        message: 'Nothing draws with this model here.',
      }),
    );
    expect(text(await screen.findByTestId('evaluation-trouble'))).toBe('Nothing draws with this model here.');
    expect(studio.failures.all).toEqual([]);
    expect(screen.queryByTestId('evaluation-draw')).toBeNull();
  });

  it('opens with the newest, follows a newer one, and leads to earlier ones', async () => {
    const columns = [0, 0.7].map((strength) => ({ model: 'model-1', strength, seed: '271828' }));
    const { backend, evaluation } = await openPage((fake) => {
      fake.seedGrid('evaluation', samplePlanOf({ columns, prompts: ['old'] }), 2, 1000);
      fake.seedGrid('evaluation', samplePlanOf({ columns, prompts: ['new'] }), 1, 2000);
    });
    await screen.findByTestId('grid-table');
    expect(evaluation.sheet.grid?.plan.prompts).toEqual(['new']);
    backend.seedGrid('evaluation', samplePlanOf({ columns, prompts: ['newest'] }), 0, 3000);
    await waitFor(() => expect(evaluation.sheet.grid?.plan.prompts).toEqual(['newest']));
    screen.getByTestId('evaluation-earlier').focus();
    await fireEvent.keyDown(screen.getByTestId('evaluation-earlier'), { key: 'ArrowDown' });
    const lines = await screen.findAllByTestId('evaluation-earlier-one');
    expect(lines).toHaveLength(2);
    lines[1]!.focus();
    await fireEvent.keyDown(lines[1]!, { key: 'Enter' });
    await waitFor(() => expect(evaluation.sheet.grid?.plan.prompts).toEqual(['old']));
    backend.seedGrid('evaluation', samplePlanOf({ columns, prompts: ['last'] }), 0, 4000);
    await waitFor(() => expect(evaluation.heads).toHaveLength(4));
    expect(evaluation.sheet.grid?.plan.prompts).toEqual(['old']);
  });

  it('of a model that was put aside shows what was drawn, and draws nothing', async () => {
    const columns = [{ model: 'model-1', strength: 0.7, seed: '1' }];
    await openPage((fake) => {
      fake.models = [sampleModel({ id: 'model-1', name: 'Fox', archivedAt: 5 })];
      fake.seedGrid('evaluation', samplePlanOf({ columns }), 2, 1000);
    });
    await screen.findByTestId('grid-table');
    expect(screen.queryByTestId('evaluation-choice')).toBeNull();
  });

  it('leads from a picture to the playground with its settings', async () => {
    const columns = [{ model: 'model-1', strength: 0.85, seed: '77' }];
    const { studio } = await openPage((fake) => {
      fake.seedGrid('evaluation', samplePlanOf({ columns }), 2, 1000);
    });
    await fireEvent.click((await screen.findAllByTestId('grid-cell'))[0]!);
    await fireEvent.click(await screen.findByTestId('grid-large-use'));
    await waitFor(() => expect(studio.playground.settings.strength).toBe(0.85));
    expect(studio.room).toBe('playground');
    expect(studio.playground.seed).toBe('77');
  });

  it('is drawn by itself after a training unless that is switched off', async () => {
    const { backend, studio } = await openPage();
    studio.enter('settings');
    const box = await screen.findByTestId<HTMLInputElement>('settings-evaluate');
    expect(box.checked).toBe(true);
    await fireEvent.click(box);
    await waitFor(() => expect(backend.settings.evaluateAfterTraining).toBe(false));
    expect(await violations()).toEqual([]);
  });
});

describe('in Russian', () => {
  it('rooms with grids have their words', async () => {
    const { backend, grids } = await opened((fake) => {
      withModels(fake);
      fake.settings = { ...fake.settings, language: 'ru' };
    });
    grids.rows.put(['лиса', 'сова']);
    await waitFor(() => expect(drawButton().disabled).toBe(false));
    expect(text(drawButton())).toBe('Нарисовать 6 ячеек');
    expect(text(screen.getByTestId('grid-quote'))).toContain('Не хватает 6 ячеек из 6, бесплатно');
    await fireEvent.click(drawButton());
    await screen.findByTestId('grid-table');
    backend.finish(backend.cellDrawings()[0]!);
    await waitFor(() => expect(text(screen.getByTestId('grid-drawn'))).toBe('нарисовано 1 из 6'));
    expect(await violations()).toEqual([]);
  });
});
