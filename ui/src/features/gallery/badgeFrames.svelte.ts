// Badges as they are shown here, drawn by the renderer of the export one after the other, and only the last ones kept.
// Must not know where they are shown.
import { SvelteMap } from 'svelte/reactivity';
import type { Backend, Badge, BadgeFrame } from '$backend';

/** So many pixels are kept, of four bytes each. */
export const KEPT_PIXELS = 12_000_000;

type Wish = { key: string; badge: Badge; width: number };

/** The text of a design, made once for each badge that was read. */
const designs = new WeakMap<Badge, string>();
function designOf(badge: Badge): string {
  const known = designs.get(badge);
  if (known !== undefined) return known;
  const text = JSON.stringify(badge.design);
  designs.set(badge, text);
  return text;
}

const keyOf = (badge: Badge, width: number): string => `${width}:${designOf(badge)}`;

export class BadgeFrames {
  #frames = new SvelteMap<string, BadgeFrame>();
  #failed = new Set<string>();
  #wanted: Wish[] = [];
  #going = false;
  #pixels = 0;

  constructor(private backend: Backend) {}

  /** The badge so many pixels wide, where it has been drawn. */
  of(badge: Badge, width: number): BadgeFrame | undefined {
    return this.#frames.get(keyOf(badge, width));
  }

  /** What is in sight now; what left it undrawn is not drawn. */
  want(badges: Badge[], width: number): void {
    const wishes = badges.map((badge) => ({ key: keyOf(badge, width), badge, width }));
    this.#wanted = wishes.filter(({ key }) => !this.#frames.has(key) && !this.#failed.has(key));
    void this.#goOn();
  }

  /** One that is looked at closely goes before the others. */
  wantNow(badge: Badge, width: number): void {
    const key = keyOf(badge, width);
    if (this.#frames.has(key) || this.#failed.has(key)) return;
    this.#wanted.unshift({ key, badge, width });
    void this.#goOn();
  }

  /** Templates may have changed. */
  forget(): void {
    this.#failed.clear();
  }

  async #goOn(): Promise<void> {
    if (this.#going) return;
    this.#going = true;
    for (let wish = this.#wanted.shift(); wish; wish = this.#wanted.shift()) await this.#draw(wish);
    this.#going = false;
  }

  async #draw({ key, badge, width }: Wish): Promise<void> {
    try {
      const frame = await this.backend.renderBadge(badge.design, width);
      this.#frames.set(key, frame);
      this.#pixels += frame.width * frame.height;
    } catch {
      // Opened in its room it says why.
      this.#failed.add(key);
    }
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const [key, { width, height }] of this.#frames) {
      if (this.#pixels <= KEPT_PIXELS || this.#frames.size === 1) break;
      this.#frames.delete(key);
      this.#pixels -= width * height;
    }
  }
}
