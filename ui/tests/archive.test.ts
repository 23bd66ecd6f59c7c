// The archive as it was read back, exports and statistics: what is told, when, and to whom.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import ArchiveTab from '../src/features/archive/ArchiveTab.svelte';
import { byteSize } from '../src/shared/byteSize';
import { DatasetArchive } from '../src/features/archive/datasetArchive.svelte';
import { rangeLabel } from '../src/features/statistics/rangeLabel';
import StatisticsDialog from '../src/features/statistics/StatisticsDialog.svelte';
import { Failures } from '../src/shared/failures.svelte';
import { Latest } from '../src/shared/latest';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';

const settled = () => new Promise((done) => setTimeout(done, 10));

async function library(count = 12) {
  const backend = new FakeBackend();
  const { id } = backend.seed('My Portrait', count);
  const studio = new Studio(backend);
  await studio.open();
  studio.openDataset(id);
  return { backend, id, studio };
}

describe('a size in bytes', () => {
  it.each([
    ['0', '0 B'],
    ['999', '999 B'],
    ['1000', '1 kB'],
    ['412345', '412 kB'],
    ['9740000', '9.7 MB'],
    ['999900000', '999.9 MB'],
    ['2400000000', '2.4 GB'],
    ['1812400000000', '1,812.4 GB'],
  ])('%s is told as %s', (bytes, told) => expect(byteSize(bytes)).toBe(told));
});

describe('a range', () => {
  it.each([
    [{ from: 512, to: 768, photos: 1 }, undefined, '512 to 768'],
    [{ from: 3072, to: null, photos: 1 }, undefined, '3072 and more'],
    [{ from: 90, to: null, photos: 1 }, 100, '90 to 100'],
  ])('%o is %s', (range, top, told) => expect(rangeLabel(range, top)).toBe(told));
});

describe('what is read again after changes', () => {
  it('is read once at a time, and once more for all changes that came meanwhile', async () => {
    let [running, most, times] = [0, 0, 0];
    const latest = new Latest(async () => {
      most = Math.max(most, ++running);
      times++;
      await settled();
      running--;
    });
    const reading = latest.refresh();
    for (let each = 0; each < 5; each++) void latest.refresh();
    await reading;
    expect([most, times]).toEqual([1, 2]);
  });

  it('can be read again after a reading that failed', async () => {
    let times = 0;
    const latest = new Latest(async () => {
      if (times++ === 0) throw new Error('no disk');
    });
    await expect(latest.refresh()).rejects.toThrow('no disk');
    await latest.refresh();
    expect(times).toBe(2);
  });
});

describe('the archive of a dataset', () => {
  it('is told to be old as soon as the dataset has changed', async () => {
    const { backend, id } = await library();
    const archive = new DatasetArchive(backend, id, new Failures());
    archive.listen();
    await archive.pack();
    await waitFor(() => expect(archive.proof?.fresh).toBe(true));
    await backend.captionPhotos(id, [{ photo: archive.photos[0]!.id, caption: 'something else entirely' }]);
    await waitFor(() => expect(archive.proof?.fresh).toBe(false));
  });

  describe('in its tab', () => {
    beforeEach(() => {
      vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
      vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(900);
    });
    afterEach(() => vi.restoreAllMocks());

    async function openTab(count = 12, narrow = false) {
      const { backend, id, studio } = await library(count);
      render(ArchiveTab, {
        opened: studio.opened!,
        dataset: studio.datasets.find(id)!,
        jobs: studio.jobs,
        narrow,
        thumb: (hash) => hash,
        oncancel: () => {},
      });
      await screen.findByTestId('archive-plan');
      return { backend, studio };
    }

    it('says what would be packed before, and what was read back after', async () => {
      await openTab();
      expect(screen.getByTestId('archive-plan').textContent).toContain('12');
      await fireEvent.click(screen.getByTestId('archive-make'));
      const facts = await screen.findByTestId('archive-facts');
      expect(facts.textContent).toContain('Read back and compared');
      expect(screen.getByTestId('archive-hash').textContent).toMatch(/[0-9a-f]{64}/);
      const [first] = await screen.findAllByTestId('archive-entry');
      expect(first?.textContent).toContain('001.jpg');
      expect(first?.textContent).toContain('MY_PORTRAIT_A3F2, ');
    });

    it('leaves the one gold button to more photos where the header has it', async () => {
      await openTab(6, true);
      expect(document.querySelectorAll('.gold')).toHaveLength(0);
    });

    it('is the next step otherwise', async () => {
      await openTab(12, true);
      expect(screen.getByTestId('archive-make').classList).toContain('gold');
    });
  });
});

describe('an export', () => {
  it('is told with its place once it has ended, and can be put away', async () => {
    const { studio, id } = await library();
    await studio.exportDataset(id, 'kohya');
    expect(studio.jobs.exported).toEqual([]);
    await waitFor(() => expect(studio.jobs.exported).toHaveLength(1));
    expect(studio.jobs.exported[0]?.export?.images).toBe(12);
    studio.jobs.dismiss(studio.jobs.exported[0]!.id);
    expect(studio.jobs.exported).toEqual([]);
  });

  it('of an earlier session is not told again', async () => {
    const backend = new FakeBackend();
    backend.jobs = [
      {
        id: 'old',
        dataset: 'dataset-1',
        kind: 'export',
        state: { status: 'succeeded', finishedAt: 1 },
        report: { added: 0, alreadyThere: 0, problems: [] },
        export: { path: '/tmp/old.zip', images: 3, captions: 3 },
      },
    ];
    const studio = new Studio(backend);
    await studio.open();
    expect(studio.jobs.exported).toEqual([]);
  });
});

describe('statistics', () => {
  it('are a table for who does not see the columns', async () => {
    const { studio } = await library();
    render(StatisticsDialog, { load: () => studio.opened!.statistics(), onclose: () => {} });
    const table = await screen.findByRole('table', { name: 'Short side' });
    expect(table.querySelectorAll('tbody tr').length).toBeGreaterThan(3);
    expect(table.textContent).toContain('and more');
  });

  it('say so when they could not be read', async () => {
    const { backend, studio } = await library();
    backend.refuse.set('datasetStatistics', { code: 'unknown', message: 'no' });
    render(StatisticsDialog, { load: () => studio.opened!.statistics(), onclose: () => {} });
    expect(await screen.findByText('The figures could not be read.')).toBeDefined();
  });
});
