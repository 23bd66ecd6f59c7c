// What the Rust side makes of a dataset's photos, small enough for tests: crops, buckets, marks, review, figures.
import type {
  Bucket,
  BucketFit,
  CaptionLint,
  CropRect,
  Dataset,
  DatasetReview,
  DatasetStatistics,
  Finding,
  Framing,
  Mark,
  Photo,
  PhotoFilter,
  PhotoOrder,
  RangeCount,
  Weight,
} from '../src/backend';

const STEP = 64;
const toStep = (value: number) => Math.max(STEP, Math.floor(value / STEP) * STEP);

/** The largest bucket of this shape whose area is not above `area`. */
function bucketOf(ratio: number, area: number): Bucket {
  const width = toStep(Math.sqrt(area * ratio) + STEP / 2);
  return { width, height: toStep(Math.min(area / width, width / ratio + STEP / 2)) };
}

export function fitOf({ width, height }: { width: number; height: number }, framing: Framing): BucketFit {
  const area = Math.min(framing.size ** 2, width * height);
  const bucket = bucketOf(width / height, area);
  const scale = Math.min(1, Math.max(bucket.width / width, bucket.height / height));
  const scaled = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return {
    bucket,
    scaled,
    lost_width: Math.max(0, scaled.width - bucket.width),
    lost_height: Math.max(0, scaled.height - bucket.height),
    percent: Math.round(scale * 100),
  };
}

/** What the framing proposes: the whole photo, or a square a little above the middle, where faces are. */
export function proposedCrop({ width, height }: Photo, framing: Framing): CropRect {
  if (framing.shape === 'keep') return { x: 0, y: 0, width, height };
  const side = Math.min(width, height);
  return { x: Math.round((width - side) / 2), y: Math.round((height - side) / 3), width: side, height: side };
}

const marksInOrder: Mark[] = [
  'tooSmall',
  'blurred',
  'tooDark',
  'tooBright',
  'extremeShape',
  'nearDuplicate',
  'otherPeople',
  'noFace',
  'busyBackground',
  'transparent',
  'belowSize',
  'turnedUpright',
];
const waits = (mark: Mark) =>
  marksInOrder.indexOf(mark) < marksInOrder.indexOf('transparent') && mark !== 'nearDuplicate';
const followsFromSize: Mark[] = ['tooSmall', 'belowSize', 'extremeShape', 'nearDuplicate'];

export function reviewed(dataset: Dataset, rows: Photo[]): Photo[] {
  const groups = grouped(rows);
  return rows.map((row) => {
    const used = row.crop ?? proposedCrop(row, dataset.framing);
    const fit = fitOf(used, dataset.framing);
    const group = groups.get(row.id) ?? null;
    const found = new Set(row.marks.filter((mark) => !followsFromSize.includes(mark)));
    const [short, long] = [Math.min(used.width, used.height), Math.max(used.width, used.height)];
    if (short < 512) found.add('tooSmall');
    else if (used.width * used.height < dataset.framing.size ** 2) found.add('belowSize');
    if (long > short * 3) found.add('extremeShape');
    if (group) found.add('nearDuplicate');
    const marks = marksInOrder.filter((mark) => found.has(mark));
    const byMarks = marks.includes('tooSmall') || (group?.place ?? 0) > 0;
    const leftOut = row.choice ? row.choice === 'leaveOut' : byMarks;
    return { ...row, used, fit, marks, group, leftOut };
  });
}

function grouped(rows: Photo[]): Map<string, NonNullable<Photo['group']>> {
  const byBest = new Map<string, Photo[]>();
  for (const row of rows) {
    if (row.group) byBest.set(row.group.best, [...(byBest.get(row.group.best) ?? []), row]);
  }
  const places = new Map<string, NonNullable<Photo['group']>>();
  for (const members of byBest.values()) {
    if (members.length < 2) continue;
    const kept = (photo: Photo) => Number(photo.choice === 'keep');
    const sorted = members.sort((a, b) => kept(b) - kept(a) || a.group!.place - b.group!.place);
    sorted.forEach(({ id }, place) => places.set(id, { best: sorted[0]!.id, size: sorted.length, place }));
  }
  return places;
}

