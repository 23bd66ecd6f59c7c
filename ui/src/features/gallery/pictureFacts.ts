// All that is known of a picture, as names and values, and in what two of them differ. Must not know how it is shown.
import type { GalleryPicture } from '$backend';
import { familyName } from '$features/bases/baseFamilies';
import { isHosted, providerName } from '$features/hosted/providers';
import { samplerName } from '$features/playground/samplers';
import { byteSize } from '$shared/byteSize';
import { t, words } from '$shared/words.svelte';

export type PictureFact = { id: string; name: string; value: string; mono?: boolean; title?: string };

const SHORT_HASH = 12;

const decimal = (value: number): string => words.plain(Math.round(value * 100) / 100);

/** What it was drawn with, without its words. `modelName` tells a model's name. */
export function settingFacts(
  { picture, request }: GalleryPicture,
  modelName: (id: string) => string,
): PictureFact[] {
  const fact = (id: string, name: string, value: string | null) =>
    value === null ? [] : [{ id, name, value }];
  const { model, provider } = picture;
  return [
    ...fact('model', t('playground-model'), model === null ? null : modelName(model)),
    ...fact('base', t('gallery-base'), familyName(picture.base)),
    ...fact(
      'strength',
      t('playground-strength'),
      model === null || picture.strength === null ? null : decimal(picture.strength),
    ),
    ...fact('seed', t('gallery-seed'), picture.seed),
    ...fact('steps', t('gallery-steps'), words.plain(picture.steps)),
    ...fact(
      'guidance',
      t('playground-guidance'),
      picture.guidance === null ? null : decimal(picture.guidance),
    ),
    ...fact(
      'sampler',
      t('playground-sampler'),
      picture.sampler === null ? null : samplerName(picture.sampler),
    ),
    ...fact('size', t('gallery-pixels'), `${picture.width} × ${picture.height}`),
    ...fact(
      'provider',
      t('gallery-provider'),
      isHosted(provider) ? providerName(provider) : t('gallery-here'),
    ),
    ...fact('generator', t('gallery-generator'), request.hosted?.endpoint ?? null),
  ];
}

/** When it was made and which file it is. */
export function fileFacts({ picture, bytes }: GalleryPicture): PictureFact[] {
  return [
    { id: 'made', name: t('gallery-made'), value: words.moment(picture.createdAt) },
    { id: 'file', name: t('archive-column-file'), value: picture.file, mono: true },
    {
      id: 'bytes',
      name: t('archive-weight'),
      value: bytes === null ? t('gallery-missing-mark') : byteSize(bytes),
    },
    {
      id: 'hash',
      name: t('gallery-hash'),
      value: picture.hash.slice(0, SHORT_HASH),
      title: picture.hash,
      mono: true,
    },
  ];
}

export type Difference = { id: string; name: string; left: string; right: string };

/** What two pictures do not share, and the names of what they share. */
export function differences(
  left: GalleryPicture,
  right: GalleryPicture,
  modelName: (id: string) => string,
): { differ: Difference[]; shared: string[] } {
  const said = (picture: GalleryPicture) => [
    { id: 'prompt', name: t('playground-prompt'), value: picture.picture.prompt },
    { id: 'negative', name: t('playground-negative'), value: picture.picture.negativePrompt },
    ...settingFacts(picture, modelName),
  ];
  const [lefts, rights] = [said(left), said(right)];
  const ids = [...new Set([...lefts, ...rights].map(({ id }) => id))];
  const rows = ids.map((id) => {
    const [a, b] = [lefts.find((fact) => fact.id === id), rights.find((fact) => fact.id === id)];
    return { id, name: (a ?? b)?.name ?? '', left: a?.value ?? '', right: b?.value ?? '' };
  });
  return {
    differ: rows.filter((row) => row.left !== row.right),
    shared: rows.filter((row) => row.left === row.right && row.left !== '').map(({ name }) => name),
  };
}
