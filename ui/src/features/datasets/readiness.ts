// What this version can honestly say about a dataset, from the number of photos and the sizes it has read.
// Must not guess: a photo that was not read yet is not counted as good.
export const NEEDED = 5;
export const ADVISED = 10;

export type Readiness = {
  amount: 'none' | 'tooFew' | 'few' | 'enough';
  small: number;
  /** Photos whose size has been read. */
  known: number;
  total: number;
};

export function readiness(total: number, known: number, small: number): Readiness {
  return { amount: amount(total), small, known, total };
}

function amount(total: number): Readiness['amount'] {
  if (total === 0) return 'none';
  if (total < NEEDED) return 'tooFew';
  return total < ADVISED ? 'few' : 'enough';
}
