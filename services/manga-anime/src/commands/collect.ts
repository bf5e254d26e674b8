import { messageOf, type Context, type Ending } from '../context.ts';
import { inTransaction } from '../database/open.ts';
import { openUntil, recordFailure, recordSuccess, stateOf, type SourceState } from '../fetching/breaker.ts';
import { createHttp, type Http, type Validators } from '../fetching/http.ts';
import { SourceError } from '../fetching/source-error.ts';
import { filterFindings } from '../releases/filter.ts';
import { countPending } from '../releases/counts.ts';
import { blockedWorks, rememberBlocked } from '../releases/blocked.ts';
import { isStorable, saveFinding, type Saved } from '../releases/records.ts';
import type { Finding, Harvest, Source, Window } from '../sources/finding.ts';
import { listSources } from '../sources/sources.ts';
import { addDays, dayOf } from '../tokyo.ts';

export type CollectOptions = { since?: string | undefined; until?: string | undefined };

type Result = { source: Source; harvest: Harvest };

/** Asks every source, each on its own, and saves what the living ones told. */
export async function collect(context: Context, options: CollectOptions = {}): Promise<Ending> {
  const { settings, clock, log } = context;
  const window = windowOf(context, options);
  const http = createHttp(clock, settings);
  const listed = await listSources(settings, http);
  if (listed.problem)
    log('error', 'the index of feeds could not be read', { source: 'feeds', error: listed.problem.message });
  const conditional = options.since === undefined && options.until === undefined;
  const results = await Promise.all(
    listed.sources.map((source) => harvestOne(context, http, source, { window, conditional })),
  );
  const counts = save(context, results);
  return endingOf(context, results, counts, listed.problem);
}

function windowOf({ settings, clock }: Context, { since, until }: CollectOptions): Window {
  const today = dayOf(clock.now());
  const { pastDays, aheadDays } = settings.window;
  const first = since ?? (until !== undefined && until < today ? until : addDays(today, -pastDays));
  return { since: first, until: until ?? (first > today ? first : addDays(today, aheadDays)) };
}

type How = { window: Window; conditional: boolean };

async function harvestOne(context: Context, http: Http, source: Source, { window, conditional }: How): Promise<Result> {
  const { clock, database, log, settings } = context;
  const state = stateOf(database, source.name);
  const closed = openUntil(state, clock.now());
  if (closed) {
    log('warn', `${source.name} is left alone until ${closed}`, { source: source.name, lastError: state?.last_error });
    return {
      source,
      harvest: failed(new SourceError(`left alone until ${closed} after: ${state?.last_error ?? 'failures'}`)),
    };
  }
  try {
    // After the breaker was open, one call tells whether the source is back.
    const trial = (state?.consecutive_errors ?? 0) >= settings.breaker.failures;
    const validators = conditional ? validatorsOf(state) : undefined;
    const harvest = await source.collect({ http: trial ? http.once() : http, window, now: clock.now(), validators });
    if (harvest.problem) noteFailure(context, source, harvest.problem);
    return { source, harvest };
  } catch (error) {
    const problem = error instanceof Error ? error : new Error(messageOf(error));
    noteFailure(context, source, problem);
    return { source, harvest: failed(problem) };
  }
}

const failed = (problem: Error): Harvest => ({ findings: [], malformed: 0, problem });

function noteFailure({ database, settings, clock, log }: Context, source: Source, problem: Error): void {
  recordFailure(database, source, problem, clock.now(), settings.breaker);
  log('error', `${source.name} failed: ${problem.message}`, { source: source.name });
}

const validatorsOf = (state: SourceState | undefined): Validators | undefined =>
  state && { etag: state.etag ?? undefined, lastModified: state.last_modified ?? undefined };

type Counts = Record<Saved | 'filtered' | 'malformed', number>;

/** Findings and validators go in together: a validator without its findings would hide them for good. */
function save({ database, settings, clock, log }: Context, results: Result[]): Counts {
  const mapped = results.flatMap(({ harvest }) =>
    harvest.findings.map((finding) => retitled(finding, settings.titles)),
  );
  const storable = mapped.filter(isStorable);
  const { kept, dropped, blocked } = filterFindings(storable, settings.ngWords, blockedWorks(database));
  const unread = results.reduce((sum, { harvest }) => sum + harvest.malformed, 0);
  const malformed = unread + mapped.length - storable.length;
  const counts: Counts = { new: 0, known: 0, moved: 0, gone: 0, filtered: dropped, malformed };
  const now = clock.now();
  inTransaction(database, () => {
    rememberBlocked(database, blocked, now);
    for (const finding of kept) counts[saveFinding(database, finding, now)] += 1;
    for (const { source, harvest } of results) {
      if (!harvest.problem) recordSuccess(database, source, now, harvest.validators);
    }
  });
  if (malformed > 0) log('warn', `${malformed} entries could not be read and were left out`, { malformed });
  return counts;
}

const retitled = (finding: Finding, titles: Record<string, string>): Finding => {
  const title = titles[finding.title] ?? (finding.titleEn === undefined ? undefined : titles[finding.titleEn]);
  return title === undefined ? finding : { ...finding, title };
};

function endingOf(context: Context, results: Result[], counts: Counts, indexProblem: Error | undefined): Ending {
  const ill = results.filter(({ harvest }) => harvest.problem);
  const failures = [...(indexProblem ? ['feeds'] : []), ...ill.map(({ source }) => source.name)];
  const asked = results.length + (indexProblem ? 1 : 0);
  const dead = failures.length - ill.filter(({ harvest }) => harvest.findings.length > 0).length;
  const outcome = dead === asked ? 'failure' : failures.length > 0 ? 'partial' : 'success';
  const summary = summaryOf(counts, asked, dead, failures);
  const { new: added, known, moved, filtered } = counts;
  const pending = countPending(context.database);
  const figures = { new: added, known, moved, filtered, sources: asked, failedSources: failures.length, pending };
  context.log(LEVELS[outcome], `collected: ${summary}`, figures);
  return { outcome, summary, figures };
}

const LEVELS = { success: 'info', partial: 'warn', failure: 'error' } as const;

function summaryOf(counts: Counts, asked: number, dead: number, failures: string[]): string {
  if (asked === 0) return 'No source is enabled.';
  const taken = `${counts.new} new, ${counts.moved} moved, ${counts.filtered} filtered`;
  const failed = failures.length > 0 ? ` (failed: ${failures.join(', ')})` : '';
  return `${taken}, from ${asked - dead} of ${asked} sources${failed}.`;
}
