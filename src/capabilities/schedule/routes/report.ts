import { OpsError } from '#platform/errors.ts';
import { defineRoute } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import { z } from 'zod';
import { findJobRun, type JoinedJobRun, updateJobRun } from '../records.ts';

const JobReport = z.object({
  outcome: z.enum(['success', 'partial', 'failure']).optional(),
  summary: z.string().max(2000).optional(),
  figures: z.record(z.string().max(100), z.union([z.number(), z.string().max(1000)])).optional(),
});

/** What a job's program says about its own end, beyond its exit code. A later report overrides an earlier one field by field. */
export const reportRoute = defineRoute({
  method: 'POST',
  path: '/api/runs/:run/report',
  summary: { en: 'Report on the job run that the program is', ja: '実行中のジョブの結果を報告する' },
  access: 'service',
  body: JobReport,

  async handle({ params, body }, context) {
    const row = await underWay(params['run'] ?? '', context);
    const { outcome, summary, figures } = body;
    const change = {
      ...(outcome && { reported: outcome }),
      ...(summary !== undefined && { summary: context.secrets.redact(summary) }),
      ...(figures && { figures_json: context.secrets.redact(JSON.stringify(figures)) }),
    };
    if (Object.keys(change).length > 0) await updateJobRun(context.store.db, row.run_id, change);
    context.events.publish({ topic: 'job', service: row.service, id: row.job });
    return { run: row.run_id, ...body };
  },
});

/** Another service's run is told like one that is not there. */
async function underWay(run: string, { store, actor }: Context): Promise<JoinedJobRun> {
  const row = await findJobRun(store.db, run);
  if (!row || (actor.service !== undefined && actor.service !== row.service)) {
    throw new OpsError('run.unknown', `There is no run ${run} of a job.`, {
      kind: 'not-found',
      hint: 'The id is in TOBAN_RUN.',
    });
  }
  if (row.ended_at !== null || row.run_ended_at !== null) {
    throw new OpsError('job.ended', `Run ${run} has ended; a report comes too late.`, {
      kind: 'conflict',
      hint: 'Report before the program ends.',
    });
  }
  return row;
}
