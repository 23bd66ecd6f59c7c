// The state of the window against the fake backend: lists, pages, choice, imports, undo.
import { describe, expect, it, vi } from 'vitest';
import type { Job } from '../src/backend';
import { PhotoPages } from '../src/features/datasets/photoPages.svelte';
import { PhotoSelection } from '../src/features/datasets/photoSelection.svelte';
import { Studio } from '../src/studio.svelte';
import { emptyReport, FakeBackend } from './fakeBackend';

const settled = () => new Promise((done) => setTimeout(done, 5));

async function studioWith(fill: (backend: FakeBackend) => void = () => {}) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  await studio.open();
  return { backend, studio };
}

const job = (over: Partial<Job> = {}): Job => ({
  id: 'job-1',
  dataset: 'dataset-1',
  kind: 'import',
  state: { status: 'running', startedAt: 1, done: 1, total: 10 },
  report: emptyReport(),
  export: null,
  ...over,
});
const succeeded = { status: 'succeeded', finishedAt: 2 } as const;

describe('the photos of a dataset', () => {
  async function pages(count: number) {
    const backend = new FakeBackend();
    const row = backend.seed('Many', count);
    const photos = new PhotoPages(backend, row.id, () => {});
    await photos.range(0, 0);
    return { backend, row, photos };
  }

  it('are read a page at a time, each page once', async () => {
    const { backend, photos } = await pages(10_000);
    expect(photos.total).toBe(10_000);
    photos.want(4000, 4040);
    photos.want(4010, 4050);
    await settled();
    expect(photos.at(4050)?.name).toBeDefined();
    expect(photos.at(9000)).toBeUndefined();
    expect(backend.calls.filter((name) => name === 'listPhotos')).toHaveLength(2);
  });

  it('are read again after a change without becoming grey in between', async () => {
    const { backend, row, photos } = await pages(30);
    const before = photos.at(0);
    backend.photos.set(row.id, (backend.photos.get(row.id) ?? []).slice(1));
    const refreshing = photos.refresh();
    expect(photos.at(0)).toBe(before);
    await refreshing;
    expect(photos.total).toBe(29);
    expect(photos.at(0)).not.toBe(before);
  });

  it('can be chosen singly, as a range and all, across pages not yet read', async () => {
    const { photos } = await pages(450);
    const selection = new PhotoSelection(photos);
    await selection.choose(2, 'only');
    await selection.choose(5, 'toggle');
    expect(selection.count).toBe(2);
    await selection.choose(420, 'extend');
    expect(selection.count).toBe(416);
    await selection.all();
    expect(selection.count).toBe(450);
    await selection.choose(1, 'toggle');
    expect(selection.count).toBe(449);
  });

  it('are extended by the keyboard from where it stood', async () => {
    const { photos } = await pages(20);
    const selection = new PhotoSelection(photos);
    await selection.move(4, false);
    await selection.move(5, true);
    await selection.move(9, true);
    expect(selection.count).toBe(6);
    await selection.move(25, false);
    expect(selection.active).toBe(19);
  });
});

describe('the list of datasets', () => {
  it('reads a dataset again only twice, however often it is told of changes at once', async () => {
    const { backend } = await studioWith((fake) => fake.seed('One', 3));
    backend.calls.length = 0;
    for (let times = 0; times < 40; times++) backend.emit({ type: 'datasetChanged', dataset: 'dataset-1' });
    await settled();
    expect(backend.calls.filter((name) => name === 'loadDataset')).toHaveLength(2);
  });

  it('drops a dataset that another program removed', async () => {
    const { backend, studio } = await studioWith((fake) => fake.seed('One', 3));
    backend.datasets = [];
    backend.emit({ type: 'datasetChanged', dataset: 'dataset-1' });
    await settled();
    expect(studio.datasets.all).toEqual([]);
  });
});

