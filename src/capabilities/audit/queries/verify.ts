import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from '#operations/context.ts';
import { defineQuery } from '#operations/define.ts';
import { auditAfter } from '#operations/records.ts';
import { z } from 'zod';
import { type Anchors, readAnchors } from '../anchors.ts';
import { type Break, ChainWalk } from '../chain.ts';

/** Few enough that reading and hashing them takes about two milliseconds: others have their turn in between. */
const PAGE = 100;

export const verifyAudit = defineQuery({
  name: 'audit.verify',
  summary: { en: 'Check that nobody has changed the audit', ja: '監査記録が改ざんされていないか検証する' },
  role: 'auditor',
  input: z.object({}),

  async answer(_input, context) {
    // Read before the rows, so that each anchored row is among them.
    const anchors = await readAnchors(context.files);
    const walk = new ChainWalk(anchors.anchors);
    const broken = (await walkRows(context, walk)) ?? walk.end();
    const last = anchors.anchors.at(-1);
    return {
      ok: broken === undefined,
      rows: walk.rows,
      anchors: anchors.anchors.length,
      ...(last && { lastAnchor: { seq: last.seq, at: last.at } }),
      ...(broken && { firstBroken: broken.seq, why: broken.why }),
      detail: detailOf(context, walk, anchors, broken),
    };
  },
});

async function walkRows({ store, signal }: Context, walk: ChainWalk): Promise<Break | undefined> {
  for (;;) {
    signal.throwIfAborted();
    const page = await auditAfter(store.db, walk.rows, PAGE);
    for (const row of page) {
      const broken = walk.step(row);
      if (broken) return broken;
    }
    if (page.length < PAGE) return undefined;
    await nextTurn();
  }
}

function detailOf(
  { lang }: Context,
  { rows }: ChainWalk,
  { anchors, unreadable }: Anchors,
  broken: Break | undefined,
): string {
  if (broken) return broken.detail[lang];
  const cut = {
    en: ` ${unreadable} line(s) of the anchors are unreadable.`,
    ja: `読めないアンカーが${unreadable}行あります。`,
  };
  const whole =
    anchors.length > 0
      ? {
          en: `All ${rows} rows follow each other and agree with ${anchors.length} anchor(s) outside the store.`,
          ja: `${rows}件すべてがつながり、保管庫の外のアンカー${anchors.length}個とも一致しています。`,
        }
      : {
          en: `All ${rows} rows follow each other. There is no anchor outside the store yet, so a full rewrite would not be seen.`,
          ja: `${rows}件すべてがつながっています。保管庫の外のアンカーがまだないため、全体の作り直しは検出できません。`,
        };
  return whole[lang] + (unreadable > 0 ? cut[lang] : '');
}
