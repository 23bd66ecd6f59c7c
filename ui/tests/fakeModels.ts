// The model calls of the fake backend: models in memory, and what their pages say. Never shipped.
import { BackendError } from '../src/backend/backend';
import type {
  ArchiveManifest,
  DropId,
  ExportedModel,
  LoraModel,
  ModelChange,
  ModelFile,
  ModelImport,
  ModelPage,
} from '../src/backend';
import { sampleCard, sampleLosses, sampleModel, sampleRecipe, sampleSamples } from './fakeEngine';
import { FakeGalleryCalls } from './fakeGalleryCalls';

/** What was sent of twelve photos. */
export const sampleManifest = (): ArchiveManifest => ({
  entries: Array.from({ length: 12 }, (_, index) => ({
    file: `${String(index + 1).padStart(3, '0')}.jpg`,
    photo: `photo-${index}`,
    name: `IMG_20${10 + index}.jpg`,
    width: 896,
    height: 1152,
    bytes: String(380_000 + index * 7811),
    hash: String(index).padStart(64, '0'),
    caption: index % 4 === 3 ? null : 'MY_PORTRAIT_2025_A3F2, red scarf, by the sea',
  })),
  images: 12,
  captions: 9,
  bytes: '5012345',
  hash: 'b7e23ec29af22b0b4e41da31e868d57226121c84f5a4e0d3c1a9b80f2f6d7c1e',
  madeAt: 1_763_690_000_000,
});

/** The page of a model that was trained here, or came as a file, without pictures. */
export function sampleModelPage(model: LoraModel, over: Partial<ModelPage> = {}): ModelPage {
  const bare = {
    model,
    card: sampleCard(model),
    trouble: null,
    recipe: null,
    trainedOn: null,
    hasArchive: false,
    losses: [],
    samples: [],
    spend: null,
    subject: null,
    needsConsent: false,
    pictures: [],
    pictureCount: 0,
  };
  if (model.run === null) return asking({ ...bare, ...over }, over);
  const trained: ModelPage = {
    ...bare,
    recipe: sampleRecipe(),
    trainedOn: sampleManifest(),
    hasArchive: true,
    losses: sampleLosses(1000),
    samples: sampleSamples(1000, 200, model.trigger ?? ''),
    subject: { kind: 'person', gender: 'woman' },
    ...over,
  };
  return asking(trained, over);
}

/** Whom a model may show is asked as the Rust side does it, where a test says nothing else. */
function asking(page: ModelPage, { needsConsent }: Partial<ModelPage>): ModelPage {
  const mayShowPerson = page.subject === null || page.subject.kind === 'person';
  return { ...page, needsConsent: needsConsent ?? (mayShowPerson && page.model.consentAt === null) };
}

const composed = (parts: (string | null)[]): string =>
  parts
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(', ');

export abstract class FakeModelCalls extends FakeGalleryCalls {
  models: LoraModel[] = [];
  /** The files that are picked or dropped as models, and what was said of those that were kept. */
  modelFiles: ModelFile[] = [];
  modelImports: ModelImport[] = [];
  /** What pages say otherwise, by model. */
  modelPages = new Map<string, Partial<ModelPage>>();
  /** How long the answer about a badge's prompt takes. */
  badgePromptWait: ((base: string) => Promise<void>) | null = null;
  #imported = 1;

  async listModels() {
    this.called('listModels');
    return this.models.filter(({ archivedAt, removedAt }) => archivedAt === null && removedAt === null);
  }

  async listAllModels() {
    this.called('listAllModels');
    return [...this.models];
  }

  async loadModelPage(id: string): Promise<ModelPage> {
    this.called('loadModelPage');
    const pictures = this.gallery.filter(({ model, removedAt }) => model === id && removedAt === null);
    return sampleModelPage(this.model(id), {
      pictures: pictures.slice(0, 12),
      pictureCount: pictures.length,
      ...this.modelPages.get(id),
    });
  }

  async pickModelFiles() {
    this.called('pickModelFiles');
    return { id: 3, files: Math.max(this.modelFiles.length, 1), folders: 0, models: this.modelFiles.length };
  }

  async readModelFile(_drop: DropId, index: number) {
    this.called('readModelFile');
    const file = this.modelFiles[index];
    if (!file) throw this.#notThere();
    return file;
  }

  async importModel(_drop: DropId, index: number, said: ModelImport) {
    this.called('importModel');
    this.modelImports.push(said);
    const file = this.modelFiles[index];
    const model = sampleModel({
      id: `imported-${this.#imported++}`,
      name: said.name ?? file?.name ?? '',
      base: said.base ?? 'sd15',
      trigger: said.trigger || null,
      cover: null,
    });
    this.models = [model, ...this.models];
    this.emit({ type: 'modelsChanged' });
    return model;
  }

  async loadModelCard(id: string) {
    this.called('loadModelCard');
    return sampleCard(this.model(id));
  }

  async editModel(id: string, change: ModelChange) {
    this.called('editModel');
    const before = this.model(id);
    const { hasConsent, ...values } = change;
    const said = Object.entries(values).filter(([, value]) => value !== null);
    const consentAt = hasConsent ? Date.now() : before.consentAt;
    const after: LoraModel = { ...before, ...Object.fromEntries(said), consentAt };
    return this.#put({ ...after, trigger: after.trigger || null, bestStrength: after.bestStrength || null });
  }

  async archiveModel(id: string, archived: boolean) {
    this.called('archiveModel');
    return this.#put({ ...this.model(id), archivedAt: archived ? 1 : null });
  }

  async removeModel(id: string) {
    this.called('removeModel');
    this.#put({ ...this.model(id), removedAt: 1 });
    return null;
  }

  async restoreModel(id: string) {
    this.called('restoreModel');
    this.#put({ ...this.model(id), removedAt: null });
    return null;
  }

  async deleteModelForGood(id: string) {
    this.called('deleteModelForGood');
    const { bytes } = this.model(id);
    this.models = this.models.filter((model) => model.id !== id);
    this.emit({ type: 'modelsChanged' });
    return bytes;
  }

  async badgePrompt(id: string, base: string, style: string, holding: string) {
    this.called('badgePrompt');
    await this.badgePromptWait?.(base);
    const held = holding.trim() && `character holding ${holding.trim()}`;
    return composed([this.model(id).trigger, base, held, style]);
  }

  async exportModel(id: string): Promise<ExportedModel | null> {
    this.called('exportModel');
    const fileName = `${(this.model(id).trigger ?? 'lora').toLowerCase()}.safetensors`;
    return { path: `/home/anna/${fileName}`, fileName, bytes: '1480000', naming: 'kohya' };
  }

  async showModel() {
    this.called('showModel');
    return null;
  }

  protected modelNamed(id: string): string {
    return this.models.find((model) => model.id === id)?.name ?? id;
  }

  protected model(id: string): LoraModel {
    const model = this.models.find((each) => each.id === id);
    if (!model) throw this.#notThere();
    return model;
  }

  #put(model: LoraModel): LoraModel {
    this.models = this.models.map((each) => (each.id === model.id ? model : each));
    this.emit({ type: 'modelsChanged' });
    return model;
  }

  #notThere(): BackendError {
    return new BackendError({ code: 'notFound', message: 'It is not in the library any more.', hint: null });
  }
}
