// How a guest's job is told in the queue. Must not know where it stands.
import type { BotJobFailure, BotJobLine } from '$backend';
import { t } from '$shared/words.svelte';

const failures: Record<BotJobFailure, string> = {
  drawing: 'bot-job-failed-drawing',
  heldBack: 'bot-job-failed-held-back',
  undrawable: 'bot-job-failed-undrawable',
  budget: 'bot-job-failed-budget',
  modelGone: 'bot-job-failed-model-gone',
  forbidden: 'bot-job-failed-forbidden',
};

export function jobStand({ state, isDrawnNow }: BotJobLine): string {
  switch (state.status) {
    case 'drawing':
      return t(isDrawnNow ? 'bot-job-drawing' : 'bot-job-waiting');
    case 'drawn':
      return t('bot-job-drawn');
    case 'sent':
      return t('bot-job-sent');
    case 'failed':
      return t(failures[state.reason]);
    case 'cancelled':
      return t('bot-job-cancelled');
  }
}
