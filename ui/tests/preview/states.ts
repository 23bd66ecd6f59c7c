// The states of the window worth looking at: what the library holds, and the steps a person takes to get there.
import { sampleCaptioning } from '../fakeDescribe';
import type { BlazonEvent, ImportProblem, Job, Photo } from '../../src/backend';
import { emptyReport, samplePhoto, type FakeBackend } from '../fakeBackend';
import { badgeLooks } from './badgeStates';
import { botLooks } from './botStates';
import { galleryLooks } from './galleryStates';
import { gridLooks } from './gridStates';
import { hostedLooks } from './hostedStates';
import { modelLooks } from './modelStates';
import { playgroundLooks } from './playgroundStates';
import { settingsLooks } from './settingsStates';
import { trainingLooks } from './trainingStates';
import { welcomeLooks } from './welcomeStates';

export type Look = {
  /** Nobody has come to the end of the way to a badge yet. */
  newcomer?: boolean;
  /** The library does not open. */
  unopened?: boolean;
  fill?: (backend: FakeBackend) => void;
  steps?: (hand: Hand, backend: FakeBackend) => Promise<void>;
};

/** What a person does, told by test ids. */
export type Hand = {
  click: (testid: string, which?: number, keys?: MouseEventInit) => Promise<void>;
  type: (testid: string, text: string) => Promise<void>;
  key: (init: KeyboardEventInit) => Promise<void>;
  see: (testid: string) => Promise<HTMLElement>;
  wait: (ms: number) => Promise<void>;
};

const portrait = 'My Portrait 2025';

function library(backend: FakeBackend): void {
  backend.seed(portrait, 24);
  backend.seed('Fox Scouts', 18, { subject: { kind: 'character' } }, 300);
  backend.seed('Desert Postcards', 32, { subject: { kind: 'style' } }, 500);
  backend.seed('Brass Compass', 2, { subject: { kind: 'object' } }, 700);
  backend.seed('A very long name of a dataset that nobody would write but somebody will', 7, {}, 900);
  backend.seed('New one', 0, { subject: { kind: 'person', gender: 'person' } });
}

/** As photos come from a telephone: some blurred, some twice, some too small, most from an iPhone. */
function withMarks(backend: FakeBackend): void {
  library(backend);
  const photos = backend.photos.get('dataset-1') ?? [];
  const change = (place: number, over: Partial<Photo>) =>
    (photos[place] = samplePhoto(1000 + place, { format: place % 3 ? 'heic' : 'jpeg', ...over }));
  const twins = (best: number, size: number) =>
    Array.from({ length: size }, (_, place) =>
      change(best + place, {
        hash: photos[best]?.hash,
        width: 3024,
        height: 4032,
        format: 'heic',
        group: { best: `photo-${1000 + best}`, size, place },
      }),
    );
  for (const place of [0, 1, 7, 10, 12, 15]) change(place, {});
  change(2, { marks: ['blurred'] });
  twins(5, 3);
  change(8, { marks: ['turnedUpright'] });
  change(9, { width: 640, height: 480, name: 'from_chat.jpg', format: 'jpeg' });
  change(11, { marks: ['otherPeople'], format: 'jpeg' });
  change(13, { marks: ['tooDark'], choice: 'leaveOut' });
  change(14, { format: 'png', marks: ['transparent'], width: 900, height: 900, name: 'avatar.png' });
  twins(17, 2);
  change(20, { caption: '', crop: { x: 400, y: 300, width: 1800, height: 1800 } });
  change(21, { caption: 'smiling' });
}

const running = (done: number, total: number | null): Job => ({
  id: 'job-running',
  dataset: 'dataset-1',
  kind: 'import',
  state: { status: 'running', startedAt: Date.now(), done, total },
  report: emptyReport(),
  export: null,
});

