// The room of the bot as a person meets it: from a token to a running bot, its troubles, guests, queue, spending, texts.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import type { BotLine, BotTrouble } from '../src/backend';
import { missingIn, partsOf, withText } from '../src/features/bot/botTexts';
import { initials, quotaOf } from '../src/features/bot/guestWords';
import { qrPath, qrSide } from '../src/features/bot/qrPath';
import { words } from '../src/shared/words.svelte';
import { Studio } from '../src/studio.svelte';
import { FakeBackend } from './fakeBackend';
import {
  sampleBotJob,
  sampleBotSettings,
  sampleGuest,
  sampleGuests,
  sampleQr,
  sampleShared,
} from './fakeBot';
import { press, tabTo, type } from './keyboardHand';

const TOKEN = '7210000001:AAH-a_token_that_nobody_has';
const slowly = { timeout: 5000 };
const focused = () => document.activeElement?.getAttribute('data-testid');

// Parts that load when first shown are compiled here, so that no test waits for the compiler.
beforeAll(async () => {
  await Promise.all([
    import('../src/views/BotView.svelte'),
    import('../src/views/SettingsView.svelte'),
    import('../src/views/ModelsView.svelte'),
    import('../src/features/bot/ForgetDialog.svelte'),
    import('../src/features/hosted/KeyDialog.svelte'),
  ]);
});

beforeEach(() => {
  // jsdom paints nothing.
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  localStorage.clear();
  words.speak('en');
  Object.assign(window, { innerWidth: 1280 });
});

type Fill = (backend: FakeBackend) => void;

async function openWindow(fill: Fill = () => {}, language: 'en' | 'ru' = 'en') {
  const backend = new FakeBackend(language);
  fill(backend);
  const studio = new Studio(backend);
  render(App, { studio });
  await waitFor(() => expect(studio.bot.overview).not.toBeNull());
  return { backend, studio };
}

async function openRoom(fill: Fill = () => {}, language: 'en' | 'ru' = 'en') {
  const opened = await openWindow(fill, language);
  await fireEvent.click(screen.getByTestId('rail-bot'));
  await screen.findByTestId(opened.backend.bot.hasToken ? 'bot-room' : 'bot-empty', {}, slowly);
  return opened;
}

async function nothingAmiss() {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

const golds = () => [...document.querySelectorAll('.gold')].map((each) => each.textContent?.trim());
const isOn = () => screen.getByTestId<HTMLInputElement>('bot-switch').checked;
const line = () => screen.getByTestId('bot-line').textContent?.trim();

const off: Fill = (backend) => backend.seedBot({ settings: sampleBotSettings(), line: { type: 'off' } });
const running: Fill = (backend) => {
  backend.guests = sampleGuests();
  backend.seedBot({ shared: [sampleShared()] });
};
const stands = (line: BotLine): Fill => {
  return (backend) => backend.seedBot({ line });
};

async function leave(testid: string, text: string) {
  const field = screen.getByTestId(testid);
  await fireEvent.input(field, { target: { value: text } });
  await fireEvent.blur(field);
}

describe('without a token', () => {
  it('three steps lead to one, with one gold button and what to do if it leaks', async () => {
    await openRoom();
    expect(screen.getAllByRole('listitem').map((step) => step.textContent?.slice(1))).toEqual([
      'Open @BotFather in Telegram.',
      'Send /newbot and give your bot a name.',
      'Paste the token that you get here.',
    ]);
    expect(golds()).toEqual(['Connect']);
    expect(screen.getByTestId('bot-empty').textContent).toContain('/revoke');
    expect(screen.getByTestId<HTMLInputElement>('bot-token').type).toBe('password');
    expect(screen.queryByTestId('bot-switch')).toBeNull();
    await nothingAmiss();
  });

  it('a refused one is said at the field, stays in it, and an empty one is not sent', async () => {
    const { backend } = await openRoom();
    await fireEvent.click(screen.getByTestId('bot-connect'));
    expect((await screen.findByRole('alert')).textContent).toContain('Paste the token');
    expect(backend.tokens).toEqual([]);
    await fireEvent.input(screen.getByTestId('bot-token'), { target: { value: ' nonsense ' } });
    await fireEvent.click(screen.getByTestId('bot-connect'));
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('does not know this token'));
    expect(backend.tokens).toEqual(['nonsense']);
    expect(screen.getByTestId<HTMLInputElement>('bot-token').value).toBe(' nonsense ');
    expect(screen.getByTestId<HTMLButtonElement>('bot-connect').disabled).toBe(false);
    await nothingAmiss();
  });

  it('the keyboard alone leads from it to a running bot with an owner', async () => {
    const { backend } = await openWindow();
    backend.botWaits.set('connectBot', () => Promise.resolve());
    tabTo('rail-bot');
    await press('Enter');
    await screen.findByTestId('bot-empty', {}, slowly);
    tabTo('bot-token');
    await type(TOKEN);
    tabTo('bot-connect');
    await press('Enter');
    // The next step has the focus, since the button that was pressed is gone.
    await waitFor(() => expect(focused()).toBe('bot-switch-on'), slowly);
    expect(backend.tokens).toEqual([TOKEN]);
    expect(screen.getByTestId('bot-identity').textContent).toContain('@ux_scout_bot');
    await press('Enter');
    await waitFor(() => expect(focused()).toBe('bot-pair'));
    await waitFor(() => expect(line()).toContain('answers since'));
    expect(isOn()).toBe(true);
    await press('Enter');
    await waitFor(() => expect(focused()).toBe('bot-pair-copy-link'));
    expect(screen.getByTestId('bot-pair-code').textContent).toBe('7KQ2-M4XD');
    expect(document.body.innerHTML).not.toContain(TOKEN);
  });
});

