// The settings' calls of the fake backend: copies, requests, announcements and licences in memory. Never shipped.
import type { BackupInfo, Licence, SentRequest, UpdateFinding } from '../src/backend';
import { FakeMoveCalls } from './fakeMove';

export const sampleBackup = (at: number, over: Partial<BackupInfo> = {}): BackupInfo => ({
  name: `blazon-${at}.db`,
  path: `/home/anna/.local/share/blazon/backups/blazon-${at}.db`,
  kind: 'daily',
  usable: true,
  bytes: '1480000',
  at,
  ...over,
});

const DAY = 86_400_000;

export const sampleBackups = (now: number): BackupInfo[] => [
  sampleBackup(now - DAY / 4),
  sampleBackup(now - DAY, { name: 'replaced-2.db', kind: 'beforeRestore', bytes: '1510000' }),
  sampleBackup(now - 2 * DAY, { bytes: '1420000', usable: false }),
  sampleBackup(now - 9 * DAY, { name: 'before-3.db', kind: 'beforeMigration', bytes: '980000' }),
];

export const sampleRequest = (at: number, over: Partial<SentRequest> = {}): SentRequest => ({
  at,
  method: 'GET',
  host: 'queue.fal.run',
  path: '/fal-ai/flux-lora-fast-training/requests/0193f2c1-7a40-7e1b-9d52-2b1f0a9c5e11/status',
  answer: { kind: 'status', status: 200 },
  milliseconds: 184,
  sent: null,
  ...over,
});

export const sampleRequests = (now: number): SentRequest[] => [
  ...Array.from({ length: 24 }, (_, index) =>
    sampleRequest(now - index * 3000, { milliseconds: 120 + index }),
  ),
  sampleRequest(now - 80_000, { method: 'POST', path: '/fal-ai/flux-lora-fast-training', milliseconds: 912 }),
  sampleRequest(now - 95_000, {
    method: 'PUT',
    host: 'v3.fal.media',
    path: '/files/b/…',
    sent: '48211009',
    milliseconds: 41_200,
  }),
  sampleRequest(now - 99_000, { answer: { kind: 'timedOut' }, milliseconds: 60_000 }),
  sampleRequest(now - 120_000, {
    host: 'api.replicate.com',
    path: '/v1/account',
    answer: { kind: 'status', status: 401 },
  }),
  sampleRequest(now - 130_000, {
    host: 'api.telegram.org',
    path: '/bot…/getMe',
    answer: { kind: 'unreachable' },
  }),
];

export const sampleLicences = (): Licence[] => {
  const rows: Omit<Licence, 'id'>[] = [
    { kind: 'blazon', name: 'Blazon', version: '0.1.0', licence: 'MIT OR Apache-2.0' },
    { kind: 'blazon', name: 'Pocket', version: null, licence: 'MIT OR Apache-2.0' },
    { kind: 'asset', name: 'Commissioner', version: null, licence: 'OFL-1.1' },
    ...Array.from({ length: 120 }, (_, index): Omit<Licence, 'id'> => ({
      kind: 'crate',
      name: `crate-${index}`,
      version: `1.0.${index}`,
      licence: index % 3 === 0 ? 'Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT' : 'MIT',
    })),
    { kind: 'npm', name: 'svelte', version: '5.57.3', licence: 'MIT' },
  ];
  return rows.map((row, id) => ({ id, ...row }));
};

export abstract class FakeSettingsCalls extends FakeMoveCalls {
  backups: BackupInfo[] = [];
  /** Copies that were chosen, oldest first. */
  restored: string[] = [];
  requestsSent: SentRequest[] = [];
  updatePlace: string | null = null;
  update: UpdateFinding = { kind: 'newest' };
  licences: Licence[] = sampleLicences();

  async backUpLibrary(): Promise<BackupInfo> {
    this.called('backUpLibrary');
    const made = sampleBackup(Date.now());
    this.backups = [made, ...this.backups];
    return made;
  }

  async listBackups(): Promise<BackupInfo[]> {
    this.called('listBackups');
    return [...this.backups];
  }

  async restoreBackup(name: string) {
    this.called('restoreBackup');
    this.restored.push(name);
    return null;
  }

  async restartProgram() {
    this.called('restartProgram');
    return null;
  }

  async listRequests(limit: number): Promise<SentRequest[]> {
    this.called('listRequests');
    return this.requestsSent.slice(0, limit);
  }

  async findUpdatePlace(): Promise<string | null> {
    this.called('findUpdatePlace');
    return this.updatePlace;
  }

  async lookForUpdate(): Promise<UpdateFinding> {
    this.called('lookForUpdate');
    return this.update;
  }

  async openUpdatePage() {
    this.called('openUpdatePage');
    return null;
  }

  async listLicences(): Promise<Licence[]> {
    this.called('listLicences');
    return this.licences;
  }

  async loadLicence(id: number): Promise<string> {
    this.called('loadLicence');
    const name = this.licences[id]?.name ?? '';
    const lines = Array.from(
      { length: 60 },
      () => 'Permission is hereby granted, free of charge, to any person.',
    );
    return [`Copyright (c) the authors of ${name}`, '', ...lines].join('\n');
  }
}
