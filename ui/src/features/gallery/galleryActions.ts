// What can be done with what is chosen in the gallery, once: its name, its key, its place in menus. The keys are told by
// place, so that they work on a Russian keyboard too.
import type { GalleryId, GalleryItem } from '$backend';
import Columns2 from '@lucide/svelte/icons/columns-2';
import Download from '@lucide/svelte/icons/download';
import Eye from '@lucide/svelte/icons/eye';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import Heart from '@lucide/svelte/icons/heart';
import HeartOff from '@lucide/svelte/icons/heart-off';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Shield from '@lucide/svelte/icons/shield';
import Star from '@lucide/svelte/icons/star';
import Tag from '@lucide/svelte/icons/tag';
import Trash from '@lucide/svelte/icons/trash';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { MenuItem } from '$shared/menuItem';
import { t } from '$shared/words.svelte';
import type { GalleryRoom } from './galleryRoom.svelte';

export type GalleryDoors = {
  use: (picture: GalleryId) => void;
  makeBadge: (picture: GalleryId) => void;
  openBadge: (badge: GalleryId) => void;
  tags: (ids: GalleryId[]) => void;
};

/** The stars that a key gives, on the row of digits or the block of figures. */
export function ratingOf({ code }: KeyboardEvent): number | null {
  const hit = /^(?:Digit|Numpad)([0-5])$/.exec(code);
  return hit ? Number(hit[1]) : null;
}

export class GalleryActions {
  constructor(
    private room: GalleryRoom,
    private doors: GalleryDoors,
  ) {}

  /** What an action is about: what is looked at, what is chosen, otherwise what is under the keyboard. */
  get ids(): GalleryId[] {
    const { largeItem, large, selection } = this.room;
    if (large) return largeItem ? [largeItem.id] : [];
    if (selection.count > 0) return [...selection.ids];
    return this.#active ? [this.#active.id] : [];
  }

  /** The same without what is known to be a badge, which has no file. */
  get pictures(): GalleryId[] {
    const { ids } = this;
    const badges = this.room.pages.known(new Set(ids)).filter(({ kind }) => kind === 'badge');
    return badges.length === 0 ? ids : ids.filter((id) => !badges.some((badge) => badge.id === id));
  }

  /** The one thing that is meant, where it is one. */
  get one(): GalleryItem | null {
    const { ids } = this;
    if (ids.length !== 1) return null;
    return this.room.largeItem ?? this.room.pages.known(new Set(ids))[0] ?? null;
  }

  /** Exactly two pictures. */
  get pair(): [GalleryItem, GalleryItem] | null {
    if (this.room.selection.count !== 2) return null;
    const [left, right] = this.room.selection.items;
    return left?.file && right?.file ? [left, right] : null;
  }

  get inTrash(): boolean {
    return this.room.pages.query.trash;
  }

  /** Whether a press on the heart takes it away. */
  get isFavourite(): boolean {
    const { ids } = this;
    const known = this.room.pages.known(new Set(ids));
    return known.length > 0 && known.every(({ favourite }) => favourite);
  }

  favour = (): void => void this.room.favour(this.ids, !this.isFavourite);

  rate = (rating: number): void => void this.room.rate(this.ids, rating);

  remove = (): void => void this.room.remove(this.ids);

  restore = (): void => void this.room.restore(this.ids);

  tags = (): void => {
    if (this.ids.length > 0) this.doors.tags(this.ids);
  };

  compare = (): void => {
    if (this.pair && !this.room.large) this.room.compared = this.pair;
  };

  use = (): void => {
    if (this.one?.kind === 'picture') this.doors.use(this.one.id);
  };

  badge = (): void => {
    const { one } = this;
    if (one?.kind === 'picture') this.doors.makeBadge(one.id);
    else if (one) this.doors.openBadge(one.id);
  };

  export = (withText: boolean): void => void this.room.export(this.pictures, withText);

  showInFolder = (): void => {
    if (this.one?.kind === 'picture') this.room.showInFolder(this.one.id);
  };