describe('the switch', () => {
  it('answers at once, before Telegram has', async () => {
    const { backend } = await openRoom(off);
    expect(isOn()).toBe(false);
    expect(line()).toBe('answers nobody');
    expect(golds()).toEqual(['Switch the bot on']);
    let answer = () => {};
    backend.botWaits.set('switchBot', () => new Promise<void>((done) => (answer = done)));
    await fireEvent.click(screen.getByTestId('bot-switch'));
    expect(isOn()).toBe(true);
    expect(line()).toBe('starting');
    expect(backend.bot.settings.isOn).toBe(false);
    answer();
    await waitFor(() => expect(line()).toContain('answers since'));
    expect(backend.bot.settings.isOn).toBe(true);
    await nothingAmiss();
  });

  it('is put back where it is refused, with the reason', async () => {
    const { backend } = await openRoom(off);
    backend.refuse.set('switchBot', { code: 'refused', message: 'The keychain is locked.' });
    await fireEvent.click(screen.getByTestId('bot-switch'));
    expect((await screen.findByTestId('bot-switch-refused')).textContent).toContain(
      'The keychain is locked.',
    );
    expect(isOn()).toBe(false);
    await fireEvent.click(screen.getByTestId('bot-switch'));
    await waitFor(() => expect(screen.queryByTestId('bot-switch-refused')).toBeNull());
    await waitFor(() => expect(backend.bot.settings.isOn).toBe(true));
  });

  it('pressed twice in a row ends where it was pressed last', async () => {
    const { backend } = await openRoom(off);
    let answer = () => {};
    backend.botWaits.set('switchBot', () => new Promise<void>((done) => (answer = done)));
    await fireEvent.click(screen.getByTestId('bot-switch'));
    await fireEvent.click(screen.getByTestId('bot-switch'));
    expect(isOn()).toBe(false);
    answer();
    await waitFor(() => expect(backend.calls.filter((call) => call === 'switchBot')).toHaveLength(2));
    await waitFor(() => expect(backend.bot.settings.isOn).toBe(false));
    expect(isOn()).toBe(false);
  });

  it('is not moved by an overview that was read before it was pressed', async () => {
    const { backend, studio } = await openRoom(off);
    let answer = () => {};
    backend.botWaits.set('loadBot', () => new Promise<void>((done) => (answer = done)));
    const loading = studio.bot.load();
    // No event makes good for it.
    backend.emit = () => {};
    await fireEvent.click(screen.getByTestId('bot-switch'));
    await waitFor(() => expect(backend.bot.settings.isOn).toBe(true));
    await waitFor(() => expect(line()).toContain('answers since'));
    answer();
    await loading;
    expect(isOn()).toBe(true);
    expect(line()).toContain('answers since');
  });
});

