// The samples of a run as a table: a row for each prompt, a column for each step. Must not know how it is drawn.
import type { RunSample } from '$backend';

export type SampleRow = { index: number; prompt: string; cells: (RunSample | undefined)[] };
export type SampleTable = { steps: number[]; rows: SampleRow[] };

export function sampleTable(samples: RunSample[]): SampleTable {
  const ascending = (a: number, b: number) => a - b;
  const steps = [...new Set(samples.map((sample) => sample.step))].sort(ascending);
  const indexes = [...new Set(samples.map((sample) => sample.index))].sort(ascending);
  const rows = indexes.map((index) => {
    const own = samples.filter((sample) => sample.index === index);
    return {
      index,
      prompt: own[0]?.prompt ?? '',
      cells: steps.map((step) => own.find((sample) => sample.step === step)),
    };
  });
  return { steps, rows };
}

/** The step of the next samples, from the distance of the last two; `null` where it is not known. */
export function nextSampleStep(steps: number[], total: number): number | null {
  const [before, last] = steps.slice(-2);
  if (before === undefined || last === undefined || last >= total) return null;
  return Math.min(total, last + last - before);
}
