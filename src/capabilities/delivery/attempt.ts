import { OpsError } from '#platform/errors.ts';
import type { Toban } from '#operations/context.ts';
import { callChannel, type Line } from './call.ts';
import { ChannelError } from './channel.ts';
import { begin, type Claimed } from './claim.ts';
import { settleChannelFailure, settleHandedBack, settleOutcomes } from './complete.ts';

/** Writes down what an attempt came to. `answered`: the provider told its outcome. `handedBack`: nothing was sent. */
export type Settle = (() => Promise<void>) & { handedBack?: boolean; answered?: boolean };

/** What of a lane an attempt looks at. */
export type Attempting = { line: Line; troubled: boolean };

/** One call of the channel, from the last check to its outcome, which is answered as what to write. Never rejects. */
export async function attempt(toban: Toban, lane: Attempting, batch: Claimed[]): Promise<Settle> {
  const { line } = lane;
  try {
    if (line.hurry.aborted) return handBack(toban, batch, STOPPING);
    await line.permit();
    const { held, paused } = await begin(toban, batch);
    if (held.length === 0) return async () => {};
    return paused ? handBack(toban, held, 'A pause came first.') : await call(toban, lane, held);
  } catch (thrown) {
    return handBack(toban, batch, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

const STOPPING = 'Toban was stopping.';

async function call(toban: Toban, lane: Attempting, held: Claimed[]): Promise<Settle> {
  const { line } = lane;
  const begunAt = toban.clock.now();
  const rows = rowsOf(held);
  try {
    const outcomes = await callChannel(toban, line, held);
    const unsent = line.hurry.aborted && outcomes.every(({ kind }) => kind === 'retry');
    if (unsent) return handBack(toban, held, STOPPING);
    return Object.assign(() => settleOutcomes(toban, rows, outcomes, lane.troubled), { answered: true });
  } catch (thrown) {
    if (!(thrown instanceof ChannelError)) return handBack(toban, held, (thrown as Error).message);
    if (line.hurry.aborted && !thrown.sent) return handBack(toban, held, STOPPING);
    lane.troubled = true;
    return () => settleChannelFailure(toban, rows, thrown, begunAt);
  }
}

const handBack = (toban: Toban, claimed: Claimed[], why: string): Settle =>
  Object.assign(() => settleHandedBack(toban, rowsOf(claimed), why), { handedBack: true });

const rowsOf = (claimed: Claimed[]) => claimed.map(({ delivery }) => delivery);

/** Some failures of a store do not say that they pass; of those so many are borne, which is about five minutes. */
const MOST_TRIES = 60;

/**
 * A store that is full or away for a moment must not make a sent delivery look unsent: the outcome is kept in hand, and
 * written again and again until it is in the store or a shutdown cannot wait.
 */
export async function persistently(toban: Toban, write: () => Promise<void>, hurry: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (thrown) {
      const passes = thrown instanceof OpsError && thrown.kind === 'unavailable';
      if (hurry.aborted || (!passes && tries >= MOST_TRIES)) throw thrown;
      toban.log.error('an outcome could not be written down yet', { error: String(thrown), tries });
      await toban.clock.sleep(Math.min(100 * 2 ** Math.min(tries, 10), 5000), hurry).catch(() => {});
    }
  }
}
