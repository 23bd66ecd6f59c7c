// The templates in small, each with the picture and the words of the open badge. They are drawn one after the other,
// and only while the badge itself is not being drawn, so that typing never waits. Must not know where they are shown.
import { SvelteMap } from 'svelte/reactivity';
import type { Backend, BadgeDesign, BadgeFrame, BadgeTemplate } from '$backend';
import { Later } from '$shared/later';
import { onTemplate } from './design';

const REST_MS = 250;

type Wanted = {
  design: BadgeDesign;
  from: BadgeTemplate | undefined;
  templates: BadgeTemplate[];
  width: number;
};

/** Waits until the window has nothing better to do. */
export const leisure = (): Promise<void> =>
  new Promise((done) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => done(), { timeout: 500 });
    else setTimeout(done, 40);
  });

export class TemplateThumbs {
  #frames = new SvelteMap<string, BadgeFrame>();
  #drawn = new Map<string, string>();
  #wanted: Wanted | null = null;
  #going = false;
  readonly #later = new Later(REST_MS, () => void this.#goOn());

  constructor(
    private backend: Backend,
    private isBusy: () => boolean,
    private rest: () => Promise<void> = leisure,
  ) {}

  of(template: string): BadgeFrame | undefined {
    return this.#frames.get(template);
  }

  show(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#later.soon();
  }

  stop(): void {
    this.#wanted = null;
    this.#later.stop();
  }

  /** The files of the templates may have changed. */
  forget(): void {
    this.#drawn.clear();
    if (this.#wanted) this.#later.soon();
  }

  async #goOn(): Promise<void> {
    if (this.#going) return;
    this.#going = true;
    for (let next = this.#next(); next; next = this.#next()) {
      do await this.rest();
      while (this.isBusy());
      // What is wanted may be something else by now.
      next = this.#next();
      if (next) await this.#draw(next);
    }
    this.#going = false;
  }

  #next(): { id: string; key: string; design: BadgeDesign; width: number } | undefined {
    if (!this.#wanted) return undefined;
    const { design, from, templates, width } = this.#wanted;
    for (const template of templates) {
      const own = onTemplate(design, from, template);
      const key = JSON.stringify([own, width]);
      if (this.#drawn.get(template.id) !== key) return { id: template.id, key, design: own, width };
    }
    return undefined;
  }

  async #draw({ id, key, design, width }: { id: string; key: string; design: BadgeDesign; width: number }) {
    this.#drawn.set(id, key);
    try {
      this.#frames.set(id, await this.backend.renderBadge(design, width));
    } catch {
      // A template that cannot be drawn says so when it is chosen.
    }
  }
}
