// The models' part of the gallery: the list and its groups, the page of a model, what is changed there and taken back,
// what is put aside, and the ways in and out.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import { backOf, changeOf } from '../src/features/models/modelChange';
import { groupsOf, isFound } from '../src/features/models/modelGroups';
import { paletteCommands } from '../src/palette/commands';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import { sampleModel, sampleModelFile, sampleRun } from './fakeEngine';
import { samplePictureItem } from './fakeGallery';

vi.mock('uplot', () => ({
  default: class {
    setData() {}
    setSize() {}
    redraw() {}
    destroy() {}
  },
}));

const slowly = { timeout: 5000 };
const amiss = async (container: Element) => (await axe.run(container)).violations.map(({ id }) => id);
const trigger = 'MY_PORTRAIT_2025_A3F2';

/** Two of one's own, one of another program, one archived, one removed; the first has drawn 14 pictures. */
function library(backend: FakeBackend): void {
  backend.models = [
    sampleModel({ id: 'model-1', name: 'My Portrait', trigger, run: 'run-1' }),
    sampleModel({ id: 'model-2', name: 'Watercolour', trigger: 'WATER_9QK1', run: 'run-2', base: 'sdxl' }),
    sampleModel({ id: 'model-3', name: 'Red Fox', trigger: null, cover: null }),
    sampleModel({ id: 'model-4', name: 'First try', run: 'run-4', archivedAt: 5 }),
    sampleModel({ id: 'model-5', name: 'Old coat', removedAt: 5 }),
  ];
  backend.modelPages.set('model-2', { subject: { kind: 'style' } });
  backend.gallery = Array.from({ length: 14 }, (_, index) => samplePictureItem(index, { model: 'model-1' }));
  backend.gallery.push(samplePictureItem(20, { model: 'model-3' }));
}

async function openWindow(fill: (backend: FakeBackend) => void = library) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  const { container } = render(App, { studio });
  await waitFor(() => expect(studio.datasets.all).not.toBeNull());
  return { backend, studio, container };
}

async function openList(fill?: (backend: FakeBackend) => void) {
  const opened = await openWindow(fill);
  await fireEvent.click(screen.getByTestId('rail-gallery'));
  await fireEvent.click(await screen.findByTestId('gallery-part-models', {}, slowly));
  await screen.findByTestId('models-shown', {}, slowly);
  await waitFor(() => expect(opened.studio.modelRoom.all).not.toBeNull());
  return opened;
}

async function openPage(id = 'model-1', fill?: (backend: FakeBackend) => void) {
  const opened = await openWindow(fill);
  opened.studio.openModel(id);
  await screen.findByTestId('model-use', {}, slowly);
  await waitFor(() => expect(opened.studio.modelRoom.all).not.toBeNull());
  return opened;
}

const type = (testid: string, value: string) =>
  fireEvent.input(screen.getByTestId(testid), { target: { value } });
const model = (backend: FakeBackend, id = 'model-1') => backend.models.find((each) => each.id === id);
const namesIn = (testid: string) =>
  within(screen.getByTestId(testid))
    .getAllByTestId('model-card')
    .map((name) => name.textContent);
const modelButton = (id: string) =>
  document.querySelector<HTMLElement>(`[data-testid="model-card"][data-model-id="${id}"]`)!;

async function chooseInMenu(testid: string) {
  screen.getByTestId('model-more').focus();
  await fireEvent.keyDown(screen.getByTestId('model-more'), { key: 'ArrowDown' });
  const item = await screen.findByTestId(testid);
  item.focus();
  await fireEvent.keyDown(item, { key: 'Enter' });
}

beforeAll(async () => {
  // The views are read once, so that no test waits for them.
  await Promise.all([
    import('../src/views/GalleryView.svelte'),
    import('../src/views/ModelsView.svelte'),
    import('../src/views/OpenModelView.svelte'),
    import('../src/views/PlaygroundView.svelte'),
    import('../src/views/TrainingView.svelte'),
    import('../src/features/models/ConsentDialog.svelte'),
    import('../src/features/models/DeleteModelDialog.svelte'),
    import('../src/features/training/SentDialog.svelte'),
  ]);
});

