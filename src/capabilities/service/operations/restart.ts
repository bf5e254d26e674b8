import { defineOperation } from '#operations/define.ts';
import { reportOf } from '../report.ts';
import { startSteps, stopStep } from '../steps.ts';
import { lockOn, planFor, Target } from '../targets.ts';

export const restartService = defineOperation({
  name: 'service.restart',
  summary: {
    en: 'Stop a service, or all, start it again and wait until it is healthy',
    ja: 'サービスを再起動し、正常になるまで待つ',
  },
  risk: 'disruptive',
  input: Target,
  positionals: ['service'],
  lock: lockOn,
  prepare: planFor,
  steps: (plan, context) =>
    plan.services.flatMap((service) => [stopStep(service, plan, context), ...startSteps(service, context)]),
  report: reportOf,
});
