import { isUniqueViolation } from '#platform/db/store-error.ts';
import type { Db } from '#platform/db/store.ts';
import { OpsError } from '#platform/errors.ts';
import { newId, newToken } from '#platform/ids.ts';
import { durationMs } from '#manual/units.ts';
import { authorise } from './actor.ts';
import { appendAudit } from './audit.ts';
import type { Context, Submission, Toban } from './context.ts';
import { type Operation, roleFor } from './define.ts';
import { type AbortReason, type Ending, executeRun, serviceOf } from './execute.ts';
import { parseInput } from './input.ts';
import {
  cancelRequests,
  endRun,
  extendLeases,
  findRun,
  insertRun,
  lockHolder,
  releaseLock,
  stepsOf,
  takeLock,
  updateRun,
} from './records.ts';
import { describeError, describeRun, type Run } from './run.ts';
import { withoutSecrets } from './secret-fields.ts';
import { planOnly, unwritten } from './transient.ts';

const HEARTBEAT_MS = 1000;

type Accepted = {
  id: string;
  owner: string;
  operation: Operation;
  input: Record<string, unknown>;
  submission: Submission;
};

/** Starts operations, keeps their leases alive while they run, and hands out their cancels. */
export type Runner = {
  submit: Toban['submit'];
  /** Names this life of this process in the runs that it works on. */
  owner: string;
  /** Refuses new runs, ends those under way as interrupted, and resolves when all are written down. */
  close(): Promise<void>;
};

export function createRunner(toban: Toban, role: 'server' | 'cli'): Runner {
  const owner = `${role}:${newToken().slice(0, 12)}`;
  const active = new Map<string, { controller: AbortController; ended: Promise<Run> }>();
  let closing = false;

  const heartbeat = setInterval(
    () => void beat().catch((error: unknown) => toban.log.warn('heartbeat failed', { error: String(error) })),
    HEARTBEAT_MS,
  );
  heartbeat.unref();

  async function beat(): Promise<void> {
    if (active.size === 0) return;
    await extendLeases(toban.store.db, owner, toban.clock.now() + toban.settings.leaseMs);
    for (const { id } of await cancelRequests(toban.store.db, owner)) abort(id, 'cancelled');
  }

  const abort = (id: string, reason: AbortReason) => active.get(id)?.controller.abort(reason);

  async function submit(submission: Submission): ReturnType<Toban['submit']> {
    const operation = toban.registry.operation(submission.operation);
    const input = parseInput(operation.name, operation.input, submission.input);
    authorise(submission.actor, roleFor(operation), operation.name, serviceOf(input));
    const transient = () =>
      contextFor(
        toban,
        submission,
        null,
        submission.signal ?? AbortSignal.timeout(durationMs(operation.timeout ?? '1h')),
      );
    if (submission.dryRun) {
      const run = await planOnly(operation, input, transient());
      return { run, ended: Promise.resolve(run) };
    }
    if (closing)
      throw new OpsError('toban.stopping', 'Toban is stopping and takes no new runs.', { kind: 'unavailable' });
    const accepted = await accept(toban, owner, operation, input, submission).catch((thrown: unknown) =>
      unwritten(operation, input, transient(), thrown),
    );
    if (!('owner' in accepted)) return { run: accepted, ended: Promise.resolve(accepted) };
    const controller = new AbortController();
    const ended = carryOut(toban, accepted, controller).finally(() => active.delete(accepted.id));
    active.set(accepted.id, { controller, ended });
    return { run: await readRun(toban, accepted.id, submission.lang ?? toban.settings.lang), ended };
  }

  async function close(): Promise<void> {
    closing = true;
    for (const id of active.keys()) abort(id, 'shutdown');
    await Promise.all([...active.values()].map(({ ended }) => ended));
    clearInterval(heartbeat);
  }

  return { submit, owner, close };
}

