import { takeTurns } from '#platform/db/dialect.ts';
import type { Db } from '#platform/db/store.ts';
import { OpsError } from '#platform/errors.ts';
import type { Job } from '#manual/jobs.ts';
import type { Context } from '#operations/context.ts';
import { requestCancel } from '#operations/records.ts';
import { insertJobRun, type JoinedJobRun, openJobRuns, updateJobRun } from '../records.ts';
import type { JobRunRow } from '../schema.ts';
import { endLeftover } from './leftovers.ts';
import { takeInstant } from './origin.ts';

type Entering = { row: JobRunRow; overlap: Job['overlap'] };

const LOOK_AGAIN_MS = 250;
/** Longer than a live Toban needs to renew a lease, so that a clock that jumped is not taken for a Toban that died. */
const DOUBT_MS = 3000;

/**
 * Resolves when it is this run's turn, by the job's overlap policy: `forbid` refuses while another is under way, `queue`
 * waits, `replace` cancels the other and waits for its end. Throws OpsError `job.overlap`, or the signal's reason.
 */
export async function takeTurn(context: Context, entering: Entering): Promise<void> {
  const doubted = new Map<string, number>();
  for (let entered = false; ;) {
    const others = (await openJobRuns(context.store.db, entering.row)).filter(
      ({ run_id }) => run_id !== entering.row.run_id,
    );
    const lapsed = others.filter((other) => hasLapsed(other, context.clock.now()));
    for (const gone of others.filter((other) => isGone(other, lapsed, doubted))) await endLeftover(context, gone);
    const undecided = lapsed.filter((other) => doubted.get(other.run_id) !== other.lease_until);
    for (const { run_id, lease_until } of undecided) doubted.set(run_id, lease_until);
    if (undecided.length === 0) {
      if (await context.store.commit((trx) => tryToStart(trx, context, entering, entered))) return;
      entered = true;
    }
    await context.clock.sleep(undecided.length > 0 ? DOUBT_MS : LOOK_AGAIN_MS, context.signal);
  }
}

const hasLapsed = (other: JoinedJobRun, now: number): boolean => other.run_ended_at === null && other.lease_until < now;

const isGone = (other: JoinedJobRun, lapsed: JoinedJobRun[], doubted: Map<string, number>): boolean =>
  other.run_ended_at !== null || (lapsed.includes(other) && doubted.get(other.run_id) === other.lease_until);

async function tryToStart(trx: Db, context: Context, { row, overlap }: Entering, entered: boolean): Promise<boolean> {
  await takeTurns(trx, context.store.dialect, `job/${row.service}/${row.job}`);
  const others = (await openJobRuns(trx, row)).filter(({ run_id }) => run_id !== row.run_id);
  const ahead = others.filter((other) => other.started_at !== null || other.run_id < row.run_id);
  if (ahead[0] && overlap === 'forbid') throw overlapping(row, ahead[0]);
  if (!entered) {
    await takeInstant(trx, context, row);
    await insertJobRun(trx, row);
    if (overlap === 'replace') for (const other of others) await requestCancel(trx, other.run_id);
  }
  if (ahead.length > 0) return false;
  await updateJobRun(trx, row.run_id, { started_at: context.clock.now() });
  return true;
}

const overlapping = ({ service, job }: JobRunRow, other: JoinedJobRun): OpsError =>
  new OpsError('job.overlap', `${service} ${job} is under way already, as run ${other.run_id}.`, {
    kind: 'conflict',
    hint: `Wait for it, or: toban runs cancel ${other.run_id}`,
  });
