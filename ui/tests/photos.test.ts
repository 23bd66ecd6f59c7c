// Looking through photos as a person does: filters, decisions with their undo, near duplicates, one photo large, crops.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset, Photo } from '../src/backend';
import App from '../src/App.svelte';
import { changeSentence } from '../src/features/datasets/changeSentence';
import { CropDraft } from '../src/features/crop/cropDraft.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend, samplePhoto } from './fakeBackend';

const settled = () => new Promise((done) => setTimeout(done, 10));

/** Twelve photos: the third blurred, the fifth to the seventh near duplicates, the ninth too small. */
async function openMarked() {
  const backend = new FakeBackend();
  const dataset = backend.seed('My Portrait', 12);
  const photos = backend.photos.get(dataset.id) as Photo[];
  const change = (place: number, over: Partial<Photo>) => (photos[place] = samplePhoto(1000 + place, over));
  change(2, { marks: ['blurred'] });
  for (const place of [0, 1, 2]) change(4 + place, { group: { best: 'photo-1004', size: 3, place } });
  change(8, { width: 640, height: 480 });
  const studio = new Studio(backend);
  render(App, { studio });
  await waitFor(() => expect(studio.datasets.all).not.toBeNull());
  studio.openDataset(dataset.id);
  const grid = await screen.findByTestId('photo-grid', {}, { timeout: 5000 });
  await waitFor(() => expect(studio.opened?.review).not.toBeNull());
  await settled();
  const opened = studio.opened!;
  const photo = (place: number) => opened.photos.at(place)!;
  return { backend, dataset, studio, opened, grid, photo };
}

beforeAll(async () => {
  await Promise.all([
    import('../src/views/OpenDatasetView.svelte'),
    import('../src/features/datasets/DuplicatesDialog.svelte'),
    import('../src/features/photo/LargePhoto.svelte'),
    import('../src/features/captions/CaptionsTab.svelte'),
  ]);
});

describe('the panel', () => {
  it('says what the review says, what is to decide first', async () => {
    await openMarked();
    const lines = within(screen.getByTestId('ready-panel')).getAllByRole('listitem');
    expect(lines[0]?.textContent).toContain('9 photos will be sent');
    expect(lines[1]?.textContent).toContain('1 is blurred');
    expect(screen.getByTestId('ready-panel').textContent).toContain('12 photos, 9 will be sent');
  });

  it('leaves the blurred ones out, and takes that back', async () => {
    const { opened, studio, photo } = await openMarked();
    await fireEvent.click(screen.getByRole('button', { name: 'Leave out: 1 is blurred' }));
    await waitFor(() => expect(photo(2).leftOut).toBe(true));
    expect(screen.queryByText('1 is blurred')).toBeNull();
    studio.undo();
    await waitFor(() => expect(photo(2).leftOut).toBe(false));
    expect(opened.review?.needsALook).toBe(1);
  });

  it('leads to the photos that a line is about', async () => {
    const { opened } = await openMarked();
    await fireEvent.click(screen.getByText('1 is too small, left out'));
    await waitFor(() => expect([...opened.selection.ids]).toEqual(['photo-1008']));
    expect(opened.photos.filter).toBe('leftOut');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('photo-grid')));
  });
});

describe('the filters', () => {
  it('count and list what waits for a decision, and say so when nothing does', async () => {
    const { opened } = await openMarked();
    expect(screen.getByTestId('filter-needsALook').textContent?.trim()).toBe('Needs a look 1');
    await fireEvent.click(screen.getByTestId('filter-needsALook'));
    await waitFor(() => expect(opened.photos.total).toBe(1));
    await opened.choose(['photo-1002'], 'keep');
    expect((await screen.findByTestId('nothing-listed')).textContent).toContain('No photo waits');
  });

  it('are not set back by an answer that is late', async () => {
    const { opened } = await openMarked();
    await Promise.all([opened.show('leftOut'), opened.show('used')]);
    await settled();
    expect(opened.photos.total).toBe(9);
    expect(opened.photos.filter).toBe('used');
  });
});

describe('a key over the photos', () => {
  it.each([
    ['KeyX', 'ч', 'leaveOut', 'DSC_01042.jpg is left out'],
    ['KeyK', 'л', 'keep', 'DSC_01042.jpg is kept'],
  ])('%s decides, also on a Russian keyboard, and says so', async (code, key, choice, sentence) => {
    const { grid, opened, photo, studio } = await openMarked();
    await opened.selection.move(1, false);
    const name = photo(1).name;
    await fireEvent.keyDown(grid, { code, key });
    await waitFor(() => expect(photo(1).choice).toBe(choice));
    expect(studio.toasts.current?.sentence).toBe(sentence.replace('DSC_01042.jpg', name));
    await opened.choose([photo(1).id], null);
    await waitFor(() => expect(photo(1).choice).toBeNull());
  });

  it('with Ctrl is left to the window', async () => {
    const { grid, backend } = await openMarked();
    await fireEvent.keyDown(grid, { code: 'KeyX', key: 'x', ctrlKey: true });
    expect(backend.calls).not.toContain('choosePhotos');
  });
});

