import { displayWidth, fillEnd, fillStart } from './width.ts';

export type Side = 'left' | 'right';

const GAP = '  ';

/** Rows as lines, each column as wide as its widest cell. The last side holds for the columns after it too. */
export function aligned(rows: string[][], sides: Side[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell))));
  const sideOf = (column: number): Side => sides[Math.min(column, sides.length - 1)] ?? 'left';
  return rows.map((row) =>
    row
      .map((cell, column) => (sideOf(column) === 'right' ? fillStart : fillEnd)(cell, widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}
