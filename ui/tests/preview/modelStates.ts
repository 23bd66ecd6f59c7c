// The states of models worth looking at: on their way in, in the list, closely, put aside.
import type { ModelFile } from '../../src/backend';
import type { FakeBackend } from '../fakeBackend';
import { sampleModel, sampleModelFile, sampleRun } from '../fakeEngine';
import { samplePictureItem } from '../fakeGallery';
import { samplePlanOf } from '../fakeGrids';
import { hostedRecipe } from '../fakeHosted';
import type { Hand, Look } from './states';

const dropped = async (backend: FakeBackend, ...files: ModelFile[]): Promise<void> => {
  backend.modelFiles = files;
  const count = Math.max(files.length, 1);
  backend.emit({ type: 'dropped', drop: { id: 9, files: count, folders: 0, models: count } });
};

const file =
  (...files: ModelFile[]) =>
  async (hand: Hand, backend: FakeBackend): Promise<void> => {
    await hand.click('rail-playground');
    await hand.see('playground-shown');
    await dropped(backend, ...files);
    await hand.see('model-file-dialog');
    await hand.wait(300);
  };

const models = (backend: FakeBackend): void => {
  backend.models = [
    sampleModel({ id: 'model-1', name: 'My Portrait 2025', run: 'run-1', createdAt: Date.now() - 1_200_000 }),
    sampleModel({ id: 'model-2', name: 'Red Fox', trigger: 'ohwx fox', base: 'sdxl', cover: null }),
    sampleModel({ id: 'model-3', name: 'Neon Signs', trigger: null, base: 'flux1', cover: null }),
  ];
};

const DAY = 86_400_000;
const ago = (days: number) => Date.now() - days * DAY;
const trigger = 'MY_PORTRAIT_2025_A3F2';

/** As a person has after a year: own ones, some of others, some put aside. */
function library(backend: FakeBackend): void {
  backend.seed('My Portrait 2025', 12, {}, 0);
  const run = sampleRun({ id: 'run-1', dataset: 'dataset-1' });
  backend.runs = [{ ...run, state: { state: 'ready', model: 'model-1' } }];
  backend.models = [
    sampleModel({
      id: 'model-1',
      name: 'My Portrait 2025',
      trigger,
      run: 'run-1',
      bestStrength: 0.85,
      notes: 'Soft light works best.\nAbove 1.1 the eyes get too large.',
      badgeBase: 'samurai warrior badge',
      badgeStyle: 'cartoon illustration',
      createdAt: ago(0.02),
    }),
    sampleModel({
      id: 'model-2',
      name: 'Fox Scouts',
      trigger: 'FOX_SCOUTS_K2QP',
      run: 'run-2',
      base: 'flux1',
      bytes: '171000000',
      isShared: true,
      createdAt: ago(9),
    }),
    sampleModel({
      id: 'model-3',
      name: 'A very long name of a model that nobody would write but somebody will',
      trigger: 'A_VERY_LONG_NAME_OF_A_MODEL_THAT_9QK1',
      run: 'run-3',
      cover: null,
      createdAt: ago(40),
    }),
    sampleModel({
      id: 'model-4',
      name: 'Red Fox',
      trigger: 'ohwx fox',
      base: 'sdxl',
      cover: null,
      bytes: '228000000',
      createdAt: ago(70),
    }),
    sampleModel({
      id: 'model-5',
      name: 'Neon Signs',
      trigger: null,
      base: 'flux1',
      cover: null,
      bytes: '38000000',
      createdAt: ago(100),
    }),
    sampleModel({ id: 'model-6', name: 'First try', run: 'run-6', archivedAt: ago(3), createdAt: ago(200) }),
    sampleModel({ id: 'model-7', name: 'Old coat', base: 'sd15', removedAt: ago(2), createdAt: ago(220) }),
  ];
  backend.gallery = Array.from({ length: 37 }, (_, index) => {
    const item = samplePictureItem(index, { createdAt: Date.now() - index * 3_600_000, model: 'model-1' });
    return { ...item, title: `${trigger}, ${item.title}` };
  }).concat(samplePictureItem(60, { model: 'model-4' }));
}

