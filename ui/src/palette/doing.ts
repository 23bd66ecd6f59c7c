// The commands that do or begin something, each only where it can be done now.
import Archive from '@lucide/svelte/icons/archive';
import Ban from '@lucide/svelte/icons/ban';
import Bot from '@lucide/svelte/icons/bot';
import ChartSpline from '@lucide/svelte/icons/chart-spline';
import FileSearch from '@lucide/svelte/icons/file-search';
import Folder from '@lucide/svelte/icons/folder';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import Grid3x3 from '@lucide/svelte/icons/grid-3x3';
import History from '@lucide/svelte/icons/history';
import Image from '@lucide/svelte/icons/image';
import Play from '@lucide/svelte/icons/play';
import Plus from '@lucide/svelte/icons/plus';
import Shield from '@lucide/svelte/icons/shield';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Sparkles from '@lucide/svelte/icons/sparkles';
import WandSparkles from '@lucide/svelte/icons/wand-sparkles';
import type { PaletteCommand } from '$features/palette/paletteCommand';
import { canGoOn, isEnded } from '$features/training/runStates';
import type { LineIcon } from '$shared/icon';
import { t, type WordArguments } from '$shared/words.svelte';
import type { Studio } from '../studio.svelte';
import { named } from './named';

type Step = { message: string; icon: LineIcon; run: () => void; args?: WordArguments };

const command = (id: string, { message, icon, run, args }: Step): PaletteCommand => ({
  id,
  group: 'do',
  ...named(message, args),
  icon,
  run,
});

export const doing = (studio: Studio): PaletteCommand[] => [
  ...photos(studio),
  ...training(studio),
  ...drawing(studio),
  ...badges(studio),
  ...bot(studio),
  ...library(studio),
];

const photos = (studio: Studio): PaletteCommand[] => [
  command('add-photos', { message: 'palette-add-photos', icon: Image, run: () => void studio.addPhotos() }),
  command('add-folder', { message: 'palette-add-folder', icon: Folder, run: () => void studio.addFolder() }),
  command('new-dataset', { message: 'datasets-new', icon: Plus, run: () => void studio.newDataset() }),
  command('samples', {
    message: 'datasets-try-samples',
    icon: Sparkles,
    run: () => void studio.trySamples(),
  }),
];

function training(studio: Studio): PaletteCommand[] {
  const { current, runs } = studio.training;
  const name = studio.datasets.find(current?.dataset ?? '')?.name ?? '';
  const opened = studio.room === 'datasets' ? (studio.opened?.id ?? null) : null;
  return [
    ...(studio.datasets.all?.length
      ? [command('train', { message: 'palette-train', icon: ChartSpline, run: () => studio.train(opened) })]
      : []),
    ...(current && !isEnded(current)
      ? [
          command('cancel-run', {
            message: 'palette-cancel-run',
            args: { name },
            icon: Ban,
            run: () => void runs.cancel(current.id),
          }),
        ]
      : []),
    ...(current && canGoOn(current)
      ? [
          command('go-on', {
            message: 'palette-go-on',
            args: { name },
            icon: Play,
            run: () => void runs.goOn(current.id),
          }),
        ]
      : []),
  ];
}

function drawing(studio: Studio): PaletteCommand[] {
  const { drawings } = studio.playground;
  const openEarlier = () => {
    void studio.play(null);
    studio.playground.earlierOpen = true;
  };
  const openGrids = (earlierOpen: boolean) => {
    void studio.play(null);
    void studio.grids.show();
    studio.grids.earlierOpen = earlierOpen;
  };
  return [
    command('draw', { message: 'palette-draw', icon: WandSparkles, run: () => void studio.play(null) }),
    ...(drawings.loaded && drawings.all.length === 0
      ? []
      : [command('earlier-prompts', { message: 'playground-earlier', icon: History, run: openEarlier })]),
    command('new-grid', { message: 'palette-new-grid', icon: Grid3x3, run: () => openGrids(false) }),
    ...(studio.grids.heads?.length === 0
      ? []
      : [command('earlier-grids', { message: 'grids-earlier', icon: Grid3x3, run: () => openGrids(true) })]),
    command('add-model', {
      message: 'model-add',
      icon: WandSparkles,
      run: () => void studio.addModelFiles(),
    }),
  ];
}

const bot = (studio: Studio): PaletteCommand[] =>
  studio.bot.overview?.hasToken
    ? [
        command('switch-bot', {
          message: studio.bot.isOn ? 'bot-switch-off' : 'bot-switch-on',
          icon: Bot,
          run: () => void switchBot(studio),
        }),
      ]
    : [];

const badges = (studio: Studio): PaletteCommand[] => [
  command('new-badge', { message: 'palette-new-badge', icon: Shield, run: () => void studio.newBadge() }),
  ...(studio.room === 'badges' && studio.badges.opened
    ? [
        command('export-badge', {
          message: 'badges-export',
          icon: ShieldCheck,
          run: () => void studio.badges.export(),
        }),
      ]
    : []),
];

const library = (studio: Studio): PaletteCommand[] => [
  command('read-picture', {
    message: 'palette-read-picture',
    icon: FileSearch,
    run: () => void studio.readPicture(),
  }),
  command('open-library', {
    message: 'palette-open-library',
    icon: FolderOpen,
    run: () => void studio.failures.attempt(() => studio.backend.openLibraryFolder()),
  }),
  command('back-up', { message: 'palette-back-up', icon: Archive, run: () => void backUp(studio) }),
];

/** Why it was refused is said in its room. */
async function switchBot(studio: Studio): Promise<void> {
  if (!(await studio.bot.switchTo(!studio.bot.isOn))) studio.enter('bot');
}

async function backUp(studio: Studio): Promise<void> {
  const backup = await studio.failures.attempt(() => studio.backend.backUpLibrary());
  if (backup) studio.toasts.show({ sentence: t('palette-backed-up', { path: backup.path }) });
}
