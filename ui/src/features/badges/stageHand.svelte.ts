// What the pointer and the keys do on the badge: take hold of layers, move and resize them, move and zoom the picture.
// Everything is in the template's units. Must not know where on the screen the badge is.
import type { BadgeLayer, BadgeTemplate } from '$backend';
import { areaOf, layerAt, turnOf, type Area } from './layers';
import type { OpenBadge } from './openBadge.svelte';
import {
  moved,
  pulledFocus,
  resized,
  resizedTurned,
  snapMove,
  snapResize,
  zoomed,
  type Guide,
  type Handle,
  type Surroundings,
} from './placing';

export type Point = readonly [number, number];

/** What lies under the hand. */
export type Scene = {
  badge: OpenBadge;
  template: BadgeTemplate;
  layers: BadgeLayer[];
  /** Width divided by height of the picture. */
  aspect: number;
  /** One pixel of the screen in units. */
  pixel: number;
};

/** From how near a line is taken, and how far a pull has to go to be one; in pixels. */
const REACH = 6;
const SLACK = 3;
const STEP = 1;
const LONG_STEP = 8;

type Pull =
  | { kind: 'move'; layer: BadgeLayer; area: Area; from: Point }
  | { kind: 'resize'; layer: BadgeLayer; area: Area; from: Point; handle: Handle }
  | { kind: 'focus'; area: Area; focus: readonly [number, number]; from: Point };

export class StageHand {
  /** The lines that the pulled layer lies on. */
  guides = $state.raw<Guide[]>([]);
  /** A layer is being moved or resized. */
  pulling = $state(false);
  #pull: Pull | null = null;
  #begun = false;

  constructor(private scene: () => Scene) {}

  down(at: Point, handle: Handle | null = null): void {
    const { badge, layers } = this.scene();
    badge.settle();
    this.#begun = false;
    const held = layers.find(({ id }) => id === badge.selected);
    if (handle && held) {
      this.#pull = { kind: 'resize', layer: held, area: areaOf(held, badge.design), from: at, handle };
      return;
    }
    const layer = layerAt(layers, badge.design, at, badge.selected);
    const isPicture = layer?.kind === 'picture' && badge.selected !== layer.id;
    if (!layer || isPicture) {
      // The first press beside a layer lets go of it; the next one takes the picture.
      this.#pull = layer && badge.selected === null ? this.#pullOfFocus(layer, at) : null;
      badge.selected = null;
      return;
    }
    badge.selected = layer.id;
    this.#pull = { kind: 'move', layer, area: areaOf(layer, badge.design), from: at };
  }

  /** `free`: nothing snaps. */
  move(at: Point, free = false): void {
    const pull = this.#pull;
    if (!pull) return;
    const { pixel } = this.scene();
    const [dx, dy] = [at[0] - pull.from[0], at[1] - pull.from[1]];
    if (!this.#begun && Math.hypot(dx, dy) < SLACK * pixel) return;
    this.#begun = true;
    if (pull.kind === 'focus') return this.#pullFocus(pull, dx, dy);
    this.pulling = true;
    this.#place(pull, dx, dy, free);
  }

  up(): void {
    this.#pull = null;
    this.pulling = false;
    this.guides = [];
    this.scene().badge.settle();
  }

  /** What a press would do here, as the pointer shows it. */
  cursorAt(at: Point): 'move' | 'grab' | 'default' {
    const { badge, layers } = this.scene();
    const layer = layerAt(layers, badge.design, at, badge.selected);
    if (!layer) return 'default';
    if (layer.kind !== 'picture' || layer.id === badge.selected) return 'move';
    return badge.selected === null && badge.design.picture ? 'grab' : 'default';
  }

  /** Whether the key did something. */
  key({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (ctrlKey || metaKey) return false;
    const { badge } = this.scene();
    if (key === 'Escape') {
      if (badge.selected === null) return false;
      badge.selected = null;
      return true;
    }
    if (key === '+' || key === '=') return this.zoom(1);
    if (key === '-') return this.zoom(-1);
    const step = shiftKey ? LONG_STEP : STEP;
    const ways: Record<string, Point> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const way = ways[key];
    return way !== undefined && (badge.selected === null ? this.#nudgeFocus(way) : this.#nudge(way, altKey));
  }

  /** Zooms the picture by so many steps where no other layer is selected. */
  zoom(steps: number): boolean {
    const { badge, layers } = this.scene();
    const { picture } = badge.design;
    const selected = layers.find(({ id }) => id === badge.selected);
    if (!picture || (selected && selected.kind !== 'picture')) return false;
    badge.frame({ zoom: zoomed(picture.zoom, steps) }, 'zoom');
    return true;
  }

  #pullOfFocus(layer: BadgeLayer, from: Point): Pull | null {
    const { badge } = this.scene();
    const { picture } = badge.design;
    return picture && { kind: 'focus', area: areaOf(layer, badge.design), focus: picture.focus, from };
  }

  #pullFocus({ area, focus }: Extract<Pull, { kind: 'focus' }>, dx: number, dy: number): void {
    const { badge, aspect } = this.scene();
    const zoom = badge.design.picture?.zoom ?? 1;
    badge.frame({ focus: pulledFocus(focus, [dx, dy], area, aspect, zoom) }, 'focus');
  }

  #place(pull: Exclude<Pull, { kind: 'focus' }>, dx: number, dy: number, free: boolean): void {
    const { badge, template } = this.scene();
    const around = this.#around(pull.layer);
    const placed =
      pull.kind === 'move'
        ? moved(pull.area, dx, dy, template.size)
        : resizedTurned(pull.area, pull.handle, [dx, dy], turnOf(pull.layer));
    const snapped = pull.kind === 'move' ? snapMove(placed, around) : snapResize(placed, pull.handle, around);
    // Lines run straight; what is turned has no side on them.
    const isLoose = free || turnOf(pull.layer) !== 0;
    const { area, guides } = isLoose ? { area: placed, guides: [] } : snapped;
    this.guides = guides;
    badge.place(pull.layer.id, area, `place:${pull.layer.id}`);
  }

  #around(layer: BadgeLayer): Surroundings {
    const { badge, template, layers, pixel } = this.scene();
    const others = layers.filter(({ id }) => id !== layer.id).map((other) => areaOf(other, badge.design));
    return { size: template.size, safe: template.safe, others, reach: REACH * pixel };
  }

  #nudge([dx, dy]: Point, resizes: boolean): boolean {
    const { badge, template, layers } = this.scene();
    const layer = layers.find(({ id }) => id === badge.selected);
    if (!layer) return false;
    const area = areaOf(layer, badge.design);
    const next = resizes ? resized(area, { x: 1, y: 1 }, dx, dy) : moved(area, dx, dy, template.size);
    badge.place(layer.id, next, `nudge:${layer.id}`);
    return true;
  }

  /** The picture goes where the arrow points. */
  #nudgeFocus([dx, dy]: Point): boolean {
    const { badge, layers, aspect } = this.scene();
    const { picture } = badge.design;
    const layer = layers.find(({ kind }) => kind === 'picture');
    if (!picture || !layer) return false;
    const focus = pulledFocus(picture.focus, [dx, dy], areaOf(layer, badge.design), aspect, picture.zoom);
    badge.frame({ focus }, 'nudge-focus');
    return true;
  }
}