async function list(hand: Hand): Promise<void> {
  await hand.click('rail-gallery');
  await hand.see('gallery-shown');
  await hand.click('gallery-part-models');
  await hand.see('models-shown');
  await hand.wait(400);
}

const page =
  (which: number) =>
  async (hand: Hand): Promise<void> => {
    await list(hand);
    await hand.click('model-card', which);
    await hand.see('model-draws');
    await hand.wait(500);
  };

const scrolled =
  (testid: string, steps: (hand: Hand) => Promise<void>) =>
  async (hand: Hand): Promise<void> => {
    await steps(hand);
    (await hand.see(testid)).scrollIntoView({ block: 'start' });
    await hand.wait(400);
  };

const withDrawer =
  (steps: (hand: Hand) => Promise<void>) =>
  async (hand: Hand): Promise<void> => {
    await steps(hand);
    if (window.innerWidth < 1180) await hand.click('model-drawer');
    await hand.wait(250);
  };

export const modelLooks: Record<string, Look> = {
  'model-list': {
    fill: models,
    steps: async (hand) => {
      await hand.click('rail-playground');
      await hand.see('playground-shown');
      if (window.innerWidth < 1180) await hand.click('playground-drawer');
      await hand.wait(200);
    },
  },
  'model-none': {
    steps: async (hand) => {
      await hand.click('rail-playground');
      await hand.see('playground-shown');
      if (window.innerWidth < 1180) await hand.click('playground-drawer');
      await hand.wait(200);
    },
  },
  'model-file': { fill: models, steps: file(sampleModelFile()) },
  'model-file-open': {
    fill: models,
    steps: file(
      sampleModelFile({
        base: null,
        likelyBase: 'flux1',
        trigger: null,
        proposedTrigger: 'ohwx',
        naming: 'peft',
        name: 'a_rather_long_name_that_a_trainer_gave_to_its_result_without_being_asked_000002000',
      }),
      sampleModelFile(),
    ),
  },
  'model-file-unknown': { fill: models, steps: file(sampleModelFile({ base: null, beyond: 'DoRA' })) },
  'model-file-already': {
    fill: models,
    steps: file(sampleModelFile({ already: sampleModel({ id: 'model-2', name: 'Red Fox' }) })),
  },
  'model-file-refused': {
    fill: (backend) => {
      models(backend);
      const message =
        backend.systemLanguage === 'ru'
          ? '«fox.ckpt» — файл PyTorch (.pt, .ckpt, .bin). Такие файлы могут запускать программы, поэтому они не открываются. Найдите ту же LoRA в формате .safetensors.'
          : '“fox.ckpt” is a PyTorch file (.pt, .ckpt, .bin). Such files can run programs, so they are not opened. Look for the same LoRA as .safetensors.';
      backend.refuse.set('readModelFile', { code: 'refused', message });
    },
    steps: file(),
  },
  'model-drop': {
    fill: models,
    steps: async (hand, backend) => {
      await hand.click('rail-playground');
      await hand.see('playground-shown');
      backend.emit({ type: 'dropHovered', files: 1, folders: 0, models: 1 });
      await hand.see('drop-overlay');
      await hand.wait(300);
    },
  },
  'models-empty': { steps: list },
  'models-list': { fill: library, steps: list },
  'models-aside': {
    fill: library,
    steps: async (hand) => {
      await list(hand);
      await hand.click('models-archived');
      await hand.click('models-removed');
      (await hand.see('models-removed-row')).scrollIntoView({ block: 'end' });
      await hand.wait(200);
    },
  },
  'models-many': {
    fill: (backend) => {
      library(backend);
      const more = Array.from({ length: 14 }, (_, index) =>
        sampleModel({ id: `more-${index}`, name: `Scout ${index + 1}`, run: `more-${index}` }),
      );
      backend.models = [...backend.models, ...more];
    },
    steps: async (hand) => {
      await list(hand);
      await hand.type('models-search', 'fox');
      await hand.wait(200);
    },
  },
  'models-removed': {
    fill: library,
    steps: async (hand) => {
      await page(4)(hand);
      (await hand.see('model-more')).focus();
      await hand.key({ key: 'ArrowDown' });
      (await hand.see('model-remove')).focus();
      await hand.key({ key: 'Enter' });
      await hand.see('toast');
      await hand.wait(300);
    },
  },
  'model-page': { fill: library, steps: page(0) },
  'model-evaluation': {
    fill: (backend) => {
      library(backend);
      const columns = [0, 0.85, 1.1].map((strength) => ({ model: 'model-1', strength, seed: '271828' }));
      const prompts = ['portrait, soft light', 'full body, in a garden', 'side view, at night'];
      backend.ownPrompts.set('person', prompts);
      backend.seedGrid('evaluation', samplePlanOf({ columns, prompts }), 9, ago(2));
      backend.seedGrid('evaluation', samplePlanOf({ columns: columns.slice(0, 2), prompts }), 5);
    },
    steps: scrolled('model-evaluation', page(0)),
  },
  'model-evaluation-none': { fill: library, steps: scrolled('model-evaluation', page(0)) },
  'model-evaluation-prompts': {
    fill: (backend) => {
      library(backend);
      backend.ownPrompts.set('person', ['portrait, soft light', 'on a horse']);
    },
    steps: async (hand) => {
      await page(0)(hand);
      await hand.wait(600);
      await hand.click('evaluation-edit');
      await hand.see('evaluation-prompts');
      await hand.wait(300);
    },
  },
  'model-page-badges': { fill: library, steps: scrolled('model-badges', page(0)) },
  'model-page-made': { fill: library, steps: scrolled('model-made', page(0)) },
  'model-page-use': { fill: library, steps: withDrawer(page(1)) },
  'model-page-long': { fill: library, steps: page(2) },
  'model-page-hosted': {
    fill: (backend) => {
      library(backend);
      backend.modelPages.set('model-2', {
        recipe: hostedRecipe('fal', 'fal-ai/flux-lora-fast-training', 'standard'),
        losses: [],
        samples: [],
        hasArchive: false,
        spend: { reserved: '0', settled: '2000000' },
        subject: { kind: 'character' },
      });
    },
    steps: scrolled('model-made', page(1)),
  },
  'model-page-imported': { fill: library, steps: page(3) },
  'model-page-exported': {
    fill: library,
    steps: async (hand) => {
      await page(4)(hand);
      await hand.click('model-export');
      (await hand.see('model-file')).scrollIntoView({ block: 'end' });
      await hand.wait(300);
    },
  },
  'model-page-trouble': {
    fill: (backend) => {
      library(backend);
      const trouble =
        backend.systemLanguage === 'ru'
          ? 'Файл модели «Red Fox» пропал или повреждён, прочитать его нельзя.'
          : 'The file of the model “Red Fox” is missing or damaged, so it cannot be read.';
      backend.modelPages.set('model-4', { card: null, trouble });
    },
    steps: page(3),
  },
  'model-page-archived': {
    fill: library,
    steps: async (hand) => {
      await list(hand);
      await hand.click('models-archived');
      await hand.click('models-archived-open');
      await hand.see('model-is-archived');
      await hand.wait(300);
    },
  },
  'model-page-removed': {
    fill: library,
    steps: async (hand) => {
      await list(hand);
      await hand.click('models-removed');
      await hand.click('models-removed-open');
      await hand.see('model-is-removed');
      await hand.wait(300);
    },
  },
  'model-consent': {
    fill: library,
    steps: async (hand) => {
      await withDrawer(page(0))(hand);
      await hand.click('model-share');
      await hand.see('model-consent');
      await hand.wait(300);
    },
  },
  'model-delete': {
    fill: library,
    steps: async (hand) => {
      await list(hand);
      await hand.click('models-removed');
      await hand.click('models-removed-delete');
      await hand.see('model-delete-dialog');
      await hand.wait(300);
    },
  },
  'model-sent': {
    fill: library,
    steps: async (hand) => {
      await page(0)(hand);
      await hand.click('model-sent-list');
      await hand.see('sent-dialog');
      await hand.wait(300);
    },
  },
};
