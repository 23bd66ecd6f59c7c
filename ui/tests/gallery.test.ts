// The gallery: pages that are read while one scrolls, what is searched, chosen and done, and the room as a person meets
// it.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import type { GalleryItem, GalleryQuery } from '../src/backend';
import { BadgeFrames, KEPT_PIXELS } from '../src/features/gallery/badgeFrames.svelte';
import { rowOfSlot, stepTo } from '../src/features/gallery/galleryLayout';
import { GalleryPages, KEPT_PAGES, PAGE_SIZE } from '../src/features/gallery/galleryPages.svelte';
import {
  dayOf,
  dayStart,
  everything,
  narrowings,
  unnarrowed,
  widened,
} from '../src/features/gallery/galleryQuery';
import { GallerySelection } from '../src/features/gallery/gallerySelection.svelte';
import { spokenName, shortTitle } from '../src/features/gallery/itemWords';
import { differences, settingFacts } from '../src/features/gallery/pictureFacts';
import { Rush } from '../src/features/gallery/rush.svelte';
import { ThumbMaking } from '../src/features/gallery/thumbMaking.svelte';
import { ZoomView } from '../src/features/gallery/zoomView.svelte';
import { foreignModel, foreignSettings } from '../src/features/playground/foreignSettings';
import { firstSettings } from '../src/features/playground/drawSettings';
import { words } from '../src/shared/words.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import { sampleBadge, sampleDesign } from './fakeBadges';
import { sampleModel } from './fakeEngine';
import {
  sampleBadgeItem,
  sampleForeign,
  sampleGalleryPicture,
  samplePictureItem,
  samplePictures,
} from './fakeGallery';

/** A promise that is kept from outside. */
function promised<T = void>() {
  let keep!: (value: T) => void;
  const promise = new Promise<T>((done) => (keep = done));
  return { promise, keep };
}

const settled = () => new Promise((done) => setTimeout(done, 0));

// What the window loads when it is needed is loaded before, so that no test waits for it.
beforeAll(async () => {
  await Promise.all([
    import('../src/views/GalleryView.svelte'),
    import('../src/views/PlaygroundView.svelte'),
    import('../src/views/BadgesView.svelte'),
    import('../src/features/gallery/LargeView.svelte'),
    import('../src/features/gallery/CompareView.svelte'),
    import('../src/features/gallery/ForeignDialog.svelte'),
    import('../src/features/gallery/TagsDialog.svelte'),
    import('../src/features/gallery/EmptyTrashDialog.svelte'),
  ]);
});

beforeEach(() => {
  localStorage.clear();
  words.speak('en');
});

function pagesOf(count: number) {
  const backend = new FakeBackend();
  backend.gallery = samplePictures(count);
  const reported: unknown[] = [];
  return { backend, reported, pages: new GalleryPages(backend, (error) => reported.push(error)) };
}

