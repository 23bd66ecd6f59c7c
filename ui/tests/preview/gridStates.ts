// The states of grids worth looking at, in the playground and on a model's page.
import type { DrawRefusal, GridPlan } from '../../src/backend';
import { columnsOf } from '../../src/features/grids/gridPlan';
import type { FakeBackend } from '../fakeBackend';
import { sampleModel, samplePreview, sampleRequest } from '../fakeEngine';
import { samplePlanOf } from '../fakeGrids';
import type { Hand, Look } from './states';

const trigger = 'MY_PORTRAIT_2025_A3F2';
const prompts = [
  'portrait in cyberpunk style, neon rain at night, teal and orange light',
  'samurai holding a sword, cartoon illustration',
  'in a garden, soft light',
  'astronaut holding a telescope, night sky',
];
const minutes = (count: number) => Date.now() - count * 60_000;

function models(backend: FakeBackend): void {
  backend.models = [
    sampleModel({ id: 'model-1', name: 'My Portrait 2025', trigger, run: 'run-1', createdAt: minutes(20) }),
    sampleModel({ id: 'model-2', name: 'Desert Postcards', trigger: 'DESERT_9QK1', cover: null }),
    sampleModel({ id: 'model-f', name: 'Fox Scouts', trigger: 'FOX_K2QP', base: 'flux1', run: null }),
  ];
}

const strengthPlan = (over: Partial<GridPlan> = {}): GridPlan =>
  samplePlanOf({
    prompts,
    columns: columnsOf({
      axis: 'strength',
      model: 'model-1',
      beside: null,
      strengths: [0.4, 0.7, 1],
      strength: 1,
      seeds: ['271828'],
      hasPlain: true,
    }),
    ...over,
  });

async function enter(hand: Hand): Promise<void> {
  await hand.click('rail-playground');
  await hand.see('playground-shown');
  await hand.click('playground-mode-grid');
  await hand.see('grid-card');
  await hand.wait(500);
}

async function chooseModel(hand: Hand, id: string): Promise<void> {
  if (window.innerWidth < 1180) await hand.click('playground-drawer');
  await hand.click(`model-${id}`);
  await hand.wait(300);
  if (window.innerWidth < 1180) await hand.click('playground-drawer');
}

async function writeAll(hand: Hand, texts = prompts): Promise<void> {
  for (const [place, text] of texts.entries()) {
    if (place > 0) await hand.click('grid-prompt-add');
    const fields = document.querySelectorAll<HTMLInputElement>('[data-testid="grid-prompt"]');
    const field = fields[fields.length - 1]!;
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await hand.wait(30);
  }
}

async function openEarlier(hand: Hand): Promise<void> {
  await enter(hand);
  await hand.click('grid-use');
  await hand.wait(500);
}

const paid = async (hand: Hand): Promise<void> => {
  await enter(hand);
  if (window.innerWidth < 1180) await hand.click('playground-drawer');
  await hand.click('draw-place-fal');
  await hand.wait(300);
  if (window.innerWidth < 1180) await hand.click('playground-drawer');
  await chooseModel(hand, 'model-f');
  await writeAll(hand, prompts.slice(0, 2));
  await hand.wait(600);
};

const refused =
  (refusal: DrawRefusal) =>
  (backend: FakeBackend): void => {
    models(backend);
    backend.gridCost = { refusal };
  };

