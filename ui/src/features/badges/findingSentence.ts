// What a person should know about a badge, in words, and at which field it stands.
import type { BadgeFinding } from '$backend';
import { t } from '$shared/words.svelte';

export function findingSentence(finding: BadgeFinding): string {
  switch (finding.kind) {
    case 'missingCharacters':
      return t('badges-finding-characters', {
        count: [...finding.characters].length,
        characters: [...finding.characters].join(' '),
      });
    case 'tooSmall':
      return t('badges-finding-small');
    case 'tooLong':
      return t('badges-finding-long');
    case 'codeTooLong':
      return t('badges-finding-code');
    case 'emptyField':
      return t('badges-finding-empty');
    case 'pictureMissing':
      return t('badges-finding-picture');
  }
}

/** What is only still to be done is no warning. */
export const isStillToDo = ({ kind }: BadgeFinding): boolean => kind === 'emptyField';

/** Those that stand under a text. */
export const findingsOfField = (findings: BadgeFinding[], field: string): BadgeFinding[] =>
  findings.filter((finding) => 'field' in finding && finding.field === field);

/** Those that stand at the picture. */
export const findingsOfPicture = (findings: BadgeFinding[]): BadgeFinding[] =>
  findings.filter(({ kind }) => kind === 'pictureMissing');

/** Those of words that the template brings itself. */
export const findingsOfTemplate = (findings: BadgeFinding[]): BadgeFinding[] =>
  findings.filter((finding) => 'field' in finding && finding.field === null);
