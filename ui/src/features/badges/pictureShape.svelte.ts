// How much wider than high a picture is, read from its file once. Must not know what the picture is for.
import { SvelteMap } from 'svelte/reactivity';

export class PictureShape {
  #aspects = new SvelteMap<string, number>();
  #asked = new Set<string>();

  /** Width divided by height; 1 until it is known. */
  of(url: string | undefined): number {
    return (url && this.#aspects.get(url)) || 1;
  }

  look(url: string | undefined): void {
    if (!url || this.#asked.has(url)) return;
    this.#asked.add(url);
    const image = new Image();
    image.onload = () => {
      if (image.naturalHeight > 0) this.#aspects.set(url, image.naturalWidth / image.naturalHeight);
    };
    image.src = url;
  }
}
