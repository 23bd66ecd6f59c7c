// The commands that lead somewhere: rooms, parts of the gallery, sections of the settings. Where one is already is left
// out.
import type { GalleryQuery } from '$backend';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Heart from '@lucide/svelte/icons/heart';
import Search from '@lucide/svelte/icons/search';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import Trash from '@lucide/svelte/icons/trash';
import { everything } from '$features/gallery/galleryQuery';
import type { PaletteCommand } from '$features/palette/paletteCommand';
import { settingsSections } from '$features/settings/settingsSections';
import { roomNames, rooms } from '$features/shell/room';
import type { Studio } from '../studio.svelte';
import { named, namedWith } from './named';

/** Until the library is read nothing is known to be missing. */
export const hasPictures = ({ gallery }: Studio): boolean =>
  gallery.facts === null || gallery.facts.pictures + gallery.facts.badges > 0;

export function going(studio: Studio): PaletteCommand[] {
  return [...places(studio), ...galleryPlaces(studio), ...sections(studio)];
}

function places(studio: Studio): PaletteCommand[] {
  const isHere = (room: string) =>
    room === studio.room &&
    (room !== 'gallery' || studio.galleryPart === 'pictures') &&
    (room !== 'datasets' || !studio.opened);
  return rooms
    .filter((room) => !isHere(room))
    .map((room) => ({
      id: `go-${room}`,
      group: 'go',
      ...named(roomNames[room]),
      icon: ArrowRight,
      run: () => studio.enter(room),
    }));
}

function galleryPlaces(studio: Studio): PaletteCommand[] {
  const { gallery } = studio;
  const place = (id: string, message: string, icon: typeof Heart, run: () => void): PaletteCommand => ({
    id,
    group: 'go',
    ...named(message),
    icon,
    run,
  });
  const show = (part: Partial<GalleryQuery>) => {
    studio.showPart('pictures');
    gallery.ask({ ...everything, ...part });
  };
  const search = () => {
    studio.showPart('pictures');
    gallery.askSearch();
  };
  return [
    place('go-models', 'models-title', ArrowRight, () => studio.showModels()),
    ...(hasPictures(studio) ? [place('search-gallery', 'palette-search-gallery', Search, search)] : []),
    ...(gallery.facts?.favourites
      ? [place('favourites', 'palette-favourites', Heart, () => show({ favourites: true }))]
      : []),
    ...(gallery.facts?.trash ? [place('trash', 'palette-trash', Trash, () => show({ trash: true }))] : []),
  ];
}

function sections(studio: Studio): PaletteCommand[] {
  return settingsSections.map((section) => ({
    id: `settings-${section}`,
    group: 'go',
    ...namedWith('palette-settings', 'section', `settings-${section}`),
    icon: SlidersHorizontal,
    run: () => studio.showSettings(section),
  }));
}
