import type { DatabaseSync } from 'node:sqlite';
import type { Settings } from '../settings.ts';
import type { Validators } from './http.ts';
import { SourceError } from './source-error.ts';

/** What is remembered of a source between runs. */
export type SourceState = {
  name: string;
  etag: string | null;
  last_modified: string | null;
  last_attempt_at: string | null;
  last_success_at: string | null;
  consecutive_errors: number;
  open_until: string | null;
  last_error: string | null;
};

export function sourceStates(database: DatabaseSync): SourceState[] {
  return database.prepare('SELECT * FROM sources ORDER BY name').all() as unknown as SourceState[];
}

export function stateOf(database: DatabaseSync, name: string): SourceState | undefined {
  return database.prepare('SELECT * FROM sources WHERE name = ?').get(name) as unknown as SourceState | undefined;
}

/** Until when the source is to be left alone, or undefined. Once the time has passed, one run may try again. */
export function openUntil(state: SourceState | undefined, now: Date): string | undefined {
  return state?.open_until && state.open_until > now.toISOString() ? state.open_until : undefined;
}

export function recordSuccess(
  database: DatabaseSync,
  source: { name: string; url: string },
  now: Date,
  validators?: Validators,
): void {
  database
    .prepare(
      `INSERT INTO sources (name, url, etag, last_modified, last_attempt_at, last_success_at, fetch_count)
       VALUES (:name, :url, :etag, :modified, :at, :at, 1)
       ON CONFLICT (name) DO UPDATE SET url = excluded.url, etag = excluded.etag, last_modified = excluded.last_modified,
         last_attempt_at = excluded.last_attempt_at, last_success_at = excluded.last_success_at, fetch_count = fetch_count + 1,
         consecutive_errors = 0, open_until = NULL, last_error = NULL`,
    )
    .run({
      name: source.name,
      url: source.url,
      etag: validators?.etag ?? null,
      modified: validators?.lastModified ?? null,
      at: now.toISOString(),
    });
}

/**
 * Counts a failed run. From the configured number on, the source is left alone for a time that doubles with each further
 * failure; a Retry-After holds in any case.
 */
export function recordFailure(
  database: DatabaseSync,
  source: { name: string; url: string },
  error: Error,
  now: Date,
  breaker: Settings['breaker'],
): void {
  const errors = (stateOf(database, source.name)?.consecutive_errors ?? 0) + 1;
  const restMs = restAfter(errors, error, breaker);
  database.prepare(SAVE_FAILURE).run({
    name: source.name,
    url: source.url,
    at: now.toISOString(),
    errors,
    until: restMs > 0 ? new Date(now.getTime() + restMs).toISOString() : null,
    error: error.message.slice(0, 500),
  });
}

const SAVE_FAILURE = `
  INSERT INTO sources (name, url, last_attempt_at, consecutive_errors, open_until, last_error, fetch_count, error_count)
  VALUES (:name, :url, :at, :errors, :until, :error, 1, 1)
  ON CONFLICT (name) DO UPDATE SET url = excluded.url, last_attempt_at = excluded.last_attempt_at,
    consecutive_errors = excluded.consecutive_errors, open_until = excluded.open_until, last_error = excluded.last_error,
    fetch_count = fetch_count + 1, error_count = error_count + 1`;

function restAfter(errors: number, error: Error, { failures, openMs, longestOpenMs }: Settings['breaker']): number {
  const over = errors - failures;
  const ownMs = over < 0 ? 0 : Math.min(openMs * 2 ** Math.min(over, 20), longestOpenMs);
  const askedMs = error instanceof SourceError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(ownMs, Math.min(askedMs, 86_400_000));
}
