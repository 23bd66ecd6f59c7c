// Every photo of a dataset at once, for lists that are searched as a whole. Photo grids read pages instead.
import type { Backend, DatasetId, Photo } from '$backend';

const PAGE = 1000;

export async function loadAllPhotos(backend: Backend, dataset: DatasetId): Promise<Photo[]> {
  const photos: Photo[] = [];
  for (;;) {
    const page = await backend.listPhotos(dataset, 'all', 'imported', photos.length, PAGE);
    photos.push(...page.photos);
    if (page.photos.length === 0 || photos.length >= page.total) return photos;
  }
}