describe('how it stands', () => {
  const troubles: [BotTrouble, string, string][] = [
    ['offline', 'Telegram cannot be reached.', 'tries again by itself'],
    ['conflict', 'Another copy of this bot runs elsewhere', 'Stop it there.'],
    ['tooMany', 'Telegram asks for patience', 'goes on by itself'],
    ['telegramBroken', 'Telegram has trouble of its own.', 'tries again by itself'],
    ['failed', 'stopped because of an error', 'log'],
  ];

  it.each(troubles)('in trouble %s is said with what to do', async (trouble, what, hint) => {
    await openRoom(stands({ type: 'waiting', trouble, since: Date.now() }));
    const notice = await screen.findByTestId('bot-trouble');
    expect(notice.textContent).toContain(what);
    expect(notice.textContent).toContain(hint);
    expect(notice.getAttribute('role')).toBe('status');
    expect(within(notice).queryByRole('button')).toBeNull();
    expect(line()).toContain('trying again since');
    await nothingAmiss();
  });

  it('stopped by another copy can be tried again', async () => {
    const { backend } = await openRoom(stands({ type: 'stopped', trouble: 'conflict' }));
    const notice = await screen.findByTestId('bot-trouble');
    expect(notice.getAttribute('role')).toBe('alert');
    expect(line()).toBe('stopped');
    await fireEvent.click(within(notice).getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByTestId('bot-trouble')).toBeNull());
    expect(backend.calls).toContain('switchBot');
  });

  it.each<[BotTrouble, string]>([
    ['hostRefused', 'Add api.telegram.org'],
    ['badProxy', 'Put it right'],
  ])('stopped by %s leads to the settings of the network', async (trouble, hint) => {
    const { studio } = await openRoom(stands({ type: 'stopped', trouble }));
    const notice = await screen.findByTestId('bot-trouble');
    expect(notice.textContent).toContain(hint);
    await fireEvent.click(within(notice).getByRole('button', { name: 'Open Settings' }));
    expect(studio.room).toBe('settings');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Network'), slowly);
  });

  it.each<BotTrouble>(['badToken', 'noToken'])('stopped by %s takes another token there', async (trouble) => {
    const { backend } = await openRoom(stands({ type: 'stopped', trouble }));
    expect(golds()).toEqual(['Connect']);
    await nothingAmiss();
    await fireEvent.input(screen.getByTestId('bot-token'), { target: { value: TOKEN } });
    await fireEvent.click(screen.getByTestId('bot-connect'));
    await waitFor(() => expect(screen.queryByTestId('bot-trouble')).toBeNull());
    expect(backend.tokens).toEqual([TOKEN]);
  });

  it('carried by another program is said, and is no trouble', async () => {
    await openRoom(stands({ type: 'elsewhere' }));
    expect((await screen.findByTestId('bot-elsewhere')).textContent).toContain('Another program');
    expect(screen.getByTestId('rail-good-bot').textContent).toContain('Switched on');
    await nothingAmiss();
  });

  it('is shown by the rail in every room', async () => {
    const { backend, studio } = await openWindow(running);
    expect(studio.room).toBe('datasets');
    expect(await screen.findByTestId('rail-good-bot')).toBeDefined();
    backend.putBot({ line: { type: 'waiting', trouble: 'offline', since: 1 } });
    expect((await screen.findByTestId('rail-trouble-bot', {}, slowly)).textContent).toContain('in its way');
    backend.putBot({ line: { type: 'off' }, settings: sampleBotSettings() });
    await waitFor(() => expect(screen.queryByTestId('rail-trouble-bot')).toBeNull(), slowly);
    expect(screen.queryByTestId('rail-good-bot')).toBeNull();
  });

  it('is read again after events, but never for each of many', async () => {
    const { backend } = await openRoom(running);
    const loads = () => backend.calls.filter((call) => call === 'loadBot').length;
    await new Promise((done) => setTimeout(done, 600));
    const before = loads();
    for (let count = 0; count < 40; count++) backend.emit({ type: 'botChanged' });
    backend.putBot({ waiting: 7 });
    await new Promise((done) => setTimeout(done, 100));
    expect(loads() - before).toBe(1);
    await waitFor(() => expect(loads() - before).toBe(2), slowly);
    await new Promise((done) => setTimeout(done, 600));
    expect(loads() - before).toBe(2);
  });
});

