// A measured time left in words a person would use: rounded the more, the longer it is.
import { t } from '$shared/words.svelte';

export function timeLeft(seconds: number): string {
  if (seconds < 5) return t('import-left-moments');
  if (seconds < 55) return t('import-left-seconds', { seconds: Math.ceil(seconds / 5) * 5 });
  return t('import-left-minutes', { minutes: Math.max(1, Math.round(seconds / 60)) });
}
