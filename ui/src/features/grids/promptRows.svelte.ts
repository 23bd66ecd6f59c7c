// The prompts of a grid while they are written, one in each row. Must not know the fields.
import { linesOf, most } from './gridPlan';

export type PromptRow = { id: number; text: string };

export class PromptRows {
  rows = $state.raw<PromptRow[]>([{ id: 0, text: '' }]);
  #next = 1;

  /** What is written, without the empty rows. */
  readonly written: string[] = $derived(
    this.rows.map(({ text }) => text.trim()).filter((text) => text !== ''),
  );
  readonly isFull: boolean = $derived(this.rows.length >= most.rows);

  write(id: number, text: string): void {
    this.rows = this.rows.map((row) => (row.id === id ? { id, text } : row));
  }

  /** A new row below this one, or at the end; gives its id, or that of the last one where there is no room. */
  add(below: number | null = null): number {
    const place = this.rows.findIndex(({ id }) => id === below);
    const at = place < 0 ? this.rows.length : place + 1;
    if (this.isFull) return this.rows[Math.min(at, this.rows.length - 1)]?.id ?? 0;
    const id = this.#next++;
    this.rows = [...this.rows.slice(0, at), { id, text: '' }, ...this.rows.slice(at)];
    return id;
  }

  /** Takes a row away, the last one's words alone; gives the id of the row that is at its place now. */
  remove(id: number): number {
    const place = this.rows.findIndex((row) => row.id === id);
    if (this.rows.length === 1) this.write(id, '');
    else this.rows = this.rows.filter((row) => row.id !== id);
    return this.rows[Math.max(0, place - 1)]?.id ?? id;
  }

  /** Several lines become several rows: the first where one writes, the others below. Gives the id of the last. */
  paste(id: number, before: string, lines: string[], after: string): number {
    const place = this.rows.findIndex((row) => row.id === id);
    const room = most.rows - this.rows.length + 1;
    const texts = lines.slice(0, room);
    texts[0] = before + (texts[0] ?? '');
    texts[texts.length - 1] += after;
    const made = texts.map((text, index) => ({ id: index === 0 ? id : this.#next++, text }));
    this.rows = [...this.rows.slice(0, place), ...made, ...this.rows.slice(place + 1)];
    return made[made.length - 1]?.id ?? id;
  }

  put(texts: string[]): void {
    const all = texts.length > 0 ? texts : [''];
    this.rows = all.map((text) => ({ id: this.#next++, text }));
  }
}

/** What was pasted, where it is more than one line. */
export function pastedLines(event: ClipboardEvent): string[] | null {
  const lines = linesOf(event.clipboardData?.getData('text/plain') ?? '');
  return lines.length > 1 ? lines : null;
}