describe('an owner', () => {
  const unpaired: Fill = (backend) => {
    running(backend);
    backend.bot = { ...backend.bot, hasOwner: false };
  };

  it('is made by a code that can be copied, and the card goes once there is one', async () => {
    const written = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve());
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: written }, configurable: true });
    const { backend } = await openRoom(unpaired);
    expect(golds()).toEqual(['Make a code']);
    await fireEvent.click(screen.getByTestId('bot-pair'));
    expect((await screen.findByTestId('bot-pair-code')).textContent).toBe('7KQ2-M4XD');
    expect(screen.getByTestId('bot-pair-link').textContent).toBe('t.me/ux_scout_bot?start=p_7KQ2-M4XD');
    expect(screen.getByTestId('bot-pair-until').textContent).toMatch(/\d:\d\d/);
    expect(golds()).toEqual(['Copy link']);
    await nothingAmiss();
    await fireEvent.click(screen.getByTestId('bot-pair-copy-link'));
    await fireEvent.click(screen.getByTestId('bot-pair-copy-code'));
    expect(written.mock.calls).toEqual([['https://t.me/ux_scout_bot?start=p_7KQ2-M4XD'], ['7KQ2-M4XD']]);
    backend.putBot({ hasOwner: true, pairing: null });
    await waitFor(() => expect(screen.queryByTestId('bot-pairing')).toBeNull(), slowly);
  });

  it('is offered another code once the time of the first is up', async () => {
    await openRoom((backend) => {
      unpaired(backend);
      const link = 'https://t.me/ux_scout_bot?start=p_OLD';
      backend.bot = { ...backend.bot, pairing: { code: 'OLD', link, until: Date.now() + 300 } };
    });
    await waitFor(() => expect(screen.queryByTestId('bot-pair-code')).toBeNull());
    expect(screen.getByTestId('bot-pairing').textContent).toContain('The time of that code is up.');
    await fireEvent.click(screen.getByTestId('bot-pair'));
    expect((await screen.findByTestId('bot-pair-code')).textContent).toBe('7KQ2-M4XD');
  });
});

describe('what is shared', () => {
  it('is nothing at first, and the next step leads to models', async () => {
    const { studio } = await openRoom((backend) => backend.seedBot());
    expect(screen.getByTestId('bot-share-none').textContent).toContain('No model is shared');
    expect(golds()).toEqual(['Go to models']);
    await nothingAmiss();
    await fireEvent.click(screen.getByTestId('bot-share-go'));
    expect([studio.room, studio.galleryPart]).toEqual(['gallery', 'models']);
  });

  it('has an address and a code for each model', async () => {
    const other = sampleShared({
      model: 'model-2',
      name: 'Owl',
      link: 'https://t.me/b?start=m_2',
      qr: ['1'],
    });
    await openRoom((backend) => backend.seedBot({ shared: [sampleShared(), other] }));
    const rows = screen.getAllByTestId('bot-share-model');
    expect(rows).toHaveLength(2);
    expect(screen.getByTestId('bot-share-link').textContent).toBe('t.me/ux_scout_bot?start=m_4k7q');
    expect(golds()).toEqual(['Copy link']);
    await nothingAmiss();
    await fireEvent.click(rows[1]!);
    expect(screen.getByTestId('bot-share-link').textContent).toBe('t.me/b?start=m_2');
    const code = screen.getByRole('img', { name: 'QR code that opens the bot with Owl' });
    expect(code.getAttribute('viewBox')).toBe('0 0 9 9');
    expect(code.querySelector('path')?.getAttribute('d')).toBe('M4 4h1v1h-1z');
  });

  it('is a code dark on white with an empty ground of four modules', () => {
    expect(qrPath(['101', '011'])).toBe('M4 4h1v1h-1zM6 4h1v1h-1zM5 5h2v1h-2z');
    expect(qrSide(['101', '011', '000'])).toBe(11);
    const dark = sampleQr().join('').split('1').length - 1;
    const drawn = [...qrPath(sampleQr()).matchAll(/h(\d+)v1/g)].reduce(
      (sum, [, run]) => sum + Number(run),
      0,
    );
    expect(drawn).toBe(dark);
  });

  it('keeps its one gold button in the header of a small window', async () => {
    Object.assign(window, { innerWidth: 1024 });
    await openRoom(running);
    expect(golds()).toEqual(['Copy link']);
    expect(screen.getByTestId('bot-head-copy').closest('header')).not.toBeNull();
    await nothingAmiss();
  });
});

