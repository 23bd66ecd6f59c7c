// The window as a person meets it: what is on screen, what a key does, what is said to a screen reader.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ImportProblem } from '../src/backend';
import App from '../src/App.svelte';
import PhotoTile from '../src/features/datasets/PhotoTile.svelte';
import { words } from '../src/shared/words.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend, samplePhoto } from './fakeBackend';

async function openWindow(fill: (backend: FakeBackend) => void = () => {}, language: 'en' | 'ru' = 'en') {
  const backend = new FakeBackend(language);
  fill(backend);
  const studio = new Studio(backend);
  render(App, { studio });
  await waitFor(() => expect(studio.datasets.all).not.toBeNull());
  return { backend, studio };
}

const oneDataset = (backend: FakeBackend) => void backend.seed('My Portrait 2025', 12);

async function openFirst() {
  await fireEvent.click(await screen.findByTestId('dataset-card'));
  return screen.findByTestId('photo-grid', {}, { timeout: 5000 });
}

// Parts that load when first shown are compiled here, so that no test waits for the compiler.
beforeAll(async () => {
  await Promise.all([
    import('../src/views/OpenDatasetView.svelte'),
    import('../src/views/SettingsView.svelte'),
    import('../src/features/palette/Palette.svelte'),
    import('../src/features/datasets/DeleteForGoodDialog.svelte'),
  ]);
});

describe('the first screen', () => {
  it('teaches: what to do, one gold button, and no other', async () => {
    await openWindow();
    expect(screen.getByRole('heading', { name: 'Drop 10 to 25 photos here' })).toBeDefined();
    expect(document.querySelectorAll('.gold')).toHaveLength(1);
    expect(screen.getByTestId('try-samples').textContent).toContain('Try with sample photos');
  });

  it('says that it is ready only after the library was read', async () => {
    const { studio } = await openWindow();
    await waitFor(() => expect(document.documentElement.dataset.ready).toBe('1'));
    expect(studio.library).not.toBeNull();
  });

  it('opens the library once', async () => {
    const { backend } = await openWindow(oneDataset);
    expect(backend.calls.filter((name) => name === 'openLibrary')).toHaveLength(1);
  });

  it('imports the samples and opens what comes of it', async () => {
    const { studio } = await openWindow();
    await fireEvent.click(screen.getByTestId('try-samples'));
    expect((await screen.findByTestId('dataset-name', {}, { timeout: 5000 })).textContent).toBe(
      'My digital body 2026-11-20',
    );
    expect(studio.jobs.running).toHaveLength(1);
  });

  it('shows a library that cannot be opened as an alert', async () => {
    const backend = new FakeBackend();
    backend.refuse.set('openLibrary', {
      code: 'unknown',
      message: 'The library was made by a newer Blazon.',
    });
    render(App, { studio: new Studio(backend) });
    expect((await screen.findByRole('alert')).textContent).toContain(
      'The library was made by a newer Blazon.',
    );
  });
});

describe('the rail', () => {
  it('answers at once, and the view comes after the next painting', async () => {
    await openWindow();
    await fireEvent.click(screen.getByTestId('rail-settings'));
    expect(screen.getByTestId('rail-settings').getAttribute('aria-current')).toBe('page');
    expect(screen.queryByTestId('library-path')).toBeNull();
    expect(await screen.findByTestId('library-path')).toBeDefined();
  });

  it('shows the pip while an import runs', async () => {
    const { backend } = await openWindow(oneDataset);
    expect(screen.queryByTestId('rail-pip-datasets')).toBeNull();
    const state = { status: 'running', startedAt: 1, done: 1, total: 4 } as const;
    const report = { added: 0, alreadyThere: 0, problems: [] };
    backend.emit({
      type: 'jobChanged',
      job: { id: 'j', dataset: 'dataset-1', kind: 'import', state, report, export: null },
    });
    expect(await screen.findByTestId('rail-pip-datasets')).toBeDefined();
  });
});

