// What brings a bot on: the one step whose button is gold. Must not know the buttons.
import type { BotLine, BotOverview } from '$backend';
import { wayOutOf } from './lineWords';

export type BotStep = 'connect' | 'switchOn' | 'pair' | 'share';

export function nextStepOf(overview: BotOverview, line: BotLine): BotStep {
  if (!overview.hasToken || wayOutOf(line) === 'token') return 'connect';
  if (line.type === 'off') return 'switchOn';
  return overview.hasOwner ? 'share' : 'pair';
}
