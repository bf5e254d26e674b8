import { isUniqueViolation } from '#platform/db/store-error.ts';
import type { Db } from '#platform/db/store.ts';
import { OpsError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { appendAudit } from './audit.ts';
import type { Submission, Toban } from './context.ts';
import type { Operation } from './define.ts';
import { serviceOf } from './execute.ts';
import { findRun, insertRun, lockHolder, takeLock } from './records.ts';
import { withoutSecrets } from './secret-fields.ts';

/** A run that is written down and has not begun yet. */
export type Accepted = {
  id: string;
  owner: string;
  operation: Operation;
  input: Record<string, unknown>;
  submission: Submission;
};

/** Writes the run down, with its lock and its audit, in one transaction. Throws OpsError `run.locked`. */
export async function accept(
  toban: Toban,
  owner: string,
  operation: Operation,
  input: Record<string, unknown>,
  submission: Submission,
): Promise<Accepted> {
  const now = toban.clock.now();
  const id = newId('r', now);
  const lock = lockOf(operation, input);
  const { actor, cause } = submission;
  const parent = cause?.kind === 'run' ? cause.run : null;
  const kept = withoutSecrets(operation.input, input);
  await toban.store.commit(async (trx) => {
    await insertRun(trx, {
      id,
      operation: operation.name,
      service: serviceOf(input) ?? null,
      actor_kind: actor.kind,
      actor_id: actor.id,
      actor_name: actor.name,
      cause_json: cause ? JSON.stringify(cause) : null,
      parent_id: parent,
      input_json: toban.secrets.redact(JSON.stringify(kept)),
      plan_json: null,
      report_json: null,
      error_json: null,
      progress_json: null,
      state: 'running',
      created_at: now,
      started_at: now,
      ended_at: null,
      node: toban.settings.node,
      owner,
      lease_until: now + toban.settings.leaseMs,
      cancel_requested: 0,
    });
    if (lock) await lockSubject(trx, lock, id, parent);
    await appendAudit(toban, trx, {
      actor,
      action: 'run.started',
      operation: operation.name,
      run: id,
      service: serviceOf(input),
      detail: { input: kept, ...(cause && { cause }) },
    });
  });
  toban.events.publish({ topic: 'run', id, service: serviceOf(input) });
  return { id, owner, operation, input, submission };
}

function lockOf(operation: Operation, input: Record<string, unknown>): string | null {
  if (operation.lock) return operation.lock(input);
  const service = serviceOf(input);
  return service && operation.risk !== 'safe' ? `service/${service}` : null;
}

/** A run that another one started works under the lock that its starter holds. */
async function lockSubject(trx: Db, subject: string, run: string, parent: string | null): Promise<void> {
  const holder = await lockHolder(trx, subject);
  if (!holder) {
    await takeLock(trx, subject, run).catch((thrown: unknown) => {
      throw isUniqueViolation(thrown) ? lockedBy(subject, 'another run', '') : thrown;
    });
    return;
  }
  for (let ancestor = parent; ancestor; ancestor = (await findRun(trx, ancestor))?.parent_id ?? null) {
    if (ancestor === holder.id) return;
  }
  throw lockedBy(subject, `${holder.operation} (${holder.id}), started by ${holder.actor_name},`, ` ${holder.id}`);
}

const lockedBy = (subject: string, holder: string, run: string): OpsError =>
  new OpsError('run.locked', `${holder} is at work on ${subject}.`, {
    kind: 'conflict',
    hint: `Wait for it, or: toban runs cancel${run}`,
  });
