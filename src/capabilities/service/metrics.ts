import type { Metric } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import { statusOf } from './status.ts';

/** Whether each service runs and answers, and how often it had to be started again. */
export async function serviceMetrics(context: Context): Promise<Metric[]> {
  const managed = context.manual.all().filter((manual) => manual.process);
  const statuses = await Promise.all(managed.map((manual) => statusOf(context, manual)));
  return [
    {
      name: 'toban_service_up',
      help: 'Whether the service runs and is not down',
      type: 'gauge',
      samples: statuses.map(({ service, state, health }) => ({
        labels: { service },
        value: state === 'running' && health !== 'down' ? 1 : 0,
      })),
    },
    {
      name: 'toban_service_restarts',
      help: 'Starts after a crash',
      type: 'gauge',
      samples: statuses.map(({ service, restarts }) => ({ labels: { service }, value: restarts })),
    },
  ];
}
