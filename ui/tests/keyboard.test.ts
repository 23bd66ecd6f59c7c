// The whole way by keyboard alone, on a clean library: samples, a training, a picture, a badge, its file, the gallery, a
// favourite, and the picture found again by a word of its prompt.
import { render, screen, waitFor } from '@testing-library/svelte';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import { words } from '../src/shared/words.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend, samplePhoto } from './fakeBackend';
import { sampleDetails, sampleModel, samplePicture } from './fakeEngine';
import { sampleBadgeItem, samplePictureItem } from './fakeGallery';
import { press, stops, tabTo, type } from './keyboardHand';

// jsdom has no canvas to draw a curve on.
vi.mock('uplot', () => ({
  default: class {
    cursor = {};
    setData() {}
    setSize() {}
    redraw() {}
    destroy() {}
  },
}));

const slowly = { timeout: 5000 };
const focused = () => document.activeElement?.getAttribute('data-testid');

beforeAll(async () => {
  // Parts that load when first shown are compiled here, so that no test waits for the compiler.
  await Promise.all([
    import('../src/views/OpenDatasetView.svelte'),
    import('../src/views/TrainingView.svelte'),
    import('../src/views/PlaygroundView.svelte'),
    import('../src/views/BadgesView.svelte'),
    import('../src/views/GalleryView.svelte'),
    import('../src/views/SettingsView.svelte'),
    import('../src/features/palette/Palette.svelte'),
  ]);
  // jsdom paints nothing.
  HTMLCanvasElement.prototype.getContext = (() => ({ putImageData: () => {} })) as never;
  Object.assign(globalThis, { ImageData: class {}, CSS: { escape: (text: string) => text } });
});

beforeEach(() => {
  localStorage.clear();
  words.speak('en');
});

async function openWindow(fill: (backend: FakeBackend) => void = () => {}) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  render(App, { studio });
  await waitFor(() => expect(studio.datasets.all).not.toBeNull());
  await waitFor(() => expect(document.documentElement.dataset.ready).toBe('1'));
  return { backend, studio };
}

/** The samples come in, as the import would tell it. */
function importEnds(backend: FakeBackend, count: number): void {
  const [row] = backend.datasets;
  const [job] = backend.jobs;
  if (!row || !job) throw new Error('nothing is being imported');
  const photos = Array.from({ length: count }, (_, index) => samplePhoto(index));
  backend.photos.set(row.id, photos);
  backend.datasets = [{ ...row, photoCount: count, covers: photos.slice(0, 4).map(({ hash }) => hash) }];
  backend.jobs = [];
  backend.emit({ type: 'datasetChanged', dataset: row.id });
  const report = { added: count, alreadyThere: 0, problems: [] };
  const state = { status: 'succeeded', finishedAt: 1 } as const;
  backend.emit({ type: 'jobChanged', job: { ...job, state, report } });
}

function trainingEnds(backend: FakeBackend): void {
  const [run] = backend.runs;
  if (!run) throw new Error('nothing is being trained');
  backend.models = [sampleModel({ id: 'model-1', name: 'Samples', trigger: 'FOX_A3F2' })];
  backend.details.set(run.id, sampleDetails(run, 1000, 'FOX_A3F2'));
  backend.putRun({ ...run, state: { state: 'ready', model: 'model-1' } });
  backend.emit({ type: 'modelsChanged' });
}

function drawingEnds(backend: FakeBackend): void {
  const [drawing] = backend.drawings;
  if (!drawing) throw new Error('nothing is being drawn');
  const { prompt } = drawing.request;
  const picture = { ...samplePicture(drawing.id, drawing.request, 0), id: 'picture-1' };
  backend.gallery = [
    samplePictureItem(0, { id: 'picture-1', title: prompt }),
    samplePictureItem(1, { title: 'a lighthouse in the fog' }),
  ];
  backend.putDrawing({ ...drawing, state: { status: 'succeeded' }, pictures: [picture] });
}

