// The library's folder as a person moves it: chosen, asked about, a page while it is on its way, the old folder deleted.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import { words } from '../src/shared/words.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import { sampleMovePlan } from './fakeMove';
import { press, stops, tabTo } from './keyboardHand';

const old = '/home/anna/.local/share/blazon';
const chosen = '/media/anna/Big disk/Blazon';

// Parts that load when first shown are compiled here, so that no test waits for the compiler.
beforeAll(async () => {
  await Promise.all([
    import('../src/views/SettingsView.svelte'),
    import('../src/features/move/MovingPage.svelte'),
    import('../src/features/palette/Palette.svelte'),
  ]);
});

beforeEach(() => {
  words.speak('en');
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});

function openWindow(fill: (backend: FakeBackend) => void = () => {}) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  render(App, { studio });
  return { backend, studio };
}

async function openSettings(fill: (backend: FakeBackend) => void = () => {}) {
  const opened = openWindow(fill);
  await waitFor(() => expect(opened.studio.library).not.toBeNull());
  await fireEvent.click(await screen.findByTestId('rail-settings'));
  await screen.findByTestId('library-path');
  return opened;
}

async function chooseFolder(fill?: (backend: FakeBackend) => void) {
  const opened = await openSettings(fill);
  await fireEvent.click(screen.getByTestId('library-move'));
  return { ...opened, dialog: await screen.findByTestId('move-dialog') };
}

