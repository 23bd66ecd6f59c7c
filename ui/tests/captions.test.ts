// Captions: the rules of looking before a rewrite, the state of the sheet, and the keys of the list.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DatasetId, Photo } from '../src/backend';
import { captionDiff } from '../src/features/captions/captionDiff';
import { CaptionSheet, hasWord } from '../src/features/captions/captionSheet.svelte';
import CaptionsTab from '../src/features/captions/CaptionsTab.svelte';
import { Rewriting } from '../src/features/captions/rewriting.svelte';
import { Failures } from '../src/shared/failures.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';

const settled = () => new Promise((done) => setTimeout(done, 10));

function library(captions: string[]) {
  const backend = new FakeBackend();
  const { id } = backend.seed('My Portrait', captions.length);
  const photos = backend.photos.get(id) ?? [];
  captions.forEach((caption, index) => (photos[index] = { ...photos[index]!, caption }));
  return { backend, id };
}

async function sheetOf(captions: string[]) {
  const { backend, id } = library(captions);
  const failures = new Failures();
  const sheet = new CaptionSheet(backend, id, failures);
  const deaf = sheet.listen();
  await settled();
  return { backend, id, sheet, failures, deaf };
}

const captionsIn = (backend: FakeBackend, id: DatasetId) =>
  (backend.photos.get(id) ?? []).map((photo) => photo.caption);
const first = (sheet: CaptionSheet): Photo => sheet.photos![0]!;

describe('the look before a rewrite', () => {
  const marked = (from: string, to: string) =>
    captionDiff(from, to)
      .map(({ kind, text }) => (kind === 'same' ? text : kind === 'gone' ? `[-${text}]` : `[+${text}]`))
      .join('');

  it.each([
    ['a straw hat', 'a straw cap', 'a straw [-hat][+cap]'],
    ['hat, hat', 'cap, cap', '[-hat][+cap], [-hat][+cap]'],
    ['шляпа у моря', 'кепка у моря', '[-шляпа][+кепка] у моря'],
    ['by the sea', 'by the sea, film', 'by the sea[+, film]'],
    ['by the sea', '', '[-by the sea]'],
    ['', 'by the sea', '[+by the sea]'],
    ['same', 'same', 'same'],
  ])('from %j to %j marks whole words', (from, to, marks) => {
    expect(marked(from, to)).toBe(marks);
  });

  it('loses no letter of either side', () => {
    const [from, to] = ['a b a c, a', 'b a a c; d a'];
    const pieces = captionDiff(from, to);
    const side = (other: string) =>
      pieces
        .filter(({ kind }) => kind !== other)
        .map(({ text }) => text)
        .join('');
    expect([side('new'), side('gone')]).toEqual([from, to]);
  });
});

describe('a word', () => {
  it.each([
    ['a Hat by the sea', 'hat', true],
    ['что-то красное', 'что-то', true],
    ['hatless', 'hat', false],
  ])('in %j: %s is found %s', (caption, word, found) => {
    expect(hasWord(caption, word)).toBe(found);
  });
});

