// The room of badges: steps, newest wishes, places and lines, columns, words of findings, what is kept, and the room as
// a person meets it.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Badge, BadgeDesign, BadgeFinding, BadgeLayer } from '../src/backend';
import App from '../src/App.svelte';
import { readBadgeFrame } from '../src/backend/badgeFrame';
import { columnsFor, mapped, targetKey, targetOf, unfilled } from '../src/features/badges/columns';
import {
  colourOf,
  firstDesign,
  onTemplate,
  paletteOf,
  sampleOf,
  swatchOf,
} from '../src/features/badges/design';
import { exportFacts } from '../src/features/badges/exportFacts';
import {
  findingSentence,
  findingsOfField,
  findingsOfPicture,
  findingsOfTemplate,
} from '../src/features/badges/findingSentence';
import { handledLayers, layerAt, meantField } from '../src/features/badges/layers';
import { NewestWish } from '../src/features/badges/newestWish';
import { OpenBadge } from '../src/features/badges/openBadge.svelte';
import {
  moved,
  pulledFocus,
  resized,
  resizedTurned,
  SHORTEST,
  snapMove,
  snapResize,
  zoomed,
  type Surroundings,
} from '../src/features/badges/placing';
import { StageHand } from '../src/features/badges/stageHand.svelte';
import { fitting, frameWidth, larger, smaller } from '../src/features/badges/stageView';
import { Steps } from '../src/features/badges/steps.svelte';
import { TemplateThumbs } from '../src/features/badges/templateThumbs.svelte';
import { Failures } from '../src/shared/failures.svelte';
import { words } from '../src/shared/words.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import {
  conferencePass,
  goldenBanner,
  ribbonRound,
  sampleBadge,
  sampleBadgePicture,
  sampleDesign,
  sampleList,
} from './fakeBadges';
import { sampleDrawing, sampleModel } from './fakeEngine';

const onRibbon = (over: Partial<BadgeDesign> = {}) => sampleDesign({ template: 'ribbon-round', ...over });

/** The ribbon's template, where words do not lie on the ribbon. */
const loose = {
  ...ribbonRound,
  layers: ribbonRound.layers.map((layer): BadgeLayer => ({ ...layer, on: null })),
};

/** A promise that is kept from outside. */
function promised<T>() {
  let keep!: (value: T) => void;
  let fail!: (error: unknown) => void;
  const promise = new Promise<T>((done, failed) => ([keep, fail] = [done, failed]));
  return { promise, keep, fail };
}

const settled = () => new Promise((done) => setTimeout(done, 0));

beforeEach(() => localStorage.clear());

describe('steps', () => {
  it('are taken back one by one, to the first, and forth again', () => {
    const steps = new Steps(0);
    for (let state = 1; state <= 500; state++) steps.take(state);
    for (let state = 499; state >= 0; state--) {
      expect(steps.undo()).toBe(true);
      expect(steps.current).toBe(state);
    }
    expect(steps.undo()).toBe(false);
    expect(steps.canUndo).toBe(false);
    while (steps.redo());
    expect(steps.current).toBe(500);
    expect(steps.canRedo).toBe(false);
  });

  it('of one name that follow one another are one, until it is settled', () => {
    const steps = new Steps('');
    for (const text of ['U', 'UX', 'UX ', 'UX S']) steps.take(text, 'text:banner');
    steps.settle();
    for (const text of ['UX SC', 'UX SCO']) steps.take(text, 'text:banner');
    steps.undo();
    expect(steps.current).toBe('UX S');
    steps.undo();
    expect(steps.current).toBe('');
    expect(steps.canUndo).toBe(false);
  });

  it('of another name between them part them', () => {
    const steps = new Steps({ a: '', b: '' });
    steps.take({ a: 'x', b: '' }, 'a');
    steps.take({ a: 'x', b: 'y' }, 'b');
    steps.take({ a: 'xx', b: 'y' }, 'a');
    steps.undo();
    expect(steps.current).toEqual({ a: 'x', b: 'y' });
  });

  it('that change nothing are none, and a new one ends the way forth', () => {
    const steps = new Steps({ a: 1 });
    steps.take({ a: 1 });
    expect(steps.canUndo).toBe(false);
    steps.take({ a: 2 });
    steps.undo();
    expect(steps.canRedo).toBe(true);
    steps.take({ a: 3 });
    expect(steps.canRedo).toBe(false);
  });

  it('after one that was taken back do not run into it', () => {
    const steps = new Steps('a');
    steps.take('ab', 'text');
    steps.undo();
    steps.take('ac', 'text');
    steps.undo();
    expect(steps.current).toBe('a');
  });
});

describe('the newest wish', () => {
  function asked() {
    const questions: { wish: number; answer: ReturnType<typeof promised<string>> }[] = [];
    const taken: [string, number][] = [];
    const failed: number[] = [];
    const wishes = new NewestWish<number, string>(
      (wish) => {
        const answer = promised<string>();
        questions.push({ wish, answer });
        return answer.promise;
      },
      (answer, wish) => taken.push([answer, wish]),
      (_error, wish) => failed.push(wish),
    );
    return { wishes, questions, taken, failed };
  }

  it('is asked when the one before it was answered, and those between never are', async () => {
    const { wishes, questions, taken } = asked();
    for (const wish of [1, 2, 3, 4]) wishes.wish(wish);
    expect(questions.map(({ wish }) => wish)).toEqual([1]);
    questions[0]?.answer.keep('one');
    await settled();
    expect(questions.map(({ wish }) => wish)).toEqual([1, 4]);
    questions[1]?.answer.keep('four');
    await settled();
    expect(taken).toEqual([
      ['one', 1],
      ['four', 4],
    ]);
    expect(wishes.idle).toBe(true);
  });

  it('is asked although the one before it failed', async () => {
    const { wishes, questions, taken, failed } = asked();
    wishes.wish(1);
    wishes.wish(2);
    questions[0]?.answer.fail(new Error('no'));
    await settled();
    questions[1]?.answer.keep('two');
    await settled();
    expect(failed).toEqual([1]);
    expect(taken).toEqual([['two', 2]]);
  });

  it('takes no answer to what was forgotten', async () => {
    const { wishes, questions, taken } = asked();
    wishes.wish(1);
    wishes.forget();
    wishes.wish(2);
    questions[0]?.answer.keep('one');
    await settled();
    questions[1]?.answer.keep('two');
    await settled();
    expect(taken).toEqual([['two', 2]]);
  });
});

