import { rfc3339 } from '#platform/clock.ts';
import type { Concern, Worker } from '#operations/capability.ts';
import type { Context, Toban } from '#operations/context.ts';
import { auditAfter, lastAudit } from '#operations/records.ts';
import { type Anchor, appendAnchor, lastAnchor } from './anchors.ts';

const EVERY_MS = 10_000;

/** Keeps the newest row's hash outside the store, every ten seconds and at the end. */
export const auditAnchor: Worker = {
  name: 'audit-anchor',
  async run(toban, signal) {
    while (!signal.aborted) {
      await anchorAudit(toban).catch((error: unknown) => toban.log.error('the audit could not be anchored', { error: String(error) }));
      await toban.clock.sleep(EVERY_MS, signal).catch(() => {});
    }
    await anchorAudit(toban);
  },
};

/** Appends an anchor unless the newest row has one. */
export async function anchorAudit({ store, files, clock }: Toban): Promise<void> {
  const newest = await lastAudit(store.db);
  const former = await lastAnchor(files);
  if (!newest || (former?.seq === newest.seq && former.hash === newest.hash)) return;
  await appendAnchor(files, { seq: newest.seq, hash: newest.hash, at: rfc3339(clock.now()) });
}

/** Whether the row that was anchored last is still there as it was: a look at one row, for the overview. */
export async function auditConcerns({ store, files }: Context): Promise<Concern[]> {
  const anchor = await lastAnchor(files);
  if (!anchor || (await stands(store.db, anchor))) return [];
  return [
    {
      level: 'critical',
      title: { en: 'The audit was changed from outside', ja: '監査記録が外部から書き換えられています' },
      detail: `Row ${anchor.seq}, anchored at ${anchor.at}, is gone or is another one.`,
      hint: 'See what differs: toban audit verify',
      page: '/audit',
    },
  ];
}

async function stands(db: Toban['store']['db'], { seq, hash }: Anchor): Promise<boolean> {
  const [row] = await auditAfter(db, seq - 1, 1);
  return row?.seq === seq && row.hash === hash;
}