beforeEach(() => document.body.replaceChildren());

describe('a change of a model', () => {
  const before = sampleModel({ id: 'm', name: 'Fox', trigger: null, notes: 'soft light' });

  it.each([
    [{ name: 'Лиса' }, { name: 'Fox' }],
    [{ trigger: 'sks' }, { trigger: '' }],
    [{ bestStrength: 0.8 }, { bestStrength: 0 }],
    [
      { notes: '', isShared: true },
      { notes: 'soft light', isShared: false },
    ],
  ])('%j is taken back by %j alone', (part, back) => {
    expect(backOf(changeOf(part), before)).toEqual(changeOf(back));
  });
});

describe('the groups of models', () => {
  it.each([
    ['fox', ['Red fox']],
    ['OHWX', ['Red fox']],
    ['мед', ['Ёжик']],
    ['ежик', ['Ёжик']],
    ['red hedgehog', []],
  ])('narrowed by “%s” have %j', (words, names) => {
    const models = [
      sampleModel({ id: 'a', name: 'Red fox', trigger: 'ohwx' }),
      sampleModel({ id: 'b', name: 'Ёжик', trigger: null, notes: 'любит мёд' }),
    ];
    expect(models.filter((each) => isFound(each, words)).map(({ name }) => name)).toEqual(names);
  });

  it('have a removed one among the removed alone, also where it was archived before', () => {
    const both = sampleModel({ id: 'a', name: 'Old', archivedAt: 1, removedAt: 2 });
    const groups = groupsOf([both], '');
    expect([groups.archived, groups.removed]).toEqual([[], [both]]);
  });
});

describe('the list of models', () => {
  it('teaches while there is none, with one gold button', async () => {
    const { studio } = await openList(() => {});
    expect(screen.getByTestId('models-empty').textContent).toContain('Your models will stand here');
    expect(document.querySelectorAll('.gold')).toHaveLength(1);
    await fireEvent.click(screen.getByTestId('models-train'));
    expect(studio.room).toBe('training');
  });

  it('has own ones and those from elsewhere apart, and the put aside ones folded', async () => {
    await openList();
    expect(namesIn('models-own')).toEqual(['My Portrait', 'Watercolour']);
    expect(namesIn('models-foreign')).toEqual(['Red Fox']);
    expect(screen.getByTestId('models-archived').textContent).toContain('Archived (1)');
    expect(screen.queryByTestId('models-removed-row')).toBeNull();
  });

  it('shows the newest picture of a model that has no cover', async () => {
    await openList();
    await waitFor(() => expect(modelButton('model-3').closest('article')?.querySelector('img')).toBeTruthy());
    const src = modelButton('model-3').closest('article')?.querySelector('img')?.getAttribute('src');
    expect(src).toBe('file:thumbs/20.webp');
  });

  it('copies a trigger word without opening the model', async () => {
    const writeText = vi.fn(async () => {});
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    const { studio } = await openList();
    const chips = within(screen.getByTestId('models-own')).getAllByTestId('model-trigger-copy');
    await fireEvent.click(chips[0]!);
    expect(writeText).toHaveBeenCalledWith(trigger);
    expect(chips.map((chip) => chip.textContent?.trim())).toEqual([trigger, 'WATER_9QK1']);
    expect(studio.modelRoom.opened).toBeNull();
  });

  it('gives put aside ones back', async () => {
    const { backend } = await openList();
    await fireEvent.click(screen.getByTestId('models-archived'));
    await fireEvent.click(screen.getByTestId('models-archived-restore'));
    await waitFor(() => expect(namesIn('models-own')).toContain('First try'));
    await fireEvent.click(screen.getByTestId('models-removed'));
    await fireEvent.click(screen.getByTestId('models-removed-restore'));
    await waitFor(() => expect(namesIn('models-foreign')).toContain('Old coat'));
    expect(model(backend, 'model-5')?.removedAt).toBeNull();
  });

  it('has a field that finds from thirteen on, in names, trigger words and notes', async () => {
    const { backend, studio } = await openList();
    expect(screen.queryByTestId('models-search')).toBeNull();
    const more = Array.from({ length: 9 }, (_, index) =>
      sampleModel({
        id: `more-${index}`,
        name: `Scout ${index}`,
        run: 'r',
        notes: index === 4 ? 'rain' : '',
      }),
    );
    backend.models = [...backend.models, ...more];
    backend.emit({ type: 'modelsChanged' });
    await screen.findByTestId('models-search');
    await type('models-search', 'rain');
    await waitFor(() => expect(namesIn('models-own')).toEqual(['Scout 4']));
    await type('models-search', 'nothing of this');
    expect((await screen.findByTestId('models-nothing')).textContent).toContain('No model matches');
    await fireEvent.keyDown(screen.getByTestId('models-search'), { key: 'Escape' });
    await waitFor(() => expect(studio.modelRoom.words).toBe(''));
  });

  it('adds a file and opens its page', async () => {
    const { backend, studio } = await openList();
    backend.modelFiles = [sampleModelFile()];
    await fireEvent.click(screen.getByTestId('models-add'));
    const field = await screen.findByTestId('model-file-name', {}, slowly);
    await fireEvent.submit(field.closest('form') as HTMLFormElement);
    await waitFor(() => expect(studio.modelRoom.model?.name).toBe('Red Fox'));
    expect(studio.room).toBe('gallery');
  });

  it('leads a dropped picture to where pictures are read', async () => {
    const { backend, studio } = await openList();
    backend.emit({ type: 'dropped', drop: { id: 4, files: 1, folders: 0, models: 0 } });
    await waitFor(() => expect(studio.gallery.foreign.open).toBeTruthy());
    expect(studio.galleryPart).toBe('pictures');
  });

  it('has nothing amiss for a screen reader', async () => {
    const { container } = await openList();
    await fireEvent.click(screen.getByTestId('models-archived'));
    await fireEvent.click(screen.getByTestId('models-removed'));
    expect(await amiss(container)).toEqual([]);
  });
});

