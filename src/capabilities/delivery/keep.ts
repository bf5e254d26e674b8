import type { Db } from '#platform/db/store.ts';
import { OpsError } from '#platform/errors.ts';
import type { Toban } from '#operations/context.ts';
import { type Draft, stateAtAcceptance } from './accept.ts';
import { announce } from './feed.ts';
import { deadAmong, deliveriesOfMessages, insertDeliveries, insertMessages, messagesByKeys } from './records/accept.ts';
import type { DeliveryRow, DeliveryState, MessageRow } from './schema.ts';

export type Accepted = { message: string; deliveries: { id: string; to: string; state: DeliveryState }[] };

/** Few enough for one statement's parameters on both databases. */
const CHUNK = 200;

/**
 * Writes messages down, all or none, and resolves once they are durable. A message whose key was used before with the
 * same content is answered as the first time; with another content it throws OpsError `message.key-reused`.
 */
export async function keepMessages(toban: Toban, drafts: Draft[]): Promise<Accepted[]> {
  // A large batch has a transaction of its own, so that it makes no other sender wait for its answer.
  const write = drafts.length === 1 ? toban.store.commit : toban.store.transaction;
  const { answers, fresh } = await write((trx) => keepWithin(trx, drafts));
  announce(toban, fresh);
  return answers;
}

/** The same inside of a transaction that is under way; `fresh` is for `announce` after its commit. */
export async function keepWithin(trx: Db, drafts: Draft[]): Promise<{ answers: Accepted[]; fresh: DeliveryRow[] }> {
  const inserted = new Set<string>();
  // In the order of their keys: two batches with the same keys then wait for each other, and not in a circle.
  const messages = drafts
    .map((draft) => draft.message)
    .toSorted((a, b) => ((a.idem_key ?? '') < (b.idem_key ?? '') ? -1 : 1));
  for (const rows of chunksOf(messages)) {
    for (const { id } of await insertMessages(trx, rows)) inserted.add(id);
    if (drafts.length > CHUNK) await turnOfTheLoop();
  }
  const news = drafts.filter(({ message }) => inserted.has(message.id));
  const fresh = await suppressDead(
    trx,
    news.flatMap((draft) => draft.deliveries),
  );
  for (const rows of chunksOf(fresh)) {
    await insertDeliveries(trx, rows);
    if (fresh.length > CHUNK) await turnOfTheLoop();
  }

  const repeated = drafts.filter(({ message }) => !inserted.has(message.id));
  const known = await formerAnswers(
    trx,
    repeated.map((draft) => draft.message),
  );
  const byMessage = Map.groupBy(fresh, (delivery) => delivery.message_id);
  const answers = drafts.map(
    ({ message }) => known.get(message.id) ?? answerFor(message.id, byMessage.get(message.id) ?? []),
  );
  return { answers, fresh };
}

function answerFor(message: string, deliveries: DeliveryRow[]): Accepted {
  return {
    message,
    deliveries: deliveries.map((row) => ({ id: row.id, to: row.address, state: stateAtAcceptance(row) })),
  };
}

async function suppressDead(trx: Db, deliveries: DeliveryRow[]): Promise<DeliveryRow[]> {
  const dead = new Map<string, string>();
  for (const [lane, rows] of Map.groupBy(deliveries, ({ service, channel }) => `${service} ${channel}`)) {
    const { service, channel } = rows[0] as DeliveryRow;
    for (const some of chunksOf(rows)) {
      const found = await deadAmong(
        trx,
        service,
        channel,
        some.map((row) => row.address),
      );
      for (const { address, code } of found) dead.set(`${lane} ${address}`, code);
    }
  }
  if (dead.size === 0) return deliveries;
  return deliveries.map((row) => {
    const code = dead.get(`${row.service} ${row.channel} ${row.address}`);
    return code === undefined || row.ended_at !== null ? row : suppressed(row, code);
  });
}

const suppressed = (row: DeliveryRow, code: string): DeliveryRow => ({
  ...row,
  state: 'suppressed',
  ended_at: row.created_at,
  error_code: 'address.dead',
  error_detail: `The address is gone: ${code}`,
  error_hint: 'When it exists again: toban delivery retry --delivery ID',
});

/** What was answered when the same keys were used for the first time, by the id that the repetition would have had. */
async function formerAnswers(trx: Db, repeated: MessageRow[]): Promise<Map<string, Accepted>> {
  const answers = new Map<string, Accepted>();
  for (const [service, all] of Map.groupBy(repeated, (message) => message.service)) {
    for (const messages of chunksOf(all)) {
      const former = await messagesByKeys(
        trx,
        service,
        messages.map((message) => message.idem_key as string),
      );
      const rows = await deliveriesOfMessages(
        trx,
        former.map(({ id }) => id),
      );
      const byMessage = Map.groupBy(rows, (row) => row.message_id);
      for (const message of messages) {
        const first = former.find(({ idem_key }) => idem_key === message.idem_key) as MessageRow;
        if (first.fingerprint !== message.fingerprint) throw keyReused(message, first);
        answers.set(message.id, answerFor(first.id, byMessage.get(first.id) ?? []));
      }
    }
  }
  return answers;
}

const keyReused = (message: MessageRow, first: MessageRow): OpsError =>
  new OpsError(
    'message.key-reused',
    `The key "${message.idem_key}" was used before, for ${first.id}, with another content.`,
    {
      kind: 'conflict',
      hint: 'Use a key of its own for each message, and the same only to send the same again.',
    },
  );

/** SQLite answers at once, so without this ten thousand rows would hold up everything else in the process. */
const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function* chunksOf<T>(rows: T[]): Generator<T[]> {
  for (let from = 0; from < rows.length; from += CHUNK) yield rows.slice(from, from + CHUNK);
}
