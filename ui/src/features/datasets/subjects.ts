// What a dataset can be of, as one flat choice. The value of a choice is its place in the list below.
import type { Subject } from '$backend';
import { t } from '$shared/words.svelte';

const choices: { value: string; subject: Subject; name: string }[] = [
  { value: 'woman', subject: { kind: 'person', gender: 'woman' }, name: 'datasets-subject-woman' },
  { value: 'man', subject: { kind: 'person', gender: 'man' }, name: 'datasets-subject-man' },
  { value: 'person', subject: { kind: 'person', gender: 'person' }, name: 'datasets-subject-person' },
  { value: 'character', subject: { kind: 'character' }, name: 'datasets-subject-character' },
  { value: 'object', subject: { kind: 'object' }, name: 'datasets-subject-object' },
  { value: 'style', subject: { kind: 'style' }, name: 'datasets-subject-style' },
];

export const subjectValue = (subject: Subject): string =>
  subject.kind === 'person' ? subject.gender : subject.kind;

export const subjectName = (subject: Subject): string => {
  const choice = choices.find(({ value }) => value === subjectValue(subject));
  return choice ? t(choice.name) : '';
};

export const subjectOptions = () => choices.map(({ value, name }) => ({ value, label: t(name) }));

export const subjectOf = (value: string): Subject | undefined =>
  choices.find((choice) => choice.value === value)?.subject;

/** What a new dataset is of until the person says so. */
export const unknownPerson: Subject = { kind: 'person', gender: 'person' };
