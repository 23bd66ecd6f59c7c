// The bot as its room shows it: the overview and the guests, kept true by events, and what a person does to them. What
// is set shows at once and is put back where it is refused. Must not know how anything looks.
import {
  BackendError,
  type Backend,
  type BlazonEvent,
  type BotJobLine,
  type BotLine,
  type BotOverview,
  type BotSettings,
  type GuestAccess,
  type GuestLine,
} from '$backend';
import type { Failures } from '$shared/failures.svelte';
import { Latest } from '$shared/latest';
import type { Toasts } from '$shared/toasts.svelte';
import { t } from '$shared/words.svelte';
import { Seldom } from './seldom';

/** A long queue moves many times a second; nobody reads that fast. */
const READ_APART_MS = 500;

/** What the whole window has. */
type Surroundings = { failures: Failures; toasts: Toasts };

export class BotState {
  /** As the Rust side told it last; `null` until it has been read once. */
  overview = $state.raw<BotOverview | null>(null);
  /** `null` until the room was entered. */
  guests = $state.raw<GuestLine[] | null>(null);
  /** Whether the program starts with the computer; `null` where that cannot be set, `undefined` until it is known. */
  atLogin = $state.raw<boolean | null | undefined>(undefined);
  /** Why the switch is where it was. */
  switchRefusal = $state<string | null>(null);
  /** Settings that are on their way, oldest first. */
  #onTheWay = $state.raw<Partial<BotSettings>[]>([]);
  /** What is set goes one after the other, so that no answer is older than the one before it. */
  #last: Promise<unknown> = Promise.resolve();
  /** How often the overview came with an answer; one that was read meanwhile may be older. */
  #answers = 0;
  readonly #with: Surroundings;
  readonly #overview = new Latest(() => this.#read());
  readonly #guests = new Latest(() => this.#readGuests());
  readonly #seldom = new Seldom(READ_APART_MS, () => void this.#overview.refresh());
  readonly #guestsSeldom = new Seldom(READ_APART_MS, () => void this.#guests.refresh());

  readonly settings: BotSettings | null = $derived.by(
    () => this.overview && Object.assign({}, this.overview.settings, ...this.#onTheWay),
  );
  readonly isOn: boolean = $derived.by(() => this.settings?.isOn ?? false);
  /** How the line stands, as far as the switch lets it. */
  readonly line: BotLine = $derived.by(() => {
    const line = this.overview?.line ?? { type: 'off' };
    if (!this.isOn) return { type: 'off' };
    return line.type === 'off' ? { type: 'starting' } : line;
  });

  constructor(
    private backend: Backend,
    surroundings: Surroundings,
  ) {
    this.#with = surroundings;
  }

  load(): Promise<void> {
    return this.#overview.refresh();
  }

  /** The room is shown. */
  async open(): Promise<void> {
    await Promise.all([this.load(), this.#guests.refresh(), this.#readLogin()]);
  }

  hear({ type }: BlazonEvent): void {
    if (type === 'botChanged' || type === 'libraryChanged' || type === 'modelsChanged') this.#seldom.ask();
    if (this.guests === null) return;
    if (type === 'guestsChanged' || type === 'libraryChanged') this.#guestsSeldom.ask();
  }

  /** Gives the sentence of a refusal, which is said at the field. */
  async connect(token: string): Promise<string | null> {
    try {
      this.#answer(await this.backend.connectBot(token));
      return null;
    } catch (error) {
      return refusalOf(error);
    }
  }

  /** Throws what is refused, which is said in the question. */
  async forget(): Promise<void> {
    this.#answer(await this.backend.forgetBot());
  }

  /** Whether it was switched; why not is said in the room. */
  async switchTo(isOn: boolean): Promise<boolean> {
    this.switchRefusal = null;
    try {
      await this.#set({ isOn }, () => this.backend.switchBot(isOn));
      return true;
    } catch (error) {
      this.switchRefusal = refusalOf(error);
      return false;
    }
  }

  /** Throws what is refused, which is said at the field. */
  async change(part: Partial<BotSettings>): Promise<void> {
    await this.#set(part, ({ settings }) => this.backend.changeBotSettings({ ...settings, ...part }));
  }

  async pair(): Promise<void> {
    await this.#with.failures.attempt(async () => {
      const pairing = await this.backend.makePairingCode();
      if (this.overview) this.#answer({ ...this.overview, pairing });
    });
  }

  async cancel({ id }: BotJobLine): Promise<void> {
    await this.#with.failures.attempt(() => this.backend.cancelBotJob(id));
    await this.load();
  }

  /** Lets a guest in or keeps one out, with an undo. */
  async setAccess({ guest }: GuestLine, access: GuestAccess): Promise<void> {
    const { telegram, name, access: before } = guest;
    const set = (wanted: GuestAccess) =>
      this.#with.failures.attempt(async () => {
        this.guests = await this.backend.setGuestAccess(telegram, wanted);
        return true;
      });
    if (!(await set(access))) return;
    this.#with.toasts.show({
      sentence: t(access === 'banned' ? 'bot-guest-banned' : 'bot-guest-let-in', { name }),
      action: { kind: 'undo', run: () => void set(before) },
    });
  }

  /** `null` for the bot's own; throws what is refused. */
  async setQuota({ guest }: GuestLine, quota: number | null): Promise<void> {
    this.guests = await this.backend.setGuestQuota(guest.telegram, quota);
  }

  /** Gives the sentence of a refusal. */
  async addGuest(telegram: string): Promise<string | null> {
    try {
      this.guests = await this.backend.addGuest(telegram);
      return null;
    } catch (error) {
      return refusalOf(error);
    }
  }

  async startAtLogin(on: boolean): Promise<void> {
    await this.#with.failures.attempt(async () => {
      this.atLogin = await this.backend.startAtLogin(on);
    });
  }

  #set(part: Partial<BotSettings>, send: (before: BotOverview) => Promise<BotOverview>): Promise<void> {
    this.#onTheWay = [...this.#onTheWay, part];
    const sent = this.#last.then(async () => {
      try {
        if (this.overview) this.#answer(await send(this.overview));
      } finally {
        this.#onTheWay = this.#onTheWay.filter((other) => other !== part);
      }
    });
    this.#last = sent.catch(() => {});
    return sent;
  }

  #answer(overview: BotOverview): void {
    this.#answers += 1;
    this.overview = overview;
  }

  async #read(): Promise<void> {
    await this.#with.failures.attempt(async () => {
      const answers = this.#answers;
      const overview = await this.backend.loadBot();
      if (answers === this.#answers) this.overview = overview;
      else void this.#overview.refresh();
    });
  }

  async #readGuests(): Promise<void> {
    await this.#with.failures.attempt(async () => {
      this.guests = await this.backend.listGuests();
    });
  }

  async #readLogin(): Promise<void> {
    await this.#with.failures.attempt(async () => {
      this.atLogin = await this.backend.startsAtLogin();
    });
  }
}

function refusalOf(error: unknown): string {
  if (error instanceof BackendError) return error.message;
  return String(error instanceof Error ? error.message : error);
}
