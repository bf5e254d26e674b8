import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { schedulesOf } from '../recovery/jobs.ts';
import { nextCommands, recoveryReport } from '../recovery/report.ts';
import type { RecoveryPlan } from '../recovery/plan.ts';
import { recoverySteps } from '../recovery/steps.ts';
import { findTemporary } from '../recovery/temporary.ts';
import { stopFor } from '../stop-state.ts';

export const recoverService = defineOperation({
  name: 'emergency.recover',
  summary: {
    en: 'Bring a service into a known state and try it, without lifting any stop',
    ja: '緊急リカバリ：サービスを止めて点検し、1件だけ試行する（停止は解除しない）',
  },
  risk: 'disruptive',
  duringStop: 'allowed',
  input: z.object({ service: ServiceId }),

  async prepare({ service }, context): Promise<RecoveryPlan> {
    const { recovery, databases, jobs, process } = context.manual.service(service);
    return {
      service,
      stop: (await stopFor(context, service)) ?? null,
      schedules: await schedulesOf(context, service),
      hasJobs: jobs.length > 0,
      hasProcess: process !== undefined,
      temporary: await findTemporary(context, context.manual.service(service)),
      databases: databases.flatMap((one) =>
        one.kind === 'sqlite' ? [{ service, name: one.name, path: one.path }] : [],
      ),
      unchecked: databases.filter((one) => one.kind !== 'sqlite').map((one) => one.name),
      validate: recovery.validate?.argv ?? null,
      rehearse: recovery.rehearse ?? null,
    };
  },

  steps: recoverySteps,

  rehearse: async ({ stop, schedules, temporary }) => ({ stop: stop ?? 'none', schedules, temporary }),

  report: async (plan, context) => ({ ...(await recoveryReport(plan, context)), next: nextCommands(plan) }),
});