describe('the ways to a model and back', () => {
  it('lead from the list to its page and back to the list', async () => {
    await openList();
    await fireEvent.click(modelButton('model-2'));
    expect((await screen.findByTestId('model-name', {}, slowly)).textContent).toBe('Watercolour');
    await fireEvent.click(screen.getByTestId('model-back'));
    await screen.findByTestId('models-own');
  });

  it('lead from the playground to its page and back to the playground', async () => {
    const { studio } = await openWindow();
    await fireEvent.click(screen.getByTestId('rail-playground'));
    const [first] = await screen.findAllByTestId('model-about', {}, slowly);
    await fireEvent.click(first!);
    await screen.findByTestId('model-use', {}, slowly);
    await fireEvent.click(screen.getByTestId('model-back'));
    await screen.findByTestId('playground-shown', {}, slowly);
    expect([studio.room, studio.galleryPart]).toEqual(['playground', 'pictures']);
  });

  it('lead from a finished run to its model and back', async () => {
    const { studio } = await openWindow((backend) => {
      library(backend);
      const dataset = backend.seed('My Portrait', 12);
      const run = sampleRun({ id: 'run-1', dataset: dataset.id });
      backend.putRun({ ...run, state: { state: 'ready', model: 'model-1' } });
    });
    await fireEvent.click(screen.getByTestId('rail-training'));
    await fireEvent.click(await screen.findByTestId('run-model-about', {}, slowly));
    await screen.findByTestId('model-use', {}, slowly);
    await fireEvent.click(screen.getByTestId('model-back'));
    expect(studio.room).toBe('training');
  });

  it('lead to the list where one has been elsewhere meanwhile', async () => {
    const { studio } = await openPage();
    studio.enter('settings');
    studio.enter('gallery');
    studio.leaveModel();
    expect([studio.room, studio.galleryPart, studio.modelRoom.opened]).toEqual(['gallery', 'models', null]);
  });

  it('lead over the palette, by either language', async () => {
    const { studio } = await openWindow();
    studio.togglePalette();
    await waitFor(() => expect(studio.models.all).not.toBeNull());
    const commands = paletteCommands(studio);
    const named = (label: string) => commands.find((command) => command.label === label);
    expect(named('Open model Red Fox')?.keywords).toEqual(['Открыть модель Red Fox']);
    named('Open model Red Fox')?.run();
    expect(studio.modelRoom.opened?.id).toBe('model-3');
    named('Models')?.run();
    expect([studio.galleryPart, studio.modelRoom.opened]).toEqual(['models', null]);
  });
});

