// Badges as the window has them. The generated types must allow for numbers that JSON cannot carry and for fields that
// old rows lack; the Rust side sends neither, so here every number is one and nothing is left out.
// Must not know how badges are drawn.
import type * as generated from './bindings';

/** The same with every field there and every number a number. */
export type Whole<T> = [T] extends [number | null]
  ? number
  : T extends object
    ? { [Key in keyof T]-?: Whole<Exclude<T[Key], undefined>> }
    : T;

/** The same of what a call is asked with. */
export type WholeList<T extends unknown[]> = { [Place in keyof T]: Whole<T[Place]> };

export type Badge = Whole<generated.Badge>;
export type BadgeBackground = Whole<generated.BadgeBackground>;
export type BadgeDesign = Whole<generated.BadgeDesign>;
export type BadgeLayer = Whole<generated.BadgeLayer>;
export type BadgePicture = Whole<generated.BadgePicture>;
export type BadgeTemplate = Whole<generated.BadgeTemplate>;

/** The calls in which they cross. */
export type BadgeCall =
  | 'listBadgeTemplates'
  | 'copyTemplate'
  | 'listBadges'
  | 'createBadge'
  | 'saveBadge'
  | 'restoreBadge'
  | 'pickBadgePicture'
  | 'sampleBadgePicture'
  | 'readBadgeDrop'
  | 'exportBadge'
  | 'badgeOfRow'
  | 'exportBadges';
