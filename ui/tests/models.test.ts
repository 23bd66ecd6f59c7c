// Models on their way in and out of the window: files that are dropped or picked, the dialog that shows what was
// read.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelFile } from '../src/backend';
import App from '../src/App.svelte';
import { isOfModels } from '../src/features/imports/dropTarget.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import { sampleModel, sampleModelFile } from './fakeEngine';

const slowly = { timeout: 5000 };
const amiss = async (container: Element) => (await axe.run(container)).violations.map(({ id }) => id);

async function openWindow(fill?: (backend: FakeBackend) => void) {
  const backend = new FakeBackend();
  fill?.(backend);
  const studio = new Studio(backend);
  const { container } = render(App, { studio });
  await waitFor(() => expect(studio.datasets.all).not.toBeNull());
  return { backend, studio, container };
}

/** The dialog over the window, for these files dropped at once. */
async function openDialog(...files: ModelFile[]) {
  const opened = await openWindow((backend) => {
    backend.modelFiles = files;
  });
  const { backend } = opened;
  backend.emit({ type: 'dropped', drop: { id: 9, files: files.length, folders: 0, models: files.length } });
  const dialog = await screen.findByTestId('model-file-dialog', {}, slowly);
  return { ...opened, dialog };
}

const type = (testid: string, value: string) =>
  fireEvent.input(screen.getByTestId(testid), { target: { value } });

beforeAll(async () => {
  // The views are read once, so that no test waits for them.
  await Promise.all([
    import('../src/views/PlaygroundView.svelte'),
    import('../src/features/models/ModelFileDialog.svelte'),
  ]);
});

beforeEach(() => document.body.replaceChildren());

describe('a drop', () => {
  it.each([
    [{ files: 2, folders: 0, models: 2 }, true],
    [{ files: 2, folders: 0, models: 1 }, false],
    [{ files: 1, folders: 1, models: 1 }, false],
    [{ files: 0, folders: 0, models: 0 }, false],
  ])('of %j is one of models: %s', (drop, is) => expect(isOfModels(drop)).toBe(is));

  it('of photos and weights goes to the photos, where each file is told', async () => {
    const { backend, studio } = await openWindow();
    const importDrop = vi.spyOn(backend, 'importDrop');
    backend.emit({ type: 'dropped', drop: { id: 4, files: 3, folders: 0, models: 1 } });
    await waitFor(() => expect(importDrop).toHaveBeenCalled());
    expect(studio.modelFiles.place).toBeNull();
  });

  it('of weights says where it would go', async () => {
    const { backend } = await openWindow();
    await fireEvent.click(screen.getByTestId('rail-bot'));
    backend.emit({ type: 'dropHovered', files: 1, folders: 0, models: 1 });
    const overlay = await screen.findByTestId('drop-overlay');
    expect(overlay.textContent).toContain('to My digital bodies');
  });
});

