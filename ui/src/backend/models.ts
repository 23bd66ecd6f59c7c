// Models as the window has them: as they are generated, with whole pictures in their page. Must not know how it is shown.
import type * as generated from './bindings';
import type { GalleryItem } from './gallery';

export type ModelPage = Omit<generated.ModelPage, 'pictures'> & { pictures: GalleryItem[] };

/** The calls in which they cross. */
export type ModelCalls = {
  loadModelPage: (model: generated.ModelId) => Promise<ModelPage>;
};
