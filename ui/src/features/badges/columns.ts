// Which column of a list is for what: each part of a badge comes from one column at most. Pure.
import type { BadgeColumn, BadgeTarget, BadgeTemplate } from '$backend';

/** A target as one word, for fields of a form. */
export const targetKey = (target: BadgeTarget | null): string => {
  if (target === null) return 'none';
  return target.kind === 'field' ? `field:${target.field}` : target.kind;
};

export function targetOf(key: string): BadgeTarget | null {
  if (key === 'picture' || key === 'prompt') return { kind: key };
  return key.startsWith('field:') ? { kind: 'field', field: key.slice('field:'.length) } : null;
}

/** Gives a column a task; a column that had it before has none. */
export function mapped(columns: BadgeColumn[], index: number, target: BadgeTarget | null): BadgeColumn[] {
  const key = targetKey(target);
  return columns.map((column) => {
    if (column.index === index) return { ...column, target };
    return target !== null && targetKey(column.target) === key ? { ...column, target: null } : column;
  });
}

const plain = (text: string) => text.trim().toLowerCase();

/** The columns for another template: tasks that it has too stay, and a column that is called like one of its texts is
 * for that text. */
export function columnsFor(columns: BadgeColumn[], template: BadgeTemplate): BadgeColumn[] {
  const has = (target: BadgeTarget | null) =>
    target?.kind !== 'field' || template.fields.some(({ id }) => id === target.field);
  let next = columns.map((column) => (has(column.target) ? column : { ...column, target: null }));
  for (const { id, label } of template.fields) {
    if (next.some(({ target }) => target?.kind === 'field' && target.field === id)) continue;
    const names = [id, label.en, label.ru].map(plain);
    const column = next.find(({ name, target }) => target === null && names.includes(plain(name)));
    if (column) next = mapped(next, column.index, { kind: 'field', field: id });
  }
  return next;
}

/** Texts that a badge needs and no column is for. */
export function unfilled(columns: BadgeColumn[], template: BadgeTemplate): string[] {
  const filled = columns.flatMap(({ target }) => (target?.kind === 'field' ? [target.field] : []));
  return template.fields.filter(({ id, required }) => required && !filled.includes(id)).map(({ id }) => id);
}
