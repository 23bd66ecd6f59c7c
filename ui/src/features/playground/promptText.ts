// What is to be seen in a prompt: the trigger word where a person wrote it, words that the base does not know, words
// that are sent as others. Places are in UTF-16 units, as JavaScript counts. Must not know how that is drawn.
import type { PromptWord } from '$backend';

export type Range = { start: number; end: number };
export type Piece = { text: string; kind: 'plain' | 'trigger' | 'unknown' | 'translated' };

const partOfWord = /[\p{L}\p{N}_]/u;

/** Where `trigger` stands in `text` as a word of its own, in any case; there it is not put first again. */
export function triggerRanges(text: string, trigger: string): Range[] {
  const ranges: Range[] = [];
  const [where, what] = [text.toLowerCase(), trigger.toLowerCase()];
  for (let start = where.indexOf(what); start >= 0; start = where.indexOf(what, start + 1)) {
    const end = start + what.length;
    const alone = !partOfWord.test(text[start - 1] ?? ' ') && !partOfWord.test(text[end] ?? ' ');
    if (alone) ranges.push({ start, end });
  }
  return ranges;
}

/** The words that still stand where they were found; the text may have been changed since. */
export const standing = (text: string, words: PromptWord[]): PromptWord[] =>
  words.filter(({ start, length, word }) => text.slice(start, start + length) === word);

export function pieces(text: string, words: PromptWord[], triggers: Range[]): Piece[] {
  const marked = [
    ...triggers.map((range) => ({ ...range, kind: 'trigger' as const })),
    ...standing(text, words).map(({ start, length, sentAs }) => ({
      start,
      end: start + length,
      kind: sentAs === null ? ('unknown' as const) : ('translated' as const),
    })),
  ].sort((a, b) => a.start - b.start);
  const found: Piece[] = [];
  let at = 0;
  for (const { start, end, kind } of marked) {
    if (start < at) continue;
    if (start > at) found.push({ text: text.slice(at, start), kind: 'plain' });
    found.push({ text: text.slice(start, end), kind });
    at = end;
  }
  if (at < text.length) found.push({ text: text.slice(at), kind: 'plain' });
  return found;
}

export const withWord = (text: string, { start, length }: PromptWord, word: string): string =>
  text.slice(0, start) + word + text.slice(start + length);

/** The text without a trigger word at its very front, where the chip stands for it. */
export function withoutLeading(text: string, trigger: string): string | null {
  const [first] = triggerRanges(text, trigger);
  if (!first || text.slice(0, first.start).trim() !== '') return null;
  return text.slice(first.end).replace(/^\s*,?\s*/, '');
}
