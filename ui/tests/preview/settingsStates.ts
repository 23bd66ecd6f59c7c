// The states of the settings worth looking at.
import { sampleMovePlan } from '../fakeMove';
import { sampleBackups, sampleRequests } from '../fakeSettings';
import type { FakeBackend } from '../fakeBackend';
import type { Hand, Look } from './states';

function used(backend: FakeBackend): void {
  backend.backups = sampleBackups(Date.now());
  backend.requestsSent = sampleRequests(Date.now());
  backend.updatePlace = 'updates.example.org';
  backend.update = {
    kind: 'newer',
    version: '0.2.0',
    notes: 'Grids of strength and prompt.\nThe bot answers twice as fast.',
    host: 'example.org',
  };
}

function hasMoved(backend: FakeBackend): void {
  used(backend);
  const { from, to, bytes } = sampleMovePlan();
  backend.libraryPath = to;
  backend.left = { path: from, bytes };
  backend.notices = [{ kind: 'libraryMoved', from, to }];
}

async function open(hand: Hand, at: string): Promise<HTMLElement> {
  await hand.click('rail-settings');
  const found = await hand.see(at);
  await hand.wait(300);
  return found;
}

async function show(hand: Hand, at: string): Promise<void> {
  (await hand.see(at)).scrollIntoView({ block: 'center' });
  await hand.wait(200);
}

export const settingsLooks: Record<string, Look> = {
  'settings-log': {
    fill: used,
    steps: async (hand) => {
      await open(hand, 'requests-fold');
      await hand.click('requests-fold');
      await hand.see('request');
      await show(hand, 'requests');
    },
  },
  'settings-log-empty': {
    steps: async (hand) => {
      await open(hand, 'requests-fold');
      await hand.click('requests-fold');
      await show(hand, 'requests-fold');
    },
  },
  'settings-library': {
    fill: used,
    steps: async (hand) => {
      await open(hand, 'backups');
      await hand.click('updates-look');
      await hand.see('updates-finding');
      await show(hand, 'licences-open');
    },
  },
  'settings-library-new': {
    steps: async (hand) => {
      await open(hand, 'updates-place');
      await show(hand, 'licences-open');
    },
  },
  'settings-restore': {
    fill: used,
    steps: async (hand) => {
      await open(hand, 'backups');
      await hand.click('backup-restore', 1);
      await hand.see('restore-dialog');
    },
  },
  'settings-licences': {
    fill: used,
    steps: async (hand) => {
      await open(hand, 'licences-open');
      await hand.click('licences-open');
      await hand.see('licence');
      await hand.wait(200);
    },
  },
  'settings-move': {
    fill: used,
    steps: async (hand) => {
      await open(hand, 'library-move');
      await show(hand, 'backups');
      await hand.click('library-move');
      await hand.see('move-dialog');
    },
  },
  'settings-move-refused': {
    fill: (backend) => {
      used(backend);
      backend.refuse.set('chooseLibraryFolder', {
        code: 'unknown',
        message: '/media/anna/Big disk/Photos is not empty.',
        hint: 'Choose an empty folder, or make a new one.',
      });
    },
    steps: async (hand) => {
      await open(hand, 'library-move');
      await show(hand, 'backups');
      await hand.click('library-move');
    },
  },
  'settings-left': {
    fill: hasMoved,
    steps: async (hand) => {
      await open(hand, 'left-library');
      await show(hand, 'library-path');
    },
  },
  'settings-left-delete': {
    fill: hasMoved,
    steps: async (hand) => {
      await open(hand, 'left-library');
      await hand.click('left-delete');
      await hand.see('left-dialog');
    },
  },
  'settings-left-gone': {
    fill: hasMoved,
    steps: async (hand) => {
      await open(hand, 'left-library');
      await show(hand, 'library-path');
      await hand.click('left-delete');
      await hand.click('left-confirm');
      await hand.see('left-gone');
    },
  },
  'library-moving': {
    unopened: true,
    fill: (backend) => backend.startMoving('3104000000', '12000000000'),
    steps: async (hand) => void (await hand.see('library-moving')),
  },
  'library-moving-cancelled': {
    unopened: true,
    fill: (backend) => backend.startMoving('3104000000', '12000000000'),
    steps: async (hand) => {
      await hand.click('moving-cancel');
      await hand.wait(100);
    },
  },
  'library-moving-copied': {
    unopened: true,
    fill: (backend) => backend.startMoving('12000000000', '12000000000'),
    steps: async (hand) => void (await hand.see('library-moving')),
  },
  'settings-restored': {
    fill: (backend) => {
      used(backend);
      backend.notices = [
        { kind: 'restored', backupAt: Date.now() - 3e8, kept: 'replaced-1763700000000.db' },
        { kind: 'restoreFailed', name: 'blazon-1763700000000.db' },
        { kind: 'restoreWaits' },
      ];
    },
  },
};
