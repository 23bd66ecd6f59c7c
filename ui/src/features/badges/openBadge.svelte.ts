// The badge that is being made: its name and design, the steps back and forth, and how it is kept while it is made.
// Must not know how it is drawn.
import type { Backend, Badge, BadgeDesign, BadgeId, BadgePicture, BadgeTemplate } from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Later } from '$shared/later';
import { onTemplate } from './design';
import type { Area } from './layers';
import { Steps } from './steps.svelte';

/** How long nothing has to change before it is kept. */
const REST_MS = 400;

type Stand = { name: string; design: BadgeDesign };

const without = <Value>(record: Record<string, Value>, key: string) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

const same = (a: Stand, b: Stand): boolean => JSON.stringify(a) === JSON.stringify(b);

export class OpenBadge {
  readonly id: BadgeId;
  /** The layer that is taken hold of. */
  selected = $state<string | null>(null);
  readonly #steps: Steps<Stand>;
  #saved: Stand;
  #savedAt: number;
  #saving: Promise<void> = Promise.resolve();
  readonly #later = new Later(REST_MS, () => void this.save());

  constructor(
    private backend: Backend,
    badge: Badge,
    private failures: Failures,
  ) {
    this.id = badge.id;
    this.#saved = { name: badge.name, design: badge.design };
    this.#savedAt = badge.updatedAt;
    this.#steps = new Steps(this.#saved);
  }

  get name(): string {
    return this.#steps.current.name;
  }

  get design(): BadgeDesign {
    return this.#steps.current.design;
  }

  get canUndo(): boolean {
    return this.#steps.canUndo;
  }

  get canRedo(): boolean {
    return this.#steps.canRedo;
  }

  /** Changes the design; changes of the same step that follow one another are taken back at once. */
  change(part: Partial<BadgeDesign>, step: string | null = null): void {
    this.#steps.take({ name: this.name, design: { ...this.design, ...part } }, step);
    this.#later.soon();
  }

  /** Ends the step that is going on: the field was left, the pointer let go. */
  settle(): void {
    this.#steps.settle();
  }

  write(field: string, text: string): void {
    this.change({ texts: { ...this.design.texts, [field]: text } }, `text:${field}`);
  }

  putOn(template: BadgeTemplate, from: BadgeTemplate | undefined): void {
    this.selected = null;
    this.change(onTemplate(this.design, from, template), 'template');
  }

  /** Puts another picture in; what becomes of its background stays as it was chosen. */
  putPicture(picture: BadgePicture | null): void {
    const background = this.design.picture?.background ?? picture?.background;
    this.change({ picture: picture && background ? { ...picture, background } : picture });
  }

  frame(part: Partial<BadgePicture>, step: string | null = null): void {
    const { picture } = this.design;
    if (picture) this.change({ picture: { ...picture, ...part } }, step);
  }

  place(layer: string, area: Area, step: string): void {
    const [x, y, width, height] = area;
    this.change({ boxes: { ...this.design.boxes, [layer]: [x, y, width, height] } }, step);
  }

  /** Puts a layer back where the template has it. */
  placeBack(layer: string): void {
    this.change({ boxes: without(this.design.boxes, layer) });
  }

  colour(id: string, value: string | null): void {
    const { colours } = this.design;
    if (value === null) this.change({ colours: without(colours, id) });
    else this.change({ colours: { ...colours, [id]: value } }, `colour:${id}`);
  }

  undo(): void {
    if (this.#steps.undo()) this.#later.soon();
  }

  redo(): void {
    if (this.#steps.redo()) this.#later.soon();
  }

  /** Throws what is refused, which is said at the field. */
  async rename(name: string): Promise<void> {
    await this.save();
    const badge = await this.backend.saveBadge(this.id, name, this.design);
    this.#steps.settle();
    this.#steps.take({ name: badge.name, design: this.design });
    this.#keep({ name: badge.name, design: badge.design }, badge.updatedAt);
  }

  /** Keeps what is not kept yet; what could not be kept is tried again with the next change. */
  save(): Promise<void> {
    this.#later.stop();
    this.#saving = this.#saving.then(() => this.#store());
    return this.#saving;
  }

  /** What another window made of it, where nothing of this one is waiting to be kept. */
  adopt(badge: Badge): void {
    const next = { name: badge.name, design: badge.design };
    if (badge.updatedAt <= this.#savedAt || !same(this.#steps.current, this.#saved)) return;
    this.#keep(next, badge.updatedAt);
    this.#steps.settle();
    this.#steps.take(next);
  }

  async #store(): Promise<void> {
    const { name, design } = this.#steps.current;
    if (same({ name, design }, this.#saved)) return;
    await this.failures.attempt(async () => {
      const badge = await this.backend.saveBadge(this.id, name, design);
      this.#keep({ name, design }, badge.updatedAt);
    });
  }

  #keep(stand: Stand, at: number): void {
    this.#saved = stand;
    this.#savedAt = Math.max(this.#savedAt, at);
  }
}
