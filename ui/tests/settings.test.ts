// Settings as a person meets them: copies gone back to, the log of requests, newer versions, licences.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import { textOf } from '../src/features/settings/requestList.svelte';
import { words } from '../src/shared/words.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import { sampleBackup, sampleBackups, sampleRequest, sampleRequests } from './fakeSettings';

// Parts that load when first shown are compiled here, so that no test waits for the compiler.
beforeAll(async () => {
  await Promise.all([
    import('../src/views/SettingsView.svelte'),
    import('../src/features/settings/LicencesDialog.svelte'),
  ]);
});

beforeEach(() => {
  // Rows exist only in sight, and here nothing has a height by itself.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(600);
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});

async function openSettings(fill: (backend: FakeBackend) => void = () => {}) {
  const backend = new FakeBackend();
  fill(backend);
  const studio = new Studio(backend);
  render(App, { studio });
  await waitFor(() => expect(studio.library).not.toBeNull());
  await fireEvent.click(await screen.findByTestId('rail-settings'));
  await screen.findByTestId('library-path');
  return { backend, studio };
}

async function nothingAmiss() {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

describe('copies of the library', () => {
  const withCopies = (backend: FakeBackend) => void (backend.backups = sampleBackups(Date.now()));

  it('are listed with when, why and how large, and the damaged one cannot be chosen', async () => {
    await openSettings(withCopies);
    const rows = await screen.findAllByTestId('backup');
    expect(rows).toHaveLength(4);
    expect(rows[1]?.textContent).toContain('before a restore, 1.5 MB');
    expect(rows[2]?.textContent).toContain('cannot be read');
    expect(within(rows[2]!).queryByTestId('backup-restore')).toBeNull();
    await nothingAmiss();
  });

  it('say so where there is none, and one that is made is there at once', async () => {
    await openSettings();
    expect(await screen.findByText(/No copy yet/)).toBeDefined();
    await fireEvent.click(screen.getByTestId('back-up'));
    expect(await screen.findAllByTestId('backup')).toHaveLength(1);
    expect((await screen.findByTestId('backup-done')).textContent).toContain('Backed up to');
  });

  it('take the place of the present one after a question that says what is lost, by a restart', async () => {
    const { backend } = await openSettings(withCopies);
    const [first] = await screen.findAllByTestId('backup-restore');
    await fireEvent.click(first!);
    const dialog = await screen.findByTestId('restore-dialog');
    expect(dialog.textContent).toContain('is undone');
    expect(dialog.textContent).toContain('Spending is never undone');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Stay as it is'));
    await nothingAmiss();
    await fireEvent.click(screen.getByTestId('restore-confirm'));
    await waitFor(() => expect(backend.calls).toContain('restartProgram'));
    expect(backend.restored).toEqual([backend.backups[0]!.name]);
  });

  it('stay where they are when the question is put away', async () => {
    const { backend } = await openSettings(withCopies);
    await fireEvent.click((await screen.findAllByTestId('backup-restore'))[0]!);
    await fireEvent.click(await screen.findByText('Stay as it is'));
    await waitFor(() => expect(screen.queryByTestId('restore-dialog')).toBeNull());
    expect(backend.restored).toEqual([]);
  });

  it('are not gone back to against the Rust side, and the question says why', async () => {
    const { backend } = await openSettings((backend) => {
      backend.backups = [sampleBackup(1)];
      backend.refuse.set('restoreBackup', { code: 'refused', message: 'Work is under way.' });
    });
    await fireEvent.click(await screen.findByTestId('backup-restore'));
    await fireEvent.click(await screen.findByTestId('restore-confirm'));
    expect((await screen.findByRole('alert')).textContent).toContain('Work is under way.');
    expect(backend.calls).not.toContain('restartProgram');
    expect((screen.getByTestId('restore-confirm') as HTMLButtonElement).disabled).toBe(false);
  });

  it('that was gone back to is told at the next start', async () => {
    await openSettings((backend) => {
      backend.notices = [{ kind: 'restored', backupAt: 0, kept: 'replaced-7.db' }];
    });
    expect((await screen.findByTestId('library-notice')).textContent).toContain('replaced-7.db');
  });
});

describe('the log of requests', () => {
  const withRequests = (backend: FakeBackend) => void (backend.requestsSent = sampleRequests(Date.now()));

  it('is not read before somebody looks', async () => {
    const { backend } = await openSettings(withRequests);
    backend.emit({ type: 'requestsChanged' });
    expect(backend.calls).not.toContain('listRequests');
  });

  it('shows host, path, answer and time, and what came since', async () => {
    const { backend } = await openSettings(withRequests);
    await fireEvent.click(screen.getByTestId('requests-fold'));
    const [first] = await screen.findAllByTestId('request');
    expect(first?.textContent).toContain('queue.fal.run');
    expect(first?.textContent).toContain('200');
    expect(first?.textContent).toContain('120 ms');
    await nothingAmiss();
    const newest = sampleRequest(Date.now() + 1000, { host: 'fal.run', answer: { kind: 'brokenOff' } });
    backend.requestsSent = [newest, ...backend.requestsSent];
    backend.emit({ type: 'requestsChanged' });
    await waitFor(() =>
      expect(screen.getAllByTestId('request')[0]?.textContent).toContain('connection broke'),
    );
  });

  it('says so where nothing was sent', async () => {
    await openSettings();
    await fireEvent.click(screen.getByTestId('requests-fold'));
    expect(await screen.findByText(/Nothing was sent yet/)).toBeDefined();
  });

  it('is copied as lines', async () => {
    const written = vi.fn(() => Promise.resolve());
    Object.assign(navigator, { clipboard: { writeText: written } });
    await openSettings(withRequests);
    await fireEvent.click(screen.getByTestId('requests-fold'));
    await fireEvent.click(await screen.findByTestId('requests-copy'));
    await waitFor(() => expect(screen.getByTestId('requests-copy').textContent).toContain('Copied'));
    expect(written).toHaveBeenCalledOnce();
    const line = textOf([sampleRequest(0, { path: '/v1/account', answer: { kind: 'timedOut' } })]);
    expect(line).toBe('1970-01-01T00:00:00.000Z\tGET\tqueue.fal.run/v1/account\tno answer in time\t184 ms');
  });
});

describe('newer versions', () => {
  it('are not asked for by a build that knows no place', async () => {
    await openSettings();
    expect((await screen.findByTestId('updates-place')).textContent).toContain('knows no place');
    expect(screen.queryByTestId('updates-look')).toBeNull();
  });

  it('are asked for by press alone, told in words, and fetched by nobody', async () => {
    const { backend } = await openSettings((backend) => {
      backend.updatePlace = 'updates.example.org';
      backend.update = { kind: 'newer', version: '0.2.0', notes: 'Faster.', host: 'example.org' };
    });
    const look = await screen.findByTestId('updates-look');
    expect(backend.calls).not.toContain('lookForUpdate');
    await fireEvent.click(look);
    const finding = await screen.findByTestId('updates-finding');
    expect(finding.textContent).toContain('Blazon 0.2.0 is out.');
    expect(finding.textContent).toContain('Faster.');
    expect(backend.calls).not.toContain('openUpdatePage');
    await fireEvent.click(screen.getByTestId('updates-open'));
    await waitFor(() => expect(backend.calls).toContain('openUpdatePage'));
  });

  it('that cannot be asked for are said, with what to do', async () => {
    const { backend } = await openSettings((backend) => {
      backend.updatePlace = 'updates.example.org';
      backend.refuse.set('lookForUpdate', { code: 'unknown', message: 'That host is not allowed.' });
    });
    await fireEvent.click(await screen.findByTestId('updates-look'));
    expect((await screen.findByRole('alert')).textContent).toContain('That host is not allowed.');
    await fireEvent.click(screen.getByTestId('updates-look'));
    expect((await screen.findByTestId('updates-finding')).textContent).toContain('newest version');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(backend.calls.filter((name) => name === 'lookForUpdate')).toHaveLength(2);
  });
});

describe('licences', () => {
  async function openLicences() {
    const opened = await openSettings();
    await fireEvent.click(screen.getByTestId('licences-open'));
    await screen.findAllByTestId('licence');
    return opened;
  }

  it('are shown with their texts, Blazon itself first', async () => {
    await openLicences();
    await waitFor(() =>
      expect(screen.getByTestId('licence-text').textContent).toContain('authors of Blazon'),
    );
    await fireEvent.click(screen.getAllByTestId('licence')[2]!);
    await waitFor(() =>
      expect(screen.getByTestId('licence-text').textContent).toContain('authors of Commissioner'),
    );
    await nothingAmiss();
  });

  it('are found by name and terms', async () => {
    await openLicences();
    await fireEvent.input(screen.getByTestId('licences-search'), { target: { value: 'svelte mit' } });
    await waitFor(() => expect(screen.getAllByTestId('licence')).toHaveLength(1));
    expect(screen.getByTestId('licence').textContent).toContain('svelte 5.57.3');
    await fireEvent.input(screen.getByTestId('licences-search'), { target: { value: 'nothing at all' } });
    expect(await screen.findByText('Nothing is called that.')).toBeDefined();
  });

  it('are gone through by arrows', async () => {
    await openLicences();
    const first = screen.getAllByTestId('licence')[0]!;
    first.focus();
    await fireEvent.keyDown(first, { key: 'ArrowDown' });
    await waitFor(() =>
      expect(screen.getByTestId('licence-text').textContent).toContain('authors of Pocket'),
    );
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Pocket'));
  });
});

describe('in Russian', () => {
  it('everything has its words', async () => {
    await openSettings((backend) => {
      backend.settings = { ...backend.settings, language: 'ru' };
      backend.backups = sampleBackups(Date.now());
    });
    expect((await screen.findAllByTestId('backup'))[1]?.textContent).toContain('перед возвратом');
    words.speak('en');
  });
});