describe('the pages', () => {
  it('are read where they come into sight, with their neighbours, and each once', async () => {
    const { backend, pages } = pagesOf(1000);
    await pages.refresh();
    expect(pages.total).toBe(1000);
    expect(pages.at(0)?.id).toBe('picture-0');
    pages.want(400, 430);
    await settled();
    expect(pages.at(400)?.id).toBe('picture-400');
    pages.want(401, 431);
    await settled();
    const offsets = backend.asked.map(({ offset }) => offset / PAGE_SIZE);
    expect(offsets.sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('are few, however far one scrolls', async () => {
    const { pages } = pagesOf(50_000);
    await pages.refresh();
    for (let first = 0; first < 50_000; first += 900) {
      pages.want(first, first + 60);
      await settled();
      expect(pages.kept).toBeLessThanOrEqual(KEPT_PAGES);
    }
    expect(pages.at(49_560)?.id).toBe('picture-49560');
    expect(pages.at(0)).toBeUndefined();
  });

  it('are asked for one at a time, so that a long scroll asks for where it ends', async () => {
    const { backend, pages } = pagesOf(50_000);
    await pages.refresh();
    backend.asked = [];
    const gate = promised();
    backend.galleryWait = () => gate.promise;
    for (let first = 2000; first < 40_000; first += 500) pages.want(first, first + 60);
    expect(backend.asked).toHaveLength(1);
    gate.keep();
    await waitFor(() => expect(pages.at(39_500)).toBeDefined());
    expect(backend.asked.length).toBeLessThanOrEqual(6);
  });

  it('of the newest question win, although an older answer comes later', async () => {
    const { backend, pages } = pagesOf(20);
    const gates = new Map<string, ReturnType<typeof promised<void>>>();
    backend.galleryWait = ({ words }: GalleryQuery) => {
      gates.set(words, promised());
      return gates.get(words)!.promise;
    };
    void pages.show({ ...everything, words: 'f' });
    const asked = pages.show({ ...everything, words: 'owl' });
    gates.get('f')!.keep();
    await waitFor(() => expect(gates.has('owl')).toBe(true));
    expect(pages.total).toBeNull();
    gates.get('owl')!.keep();
    await asked;
    expect(pages.total).toBe(3);
    expect(pages.at(0)?.title).toContain('owl');
  });

  it('stay on screen while a change is read, and what could not be read is reported once', async () => {
    const { backend, pages, reported } = pagesOf(300);
    await pages.refresh();
    backend.refuse.set('listGallery', { code: 'unknown', message: 'The disk is gone.' });
    await pages.refresh();
    expect(pages.at(0)?.id).toBe('picture-0');
    expect(reported).toHaveLength(1);
    await pages.refresh();
    expect(reported).toHaveLength(1);
  });

  it('give the ids of many without keeping what was read for it', async () => {
    const { backend, pages } = pagesOf(5000);
    await pages.refresh();
    const ids = await pages.ids(0, 4999);
    expect(ids).toHaveLength(5000);
    expect(ids[4999]).toBe('picture-4999');
    expect(pages.kept).toBeLessThanOrEqual(2);
    expect(backend.asked.every(({ limit }) => limit <= 500)).toBe(true);
  });
});

describe('the selection', () => {
  async function selectionOf(count: number) {
    const { backend, pages } = pagesOf(count);
    await pages.refresh();
    return { backend, pages, selection: new GallerySelection(pages) };
  }

  it('takes one, adds another, and everything between', async () => {
    const { selection } = await selectionOf(300);
    await selection.choose(3, 'only');
    await selection.choose(5, 'toggle');
    expect([...selection.ids]).toEqual(['picture-3', 'picture-5']);
    await selection.choose(3, 'toggle');
    expect([...selection.ids]).toEqual(['picture-5']);
    await selection.choose(7, 'only');
    await selection.choose(10, 'extend');
    expect(selection.count).toBe(4);
    selection.clear();
    expect(selection.count).toBe(0);
  });

  it('takes all of thousands, unless something else is chosen meanwhile', async () => {
    const { backend, selection } = await selectionOf(3000);
    await selection.all();
    expect(selection.count).toBe(3000);
    const gate = promised();
    backend.galleryWait = () => gate.promise;
    const all = selection.all();
    expect(selection.gathering).toBe(true);
    await selection.choose(1, 'only');
    gate.keep();
    await all;
    expect([...selection.ids]).toEqual(['picture-1']);
    expect(selection.gathering).toBe(false);
  });
});

describe('thumbnails that are missing', () => {
  it('are made a few at a time, each once, and not for what has left the sight', async () => {
    const { backend, pages } = pagesOf(0);
    backend.gallery = Array.from({ length: 40 }, (_, index) => samplePictureItem(index, { thumb: null }));
    await pages.refresh();
    const gate = promised();
    const made: string[] = [];
    backend.makeGalleryThumb = async (id) => {
      made.push(id);
      await gate.promise;
      return id === 'picture-1' ? null : `thumbs/${id}.webp`;
    };
    const making = new ThumbMaking(backend, pages);
    const items = [...Array(40).keys()].map((index) => pages.at(index) as GalleryItem);
    making.want(items.slice(0, 20));
    expect(made).toHaveLength(3);
    making.want(items.slice(20, 22));
    gate.keep();
    await settled();
    expect(made).toEqual(['picture-0', 'picture-1', 'picture-2', 'picture-20', 'picture-21']);
    expect(pages.at(0)?.thumb).toBe('thumbs/picture-0.webp');
    expect(pages.at(1)?.isMissing).toBe(true);
    making.want(items.slice(0, 2));
    await settled();
    expect(made).toHaveLength(5);
  });
});

describe('badges in small', () => {
  it('are drawn once for a design, and only the last ones are kept', async () => {
    const backend = new FakeBackend();
    const frames = new BadgeFrames(backend);
    const badges = Array.from({ length: 40 }, (_, index) =>
      sampleBadge(`badge-${index}`, { design: sampleDesign({ texts: { text: String(index) } }) }),
    );
    const width = Math.ceil(Math.sqrt(KEPT_PIXELS / 20));
    backend.paint = (_design, _template, wide) => ({
      width: wide,
      height: wide,
      pixels: new Uint8ClampedArray(0),
      findings: [],
      hidden: [],
    });
    for (const badge of badges) {
      frames.want([badge], width);
      await settled();
    }
    expect(backend.rendered).toHaveLength(40);
    expect(badges.filter((badge) => frames.of(badge, width))).toHaveLength(19);
    frames.want([badges[39]!], width);
    await settled();
    expect(backend.rendered).toHaveLength(40);
  });
});

describe('the question', () => {
  it('names what narrows it, and is widened part by part', () => {
    const query = { ...everything, words: ' fox ', rating: 3, trash: true, order: 'oldest' as const };
    expect(narrowings(query)).toEqual(['words', 'rating']);
    expect(narrowings({ ...everything, words: '  ' })).toEqual([]);
    expect(narrowings(widened(query, 'rating'))).toEqual(['words']);
    expect(unnarrowed(query)).toEqual({ ...everything, trash: true, order: 'oldest' });
  });

  it('takes whole days, the last one too', () => {
    const from = dayStart('2026-11-26');
    const until = dayStart('2026-11-26', 1);
    expect((until! - from!) / 3_600_000).toBe(24);
    expect([dayOf(from), dayOf(until, 1), dayOf(null)]).toEqual(['2026-11-26', '2026-11-26', '']);
    expect(dayStart('')).toBeNull();
  });
});

describe('the rows', () => {
  it('keep their slot while they scroll by', () => {
    const rows = (from: number) => [0, 1, 2, 3].map((slot) => rowOfSlot(slot, from, 4));
    expect(rows(0)).toEqual([0, 1, 2, 3]);
    expect(rows(1)).toEqual([4, 1, 2, 3]);
    expect(rows(6)).toEqual([8, 9, 6, 7]);
  });

  it.each([
    ['ArrowRight', 23, 23],
    ['ArrowDown', 2, 7],
    ['ArrowDown', 19, 23],
    ['ArrowUp', 3, 3],
    ['PageDown', 1, 16],
    ['PageUp', 16, 1],
    ['Home', 9, 0],
    ['End', 9, 23],
    ['x', 1, null],
  ])('are walked by keys: %s from %i leads to %s', (key, from, to) => {
    expect(stepTo(key, from, { total: 24, columns: 5, rowsInSight: 3 })).toBe(to);
  });
});

describe('a rush of rows', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** The rows of a screen that are shown. */
  const shown = (rush: Rush, top: number): number[] =>
    [0, 1, 2, 3, 4, 5].map((place) => top + place).filter((row) => !rush.hides(row));

  it('shows rows at once that come one after the other', () => {
    const rush = new Rush(() => performance.now());
    rush.note(1);
    expect(shown(rush, 1)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('uncovers the rows behind a jump one in each frame', () => {
    const rush = new Rush(() => performance.now());
    rush.note(500);
    expect(shown(rush, 500)).toEqual([]);
    vi.advanceTimersToNextFrame();
    expect(shown(rush, 500)).toEqual([500]);
    vi.advanceTimersToNextFrame();
    expect(shown(rush, 500)).toEqual([500, 501]);
    vi.advanceTimersByTime(1000);
    expect(shown(rush, 500)).toHaveLength(6);
  });

  it('shows nothing while jumps go on, and uncovers when it slows down', () => {
    const rush = new Rush(() => performance.now());
    rush.note(500);
    vi.advanceTimersByTime(1000);
    for (const row of [520, 540, 560]) {
      rush.note(row);
      vi.advanceTimersByTime(10);
    }
    expect(rush.going).toBe(true);
    rush.note(561);
    vi.advanceTimersByTime(100);
    expect(rush.going).toBe(true);
    vi.advanceTimersByTime(50);
    expect(shown(rush, 561)).toContain(561);
    vi.advanceTimersByTime(1000);
    expect(shown(rush, 561)).toHaveLength(6);
  });
});

describe('the words under a picture', () => {
  it('leave the trigger word out, and say what is given', () => {
    const item = samplePictureItem(0, {
      title: 'MY_PORTRAIT_2025_A3F2, a fox',
      rating: 4,
      favourite: true,
      isMissing: true,
    });
    expect(shortTitle(item)).toBe('a fox');
    expect(spokenName(item)).toBe('a fox, 512 × 512 pixels, 4 stars, favourite, File not there');
    expect(spokenName(sampleBadgeItem('badge-a', { title: 'UX SCOUT' }))).toBe('Badge UX SCOUT');
  });
});

describe('the zoom', () => {
  function viewOf(room: [number, number], size: [number, number]): ZoomView {
    const view = new ZoomView();
    view.room = { width: room[0], height: room[1] };
    view.size = { width: size[0], height: size[1] };
    return view;
  }

  it('fits the whole picture, shows its pixels, and goes back', () => {
    const view = viewOf([800, 600], [1600, 600]);
    expect(view.percent).toBe(50);
    view.toggle();
    expect(view.percent).toBe(100);
    view.toggle();
    expect(view.isFitted).toBe(true);
  });

  it('keeps what is under the pointer in its place', () => {
    const view = viewOf([800, 600], [1600, 1200]);
    view.turn(-400, { x: 100, y: 50 });
    const { x, y } = view.box;
    const by = view.scale / 0.5;
    expect(x).toBeCloseTo(100 - 100 * by);
    expect(y).toBeCloseTo(50 - 50 * by);
  });

  it('never pulls the picture out of its room', () => {
    const view = viewOf([800, 600], [1600, 1200]);
    view.pull({ x: 50, y: 0 });
    expect(view.box.x).toBe(0);
    view.actual();
    view.pull({ x: 9000, y: -9000 });
    expect([view.box.x, view.box.y]).toEqual([400, -300]);
  });
});

describe('the difference of two pictures', () => {
  const [left, right] = [
    sampleGalleryPicture(samplePictureItem(0)),
    sampleGalleryPicture(samplePictureItem(4), {
      steps: 40,
      seed: '1000',
      prompt: samplePictureItem(0).title,
    }),
  ];

  it('is told row by row, and what is shared by name', () => {
    const { differ, shared } = differences(left, right, (id) => id);
    expect(differ).toEqual([{ id: 'steps', name: 'Steps', left: '20', right: '40' }]);
    expect(shared).toEqual(['Prompt', 'Base', 'Seed', 'Guidance', 'Sampler', 'Pixels', 'Drawn by']);
  });

  it('says nothing that was not reported', () => {
    const silent = sampleGalleryPicture(samplePictureItem(0), { seed: null, sampler: null, guidance: null });
    const ids = settingFacts(silent, (id) => id).map(({ id }) => id);
    expect(ids).toEqual(['base', 'steps', 'size', 'provider']);
  });
});

describe('the settings of a picture of anybody', () => {
  it('are taken within the limits here, and the rest stays as it was', () => {
    const picture = sampleForeign({ steps: 150, guidance: 0.5, sampler: 'UniPC', knownSampler: null });
    const settings = foreignSettings(picture, { ...firstSettings, sampler: 'ddim' }, null);
    expect(settings).toMatchObject({ steps: 100, guidance: 1, sampler: 'ddim', model: null, width: 128 });
    expect(settings.prompt).toBe(picture.prompt);
  });

  it('take the first LoRA that is a model here, in the shape of the picture', () => {
    const model = sampleModel({ id: 'model-1', name: 'Mine', base: 'sd15' });
    const picture = sampleForeign({
      loras: [
        { name: 'elsewhere', strength: 1, model: null },
        { name: 'gone', strength: 1, model: 'model-gone' },
        { name: 'mine', strength: 3, model: 'model-1' },
      ],
    });
    const found = foreignModel(picture, (id) => (id === model.id ? model : undefined));
    expect(foreignSettings(picture, firstSettings, found)).toMatchObject({
      model: 'model-1',
      strength: 2,
      width: 384,
      height: 512,
    });
  });
});

async function openGallery(fill?: (backend: FakeBackend) => void) {
  const backend = new FakeBackend();
  backend.gallery = samplePictures(300);
  fill?.(backend);
  const studio = new Studio(backend);
  render(App, { studio });
  await waitFor(() => expect(studio.datasets.all).not.toBeNull());
  await fireEvent.click(screen.getByTestId('rail-gallery'));
  await screen.findByTestId('gallery-shown');
  await waitFor(() => expect(studio.gallery.pages.total).not.toBeNull());
  return { backend, studio, room: studio.gallery };
}

const grid = () => screen.findByTestId('gallery-grid');
const press = async (key: string, over: KeyboardEventInit = {}) =>
  fireEvent.keyDown(await grid(), { key, ...over });

async function choose(index: number, over: MouseEventInit = {}) {
  await grid();
  const cell = document.querySelector(`[data-index="${index}"]`);
  await fireEvent.click(cell!, over);
}

async function violations(): Promise<string[]> {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe('the room', () => {
  it('is empty at first, and says where pictures come from', async () => {
    const { studio } = await openGallery((backend) => (backend.gallery = []));
    await screen.findByTestId('gallery-empty');
    expect(document.querySelectorAll('.gold')).toHaveLength(1);
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId('gallery-play'));
    expect(studio.room).toBe('playground');
  });

  it('shows only what is in sight of fifty thousand, and reads on as one scrolls', async () => {
    const { room } = await openGallery((backend) => (backend.gallery = samplePictures(50_000)));
    const area = await grid();
    expect((await screen.findByTestId('gallery-count')).textContent).toBe('50,000 in all');
    expect(screen.getAllByTestId('gallery-cell').length).toBeLessThan(20);
    expect(document.querySelectorAll('.gold')).toHaveLength(0);
    const [first] = screen.getAllByTestId('gallery-cell');
    area.scrollTop = 188 * 30_000;
    await fireEvent.scroll(area);
    await waitFor(() => expect(document.querySelector('[data-id="picture-30000"]')).not.toBeNull());
    // The same cells show other pictures.
    expect(first?.isConnected).toBe(true);
    expect(room.pages.kept).toBeLessThanOrEqual(KEPT_PAGES);
    expect(await violations()).toEqual([]);
  });

  it('leaves rows grey while they rush by, and shows where it ends', async () => {
    await openGallery((backend) => (backend.gallery = samplePictures(50_000)));
    const area = await grid();
    for (let place = 1; place <= 4; place++) {
      area.scrollTop = 188 * 5000 * place;
      await fireEvent.scroll(area);
    }
    expect(screen.getAllByTestId('gallery-cell').every((cell) => cell.dataset.id === undefined)).toBe(true);
    await waitFor(() => expect(document.querySelector('[data-id="picture-20000"]')).not.toBeNull());
  });

  it('searches while one types, says how many, and goes back to all', async () => {
    await openGallery();
    await fireEvent.input(await screen.findByTestId('gallery-search'), { target: { value: 'fox lant' } });
    await waitFor(() => expect(screen.getByTestId('gallery-count').textContent).toBe('43 of 300'));
    expect(screen.getByTestId('narrowing-words').textContent).toContain('fox lant');
    await fireEvent.input(screen.getByTestId('gallery-search'), { target: { value: 'zeppelin' } });
    expect(await screen.findByTestId('gallery-nothing')).toBeDefined();
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId('gallery-nothing-clear'));
    await waitFor(() => expect(screen.getByTestId('gallery-count').textContent).toBe('300 in all'));
  });

  it('is narrowed by what a person chooses, and each choice is dropped by itself', async () => {
    const { room } = await openGallery((backend) => {
      backend.gallery = backend.gallery.map((item, index) => ({
        ...item,
        rating: index % 6,
        favourite: index % 2 === 0,
        tags: index % 3 === 0 ? ['print'] : [],
      }));
    });
    room.ask({ rating: 4, favourites: true, tag: 'print' });
    await waitFor(() => expect(screen.queryByTestId('narrowing-tag')).not.toBeNull());
    expect(screen.getByTestId('narrowing-rating').textContent).toContain('4 stars or more');
    await fireEvent.click(screen.getByTestId('narrowing-tag'));
    await waitFor(() => expect(screen.queryByTestId('narrowing-tag')).toBeNull());
    await fireEvent.click(screen.getByTestId('gallery-clear'));
    await waitFor(() => expect(screen.queryByTestId('gallery-narrowed')).toBeNull());
  });

  it('gets the search by Ctrl F, also on a Russian keyboard', async () => {
    await openGallery();
    await grid();
    await fireEvent.keyDown(document.body, { key: 'а', code: 'KeyF', ctrlKey: true });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('gallery-search')));
  });

  it('gives stars, hearts and takes away by keys, without a toast for what can be seen', async () => {
    const { backend, studio } = await openGallery();
    await choose(1);
    await choose(2, { ctrlKey: true });
    expect(screen.getByTestId('gallery-chosen').textContent).toContain('2 selected');
    await press('4', { code: 'Digit4' });
    await press('а', { code: 'KeyF' });
    await waitFor(() => expect(backend.gallery[2]).toMatchObject({ rating: 4, favourite: true }));
    expect(backend.gallery[1]).toMatchObject({ rating: 4, favourite: true });
    await press('f', { code: 'KeyF' });
    await press('0', { code: 'Digit0' });
    await waitFor(() => expect(backend.gallery[1]).toMatchObject({ rating: 0, favourite: false }));
    expect(studio.toasts.current).toBeNull();
  });

  it('moves and extends the selection by keys, and takes all', async () => {
    const { room } = await openGallery();
    await press('ArrowDown');
    await press('ArrowDown', { shiftKey: true });
    expect(room.selection.count).toBe(2);
    await press('a', { code: 'KeyA', ctrlKey: true });
    await waitFor(() => expect(room.selection.count).toBe(300));
    await press('Escape');
    expect(room.selection.count).toBe(0);
  });

  it('removes with an undo, by the toast and long after it', async () => {
    const { backend, studio, room } = await openGallery();
    await choose(0);
    await press('Delete');
    await waitFor(() => expect(room.pages.total).toBe(299));
    expect(studio.toasts.current?.sentence).toContain('moved to the trash');
    await fireEvent.click(await screen.findByTestId('toast-undo'));
    await waitFor(() => expect(room.pages.total).toBe(300));
    await choose(0);
    await press('Delete');
    await waitFor(() => expect(room.pages.total).toBe(299));
    studio.toasts.dismiss();
    await fireEvent.keyDown(document.body, { key: 'z', code: 'KeyZ', ctrlKey: true });
    await waitFor(() => expect(room.pages.total).toBe(300));
    await fireEvent.keyDown(document.body, { key: 'y', code: 'KeyY', ctrlKey: true });
    await waitFor(() => expect(room.pages.total).toBe(299));
    expect(backend.gallery[0]?.removedAt).not.toBeNull();
  });

  it('puts tags on what is chosen', async () => {
    const { backend } = await openGallery();
    await choose(0);
    await choose(1, { ctrlKey: true });
    await press('t', { code: 'KeyT' });
    await screen.findByTestId('gallery-tags');
    await fireEvent.input(screen.getByTestId('tag-field'), { target: { value: ' for the  team ' } });
    await fireEvent.keyDown(screen.getByTestId('tag-field'), { key: 'Enter' });
    await waitFor(() => expect(backend.gallery[1]?.tags).toEqual(['for the team']));
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId('tag-remove'));
    await waitFor(() => expect(backend.gallery[0]?.tags).toEqual([]));
  });

  it('hands files to the system when they are dragged, the whole selection with one of it', async () => {
    const { backend } = await openGallery();
    await choose(0);
    await choose(1, { ctrlKey: true });
    const drag = new Event('dragstart', { bubbles: true, cancelable: true });
    await fireEvent(document.querySelector('[data-index="1"]')!, drag);
    await fireEvent(
      document.querySelector('[data-index="3"]')!,
      new Event('dragstart', { bubbles: true, cancelable: true }),
    );
    expect(drag.defaultPrevented).toBe(true);
    expect(backend.draggedOut).toEqual([['picture-0', 'picture-1'], ['picture-3']]);
  });

  it('reads what changed elsewhere, and only while it is shown', async () => {
    const { backend, studio, room } = await openGallery();
    backend.gallery = [samplePictureItem(-1, { id: 'picture-new' }), ...backend.gallery];
    backend.emit({ type: 'galleryChanged' });
    await waitFor(() => expect(room.pages.at(0)?.id).toBe('picture-new'));
    studio.enter('settings');
    backend.asked = [];
    backend.emit({ type: 'galleryChanged' });
    await settled();
    expect(backend.asked).toEqual([]);
    studio.enter('gallery');
    await waitFor(() => expect(backend.asked.length).toBeGreaterThan(0));
  });
});

describe('the large picture', () => {
  const look = async (index: number) => {
    await choose(index);
    await press('Enter');
    return screen.findByTestId('gallery-large');
  };

  it('says everything, goes to its neighbours, and back to where one was', async () => {
    const { room } = await openGallery();
    const large = await look(0);
    expect((await screen.findByTestId('large-prompt')).textContent).toContain('a fox holding a lantern');
    expect(screen.getByTestId('large-seed').textContent).toBe('1000');
    expect(document.querySelectorAll('.gold')).toHaveLength(1);
    expect(await violations()).toEqual([]);
    await fireEvent.keyDown(large, { key: 'ArrowRight' });
    await waitFor(() => expect(screen.getByTestId('large-seed').textContent).toBe('1001'));
    await fireEvent.keyDown(large, { key: '5', code: 'Digit5' });
    await waitFor(() => expect(room.pages.at(1)?.rating).toBe(5));
    await fireEvent.keyDown(large, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByTestId('gallery-large')).toBeNull());
    expect(document.activeElement).toBe(await grid());
    expect(room.selection.active).toBe(1);
  });

  it('fills the playground with its settings, which can be taken back', async () => {
    const { studio } = await openGallery((backend) => {
      backend.galleryPictures.set('picture-2', { steps: 33 });
    });
    studio.playground.write('what I was writing');
    await look(2);
    await fireEvent.click(await screen.findByTestId('large-use'));
    await waitFor(() => expect(studio.room).toBe('playground'));
    await waitFor(() => expect(studio.playground.settings.steps).toBe(33));
    expect(studio.playground.settings.prompt).toContain('cyberpunk');
    expect(studio.playground.seed).toBe('1002');
    studio.undo();
    expect(studio.playground.settings.prompt).toBe('what I was writing');
  });

  it('stays with its picture while others come and go, and shows the next one where it was removed', async () => {
    const { backend, room } = await openGallery();
    const large = await look(2);
    backend.gallery = [samplePictureItem(-1, { id: 'picture-new' }), ...backend.gallery];
    backend.emit({ type: 'galleryChanged' });
    await waitFor(() => expect(room.large).toEqual({ index: 3, id: 'picture-2' }));
    await fireEvent.keyDown(large, { key: 'Delete' });
    await waitFor(() => expect(room.largeItem?.id).toBe('picture-3'));
    expect(room.large?.index).toBe(3);
  });

  it('is exported with its text or without', async () => {
    const { backend, room, studio } = await openGallery();
    await look(0);
    await room.export(['picture-0'], false);
    expect(backend.exportedPictures).toEqual([{ ids: ['picture-0'], withText: false }]);
    expect(studio.toasts.current?.sentence).toBe('Saved: /home/anna/Pictures/fox.png');
  });

  it('says that its file is not there, keeps all else, and looks again', async () => {
    const { room, backend } = await openGallery((fake) => {
      fake.gallery[0] = samplePictureItem(0, { isMissing: true, thumb: null, rating: 5 });
    });
    await look(0);
    expect((await screen.findByTestId('large-missing')).textContent).toContain('not where it was');
    expect(screen.queryByTestId('large-export')).toBeNull();
    expect(await violations()).toEqual([]);
    backend.filesAreBack = true;
    await fireEvent.click(screen.getByTestId('large-look-again'));
    await waitFor(() => expect(room.largeItem?.isMissing).toBe(false));
    expect(room.largeItem?.rating).toBe(5);
  });

  it('of a badge leads to its room', async () => {
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    const { studio } = await openGallery((backend) => {
      backend.badges = [sampleBadge('badge-a')];
      backend.gallery[0] = sampleBadgeItem('badge-a', { createdAt: Date.now() });
    });
    await look(0);
    expect(await violations()).toEqual([]);
    await fireEvent.click(await screen.findByTestId('large-badge'));
    await waitFor(() => expect(studio.badges.opened?.id).toBe('badge-a'));
    expect(studio.room).toBe('badges');
  });
});

