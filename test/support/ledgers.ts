import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from './program.ts';

/** What Toban says of one delivery. */
export type Reported = { id: string; state: string; title: string; possibleDuplicate: boolean };

const FINAL = new Set(['accepted', 'delivered', 'unknown', 'dead', 'suppressed', 'expired', 'cancelled']);

/** Every delivery of the service, whatever its state. */
export async function reportedBy(toban: Program, service: string): Promise<Reported[]> {
  const all: Reported[] = [];
  for (let cursor = ''; ;) {
    const query = new URLSearchParams({ service, limit: '1000', ...(cursor && { cursor }) });
    const { items, next } = (await (await toban.api(`/api/queries/delivery.list?${query}`)).json()) as {
      items: Reported[];
      next?: string;
    };
    all.push(...items);
    if (!next) return all;
    cursor = next;
  }
}

export async function untilAllEnded(toban: Program, service: string, withinMs: number): Promise<Reported[]> {
  for (const deadline = Date.now() + withinMs; ; await sleep(250)) {
    const reported = await reportedBy(toban, service);
    const waiting = reported.filter(({ state }) => !FINAL.has(state));
    if (waiting.length === 0) return reported;
    if (Date.now() > deadline)
      throw new Error(
        `${waiting.length} of ${reported.length} deliveries have not ended: ${JSON.stringify(waiting.slice(0, 3))}`,
      );
  }
}

/**
 * The verdict of every delivery test. `accepted`: titles that Toban answered with 2xx. `provider`: titles that the
 * stand-in received, as often as it did. `mostDuplicates`: how many sends were in doubt at most.
 */
export function compareLedgers(
  accepted: string[],
  provider: string[],
  reported: Reported[],
  mostDuplicates: number,
): { duplicates: number } {
  const received = Map.groupBy(provider, (title) => title);
  const said = Map.groupBy(reported, ({ title }) => title);
  const lost = accepted.filter((title) => !received.has(title));
  assert.deepEqual(lost, [], 'nothing that was accepted is missing at the provider');
  const invented = reported.filter(
    ({ state, title }) => (state === 'accepted' || state === 'delivered') && !received.has(title),
  );
  assert.deepEqual(invented, [], 'nothing that is said to be accepted is missing at the provider');
  for (const [title, deliveries] of said) assert.equal(deliveries.length, 1, `${title} stands once in the ledger`);
  const twice = [...received].filter(([, times]) => times.length > 1);
  const silent = twice.filter(([title]) => !said.get(title)?.[0]?.possibleDuplicate).map(([title]) => title);
  assert.deepEqual(silent, [], 'each duplicate is said to be possible');
  const duplicates = provider.length - received.size;
  assert.ok(
    duplicates <= mostDuplicates,
    `${duplicates} duplicates, where at most ${mostDuplicates} sends were in doubt`,
  );
  return { duplicates };
}
