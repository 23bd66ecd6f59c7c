// Captions that a provider writes for one dataset: what they would cost, how far they are, and what became of the last.
// Must not know the controls.
import type {
  Backend,
  BlazonEvent,
  Captioning,
  CaptionPlan,
  CaptionRequest,
  CaptionScope,
  DatasetId,
  Endpoint,
} from '$backend';
import type { HostedId } from '$features/hosted/providers';
import type { Failures } from '$shared/failures.svelte';
import { Later } from '$shared/later';
import { Latest } from '$shared/latest';
import { microsOf } from '$shared/money';

const SOON_MS = 200;

/** Who describes photos: the one provider in the catalogue that does. */
export const describingProvider: HostedId = 'fal';

export class Describing {
  /** The last captioning; `null` where there was none or it was not read yet. */
  last = $state.raw<Captioning | null>(null);
  /** Whether the quote is open. */
  asked = $state(false);
  keyAsked = $state(false);
  scope = $state<CaptionScope>('missing');
  /** As it is typed; for one photo, where no sourced price is known. */
  price = $state('');
  describer = $state.raw<Endpoint | null>(null);
  /** `null` until it was worked out. */
  plan = $state.raw<CaptionPlan | null>(null);
  #asking = 0;
  #soon = new Later(SOON_MS, () => void this.#ask());
  #latest = new Latest(() => this.#read());

  readonly running = $derived(this.last !== null && this.last.counts.open > 0 ? this.last : null);
  readonly priceRefused = $derived(this.price.trim() !== '' && this.#micros() === null);

  constructor(
    private backend: Backend,
    private dataset: DatasetId,
    private failures: Failures,
  ) {}

  /** Reads the last captioning and keeps it true until the returned function is called. */
  listen(): () => void {
    void this.#latest.refresh();
    const deaf = this.backend.on((event) => this.#hear(event));
    return () => {
      deaf();
      this.#soon.stop();
    };
  }

  /** Opens the quote; photos without a caption come first, where there are such. */
  async open(without: number): Promise<void> {
    this.scope = without > 0 ? 'missing' : 'all';
    this.plan = null;
    this.asked = true;
    this.describer ??=
      (await this.failures.attempt(() => this.backend.listDescribers(describingProvider)))?.[0] ?? null;
    await this.#ask();
  }

  choose(scope: CaptionScope): void {
    this.scope = scope;
    this.plan = null;
    void this.#ask();
  }

  typePrice(price: string): void {
    this.price = price;
    this.plan = null;
    this.#asking++;
    this.#soon.soon();
  }

  /** Accepts what stands in the quote, and no more; throws what is refused. */
  async accept(): Promise<void> {
    const limit = this.plan?.cost?.reserved;
    const request = this.#request();
    if (limit === undefined || !request) return;
    this.last = await this.backend.startCaptioning(request, limit);
    this.asked = false;
  }

  async cancel(): Promise<void> {
    await this.#change((id) => this.backend.cancelCaptioning(id));
  }

  async sayTaken(): Promise<void> {
    await this.#change((id) => this.backend.sayCaptionsTaken(id));
  }

  async sayNeverTaken(): Promise<void> {
    await this.#change((id) => this.backend.sayCaptionsNeverTaken(id));
  }

  openPage(page: 'keys' | 'requests'): void {
    void this.failures.attempt(() => this.backend.openProviderPage(describingProvider, page));
  }

  openPricePage(): void {
    const id = this.describer?.id;
    if (id) void this.failures.attempt(() => this.backend.openPricePage(describingProvider, id));
  }

  async #change(call: (id: string) => Promise<Captioning>): Promise<void> {
    const id = this.last?.id;
    if (!id) return;
    const changed = await this.failures.attempt(() => call(id));
    if (changed) this.last = changed;
  }

  #request(): CaptionRequest | null {
    const endpoint = this.describer?.id;
    if (!endpoint) return null;
    const amount = this.#micros();
    const listedOn = new Date().toISOString().slice(0, 10);
    const typedPrice =
      amount === null
        ? null
        : { amount, per: 1, unit: 'picture' as const, least: 0, listedOn, source: endpoint };
    return {
      dataset: this.dataset,
      scope: this.scope,
      provider: describingProvider,
      hosted: { endpoint, chosen: {}, typedPrice },
    };
  }

  #micros(): string | null {
    const amount = microsOf(this.price);
    return amount === '0' ? null : amount;
  }

  async #ask(): Promise<void> {
    const asking = ++this.#asking;
    const request = this.#request();
    if (!request || !this.asked) return;
    const plan = await this.failures.attempt(() => this.backend.planCaptions(request));
    if (asking === this.#asking) this.plan = plan ?? null;
  }

  async #read(): Promise<void> {
    const found = await this.failures.attempt(() => this.backend.listCaptionings(this.dataset));
    if (found) this.last = found[0] ?? null;
  }

  #hear(event: BlazonEvent): void {
    if (event.type === 'captioningChanged') {
      const { captioning } = event;
      const isNewer = this.last === null || captioning.createdAt >= this.last.createdAt;
      if (captioning.dataset === this.dataset && isNewer) this.last = captioning;
    }
    if (event.type === 'libraryChanged') void this.#latest.refresh();
    const concerns = event.type === 'keysChanged' || event.type === 'settingsChanged';
    if (concerns && this.asked) void this.#ask();
  }
}
