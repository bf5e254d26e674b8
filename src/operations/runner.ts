import { OpsError } from '#platform/errors.ts';
import { newToken } from '#platform/ids.ts';
import { durationMs } from '#manual/units.ts';
import { accept, type Accepted } from './accept.ts';
import { authorise } from './actor.ts';
import { appendAudit } from './audit.ts';
import type { Context, Submission, Toban } from './context.ts';
import { roleFor } from './define.ts';
import { type AbortReason, type Ending, executeRun, serviceOf } from './execute.ts';
import { parseInput } from './input.ts';
import { cancelRequests, endRun, extendLeases, findRun, releaseLock, stepsOf, updateRun } from './records.ts';
import { describeError, describeRun, type Run } from './run.ts';
import { planOnly, unwritten } from './transient.ts';

const HEARTBEAT_MS = 1000;

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