describe('an import', () => {
  it('goes to the open dataset, and to a new one from other rooms', async () => {
    const { backend, studio } = await studioWith((fake) => fake.seed('One', 3));
    const importDrop = vi.spyOn(backend, 'importDrop');
    studio.openDataset('dataset-1');
    backend.emit({ type: 'dropped', drop: { id: 1, files: 2, folders: 0, models: 0 } });
    await settled();
    expect(importDrop).toHaveBeenLastCalledWith(1, 'dataset-1');
    studio.enter('playground');
    backend.emit({ type: 'dropped', drop: { id: 2, files: 2, folders: 0, models: 0 } });
    await settled();
    expect(importDrop).toHaveBeenLastCalledWith(2, null);
    expect(studio.room).toBe('datasets');
    expect(studio.opened?.id).not.toBe('dataset-1');
  });

  it('says once what it added and offers to take it back', async () => {
    const { backend, studio } = await studioWith((fake) => fake.seed('One', 3));
    backend.emit({ type: 'jobChanged', job: job() });
    expect(studio.jobs.running).toHaveLength(1);
    const end = job({ state: succeeded, report: { added: 12, alreadyThere: 3, problems: [] } });
    backend.emit({ type: 'jobChanged', job: end });
    backend.emit({ type: 'jobChanged', job: end });
    expect(studio.toasts.current?.sentence).toBe('12 photos added, 3 were already there');
    studio.undo();
    await settled();
    expect(backend.calls).toContain('undoEdit');
    expect(studio.jobs.running).toHaveLength(0);
  });

  it('does not announce again what had ended before the window opened, but still shows its problems', async () => {
    const problems = [{ fileName: 'notes.txt', reason: { kind: 'notAnImage' } as const }];
    const { studio } = await studioWith((fake) => {
      fake.jobs = [job({ state: succeeded, report: { added: 2, alreadyThere: 0, problems } })];
    });
    expect(studio.toasts.current).toBeNull();
    expect(studio.jobs.troubled).toHaveLength(1);
    studio.jobs.dismiss('job-1');
    expect(studio.jobs.troubled).toHaveLength(0);
  });

  it('goes on showing after a restart when the library still carries it', async () => {
    const { studio } = await studioWith((fake) => {
      fake.seed('One', 3);
      fake.jobs = [job()];
    });
    expect(studio.jobs.running.map((each) => each.id)).toEqual(['job-1']);
  });

  it('is not set back by an answer that its own events have overtaken', async () => {
    const { backend, studio } = await studioWith((fake) => fake.seed('One', 0));
    backend.emit({
      type: 'jobChanged',
      job: job({ state: succeeded, report: { ...emptyReport(), added: 1 } }),
    });
    studio.jobs.started(job({ state: { status: 'queued' } }));
    expect(studio.jobs.running).toHaveLength(0);
  });
});

describe('a change of the open dataset', () => {
  it('can be undone by the toast, by the key, and done again', async () => {
    const { studio } = await studioWith((fake) => fake.seed('One', 8));
    studio.openDataset('dataset-1');
    await settled();
    await studio.opened?.remove(['photo-1000', 'photo-1001']);
    await settled();
    expect(studio.opened?.photos.total).toBe(6);
    expect(studio.toasts.current?.sentence).toBe('2 photos removed');
    studio.undo();
    await settled();
    expect(studio.opened?.photos.total).toBe(8);
    studio.redo();
    await settled();
    expect(studio.opened?.photos.total).toBe(6);
  });

  it('of the whole dataset, its removal, is undone too', async () => {
    const { studio } = await studioWith((fake) => fake.seed('One', 8));
    studio.openDataset('dataset-1');
    await studio.removeDataset('dataset-1');
    expect(studio.datasets.all).toHaveLength(0);
    expect(studio.opened).toBeNull();
    studio.undo();
    await settled();
    expect(studio.datasets.all).toHaveLength(1);
    expect(studio.opened?.id).toBe('dataset-1');
  });

  it('that fails is told once, in the words of the library', async () => {
    const { backend, studio } = await studioWith((fake) => fake.seed('One', 8));
    studio.openDataset('dataset-1');
    backend.refuse.set('removePhotos', { code: 'diskFull', message: 'The disk is full.' });
    await studio.opened?.remove(['photo-1000']);
    expect(studio.failures.all.map((failure) => failure.message)).toEqual(['The disk is full.']);
  });
});

describe('the toast', () => {
  it('goes after six seconds, but not while it is held', async () => {
    vi.useFakeTimers();
    const { studio } = await studioWith();
    studio.toasts.show({ sentence: 'Done' });
    studio.toasts.hold();
    vi.advanceTimersByTime(20_000);
    expect(studio.toasts.current).not.toBeNull();
    studio.toasts.release();
    vi.advanceTimersByTime(6001);
    expect(studio.toasts.current).toBeNull();
    vi.useRealTimers();
  });
});
