// What stands beside and below a stage: how far it is, and what there is to know. Only what is known is said.
import type { RunDetails, TrainingRun } from '$backend';
import { timeLeft } from '$features/jobs/timeLeft';
import { isHosted, providerName } from '$features/hosted/providers';
import { byteSize } from '$shared/byteSize';
import { t, words } from '$shared/words.svelte';
import { lastStep, type Stage } from './runStages';

export function stageProgress(
  stage: Stage,
  { state }: TrainingRun,
): { percent: string; left?: string } | null {
  if (stage.mood !== 'now' || stage.share === null) return null;
  const percent = t('training-percent', { percent: Math.floor(stage.share * 100) });
  const left = state.state === 'training' && state.eta !== null ? timeLeft(state.eta) : undefined;
  return { percent, left };
}

export function stageHint(stage: Stage, run: TrainingRun, details: RunDetails | undefined): string {
  switch (stage.id) {
    case 'preparing':
      return preparing(stage, run, details);
    case 'training':
      return training(stage, run, details);
    case 'completed':
      return completed(stage, run);
  }
}

function preparing(stage: Stage, { state }: TrainingRun, details: RunDetails | undefined): string {
  if (stage.mood === 'failed') return t('training-stopped-before');
  if (state.state === 'quoted') return t('training-waits-for-answer');
  if (state.state === 'uploading')
    return t('training-uploading', { sent: byteSize(state.sent), total: byteSize(state.total) });
  if (state.state === 'submitting') return t('training-submitting');
  if (stage.mood === 'now') return t(state.state === 'packing' ? 'training-packing' : 'training-preparing');
  if (!details || details.photos === 0) return '';
  const photos = t('training-photos', { count: details.photos });
  const quote = details.hosted?.quote;
  return quote ? words.list([photos, byteSize(quote.archiveBytes)]) : photos;
}

function training(stage: Stage, run: TrainingRun, details: RunDetails | undefined): string {
  const { state, recipe } = run;
  const step = lastStep(run, details);
  const total = state.state === 'training' ? state.total : recipe.steps;
  const loss = details?.losses[details.losses.length - 1]?.loss ?? null;
  if (state.state === 'queued') return queueSentence(run);
  if (stage.mood === 'failed' || (step > 0 && (state.state === 'cancelled' || state.state === 'cancelling')))
    return t('training-stopped-at', { step, total });
  if (stage.mood === 'now') return t('training-step', { step, total });
  if (stage.mood !== 'done') return '';
  return loss === null
    ? t('training-all-steps', { steps: total })
    : t('training-all-steps-and-loss', { steps: total, loss: words.number(loss, 3) });
}

function completed(stage: Stage, { state }: TrainingRun): string {
  if (stage.mood === 'done') return t('training-checked');
  if (stage.mood === 'now')
    return t(state.state === 'downloading' ? 'training-fetching' : 'training-checking');
  return t('training-check-ahead');
}

/** Where a run stands that waits its turn. */
export function queueSentence({ state, recipe }: TrainingRun): string {
  const { provider } = recipe;
  if (isHosted(provider)) {
    const place = state.state === 'queued' && state.position !== null ? state.position + 1 : 0;
    return t('training-queued-there', { provider: providerName(provider), place });
  }
  if (state.state !== 'queued' || state.position === null) return t('training-queued');
  return state.position === 0
    ? t('training-queued-next')
    : t('training-queued-place', { place: state.position + 1 });
}