describe('the queue', () => {
  const jobs = [
    sampleBotJob(1, { isDrawnNow: true }),
    sampleBotJob(2, { guest: 'Дмитрий', words: 'компас', banner: 'ТИМЛИД' }),
    sampleBotJob(3, { state: { status: 'drawn' }, banner: '' }),
  ];

  it('says for whom, what and how it stands, and how many are beyond', async () => {
    await openRoom((backend) => backend.seedBot({ jobs, waiting: 123 }));
    const rows = screen.getAllByTestId('bot-job').map((row) => row.textContent?.replace(/\s+/g, ' '));
    expect(rows[0]).toContain('Anna K.');
    expect(rows[0]).toContain('a magnifying glass, UX SCOUT, Red Fox');
    expect(rows[0]).toContain('Is being drawn');
    expect(rows[1]).toContain('Waits');
    expect(rows[2]).toContain('Is being sent');
    expect(screen.getByTestId('bot-queue').textContent).toContain('123 pictures wait');
    expect(screen.getByTestId('bot-queue-more').textContent).toBe('and 120 more');
    await nothingAmiss();
  });

  it('lets each be cancelled, and the keyboard goes on at the one that took its place', async () => {
    const { backend } = await openRoom((backend) => backend.seedBot({ jobs, waiting: 3 }));
    const button = screen.getByRole('button', { name: 'Cancel the picture of Дмитрий' });
    button.focus();
    await press('Enter');
    await waitFor(() => expect(screen.getAllByTestId('bot-job')).toHaveLength(2));
    expect(backend.bot.jobs.map(({ id }) => id)).toEqual([1, 3]);
    await waitFor(() => expect(document.activeElement).toBe(screen.getAllByTestId('bot-job-cancel')[1]));
  });

  it('that is empty says so in one sentence', async () => {
    await openRoom(running);
    expect(screen.getByTestId('bot-queue-none').textContent).toBe('Nobody waits for a picture.');
    expect(screen.queryByTestId('bot-queue-more')).toBeNull();
  });
});

describe('today', () => {
  it('has what was done and spent under both ceilings', async () => {
    const today = { pictures: 17, redraws: 1, guests: 5, spent: '630000' };
    await openRoom((backend) => backend.seedBot({ today, monthSpent: '4170000' }));
    const text = screen.getByTestId('bot-today').textContent?.replace(/\s+/g, ' ');
    for (const said of ['17 pictures', '1 banner changed', '5 guests']) expect(text).toContain(said);
    expect(screen.getByRole('img', { name: 'Spent today: $0.63 of $2.00' })).toBeDefined();
    expect(screen.getByRole('img', { name: 'Spent this month: $4.17 of $20.00' })).toBeDefined();
    expect(screen.queryByTestId('bot-used-up')).toBeNull();
  });

  it('says what goes on once a ceiling is reached', async () => {
    const today = { pictures: 1, redraws: 0, guests: 1, spent: '2000000' };
    await openRoom((backend) => backend.seedBot({ today }));
    expect(screen.getByTestId('bot-used-up').textContent).toContain('goes on changing banners');
  });
});