describe('near duplicates', () => {
  it('are compared, and the one that is picked stays', async () => {
    const { opened, photo } = await openMarked();
    await fireEvent.click(screen.getByRole('button', { name: /^Review/ }));
    const dialog = await screen.findByTestId('duplicates');
    await waitFor(() => expect(within(dialog).getAllByTestId('pick-duplicate')).toHaveLength(3));
    await fireEvent.click(within(dialog).getAllByTestId('pick-duplicate')[2] as HTMLElement);
    await waitFor(() => expect(screen.queryByTestId('duplicates')).toBeNull());
    await waitFor(() => expect(photo(4).id).toBe('photo-1006'));
    expect([4, 5, 6].map((place) => photo(place).leftOut)).toEqual([false, true, true]);
    expect(opened.review?.leftOut).toBe(3);
  });
});

describe('the tabs', () => {
  it('are remembered for each dataset while the window is open', async () => {
    const { studio, dataset } = await openMarked();
    studio.opened?.enterTab('crop');
    expect(studio.opened?.photos.filter).toBe('used');
    studio.closeDataset();
    studio.openDataset(dataset.id);
    expect(studio.opened?.tab).toBe('crop');
    expect(studio.opened?.photos.filter).toBe('used');
    studio.opened?.enterTab('photos');
    expect(studio.opened?.photos.filter).toBe('all');
  });

  it('move by arrows', async () => {
    const { studio } = await openMarked();
    screen.getByTestId('tab-photos').focus();
    await fireEvent.keyDown(screen.getByTestId('tab-photos'), { key: 'ArrowRight' });
    await waitFor(() => expect(studio.opened?.tab).toBe('crop'));
  });
});

