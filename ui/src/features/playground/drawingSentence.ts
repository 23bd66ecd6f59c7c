// Which message tells where a drawing stands, how it was made, and why it failed.
import type { DrawFailure, Drawing } from '$backend';
import { timeLeft } from '$features/jobs/timeLeft';
import { t, words } from '$shared/words.svelte';

export function standSentence(drawing: Drawing, secondsLeft: number | undefined): string {
  const { state, pictures, request } = drawing;
  const [ready, count] = [pictures.length, request.count];
  switch (state.status) {
    case 'queued':
      return t('playground-queued');
    case 'running':
      return secondsLeft === undefined
        ? t('playground-ready', { ready, count })
        : t('playground-ready-and-left', { ready, count, left: timeLeft(secondsLeft) });
    case 'succeeded':
      return madeSentence(drawing);
    case 'failed':
    case 'cancelled':
      return t('playground-stopped', { ready, count });
  }
}

/** "20 steps, guidance 5, 128 × 128, seed 271828". */
export function madeSentence({ request }: Drawing): string {
  return t('playground-made', {
    steps: request.steps,
    guidance: words.number(request.guidance ?? 0, 1),
    width: String(request.width),
    height: String(request.height),
    seed: request.seed ?? '',
  });
}

export function failureSentence(reason: DrawFailure): string {
  switch (reason) {
    case 'baseUnusable':
      return t('drawing-failed-base');
    case 'loraUnusable':
      return t('drawing-failed-lora');
    case 'outOfMemory':
      return t('drawing-failed-memory');
    case 'diskFull':
      return t('drawing-failed-disk-full');
    case 'engineEnded':
      return t('drawing-failed-engine');
  }
}
