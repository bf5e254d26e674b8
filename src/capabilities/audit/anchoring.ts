import { rfc3339 } from '#platform/clock.ts';
import type { Db } from '#platform/db/store.ts';
import { systemActor } from '#operations/actor.ts';
import { appendAudit } from '#operations/audit.ts';
import type { Concern, Worker } from '#operations/capability.ts';
import { type Context, resident, type Toban } from '#operations/context.ts';
import { auditAfter, lastAudit } from '#operations/records.ts';
import { type Anchor, appendAnchor, lastAnchor } from './anchors.ts';

const EVERY_MS = 10_000;

/** Keeps the newest row's hash outside the store, every ten seconds and at the end. */
export const auditAnchor: Worker = {
  name: 'audit-anchor',
  async run(toban, signal) {
    while (!signal.aborted) {
      await anchorAudit(toban).catch((error: unknown) =>
        toban.log.error('the audit could not be anchored', { error: String(error) }),
      );
      await toban.clock.sleep(EVERY_MS, signal).catch(() => {});
    }
    await anchorAudit(toban);
  },
};

/** The anchor that was found to stand no more, in this life. */
const broken = resident<{ anchor?: Anchor }>(() => ({}));

/** Appends an anchor unless the newest row has one. A row that is no more what was anchored is told and written down. */
export async function anchorAudit(toban: Toban): Promise<void> {
  const { store, files, clock } = toban;
  const former = await lastAnchor(files);
  if (former && !(await stands(store.db, former))) await tellBroken(toban, former);
  const newest = await lastAudit(store.db);
  if (!newest || (former?.seq === newest.seq && former.hash === newest.hash)) return;
  await appendAnchor(files, { seq: newest.seq, hash: newest.hash, at: rfc3339(clock.now()) });
}

async function tellBroken(toban: Toban, anchor: Anchor): Promise<void> {
  broken(toban).anchor = anchor;
  toban.log.error('the audit was changed from outside', { ...anchor });
  await toban.store.transaction((trx) =>
    appendAudit(toban, trx, { actor: systemActor('toban'), action: 'audit.broken', detail: { ...anchor } }),
  );
}

/** Whether the row that was anchored last is still there as it was: a look at one row, for the overview. */
export async function auditConcerns(context: Context): Promise<Concern[]> {
  const anchor = broken(context).anchor ?? (await lastAnchor(context.files));
  if (!anchor || (await stands(context.store.db, anchor))) return [];
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

async function stands(db: Db, { seq, hash }: Anchor): Promise<boolean> {
  const [row] = await auditAfter(db, seq - 1, 1);
  return row?.seq === seq && row.hash === hash;
}
