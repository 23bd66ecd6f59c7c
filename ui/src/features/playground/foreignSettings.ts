// What is taken over from a picture file of anybody: what is known here and lies within its limits. The rest stays as it
// is set. Must not know how the file was read.
import type { ForeignPicture, LoraModel } from '$backend';
import { nativeSide } from '$features/bases/baseFamilies';
import { limits, type DrawSettings } from './drawSettings';
import { nearestShape, sizeOf } from './shapes';

const within = (value: number, { from, to }: { from: number; to: number }): number =>
  Math.min(to, Math.max(from, value));

/** The first LoRA of the file that is a model here, with its strength there. */
export const foreignModel = ({ loras }: ForeignPicture, find: (id: string) => LoraModel | undefined) => {
  for (const { model, strength } of loras) {
    const found = model === null ? undefined : find(model);
    if (found) return { model: found, strength: within(strength, limits.strength) };
  }
  return null;
};

export function foreignSettings(
  picture: ForeignPicture,
  before: DrawSettings,
  found: ReturnType<typeof foreignModel>,
): DrawSettings {
  const { prompt, negativePrompt, steps, guidance, knownSampler } = picture;
  const next = {
    ...before,
    prompt,
    negativePrompt,
    steps: steps === null ? before.steps : within(Math.round(steps), limits.steps),
    guidance: guidance === null ? before.guidance : within(guidance, limits.guidance),
    sampler: knownSampler ?? before.sampler,
  };
  if (!found) return next;
  // The size is that of the base here, which seldom is the one of the file.
  const size = sizeOf(nearestShape(picture), nativeSide(found.model.base));
  return {
    ...next,
    ...size,
    provider: 'local',
    hosted: null,
    model: found.model.id,
    basePath: null,
    strength: found.strength,
  };
}
