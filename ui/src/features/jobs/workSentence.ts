// What a running job does, in the words of its person.
import type { Job } from '$backend';
import { t } from '$shared/words.svelte';

export function workSentence(job: Job, name: string | undefined): string {
  const known = name ?? '';
  const counted = job.state.status === 'running' && job.state.total !== null;
  switch (job.kind) {
    case 'import':
      if (!counted) return t('import-looking');
      return name === undefined ? t('import-adding') : t('import-adding-to', { name });
    case 'archive':
      return t('job-packing', { name: known });
    case 'export':
      return t('job-exporting', { name: known });
    case 'measure':
      return t('job-measuring', { name: known });
    case 'faces':
      return t('job-looking-for-faces', { name: known });
  }
}
