// The groups of near duplicates of a dataset, each with the kept one first.
import type { Backend, DatasetId, DatasetReview, Photo } from '$backend';

export async function loadGroups(
  backend: Backend,
  dataset: DatasetId,
  review: DatasetReview,
): Promise<Photo[][]> {
  const ids = review.lines.flatMap(({ finding }) =>
    finding.kind === 'nearDuplicates' ? finding.photos : [],
  );
  const photos = await Promise.all(ids.map((id) => backend.loadPhoto(dataset, id)));
  const groups = new Map<string, Photo[]>();
  for (const photo of photos) {
    if (photo.group) groups.set(photo.group.best, [...(groups.get(photo.group.best) ?? []), photo]);
  }
  for (const group of groups.values()) group.sort((a, b) => (a.group?.place ?? 0) - (b.group?.place ?? 0));
  return [...groups.values()];
}
