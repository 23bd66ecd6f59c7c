// What the gallery's room shows: what was drawn, or what draws.
export type GalleryPart = 'pictures' | 'models';
