// What a refused or failed call has to say, for a place of its own beside what asked. Must not know which call it was.
import { BackendError } from '$backend';

/** What happened and, where it is known, what to do. */
export function refusalSentence(refusal: unknown): string {
  const message = refusal instanceof Error ? refusal.message : String(refusal);
  const hint = refusal instanceof BackendError ? refusal.hint : null;
  return hint ? `${message} ${hint}` : message;
}

/** What happened alone. */
export function refusalMessage(refusal: unknown): string {
  return refusal instanceof BackendError ? refusal.message : String(refusal);
}
