// The way of a newcomer: what of it is done, what comes next, when it is shown, and what each room offers next.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import { takeNextStep } from '../src/nextStep';
import { words } from '../src/shared/words.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import { sampleDrawing, sampleModel, sampleRun } from './fakeEngine';
import { sampleBadgeItem, samplePictures } from './fakeGallery';

beforeAll(async () => {
  await Promise.all([
    import('../src/views/OpenDatasetView.svelte'),
    import('../src/views/TrainingView.svelte'),
    import('../src/views/PlaygroundView.svelte'),
    import('../src/views/BadgesView.svelte'),
    import('../src/views/GalleryView.svelte'),
    import('../src/views/SettingsView.svelte'),
  ]);
  // jsdom paints nothing.
  HTMLCanvasElement.prototype.getContext = (() => ({ putImageData: () => {} })) as never;
  Object.assign(globalThis, { ImageData: class {}, CSS: { escape: (text: string) => text } });
});

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

beforeEach(() => {
  localStorage.clear();
  words.speak('en');
});

type Fill = (backend: FakeBackend) => void;

const photos: Fill = (backend) => void backend.seed('My Portrait', 12);
const model: Fill = (backend) => {
  photos(backend);
  backend.models = [sampleModel({ id: 'model-1', name: 'My Portrait' })];
};
const picture: Fill = (backend) => {
  model(backend);
  backend.drawings = [sampleDrawing('d-1')];
  backend.gallery = samplePictures(4);
};
const trained: Fill = (backend) => {
  photos(backend);
  const state = { state: 'training', request: 'r', step: 1, total: 9, loss: null, eta: null } as const;
  backend.runs = [sampleRun({ id: 'run-a', dataset: 'dataset-1', state })];
};

async function studioWith(fill: Fill = () => {}) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  await studio.open();
  await waitFor(() => expect(backend.calls).toContain('galleryFacts'));
  await new Promise((done) => setTimeout(done, 5));
  return { backend, studio, journey: studio.journey };
}

async function openWindow(fill: Fill = () => {}) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  render(App, { studio });
  await waitFor(() => expect(studio.datasets.all).not.toBeNull());
  return { backend, studio };
}

const gold = () => [...document.querySelectorAll('.gold')].map((each) => each.textContent?.trim());

describe('the way', () => {
  it('is not shown on a clean library, where the first step has the whole window', async () => {
    const { journey } = await studioWith();
    expect(journey.isShown).toBe(false);
  });

  it.each([
    ['photos', photos, 'model'],
    ['a training', trained, 'meanwhile'],
    ['a model', model, 'picture'],
    ['a picture', picture, 'badge'],
  ] as const)('after %s goes on with the next step, told by what the library has', async (_, fill, next) => {
    const { journey } = await studioWith(fill);
    expect(journey.isShown).toBe(true);
    expect(journey.next).toBe(next);
  });

  it('is told again when something was made, without a restart', async () => {
    const { backend, journey } = await studioWith(model);
    backend.gallery = samplePictures(1);
    backend.putDrawing(sampleDrawing('d-1'));
    await waitFor(() => expect(journey.done.picture).toBe(true));
    expect(journey.next).toBe('badge');
  });

  it('asks for the file once there is a badge, and ends with it', async () => {
    const { backend, studio, journey } = await studioWith(picture);
    studio.enter('badges');
    await studio.badges.open();
    await studio.badges.beginSample();
    backend.gallery = [...backend.gallery, sampleBadgeItem('badge-1')];
    backend.emit({ type: 'badgesChanged' });
    await waitFor(() => expect(journey.next).toBe('save'));
    await studio.badges.export();
    expect(journey.done.badge).toBe(true);
    expect(journey.next).toBe('gallery');
    await takeNextStep(studio);
    await waitFor(() => expect(journey.isShown).toBe(false));
    expect(studio.room).toBe('gallery');
    expect((await nextStart(picture)).journey.isShown).toBe(false);
  });

  it('is not shown to somebody whose library has a badge', async () => {
    const { journey } = await studioWith((backend) => {
      picture(backend);
      backend.gallery = [...backend.gallery, sampleBadgeItem('badge-1')];
    });
    expect(journey.isShown).toBe(false);
  });

  it('stays hidden once it was hidden, and asks the library for nothing then', async () => {
    const { journey } = await studioWith(photos);
    journey.end();
    expect(journey.isShown).toBe(false);
    const { backend } = await nextStart(photos);
    expect(backend.calls).not.toContain('galleryFacts');
  });

  it('keeps silent where it cannot be read', async () => {
    const { studio, journey } = await studioWith((backend) => {
      photos(backend);
      backend.refuse.set('galleryFacts', { code: 'unknown', message: 'The disk is away.' });
    });
    expect(journey.isShown).toBe(false);
    expect(studio.failures.all).toEqual([]);
  });
});

