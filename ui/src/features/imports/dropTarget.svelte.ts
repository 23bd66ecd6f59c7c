// What is being held over the window. Must not know where it will go.
import type { BlazonEvent } from '$backend';

export type Held = { files: number; folders: number };

export class DropTarget {
  held = $state.raw<Held | null>(null);

  hear(event: BlazonEvent): void {
    if (event.type === 'dropHovered') this.held = { files: event.files, folders: event.folders };
    if (event.type === 'dropLeft' || event.type === 'dropped') this.held = null;
  }
}
