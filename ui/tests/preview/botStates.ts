// The states of the bot's room worth looking at.
import { sampleBotJob, sampleBotSettings, sampleGuests, sampleQr, sampleShared } from '../fakeBot';
import { sampleModel } from '../fakeEngine';
import type { FakeBackend } from '../fakeBackend';
import type { Hand, Look } from './states';

const today = { pictures: 17, redraws: 6, guests: 5, spent: '630000' };

function running(backend: FakeBackend): void {
  backend.models = [sampleModel({ id: 'model-1', name: 'Red Fox' })];
  backend.guests = sampleGuests();
  backend.lineOn = { type: 'running', since: Date.now() - 3_600_000 };
  backend.seedBot({
    settings: sampleBotSettings({ isOn: true, place: 'fal', model: 'model-1' }),
    pictureCost: '35000',
    today,
    monthSpent: '4170000',
    shared: [
      sampleShared(),
      sampleShared({
        model: 'model-2',
        name: 'My Portrait 2025 with a long name that somebody gave it',
        link: 'https://t.me/ux_scout_bot?start=m_9d2x',
        qr: sampleQr(3),
      }),
    ],
    jobs: [
      sampleBotJob(1, { isDrawnNow: true }),
      sampleBotJob(2, { guest: 'Дмитрий', words: 'компас', banner: 'ТИМЛИД', state: { status: 'drawn' } }),
      sampleBotJob(3, {
        guest: 'Jo Lindqvist from the far north of the country',
        words: 'a paper map of the whole archipelago, drawn by hand, with a red cross on it',
        banner: '',
        model: 'My Portrait 2025',
      }),
    ],
    waiting: 123,
  });
}

async function open(hand: Hand, at = 'bot-room'): Promise<void> {
  await hand.click('rail-bot');
  await hand.see(at);
  await hand.wait(400);
}

async function show(hand: Hand, at: string): Promise<void> {
  (await hand.see(at)).scrollIntoView({ block: 'start' });
  await hand.wait(200);
}

const shown = (at: string) => async (hand: Hand) => {
  await open(hand);
  await show(hand, at);
};

export const botLooks: Record<string, Look> = {
  'bot-empty': { steps: (hand) => open(hand, 'bot-empty') },
  'bot-token-refused': {
    steps: async (hand) => {
      await open(hand, 'bot-empty');
      await hand.type('bot-token', '7210000001:no');
      await hand.click('bot-connect');
      await hand.wait(200);
    },
  },
  'bot-off': {
    fill: (backend) => backend.seedBot({ settings: sampleBotSettings(), line: { type: 'off' } }),
    steps: (hand) => open(hand),
  },
  'bot-running': { fill: running, steps: (hand) => open(hand) },
  'bot-trouble': {
    fill: (backend) => {
      running(backend);
      backend.bot = {
        ...backend.bot,
        line: { type: 'waiting', trouble: 'offline', since: Date.now() - 120_000 },
        today: { ...today, spent: '2000000' },
      };
    },
    steps: (hand) => open(hand),
  },
  'bot-conflict': {
    fill: (backend) => {
      running(backend);
      backend.bot = { ...backend.bot, line: { type: 'stopped', trouble: 'conflict' } };
    },
    steps: (hand) => open(hand),
  },
  'bot-bad-token': {
    fill: (backend) => {
      running(backend);
      backend.bot = { ...backend.bot, line: { type: 'stopped', trouble: 'badToken' } };
    },
    steps: (hand) => open(hand),
  },
  'bot-pairing': {
    fill: (backend) => {
      running(backend);
      backend.guests = [];
      backend.bot = { ...backend.bot, hasOwner: false, shared: [], jobs: [], waiting: 0 };
    },
    steps: async (hand) => {
      await open(hand);
      await hand.click('bot-pair');
      await hand.see('bot-pair-code');
      await hand.wait(200);
    },
  },
  'bot-nothing-shared': {
    fill: (backend) => {
      running(backend);
      backend.bot = { ...backend.bot, shared: [], jobs: [], waiting: 0 };
    },
    steps: (hand) => open(hand),
  },
  'bot-guests': { fill: running, steps: shown('bot-guests') },
  'bot-settings': {
    fill: (backend) => {
      running(backend);
      backend.bot = {
        ...backend.bot,
        pictureCost: null,
        settings: sampleBotSettings({ isOn: true, place: 'replicate' }),
      };
    },
    steps: shown('bot-settings'),
  },
  'bot-program': { fill: running, steps: shown('bot-program') },
  'bot-texts': {
    fill: (backend) => {
      running(backend);
      const own = 'Hello, I am { $bot } of the UX guild. Send /create.';
      const texts = backend.bot.texts.map((text) =>
        text.key === 'welcome'
          ? { ...text, own }
          : text.key === 'askPortrait'
            ? { ...text, own: 'What?' }
            : text,
      );
      backend.bot = { ...backend.bot, texts };
    },
    steps: shown('bot-texts'),
  },
  'bot-forget': {
    fill: running,
    steps: async (hand) => {
      await open(hand);
      await hand.click('bot-forget');
      await hand.see('bot-forget-dialog');
      await hand.wait(200);
    },
  },
};