describe('two pictures', () => {
  it('are compared by a divider that keys move', async () => {
    await openGallery((backend) => backend.galleryPictures.set('picture-1', { steps: 40 }));
    await choose(0);
    expect(screen.queryByTestId('chosen-compare')).toBeNull();
    await choose(1, { ctrlKey: true });
    await fireEvent.click(await screen.findByTestId('chosen-compare'));
    const divider = await screen.findByTestId('compare-divider');
    expect(divider.getAttribute('role')).toBe('slider');
    expect(document.activeElement).toBe(divider);
    await fireEvent.keyDown(divider, { key: 'ArrowLeft' });
    await fireEvent.keyDown(divider, { key: 'ArrowLeft', shiftKey: true });
    expect(divider.getAttribute('aria-valuenow')).toBe('39');
    expect(divider.getAttribute('aria-valuetext')).toContain('39');
    await fireEvent.keyDown(divider, { key: 'End' });
    expect(divider.getAttribute('aria-valuenow')).toBe('100');
    expect((await screen.findByTestId('difference-steps')).textContent).toMatch(/20.*40/);
    expect(await violations()).toEqual([]);
    await fireEvent.keyDown(divider, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByTestId('gallery-compare')).toBeNull());
  });
});

describe('a picture of anybody', () => {
  it('is read where it is dropped, and fills the playground with what is known here', async () => {
    const { backend, studio } = await openGallery((backend) => {
      backend.models = [sampleModel({ id: 'model-1', name: 'My Portrait 2025' })];
      backend.foreign = sampleForeign({
        loras: [
          { name: 'MyPortrait', strength: 0.8, model: 'model-1' },
          { name: 'oil', strength: 1, model: null },
        ],
      });
    });
    backend.emit({ type: 'dropped', drop: { id: 9, files: 1, folders: 0, models: 0 } });
    expect((await screen.findByTestId('foreign')).textContent).toContain('A1111');
    await waitFor(() => expect(screen.getByTestId('foreign-prompt').textContent).toContain('lighthouse'));
    expect(screen.getAllByTestId('foreign-lora').map((line) => line.textContent?.trim())).toEqual([
      expect.stringContaining('here: My Portrait 2025'),
      expect.stringContaining('not in this library'),
    ]);
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId('foreign-use'));
    await waitFor(() => expect(studio.playground.settings.prompt).toContain('lighthouse'));
    expect(studio.playground.settings).toMatchObject({
      model: 'model-1',
      strength: 0.8,
      steps: 28,
      guidance: 7,
    });
    expect(studio.playground.seed).toBe('271828');
    expect(studio.toasts.current?.sentence).toContain('00042-271828.png');
    expect(backend.calls).not.toContain('importDrop');
  });

  it('in which nothing is written is said to be so, with what to do', async () => {
    const { studio } = await openGallery((backend) => {
      backend.foreign = sampleForeign({ program: null, prompt: '', text: '' });
    });
    await studio.readPicture();
    expect((await screen.findByTestId('foreign-nothing')).textContent).toContain('ask for the original file');
    expect(screen.queryByTestId('foreign-use')).toBeNull();
  });

  it('that cannot be read is said in its dialog', async () => {
    const { backend, studio } = await openGallery();
    backend.refuse.set('readForeignPicture', { code: 'unknown', message: 'This file is not a picture.' });
    await studio.readPicture();
    expect((await screen.findByRole('alert')).textContent).toContain('This file is not a picture.');
  });
});

