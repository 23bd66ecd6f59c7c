// What can be done with photos, once: its name, its key, its place in menus. The keys are told by place, so that
// they work on a Russian keyboard too.
import type { Choice, PhotoId } from '$backend';
import Check from '@lucide/svelte/icons/check';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import Copy from '@lucide/svelte/icons/copy';
import Crop from '@lucide/svelte/icons/crop';
import Eye from '@lucide/svelte/icons/eye';
import Trash from '@lucide/svelte/icons/trash';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import type { MenuItem } from '$shared/menuItem';
import { t } from '$shared/words.svelte';
import type { OpenDataset } from './openDataset.svelte';

type Doors = { duplicates: (photo: PhotoId) => void; deleteForGood: (photos: PhotoId[]) => void };

export class PhotoActions {
  constructor(
    private opened: OpenDataset,
    private doors: Doors,
  ) {}

  /** What an action is about: the chosen photos, otherwise the one under the keyboard. */
  get photos(): PhotoId[] {
    const { selection, photos } = this.opened;
    if (selection.count > 0) return [...selection.ids];
    const active = photos.at(selection.active);
    return active ? [active.id] : [];
  }

  choose = (choice: Choice | null, photos = this.photos): void => {
    if (photos.length > 0) void this.opened.choose(photos, choice);
  };

  remove = (photos = this.photos): void => void this.opened.remove(photos);

  look = (): void => this.opened.look(this.opened.selection.active);

  crop = (): void => this.opened.look(this.opened.selection.active, 'crop');

  duplicates = (photo = this.opened.photos.at(this.opened.selection.active)): void => {
    if (photo?.group) this.doors.duplicates(photo.id);
  };

  /** Does what the key is for; says whether it is for anything. */
  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    const act = this.#byKey(event);
    act?.();
    return act !== undefined;
  }

  /** The lines of the menu over the photos. */
  menu(): MenuItem[] {
    const active = this.opened.photos.at(this.opened.selection.active);
    return [
      { label: t('datasets-look'), icon: Eye, keys: 'Enter', testid: 'menu-look', run: this.look },
      { label: t('datasets-crop'), icon: Crop, keys: 'C', testid: 'menu-crop', run: this.crop },
      ...(active?.group
        ? [{ label: t('datasets-duplicates-choose'), icon: Copy, keys: 'D', run: () => this.duplicates() }]
        : []),
      ...this.decisions(),
      { label: t('datasets-remove'), icon: Trash, keys: 'Delete', separated: true, run: () => this.remove() },
      this.forGood(),
    ];
  }

  decisions(): MenuItem[] {
    return [
      {
        label: t('datasets-keep'),
        icon: Check,
        keys: 'K',
        separated: true,
        testid: 'menu-keep',
        run: () => this.choose('keep'),
      },
      {
        label: t('datasets-leave-out'),
        icon: CircleSlash,
        keys: 'X',
        testid: 'menu-leave-out',
        run: () => this.choose('leaveOut'),
      },
      {
        label: t('datasets-automatic'),
        icon: RotateCcw,
        keys: 'A',
        testid: 'menu-automatic',
        run: () => this.choose(null),
      },
    ];
  }

  forGood(): MenuItem {
    return {
      label: t('datasets-delete-for-good'),
      tone: 'bad',
      separated: true,
      testid: 'menu-delete-for-good',
      run: () => this.doors.deleteForGood(this.photos),
    };
  }

  #byKey(event: KeyboardEvent): (() => void) | undefined {
    if (event.key === 'Delete' || event.key === 'Backspace') return () => this.remove();
    switch (event.code) {
      case 'KeyK':
        return () => this.choose('keep');
      case 'KeyX':
        return () => this.choose('leaveOut');
      case 'KeyA':
        return () => this.choose(null);
      case 'KeyC':
        return this.crop;
      case 'KeyD':
        return () => this.duplicates();
      default:
        return undefined;
    }
  }
}