describe('an open dataset', () => {
  it('can be renamed in place, and keeps a refused name in the field', async () => {
    const { backend } = await openWindow(oneDataset);
    await openFirst();
    await fireEvent.click(screen.getByTestId('dataset-rename'));
    const field = screen.getByTestId('dataset-name-field') as HTMLInputElement;
    backend.refuse.set('renameDataset', { code: 'nameInvalid', message: 'A name needs a letter.' });
    await fireEvent.input(field, { target: { value: '!!!' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect((await screen.findByRole('alert')).textContent).toContain('A name needs a letter.');
    expect(field.value).toBe('!!!');
    await fireEvent.input(field, { target: { value: 'Portrait' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(screen.getByTestId('dataset-name').textContent).toBe('Portrait'));
  });

  it('refuses a trigger word while it is typed', async () => {
    const { backend } = await openWindow(oneDataset);
    await openFirst();
    await fireEvent.click(screen.getByTestId('trigger-edit'));
    const field = screen.getByTestId('trigger-field');
    await fireEvent.input(field, { target: { value: 'MY PORTRAIT' } });
    expect(screen.getByRole('alert').textContent).toContain('A trigger word has A-Z, 0-9 and _ only');
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(backend.calls).not.toContain('changeTrigger');
  });

  it('selects all by the keyboard and removes with an undo', async () => {
    const { backend, studio } = await openWindow(oneDataset);
    const grid = await openFirst();
    await waitFor(() => expect(studio.opened?.photos.total).toBe(12));
    await fireEvent.keyDown(grid, { key: 'ф', code: 'KeyA', ctrlKey: true });
    await waitFor(() => expect(studio.opened?.selection.count).toBe(12));
    await fireEvent.keyDown(grid, { key: 'Delete' });
    expect((await screen.findByTestId('toast')).textContent).toContain('12 photos removed');
    await fireEvent.click(screen.getByTestId('toast-undo'));
    await waitFor(() => expect(backend.photos.get('dataset-1')).toHaveLength(12));
  });

  it('asks before deleting for good, with the focus on "Not now"', async () => {
    const { backend, studio } = await openWindow(oneDataset);
    await openFirst();
    await studio.opened?.selection.choose(0, 'only');
    await fireEvent.keyDown(await screen.findByTestId('chosen-more'), { key: 'ArrowDown' });
    await fireEvent.keyDown(await screen.findByTestId('menu-delete-for-good'), { key: 'Enter' });
    await screen.findByTestId('delete-dialog');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Not now'));
    expect(backend.calls).not.toContain('deletePhotosForGood');
    await fireEvent.click(screen.getByTestId('delete-confirm'));
    const report = (await screen.findByTestId('deletion-report')).textContent;
    expect(report).toMatch(/fal\.ai still holds what was sent to it\s*Request 6f1c9a70/);
    expect(report).toContain('Replicate still holds what was sent to it');
    expect(report).toContain('1 backup that could not be cleaned was removed');
  });

  it('has one gold button: more photos while they are few, and the training when there are enough', async () => {
    const gold = () => [...document.querySelectorAll('.gold')].map((button) => button.textContent?.trim());
    const { studio } = await openWindow((backend) => {
      backend.seed('Few', 7);
      backend.seed('Enough', 10);
    });
    studio.openDataset('dataset-1');
    await screen.findByTestId('photo-grid', {}, { timeout: 5000 });
    await waitFor(() => expect(gold()).toEqual(['Add photos']));
    studio.openDataset('dataset-2');
    await waitFor(() => expect(gold()).toEqual(['Train']));
  });
});

describe('a dataset without photos', () => {
  const empty = (backend: FakeBackend) => void backend.seed('New one', 0);

  it('has one obvious next step', async () => {
    await openWindow(empty);
    await fireEvent.click(await screen.findByTestId('dataset-card'));
    await screen.findByTestId('dataset-without-photos', {}, { timeout: 5000 });
    const gold = [...document.querySelectorAll('.gold')].map((button) => button.textContent?.trim());
    expect(gold).toEqual(['Choose photos']);
  });

  it('asks for none while they are on their way', async () => {
    const { studio } = await openWindow(empty);
    studio.openDataset('dataset-1');
    await screen.findByTestId('dataset-without-photos', {}, { timeout: 5000 });
    await studio.addPhotos();
    await waitFor(() => expect(screen.queryByTestId('dataset-without-photos')).toBeNull());
    expect(screen.getByTestId('import-bar')).toBeDefined();
  });
});

describe('a thumbnail', () => {
  it('that could not be shown is tried again when its photo is read again', async () => {
    const photo = samplePhoto(1);
    const place = { id: 'tile', index: 0, column: 1, size: 160, active: false, selected: false };
    const props = {
      place: { ...place, endsGroup: false },
      thumb: (hash: string) => `thumb:${hash}`,
      onlook: () => {},
      onchoose: () => {},
      onremove: () => {},
      onduplicates: () => {},
    };
    const { container, rerender } = render(PhotoTile, { ...props, photo });
    await fireEvent.error(container.querySelector('img') as HTMLImageElement);
    await rerender({ photo, place: { ...props.place, active: true } });
    expect(container.querySelector('img')).toBeNull();
    await rerender({ photo: { ...photo } });
    expect(container.querySelector('img')).not.toBeNull();
  });
});

describe('an ended import', () => {
  const note: ImportProblem = { fileName: 'caf\uFFFD.jpg', reason: { kind: 'nameNotText' } };
  const left: ImportProblem = { fileName: 'notes.txt', reason: { kind: 'notAnImage' } };

  async function endWith(problems: ImportProblem[]) {
    const { backend } = await openWindow(oneDataset);
    const state = { status: 'succeeded', finishedAt: 2 } as const;
    const report = { added: 3, alreadyThere: 0, problems };
    backend.emit({
      type: 'jobChanged',
      job: { id: 'j', dataset: 'dataset-1', kind: 'import', state, report, export: null },
    });
    return screen.findByTestId('import-problems');
  }

  it('counts only the files that were left out', async () => {
    const notice = await endWith([note, left]);
    expect(notice.textContent).toContain('1 file was not added.');
    expect(notice.textContent).toContain('1 photo has a name that is not all text.');
  });

  it('says of odd names alone what they are, not that something is missing', async () => {
    const notice = await endWith([note]);
    expect(notice.textContent).not.toContain('not added');
    await fireEvent.click(screen.getByText('Show names'));
    expect(notice.textContent).toContain('caf\uFFFD.jpg is in the dataset.');
  });
});

describe('a drop', () => {
  it('is announced over the room it would go to', async () => {
    const { backend } = await openWindow(oneDataset);
    await openFirst();
    backend.emit({ type: 'dropHovered', files: 12, folders: 1, models: 0 });
    const overlay = await screen.findByTestId('drop-overlay');
    expect(overlay.textContent).toContain('Drop to add 12 photos and 1 folder');
    expect(overlay.textContent).toContain('to My Portrait 2025');
    backend.emit({ type: 'dropLeft' });
    await waitFor(() => expect(screen.queryByTestId('drop-overlay')).toBeNull());
  });

  it('is not dead in a room that is still to be built', async () => {
    const { backend } = await openWindow(oneDataset);
    await fireEvent.click(screen.getByTestId('rail-bot'));
    backend.emit({ type: 'dropHovered', files: 1, folders: 0, models: 0 });
    expect((await screen.findByTestId('drop-overlay')).textContent).toContain('to a new dataset');
  });
});

describe('settings', () => {
  it('change the language at once, without a restart', async () => {
    await openWindow(oneDataset);
    await fireEvent.click(screen.getByTestId('rail-settings'));
    await fireEvent.click(await screen.findByTestId('settings-language-ru'));
    await waitFor(() => expect(screen.getByTestId('rail-datasets').textContent).toContain('Наборы'));
    expect(document.documentElement.lang).toBe('ru');
    words.speak('en');
  });

  it('change the theme at once', async () => {
    await openWindow();
    await fireEvent.click(screen.getByTestId('rail-settings'));
    await fireEvent.click(await screen.findByTestId('settings-theme-dark'));
    await waitFor(() => expect(document.documentElement.dataset.theme).toBe('dark'));
    delete document.documentElement.dataset.theme;
  });

  it('show a refusal under its field and keep what was typed', async () => {
    const { backend } = await openWindow();
    await fireEvent.click(screen.getByTestId('rail-settings'));
    const proxy = (await screen.findByTestId('settings-proxy')) as HTMLInputElement;
    backend.refuse.set('changeSettings', { code: 'settingInvalid', message: 'That is not an address.' });
    await fireEvent.input(proxy, { target: { value: 'nonsense' } });
    await fireEvent.keyDown(proxy, { key: 'Enter' });
    expect((await screen.findByRole('alert')).textContent).toContain('That is not an address.');
    expect(proxy.value).toBe('nonsense');
  });
});

describe('the command palette', () => {
  it('opens with Ctrl+K, also on a Russian keyboard, and goes where it is told', async () => {
    const { studio } = await openWindow(oneDataset);
    await fireEvent.keyDown(document.body, { key: 'л', code: 'KeyK', ctrlKey: true });
    const input = await screen.findByTestId('palette-input', {}, { timeout: 5000 });
    await fireEvent.input(input, { target: { value: 'галер' } });
    await waitFor(() => expect(screen.getAllByTestId('palette-item')).toHaveLength(1));
    await fireEvent.click(screen.getByText('Gallery', { selector: '[data-testid="palette-item"] *' }));
    await waitFor(() => expect(studio.room).toBe('gallery'));
  });
});

describe('a screen reader', () => {
  it.each(['datasets', 'gallery', 'settings'])('finds nothing amiss in %s', async (room) => {
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    await openWindow(oneDataset);
    if (room !== 'datasets') await fireEvent.click(screen.getByTestId(`rail-${room}`));
    if (room === 'settings') await screen.findByTestId('settings-theme');
    if (room === 'gallery') await screen.findByTestId('gallery-empty');
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});
