// The small rules of the window: money, trigger words, time left, grid, crop, palette.
import { describe, expect, it } from 'vitest';
import { grown, inside, inTile, moved, shaped } from '../src/features/crop/cropRect';
import { gridRows, gridStep, layoutGrid, rowOf } from '../src/features/datasets/gridLayout';
import { fitSentence } from '../src/features/photo/fitSentence';
import { triggerRefusal } from '../src/features/datasets/trigger';
import { Pace } from '../src/features/jobs/pace';
import { problemSentence } from '../src/features/jobs/problemSentence';
import { paletteScore } from '../src/features/palette/paletteScore';
import { dollarsOf, microsOf } from '../src/shared/money';

describe('money', () => {
  it.each([
    ['20', '20000000'],
    ['7,50', '7500000'],
    ['$0.000001', '1'],
    ['999999999', '999999999000000'],
  ])('%s dollars become exact micro-dollars', (typed, micros) => {
    expect(microsOf(typed)).toBe(micros);
  });

  it.each(['', 'twenty', '-5', '1.2345678', '1 000', '1e3'])('%j is not taken for a sum', (typed) => {
    expect(microsOf(typed)).toBeNull();
  });

  it.each([
    ['2000000', '2.00'],
    ['140000', '0.14'],
    ['1', '0.000001'],
    ['9223372036854775807', '9223372036854.775807'],
  ])('%s micro-dollars are written without losing one', (micros, dollars) => {
    expect(dollarsOf(micros)).toBe(dollars);
  });
});

describe('a trigger word', () => {
  it.each(['MY_PORTRAIT_2025_A3F2', 'AB', '_9'])('%s may be used', (word) => {
    expect(triggerRefusal(word)).toBeNull();
  });

  it.each([
    ['MY PORTRAIT', 'datasets-trigger-letters'],
    ['портрет', 'datasets-trigger-letters'],
    ['A', 'datasets-trigger-length'],
    ['', 'datasets-trigger-length'],
    ['A'.repeat(49), 'datasets-trigger-length'],
  ])('%j is refused with its own sentence', (word, sentence) => {
    expect(triggerRefusal(word)).toBe(sentence);
  });
});

describe('time left', () => {
  it('is not told before enough was seen', () => {
    const pace = new Pace();
    pace.note(0, 0);
    pace.note(50, 1000);
    expect(pace.secondsLeft(500)).toBeNull();
  });

  it('follows the measured pace', () => {
    const pace = new Pace();
    pace.note(0, 0);
    pace.note(20, 2000);
    expect(pace.secondsLeft(120)).toBe(10);
  });

  it('counts from where a work was taken up again, not from its first start', () => {
    const pace = new Pace();
    pace.note(400, 0);
    pace.note(410, 2000);
    expect(pace.secondsLeft(500)).toBe(18);
  });

  it('forgets an old pace', () => {
    const pace = new Pace();
    for (let second = 0; second <= 20; second++) pace.note(second * 10, second * 1000);
    for (let second = 21; second <= 60; second++) pace.note(200 + second, second * 1000);
    expect(pace.secondsLeft(270)).toBeCloseTo(10, 0);
  });
});

describe('a limit of bytes', () => {
  it.each([
    ['200000000', '200 MB'],
    ['268435456', '268 MB'],
  ])('of %s is told as the terminal tells it, as %s', (limit, told) => {
    const sentence = problemSentence({ fileName: 'a.png', reason: { kind: 'tooManyBytes', limit } });
    expect(sentence).toContain(told);
  });
});

describe('the photo grid', () => {
  it('has five columns of 160 beside the panel in a window of 1280', () => {
    expect(layoutGrid(896)).toMatchObject({ columns: 5, size: 160, rowHeight: 196 });
  });

  it.each([200, 700, 944, 1316, 2400])('never makes a tile smaller than 152 at %i', (width) => {
    const { columns, size, gap } = layoutGrid(width);
    expect(size).toBeGreaterThanOrEqual(152);
    expect(columns * size + (columns - 1) * gap).toBeLessThanOrEqual(Math.max(152, width - 48));
  });

  it.each([
    ['ArrowRight', 23, 23],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 2, 7],
    ['ArrowDown', 19, 23],
    ['ArrowDown', 22, 22],
    ['ArrowUp', 3, 3],
    ['Home', 9, 0],
    ['End', 9, 23],
    ['PageDown', 1, 16],
    ['x', 1, null],
  ])('%s from %i leads to %s in 24 photos of five columns', (key, from, to) => {
    expect(gridStep(key, from, gridRows(24, 5), 3)).toBe(to);
  });
});

