// How a picture is looked at: how large and which part of it, for one picture or two at once. Must not know the
// pictures.
type Size = { width: number; height: number };
type Point = { x: number; y: number };

const LARGEST = 16;
const STEP = 1.25;
const WHEEL = 0.0015;

export class ZoomView {
  /** Of the picture, in its pixels. */
  size = $state.raw<Size>({ width: 1, height: 1 });
  /** Of the place where it is shown, in pixels of the page. */
  room = $state.raw<Size>({ width: 0, height: 0 });
  /** `null`: the whole picture is fitted into the room. */
  #scale = $state<number | null>(null);
  /** Where the picture's middle stands, from the room's middle. */
  #offset = $state.raw<Point>({ x: 0, y: 0 });

  readonly fitted = $derived(
    Math.max(0.01, Math.min(this.room.width / this.size.width, this.room.height / this.size.height)),
  );
  /** Pixels of the page for one of the picture. */
  readonly scale = $derived(this.#scale ?? this.fitted);
  readonly percent = $derived(Math.round(this.scale * 100));
  readonly isFitted = $derived(this.#scale === null);
  readonly box = $derived({
    width: this.size.width * this.scale,
    height: this.size.height * this.scale,
    x: this.#offset.x,
    y: this.#offset.y,
  });

  /** The part of the room in which the picture is seen, across. */
  readonly seen = $derived.by(() => {
    const left = (this.room.width - this.box.width) / 2 + this.box.x;
    const from = Math.max(0, left);
    return { from, width: Math.max(1, Math.min(this.room.width, left + this.box.width) - from), left };
  });

  fit(): void {
    this.#scale = null;
    this.#offset = { x: 0, y: 0 };
  }

  /** Each pixel as one, around a point of the room. */
  actual(at: Point = { x: 0, y: 0 }): void {
    this.#zoomTo(1, at);
  }

  toggle(at: Point = { x: 0, y: 0 }): void {
    if (this.isFitted) this.actual(at);
    else this.fit();
  }

  closer(): void {
    this.#zoomTo(this.scale * STEP, { x: 0, y: 0 });
  }

  further(): void {
    this.#zoomTo(this.scale / STEP, { x: 0, y: 0 });
  }

  /** As far as a wheel was turned; what is under the pointer stays there. */
  turn(by: number, at: Point): void {
    this.#zoomTo(this.scale * Math.exp(-by * WHEEL), at);
  }

  pull(by: Point): void {
    if (!this.isFitted) this.#moveTo({ x: this.#offset.x + by.x, y: this.#offset.y + by.y });
  }

  /** Does what the key is for; says whether it is for anything. */
  key(event: KeyboardEvent): boolean {
    if (event.key === '+' || event.key === '=') this.closer();
    else if (event.key === '-') this.further();
    else if (event.key === '0') this.fit();
    else if (event.code === 'KeyZ') this.toggle();
    else return false;
    return true;
  }

  #zoomTo(wanted: number, at: Point): void {
    const before = this.scale;
    const scale = Math.min(Math.max(LARGEST, this.fitted), Math.max(Math.min(1, this.fitted), wanted));
    const { x, y } = this.#offset;
    this.#scale = scale;
    const by = scale / before;
    this.#moveTo({ x: at.x - (at.x - x) * by, y: at.y - (at.y - y) * by });
  }

  #moveTo({ x, y }: Point): void {
    const free = (side: number, room: number) => Math.max(0, (side * this.scale - room) / 2);
    const [across, down] = [free(this.size.width, this.room.width), free(this.size.height, this.room.height)];
    this.#offset = {
      x: Math.min(across, Math.max(-across, x)),
      y: Math.min(down, Math.max(-down, y)),
    };
  }
}
