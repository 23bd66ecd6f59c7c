// The playground: shapes, seeds, the trigger word as one unit, words, history, and the room as a person meets it.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BaseFamily, DrawRequest } from '../src/backend';
import App from '../src/App.svelte';
import { inFolder } from '../src/backend/tauri';
import { nativeSide } from '../src/features/bases/baseFamilies';
import { requestOf, settingsOf } from '../src/features/playground/drawSettings';
import { previewPixels } from '../src/features/playground/previewPixels';
import { PromptChip } from '../src/features/playground/promptChip.svelte';
import { leaveUnits } from '../src/features/playground/promptKeys';
import { pieces, triggerRanges, withoutLeading, withWord } from '../src/features/playground/promptText';
import { shapeOf, shapes, sizeOf } from '../src/features/playground/shapes';
import { isSeed, newSeed, seedAfter } from '../src/shared/seed';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import {
  checkedPrompt,
  ownBase,
  pocket,
  sampleDrawing,
  sampleModel,
  samplePicture,
  samplePreview,
  sampleRequest,
} from './fakeEngine';

const LARGEST = '18446744073709551615';
const fox = 'FOX_A3F2';

function withModel(backend: FakeBackend): void {
  backend.models = [sampleModel({ id: 'model-1', name: 'Fox', trigger: fox })];
}

async function playgroundWith(fill: (backend: FakeBackend) => void = withModel) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  await studio.open();
  await studio.playground.open();
  return { backend, studio, playground: studio.playground };
}

/** A request in which no value is the usual one. */
const unusual = sampleRequest({
  model: 'model-1',
  prompt: 'portrait at night',
  withoutTrigger: true,
  negativePrompt: 'text, frame',
  strength: 0.85,
  steps: 31,
  guidance: 7.5,
  sampler: 'eulerAncestral',
  width: 96,
  height: 128,
  seed: LARGEST,
  count: 2,
  onCard: true,
});

describe('a shape', () => {
  const families: BaseFamily[] = ['pocket', 'sd15', 'sd21', 'sdxl'];

  it.each(families)('of %s has sides that the VAE takes, the native one the longest', (family) => {
    const side = nativeSide(family);
    for (const shape of shapes) {
      const { width, height } = sizeOf(shape, side);
      expect([width % 8, height % 8]).toEqual([0, 0]);
      expect(Math.max(width, height)).toBe(side);
      expect(shapeOf({ width, height }, side)).toBe(shape);
    }
  });

  it('is as wide as it says', () => {
    expect(sizeOf('3:4', 128)).toEqual({ width: 96, height: 128 });
    expect(sizeOf('4:3', 1024)).toEqual({ width: 1024, height: 768 });
    expect(sizeOf('9:16', 128)).toEqual({ width: 72, height: 128 });
    expect(shapeOf({ width: 104, height: 128 }, 128)).toBeNull();
  });

  it('stays when the model is changed, in the size of its base', async () => {
    const { playground } = await playgroundWith((fake) => {
      fake.models = [sampleModel({ id: 'big', name: 'Big', base: 'sd15' })];
      fake.bases = [pocket, ownBase];
    });
    playground.chooseShape('3:4');
    playground.chooseModel('big');
    expect(playground.settings).toMatchObject({ width: 384, height: 512, basePath: ownBase.path });
    playground.chooseBase(null);
    expect(playground.settings).toMatchObject({ width: 96, height: 128, basePath: null, model: null });
  });
});

