import type { DatabaseSync } from 'node:sqlite';
import type { Finding } from '../sources/finding.ts';
import { cleanTitle, matchKey } from './normalise.ts';

/** `gone`: mailed long ago and cleaned away since, so not to be taken up again. */
export type Saved = 'new' | 'known' | 'moved' | 'gone';

const EARLIEST_DAY = '2020-01-01';

/** Whether the database would take it: one odd entry of a source must not cost the whole harvest. */
export const isStorable = ({ title, number, date }: Finding): boolean =>
  cleanTitle(title) !== '' && matchKey(title) !== '' && number.length <= 10 && date >= EARLIEST_DAY;

type ReleaseRow = {
  id: number;
  release_date: string;
  release_at: string | null;
  source: string;
  external_id: string;
  handed_over: 0 | 1;
};
type SightingRow = { release_id: number | null; release_date: string; release_at: string | null };

const HANDED_OVER = 'EXISTS (SELECT 1 FROM digest_releases d WHERE d.release_id = releases.id) AS handed_over';

/**
 * Takes a finding into the database. The same release told by another source, or under another platform, is known: it
 * may complete the row but never makes a second one. Call it within a transaction.
 */
export function saveFinding(database: DatabaseSync, finding: Finding, now: Date): Saved {
  const sighting = database
    .prepare('SELECT release_id, release_date, release_at FROM sightings WHERE source = ? AND external_id = ?')
    .get(finding.source, finding.externalId) as SightingRow | undefined;
  if (!sighting) return saveFirstSighting(database, finding, now);
  const release = sighting.release_id === null ? undefined : releaseById(database, sighting.release_id);
  if (!release) return 'gone';
  if (finding.undated || !hasMoved(finding, sighting)) return 'known';
  recordSighting(database, finding, release.id, now);
  const leads = release.source === finding.source && release.external_id === finding.externalId;
  if (leads) return moveRelease(database, release, finding, now);
  if (!release.handed_over && finding.date < release.release_date) lead(database, release.id, finding, now);
  return 'known';
}

const TIME_MATTERS_MS = 30 * 60_000;

/** To another day, or a broadcast by half an hour and more. */
function hasMoved(finding: Finding, before: { release_date: string; release_at: string | null }): boolean {
  if (finding.date !== before.release_date) return true;
  if (finding.type !== 'anime' || !finding.at || before.release_at === null) return false;
  return Math.abs(finding.at.getTime() - Date.parse(before.release_at)) >= TIME_MATTERS_MS;
}

function saveFirstSighting(database: DatabaseSync, finding: Finding, now: Date): Saved {
  const workId = saveWork(database, finding, now);
  const key = [workId, finding.releaseType, finding.number, editionOf(finding)] as const;
  const release = database
    .prepare(
      `SELECT *, ${HANDED_OVER} FROM releases WHERE work_id = ? AND release_type = ? AND number = ? AND edition = ?`,
    )
    .get(...key) as ReleaseRow | undefined;
  if (!release) {
    recordSighting(database, finding, insertRelease(database, key, finding, now), now);
    return 'new';
  }
  recordSighting(database, finding, release.id, now);
  if (!release.handed_over && finding.date < release.release_date) lead(database, release.id, finding, now);
  else complete(database, release.id, finding, now);
  return 'known';
}

/** Anything without a number is told apart by its own title. */
const editionOf = ({ number, subtitle, externalId }: Finding): string =>
  number === '' ? matchKey(subtitle ?? externalId).slice(0, 120) : '';

function saveWork(database: DatabaseSync, finding: Finding, now: Date): number {
  const row = database
    .prepare(
      `INSERT INTO works (title, title_kana, title_en, type, match_key, official_url, created_at, updated_at)
       VALUES (:title, :kana, :en, :type, :key, :url, :at, :at)
       ON CONFLICT (match_key, type) DO UPDATE SET title_kana = coalesce(title_kana, excluded.title_kana),
         title_en = coalesce(title_en, excluded.title_en), official_url = coalesce(official_url, excluded.official_url)
       RETURNING id`,
    )
    .get({
      title: cleanTitle(finding.title),
      kana: finding.titleKana ?? null,
      en: finding.titleEn ?? null,
      type: finding.type,
      key: matchKey(finding.title),
      url: finding.officialUrl ?? null,
      at: now.toISOString(),
    });
  return Number(row?.['id']);
}

