import { z } from 'zod';
import { HttpProblem, json, readInput } from '../http/reply.ts';
import type { Incoming, Reply, Route } from '../http/route.ts';
import { onDate, shiftedBy } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';
import { japanDate, parseDay } from './japan-time.ts';
import type { Release } from './release.ts';
import { MAX_EXTRAS } from './series.ts';

const Day = z.string().refine((text) => parseDay(text) !== null, 'must be a date such as 2026-11-21');
const Heavy = z.strictObject({ daily: z.int().min(0).max(MAX_EXTRAS), date: Day.optional() });
const Postpone = z
  .strictObject({
    series: z.string().optional(),
    id: z.int().optional(),
    minutes: z.number().optional(),
    date: Day.optional(),
  })
  .refine(({ series, id }) => series !== undefined || id !== undefined, 'needs series or id')
  .refine(
    ({ minutes, date }) => (minutes === undefined) !== (date === undefined),
    'needs minutes or date, and only one',
  );

const HEAVY_HINT = `{"daily": 0–${MAX_EXTRAS}, "date"?: "YYYY-MM-DD" (default: whatever day is today)}`;
const POSTPONE_HINT =
  '{"series": id or title | "id": release id, "minutes": n | "date": "YYYY-MM-DD"}; ids: GET /api/catalogue';

/** The truth behind the sources, and the handles that change it. */
export function catalogueRoutes(catalogue: Catalogue): Route[] {
  return [
    { method: 'GET', path: '/api/catalogue', handle: ({ query }) => show(catalogue, query) },
    { method: 'POST', path: '/api/catalogue', handle: (incoming) => makeHeavy(catalogue, incoming) },
    { method: 'POST', path: '/api/catalogue/postpone', handle: (incoming) => postpone(catalogue, incoming) },
  ];
}

function show(catalogue: Catalogue, query: URLSearchParams): Reply {
  const day = query.has('date') ? parseDay(query.get('date') ?? '') : catalogue.today();
  if (day === null)
    throw new HttpProblem(400, 'sandbox.bad-input', 'date is not a date.', { hint: '?date=2026-11-21' });
  return json({ items: catalogue.on(day, scaleOf(query)).map(brief) });
}

function makeHeavy(catalogue: Catalogue, incoming: Incoming): Reply {
  const { daily, date } = readInput(Heavy, incoming, HEAVY_HINT);
  const day = date === undefined ? undefined : (parseDay(date) ?? undefined);
  catalogue.makeHeavy(daily, day);
  return json({ date: date ?? japanDate(catalogue.now()), releases: catalogue.on(day ?? catalogue.today()).length });
}

function postpone(catalogue: Catalogue, incoming: Incoming): Reply {
  const { series, id, minutes, date } = readInput(Postpone, incoming, POSTPONE_HINT);
  const release = catalogue.find({ id, series });
  if (!release)
    throw new HttpProblem(404, 'sandbox.no-release', `No release of ${series ?? id} is to come.`, {
      hint: POSTPONE_HINT,
    });
  const at = minutes === undefined ? onDate(release, parseDay(date ?? '') ?? 0) : shiftedBy(release, minutes);
  return json({ ...brief(catalogue.move(release, at)), was: new Date(release.at).toISOString() });
}

export function brief({ id, series, kind, season, number, subtitle, at, platform }: Release) {
  const { id: seriesId, type, title, english, genres, tags, adult } = series;
  return {
    id,
    series: seriesId,
    type,
    title,
    english,
    kind,
    season,
    number,
    subtitle,
    at: new Date(at).toISOString(),
    date: japanDate(at),
    platform,
    adult,
    genres,
    tags,
  };
}

/** `?scale=250` on any source makes today heavy for that request alone. */
export function scaleOf(query: URLSearchParams): number {
  return Math.min(MAX_EXTRAS, Math.max(0, Math.floor(Number(query.get('scale')) || 0)));
}