describe('a seed', () => {
  it.each([
    ['0', true],
    [LARGEST, true],
    ['18446744073709551616', false],
    ['-1', false],
    ['1.5', false],
    ['1e3', false],
    ['', false],
    ['100000000000000000000', false],
  ])('"%s" is one: %s', (text, is) => expect(isSeed(text)).toBe(is));

  it('is followed by the next, and the largest by 0', () => {
    expect(seedAfter('9007199254740992', 1)).toBe('9007199254740993');
    expect(seedAfter(LARGEST, 1)).toBe('0');
  });

  it('is drawn by chance from all of 64 bits', () => {
    const drawn = Array.from({ length: 64 }, newSeed);
    expect(drawn.every(isSeed)).toBe(true);
    expect(new Set(drawn).size).toBe(64);
    expect(drawn.some((seed) => BigInt(seed) > 2n ** 53n)).toBe(true);
  });

  it('is kept while it is locked, to its last digit and over a restart', async () => {
    const { backend, playground } = await playgroundWith();
    playground.write('a fox');
    playground.keepSeed(LARGEST);
    await playground.draw();
    await playground.draw();
    expect(backend.requests.map(({ seed }) => seed)).toEqual([LARGEST, LARGEST]);
    expect(backend.settings.playgroundSeed).toBe(LARGEST);
    const again = new Studio(backend);
    await again.open();
    await again.playground.open();
    expect(again.playground.seed).toBe(LARGEST);
  });

  it('is a new one for each drawing without the lock, which takes the last one', async () => {
    const { backend, playground } = await playgroundWith();
    playground.write('a fox');
    await playground.draw();
    expect(backend.requests[0]?.seed).toBeNull();
    playground.lockSeed();
    expect(playground.seed).toBe('18446744073709551610');
    playground.throwDice();
    expect(playground.seed).not.toBe('18446744073709551610');
  });
});

describe('the trigger word', () => {
  it.each([
    ['a portrait of FOX_A3F2 at night', 1],
    ['fox_a3f2 portrait', 1],
    ['FOX_A3F2X portrait, MY_FOX_A3F2', 0],
    ['FOX_A3F2, FOX_A3F2', 2],
    ['лисаFOX_A3F2', 0],
  ])('in "%s" stands %i times', (text, times) => expect(triggerRanges(text, fox)).toHaveLength(times));

  it('at the very front is what the chip stands for', () => {
    expect(withoutLeading('FOX_A3F2, portrait', fox)).toBe('portrait');
    expect(withoutLeading(' fox_a3f2 portrait', fox)).toBe('portrait');
    expect(withoutLeading('portrait of FOX_A3F2', fox)).toBeNull();
  });

  it('is a chip that is removed once and comes back by an undo of the same text', () => {
    const chip = new PromptChip();
    expect(chip.undo('a')).toBe(false);
    chip.remove('a');
    expect(chip.removed).toBe(true);
    expect(chip.undo('ab')).toBe(false);
    expect(chip.undo('a')).toBe(true);
    expect(chip.removed).toBe(false);
    expect(chip.redo('a')).toBe(true);
    expect(chip.removed).toBe(true);
  });

  it('lets no caret stand inside it', () => {
    const field = document.createElement('textarea');
    field.value = 'of FOX_A3F2 at night';
    const triggers = triggerRanges(field.value, fox);
    field.setSelectionRange(6, 6);
    leaveUnits(field, triggers);
    expect(field.selectionStart).toBe(11);
    field.setSelectionRange(10, 10);
    leaveUnits(field, triggers, 'ArrowLeft');
    expect(field.selectionStart).toBe(3);
    field.setSelectionRange(2, 2);
    leaveUnits(field, triggers);
    expect(field.selectionStart).toBe(2);
  });
});

describe('the words of a prompt', () => {
  it('are cut where something is said of them', () => {
    const text = 'FOX_A3F2 with katana and шлем';
    const cut = pieces(text, checkedPrompt(text), triggerRanges(text, fox));
    expect(cut.map(({ kind, text: part }) => `${kind}:${part}`)).toEqual([
      'trigger:FOX_A3F2',
      'plain: with ',
      'unknown:katana',
      'plain: and ',
      'translated:шлем',
    ]);
    expect(cut.map((part) => part.text).join('')).toBe(text);
  });

  it('lose their mark when they are written over, before they are asked about again', () => {
    const words = checkedPrompt('a katana');
    expect(pieces('a katanas', words, []).map(({ kind }) => kind)).toContain('unknown');
    expect(pieces('my katana', words, []).map(({ kind }) => kind)).toEqual(['plain']);
    expect(withWord('a katana, red', words[0]!, 'sword')).toBe('a sword, red');
  });

  it('are asked about once after the last key, with the base that draws', async () => {
    const { backend, playground } = await playgroundWith();
    const check = vi.spyOn(backend, 'checkPrompt');
    for (const text of ['k', 'ka', 'katana']) playground.write(text);
    await waitFor(() => expect(playground.words).toHaveLength(1));
    expect(check.mock.calls).toEqual([['katana', null]]);
  });
});

