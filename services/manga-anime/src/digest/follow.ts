import { TobanError, type AcceptedMessage, type Client, type DeliveryState } from 'toban/client';
import type { Context } from '../context.ts';
import { inTransaction } from '../database/open.ts';
import { digestsIn, endDigest, type Digest } from './records.ts';

const ARRIVED = new Set<DeliveryState>(['accepted', 'delivered']);
const LOST = new Set<DeliveryState>(['dead', 'suppressed', 'expired', 'cancelled']);

/** What the deliveries of one message say of it together; undefined while one of them is under way. */
export function endOf({ deliveries }: Pick<AcceptedMessage, 'deliveries'>): 'delivered' | 'failed' | undefined {
  if (!deliveries.every(({ state }) => ARRIVED.has(state) || LOST.has(state))) return undefined;
  return deliveries.some(({ state }) => ARRIVED.has(state)) ? 'delivered' : 'failed';
}

/** Asks after every digest that was handed over, failed ones too: a person may have their deliveries retried. */
export async function followDigests(context: Context, client: Client): Promise<void> {
  for (const digest of digestsIn(context.database, 'accepted', 'failed')) await followDigest(context, client, digest);
}

/** Notes the end of one digest. Throws {@link TobanError} when Toban does not answer. */
export async function followDigest(
  context: Context,
  client: Client,
  digest: Digest,
): Promise<'delivered' | 'failed' | undefined> {
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
export async function waitForEnds(
  context: Context,
  client: Client,
  ids: number[],
): Promise<('delivered' | 'failed')[]> {
  const { clock, settings, database } = context;
  const ends = new Map<number, 'delivered' | 'failed'>();
  const deadline = clock.now().getTime() + settings.deliver.waitMs;
  while (true) {
    const left = digestsIn(database, 'accepted').filter(({ id }) => ids.includes(id) && !ends.has(id));
    for (const digest of left) {
      const end = await endIfTold(context, client, digest);
      if (end) ends.set(digest.id, end);
    }
    if (ends.size >= ids.length || clock.now().getTime() >= deadline) return [...ends.values()];
    await clock.sleep(settings.deliver.pollMs);
  }
}

async function endIfTold(
  context: Context,
  client: Client,
  digest: Digest,
): Promise<'delivered' | 'failed' | undefined> {
  try {
    return await followDigest(context, client, digest);
  } catch (error) {
    if (!(error instanceof TobanError)) throw error;
    context.log('warn', `Toban did not tell of a delivery: ${error.message}`, { digest: digest.id });
    return undefined;
  }
}
