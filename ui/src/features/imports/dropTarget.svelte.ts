// What is being held over the window. Must not know where it will go.
import type { BlazonEvent } from '$backend';

export type Held = { files: number; folders: number; models: number };

/** Whether all that is held or dropped has the name of a model's weights. */
export const isOfModels = ({ files, folders, models }: Held): boolean =>
  models > 0 && models === files && folders === 0;

export class DropTarget {
  held = $state.raw<Held | null>(null);

  hear(event: BlazonEvent): void {
    if (event.type === 'dropHovered') {
      const { files, folders, models } = event;
      this.held = { files, folders, models };
    }
    if (event.type === 'dropLeft' || event.type === 'dropped') this.held = null;
  }
}
