// The rooms of the house, in the order of the rail.
export const rooms = ['datasets', 'training', 'playground', 'badges', 'bot', 'gallery', 'settings'] as const;
export type Room = (typeof rooms)[number];

/** The message that names a room. */
export const roomNames: Record<Room, string> = {
  datasets: 'rail-datasets',
  training: 'rail-training',
  playground: 'rail-playground',
  badges: 'rail-badges',
  bot: 'rail-bot',
  gallery: 'rail-gallery',
  settings: 'rail-settings',
};

/** Work that goes on in a room: the part done, 0 to 1, `null` while its length is not known. */
export type Work = { share: number | null };
/** Something in a room that is on for as long as it is not switched off: well, or with something in its way. */
export type Stand = { stand: 'good' | 'trouble' };
export type Pip = Work | Stand;
export type Pips = Partial<Record<Room, Pip | undefined>>;
