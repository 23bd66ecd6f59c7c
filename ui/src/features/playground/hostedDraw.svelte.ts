// What only drawing at a provider knows: its generators, their own fields, a price that was typed, and what it would
// cost. What is set stays with the playground. Must not know the controls.
import { SvelteMap } from 'svelte/reactivity';
import type { Backend, DrawingPlan, DrawRequest, Endpoint, Field, ModelId, Price, Role } from '$backend';
import type { HostedId } from '$features/hosted/providers';
import type { Failures } from '$shared/failures.svelte';
import { Later } from '$shared/later';
import { microsOf } from '$shared/money';

const SOON_MS = 200;

/** Fields that have their own place among the settings, or are filled in by Blazon. */
const placed: Role[] = [
  'prompt',
  'negativePrompt',
  'loras',
  'strength',
  'size',
  'aspectRatio',
  'steps',
  'guidance',
  'count',
  'seed',
  'format',
];

export const fieldOf = (generator: Endpoint, role: Role): Field | undefined =>
  generator.field.find((field) => field.role === role);

/** The fields that only this generator has. */
export const ownFields = (generator: Endpoint): Field[] =>
  generator.field.filter(({ kind, role }) => kind !== 'filled' && !(role && placed.includes(role)));

/** The range of a field of numbers; `null` where the generator has no such field. */
export function rangeOf(generator: Endpoint, role: Role): { from: number; to: number } | null {
  const field = fieldOf(generator, role);
  if (field?.kind !== 'integer' && field?.kind !== 'number') return null;
  return { from: field.least ?? 0, to: field.most ?? 0 };
}

export function defaultOf(generator: Endpoint, role: Role): number | null {
  const value = fieldOf(generator, role)?.default;
  return typeof value === 'number' ? value : null;
}

export class HostedDraw {
  /** As it is typed; for one picture, where no sourced price is known. */
  price = $state('');
  /** `null` until it was worked out. */
  plan = $state.raw<DrawingPlan | null>(null);
  /** What is planned is not yet the answer to what is set. */
  planning = $state(false);
  #offered = new SvelteMap<string, Endpoint[]>();
  #wanted: DrawRequest | null = null;
  #asked = 0;
  #soon = new Later(SOON_MS, () => void this.#ask());

  constructor(
    private backend: Backend,
    private failures: Failures,
  ) {}

  /** What draws there with this model, or without one; `undefined` until it was read. */
  offered(provider: HostedId, model: ModelId | null): Endpoint[] | undefined {
    return this.#offered.get(`${provider} ${model ?? ''}`);
  }

  find(provider: HostedId, model: ModelId | null, id: string | undefined): Endpoint | undefined {
    return this.offered(provider, model)?.find((generator) => generator.id === id);
  }

  async load(provider: HostedId, model: ModelId | null): Promise<Endpoint[]> {
    const known = this.offered(provider, model);
    if (known) return known;
    const found = await this.failures.attempt(() => this.backend.listGenerators(provider, model));
    if (found) this.#offered.set(`${provider} ${model ?? ''}`, found);
    return found ?? [];
  }

  /** A price was typed and cannot be read. */
  get priceRefused(): boolean {
    return this.price.trim() !== '' && this.#micros() === null;
  }

  /** The typed price of a picture; `null` where none is typed or it cannot be read. */
  typedPrice(source: string): Price | null {
    const amount = this.#micros();
    if (amount === null) return null;
    const listedOn = new Date().toISOString().slice(0, 10);
    return { amount, per: 1, unit: 'picture', least: 0, listedOn, source };
  }

  /** Works out soon what this would cost. */
  look(request: DrawRequest | null): void {
    this.#wanted = request;
    this.planning = request !== null;
    this.#asked++;
    if (request) this.#soon.soon();
    else this.plan = null;
  }

  #micros(): string | null {
    const amount = microsOf(this.price);
    return amount === '0' ? null : amount;
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    const request = this.#wanted;
    if (!request) return;
    const plan = await this.failures.attempt(() => this.backend.planDrawing(request));
    if (asked !== this.#asked) return;
    this.plan = plan ?? null;
    this.planning = false;
  }
}
