// Everything the palette can do now, named in the language on screen and found by either.
import type { Language, Settings, Theme } from '$backend';
import Archive from '@lucide/svelte/icons/archive';
import Box from '@lucide/svelte/icons/box';
import ChartSpline from '@lucide/svelte/icons/chart-spline';
import FileSearch from '@lucide/svelte/icons/file-search';
import Folder from '@lucide/svelte/icons/folder';
import Image from '@lucide/svelte/icons/image';
import Ban from '@lucide/svelte/icons/ban';
import Play from '@lucide/svelte/icons/play';
import Heart from '@lucide/svelte/icons/heart';
import History from '@lucide/svelte/icons/history';
import Images from '@lucide/svelte/icons/images';
import Languages from '@lucide/svelte/icons/languages';
import Plus from '@lucide/svelte/icons/plus';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Search from '@lucide/svelte/icons/search';
import Shield from '@lucide/svelte/icons/shield';
import Sparkles from '@lucide/svelte/icons/sparkles';
import WandSparkles from '@lucide/svelte/icons/wand-sparkles';
import { everything } from '$features/gallery/galleryQuery';
import type { PaletteCommand } from '$features/palette/paletteCommand';
import { roomNames, rooms } from '$features/shell/room';
import { canGoOn, isEnded } from '$features/training/runStates';
import type { LineIcon } from '$shared/icon';
import { t, words, type WordArguments } from '$shared/words.svelte';
import type { Studio } from './studio.svelte';

const named = (id: string, args?: WordArguments) => ({
  label: t(id, args),
  keywords: [words.otherwise(id, args)],
});

export function paletteCommands(studio: Studio): PaletteCommand[] {
  return [
    ...doing(studio),
    ...runs(studio),
    ...models(studio),
    ...going(studio),
    ...datasets(studio),
    ...looks(studio),
  ];
}

function doing(studio: Studio): PaletteCommand[] {
  return [
    {
      id: 'add-photos',
      group: 'do',
      ...named('palette-add-photos'),
      icon: Image,
      run: () => void studio.addPhotos(),
    },
    {
      id: 'add-folder',
      group: 'do',
      ...named('palette-add-folder'),
      icon: Folder,
      run: () => void studio.addFolder(),
    },
    {
      id: 'new-dataset',
      group: 'do',
      ...named('datasets-new'),
      icon: Plus,
      run: () => void studio.newDataset(),
    },
    {
      id: 'samples',
      group: 'do',
      ...named('datasets-try-samples'),
      icon: Sparkles,
      run: () => void studio.trySamples(),
    },
    {
      id: 'train',
      group: 'do',
      ...named('palette-train'),
      icon: ChartSpline,
      run: () => studio.train(studio.room === 'datasets' ? (studio.opened?.id ?? null) : null),
    },
    {
      id: 'draw',
      group: 'do',
      ...named('palette-draw'),
      icon: WandSparkles,
      run: () => void studio.play(null),
    },
    {
      id: 'add-model',
      group: 'do',
      ...named('model-add'),
      icon: WandSparkles,
      run: () => void studio.addModelFiles(),
    },
    {
      id: 'new-badge',
      group: 'do',
      ...named('palette-new-badge'),
      icon: Shield,
      run: () => {
        studio.enter('badges');
        void studio.badges.newBadge();
      },
    },
    {
      id: 'earlier-prompts',
      group: 'do',
      ...named('playground-earlier'),
      icon: History,
      run: () => {
        void studio.play(null);
        studio.playground.earlierOpen = true;
      },
    },
    {
      id: 'search-gallery',
      group: 'do',
      ...named('palette-search-gallery'),
      icon: Search,
      run: () => {
        studio.showPart('pictures');
        studio.gallery.askSearch();
      },
    },
    {
      id: 'favourites',
      group: 'do',
      ...named('palette-favourites'),
      icon: Heart,
      run: () => {
        studio.showPart('pictures');
        studio.gallery.ask({ ...everything, favourites: true });
      },
    },
    {
      id: 'read-picture',
      group: 'do',
      ...named('palette-read-picture'),
      icon: FileSearch,
      run: () => void studio.readPicture(),
    },
    {
      id: 'back-up',
      group: 'do',
      ...named('palette-back-up'),
      icon: Archive,
      run: () => void backUp(studio),
    },
  ];
}

/** What can be done with the run that the training room shows. */
function runs(studio: Studio): PaletteCommand[] {
  const { current, runs } = studio.training;
  if (!current) return [];
  const command = (id: string, message: string, icon: LineIcon, run: () => void): PaletteCommand => ({
    id,
    group: 'do',
    ...named(message, { name: studio.datasets.find(current.dataset)?.name ?? '' }),
    icon,
    run,
  });
  if (!isEnded(current))
    return [command('cancel-run', 'palette-cancel-run', Ban, () => void runs.cancel(current.id))];
  if (canGoOn(current)) return [command('go-on', 'palette-go-on', Play, () => void runs.goOn(current.id))];
  return [];
}

function models(studio: Studio): PaletteCommand[] {
  return (studio.models.all ?? []).flatMap(({ id, name }): PaletteCommand[] => [
    {
      id: `model-${id}`,
      group: 'do',
      ...named('palette-draw-with', { name }),
      icon: WandSparkles,
      run: () => void studio.play(id),
    },
    {
      id: `open-model-${id}`,
      group: 'do',
      ...named('palette-open-model', { name }),
      icon: Box,
      run: () => studio.openModel(id),
    },
  ]);
}

function going(studio: Studio): PaletteCommand[] {
  const places = rooms.map((room): PaletteCommand => ({
    id: `go-${room}`,
    group: 'go',
    ...named(roomNames[room]),
    icon: ArrowRight,
    run: () => studio.enter(room),
  }));
  const models: PaletteCommand = {
    id: 'go-models',
    group: 'go',
    ...named('models-title'),
    icon: ArrowRight,
    run: () => studio.showModels(),
  };
  return [...places, models];
}

function datasets(studio: Studio): PaletteCommand[] {
  return (studio.datasets.all ?? []).map((dataset) => ({
    id: `dataset-${dataset.id}`,
    group: 'dataset',
    label: dataset.name,
    keywords: [dataset.trigger],
    icon: Images,
    run: () => studio.openDataset(dataset.id),
  }));
}

function looks(studio: Studio): PaletteCommand[] {
  const change = (part: Partial<Settings>) =>
    void studio.failures.attempt(() => studio.settings.change(part));
  const languages: [Language, string][] = [
    ['system', 'palette-language-system'],
    ['en', 'palette-language-en'],
    ['ru', 'palette-language-ru'],
  ];
  const themes: [Theme, string][] = [
    ['system', 'palette-theme-system'],
    ['light', 'palette-theme-light'],
    ['dark', 'palette-theme-dark'],
  ];
  return [
    ...themes.map(([theme, id]): PaletteCommand => ({
      id,
      group: 'look',
      ...named(id),
      icon: SunMoon,
      run: () => change({ theme }),
    })),
    ...languages.map(([language, id]): PaletteCommand => ({
      id,
      group: 'look',
      ...named(id),
      icon: Languages,
      run: () => change({ language }),
    })),
  ];
}

async function backUp(studio: Studio): Promise<void> {
  const backup = await studio.failures.attempt(() => studio.backend.backUpLibrary());
  if (backup) studio.toasts.show({ sentence: t('palette-backed-up', { path: backup.path }) });
}
