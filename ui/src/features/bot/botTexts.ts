// The bot's texts: how each is called, which parts of one the bot fills in, and what becomes of a changed one. Must not
// know the fields.
import type { BotText, BotTextKey, OwnBotText } from '$backend';

export const LONGEST_TEXT = 1000;

export const textNames: Record<BotTextKey, string> = {
  welcome: 'bot-text-welcome',
  askHold: 'bot-text-ask-hold',
  askBanner: 'bot-text-ask-banner',
  askPortrait: 'bot-text-ask-portrait',
  ready: 'bot-text-ready',
  private: 'bot-text-private',
  help: 'bot-text-help',
};

/** What the bot fills in stands in braces, as in Fluent. */
const FILLED_IN = /(\{\s*\$[\w-]+\s*\})/;

/** What is said and what is filled in, in turn: every second part is filled in. */
export const partsOf = (text: string): string[] => text.split(FILLED_IN);

/** What the bot fills in, each once. */
export const filledIn = (text: string): string[] => [
  ...new Set(partsOf(text).filter((_, place) => place % 2 === 1)),
];

/** What the shipped text has and this one has not. */
export const missingIn = (text: string, standard: string): string[] =>
  filledIn(standard).filter((part) => !text.includes(part));

/** All changed texts once `text` says something else; an empty one and the shipped one are no change. */
export function withText(
  all: OwnBotText[],
  { language, key, standard }: BotText,
  text: string,
): OwnBotText[] {
  const others = all.filter((other) => other.language !== language || other.key !== key);
  return text === '' || text === standard ? others : [...others, { language, key, text }];
}
