// What is known of the families of bases: their own names, which no language translates, and the side in pixels
// for which each was made (the model card of each family; for Pocket its own).
import type { BaseFamily } from '$backend';

const facts: Record<BaseFamily, { name: string; side: number }> = {
  pocket: { name: 'Pocket', side: 128 },
  sd15: { name: 'Stable Diffusion 1.5', side: 512 },
  sd21: { name: 'Stable Diffusion 2.1', side: 768 },
  sdxl: { name: 'Stable Diffusion XL', side: 1024 },
  flux1: { name: 'FLUX.1', side: 1024 },
  flux2: { name: 'FLUX.2', side: 1024 },
  'qwen-image': { name: 'Qwen-Image', side: 1024 },
  'z-image': { name: 'Z-Image', side: 1024 },
};

/** All of them, from the smallest to the largest. */
export const families = Object.keys(facts) as BaseFamily[];

export const familyName = (family: BaseFamily): string => facts[family].name;

/** The side in pixels for which the family was made. */
export const nativeSide = (family: BaseFamily): number => facts[family].side;

/** The strength at which a LoRA is drawn unless a person says otherwise; as in the Rust model. */
export const usualStrength = (family: BaseFamily): number => (family === 'pocket' ? 0.7 : 1);

const drawnHere: BaseFamily[] = ['pocket', 'sd15', 'sd21', 'sdxl'];

/** Whether this computer can draw with a base of the family, where one is there. */
export const isDrawnHere = (family: BaseFamily): boolean => drawnHere.includes(family);

/** The base that ships draws previews, and is called that wherever it stands. */
export const isPreviewQuality = (family: BaseFamily): boolean => family === 'pocket';
