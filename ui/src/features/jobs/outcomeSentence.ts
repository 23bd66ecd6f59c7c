// What an ended import did, in one sentence.
import type { Job } from '$backend';
import { t } from '$shared/words.svelte';

export function outcomeSentence(job: Job): string {
  const { added, alreadyThere } = job.report;
  if (job.state.status === 'cancelled') return t('import-stopped', { added });
  if (added === 0 && alreadyThere > 0) return t('import-nothing-new', { there: alreadyThere });
  if (alreadyThere > 0) return t('import-added-some', { added, there: alreadyThere });
  return t('import-added', { added });
}
