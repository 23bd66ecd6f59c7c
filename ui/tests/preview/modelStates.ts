// The states of models on their way in and out worth looking at.
import type { ModelFile } from '../../src/backend';
import type { FakeBackend } from '../fakeBackend';
import { sampleModel, sampleModelFile } from '../fakeEngine';
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

const card =
  (which: number) =>
  async (hand: Hand): Promise<void> => {
    await hand.click('rail-playground');
    await hand.see('playground-shown');
    if (window.innerWidth < 1180) await hand.click('playground-drawer');
    await hand.click('model-about', which);
    await hand.see('model-card');
    await hand.wait(300);
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
  'model-card': { fill: models, steps: card(1) },
  'model-card-exported': {
    fill: models,
    steps: async (hand) => {
      await card(2)(hand);
      await hand.click('model-card-export');
      await hand.wait(200);
    },
  },
};
