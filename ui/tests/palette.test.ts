// The palette: what it lists for what is typed, what it can do where one stands, and how it is used.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import Box from '@lucide/svelte/icons/box';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import App from '../src/App.svelte';
import type { PaletteCommand, PaletteGroup } from '../src/features/palette/paletteCommand';
import { paletteList } from '../src/features/palette/paletteList';
import { paletteScore } from '../src/features/palette/paletteScore';
import { paletteCommands, searching } from '../src/palette/commands';
import { words } from '../src/shared/words.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import { sampleBotSettings } from './fakeBot';
import { sampleBadge } from './fakeBadges';
import { sampleModel } from './fakeEngine';
import { samplePictures } from './fakeGallery';

beforeAll(async () => {
  await Promise.all([
    import('../src/features/palette/Palette.svelte'),
    import('../src/views/SettingsView.svelte'),
    import('../src/views/BadgesView.svelte'),
  ]);
  // jsdom paints nothing.
  HTMLCanvasElement.prototype.getContext = (() => ({ putImageData: () => {} })) as never;
  Object.assign(globalThis, { ImageData: class {}, CSS: { escape: (text: string) => text } });
});

beforeEach(() => words.speak('en'));

const command = (label: string, group: PaletteGroup = 'do', keywords: string[] = []): PaletteCommand => ({
  id: label,
  group,
  label,
  keywords,
  icon: Box,
  run: () => {},
});
const labels = (list: ReturnType<typeof paletteList>) =>
  list.map(({ group, items }) => [group, items.map(({ label }) => label)]);

type Fill = (backend: FakeBackend) => void;

const full: Fill = (backend) => {
  backend.seed('My Portrait', 12);
  backend.models = [sampleModel({ id: 'model-1', name: 'Red Fox' })];
  backend.badges = [sampleBadge('badge-a', { name: 'Night watch' })];
  backend.gallery = samplePictures(4).map((item, index) => ({
    ...item,
    favourite: index === 0,
    removedAt: index === 3 ? 1 : null,
  }));
};

async function studioWith(fill: Fill = full, language: 'en' | 'ru' = 'en') {
  const backend = new FakeBackend(language);
  fill(backend);
  const studio = new Studio(backend);
  await studio.open();
  studio.togglePalette();
  await waitFor(() => expect(studio.gallery.facts).not.toBeNull());
  await waitFor(() => expect([studio.models.all, studio.badges.all]).not.toContain(null));
  const named = (label: string) => paletteCommands(studio).find((each) => each.label === label);
  return { backend, studio, named };
}

describe('the list', () => {
  it('without words has every group in its order, and of many names the first few', () => {
    const many = Array.from({ length: 30 }, (_, place) => command(`Dataset ${place}`, 'dataset'));
    const list = paletteList([...many, command('Dark theme', 'look'), command('Draw')], '');
    expect(list.map(({ group }) => group)).toEqual(['do', 'dataset', 'look']);
    expect(list[1]?.items).toHaveLength(8);
  });

  it('with words has the best answers first, and the best group first', () => {
    const list = paletteList(
      [command('Add a dark frame'), command('Dark theme', 'look'), command('Open Darkroom', 'dataset')],
      'dark',
    );
    expect(labels(list)).toEqual([
      ['look', ['Dark theme']],
      ['do', ['Add a dark frame']],
      ['dataset', ['Open Darkroom']],
    ]);
  });

  it('finds among hundreds of names', () => {
    const many = Array.from({ length: 500 }, (_, place) => command(`Dataset ${place}`, 'dataset'));
    expect(labels(paletteList(many, 'dataset 499'))).toEqual([['dataset', ['Dataset 499']]]);
  });

  it.each([
    ['ufkthtz', 'Галерея'],
    ['пфддукн', 'Gallery'],
  ])('takes %s for %s, typed on the other layout', (typed, name) => {
    expect(paletteScore(typed, [name])).toBe(0.5);
  });

  it('prefers what was typed to what another layout would have made of it', () => {
    expect(paletteScore('gal', ['Gallery'])).toBeGreaterThan(paletteScore('пфд', ['Gallery']));
  });
});

