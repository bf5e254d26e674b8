import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { OpsError } from '#platform/errors.ts';
import type { Log } from '#manual/logs.ts';
import type { ServiceManual } from '#manual/service.ts';
import { addDays, startOfDay } from '#manual/zone.ts';
import type { Toban } from '#operations/context.ts';
import type { LineFormat } from './line.ts';

/** One log of one service: where it is and how it is read. */
export type Source = {
  service: string;
  log: string;
  path: string;
  kind: Log['format'];
  format: LineFormat;
  rotate: Log['rotate'];
  keep: number;
};

/** One file of a log. Of the closed ones `day` and `turn` come from the name; the live one is still written to. */
export type Segment = {
  path: string;
  name: string;
  size_bytes: number;
  modifiedAt: number;
  live: boolean;
  compressed: boolean;
  day: string;
  turn: number;
};

const CAPTURED = /^(.+?)(?:-(\d{4}-\d{2}-\d{2}))?\.jsonl(?:\.(\d+))?(\.gz)?$/;

export const capturedFolder = (at: Toban, service: string): string => at.files.path('logs', service);
export const capturedPath = (at: Toban, service: string, log: string): string =>
  at.files.path('logs', service, `${log}.jsonl`);

/** The log that takes the output of the service's own process: the first one that the manual declares without a path. */
export const processLog = (manual: ServiceManual): string =>
  manual.logs.find((log) => log.path === undefined)?.name ?? 'output';

/** The logs that the manual declares and those of which captured output is there. Throws `logs.unknown`. */
export async function sourcesOf(
  at: Toban,
  { service, log }: { service?: string | undefined; log?: string | undefined },
): Promise<Source[]> {
  const manuals = service === undefined ? at.manual.all() : [at.manual.service(service)];
  const all = (await Promise.all(manuals.map((manual) => sourcesIn(at, manual)))).flat();
  const wanted = log === undefined ? all : all.filter((source) => source.log === log);
  if (log !== undefined && wanted.length === 0) {
    const known = all.map((source) => `${source.service} ${source.log}`).join(', ') || 'none yet';
    throw new OpsError('logs.unknown', `No log is called "${log}".`, {
      kind: 'not-found',
      hint: `Known logs: ${known}`,
    });
  }
  return wanted;
}

async function sourcesIn(at: Toban, manual: ServiceManual): Promise<Source[]> {
  const files = await at.files.list(capturedFolder(at, manual.id));
  const found = files.map((file) => CAPTURED.exec(file.name)?.[1]).filter((name) => name !== undefined);
  const owned = new Set(manual.logs.filter((log) => log.path !== undefined).map((log) => log.name));
  const declared = manual.logs.map((log) => log.name);
  const extra = [...new Set(found)].filter((name) => !owned.has(name) && !declared.includes(name));
  return [...declared, ...extra].map((name) => sourceOf(at, manual, name));
}

/** What the manual says of the log; captured output without a word of its own is read and kept as the process's is. */
export function sourceOf(at: Toban, manual: ServiceManual, name: string): Source {
  const declared = manual.logs.find((log) => log.name === name);
  const like = declared ?? manual.logs.find((log) => log.path === undefined);
  const captured = declared?.path === undefined;
  return {
    service: manual.id,
    log: name,
    path: captured ? capturedPath(at, manual.id, name) : ownPath(manual, declared.path as string),
    kind: like?.format ?? 'text',
    format: { captured, zone: manual.zone, levelPattern: patternOf(manual, like) },
    rotate: like?.rotate ?? 'daily',
    keep: like?.keep ?? 7,
  };
}

const ownPath = (manual: ServiceManual, path: string): string =>
  isAbsolute(path) ? path : resolve(manual.folder, path);

function patternOf(manual: ServiceManual, log: Log | undefined): RegExp | undefined {
  if (log?.levelPattern === undefined) return undefined;
  try {
    return new RegExp(log.levelPattern);
  } catch (cause) {
    throw new OpsError(
      'logs.bad-pattern',
      `The levelPattern of ${manual.id}'s log ${log.name} is no regular expression.`,
      {
        cause,
        hint: `Correct it in ${resolve(manual.folder, 'manual.ts')}`,
      },
    );
  }
}

/** The files of a log, the newest first. */
export async function segmentsOf(at: Toban, source: Source): Promise<Segment[]> {
  const files = await at.files.list(dirname(source.path));
  const segments = files
    .filter((file) => !file.folder)
    .map((file) => segmentFrom(source, file))
    .filter((segment) => segment !== undefined);
  const names = new Set(segments.map((segment) => segment.name));
  // A crash between compressing and removing leaves both; they hold the same.
  return segments
    .filter((segment) => !(segment.compressed && names.has(segment.name.slice(0, -3))))
    .toSorted(newestFirst);
}

function segmentFrom(
  source: Source,
  file: { name: string; path: string; size_bytes: number; modifiedAt: number },
): Segment | undefined {
  const { name, path, size_bytes, modifiedAt } = file;
  const place = source.format.captured ? placeOfCaptured(source.log, name) : placeOfOwn(basename(source.path), name);
  return place && { path, name, size_bytes, modifiedAt, compressed: name.endsWith('.gz'), ...place };
}

type Place = Pick<Segment, 'live' | 'day' | 'turn'>;

function placeOfCaptured(log: string, name: string): Place | undefined {
  const [, of, day = '', turn = '0'] = CAPTURED.exec(name) ?? [];
  return of === log ? { live: day === '', day, turn: Number(turn) } : undefined;
}

/** Beside the service's own file: `app.log.1`, `app.log.2.gz` (the higher the older), `app.log-20261121`. */
function placeOfOwn(base: string, name: string): Place | undefined {
  if (name === base) return { live: true, day: '', turn: 0 };
  if (!name.startsWith(base)) return undefined;
  const rotated = /^(?:\.(\d{1,3})|[.-](\d{4}-?\d{2}-?\d{2})(?:\.(\d+))?)(?:\.gz)?$/.exec(name.slice(base.length));
  if (!rotated) return undefined;
  const [, number, day = '', turn] = rotated;
  return {
    live: false,
    day: day.replaceAll('-', ''),
    turn: number === undefined ? Number(turn ?? 0) : -Number(number),
  };
}

function newestFirst(a: Segment, b: Segment): number {
  if (a.live !== b.live) return a.live ? -1 : 1;
  if (a.day !== b.day && a.day !== '' && b.day !== '') return a.day < b.day ? 1 : -1;
  return a.day === b.day ? b.turn - a.turn : b.modifiedAt - a.modifiedAt;
}

/** Whether a file may hold lines from `since` on. A captured one is named after the day of its last line. */
export function mayReach(segment: Segment, source: Source, since: number): boolean {
  if (segment.live) return true;
  if (!source.format.captured) return segment.modifiedAt >= since;
  return startOfDay(addDays(segment.day, 1), source.format.zone) > since;
}
