import { resolve } from 'node:path';
import { rfc3339 } from '#platform/clock.ts';
import type { Figure } from '#manual/databases.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Text } from '#manual/text.ts';
import { dayOf } from '#manual/zone.ts';
import type { Context } from '#operations/context.ts';

export type FigureValue = string | number | null;

/** A number, a table, or why neither could be read: one figure that fails spoils none of the others. */
export type FigureAnswer = { name: string; title: Text; unit: Figure['unit'] } & (
  | { value: FigureValue }
  | { columns: { name: string; title: Text }[]; rows: FigureValue[][] }
  | { value: null; error: string }
);

export type Period = { since: number; until: number };

const DEADLINE_MS = 10_000;

/** The figures that a manual declares for one of its pages, read now from the service's own databases. */
export function readFigures(
  context: Context,
  manual: ServiceManual,
  kind: Figure['in'][number],
  period: Period,
): Promise<FigureAnswer[]> {
  return Promise.all(
    manual.figures
      .filter((figure) => figure.in.includes(kind))
      .map((figure) => readFigure(context, manual, figure, period)),
  );
}

async function readFigure(
  { store }: Context,
  manual: ServiceManual,
  figure: Figure,
  { since, until }: Period,
): Promise<FigureAnswer> {
  const { name, title, unit, of, sql, columns } = figure;
  if (of.kind === 'postgres')
    return { name, title, unit, value: null, error: 'Figures of a PostgreSQL database are not read yet.' };
  const bounds = {
    since: rfc3339(since),
    until: rfc3339(until),
    day: dayOf(since, manual.zone),
    untilDay: dayOf(until, manual.zone),
  };
  try {
    const answer = await store.scanner.scan(resolve(manual.folder, of.path), sql, [bounds], DEADLINE_MS);
    if (columns) return { name, title, unit, columns, rows: answer.rows.map((row) => cellsOf(row, columns)) };
    return { name, title, unit, value: valueIn(Object.values(answer.rows[0] ?? {})[0]) };
  } catch (thrown) {
    return { name, title, unit, value: null, error: (thrown as Error).message };
  }
}

/** By the names of the columns; by their order where the SQL gave none, as in `count(*)`. */
function cellsOf(row: Record<string, unknown>, columns: { name: string }[]): FigureValue[] {
  const values = Object.values(row);
  return columns.map(({ name }, index) => valueIn(name in row ? row[name] : values[index]));
}

const valueIn = (value: unknown): FigureValue =>
  typeof value === 'number' || typeof value === 'string' ? value : value == null ? null : String(value);