describe('the page of a model', () => {
  it('shows its pictures, its samples, its recipe and its curve, with nothing amiss for a screen reader', async () => {
    const { container } = await openPage();
    expect(screen.getAllByTestId('model-picture')).toHaveLength(12);
    expect(screen.getByTestId('run-samples')).toBeTruthy();
    expect(screen.getByTestId('loss-chart')).toBeTruthy();
    expect(screen.getByTestId('model-made').textContent).toContain('1000');
    expect(screen.getByTestId('model-zip').textContent).toContain('is still beside the model');
    expect(document.querySelectorAll('.gold')).toHaveLength(1);
    expect(await amiss(container)).toEqual([]);
  });

  it('says what is not known of a model of another program', async () => {
    await openPage('model-3');
    expect(screen.getByTestId('model-not-made-here')).toBeTruthy();
    expect(screen.queryByTestId('loss-chart')).toBeNull();
    expect(screen.getByTestId('model-file').textContent).toContain('red_fox_v2.safetensors');
  });

  it('says so where a provider reported no loss, and what was paid', async () => {
    await openPage('model-2', (backend) => {
      library(backend);
      const [own] = [backend.modelPages.get('model-2')];
      const recipe = {
        preset: 'custom' as const,
        provider: 'fal' as const,
        base: 'flux1' as const,
        steps: 500,
        rank: 0,
        learningRate: null,
        resolution: 512,
      };
      const spend = { reserved: '0', settled: '2000000' };
      backend.modelPages.set('model-2', { ...own, recipe, losses: [], spend, hasArchive: false });
    });
    expect(screen.getByTestId('model-no-loss').textContent).toContain('fal.ai reported no loss');
    expect(screen.getByTestId('model-made').textContent).toContain('$2.00');
    expect(screen.getByTestId('model-zip').textContent).toContain('not beside the model any more');
  });

  it('shows the list of what was sent, with the photos that are still there', async () => {
    const { backend, studio } = await openPage('model-1', (fake) => {
      library(fake);
      const dataset = fake.seed('My Portrait', 3, {}, 0);
      const run = sampleRun({ id: 'run-1', dataset: dataset.id });
      fake.putRun({ ...run, state: { state: 'ready', model: 'model-1' } });
    });
    await waitFor(() => expect(studio.training.runs.all).not.toBeNull());
    await fireEvent.click(screen.getByTestId('model-sent-list'));
    const dialog = await screen.findByTestId('sent-dialog', {}, slowly);
    expect(dialog.textContent).toContain('b7e23ec2');
    expect(backend.calls).toContain('listPhotos');
  });

  it('leads to all its pictures, and one of them large', async () => {
    const { backend, studio } = await openPage();
    await fireEvent.click(screen.getByTestId('model-all-pictures'));
    await waitFor(() => expect(studio.gallery.pages.total).toBe(14));
    expect([studio.galleryPart, backend.asked.at(-1)?.query.model]).toEqual(['pictures', 'model-1']);
    studio.openModel('model-1');
    await fireEvent.click((await screen.findAllByTestId('model-picture', {}, slowly))[2]!);
    await waitFor(() => expect(studio.gallery.large?.id).toBe('picture-2'));
  });

  it('writes the file and says what it is called, or why it was refused', async () => {
    const { backend } = await openPage('model-3');
    await fireEvent.click(screen.getByTestId('model-export'));
    const section = screen.getByTestId('model-file');
    await waitFor(() => expect(section.textContent).toContain('lora.safetensors'));
    backend.refuse.set('exportModel', { code: 'unknown', message: 'The disk is full.' });
    await fireEvent.click(screen.getByTestId('model-export'));
    expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
  });

  it('says why its weights cannot be read and what still works', async () => {
    const trouble = 'The file of the model “My Portrait” is missing.';
    const { backend } = await openPage('model-1', (fake) => {
      library(fake);
      fake.modelPages.set('model-1', { card: null, trouble });
    });
    const notice = screen.getByTestId('model-trouble');
    expect(notice.textContent).toContain(trouble);
    expect(notice.textContent).toContain('models/model-1-folder');
    expect(screen.queryByTestId('model-play')).toBeNull();
    expect(screen.getByTestId<HTMLButtonElement>('model-export').disabled).toBe(true);
    await type('model-notes', 'was on the other disk');
    await fireEvent.blur(screen.getByTestId('model-notes'));
    await waitFor(() => expect(model(backend)?.notes).toBe('was on the other disk'));
    backend.modelPages.delete('model-1');
    await fireEvent.click(within(notice).getByRole('button'));
    await screen.findByTestId('model-play');
  });
});

