// The bot's calls of the fake backend: a bot without Telegram, whose line, guests and queue a test sets. Never shipped.
import { BackendError } from '../src/backend/backend';
import type {
  BotJobLine,
  BotLine,
  BotOverview,
  BotPairing,
  BotSettings,
  BotText,
  BotTextKey,
  Guest,
  GuestAccess,
  GuestLine,
  LanguageTag,
  SharedModel,
} from '../src/backend';
import { FakeGridCalls } from './fakeGrids';

const standardTexts: Record<LanguageTag, Record<BotTextKey, string>> = {
  en: {
    welcome: 'Hi! I am { $bot }. Send /create and I make you a badge.',
    askHold: 'What does the character hold?',
    askBanner: 'What text goes on the banner?',
    askPortrait: 'What should I draw with { $model }?',
    ready: '🎊 Your badge is ready!\n/create makes another.',
    private: 'This bot works for its owner’s guests. Your request was passed on.',
    help: '/create makes a badge\n/portrait makes a picture of your words\n/model chooses a model\n/limits says what is left today\n/cancel stops',
  },
  ru: {
    welcome: 'Привет! Я { $bot }. Отправьте /create, и я сделаю вам бейдж.',
    askHold: 'Что держит персонаж?',
    askBanner: 'Какой текст написать на ленте?',
    askPortrait: 'Что нарисовать с { $model }?',
    ready: '🎊 Ваш бейдж готов!\n/create сделает ещё один.',
    private: 'Этот бот работает для гостей владельца. Ваша просьба передана.',
    help: '/create делает бейдж\n/portrait рисует картинку по вашим словам\n/model выбирает модель\n/limits говорит, сколько осталось на сегодня\n/cancel останавливает',
  },
};

const sampleTexts = (): BotText[] =>
  (['en', 'ru'] as const).flatMap((language) =>
    Object.entries(standardTexts[language]).map(([key, standard]) => ({
      language,
      key: key as BotTextKey,
      standard,
      own: null,
    })),
  );

export const sampleBotSettings = (over: Partial<BotSettings> = {}): BotSettings => ({
  isOn: false,
  access: 'private',
  model: null,
  place: 'local',
  endpoint: null,
  typedPrice: null,
  template: 'golden-banner',
  dailyQuota: 10,
  dailyCeiling: '2000000',
  monthlyCeiling: '20000000',
  longestQueue: 200,
  answersMissed: true,
  texts: [],
  ...over,
});

/** Rows with the shape of a QR code of version 3: three eyes, and a fixed pattern between them. */
export const sampleQr = (seed = 7): string[] =>
  Array.from({ length: 29 }, (_, y) =>
    Array.from({ length: 29 }, (_, x) => {
      const eye = [
        [3, 3],
        [25, 3],
        [3, 25],
      ].find(([cx = 0, cy = 0]) => Math.max(Math.abs(x - cx), Math.abs(y - cy)) <= 4);
      if (!eye) return (x * x * 3 + y * 7 + x * y * seed) % 5 < 2 ? '1' : '0';
      const ring = Math.max(Math.abs(x - eye[0]!), Math.abs(y - eye[1]!));
      return ring === 2 || ring === 4 ? '0' : '1';
    }).join(''),
  );

export const sampleShared = (over: Partial<SharedModel> = {}): SharedModel => ({
  model: 'model-1',
  name: 'Red Fox',
  cover: 'models/model-1-folder/samples/cover.png',
  link: 'https://t.me/ux_scout_bot?start=m_4k7q',
  qr: sampleQr(),
  ...over,
});

export const sampleBotJob = (id: number, over: Partial<BotJobLine> = {}): BotJobLine => ({
  id,
  guest: 'Anna K.',
  telegram: 1_844_670 + id,
  model: 'Red Fox',
  words: 'a magnifying glass',
  banner: 'UX SCOUT',
  state: { status: 'drawing' },
  isDrawnNow: false,
  madeAt: Date.now() - id * 1000,
  ...over,
});

type GuestWish = Partial<Guest> & { picturesToday?: number; spentToday?: string };

export const sampleGuest = (telegram: number, name: string, over: GuestWish = {}): GuestLine => {
  const { picturesToday = 0, spentToday = '0', ...guest } = over;
  return {
    guest: {
      id: `guest-${telegram}`,
      telegram,
      name,
      username: null,
      access: 'allowed',
      dailyQuota: null,
      language: null,
      firstSeenAt: 1_763_600_000_000,
      lastSeenAt: 1_763_700_000_000,
      ...guest,
    },
    picturesToday,
    spentToday,
  };
};

export const sampleGuests = (): GuestLine[] => [
  sampleGuest(184_467_440, 'Blazon Owner', { username: 'blazon_owner', access: 'owner', picturesToday: 4 }),
  sampleGuest(512_000_077, 'Anna K.', { username: 'annak_ux', picturesToday: 3, spentToday: '420000' }),
  sampleGuest(512_000_078, 'Дмитрий', {
    username: 'dm_lead',
    picturesToday: 10,
    spentToday: '560000',
    dailyQuota: 25,
  }),
  sampleGuest(512_000_079, 'promo2026', { username: 'promo2026', access: 'banned' }),
  sampleGuest(512_000_080, 'Pia Rossi', { username: 'piarossi', access: 'waiting' }),
  sampleGuest(4_503_599_627_370_495, 'A guest with a name that nobody would shorten but the window', {}),
];