describe('a drawing', () => {
  it('survives its settings unchanged', () => {
    expect(requestOf(settingsOf(unusual), unusual.seed, true)).toEqual(unusual);
  });

  it('is restored exactly from the history, after a restart too', async () => {
    const drawings = Array.from({ length: 25 }, (_, place) =>
      sampleDrawing(`d-${place}`, {
        createdAt: 1000 - place,
        request: place === 23 ? unusual : sampleRequest(),
      }),
    );
    const { backend, playground } = await playgroundWith((fake) => {
      withModel(fake);
      fake.drawings = drawings;
    });
    expect(playground.drawings.all).toHaveLength(20);
    expect(playground.drawings.hasMore).toBe(true);
    await playground.drawings.loadMore();
    expect(playground.drawings.hasMore).toBe(false);
    playground.restore(playground.drawings.all[23]!);
    await playground.draw();
    expect(backend.requests).toEqual([unusual]);
  });

  it('is restored with an undo that brings back what was set before', async () => {
    const { studio, playground } = await playgroundWith((fake) => {
      withModel(fake);
      fake.drawings = [sampleDrawing('d-1', { request: unusual })];
    });
    playground.write('what I was writing');
    const before = playground.settings;
    playground.restore(playground.drawings.all[0]!);
    expect(playground.settings.prompt).toBe('portrait at night');
    studio.undo();
    expect(playground.settings).toEqual(before);
    expect(playground.seed).toBeNull();
  });

  it('gives the seed of each of its pictures', async () => {
    const drawing = sampleDrawing('d-1', { request: { ...unusual, seed: '9007199254740993' } });
    const { playground } = await playgroundWith((fake) => {
      withModel(fake);
      fake.drawings = [drawing];
    });
    playground.change({ count: 8 });
    playground.restorePicture(drawing, drawing.pictures[1]!);
    expect(playground.seed).toBe('9007199254740994');
    expect(playground.settings).toMatchObject({ steps: 31, count: 8 });
  });

  it('is not set back by an answer that its own events have overtaken', async () => {
    const { backend, playground } = await playgroundWith();
    const late = sampleDrawing('d-1');
    backend.putDrawing(late);
    playground.drawings.started({ ...late, state: { status: 'queued' }, pictures: [] });
    expect(playground.drawings.all[0]?.state.status).toBe('succeeded');
  });

  it('cannot be begun without what it needs, and says what', async () => {
    const { backend, playground } = await playgroundWith();
    expect(playground.obstacle).toBe('nothingWritten');
    playground.chooseModel('model-1');
    expect(playground.obstacle).toBeNull();
    playground.change({ model: 'gone' });
    expect(playground.obstacle).toBe('modelGone');
    await playground.draw();
    expect(backend.calls).not.toContain('draw');
    playground.chooseBase('/nowhere');
    playground.write('a fox');
    expect(playground.obstacle).toBe('baseMissing');
  });

  it('shows what is drawn first, then what waits, then what is done', async () => {
    const { backend, playground } = await playgroundWith((fake) => {
      fake.drawings = [sampleDrawing('old', { createdAt: 1 }), sampleDrawing('older', { createdAt: 0 })];
    });
    backend.putDrawing(sampleDrawing('second', { createdAt: 3, state: { status: 'queued' } }, 0));
    backend.putDrawing(sampleDrawing('third', { createdAt: 4, state: { status: 'queued' } }, 0));
    const running = { status: 'running', picture: 0, step: 1, steps: 20 } as const;
    backend.putDrawing(sampleDrawing('first', { createdAt: 2, state: running }, 0));
    expect(playground.drawings.feed.map(({ id }) => id)).toEqual(['first', 'second', 'third', 'old']);
  });

  it('is seen as it comes, picture by picture', async () => {
    const { backend, playground } = await playgroundWith();
    const running = (picture: number) =>
      sampleDrawing('d-1', { state: { status: 'running', picture, step: 9, steps: 20 } }, picture);
    backend.putDrawing(running(1));
    backend.emit({ type: 'drawingPreviewed', preview: samplePreview('d-1', 1, 9, 20) });
    expect(playground.drawings.previewOf('d-1', 1)?.step).toBe(9);
    expect(playground.drawings.previewOf('d-1', 2)).toBeUndefined();
    backend.putDrawing(running(2));
    expect(playground.drawings.previewOf('d-1', 1)).toBeUndefined();
    backend.emit({ type: 'drawingPreviewed', preview: samplePreview('d-1', 1, 20, 20) });
    expect(playground.drawings.previewOf('d-1', 1)).toBeUndefined();
  });
});

