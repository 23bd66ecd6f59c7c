// What the gallery is asked for: the question that narrows nothing, which parts of a question narrow, and how days
// become moments. Must not know the controls.
import type { GalleryQuery } from '$backend';

export const everything: GalleryQuery = {
  words: '',
  kind: null,
  model: null,
  seed: null,
  from: null,
  until: null,
  rating: 0,
  favourites: false,
  tag: null,
  missing: false,
  trash: false,
  order: 'newest',
};

/** The parts of a question that a person chooses to see less. */
export type Narrowing =
  'words' | 'kind' | 'model' | 'seed' | 'from' | 'until' | 'rating' | 'favourites' | 'tag' | 'missing';

const parts: Narrowing[] = [
  'words',
  'kind',
  'model',
  'tag',
  'rating',
  'favourites',
  'seed',
  'from',
  'until',
  'missing',
];

/** What narrows now, in the order of the controls. */
export const narrowings = (query: GalleryQuery): Narrowing[] =>
  parts.filter((part) => (part === 'words' ? query.words.trim() !== '' : query[part] !== everything[part]));

/** The same without one part of it. */
export const widened = (query: GalleryQuery, part: Narrowing): GalleryQuery => ({
  ...query,
  [part]: everything[part],
});

/** The same with nothing that narrows; order and trash stay. */
export const unnarrowed = ({ trash, order }: GalleryQuery): GalleryQuery => ({ ...everything, trash, order });

/** Midnight at the beginning of a day as a date field has it, "2026-11-26", here; `null` for none. */
export function dayStart(day: string, later = 0): number | null {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return null;
  return new Date(year, month - 1, date + later).getTime();
}

/** The day of a moment, as a date field has it. */
export function dayOf(at: number | null, earlier = 0): string {
  if (at === null) return '';
  const date = new Date(at);
  date.setDate(date.getDate() - earlier);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
