// The badge calls of the fake backend: a list of badges in memory, lists of rows, and batches that go on by themselves.
// Never shipped.
import { BackendError } from '../src/backend/backend';
import type {
  Badge,
  BadgeBatch,
  BadgeColumn,
  BadgeDesign,
  BadgeFormat,
  BadgeFrame,
  BadgeList,
  BadgePaper,
  BadgePicture,
  BadgeTemplate,
  ModelId,
} from '../src/backend';
import { FakeSettingsCalls } from './fakeSettings';
import {
  designOfRow,
  findingsOf,
  hiddenOf,
  paintFlat,
  sampleBadgePicture,
  sampleList,
  sampleTemplates,
} from './fakeBadges';

type Painter = (
  design: BadgeDesign,
  template: BadgeTemplate,
  width: number,
) => Promise<BadgeFrame> | BadgeFrame;

export abstract class FakeBadgeCalls extends FakeSettingsCalls {
  templates: BadgeTemplate[] = sampleTemplates();
  badges: Badge[] = [];
  /** What is picked next; `null`: the person thinks better. */
  pickedPicture: BadgePicture | null = sampleBadgePicture();
  pickedList: BadgeList | null = sampleList();
  /** The designs that were drawn, newest last. */
  rendered: { design: BadgeDesign; width: number }[] = [];
  /** What was exported, newest last. */
  /** The model of the last batch, for rows with a prompt. */
  drawnWith: ModelId | null = null;
  exported: { name: string; format: BadgeFormat; paper?: BadgePaper | null }[] = [];
  paint: Painter = paintFlat;
  /** How long one badge of a batch takes, in milliseconds. */
  batchPace = 1;
  #list: BadgeList | null = null;
  #batch: BadgeBatch | null = null;
  #gone = new Map<string, Badge>();
  #made = 1;

  async listBadgeTemplates() {
    this.called('listBadgeTemplates');
    return [...this.templates];
  }

  async copyTemplate(template: string, name: string) {
    this.called('copyTemplate');
    const copy = {
      ...this.#template(template),
      id: `own-${this.#made++}`,
      name: { en: name, ru: name },
      isOwn: true,
    };
    this.templates = [...this.templates, copy];
    this.emit({ type: 'badgesChanged' });
    return copy;
  }

  async showTemplate() {
    this.called('showTemplate');
    return null;
  }

  async listBadges() {
    this.called('listBadges');
    return [...this.badges].sort((a, b) => b.updatedAt - a.updatedAt);
  }

  async createBadge(name: string, design: BadgeDesign) {
    this.called('createBadge');
    const at = Date.now() + this.#made;
    return this.#put({ id: `badge-${this.#made++}`, name, design, createdAt: at, updatedAt: at });
  }

  async saveBadge(id: string, name: string, design: BadgeDesign) {
    this.called('saveBadge');
    if (name.trim() === '')
      throw new BackendError({
        code: 'nameInvalid',
        message: 'A name needs at least one letter or digit.',
        hint: null,
      });
    const before = this.#badge(id);
    return this.#put({ ...before, name, design, updatedAt: Math.max(Date.now(), before.updatedAt + 1) });
  }

  async removeBadge(id: string) {
    this.called('removeBadge');
    this.#gone.set(id, this.#badge(id));
    this.badges = this.badges.filter((badge) => badge.id !== id);
    this.emit({ type: 'badgesChanged' });
    return null;
  }

  async restoreBadge(id: string) {
    this.called('restoreBadge');
    const badge = this.#gone.get(id);
    if (!badge) throw this.#notThere();
    return this.#put(badge);
  }

  async pickBadgePicture() {
    this.called('pickBadgePicture');
    return this.pickedPicture;
  }

  async sampleBadgePicture() {
    this.called('sampleBadgePicture');
    return sampleBadgePicture({
      source: { kind: 'kept', file: 'badges/pictures/sample.jpg', name: '01-telescope.jpg' },
    });
  }

  async readBadgeDrop() {
    this.called('readBadgeDrop');
    return sampleBadgePicture({
      source: { kind: 'kept', file: 'badges/pictures/dropped.png', name: 'dropped.png' },
    });
  }

