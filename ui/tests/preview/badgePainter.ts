// Draws badges in the preview so that they look like ones: the real renderer is in Rust and not here.
import type { BadgeDesign, BadgeFrame, BadgeLayer, BadgePicture, BadgeTemplate } from '../../src/backend';
import { colourOf } from '../../src/features/badges/design';
import { handledLayers, meantField } from '../../src/features/badges/layers';
import { hiddenOf } from '../fakeBadges';
import { portraitOfFile } from './portrait';

type Pen = CanvasRenderingContext2D;

const loaded = new Map<string, Promise<HTMLImageElement>>();

function load(picture: BadgePicture): Promise<HTMLImageElement> {
  const { source } = picture;
  const url = portraitOfFile(source.kind === 'kept' ? source.file : source.picture);
  const waiting = loaded.get(url);
  if (waiting) return waiting;
  const image = new Image();
  image.src = url;
  const ready = image.decode().then(() => image);
  loaded.set(url, ready);
  return ready;
}

function shapeOf(template: BadgeTemplate, [x, y, w, h]: BadgeLayer['area']): Path2D {
  const path = new Path2D();
  if (template.id === 'ribbon-round') path.ellipse(x + w / 2, y + h / 2, w / 2, h / 2, 0, 0, 7);
  else if (template.id === 'silver-shield')
    path.addPath(
      new Path2D(
        `M${x} ${y}h${w}v${h * 0.5}q0 ${h * 0.3} ${-w / 2} ${h * 0.5}q${-w / 2} ${-h * 0.2} ${-w / 2} ${-h * 0.5}z`,
      ),
    );
  else if (template.id === 'hexagon-patch')
    path.addPath(
      new Path2D(
        `M${x + w / 2} ${y}l${w / 2} ${h / 4}v${h / 2}l${-w / 2} ${h / 4}l${-w / 2} ${-h / 4}v${-h / 2}z`,
      ),
    );
  else path.roundRect(x, y, w, h, template.id === 'minimal' ? 20 : 0);
  return path;
}

function paintPicture(
  pen: Pen,
  path: Path2D,
  area: BadgeLayer['area'],
  picture: BadgePicture,
  image: HTMLImageElement,
) {
  const [x, y, w, h] = area;
  const side = Math.max(w, h) * picture.zoom;
  const clamp = (middle: number, share: number) => Math.min(1 - share / 2, Math.max(share / 2, middle));
  const left = x + w / 2 - clamp(picture.focus[0], w / side) * side;
  const top = y + h / 2 - clamp(picture.focus[1], h / side) * side;
  pen.save();
  pen.clip(path);
  pen.filter = picture.background.kind === 'blur' ? `blur(${picture.background.strength / 8}px)` : 'none';
  pen.drawImage(image, left, top, side, side);
  pen.restore();
}

function paintRibbon(
  pen: Pen,
  [x, y, w, h]: BadgeLayer['area'],
  colour: (id: string) => string,
  form: string,
): void {
  const bend = form === 'straight' ? 0 : h * 0.2;
  const body = (inset: number) =>
    new Path2D(
      `M${x + inset} ${y}q${w / 2 - inset} ${bend} ${w - 2 * inset} 0v${h * 0.7}q${-(w / 2 - inset)} ${bend} ${-(w - 2 * inset)} 0z`,
    );
  pen.fillStyle = colour('dark');
  if (form !== 'straight') {
    const tail = h * 0.28;
    pen.fill(new Path2D(`M${x} ${y + tail}h${w * 0.2}v${h * 0.7}h${-w * 0.2}l${w * 0.05} ${-h * 0.35}z`));
    pen.fill(
      new Path2D(`M${x + w} ${y + tail}h${-w * 0.2}v${h * 0.7}h${w * 0.2}l${-w * 0.05} ${-h * 0.35}z`),
    );
  }
  const light = pen.createLinearGradient(0, y, 0, y + h);
  light.addColorStop(0, colour('light'));
  light.addColorStop(0.6, colour('middle'));
  light.addColorStop(1, colour('dark'));
  pen.fillStyle = light;
  pen.fill(body(form === 'straight' ? 0 : w * 0.1));
}

function paintText(pen: Pen, text: string, [x, y, w, h]: BadgeLayer['area'], colour: string): void {
  let size = h * 0.78;
  pen.font = `800 ${size}px system-ui, sans-serif`;
  const wide = pen.measureText(text).width;
  if (wide > w) size *= w / wide;
  pen.font = `800 ${size}px system-ui, sans-serif`;
  pen.fillStyle = colour;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(text, x + w / 2, y + h / 2, w);
}

function paintCode(pen: Pen, [x, y, w]: BadgeLayer['area'], text: string): void {
  const cell = w / 21;
  pen.fillStyle = '#111';
  for (let row = 0; row < 21; row++)
    for (let column = 0; column < 21; column++)
      if ((row * 7 + column * 13 + text.length * row * column) % 3 === 0)
        pen.fillRect(x + column * cell, y + row * cell, cell, cell);
}

export async function paintBadge(
  design: BadgeDesign,
  template: BadgeTemplate,
  width: number,
): Promise<BadgeFrame> {
  const scale = width / template.size[0];
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = Math.max(1, Math.round(template.size[1] * scale));
  const pen = canvas.getContext('2d', { willReadFrequently: true }) as Pen;
  pen.scale(scale, scale);
  const colour = (id: string) => colourOf(design, template, id);
  const hidden = hiddenOf(design, template);
  const handled = handledLayers(template, hidden).map(({ id }) => id);
  if (template.printSize || template.id === 'minimal') {
    pen.fillStyle = '#f7f5ef';
    pen.fillRect(0, 0, ...template.size);
  }
  for (const layer of template.layers) {
    if (hidden.includes(layer.id)) continue;
    const area = design.boxes[layer.id] ?? layer.area;
    const picture = layer.kind === 'logo' ? design.logo : design.picture;
    if (layer.kind === 'shape') {
      pen.fillStyle = layer.id === 'shade' ? '#0003' : colour('middle');
      pen.fill(layer.id === 'plate' ? shapeOf(template, area) : new Path2D(rectangle(area)));
    } else if (layer.kind === 'picture' || layer.kind === 'logo') {
      const path = shapeOf(template, area);
      pen.fillStyle = '#5a626d';
      if (layer.kind === 'picture') pen.fill(path);
      if (picture) paintPicture(pen, path, area, picture, await load(picture));
    } else if (layer.kind === 'ribbon') {
      const [x, y, w, h] = area;
      paintRibbon(pen, area, colour, design.ribbon ?? template.ribbon ?? 'straight');
      const words = design.texts[meantField(layer, template) ?? ''] ?? '';
      paintText(pen, words, [x + w * 0.14, y + h * 0.08, w * 0.72, h * 0.77], colour('ink'));
    } else if (layer.kind === 'code') paintCode(pen, area, design.texts['code'] ?? '');
    else if (layer.kind === 'text' && handled.includes(layer.id)) {
      const onPaper = template.printSize || template.id === 'minimal';
      paintText(pen, design.texts[layer.field ?? ''] ?? '', area, onPaper ? '#222' : colour('ink'));
    }
  }
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  return {
    width: canvas.width,
    height: canvas.height,
    pixels: data as BadgeFrame['pixels'],
    findings: [],
    hidden,
  };
}

const rectangle = ([x, y, w, h]: BadgeLayer['area']): string => `M${x} ${y}h${w}v${h}h${-w}z`;
