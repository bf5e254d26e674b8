import { rfc3339, rfc3339OrNull } from '#platform/clock.ts';
import { ServiceId } from '#manual/service.ts';
import type { Cause } from '#operations/context.ts';
import { defineQuery } from '#operations/define.ts';
import { Limit } from '#operations/fields.ts';
import type { RunError } from '#operations/run.ts';
import { z } from 'zod';
import { type HistoryRow, jobHistory } from '../records.ts';
import type { JobRequest } from '../running/plan.ts';
import { jobOutcome } from './outcome.ts';

export const jobsHistory = defineQuery({
  name: 'jobs.history',
  summary: {
    en: 'Past runs of jobs, with what started them and how they ended',
    ja: 'ジョブの実行履歴（きっかけと結果）',
  },
  positionals: ['service', 'job'],
  input: z.object({
    service: ServiceId,
    job: z.string().optional().describe('Only this job'),
    limit: Limit(50).describe('How many runs'),
    cursor: z.string().optional().describe('The `next` of the page before'),
  }),

  async answer({ service, job, limit, cursor }, context) {
    context.manual.service(service);
    const rows = await jobHistory(context.store.db, { service, job, before: cursor, limit: limit + 1 });
    const page = rows.slice(0, limit);
    return { items: page.map(describe), ...(rows.length > limit && { next: page.at(-1)?.id }) };
  },
});

function describe(row: HistoryRow) {
  const { job, parameters } = JSON.parse(row.input_json) as JobRequest;
  const cause = row.cause_json === null ? undefined : (JSON.parse(row.cause_json) as Cause);
  const startedAt = row.started_at ?? row.run_started_at;
  const endedAt = row.ended_at ?? row.run_ended_at;
  return {
    run: row.id,
    job,
    trigger: row.trigger ?? triggerOf(cause),
    ...scheduledFor(row.scheduled_for, cause),
    startedAt: rfc3339OrNull(startedAt),
    endedAt: rfc3339OrNull(endedAt),
    duration_ms: startedAt !== null && endedAt !== null ? endedAt - startedAt : null,
    outcome: jobOutcome({ state: row.state, outcome: row.outcome }),
    state: row.state,
    exitCode: row.exit_code,
    ...(row.summary !== null && { summary: row.summary }),
    ...(row.figures_json !== null && { figures: JSON.parse(row.figures_json) as Record<string, unknown> }),
    parameters,
    dryRun: false,
    ...(row.error_json !== null && { error: JSON.parse(row.error_json) as RunError }),
  };
}

const triggerOf = (cause: Cause | undefined): string =>
  cause === undefined || cause.kind === 'run' ? 'manual' : cause.kind;

function scheduledFor(at: number | null, cause: Cause | undefined): { scheduledFor?: string } {
  if (at !== null) return { scheduledFor: rfc3339(at) };
  return cause?.kind === 'schedule' ? { scheduledFor: cause.at } : {};
}