export const gridLooks: Record<string, Look> = {
  'grid-empty': { fill: models, steps: enter },
  'grid-set': {
    fill: models,
    steps: async (hand) => {
      await enter(hand);
      await chooseModel(hand, 'model-1');
      await writeAll(hand);
      await hand.wait(500);
    },
  },
  'grid-running': {
    fill: (backend) => {
      models(backend);
      backend.seedGrid('playground', strengthPlan(), 6);
    },
    steps: async (hand, backend) => {
      await openEarlier(hand);
      await hand.click('grid-draw');
      await hand.wait(400);
      const cells = backend.cellDrawings();
      const going = { ...cells[6]!, state: { status: 'running', picture: 0, step: 13, steps: 20 } } as const;
      backend.putCell(going);
      backend.emit({ type: 'drawingPreviewed', preview: samplePreview(going.id, 0, 13, 20) });
      backend.putCell({
        ...cells[3]!,
        state: { status: 'failed', reason: 'outOfMemory', detail: '' },
        pictures: [],
      });
      await hand.wait(600);
    },
  },
  'grid-done': {
    fill: (backend) => {
      models(backend);
      backend.seedGrid('playground', strengthPlan(), 16);
    },
    steps: async (hand) => {
      await openEarlier(hand);
      await hand.click('grid-save');
      await hand.wait(6300);
    },
  },
  'grid-seeds': {
    fill: (backend) => {
      models(backend);
      backend.seedGrid('playground', samplePlanOf(), 6);
    },
    steps: openEarlier,
  },
  'grid-beside': {
    fill: (backend) => {
      models(backend);
      const columns = columnsOf({
        axis: 'strength',
        model: 'model-1',
        beside: 'model-2',
        strengths: [0.4, 0.7, 1],
        strength: 1,
        seeds: ['271828'],
        hasPlain: true,
      });
      const request = { ...strengthPlan().request, width: 96 };
      backend.seedGrid(
        'playground',
        strengthPlan({ columns, request, prompts: [...prompts, ...prompts] }),
        40,
      );
    },
    steps: openEarlier,
  },
  'grid-scrolled': {
    fill: (backend) => {
      models(backend);
      const plan = strengthPlan();
      const more = plan.columns.concat(plan.columns.map((column) => ({ ...column, seed: '7' })));
      backend.seedGrid('playground', { ...plan, columns: more, prompts: [...prompts, ...prompts] }, 60);
    },
    steps: async (hand) => {
      await enter(hand);
      const scroller = document.querySelector<HTMLElement>('.grids');
      scroller?.scrollTo({ left: 300, top: 620 });
      await hand.wait(400);
    },
  },
  'grid-large': {
    fill: (backend) => {
      models(backend);
      backend.seedGrid('playground', strengthPlan(), 16);
    },
    steps: async (hand) => {
      await enter(hand);
      await hand.click('grid-cell', 2);
      await hand.see('grid-large');
      await hand.wait(300);
    },
  },
  'grid-earlier': {
    fill: (backend) => {
      models(backend);
      backend.seedGrid('playground', strengthPlan(), 16, minutes(3000));
      backend.seedGrid('playground', samplePlanOf(), 4, minutes(5));
    },
    steps: async (hand) => {
      await enter(hand);
      await hand.click('earlier-open');
      await hand.see('earlier-grid');
      await hand.wait(300);
    },
  },
  'grid-paid': { fill: models, steps: paid },
  'grid-lost': {
    fill: (backend) => {
      models(backend);
      const request = sampleRequest({
        ...strengthPlan().request,
        provider: 'fal',
        hosted: { endpoint: 'fal-ai/flux-lora', chosen: {}, typedPrice: null },
      });
      backend.seedGrid('playground', strengthPlan({ request, prompts: prompts.slice(0, 2) }), 5);
    },
    steps: async (hand, backend) => {
      await enter(hand);
      const cells = backend.cellDrawings();
      backend.putCell({ ...cells[1]!, state: { status: 'unknown' }, pictures: [] });
      backend.putCell({ ...cells[2]!, state: { status: 'waiting', position: 2 }, pictures: [] });
      await hand.wait(400);
    },
  },
  'grid-refused': {
    fill: refused({ kind: 'overCeiling', reserved: '140000', monthToDate: '19990000', ceiling: '20000000' }),
    steps: paid,
  },
  'grid-no-key': { fill: refused({ kind: 'noKey', provider: 'fal' }), steps: paid },
};
