// The states of the gallery worth looking at.
import type { GalleryItem } from '../../src/backend';
import type { FakeBackend } from '../fakeBackend';
import { sampleBadgeItem, sampleForeign, samplePictureItem } from '../fakeGallery';
import { sampleBadge, sampleDesign } from '../fakeBadges';
import { sampleModel } from '../fakeEngine';
import { portrait } from './portrait';
import type { Hand, Look } from './states';

const trigger = 'MY_PORTRAIT_2025_A3F2';

const badge = (id: string, text: string, over: Partial<GalleryItem> = {}): GalleryItem => {
  const design = sampleDesign({ template: 'ribbon-round', texts: { text } });
  return sampleBadgeItem(id, { title: text, badge: sampleBadge(id, { name: text, design }), ...over });
};

/** As many as a person has after a year, with all that can be said of them. */
function filled(backend: FakeBackend, count = 3120): void {
  backend.models = [
    sampleModel({ id: 'model-1', name: 'My Portrait 2025', trigger }),
    sampleModel({ id: 'model-2', name: 'Desert Postcards', trigger: 'DESERT_POSTCARDS_9QK1' }),
  ];
  backend.gallery = Array.from({ length: count }, (_, index) => {
    const item = samplePictureItem(index, { createdAt: Date.now() - index * 3_600_000 });
    const own = index % 3 === 0 ? { model: 'model-1', title: `${trigger}, ${item.title}` } : {};
    return {
      ...item,
      ...own,
      rating: index % 7 === 2 ? 5 : index % 5 === 1 ? 3 : 0,
      favourite: index % 6 === 2,
      tags: index % 4 === 0 ? ['for the team', 'night'] : index % 9 === 1 ? ['print'] : [],
    };
  });
  const [first, second] = [backend.gallery[3], backend.gallery[9]];
  if (first)
    backend.gallery[3] = badge('badge-a', 'UX SCOUT', { createdAt: first.createdAt, favourite: true });
  if (second) backend.gallery[9] = badge('badge-b', 'NIGHT WATCH', { createdAt: second.createdAt });
}

const change = (backend: FakeBackend, from: number, to: number, over: Partial<GalleryItem>): void => {
  backend.gallery = backend.gallery.map((item, index) =>
    index >= from && index < to && item.kind === 'picture' ? { ...item, ...over } : item,
  );
};

/** Thumbnails as the library has them: small files that are quickly decoded, unlike drawn portraits. */
function plainThumbs(): string[] {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 320;
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
  return Array.from({ length: 24 }, (_, index) => {
    pen.fillStyle = `hsl(${index * 15} 35% 45%)`;
    pen.fillRect(0, 0, 320, 320);
    pen.fillStyle = `hsl(${index * 15 + 40} 55% 70%)`;
    pen.beginPath();
    pen.arc(160, 130 + index * 3, 40 + index * 3, 0, 7);
    pen.fill();
    return canvas.toDataURL('image/webp');
  });
}

async function enter(hand: Hand): Promise<void> {
  await hand.click('rail-gallery');
  await hand.see('gallery-shown');
  await hand.wait(900);
}

async function look(hand: Hand, index: number): Promise<void> {
  await enter(hand);
  await hand.click('gallery-cell', cellOf(index));
  (await hand.see('gallery-grid')).focus();
  await hand.key({ key: 'Enter' });
  await hand.see('gallery-large');
  await hand.wait(500);
}

const cellOf = (index: number): number =>
  [...document.querySelectorAll<HTMLElement>('[data-testid="gallery-cell"]')].findIndex(
    (cell) => cell.dataset.index === String(index),
  );

