import { rfc3339 } from '#platform/clock.ts';
import { OpsError } from '#platform/errors.ts';
import { defineOperation } from '#operations/define.ts';
import { requestCancel } from '#operations/records.ts';
import type { RunRow } from '#operations/schema.ts';
import { z } from 'zod';
import { requireRun } from '../require-run.ts';

export const cancelRun = defineOperation({
  name: 'runs.cancel',
  summary: { en: 'Cancel a run that is under way', ja: '実行を中止する' },
  risk: 'safe',
  role: 'operator',
  duringStop: 'allowed',
  input: z.object({ run: z.string().describe('Run id') }),
  positionals: ['run'],

  async prepare({ run }, { store }) {
    const row = await requireRun(store.db, run);
    if (row.ended_at !== null) throw alreadyEnded(row);
    return { run, operation: row.operation };
  },

  steps({ run, operation }) {
    return [
      {
        title: { en: `Ask ${operation} (${run}) to end`, ja: `${operation}（${run}）に中止を要求` },
        async write(trx) {
          if (!(await requestCancel(trx, run))) throw alreadyEnded(await requireRun(trx, run));
        },
      },
    ];
  },

  report: ({ run }, { lang }) => ({ run, note: ASKED[lang] }),
});

const ASKED = {
  en: 'It was asked to end. It takes back what it had done; runs show tells when it has.',
  ja: '中止を要求しました。済んだ手順は元に戻されます。終わったかどうかは runs show で確認できます。',
};

const alreadyEnded = ({ id, state, ended_at }: RunRow): OpsError =>
  new OpsError(
    'run.ended',
    `The run ${id} has ended already: ${state}${ended_at === null ? '' : ` at ${rfc3339(ended_at)}`}.`,
    {
      kind: 'conflict',
      hint: `See what it did: toban runs show ${id}`,
    },
  );
