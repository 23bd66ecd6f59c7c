// The rule of trigger words as the field checks it while typing; the Rust side has the last word.
const TRIGGER = /^[A-Z0-9_]{2,48}$/;

/** The message that refuses the word, or nothing when it may be used. */
export function triggerRefusal(word: string): string | null {
  if (TRIGGER.test(word)) return null;
  return /^[A-Z0-9_]*$/.test(word) ? 'datasets-trigger-length' : 'datasets-trigger-letters';
}

/** A trigger word before a prompt, as models get it: it says nothing to people. */
const BEFORE_PROMPT = /^[A-Z0-9_]+_[A-Z0-9]{4},\s*/;

export const withoutTrigger = (prompt: string): string => prompt.replace(BEFORE_PROMPT, '');