const letsThrough: Record<PhotoFilter, (photo: Photo) => boolean> = {
  all: () => true,
  leftOut: (photo) => photo.leftOut,
  used: (photo) => !photo.leftOut,
  needsALook: (photo) => photo.choice === null && !photo.leftOut && photo.marks.some(waits),
};

const orders: Record<PhotoOrder, (a: Photo, b: Photo) => number> = {
  imported: () => 0,
  name: (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }),
  sharpness: (a, b) => Number(b.marks.includes('blurred')) - Number(a.marks.includes('blurred')),
  size: (a, b) => a.used.width * a.used.height - b.used.width * b.used.height,
};

export function listed(photos: Photo[], filter: PhotoFilter, order: PhotoOrder): Photo[] {
  const sorted = [...photos].sort(orders[order]);
  const seen = new Set<string>();
  return sorted
    .flatMap((photo) => {
      if (!photo.group) return [photo];
      const { best } = photo.group;
      if (seen.has(best)) return [];
      seen.add(best);
      return sorted
        .filter((other) => other.group?.best === best)
        .sort((a, b) => a.group!.place - b.group!.place);
    })
    .filter(letsThrough[filter]);
}

const idsOf = (photos: Photo[]) => photos.map((photo) => photo.id);

function enough(used: number, advised: number): Finding {
  if (used < 5) return { kind: 'tooFewPhotos', used, needed: 5 };
  return used < advised ? { kind: 'fewerThanAdvised', used, advised } : { kind: 'enoughPhotos', used };
}

function lints(dataset: Dataset, used: Photo[]): CaptionLint[] {
  const written = used.filter((photo) => photo.caption);
  if (written.length === 0) return [{ kind: 'none' }];
  const found: CaptionLint[] = [];
  const words = (photo: Photo) => photo.caption.split(/\s+/);
  const say = (kind: 'missing' | 'noTrigger' | 'tooShort' | 'tooLong', photos: Photo[]) => {
    if (photos.length > 0) found.push({ kind, photos: idsOf(photos) });
  };
  say(
    'missing',
    used.filter((photo) => !photo.caption),
  );
  if (dataset.captionStyle === 'asWritten')
    say(
      'noTrigger',
      written.filter((photo) => !photo.caption.includes(dataset.trigger)),
    );
  say(
    'tooShort',
    written.filter((photo) => words(photo).length < 4),
  );
  say(
    'tooLong',
    written.filter((photo) => words(photo).length > 56),
  );
  for (const photo of written) {
    const phrase = /\b(\w+ \w+)\b.*\b\1\b/i.exec(photo.caption)?.[1];
    if (phrase) found.push({ kind: 'repeats', phrase, photos: [photo.id] });
  }
  if (written.length > 1 && new Set(written.map((photo) => photo.caption)).size === 1)
    found.push({ kind: 'allTheSame' });
  return found;
}

const weightOf = (finding: Finding): Weight => {
  switch (finding.kind) {
    case 'tooFewPhotos':
      return 'refused';
    case 'fewerThanAdvised':
    case 'measuresToCome':
      return 'toDecide';
    case 'marked':
      return waits(finding.mark) ? 'toDecide' : 'known';
    case 'captions':
      return finding.lint.kind === 'none' ? 'known' : 'toDecide';
    case 'leftOut':
    case 'nearDuplicates':
    case 'facesToCome':
      return 'known';
    default:
      return 'passed';
  }
};
const weights: Weight[] = ['refused', 'toDecide', 'known', 'passed'];

