// How a command is named: in the language on screen, found by either.
import { t, words, type WordArguments } from '$shared/words.svelte';

export const named = (id: string, args?: WordArguments) => ({
  label: t(id, args),
  keywords: [words.otherwise(id, args)],
});

/** A name with another message inside. */
export const namedWith = (id: string, argument: string, inner: string) => ({
  label: t(id, { [argument]: t(inner) }),
  keywords: [words.otherwise(id, { [argument]: words.otherwise(inner) })],
});