describe('what is said of a model', () => {
  it('is its name, changed in place and taken back', async () => {
    const { backend, studio } = await openPage();
    await fireEvent.click(screen.getByTestId('model-rename'));
    const field = screen.getByTestId('model-name-field');
    await fireEvent.input(field, { target: { value: 'Лиса' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(screen.getByTestId('model-name').textContent?.trim()).toBe('Лиса'));
    expect(screen.getByTestId('toast').textContent).toContain('Renamed to “Лиса”');
    studio.undo();
    await waitFor(() => expect(model(backend)?.name).toBe('My Portrait'));
    studio.redo();
    await waitFor(() => expect(model(backend)?.name).toBe('Лиса'));
  });

  it('is its trigger word, refused at its field', async () => {
    const { backend } = await openPage();
    backend.refuse.set('editModel', { code: 'triggerInvalid', message: 'Without commas.' });
    await type('model-trigger', 'a, b');
    await fireEvent.blur(screen.getByTestId('model-trigger'));
    expect((await screen.findByRole('alert')).textContent).toContain('Without commas.');
    expect(screen.getByTestId<HTMLInputElement>('model-trigger').value).toBe('a, b');
  });

  it('is in its notes, saved when they are left, and taken back by the toast', async () => {
    const { backend } = await openPage();
    await type('model-notes', 'Soft light.\nNot above 1.1.');
    expect(backend.calls).not.toContain('editModel');
    await fireEvent.blur(screen.getByTestId('model-notes'));
    await waitFor(() => expect(model(backend)?.notes).toBe('Soft light.\nNot above 1.1.'));
    await fireEvent.click(await screen.findByTestId('toast-undo'));
    await waitFor(() => expect(model(backend)?.notes).toBe(''));
    await waitFor(() => expect(screen.getByTestId<HTMLTextAreaElement>('model-notes').value).toBe(''));
  });

  it('is not lost where the notes were refused', async () => {
    const { backend } = await openPage();
    backend.refuse.set('editModel', { code: 'diskFull', message: 'The disk is full.' });
    await type('model-notes', 'Soft light.');
    await fireEvent.blur(screen.getByTestId('model-notes'));
    expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
    expect(screen.getByTestId<HTMLTextAreaElement>('model-notes').value).toBe('Soft light.');
  });

  it('is its best strength, kept once when the hand rests, taken by the playground and cleared', async () => {
    const { backend, studio } = await openPage();
    expect(screen.getByTestId('best-strength-hint').textContent).toContain('0.70');
    for (const value of ['0.8', '0.85', '0.9'])
      await fireEvent.input(screen.getByTestId('best-strength'), { target: { value } });
    await waitFor(() => expect(model(backend)?.bestStrength).toBe(0.9));
    expect(backend.calls.filter((call) => call === 'editModel')).toHaveLength(1);
    await fireEvent.click(screen.getByTestId('model-play'));
    await waitFor(() =>
      expect(studio.playground.settings).toMatchObject({ model: 'model-1', strength: 0.9 }),
    );
    studio.openModel('model-1');
    await fireEvent.click(await screen.findByTestId('best-strength-clear', {}, slowly));
    await waitFor(() => expect(model(backend)?.bestStrength).toBeNull());
    studio.undo();
    await waitFor(() => expect(model(backend)?.bestStrength).toBe(0.9));
  });

  it('is kept also where the page is left before the hand rests', async () => {
    const { backend, studio } = await openPage();
    await fireEvent.input(screen.getByTestId('best-strength'), { target: { value: '1.2' } });
    studio.enter('settings');
    await waitFor(() => expect(model(backend)?.bestStrength).toBe(1.2));
  });
});

describe('the words of a model for badges', () => {
  it('are saved when they are left and taken back', async () => {
    const { backend, studio } = await openPage();
    await type('model-badge-base', 'samurai warrior badge');
    await fireEvent.blur(screen.getByTestId('model-badge-base'));
    await waitFor(() => expect(model(backend)?.badgeBase).toBe('samurai warrior badge'));
    await type('model-badge-style', 'cartoon illustration');
    await fireEvent.keyDown(screen.getByTestId('model-badge-style'), { key: 'Enter' });
    await waitFor(() => expect(model(backend)?.badgeStyle).toBe('cartoon illustration'));
    studio.undo();
    await waitFor(() =>
      expect(model(backend)).toMatchObject({ badgeBase: 'samurai warrior badge', badgeStyle: '' }),
    );
  });

  it('make the whole prompt while they are typed, before anything is saved', async () => {
    const { backend } = await openPage();
    await type('model-badge-base', 'samurai badge');
    await type('model-badge-style', 'cartoon');
    await type('model-badge-holding', 'telescope');
    const sent = `${trigger}, samurai badge, character holding telescope, cartoon`;
    await waitFor(() => expect(screen.getByTestId('model-badge-prompt').textContent?.trim()).toBe(sent));
    expect(backend.calls).not.toContain('editModel');
  });

  it('have the prompt of what was typed last, however long an earlier answer takes', async () => {
    const { backend } = await openPage();
    await waitFor(() => expect(screen.getByTestId('model-badge-prompt').textContent).toContain(trigger));
    backend.badgePromptWait = (base) => new Promise((done) => setTimeout(done, base === 'slow' ? 120 : 1));
    await type('model-badge-base', 'slow');
    await type('model-badge-base', 'between');
    await type('model-badge-base', 'newest');
    await waitFor(() => expect(screen.getByTestId('model-badge-prompt').textContent).toContain('newest'));
    await new Promise((done) => setTimeout(done, 200));
    expect(screen.getByTestId('model-badge-prompt').textContent).toContain('newest');
  });
});

describe('a model is shared with the bot', () => {
  it('after one question where it may show a person, and not without it', async () => {
    const { backend } = await openPage('model-1');
    await fireEvent.click(screen.getByTestId('model-share'));
    const dialog = await screen.findByTestId('model-consent', {}, slowly);
    expect(dialog.textContent).toContain('Does this model show a person?');
    expect(dialog.textContent).toContain('only if that person agrees');
    expect(await amiss(dialog)).toEqual([]);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('model-consent-not-now')));
    await fireEvent.click(screen.getByTestId('model-consent-not-now'));
    await waitFor(() => expect(screen.queryByTestId('model-consent')).toBeNull());
    expect(screen.getByTestId<HTMLInputElement>('model-share').checked).toBe(false);
    expect(backend.calls).not.toContain('editModel');
    await fireEvent.click(screen.getByTestId('model-share'));
    await fireEvent.click(await screen.findByTestId('model-consent-agree'));
    await waitFor(() => expect(model(backend)?.isShared).toBe(true));
    expect(model(backend)?.consentAt).not.toBeNull();
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('model-share').checked).toBe(true));
  });

  it('without a second question once it was said', async () => {
    const { backend, studio } = await openPage('model-1');
    await fireEvent.click(screen.getByTestId('model-share'));
    await fireEvent.click(await screen.findByTestId('model-consent-agree', {}, slowly));
    await waitFor(() => expect(model(backend)?.isShared).toBe(true));
    studio.undo();
    await waitFor(() => expect(model(backend)?.isShared).toBe(false));
    await waitFor(() => expect(studio.modelRoom.opened?.page?.needsConsent).toBe(false));
    await fireEvent.click(screen.getByTestId('model-share'));
    await waitFor(() => expect(model(backend)?.isShared).toBe(true));
    expect(screen.queryByTestId('model-consent')).toBeNull();
  });

  it('without a question where it draws a style, and taken back without one', async () => {
    const { backend, studio } = await openPage('model-2');
    await fireEvent.click(screen.getByTestId('model-share'));
    await waitFor(() => expect(model(backend, 'model-2')?.isShared).toBe(true));
    expect(screen.queryByTestId('model-consent')).toBeNull();
    studio.undo();
    await waitFor(() => expect(model(backend, 'model-2')?.isShared).toBe(false));
  });

  it('with a word about consent where it is not known whom it draws', async () => {
    await openPage('model-3');
    expect(screen.getByTestId('model-share-unknown').textContent).toContain('only if they agree');
  });
});