describe('the sheet of captions', () => {
  const some = ['by the sea in a straw hat', '', 'red scarf', 'in a garden, arms crossed, sun'];

  it('shows all, those without one, and those with a remark', async () => {
    const { sheet } = await sheetOf(some);
    const shown = () => sheet.shown.map((photo) => photo.caption);
    expect(shown()).toHaveLength(4);
    sheet.choose('without');
    expect(shown()).toEqual(['']);
    sheet.choose('remarked');
    expect(shown()).toEqual(['', 'red scarf']);
  });

  it('shows the captions that have a chosen word, and all again when it is chosen twice', async () => {
    const { sheet } = await sheetOf(some);
    sheet.chooseWord('hat');
    expect(sheet.shown).toHaveLength(1);
    sheet.chooseWord('hat');
    expect(sheet.shown).toHaveLength(4);
  });

  it('keeps what is being typed when the dataset is read again', async () => {
    const { backend, id, sheet } = await sheetOf(some);
    sheet.edit(first(sheet), 'by the sea, windy');
    backend.emit({ type: 'datasetChanged', dataset: id });
    await settled();
    expect(sheet.textOf(first(sheet))).toBe('by the sea, windy');
  });

  it('saves on one line, and writes nothing where nothing was changed', async () => {
    const { backend, id, sheet } = await sheetOf(some);
    sheet.edit(first(sheet), '  by the sea\n in the wind ');
    await sheet.save(first(sheet));
    expect(captionsIn(backend, id)[0]).toBe('by the sea in the wind');
    await sheet.save(first(sheet));
    expect(backend.calls.filter((name) => name === 'captionPhotos')).toHaveLength(1);
  });

  it('keeps a refused caption with its reason', async () => {
    const { backend, sheet, failures } = await sheetOf(some);
    backend.refuse.set('captionPhotos', {
      code: 'unknown',
      message: 'A caption has at most 2000 characters.',
    });
    sheet.edit(first(sheet), 'long');
    await sheet.save(first(sheet));
    expect(sheet.refusals.get(first(sheet).id)).toBe('A caption has at most 2000 characters.');
    expect(sheet.textOf(first(sheet))).toBe('long');
    expect(failures.all).toEqual([]);
  });

  it('saves what is still being typed when it is put away', async () => {
    const { backend, id, sheet, deaf } = await sheetOf(some);
    sheet.edit(first(sheet), 'half a sentence');
    deaf();
    await settled();
    expect(captionsIn(backend, id)[0]).toBe('half a sentence');
  });

  it('forgets a selected photo that was removed', async () => {
    const { backend, id, sheet } = await sheetOf(some);
    sheet.toggleShown();
    await backend.removePhotos(id, [first(sheet).id]);
    await settled();
    expect(sheet.scope).toHaveLength(3);
    expect(sheet.selected.size).toBe(3);
  });
});

describe('a rewrite', () => {
  it('is looked at without writing, and writes what was shown', async () => {
    const { backend, id } = library(['a hat', 'a coat', 'a hat']);
    const rewriting = new Rewriting(backend, id);
    rewriting.open('replace');
    [rewriting.find, rewriting.replacement] = ['hat', 'cap'];
    await rewriting.look(rewriting.rewrite, []);
    expect(rewriting.changes?.map(({ to }) => to)).toEqual(['a cap', 'a cap']);
    expect(captionsIn(backend, id)).toEqual(['a hat', 'a coat', 'a hat']);
    await rewriting.apply([]);
    expect(captionsIn(backend, id)).toEqual(['a cap', 'a coat', 'a cap']);
  });

  it('does not show an older answer that comes late', async () => {
    const { backend, id } = library(['a hat']);
    const rewriting = new Rewriting(backend, id);
    rewriting.open('replace');
    let late = () => {};
    vi.spyOn(backend, 'previewRewrite').mockImplementationOnce(
      () => new Promise((done) => (late = () => done([{ photo: 'x', name: 'x', from: 'old', to: 'older' }]))),
    );
    const older = rewriting.look({ kind: 'clear' }, []);
    await rewriting.look({ kind: 'suffix', text: ', film' }, []);
    late();
    await older;
    expect(rewriting.changes?.map(({ to }) => to)).toEqual(['a hat, film']);
  });

  it('asks for nothing while there is nothing to find', async () => {
    const { backend, id } = library(['a hat']);
    const rewriting = new Rewriting(backend, id);
    rewriting.open('replace');
    await rewriting.look(rewriting.rewrite, []);
    expect(backend.calls).not.toContain('previewRewrite');
    expect(rewriting.changes).toBeNull();
  });
});