describe('the commands', () => {
  it('are all named, once each, in both languages', async () => {
    for (const language of ['en', 'ru'] as const) {
      const { studio } = await studioWith(full, language);
      const all = paletteCommands(studio);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      for (const { label, keywords } of all)
        for (const name of [label, ...keywords]) expect(name).not.toMatch(/^[a-z]+(-[a-z]+)+$|\{|^$/);
    }
  });

  it.each(['тёмная тема', 'dark theme'])('are found by "%s" whatever the language', async (typed) => {
    const { studio } = await studioWith();
    const [first] = paletteList(paletteCommands(studio), typed);
    expect(first?.items[0]?.id).toBe('palette-theme-dark');
  });

  it('lead to the things of the library by name', async () => {
    const { studio, named } = await studioWith();
    named('My Portrait')?.run();
    expect(studio.opened?.id).toBe('dataset-1');
    named('Open model Red Fox')?.run();
    expect(studio.modelRoom.opened?.id).toBe('model-1');
    named('Draw with Red Fox')?.run();
    await waitFor(() => expect(studio.playground.settings.model).toBe('model-1'));
    named('Open badge Night watch')?.run();
    await waitFor(() => expect(studio.badges.opened?.id).toBe('badge-a'));
  });

  it('put the open badge on another template, and only an open one', async () => {
    const { studio, named } = await studioWith();
    expect(named('Put on template Golden banner')).toBeUndefined();
    named('Open badge Night watch')?.run();
    await waitFor(() => expect(studio.badges.template).toBeDefined());
    const other = paletteCommands(studio).find(({ id }) => id.startsWith('template-'));
    other?.run();
    expect(`template-${studio.badges.template?.id}`).toBe(other?.id);
    expect(named('Export badge')).toBeDefined();
  });

  it('switch the bot on and off, and lead to its room where that is refused', async () => {
    const { backend, studio, named } = await studioWith((backend) => {
      backend.seedBot({ settings: sampleBotSettings(), line: { type: 'off' } });
    });
    await waitFor(() => expect(studio.bot.overview).not.toBeNull());
    named('Switch the bot on')?.run();
    await waitFor(() => expect(backend.bot.settings.isOn).toBe(true));
    expect(studio.room).toBe('datasets');
    backend.refuse.set('switchBot', { code: 'refused', message: 'Not now.' });
    await waitFor(() => expect(named('Switch the bot off')).toBeDefined());
    named('Switch the bot off')?.run();
    await waitFor(() => expect(studio.room).toBe('bot'));
    expect(studio.bot.switchRefusal).toBe('Not now.');
  });

  it('lead to a new grid and to earlier ones', async () => {
    const { studio, named } = await studioWith();
    named('Draw a grid')?.run();
    expect([studio.room, studio.grids.shown, studio.grids.earlierOpen]).toEqual(['playground', true, false]);
    named('Earlier grids')?.run();
    expect(studio.grids.earlierOpen).toBe(true);
    await waitFor(() => expect(studio.grids.heads).not.toBeNull());
    expect(named('Earlier grids')).toBeUndefined();
  });

  it('leave out what cannot be done on a clean library', async () => {
    const { studio } = await studioWith(() => {});
    const ids = paletteCommands(studio).map(({ id }) => id);
    for (const id of [
      'train',
      'search-gallery',
      'favourites',
      'trash',
      'export-badge',
      'cancel-run',
      'switch-bot',
    ])
      expect(ids).not.toContain(id);
    expect(searching(studio, 'fox')).toBeNull();
    for (const id of ['samples', 'add-photos', 'new-badge', 'draw', 'add-model', 'back-up', 'open-library'])
      expect(ids).toContain(id);
  });

  it('leave out where one is and what is chosen already', async () => {
    const { studio } = await studioWith();
    const ids = () => paletteCommands(studio).map(({ id }) => id);
    expect(ids()).not.toContain('go-datasets');
    expect(ids()).not.toContain('palette-theme-system');
    studio.openDataset('dataset-1');
    expect(ids()).toContain('go-datasets');
    studio.enter('gallery');
    expect(ids()).not.toContain('go-gallery');
  });

  it('show favourites and the trash where there are any', async () => {
    const { studio, named } = await studioWith();
    named('Favourites')?.run();
    expect(studio.gallery.pages.query.favourites).toBe(true);
    named('Trash')?.run();
    expect(studio.gallery.pages.query).toMatchObject({ trash: true, favourites: false });
  });

  it('look in the gallery for whatever is typed', async () => {
    const { studio } = await studioWith();
    const search = searching(studio, '  lantern ');
    expect(search?.label).toBe('Search the gallery for “lantern”');
    search?.run();
    expect(studio.room).toBe('gallery');
    expect(studio.gallery.pages.query.words).toBe('lantern');
    expect(searching(studio, '  ')).toBeNull();
  });
});

describe('the palette on screen', () => {
  async function openPalette(fill: Fill = full) {
    const backend = new FakeBackend();
    fill(backend);
    const studio = new Studio(backend);
    render(App, { studio });
    await waitFor(() => expect(studio.datasets.all).not.toBeNull());
    await fireEvent.keyDown(document.body, { key: 'k', code: 'KeyK', ctrlKey: true });
    const input = await screen.findByTestId('palette-input');
    await waitFor(() => expect(studio.gallery.facts).not.toBeNull());
    return { backend, studio, input };
  }
  const items = () => screen.queryAllByTestId('palette-item').map((item) => item.textContent?.trim());
  const chosen = () => document.querySelector('[data-testid="palette-item"][data-selected]')?.textContent;

  it('has nothing amiss for a screen reader, with and without an answer', async () => {
    const { input } = await openPalette();
    const amiss = async () => {
      const { violations } = await axe.run(document.body, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    };
    expect(await amiss()).toEqual([]);
    await fireEvent.input(input, { target: { value: 'settings' } });
    await waitFor(() => expect(items()[0]).toContain('Settings'));
    expect(await amiss()).toEqual([]);
  });

  it('offers to search the gallery last, and says so where nothing is found', async () => {
    const { input } = await openPalette();
    await fireEvent.input(input, { target: { value: 'portrait' } });
    await waitFor(() => expect(items()).toEqual(['My Portrait', 'Search the gallery for “portrait”']));
    await waitFor(() => expect(chosen()).toContain('My Portrait'));
    await fireEvent.input(input, { target: { value: 'zzz' } });
    await waitFor(() => expect(items()).toEqual(['Search the gallery for “zzz”']));
  });

  it('says that nothing is called that on a library without pictures', async () => {
    const { input } = await openPalette(() => {});
    await fireEvent.input(input, { target: { value: 'zzz' } });
    expect(await screen.findByText('Nothing is called that')).toBeDefined();
  });

  it('goes to a section of the settings and puts the keyboard there', async () => {
    const { input, studio } = await openPalette();
    await fireEvent.input(input, { target: { value: 'settings: lib' } });
    await waitFor(() => expect(chosen()).toContain('Settings: Library'));
    await fireEvent.keyDown(input, { key: 'Enter' });
    await screen.findByTestId('library-path');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Library'));
    expect(document.activeElement?.tagName).toBe('SECTION');
    expect(studio.askedSection).toBeNull();
  });

  it('goes on from row to row by the arrows', async () => {
    const { input } = await openPalette();
    await fireEvent.input(input, { target: { value: 'theme' } });
    await waitFor(() => expect(items()).toContain('Dark theme'));
    await waitFor(() => expect(chosen()).toBeDefined());
    const first = chosen();
    await fireEvent.keyDown(input, { key: 'ArrowDown' });
    await waitFor(() => expect(chosen()).not.toBe(first));
  });
});
