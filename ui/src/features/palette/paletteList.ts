// What the palette lists for what is typed: groups with the best answer first, in each the best commands. Must not know
// what a command does.
import { paletteGroups, type PaletteCommand, type PaletteGroup } from './paletteCommand';
import { paletteScore } from './paletteScore';

export type PaletteSection = { group: PaletteGroup; items: PaletteCommand[] };

/** Names of a large library are found by typing; nobody reads hundreds of them. */
const NAMES_SHOWN = 8;
const ANSWERS_SHOWN = 20;

export function paletteList(commands: PaletteCommand[], typed: string): PaletteSection[] {
  if (typed.trim() === '') return paletteGroups.map((group) => unsearched(commands, group)).filter(hasItems);
  return paletteGroups
    .map((group) => answers(commands, group, typed))
    .filter(hasItems)
    .sort((a, b) => b.best - a.best);
}

const hasItems = ({ items }: PaletteSection): boolean => items.length > 0;

function unsearched(commands: PaletteCommand[], group: PaletteGroup): PaletteSection {
  const items = commands.filter((command) => command.group === group);
  const areNames = group === 'dataset' || group === 'model' || group === 'badge';
  return { group, items: areNames ? items.slice(0, NAMES_SHOWN) : items };
}

function answers(commands: PaletteCommand[], group: PaletteGroup, typed: string) {
  const scored = commands
    .filter((command) => command.group === group)
    .map((command) => ({ command, score: paletteScore(typed, [command.label, ...command.keywords]) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, ANSWERS_SHOWN);
  return { group, items: scored.map(({ command }) => command), best: scored[0]?.score ?? 0 };
}
