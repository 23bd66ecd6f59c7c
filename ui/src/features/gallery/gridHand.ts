// What mouse and keyboard do in the gallery's grid: choosing, moving, opening, dragging out. Must not know the layout
// beyond how many columns there are, and nothing of how it looks.
import type { GalleryId } from '$backend';
import { stepTo, type GridPlace } from './galleryLayout';
import type { GalleryRoom } from './galleryRoom.svelte';
import type { Choice } from './gallerySelection.svelte';

type Grid = {
  room: GalleryRoom;
  place: () => GridPlace;
  bringIntoSight: (index: number) => void;
  /** The chosen ones that have files. */
  chosenPictures: () => GalleryId[];
  /** Keys beyond moving and choosing; says whether the key was for anything. */
  onkey: (event: KeyboardEvent) => boolean;
};

function indexOf(event: Event): number | null {
  const cell = event.target instanceof Element ? event.target.closest('[data-index]') : null;
  return cell instanceof HTMLElement ? Number(cell.dataset.index) : null;
}

function choiceOf(event: MouseEvent): Choice {
  if (event.shiftKey) return 'extend';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'only';
}

/** The listeners of the grid. */
export function gridHand({ room, place, bringIntoSight, chosenPictures, onkey }: Grid) {
  const { pages, selection } = room;

  function act(event: KeyboardEvent): boolean {
    const command = event.ctrlKey || event.metaKey;
    const to = command || event.altKey ? null : stepTo(event.key, selection.active, place());
    if (to !== null) {
      void selection.move(to, event.shiftKey);
      bringIntoSight(to);
    } else if (command && event.code === 'KeyA') void selection.all();
    else if (event.key === ' ') void selection.choose(selection.active, event.shiftKey ? 'extend' : 'toggle');
    else if (event.key === 'Enter') room.look(selection.active);
    else return onkey(event);
    return true;
  }

  return {
    onclick(event: MouseEvent) {
      const index = indexOf(event);
      if (index === null) selection.clear();
      else void selection.choose(index, choiceOf(event));
    },

    ondblclick(event: MouseEvent) {
      const index = indexOf(event);
      if (index !== null) room.look(index);
    },

    // The menu acts on the selection, so what is under the pointer joins it first.
    oncontextmenu(event: MouseEvent) {
      const index = indexOf(event) ?? selection.active;
      const item = pages.at(index);
      if (item && !selection.ids.has(item.id)) void selection.choose(index, 'only');
    },

    // The system drags files, the web view would drag a picture of its own making.
    ondragstart(event: DragEvent) {
      event.preventDefault();
      const index = indexOf(event);
      const item = index === null ? undefined : pages.at(index);
      if (item) room.dragOut(selection.ids.has(item.id) ? chosenPictures() : [item.id]);
    },

    onkeydown(event: KeyboardEvent) {
      if (event.key === 'Escape' && selection.count > 0) {
        event.stopPropagation();
        selection.clear();
      } else if (act(event)) event.preventDefault();
    },
  };
}
