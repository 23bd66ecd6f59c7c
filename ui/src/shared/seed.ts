// Seeds: any unsigned whole number of 64 bits, as decimal text. Must not use JavaScript's numbers, which end at 2^53.
const LARGEST = 2n ** 64n - 1n;

export const isSeed = (text: string): boolean => /^\d{1,20}$/.test(text) && BigInt(text) <= LARGEST;

/** A seed from the system's source of chance. */
export function newSeed(): string {
  const [seed = 0n] = crypto.getRandomValues(new BigUint64Array(1));
  return seed.toString();
}

/** The seed of the picture `by` places after the one with `seed`; after the largest comes 0. */
export const seedAfter = (seed: string, by: number): string =>
  BigInt.asUintN(64, BigInt(seed) + BigInt(by)).toString();
