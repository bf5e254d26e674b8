import { durationMs } from '#manual/units.ts';
import type { Toban } from '#operations/context.ts';
import type { Claims } from './claims.ts';
import { endFormer } from './former.ts';
import { allRows, forget } from './records.ts';

/** A service that no manual declares any more is ended and forgotten. */
export async function forgetUndeclared(at: Toban, claims: Claims, declared: Set<string>): Promise<void> {
  for (const row of await allRows(at.store.db)) {
    if (declared.has(row.service) || claims.isHeldByOther(row)) continue;
    await endFormer(at, row, claims.owner, durationMs('10s'));
    await forget(at.store.db, row.service);
  }
}
