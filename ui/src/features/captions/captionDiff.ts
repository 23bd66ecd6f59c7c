// Which words of a caption go and which come, for the look before a rewrite. Must not know what the rewrite was.
export type DiffPiece = { kind: 'same' | 'gone' | 'new'; text: string };

const tokensOf = (text: string): string[] => text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];

export function captionDiff(from: string, to: string): DiffPiece[] {
  const [before, after] = [tokensOf(from), tokensOf(to)];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const pieces: DiffPiece[] = before.slice(0, start).map((text) => ({ kind: 'same', text }));
  pieces.push(...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)));
  pieces.push(...before.slice(before.length - end).map((text): DiffPiece => ({ kind: 'same', text })));
  return joined(pieces);
}

/** The longest common subsequence of what differs between the common start and the common end. */
function middle(before: string[], after: string[]): DiffPiece[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      lengths[row]![column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pieces: DiffPiece[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    if (row < before.length && column < after.length && before[row] === after[column]) {
      pieces.push({ kind: 'same', text: before[row++]! });
      column++;
    } else if (
      column >= after.length ||
      (row < before.length && at(row + 1, column) >= at(row, column + 1))
    ) {
      pieces.push({ kind: 'gone', text: before[row++]! });
    } else {
      pieces.push({ kind: 'new', text: after[column++]! });
    }
  }
  return pieces;
}

/** Neighbours of one kind in one piece. */
function joined(pieces: DiffPiece[]): DiffPiece[] {
  const whole: DiffPiece[] = [];
  for (const piece of pieces) {
    const last = whole[whole.length - 1];
    if (last?.kind === piece.kind) last.text += piece.text;
    else whole.push({ ...piece });
  }
  return whole;
}