describe('a drawn badge', () => {
  function answer(head: object, pixels: number[]): ArrayBuffer {
    const text = new TextEncoder().encode(JSON.stringify(head));
    const bytes = new Uint8Array(4 + text.length + pixels.length);
    new DataView(bytes.buffer).setUint32(0, text.length, true);
    bytes.set(text, 4);
    bytes.set(pixels, 4 + text.length);
    return bytes.buffer;
  }

  it('is read from its head and its pixels', () => {
    const head = { width: 2, height: 1, findings: [{ kind: 'cut', field: 'text' }] };
    const frame = readBadgeFrame(answer(head, [1, 2, 3, 4, 5, 6, 7, 8]));
    expect(frame).toMatchObject({ ...head, hidden: [] });
    expect([...frame.pixels]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it.each([
    ['too few pixels', answer({ width: 2, height: 1, findings: [] }, [1, 2, 3, 4])],
    ['no head', new ArrayBuffer(3)],
    ['a head that is longer than all', new Uint8Array([255, 0, 0, 0, 1]).buffer],
  ])('with %s is refused', (_what, bytes) => {
    expect(() => readBadgeFrame(bytes)).toThrow('not whole');
  });
});

describe('a design', () => {
  it('goes to another template with its picture and words, and leaves colours and places behind', () => {
    const design = sampleDesign({
      palette: 'silver',
      colours: { ink: '#112233' },
      boxes: { text: [1, 2, 3, 4] },
    });
    const next = onTemplate(design, goldenBanner, conferencePass);
    expect(next.texts).toEqual({ text: 'UX SCOUT', name: 'UX SCOUT' });
    expect(next.picture).toEqual(design.picture);
    expect([next.palette, next.colours, next.boxes, next.ribbon]).toEqual([null, {}, {}, null]);
  });

  it('never writes over words that are there', () => {
    const design = sampleDesign({ texts: { text: 'UX SCOUT', name: 'Maria' } });
    expect(onTemplate(design, goldenBanner, conferencePass).texts.name).toBe('Maria');
  });

  it('shows the template own colours, then the palette, then what was changed by hand', () => {
    const plain = sampleDesign();
    const silver = sampleDesign({ palette: 'silver' });
    const own = sampleDesign({ palette: 'silver', colours: { middle: '#00ff00' } });
    expect(colourOf(plain, goldenBanner, 'middle')).toBe('#efb93a');
    expect(colourOf(silver, goldenBanner, 'middle')).toBe('#c9ced6');
    expect(colourOf(own, goldenBanner, 'middle')).toBe('#00ff00');
    expect(paletteOf(plain, goldenBanner)).toBe('gold');
    expect(paletteOf(silver, goldenBanner)).toBe('silver');
  });

  it('tells palettes apart by their colours', () => {
    const swatches = goldenBanner.palettes.map(({ id }) => swatchOf(goldenBanner, id).join());
    expect(new Set(swatches).size).toBe(goldenBanner.palettes.length);
  });

  it('of a sample has words in every text', () => {
    expect(Object.keys(sampleOf(conferencePass).texts)).toEqual(conferencePass.fields.map(({ id }) => id));
  });
});

describe('a layer', () => {
  it('of a ribbon means the main words', () => {
    const ribbon = ribbonRound.layers.find(({ kind }) => kind === 'ribbon')!;
    expect([ribbon.field, meantField(ribbon, ribbonRound)]).toEqual([null, 'text']);
  });

  it('that is ground, ornament or not drawn cannot be taken hold of', () => {
    const ids = handledLayers(loose, ['line']).map(({ id }) => id);
    expect(ids).toEqual(['picture', 'ribbon', 'text']);
  });

  it('of words on a ribbon goes where the ribbon goes', () => {
    const ids = (layers: BadgeLayer[]) => handledLayers({ ...ribbonRound, layers }, []).map(({ id }) => id);
    expect(ids(ribbonRound.layers)).toEqual(['picture', 'ribbon', 'line']);
    const told = ribbonRound.layers.map((layer) => ({ ...layer, on: layer.id === 'line' ? 'ribbon' : null }));
    expect(ids(told)).toEqual(['picture', 'ribbon', 'text']);
    const ribbon = told.find(({ id }) => id === 'ribbon')!;
    expect(meantField(ribbon, { ...ribbonRound, layers: told })).toBe('line');
  });

  it('that is turned is found where it is seen', () => {
    const bar: BadgeLayer = {
      id: 'bar',
      kind: 'logo',
      area: [0, 450, 1000, 100],
      turn: 90,
      field: null,
      on: null,
    };
    const at = (x: number, y: number) => layerAt([bar], sampleDesign(), [x, y], null)?.id;
    expect([at(500, 20), at(20, 500)]).toEqual(['bar', undefined]);
  });

  it('is found under a point: the selected one first, then the topmost, the picture last', () => {
    const layers = handledLayers(loose, []);
    const at = (x: number, y: number, selected: string | null = null) =>
      layerAt(layers, onRibbon(), [x, y], selected)?.id;
    expect(at(512, 760)).toBe('text');
    expect(at(512, 760, 'ribbon')).toBe('ribbon');
    expect(at(40, 760)).toBe('ribbon');
    expect(at(512, 300)).toBe('picture');
    expect(at(1, 1)).toBeUndefined();
  });
});

describe('a place', () => {
  const around: Surroundings = {
    size: [1000, 800],
    safe: 40,
    others: [[100, 600, 300, 100]],
    reach: 6,
  };

  it('snaps to the middle of the badge', () => {
    const { area, guides } = snapMove([303, 351, 400, 100], around);
    expect(area).toEqual([300, 350, 400, 100]);
    expect(guides).toEqual([
      { along: 'x', at: 500 },
      { along: 'y', at: 400 },
    ]);
  });

  it('snaps to the safe area and to the sides of other layers', () => {
    expect(snapMove([43, 200, 150, 60], around)).toEqual({
      area: [40, 200, 150, 60],
      guides: [{ along: 'x', at: 40 }],
    });
    expect(snapMove([404, 200, 150, 60], around).guides).toEqual([{ along: 'x', at: 400 }]);
  });

  it('out of reach stays where it is', () => {
    const area = [607, 207, 150, 60] as const;
    expect(snapMove(area, around)).toEqual({ area: [...area], guides: [] });
  });

  it('snaps only the side that is pulled when it is resized', () => {
    const { area, guides } = snapResize([303, 200, 94, 60], { x: 1, y: 0 }, around);
    expect(area).toEqual([303, 200, 97, 60]);
    expect(guides).toEqual([{ along: 'x', at: 400 }]);
  });

  it('keeps the opposite side and a shortest one when it is resized', () => {
    expect(resized([100, 100, 200, 100], { x: -1, y: 0 }, 50, 99)).toEqual([150, 100, 150, 100]);
    expect(resized([100, 100, 200, 100], { x: -1, y: -1 }, 500, 500)).toEqual([292, 192, SHORTEST, SHORTEST]);
  });

  it('of a turned layer is pulled along its own sides, and the opposite one stays', () => {
    const area = [0, 450, 1000, 100] as const;
    expect(resizedTurned(area, { x: 1, y: 0 }, [0, 40], 0)).toEqual([0, 450, 1000, 100]);
    // Turned by 90 degrees, its right side is the lower one: the bar grows by 40 and its upper end stays at 0.
    expect(resizedTurned(area, { x: 1, y: 0 }, [0, 40], 90)).toEqual([-20, 470, 1040, 100]);
  });

  it('never leaves the badge with its middle', () => {
    expect(moved([0, 0, 200, 100], -5000, 5000, [1000, 800])).toEqual([-100, 750, 200, 100]);
  });

  it('of a picture follows the pull and stops at the edges', () => {
    const area = [0, 0, 100, 100] as const;
    expect(pulledFocus([0.5, 0.5], [20, 0], area, 2, 1)).toEqual([0.4, 0.5]);
    expect(pulledFocus([0.5, 0.5], [900, -900], area, 2, 1)).toEqual([0.25, 0.5]);
    expect(pulledFocus([0.5, 0.5], [-20, -20], area, 1, 2)).toEqual([0.6, 0.6]);
  });

  it('zooms between once and twenty times', () => {
    expect(zoomed(1, -3)).toBe(1);
    expect(zoomed(1, 1)).toBe(1.1);
    expect(zoomed(19.9, 5)).toBe(20);
  });
});

describe('the view', () => {
  it('fits the whole badge with room for its handles', () => {
    expect(fitting({ width: 1048, height: 848 }, [1000, 1000])).toBe(0.8);
    expect(fitting({ width: 0, height: 0 }, [1000, 500])).toBeGreaterThan(0);
  });

  it('goes step by step, and draws no frame wider than it needs', () => {
    expect([larger(1), smaller(1), larger(4), smaller(0.25)]).toEqual([1.5, 0.75, 4, 0.25]);
    expect(frameWidth(540.4, 2)).toBe(1081);
    expect(frameWidth(9000, 2)).toBe(2048);
  });
});

describe('the hand on the badge', () => {
  function handOn(over: Partial<BadgeDesign> = {}) {
    const backend = new FakeBackend();
    const row = sampleBadge('badge-a', { design: onRibbon(over) });
    backend.badges = [row];
    const badge = new OpenBadge(backend, row, new Failures());
    const layers = handledLayers(loose, []);
    const hand = new StageHand(() => ({ badge, template: loose, layers, aspect: 1, pixel: 1 }));
    const key = (key: string, over: KeyboardEventInit = {}) =>
      hand.key(new KeyboardEvent('keydown', { key, ...over }));
    return { badge, hand, key };
  }

  it('selects a layer by a press, lets go of it beside it, and only then takes the picture', () => {
    const { badge, hand } = handOn({ picture: sampleBadgePicture({ zoom: 2 }) });
    hand.down([512, 760]);
    hand.up();
    expect(badge.selected).toBe('text');
    hand.down([512, 300]);
    hand.move([540, 330]);
    hand.up();
    expect(badge.selected).toBeNull();
    expect(badge.design.picture?.focus).toEqual([0.5, 0.42]);
    hand.down([512, 300]);
    hand.move([512 - 82.8, 300]);
    hand.up();
    expect(badge.design.picture?.focus).toEqual([0.55, 0.42]);
  });

  it('shows by the pointer what a press would do', () => {
    const { badge, hand } = handOn();
    expect([hand.cursorAt([512, 760]), hand.cursorAt([512, 300]), hand.cursorAt([1, 1])]).toEqual([
      'move',
      'grab',
      'default',
    ]);
    badge.selected = 'text';
    expect(hand.cursorAt([512, 300])).toBe('default');
  });

  it('moves a layer as one step, with lines while it does', () => {
    const { badge, hand } = handOn();
    hand.down([512, 760]);
    for (const y of [740, 720, 700]) hand.move([512, y]);
    expect(hand.guides).toContainEqual({ along: 'x', at: 512 });
    expect(hand.pulling).toBe(true);
    hand.up();
    expect(hand.guides).toEqual([]);
    expect(badge.design.boxes.text?.[1]).toBe(600);
    badge.undo();
    expect(badge.design.boxes).toEqual({});
    expect(badge.selected).toBe('text');
    expect(badge.canUndo).toBe(false);
  });

  it('that trembles moves nothing', () => {
    const { badge, hand } = handOn();
    hand.down([512, 760]);
    hand.move([513, 761]);
    hand.up();
    expect(badge.canUndo).toBe(false);
  });

  it('resizes at a handle, without lines where that is wished', () => {
    const { badge, hand } = handOn();
    badge.selected = 'text';
    hand.down([874, 760], { x: 1, y: 0 });
    hand.move([974, 700], true);
    hand.up();
    expect(badge.design.boxes.text).toEqual([150, 660, 824, 200]);
  });

  it('moves by 1 with the arrow keys, by 8 with Shift, resizes with Alt, and Escape lets go', () => {
    const { badge, key } = handOn();
    badge.selected = 'text';
    expect(key('ArrowRight')).toBe(true);
    expect(key('ArrowUp', { shiftKey: true })).toBe(true);
    expect(badge.design.boxes.text).toEqual([151, 652, 724, 200]);
    key('ArrowDown', { altKey: true });
    expect(badge.design.boxes.text).toEqual([151, 652, 724, 201]);
    expect(key('Escape')).toBe(true);
    expect(badge.selected).toBeNull();
    expect(key('Escape')).toBe(false);
  });

  it('zooms and moves the picture with keys while nothing is selected, and no other layer', () => {
    const { badge, key } = handOn();
    expect(key('+')).toBe(true);
    expect(badge.design.picture?.zoom).toBe(1.1);
    key('ArrowRight', { shiftKey: true });
    expect(badge.design.picture?.focus[0]).toBeLessThan(0.5);
    badge.selected = 'text';
    expect(key('-')).toBe(false);
    expect(badge.design.picture?.zoom).toBe(1.1);
  });
});

describe('columns', () => {
  const { columns } = sampleList();

  it('give each part of a badge one column', () => {
    const next = mapped(columns, 1, { kind: 'field', field: 'text' });
    expect(next.map(({ target }) => targetKey(target))).toEqual(['none', 'field:text', 'picture']);
    expect(mapped(columns, 0, null).map(({ target }) => targetKey(target))).toEqual([
      'none',
      'none',
      'picture',
    ]);
  });

  it.each(['none', 'picture', 'prompt', 'field:text'])('are the same after a field of a form: %s', (key) => {
    expect(targetKey(targetOf(key))).toBe(key);
  });

  it('follow to another template: what it has stays, and names that fit are taken', () => {
    const next = columnsFor(columns, conferencePass);
    expect(next.map(({ target }) => targetKey(target))).toEqual(['field:name', 'none', 'picture']);
    const russian = columnsFor([{ index: 0, name: ' должность ', target: null }], conferencePass);
    expect(targetKey(russian[0]!.target)).toBe('field:role');
  });

  it('tell which words are still missing', () => {
    expect(unfilled(columns, conferencePass)).toEqual(['name']);
    expect(unfilled(columnsFor(columns, conferencePass), conferencePass)).toEqual([]);
  });
});

describe('a finding', () => {
  const findings: BadgeFinding[] = [
    { kind: 'missingCharacters', field: 'text', characters: 'ꙮ☃' },
    { kind: 'tooSmall', field: 'text' },
    { kind: 'tooLong', field: 'line', characters: 31 },
    { kind: 'codeTooLong', field: null },
    { kind: 'emptyField', field: 'line' },
    { kind: 'pictureMissing' },
  ];

  it('stands at what it is of', () => {
    const kinds = (found: BadgeFinding[]) => found.map(({ kind }) => kind);
    expect(kinds(findingsOfField(findings, 'text'))).toEqual(['missingCharacters', 'tooSmall']);
    expect(kinds(findingsOfField(findings, 'line'))).toEqual(['tooLong', 'emptyField']);
    expect(kinds(findingsOfTemplate(findings))).toEqual(['codeTooLong']);
    expect(kinds(findingsOfPicture(findings))).toEqual(['pictureMissing']);
  });

  it('names the characters', () => {
    words.speak('en');
    expect(findingSentence(findings[0]!)).toBe('No font here has ꙮ ☃, so they are not drawn.');
    expect(findingSentence({ kind: 'missingCharacters', field: null, characters: 'ꙮ' })).toContain(
      'it is not drawn',
    );
  });

  it('is a sentence in both languages', () => {
    for (const tag of ['en', 'ru']) {
      words.speak(tag);
      for (const finding of findings) expect(findingSentence(finding)).toMatch(/^\p{Lu}.+[.]$/u);
    }
    words.speak('en');
  });
});

describe('the figure under the export', () => {
  it.each([
    ['png', goldenBanner, '1024 × 1024 px, drawn offline, free'],
    ['pdf', goldenBanner, '1024 × 1024 px, drawn offline, free'],
    ['pdf', conferencePass, '90 × 127 mm, drawn offline, free'],
    ['svg', conferencePass, 'Sharp in any size, drawn offline, free'],
  ] as const)('of %s says what comes', (format, template, sentence) => {
    expect(exportFacts(format, template)).toBe(sentence);
  });
});

describe('the open badge', () => {
  function open() {
    const backend = new FakeBackend();
    backend.badges = [sampleBadge('badge-a')];
    const failures = new Failures();
    return { backend, failures, badge: new OpenBadge(backend, backend.badges[0]!, failures) };
  }
  const kept = (backend: FakeBackend) => backend.badges[0]?.design.texts.text;

  it('keeps itself once nothing has changed for a while, and once for many changes', async () => {
    vi.useFakeTimers();
    const { backend, badge } = open();
    for (const text of ['A', 'AN', 'ANN', 'ANNA']) badge.write('text', text);
    expect(kept(backend)).toBe('UX SCOUT');
    await vi.advanceTimersByTimeAsync(399);
    expect(kept(backend)).toBe('UX SCOUT');
    await vi.advanceTimersByTimeAsync(2);
    expect(kept(backend)).toBe('ANNA');
    expect(backend.calls.filter((call) => call === 'saveBadge')).toHaveLength(1);
    vi.useRealTimers();
  });

  it('keeps itself at once when it is left, and nothing where nothing changed', async () => {
    const { backend, badge } = open();
    await badge.save();
    expect(backend.calls).not.toContain('saveBadge');
    badge.write('text', 'ANNA');
    await badge.save();
    expect(kept(backend)).toBe('ANNA');
  });

  it('tries again what could not be kept', async () => {
    const { backend, failures, badge } = open();
    backend.refuse.set('saveBadge', { code: 'diskFull', message: 'The disk is full.' });
    badge.write('text', 'ANNA');
    await badge.save();
    expect(failures.all.map(({ message }) => message)).toEqual(['The disk is full.']);
    await badge.save();
    expect(kept(backend)).toBe('ANNA');
  });

  it('takes what another window made of it, but never over what is not kept yet', () => {
    const { badge } = open();
    const theirs = (text: string, updatedAt: number): Badge =>
      sampleBadge('badge-a', { design: sampleDesign({ texts: { text } }), updatedAt });
    badge.adopt(theirs('OLD', 1));
    expect(badge.design.texts.text).toBe('UX SCOUT');
    badge.adopt(theirs('THEIRS', 1_763_700_000_001));
    expect(badge.design.texts.text).toBe('THEIRS');
    badge.write('text', 'MINE');
    badge.adopt(theirs('LATER', 1_763_700_000_002));
    expect(badge.design.texts.text).toBe('MINE');
    badge.undo();
    badge.undo();
    expect(badge.design.texts.text).toBe('UX SCOUT');
  });

  it('puts a layer and a colour back', () => {
    const { badge } = open();
    badge.place('text', [1, 2, 3, 4], 'place');
    badge.placeBack('text');
    badge.colour('ink', '#112233');
    badge.colour('ink', null);
    expect([badge.design.boxes, badge.design.colours]).toEqual([{}, {}]);
  });

  it('keeps what becomes of the background when the picture changes', () => {
    const { badge } = open();
    badge.frame({ background: { kind: 'cut', tolerance: 0.3 }, zoom: 3 });
    badge.putPicture(sampleBadgePicture({ source: { kind: 'drawn', picture: 'p-1' } }));
    expect(badge.design.picture).toMatchObject({
      source: { kind: 'drawn' },
      zoom: 1,
      background: { kind: 'cut', tolerance: 0.3 },
    });
  });
});

describe('templates in small', () => {
  it('are drawn one after the other, only while the badge is not, and with the newest words', async () => {
    vi.useFakeTimers();
    const backend = new FakeBackend();
    let busy = true;
    let most = 0;
    let going = 0;
    backend.paint = async (design) => {
      most = Math.max(most, ++going);
      await new Promise((done) => setTimeout(done, 10));
      going--;
      const value = design.texts.text?.length ?? 0;
      return {
        width: 1,
        height: 1,
        pixels: new Uint8ClampedArray([value, 0, 0, 255]),
        findings: [],
        hidden: [],
      };
    };
    const thumbs = new TemplateThumbs(
      backend,
      () => busy,
      () => new Promise((done) => setTimeout(done, 5)),
    );
    const templates = [goldenBanner, ribbonRound];
    const show = (text: string) =>
      thumbs.show({ design: sampleDesign({ texts: { text } }), from: goldenBanner, templates, width: 96 });
    show('A');
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.rendered).toHaveLength(0);
    show('ABC');
    busy = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.rendered).toHaveLength(2);
    expect(most).toBe(1);
    expect(thumbs.of('ribbon-round')?.pixels[0]).toBe(3);
    show('ABC');
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.rendered).toHaveLength(2);
    vi.useRealTimers();
  });
});

