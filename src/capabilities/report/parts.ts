import { newId } from '#platform/ids.ts';
import type { Figure } from '#manual/databases.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Text } from '#manual/text.ts';
import { addDays, dayOf } from '#manual/zone.ts';
import type { Context } from '#operations/context.ts';
import { deliveryCounts, successRate } from '#capabilities/delivery/index.ts';
import { type FigureAnswer, readFigures } from '#capabilities/figures/index.ts';
import { daysIn, type Period } from './period.ts';

export type Value = string | number | null;
/** `previous` is left out of what has no period, such as what waits now. */
export type ReportFigure = {
  name: string;
  title: Text;
  value: Value;
  unit?: Figure['unit'];
  previous?: Value;
  error?: string;
};
export type ReportTable = { name: string; title: Text; columns: { name: string; title: Text }[]; rows: Value[][] };
export type DeliveryFigures = {
  accepted: number;
  dead: number;
  unknown: number;
  /** In percent. */ rate: number | null;
};
export type JobFigures = { success: number; partial: number; failure: number };
export type ErrorFigures = { total: number; days: { day: string; count: number }[] };

const has = (context: Context, capability: string): boolean =>
  context.registry.capabilities.some(({ name }) => name === capability);

/** The manual's own figures, each with its value of the period before. */
export async function ownFigures(
  context: Context,
  manual: ServiceManual,
  now: Period,
  before: Period,
): Promise<{ figures: ReportFigure[]; tables: ReportTable[] }> {
  const [answers, former] = await Promise.all([
    readFigures(context, manual, now.kind, now),
    readFigures(context, manual, now.kind, before),
  ]);
  const tables = answers.flatMap((answer) =>
    'rows' in answer ? [{ name: answer.name, title: answer.title, columns: answer.columns, rows: answer.rows }] : [],
  );
  const figures = answers.flatMap((answer) =>
    'rows' in answer ? [] : [{ ...figureOf(answer), ...previousOf(manual, answer, former) }],
  );
  return { figures, tables };
}

const figureOf = ({ name, title, unit, value, ...rest }: Exclude<FigureAnswer, { rows: unknown }>): ReportFigure => ({
  name,
  title,
  value,
  ...(unit !== 'count' && { unit }),
  ...('error' in rest && { error: rest.error }),
});

function previousOf(manual: ServiceManual, { name }: FigureAnswer, former: FigureAnswer[]): { previous?: Value } {
  const sql = manual.figures.find((figure) => figure.name === name)?.sql ?? '';
  const same = former.find((answer) => answer.name === name);
  if (!/:(since|until|day|untilDay)\b/.test(sql) || !same || !('value' in same) || 'error' in same) return {};
  return { previous: same.value };
}

export async function deliveryFigures(
  context: Context,
  service: string,
  { since, until }: Period,
): Promise<DeliveryFigures | undefined> {
  if (!has(context, 'delivery')) return undefined;
  const counts = await deliveryCounts(context, service, since, until);
  return {
    accepted: counts.accepted + counts.delivered,
    dead: counts.dead,
    unknown: counts.unknown,
    rate: successRate(counts),
  };
}

const PAGE = 500;
type HistoryPage = { items: { startedAt: string | null; outcome: keyof JobFigures | null }[]; next?: string };

/** How the runs of jobs that began in the period ended. */
export async function jobFigures(
  context: Context,
  service: string,
  { since, until }: Period,
): Promise<JobFigures | undefined> {
  if (!has(context, 'schedule')) return undefined;
  const counts: JobFigures = { success: 0, partial: 0, failure: 0 };
  // Ids sort by time: an id of the period's end leads past all that came after it.
  for (let cursor: string | undefined = newId('r', until); cursor !== undefined;) {
    const page: HistoryPage = await context.ask<HistoryPage>('jobs.history', { service, limit: PAGE, cursor }, context);
    for (const { startedAt, outcome } of page.items) {
      const at = Date.parse(startedAt ?? '');
      if (outcome !== null && at >= since && at < until) counts[outcome]++;
    }
    const oldest = Date.parse(page.items.at(-1)?.startedAt ?? '');
    cursor = oldest >= since ? page.next : undefined;
  }
  return counts;
}

const MOST_DAYS = 366;

/** Undefined for a period so long ago that its logs are not counted any more. */
export async function errorFigures(
  context: Context,
  { id, zone }: ServiceManual,
  period: Period,
): Promise<ErrorFigures | undefined> {
  if (!has(context, 'logs')) return undefined;
  const today = dayOf(context.clock.now(), zone);
  let back = 1;
  for (let day = period.firstDay; day < today; day = addDays(day, 1)) back++;
  if (back > MOST_DAYS) return undefined;
  const answer = await context.ask<{ days: { day: string; count: number }[] }>(
    'logs.errors',
    { service: id, days: back },
    context,
  );
  const within = new Set(daysIn(period));
  const days = answer.days.filter(({ day }) => within.has(day));
  return { total: days.reduce((sum, { count }) => sum + count, 0), days };
}
