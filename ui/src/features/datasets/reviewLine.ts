// How a line of a review looks and where it leads. Must not know the sentences.
import type { Finding, PhotoFilter, PhotoId, ReviewLine, Weight } from '$backend';
import Check from '@lucide/svelte/icons/check';
import Copy from '@lucide/svelte/icons/copy';
import Info from '@lucide/svelte/icons/info';
import Minimize from '@lucide/svelte/icons/minimize';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import X from '@lucide/svelte/icons/x';
import type { LineIcon } from '$shared/icon';
import { markFace } from './marks';
import type { OpenDataset } from './openDataset.svelte';

type Tone = 'bad' | 'warn' | 'plain' | 'ok';
type Face = { icon: LineIcon; tone: Tone };

const byWeight: Record<Weight, Face> = {
  refused: { icon: X, tone: 'bad' },
  toDecide: { icon: TriangleAlert, tone: 'warn' },
  known: { icon: Info, tone: 'plain' },
  passed: { icon: Check, tone: 'ok' },
};

export function lineFace({ weight, finding }: ReviewLine): Face {
  const face = byWeight[weight];
  if (finding.kind === 'metadataRemoved') return { ...face, icon: ShieldCheck };
  if (weight !== 'known') return face;
  if (finding.kind === 'nearDuplicates') return { ...face, icon: Copy };
  if (finding.kind === 'leftOut') return { ...face, icon: Minimize };
  return finding.kind === 'marked' ? { ...face, icon: markFace(finding.mark).icon } : face;
}

/** The photos that a line is about, and the list in which they are found. */
export function linePhotos(finding: Finding): { photos: PhotoId[]; filter: PhotoFilter } | null {
  switch (finding.kind) {
    case 'marked':
      return {
        photos: finding.photos,
        filter: markFace(finding.mark).needsALook ? 'needsALook' : 'all',
      };
    case 'leftOut':
      return { photos: finding.photos, filter: 'leftOut' };
    case 'nearDuplicates':
      return { photos: finding.photos, filter: 'all' };
    default:
      return null;
  }
}

/** `leads`: elsewhere, so that a drawer over the photos gives way. */
export type WayOut = { label: string; leads: boolean; run: () => void };

/** What can be done about it; the label is a message. */
export function lineWayOut(
  finding: Finding,
  opened: OpenDataset,
  duplicates: (photo: PhotoId) => void,
): WayOut | null {
  switch (finding.kind) {
    case 'marked':
      return markedWayOut(finding, opened);
    case 'leftOut':
      return {
        label: 'datasets-show',
        leads: true,
        run: () => void opened.showPhotos(finding.photos, 'leftOut'),
      };
    case 'nearDuplicates': {
      const [first] = finding.photos;
      return first
        ? { label: 'datasets-duplicates-review', leads: true, run: () => duplicates(first) }
        : null;
    }
    case 'captions':
      return { label: 'datasets-to-captions', leads: true, run: () => opened.enterTab('captions') };
    default:
      return null;
  }
}

function markedWayOut({ mark, photos }: Finding & { kind: 'marked' }, opened: OpenDataset): WayOut {
  switch (mark) {
    case 'blurred':
    case 'tooDark':
    case 'tooBright':
    case 'busyBackground':
      return { label: 'datasets-leave-out', leads: false, run: () => void opened.choose(photos, 'leaveOut') };
    case 'otherPeople':
    case 'extremeShape':
      return { label: 'datasets-crop', leads: true, run: () => void opened.lookAt(photos[0], 'crop') };
    default:
      return {
        label: 'datasets-show',
        leads: true,
        run: () => void opened.showPhotos(photos, markFace(mark).needsALook ? 'needsALook' : 'all'),
      };
  }
}
