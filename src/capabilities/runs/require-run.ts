import type { Db } from '#platform/db/store.ts';
import { OpsError } from '#platform/errors.ts';
import { findRun } from '#operations/records.ts';
import type { RunRow } from '#operations/schema.ts';

/** Throws OpsError `run.unknown`. */
export async function requireRun(db: Db, id: string): Promise<RunRow> {
  const row = await findRun(db, id);
  if (row) return row;
  throw new OpsError('run.unknown', `There is no run ${id}.`, { kind: 'not-found', hint: 'See: toban runs list' });
}