describe('the list of captions', () => {
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(900);
  });
  afterEach(() => vi.restoreAllMocks());

  async function openTab(captions: string[]) {
    const { backend, id } = library(captions);
    const studio = new Studio(backend);
    await studio.open();
    studio.openDataset(id);
    const opened = studio.opened!;
    render(CaptionsTab, {
      opened,
      dataset: studio.datasets.find(id)!,
      jobs: studio.jobs,
      narrow: false,
      thumb: (hash) => hash,
      oncancel: () => {},
      keys: studio.keys,
    });
    const fields = (await screen.findAllByTestId('caption-field')) as HTMLTextAreaElement[];
    return { backend, id, studio, fields };
  }

  async function write(field: HTMLTextAreaElement, text: string) {
    field.focus();
    await fireEvent.input(field, { target: { value: text } });
  }

  it('has the trigger word before the caption, and the photo in the name of the field', async () => {
    const { fields } = await openTab(['a hat by the sea', 'a coat in the snow']);
    expect(fields[0]?.closest('.line')?.textContent).toContain('MY_PORTRAIT_A3F2,');
    expect(fields[0]?.getAttribute('aria-label')).toMatch(/^Caption of .*\.jpg$/);
  });

  it.each([{ key: 'Enter' }, { key: 'Tab' }, { key: 'ArrowDown' }])(
    'is left for the next row by $key, which saves it',
    async (key) => {
      const { backend, id, fields } = await openTab(['a hat by the sea', 'a coat in the snow']);
      await write(fields[0]!, 'a cap by the sea');
      await fireEvent.keyDown(fields[0]!, key);
      await waitFor(() => expect(captionsIn(backend, id)[0]).toBe('a cap by the sea'));
      expect((document.activeElement as HTMLTextAreaElement).value).toBe('a coat in the snow');
    },
  );

  it('goes back by Shift+Tab, and lets Tab leave at the end', async () => {
    const { fields } = await openTab(['one', 'two']);
    fields[1]!.focus();
    expect(await fireEvent.keyDown(fields[1]!, { key: 'Tab' })).toBe(true);
    await fireEvent.keyDown(fields[1]!, { key: 'Tab', shiftKey: true });
    await waitFor(() => expect((document.activeElement as HTMLTextAreaElement).value).toBe('one'));
  });

  it('takes back what was typed with Escape, and writes nothing', async () => {
    const { backend, fields } = await openTab(['a hat by the sea']);
    await write(fields[0]!, 'something else');
    await fireEvent.keyDown(fields[0]!, { key: 'Escape' });
    await waitFor(() => expect(fields[0]!.value).toBe('a hat by the sea'));
    fields[0]!.blur();
    expect(backend.calls).not.toContain('captionPhotos');
  });

  it('undoes the last edit of the dataset with Ctrl+Z in a clean field, and leaves a dirty one to itself', async () => {
    const { backend, fields } = await openTab(['a hat by the sea']);
    await write(fields[0]!, 'a cap');
    await fireEvent.keyDown(fields[0]!, { key: 'z', code: 'KeyZ', ctrlKey: true });
    expect(backend.calls).not.toContain('undoEdit');
    fields[0]!.blur();
    await waitFor(() => expect(backend.calls).toContain('captionPhotos'));
    await settled();
    fields[0]!.focus();
    await fireEvent.keyDown(fields[0]!, { key: 'я', code: 'KeyZ', ctrlKey: true });
    await waitFor(() => expect(fields[0]!.value).toBe('a hat by the sea'));
  });

  it('opens find and replace on a Russian keyboard and says where it works', async () => {
    const { backend, id } = await openTab(['a hat by the sea', 'a hat', 'a coat']);
    await fireEvent.click(screen.getAllByTestId('caption-select')[0]!);
    await fireEvent.keyDown(document.body, { key: 'а', code: 'KeyF', ctrlKey: true });
    const find = (await screen.findByTestId('captions-find')) as HTMLInputElement;
    expect(document.activeElement).toBe(find);
    await fireEvent.input(find, { target: { value: 'hat' } });
    await waitFor(() =>
      expect(screen.getByTestId('captions-scope').textContent).toBe('In 1 selected caption: 1 would change'),
    );
    await fireEvent.input(screen.getByTestId('captions-replace-with'), { target: { value: 'cap' } });
    await waitFor(() =>
      expect(screen.getByTestId('captions-apply').textContent?.trim()).toBe('Replace in 1 caption'),
    );
    await fireEvent.click(screen.getByTestId('captions-apply'));
    await waitFor(() => expect(captionsIn(backend, id)).toEqual(['a cap by the sea', 'a hat', 'a coat']));
  });

  it('gives the focus back when the panel of a rewrite is closed by Escape', async () => {
    await openTab(['a hat by the sea']);
    await fireEvent.click(screen.getByTestId('captions-add-open'));
    const text = await screen.findByTestId('captions-add-text');
    await fireEvent.keyDown(text, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByTestId('captions-add-text')).toBeNull());
    expect(document.activeElement).toBe(screen.getByTestId('captions-add-open'));
  });
});