  /** Does what the key is for; says whether it is for anything. */
  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    const act = this.#byKey(event);
    act?.();
    return act !== undefined;
  }

  /** The lines of the menu over the grid. */
  menu(): MenuItem[] {
    const look = {
      label: t('gallery-look'),
      icon: Eye,
      keys: 'Enter',
      testid: 'menu-look',
      run: () => this.room.look(this.room.selection.active),
    };
    if (this.inTrash) return [look, this.restoring()];
    return [look, ...this.ways(), ...this.saying(), ...this.files(), this.removing()];
  }

  /** Where one or two things lead. */
  ways(): MenuItem[] {
    const { one, pair } = this;
    return [
      ...(pair
        ? [
            {
              label: t('gallery-compare'),
              icon: Columns2,
              keys: 'C',
              testid: 'menu-compare',
              run: this.compare,
            },
          ]
        : []),
      ...(one?.kind === 'picture'
        ? [{ label: t('playground-use'), icon: Undo2, keys: 'U', testid: 'menu-use', run: this.use }]
        : []),
      ...(one && (one.kind === 'badge' || !one.isMissing)
        ? [
            {
              label: one.kind === 'badge' ? t('gallery-open-badge') : t('badges-make'),
              icon: Shield,
              keys: 'B',
              testid: 'menu-badge',
              run: this.badge,
            },
          ]
        : []),
    ];
  }

  /** What a person says of them. */
  saying(): MenuItem[] {
    return [
      {
        label: this.isFavourite ? t('gallery-favourite-take') : t('gallery-favourite-add'),
        icon: this.isFavourite ? HeartOff : Heart,
        keys: 'F',
        separated: true,
        testid: 'menu-favourite',
        run: this.favour,
      },
      { label: t('gallery-tags'), icon: Tag, keys: 'T', testid: 'menu-tags', run: this.tags },
      ...this.ratings(),
    ];
  }

  ratings(): MenuItem[] {
    return [5, 4, 3, 2, 1, 0].map((rating) => ({
      id: `rate-${rating}`,
      label: rating === 0 ? t('gallery-no-stars') : t('gallery-stars', { count: rating }),
      icon: Star,
      keys: String(rating),
      separated: rating === 5,
      testid: `menu-rate-${rating}`,
      run: () => this.rate(rating),
    }));
  }

  /** Pictures alone have files. */
  files(): MenuItem[] {
    const { one } = this;
    if (one?.isMissing || this.pictures.length === 0) return [];
    return [
      ...this.exports().map((item, place) => ({ ...item, separated: place === 0 })),
      ...(one
        ? [{ label: t('archive-show'), icon: FolderOpen, testid: 'menu-show', run: this.showInFolder }]
        : []),
    ];
  }

  exports(): MenuItem[] {
    return [
      {
        id: 'export-with',
        label: t('gallery-export-with'),
        hint: t('gallery-export-with-hint'),
        icon: Download,
        testid: 'menu-export-with',
        run: () => this.export(true),
      },
      {
        id: 'export-without',
        label: t('gallery-export-without'),
        hint: t('gallery-export-without-hint'),
        icon: Download,
        testid: 'menu-export-without',
        run: () => this.export(false),
      },
    ];
  }

  removing(): MenuItem {
    return {
      label: t('gallery-remove'),
      icon: Trash,
      keys: 'Delete',
      separated: true,
      testid: 'menu-remove',
      run: this.remove,
    };
  }

  restoring(): MenuItem {
    return {
      label: t('gallery-restore'),
      icon: RotateCcw,
      keys: 'R',
      testid: 'menu-restore',
      run: this.restore,
    };
  }

  get #active(): GalleryItem | undefined {
    return this.room.pages.at(this.room.selection.active);
  }

  #byKey(event: KeyboardEvent): (() => void) | undefined {
    if (this.inTrash) return event.code === 'KeyR' ? this.restore : undefined;
    if (event.key === 'Delete' || event.key === 'Backspace') return this.remove;
    const rating = ratingOf(event);
    if (rating !== null) return () => this.rate(rating);
    switch (event.code) {
      case 'KeyF':
        return this.favour;
      case 'KeyT':
        return this.tags;
      case 'KeyC':
        return this.compare;
      case 'KeyU':
        return this.use;
      case 'KeyB':
        return this.badge;
      default:
        return undefined;
    }
  }
}