describe('guests', () => {
  const rowOf = (name: string) => screen.getByText(name).closest('li') as HTMLElement;
  const accessOf = (name: string) => within(rowOf(name)).getByTestId('bot-guest-access').textContent;

  it('who ask come first, each with address, access and what is left', async () => {
    await openRoom(running);
    const rows = await screen.findAllByTestId('bot-guest');
    expect(rows[0]?.textContent).toContain('Pia Rossi');
    expect(rows[0]?.textContent).toContain('Asks');
    expect(rows.at(-1)?.textContent).toContain('Banned');
    const anna = rowOf('Anna K.');
    expect(anna.textContent).toContain('@annak_ux, 512000077');
    expect(anna.textContent).toContain('3 of');
    expect(anna.textContent).toContain('$0.42');
    expect(within(anna).getByTestId<HTMLInputElement>('bot-guest-quota').placeholder).toBe('10');
    expect(within(rowOf('Дмитрий')).getByTestId<HTMLInputElement>('bot-guest-quota').value).toBe('25');
    expect(screen.getByTestId('bot-guests').textContent).toContain('6 in all, one asks');
    await nothingAmiss();
  });

  it('are let in and kept out, with an undo', async () => {
    const { studio } = await openRoom(running);
    await fireEvent.click(await screen.findByRole('button', { name: 'Allow Pia Rossi' }));
    expect((await screen.findByTestId('toast')).textContent).toContain('Pia Rossi may use the bot');
    expect(accessOf('Pia Rossi')).toBe('Allowed');
    studio.undo();
    await waitFor(() => expect(accessOf('Pia Rossi')).toBe('Asks'));
    await fireEvent.click(screen.getByRole('button', { name: 'Ban Anna K.' }));
    await waitFor(() => expect(accessOf('Anna K.')).toBe('Banned'));
    await fireEvent.click(screen.getByTestId('toast-undo'));
    await waitFor(() => expect(accessOf('Anna K.')).toBe('Allowed'));
  });

  it('that cannot be let in stay as they are, and it is said why', async () => {
    const { backend } = await openRoom(running);
    backend.refuse.set('setGuestAccess', { code: 'diskFull', message: 'The disk is full.' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Allow Pia Rossi' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
    expect(accessOf('Pia Rossi')).toBe('Asks');
    expect(screen.queryByTestId('toast')).toBeNull();
  });

  it('have a quota of their own, or the bot’s', async () => {
    const { backend } = await openRoom((backend) => {
      backend.seedBot();
      backend.guests = [sampleGuest(7, 'Anna', { dailyQuota: 25 })];
    });
    await screen.findByTestId('bot-guest');
    await leave('bot-guest-quota', 'many');
    expect((await screen.findByRole('alert')).textContent).toContain('from 1 to 1000');
    expect(backend.calls).not.toContain('setGuestQuota');
    await leave('bot-guest-quota', '40');
    await waitFor(() => expect(backend.guests[0]?.guest.dailyQuota).toBe(40));
    await leave('bot-guest-quota', '');
    await waitFor(() => expect(backend.guests[0]?.guest.dailyQuota).toBeNull());
  });

  it('are added by number, and a refused one is said at the field', async () => {
    const { backend } = await openRoom(running);
    await leave('bot-guest-number', '@anna');
    await fireEvent.click(screen.getByTestId('bot-guest-add'));
    expect((await screen.findByRole('alert')).textContent).toContain('no number of Telegram');
    await leave('bot-guest-number', '900100');
    await fireEvent.click(screen.getByTestId('bot-guest-add'));
    await waitFor(() => expect(backend.guests.at(-1)?.guest.telegram).toBe(900_100));
    expect(screen.getByTestId<HTMLInputElement>('bot-guest-number').value).toBe('');
  });

  it('who come while the room is open are there', async () => {
    const { backend } = await openRoom(running);
    await screen.findAllByTestId('bot-guest');
    backend.guests = [...backend.guests, sampleGuest(1, 'New One', { access: 'waiting' })];
    backend.emit({ type: 'guestsChanged' });
    expect(await screen.findByText('New One', {}, slowly)).toBeDefined();
  });

  it('are nobody at first', async () => {
    await openRoom((backend) => backend.seedBot());
    expect((await screen.findByTestId('bot-guests-none')).textContent).toContain('Nobody has written');
  });

  it.each([
    ['Anna K.', 'AK'],
    ['дмитрий', 'Д'],
    ['«Jo» van der Berg', 'JV'],
    ['…', ''],
  ])('called %s have %j as their sign', (name, sign) => {
    expect(initials(name)).toBe(sign);
  });

  it.each([
    ['', null],
    ['1', 1],
    ['1000', 1000],
    ['0', undefined],
    ['1001', undefined],
    ['2.5', undefined],
  ])('may draw %j as %s', (typed, quota) => {
    expect(quotaOf(typed)).toBe(quota);
  });
});

describe('how it works', () => {
  it('is saved when a field is left', async () => {
    const { backend } = await openRoom((backend) => backend.seedBot({ shared: [sampleShared()] }));
    const settings = () => backend.bot.settings;
    await fireEvent.click(screen.getByTestId('bot-access-open'));
    await waitFor(() => expect(settings().access).toBe('open'));
    expect(screen.getByTestId('bot-access-hint').textContent).toContain('within the limits');
    await fireEvent.change(screen.getByTestId('bot-model'), { target: { value: 'model-1' } });
    await waitFor(() => expect(settings().model).toBe('model-1'));
    await fireEvent.change(screen.getByTestId('bot-model'), { target: { value: 'newest' } });
    await waitFor(() => expect(settings().model).toBeNull());
    await fireEvent.change(await screen.findByTestId('bot-template'), { target: { value: 'silver-shield' } });
    await waitFor(() => expect(settings().template).toBe('silver-shield'));
    await leave('bot-quota', '25');
    await leave('bot-longest-queue', '50');
    await leave('bot-daily-ceiling', '2.50');
    await leave('bot-monthly-ceiling', '$30');
    await waitFor(() =>
      expect(settings()).toMatchObject({
        dailyQuota: 25,
        longestQueue: 50,
        dailyCeiling: '2500000',
        monthlyCeiling: '30000000',
      }),
    );
    await fireEvent.click(screen.getByTestId('bot-answers-missed'));
    await waitFor(() => expect(settings().answersMissed).toBe(false));
    expect(settings().access).toBe('open');
    await nothingAmiss();
  });

  it.each([
    ['bot-quota', '0', 'from 1 to 1000'],
    ['bot-longest-queue', '', 'from 1 to 1000'],
    ['bot-daily-ceiling', '-1', 'A sum in dollars'],
  ])('keeps what was typed into %s where it cannot be: %j', async (field, typed, said) => {
    const { backend } = await openRoom(running);
    await leave(field, typed);
    expect((await screen.findByRole('alert')).textContent).toContain(said);
    expect(screen.getByTestId<HTMLInputElement>(field).value).toBe(typed);
    expect(backend.calls).not.toContain('changeBotSettings');
  });

  it('is put back where the Rust side refuses it', async () => {
    const { backend } = await openRoom(running);
    backend.refuse.set('changeBotSettings', { code: 'settingInvalid', message: 'Not so many.' });
    await fireEvent.click(screen.getByTestId('bot-access-open'));
    expect((await screen.findByRole('alert')).textContent).toContain('Not so many.');
    expect(screen.getByTestId<HTMLInputElement>('bot-access-private').checked).toBe(true);
  });

  it('loses nothing of two things that are set at once', async () => {
    const { backend } = await openRoom(running);
    let answer = () => {};
    backend.botWaits.set('changeBotSettings', () => new Promise<void>((done) => (answer = done)));
    await fireEvent.click(screen.getByTestId('bot-access-open'));
    await fireEvent.click(screen.getByTestId('bot-answers-missed'));
    await fireEvent.click(screen.getByTestId('bot-switch'));
    expect(screen.getByTestId<HTMLInputElement>('bot-answers-missed').checked).toBe(false);
    answer();
    await waitFor(() =>
      expect(backend.bot.settings).toMatchObject({ access: 'open', answersMissed: false, isOn: false }),
    );
  });

  it('says what a picture costs where it is drawn, or why nothing is', async () => {
    const { backend, studio } = await openRoom(running);
    expect(screen.getByTestId('bot-cost').textContent).toBe('Free on this computer');
    await fireEvent.change(screen.getByTestId('bot-place'), { target: { value: 'fal' } });
    backend.putBot({ pictureCost: '35000' });
    await waitFor(
      () => expect(screen.getByTestId('bot-cost').textContent).toBe('About $0.04 a picture'),
      slowly,
    );
    backend.putBot({ pictureCost: null });
    await waitFor(() => expect(screen.getByTestId('bot-cost').textContent).toContain('not known'), slowly);
    await fireEvent.change(screen.getByTestId('bot-place'), { target: { value: 'replicate' } });
    expect((await screen.findByTestId('bot-key-missing')).textContent).toContain('no key for Replicate');
    expect(studio.bot.settings?.endpoint).toBeNull();
    await fireEvent.click(screen.getByTestId('bot-key-set'));
    expect(await screen.findByTestId('key-field-replicate', {}, slowly)).toBeDefined();
  });
});

describe('the texts', () => {
  const row = (key: string) => within(screen.getByTestId(`bot-text-${key}`));

  it('are those of the language on screen, each with the bubble that a guest sees', async () => {
    await openRoom(running);
    const fields = screen.getAllByTestId<HTMLTextAreaElement>('bot-text-field');
    expect(fields).toHaveLength(7);
    expect(fields[0]?.maxLength).toBe(1000);
    expect(row('welcome').getByTestId('bot-text-preview').textContent).toBe(fields[0]?.value);
    expect(screen.getByTestId('bot-text-welcome').textContent).toContain('Leave { $bot } as it is');
    expect(screen.queryByTestId('bot-text-back')).toBeNull();
    await fireEvent.click(screen.getByTestId('bot-texts-language-ru'));
    expect(row('askHold').getByTestId<HTMLTextAreaElement>('bot-text-field').value).toBe(
      'Что держит персонаж?',
    );
  });

  it('are shown while they are typed, saved when left, and put back', async () => {
    const { backend } = await openRoom(running);
    const own = () =>
      backend.bot.texts.find(({ language, key }) => language === 'en' && key === 'welcome')?.own;
    const field = row('welcome').getByTestId('bot-text-field');
    await fireEvent.input(field, { target: { value: 'Welcome, guest!' } });
    expect(row('welcome').getByTestId('bot-text-preview').textContent).toBe('Welcome, guest!');
    expect(row('welcome').getByTestId('bot-text-missing').textContent).toContain('{ $bot } is missing');
    expect(own()).toBeNull();
    await fireEvent.blur(field);
    await waitFor(() => expect(own()).toBe('Welcome, guest!'));
    await nothingAmiss();
    await fireEvent.click(await row('welcome').findByTestId('bot-text-back'));
    await waitFor(() => expect(own()).toBeNull());
    expect(backend.bot.settings.texts).toEqual([]);
    expect(row('welcome').getByTestId<HTMLTextAreaElement>('bot-text-field').value).toContain(
      'I am { $bot }',
    );
  });

  it('that are emptied say again what they said', async () => {
    const { backend } = await openRoom(running);
    const field = row('askHold').getByTestId<HTMLTextAreaElement>('bot-text-field');
    await fireEvent.input(field, { target: { value: '  ' } });
    await fireEvent.blur(field);
    await waitFor(() => expect(field.value).toBe('What does the character hold?'));
    expect(backend.bot.settings.texts).toEqual([]);
  });

  it('that are refused stay in the field with the reason', async () => {
    const { backend } = await openRoom(running);
    backend.refuse.set('changeBotSettings', { code: 'settingInvalid', message: 'A text needs a letter.' });
    const field = row('help').getByTestId<HTMLTextAreaElement>('bot-text-field');
    await fireEvent.input(field, { target: { value: '…' } });
    await fireEvent.blur(field);
    expect((await row('help').findByRole('alert')).textContent).toContain('A text needs a letter.');
    expect(field.value).toBe('…');
  });

  it('know what the bot fills in', () => {
    const standard = 'I am { $bot }, with {$model}.';
    expect(partsOf(standard)).toEqual(['I am ', '{ $bot }', ', with ', '{$model}', '.']);
    expect(missingIn('I am { $bot }.', standard)).toEqual(['{$model}']);
    const text = { language: 'en', key: 'help', standard, own: null } as const;
    const others = [{ language: 'ru', key: 'help', text: 'Да' } as const];
    expect(withText(others, text, 'No')).toEqual([...others, { language: 'en', key: 'help', text: 'No' }]);
    expect(withText(withText(others, text, 'No'), text, standard)).toEqual(others);
  });
});

describe('the program', () => {
  it('starts with the computer where that can be set', async () => {
    const { backend } = await openRoom(running);
    const box = await screen.findByTestId<HTMLInputElement>('bot-login');
    await waitFor(() => expect(box.disabled).toBe(false));
    await fireEvent.click(box);
    await waitFor(() => expect(backend.atLogin).toBe(true));
    await waitFor(() => expect(box.checked).toBe(true));
    expect(screen.getByTestId('bot-program').textContent).toContain('blazon-cli bot run');
  });

  it('says so where it cannot', async () => {
    await openRoom((backend) => {
      running(backend);
      backend.atLogin = null;
    });
    expect((await screen.findByTestId('bot-login-none')).textContent).toContain('no way to start');
    expect(screen.queryByTestId('bot-login')).toBeNull();
  });

  it('forgets the token after one question, and guests stay', async () => {
    const { backend } = await openRoom(running);
    await fireEvent.click(screen.getByTestId('bot-forget'));
    const dialog = await screen.findByTestId('bot-forget-dialog', {}, slowly);
    expect(dialog.textContent).toContain('Guests, their limits and your texts stay.');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Cancel'));
    await nothingAmiss();
    await fireEvent.click(within(dialog).getByText('Cancel'));
    await waitFor(() => expect(screen.queryByTestId('bot-forget-dialog')).toBeNull());
    expect(backend.calls).not.toContain('forgetBot');
    await fireEvent.click(screen.getByTestId('bot-forget'));
    backend.refuse.set('forgetBot', { code: 'refused', message: 'The keychain is locked.' });
    await fireEvent.click(await screen.findByTestId('bot-forget-confirm'));
    expect((await screen.findByRole('alert')).textContent).toContain('The keychain is locked.');
    await fireEvent.click(screen.getByTestId('bot-forget-confirm'));
    expect(await screen.findByTestId('bot-empty')).toBeDefined();
    expect(backend.guests).toHaveLength(6);
  });
});

describe('in Russian', () => {
  it('everything is said in Russian', async () => {
    await openRoom((backend) => {
      running(backend);
      const jobs = [sampleBotJob(1, { guest: 'Анна' })];
      backend.bot = {
        ...backend.bot,
        jobs,
        waiting: 1,
        today: { pictures: 3, redraws: 2, guests: 1, spent: '0' },
      };
    }, 'ru');
    await screen.findAllByTestId('bot-guest');
    expect(line()).toContain('отвечает с');
    expect(golds()).toEqual(['Копировать ссылку']);
    const text = document.querySelector('main')?.textContent?.replace(/\s+/g, ' ') ?? '';
    for (const said of ['ждёт 1 картинка', '3 картинки', '2 ленты изменены', '1 гость', '$0,00 из $2,00'])
      expect(text).toContain(said);
    // A message that is not there is shown by its name.
    expect(text).not.toMatch(/\bbot-[a-z]/);
    await nothingAmiss();
  });
});