async function roomWith(fill: (backend: FakeBackend) => void = () => {}) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  await studio.open();
  render(App, { props: { studio } });
  await fireEvent.click(await screen.findByTestId('rail-badges'));
  await screen.findByTestId('badges-shown');
  return { backend, studio, room: studio.badges };
}

const oneBadge = (backend: FakeBackend): void => {
  backend.badges = [sampleBadge('badge-a', { design: onRibbon() })];
};

const pictured = (backend: FakeBackend): void => {
  oneBadge(backend);
  const drawing = sampleDrawing('d-1');
  const prompt = 'FOX_SCOUTS_A3F2, a fox holding a lantern, night sky';
  backend.drawings = [{ ...drawing, pictures: drawing.pictures.map((picture) => ({ ...picture, prompt })) }];
};

async function violations(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

beforeAll(async () => {
  // Parts that load when first shown are compiled here, so that no test waits for the compiler.
  await Promise.all([
    import('../src/views/BadgesView.svelte'),
    import('../src/features/badges/ColumnsDialog.svelte'),
    import('../src/features/badges/DrawnDialog.svelte'),
  ]);
  // jsdom paints nothing.
  HTMLCanvasElement.prototype.getContext = (() => ({ putImageData: () => {} })) as never;
  Object.assign(globalThis, { ImageData: class {}, CSS: { escape: (text: string) => text } });
});

describe('the empty room', () => {
  it('teaches, with one gold button, and begins a badge with the picture that is chosen', async () => {
    const { backend, room } = await roomWith();
    expect(await screen.findByTestId('badges-empty')).toBeDefined();
    expect(document.querySelectorAll('.gold')).toHaveLength(1);
    await fireEvent.click(screen.getByTestId('badges-choose'));
    expect((await screen.findByTestId('badge-name')).textContent).toContain('fox with magnifier');
    expect(room.opened?.design).toEqual(firstDesign('golden-banner', sampleBadgePicture()));
    expect(backend.badges).toHaveLength(1);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('badge-text-text')));
  });

  it('begins with sample words, with a picture that was drawn here, and with one that is dropped', async () => {
    const { backend, room } = await roomWith((backend) => (backend.drawings = [sampleDrawing('d-1')]));
    await fireEvent.click(await screen.findByTestId('badges-sample'));
    await waitFor(() => expect(room.opened?.design.texts.text).toBe('UX SCOUT'));
    await room.newBadge();
    const [picture] = await screen.findAllByTestId('badges-empty-picture');
    await fireEvent.click(picture!);
    await waitFor(() => expect(room.opened?.design.picture?.source.kind).toBe('drawn'));
    await room.newBadge();
    backend.emit({ type: 'dropped', drop: { id: 7, files: 3, folders: 0, models: 0 } });
    await waitFor(() => expect(room.opened?.name).toBe('dropped'));
    expect(backend.calls).not.toContain('importDrop');
  });

  it('stays where the person thinks better', async () => {
    const { backend } = await roomWith((backend) => (backend.pickedPicture = null));
    await fireEvent.click(await screen.findByTestId('badges-choose'));
    await settled();
    expect(backend.badges).toHaveLength(0);
    expect(screen.getByTestId('badges-empty')).toBeDefined();
  });

  it('has nothing amiss', async () => {
    await roomWith();
    await screen.findByTestId('badges-empty');
    expect(await violations()).toEqual([]);
  });
});

