// How well a command answers what was typed: the start of its name, of a word, or the words in any order; also when the
// keyboard stood on the other language. The command's own identifier is not searched; its names are.

const QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const RUSSIAN = 'йцукенгшщзхъфывапролджэячсмитьбюё';

/** From 0, no answer, to 1; the first name is the one on screen. */
export function paletteScore(typed: string, names: string[]): number {
  const score = scoreOf(fold(typed), names);
  return score > 0 ? score : 0.5 * scoreOf(fold(otherLayout(typed)), names);
}

function scoreOf(typed: string, names: string[]): number {
  const wanted = typed.split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return 1;
  return Math.max(0, ...names.map((name, place) => nameScore(fold(name), wanted) * (place === 0 ? 1 : 0.8)));
}

function nameScore(name: string, wanted: string[]): number {
  if (name.startsWith(wanted.join(' '))) return 1;
  const parts = name.split(/[\s,.:«»"_-]+/);
  if (wanted.every((word) => parts.some((part) => part.startsWith(word)))) return 0.8;
  return wanted.every((word) => name.includes(word)) ? 0.4 : 0;
}

/** The same keys on the other layout: "ufkthtz" is "галерея". */
const otherLayout = (typed: string): string =>
  [...typed.toLocaleLowerCase()]
    .map((key) => RUSSIAN[QWERTY.indexOf(key)] ?? QWERTY[RUSSIAN.indexOf(key)] ?? key)
    .join('');

const fold = (text: string): string => text.toLocaleLowerCase().replaceAll('ё', 'е').trim();
