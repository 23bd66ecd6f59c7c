// The marks of photos: their icon, their word, and whether a person should decide. The Rust side finds them.
import type { Mark, Photo } from '$backend';
import Blend from '@lucide/svelte/icons/blend';
import CircleDotDashed from '@lucide/svelte/icons/circle-dot-dashed';
import Copy from '@lucide/svelte/icons/copy';
import Minimize from '@lucide/svelte/icons/minimize';
import Moon from '@lucide/svelte/icons/moon';
import RectangleHorizontal from '@lucide/svelte/icons/rectangle-horizontal';
import RotateCw from '@lucide/svelte/icons/rotate-cw';
import Scaling from '@lucide/svelte/icons/scaling';
import Sun from '@lucide/svelte/icons/sun';
import UserX from '@lucide/svelte/icons/user-x';
import Users from '@lucide/svelte/icons/users';
import Wallpaper from '@lucide/svelte/icons/wallpaper';
import type { LineIcon } from '$shared/icon';
import { t } from '$shared/words.svelte';

export type MarkFace = { icon: LineIcon; word: string; needsALook: boolean };

const faces: Record<Mark, MarkFace> = {
  tooSmall: { icon: Minimize, word: 'mark-too-small', needsALook: true },
  blurred: { icon: CircleDotDashed, word: 'mark-blurred', needsALook: true },
  tooDark: { icon: Moon, word: 'mark-too-dark', needsALook: true },
  tooBright: { icon: Sun, word: 'mark-too-bright', needsALook: true },
  extremeShape: { icon: RectangleHorizontal, word: 'mark-extreme-shape', needsALook: true },
  nearDuplicate: { icon: Copy, word: 'mark-near-duplicate', needsALook: false },
  otherPeople: { icon: Users, word: 'mark-other-people', needsALook: true },
  noFace: { icon: UserX, word: 'mark-no-face', needsALook: true },
  busyBackground: { icon: Wallpaper, word: 'mark-busy-background', needsALook: true },
  transparent: { icon: Blend, word: 'mark-transparent', needsALook: false },
  belowSize: { icon: Scaling, word: 'mark-below-size', needsALook: false },
  turnedUpright: { icon: RotateCw, word: 'mark-turned-upright', needsALook: false },
};

export const markFace = (mark: Mark): MarkFace => faces[mark];
export const markWord = (mark: Mark): string => t(faces[mark].word);

/** The mark over which nobody has decided yet; copper on screen. */
export const openMark = (photo: Photo): Mark | undefined =>
  photo.choice === null ? photo.marks.find((mark) => faces[mark].needsALook) : undefined;

const formats: Record<Photo['format'], string> = {
  jpeg: 'JPEG',
  png: 'PNG',
  webp: 'WebP',
  gif: 'GIF',
  bmp: 'BMP',
  tiff: 'TIFF',
  heic: 'HEIC',
  avif: 'AVIF',
};

/** A format's usual name; the same in every language. */
export const formatName = (photo: Photo): string => formats[photo.format];
