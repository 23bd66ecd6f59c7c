// A QR code as one path: a square of one unit for each dark module. Must not know how large it is shown.

/** Modules of empty ground on each side, as ISO/IEC 18004 asks for. */
export const QUIET_ZONE = 4;

/** `rows` of "0" and "1", where "1" is dark. Neighbours in a row are one rectangle, so that no seams show. */
export const qrPath = (rows: string[]): string =>
  rows
    .flatMap((row, y) =>
      [...row.matchAll(/1+/g)].map(
        ({ index, 0: run }) => `M${QUIET_ZONE + index} ${QUIET_ZONE + y}h${run.length}v1h-${run.length}z`,
      ),
    )
    .join('');

/** How many modules wide it is with its ground. */
export const qrSide = (rows: string[]): number => rows.length + 2 * QUIET_ZONE;
