// Where a tile stands in the grid, as the grid tells whoever draws it.
export type TilePlace = {
  id: string;
  index: number;
  column: number;
  size: number;
  active: boolean;
  selected: boolean;
  /** The last one of its near duplicates on screen. */
  endsGroup: boolean;
};