const problems: ImportProblem[] = [
  { fileName: 'notes.txt', reason: { kind: 'notAnImage' } },
  { fileName: 'IMG_4410.HEIC', reason: { kind: 'unsupportedFormat', format: 'HEIC' } },
  { fileName: 'half.jpg', reason: { kind: 'truncated' } },
  {
    fileName: 'poster.png',
    reason: { kind: 'tooManyPixels', width: 40000, height: 40000, limitMegapixels: 200 },
  },
  { fileName: 'private', reason: { kind: 'folderUnreadable' } },
  { fileName: 'caf\uFFFD.jpg', reason: { kind: 'nameNotText' } },
];

const ended = (over: Partial<Job>): BlazonEvent => ({
  type: 'jobChanged',
  job: {
    id: 'job-running',
    dataset: 'dataset-1',
    kind: 'import',
    state: { status: 'succeeded', finishedAt: Date.now() },
    report: { added: 12, alreadyThere: 3, problems },
    export: null,
    ...over,
  },
});

async function openFirst(hand: Hand): Promise<void> {
  await hand.click('dataset-card');
  await hand.see('photo-tile');
}

async function chooseThree(hand: Hand): Promise<void> {
  await openFirst(hand);
  await hand.click('photo-tile', 1);
  await hand.click('photo-tile', 3, { shiftKey: true });
}

function withRemarks(backend: FakeBackend): void {
  withMarks(backend);
  backend.pace = 1;
  const photos = backend.photos.get('dataset-1') ?? [];
  const captions = [
    '',
    'red scarf',
    'straw hat, straw hat, by the sea in the wind, squinting into the low sun',
  ];
  captions.forEach((caption, index) => (photos[index + 1] = { ...photos[index + 1]!, caption }));
  const long = 'a long walk through a garden in the evening, the light falls from the left, '.repeat(5);
  photos[5] = { ...photos[5]!, caption: long.trim(), name: 'a very long name of a photo from a camera.jpg' };
}

async function openCaptions(hand: Hand): Promise<void> {
  await openFirst(hand);
  await hand.click('tab-captions');
  await hand.see('caption-row');
}

async function makeArchive(hand: Hand): Promise<void> {
  await openFirst(hand);
  await hand.click('tab-archive');
  await hand.click('archive-make');
  await hand.see('archive-facts');
}

async function chooseInMenu(hand: Hand, menu: string, item: string): Promise<void> {
  (await hand.see(menu)).focus();
  await hand.key({ key: 'ArrowDown' });
  (await hand.see(item)).focus();
  await hand.key({ key: 'Enter' });
}

const openForGood = (hand: Hand) => chooseInMenu(hand, 'chosen-more', 'menu-delete-for-good');

const room = (testid: string): Look => ({ fill: library, steps: (hand) => hand.click(testid) });

