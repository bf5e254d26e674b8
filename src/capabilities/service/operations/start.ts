import { defineOperation } from '#operations/define.ts';
import { reportOf } from '../report.ts';
import { startSteps } from '../steps.ts';
import { lockOn, planFor, Target } from '../targets.ts';

export const startService = defineOperation({
  name: 'service.start',
  summary: { en: 'Start a service, or all, and wait until it is healthy', ja: 'サービスを起動し、正常になるまで待つ' },
  risk: 'safe',
  input: Target,
  positionals: ['service'],
  lock: lockOn,
  prepare: planFor,
  steps: (plan, context) => plan.services.flatMap((service) => startSteps(service, context)),
  report: reportOf,
});