export const galleryLooks: Record<string, Look> = {
  'gallery-empty': { steps: enter },
  'gallery-full': { fill: filled, steps: enter },
  'gallery-thousands': {
    fill: (backend) => {
      filled(backend, 50_000);
      const thumbs = plainThumbs();
      backend.file = (file) => thumbs[(parseInt(/\d+/.exec(file)?.[0] ?? '0') * 7) % 24] ?? '';
    },
    steps: async (hand) => {
      await enter(hand);
      const grid = await hand.see('gallery-grid');
      grid.scrollTop = 400_000;
      await hand.wait(600);
    },
  },
  'gallery-waiting': {
    fill: (backend) => {
      filled(backend);
      backend.galleryWait = () => new Promise((done) => setTimeout(done, 700));
    },
    steps: async (hand) => {
      await enter(hand);
      (await hand.see('gallery-grid')).scrollTop = 90_000;
      await hand.wait(100);
    },
  },
  'gallery-filters': {
    fill: filled,
    steps: async (hand) => {
      await enter(hand);
      await hand.click('gallery-filters');
      await hand.see('gallery-filters-open');
      await hand.wait(300);
    },
  },
  'gallery-narrowed': {
    fill: filled,
    steps: async (hand) => {
      await enter(hand);
      await hand.type('gallery-search', 'fox lantern');
      await hand.click('gallery-filters');
      await hand.click('gallery-favourites');
      await hand.click('gallery-least-5');
      await hand.key({ key: 'Escape' });
      await hand.wait(400);
    },
  },
  'gallery-none': {
    fill: filled,
    steps: async (hand) => {
      await enter(hand);
      await hand.type('gallery-search', 'zeppelin');
      await hand.wait(300);
    },
  },
  'gallery-selected': {
    fill: filled,
    steps: async (hand) => {
      await enter(hand);
      await hand.click('gallery-cell', cellOf(1));
    },
  },
  'gallery-pair': {
    fill: filled,
    steps: async (hand) => {
      await enter(hand);
      await hand.click('gallery-cell', cellOf(0));
      await hand.click('gallery-cell', cellOf(2), { ctrlKey: true });
      (await hand.see('gallery-grid')).focus();
      await hand.key({ key: 'ArrowRight' });
    },
  },
  'gallery-menu': {
    fill: filled,
    steps: async (hand) => {
      await enter(hand);
      const cell = await hand.see('gallery-cell');
      const at = { bubbles: true, cancelable: true, clientX: 300, clientY: 160, button: 2 };
      cell.dispatchEvent(new MouseEvent('contextmenu', at));
      await hand.see('menu-look');
      await hand.wait(300);
    },
  },
  'gallery-tags': {
    fill: filled,
    steps: async (hand) => {
      await enter(hand);
      await hand.click('gallery-cell', cellOf(0));
      await hand.click('gallery-cell', cellOf(2), { ctrlKey: true });
      await hand.click('chosen-tags');
      await hand.see('gallery-tags');
      await hand.wait(300);
    },
  },
  'gallery-large': { fill: filled, steps: (hand) => look(hand, 0) },
  'gallery-large-zoomed': {
    fill: filled,
    steps: async (hand) => {
      await look(hand, 2);
      await hand.key({ key: 'z', code: 'KeyZ' });
      for (let turn = 0; turn < 4; turn++) await hand.key({ key: '+' });
    },
  },
  'gallery-large-badge': {
    fill: filled,
    steps: async (hand) => {
      await look(hand, 3);
      await hand.wait(800);
    },
  },
  'gallery-large-missing': {
    fill: (backend) => {
      filled(backend);
      change(backend, 0, 1, { isMissing: true });
    },
    steps: (hand) => look(hand, 0),
  },
  'gallery-compare': {
    fill: (backend) => {
      filled(backend);
      backend.galleryPictures.set('picture-2', { steps: 40, guidance: 7.5 });
    },
    steps: async (hand) => {
      await enter(hand);
      await hand.click('gallery-cell', cellOf(0));
      await hand.click('gallery-cell', cellOf(2), { ctrlKey: true });
      await hand.click('chosen-compare');
      await hand.see('gallery-compare');
      await hand.wait(500);
      await hand.key({ key: 'ArrowRight', shiftKey: true });
      await hand.wait(200);
    },
  },
  'gallery-foreign': {
    fill: (backend) => {
      filled(backend);
      backend.foreign = sampleForeign({
        preview: portrait('00badb'),
        loras: [
          { name: 'MyPortrait', strength: 0.8, model: 'model-1' },
          { name: 'oil-painting-v3', strength: 0.6, model: null },
        ],
        sampler: 'UniPC',
        knownSampler: null,
      });
    },
    steps: async (hand) => {
      await enter(hand);
      await hand.click('gallery-read');
      await hand.see('foreign');
      await hand.wait(400);
    },
  },
  'gallery-foreign-bare': {
    fill: (backend) => {
      filled(backend);
      backend.foreign = sampleForeign({ preview: portrait('00badb'), program: null, prompt: '', text: '' });
    },
    steps: async (hand) => {
      await enter(hand);
      await hand.click('gallery-read');
      await hand.see('foreign');
      await hand.wait(400);
    },
  },
  'gallery-trash': {
    fill: (backend) => {
      filled(backend);
      change(backend, 0, 12, { removedAt: 1 });
    },
    steps: async (hand) => {
      await enter(hand);
      await hand.click('gallery-trash-open');
      await hand.wait(400);
      await hand.click('gallery-cell', cellOf(0));
    },
  },
  'gallery-trash-question': {
    fill: (backend) => {
      filled(backend);
      change(backend, 0, 12, { removedAt: 1 });
    },
    steps: async (hand) => {
      await enter(hand);
      await hand.click('gallery-trash-open');
      await hand.wait(400);
      await hand.click('gallery-trash-delete');
      await hand.see('gallery-delete');
      await hand.wait(300);
    },
  },
  'gallery-removed': {
    fill: filled,
    steps: async (hand) => {
      await enter(hand);
      await hand.click('gallery-cell', cellOf(0));
      await hand.click('chosen-remove');
      await hand.wait(400);
    },
  },
  'gallery-missing': {
    fill: (backend) => {
      filled(backend);
      change(backend, 1, 3, { isMissing: true });
      change(backend, 5, 7, { isMissing: true, thumb: null });
      backend.galleryFact = { folderGone: true };
    },
    steps: enter,
  },
  'gallery-drop': {
    fill: filled,
    steps: async (hand, backend) => {
      await enter(hand);
      backend.emit({ type: 'dropHovered', files: 1, folders: 0, models: 0 });
      await hand.wait(300);
    },
  },
};
