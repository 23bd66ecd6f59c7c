// The loss curve on a canvas, by uPlot: raw values thin, their mean as a line, a dot on the last point. It is made
// once, given new data, redrawn when the theme changes, and taken down whole. Must not know runs.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { words } from '$shared/words.svelte';
import type { LossCurve } from './lossCurve';

const HEIGHT = 140;
const RAW_ALPHA = 0.38;
const DOT = 3.5;
const FONT = '11px system-ui, sans-serif';

export type LossPlot = { show: (curve: LossCurve, total: number) => void; destroy: () => void };

type Colours = { text: string; hint: string; line: string; ground: string };

/** What the tokens are on this element now; a canvas cannot read them itself. */
function coloursOf(node: HTMLElement): Colours {
  const probe = node.appendChild(document.createElement('span'));
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    text: read('--text'),
    hint: read('--text3'),
    line: read('--line'),
    ground: read('--panel'),
  };
  probe.remove();
  return colours;
}

function onThemeChange(run: () => void): () => void {
  const system = window.matchMedia?.('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(run);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  system?.addEventListener('change', run);
  return () => {
    chosen.disconnect();
    system?.removeEventListener('change', run);
  };
}

function drawDot(plot: uPlot, { text, ground }: Colours): void {
  const last = plot.data[0].length - 1;
  const [x, y] = [plot.data[0][last], plot.data[2]?.[last]];
  if (x === undefined || y == null) return;
  const { ctx } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.arc(plot.valToPos(x, 'x', true), plot.valToPos(y, 'y', true), DOT * devicePixelRatio, 0, 2 * Math.PI);
  ctx.fillStyle = text;
  ctx.strokeStyle = ground;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.stroke();
  ctx.fill();
  ctx.restore();
}

/** `onpoint` hears which point the pointer is at, `null` where it is at none. */
export function lossPlot(node: HTMLElement, onpoint: (index: number | null) => void): LossPlot {
  let colours = coloursOf(node);
  let total = 1;
  const axis = {
    stroke: () => colours.hint,
    font: FONT,
    grid: { stroke: () => colours.line, width: 1 },
    ticks: { show: false },
  };
  const plot = new uPlot(
    {
      width: Math.max(160, node.clientWidth),
      height: HEIGHT,
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, range: () => [0, total] },
        y: { range: (_, low, high) => uPlot.rangeNum(low, high, 0.08, false) },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 28,
          space: 90,
          values: (_, all) => all.map((v) => String(v)),
        },
        { ...axis, size: 44, space: 28, values: (_, all) => all.map((v) => words.number(v, 2)) },
      ],
      series: [
        {},
        { stroke: () => colours.text, alpha: RAW_ALPHA, width: 1, points: { show: false } },
        { stroke: () => colours.text, width: 2, points: { show: false } },
      ],
      hooks: {
        draw: [(self) => drawDot(self, colours)],
        setCursor: [(self) => onpoint(self.cursor.idx ?? null)],
      },
    },
    [[], [], []],
    node,
  );
  const deaf = onThemeChange(() => {
    colours = coloursOf(node);
    plot.redraw(false, true);
  });
  const size = new ResizeObserver(() =>
    plot.setSize({ width: Math.max(160, node.clientWidth), height: HEIGHT }),
  );
  size.observe(node);
  return {
    show(curve, steps) {
      total = Math.max(1, steps);
      plot.setData([curve.steps, curve.raw, curve.smooth]);
    },
    destroy() {
      deaf();
      size.disconnect();
      plot.destroy();
    },
  };
}