describe('a model that is put aside', () => {
  it('is archived with an undo, and offers nothing but its way back', async () => {
    const { backend, studio } = await openPage();
    await chooseInMenu('model-archive');
    await screen.findByTestId('model-is-archived');
    expect(screen.queryByTestId('model-play')).toBeNull();
    await fireEvent.click(screen.getByTestId('toast-undo'));
    await waitFor(() => expect(model(backend)?.archivedAt).toBeNull());
    await waitFor(() => expect(screen.queryByTestId('model-is-archived')).toBeNull());
    expect(studio.modelRoom.opened?.id).toBe('model-1');
  });

  it('is removed with an undo, and its page leads to the list', async () => {
    const { backend } = await openPage();
    await chooseInMenu('model-remove');
    await screen.findByTestId('models-shown', {}, slowly);
    expect(namesIn('models-own')).toEqual(['Watercolour']);
    await fireEvent.click(screen.getByTestId('toast-undo'));
    await waitFor(() => expect(namesIn('models-own')).toEqual(['My Portrait', 'Watercolour']));
    expect(model(backend)?.removedAt).toBeNull();
  });

  it('is deleted for good only where it was removed, after one question', async () => {
    const { backend } = await openList();
    await fireEvent.click(screen.getByTestId('models-archived'));
    expect(screen.queryByTestId('models-archived-delete')).toBeNull();
    await fireEvent.click(screen.getByTestId('models-removed'));
    await fireEvent.click(screen.getByTestId('models-removed-delete'));
    const dialog = await screen.findByTestId('model-delete-dialog', {}, slowly);
    expect(dialog.textContent).toContain('Delete “Old coat” for good?');
    expect(await amiss(dialog)).toEqual([]);
    expect(backend.calls).not.toContain('deleteModelForGood');
    backend.refuse.set('deleteModelForGood', { code: 'unknown', message: 'The file is in use.' });
    await fireEvent.click(screen.getByTestId('model-delete-confirm'));
    expect((await screen.findByRole('alert')).textContent).toContain('The file is in use.');
    await fireEvent.click(screen.getByTestId('model-delete-confirm'));
    await waitFor(() => expect(model(backend, 'model-5')).toBeUndefined());
    expect((await screen.findByTestId('toast')).textContent).toContain('1.5 MB are free again');
    await waitFor(() => expect(screen.queryByTestId('models-removed')).toBeNull());
  });

  it('can be deleted from its own page, which closes without an error', async () => {
    const { studio } = await openPage('model-5');
    await fireEvent.click(screen.getByTestId('model-delete'));
    await fireEvent.click(await screen.findByTestId('model-delete-confirm', {}, slowly));
    await screen.findByTestId('models-shown', {}, slowly);
    expect(studio.failures.all).toEqual([]);
  });

  it('is in no other list', async () => {
    const { studio } = await openPage();
    await waitFor(() => expect(studio.models.all?.map(({ name }) => name)).not.toContain('First try'));
  });

  it('elsewhere while its page is open closes the page', async () => {
    const { backend, studio } = await openPage('model-3');
    backend.models = backend.models.filter(({ id }) => id !== 'model-3');
    backend.emit({ type: 'modelsChanged' });
    await waitFor(() => expect(studio.modelRoom.opened).toBeNull());
    expect(studio.failures.all).toEqual([]);
  });
});