describe('a file that is to become a model', () => {
  it('is shown as it was read, with the base where the file says it', async () => {
    const { dialog } = await openDialog(sampleModelFile());
    await waitFor(() => expect(dialog.textContent).toContain('red_fox_v2.safetensors'));
    expect(dialog.textContent).toContain('Stable Diffusion XL');
    expect(screen.queryByTestId('model-file-base')).toBeNull();
    expect(screen.getByTestId<HTMLInputElement>('model-file-trigger').value).toBe('ohwx fox');
    expect(await amiss(dialog)).toEqual([]);
  });

  it('is kept with what a person says, and opened in the playground', async () => {
    const { backend, studio } = await openDialog(sampleModelFile());
    await screen.findByTestId('model-file-name');
    await type('model-file-name', 'Fox of mine');
    await type('model-file-trigger', '');
    await fireEvent.submit(screen.getByTestId('model-file-name').closest('form') as HTMLFormElement);
    await waitFor(() => expect(studio.room).toBe('playground'));
    expect(backend.modelImports).toEqual([{ name: 'Fox of mine', base: 'sdxl', trigger: '' }]);
    await waitFor(() => expect(studio.playground.model?.name).toBe('Fox of mine'));
    expect(screen.queryByTestId('model-file-dialog')).toBeNull();
  });

  it('needs its base said where nothing tells it', async () => {
    const { backend } = await openDialog(sampleModelFile({ base: null }));
    const base = await screen.findByTestId<HTMLSelectElement>('model-file-base');
    expect(screen.getByTestId<HTMLButtonElement>('model-file-keep').disabled).toBe(true);
    await fireEvent.change(base, { target: { value: 'flux1' } });
    const elsewhere = await screen.findByTestId('model-file-elsewhere');
    expect(elsewhere.textContent).toContain('FLUX.1');
    await fireEvent.click(screen.getByTestId('model-file-keep'));
    await fireEvent.submit(base.closest('form') as HTMLFormElement);
    await waitFor(() => expect(backend.modelImports[0]?.base).toBe('flux1'));
  });

  it('has the likely base chosen and says that it is only likely', async () => {
    await openDialog(sampleModelFile({ base: null, likelyBase: 'flux1' }));
    const base = await screen.findByTestId<HTMLSelectElement>('model-file-base');
    expect(base.value).toBe('flux1');
    expect(screen.getByText(/most likely/)).toBeTruthy();
  });

  it('takes a proposed trigger only when it is pressed', async () => {
    await openDialog(sampleModelFile({ trigger: null, proposedTrigger: 'ohwx' }));
    const field = await screen.findByTestId<HTMLInputElement>('model-file-trigger');
    expect(field.value).toBe('');
    await fireEvent.click(screen.getByTestId('model-file-proposed'));
    expect(field.value).toBe('ohwx');
    expect(screen.queryByTestId('model-file-proposed')).toBeNull();
  });

  it('that cannot become one is a sentence in the dialog, with a way to another', async () => {
    const { backend, studio, dialog } = await openWindow((fake) => {
      fake.refuse.set('readModelFile', { code: 'refused', message: '“fox.pt” is a PyTorch file.' });
    }).then(async (opened) => {
      opened.backend.emit({ type: 'dropped', drop: { id: 9, files: 1, folders: 0, models: 1 } });
      return { ...opened, dialog: await screen.findByTestId('model-file-dialog', {}, slowly) };
    });
    expect((await screen.findByRole('alert')).textContent).toContain('“fox.pt” is a PyTorch file.');
    expect(screen.queryByTestId('model-file-keep')).toBeNull();
    expect(await amiss(dialog)).toEqual([]);
    backend.modelFiles = [sampleModelFile()];
    await fireEvent.click(screen.getByTestId('model-file-other'));
    await waitFor(() => expect(studio.modelFiles.file?.name).toBe('Red Fox'));
  });

  it('says at its field what is refused, and what was typed stays', async () => {
    const { backend } = await openDialog(sampleModelFile());
    const field = await screen.findByTestId<HTMLInputElement>('model-file-trigger');
    await type('model-file-trigger', 'a, b');
    backend.refuse.set('importModel', { code: 'triggerInvalid', message: 'Without commas.' });
    await fireEvent.submit(field.closest('form') as HTMLFormElement);
    expect((await screen.findByRole('alert')).textContent).toContain('Without commas.');
    expect(field.value).toBe('a, b');
  });

  it('that could not be kept stays as it was filled in, with the reason', async () => {
    const { backend } = await openDialog(sampleModelFile());
    const field = await screen.findByTestId<HTMLInputElement>('model-file-name');
    await type('model-file-name', 'Fox of mine');
    backend.refuse.set('importModel', { code: 'diskFull', message: 'The disk is full.' });
    await fireEvent.submit(field.closest('form') as HTMLFormElement);
    expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
    expect(screen.getByTestId<HTMLInputElement>('model-file-name').value).toBe('Fox of mine');
    await fireEvent.submit(field.closest('form') as HTMLFormElement);
    await waitFor(() => expect(backend.modelImports[0]?.name).toBe('Fox of mine'));
  });

  it('that is in the library already leads to its model', async () => {
    const already = sampleModel({ id: 'model-1', name: 'Red Fox', trigger: 'ohwx' });
    const { backend, studio } = await openDialog(sampleModelFile({ already }));
    backend.models = [already];
    expect((await screen.findByTestId('model-already')).textContent).toContain('“Red Fox”');
    await fireEvent.click(screen.getByTestId('model-file-open'));
    await waitFor(() => expect(studio.playground.settings.model).toBe('model-1'));
  });

  it('is followed by the next one', async () => {
    const { backend, dialog } = await openDialog(sampleModelFile(), sampleModelFile({ name: 'Second' }));
    await waitFor(() => expect(dialog.textContent).toContain('1 of 2'));
    const field = await screen.findByTestId<HTMLInputElement>('model-file-name');
    await fireEvent.submit(field.closest('form') as HTMLFormElement);
    await waitFor(() => expect(dialog.textContent).toContain('2 of 2'));
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('model-file-name').value).toBe('Second'));
    expect(backend.modelImports).toHaveLength(1);
  });

  it('can be picked in the playground', async () => {
    const { backend } = await openWindow((fake) => {
      fake.modelFiles = [sampleModelFile()];
    });
    await fireEvent.click(screen.getByTestId('rail-playground'));
    await fireEvent.click(await screen.findByTestId('model-add', {}, slowly));
    await screen.findByTestId('model-file-name', {}, slowly);
    expect(backend.calls).toContain('pickModelFiles');
  });
});
