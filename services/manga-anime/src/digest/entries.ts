import type { DatabaseSync } from 'node:sqlite';
import type { ReleaseType } from '../releases/numbers.ts';
import type { WorkType } from '../sources/finding.ts';

/** One line of a digest: a release, or the new date of one that was mailed before. */
export type Entry = {
  releaseId: number;
  changeId: number | null;
  type: WorkType;
  matchKey: string;
  title: string;
  releaseType: ReleaseType;
  number: string;
  edition: string;
  subtitle: string | null;
  platforms: string[];
  date: string;
  at: string | null;
  oldDate: string | null;
  oldAt: string | null;
  url: string | null;
};

export type Selection = { since?: string | undefined; until?: string | undefined; limit?: number | undefined };

type Row = Omit<Entry, 'platforms'> & { platform: string; sighted: string };

const COLUMNS = `r.id AS releaseId, w.type, w.match_key AS matchKey, w.title, r.release_type AS releaseType, r.number, r.edition,
  r.subtitle, r.platform, r.release_date AS date, r.release_at AS at, coalesce(r.source_url, w.official_url) AS url,
  (SELECT json_group_array(DISTINCT s.platform) FROM sightings s WHERE s.release_id = r.id AND s.platform <> '') AS sighted`;
const IN_RANGE = '(:since IS NULL OR r.release_date >= :since) AND (:until IS NULL OR r.release_date <= :until)';

/** Everything that waits and stands in no digest yet, changes first, then by day. */
export function waitingEntries(database: DatabaseSync, { since, until, limit }: Selection): Entry[] {
  const rows = database
    .prepare(
      `SELECT * FROM (
       SELECT ${COLUMNS}, c.id AS changeId, c.old_date AS oldDate, c.old_at AS oldAt FROM changes c
         JOIN releases r ON r.id = c.release_id JOIN works w ON w.id = r.work_id
       WHERE c.notified = 0 AND ${IN_RANGE} AND NOT EXISTS (SELECT 1 FROM digest_releases d WHERE d.change_id = c.id)
       UNION ALL
       SELECT ${COLUMNS}, NULL, NULL, NULL FROM releases r JOIN works w ON w.id = r.work_id
       WHERE r.notified = 0 AND ${IN_RANGE}
         AND NOT EXISTS (SELECT 1 FROM digest_releases d WHERE d.release_id = r.id AND d.change_id IS NULL))
       ORDER BY oldDate IS NULL, date, at, title, number, releaseId
       LIMIT :limit`,
    )
    .all({ since: since ?? null, until: until ?? null, limit: limit ?? -1 }) as unknown as Row[];
  return rows.map(({ platform, sighted, ...row }) => ({ ...row, platforms: platformsOf(platform, sighted) }));
}

function platformsOf(first: string, sighted: string): string[] {
  const all = [first, ...(JSON.parse(sighted) as string[])];
  return [...new Set(all.filter((platform) => platform !== ''))];
}
