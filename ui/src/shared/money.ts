// Dollars as people type and read them, to and from the exact micro-dollars that cross the border as text.
// Must not use floating point: a sum is never rounded on the way.
import { words } from './words.svelte';

const MICRO_DIGITS = 6;
const CENT = 10_000n;

/** "2000000" gives "2.00"; more decimals only when they say something. */
export function dollarsOf(micros: string, decimalSign = '.'): string {
  const negative = micros.startsWith('-');
  const digits = micros.replace('-', '').padStart(MICRO_DIGITS + 1, '0');
  const whole = digits.slice(0, -MICRO_DIGITS);
  const cents = digits.slice(-MICRO_DIGITS).replace(/0{1,4}$/, '');
  return `${negative ? '-' : ''}${whole}${decimalSign}${cents.padEnd(2, '0')}`;
}

/** "2000000" gives "$2.00", as the language writes it. */
export function priceOf(micros: string): string {
  const sign = words.tag === 'ru' ? ',' : '.';
  return micros.startsWith('-') ? `-$${dollarsOf(micros.slice(1), sign)}` : `$${dollarsOf(micros, sign)}`;
}

/** A sum of a cent and more in whole cents, rounded up: an estimate says no less than it reckons. */
export function estimateOf(micros: string): string {
  const exact = BigInt(micros);
  return priceOf(exact < CENT ? micros : String(((exact + CENT - 1n) / CENT) * CENT));
}

/** "20", "2.5" or "2,50" give micro-dollars; anything else gives `null`. */
export function microsOf(dollars: string): string | null {
  const match = /^(\d{1,9})(?:[.,](\d{1,6}))?$/.exec(dollars.trim().replace(/^\$/, ''));
  if (!match) return null;
  const [, whole = '0', decimals = ''] = match;
  return BigInt(whole + decimals.padEnd(MICRO_DIGITS, '0')).toString();
}
