import { asOpsError } from '#platform/errors.ts';
import { ServiceId } from '#manual/service.ts';
import type { Context } from '#operations/context.ts';
import { defineOperation, type Step } from '#operations/define.ts';
import { listRuns } from '#operations/records.ts';
import { z } from 'zod';
import { runbookOf } from '../declared.ts';
import { type Call, runBelow, verdictOn } from '../nested.ts';

export const runRunbook = defineOperation({
  name: 'runbook.run',
  summary: {
    en: 'Go through a runbook: what Toban can do is done, what a person does is listed',
    ja: '手順書を実行する（自動の手順を順に実行し、人が行う手順を一覧にする）',
  },
  risk: 'disruptive',
  // A runbook is opened when something is wrong. Each of its operations is still asked by the stop whether it may.
  duringStop: 'allowed',
  timeout: '6h',
  input: z.object({
    service: ServiceId,
    runbook: z.string().describe('Name of the runbook: see toban runbook list SERVICE'),
  }),
  positionals: ['service', 'runbook'],

  prepare({ service, runbook }, context) {
    const { title, steps } = runbookOf(context.manual, service, runbook);
    for (const { run } of steps) if (run) context.registry.operation(run.operation);
    return { service, runbook, title, steps };
  },

  steps({ steps }, context) {
    return steps.flatMap(({ title, run }): Step[] =>
      run ? [{ title, run: async () => verdictOn(await runBelow(context, run)) }] : [],
    );
  },

  rehearse: async ({ title, steps }, context) => ({
    runbook: title[context.lang],
    steps: await Promise.all(
      steps.map(async (step) =>
        step.run ? planned(step.title[context.lang], step.run, context) : { todo: step.title[context.lang] },
      ),
    ),
  }),

  async report({ title, steps }, context) {
    const below = context.run === null ? [] : await listRuns(context.store.db, { parent: context.run, limit: 1000 });
    const did = below.toReversed().map(({ id, operation, state }) => ({ operation, run: id, outcome: state }));
    const todo = steps.filter(({ run }) => !run).map((step) => step.title[context.lang]);
    return { runbook: title[context.lang], did, todo };
  },
});

/** The plan of one operation, or why there is none: the others are still shown. */
async function planned(title: string, call: Call, context: Context): Promise<object> {
  const known = { title, operation: call.operation };
  try {
    const { run } = await context.submit({
      ...call,
      dryRun: true,
      actor: context.actor,
      lang: context.lang,
      signal: context.signal,
    });
    return { ...known, plan: run.steps.map((step) => step.title), ...(run.report && { report: run.report }) };
  } catch (thrown) {
    const { message, hint } = asOpsError(thrown);
    return { ...known, problem: message, ...(hint !== undefined && { hint }) };
  }
}