  async exportBadge(_design: BadgeDesign, name: string, format: BadgeFormat): Promise<string | null> {
    this.called('exportBadge');
    this.exported.push({ name, format });
    return `/home/anna/Pictures/${name.toLowerCase().replace(/\s+/g, '-')}.${format}`;
  }

  async showBadgeExport() {
    this.called('showBadgeExport');
    return null;
  }

  async pickBadgeList(template: string): Promise<BadgeList | null> {
    this.called('pickBadgeList');
    if (!this.pickedList) return null;
    const [first] = this.#template(template).fields;
    const columns = this.pickedList.columns.map((column) =>
      column.target?.kind === 'field' && first
        ? { ...column, target: { kind: 'field' as const, field: first.id } }
        : column,
    );
    return (this.#list = { ...this.pickedList, columns });
  }

  async mapBadgeList(_list: number, template: string, columns: BadgeColumn[]): Promise<BadgeList> {
    this.called('mapBadgeList');
    const list = this.#list ?? sampleList();
    const filled = columns.flatMap(({ target }) => (target?.kind === 'field' ? [target.field] : []));
    const bare = this.#template(template).fields.some(({ id, required }) => required && !filled.includes(id));
    const problems = bare
      ? Array.from({ length: Math.min(100, list.rows) }, (_, row) => ({
          row: row + 2,
          sentence: 'It has no text.',
        }))
      : (this.pickedList?.problems ?? []);
    const problemCount = bare ? list.rows : (this.pickedList?.problemCount ?? 0);
    return (this.#list = { ...list, columns, problems, problemCount });
  }

  async badgeOfRow(_list: number, design: BadgeDesign, row: number) {
    this.called('badgeOfRow');
    return designOfRow(this.#list?.columns ?? [], design, row);
  }

  async exportBadges(
    list: number,
    _design: BadgeDesign,
    format: BadgeFormat,
    paper: BadgePaper | null,
    model: ModelId | null,
  ): Promise<BadgeBatch | null> {
    this.called('exportBadges');
    this.drawnWith = model;
    this.exported.push({ name: '', format, paper });
    const { rows, problems, problemCount } = this.#list ?? sampleList();
    const batch: BadgeBatch = {
      list,
      total: rows,
      done: 0,
      problems,
      problemCount,
      state: 'running',
      sentence: null,
      folder: '/home/anna/Pictures/badges',
    };
    this.#batch = batch;
    setTimeout(() => this.#goOn(batch), this.batchPace);
    return batch;
  }

  async cancelBatch() {
    this.called('cancelBatch');
    if (this.#batch) this.emit({ type: 'batchChanged', batch: { ...this.#batch, state: 'cancelled' } });
    this.#batch = null;
    return null;
  }

  async renderBadge(design: BadgeDesign, width: number): Promise<BadgeFrame> {
    this.called('renderBadge');
    this.rendered.push({ design, width });
    const template = this.#template(design.template);
    const frame = await this.paint(design, template, width);
    return { ...frame, findings: findingsOf(design, template), hidden: hiddenOf(design, template) };
  }

  #goOn(batch: BadgeBatch): void {
    if (this.#batch?.list !== batch.list) return;
    const done = batch.done + 1;
    const next: BadgeBatch = { ...batch, done, state: done >= batch.total ? 'done' : 'running' };
    this.#batch = next.state === 'running' ? next : null;
    this.emit({ type: 'batchChanged', batch: next });
    if (next.state === 'running') setTimeout(() => this.#goOn(next), this.batchPace);
  }

  #put(badge: Badge): Badge {
    this.badges = [badge, ...this.badges.filter((other) => other.id !== badge.id)];
    this.emit({ type: 'badgesChanged' });
    return badge;
  }

  #badge(id: string): Badge {
    const badge = this.badges.find((each) => each.id === id);
    if (!badge) throw this.#notThere();
    return badge;
  }

  #template(id: string): BadgeTemplate {
    const template = this.templates.find((each) => each.id === id);
    if (!template) throw this.#notThere();
    return template;
  }

  #notThere(): BackendError {
    return new BackendError({ code: 'notFound', message: 'It is not in the library any more.', hint: null });
  }
}
