// What is to be said of a badge as it was drawn, in words, and at which field it stands.
import type { BadgeFinding } from '$backend';
import { t, words } from '$shared/words.svelte';

export function findingSentence(finding: BadgeFinding): string {
  switch (finding.kind) {
    case 'missingCharacters':
      return t('badges-finding-characters', {
        count: [...finding.characters].length,
        characters: [...finding.characters].join(' '),
      });
    case 'tooSmall':
      return t('badges-finding-small');
    case 'cut':
      return t('badges-finding-cut');
    case 'pictureMissing':
      return t('badges-finding-picture');
    case 'enlarged':
      return t('badges-finding-enlarged', { times: words.number(finding.times, finding.times < 10 ? 1 : 0) });
  }
}

/** Those that stand under a text. */
export const findingsOfField = (findings: BadgeFinding[], field: string): BadgeFinding[] =>
  findings.filter((finding) => 'field' in finding && finding.field === field);

/** Those that stand at the picture. */
export const findingsOfPicture = (findings: BadgeFinding[]): BadgeFinding[] =>
  findings.filter(({ kind }) => kind === 'pictureMissing' || kind === 'enlarged');

/** Those of words that the template brings itself. */
export const findingsOfTemplate = (findings: BadgeFinding[]): BadgeFinding[] =>
  findings.filter((finding) => 'field' in finding && finding.field === null);
