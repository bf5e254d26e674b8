import { createHash } from 'node:crypto';
import { takeTurns } from '#platform/db/dialect.ts';
import type { Db } from '#platform/db/store.ts';
import type { Actor } from './actor.ts';
import type { Toban } from './context.ts';
import { insertAudit, lastAudit } from './records.ts';
import type { AuditRow } from './schema.ts';

export type AuditEntry = {
  actor: Actor;
  /** What happened: `run.started`, `session.refused`, … */
  action: string;
  operation?: string | undefined;
  run?: string | undefined;
  service?: string | undefined;
  outcome?: string | undefined;
  detail?: Record<string, unknown>;
};

/** The hash before the first row. */
export const GENESIS = '0'.repeat(64);

/**
 * Appends to the audit within the transaction of the change that it speaks of: both are there, or neither. Each row
 * carries the hash of the row before it, so an edit or a cut in the middle is seen by `audit.verify`.
 */
export async function appendAudit(toban: Toban, trx: Db, entry: AuditEntry): Promise<void> {
  await takeTurns(trx, toban.store.dialect, 'audit');
  const last = await lastAudit(trx);
  const row: Omit<AuditRow, 'hash'> = {
    seq: (last?.seq ?? 0) + 1,
    at: toban.clock.now(),
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id,
    actor_name: entry.actor.name,
    action: entry.action,
    operation: entry.operation ?? null,
    run_id: entry.run ?? null,
    service: entry.service ?? null,
    outcome: entry.outcome ?? null,
    detail_json: toban.secrets.redact(JSON.stringify(entry.detail ?? {})),
    previous: last?.hash ?? GENESIS,
  };
  await insertAudit(trx, { ...row, hash: hashOf(row) });
}

/** SHA-256 over the row's fields in their fixed order. */
export function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const fields = [
    row.seq,
    row.at,
    row.actor_kind,
    row.actor_id,
    row.actor_name,
    row.action,
    row.operation,
    row.run_id,
    row.service,
    row.outcome,
    row.detail_json,
    row.previous,
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
