// Which message tells which notice of the library. The terminal uses the same messages.
import type { Notice } from '$backend';
import type { Words } from '$shared/words.svelte';

export function noticeSentence(notice: Notice, words: Words): string {
  switch (notice.kind) {
    case 'restoredFromBackup':
      return notice.backupAt === null
        ? words.text('notice-restored-without-backup', { path: notice.movedTo })
        : words.text('notice-restored-from-backup', {
            when: words.moment(notice.backupAt),
            path: notice.movedTo,
          });
    case 'restored':
      return words.text('notice-restored', { when: words.moment(notice.backupAt), kept: notice.kept });
    case 'restoreFailed':
      return words.text('notice-restore-failed', { name: notice.name });
    case 'restoreWaits':
      return words.text('notice-restore-waits');
    case 'keysInFile':
      return words.text('notice-keys-in-file', { path: notice.path });
    case 'diskFull':
      return words.text('notice-disk-full');
    case 'libraryMoved':
      return words.text('notice-library-moved', { from: notice.from, to: notice.to });
    case 'libraryNotMoved':
      return words.text('notice-library-not-moved', { to: notice.to, why: notice.why });
  }
}
