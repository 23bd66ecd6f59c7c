// How guests are told and put in order. Must not know the list.
import type { GuestAccess, GuestLine } from '$backend';
import { t, words } from '$shared/words.svelte';

const accessNames: Record<GuestAccess, string> = {
  owner: 'bot-guest-owner',
  allowed: 'bot-guest-allowed',
  waiting: 'bot-guest-waiting',
  banned: 'bot-guest-is-banned',
};

export const accessName = (access: GuestAccess): string => t(accessNames[access]);

const order: GuestAccess[] = ['waiting', 'owner', 'allowed', 'banned'];

/** Who asked comes first, who is not answered last; within these as they came. */
export const inOrder = (guests: GuestLine[]): GuestLine[] =>
  [...guests].sort((a, b) => order.indexOf(a.guest.access) - order.indexOf(b.guest.access));

/** "@annak_ux, 512000077". */
export const guestAddress = ({ guest: { username, telegram } }: GuestLine): string =>
  words.list([...(username === null ? [] : [`@${username}`]), String(telegram)]);

/** Up to two letters that stand for a name. */
export function initials(name: string): string {
  const letters = name.split(/\s+/).map((word) => /\p{L}|\p{N}/u.exec(word)?.[0] ?? '');
  return letters.join('').slice(0, 2).toUpperCase();
}

/** "25" gives 25 and nothing gives `null`, the bot's own; anything else gives `undefined`. */
export function quotaOf(typed: string): number | null | undefined {
  if (typed === '') return null;
  const quota = /^\d{1,4}$/.test(typed) ? Number(typed) : NaN;
  return quota >= 1 && quota <= 1000 ? quota : undefined;
}
