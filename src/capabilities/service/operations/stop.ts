import { defineOperation } from '#operations/define.ts';
import { reportOf } from '../report.ts';
import { stopStep } from '../steps.ts';
import { lockOn, planFor, Target } from '../targets.ts';

export const stopService = defineOperation({
  name: 'service.stop',
  summary: {
    en: 'Stop a service, or all, with every process that it started; its data stays',
    ja: 'サービスとその子プロセスをすべて停止する（データは残る）',
  },
  risk: 'disruptive',
  input: Target,
  positionals: ['service'],
  lock: lockOn,
  duringStop: 'allowed',
  prepare: planFor,
  steps: (plan, context) => plan.services.map((service) => stopStep(service, plan, context)),
  report: reportOf,
});
