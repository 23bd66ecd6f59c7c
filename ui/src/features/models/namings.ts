// What people call the ways in which LoRA files name their tensors; the same in every language.
import type { ModelNaming } from '$backend';

const names: Record<ModelNaming, string> = {
  kohya: 'kohya',
  peft: 'PEFT, diffusers',
  oldDiffusers: 'diffusers (2023)',
};

export const namingName = (naming: ModelNaming): string => names[naming];