async function nothingAmiss() {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

const focused = () => document.activeElement?.getAttribute('data-testid');
const textOf = (testid: string) => screen.getByTestId(testid).textContent?.replace(/\s+/g, ' ').trim();
const timesCalled = (backend: FakeBackend, name: string) =>
  backend.calls.filter((call) => call === name).length;

describe('choosing a folder', () => {
  it('asks nothing further where the person thought better', async () => {
    const { backend } = await openSettings((backend) => void (backend.movePlan = null));
    await fireEvent.click(screen.getByTestId('library-move'));
    await waitFor(() => expect(focused()).toBe('library-move'));
    expect(timesCalled(backend, 'chooseLibraryFolder')).toBe(1);
    expect(screen.queryByTestId('move-dialog')).toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('that cannot be it says why and what to do, and another may be chosen', async () => {
    await openSettings((backend) =>
      backend.refuse.set('chooseLibraryFolder', {
        code: 'unknown',
        message: 'That folder is not empty.',
        hint: 'Choose an empty one.',
      }),
    );
    await fireEvent.click(screen.getByTestId('library-move'));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent?.trim()).toBe('That folder is not empty. Choose an empty one.');
    expect(screen.queryByTestId('move-dialog')).toBeNull();
    await nothingAmiss();
    await fireEvent.click(screen.getByTestId('library-move'));
    await screen.findByTestId('move-dialog');
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('the question', () => {
  it('says where from and to, how much, what is free, what happens and what stays', async () => {
    const { dialog } = await chooseFolder();
    const rows = [...dialog.querySelectorAll('dt')].map((name) => [
      name.textContent,
      name.nextElementSibling?.textContent,
    ]);
    expect(rows).toEqual([
      ['From', old],
      ['To', chosen],
      ['How much', '12 GB in 4,210 files'],
      ['Free there', '812.4 GB'],
    ]);
    expect(dialog.textContent).toContain('Blazon ends and starts again');
    expect(dialog.textContent).toContain('The old folder stays as it is until you delete it');
    expect(dialog.querySelectorAll('button.gold')).toHaveLength(1);
    await nothingAmiss();
  });

  it('does not invent what is free where the system does not say', async () => {
    const plan = sampleMovePlan({ freeBytes: null, files: 1, bytes: '400' });
    const { dialog } = await chooseFolder((backend) => void (backend.movePlan = plan));
    expect(dialog.textContent).toContain('not known');
    expect(dialog.textContent).toContain('400 B in one file');
  });

  it('put away moves nothing', async () => {
    const { backend } = await chooseFolder();
    await waitFor(() => expect(focused()).toBe('move-cancel'));
    await fireEvent.click(screen.getByTestId('move-cancel'));
    await waitFor(() => expect(screen.queryByTestId('move-dialog')).toBeNull());
    expect(focused()).toBe('library-move');
    expect(backend.calls).not.toContain('moveLibrary');
  });

  it('accepted moves once and waits for the program to end', async () => {
    const { backend } = await chooseFolder();
    const confirm = screen.getByTestId<HTMLButtonElement>('move-confirm');
    await fireEvent.click(confirm);
    await waitFor(() => expect(backend.calls).toContain('moveLibrary'));
    expect(confirm.disabled).toBe(true);
    expect(confirm.getAttribute('aria-busy')).toBe('true');
    await fireEvent.keyDown(confirm, { key: 'Escape' });
    expect(screen.getByTestId('move-dialog')).toBeDefined();
    expect(timesCalled(backend, 'moveLibrary')).toBe(1);
  });

  it('refused after all says why and may be accepted again', async () => {
    const { backend, dialog } = await chooseFolder((backend) =>
      backend.refuse.set('moveLibrary', { code: 'refused', message: 'A training is under way.' }),
    );
    await fireEvent.click(screen.getByTestId('move-confirm'));
    expect((await within(dialog).findByRole('alert')).textContent).toContain('A training is under way.');
    await fireEvent.click(screen.getByTestId('move-confirm'));
    await waitFor(() => expect(timesCalled(backend, 'moveLibrary')).toBe(2));
    expect(within(dialog).queryByRole('alert')).toBeNull();
  });
});

describe('the library on its way', () => {
  const underWay = (backend: FakeBackend) => backend.startMoving('3104000000', '12000000000');

  it('has the window for itself, with how far it is', async () => {
    const { backend } = openWindow(underWay);
    await screen.findByTestId('library-moving');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('The library is moving');
    const bar = screen.getByRole('progressbar');
    expect(bar.getAttribute('aria-valuetext')).toBe('3.1 GB of 12 GB');
    expect(bar.getAttribute('aria-valuenow')).toBe('3104000000');
    expect(stops().map((stop) => stop.getAttribute('data-testid'))).toEqual(['moving-cancel']);
    await nothingAmiss();
    backend.emit({ type: 'libraryMoving', doneBytes: '6000000000', allBytes: '12000000000' });
    await waitFor(() => expect(bar.getAttribute('aria-valuetext')).toBe('6 GB of 12 GB'));
  });

  it('is being counted first, without a bar', async () => {
    openWindow((backend) => backend.startMoving('0', '0'));
    expect((await screen.findByTestId('library-moving')).textContent).toContain('Counting what there is');
    expect(screen.queryByRole('progressbar')).toBeNull();
    expect(screen.getByTestId<HTMLButtonElement>('moving-cancel').disabled).toBe(false);
  });

  it('cannot be stopped any more once all is copied', async () => {
    openWindow((backend) => backend.startMoving('500', '500'));
    const page = await screen.findByTestId('library-moving');
    expect(page.textContent).toContain('Everything is copied. Blazon starts again.');
    expect(screen.getByTestId<HTMLButtonElement>('moving-cancel').disabled).toBe(true);
  });

  it('is stopped once, and the window is there when the library opens where it was', async () => {
    const { backend, studio } = openWindow(underWay);
    const cancel = await screen.findByTestId<HTMLButtonElement>('moving-cancel');
    await fireEvent.click(cancel);
    await studio.move.cancel();
    expect(timesCalled(backend, 'cancelLibraryMove')).toBe(1);
    await waitFor(() => expect(cancel.disabled).toBe(true));
    expect(textOf('library-moving')).toContain('The library stays where it was');
    expect(textOf('library-moving')).toContain('Removing what was copied');
    await nothingAmiss();
    backend.endMove();
    await waitFor(() => expect(screen.queryByTestId('library-moving')).toBeNull());
    expect(stops().map((stop) => stop.getAttribute('data-testid'))).toContain('rail-settings');
    backend.emit({ type: 'libraryMoving', doneBytes: '1', allBytes: '2' });
    expect(studio.move.progress).toBeNull();
  });

  it('that cannot be stopped says why and may be stopped again', async () => {
    const { backend } = openWindow((backend) => {
      underWay(backend);
      backend.refuse.set('cancelLibraryMove', { code: 'unknown', message: 'The disk does not answer.' });
    });
    await fireEvent.click(await screen.findByTestId('moving-cancel'));
    expect((await screen.findByRole('alert')).textContent).toContain('The disk does not answer.');
    await fireEvent.click(screen.getByTestId('moving-cancel'));
    await waitFor(() => expect(timesCalled(backend, 'cancelLibraryMove')).toBe(2));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('gives the window back where the library cannot be opened', async () => {
    const { backend } = openWindow((backend) => {
      underWay(backend);
      backend.moveFailure = new Error('The library cannot be opened.');
    });
    await screen.findByTestId('library-moving');
    backend.endMove();
    expect((await screen.findByTestId('failure')).textContent).toContain('cannot be opened');
    expect(screen.queryByTestId('library-moving')).toBeNull();
  });

  it('takes no files and opens no palette', async () => {
    const { backend, studio } = openWindow(underWay);
    await screen.findByTestId('library-moving');
    await fireEvent.keyDown(document.body, { key: 'k', code: 'KeyK', ctrlKey: true });
    backend.emit({ type: 'dropped', drop: { id: 1, files: 3, folders: 0, models: 0 } });
    expect(studio.paletteOpen).toBe(false);
    expect(backend.calls).toEqual(['openLibrary']);
  });
});

describe('at the next start', () => {
  it.each([
    [
      { kind: 'libraryMoved', from: old, to: chosen } as const,
      `The library is in ${chosen} now. The old folder ${old} is still there; it can be deleted in Settings.`,
    ],
    [
      { kind: 'libraryNotMoved', to: chosen, why: 'The disk is full.' } as const,
      `The library was not moved to ${chosen}. The disk is full.`,
    ],
  ])('$kind is told', async (notice, sentence) => {
    openWindow((backend) => void (backend.notices = [notice]));
    await screen.findByTestId('library-notice');
    expect(textOf('library-notice')).toBe(sentence);
    await fireEvent.click(within(screen.getByTestId('library-notice')).getByRole('button'));
    await waitFor(() => expect(screen.queryByTestId('library-notice')).toBeNull());
  });
});

describe('the old folder', () => {
  const hasMoved = (backend: FakeBackend) => {
    backend.libraryPath = chosen;
    backend.left = { path: old, bytes: '12000000000' };
  };

  async function ask(fill: (backend: FakeBackend) => void = hasMoved) {
    const opened = await openSettings(fill);
    await fireEvent.click(await screen.findByTestId('left-delete'));
    return { ...opened, dialog: await screen.findByTestId('left-dialog') };
  }

  it('is not spoken of where there is none', async () => {
    const { backend } = await openSettings();
    await waitFor(() => expect(backend.calls).toContain('loadLeftLibrary'));
    expect(screen.queryByTestId('left-library')).toBeNull();
  });

  it('is shown with its size as long as it is there', async () => {
    await openSettings(hasMoved);
    await screen.findByTestId('left-library');
    expect(textOf('left-library')).toContain(`The old folder ${old} is still there (12 GB).`);
    await nothingAmiss();
  });

  it('is deleted after a question that says where the library is, and is gone then', async () => {
    const { backend, dialog } = await ask();
    expect(dialog.textContent).toContain(`The library itself is in ${chosen}`);
    expect(dialog.textContent).toContain('This cannot be undone.');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Not now'));
    await nothingAmiss();
    await fireEvent.click(screen.getByTestId('left-confirm'));
    expect((await screen.findByTestId('left-gone')).textContent).toContain(`${old} is deleted.`);
    await waitFor(() => expect(focused()).toBe('left-gone'));
    expect(screen.queryByTestId('left-library')).toBeNull();
    expect(screen.queryByTestId('left-dialog')).toBeNull();
    expect(timesCalled(backend, 'deleteLeftLibrary')).toBe(1);
    await nothingAmiss();
  });

  it('is no more spoken of in the notice of the move once it is deleted', async () => {
    await ask((backend) => {
      hasMoved(backend);
      backend.notices = [{ kind: 'libraryMoved', from: old, to: chosen }, { kind: 'diskFull' }];
    });
    expect(screen.getAllByTestId('library-notice')).toHaveLength(2);
    await fireEvent.click(screen.getByTestId('left-confirm'));
    await screen.findByTestId('left-gone');
    expect(textOf('library-notice')).toContain('The disk is full.');
  });

  it('stays when the question is put away', async () => {
    const { backend, dialog } = await ask();
    await fireEvent.click(within(dialog).getByText('Not now'));
    await waitFor(() => expect(screen.queryByTestId('left-dialog')).toBeNull());
    expect(screen.getByTestId('left-library')).toBeDefined();
    expect(backend.calls).not.toContain('deleteLeftLibrary');
  });

  it('that could not be deleted says why, and what is left of it stays listed', async () => {
    const { backend, dialog } = await ask((backend) => {
      hasMoved(backend);
      backend.refuse.set('deleteLeftLibrary', { code: 'unknown', message: 'A file may not be deleted.' });
    });
    backend.left = { path: old, bytes: '4000' };
    await fireEvent.click(screen.getByTestId('left-confirm'));
    expect((await within(dialog).findByRole('alert')).textContent).toContain('may not be deleted');
    expect(textOf('left-library')).toContain('(4 kB)');
    await fireEvent.click(screen.getByTestId('left-confirm'));
    expect(await screen.findByTestId('left-gone')).toBeDefined();
  });
});

describe('the keyboard alone', () => {
  it('chooses, thinks better and moves', async () => {
    const { backend } = await openSettings();
    tabTo('library-move');
    await press('Enter');
    await screen.findByTestId('move-dialog');
    await waitFor(() => expect(focused()).toBe('move-cancel'));
    await press('Escape');
    await waitFor(() => expect(screen.queryByTestId('move-dialog')).toBeNull());
    await waitFor(() => expect(focused()).toBe('library-move'));
    await press('Enter');
    await screen.findByTestId('move-dialog');
    tabTo('move-confirm');
    await press('Enter');
    await waitFor(() => expect(backend.calls).toContain('moveLibrary'));
  });

  it('stops the move', async () => {
    const { backend } = openWindow((backend) => backend.startMoving('1', '2'));
    await screen.findByTestId('library-moving');
    tabTo('moving-cancel');
    await press('Enter');
    await waitFor(() => expect(backend.calls).toContain('cancelLibraryMove'));
  });

  it('deletes the old folder', async () => {
    const { backend } = await openSettings((backend) => {
      backend.left = { path: old, bytes: '12000000000' };
    });
    await screen.findByTestId('left-library');
    tabTo('left-delete');
    await press('Enter');
    await screen.findByTestId('left-dialog');
    tabTo('left-confirm');
    await press('Enter');
    await waitFor(() => expect(focused()).toBe('left-gone'));
    expect(backend.calls).toContain('deleteLeftLibrary');
  });
});

describe('in Russian', () => {
  const speaksRussian = (backend: FakeBackend) => {
    backend.settings = { ...backend.settings, language: 'ru' };
  };

  it.each([
    [1, '12 ГБ, 1 файл'],
    [3, '12 ГБ, 3 файла'],
    [4210, '12 ГБ, 4 210 файлов'],
  ])('%i files are declined in the question', async (files, told) => {
    const { dialog } = await chooseFolder((backend) => {
      speaksRussian(backend);
      backend.movePlan = sampleMovePlan({ files });
    });
    expect(dialog.textContent?.replace(/\s/g, ' ')).toContain(told);
    expect(dialog.textContent).toContain('Перенести и перезапустить');
  });

  it('the page has its words before the library has said which language it speaks', async () => {
    words.speak('ru');
    openWindow((backend) => backend.startMoving('3104000000', '12000000000'));
    const page = await screen.findByTestId('library-moving');
    expect(page.textContent).toContain('Библиотека переносится');
    expect(page.textContent).toContain('3,1 ГБ из 12 ГБ');
  });

  it('the old folder has its words', async () => {
    await openSettings((backend) => {
      speaksRussian(backend);
      backend.left = { path: old, bytes: '12000000000' };
    });
    await screen.findByTestId('left-library');
    expect(textOf('left-library')).toContain(`Прежняя папка ${old} ещё на месте (12 ГБ).`);
  });
});
