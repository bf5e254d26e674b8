import type { Context } from '#operations/context.ts';
import type { Step } from '#operations/define.ts';
import { supervisorOf } from './supervisor.ts';
import type { Plan } from './targets.ts';

export const startSteps = (service: string, context: Context): Step[] => [
  { title: { en: `Start ${service}`, ja: `${service} を起動する` }, run: () => supervisorOf(context).start(service) },
  {
    title: { en: `Wait until ${service} is healthy`, ja: `${service} が正常になるまで待つ` },
    run: () => supervisorOf(context).waitUntilHealthy(service, context.signal),
  },
];

export const stopStep = (service: string, plan: Plan, context: Context): Step => ({
  title: { en: `Stop ${service}`, ja: `${service} を停止する` },
  run: async () => {
    const { escaped } = await supervisorOf(context).stop(service);
    if (escaped.length > 0) plan.escaped.push({ service, pids: escaped });
  },
});
