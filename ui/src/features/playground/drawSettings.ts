// All that is set before a picture is drawn, to and from the request that is sent. Nothing may get lost on either
// way: a request that is restored and sent again is the same request. Must not know the controls.
import type { DrawRequest, HostedChoice, ModelId, ProviderId, Sampler } from '$backend';

export type DrawSettings = {
  /** Where it is drawn. */
  provider: ProviderId;
  /** Which generator draws there, and what only it knows; `null` on this computer. */
  hosted: HostedChoice | null;
  /** `null` where a base draws by itself. */
  model: ModelId | null;
  /** `null` for the base that ships. */
  basePath: string | null;
  /** As it was typed; the trigger word is put before it while its chip is there. */
  prompt: string;
  negativePrompt: string;
  strength: number;
  steps: number;
  guidance: number;
  sampler: Sampler;
  width: number;
  height: number;
  count: number;
  /** Whether a graphics card draws, where one can be used. */
  onCard: boolean;
};

export const limits = {
  strength: { from: 0, to: 2, step: 0.05 },
  steps: { from: 1, to: 100, step: 1 },
  guidance: { from: 1, to: 20, step: 0.5 },
};

export const counts = [1, 2, 4, 8];

export const firstSettings: DrawSettings = {
  provider: 'local',
  hosted: null,
  model: null,
  basePath: null,
  prompt: '',
  negativePrompt: '',
  strength: 1,
  steps: 20,
  guidance: 5,
  sampler: 'dpmPlusPlus2M',
  width: 128,
  height: 128,
  count: 4,
  onCard: false,
};

export const requestOf = (
  settings: DrawSettings,
  seed: string | null,
  withoutTrigger: boolean,
): DrawRequest => ({
  ...settings,
  withoutTrigger,
  seed,
});

export function settingsOf(request: DrawRequest): DrawSettings {
  const { model, basePath, prompt, negativePrompt, steps, sampler, width, height, count } = request;
  return {
    provider: request.provider,
    hosted: request.hosted ?? null,
    model,
    basePath,
    prompt,
    negativePrompt,
    strength: request.strength ?? firstSettings.strength,
    steps,
    guidance: request.guidance ?? firstSettings.guidance,
    sampler,
    width,
    height,
    count,
    onCard: request.onCard ?? false,
  };
}
