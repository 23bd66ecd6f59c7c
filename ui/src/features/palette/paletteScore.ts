// How well a command answers what was typed: the start of its name, of a word, or the words in any order.
// The command's own identifier is not searched; its names are.

export function paletteScore(_id: string, typed: string, names: string[] = []): number {
  const wanted = fold(typed).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return 1;
  return Math.max(0, ...names.map((name, place) => score(fold(name), wanted) * (place === 0 ? 1 : 0.8)));
}

function score(name: string, wanted: string[]): number {
  if (name.startsWith(wanted.join(' '))) return 1;
  const parts = name.split(/[\s,.«»"-]+/);
  if (wanted.every((word) => parts.some((part) => part.startsWith(word)))) return 0.8;
  return wanted.every((word) => name.includes(word)) ? 0.4 : 0;
}

const fold = (text: string): string => text.toLocaleLowerCase().replaceAll('ё', 'е').trim();
