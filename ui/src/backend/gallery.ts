// The gallery as the window has it: as it is generated, with whole badges and numbers in it. Must not know how it is
// shown.
import type { Badge } from './badges';
import type * as generated from './bindings';

type WithBadge<T extends { badge: generated.Badge | null }> = Omit<T, 'badge'> & { badge: Badge | null };

export type GalleryItem = WithBadge<generated.GalleryItem>;
export type GalleryPage = Omit<generated.GalleryPage, 'items'> & { items: GalleryItem[] };
export type GalleryPicture = Omit<generated.GalleryPicture, 'item'> & { item: GalleryItem };
export type ForeignLora = Omit<generated.ForeignLora, 'strength'> & { strength: number };
export type ForeignPicture = Omit<generated.ForeignPicture, 'loras'> & { loras: ForeignLora[] };

/** The calls in which they cross. */
export type GalleryCalls = {
  listGallery: (query: generated.GalleryQuery, offset: number, limit: number) => Promise<GalleryPage>;
  loadGalleryPicture: (id: generated.GalleryId) => Promise<GalleryPicture>;
  readForeignPicture: (drop: generated.DropId, index: number) => Promise<ForeignPicture>;
};