describe('by keyboard alone', () => {
  it('leads from a clean library to a badge of the samples, and to a favourite found by a word', async () => {
    const { backend, studio } = await openWindow();

    tabTo('try-samples');
    await press('Enter');
    await waitFor(() => expect(backend.jobs).toHaveLength(1));
    importEnds(backend, 12);

    await screen.findByTestId('dataset-train', {}, slowly);
    tabTo('dataset-train');
    await press('Enter');
    await screen.findByTestId('new-run', {}, slowly);
    await waitFor(() => expect(stops().map((stop) => stop.dataset.testid)).toContain('train'));
    tabTo('train');
    await press('Enter');
    await waitFor(() => expect(backend.runs).toHaveLength(1));
    trainingEnds(backend);

    await screen.findByTestId('go-to-playground', {}, slowly);
    tabTo('go-to-playground');
    await press('Enter');
    await waitFor(() => expect(focused()).toBe('prompt'));
    await type('a fox holding a lantern');
    await waitFor(() => expect(screen.getByTestId('draw')).toHaveProperty('disabled', false));
    await press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.drawings).toHaveLength(1));
    expect(backend.requests[0]?.model).toBe('model-1');
    drawingEnds(backend);

    await screen.findByTestId('drawing-badge', {}, slowly);
    tabTo('drawing-badge');
    await press('Enter');
    await waitFor(() => expect(focused()).toBe('badge-text-text'));
    await type('UX SCOUT');
    tabTo('badge-export');
    await press('Enter');
    await screen.findByTestId('badge-exported');
    expect(backend.exported).toHaveLength(1);
    const badge = backend.badges[0]!;
    expect(badge.design.picture?.source).toEqual({ kind: 'drawn', picture: 'picture-1' });
    backend.gallery = [sampleBadgeItem(badge.id, { badge, title: badge.name }), ...backend.gallery];

    tabTo('badge-exported-gallery');
    await press('Enter');
    await screen.findByTestId('gallery-grid', {}, slowly);
    await waitFor(() => expect([...studio.gallery.selection.ids]).toEqual([badge.id]));
    tabTo('gallery-grid');
    await press('Escape');
    await press('ArrowRight');
    await press('f', { code: 'KeyF' });
    await waitFor(() => expect(backend.gallery.find(({ id }) => id === 'picture-1')?.favourite).toBe(true));

    await press('f', { code: 'KeyF', ctrlKey: true });
    await waitFor(() => expect(focused()).toBe('gallery-search'));
    await type('lantern');
    // The badge is named after its picture.
    await waitFor(() => expect(studio.gallery.pages.total).toBe(2));
    await press('Enter');
    expect(focused()).toBe('gallery-grid');
    const found = [0, 1].map((place) => studio.gallery.pages.at(place));
    expect(found.find((item) => item?.favourite)?.id).toBe('picture-1');
  });

  it('goes on with the next step that stands in the line of the way', async () => {
    const { studio } = await openWindow((backend) => {
      backend.seed('My Portrait', 12);
      backend.models = [sampleModel({ id: 'model-1', name: 'My Portrait' })];
    });
    await screen.findByTestId('journey', {}, slowly);
    tabTo('journey-go');
    await press('Enter');
    await waitFor(() => expect(focused()).toBe('prompt'));
    expect(studio.playground.settings.model).toBe('model-1');
  });

  it('makes a badge of the sample at once, without a model and without a key', async () => {
    const { backend } = await openWindow();
    tabTo('rail-badges');
    await press('Enter');
    await screen.findByTestId('badges-empty', {}, slowly);
    tabTo('badges-sample');
    await press('Enter');
    await waitFor(() => expect(focused()).toMatch(/^badge-text-/));
    tabTo('badge-export');
    await press('Enter');
    await waitFor(() => expect(backend.exported).toHaveLength(1));
  });

  it.each([
    ['training', 'training-shown'],
    ['playground', 'playground-shown'],
    ['badges', 'badges-shown'],
    ['gallery', 'gallery-shown'],
    ['settings', 'settings-theme'],
  ])('enters %s by the arrows of the rail', async (room, view) => {
    await openWindow((backend) => void backend.seed('My Portrait', 12));
    tabTo('rail-datasets');
    while (focused() !== `rail-${room}`) {
      const before = focused();
      await press('ArrowRight');
      expect(focused()).not.toBe(before);
    }
    await press(' ');
    expect(await screen.findByTestId(view, {}, slowly)).toBeDefined();
  });

  it('does anything else over the palette: a setting, without leaving the room', async () => {
    const { backend, studio } = await openWindow((fake) => void fake.seed('My Portrait', 12));
    await press('k', { code: 'KeyK', ctrlKey: true });
    await screen.findByTestId('palette-input', {}, slowly);
    await waitFor(() => expect(focused()).toBe('palette-input'));
    await type('dark');
    await waitFor(() =>
      expect(screen.getAllByTestId('palette-item')[0]?.textContent).toContain('Dark theme'),
    );
    await waitFor(() =>
      expect(screen.getAllByTestId('palette-item')[0]?.hasAttribute('data-selected')).toBe(true),
    );
    await press('Enter');
    await waitFor(() => expect(backend.settings.theme).toBe('dark'));
    expect(studio.room).toBe('datasets');
    delete document.documentElement.dataset.theme;
  });
});
