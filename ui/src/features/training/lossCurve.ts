// The loss as a curve: the raw values and their mean over the steps before. Must not know how it is drawn.
import type { LossPoint } from '$backend';

/** Steps over which the mean is taken; early points have fewer before them. */
export const SMOOTHED_OVER = 20;

export type LossCurve = { steps: number[]; raw: number[]; smooth: number[] };

/** Points without a finite loss are left out. */
export function lossCurve(points: LossPoint[]): LossCurve {
  const curve: LossCurve = { steps: [], raw: [], smooth: [] };
  let sum = 0;
  let from = 0;
  for (const { step, loss } of points) {
    if (loss === null || !Number.isFinite(loss)) continue;
    curve.steps.push(step);
    curve.raw.push(loss);
    sum += loss;
    while ((curve.steps[from] ?? step) <= step - SMOOTHED_OVER) sum -= curve.raw[from++] ?? 0;
    curve.smooth.push(sum / (curve.raw.length - from));
  }
  return curve;
}