export const looks: Record<string, Look> = {
  empty: {},
  list: { fill: library },
  dataset: { fill: withMarks, steps: openFirst },
  looked: {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('filter-needsALook');
      await hand.wait(100);
      await hand.click('photo-tile', 0);
    },
  },
  'left-out': {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('filter-leftOut');
      await hand.wait(100);
    },
  },
  'none-to-look': {
    fill: library,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('filter-needsALook');
      await hand.see('nothing-listed');
    },
  },
  faces: {
    fill: (backend) => {
      withMarks(backend);
      backend.facesDone = 7;
      backend.jobs = [{ ...running(7, 24), kind: 'faces' }];
    },
    steps: openFirst,
  },
  'left-one-out': {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      (await hand.see('photo-grid')).focus();
      for (const key of ['ArrowRight', 'ArrowRight']) await hand.key({ key });
      await hand.key({ key: 'ч', code: 'KeyX' });
      await hand.see('toast');
    },
  },
  duplicates: {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('choose-duplicates');
      await hand.see('pick-duplicate');
    },
  },
  'photo-menu': {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      const tile = document.querySelectorAll('[data-testid="photo-tile"]')[6] as HTMLElement;
      const { left, top } = tile.getBoundingClientRect();
      const at = { bubbles: true, cancelable: true, clientX: left + 60, clientY: top + 40, button: 2 };
      tile.dispatchEvent(new MouseEvent('contextmenu', at));
      await hand.see('menu-keep');
    },
  },
  large: {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      (await hand.see('photo-grid')).focus();
      await hand.key({ key: 'Enter' });
      await hand.see('large-photo');
    },
  },
  'large-marked': {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      (await hand.see('photo-grid')).focus();
      for (let step = 0; step < 6; step++) await hand.key({ key: 'ArrowRight' });
      await hand.key({ key: 'Enter' });
      await hand.see('large-photo');
    },
  },
  crop: {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('tab-crop');
      await hand.wait(100);
    },
  },
  'crop-square': {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('tab-crop');
      await hand.click('crop-shape-square');
      await hand.wait(200);
    },
  },
  'crop-large': {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('tab-crop');
      (await hand.see('photo-grid')).focus();
      await hand.key({ key: 'ArrowRight' });
      await hand.key({ key: 'Enter' });
      await hand.see('crop-stage');
      await hand.wait(400);
      for (let step = 0; step < 12; step++) await hand.key({ key: '-' });
      for (let step = 0; step < 12; step++) await hand.key({ key: 'ArrowUp', shiftKey: true });
    },
  },
  'crop-locked': {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('tab-crop');
      await hand.click('crop-shape-square');
      (await hand.see('photo-grid')).focus();
      await hand.key({ key: 'Enter' });
      await hand.see('crop-stage');
      await hand.wait(400);
    },
  },
  packing: {
    fill: withMarks,
    steps: async (hand, backend) => {
      await openFirst(hand);
      backend.emit({ type: 'jobChanged', job: { ...running(9, 20), kind: 'archive' } });
    },
  },
  few: {
    fill: library,
    steps: async (hand) => {
      await hand.click('dataset-card', 4);
      await hand.see('photo-tile');
    },
  },
  'no-photos': {
    fill: library,
    steps: async (hand) => {
      await hand.click('dataset-card', 5);
      await hand.see('dataset-without-photos');
    },
  },
  many: {
    fill: (backend) => backend.seed('Ten thousand', 10_000),
    steps: async (hand) => {
      await openFirst(hand);
      (await hand.see('photo-grid')).scrollTop = 150_000;
    },
  },
  chosen: { fill: withMarks, steps: chooseThree },
  removed: {
    fill: withMarks,
    steps: async (hand) => {
      await chooseThree(hand);
      await hand.click('remove-photos');
      await hand.see('toast');
    },
  },
  trigger: {
    fill: library,
    steps: async (hand) => {
      await openFirst(hand);
      if (window.innerWidth < 1180) await chooseInMenu(hand, 'dataset-more', 'menu-trigger-edit');
      else await hand.click('trigger-edit');
      await hand.type('trigger-field', 'MY PORTRAIT');
    },
  },
  name: {
    fill: library,
    steps: async (hand, backend) => {
      await openFirst(hand);
      await hand.click('dataset-rename');
      await hand.type('dataset-name-field', 'x');
      backend.refuse.set('renameDataset', {
        code: 'nameInvalid',
        message: 'A name needs at least one letter or digit.',
      });
      await hand.key({ key: 'Enter' });
    },
  },
  subject: {
    fill: library,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('dataset-subject');
    },
  },
  menu: {
    fill: library,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('dataset-more');
    },
  },
  add: {
    fill: library,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('add-photos');
    },
  },
  drawer: {
    fill: withMarks,
    steps: async (hand) => {
      await openFirst(hand);
      if (window.innerWidth < 1180) await hand.click('ready-drawer');
    },
  },
  drop: {
    fill: library,
    steps: async (hand, backend) => {
      await openFirst(hand);
      backend.emit({ type: 'dropHovered', files: 12, folders: 0, models: 0 });
    },
  },
  'drop-new': {
    fill: library,
    steps: async (_hand, backend) => backend.emit({ type: 'dropHovered', files: 5, folders: 2, models: 0 }),
  },
  importing: {
    fill: (backend) => {
      library(backend);
      backend.jobs = [running(0, 500)];
    },
    steps: async (hand, backend) => {
      await openFirst(hand);
      for (let step = 0; step < 10; step++) {
        backend.emit({ type: 'jobChanged', job: running(100 + step * 8, 500) });
        await hand.wait(180);
      }
    },
  },
  looking: {
    fill: (backend) => {
      library(backend);
      backend.jobs = [running(0, null)];
    },
  },
  added: {
    fill: library,
    steps: async (hand, backend) => {
      await openFirst(hand);
      backend.emit(ended({ report: { added: 12, alreadyThere: 3, problems: [] } }));
    },
  },
  problems: {
    fill: library,
    steps: async (hand, backend) => {
      await openFirst(hand);
      backend.emit(ended({}));
      (await hand.see('import-problems')).querySelector<HTMLElement>('.way-out')?.click();
    },
  },
  failed: {
    fill: library,
    steps: async (_hand, backend) => {
      backend.emit(
        ended({ state: { status: 'failed', finishedAt: Date.now(), reason: { kind: 'diskFull' } } }),
      );
    },
  },
  delete: {
    fill: withMarks,
    steps: async (hand) => {
      await chooseThree(hand);
      await openForGood(hand);
      await hand.see('delete-dialog');
    },
  },
  deleted: {
    fill: withMarks,
    steps: async (hand) => {
      await chooseThree(hand);
      await openForGood(hand);
      await hand.click('delete-confirm');
      await hand.see('deletion-report');
    },
  },
  captions: { fill: withRemarks, steps: openCaptions },
  'captions-describing': {
    fill: (backend) => {
      withRemarks(backend);
      backend.captionings.push(sampleCaptioning({ total: 12, counts: { described: 5 } }));
    },
    steps: openCaptions,
  },
  'captions-waiting': {
    fill: (backend) => {
      withRemarks(backend);
      backend.captionings.push(
        sampleCaptioning({ total: 12, counts: { described: 2, cancelled: 6 }, trouble: 'noKey' }),
      );
    },
    steps: openCaptions,
  },
  'captions-described': {
    fill: (backend) => {
      withRemarks(backend);
      backend.captionings.push(
        sampleCaptioning({
          total: 12,
          counts: { described: 8, failed: 1, cancelled: 2, unknown: 1 },
          trouble: 'noCredit',
          leftAlone: 1,
        }),
      );
    },
    steps: openCaptions,
  },
  'captions-quote': {
    fill: withRemarks,
    steps: async (hand) => {
      await openCaptions(hand);
      await hand.click('describe-open');
      await hand.see('describe-dialog');
      await hand.type('describe-price', '0.002');
      await hand.wait(600);
    },
  },
  'captions-quote-open': {
    fill: withRemarks,
    steps: async (hand) => {
      await openCaptions(hand);
      await hand.click('describe-open');
      await hand.see('describe-dialog');
      await hand.wait(500);
    },
  },
  'captions-without': {
    fill: withRemarks,
    steps: async (hand) => {
      await openCaptions(hand);
      await hand.click('captions-filter-without');
      (await hand.see('caption-field')).focus();
    },
  },
  'captions-replace': {
    fill: withRemarks,
    steps: async (hand) => {
      await openCaptions(hand);
      await hand.key({ key: 'f', code: 'KeyF', ctrlKey: true });
      await hand.type('captions-find', 'hat');
      await hand.type('captions-replace-with', 'cap');
      await hand.see('caption-change');
    },
  },
  'captions-add': {
    fill: withRemarks,
    steps: async (hand) => {
      await openCaptions(hand);
      for (const which of [0, 2, 3]) await hand.click('caption-select', which);
      await hand.click('captions-add-open');
      await hand.type('captions-add-text', ', film photo');
      await hand.see('caption-change');
    },
  },
  'captions-menu': {
    fill: withRemarks,
    steps: async (hand) => {
      await openCaptions(hand);
      await hand.click('caption-select', 1);
      await hand.click('captions-more');
    },
  },
  'captions-cleared': {
    fill: withRemarks,
    steps: async (hand) => {
      await openCaptions(hand);
      await hand.click('captions-more');
      await hand.click('captions-clear');
      await hand.see('toast');
    },
  },
  'captions-word': {
    fill: withRemarks,
    steps: async (hand) => {
      await openCaptions(hand);
      await hand.click('captions-word', 1);
    },
  },
  'captions-many': {
    fill: (backend) => backend.seed('A thousand', 1000),
    steps: async (hand) => {
      await openCaptions(hand);
      (await hand.see('caption-rows')).scrollTop = 40_000;
    },
  },
  'captions-keys': {
    fill: (backend) => backend.seed('A thousand', 1000),
    steps: async (hand) => {
      await openCaptions(hand);
      (await hand.see('caption-field')).focus();
      for (let row = 0; row < 30; row++) await hand.key({ key: 'Enter' });
      const field = document.activeElement as HTMLTextAreaElement;
      if (!field.getAttribute('aria-label')?.includes('IMG_21071.jpg'))
        throw new Error(`the keyboard stands in ${field.getAttribute('aria-label') ?? 'nothing'}`);
    },
  },
  archive: {
    fill: withRemarks,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('tab-archive');
      await hand.see('archive-plan');
    },
  },
  'archive-making': {
    fill: (backend) => {
      withRemarks(backend);
      backend.pace = 200;
    },
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('tab-archive');
      await hand.click('archive-make');
      await hand.wait(2000);
    },
  },
  'archive-proof': { fill: withRemarks, steps: makeArchive },
  'archive-stale': {
    fill: withRemarks,
    steps: async (hand, backend) => {
      await makeArchive(hand);
      await backend.captionPhotos('dataset-1', [
        { photo: 'photo-1000', caption: 'by the sea, straw hat, wind' },
      ]);
      await hand.see('archive-stale');
    },
  },
  export: {
    fill: library,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('export-menu');
    },
  },
  exported: {
    fill: withRemarks,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('export-menu');
      await hand.click('export-kohya');
      await hand.see('export-done');
    },
  },
  statistics: {
    fill: withRemarks,
    steps: async (hand) => {
      await openFirst(hand);
      await hand.click('statistics-open');
      await hand.see('statistics');
    },
  },
  palette: {
    fill: library,
    steps: async (hand) => {
      await hand.key({ key: 'k', code: 'KeyK', ctrlKey: true });
      await hand.see('palette');
    },
  },
  settings: {
    fill: library,
    steps: async (hand) => {
      await hand.click('rail-settings');
      await hand.see('settings-theme');
    },
  },
  'settings-checked': {
    fill: library,
    steps: async (hand, backend) => {
      await hand.click('rail-settings');
      await hand.click('back-up');
      await hand.click('check-library');
      await hand.see('check-report');
      backend.refuse.set('changeSettings', {
        code: 'settingInvalid',
        message: 'The proxy address needs a host and a port.',
      });
      await hand.type('settings-proxy', 'http://');
      await hand.key({ key: 'Enter' });
      await hand.type('settings-ceiling', 'twenty');
      await hand.key({ key: 'Enter' });
    },
  },
  notices: {
    fill: (backend) => {
      library(backend);
      backend.notices = [
        {
          kind: 'restoredFromBackup',
          backupAt: Date.now() - 3e8,
          movedTo: '/home/anna/.local/share/blazon/blazon.db.unreadable',
        },
        { kind: 'keysInFile', path: '/home/anna/.local/share/blazon/keys' },
        { kind: 'diskFull' },
      ];
    },
  },
  bot: room('rail-bot'),
  ...trainingLooks,
  ...hostedLooks,
  ...playgroundLooks,
  ...modelLooks,
  ...badgeLooks,
  ...gridLooks,
  ...galleryLooks,
  ...welcomeLooks,
  ...settingsLooks,
  ...botLooks,
};