describe('the room with a badge', () => {
  it('finds the file of a picture that was drawn long ago', async () => {
    const { room } = await roomWith((backend) => {
      backend.drawings = Array.from({ length: 50 }, (_, place) =>
        sampleDrawing(`d-${99 - place}`, { createdAt: 100 - place }, 1),
      );
      const source = { kind: 'drawn', picture: 'd-51-picture-0' } as const;
      backend.badges = [
        sampleBadge('badge-a', { design: sampleDesign({ picture: sampleBadgePicture({ source }) }) }),
      ];
    });
    const source = { kind: 'drawn', picture: 'd-51-picture-0' } as const;
    await waitFor(() => expect(room.urlOf(source)).toBe('file:pictures/2026-11/d-51-0.png'));
  });

  it('brings back the badge that was open last', async () => {
    const fill = (backend: FakeBackend) => {
      backend.badges = [
        sampleBadge('badge-a', { name: 'Newest', updatedAt: 20 }),
        sampleBadge('badge-b', { name: 'Open last', updatedAt: 10 }),
      ];
    };
    const { room } = await roomWith(fill);
    await waitFor(() => expect(room.opened?.name).toBe('Newest'));
    await room.openBadge('badge-b');
    const again = new Studio(Object.assign(new FakeBackend(), { badges: [...room.all!] }));
    await again.badges.open();
    expect(again.badges.opened?.name).toBe('Open last');
  });

  it('draws while typing and says what is to be said under the field', async () => {
    const { backend } = await roomWith(oneBadge);
    const field = await screen.findByTestId('badge-text-text');
    await fireEvent.input(field, { target: { value: 'Somebody with a very long name' } });
    await waitFor(() => expect(backend.rendered.at(-1)?.design.texts.text).toContain('Somebody'));
    const said = await screen.findByTestId('badge-finding');
    expect(said.textContent).toContain('Longer than looks good');
    expect(field.getAttribute('aria-describedby')).toContain(said.parentElement!.id);
    expect(screen.getByText('30 of 24')).toBeDefined();
  });

  it('takes typing in one field back as one step with Ctrl+Z, in the field and outside', async () => {
    const { room } = await roomWith(oneBadge);
    const field = await screen.findByTestId('badge-text-text');
    field.focus();
    for (const value of ['A', 'AN', 'ANNA']) await fireEvent.input(field, { target: { value } });
    await fireEvent.keyDown(field, { code: 'KeyZ', key: 'z', ctrlKey: true });
    expect(room.opened?.design.texts.text).toBe('UX SCOUT');
    expect((field as HTMLInputElement).value).toBe('UX SCOUT');
    await fireEvent.keyDown(document.body, { code: 'KeyZ', key: 'Z', ctrlKey: true, shiftKey: true });
    expect(room.opened?.design.texts.text).toBe('ANNA');
  });

  it('chooses templates, palettes, forms and pictures, each as a step', async () => {
    const { room } = await roomWith(pictured);
    await fireEvent.click(await screen.findByTestId('badge-template-conference-pass'));
    expect(room.opened?.design).toMatchObject({ template: 'conference-pass', texts: { name: 'UX SCOUT' } });
    await fireEvent.click(screen.getByTestId('badge-undo'));
    await fireEvent.click(await screen.findByTestId('badge-ribbon-folded'));
    await fireEvent.click(screen.getByTestId('badge-palette-silver'));
    expect(room.opened?.design).toMatchObject({
      template: 'ribbon-round',
      ribbon: 'folded',
      palette: 'silver',
    });
    await fireEvent.click(screen.getByTestId('badge-undo'));
    await fireEvent.click(screen.getByTestId('badge-undo'));
    expect(room.opened?.design).toEqual(onRibbon());
  });

  it('keeps what was typed when another room is entered', async () => {
    const { backend } = await roomWith(oneBadge);
    await fireEvent.input(await screen.findByTestId('badge-text-text'), { target: { value: 'ANNA' } });
    await fireEvent.click(screen.getByTestId('rail-datasets'));
    await waitFor(() => expect(backend.badges[0]?.design.texts.text).toBe('ANNA'));
  });

  it('leads from a layer to the field of its words', async () => {
    await roomWith(oneBadge);
    const sheet = await screen.findByTestId('badge-sheet');
    const { width, height } = sheet.style;
    const at = { bubbles: true, clientX: parseFloat(width) / 2, clientY: parseFloat(height) * 0.742 };
    // jsdom's own pointer events have no place.
    await fireEvent(sheet, new MouseEvent('pointerdown', at));
    await fireEvent(sheet, new MouseEvent('pointerup', at));
    expect(await screen.findByTestId('badge-frame')).toBeDefined();
    expect(screen.getAllByTestId('badge-handle')).toHaveLength(8);
    await fireEvent.dblClick(sheet, at);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('badge-text-text')));
    await fireEvent.keyDown(screen.getByTestId('badge-stage'), { key: 'Escape' });
    expect(screen.queryByTestId('badge-frame')).toBeNull();
  });

  it('exports what is seen and says where it is', async () => {
    const { backend, room } = await roomWith(oneBadge);
    await fireEvent.click(await screen.findByTestId('badge-format-pdf'));
    await fireEvent.click(screen.getByTestId('badge-export'));
    expect((await screen.findByTestId('badge-exported')).textContent).toContain(
      '/home/anna/Pictures/ux-scout.pdf',
    );
    expect(backend.exported).toEqual([{ name: 'UX Scout', format: 'pdf' }]);
    await fireEvent.click(screen.getByTestId('badge-exported-show'));
    expect(backend.calls).toContain('showBadgeExport');

    const other = room.templates?.find(({ id }) => id !== room.opened?.design.template);
    room.chooseTemplate(other?.id ?? '');
    await waitFor(() => expect(screen.queryByTestId('badge-exported')).toBeNull());
  });

  it('is renamed, and a name that is refused is said at its field', async () => {
    const { backend, room } = await roomWith(oneBadge);
    await fireEvent.click(await screen.findByTestId('badge-rename'));
    const field = await screen.findByTestId('badge-name-field');
    await fireEvent.input(field, { target: { value: ' ' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect((await screen.findByRole('alert')).textContent).toContain('A name needs');
    await fireEvent.input(field, { target: { value: 'Night watch' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(backend.badges[0]?.name).toBe('Night watch'));
    room.undo();
    expect(room.opened?.name).toBe('UX Scout');
  });

  it('is removed without a question, and comes back', async () => {
    const { backend, room } = await roomWith(oneBadge);
    await screen.findByTestId('badge-name');
    await room.remove();
    expect(backend.badges).toHaveLength(0);
    expect(await screen.findByTestId('badges-empty')).toBeDefined();
    await fireEvent.click(await screen.findByTestId('toast-undo'));
    expect((await screen.findByTestId('badge-name')).textContent).toContain('UX Scout');
  });

  it('says why a badge cannot be drawn and keeps the last picture of it', async () => {
    const { backend, room } = await roomWith(oneBadge);
    await waitFor(() => expect(room.preview.shown).not.toBeNull());
    backend.refuse.set('renderBadge', { code: 'unknown', message: 'The template cannot be read.' });
    await fireEvent.input(screen.getByTestId('badge-text-text'), { target: { value: 'ANNA' } });
    expect((await screen.findByTestId('badge-trouble')).textContent).toContain(
      'The template cannot be read.',
    );
    expect(room.preview.shown?.design.texts.text).toBe('UX SCOUT');
  });

  it('has one gold button and nothing amiss, in the drawer too', async () => {
    await roomWith(oneBadge);
    await screen.findByTestId('badge-text-text');
    expect(document.querySelectorAll('.gold')).toHaveLength(1);
    expect(await violations()).toEqual([]);
    window.innerWidth = 1024;
    await fireEvent(window, new Event('resize'));
    await waitFor(() => expect(screen.queryByTestId('badge-text-text')).toBeNull());
    expect(document.querySelectorAll('.gold')).toHaveLength(1);
    await fireEvent.click(screen.getByTestId('badge-drawer'));
    await screen.findByTestId('badge-text-text');
    expect(document.querySelectorAll('.gold')).toHaveLength(1);
    expect(await violations()).toEqual([]);
    window.innerWidth = 1280;
  });
});

describe('many at once', () => {
  const withProblem = (backend: FakeBackend): void => {
    oneBadge(backend);
    backend.pickedList = sampleList({
      problems: [{ row: 17, sentence: 'The text is missing.' }],
      problemCount: 1,
    });
  };

  it('says which rows are ready and which are not, and makes the badges with a bar', async () => {
    const { backend, room } = await roomWith(withProblem);
    await fireEvent.click(await screen.findByTestId('badges-many-choose'));
    expect((await screen.findByTestId('badges-many-ready')).textContent).toContain('41 rows are ready');
    expect(screen.getByTestId('badges-many-problem').textContent).toContain('Row 17: The text is missing.');
    await fireEvent.click(screen.getByTestId('badges-many-export'));
    expect(await screen.findByTestId('badges-batch')).toBeDefined();
    expect((await screen.findByTestId('badges-batch-end')).textContent).toContain('41 badges are in');
    expect(backend.exported).toEqual([{ name: '', format: 'png', paper: null }]);
    expect(room.many.running).toBe(false);
  });

  it('draws the pictures of rows with a prompt with what is chosen', async () => {
    const { backend } = await roomWith((backend) => {
      oneBadge(backend);
      backend.models.push(sampleModel({ id: 'model-fox', name: 'Fox', base: 'pocket' }));
      backend.pickedList = sampleList({ prompts: 3 });
    });
    await fireEvent.click(await screen.findByTestId('badges-many-choose'));
    expect((await screen.findByTestId('badges-many-prompts')).textContent).toContain('3 pictures');
    const drawer = await screen.findByTestId<HTMLSelectElement>('badges-many-drawer');
    await waitFor(() => expect(drawer.textContent).toContain('Fox'));
    expect(drawer.value).toBe('base');
    await fireEvent.change(drawer, { target: { value: 'model-fox' } });
    await fireEvent.click(screen.getByTestId('badges-many-export'));
    await screen.findByTestId('badges-batch-end');
    expect(backend.drawnWith).toBe('model-fox');
  });

  it('believes the end although the answer of the beginning comes after it', async () => {
    const { backend, room } = await roomWith(withProblem);
    await fireEvent.click(await screen.findByTestId('badges-many-choose'));
    await screen.findByTestId('badges-many-ready');
    const begin = backend.exportBadges.bind(backend);
    backend.exportBadges = async (...asked) => {
      const batch = await begin(...asked);
      await waitFor(() => expect(room.many.batch?.state).toBe('done'));
      return batch;
    };
    await room.many.makeAll(onRibbon(), 'png', null);
    expect(room.many.batch?.state).toBe('done');
    backend.exportBadges = async () => null;
    await room.many.makeAll(onRibbon(), 'png', 'a4');
    expect(room.many.batch?.state).toBe('done');
  });

  it('is cancelled, and what was made stays', async () => {
    await roomWith((backend) => {
      withProblem(backend);
      backend.batchPace = 5000;
    });
    await fireEvent.click(await screen.findByTestId('badges-many-choose'));
    await fireEvent.click(await screen.findByTestId('badges-many-export'));
    await fireEvent.click(await screen.findByTestId('badges-batch-cancel'));
    expect((await screen.findByTestId('badges-batch-end')).textContent).toContain('Cancelled');
  });

  it('shows how a row looks and changes what a column is for', async () => {
    const { room } = await roomWith(withProblem);
    await fireEvent.click(await screen.findByTestId('badges-many-choose'));
    await fireEvent.click(await screen.findByTestId('badges-many-columns'));
    await screen.findByTestId('badges-columns');
    expect(screen.getByText('Badge 1 of 42')).toBeDefined();
    await fireEvent.click(screen.getByTestId('badges-row-after'));
    expect(screen.getByText('Badge 2 of 42')).toBeDefined();
    await fireEvent.change(screen.getAllByTestId('badges-column')[1]!, { target: { value: 'field:text' } });
    await waitFor(() =>
      expect(room.many.list?.columns.map(({ target }) => targetKey(target))).toEqual([
        'none',
        'field:text',
        'picture',
      ]),
    );
    await fireEvent.change(screen.getAllByTestId('badges-column')[1]!, { target: { value: 'none' } });
    expect(await screen.findByText('No column for: Ribbon. Every badge needs it.')).toBeDefined();
  });

  it('follows the template', async () => {
    const { room } = await roomWith(withProblem);
    await fireEvent.click(await screen.findByTestId('badges-many-choose'));
    await screen.findByTestId('badges-many-ready');
    await fireEvent.click(screen.getByTestId('badge-template-conference-pass'));
    await waitFor(() => expect(room.many.list?.columns[0]?.target).toEqual({ kind: 'field', field: 'name' }));
  });
});

describe('from the playground', () => {
  it('a picture becomes a new badge', async () => {
    const { studio, room } = await roomWith(pictured);
    studio.enter('playground');
    const [picture] = studio.playground.drawings.all[0]!.pictures;
    await studio.makeBadge(picture!);
    expect(studio.room).toBe('badges');
    expect(room.opened?.name).toBe('a fox holding a lantern, night sky');
    expect(room.opened?.design.picture?.source).toEqual({ kind: 'drawn', picture: picture!.id });
    expect(room.all).toHaveLength(2);
  });
});
