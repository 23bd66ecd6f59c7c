// How the bot's line to Telegram is told: in a few words beside the switch, and where something is in its way in a
// sentence with what to do. Must not know where either stands.
import type { BotLine, BotTrouble } from '$backend';
import { t, words } from '$shared/words.svelte';

/** Whether the bot answers, cannot for a while, cannot at all, or is not asked to. */
export type LineMood = 'still' | 'going' | 'good' | 'warn' | 'bad';

export function lineMood(line: BotLine): LineMood {
  switch (line.type) {
    case 'off':
      return 'still';
    case 'starting':
      return 'going';
    case 'running':
    case 'elsewhere':
      return 'good';
    case 'waiting':
      return 'warn';
    case 'stopped':
      return 'bad';
  }
}

export function lineWords(line: BotLine): string {
  switch (line.type) {
    case 'off':
      return t('bot-line-off');
    case 'starting':
      return t('bot-line-starting');
    case 'running':
      return t('bot-line-running', { since: words.moment(line.since) });
    case 'elsewhere':
      return t('bot-line-elsewhere');
    case 'waiting':
      return t('bot-line-waiting', { since: words.moment(line.since) });
    case 'stopped':
      return t('bot-line-stopped');
  }
}

const troubles: Record<BotTrouble, { what: string; hint: string }> = {
  noToken: { what: 'bot-trouble-no-token', hint: 'bot-trouble-no-token-hint' },
  badToken: { what: 'bot-trouble-bad-token', hint: 'bot-trouble-bad-token-hint' },
  conflict: { what: 'bot-trouble-conflict', hint: 'bot-trouble-conflict-hint' },
  offline: { what: 'bot-trouble-offline', hint: 'bot-trouble-offline-hint' },
  tooMany: { what: 'bot-trouble-too-many', hint: 'bot-trouble-too-many-hint' },
  telegramBroken: { what: 'bot-trouble-telegram-broken', hint: 'bot-trouble-telegram-broken-hint' },
  hostRefused: { what: 'bot-trouble-host-refused', hint: 'bot-trouble-host-refused-hint' },
  badProxy: { what: 'bot-trouble-bad-proxy', hint: 'bot-trouble-bad-proxy-hint' },
  failed: { what: 'bot-trouble-failed', hint: 'bot-trouble-failed-hint' },
};

export const troubleWords = (trouble: BotTrouble) => ({
  sentence: t(troubles[trouble].what),
  hint: t(troubles[trouble].hint),
});

/** What is in the way, where something is. */
export const troubleOf = (line: BotLine): BotTrouble | null => ('trouble' in line ? line.trouble : null);

/** Where the way out of it is: another token, the settings, or one more try. */
export function wayOutOf(line: BotLine): 'token' | 'settings' | 'again' | null {
  const trouble = troubleOf(line);
  if (trouble === 'badToken' || trouble === 'noToken') return 'token';
  if (trouble === 'hostRefused' || trouble === 'badProxy') return 'settings';
  return line.type === 'stopped' ? 'again' : null;
}
