// A recipe as names and values, in the order in which a panel lists them. Must not know where they stand.
import type { Recipe } from '$backend';
import { familyName } from '$features/bases/baseFamilies';
import { isHosted } from '$features/hosted/providers';
import { t } from '$shared/words.svelte';
import { rateText } from './recipeFields';

type Fact = { name: string; value: string; title?: string };

/** What a trainer does not have is not listed. */
export function recipeFacts(recipe: Recipe, trainer?: string): Fact[] {
  const local = recipe.local ?? {};
  const here = !isHosted(recipe.provider);
  const line = (message: string, value: string | null | undefined | false): Fact[] =>
    value ? [{ name: t(message), value }] : [];
  return [
    { name: t('training-field-base'), value: familyName(recipe.base), title: local.basePath ?? undefined },
    ...line('training-trainer', trainer),
    ...line('training-field-resolution', here && `${recipe.resolution} px`),
    ...line('training-field-steps', String(recipe.steps)),
    ...line('training-field-rank', recipe.rank > 0 && String(recipe.rank)),
    ...line('training-field-rate', !!recipe.learningRate && rateText(recipe.learningRate)),
    ...line('training-field-batch', here && !!local.batch && String(local.batch)),
    ...line('training-field-seed', here && local.seed),
  ];
}