/** The run as it stands in the store. Throws OpsError `run.unknown`. */
export async function readRun(toban: Toban, id: string, lang: 'en' | 'ja'): Promise<Run> {
  const row = await findRun(toban.store.db, id);
  if (!row)
    throw new OpsError('run.unknown', `There is no run ${id}.`, { kind: 'not-found', hint: 'See: toban runs list' });
  // A run of an operation that a later version no longer has is still shown.
  const known = toban.registry.operations.find(({ name }) => name === row.operation);
  const title = known?.summary ?? { en: row.operation, ja: row.operation };
  return describeRun(row, await stepsOf(toban.store.db, id), title, lang);
}

/** Writes the run down, with its lock and its audit, in one transaction. Throws OpsError `run.locked`. */
async function accept(
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

async function carryOut(toban: Toban, accepted: Accepted, controller: AbortController): Promise<Run> {
  const { id, operation, input, submission } = accepted;
  const timer = setTimeout(
    () => controller.abort('timeout' satisfies AbortReason),
    durationMs(operation.timeout ?? '1h'),
  );
  const context = contextFor(toban, submission, id, controller.signal);
  const ending = await executeRun({ id, operation, input, context });
  clearTimeout(timer);
  if (ending.error && operation.withoutStore) {
    const run = await unwritten(operation, input, context, ending.error).catch(() => undefined);
    if (run) {
      void persistently(toban, () =>
        writeEnding(toban, accepted, { outcome: 'succeeded', ...(run.report && { report: run.report }) }),
      );
      return run;
    }
  }
  await persistently(toban, () => writeEnding(toban, accepted, ending));
  toban.events.publish({ topic: 'run', id, service: serviceOf(input) });
  const run = await readRun(toban, id, context.lang);
  // What is shown once, such as a new token, is in the answer and nowhere else.
  return ending.report ? { ...run, report: ending.report } : run;
}

async function writeEnding(
  toban: Toban,
  { id, owner, operation, input, submission }: Accepted,
  ending: Ending,
): Promise<void> {
  const { outcome, error, report } = ending;
  await toban.store.commit(async (trx) => {
    const written = await endRun(trx, id, owner, {
      state: outcome,
      ended_at: toban.clock.now(),
      progress_json: null,
      ...(report && { report_json: toban.secrets.redact(JSON.stringify(report)) }),
      ...(error && { error_json: toban.secrets.redact(JSON.stringify(describeError(error))) }),
    });
    // Whoever took this process for dead has ended the run already, and that stands.
    if (!written) return;
    await releaseLock(trx, id);
    await appendAudit(toban, trx, {
      actor: submission.actor,
      action: 'run.ended',
      operation: operation.name,
      run: id,
      service: serviceOf(input),
      outcome,
      detail: error ? { code: error.code, error: error.message } : {},
    });
  });
}

/** A store that is full or away for a moment must not leave a run without its end: tries for about two minutes. */
async function persistently(toban: Toban, write: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await write();
    } catch (thrown) {
      toban.log.error('the end of a run could not be written down', { error: String(thrown), attempt });
      if (attempt >= 8) return;
      await toban.clock.sleep(Math.min(500 * 2 ** attempt, 30_000));
    }
  }
}

export function contextFor(
  toban: Toban,
  submission: Omit<Submission, 'operation' | 'input'>,
  run: string | null,
  signal: AbortSignal,
): Context {
  return {
    ...toban,
    actor: submission.actor,
    lang: submission.lang ?? toban.settings.lang,
    cause: submission.cause,
    signal,
    run,
    progress: (done, total, note) => {
      if (run === null) return;
      const progress_json = JSON.stringify({ done, total, ...(note !== undefined && { note }) });
      updateRun(toban.store.db, run, { progress_json }).then(
        () => toban.events.publish({ topic: 'run', id: run }),
        (error: unknown) => toban.log.warn('progress was not written down', { run, error: String(error) }),
      );
    },
  };
}
