import { defineQuery } from '#operations/define.ts';
import { Limit } from '#operations/fields.ts';
import { listRuns as readRuns, stepsOf } from '#operations/records.ts';
import { z } from 'zod';
import { describeBriefly } from '../brief.ts';

const OUTCOMES = ['succeeded', 'partial', 'failed', 'cancelled', 'interrupted', 'refused'] as const;

export const listRuns = defineQuery({
  name: 'runs.list',
  summary: { en: 'What was done, newest first', ja: '実行の一覧' },
  input: z.object({
    service: z.string().optional().describe('Service id'),
    operation: z.string().optional().describe('Name of an operation, e.g. service.restart'),
    outcome: z
      .enum([...OUTCOMES, 'running'])
      .optional()
      .describe('How it ended; "running" for those under way'),
    limit: Limit(50).describe('How many at most'),
    cursor: z.string().optional().describe('The "next" of the page before'),
  }),

  async answer({ service, operation, outcome, limit, cursor }, context) {
    const { db } = context.store;
    const rows = await readRuns(db, { service, operation, state: outcome, before: cursor, limit });
    const items = [];
    for (const row of rows) {
      // Only of an interrupted run do the steps say anything to a brief: whether they can be taken back.
      const steps = row.state === 'interrupted' ? await stepsOf(db, row.id) : [];
      items.push(describeBriefly(row, steps, context));
    }
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return { items, ...(last && { next: last.id }) };
  },
});
