// Where the next step of a newcomer's way is made, and how one comes there: told by the state of the window.
import type { Room } from '$features/shell/room';
import type { NextStep } from '$features/welcome/journey.svelte';
import type { Studio } from './studio.svelte';

const roomOf: Record<NextStep, Room> = {
  photos: 'datasets',
  model: 'training',
  meanwhile: 'badges',
  picture: 'playground',
  badge: 'badges',
  save: 'badges',
  gallery: 'gallery',
};

export const isAtNextStep = ({ room, journey }: Studio): boolean => room === roomOf[journey.next];

export async function takeNextStep(studio: Studio): Promise<void> {
  switch (studio.journey.next) {
    case 'photos':
      return studio.enter('datasets');
    case 'model':
      return studio.train(studio.opened?.id ?? null);
    case 'picture':
      return studio.play(studio.models.all?.[0]?.id ?? null);
    case 'meanwhile':
    case 'badge':
      return studio.newBadge();
    case 'save':
      return studio.enter('badges');
    case 'gallery':
      await studio.showBadgeInGallery();
      return studio.journey.end();
  }
}
