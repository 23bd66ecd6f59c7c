// Under which rooms of the rail work is shown, and how far it is: work of a person, told by the state of the window.
import { lineMood } from '$features/bot/lineWords';
import { isUnfinished } from '$features/jobs/jobList.svelte';
import { drawnSteps } from '$features/playground/drawingList.svelte';
import type { Pips, Stand } from '$features/shell/room';
import { trainedShare } from '$features/training/runStates';
import type { Studio } from './studio.svelte';

export function pipsOf(studio: Studio): Pips {
  return {
    datasets: datasetsPip(studio),
    training: trainingPip(studio),
    playground: playgroundPip(studio),
    badges: badgesPip(studio),
    bot: botPip(studio),
  };
}

function datasetsPip({ jobs }: Studio) {
  const states = jobs.running.filter(isUnfinished).map((job) => job.state);
  if (states.length === 0) return undefined;
  const running = states.filter((state) => state.status === 'running');
  const total = running.reduce((sum, state) => sum + (state.total ?? 0), 0);
  const known = running.length === states.length && running.every((state) => state.total !== null);
  return { share: known && total > 0 ? running.reduce((sum, state) => sum + state.done, 0) / total : null };
}

function trainingPip({ training }: Studio) {
  const [run] = training.runs.goingOn;
  return run && { share: trainedShare(run) };
}

function playgroundPip({ playground, grids }: Studio) {
  const { unfinished } = playground.drawings;
  if (unfinished.length === 0) return grids.isAtWork ? { share: null } : undefined;
  const steps = unfinished.map(drawnSteps);
  const total = steps.reduce((sum, part) => sum + part.total, 0);
  return { share: steps.reduce((sum, part) => sum + part.done, 0) / total };
}

function badgesPip({ badges }: Studio) {
  const { batch, running } = badges.many;
  return batch && running ? { share: batch.total > 0 ? batch.done / batch.total : null } : undefined;
}

function botPip({ bot }: Studio): Stand | undefined {
  switch (lineMood(bot.line)) {
    case 'still':
    case 'going':
      return undefined;
    case 'good':
      return { stand: 'good' };
    case 'warn':
    case 'bad':
      return { stand: 'trouble' };
  }
}