describe('files that are not there', () => {
  it('are marked, and the folder that is gone is told once with a way out', async () => {
    const { backend } = await openGallery((backend) => {
      backend.gallery[0] = samplePictureItem(0, { isMissing: true, thumb: null });
      backend.galleryFact = { folderGone: true };
    });
    const notice = await screen.findByTestId('gallery-folder-gone');
    expect(notice.textContent).toContain('Nothing is forgotten');
    expect(document.querySelector('[data-index="0"]')?.textContent).toContain('File not there');
    expect(backend.calls).not.toContain('makeGalleryThumb');
    backend.filesAreBack = true;
    await fireEvent.click(screen.getByText('Look again'));
    await waitFor(() => expect(screen.queryByTestId('gallery-folder-gone')).toBeNull());
    await waitFor(() =>
      expect(document.querySelector('[data-index="0"]')?.textContent).not.toContain('File not there'),
    );
  });
});

describe('the trash', () => {
  const withTrash = (backend: FakeBackend) =>
    (backend.gallery = backend.gallery.map((item, index) => ({ ...item, removedAt: index < 3 ? 1 : null })));

  it('says what it is, gives back what is chosen, and leads back', async () => {
    const { room } = await openGallery(withTrash);
    await fireEvent.click(await screen.findByTestId('gallery-trash-open'));
    expect((await screen.findByTestId('gallery-trash')).textContent).toContain(
      'until you delete it for good',
    );
    await waitFor(() => expect(room.pages.total).toBe(3));
    await choose(0);
    expect(screen.queryByTestId('chosen-favourite')).toBeNull();
    await press('4', { code: 'Digit4' });
    expect(room.pages.at(0)?.rating).toBe(0);
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId('chosen-restore'));
    await waitFor(() => expect(room.pages.total).toBe(2));
    await fireEvent.click(screen.getByTestId('gallery-trash-leave'));
    await waitFor(() => expect(room.pages.total).toBe(298));
  });

  it('is emptied after one question, whose focus starts on the harmless answer', async () => {
    const { backend, room } = await openGallery(withTrash);
    room.enterTrash(true);
    await fireEvent.click(await screen.findByTestId('gallery-trash-delete'));
    const dialog = await screen.findByTestId('gallery-delete');
    expect(dialog.textContent).toContain('Delete all 3 in the trash for good?');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Not now'));
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId('gallery-delete-confirm'));
    await waitFor(() => expect(backend.gallery).toHaveLength(297));
    expect((await screen.findByTestId('gallery-nothing')).textContent).toContain('The trash is empty');
  });
});

describe('the palette', () => {
  it('leads to the search, the favourites and the reading of a picture', async () => {
    const { paletteCommands } = await import('../src/palette/commands');
    const { studio, room } = await openGallery((backend) => {
      backend.galleryFact = { favourites: 1 };
    });
    const run = (id: string) =>
      paletteCommands(studio)
        .find((command) => command.id === id)
        ?.run();
    run('favourites');
    await waitFor(() => expect(narrowings(room.pages.query)).toEqual(['favourites']));
    run('search-gallery');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('gallery-search')));
    run('read-picture');
    expect(await screen.findByTestId('foreign')).toBeDefined();
  });
});
