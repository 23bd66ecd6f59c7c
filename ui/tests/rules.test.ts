// The small rules of the window: money, trigger words, time left, grid, palette, readiness.
import { describe, expect, it } from 'vitest';
import { gridStep, layoutGrid } from '../src/features/datasets/gridLayout';
import { readiness } from '../src/features/datasets/readiness';
import { triggerRefusal } from '../src/features/datasets/trigger';
import { Pace } from '../src/features/jobs/pace';
import { problemSentence } from '../src/features/jobs/problemSentence';
import { paletteScore } from '../src/features/palette/paletteScore';
import { dollarsOf, microsOf } from '../src/features/settings/money';

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
    expect(gridStep(key, from, 24, 5, 3)).toBe(to);
  });
});

describe('the palette', () => {
  const names = ['Добавить папку с фото', 'Add a folder of photos'];

  it.each(['доб', 'папку', 'фото папку', 'add', 'folder', 'PHOTOS'])('finds a command by %j', (typed) => {
    expect(paletteScore('add-folder', typed, names)).toBeGreaterThan(0);
  });

  it('takes е for ё', () => {
    expect(paletteScore('x', 'темная', ['Тёмная тема'])).toBe(1);
  });

  it('puts a start before a middle, and the language on screen first', () => {
    expect(paletteScore('x', 'доб', names)).toBeGreaterThan(paletteScore('x', 'бав', names));
    expect(paletteScore('x', 'доб', names)).toBeGreaterThan(paletteScore('x', 'add', names));
  });

  it('does not find by the inner name', () => {
    expect(paletteScore('dataset-0192', '0192', ['My Portrait'])).toBe(0);
  });
});

describe('readiness', () => {
  it.each([
    [0, 'none'],
    [4, 'tooFew'],
    [5, 'few'],
    [9, 'few'],
    [10, 'enough'],
  ])('%i photos are %s', (total, amount) => {
    expect(readiness(total, total, 0).amount).toBe(amount);
  });
});
