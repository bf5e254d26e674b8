import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Entry } from './entries.ts';
import { renderDigest, type Place } from './render.ts';

/** `prepared`: written down, and perhaps handed over; `accepted`: Toban has it; the rest is its end. */
export type DigestState = 'prepared' | 'accepted' | 'delivered' | 'failed';

export type Digest = {
  id: number;
  key: string;
  day: string;
  part: number;
  parts: number;
  entries: number;
  title: string;
  body: string;
  html: string;
  state: DigestState;
  message: string | null;
  created_at: string;
};

/** Writes a digest down with its key and its words before anything is sent. Call it within a transaction. */
export function prepareDigest(database: DatabaseSync, entries: Entry[], place: Place, now: Date): void {
  const mail = renderDigest(entries, place);
  const row = database
    .prepare(
      `INSERT INTO digests (key, day, part, parts, entries, title, body, html, state, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'prepared', ?) RETURNING id`,
    )
    .get(
      keyOf(entries),
      place.day,
      place.part,
      place.parts,
      entries.length,
      mail.title,
      mail.body,
      mail.html,
      now.toISOString(),
    );
  const insert = database.prepare('INSERT INTO digest_releases (digest_id, release_id, change_id) VALUES (?, ?, ?)');
  for (const { releaseId, changeId } of entries) insert.run(Number(row?.['id']), releaseId, changeId);
}

/** From what is announced, not from row numbers: the same news has the same key in a restored database too. */
export function keyOf(entries: Entry[]): string {
  const identities = entries.map((entry) =>
    JSON.stringify([
      entry.type,
      entry.matchKey,
      entry.releaseType,
      entry.number,
      entry.edition,
      entry.date,
      entry.at,
      entry.oldAt ?? entry.oldDate,
    ]),
  );
  return `digest-${createHash('sha256').update(identities.toSorted().join('\n')).digest('hex').slice(0, 32)}`;
}

export function digestsIn(database: DatabaseSync, ...states: DigestState[]): Digest[] {
  const marks = states.map(() => '?').join(', ');
  return database
    .prepare(`SELECT * FROM digests WHERE state IN (${marks}) ORDER BY id`)
    .all(...states) as unknown as Digest[];
}

/** What was mailed on a day, or is about to be. */
export function mailedOn(database: DatabaseSync, day: string): { mails: number; entries: number } {
  const row = database
    .prepare('SELECT count(*) AS mails, coalesce(sum(entries), 0) AS entries FROM digests WHERE day = ?')
    .get(day);
  return { mails: Number(row?.['mails']), entries: Number(row?.['entries']) };
}

export function markAccepted(database: DatabaseSync, id: number, message: string): void {
  database
    .prepare("UPDATE digests SET state = 'accepted', message = ? WHERE id = ? AND state = 'prepared'")
    .run(message, id);
}

/** Its entries wait again. Only for a digest that Toban has surely not taken. */
export function discardDigest(database: DatabaseSync, id: number): void {
  database.prepare("DELETE FROM digests WHERE id = ? AND state = 'prepared'").run(id);
}

const NOTIFIED = { delivered: 1, failed: 2 } as const;

/**
 * The end of a digest, for its entries too. A failed one may still arrive, when a person retries its delivery. The words
 * of one that arrived are needed no more.
 */
export function endDigest(database: DatabaseSync, id: number, state: keyof typeof NOTIFIED, now: Date): void {
  const at = now.toISOString();
  const values = { id, notified: NOTIFIED[state], at };
  database.prepare('UPDATE digests SET state = ?, ended_at = ? WHERE id = ?').run(state, at, id);
  if (state === 'delivered') database.prepare("UPDATE digests SET body = '', html = '' WHERE id = ?").run(id);
  database
    .prepare(
      `UPDATE releases SET notified = :notified, notified_at = :at, updated_at = :at
       WHERE id IN (SELECT release_id FROM digest_releases WHERE digest_id = :id AND change_id IS NULL)`,
    )
    .run(values);
  database
    .prepare(
      `UPDATE changes SET notified = :notified, notified_at = :at
       WHERE id IN (SELECT change_id FROM digest_releases WHERE digest_id = :id AND change_id IS NOT NULL)`,
    )
    .run(values);
}
