// Which of the shared models is shown to be passed on. Must not know where.
import type { ModelId, SharedModel } from '$backend';

/** The one that was chosen here, otherwise the one for guests who chose none, otherwise the first. */
export const shownModel = (
  shared: SharedModel[],
  chosen: ModelId | null,
  standard: ModelId | null,
): SharedModel | undefined =>
  shared.find(({ model }) => model === chosen) ?? shared.find(({ model }) => model === standard) ?? shared[0];
