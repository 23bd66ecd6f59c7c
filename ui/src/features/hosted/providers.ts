// What is known of the places where a training goes: their proper names, and how a price is said.
// Must not know any screen.
import type { Price, ProviderId } from '$backend';
import { priceOf } from '$shared/money';
import { t } from '$shared/words.svelte';

export type HostedId = Exclude<ProviderId, 'local'>;

const names: Record<HostedId, string> = { fal: 'fal.ai', replicate: 'Replicate' };

export const hostedProviders: HostedId[] = ['fal', 'replicate'];

export const isHosted = (provider: ProviderId): provider is HostedId => provider !== 'local';

/** The proper name, which no language translates. */
export const providerName = (provider: HostedId): string => names[provider];

/** "$2.00 for 1000 steps", "$0.001525 a second". */
export const priceLine = ({ amount, per, unit }: Price): string =>
  t('price-line', { amount: priceOf(amount), per, unit });

/** "Price list of 20 November 2026". */
export function listDate(price: Price, language: string): string {
  const read = new Date(`${price.listedOn}T12:00:00Z`);
  return Number.isNaN(read.getTime())
    ? price.listedOn
    : new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(read);
}
