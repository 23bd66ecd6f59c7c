// The Fluent files: both whole, both alike, and no word of the window missing or left over.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parse,
  type Entry,
  type Message,
  type Resource,
  Visitor,
  type VariableReference,
} from '@fluent/syntax';
import { describe, expect, it } from 'vitest';
import { Words } from '../src/shared/words.svelte';

const root = join(__dirname, '..');
const file = (tag: string) => readFileSync(join(root, `../locales/${tag}.ftl`), 'utf8');
const resource = (tag: string): Resource => parse(file(tag), {});

class Variables extends Visitor {
  found = new Set<string>();
  override visitVariableReference(node: VariableReference) {
    this.found.add(node.id.name);
  }
}

function messages(tag: string): Map<string, Message> {
  const isMessage = (entry: Entry | { type: string }): entry is Message => entry.type === 'Message';
  return new Map(
    resource(tag)
      .body.filter(isMessage)
      .map((message) => [message.id.name, message]),
  );
}

function shape(message: Message): string {
  const variables = new Variables();
  variables.visit(message);
  const attributes = message.attributes.map((attribute) => attribute.id.name).sort();
  return JSON.stringify({ attributes, variables: [...variables.found].sort() });
}

/** Ids of the messages under the given `##` headings. */
function idsUnder(tag: string, headings: string[]): string[] {
  let heading = '';
  const ids: string[] = [];
  for (const entry of resource(tag).body) {
    if (entry.type === 'GroupComment') heading = (entry.content ?? '').split(':')[0] ?? '';
    if (entry.type === 'Message' && headings.includes(heading)) ids.push(entry.id.name);
  }
  return ids;
}

function sources(folder = join(root, 'src')): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name) && entry.name !== 'bindings.ts')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe('the Fluent files', () => {
  it.each(['en', 'ru'])('%s has no line that cannot be read', (tag) => {
    const junk = resource(tag).body.filter((entry) => entry.type === 'Junk');
    expect(junk.map((entry) => ('content' in entry ? entry.content : ''))).toEqual([]);
  });

  it.each(['en', 'ru'])('%s gives each message once', (tag) => {
    const ids = [...file(tag).matchAll(/^([a-z][\w-]*) *=/gm)].map((hit) => hit[1]);
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
  });

  it('have the same messages', () => {
    expect([...messages('ru').keys()].sort()).toEqual([...messages('en').keys()].sort());
  });

  it('have the same attributes and variables in every message', () => {
    const russian = messages('ru');
    const different = [...messages('en')].filter(([id, message]) => {
      const other = russian.get(id);
      return other && shape(other) !== shape(message);
    });
    expect(different.map(([id]) => id)).toEqual([]);
  });

  it('hold every word that the window says', () => {
    const said = [...sources().matchAll(/(?:\bt|\.text|\.otherwise|named)\(\s*'([a-z][a-z0-9-]*)'/g)].map(
      (hit) => hit[1],
    );
    const known = messages('en');
    expect(said.length).toBeGreaterThan(100);
    expect(said.filter((id) => !known.has(id ?? ''))).toEqual([]);
  });

  it('hold no word for the window that it never says', () => {
    const code = sources();
    const ids = idsUnder('en', [
      'Window',
      'Problems',
      'Jobs',
      'Training',
      'Drawings',
      'Findings of a check',
      'Marks',
      'Review',
    ]);
    expect(ids.length).toBeGreaterThan(100);
    expect(ids.filter((id) => !code.includes(`'${id}'`))).toEqual([]);
  });
});

describe('words', () => {
  const spoken = (tag: string) => {
    const words = new Words();
    words.speak(tag);
    return words;
  };

  it.each([
    [1, 'Не добавлен 1 файл.'],
    [3, 'Не добавлены 3 файла.'],
    [11, 'Не добавлено 11 файлов.'],
    [21, 'Не добавлен 21 файл.'],
  ])('decline Russian after %i', (count, sentence) => {
    expect(spoken('ru').text('import-problems', { count })).toBe(sentence);
  });

  it('change with the language and name it for screen readers', () => {
    const words = spoken('en');
    expect(words.text('rail-datasets')).toBe('Datasets');
    words.speak('ru');
    expect(words.text('rail-datasets')).toBe('Наборы');
    expect(document.documentElement.lang).toBe('ru');
  });

  it('fall back to English for a language that is not spoken', () => {
    expect(spoken('de').text('shared-undo')).toBe('Undo');
  });

  it('keep rail labels within ten letters, in one word', () => {
    for (const tag of ['en', 'ru']) {
      const labels = [...messages(tag).keys()].filter(
        (id) => id.startsWith('rail-') && !/-(label|running|on|trouble)$/.test(id),
      );
      expect(labels).toHaveLength(7);
      for (const id of labels) expect(spoken(tag).text(id)).toMatch(/^\S{1,10}$/);
    }
  });
});
