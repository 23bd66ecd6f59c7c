// The things of the library by their names: datasets, models, badges, and templates for the badge that is open.
import Box from '@lucide/svelte/icons/box';
import Images from '@lucide/svelte/icons/images';
import LayoutTemplate from '@lucide/svelte/icons/layout-template';
import Shield from '@lucide/svelte/icons/shield';
import WandSparkles from '@lucide/svelte/icons/wand-sparkles';
import { labelIn } from '$features/badges/design';
import type { PaletteCommand } from '$features/palette/paletteCommand';
import { t, words } from '$shared/words.svelte';
import type { Studio } from '../studio.svelte';
import { named } from './named';

export const things = (studio: Studio): PaletteCommand[] => [
  ...datasets(studio),
  ...models(studio),
  ...badges(studio),
  ...templates(studio),
];

function datasets(studio: Studio): PaletteCommand[] {
  return (studio.datasets.all ?? []).map(({ id, name, trigger }) => ({
    id: `dataset-${id}`,
    group: 'dataset',
    label: name,
    keywords: [trigger],
    icon: Images,
    run: () => studio.openDataset(id),
  }));
}

function models(studio: Studio): PaletteCommand[] {
  return (studio.models.all ?? []).flatMap(({ id, name }): PaletteCommand[] => [
    {
      id: `model-${id}`,
      group: 'model',
      ...named('palette-draw-with', { name }),
      icon: WandSparkles,
      run: () => void studio.play(id),
    },
    {
      id: `open-model-${id}`,
      group: 'model',
      ...named('palette-open-model', { name }),
      icon: Box,
      run: () => studio.openModel(id),
    },
  ]);
}

function badges(studio: Studio): PaletteCommand[] {
  const { room, badges } = studio;
  return (badges.all ?? [])
    .filter(({ id }) => room !== 'badges' || id !== badges.opened?.id)
    .map(({ id, name }) => ({
      id: `badge-${id}`,
      group: 'badge',
      ...named('palette-open-badge', { name }),
      icon: Shield,
      run: () => void studio.openBadge(id),
    }));
}

/** A template is put on a badge, so one has to be there. */
function templates({ room, badges }: Studio): PaletteCommand[] {
  if (room !== 'badges' || !badges.opened) return [];
  return (badges.templates ?? [])
    .filter(({ id }) => id !== badges.template?.id)
    .map(({ id, name }) => ({
      id: `template-${id}`,
      group: 'badge',
      label: t('palette-template', { name: labelIn(name, words.tag) }),
      keywords: [
        words.otherwise('palette-template', { name: labelIn(name, words.tag === 'en' ? 'ru' : 'en') }),
      ],
      icon: LayoutTemplate,
      run: () => badges.chooseTemplate(id),
    }));
}
