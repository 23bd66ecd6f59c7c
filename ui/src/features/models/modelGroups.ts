// The models of a list in the groups in which they are shown, narrowed by words. Must not know how they look.
import type { LoraModel } from '$backend';

export type ModelGroups = {
  /** Trained here. */
  own: LoraModel[];
  /** Added as files of other programs. */
  foreign: LoraModel[];
  archived: LoraModel[];
  removed: LoraModel[];
};

/** From so many models on, a field finds them by their words. */
export const SEARCHED_FROM = 13;

const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е');

/** Whether each of the words stands in the model's name, trigger word or notes. */
export function isFound({ name, trigger, notes }: LoraModel, words: string): boolean {
  const text = plain([name, trigger ?? '', notes].join('\n'));
  return plain(words)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export function groupsOf(models: LoraModel[], words: string): ModelGroups {
  const found = models.filter((model) => isFound(model, words));
  const kept = found.filter(({ removedAt }) => removedAt === null);
  const used = kept.filter(({ archivedAt }) => archivedAt === null);
  return {
    own: used.filter(({ run }) => run !== null),
    foreign: used.filter(({ run }) => run === null),
    archived: kept.filter(({ archivedAt }) => archivedAt !== null),
    removed: found.filter(({ removedAt }) => removedAt !== null),
  };
}