export const withoutToken = (): BotOverview => ({
  identity: null,
  hasToken: false,
  line: { type: 'off' },
  settings: sampleBotSettings(),
  texts: sampleTexts(),
  pairing: null,
  hasOwner: false,
  today: { pictures: 0, redraws: 0, guests: 0, spent: '0' },
  monthSpent: '0',
  pictureCost: '0',
  shared: [],
  jobs: [],
  waiting: 0,
});

const GOOD_TOKEN = /^\d+:[\w-]{10,}$/;

export abstract class FakeBotCalls extends FakeGridCalls {
  bot: BotOverview = withoutToken();
  guests: GuestLine[] = [];
  /** Tokens that were given, oldest first. */
  tokens: string[] = [];
  /** How the line stands once the bot is switched on. */
  lineOn: BotLine = { type: 'running', since: Date.now() };
  /** `null` where the system cannot do it. */
  atLogin: boolean | null = false;
  /** What the next calls wait for, by name. */
  botWaits = new Map<string, () => Promise<void>>();

  /** A bot with a token, that is on where nothing else is said. */
  seedBot(over: Partial<BotOverview> = {}): void {
    this.bot = {
      ...withoutToken(),
      identity: { id: 7_210_000_001, username: 'ux_scout_bot', name: 'UX Scout' },
      hasToken: true,
      line: this.lineOn,
      settings: sampleBotSettings({ isOn: true }),
      hasOwner: true,
      ...over,
    };
  }

  /** The bot as it stands now, told like the Rust side does. */
  putBot(over: Partial<BotOverview>): BotOverview {
    this.bot = { ...this.bot, ...over };
    this.emit({ type: 'botChanged' });
    return this.bot;
  }

  async loadBot() {
    // As it stood when it was asked for.
    const { bot } = this;
    await this.#asked('loadBot');
    return bot;
  }

  async connectBot(token: string) {
    await this.#asked('connectBot');
    this.tokens.push(token);
    if (!GOOD_TOKEN.test(token)) throw this.#refused('Telegram does not know this token.');
    this.seedBot({
      ...this.bot,
      identity: { id: 7_210_000_001, username: 'ux_scout_bot', name: 'UX Scout' },
    });
    const line: BotLine = this.bot.settings.isOn ? this.lineOn : { type: 'off' };
    return this.putBot({ hasToken: true, line });
  }

  async forgetBot() {
    await this.#asked('forgetBot');
    const settings = { ...this.bot.settings, isOn: false };
    return this.putBot({ identity: null, hasToken: false, line: { type: 'off' }, pairing: null, settings });
  }

  async switchBot(on: boolean) {
    await this.#asked('switchBot');
    return this.putBot({
      settings: { ...this.bot.settings, isOn: on },
      line: on ? this.lineOn : { type: 'off' },
    });
  }

  async changeBotSettings(settings: BotSettings) {
    await this.#asked('changeBotSettings');
    const texts = this.bot.texts.map((text) => ({
      ...text,
      own:
        settings.texts.find(({ language, key }) => language === text.language && key === text.key)?.text ??
        null,
    }));
    return this.putBot({ settings, texts });
  }

  async makePairingCode(): Promise<BotPairing> {
    await this.#asked('makePairingCode');
    const link = 'https://t.me/ux_scout_bot?start=p_7KQ2-M4XD';
    const pairing = { code: '7KQ2-M4XD', link, until: Date.now() + 600_000 };
    this.putBot({ pairing });
    return pairing;
  }

  async listGuests() {
    await this.#asked('listGuests');
    return this.guests;
  }

  async setGuestAccess(telegram: number, access: GuestAccess) {
    await this.#asked('setGuestAccess');
    return this.#changeGuest(telegram, { access });
  }

  async setGuestQuota(telegram: number, quota: number | null) {
    await this.#asked('setGuestQuota');
    return this.#changeGuest(telegram, { dailyQuota: quota });
  }

  async addGuest(telegram: string) {
    await this.#asked('addGuest');
    if (!/^\d+$/.test(telegram)) throw this.#refused('This is no number of Telegram.');
    return this.#putGuests([...this.guests, sampleGuest(Number(telegram), telegram)]);
  }

  async cancelBotJob(id: number) {
    await this.#asked('cancelBotJob');
    const jobs = this.bot.jobs.filter((job) => job.id !== id);
    this.putBot({ jobs, waiting: this.bot.waiting - (this.bot.jobs.length - jobs.length) });
    return null;
  }

  async startsAtLogin() {
    await this.#asked('startsAtLogin');
    return this.atLogin;
  }

  async startAtLogin(on: boolean) {
    await this.#asked('startAtLogin');
    this.atLogin = on;
    return on;
  }

  async #asked(name: string): Promise<void> {
    const wait = this.botWaits.get(name);
    this.botWaits.delete(name);
    await wait?.();
    this.called(name);
  }

  #changeGuest(telegram: number, part: Partial<Guest>): GuestLine[] {
    return this.#putGuests(
      this.guests.map((line) =>
        line.guest.telegram === telegram ? { ...line, guest: { ...line.guest, ...part } } : line,
      ),
    );
  }

  #putGuests(guests: GuestLine[]): GuestLine[] {
    this.guests = guests;
    this.emit({ type: 'guestsChanged' });
    return guests;
  }

  #refused(message: string): BackendError {
    return new BackendError({ code: 'refused', message, hint: null });
  }
}
