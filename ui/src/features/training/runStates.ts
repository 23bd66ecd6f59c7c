// What a run's state means for the views: whether it still goes on, and how far it has come.
// Must not know how that is shown.
import type { TrainingRun } from '$backend';

/** Nothing more will happen to it by itself. */
export function isEnded({ state }: TrainingRun): boolean {
  return state.state === 'ready' || state.state === 'cancelled' || state.state === 'failed';
}

/** Another run trains first, nobody has begun it, or a person has to answer. */
export const isWaiting = ({ state, recipe }: TrainingRun): boolean =>
  state.state === 'draft' ||
  state.state === 'quoted' ||
  // At a provider nobody here is in its way, and it is watched like one that trains.
  (state.state === 'queued' && recipe.provider === 'local');

export const isGoingOn = (run: TrainingRun): boolean => !isEnded(run) && !isWaiting(run);

/** It can be taken up again where it stopped. */
export const canGoOn = ({ state }: TrainingRun): boolean => state.state === 'failed' && state.retry !== null;

/** Part of the training done, 0 to 1; `null` where there is nothing to measure yet. */
export function trainedShare({ state }: TrainingRun): number | null {
  return state.state === 'training' && state.total > 0 ? Math.min(1, state.step / state.total) : null;
}
