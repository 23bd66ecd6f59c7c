// The states of a newcomer's way worth looking at: each room with what is done and the next step.
import type { FakeBackend } from '../fakeBackend';
import { sampleBadge } from '../fakeBadges';
import { sampleDrawing } from '../fakeEngine';
import { sampleBadgeItem, samplePictures } from '../fakeGallery';
import type { Hand, Look } from './states';
import { done, running } from './trainingStates';

function drawn(backend: FakeBackend): void {
  done(backend);
  backend.drawings = [sampleDrawing('d-1', { createdAt: Date.now() })];
  backend.gallery = samplePictures(4);
}

async function enter(hand: Hand, room: string): Promise<void> {
  await hand.click(`rail-${room}`);
  await hand.see(`${room}-shown`);
  await hand.see('journey');
  await hand.wait(room === 'badges' ? 1500 : 300);
}

async function makeSample(hand: Hand, backend: FakeBackend): Promise<void> {
  await enter(hand, 'badges');
  await hand.click('badges-sample');
  backend.gallery = [...backend.gallery, sampleBadgeItem(sampleBadge('badge-a').id)];
  backend.emit({ type: 'badgesChanged' });
  await hand.wait(1500);
}

export const welcomeLooks: Record<string, Look> = {
  'welcome-photos': {
    newcomer: true,
    fill: (backend) => void backend.seed('My Portrait 2025', 12),
    steps: async (hand) => {
      await hand.click('dataset-card');
      await hand.see('photo-tile');
    },
  },
  'welcome-training': { newcomer: true, fill: running, steps: (hand) => enter(hand, 'training') },
  'welcome-model': { newcomer: true, fill: done, steps: (hand) => enter(hand, 'training') },
  'welcome-picture': { newcomer: true, fill: drawn, steps: (hand) => enter(hand, 'playground') },
  'welcome-badge': { newcomer: true, fill: drawn, steps: (hand) => enter(hand, 'badges') },
  'welcome-save': { newcomer: true, fill: drawn, steps: makeSample },
  'welcome-saved': {
    newcomer: true,
    fill: drawn,
    steps: async (hand, backend) => {
      await makeSample(hand, backend);
      await hand.click('badge-export');
      await hand.see('badge-exported');
    },
  },
};