/** `facesDone`: in how many photos faces were looked for; all where nothing is said. */
export function reviewOf(dataset: Dataset, photos: Photo[], facesDone = photos.length): DatasetReview {
  const used = photos.filter((photo) => !photo.leftOut);
  const findings: Finding[] = [enough(used.length, dataset.subject.kind === 'style' ? 15 : 10)];
  const undecided = photos.filter((photo) => photo.choice === null);
  for (const mark of marksInOrder) {
    if (mark === 'nearDuplicate' || mark === 'turnedUpright') continue;
    const marked = undecided.filter((photo) => photo.marks.includes(mark));
    const waiting = marked.filter((photo) => !photo.leftOut);
    if (waiting.length > 0) findings.push({ kind: 'marked', mark, photos: idsOf(waiting) });
    const left = mark === 'tooSmall' ? marked.filter((photo) => photo.leftOut) : [];
    if (left.length > 0) findings.push({ kind: 'leftOut', mark, photos: idsOf(left) });
  }
  const twins = photos.filter((photo) => photo.group);
  if (twins.length > 0)
    findings.push({
      kind: 'nearDuplicates',
      groups: twins.filter((photo) => photo.group?.place === 0).length,
      photos: idsOf(twins),
      used: twins.filter((photo) => !photo.leftOut).length,
    });
  if (dataset.subject.kind === 'person' && photos.length > 0) {
    const several = used.some(({ marks }) => marks.includes('noFace') || marks.includes('otherPeople'));
    if (facesDone < photos.length)
      findings.push({ kind: 'facesToCome', done: facesDone, total: photos.length });
    else if (!several && used.length > 0) findings.push({ kind: 'oneFaceEverywhere' });
  }
  if (used.length > 0) {
    const lint = lints(dataset, used);
    if (lint.length === 0) findings.push({ kind: 'captionsComplete', count: used.length });
    findings.push(...lint.map((each): Finding => ({ kind: 'captions', lint: each })));
    findings.push({ kind: 'metadataRemoved' });
  }
  const lines = findings
    .map((finding) => ({ weight: weightOf(finding), finding }))
    .sort((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight));
  return {
    photos: photos.length,
    used: used.length,
    needsALook: photos.filter(letsThrough.needsALook).length,
    leftOut: photos.filter((photo) => photo.leftOut).length,
    lines,
  };
}

function ranges(values: number[], bounds: number[]): RangeCount[] {
  return bounds.map((from, index) => {
    const to = bounds[index + 1] ?? null;
    return {
      from,
      to,
      photos: values.filter((value) => value >= from && (to === null || value < to)).length,
    };
  });
}

export function statisticsOf(photos: Photo[]): DatasetStatistics {
  const used = photos.filter((photo) => !photo.leftOut);
  const buckets = new Map<string, { bucket: Bucket; photos: number }>();
  const words = new Map<string, number>();
  for (const photo of used) {
    const { bucket } = photo.fit;
    const name = `${bucket.width}x${bucket.height}`;
    buckets.set(name, { bucket, photos: (buckets.get(name)?.photos ?? 0) + 1 });
    for (const word of new Set(photo.caption.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? []))
      words.set(word, (words.get(word) ?? 0) + 1);
  }
  const sharp = (photo: Photo) =>
    photo.marks.includes('blurred') ? 12 : 45 + (parseInt(photo.hash.slice(-4), 16) % 5) * 11;
  return {
    photos: used.length,
    buckets: [...buckets.values()].sort((a, b) => b.photos - a.photos),
    shortSides: ranges(
      used.map((photo) => Math.min(photo.used.width, photo.used.height)),
      [0, 512, 768, 1024, 1536, 2048, 3072],
    ),
    sharpness: ranges(used.map(sharp), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90]),
    words: [...words]
      .map(([word, captions]) => ({ word, captions }))
      .sort((a, b) => b.captions - a.captions || a.word.localeCompare(b.word))
      .slice(0, 40),
  };
}
