// The three stages that people see of a run, and how far each is. Must not know sentences; it names messages.
import type { RunDetails, TrainingRun } from '$backend';

export type StageMood = 'ahead' | 'now' | 'done' | 'failed';
export type Stage = { id: 'preparing' | 'training' | 'completed'; mood: StageMood; share: number | null };

const stages = (preparing: Part, training: Part, completed: Part): Stage[] => [
  { id: 'preparing', ...preparing },
  { id: 'training', ...training },
  { id: 'completed', ...completed },
];

type Part = { mood: StageMood; share: number | null };
const ahead: Part = { mood: 'ahead', share: 0 };
const done: Part = { mood: 'done', share: 1 };
const now = (share: number | null): Part => ({ mood: 'now', share });

/** The last step that is known of a run. */
export function lastStep(run: TrainingRun, details: RunDetails | undefined): number {
  if (run.state.state === 'training') return run.state.step;
  return details?.losses[details.losses.length - 1]?.step ?? 0;
}

function stopped(run: TrainingRun, details: RunDetails | undefined, mood: StageMood): Stage[] {
  const step = lastStep(run, details);
  if (step === 0) return stages({ mood, share: mood === 'failed' ? 1 : 0 }, ahead, ahead);
  return stages(done, { mood, share: Math.min(1, step / Math.max(1, run.recipe.steps)) }, ahead);
}

const partOf = (some: string, all: string | null): number | null =>
  all === null || Number(all) === 0 ? null : Math.min(1, Number(some) / Number(all));

export function stagesOf(run: TrainingRun, details: RunDetails | undefined): Stage[] {
  const { state } = run;
  switch (state.state) {
    case 'draft':
    case 'packing':
    case 'submitting':
      return stages(now(null), ahead, ahead);
    case 'quoted':
      return stages(ahead, ahead, ahead);
    // What was sent may have been taken: that is all that is known.
    case 'unknown':
      return stages(done, ahead, ahead);
    case 'uploading':
      return stages(now(partOf(state.sent, state.total)), ahead, ahead);
    case 'queued':
      return stages(done, ahead, ahead);
    case 'training':
      return stages(done, now(state.total > 0 ? Math.min(1, state.step / state.total) : null), ahead);
    case 'downloading':
      return stages(done, done, now(partOf(state.received, state.total)));
    case 'checking':
      return stages(done, done, now(null));
    case 'ready':
      return stages(done, done, done);
    case 'failed':
      return stopped(run, details, 'failed');
    case 'cancelling':
    case 'cancelled':
      return stopped(run, details, 'ahead');
  }
}