type Key = readonly [workId: number, releaseType: string, number: string, edition: string];

function insertRelease(database: DatabaseSync, key: Key, finding: Finding, now: Date): number {
  const row = database
    .prepare(
      `INSERT INTO releases (work_id, release_type, number, edition, subtitle, platform, release_date, release_at,
         source, external_id, source_url, created_at, updated_at)
       VALUES (?, ?, ?, ?, :subtitle, :platform, :date, :at, :source, :external, :url, :now, :now) RETURNING id`,
    )
    .get({ ...columnsOf(finding, now), subtitle: finding.subtitle ? cleanTitle(finding.subtitle) : null }, ...key);
  return Number(row?.['id']);
}

/** The finding's source leads from now on: its date is the one that counts. */
function lead(database: DatabaseSync, id: number, finding: Finding, now: Date): void {
  database
    .prepare(
      `UPDATE releases SET platform = CASE WHEN :platform = '' THEN platform ELSE :platform END, release_date = :date,
         release_at = :at, source = :source, external_id = :external, source_url = coalesce(:url, source_url), updated_at = :now
       WHERE id = :id`,
    )
    .run({ ...columnsOf(finding, now), id });
}

function complete(database: DatabaseSync, id: number, { platform, subtitle }: Finding, now: Date): void {
  database
    .prepare(
      `UPDATE releases SET platform = CASE WHEN platform = '' THEN :platform ELSE platform END,
         subtitle = coalesce(subtitle, :subtitle), updated_at = :now
       WHERE id = :id AND ((platform = '' AND :platform <> '') OR (subtitle IS NULL AND :subtitle IS NOT NULL))`,
    )
    .run({ id, platform, subtitle: subtitle ? cleanTitle(subtitle) : null, now: now.toISOString() });
}

const columnsOf = (finding: Finding, now: Date): Record<string, string | null> => ({
  platform: finding.platform,
  date: finding.date,
  at: finding.at?.toISOString() ?? null,
  source: finding.source,
  external: finding.externalId,
  url: finding.url ?? null,
  now: now.toISOString(),
});

/** A release that was handed over for mailing is not announced again: the reader is told of its new date. */
function moveRelease(database: DatabaseSync, release: ReleaseRow, finding: Finding, now: Date): Saved {
  lead(database, release.id, finding, now);
  if (!release.handed_over) return 'moved';
  const waiting = database
    .prepare(
      `SELECT id, old_date AS release_date, old_at AS release_at FROM changes c WHERE release_id = ?
       AND NOT EXISTS (SELECT 1 FROM digest_releases d WHERE d.change_id = c.id)`,
    )
    .get(release.id) as ({ id: number } & SightingRow) | undefined;
  if (!waiting) {
    database
      .prepare('INSERT INTO changes (release_id, old_date, old_at, new_date, created_at) VALUES (?, ?, ?, ?, ?)')
      .run(release.id, release.release_date, release.release_at, finding.date, now.toISOString());
  } else if (!hasMoved(finding, waiting)) {
    database.prepare('DELETE FROM changes WHERE id = ?').run(waiting.id);
  } else {
    database.prepare('UPDATE changes SET new_date = ? WHERE id = ?').run(finding.date, waiting.id);
  }
  return 'moved';
}

function recordSighting(database: DatabaseSync, finding: Finding, releaseId: number, now: Date): void {
  database
    .prepare(
      `INSERT INTO sightings (source, external_id, release_id, platform, release_date, release_at, seen_at)
       VALUES (:source, :external, :release, :platform, :date, :at, :now)
       ON CONFLICT (source, external_id) DO UPDATE SET release_date = excluded.release_date, release_at = excluded.release_at,
         seen_at = excluded.seen_at`,
    )
    .run({
      source: finding.source,
      external: finding.externalId,
      release: releaseId,
      platform: finding.platform,
      date: finding.date,
      at: finding.at?.toISOString() ?? null,
      now: now.toISOString(),
    });
}

const releaseById = (database: DatabaseSync, id: number): ReleaseRow | undefined =>
  database.prepare(`SELECT *, ${HANDED_OVER} FROM releases WHERE id = ?`).get(id) as ReleaseRow | undefined;
