import { TobanError, type AcceptedMessage, type Client, type DeliveryState } from 'toban/client';
import type { Context } from '../context.ts';
import { inTransaction } from '../database/open.ts';
import { digestsIn, endDigest, type Digest, type DigestState } from './records.ts';

const ARRIVED = new Set<DeliveryState>(['accepted', 'delivered']);
const LOST = new Set<DeliveryState>(['dead', 'suppressed', 'expired', 'cancelled']);

type End = 'delivered' | 'failed';

/** What the deliveries of one message say of it together; undefined while one of them is under way. */
export function endOf({ deliveries }: Pick<AcceptedMessage, 'deliveries'>): End | undefined {
  if (!deliveries.every(({ state }) => ARRIVED.has(state) || LOST.has(state))) return undefined;
  return deliveries.some(({ state }) => ARRIVED.has(state)) ? 'delivered' : 'failed';
}

const RETRIED_WITHIN_MS = 14 * 86_400_000;

/** Asks after every digest that was handed over, newly failed ones too: a person may have their deliveries retried. */
export async function followDigests(context: Context, client: Client): Promise<void> {
  const oldest = new Date(context.clock.now().getTime() - RETRIED_WITHIN_MS).toISOString();
  for (const digest of digestsIn(context.database, 'accepted', 'failed')) {
    if (digest.state === 'accepted' || digest.created_at >= oldest) await followDigest(context, client, digest);
  }
}

/** Notes the end of one digest. Throws {@link TobanError} when Toban does not answer. */
export async function followDigest(context: Context, client: Client, digest: Digest): Promise<End | undefined> {
  if (digest.message === null) return undefined;
  const { database, clock, log } = context;
  const end = endOf(await client.message(digest.message));
  if (!end || end === digest.state) return end;
  inTransaction(database, () => endDigest(database, digest.id, end, clock.now()));
  if (end === 'delivered') log('info', `送信成功: ${digest.title}`, { digest: digest.id });
  else log('error', `送信失敗: ${digest.title}: no delivery arrived`, { digest: digest.id, message: digest.message });
  return end;
}

/** Follows the digests until all have ended or the time is over. */
export async function waitForEnds(context: Context, client: Client, ids: number[]): Promise<End[]> {
  const { clock, settings, database } = context;
  const ends = new Map<number, End>();
  const deadline = clock.now().getTime() + settings.deliver.waitMs;
  while (true) {
    // The serving process follows the same digests, and may have noted an end before this one.
    const digests = digestsIn(database, 'accepted', 'delivered', 'failed').filter(({ id }) => ids.includes(id));
    for (const digest of digests) {
      const end = isEnd(digest.state) ? digest.state : await endIfTold(context, client, digest);
      if (end) ends.set(digest.id, end);
    }
    if (ends.size >= ids.length || clock.now().getTime() >= deadline) return [...ends.values()];
    await clock.sleep(settings.deliver.pollMs);
  }
}

const isEnd = (state: DigestState): state is End => state === 'delivered' || state === 'failed';

async function endIfTold(context: Context, client: Client, digest: Digest): Promise<End | undefined> {
  try {
    return await followDigest(context, client, digest);
  } catch (error) {
    if (!(error instanceof TobanError)) throw error;
    context.log('warn', `Toban did not tell of a delivery: ${error.message}`, { digest: digest.id });
    return undefined;
  }
}
