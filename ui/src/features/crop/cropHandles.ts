// The handles over the picture: cropperjs on an image, in pixels of the original. Must not know what a crop is for.
import Cropper from 'cropperjs';
import 'cropperjs/dist/cropper.css';
import type { CropRect } from '$backend';
import type { Size } from './cropRect';

/** The crop's box on screen, within the picture's room. */
export type Box = { left: number; top: number; width: number; height: number };
type Heard = { ondraw: (rect: CropRect) => void; onbox: (box: Box) => void };

export class CropHandles {
  #cropper: Cropper;
  #drawing = false;
  #ready = false;
  #wanted: { rect: CropRect; ratio: number | null };

  constructor(
    image: HTMLImageElement,
    private photo: Size,
    wanted: { rect: CropRect; ratio: number | null },
    heard: Heard,
  ) {
    this.#wanted = wanted;
    this.#cropper = new Cropper(image, {
      viewMode: 1,
      dragMode: 'crop',
      autoCropArea: 1,
      background: false,
      center: false,
      guides: true,
      movable: false,
      rotatable: false,
      scalable: false,
      zoomable: false,
      toggleDragModeOnDblclick: false,
      checkCrossOrigin: false,
      checkOrientation: false,
      ready: () => {
        this.#ready = true;
        this.#put();
        heard.onbox(this.#cropper.getCropBoxData());
      },
      cropstart: () => (this.#drawing = true),
      cropend: () => (this.#drawing = false),
      crop: () => {
        if (!this.#ready) return;
        if (this.#drawing) heard.ondraw(this.#read());
        heard.onbox(this.#cropper.getCropBoxData());
      },
    });
  }

  /** Shows a rectangle; what is being drawn by hand is left alone. */
  show(rect: CropRect, ratio: number | null): void {
    this.#wanted = { rect, ratio };
    if (this.#ready && !this.#drawing) this.#put();
  }

  destroy(): void {
    this.#ready = false;
    this.#cropper.destroy();
  }

  /** Pixels of the shown picture for one of the original. */
  get #scale(): number {
    return this.#cropper.getImageData().naturalWidth / this.photo.width;
  }

  #put(): void {
    const { rect, ratio } = this.#wanted;
    const scale = this.#scale;
    this.#cropper.setAspectRatio(ratio ?? NaN);
    this.#cropper.setData({
      x: rect.x * scale,
      y: rect.y * scale,
      width: rect.width * scale,
      height: rect.height * scale,
    });
  }

  #read(): CropRect {
    const { x, y, width, height } = this.#cropper.getData();
    const scale = this.#scale;
    const rect = { x: x / scale, y: y / scale, width: width / scale, height: height / scale };
    const { ratio } = this.#wanted;
    return ratio === 1 ? { ...rect, height: rect.width } : rect;
  }
}