describe('a photo large', () => {
  async function openLarge() {
    const all = await openMarked();
    await fireEvent.keyDown(all.grid, { key: 'Enter' });
    return { ...all, large: await screen.findByTestId('large-photo') };
  }

  it('leads to its neighbours and back to where the keyboard stood', async () => {
    const { large, opened } = await openLarge();
    await fireEvent.keyDown(large, { key: 'ArrowRight' });
    await fireEvent.keyDown(large, { key: 'ArrowRight' });
    expect(large.textContent).toContain('3 of 12');
    expect(large.textContent).toContain('A model learns the blur too');
    await fireEvent.keyDown(large, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByTestId('large-photo')).toBeNull());
    expect(opened.selection.active).toBe(2);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('photo-grid')));
  });

  it('saves its caption by Enter, once, with an undo', async () => {
    const { backend, photo, studio } = await openLarge();
    const before = photo(0).caption;
    const field = screen.getByTestId('caption-field');
    await fireEvent.input(field, { target: { value: 'in a\nred coat ' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(photo(0).caption).toBe('in a red coat'));
    await fireEvent.blur(field);
    expect(backend.calls.filter((name) => name === 'captionPhotos')).toHaveLength(1);
    studio.undo();
    await waitFor(() => expect(photo(0).caption).toBe(before));
    await waitFor(() => expect((field as HTMLTextAreaElement).value).toBe(before));
  });

  it('keeps a refused caption in the field and says why', async () => {
    const { backend } = await openLarge();
    const field = screen.getByTestId('caption-field') as HTMLTextAreaElement;
    backend.refuse.set('captionPhotos', {
      code: 'unknown',
      message: 'A caption has at most 2000 characters.',
    });
    await fireEvent.input(field, { target: { value: 'long' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect((await screen.findByRole('alert')).textContent).toContain('at most 2000');
    expect(field.value).toBe('long');
  });

  it('gives its typing back by Esc, and stays open', async () => {
    const { photo } = await openLarge();
    const field = screen.getByTestId('caption-field') as HTMLTextAreaElement;
    await fireEvent.input(field, { target: { value: 'other' } });
    await fireEvent.keyDown(field, { key: 'Escape' });
    expect(field.value).toBe(photo(0).caption);
    expect(screen.getByTestId('large-photo')).toBeDefined();
  });
});

describe('a crop being drawn', () => {
  const draftOf = (over: Partial<Photo> = {}) => {
    const backend = new FakeBackend();
    const dataset: Dataset = backend.seed('One', 1);
    backend.photos.set(dataset.id, [samplePhoto(1, { width: 4000, height: 3000, ...over })]);
    return { backend, dataset };
  };

  it('asks for its bucket as it goes, and ends with the answer to the last', async () => {
    const { backend, dataset } = draftOf();
    const photo = await backend.loadPhoto(dataset.id, 'photo-1');
    const draft = new CropDraft(backend, photo, dataset.framing);
    draft.lockTo('square');
    for (let times = 0; times < 20; times++) draft.move(10, 0);
    await settled();
    expect(draft.rect).toEqual({ x: 700, y: 0, width: 3000, height: 3000 });
    expect(draft.fit?.bucket).toEqual({ width: 1024, height: 1024 });
    expect(backend.calls.filter((name) => name === 'fitCrop').length).toBeLessThan(5);
  });

  it('is saved as one edit, and the proposal comes back', async () => {
    const { backend, dataset } = draftOf();
    const studio = new Studio(backend);
    await studio.open();
    studio.openDataset(dataset.id);
    await settled();
    const crop = { x: 0, y: 0, width: 2000, height: 1000 };
    await studio.opened?.crop([{ photo: 'photo-1', crop }]);
    expect((await backend.loadPhoto(dataset.id, 'photo-1')).used).toEqual(crop);
    expect(studio.toasts.current?.sentence).toBe('1 photo cropped');
    await studio.opened?.crop([{ photo: 'photo-1', crop: null }]);
    expect((await backend.loadPhoto(dataset.id, 'photo-1')).used.width).toBe(4000);
    expect(studio.toasts.current?.sentence).toBe('The proposed crop again for 1 photo');
  });

  it('that changes nothing says nothing', async () => {
    const { backend, dataset } = draftOf();
    const studio = new Studio(backend);
    await studio.open();
    studio.openDataset(dataset.id);
    await settled();
    await studio.opened?.crop([{ photo: 'photo-1', crop: null }]);
    expect(studio.toasts.current).toBeNull();
  });
});

describe('work in the background', () => {
  it('is told in the panel alone, and what it found is read at its end', async () => {
    const { backend, studio } = await openMarked();
    const job = { id: 'faces', dataset: 'dataset-1', kind: 'faces', export: null } as const;
    const report = { added: 0, alreadyThere: 0, problems: [] };
    const state = { status: 'running', startedAt: 1, done: 4, total: 12 } as const;
    backend.facesDone = 2;
    backend.emit({ type: 'datasetChanged', dataset: 'dataset-1' });
    backend.emit({ type: 'jobChanged', job: { ...job, report, state } });
    const line = await screen.findByTestId('check-facesToCome');
    expect(line.textContent).toContain('4 of 12 photos so far');
    expect(studio.jobs.running).toEqual([]);
    backend.facesDone = undefined;
    const ended = { status: 'succeeded', finishedAt: 2 } as const;
    backend.emit({ type: 'jobChanged', job: { ...job, report, state: ended } });
    expect(await screen.findByText('One face in every photo')).toBeDefined();
  });

  it('that a person started has a bar and a cancel', async () => {
    const { backend, studio, dataset } = await openMarked();
    backend.pace = 1000;
    studio.jobs.started(await backend.packArchive(dataset.id));
    expect((await screen.findByTestId('archive-bar')).textContent).toContain('Making the archive');
    await fireEvent.click(screen.getByTestId('archive-cancel'));
    await waitFor(() => expect(screen.queryByTestId('archive-bar')).toBeNull());
  });
});

describe('an edit', () => {
  const turned = (...choices: ('keep' | 'leaveOut' | null)[]) =>
    choices.map((to, place) => ({ photo: `photo-${place}`, from: null, to }));

  it.each([
    [turned('keep', 'leaveOut', 'leaveOut'), 'One of the near duplicates kept, 2 left out'],
    [turned('leaveOut', 'leaveOut'), '2 photos left out'],
    [turned(null), '1 photo decided by its marks again'],
  ])('of choices is told in one sentence', (photos, sentence) => {
    expect(changeSentence({ kind: 'photosChosen', photos })).toBe(sentence);
  });

  it('names the first photos in the history, and says how many more there were', async () => {
    const { opened, photo } = await openMarked();
    await opened.choose(
      [0, 1, 2, 3, 8].map((place) => photo(place).id),
      'leaveOut',
    );
    await fireEvent.click(screen.getByTestId('dataset-more'));
    await fireEvent.click(await screen.findByTestId('dataset-history'));
    const entry = within(await screen.findByTestId('edit-history')).getByText('5 photos left out');
    const named = [0, 1, 2].map((place) => photo(place).name).join(', ');
    expect(entry.parentElement?.textContent).toContain(`${named}, 2 more`);
  });
});

describe('the drawer of a narrow window', () => {
  it('gives way to what its lines lead to', async () => {
    const wide = window.innerWidth;
    window.innerWidth = 1024;
    try {
      const { opened } = await openMarked();
      await fireEvent.click(screen.getByTestId('ready-drawer'));
      await fireEvent.click(await screen.findByText('1 is too small, left out'));
      await waitFor(() => expect(screen.queryByTestId('ready-panel')).toBeNull());
      await waitFor(() => expect(opened.selection.count).toBe(1));
    } finally {
      window.innerWidth = wide;
    }
  });
});