/** A later start of the same window: what is remembered is. */
async function nextStart(fill: Fill) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  await studio.open();
  await new Promise((done) => setTimeout(done, 5));
  return { backend, studio, journey: studio.journey };
}

describe('the line of the way', () => {
  it('stands in the rooms of the way and in no other, with nothing amiss for a screen reader', async () => {
    await openWindow(photos);
    const line = await screen.findByTestId('journey');
    expect(line.querySelector('[aria-current="step"]')?.textContent).toContain('Model');
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await fireEvent.click(screen.getByTestId('rail-settings'));
    await screen.findByTestId('settings-theme');
    expect(screen.queryByTestId('journey')).toBeNull();
  });

  it('leads to the next step, and only says it where one is already there', async () => {
    await openWindow(model);
    await fireEvent.click(await screen.findByTestId('journey-go'));
    await screen.findByTestId('playground-shown');
    expect(screen.queryByTestId('journey-go')).toBeNull();
    expect(screen.getByTestId('journey-next').textContent).toContain('Next: draw a picture');
  });

  it('trains on the dataset that is open', async () => {
    const { studio } = await openWindow((backend) => {
      backend.seed('Foxes', 12);
      backend.seed('Owls', 12);
    });
    studio.openDataset('dataset-2');
    await fireEvent.click(await screen.findByTestId('journey-go'));
    await waitFor(() => expect(studio.training.draft?.dataset).toBe('dataset-2'));
  });

  it('offers a badge of a sample while the model is being trained', async () => {
    const { studio } = await openWindow(trained);
    await fireEvent.click(await screen.findByTestId('journey-go'));
    await screen.findByTestId('badges-sample');
    expect(studio.badges.opened).toBeNull();
  });

  it('is hidden by its cross', async () => {
    await openWindow(photos);
    await fireEvent.click(await screen.findByTestId('journey-hide'));
    expect(screen.queryByTestId('journey')).toBeNull();
  });

  it('adds no second gold button', async () => {
    const { studio } = await openWindow(photos);
    studio.openDataset('dataset-1');
    await screen.findByTestId('dataset-train', {}, { timeout: 5000 });
    await screen.findByTestId('journey');
    expect(gold()).toEqual(['Train']);
  });
});

describe('the next step stands where one is', () => {
  it('for who wants to train without photos: the samples', async () => {
    const { studio } = await openWindow();
    studio.showModels();
    await fireEvent.click(await screen.findByTestId('models-train'));
    await screen.findByTestId('training-empty');
    expect(gold()).toEqual(['Try with sample photos']);
  });

  it('for who has one dataset: its training, without choosing it', async () => {
    const { studio } = await openWindow(photos);
    studio.train(null);
    expect(studio.training.draft?.dataset).toBe('dataset-1');
  });

  it('after a drawing: a badge of its first picture', async () => {
    const { backend, studio } = await openWindow(picture);
    await fireEvent.click(screen.getByTestId('rail-playground'));
    await fireEvent.click(await screen.findByTestId('drawing-badge'));
    await waitFor(() => expect(backend.badges).toHaveLength(1));
    const first = backend.drawings[0]?.pictures[0]?.id;
    expect(backend.badges[0]?.design.picture?.source).toEqual({ kind: 'drawn', picture: first });
    expect(studio.room).toBe('badges');
  });

  it('after an export: the badge in the gallery, chosen among the others', async () => {
    const { backend, studio } = await openWindow(picture);
    await fireEvent.click(screen.getByTestId('rail-badges'));
    await fireEvent.click(await screen.findByTestId('badges-sample'));
    await fireEvent.click(await screen.findByTestId('badge-export'));
    const badge = backend.badges[0]!;
    backend.gallery = [...backend.gallery, sampleBadgeItem(badge.id, { badge })];
    await fireEvent.click(await screen.findByTestId('badge-exported-gallery'));
    await screen.findByTestId('gallery-grid');
    await waitFor(() => expect([...studio.gallery.selection.ids]).toEqual([badge.id]));
  });

  it('in the empty gallery: the samples, where there are no photos either', async () => {
    const { backend } = await openWindow();
    await fireEvent.click(screen.getByTestId('rail-gallery'));
    await screen.findByTestId('gallery-empty');
    expect(gold()).toEqual(['Go to playground']);
    await fireEvent.click(screen.getByTestId('gallery-samples'));
    await waitFor(() => expect(backend.calls).toContain('importSamples'));
    expect(await screen.findByTestId('dataset-name', {}, { timeout: 5000 })).toBeDefined();
  });

  it('in the empty gallery: no samples for somebody who has photos', async () => {
    await openWindow(photos);
    await fireEvent.click(screen.getByTestId('rail-gallery'));
    await screen.findByTestId('gallery-empty');
    expect(screen.queryByTestId('gallery-samples')).toBeNull();
  });
});
