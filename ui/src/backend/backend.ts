// The Rust side as the window sees it: calls that give data or throw, events, addresses of files.
// Made from the generated bindings, so a changed call is a type error here. Must not know any screen.
import type { BadgeCall, BadgeDesign, Whole, WholeList } from './badges';
import type {
  BadgeFinding,
  BlazonEvent,
  CommandError,
  ContentHash,
  ErrorCode,
  PhotoId,
  commands,
} from './bindings';
import type { GalleryCalls } from './gallery';
import type { GridCalls } from './grids';
import type { ModelCalls } from './models';

type Data<Reply> = Reply extends { status: 'ok'; data: infer T }
  ? T
  : Reply extends { status: 'error' }
    ? never
    : Reply;

type Name = keyof typeof commands;
type Asked<Call extends Name> = Parameters<(typeof commands)[Call]>;
type Given<Call extends Name> = Data<Awaited<ReturnType<(typeof commands)[Call]>>>;

export type Commands = {
  [Call in Exclude<Name, BadgeCall | keyof GalleryCalls | keyof GridCalls | keyof ModelCalls>]: (
    ...args: Asked<Call>
  ) => Promise<Given<Call>>;
} & {
  [Call in BadgeCall]: (...args: WholeList<Asked<Call>>) => Promise<Whole<Given<Call>>>;
} & GalleryCalls &
  GridCalls &
  ModelCalls;

/** A badge as it was drawn, and what is to be said of it. */
export type BadgeFrame = {
  width: number;
  height: number;
  /** Red, green, blue and opacity of each pixel, row by row; not premultiplied. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
  findings: BadgeFinding[];
  /** Layers that are not drawn with these texts. */
  hidden: string[];
};

export interface Backend extends Commands {
  /** Hears every event until the returned function is called. */
  on(listener: (event: BlazonEvent) => void): () => void;
  /** Where the web view finds the thumbnail of a photo; known once the library is open. */
  thumbUrl(hash: ContentHash): string;
  /** Where the web view finds a file of the library, named relative to it; known once the library is open. */
  fileUrl(file: string): string;
  /** Makes the large picture of a photo where it is missing; gives the address where the web view finds it. */
  previewPhoto(photo: PhotoId): Promise<string>;
  /** Draws a badge with the renderer of the export, so many pixels wide. */
  renderBadge(design: BadgeDesign, width: number): Promise<BadgeFrame>;
}

/** A refused or failed call; the message is one sentence in the person's language. */
export class BackendError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | null;

  constructor(error: CommandError) {
    super(error.message);
    this.name = 'BackendError';
    this.code = error.code;
    this.hint = error.hint;
  }
}
