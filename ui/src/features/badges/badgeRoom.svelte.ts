// The room of badges: the templates, the badges that were made, the open one, and where its pictures are from.
// Must not know how anything looks.
import { SvelteMap } from 'svelte/reactivity';
import type {
  Backend,
  Badge,
  BadgeDesign,
  BadgeFormat,
  BadgeId,
  BadgePicture,
  BadgeSource,
  BadgeTemplate,
  BaseFamily,
  BlazonEvent,
  DropId,
  Picture,
} from '$backend';
import { familyName } from '$features/bases/baseFamilies';
import type { BaseList } from '$features/bases/baseList.svelte';
import { withoutTrigger } from '$features/datasets/trigger';
import type { ModelList } from '$features/models/modelList.svelte';
import type { DrawingList } from '$features/playground/drawingList.svelte';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';
import type { Toasts } from '$shared/toasts.svelte';
import { t, words } from '$shared/words.svelte';
import { BadgePreview } from './badgePreview.svelte';
import { firstDesign, labelIn, mainField, pictureOf, sampleOf } from './design';
import { recallBadge, rememberBadge } from './lastBadge';
import { BASE, ManyAtOnce } from './manyAtOnce.svelte';
import { OpenBadge } from './openBadge.svelte';
import { PictureShape } from './pictureShape.svelte';
import { TemplateThumbs } from './templateThumbs.svelte';

/** What the whole window has. */
type Surroundings = {
  failures: Failures;
  toasts: Toasts;
  drawings: DrawingList;
  models: ModelList;
  bases: BaseList;
  /** Called when a badge was written to a file. */
  onexported: () => void;
};

const LONGEST_NAME = 60;

export class BadgeRoom {
  templates = $state.raw<BadgeTemplate[] | null>(null);
  /** Those changed last first. */
  all = $state.raw<Badge[] | null>(null);
  opened = $state.raw<OpenBadge | null>(null);
  /** A picture is asked for, or a first badge is made of one. */
  starting = $state(false);
  exporting = $state(false);
  format = $state<BadgeFormat>('png');
  /** Where the open badge was written last. */
  exportedTo = $state<string | null>(null);
  /** The text that should get the focus. */
  askedField = $state<string | null>(null);
  readonly preview: BadgePreview;
  readonly thumbs: TemplateThumbs;
  readonly many: ManyAtOnce;
  readonly shape: PictureShape;
  readonly #with: Surroundings;
  /** Pictures of badges that were drawn long ago. */
  #older = new SvelteMap<string, Picture>();
  #latest = new Latest(() => this.#read());
  #opening: Promise<void> | null = null;
  #wasOpened = false;

  readonly template = $derived(this.templates?.find(({ id }) => id === this.opened?.design.template));
  /** The pictures that were drawn, newest first. */
  readonly drawn: Picture[] = $derived.by(() =>
    this.#with.drawings.all
      .flatMap(({ pictures }) => [...pictures].reverse())
      .filter(({ isRemoved }) => !isRemoved),
  );

  /** What can draw a picture on this computer. */
  readonly drawers = $derived.by(() => {
    const { models, bases } = this.#with;
    const isHere = (family: BaseFamily) => bases.all?.some((base) => base.family === family) ?? false;
    const own = (models.all ?? []).filter(({ base }) => isHere(base));
    return [
      { value: BASE, label: familyName('pocket') },
      ...own.map(({ id, name }) => ({ value: id, label: name })),
    ];
  });

  constructor(
    private backend: Backend,
    surroundings: Surroundings,
  ) {
    this.#with = surroundings;
    this.preview = new BadgePreview(backend);
    this.thumbs = new TemplateThumbs(backend, () => !this.preview.idle);
    this.many = new ManyAtOnce(backend, surroundings.failures);
    this.shape = new PictureShape();
  }

