// The samplers by their proper names, which no language translates.
import type { Sampler } from '$backend';

export const samplers: { value: Sampler; label: string }[] = [
  { value: 'dpmPlusPlus2M', label: 'DPM++ 2M' },
  { value: 'eulerAncestral', label: 'Euler a' },
  { value: 'ddim', label: 'DDIM' },
];

export const samplerName = (sampler: Sampler): string =>
  samplers.find(({ value }) => value === sampler)?.label ?? sampler;