describe('a preview', () => {
  it('gives opaque pixels, and nothing where it is not whole', () => {
    const preview = { drawing: 'd', picture: 0, step: 1, steps: 2, width: 2, height: 1 };
    const rgb = btoa(String.fromCharCode(1, 2, 3, 250, 251, 252));
    expect([...(previewPixels({ ...preview, rgb }) ?? [])]).toEqual([1, 2, 3, 255, 250, 251, 252, 255]);
    expect(previewPixels({ ...preview, width: 3, rgb })).toBeNull();
  });
});

describe('a file of the library', () => {
  it.each([
    ['/home/anna/blazon', 'pictures/2026-11/a.png', '/home/anna/blazon/pictures/2026-11/a.png'],
    ['C:\\Users\\Anna', 'pictures/a.png', 'C:\\Users\\Anna\\pictures\\a.png'],
  ])('is named as the system of %s names it', (folder, file, path) =>
    expect(inFolder(folder, file)).toBe(path),
  );
});

describe('the playground room', () => {
  beforeAll(async () => {
    await import('../src/views/PlaygroundView.svelte');
  });
  beforeEach(() => {
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  });

  async function openRoom(fill: (backend: FakeBackend) => void = withModel) {
    const backend = new FakeBackend();
    fill(backend);
    const studio = new Studio(backend);
    render(App, { studio });
    await waitFor(() => expect(studio.training.runs.all).not.toBeNull());
    await fireEvent.click(screen.getByTestId('rail-playground'));
    await screen.findByTestId('playground-shown');
    await waitFor(() => expect(studio.playground.drawings.loaded).toBe(true));
    return { backend, studio, prompt: screen.getByTestId('prompt') as HTMLTextAreaElement };
  }

  it('begins with the keyboard in the prompt, and draws by Ctrl Enter', async () => {
    const { backend, prompt } = await openRoom();
    expect(document.activeElement).toBe(prompt);
    await fireEvent.keyDown(prompt, { key: 'Enter', ctrlKey: true });
    expect(backend.requests).toHaveLength(0);
    await fireEvent.input(prompt, { target: { value: 'a fox' } });
    expect(screen.getByTestId('draw-quote').textContent).toContain(
      '4 pictures, free on this computer, preview quality',
    );
    await fireEvent.keyDown(prompt, { key: 'Enter', ctrlKey: true });
    await waitFor(() =>
      expect(backend.requests.map((request: DrawRequest) => request.prompt)).toEqual(['a fox']),
    );
    expect((await screen.findAllByTestId('pending-picture')).length).toBe(4);
    expect(document.querySelectorAll('.gold')).toHaveLength(1);
  });

  it('has the trigger word as one unit: Backspace removes it, Ctrl Z brings it back', async () => {
    const { backend, prompt } = await openRoom();
    await fireEvent.click(screen.getByTestId('model-model-1'));
    await fireEvent.input(prompt, { target: { value: 'portrait' } });
    expect(screen.getByTestId('prompt-chip').textContent).toBe(fox);
    prompt.setSelectionRange(3, 3);
    await fireEvent.keyDown(prompt, { key: 'Backspace' });
    expect(screen.queryByTestId('prompt-chip')).not.toBeNull();
    prompt.setSelectionRange(0, 0);
    await fireEvent.keyDown(prompt, { key: 'Backspace' });
    expect(screen.queryByTestId('prompt-chip')).toBeNull();
    expect(screen.getByTestId('chip-removed').textContent).toContain('without the trigger word');
    await fireEvent.keyDown(prompt, { key: 'Enter', ctrlKey: true });
    await waitFor(() =>
      expect(backend.requests[0]).toMatchObject({ prompt: 'portrait', withoutTrigger: true }),
    );
    await fireEvent.keyDown(prompt, { key: 'я', code: 'KeyZ', ctrlKey: true });
    expect(screen.getByTestId('prompt-chip').textContent).toBe(fox);
  });

  it.each([
    ['none is spoken of where no worker for cards is installed', null],
    ['one that can be used is offered', { name: 'Radeon 780M', trouble: '', secondsPerStep: null }],
    [
      'why none can be used is said',
      { name: null, trouble: 'no graphics card with a driver was found', secondsPerStep: null },
    ],
  ])('has a graphics card only as far as there is one: %s', async (_, card) => {
    const { backend } = await openRoom((fake) => (fake.card = card));
    await fireEvent.click(screen.getByTestId('draw-more'));
    await waitFor(() => expect(backend.calls).toContain('findCard'));
    await waitFor(() => expect(screen.queryByText(/Looking for a card/)).toBeNull());
    const box = screen.queryByTestId('draw-card') as HTMLInputElement | null;
    expect(box?.disabled).toBe(card ? card.name === null : undefined);
    if (card) expect(box?.parentElement?.textContent).toContain(card.name ?? card.trouble);
  });

  it('takes a trigger word that was pasted in front for the chip, and one inside the text as a unit', async () => {
    const { studio, prompt } = await openRoom();
    await fireEvent.click(screen.getByTestId('model-model-1'));
    await fireEvent.input(prompt, { target: { value: `${fox}, portrait` } });
    expect(studio.playground.settings.prompt).toBe('portrait');
    await fireEvent.input(prompt, { target: { value: `portrait of ${fox} at night` } });
    expect(screen.queryByTestId('prompt-chip')).toBeNull();
    prompt.setSelectionRange(20, 20);
    await fireEvent.keyDown(prompt, { key: 'Backspace' });
    await waitFor(() => expect(studio.playground.settings.prompt).toBe('portrait of  at night'));
    expect(screen.getByTestId('prompt-chip')).toBeDefined();
  });

  it('names unknown words with known ones near, and says what Russian ones are sent as', async () => {
    const { studio, prompt } = await openRoom();
    await fireEvent.input(prompt, { target: { value: 'fox with katana and шлем' } });
    const word = await screen.findByTestId('unknown-word');
    expect(screen.getByTestId('translated-words').textContent).toMatch(/шлем\s*→ helmet/);
    await fireEvent.keyDown(word, { key: 'ArrowDown' });
    const [nearest] = await screen.findAllByTestId('nearest-word');
    await fireEvent.keyDown(nearest!, { key: 'Enter' });
    await waitFor(() => expect(studio.playground.settings.prompt).toBe('fox with sword and шлем'));
  });

  it('refuses a seed that is none, and reads one beyond 2^53', async () => {
    const { studio, prompt } = await openRoom();
    await fireEvent.input(prompt, { target: { value: 'a fox' } });
    const seed = screen.getByTestId('seed');
    await fireEvent.input(seed, { target: { value: '18446744073709551616' } });
    expect(screen.getByRole('alert').textContent).toContain('A seed is a whole number');
    expect((screen.getByTestId('draw') as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.input(seed, { target: { value: LARGEST } });
    await fireEvent.keyDown(seed, { key: 'Enter' });
    expect(studio.playground.seed).toBe(LARGEST);
    await fireEvent.click(screen.getByTestId('seed-lock'));
    expect(studio.playground.seed).toBeNull();
  });

  it('brings what is typed beside a slider into its limits', async () => {
    const { studio } = await openRoom();
    const steps = screen.getByTestId('steps-figure') as HTMLInputElement;
    await fireEvent.input(steps, { target: { value: '900' } });
    await fireEvent.keyDown(steps, { key: 'Enter' });
    expect(studio.playground.settings.steps).toBe(100);
    await fireEvent.input(steps, { target: { value: 'many' } });
    await fireEvent.blur(steps);
    expect(steps.value).toBe('100');
  });

  it('shows no pictures that were removed, and no drawing of which all were', async () => {
    const { backend, studio } = await openRoom((fake) => {
      withModel(fake);
      fake.drawings = [sampleDrawing('d-1')];
    });
    expect(await screen.findAllByTestId('picture')).toHaveLength(4);
    const [drawing] = backend.drawings;
    const remove = (count: number) =>
      backend.putDrawing({
        ...drawing!,
        pictures: drawing!.pictures.map((picture, place) => ({ ...picture, isRemoved: place < count })),
      });
    remove(1);
    await waitFor(() => expect(screen.getAllByTestId('picture')).toHaveLength(3));
    remove(4);
    await waitFor(() => expect(studio.playground.drawings.feed).toEqual([]));
  });

  it('has finished pictures, each with its actions by keyboard', async () => {
    const { backend } = await openRoom((fake) => {
      withModel(fake);
      fake.drawings = [sampleDrawing('d-1')];
    });
    expect(await screen.findAllByTestId('picture')).toHaveLength(4);
    await fireEvent.click(screen.getAllByTestId('picture-show')[2]!);
    await waitFor(() => expect(backend.calls).toContain('showPicture'));
  });

  it('says why a drawing failed, keeps what was drawn, and draws the same again', async () => {
    const state = { status: 'failed', reason: 'outOfMemory', detail: '' } as const;
    const { backend } = await openRoom((fake) => {
      fake.drawings = [
        {
          ...sampleDrawing('d-1', { state, request: unusual }, 0),
          pictures: [samplePicture('d-1', unusual, 0)],
        },
      ];
    });
    expect((await screen.findByTestId('drawing-failed')).textContent).toContain('ran out of memory');
    expect(screen.getAllByTestId('picture')).toHaveLength(1);
    await fireEvent.click(screen.getByText('Draw again'));
    expect(backend.requests).toEqual([unusual]);
  });

  it('restores an earlier prompt and closes the list', async () => {
    const { studio } = await openRoom((fake) => {
      withModel(fake);
      fake.drawings = [sampleDrawing('d-1', { request: unusual })];
    });
    await fireEvent.click(screen.getByTestId('earlier-open'));
    await fireEvent.click(await screen.findByTestId('earlier-prompt'));
    expect(studio.playground.settings.prompt).toBe('portrait at night');
    await waitFor(() => expect(screen.queryByTestId('earlier-prompts')).toBeNull());
    const prompt = screen.getByTestId('prompt');
    expect(document.activeElement).toBe(prompt);
    await fireEvent.keyDown(prompt, { key: 'z', code: 'KeyZ', ctrlKey: true });
    expect(studio.playground.settings.prompt).toBe('');
    expect(screen.queryByTestId('toast')).toBeNull();
  });

  it.each(['idle', 'words', 'drawing', 'earlier'])(
    'has nothing amiss for a screen reader: %s',
    async (state) => {
      const { backend, prompt } = await openRoom((fake) => {
        withModel(fake);
        if (state !== 'idle') fake.drawings = [sampleDrawing('d-1')];
      });
      await fireEvent.click(screen.getByTestId('draw-more'));
      if (state === 'words') {
        await fireEvent.click(screen.getByTestId('model-model-1'));
        await fireEvent.input(prompt, { target: { value: 'katana, шлем' } });
        await screen.findByTestId('unknown-word');
      }
      if (state === 'drawing') {
        const running = { status: 'running', picture: 1, step: 3, steps: 20 } as const;
        backend.putDrawing(sampleDrawing('d-2', { state: running }, 1));
        await screen.findAllByTestId('pending-picture');
      }
      if (state === 'earlier') {
        await fireEvent.click(screen.getByTestId('earlier-open'));
        await screen.findByTestId('earlier-prompt');
      }
      const { violations } = await axe.run(document.body, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    },
  );
});