describe('the palette', () => {
  const names = ['Добавить папку с фото', 'Add a folder of photos'];

  it.each(['доб', 'папку', 'фото папку', 'add', 'folder', 'PHOTOS'])('finds a command by %j', (typed) => {
    expect(paletteScore(typed, names)).toBeGreaterThan(0);
  });

  it('takes е for ё', () => {
    expect(paletteScore('темная', ['Тёмная тема'])).toBe(1);
  });

  it('puts a start before a middle, and the language on screen first', () => {
    expect(paletteScore('доб', names)).toBeGreaterThan(paletteScore('бав', names));
    expect(paletteScore('доб', names)).toBeGreaterThan(paletteScore('add', names));
  });

  it('does not find by the inner name', () => {
    expect(paletteScore('0192', ['My Portrait'])).toBe(0);
  });
});

describe('near duplicates in the grid', () => {
  const groups = (list: string) => (index: number) => (list[index] === '.' ? undefined : list[index]);
  const counts = (list: string, columns: number) =>
    gridRows(list.length, columns, groups(list)).map((row) => row.count);

  it('stand in one row where they fit into one', () => {
    expect(counts('...aaa..', 5)).toEqual([3, 5]);
    expect(counts('aaa.....', 5)).toEqual([5, 3]);
    expect(counts('....bbaa', 5)).toEqual([4, 4]);
  });

  it('go on in the next row where they do not, with an outline that is open there', () => {
    const rows = gridRows(8, 3, groups('.aaaaa..'));
    expect(rows.map((row) => row.count)).toEqual([3, 3, 2]);
    expect(rows.flatMap((row) => row.groups)).toEqual([
      { column: 1, count: 2, begins: true, ends: false },
      { column: 0, count: 3, begins: false, ends: true },
    ]);
  });

  it('side by side have an outline each', () => {
    const [row] = gridRows(4, 5, groups('aabb'));
    expect(row?.groups.map(({ column, count }) => [column, count])).toEqual([
      [0, 2],
      [2, 2],
    ]);
  });

  it('do not mislead the keys', () => {
    const rows = gridRows(8, 5, groups('...aaa..'));
    expect(rowOf(rows, 3)).toBe(1);
    expect(gridStep('ArrowDown', 1, rows, 3)).toBe(4);
    expect(gridStep('ArrowUp', 7, rows, 3)).toBe(2);
    expect(gridStep('ArrowRight', 2, rows, 3)).toBe(3);
  });
});

describe('a crop', () => {
  const photo = { width: 4000, height: 3000 };
  const crop = { x: 100, y: 200, width: 2000, height: 1000 };

  it('is moved by pixels and stops at the edges of the photo', () => {
    expect(moved(crop, 8, -1, photo)).toEqual({ ...crop, x: 108, y: 199 });
    expect(moved(crop, -500, 9000, photo)).toEqual({ ...crop, x: 0, y: 2000 });
  });

  it('becomes a square around its middle', () => {
    expect(shaped(crop, 1, photo)).toEqual({ x: 600, y: 200, width: 1000, height: 1000 });
  });

  it.each([
    [16, { x: 92, y: 196, width: 2016, height: 1008 }],
    [99999, { x: 0, y: 0, width: 4000, height: 2000 }],
  ])('grows by %i around its middle and never beyond the photo', (by, expected) => {
    expect(grown(crop, by, photo)).toEqual(expected);
  });

  it('never becomes smaller than can be seen', () => {
    expect(inside({ x: 3999, y: 2999, width: 0, height: 0 }, photo)).toEqual({
      x: 3984,
      y: 2984,
      width: 16,
      height: 16,
    });
  });

  it('lies in a square tile where the photo lies', () => {
    expect(inTile({ x: 0, y: 0, ...photo }, photo)).toEqual({ left: 0, top: 12.5, width: 100, height: 75 });
  });
});

describe('the photo in its bucket', () => {
  const fit = {
    bucket: { width: 1152, height: 896 },
    scaled: { width: 1164, height: 896 },
    lost_width: 12,
    lost_height: 0,
    percent: 48,
  };

  it('is told with what is lost and of what', () => {
    expect(fitSentence(fit)).toBe('1152 × 896, 12 pixels lost at the sides, 48% of the crop’s size');
    expect(fitSentence({ ...fit, lost_width: 0, lost_height: 1 })).toContain(
      '1 pixel lost at top and bottom',
    );
    expect(fitSentence({ ...fit, lost_width: 0 })).toContain('nothing lost');
  });
});
