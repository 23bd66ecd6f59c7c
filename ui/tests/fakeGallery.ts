// What hangs in the gallery of the fake backend, and how it is searched there. Never shipped.
import type {
  ForeignPicture,
  GalleryFacts,
  GalleryItem,
  GalleryPicture,
  GalleryQuery,
  Picture,
} from '../src/backend';
import { sampleBadge } from './fakeBadges';
import { samplePicture, sampleRequest } from './fakeEngine';

const prompts = [
  'a fox holding a lantern, night sky',
  'astronaut holding a telescope, watercolor',
  'portrait in cyberpunk style, neon rain at night, teal and orange light',
  'samurai holding a sword, cartoon illustration',
  'an owl reading a book in a library, warm light',
  'a raccoon herald with a banner, golden hour',
  'sailor with a compass, stormy sea',
];

const sides = [
  [512, 512],
  [512, 768],
  [768, 512],
  [1024, 1024],
] as const;

const NEWEST = 1_763_700_000_000;
const MINUTE = 60_000;

/** The newest first: each is older than the one before it. */
export function samplePictureItem(index: number, over: Partial<GalleryItem> = {}): GalleryItem {
  const [width, height] = sides[index % sides.length] ?? sides[0];
  return {
    id: `picture-${index}`,
    kind: 'picture',
    title: prompts[index % prompts.length] ?? '',
    model: null,
    file: `pictures/2026-11/picture-${index}.png`,
    thumb: `thumbs/${index}.webp`,
    badge: null,
    width,
    height,
    seed: String(1000 + index),
    rating: 0,
    favourite: false,
    tags: [],
    isMissing: false,
    createdAt: NEWEST - index * MINUTE,
    removedAt: null,
    ...over,
  };
}

export function sampleBadgeItem(id: string, over: Partial<GalleryItem> = {}): GalleryItem {
  const badge = sampleBadge(id);
  return {
    ...samplePictureItem(0),
    id,
    kind: 'badge',
    title: badge.name,
    file: null,
    thumb: null,
    badge,
    width: 0,
    height: 0,
    seed: null,
    ...over,
  };
}

export const samplePictures = (count: number): GalleryItem[] =>
  Array.from({ length: count }, (_, index) => samplePictureItem(index));

/** A picture with everything that is known of it. */
export function sampleGalleryPicture(item: GalleryItem, over: Partial<Picture> = {}): GalleryPicture {
  const { id, width, height, seed, title, model, createdAt } = item;
  const request = sampleRequest({ prompt: title, seed, count: 1, model, width, height });
  const picture = {
    ...samplePicture(`drawing-of-${id}`, request, 0),
    id,
    file: item.file ?? '',
    hash: [...id]
      .map((letter) => letter.charCodeAt(0).toString(16))
      .join('')
      .padEnd(64, '0'),
    createdAt,
    ...over,
  };
  const made = `Steps: ${picture.steps}, Sampler: DPM++ 2M, CFG scale: 5, Seed: ${seed}, Size: ${width}x${height}`;
  return {
    item,
    picture,
    request: { ...request, steps: picture.steps, guidance: picture.guidance },
    text: `${title}\n${made}`,
    bytes: item.isMissing ? null : '412345',
  };
}

export const sampleForeign = (over: Partial<ForeignPicture> = {}): ForeignPicture => ({
  fileName: '00042-271828.png',
  width: 512,
  height: 768,
  preview: 'preview:foreign',
  program: 'a1111',
  prompt: 'portrait of a lighthouse keeper, oil painting',
  negativePrompt: 'blurry, watermark',
  seed: '271828',
  steps: 28,
  guidance: 7,
  sampler: 'DPM++ 2M Karras',
  knownSampler: 'dpmPlusPlus2M',
  modelName: 'dreamshaper_8',
  loras: [],
  text: 'portrait of a lighthouse keeper, oil painting\nNegative prompt: blurry, watermark\nSteps: 28',
  ...over,
});

const begins = (text: string, word: string): boolean =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}_]+/u)
    .some((each) => each.startsWith(word));

function matches(item: GalleryItem, query: GalleryQuery): boolean {
  const text = [item.title, ...item.tags].join(' ');
  const words = query.words.toLowerCase().split(/\s+/).filter(Boolean);
  return (
    (item.removedAt !== null) === query.trash &&
    words.every((word) => begins(text, word)) &&
    (query.kind === null || item.kind === query.kind) &&
    (query.model === null || item.model === query.model) &&
    (query.seed === null || item.seed === query.seed) &&
    (query.from === null || item.createdAt >= query.from) &&
    (query.until === null || item.createdAt < query.until) &&
    item.rating >= query.rating &&
    (!query.favourites || item.favourite) &&
    (query.tag === null || item.tags.includes(query.tag)) &&
    (!query.missing || item.isMissing)
  );
}

export function listed(items: GalleryItem[], query: GalleryQuery): GalleryItem[] {
  const found = items.filter((item) => matches(item, query));
  const newest = (a: GalleryItem, b: GalleryItem) => b.createdAt - a.createdAt;
  if (query.order === 'oldest') return found.sort((a, b) => newest(b, a));
  if (query.order === 'bestRated') return found.sort((a, b) => b.rating - a.rating || newest(a, b));
  return found.sort(newest);
}

function counted<T>(values: T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

export function factsOf(items: GalleryItem[], names: (model: string) => string): GalleryFacts {
  const kept = items.filter((item) => item.removedAt === null);
  const pictures = kept.filter((item) => item.kind === 'picture');
  return {
    pictures: pictures.length,
    badges: kept.length - pictures.length,
    trash: items.length - kept.length,
    missing: pictures.filter((item) => item.isMissing).length,
    favourites: kept.filter((item) => item.favourite).length,
    models: counted(pictures.flatMap(({ model }) => (model === null ? [] : [model]))).map(
      ([model, count]) => ({
        model,
        name: names(model),
        count,
      }),
    ),
    tags: counted(kept.flatMap(({ tags }) => tags)).map(([tag, count]) => ({ tag, count })),
    folderGone: false,
  };
}