  /** Reads what the room shows; the badge that was open last comes back with the first reading. */
  open(): Promise<void> {
    this.#opening ??= this.#open().finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** Badges and templates by name, for who stands in another room. */
  async readLists(): Promise<void> {
    if (this.all === null) await this.#latest.refresh();
  }

  hear(event: BlazonEvent): void {
    this.many.hear(event);
    const concerns = event.type === 'badgesChanged' || event.type === 'libraryChanged';
    if (concerns && this.all !== null) void this.#latest.refresh();
  }

  /** Keeps what is not kept yet before something else is shown. */
  async leave(): Promise<void> {
    this.opened?.settle();
    await this.opened?.save();
  }

  /** Templates are folders that people edit with other programs. */
  async readTemplatesAgain(): Promise<void> {
    if (!this.templates?.some(({ isOwn }) => isOwn)) return;
    await this.#latest.refresh();
    this.thumbs.forget();
    if (this.template?.isOwn) this.preview.drawAgain();
  }

  async openBadge(id: BadgeId): Promise<void> {
    if (id === this.opened?.id) return;
    await this.leave();
    const badge = this.all?.find((each) => each.id === id);
    if (badge) this.#show(badge);
  }

  /** Where a badge begins: with a picture. */
  async newBadge(): Promise<void> {
    await this.#opening;
    await this.leave();
    this.#close();
  }

  /** Asks for a file: the picture of the open badge, or of a new one. */
  async choosePicture(): Promise<void> {
    await this.#starting(async () => {
      const picture = await this.backend.pickBadgePicture();
      if (picture) await this.#take(picture);
    });
  }

  async takeDrop(drop: DropId): Promise<void> {
    await this.#starting(async () => this.#take(await this.backend.readBadgeDrop(drop)));
  }

  /** A picture that was drawn here: of the open badge, or of a new one. */
  async takeDrawn(picture: Picture): Promise<void> {
    await this.#starting(() => this.#take(pictureOf({ kind: 'drawn', picture: picture.id })));
  }

  /** A new badge of a picture that was drawn here. */
  async beginWith(picture: Picture): Promise<void> {
    await this.newBadge();
    await this.takeDrawn(picture);
  }

  /** A badge of a sample picture with the template's own sample words, to look around. */
  async beginSample(): Promise<void> {
    await this.#starting(async () => {
      const [template] = this.templates ?? [];
      if (!template) return;
      const picture = await this.backend.sampleBadgePicture();
      await this.#make(t('badges-sample-name'), { ...sampleOf(template), picture });
    });
  }

  async chooseLogo(): Promise<void> {
    await this.#with.failures.attempt(async () => {
      const logo = await this.backend.pickBadgePicture();
      if (logo) this.opened?.change({ logo });
    });
  }

  chooseTemplate(id: string): void {
    const template = this.templates?.find((each) => each.id === id);
    if (!template || !this.opened) return;
    this.opened.putOn(template, this.template);
    // What was saved looks otherwise.
    this.exportedTo = null;
    void this.many.follow(template);
  }

  /** Makes an own template of the one that is shown, and goes on with it. */
  async copyTemplate(): Promise<void> {
    const { template, opened } = this;
    if (!template || !opened) return;
    await this.#with.failures.attempt(async () => {
      const name = t('badges-copy-name', { name: labelIn(template.name, words.tag) });
      const copy = await this.backend.copyTemplate(template.id, name);
      await this.#latest.refresh();
      opened.settle();
      opened.change({ template: copy.id });
      this.#with.toasts.show({
        sentence: t('badges-template-copied', { name }),
        action: { kind: 'show', run: () => this.showTemplate(copy.id) },
      });
    });
  }

  showTemplate(id: string): void {
    void this.#with.failures.attempt(() => this.backend.showTemplate(id));
  }

  async export(): Promise<void> {
    const { opened, format } = this;
    if (!opened) return;
    this.exporting = true;
    await this.#with.failures.attempt(async () => {
      const path = await this.backend.exportBadge(opened.design, opened.name, format);
      if (path === null) return;
      this.exportedTo = path;
      this.#with.onexported();
    });
    this.exporting = false;
  }

  showExport(): void {
    void this.#with.failures.attempt(() => this.backend.showBadgeExport());
  }

  async remove(): Promise<void> {
    const { opened } = this;
    if (!opened) return;
    await this.leave();
    await this.#with.failures.attempt(async () => {
      await this.backend.removeBadge(opened.id);
      this.all = (this.all ?? []).filter(({ id }) => id !== opened.id);
      this.#close();
      const [next] = this.all;
      if (next) this.#show(next);
      this.#with.toasts.show({
        sentence: t('badges-removed', { name: opened.name }),
        action: { kind: 'undo', run: () => void this.#restore(opened.id) },
      });
    });
  }

  undo(): void {
    this.opened?.undo();
    this.#templateMayBeOther();
  }

  redo(): void {
    this.opened?.redo();
    this.#templateMayBeOther();
  }

  /** Where the web view finds a picture; unknown for one that was drawn long ago. */
  urlOf(source: BadgeSource): string | undefined {
    const file = source.kind === 'kept' ? source.file : this.#drawnPicture(source.picture)?.file;
    return file && this.backend.fileUrl(file);
  }

  nameOf(source: BadgeSource): string {
    if (source.kind === 'kept') return withoutEnding(source.name);
    const prompt = withoutTrigger(this.#drawnPicture(source.picture)?.prompt ?? '');
    return prompt || t('badges-drawn-picture');
  }

  /** How a row of the list looks; drawn so many pixels wide. */
  async frameOfRow(row: number, width: number) {
    const { opened } = this;
    const { list } = this.many;
    if (!opened || !list) return null;
    const design = await this.backend.badgeOfRow(list.id, opened.design, row);
    return design && this.backend.renderBadge(design, width);
  }

  async #open(): Promise<void> {
    const first = !this.#wasOpened;
    this.#wasOpened = true;
    const { drawings, models, bases } = this.#with;
    await Promise.all([this.#latest.refresh(), drawings.load(), models.load(), bases.load()]);
    if (!first || this.opened) return;
    const last = recallBadge();
    const badge = this.all?.find(({ id }) => id === last) ?? this.all?.[0];
    if (badge) this.#show(badge);
  }

  #drawnPicture(id: string): Picture | undefined {
    return this.drawn.find((picture) => picture.id === id) ?? this.#older.get(id);
  }

  async #starting(step: () => Promise<void>): Promise<void> {
    this.starting = true;
    await this.#opening;
    await this.#with.failures.attempt(step);
    this.starting = false;
  }

  async #take(picture: BadgePicture): Promise<void> {
    if (this.opened) {
      this.opened.putPicture(picture);
      return;
    }
    const [template] = this.templates ?? [];
    if (template) await this.#make(shortName(this.nameOf(picture.source)), firstDesign(template.id, picture));
  }

  async #make(name: string, design: BadgeDesign): Promise<void> {
    const badge = await this.backend.createBadge(name, design);
    this.all = [badge, ...(this.all ?? []).filter(({ id }) => id !== badge.id)];
    this.#show(badge);
    const field = this.template && mainField(this.template);
    if (field) this.askedField = field;
  }

  async #restore(id: BadgeId): Promise<void> {
    await this.leave();
    await this.#with.failures.attempt(async () => {
      const badge = await this.backend.restoreBadge(id);
      this.all = [badge, ...(this.all ?? []).filter((other) => other.id !== id)];
      this.#show(badge);
    });
  }

  async #read(): Promise<void> {
    // One that is made while the list is being read is not in it.
    const { opened } = this;
    await this.#with.failures.attempt(async () => {
      const [templates, badges] = await Promise.all([
        this.backend.listBadgeTemplates(),
        this.backend.listBadges(),
      ]);
      this.templates = templates;
      this.all = badges;
      if (!opened || opened !== this.opened) return;
      const row = badges.find(({ id }) => id === opened.id);
      if (row) opened.adopt(row);
      else this.#close();
    });
  }

  #show(badge: Badge): void {
    this.preview.clear();
    this.exportedTo = null;
    this.opened = new OpenBadge(this.backend, badge, this.#with.failures);
    rememberBadge(badge.id);
    this.#templateMayBeOther();
    void this.#know(badge.design.picture?.source);
  }

  /** A picture that is not among the last drawings is read by itself. */
  async #know(source: BadgeSource | undefined): Promise<void> {
    if (source?.kind !== 'drawn' || this.#drawnPicture(source.picture)) return;
    const found = await this.#with.failures.attempt(() => this.backend.loadPicture(source.picture));
    if (found) this.#older.set(found.id, found);
  }

  #close(): void {
    this.preview.clear();
    this.thumbs.stop();
    this.exportedTo = null;
    this.opened = null;
  }

  #templateMayBeOther(): void {
    if (this.template) void this.many.follow(this.template);
  }
}

const withoutEnding = (name: string): string => name.replace(/\.[a-z0-9]{2,5}$/i, '') || name;

/** A name is read in one line. */
function shortName(text: string): string {
  const name = text.trim().replace(/\s+/g, ' ');
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME).trim()}…`;
}
